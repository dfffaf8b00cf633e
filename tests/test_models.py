import numpy as np
import pandas as pd
import pytest
from scipy import stats

from kzmigration.models import linear_trend

# Both routes solve the same least squares in double precision; what differs is rounding.
EXACT = {"rel": 1e-9}


def test_a_straight_line_is_found_exactly():
    trend = linear_trend(pd.Series([10.0, 13, 16, 19], index=[2014, 2015, 2016, 2017]))
    assert trend.slope == pytest.approx(3, **EXACT)
    assert trend.slope_high - trend.slope_low == pytest.approx(0, abs=1e-6)
    assert trend.r_squared == pytest.approx(1)


def test_slope_and_interval_agree_with_scipy():
    series = pd.Series([28877, 30116, 34897, 37728, 41868, 45863], index=range(2014, 2020))
    trend = linear_trend(series)
    other = stats.linregress(series.index, series)
    reach = stats.t.ppf(0.975, len(series) - 2) * other.stderr
    assert trend.slope == pytest.approx(other.slope, **EXACT)
    assert (trend.slope_low, trend.slope_high) == pytest.approx((other.slope - reach, other.slope + reach), **EXACT)


def test_slope_worked_by_hand():
    series = pd.Series([0, 0, 6], index=[2014, 2015, 2016])
    assert linear_trend(series).slope == pytest.approx(3)


def test_the_fitted_line_passes_through_the_mean():
    rng = np.random.default_rng(7)
    series = pd.Series(rng.normal(100, 20, 6), index=range(2014, 2020))
    trend = linear_trend(series)
    assert trend.fitted["line"].mean() == pytest.approx(series.mean())
    assert (trend.fitted["low"] < trend.fitted["line"]).all()
    assert (trend.fitted["line"] < trend.fitted["high"]).all()


def test_shifting_the_years_leaves_the_slope():
    values = [5.0, 9, 2, 11]
    early, late = (linear_trend(pd.Series(values, index=range(start, start + 4))) for start in (0, 2014))
    assert early.slope == pytest.approx(late.slope, **EXACT)


def test_two_points_are_too_few():
    with pytest.raises(ValueError, match="at least 3 years, not 2"):
        linear_trend(pd.Series([1, 2], index=[2014, 2015]))


def test_a_missing_year_is_refused_by_name():
    with pytest.raises(ValueError, match="no value for 2015"):
        linear_trend(pd.Series([1.0, None, 2.0, 3.0], index=range(2014, 2018)))
