import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzmigration import bounds
from kzmigration.intervals import Interval

YEARS = list(range(2014, 2020))


def ends(frame, year):
    return frame.loc[year, "low"], frame.loc[year, "high"]


def test_applicants_to_renounce_citizenship_are_fixed_by_two_numbers():
    said = [
        *bounds.change(2014, 2019, 363, 363, "increase"),
        *bounds.percent_change(2014, 2019, 55.075, 55.085, "growth"),
    ]
    found = bounds.solve(YEARS, said)
    assert ends(found, 2014) == (659, 659)
    assert ends(found, 2019) == (1022, 1022)
    assert found["kind"].tolist() == ["point", "open", "open", "open", "open", "point"]


def test_deported_citizens_are_fixed_by_four_numbers():
    said = [
        *bounds.change(2014, 2018, 618, 618, "increase"),
        *bounds.percent_change(2014, 2018, 182.25, 182.35, "growth"),
        *bounds.change(2018, 2019, -41, -41, "decrease"),
        *bounds.percent_change(2018, 2019, -4.35, -4.25, "fall"),
    ]
    found = bounds.solve(YEARS, said)
    assert [ends(found, year) for year in (2014, 2018, 2019)] == [(339, 339), (957, 957), (916, 916)]


def test_the_loss_by_net_migration_in_2014_is_fixed_by_that_of_2019_and_its_growth():
    said = [
        *bounds.level(2019, 32973, 32973, "loss of 2019"),
        *bounds.percent_change(2014, 2019, 171.105, 171.115, "growth"),
    ]
    assert ends(bounds.solve(YEARS, said), 2014) == (12162, 12162)


def test_immigrants_are_hardly_fixed_at_all():
    departures = dict(zip(YEARS, [28877, 30116, 34897, 37728, 41868, 45230], strict=True))
    population = dict(zip(YEARS, [17160855, 17415715, 17669896, 17918214, 18157337, 18395567], strict=True))
    said = [
        *bounds.total(YEARS, 87755, 87765, "total"),
        *bounds.slope(YEARS, -925, -915, "speed"),
        *bounds.level(2014, 16715, 16715, "departures less the loss, 2014"),
        *bounds.level(2019, 12257, 12257, "departures less the loss, 2019"),
    ]
    for year in YEARS:  # the balance is negative, and at most 0.18 % of the population
        low, high = departures[year] - 0.00185 * population[year], departures[year] - 1
        said += bounds.level(year, low, high, "balance")
    low, high = ends(bounds.solve(YEARS, said), 2015)
    assert 3500 < low < 4500
    assert 27500 < high < 28500


def brute_force(years, constraints, most):
    """Try every series of small whole numbers."""
    kept = []
    for values in itertools.product(range(most + 1), repeat=len(years)):
        series = dict(zip(years, values, strict=True))
        sums = [sum(w * series[y] for y, w in c.weights.items()) for c in constraints]
        if all(c.low - 1e-9 <= s <= c.high + 1e-9 for c, s in zip(constraints, sums, strict=True)):
            kept.append(values)
    return kept


@pytest.mark.parametrize("seed", range(12))
def test_small_cases_agree_with_trying_every_series(seed):
    rng = np.random.default_rng(seed)
    years, most = [1, 2, 3], 9
    true = rng.integers(1, most, 3)
    said = [
        *bounds.total(years, true.sum() - 1, true.sum() + 1, "total"),
        *bounds.change(1, 3, true[2] - true[0], true[2] - true[0], "change"),
        *bounds.percent_change(1, 2, *(np.array([-8, 8]) + (true[1] - true[0]) / true[0] * 100), "growth"),
    ]
    tried = np.array(brute_force(years, said, most))
    found = bounds.solve(years, said, most=most)
    assert found["low"].tolist() == tried.min(axis=0).tolist()
    assert found["high"].tolist() == tried.max(axis=0).tolist()


@settings(deadline=None, max_examples=8)
@given(st.lists(st.integers(1, 100_000), min_size=6, max_size=6))
def test_the_true_series_lies_inside_the_bounds_of_statements_made_from_it(values):
    true = pd.Series(values, index=YEARS)
    slope = np.polyfit(YEARS, values, 1)[0]
    growth = (true[2019] - true[2014]) / true[2014] * 100
    part = true[2016] / true.sum() * 100
    said = [
        *bounds.total(YEARS, round(true.sum(), -1) - 5, round(true.sum(), -1) + 5, "total"),
        *bounds.percent_change(2014, 2019, growth - 0.005, growth + 0.005, "growth"),
        *bounds.share(2016, YEARS, part - 0.005, part + 0.005, "share"),
        *bounds.slope(YEARS, slope - 0.5, slope + 0.5, "speed"),
        *bounds.largest(int(true.idxmax()), YEARS, "peak"),
    ]
    found = bounds.solve(YEARS, said)
    assert (found["low"] - 1e-6 <= true).all()
    assert (true <= found["high"] + 1e-6).all()


def test_percentages_need_not_be_whole():
    found = bounds.solve([2018, 2019], bounds.level(2019, 53.985, 53.995, "women"), whole=False, most=100)
    assert ends(found, 2019) == pytest.approx((53.985, 53.995))
    assert ends(found, 2018) == (0, 100)


def test_without_statements_nothing_is_known():
    found = bounds.solve([2014], [])
    assert ends(found, 2014) == (0, math.inf)
    assert found.loc[2014, "kind"] == "open"


def test_a_contradiction_names_a_smallest_set():
    said = [
        *bounds.level(2014, 10, 12, "start"),
        *bounds.level(2019, 20, 22, "end"),
        *bounds.change(2014, 2019, 15, 16, "increase"),
        *bounds.rises(YEARS, "rises"),
    ]
    with pytest.raises(bounds.ContradictionError, match="start, end, increase") as error:
        bounds.solve(YEARS, said)
    assert error.value.statements == ["start", "end", "increase"]


def test_rising_and_falling_shut_each_other_out():
    said = [*bounds.rises(YEARS, "rises"), *bounds.falls([2017, 2018], "falls")]
    with pytest.raises(bounds.ContradictionError, match="rises, falls"):
        bounds.solve(YEARS, said)


def test_a_rise_bounds_the_years_between():
    said = [*bounds.level(2014, 5, 5, "a"), *bounds.level(2019, 30, 30, "b"), *bounds.rises(YEARS, "rises")]
    assert ends(bounds.solve(YEARS, said), 2016) == (7, 27)


def test_intervals_computed_one_by_one_are_arranged_as_solved_ones():
    found = bounds.frame({2014: Interval(5, 5), 2015: Interval(1, 2), 2016: Interval(21, math.inf)})
    assert found["kind"].tolist() == ["point", "interval", "open"]
    assert found.columns.tolist() == bounds.solve([2014], []).columns.tolist()
    assert found.index.name == "year"
