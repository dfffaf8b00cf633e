"""Accounts of a population, worked by hand and by properties."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzmigration import population
from kzmigration.intervals import Interval

PEOPLE = pd.Series({2014: 1000, 2015: 1020, 2016: 1071})


def test_growth_is_of_the_year_over_its_start():
    assert population.yearly_growth(PEOPLE).round(9).to_dict() == {2014: 2.0, 2015: 5.0}


def test_natural_increase_is_what_net_migration_does_not_explain():
    net = pd.DataFrame({"low": [-12, -30, 0], "high": [-12, -10, 0]}, index=[2014, 2015, 2016])
    found = population.natural_increase(PEOPLE, net)
    assert found.loc[2014].tolist() == [32, 32]
    assert found.loc[2015].tolist() == [61, 81]
    assert 2016 not in found.index


@given(st.integers(-500, 500), st.integers(0, 200))
def test_start_plus_natural_increase_plus_migration_is_the_end(net, width):
    limits = pd.DataFrame({"low": [net, 0], "high": [net + width, 0]}, index=[2014, 2015])
    found = population.natural_increase(PEOPLE, limits).loc[2014]
    assert PEOPLE[2014] + found["high"] + net == PEOPLE[2015]
    assert PEOPLE[2014] + found["low"] + net + width == PEOPLE[2015]


def test_a_crude_rate_is_over_the_mean_population():
    assert population.crude_rate(21, 1000, 1100) == 20


@given(st.floats(1, 99, allow_nan=False), st.floats(1.5, 4), st.floats(-1, 1), st.floats(0, 0.01))
def test_two_parts_hold_the_share_that_made_the_whole(share, fast, slow, half):
    whole = share / 100 * fast + (1 - share / 100) * slow
    first, second = Interval(fast - half, fast + half), Interval(slow - half, slow + half)
    if not second.high < whole < first.low:
        with pytest.raises(ValueError, match="does not lie between"):
            population.two_parts(whole, first, second)
        return
    found = population.two_parts(whole, first, second)
    assert found["share"].low - 1e-9 <= share <= found["share"].high + 1e-9
    assert found["first"].low - 1e-9 <= share / 100 * fast <= found["first"].high + 1e-9
    assert found["second"].low - 1e-9 <= (1 - share / 100) * slow <= found["second"].high + 1e-9


def test_two_parts_of_a_whole_by_hand():
    found = population.two_parts(1.5, Interval.point(2.0), Interval.point(1.0))
    assert found == {"share": Interval(50, 50), "first": Interval(1, 1), "second": Interval(0.5, 0.5)}


def test_ground_that_grew_thins_the_people_out():
    density = pd.DataFrame({2016: [100.0, 50.0], 2017: [100.0, 55.0]}, index=["71", "75"])
    growth = pd.DataFrame({2016: [10.0, 10.0]}, index=["71", "75"])
    found = population.ground_change(density, growth, (0.05, 0.005)).set_index("region")
    assert found.loc["71", "change"] == pytest.approx(10)
    assert found.loc["71", "low"] > 9.8
    assert found.loc["75", "low"] < 0 < found.loc["75", "high"]
    assert found.loc["75", "change"] == pytest.approx(0)


def test_ground_needs_all_three_cells():
    density = pd.DataFrame({2016: [100.0], 2017: [None]}, index=["51"], dtype=float)
    growth = pd.DataFrame({2016: [10.0]}, index=["51"])
    assert population.ground_change(density, growth, (0.05, 0.005)).empty


WEIGHTS = pd.DataFrame({"low": [10.0, 20.0, 5.0], "high": [20.0, 40.0, 15.0]}, index=["a", "b", "c"])
RATES = pd.Series({"a": -1.0, "b": 2.0, "c": 5.0})


def test_a_mean_with_weights_within_bounds_by_hand():
    found = population.mean_bounds(RATES, WEIGHTS, 50)
    assert found.low == pytest.approx((20 * -1 + 25 * 2 + 5 * 5) / 50)
    assert found.high == pytest.approx((10 * -1 + 25 * 2 + 15 * 5) / 50)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_no_weights_within_the_bounds_lead_out_of_the_mean_bounds(x, y, z):
    weights = WEIGHTS["low"] + pd.Series([x, y, z], index=WEIGHTS.index) * (WEIGHTS["high"] - WEIGHTS["low"])
    found = population.mean_bounds(RATES, WEIGHTS, float(weights.sum()))
    mean = float((weights * RATES).sum() / weights.sum())
    assert found.low - 1e-9 <= mean <= found.high + 1e-9


@pytest.mark.parametrize("total", [34, 76])
def test_weights_that_cannot_add_up_are_refused(total):
    with pytest.raises(ValueError, match="cannot add up"):
        population.mean_bounds(RATES, WEIGHTS, total)


def test_people_from_density_and_area():
    found = population.people(
        pd.Series({"a": 2.0, "b": None}, dtype=float),
        pd.Series({"a": 100.0, "b": 5.0}),
        0.05,
        pd.Series({"a": 0.0, "b": 0.0}),
    )
    assert found.loc["a"].round(9).tolist() == [195, 205]
    assert "b" not in found.index


def test_who_lives_in_no_region_is_urban():
    living = pd.DataFrame({"low": [60.0, 40.0], "high": [60.0, 50.0]}, index=["a", "b"])
    found = population.urban_share(pd.Series({"a": 50.0, "b": 0.0}), living, 200)
    assert found == Interval(60.0, 65.0)
