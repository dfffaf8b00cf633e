import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzmigration.intervals import Interval, meet

ENDS = st.floats(-1e6, 1e6).map(lambda x: round(x, 3))
INTERVALS = st.tuples(ENDS, ENDS).map(lambda ends: Interval(min(ends), max(ends)))
INSIDE = st.floats(0, 1)


def pick(interval, where):
    return interval.low + where * (interval.high - interval.low)


@given(INTERVALS, INTERVALS, INSIDE, INSIDE)
def test_every_result_of_two_members_lies_in_the_result_of_the_intervals(a, b, x, y):
    p, q = pick(a, x), pick(b, y)
    room = 1e-6 * max(1, abs(p), abs(q)) ** 2
    for result, value in ((a + b, p + q), (a - b, p - q), (a * b, p * q)):
        assert result.low - room <= value <= result.high + room
    if not b.low - 0.01 <= 0 <= b.high + 0.01:
        quotient = a / b
        assert (
            quotient.low - abs(quotient.low) * 1e-6 - room <= p / q <= quotient.high + abs(quotient.high) * 1e-6 + room
        )


def test_open_ends_stay_open():
    assert Interval(2, math.inf) * Interval(0, 3) == Interval(0, math.inf)
    assert Interval(2, math.inf) - Interval(1, 1) == Interval(1, math.inf)


def test_division_by_what_may_be_zero_is_refused():
    with pytest.raises(ZeroDivisionError, match="-1 to 1"):
        Interval(1, 2) / Interval(-1, 1)


@pytest.mark.parametrize("ends", [(2, 1), (math.nan, 1)])
def test_what_is_no_interval_is_refused(ends):
    with pytest.raises(ValueError, match="no interval from"):
        Interval(*ends)


def test_intervals_without_a_common_number_are_named():
    with pytest.raises(ValueError, match="nothing lies in all of 1 to 2, 3 to 4"):
        meet([Interval(1, 2), Interval(3, 4)])


@given(st.lists(INTERVALS, min_size=1, max_size=4), INSIDE)
def test_what_intervals_have_in_common_lies_in_each_and_nothing_else_does(said, where):
    low, high = max(one.low for one in said), min(one.high for one in said)
    if low > high:
        assert not all(one.overlaps(other) for one in said for other in said)
        return
    common = meet(said)
    assert all(common.within(one) for one in said)
    outside = common.high + 1 + where
    assert not all(one.low <= outside <= one.high for one in said)


@given(INTERVALS, INTERVALS)
def test_what_lies_within_overlaps(a, b):
    assert a.within(a)
    assert a.overlaps(b) == b.overlaps(a)
    assert a.overlaps(b) or not a.within(b)
