"""Interval arithmetic: a rounded number is not a point."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Iterator


@dataclasses.dataclass(frozen=True)
class Interval:
    """All numbers from ``low`` to ``high``, ends included; an end may be infinite.

    Examples
    --------
    >>> Interval(1, 2) + Interval(10, 20)
    Interval(low=11, high=22)
    >>> Interval(1, 2) / Interval(4, 5)
    Interval(low=0.2, high=0.5)
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        """Refuse ends that are no numbers or the wrong way round."""
        if math.isnan(self.low) or math.isnan(self.high) or self.low > self.high:
            raise ValueError(f"no interval from {self.low} to {self.high}")

    @classmethod
    def point(cls, value: float) -> Interval:
        """Return the interval that holds one number."""
        return cls(value, value)

    def __iter__(self) -> Iterator[float]:
        yield from (self.low, self.high)

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        products = [_times(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(products), max(products))

    def __truediv__(self, other: Interval) -> Interval:
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError(f"division by an interval that holds zero, {other.low} to {other.high}")
        return self * Interval(1 / other.high, 1 / other.low)

    def overlaps(self, other: Interval) -> bool:
        """Whether some number lies in both."""
        return self.low <= other.high and other.low <= self.high

    def within(self, other: Interval) -> bool:
        """Whether every number of this one lies in the other."""
        return other.low <= self.low and self.high <= other.high


def meet(intervals: Iterable[Interval]) -> Interval:
    """Return what several intervals about one number have in common.

    Raises
    ------
    ValueError
        If they have nothing in common, so that not all of them can be right.

    Examples
    --------
    >>> meet([Interval(1, 5), Interval(4, 9)])
    Interval(low=4, high=5)
    """
    said = list(intervals)
    low, high = max(one.low for one in said), min(one.high for one in said)
    if low > high:
        raise ValueError(f"nothing lies in all of {', '.join(f'{one.low:g} to {one.high:g}' for one in said)}")
    return Interval(low, high)


def _times(a: float, b: float) -> float:
    return 0.0 if a == 0 or b == 0 else a * b  # zero times an open end is zero
