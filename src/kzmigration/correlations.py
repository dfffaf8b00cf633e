"""What a correlation between two yearly series can tell, and what it cannot."""

import math

import numpy as np
from scipy import stats

from kzmigration.intervals import Interval


def fisher_interval(r: float, n: float, level: float = 0.95) -> Interval:
    """Return the interval of a correlation coefficient by Fisher's z.

    Parameters
    ----------
    r : float
        Pearson's coefficient, between -1 and 1, both left out.
    n : float
        Number of independent pairs, more than 3; an effective number need not be whole.
    level : float
        Confidence level.

    Returns
    -------
    Interval
        The interval takes the pairs as independent and jointly normal. Yearly values that trend are not
        independent: give the effective number of years then, see :func:`effective_years`.

    Raises
    ------
    ValueError
        If ``r`` or ``n`` lies outside.

    Notes
    -----
    atanh(r) is close to normal with the standard error 1 / sqrt(n - 3).

    References
    ----------
    Fisher, R. A. (1921). On the "probable error" of a coefficient of correlation deduced from a small sample.
    Metron 1, 3-32.

    Examples
    --------
    >>> found = fisher_interval(0.5, 28)
    >>> round(found.low, 3), round(found.high, 3)
    (0.156, 0.736)
    """
    if not -1 < r < 1:
        raise ValueError(f"a correlation with an interval lies between -1 and 1, not at {r}")
    if n <= 3:
        raise ValueError(f"Fisher's z needs more than 3 pairs, not {n}")
    reach = stats.norm.ppf(0.5 + level / 2) / np.sqrt(n - 3)
    return Interval(float(np.tanh(np.arctanh(r) - reach)), float(np.tanh(np.arctanh(r) + reach)))


def effective_years(n: int, first: float, second: float) -> float:
    """Return how many independent years two series are worth that carry over from year to year.

    Parameters
    ----------
    n : int
        Number of years.
    first, second : float
        What each series keeps of a deviation in the next year (its autocorrelation of lag one).

    Raises
    ------
    ValueError
        If an autocorrelation is not between -1 and 1.

    Notes
    -----
    n (1 - ab) / (1 + ab), for two first-order autoregressive series with the autocorrelations a and b.

    References
    ----------
    Bartlett, M. S. (1935). Some aspects of the time-correlation problem in regard to tests of significance.
    Journal of the Royal Statistical Society 98(3), 536-543.

    Examples
    --------
    >>> effective_years(18, 0, 0.9)
    18.0
    """
    if not (-1 < first < 1 and -1 < second < 1):
        raise ValueError(f"an autocorrelation lies between -1 and 1, not {first} and {second}")
    return float(n * (1 - first * second) / (1 + first * second))


def implied_correlation(first: float, second: float) -> Interval:
    """Return what two correlations with one series leave possible for the correlation of the other two.

    Parameters
    ----------
    first, second : float
        Correlations of x and of y with the same z, over the same pairs.

    Notes
    -----
    A matrix of correlations has no negative eigenvalue, so r_xy lies within
    first * second -+ sqrt((1 - first^2) (1 - second^2)).

    Raises
    ------
    ValueError
        If a coefficient is not between -1 and 1.

    Examples
    --------
    >>> implied_correlation(1.0, 0.5)
    Interval(low=0.5, high=0.5)
    """
    if not (-1 <= first <= 1 and -1 <= second <= 1):
        raise ValueError(f"a correlation lies between -1 and 1, not {first} and {second}")
    reach = float(np.sqrt((1 - first**2) * (1 - second**2)))
    return Interval(first * second - reach, first * second + reach)


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


def unrelated_walks(n: int, draws: int, seed: int) -> np.ndarray:
    """Return the correlations of pairs of series that drift, each on its own: what chance alone makes.

    Parameters
    ----------
    n : int
        Length of each series, at least 3.
    draws : int
        Number of pairs.
    seed : int
        Start of the random numbers, so that each run gives the same ones.

    Returns
    -------
    numpy.ndarray
        Shape ``(draws,)``. Each series is a random walk with independent normal steps and no common cause.

    References
    ----------
    Yule, G. U. (1926). Why do we sometimes get nonsense-correlations between time-series? Journal of the Royal
    Statistical Society 89(1), 1-63.
    """
    if n < 3:
        raise ValueError(f"a correlation of walks needs at least 3 years, not {n}")
    walks = np.random.default_rng(seed).standard_normal((2, draws, n)).cumsum(axis=2)
    x, y = walks - walks.mean(axis=2, keepdims=True)
    return (x * y).sum(axis=1) / np.sqrt((x**2).sum(axis=1) * (y**2).sum(axis=1))
