"""What a check of the ledger names: cells, rows and sums of printed tables, values of other producers' series."""

import functools

import pandas as pd

from kzmigration import data, measures
from kzmigration.checks import KEYS
from kzmigration.intervals import Interval

ALONE = "_"  # the row of a series without rows


@functools.cache
def table(name: str) -> pd.DataFrame:
    """Return a printed table, rows by code and columns by year; a series without rows has the one row ``_``."""
    frame = data.load(name)
    keys = [key for key in KEYS if key in frame.columns]
    return data.wide(frame if keys else frame.assign(_=ALONE), keys[0] if keys else ALONE)


@functools.cache
def _series(name: str) -> pd.DataFrame:
    return data.load(name)


@functools.cache
def _sums(name: str) -> pd.Series:
    return measures.total(table(name))


def forget() -> None:
    """Forget the tables that were read, for who changes them meanwhile."""
    for remembered in (table, _series, _sums):
        remembered.cache_clear()


def row(name: str, check: dict) -> pd.Series:
    """Return the row that a check names by its key, or the column sums if it names none; index: years.

    Raises
    ------
    ValueError
        If the table has no such row.
    """
    held = table(name)
    keys = [key for key in KEYS if key in check]
    if not keys:
        return held.loc[ALONE] if held.index.tolist() == [ALONE] else _sums(name)
    if held.index.name != keys[0] or check[keys[0]] not in held.index:
        raise ValueError(f"{name} has no row with the {keys[0]} {check[keys[0]]}")
    return held.loc[check[keys[0]]]


def of(values: pd.Series, year: int, name: str) -> Interval:
    """Return what a row holds for a year.

    Raises
    ------
    ValueError
        If it has no such year, or its cell is blank.
    """
    if year not in values.index:
        raise ValueError(f"{name} has no year {year}; it has {values.index.min()} to {values.index.max()}")
    if pd.isna(values[year]):
        raise ValueError(f"the cell of {name}, {year}, is blank")
    return Interval.point(float(values[year]))


def cell(name: str, check: dict) -> Interval:
    """Return one cell of a printed table.

    Raises
    ------
    ValueError
        If the check names no row of a table with several, or a row or year that is not there, or the cell is blank.
    """
    if len(table(name)) > 1 and not any(key in check for key in KEYS):
        raise ValueError(f"{name} has {len(table(name))} rows: name one of them, or ask for the total")
    return of(row(name, check), check["year"], name)


def total(name: str, check: dict) -> Interval:
    """Return the sum of a column of a printed table; ValueError if it has no such year."""
    return of(_sums(name), check["year"], name)


def rank(name: str, check: dict) -> Interval:
    """Return the rank of a row in a column, 1 the largest; rows that stand for others have none.

    Raises
    ------
    ValueError
        If there is no such row or year, or its cell is blank.
    """
    value = of(row(name, check), check["year"], name).low
    column = table(name)[check["year"]]
    own = column.drop([code for code in ("_O", "_X", "_T") if code in column.index])
    return Interval.point(float((own > value).sum() + 1))


def open_value(name: str, check: dict) -> Interval:
    """Return the one cell of another producer's series that a check names by its column and by values of others.

    Raises
    ------
    ValueError
        If there is no such column, not exactly one such row, or the cell is blank or no number.
    """
    rows = _series(name)
    for column in (*check, check["column"]):
        if column not in ("open", "column", *rows.columns):
            raise ValueError(f"{name} has no column {column}; it has {', '.join(rows.columns)}")
    for column, code in check.items():
        if column not in ("open", "column"):
            rows = rows[rows[column] == code]
    if len(rows) != 1:
        raise ValueError(f"expected one row of {name}, found {len(rows)}")
    found = rows[check["column"]].iloc[0]
    if pd.isna(found):
        raise ValueError(f"the cell of {name} is blank")
    return Interval.point(float(found))
