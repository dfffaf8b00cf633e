"""A whole that was never printed, read from parts that were: counts, and their stated shares of it."""

import itertools
import math
from collections.abc import Mapping

import pandas as pd

from kzmigration import bounds
from kzmigration.intervals import Interval, meet

HUNDRED = Interval.point(100)


def implied_whole(part: Interval, percent: Interval) -> Interval:
    """Return how large the whole is of which a part is so many percent.

    Parameters
    ----------
    part, percent : Interval
        The part, in persons, and its share of the whole, in percent, both with their rounding.

    Examples
    --------
    >>> implied_whole(Interval(50, 60), Interval(10, 20))
    Interval(low=250.0, high=600.0)
    """
    return part / percent * HUNDRED


def shares(counts: pd.Series, whole: Mapping[int, Interval], stated: Mapping[int, Interval]) -> pd.DataFrame:
    """Bound the share of a whole that is itself known within limits only.

    Parameters
    ----------
    counts : pandas.Series
        Index: years. Persons, none missing.
    whole : mapping of int to Interval
        Year -> the whole, in persons.
    stated : mapping of int to Interval
        Year -> share in percent, where it is stated; the two are combined.

    Returns
    -------
    pandas.DataFrame
        Index: years. Columns ``low`` and ``high``, in percent.

    Raises
    ------
    ValueError
        If a stated share does not fit its year's count and whole.
    """
    rows = {}
    for year, count in counts.items():
        computed = Interval.point(float(count)) / whole[year] * HUNDRED
        found = meet([computed, stated[year]]) if year in stated else computed
        rows[year] = {"low": found.low, "high": found.high}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("year")


def part(totals: pd.Series, percent: Mapping[int, Interval], *, grows: bool = False) -> pd.DataFrame:
    """Bound a part of a known total by its share, as far as the share is stated.

    Parameters
    ----------
    totals : pandas.Series
        Index: years. Persons, none missing.
    percent : mapping of int to Interval
        Year -> share in percent, for each year of ``totals``.
    grows : bool
        Whether both the part and its share grow from each year to the next.

    Returns
    -------
    pandas.DataFrame
        Index: years. Columns ``low``, ``high`` (whole persons) and ``kind``, see :func:`kzmigration.bounds.solve`.

    Raises
    ------
    ContradictionError
        If the shares leave no such part.
    """
    years = list(totals.index)
    said = []
    for year in years:
        low, high = Interval.point(float(totals[year])) * percent[year] / HUNDRED
        said += bounds.level(year, low, high, f"share of {year}")
    if grows:
        said += bounds.rises(years, "the number grows")
        for a, b in itertools.pairwise(years):
            weights = {b: float(totals[a]) / float(totals[b]), a: -1.0}
            said.append(bounds.Constraint(weights, 0, math.inf, "the share grows"))
    return bounds.solve(years, said)
