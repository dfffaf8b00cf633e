"""Accounts of a population: how it grows, what its parts must hold, and what density says about ground and people."""

import itertools

import pandas as pd

from kzmigration.intervals import Interval


def yearly_growth(population: pd.Series) -> pd.Series:
    """Return how many percent a population grew in each year, from its start to the start of the next.

    Parameters
    ----------
    population : pandas.Series
        Index: years, without a gap. Values: persons at the start of the year.

    Returns
    -------
    pandas.Series
        Index: the years but the last, whose end is not known.
    """
    return ((population.shift(-1) / population - 1) * 100).dropna()


def natural_increase(population: pd.Series, net: pd.DataFrame) -> pd.DataFrame:
    """Return what births less deaths must have been: the change of a population less its net migration.

    Parameters
    ----------
    population : pandas.Series
        Index: years, without a gap. Values: persons at the start of the year.
    net : pandas.DataFrame
        Index: years. Columns: ``low`` and ``high``, bounds of net migration in persons.

    Returns
    -------
    pandas.DataFrame
        Index: the years but the last. Columns: ``low`` and ``high``.

    Examples
    --------
    >>> net = pd.DataFrame({"low": [-30, -40], "high": [-20, -10]}, index=[2014, 2015])
    >>> natural_increase(pd.Series({2014: 1000, 2015: 1100}), net).loc[2014].tolist()
    [120.0, 130.0]
    """
    change = (population.shift(-1) - population).dropna().astype(float)
    bounds = net.loc[change.index]
    return pd.DataFrame({"low": change - bounds["high"], "high": change - bounds["low"]})


def crude_rate(events: float, start: float, end: float) -> float:
    """Return events of a year per 1,000 inhabitants, over the mean of the population at its start and its end.

    Examples
    --------
    >>> crude_rate(15, 900, 1100)
    15.0
    """
    return events / ((start + end) / 2) * 1000


def two_parts(whole: float, first: Interval, second: Interval) -> dict[str, Interval]:
    """Tell how large two parts of a population are, from its growth and theirs.

    A population that grows by g percent and consists of one part that grows by a and one that grows by b holds the
    share (g - b) / (a - b) in the first.

    Parameters
    ----------
    whole : float
        Growth of the population, percent.
    first, second : Interval
        Growth of its two parts, percent, with their rounding.

    Returns
    -------
    dict
        ``share``: percent of the population in the first part. ``first`` and ``second``: how many percent of the
        whole population each part gains. All three move one way with each rate, so that their ends stand at the
        corners of the two intervals.

    Raises
    ------
    ValueError
        If the growth of the whole does not lie between that of the parts.
    """
    if not second.high < whole < first.low:
        raise ValueError(f"growth of {whole} does not lie between {second.high} and {first.low}")
    corners = [(a, b, (whole - b) / (a - b)) for a in first for b in second]
    found = {
        "share": [share * 100 for _, _, share in corners],
        "first": [share * a for a, _, share in corners],
        "second": [(1 - share) * b for _, b, share in corners],
    }
    return {name: Interval(float(min(ends)), float(max(ends))) for name, ends in found.items()}


def ground_change(density: pd.DataFrame, growth: pd.DataFrame, half_widths: tuple[float, float]) -> pd.DataFrame:
    """Return by how many percent a region's ground must have changed for its density and its growth to agree.

    Density at the start of a year, times growth, over density at the start of the next, is the ratio of the two areas.

    Parameters
    ----------
    density : pandas.DataFrame
        Index: codes. Columns: years. Persons per square kilometre at the start of the year.
    growth : pandas.DataFrame
        Index: codes. Columns: years. Percent, from the start of the year to that of the next.
    half_widths : tuple of float
        Half a unit of the last printed digit of density and of growth.

    Returns
    -------
    pandas.DataFrame
        One row for each region and year with all three cells: ``region``, ``year``, ``change``, and ``low`` and
        ``high``, the ends that the rounding allows.
    """
    half, other = half_widths
    rows = []
    for region, year in itertools.product(density.index, density.columns[:-1]):
        before, after, rate = density.loc[region, year], density.loc[region, year + 1], growth.loc[region, year]
        low = (before - half) * (100 + rate - other) / (after + half) - 100
        high = (before + half) * (100 + rate + other) / (after - half) - 100
        rows.append((region, year, before * (100 + rate) / after - 100, low, high))
    found = pd.DataFrame(rows, columns=["region", "year", "change", "low", "high"])
    return found.dropna().reset_index(drop=True)


def mean_bounds(values: pd.Series, weights: pd.DataFrame, total: float) -> Interval:
    """Return the smallest and the largest weighted mean of values whose weights are known within bounds only.

    Parameters
    ----------
    values : pandas.Series
        Index: codes.
    weights : pandas.DataFrame
        Index: codes. Columns: ``low`` and ``high``.
    total : float
        What the weights add up to.

    Raises
    ------
    ValueError
        If no weights within the bounds add up to the total.

    Examples
    --------
    >>> weights = pd.DataFrame({"low": [0, 0], "high": [10, 10]}, index=["a", "b"])
    >>> mean_bounds(pd.Series({"a": 1.0, "b": 3.0}), weights, 15)
    Interval(low=1.6666666666666667, high=2.3333333333333335)
    """
    ends = []
    for ascending in (True, False):
        order = values.sort_values(ascending=ascending, kind="stable").index
        low, room = weights.loc[order, "low"], weights.loc[order, "high"] - weights.loc[order, "low"]
        left = total - low.sum()
        if left < 0 or left > room.sum():
            raise ValueError(f"weights within their bounds cannot add up to {total}")
        filled = low + room.where(room.cumsum() <= left, (left - room.cumsum() + room).clip(lower=0))
        ends.append(float((filled * values.loc[order]).sum() / total))
    return Interval(*ends)


def people(density: pd.Series, area: pd.Series, half_width: float, slack: pd.Series) -> pd.DataFrame:
    """Return how many people live where density is printed and the area is measured.

    Parameters
    ----------
    density : pandas.Series
        Index: codes. Persons per square kilometre.
    area : pandas.Series
        Index: codes. Square kilometres.
    half_width : float
        Half a unit of the last printed digit of the density.
    slack : pandas.Series
        Index: codes. By how much the area may be wrong, as a part of it.

    Returns
    -------
    pandas.DataFrame
        Index: codes with both. Columns: ``low`` and ``high``, persons.

    Examples
    --------
    >>> people(pd.Series({"a": 2.0}), pd.Series({"a": 100.0}), 0.05, pd.Series({"a": 0.1})).round(6).loc["a"].tolist()
    [175.5, 225.5]
    """
    low = (density - half_width) * area * (1 - slack)
    high = (density + half_width) * area * (1 + slack)
    return pd.DataFrame({"low": low, "high": high}).dropna()


def urban_share(urban: pd.Series, living: pd.DataFrame, total: float) -> Interval:
    """Return the urban share of a country whose every region outside its large cities is known within bounds.

    Who lives in none of the regions lives in a large city and is urban, so the rural population is a sum over regions.

    Parameters
    ----------
    urban : pandas.Series
        Index: codes of the regions. Percent of the region's population that lives in towns.
    living : pandas.DataFrame
        Index: the same codes. Columns: ``low`` and ``high``, persons.
    total : float
        Persons in the whole country.

    Examples
    --------
    >>> urban_share(pd.Series({"a": 40.0}), pd.DataFrame({"low": [100.0], "high": [110.0]}, index=["a"]), 200)
    Interval(low=67.0, high=70.0)
    """
    rural = living.mul(100 - urban, axis=0).sum() / total
    return Interval(float(100 - rural["high"]), float(100 - rural["low"]))
