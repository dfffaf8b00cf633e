"""The vocabulary of what can be measured on a printed table: pure functions on frames and series."""

import pandas as pd


def total(table: pd.DataFrame) -> pd.Series:
    """Add up the rows of a table of counts.

    Parameters
    ----------
    table : pandas.DataFrame
        Index: codes, "others" included and no total row. Columns: years. Blank cells count as nothing.

    Returns
    -------
    pandas.Series
        Index: years.
    """
    return table.sum(axis=0, skipna=True)


def share(table: pd.DataFrame) -> pd.DataFrame:
    """Express each cell in percent of its column's total."""
    return table / total(table) * 100


def percent_change(start: float, end: float) -> float:
    """Return the change from ``start`` to ``end`` in percent of ``start``.

    Raises
    ------
    ValueError
        If ``start`` is zero, since a change from nothing has no percentage.

    Examples
    --------
    >>> round(percent_change(23800, 39784), 2)
    67.16
    """
    if start == 0:
        raise ValueError("a change from 0 has no percentage")
    return (end - start) / start * 100


def contribution(table: pd.DataFrame, start: int, end: int) -> pd.Series:
    """Split the change of the total between two years over the rows, in percent of that change.

    Returns
    -------
    pandas.Series
        Index: codes. Adds up to 100; negative where a row moved against the total.

    Raises
    ------
    ValueError
        If the total did not change.
    """
    change = table[end] - table[start]
    if change.sum() == 0:
        raise ValueError(f"the total is the same in {start} and {end}: there is no change to split")
    return change / change.sum() * 100


def herfindahl(counts: pd.Series) -> float:
    """Return the Herfindahl-Hirschman index of a column: the sum of squared shares.

    It runs from 1/n (all n rows equal) to 1 (everything in one row).

    References
    ----------
    Hirschman, A. O. (1964). The paternity of an index. American Economic Review 54(5), 761.
    """
    shares = counts / counts.sum()
    return float((shares**2).sum())


def effective_number(counts: pd.Series) -> float:
    """Return how many equal rows would be as concentrated: the inverse of :func:`herfindahl`."""
    return 1 / herfindahl(counts)


def largest(counts: pd.Series, n: int, *, leave_out: tuple[str, ...] = ("_O", "_X", "_T")) -> list[str]:
    """Return the codes of the ``n`` largest rows, largest first; ties keep their printed order.

    Rows that stand for no single country or group, such as "others", are left out.
    """
    own = counts.drop([code for code in leave_out if code in counts.index])
    return own.sort_values(ascending=False, kind="stable").index[:n].tolist()


def direction(change: float) -> str:
    """Say which way a change goes: ``rose``, ``fell`` or ``stayed the same``."""
    if change == 0:
        return "stayed the same"
    return "rose" if change > 0 else "fell"
