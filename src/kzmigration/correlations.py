"""What a correlation between two yearly series can tell, and what it cannot."""

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


def fewest_pairs(r: float, level: float = 0.95) -> int:
    """Return how many independent pairs it takes until the interval of :func:`fisher_interval` leaves out nil.

    Raises
    ------
    ValueError
        If ``r`` is nil, which no number of pairs tells from nil, or outside -1 to 1.

    Examples
    --------
    >>> fewest_pairs(0.5)
    16
    """
    if not -1 < r < 1 or r == 0:
        raise ValueError(f"a correlation lies between -1 and 1 and is not nil, not {r}")
    return int(np.floor((stats.norm.ppf(0.5 + level / 2) / np.arctanh(r)) ** 2 + 3)) + 1


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
