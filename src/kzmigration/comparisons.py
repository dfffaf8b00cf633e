"""One quantity in two vintages: how far apart they are, and whether the print's own rounding explains it."""

import pandas as pd

from kzmigration.claims import Statement
from kzmigration.language import format_number

COLUMNS = ["printed", "today", "difference", "relative", "is_inside"]


def compare(printed: pd.Series, today: pd.Series, half_width: float | pd.Series = 0.0) -> pd.DataFrame:
    """Set today's values beside printed ones.

    Parameters
    ----------
    printed : pandas.Series
        Index: any keys, each once. Values: in one unit; missing where a cell is blank.
    today : pandas.Series
        Index: the same kind of keys. Values: in the same unit.
    half_width : float or pandas.Series
        Half a unit of the last printed digit, one for all or by key.

    Returns
    -------
    pandas.DataFrame
        Index: the keys that have both values, in printed order. Columns: ``printed``, ``today``, ``difference`` (today
        less printed, in their unit), ``relative`` (percent of the printed value; missing where that is zero and the
        other is not), ``is_inside`` (whether today's value rounds to the printed one).

    Raises
    ------
    ValueError
        If a key stands twice, or no key has both values.

    Examples
    --------
    >>> compare(pd.Series({2014: 200.0, 2015: 50.0}), pd.Series({2014: 201.0}), 1).iloc[0, :4].tolist()
    [200.0, 201.0, 1.0, 0.5]
    """
    for series in (printed, today):
        if not series.index.is_unique:
            raise ValueError(f"each key may stand once: {series.index[series.index.duplicated()].tolist()}")
    keys = [key for key in printed.dropna().index if key in today.index and pd.notna(today[key])]
    if not keys:
        raise ValueError("no key has a value in both vintages")
    cells = pd.DataFrame({"printed": printed[keys].astype(float), "today": today[keys].astype(float)})
    cells["difference"] = cells["today"] - cells["printed"]
    cells["relative"] = (cells["difference"] / cells["printed"].abs() * 100).where(cells["printed"] != 0)
    cells.loc[cells["difference"] == 0, "relative"] = 0.0
    width = half_width[keys] if isinstance(half_width, pd.Series) else half_width
    cells["is_inside"] = cells["difference"].abs() <= width + 1e-9
    return cells[COLUMNS]


def summary(cells: pd.DataFrame) -> pd.DataFrame:
    """Sum up the comparisons of each series.

    Parameters
    ----------
    cells : pandas.DataFrame
        Columns: ``series`` and those of :func:`compare`.

    Returns
    -------
    pandas.DataFrame
        Index: series, in order of their first cell. Columns: ``n`` (cells), ``n_inside``, ``low`` and ``high``
        (smallest and largest difference, in the unit of the series), ``relative_low`` and ``relative_high`` (percent),
        ``sign`` (``higher``, ``lower``, ``both`` or ``same``: where today's values lie beyond rounding).

    Examples
    --------
    >>> one = compare(pd.Series({2014: 100.0, 2015: 100.0}), pd.Series({2014: 99.0, 2015: 100.0}))
    >>> summary(one.assign(series="a"))["sign"].to_dict()
    {'a': 'lower'}
    """
    rows = {}
    for series, group in cells.groupby("series", sort=False):
        beyond = group.loc[~group["is_inside"], "difference"]
        signs = {"higher" if value > 0 else "lower" for value in beyond}
        rows[series] = {
            "n": len(group),
            "n_inside": int(group["is_inside"].sum()),
            "low": group["difference"].min(),
            "high": group["difference"].max(),
            "relative_low": group["relative"].min(),
            "relative_high": group["relative"].max(),
            "sign": "both" if len(signs) > 1 else signs.pop() if signs else "same",
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def residual(population: pd.Series, natural: pd.Series, net: pd.Series) -> pd.Series:
    """Return what births, deaths and migration leave of a population's change: nothing, if the account closes.

    Parameters
    ----------
    population : pandas.Series
        Index: years, without a gap. Values: persons at the start of the year.
    natural, net : pandas.Series
        Index: years. Values: births less deaths, and arrivals less departures, in persons.

    Returns
    -------
    pandas.Series
        Index: the years of ``population`` but the last.

    Raises
    ------
    ValueError
        If the years have a gap, or a flow of one of them is missing.

    Examples
    --------
    >>> residual(pd.Series({2014: 100, 2015: 108}), pd.Series({2014: 10}), pd.Series({2014: -3})).to_dict()
    {2014: 1.0}
    """
    years = list(population.index)
    if years != list(range(years[0], years[-1] + 1)):
        raise ValueError(f"years must follow one another, not {years}")
    flows = (natural + net).reindex(years[:-1])
    if flows.isna().any():
        raise ValueError(f"births less deaths or migration is missing in {flows.index[flows.isna()].tolist()}")
    change = (population.shift(-1) - population).iloc[:-1]
    return (change - flows).astype(float)


def stated(values: dict[str, float], told: dict[str, Statement]) -> pd.DataFrame:
    """Set today's values beside statements of a text, each with the numbers that it admits.

    Parameters
    ----------
    values : dict
        Id of a statement -> today's value, in the unit of the statement.
    told : dict
        Statements by id, see :func:`kzmigration.claims.ledger`; each with two ends.

    Returns
    -------
    pandas.DataFrame
        As :func:`compare` returns it, with the ids as index.
    """
    printed = pd.Series({id: told[id].value for id in values}, dtype=float)
    half = pd.Series({id: (told[id].interval.high - told[id].interval.low) / 2 for id in values})
    return compare(printed, pd.Series(values, dtype=float), half)


def join(found: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Put the comparisons of several series below each other.

    Returns
    -------
    pandas.DataFrame
        Columns: ``series``, ``key`` (as in the series' index; several keys as a tuple) and those of :func:`compare`.
    """
    parts = [frame.assign(series=name, key=list(frame.index)) for name, frame in found.items()]
    return pd.concat(parts, ignore_index=True)[["series", "key", *COLUMNS]]


def listing(cells: pd.DataFrame, names: dict[str, str], words: dict[str, str]) -> pd.DataFrame:
    """Write the cells of several series as rows of one table, though their units differ.

    Parameters
    ----------
    cells : pandas.DataFrame
        As :func:`join` returns it, with ``kind``.
    names : dict
        Series -> name.
    words : dict
        What stands for a key, or for a part of one, where it is no year; and for each kind.

    Returns
    -------
    pandas.DataFrame
        Columns of text: ``what``, ``series``, ``printed``, ``today``, ``difference``, ``relative``, ``kind``. Counts
        have no decimals, small quantities one more than is printed; a missing ``relative`` stays blank.
    """
    rows = []
    for cell in cells.to_dict("records"):
        parts = cell["key"] if isinstance(cell["key"], tuple) else (cell["key"],)
        is_count = abs(cell["printed"]) >= 1000 or cell["printed"] % 1 == cell["today"] % 1 == 0
        digits = 0 if is_count else 2 if abs(cell["printed"]) >= 100 else 3
        written = {
            "printed": format_number(cell["printed"], min(digits, 2)),
            "today": format_number(cell["today"], digits),
        }
        written["difference"] = format_number(cell["difference"], digits, signed=True)
        percent = cell["relative"]
        places = 3 if abs(percent) < 10 else 1
        written["relative"] = "" if pd.isna(percent) else format_number(percent, places, signed=True)
        what = ", ".join(str(words.get(part, part)) for part in parts)
        rows.append({"what": what, "series": names[cell["series"]], **written, "kind": words[cell["kind"]]})
    return pd.DataFrame(rows)
