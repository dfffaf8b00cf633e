"""Statistical models of the chapters, fitted by statsmodels."""

import dataclasses

import numpy as np
import pandas as pd
from statsmodels.regression.linear_model import OLS


@dataclasses.dataclass(frozen=True)
class Trend:
    """A straight line through yearly values, with its 95 % interval.

    Attributes
    ----------
    slope, slope_low, slope_high : float
        Change a year, in the unit of the series, and the ends of its interval.
    n : int
        Number of years.
    r_squared : float
        Share of the variance around the mean that the line takes up.
    fitted : pandas.DataFrame
        Index: years. Columns: ``line``, and ``low`` and ``high``, the 95 % interval of the line's mean.
    """

    slope: float
    slope_low: float
    slope_high: float
    n: int
    r_squared: float
    fitted: pd.DataFrame


def linear_trend(series: pd.Series) -> Trend:
    """Fit a straight line by least squares.

    Parameters
    ----------
    series : pandas.Series
        Index: years. At least three values, none missing.

    Returns
    -------
    Trend
        The interval is Student's t with ``n - 2`` degrees of freedom. It takes the years' deviations from the
        line as independent and equally wide; yearly migration is neither for sure, so read it as a lower bound
        of the doubt.

    Raises
    ------
    ValueError
        If there are fewer than three values or one is missing.
    """
    if len(series) < 3:
        raise ValueError(f"a trend with an interval needs at least 3 years, not {len(series)}")
    if series.isna().any():
        raise ValueError(f"the series has no value for {', '.join(map(str, series.index[series.isna()]))}")
    years = series.index.to_numpy(float)
    centre = years.mean()  # centred, so that the matrix is well conditioned
    design = np.column_stack([np.ones(len(years)), years - centre])
    fit = OLS(series.to_numpy(float), design).fit()
    (_, (low, high)) = fit.conf_int(alpha=0.05)
    mean = fit.get_prediction(design).summary_frame(alpha=0.05)
    fitted = pd.DataFrame(
        {
            "line": mean["mean"].to_numpy(),
            "low": mean["mean_ci_lower"].to_numpy(),
            "high": mean["mean_ci_upper"].to_numpy(),
        },
        index=series.index,
    )
    return Trend(float(fit.params[1]), float(low), float(high), len(years), float(fit.rsquared), fitted)


@dataclasses.dataclass(frozen=True)
class Break:
    """A straight line that jumps once, with the 95 % intervals of jump and slope.

    Attributes
    ----------
    year : int
        First year after the jump.
    jump, jump_low, jump_high : float
        Change of level at the break, in the unit of the series, and the ends of its interval.
    slope, slope_low, slope_high : float
        Change a year on either side of the break, the same on both.
    n : int
        Number of years.
    fitted : pandas.Series
        Index: years. The fitted values.
    """

    year: int
    jump: float
    jump_low: float
    jump_high: float
    slope: float
    slope_low: float
    slope_high: float
    n: int
    fitted: pd.Series


def level_break(series: pd.Series, year: int) -> Break:
    """Fit one slope and one jump by least squares: an interrupted time series in its simplest form.

    Parameters
    ----------
    series : pandas.Series
        Index: years. At least five values, none missing, two of them on either side of the break.
    year : int
        First year after the jump; it must be known beforehand, for example from a law.

    Returns
    -------
    Break
        Intervals are Student's t with ``n - 3`` degrees of freedom. One slope for both sides is an assumption that
        a short series cannot test; a jump that takes more than a year is not seen.

    Raises
    ------
    ValueError
        If there are fewer than five values, fewer than two on one side, or one is missing.
    """
    if series.isna().any():
        raise ValueError(f"the series has no value for {', '.join(map(str, series.index[series.isna()]))}")
    after = series.index.to_numpy() >= year
    if len(series) < 5 or min(after.sum(), (~after).sum()) < 2:
        raise ValueError(f"a break in {year} needs at least 5 years, 2 of them on either side, not {len(series)}")
    years = series.index.to_numpy(float)
    design = np.column_stack([np.ones(len(years)), years - years.mean(), after.astype(float)])
    fit = OLS(series.to_numpy(float), design).fit()
    (_, (slope_low, slope_high), (jump_low, jump_high)) = fit.conf_int(alpha=0.05)
    fitted = pd.Series(fit.fittedvalues, index=series.index)
    _, slope, jump = (float(value) for value in fit.params)
    ends = map(float, (jump_low, jump_high, slope_low, slope_high))
    jump_low, jump_high, slope_low, slope_high = ends
    return Break(year, jump, jump_low, jump_high, slope, slope_low, slope_high, len(years), fitted)
