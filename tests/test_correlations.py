import numpy as np
import pytest
from scipy import stats

from kzmigration.correlations import (
    effective_years,
    fewest_pairs,
    fisher_interval,
    implied_correlation,
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


@pytest.mark.parametrize("r", [0.2, -0.6192, 0.7934, 0.8354])
def test_the_fewest_pairs_are_just_enough(r):
    n = fewest_pairs(r)
    assert not fisher_interval(r, n).low < 0 < fisher_interval(r, n).high
    assert fisher_interval(r, n - 1).low < 0 < fisher_interval(r, n - 1).high


def test_nil_is_never_told_from_nil():
    with pytest.raises(ValueError, match="not nil, not 0"):
        fewest_pairs(0)


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
