"""What statements say together about a series that was not printed.

Each statement becomes linear constraints on the yearly values; the smallest and the largest value that all of them
allow is found by mixed-integer programming. This is identification, not estimation: nothing is smoothed, and an
interval says how little the text fixes.
"""

import dataclasses
import itertools
import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from kzmigration.intervals import Interval

INFEASIBLE, UNBOUNDED = 2, 3  # scipy's codes


@dataclasses.dataclass(frozen=True)
class Constraint:
    """A weighted sum of yearly values that lies in an interval.

    Attributes
    ----------
    weights : dict
        Year -> weight.
    low, high : float
        Ends of the interval; may be infinite.
    says : str
        The statement that it comes from, for example a claim's id.
    """

    weights: dict[int, float]
    low: float
    high: float
    says: str


def level(year: int, low: float, high: float, says: str) -> list[Constraint]:
    """Say that the value of a year lies between two numbers."""
    return [Constraint({year: 1}, low, high, says)]


def change(start: int, end: int, low: float, high: float, says: str) -> list[Constraint]:
    """Say by how much the value grew from one year to another."""
    return [Constraint({end: 1, start: -1}, low, high, says)]


def percent_change(start: int, end: int, low: float, high: float, says: str) -> list[Constraint]:
    """Say by how many percent of the start the value grew; the series must not be negative."""
    return [
        Constraint({end: 1, start: -(1 + low / 100)}, 0, math.inf, says),
        Constraint({end: 1, start: -(1 + high / 100)}, -math.inf, 0, says),
    ]


def total(years: Sequence[int], low: float, high: float, says: str) -> list[Constraint]:
    """Say what the values of the years add up to."""
    return [Constraint(dict.fromkeys(years, 1), low, high, says)]


def share(year: int, years: Sequence[int], low: float, high: float, says: str) -> list[Constraint]:
    """Say how many percent of the years' sum one year holds; the series must not be negative."""
    weight = {other: float(other == year) for other in years}
    return [
        Constraint({other: w - low / 100 for other, w in weight.items()}, 0, math.inf, says),
        Constraint({other: w - high / 100 for other, w in weight.items()}, -math.inf, 0, says),
    ]


def rises(years: Sequence[int], says: str, step: float = 1) -> list[Constraint]:
    """Say that each year's value lies above the one before, by at least ``step`` (1 for counts)."""
    return [Constraint({after: 1, before: -1}, step, math.inf, says) for before, after in itertools.pairwise(years)]


def falls(years: Sequence[int], says: str, step: float = 1) -> list[Constraint]:
    """Say that each year's value lies below the one before, by at least ``step`` (1 for counts)."""
    return rises(list(reversed(years)), says, step)


def largest(year: int, years: Sequence[int], says: str) -> list[Constraint]:
    """Say that no other year's value is larger."""
    return [Constraint({year: 1, other: -1}, 0, math.inf, says) for other in years if other != year]


def slope(years: Sequence[int], low: float, high: float, says: str) -> list[Constraint]:
    """Say what the least-squares slope over the years is, in units a year."""
    centred = np.array(years) - np.mean(years)
    weights = centred / (centred**2).sum()
    return [Constraint({year: float(w) for year, w in zip(years, weights, strict=True)}, low, high, says)]


def solve(
    years: Sequence[int],
    constraints: Sequence[Constraint],
    *,
    whole: bool = True,
    least: float = 0,
    most: float = math.inf,
    asked: Sequence[int] | None = None,
) -> pd.DataFrame:
    """Find the smallest and the largest value that each year may have.

    Parameters
    ----------
    years : sequence of int
        Years of the series.
    constraints : sequence of Constraint
        What is stated about it.
    whole : bool
        Whether the values are whole numbers, as counts are.
    least, most : float
        Limits that hold by the nature of the quantity: 0 for counts, 100 for percentages.
    asked : sequence of int, optional
        Years whose bounds are wanted; all of them unless given.

    Returns
    -------
    pandas.DataFrame
        Index: years. Columns ``low`` and ``high`` (infinite where nothing bounds the value) and ``kind``:
        ``point``, ``interval`` or ``open``.

    Raises
    ------
    ContradictionError
        If no series meets all statements; it names a smallest set of statements that cannot all hold.
    """
    rows = {}
    for year in years if asked is None else asked:
        ends = []
        for sign in (1, -1):
            result = _program({year: sign}, years, constraints, whole=whole, least=least, most=most)
            if result.status == INFEASIBLE:
                raise ContradictionError(_smallest_conflict(years, constraints, whole=whole, least=least, most=most))
            if result.status == UNBOUNDED or result.fun is None:
                ends.append(-sign * math.inf)
            else:
                ends.append(sign * (round(result.fun) if whole else result.fun))
        low, high = ends
        rows[year] = {"low": low, "high": high, "kind": _kind(low, high)}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("year")


def frame(intervals: Mapping[int, Interval]) -> pd.DataFrame:
    """Arrange intervals that were computed one by one as :func:`solve` returns them.

    Parameters
    ----------
    intervals : mapping
        Year -> interval, with ends that may be infinite.

    Returns
    -------
    pandas.DataFrame
        Index: years. Columns ``low``, ``high`` and ``kind``.

    Examples
    --------
    >>> frame({2014: Interval(1, 2)}).loc[2014, "kind"]
    'interval'
    """
    rows = {year: {"low": low, "high": high, "kind": _kind(low, high)} for year, (low, high) in intervals.items()}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("year")


class ContradictionError(ValueError):
    """Statements about one series that cannot all hold.

    Attributes
    ----------
    statements : list of str
        A smallest set of them that has no solution.
    """

    def __init__(self, statements: list[str]) -> None:
        """Keep the set."""
        super().__init__("these statements cannot all hold: " + ", ".join(statements))
        self.statements = statements


def _kind(low: float, high: float) -> str:
    if math.isinf(low) or math.isinf(high):
        return "open"
    return "point" if math.isclose(low, high, rel_tol=1e-9, abs_tol=1e-9) else "interval"


def _program(objective: dict, years: Sequence[int], constraints: Sequence[Constraint], **nature: float):
    place = {year: index for index, year in enumerate(years)}
    cost = np.zeros(len(years))
    for year, weight in objective.items():
        cost[place[year]] = weight
    matrix = np.zeros((len(constraints), len(years)))
    for row, constraint in enumerate(constraints):
        for year, weight in constraint.weights.items():
            matrix[row, place[year]] = weight
    lows, highs = [c.low for c in constraints], [c.high for c in constraints]
    return milp(
        cost,
        constraints=LinearConstraint(matrix, lows, highs) if constraints else None,
        integrality=np.full(len(years), int(nature["whole"])),
        bounds=Bounds(nature["least"], nature["most"]),
    )


def _smallest_conflict(years: Sequence[int], constraints: Sequence[Constraint], **nature: float) -> list[str]:
    """Return a smallest set of statements without a solution: sets of one first, then of two, and so on."""
    statements = list(dict.fromkeys(constraint.says for constraint in constraints))
    for size in range(1, len(statements) + 1):
        for chosen in itertools.combinations(statements, size):
            kept = [constraint for constraint in constraints if constraint.says in chosen]
            if _program({}, years, kept, **nature).status == INFEASIBLE:
                return list(chosen)
    return statements
