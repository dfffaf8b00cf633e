"""The form of a check; each damage is in ``test_damage_ledger.py``."""

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzmigration import checks, verdicts
from kzmigration.claims import Statement
from kzmigration.errors import DataError
from kzmigration.intervals import Interval

NAMES = st.sampled_from(
    ["table-1.3.1", "fig-2.1.3", "bns-national", "fig-1.3.14", "departures-2019", "gone", "../x", ""]
)
YEARS = st.integers(2013, 2020) | st.sampled_from([0, -1, 10**9, "2014", None, True, 2014.0])
SPANS = st.lists(YEARS, min_size=1, max_size=3)
NUMBERS = st.integers(-(10**15), 10**15) | st.floats(-1e15, 1e15) | st.sampled_from(["5", None, True])
KEYS = {
    "year": YEARS,
    "years": SPANS,
    "country": st.sampled_from(["DEU", "XXX", 5]),
    "column": st.sampled_from(["births", "x", 5]),
}


def refusal(check):
    """Return the line that refuses a check, empty if none does."""
    try:
        checks.refuse(check, "a, check")
    except DataError as error:
        return str(error)
    return ""


def expressions(inner):
    """Return a strategy for what may stand where an expression does, sound or not."""
    lists = st.lists(inner, max_size=3)
    series = st.fixed_dictionaries({}, optional=dict.fromkeys(checks.SERIES, SPANS | YEARS) | {"is": inner})
    operands = dict.fromkeys((*checks.VALUES, *checks.TRUTHS), lists)
    operands |= dict.fromkeys(("cell", "open", "total", "claim", "slope", "rank", "rises", "falls", "largest"), NAMES)
    operands |= {"rounded": st.lists(NUMBERS, max_size=3)} | dict.fromkeys(
        ("bound", "possible"), st.lists(series, max_size=2)
    )
    keys = KEYS | {"with": st.dictionaries(YEARS.filter(lambda year: year != "2014"), inner, max_size=2)}

    def check(name):
        return st.fixed_dictionaries({name: operands[name]}, optional=keys)

    return st.sampled_from(sorted(operands)).flatmap(check) | lists


CHECKS = st.recursive(NUMBERS, expressions, max_leaves=6)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(CHECKS, st.booleans())
def test_whatever_is_checked_is_computed_or_refused_in_one_line(check, is_truth):
    stated = {"value": 1.0, "unit": "truth" if is_truth else "persons", "half_width": 0.0, "qualifier": "exact"}
    told = Statement("a", "d", 1, "1", "s", check=check, verdict="consistent", **stated)
    with contextlib.suppress(DataError):  # any other error is a traceback for the reader
        checks.refuse(check, "a, check", "a", is_truth=is_truth)
        found = verdicts.evaluate(told)
        assert isinstance(found.computed, Interval | bool | None)
        assert found.verdict in ("reproduced", "consistent", "contradicted")


@given(
    st.recursive(
        st.none() | st.booleans() | st.text() | NUMBERS,
        lambda x: st.lists(x) | st.dictionaries(st.text() | st.integers(), x),
    )
)
def test_what_is_no_check_at_all_is_refused_in_one_line(check):
    said = refusal(check)
    assert said.isprintable()
    assert said.startswith("a, check") or isinstance(check, int | float)


@pytest.mark.data
def test_every_check_of_the_ledger_has_its_form():
    for told in verdicts.statements().values():
        if told.check is not None:
            checks.refuse(told.check, told.id, told.id, is_truth=told.unit == "truth")
