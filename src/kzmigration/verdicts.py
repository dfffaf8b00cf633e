"""Evaluate the ledger: each statement's check, in interval arithmetic, and the verdict that follows.

A check is a number or a mapping with one operator (some take further keys):

==================  ==========================================================================================
``rounded``         a number cited from elsewhere, with half a unit of its last digit: ``{rounded: [147500, 50]}``
``cell``            a table's cell: ``{cell: table-1.3.1, country: RUS, year: 2019}``
``open``            another producer's value: ``{open: bns-national, column: births, year: 2006}``
``total``           the sum of a column: ``{total: table-1.3.1, year: 2019}``
``claim``           what another statement admits: ``{claim: departures-2019}``
``sum`` ``product``  of a list
``difference``      ``[a, b]`` is a - b;  ``change`` is b - a
``ratio``           ``[a, b]``;  ``share`` is the ratio in percent;  ``percent_change`` is from a to b
``slope``           least squares over column sums: ``{slope: table-1.3.1, years: [2014, 2019], with: {2019: ...}}``
``rank``            of a row in a column: ``{rank: table-1.3.1, country: DEU, year: 2019}``
``bound``           what statements about a series admit for one year: ``{bound: [...], years: [...], year: 2014}``
==================  ==========================================================================================

Orders and directions (unit ``truth``): ``greater: [a, b]``, ``between: [x, low, high]``, ``rises`` and ``falls``
(a table, with ``years`` and, for a row, its key), ``largest`` (a table, with its key and ``year``), and ``possible``
(statements about a series that can all hold: ``{possible: [...], years: [2014, 2019]}``); ``claim`` takes over what
another order or direction came to.
"""

import dataclasses
import functools
import math
from collections.abc import Callable

import numpy as np

from kzmigration import bounds, lookups
from kzmigration.claims import Statement, Verdict, statements
from kzmigration.errors import DataError
from kzmigration.files import shown
from kzmigration.intervals import Interval

HUNDRED = Interval.point(100)


@dataclasses.dataclass(frozen=True)
class Evaluation:
    """What came out for one statement.

    Attributes
    ----------
    statement : Statement
    computed : Interval, bool or None
        The value; for orders and directions whether they hold (None where they may or may not); None if there is
        no check.
    verdict : str
        The verdict that follows.
    """

    statement: Statement
    computed: Interval | bool | None
    verdict: Verdict

    @property
    def is_confirmed(self) -> bool:
        """Whether the recorded verdict is the one that follows."""
        return self.verdict == self.statement.verdict


def evaluate_all() -> list[Evaluation]:
    """Evaluate the whole ledger, in the order of its files."""
    return [evaluate(statement) for statement in statements().values()]


def evaluate(statement: Statement) -> Evaluation:
    """Evaluate one statement.

    Raises
    ------
    DataError
        If its check cannot be read; the message names the statement, what is wrong and what is allowed.
    """
    if statement.check is None:
        return Evaluation(statement, None, "not testable")
    try:
        if statement.unit == "truth":
            holds = _truth(statement.check)
            return Evaluation(statement, holds, "contradicted" if holds is False else "consistent")
        computed = value(statement.check)
    except (KeyError, TypeError, ValueError, ArithmeticError, DataError) as error:
        raise DataError(f"the check of {statement.id} cannot be evaluated: {error}") from error
    return Evaluation(statement, computed, verdict(statement.interval, computed))


def verdict(stated: Interval, computed: Interval) -> Verdict:
    """Compare what is stated with what is computed.

    Reproduced: every computed value lies in a stated interval with two ends. Consistent: some does, or the statement
    is only a bound and it holds. Contradicted: none does.
    """
    stated = _loosen(stated)
    if not stated.overlaps(computed):
        return "contradicted"
    two_ends = math.isfinite(stated.low) and math.isfinite(stated.high)
    return "reproduced" if two_ends and computed.within(stated) else "consistent"


def _loosen(stated: Interval) -> Interval:
    """Widen an interval by what binary fractions lose, far below any printed digit."""
    room = 1e-9 * max((abs(end) for end in (stated.low, stated.high) if math.isfinite(end)), default=1)
    return Interval(stated.low - room, stated.high + room)


def value(check: object) -> Interval:
    """Evaluate an expression that yields a number."""
    if isinstance(check, int | float) and not isinstance(check, bool):
        return Interval.point(check)
    operator, operand = _operator(check, VALUES)
    return VALUES[operator](operand, check)


def _truth(check: object) -> bool | None:
    """Evaluate an order or a direction: True, False, or None where the intervals leave it open."""
    operator, operand = _operator(check, TRUTHS)
    return TRUTHS[operator](operand, check)


def _operator(check: object, allowed: dict[str, Callable]) -> tuple[str, object]:
    if not isinstance(check, dict):
        raise TypeError(f"expected an expression, found {check!r}")
    known = [name for name in check if name in allowed]
    if len(known) != 1:
        raise ValueError(f"expected one of {', '.join(allowed)}, found {', '.join(map(str, check))}")
    return known[0], check[known[0]]


def _claim(id: str, _check: dict) -> Interval:
    if id not in statements():
        raise ValueError(f"there is no statement {id}")
    if statements()[id].unit == "truth":
        raise ValueError(f"{id} is an order or a direction and has no value")
    return statements()[id].interval


def _slope(name: str, check: dict) -> Interval:
    first, last = check["years"]
    years = list(range(first, last + 1))
    replaced = {year: value(node) for year, node in check.get("with", {}).items()}
    row = lookups.row(name, check)
    points = [replaced.get(year) or lookups.of(row, year, name) for year in years]
    centred = np.array(years) - np.mean(years)
    weights = centred / (centred**2).sum()
    return functools.reduce(
        Interval.__add__, (point * Interval.point(float(w)) for point, w in zip(points, weights, strict=True))
    )


def _bound(said: list, check: dict) -> Interval:
    first, last = check["years"]
    found = bounds.solve(range(first, last + 1), _constraints(said), asked=[check["year"]]).loc[check["year"]]
    return Interval(float(found["low"]), float(found["high"]))


def _possible(said: list, check: dict) -> bool:
    first, last = check["years"]
    try:
        bounds.solve(range(first, last + 1), _constraints(said), asked=[last])
    except bounds.ContradictionError:
        return False
    return True


def _constraints(said: list) -> list[bounds.Constraint]:
    """Read statements about one series: ``level``, ``change``, ``percent_change``, ``slope``, ``total``, ``rises``."""
    found = []
    for number, entry in enumerate(said):
        kind, years = _operator(
            entry, dict.fromkeys(("level", "change", "percent_change", "slope", "total", "rises"), value)
        )
        says = f"statement {number + 1}, {kind}"
        span = range(years[0], years[-1] + 1) if isinstance(years, list) else years
        if kind == "rises":
            found += bounds.rises(span, says)
            continue
        told = value(entry["is"])
        if kind in ("change", "percent_change"):
            found += getattr(bounds, kind)(years[0], years[1], *told, says)
        else:
            found += getattr(bounds, kind)(span, *told, says)
    return found


def _greater(pair: list, _check: dict) -> bool | None:
    a, b = map(value, pair)
    return _order(a.low > b.high, a.high <= b.low)


def _between(triple: list, _check: dict) -> bool | None:
    x, low, high = map(value, triple)
    return _order(x.low >= low.low and x.high <= high.high, x.high < low.low or x.low > high.high)


def _order(is_sure: bool, is_impossible: bool) -> bool | None:
    return True if is_sure else (False if is_impossible else None)


def _steps(name: str, check: dict) -> np.ndarray:
    first, last = check["years"]
    row = lookups.row(name, check)
    return np.diff([lookups.of(row, year, name).low for year in range(first, last + 1)])


def _same(other: str, _check: dict) -> bool | None:
    """Return what another order or direction came to; the references must lead to one that refers to none."""
    chain: list[str] = []
    while True:
        if other not in statements():
            raise ValueError(f"there is no statement {other}")
        if other in chain:
            raise ValueError(f"{shown(', '.join([*chain, other]))} refer to each other in a ring")
        chain.append(other)
        told = statements()[other]
        if told.unit != "truth":
            raise ValueError(f"{other} is no order or direction")
        if not (isinstance(told.check, dict) and "claim" in told.check):
            return evaluate(told).computed
        other = told.check["claim"]


def _largest(name: str, check: dict) -> bool:
    return lookups.rank(name, check).low == 1


VALUES: dict[str, Callable] = {
    "rounded": lambda pair, _: Interval(pair[0] - pair[1], pair[0] + pair[1]),
    "cell": lookups.cell,
    "open": lookups.open_value,
    "total": lookups.total,
    "claim": _claim,
    "sum": lambda nodes, _: functools.reduce(Interval.__add__, map(value, nodes)),
    "product": lambda nodes, _: functools.reduce(Interval.__mul__, map(value, nodes)),
    "difference": lambda pair, _: value(pair[0]) - value(pair[1]),
    "change": lambda pair, _: value(pair[1]) - value(pair[0]),
    "ratio": lambda pair, _: value(pair[0]) / value(pair[1]),
    "share": lambda pair, _: value(pair[0]) / value(pair[1]) * HUNDRED,
    "percent_change": lambda pair, _: value(pair[1]) / value(pair[0]) * HUNDRED - HUNDRED,
    "slope": _slope,
    "rank": lookups.rank,
    "bound": _bound,
}
TRUTHS: dict[str, Callable] = {
    "greater": _greater,
    "between": _between,
    "rises": lambda name, check: bool((_steps(name, check) > 0).all()),
    "falls": lambda name, check: bool((_steps(name, check) < 0).all()),
    "largest": _largest,
    "possible": _possible,
    "claim": _same,
}
