import math

import numpy as np
import pytest
from scipy import stats

from kzmigration.correlations import fisher_interval
from kzmigration.significance import chance_of_one, critical, pairs_needed, pairs_to_differ


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
