"""Today's official series in place of printed ones: which resource is revised by what; ``vintage=revised`` alone.

A table has a twin only if every cell that it prints can be had from one producer under the same definition. Table
1.3.1 has none: the open series hold its total, and nine of its thirty rows in four of its six years. Table 2.1.2 has
none either: areas by year are not published with the populations, and boundaries drawn for maps are too coarse for
cities.
"""

from collections.abc import Callable

import pandas as pd

from kzmigration.errors import DataError

PARTS = {"51": ("61", "79")}  # South Kazakhstan became Turkistan region and Shymkent in June 2018


def population(national: pd.DataFrame) -> pd.Series:
    """Return the population on 1 January.

    Parameters
    ----------
    national : pandas.DataFrame
        The resource ``bns-national``.

    Returns
    -------
    pandas.Series
        Index: year. Values: persons.

    Examples
    --------
    >>> population(pd.DataFrame({"year": [2014, 2015], "population_1jan": [100, 110]})).to_dict()
    {2014: 100, 2015: 110}
    """
    return national.set_index("year")["population_1jan"]


def growth(regions: pd.DataFrame) -> pd.Series:
    """Return by how many percent each region grew from 1 January of a year to that of the next.

    Parameters
    ----------
    regions : pandas.DataFrame
        The resource ``bns-regions``; the rows of a region are added up.

    Returns
    -------
    pandas.Series
        Index: year and region, the last year left out. A divided region grows as the sum of its parts does.

    Examples
    --------
    >>> rows = [(2014, "61", 60), (2014, "79", 40), (2015, "61", 63), (2015, "79", 45)]
    >>> growth(pd.DataFrame(rows, columns=["year", "region", "persons"])).round(6).to_dict()
    {(2014, '61'): 5.0, (2014, '79'): 12.5, (2014, '51'): 8.0}
    """
    persons = regions.groupby(["year", "region"])["persons"].sum().unstack().astype(float)
    for whole, parts in PARTS.items():
        persons[whole] = persons[list(parts)].sum(axis=1, min_count=len(parts))
    return ((persons.shift(-1) / persons - 1) * 100).iloc[:-1].T.unstack().dropna()


# printed resource -> the open resource that revises it, the columns that name a cell, and how its values are computed
REVISIONS: dict[str, tuple[str, list[str], Callable[[pd.DataFrame], pd.Series]]] = {
    "fig-2.1.3": ("bns-national", ["year"], population),
    "table-2.1.1": ("bns-regions", ["year", "region"], growth),
}


def source(resource: str) -> str:
    """Return the open resource that revises a printed one.

    Raises
    ------
    DataError
        If there is none; the message says which resources have one.
    """
    if resource not in REVISIONS:
        having = ", ".join(REVISIONS)
        raise DataError(f"{resource} has no revised series; today's official series replace only {having}")
    return REVISIONS[resource][0]


def apply(frame: pd.DataFrame, resource: str, column: str, series: pd.DataFrame, about: dict) -> pd.DataFrame:
    """Return a printed table with today's values in its cells.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table as printed; it is not changed.
    resource : str
        Its name.
    column : str
        Column with the values.
    series : pandas.DataFrame
        The open resource that revises it.
    about : dict
        Its descriptor, which says ``producer`` and ``version``.

    Returns
    -------
    pandas.DataFrame
        The same rows and columns. A cell that is blank in print stays blank, so that both vintages speak of the same
        cells. Every row has the status ``revised`` and a note with producer, version and what is printed.

    Raises
    ------
    DataError
        If the series lacks a value for a printed cell.
    """
    _, keys, compute = REVISIONS[resource]
    today = frame[keys].merge(compute(series).rename("today").reset_index(), how="left", on=keys)["today"]
    today.index = frame.index
    is_printed = frame[column].notna()
    if lost := frame.loc[is_printed & today.isna(), keys].to_dict("records"):
        raise DataError(f"{about['name']} has no value for {resource}, {lost[0]}")
    printed = frame[column].map(str).where(is_printed, "blank")
    values = today.where(is_printed).astype(frame[column].dtype)
    note = f"{about['producer']}, {about['version']}; printed: "
    return frame.assign(**{column: values, "status": "revised", "note": note + printed})
