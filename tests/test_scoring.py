"""Scoring: a value worked by hand, a second implementation, special cases, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from kzmigration import scoring
from kzmigration.data import load
from kzmigration.errors import DataError

SERIES = pd.Series({2006: 100.0, 2007: 104.0, 2008: 90.0, 2009: 130.0, 2010: 120.0})


def test_agreement_by_hand():
    assert scoring.agreement([1, 3, 2, 2]) == pytest.approx((3 - 2) / 6)  # 3 pairs rise, 2 fall, one is equal


def test_agreement_is_kendalls_tau_where_nothing_is_equal():
    rng = np.random.default_rng(7)
    for length in (3, 5, 9):
        values = list(rng.permutation(length) + rng.random())
        expected = stats.kendalltau(list(range(length)), values).statistic
        assert scoring.agreement(values) == pytest.approx(expected, abs=1e-12)


def test_agreement_ignores_the_unit_and_turns_with_the_order():
    values = [4.0, 1.0, 7.0, 5.0]
    assert scoring.agreement([1000 * value + 3 for value in values]) == scoring.agreement(values)
    assert scoring.agreement(values[::-1]) == -scoring.agreement(values)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"direction": "rises", "base": 2006}, "as foreseen"),  # mean 111 against 100
        ({"direction": "falls", "base": 2006}, "the opposite"),
        ({"direction": "rises", "base": 2006, "tolerance": 0.12}, "neither"),
        ({"direction": "rises", "base": 2006, "rule": "trend"}, "neither"),  # 4 pairs rise, 2 fall: a third
        ({"direction": "rises", "base": 2006, "rule": "trend", "threshold": 0.3}, "as foreseen"),
        ({"direction": "rises", "base": 1999, "threshold": 0.3}, "as foreseen"),  # no base held: the trend decides
        ({"direction": "positive"}, "as foreseen"),
    ],
)
def test_an_answer_by_hand(given, expected):
    assert scoring.answer(SERIES, (2007, 2010), **given) == expected


def test_a_missing_year_is_left_out_and_two_values_say_nothing():
    holed = SERIES.where(SERIES.index != 2009)
    assert scoring.answer(holed, (2007, 2010), "rises", base=2006) == "neither"  # mean of 104, 90, 120
    assert scoring.answer(SERIES, (2009, 2010), "rises", base=2006) == "not held"
    assert scoring.answer(-SERIES, (2007, 2010), "positive") == "the opposite"


@pytest.mark.parametrize(
    ("answers", "was_so", "expected"),
    [
        (["not held", "not held"], False, "cannot be said"),
        (["as foreseen", "not held", "as foreseen"], False, "borne out"),
        (["as foreseen", "the opposite", "not held"], False, "reversed"),
        (["not held", "the opposite"], True, "reversed"),
        (["the opposite", "the opposite"], False, "not borne out"),
        (["the opposite", "as foreseen"], False, "borne out in part"),
        (["as foreseen", "neither"], False, "borne out in part"),
        (["neither"], False, "not borne out"),
    ],
)
def test_a_verdict_sums_up_the_answers(answers, was_so, expected):
    assert scoring.verdict(answers, was_so=was_so) == expected


def test_years_before_a_break_are_left_out():
    told = pd.DataFrame(
        {"id": ["a", "b"], "kind": "forecast", "direction": ["rises", None], "comparable_from": [2007, None]}
    )
    found = scoring.score(told, {"a": SERIES}, [(2007, 2010)], base=2006)
    assert found.loc["a"].tolist() == ["neither", 1, "not borne out"]  # by the trend, for 2006 does not count
    assert found.loc["b"].tolist() == ["not held", 0, "cannot be said"]


@pytest.mark.parametrize(
    ("series", "period", "given", "message"),
    [
        (SERIES, (2007, 2010), {"direction": "up"}, "rises, falls or positive, not 'up'"),
        (SERIES, (2007, 2010), {"direction": "rises", "rule": "eye"}, "level or trend, not 'eye'"),
        (SERIES, (2010, 2007), {"direction": "rises"}, "not 2010 to 2007"),
        (-SERIES, (2007, 2010), {"direction": "rises", "base": 2006}, "above 0, not -100 in 2006"),
    ],
)
def test_what_has_no_answer_is_refused(series, period, given, message):
    with pytest.raises(DataError, match=message):
        scoring.answer(series, period, **given)


def test_too_few_values_and_series_without_a_forecast_are_refused():
    with pytest.raises(DataError, match="at least 2 values, found 1"):
        scoring.agreement([1])
    forecasts = load("forecasts")
    for id in ("influence", "nonsense"):
        with pytest.raises(DataError, match=f"no direction that {id} could be held against"):
            scoring.score(forecasts, {id: SERIES}, [(2007, 2010)], base=2006)
