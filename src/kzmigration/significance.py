"""When a correlation differs from zero or from another, where its number of observations is not told."""

import math

from scipy import stats


def critical(n: int, tests: int = 1, level: float = 0.05) -> float:
    """Return the smallest absolute correlation that differs from zero, two-sided, by Student's t.

    Parameters
    ----------
    n : int
        Number of pairs, at least three.
    tests : int
        How many coefficients are tested together; the level is shared out among them (Bonferroni).
    level : float
        Chance of a false alarm that is put up with.

    Returns
    -------
    float
        ``t / sqrt(t^2 + n - 2)``, with ``t`` the quantile of Student's t with ``n - 2`` degrees of freedom.

    Raises
    ------
    ValueError
        If there are fewer than three pairs.

    Notes
    -----
    It takes the pairs as independent and jointly normal. Yearly values with a trend are neither, so the true bar is
    higher.

    Examples
    --------
    >>> round(critical(6), 3), round(critical(7), 3)
    (0.811, 0.754)
    """
    if n < 3:
        raise ValueError(f"a correlation is tested on at least 3 pairs, not {n}")
    quantile = float(stats.t.ppf(1 - level / tests / 2, n - 2))
    return quantile / math.sqrt(quantile**2 + n - 2)


def pairs_needed(r: float, tests: int = 1, level: float = 0.05) -> int:
    """Return the smallest number of pairs from which a correlation differs from zero, see :func:`critical`.

    Raises
    ------
    ValueError
        If ``r`` is zero or not smaller than one in absolute value.

    Examples
    --------
    >>> pairs_needed(0.7617), pairs_needed(0.7617, tests=4)
    (7, 10)
    """
    if not 0 < abs(r) < 1:
        raise ValueError(f"a correlation between 0 and 1 in absolute value is expected, not {r}")
    n = 3
    while critical(n, tests, level) > abs(r):
        n += 1
    return n


def chance_of_one(r: float, n: int, tests: int = 1) -> float:
    """Return the chance that the largest of several correlations reaches ``r`` where nothing is related.

    Parameters
    ----------
    r : float
        Correlation, its sign does not matter.
    n : int
        Number of pairs behind each coefficient, at least three.
    tests : int
        Number of independent coefficients.

    Returns
    -------
    float
        ``1 - (1 - p)^tests``, with ``p`` the two-sided chance of one coefficient.

    Examples
    --------
    >>> round(chance_of_one(0.7617, 5), 3), round(chance_of_one(0.7617, 5, tests=4), 2)
    (0.135, 0.44)
    """
    if n < 3:
        raise ValueError(f"a correlation is tested on at least 3 pairs, not {n}")
    statistic = abs(r) * math.sqrt((n - 2) / (1 - r**2))
    one = 2 * float(stats.t.sf(statistic, n - 2))
    return 1 - (1 - one) ** tests


def pairs_to_differ(a: float, b: float, level: float = 0.05) -> int:
    """Return how many pairs each of two independent correlations needs until they differ from one another.

    Notes
    -----
    By Fisher's z: the difference of ``atanh(a)`` and ``atanh(b)`` has the standard error ``sqrt(2 / (n - 3))``.

    References
    ----------
    Fisher, R. A. (1921). On the "probable error" of a coefficient of correlation deduced from a small sample.
    Metron 1, 3-32.

    Raises
    ------
    ValueError
        If the two are equal, since no number is enough then.

    Examples
    --------
    >>> pairs_to_differ(0.7617, 0.333)
    21
    """
    if a == b:
        raise ValueError(f"two correlations of {a} differ with no number of pairs")
    gap = abs(math.atanh(a) - math.atanh(b))
    return 3 + math.ceil(2 * (float(stats.norm.ppf(1 - level / 2)) / gap) ** 2)
