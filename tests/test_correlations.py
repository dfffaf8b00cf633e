import math

import numpy as np
import pytest
from scipy import stats

from kzmigration.correlations import (
    chance_of_one,
    critical,
    effective_years,
    fisher_interval,
    implied_correlation,
    pairs_needed,
    pairs_to_differ,
    unrelated_walks,
)

EXACT = {"rel": 1e-9}  # two routes in double precision


def test_a_correlation_interval_agrees_with_scipy():
    rng = np.random.default_rng(3)
    x = rng.normal(size=18)
    y = x + rng.normal(size=18)
    found = stats.pearsonr(x, y)
    other = found.confidence_interval(0.95)
    mine = fisher_interval(float(found.statistic), 18)
    assert (mine.low, mine.high) == pytest.approx((other.low, other.high), **EXACT)


def test_a_correlation_interval_worked_by_hand():
    z, reach = 0.5 * np.log(1.6 / 0.4), 1.959964 / 2  # r = 0.6 and n = 7, so the error is a half
    mine = fisher_interval(0.6, 7)
    assert (mine.low, mine.high) == pytest.approx((np.tanh(z - reach), np.tanh(z + reach)), rel=1e-6)


def test_the_sign_of_a_correlation_turns_its_interval():
    up, down = fisher_interval(0.6192, 18), fisher_interval(-0.6192, 18)
    assert (down.low, down.high) == pytest.approx((-up.high, -up.low), **EXACT)


@pytest.mark.parametrize(("r", "n", "message"), [(1.0, 18, "not at 1.0"), (0.5, 3, "more than 3 pairs, not 3")])
def test_a_correlation_without_an_interval_is_refused(r, n, message):
    with pytest.raises(ValueError, match=message):
        fisher_interval(r, n)


def test_series_that_carry_over_are_worth_fewer_years():
    assert effective_years(18, 0.5, 0.5) == pytest.approx(18 * 0.75 / 1.25)
    assert effective_years(18, 0.9, 0.9) < effective_years(18, 0.7, 0.7) < 18
    with pytest.raises(ValueError, match="not 1 and 0"):
        effective_years(18, 1, 0)


def test_the_effective_number_is_that_of_simulated_series():
    rng = np.random.default_rng(11)
    steps = rng.standard_normal((2, 4000, 260))
    series = np.zeros_like(steps)
    for year in range(1, 260):
        series[..., year] = 0.6 * series[..., year - 1] + steps[..., year]
    x, y = series[..., 60:]
    spread = np.std([np.corrcoef(a, b)[0, 1] for a, b in zip(x, y, strict=True)])
    assert 1 / spread**2 == pytest.approx(effective_years(200, 0.6, 0.6), rel=0.08)  # 4,000 draws


def test_two_correlations_bound_the_third():
    found = implied_correlation(0.8, 0.6)
    assert (found.low, found.high) == pytest.approx((0.0, 0.96))
    for third, is_possible in ((found.low + 1e-6, True), (found.high + 1e-6, False), (found.low - 1e-6, False)):
        matrix = np.array([[1, third, 0.8], [third, 1, 0.6], [0.8, 0.6, 1]])
        assert (np.linalg.eigvalsh(matrix).min() >= 0) is np.bool_(is_possible)
    with pytest.raises(ValueError, match=r"not 1\.2"):
        implied_correlation(1.2, 0.6)


def test_walks_without_a_common_cause_correlate_more_than_chance_pairs():
    found = unrelated_walks(18, 4000, 5)
    assert found.shape == (4000,)
    assert abs(found.mean()) < 0.03
    assert (np.abs(found) > 0.6).mean() > 5 * 2 * stats.t.sf(0.6 * np.sqrt(16 / (1 - 0.36)), 16)
    assert np.array_equal(found, unrelated_walks(18, 4000, 5))


def test_walks_of_many_years_spread_as_theory_says():
    assert unrelated_walks(400, 6000, 1).std() == pytest.approx(0.484, abs=0.015)  # Ernst, Shepp and Wyner 2017


def test_critical_values_are_those_of_printed_tables():
    # Fisher and Yates, two-sided 5 %: 8 and 18 degrees of freedom.
    assert critical(10) == pytest.approx(0.632, abs=5e-4)
    assert critical(20) == pytest.approx(0.444, abs=5e-4)


def test_a_sample_at_the_critical_value_has_the_level_as_its_chance():
    rng = np.random.default_rng(5)
    x, noise = rng.normal(size=(2, 12))
    x = (x - x.mean()) / np.linalg.norm(x - x.mean())
    noise -= noise.mean() + x * (x @ noise)
    r = critical(12)
    y = r * x + math.sqrt(1 - r**2) * noise / np.linalg.norm(noise)
    found = stats.pearsonr(x, y)
    assert found.statistic == pytest.approx(r, rel=1e-9)
    assert found.pvalue == pytest.approx(0.05, rel=1e-6)


def test_more_tests_and_fewer_pairs_ask_for_more():
    assert critical(10, tests=4) > critical(10) > critical(11)
    assert critical(10, tests=4) == pytest.approx(critical(10, level=0.0125))


@pytest.mark.parametrize(("r", "tests"), [(0.7617, 1), (0.7617, 4), (-0.333, 1), (0.1876, 1)])
def test_the_pairs_needed_are_just_enough(r, tests):
    n = pairs_needed(r, tests)
    assert critical(n, tests) <= abs(r) < critical(n - 1, tests)


def test_the_chance_of_one_agrees_with_scipy_and_a_draw():
    rng = np.random.default_rng(11)
    x, y = rng.normal(size=(2, 9))
    found = stats.pearsonr(x, y)
    assert chance_of_one(float(found.statistic), 9) == pytest.approx(found.pvalue, rel=1e-9)
    pairs = rng.normal(size=(2, 4000, 4, 6))
    a, b = pairs - pairs.mean(axis=-1, keepdims=True)
    drawn = (a * b).sum(axis=-1) / np.sqrt((a**2).sum(axis=-1) * (b**2).sum(axis=-1))
    share = float((np.abs(drawn).max(axis=1) >= 0.8).mean())
    assert share == pytest.approx(chance_of_one(0.8, 6, tests=4), abs=0.03)  # four standard errors of the draw


def test_pairs_to_differ_worked_by_hand():
    # Fisher's z of 0.6 is ln 2, that of 0 is 0: 3 + 2 (1.95996 / 0.693147)^2 = 18.99
    assert pairs_to_differ(0.6, 0) == pairs_to_differ(0, 0.6) == pairs_to_differ(-0.6, 0) == 19


def test_correlations_that_differ_for_sure_need_fewer_pairs_than_their_intervals_show():
    n = pairs_to_differ(0.7617, 0.333)
    assert fisher_interval(0.7617, n).overlaps(fisher_interval(0.333, n))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: critical(2), "at least 3 pairs, not 2"),
        (lambda: chance_of_one(0.5, 2), "at least 3 pairs, not 2"),
        (lambda: pairs_needed(0), "not 0"),
        (lambda: pairs_needed(-1.0), "not -1.0"),
        (lambda: pairs_to_differ(0.4, 0.4), "two correlations of 0.4"),
    ],
)
def test_what_cannot_be_tested_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
