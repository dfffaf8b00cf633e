"""Forecasts of a yearly series from what was known in one year, and how they are scored against what came."""

import numpy as np
import pandas as pd
from scipy.optimize import minimize_scalar
from scipy.stats import norm
from statsmodels.tsa.statespace.sarimax import SARIMAX
from statsmodels.tsa.statespace.structural import UnobservedComponents

from kzmigration import likelihood

METHODS = {
    "naive": "random walk",
    "drift": "random walk with drift",
    "smoothing": "exponential smoothing",
    "local_level": "local level",
    "arima": "ARIMA (1,1,0)",
}
LEVELS = (80, 95)  # percent
SHORTEST = 8  # values; the models estimate up to two parameters and a variance
GRID = 401  # weights of smoothing that are tried before the best one is refined
STARTS = ((0.01, 0.98), (0.25, 0.5), (0.45, 0.1), (0.5, 0.001))  # variances of noise and steps; a search may be stuck


def forecast(history: pd.Series, method: str, origin: int, horizon: int) -> pd.DataFrame:
    """Forecast a yearly series with nothing but its values to the year of origin.

    Parameters
    ----------
    history : pandas.Series
        Index: years, without a gap, the last of them the origin. At least :data:`SHORTEST` values that change.
    method : str
        A key of :data:`METHODS`.
    origin : int
        Last year known.
    horizon : int
        How many years to forecast.

    Returns
    -------
    pandas.DataFrame
        Index: years after the origin. Columns: ``mean``, and ``low80``, ``high80``, ``low95``, ``high95``, the ends of
        the central intervals, in the unit of the series.

    Raises
    ------
    ValueError
        If a year after the origin is among the values or the origin is not, if a year is missing or the values are too
        few or all alike, or if the horizon is not positive or the method unknown.

    Notes
    -----
    Every interval is the normal one, with the parameters taken as known; with some twenty values they are not, so
    the intervals are rather too narrow. Counts are not kept above zero.

    *Random walk* and *drift*: Hyndman and Athanasopoulos, section 5.5. The variance of the steps is their mean square
    (with drift, around the mean step, with one degree of freedom less); after h of them it is h times as large, and
    with drift ``h (1 + h / (T - 1))`` times, since the mean of T - 1 steps is itself uncertain.

    *Exponential smoothing*: additive errors; weight and first level make the squared errors least, over the whole range
    of weights, since a short series may have two minima and a search from one start may take the worse one; variance
    ``s2 (1 + (h - 1) a2)`` with ``s2`` the squared errors over T - 2.

    *Local level*: a random walk seen with noise, by maximum likelihood with an exact diffuse start.

    *ARIMA (1,1,0)*: steps that depend on the step before, without a constant, by maximum likelihood. The order was
    chosen before any score was seen: (0,1,1) is what smoothing and local level are already, and a step that goes on is
    the simplest thing that they cannot do.

    References
    ----------
    Hyndman, R. J., and Athanasopoulos, G. (2021). Forecasting: principles and practice, 3rd edition. OTexts.
    """
    values = _known(history, origin)
    if method not in METHODS:
        raise ValueError(f"the method must be one of {', '.join(METHODS)}, not {method!r}")
    if horizon < 1:
        raise ValueError(f"a forecast looks at least 1 year ahead, not {horizon}")
    ahead = np.arange(1, horizon + 1)
    if method in ("naive", "drift"):
        mean, spread = (_naive if method == "naive" else _drift)(values, ahead)
    else:
        size = float(np.sqrt(np.mean(np.diff(values) ** 2)))  # searches begin near one, whatever the unit
        maker = {"smoothing": _smoothing, "local_level": _local_level, "arima": _arima}[method]
        mean, spread = (found * size for found in maker(values / size, ahead))
    frame = pd.DataFrame({"mean": mean}, index=pd.RangeIndex(origin + 1, origin + horizon + 1, name="year"))
    for level in LEVELS:
        reach = norm.ppf(0.5 + level / 200) * spread
        frame[f"low{level}"], frame[f"high{level}"] = mean - reach, mean + reach
    return frame


def _known(history: pd.Series, origin: int) -> np.ndarray:
    years = [int(year) for year in history.index]
    if years and max(years) > origin:
        raise ValueError(f"a forecast made in {origin} may not know {max(years)}")
    if years != list(range(origin - len(years) + 1, origin + 1)):
        raise ValueError(f"years must follow each other, each once, and end with {origin}; they are {years}")
    if history.isna().any():
        raise ValueError(f"the series has no value for {', '.join(map(str, history.index[history.isna()]))}")
    if len(years) < SHORTEST:
        raise ValueError(f"a forecast needs at least {SHORTEST} values, not {len(years)}")
    values = history.to_numpy(float)
    if np.ptp(values) == 0:
        raise ValueError("a series that never changes says nothing of its errors")
    return values


def _naive(values: np.ndarray, ahead: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    spread = np.sqrt(np.mean(np.diff(values) ** 2) * ahead)
    return np.full(len(ahead), values[-1]), spread


def _drift(values: np.ndarray, ahead: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    steps = np.diff(values)
    spread = np.sqrt(np.var(steps, ddof=1) * ahead * (1 + ahead / len(steps)))
    return values[-1] + ahead * steps.mean(), spread


def _smoothing(values: np.ndarray, ahead: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    weights = np.linspace(0, 1, GRID)
    best = int(np.argmin([_smoothed(values, weight)[0] for weight in weights]))  # the whole range: minima may be two
    ends = weights[max(best - 1, 0)], weights[min(best + 1, GRID - 1)]
    inner = float(minimize_scalar(lambda weight: _smoothed(values, weight)[0], bounds=ends, method="bounded").x)
    weight = min(inner, weights[best], key=lambda weight: _smoothed(values, weight)[0])
    squares, level = _smoothed(values, weight)
    spread = np.sqrt(squares / (len(values) - 2) * (1 + (ahead - 1) * weight**2))
    return np.full(len(ahead), level), spread


def _smoothed(values: np.ndarray, weight: float) -> tuple[float, float]:
    """Return the squared errors and the last level for a weight, with the first level that makes them least."""
    left = (1 - weight) ** np.arange(len(values) + 1)  # what is left of the first level, year by year
    levels = np.zeros(len(values) + 1)
    for year, value in enumerate(values):
        levels[year + 1] = levels[year] + weight * (value - levels[year])
    errors, share = values - levels[:-1], left[:-1]
    first = float(errors @ share / (share @ share))
    errors = errors - first * share
    return float(errors @ errors), float(levels[-1] + first * left[-1])


def _local_level(values: np.ndarray, ahead: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return likelihood.forecast(UnobservedComponents(values, "llevel", use_exact_diffuse=True), len(ahead), STARTS)


def _arima(values: np.ndarray, ahead: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return likelihood.forecast(SARIMAX(values, order=(1, 1, 0), trend="n", use_exact_diffuse=True), len(ahead))


def naive_error(history: pd.Series) -> float:
    """Return the mean absolute step from one year to the next, which scales the errors of a forecast."""
    return float(history.diff().abs().mean())


def scores(predicted: pd.DataFrame, actual: pd.Series, scale: float) -> pd.Series:
    """Score a forecast against what came.

    Parameters
    ----------
    predicted : pandas.DataFrame
        As :func:`forecast` returns it, or rows of several such frames.
    actual : pandas.Series
        What came, for each of its rows.
    scale : float
        Naive error of the years known, see :func:`naive_error`.

    Returns
    -------
    pandas.Series
        ``n``; ``bias``, the mean of what came less the forecast; ``mae``, the mean absolute error; ``mase``, the same
        over the scale (one: as wrong as the random walk was, one year ahead, in the years known); ``hits80`` and
        ``hits95``, how many values lie within the interval; ``winkler80`` and ``winkler95``, the mean interval score:
        its width, and ``2 / (1 - level)`` times the distance of a value that lies outside; small is good.

    Raises
    ------
    ValueError
        If a value that came is missing, or the scale is not positive.

    References
    ----------
    Hyndman, R. J., and Koehler, A. B. (2006). Another look at measures of forecast accuracy. International Journal of
    Forecasting 22(4), 679-688. Gneiting, T., and Raftery, A. E. (2007). Strictly proper scoring rules, prediction, and
    estimation. Journal of the American Statistical Association 102(477), 359-378.
    """
    if not predicted.index.equals(actual.index) or actual.isna().any() or not len(actual):
        raise ValueError("each year of a forecast needs the value that came")
    if not scale > 0:
        raise ValueError(f"errors are scaled by something above zero, not by {scale}")
    errors = actual - predicted["mean"]
    mae = float(errors.abs().mean())
    found = {"n": len(actual), "bias": float(errors.mean()), "mae": mae, "mase": mae / scale}
    for level in LEVELS:
        low, high = predicted[f"low{level}"], predicted[f"high{level}"]
        outside = (low - actual).clip(lower=0) + (actual - high).clip(lower=0)
        found[f"hits{level}"] = int((outside == 0).sum())
        found[f"winkler{level}"] = float((high - low + 2 / (1 - level / 100) * outside).mean())
    return pd.Series(found, dtype=object)


def rolling(series: pd.Series, method: str, origins: list[int], horizon: int, last: int) -> pd.DataFrame:
    """Forecast from one origin after the other, each time with the years to it alone.

    Parameters
    ----------
    series : pandas.Series
        Index: years, without a gap.
    origins : list of int
        Years to forecast from.
    horizon : int
        How many years ahead at the most.
    last : int
        Last year that is scored.

    Returns
    -------
    pandas.DataFrame
        One row an origin and year: ``origin``, ``year``, ``ahead``, ``actual``, ``scale`` (naive error of the years to
        the origin), and the columns of :func:`forecast`. Rows of one year, or of one origin, are anything but
        independent.
    """
    frames = []
    for origin in origins:
        known, steps = series[series.index <= origin], min(horizon, last - origin)
        if steps > 0:
            found = forecast(known, method, origin, steps).reset_index()
            found.insert(0, "origin", origin)
            found.insert(2, "ahead", found["year"] - origin)
            frames.append(found.assign(actual=series[found["year"]].to_numpy(), scale=naive_error(known)))
    if not frames:
        raise ValueError(f"no origin lies before {last}")
    return pd.concat(frames, ignore_index=True)


def compare(known: pd.Series, came: pd.Series) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Forecast by every method what came next, and score it.

    Parameters
    ----------
    known, came : pandas.Series
        Index: years; those that came follow the last one known.

    Returns
    -------
    dict
        Method -> frame as :func:`forecast` returns it.
    pandas.DataFrame
        Index: methods. Columns: as in :func:`scores`, errors scaled by the naive error of the years known.
    """
    origin, scale = int(known.index[-1]), naive_error(known)
    fans = {method: forecast(known, method, origin, len(came)) for method in METHODS}
    return fans, pd.DataFrame({method: scores(fan, came, scale) for method, fan in fans.items()}).T


def record(series: pd.Series, origins: list[int], horizon: int, last: int) -> pd.DataFrame:
    """Score every method over many origins, see :func:`rolling`.

    Returns
    -------
    pandas.DataFrame
        Index: methods. Columns: ``n``, ``hits80``, ``hits95``, and ``mase``, the mean of the errors without sign, each
        over the naive error of the years known at its origin.
    """
    found = {}
    for method in METHODS:
        rolled = rolling(series, method, origins, horizon, last)
        scored = scores(rolled, rolled["actual"], 1.0)
        mase = float(((rolled["actual"] - rolled["mean"]).abs() / rolled["scale"]).mean())
        found[method] = {"n": scored["n"], "hits80": scored["hits80"], "hits95": scored["hits95"], "mase": mase}
    return pd.DataFrame.from_dict(found, orient="index")


def score_table(scored: pd.DataFrame) -> pd.DataFrame:
    """Turn scores by method into a table for readers: ``within80`` and ``within95`` read ``4 of 6``."""
    table = scored.assign(method=pd.Series(METHODS)[scored.index])
    for level in LEVELS:
        table[f"within{level}"] = [f"{row[f'hits{level}']} of {row['n']}" for _, row in scored.iterrows()]
    table = table[["method", "mae", "bias", "mase", "within80", "within95", "winkler80", "winkler95"]]
    whole = dict.fromkeys(("mae", "bias", "winkler80", "winkler95"), float)
    return table.astype(whole | {"mase": float}).round(dict.fromkeys(whole, 0) | {"mase": 2})
