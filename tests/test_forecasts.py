"""Forecasts: by hand, by simulation, against second implementations; and what is refused."""

import itertools
import json
import os
import subprocess
import sys
import warnings

import numpy as np
import pandas as pd
import pytest
from scipy.stats import multivariate_normal
from statsmodels.tsa.holtwinters import SimpleExpSmoothing

from kzmigration import forecasts, record

HAND = pd.Series([10.0, 12, 11, 15, 14, 16, 15, 18, 20], index=range(2001, 2010))
STEPS = [2, -1, 4, -1, 2, -1, 3, 2]  # squares add up to 40, the steps to 10
Z = {80: 1.2815515655446004, 95: 1.959963984540054}


def series(seed, n=20, *, noise=0.0):
    random = np.random.default_rng(seed)
    return pd.Series(random.normal(size=n).cumsum() + noise * random.normal(size=n), index=range(2000, 2000 + n))


def test_the_random_walk_by_hand():
    found = forecasts.forecast(HAND, "naive", 2009, 4)
    assert found.index.tolist() == [2010, 2011, 2012, 2013]
    assert (found["mean"] == 20).all()
    spread = (40 / 8) ** 0.5
    for level, z in Z.items():
        assert found.loc[2010, f"high{level}"] == pytest.approx(20 + z * spread)
        assert found.loc[2013, f"low{level}"] == pytest.approx(20 - z * spread * 2)


def test_the_drift_by_hand():
    found = forecasts.forecast(HAND, "drift", 2009, 3)
    assert found["mean"].tolist() == pytest.approx([21.25, 22.5, 23.75])
    spread = ((40 - 8 * 1.25**2) / 7) ** 0.5
    assert found.loc[2012, "high95"] - 23.75 == pytest.approx(Z[95] * spread * (3 * (1 + 3 / 8)) ** 0.5)


@pytest.mark.parametrize("method", ["naive", "drift"])
def test_the_variance_of_the_error_is_that_of_simulated_walks(method):
    random, ahead, size = np.random.default_rng(7), 5, 40_000
    paths = random.normal(0.3 if method == "drift" else 0.0, 2.0, size=(size, 12 + ahead)).cumsum(axis=1)
    last, come = paths[:, 11], paths[:, 11 + ahead]
    step = (last - paths[:, 0]) / 11 if method == "drift" else 0.0
    errors = come - last - ahead * step
    factor = ahead * (1 + ahead / 11) if method == "drift" else ahead
    assert errors.std() == pytest.approx(2 * factor**0.5, rel=0.02)
    # the same factor is what the module uses, whatever the variance of the steps
    known = pd.Series(paths[0, :12], index=range(2000, 2012))
    found = forecasts.forecast(known, method, 2011, ahead)
    steps = np.diff(paths[0, :12])
    sigma = steps.std(ddof=1) if method == "drift" else (steps**2).mean() ** 0.5
    assert found.loc[2016, "high80"] - found.loc[2016, "mean"] == pytest.approx(Z[80] * sigma * factor**0.5)


def squares(values, weight):
    """Return the least squared errors for a weight and the last level, over a grid-free choice of the first level."""
    fits = []
    for first in (0.0, 1.0):
        level, errors = first, []
        for value in values:
            errors.append(value - level)
            level += weight * errors[-1]
        fits.append((np.array(errors), level))
    (zero, end), (one, end_one) = fits
    first = np.linalg.lstsq((zero - one)[:, None], zero, rcond=None)[0][0]
    return float(((zero - first * (zero - one)) ** 2).sum()), end + first * (end_one - end)


@pytest.mark.parametrize(("seed", "noise"), list(itertools.product(range(4), (0.0, 1.0, 3.0))))
def test_smoothing_finds_the_weight_that_brute_force_finds(seed, noise):
    known = series(seed, noise=noise)
    tried = [(*squares(known, weight), weight) for weight in np.linspace(0, 1, 5001)]
    least, level, weight = min(tried)
    found = forecasts.forecast(known, "smoothing", 2019, 3)
    assert found["mean"].tolist() == pytest.approx([level] * 3, abs=2e-3)
    half = Z[95] * (least / 18 * (1 + 2 * weight**2)) ** 0.5
    assert found.loc[2022, "high95"] - found.loc[2022, "mean"] == pytest.approx(half, rel=1e-3)


def test_smoothing_is_that_of_statsmodels_where_its_search_is_not_stuck():
    known = series(3, noise=1.0)
    theirs = SimpleExpSmoothing(known.to_numpy(), initialization_method="estimated").fit()
    ours = forecasts.forecast(known, "smoothing", 2019, 1)
    assert ours.loc[2020, "mean"] == pytest.approx(theirs.forecast(1)[0], abs=1e-3)


def test_smoothing_takes_the_better_of_two_minima():
    known = pd.Series([1.3, -11.42, 12.28, -11.01, 16.38, 7.59, 9.99, 6.22, 3.98, -12.38], index=range(2000, 2010))
    profile = np.array([squares(known, weight)[0] for weight in np.linspace(0, 1, 2001)])
    level = squares(known, np.linspace(0, 1, 2001)[profile.argmin()])[1]
    assert forecasts.forecast(known, "smoothing", 2009, 1).loc[2010, "mean"] == pytest.approx(level, abs=0.05)


def noise_and_steps(values, ratio, ahead):
    """Judge a local level by the multivariate normal distribution of its differences; ratio: noise over steps."""
    n = len(values) - 1
    shape = np.eye(n) * (1 + 2 * ratio) - ratio * (np.eye(n, k=1) + np.eye(n, k=-1))
    steps = np.diff(values)
    size = steps @ np.linalg.solve(shape, steps) / n
    likelihood = multivariate_normal.logpdf(steps, cov=size * shape)
    # the next value minus the last: only the noise of the last value ties it to the steps
    tie = np.zeros(n)
    tie[-1] = -ratio
    mean = values[-1] + tie @ np.linalg.solve(shape, steps)
    variance = size * (ahead + 2 * ratio - tie @ np.linalg.solve(shape, tie))
    return likelihood, mean, variance**0.5


@pytest.mark.parametrize(("seed", "noise"), list(itertools.product(range(4), (0.0, 1.0, 3.0))))
def test_the_local_level_is_the_best_one_of_a_direct_likelihood(seed, noise):
    known = series(seed, noise=noise)
    ratios = np.concatenate([[0.0], np.geomspace(1e-4, 1e6, 2500)])
    _, mean, spread = max(noise_and_steps(known.to_numpy(), ratio, 3) for ratio in ratios)
    found = forecasts.forecast(known, "local_level", 2019, 3)
    assert found.loc[2022, "mean"] == pytest.approx(mean, abs=0.02)
    assert (found.loc[2022, "high95"] - found.loc[2022, "mean"]) / Z[95] == pytest.approx(spread, rel=0.02)


@pytest.mark.parametrize("seed", range(5))
def test_the_arima_is_the_best_one_of_a_direct_likelihood(seed):
    known = series(seed).cumsum() if seed == 4 else series(seed, noise=seed / 2)
    steps = np.diff(known)
    n, tried = len(steps), []
    for phi in np.linspace(-0.995, 0.995, 3981):
        shape = phi ** np.abs(np.subtract.outer(np.arange(n), np.arange(n))) / (1 - phi**2)
        size = steps @ np.linalg.solve(shape, steps) / n
        tried.append((multivariate_normal.logpdf(steps, cov=size * shape), phi, size))
    _, phi, size = max(tried)
    weights = np.cumsum(phi ** np.arange(3))  # of the shocks of the third, second and first year ahead
    mean = known.iloc[-1] + steps[-1] * (phi + phi**2 + phi**3)
    found = forecasts.forecast(known, "arima", 2019, 3)
    assert found.loc[2022, "mean"] == pytest.approx(mean, abs=0.03)
    half = Z[80] * (size * (weights**2).sum()) ** 0.5
    assert found.loc[2022, "high80"] - found.loc[2022, "mean"] == pytest.approx(half, rel=0.02)


FORECASTS = """
import json, sys
import pandas as pd
from kzmigration import forecasts
known = [pd.Series(values, index=range(2000, 2020)) for values in json.load(sys.stdin)]
fans = [forecasts.forecast(one, method, 2019, 6) for one in known for method in forecasts.METHODS]
json.dump(pd.concat(fans).to_numpy().tolist(), sys.stdout)
"""


def test_the_kernels_of_another_processor_forecast_the_same():
    # Those of Prescott run wherever OpenBLAS does on x86-64, and add up in another order than those of later ones.
    known = json.dumps([(10_000 * series(seed, noise=seed / 3)).tolist() for seed in range(6)])
    made = [
        subprocess.run(
            [sys.executable, "-c", FORECASTS],
            input=known,
            env=os.environ | own,
            capture_output=True,
            text=True,
            check=True,
        )
        for own in ({}, {"OPENBLAS_CORETYPE": "Prescott"})
    ]
    here, there = (np.array(json.loads(one.stdout)) for one in made)
    assert here.shape == (6 * 5 * 6, 5)
    np.testing.assert_allclose(here, there, rtol=record.TOLERANCE)


@pytest.mark.parametrize("method", forecasts.METHODS)
def test_a_forecast_is_silent_follows_the_unit_and_knows_nothing_of_the_future(method, capfd):
    whole = series(11, 26, noise=0.7)
    known = whole[:20]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = forecasts.forecast(known, method, 2019, 6)
        again = forecasts.forecast(known.copy(), method, 2019, 6)
        larger = forecasts.forecast(known * 12_345, method, 2019, 6)
        moved = forecasts.forecast(known + 1000, method, 2019, 6)
    pd.testing.assert_frame_equal(found, again, check_exact=True)
    pd.testing.assert_frame_equal(found * 12_345, larger, rtol=1e-4)
    pd.testing.assert_frame_equal(found + 1000, moved, atol=2e-3, rtol=0)
    assert capfd.readouterr() == ("", "")
    widths = [found["high80"] - found["low80"], found["high95"] - found["low95"]]
    assert (widths[0] < widths[1]).all()
    assert all((width.diff().dropna() >= -1e-9).all() for width in widths)
    changed = forecasts.rolling(whole.where(whole.index <= 2019, 1e6), method, [2019], 6, 2025)
    assert changed["mean"].tolist() == found["mean"].tolist()


def test_scores_by_hand():
    years = pd.Index([2020, 2021], name="year")
    predicted = pd.DataFrame(
        {"mean": [10, 10], "low80": [8, 7], "high80": [12, 13], "low95": [6, 5], "high95": [14, 15]}, index=years
    )
    found = forecasts.scores(predicted, pd.Series([12.0, 2.0], index=years), 4.0)
    assert found["n"] == 2
    assert found["bias"] == -3
    assert found["mae"] == 5
    assert found["mase"] == 1.25
    assert (found["hits80"], found["hits95"]) == (1, 1)  # the end belongs to the interval
    assert found["winkler80"] == pytest.approx((4 + 6 + 2 / 0.2 * 5) / 2)
    assert found["winkler95"] == pytest.approx((8 + 10 + 2 / 0.05 * 3) / 2)


def test_intervals_cover_as_often_as_they_say_where_the_model_is_true():
    hits, n = np.zeros(2), 0
    for seed in range(400):
        walk = series(1000 + seed, 200)
        found = forecasts.rolling(walk, "naive", [2196], 3, 2199)
        scored = forecasts.scores(found, found["actual"], 1.0)
        hits += (scored["hits80"], scored["hits95"])
        n += scored["n"]
    assert hits / n == pytest.approx([0.8, 0.95], abs=0.04)


def test_the_naive_error_is_the_mean_step():
    assert forecasts.naive_error(HAND) == sum(map(abs, STEPS)) / 8


def test_rolling_stops_at_the_last_year_and_scales_by_what_was_known():
    found = forecasts.rolling(HAND, "naive", [2008, 2009], 3, 2009)
    assert found[["origin", "year", "ahead", "actual", "mean"]].to_numpy().tolist() == [[2008, 2009, 1, 20, 18]]
    assert found.loc[0, "scale"] == sum(map(abs, STEPS[:-1])) / 7
    with pytest.raises(ValueError, match="no origin lies before 2008"):
        forecasts.rolling(HAND, "naive", [2008], 3, 2008)


def test_what_is_refused():
    ask = forecasts.forecast
    with pytest.raises(ValueError, match="may not know 2009"):
        ask(HAND, "naive", 2008, 1)
    with pytest.raises(ValueError, match="end with 2010"):
        ask(HAND, "naive", 2010, 1)
    with pytest.raises(ValueError, match="follow each other"):
        ask(HAND.drop(2004), "naive", 2009, 1)
    with pytest.raises(ValueError, match="follow each other"):
        ask(HAND.iloc[::-1], "naive", 2009, 1)
    with pytest.raises(ValueError, match="no value for 2003"):
        ask(HAND.where(HAND.index != 2003), "arima", 2009, 1)
    with pytest.raises(ValueError, match="at least 8 values, not 7"):
        ask(HAND[2:], "naive", 2009, 1)
    with pytest.raises(ValueError, match="never changes"):
        ask(HAND * 0 + 3, "naive", 2009, 1)
    with pytest.raises(ValueError, match="method must be one of naive"):
        ask(HAND, "oracle", 2009, 1)
    with pytest.raises(ValueError, match="at least 1 year ahead"):
        ask(HAND, "naive", 2009, 0)
    found = ask(HAND, "naive", 2009, 2)
    with pytest.raises(ValueError, match="needs the value that came"):
        forecasts.scores(found, pd.Series([1.0], index=[2010]), 1.0)
    with pytest.raises(ValueError, match="needs the value that came"):
        forecasts.scores(found, pd.Series([1.0, np.nan], index=found.index), 1.0)
    with pytest.raises(ValueError, match="above zero"):
        forecasts.scores(found, pd.Series([1.0, 2.0], index=found.index), 0.0)


def test_a_record_is_the_mean_of_its_forecasts():
    whole = series(5, 20)
    found = forecasts.record(whole, [2010, 2012], 3, 2014)
    errors = [abs(whole[y] - whole[o]) / forecasts.naive_error(whole[:o + 1 - 2000]) for o, y in
              ((2010, 2011), (2010, 2012), (2010, 2013), (2012, 2013), (2012, 2014))]  # fmt: skip
    assert found.loc["naive", "n"] == 5
    assert found.loc["naive", "mase"] == pytest.approx(np.mean(errors))
    assert list(found.index) == list(forecasts.METHODS)


def test_a_comparison_scores_every_method_on_the_same_years():
    whole = series(6, 20)
    fans, scored = forecasts.compare(whole[:16], whole[16:])
    assert list(fans) == list(scored.index) == list(forecasts.METHODS)
    assert scored.loc["naive", "mae"] == pytest.approx((whole[16:] - whole[2015]).abs().mean())
    table = forecasts.score_table(scored)
    assert table.loc["naive", "within95"] == f"{scored.loc['naive', 'hits95']} of 4"
    assert table.loc["drift", "method"] == "random walk with drift"
