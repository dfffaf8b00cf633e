"""What became of a forecast: series held against what was foreseen, by one rule for all."""

import itertools
from collections.abc import Mapping, Sequence
from typing import Literal

import pandas as pd

from kzmigration.errors import DataError

Direction = Literal["rises", "falls", "positive"]
Answer = Literal["as foreseen", "the opposite", "neither", "not held"]
Rule = Literal["level", "trend"]
TOLERANCE = 0.05  # of the base: less than that is no change of level
AGREEMENT = 0.5  # of all pairs of years, net: less than that is no trend
LEAST = 3  # values below which a period says nothing


def agreement(values: Sequence[float]) -> float:
    """Return the share of pairs of values that rise in time less the share that fall, from -1 to 1.

    Parameters
    ----------
    values : sequence of float
        In the order of time, at least two.

    Raises
    ------
    DataError
        If there are fewer than two values.

    Notes
    -----
    Kendall's tau-a between time and values: pairs that are equal count as neither. One extreme value moves it no
    more than any other, and the unit does not matter.

    References
    ----------
    Kendall, M. G. (1938). A new measure of rank correlation. Biometrika 30, 81-93.

    Examples
    --------
    >>> agreement([1, 3, 2])
    0.3333333333333333
    """
    pairs = list(itertools.combinations(values, 2))
    if not pairs:
        raise DataError(f"a direction needs at least 2 values, found {len(values)}")
    return sum(int(later > earlier) - int(later < earlier) for earlier, later in pairs) / len(pairs)


def answer(
    series: pd.Series,
    period: tuple[int, int],
    direction: Direction,
    *,
    base: int | None = None,
    rule: Rule = "level",
    tolerance: float = TOLERANCE,
    threshold: float = AGREEMENT,
) -> Answer:
    """Say whether a series went as foreseen in a period.

    Parameters
    ----------
    series : pandas.Series
        Index: years, ascending. Missing values are left out, never filled.
    period : tuple of int
        First and last year.
    direction : {"rises", "falls", "positive"}
        What was foreseen; ``positive`` compares the mean of the period with zero.
    base : int, optional
        The year that the forecast looks forward from. With the rule ``level`` the mean of the period is compared with
        its value, where the series holds it; where it does not, and always with the rule ``trend``, the direction
        within the period decides.
    tolerance, threshold : float
        What counts as no change of level, as a share of the base; what net share of pairs makes a direction.

    Raises
    ------
    DataError
        If the direction, the rule or the period is none, or if a base that levels are compared with is not above zero.

    Examples
    --------
    >>> answer(pd.Series({2006: 10, 2007: 12, 2008: 11, 2009: 13}), (2007, 2009), "rises", base=2006)
    'as foreseen'
    """
    if direction not in ("rises", "falls", "positive"):
        raise DataError(f"a direction is rises, falls or positive, not {direction!r}")
    if rule not in ("level", "trend"):
        raise DataError(f"a rule is level or trend, not {rule!r}")
    first, last = period
    if first > last:
        raise DataError(f"a period ends after it begins, not {first} to {last}")
    held = series.dropna()
    inside = held[(held.index >= first) & (held.index <= last)]
    if len(inside) < LEAST:
        return "not held"
    if direction == "positive":
        return "as foreseen" if inside.mean() > 0 else "the opposite"
    if rule == "level" and base in held.index:
        start = float(held[base])
        if start <= 0:
            raise DataError(f"levels are compared with a base above 0, not {start:g} in {base}")
        moved, limit = inside.mean() / start - 1, tolerance
    else:
        moved, limit = agreement(inside.tolist()), threshold
    if abs(moved) < limit:
        return "neither"
    return "as foreseen" if (moved > 0) == (direction == "rises") else "the opposite"


def verdict(answers: Sequence[Answer], *, was_so: bool = False) -> str:
    """Sum up the answers of successive periods in one verdict.

    Parameters
    ----------
    answers : sequence of str
        In the order of time.
    was_so : bool
        Whether the thing was already so before the first period, as the document itself states.

    Returns
    -------
    str
        ``cannot be said`` if no period is held; ``borne out`` if each that is held went as foreseen; ``reversed`` if
        the last that is held went the opposite way after it had been as foreseen; ``borne out in part`` if some other
        mixture has a period as foreseen; ``not borne out`` otherwise.

    Examples
    --------
    >>> verdict(["as foreseen", "the opposite", "not held"])
    'reversed'
    """
    held = [one for one in answers if one != "not held"]
    if not held:
        return "cannot be said"
    if all(one == "as foreseen" for one in held):
        return "borne out"
    if held[-1] == "the opposite" and (was_so or "as foreseen" in held):
        return "reversed"
    return "borne out in part" if "as foreseen" in held else "not borne out"


def score(
    forecasts: pd.DataFrame,
    series: Mapping[str, pd.Series],
    periods: Sequence[tuple[int, int]],
    *,
    base: int,
    rule: Rule = "level",
    tolerance: float = TOLERANCE,
    threshold: float = AGREEMENT,
) -> pd.DataFrame:
    """Score forecasts: an answer a period, and a verdict.

    Parameters
    ----------
    forecasts : pandas.DataFrame
        Columns: ``id``, ``kind`` (``forecast``, or ``state`` for what the document states of its own time),
        ``direction`` (missing where nothing that is held can decide), ``comparable_from`` (first year of a series that
        can be compared with what follows, or missing).
    series : mapping
        Id -> series by year; an id without a series is not held in any period.

    Returns
    -------
    pandas.DataFrame
        Index: ids. Columns: ``2007-2013`` and so on, then ``held`` (periods that are) and ``verdict``.

    Raises
    ------
    DataError
        If a series belongs to no forecast, or a forecast without a direction has a series.
    """
    told = forecasts.set_index("id")
    stray = [id for id in series if id not in told.index or pd.isna(told.loc[id, "direction"])]
    if stray:
        raise DataError(f"there is no direction that {', '.join(stray)} could be held against")
    rows = {}
    for id, row in told.iterrows():
        own = series.get(id, pd.Series(dtype=float))
        if not pd.isna(row["comparable_from"]):
            own = own[own.index >= row["comparable_from"]]
        options = {"base": base, "rule": rule, "tolerance": tolerance, "threshold": threshold}
        answers = [answer(own, period, row["direction"], **options) if len(own) else "not held" for period in periods]
        held = len(answers) - answers.count("not held")
        rows[id] = [*answers, held, verdict(answers, was_so=row["kind"] == "state")]
    heads = [f"{first}-{last}" for first, last in periods]
    return pd.DataFrame.from_dict(rows, orient="index", columns=[*heads, "held", "verdict"]).rename_axis("id")
