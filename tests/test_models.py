import numpy as np
import pandas as pd
import pytest
from scipy import stats

from kzmigration.models import level_break, linear_trend

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


def test_a_line_with_a_jump_is_found_exactly():
    found = level_break(pd.Series([1.0, 2, 3, 14, 15, 16], index=range(2014, 2020)), 2017)
    assert (found.jump, found.slope) == pytest.approx((10, 1), **EXACT)


def test_jump_and_interval_agree_with_the_normal_equations():
    series = pd.Series([63988.0, 74965, 96601, 186411, 178203, 190408], index=range(2014, 2020))
    found = level_break(series, 2017)
    design = np.column_stack([np.ones(6), np.arange(6) - 2.5, [0, 0, 0, 1, 1, 1]])
    inverse = np.linalg.inv(design.T @ design)
    beta = inverse @ design.T @ series.to_numpy()
    residual = series.to_numpy() - design @ beta
    reach = stats.t.ppf(0.975, 3) * np.sqrt(residual @ residual / 3 * inverse[2, 2])
    assert found.jump == pytest.approx(beta[2], **EXACT)
    assert (found.jump_low, found.jump_high) == pytest.approx((beta[2] - reach, beta[2] + reach), **EXACT)


def test_without_a_jump_the_break_is_the_trend():
    series = pd.Series([3.0, 5, 7, 9, 11], index=range(2015, 2020))
    assert level_break(series, 2017).jump == pytest.approx(0, abs=1e-9)
    assert level_break(series, 2017).slope == pytest.approx(linear_trend(series).slope, **EXACT)


@pytest.mark.parametrize(("n", "year"), [(4, 2016), (6, 2015), (6, 2019), (6, 2030)])
def test_a_break_without_enough_years_on_both_sides_is_refused(n, year):
    with pytest.raises(ValueError, match=f"a break in {year} needs at least 5 years"):
        level_break(pd.Series(np.arange(n, dtype=float), index=range(2014, 2014 + n)), year)
