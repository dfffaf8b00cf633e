import time

import pytest

from kzmigration import claims, lookups, verdicts
from kzmigration.claims import Statement
from kzmigration.errors import DataError
from kzmigration.intervals import Interval


def state(check, value=10.0, half_width=0.5, qualifier="exact", unit="persons", verdict="reproduced", **more):
    place = {"id": "a", "document": "d", "line": 1, "section": "1", "statement": "s"}
    return Statement(
        **place,
        value=value,
        unit=unit,
        half_width=half_width,
        qualifier=qualifier,
        check=check,
        verdict=verdict,
        **more,
    )


@pytest.mark.parametrize(
    ("qualifier", "check", "verdict"),
    [
        ("exact", 10.5, "reproduced"),
        ("exact", 10.51, "contradicted"),
        ("exact", {"rounded": [10.5, 0.5]}, "consistent"),
        ("exact", {"rounded": [11.2, 0.5]}, "contradicted"),
        ("about", 10.9, "reproduced"),
        ("about", 11.1, "contradicted"),
        ("almost", 9.5, "reproduced"),
        ("almost", 10.1, "contradicted"),
        ("more than", 1000, "consistent"),
        ("more than", 9.9, "contradicted"),
        ("slightly more than", 10.8, "reproduced"),
        ("slightly more than", 11.2, "contradicted"),
        ("at least", 9.6, "consistent"),
        ("at least", 9.4, "contradicted"),
        ("less than", 3, "consistent"),
        ("less than", 10.1, "contradicted"),
        ("at most", 10.4, "consistent"),
        ("at most", 10.6, "contradicted"),
        ("exact", None, "not testable"),
    ],
)
def test_a_verdict_follows_from_qualifier_and_value(qualifier, check, verdict):
    assert verdicts.evaluate(state(check, qualifier=qualifier)).verdict == verdict


@pytest.mark.parametrize(
    ("check", "low", "high"),
    [
        ({"cell": "table-1.3.1", "country": "RUS", "year": 2019}, 39784, 39784),
        ({"cell": "fig-2.1.3", "year": 2014}, 17160855, 17160855),
        ({"total": "table-1.3.1", "year": 2014}, 28877, 28877),
        ({"claim": "departures-2019"}, 45150, 45250),
        ({"open": "bns-national", "column": "emigrants", "year": 2019}, 45225, 45225),
        ({"sum": [1, 2, {"rounded": [3, 1]}]}, 5, 7),
        ({"difference": [5, 2]}, 3, 3),
        ({"change": [5, 2]}, -3, -3),
        ({"product": [{"rounded": [2, 1]}, 3]}, 3, 9),
        ({"ratio": [6, {"rounded": [3, 1]}]}, 1.5, 3),
        ({"share": [1, 4]}, 25, 25),
        ({"percent_change": [4, 5]}, 25, 25),
        ({"rank": "table-1.3.1", "country": "DEU", "year": 2019}, 2, 2),
        ({"slope": "fig-2.1.3", "years": [2014, 2015]}, 254860, 254860),
        ({"slope": "fig-2.1.3", "years": [2014, 2015], "with": {2015: 17160955}}, 100, 100),
        (
            {
                "bound": [
                    {"change": [2014, 2019], "is": 363},
                    {"percent_change": [2014, 2019], "is": {"rounded": [55.08, 0.005]}},
                ],
                "years": [2014, 2019],
                "year": 2014,
            },
            659,
            659,
        ),
    ],
)
def test_each_operator_has_its_meaning(check, low, high):
    found = verdicts.value(check)
    assert (found.low, found.high) == pytest.approx((low, high))


RISING = {
    "possible": [{"level": 2014, "is": 5}, {"level": 2016, "is": 7}, {"rises": [2014, 2016]}],
    "years": [2014, 2016],
}
STUCK = {
    "possible": [{"level": 2014, "is": 5}, {"level": 2016, "is": 6}, {"rises": [2014, 2016]}],
    "years": [2014, 2016],
}


@pytest.mark.parametrize(
    ("check", "holds", "verdict"),
    [
        ({"greater": [2, 1]}, True, "consistent"),
        ({"greater": [1, 1]}, False, "contradicted"),
        ({"greater": [{"rounded": [2, 1]}, 2]}, None, "consistent"),
        ({"between": [5, 1, 9]}, True, "consistent"),
        ({"between": [10, 1, 9]}, False, "contradicted"),
        ({"between": [{"rounded": [9, 1]}, 1, 9]}, None, "consistent"),
        ({"rises": "table-1.3.1", "country": "RUS", "years": [2014, 2019]}, True, "consistent"),
        ({"rises": "table-1.3.1", "country": "BLR", "years": [2014, 2019]}, False, "contradicted"),
        ({"falls": "table-1.3.1", "country": "BLR", "years": [2014, 2017]}, True, "consistent"),
        ({"rises": "table-1.3.1", "years": [2014, 2019]}, True, "consistent"),
        ({"largest": "table-1.3.1", "country": "RUS", "year": 2019}, True, "consistent"),
        ({"largest": "table-1.3.1", "country": "DEU", "year": 2019}, False, "contradicted"),
        (RISING, True, "consistent"),
        (STUCK, False, "contradicted"),
    ],
)
def test_orders_and_directions(check, holds, verdict):
    found = verdicts.evaluate(state(check, value=1, half_width=0, unit="truth"))
    assert (found.computed, found.verdict) == (holds, verdict)


@pytest.mark.parametrize(
    ("check", "message"),
    [
        ({"summe": [1, 2]}, "expected one of rounded, cell, open, total, .* found summe"),
        ({"open": "bns-regions", "column": "persons", "year": 2019}, "expected one row of bns-regions, found 21"),
        ({"open": "bns-national", "column": "births", "year": 1991}, "the cell of bns-national is blank"),
        ("1 + 1", "expected an expression, found '1 \\+ 1'"),
        ({"cell": "table-9.9", "year": 2014}, "no resource 'table-9.9'"),
        ({"claim": "gone"}, "there is no statement gone"),
        ({"ratio": [1, 0]}, "division by an interval that holds zero"),
        ({"cell": "fig-1.3.14", "year": 2014}, "the cell of fig-1.3.14, 2014, is blank"),
    ],
)
def test_a_check_that_cannot_be_read_is_named(check, message):
    with pytest.raises(DataError, match=f"the check of a cannot be evaluated: .*{message}"):
        verdicts.evaluate(state(check))


@pytest.mark.data
def test_every_recorded_verdict_is_confirmed():
    wrong = {e.statement.id: (e.statement.verdict, e.verdict) for e in verdicts.evaluate_all() if not e.is_confirmed}
    assert wrong == {}


def test_a_verdict_that_nobody_announced_is_seen():
    assert not verdicts.evaluate(state(99)).is_confirmed


@pytest.mark.data
def test_the_whole_ledger_evaluates_in_three_seconds():
    seconds = []
    for _ in range(3):  # the least of them, in processor time: other work on the machine only ever adds
        claims.ledger.cache_clear()
        claims.statements.cache_clear()
        lookups.forget()
        start = time.process_time()
        assert len(verdicts.evaluate_all()) > 1100
        seconds.append(time.process_time() - start)
    assert min(seconds) < 3  # 1.8 to 2.0 where it was measured, with and without the strict reading


def test_the_stated_interval_is_loosened_by_less_than_any_digit():
    assert verdicts.verdict(Interval(6.065, 6.075), Interval.point(6.075 + 1e-10)) == "reproduced"
    assert verdicts.verdict(Interval(6.065, 6.075), Interval.point(6.0751)) == "contradicted"
