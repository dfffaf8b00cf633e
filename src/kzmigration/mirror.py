"""One flow, two counts: what the country left behind counts beside what the country of arrival counts."""

import pandas as pd

COUNTS = {  # column -> who reports (home or partner) and what
    "out_home": ("home", "departures"),
    "out_partner": ("partner", "arrivals"),
    "in_home": ("home", "arrivals"),
    "in_partner": ("partner", "departures"),
}


def both_counts(frame: pd.DataFrame, home: str, partner: str) -> pd.DataFrame:
    """Put the four counts of a pair of countries beside each other.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns ``year``, ``reporter``, ``partner``, ``direction`` (arrivals or departures), ``persons``; the partner
        is where arrivals come from and departures go to.
    home, partner : str
        ISO 3166-1 alpha-3.

    Returns
    -------
    pandas.DataFrame
        Index: every year of the frame. Columns: ``out_home`` and ``out_partner`` (persons from home to partner, as
        each counts them), ``in_home`` and ``in_partner`` (the other way). Missing where nobody reports.

    Raises
    ------
    ValueError
        If one year stands twice in a count.
    """
    years = sorted(frame["year"].unique())
    found = {}
    for column, (who, what) in COUNTS.items():
        reporter, other = (home, partner) if who == "home" else (partner, home)
        rows = frame[(frame["reporter"] == reporter) & (frame["partner"] == other) & (frame["direction"] == what)]
        if rows["year"].duplicated().any():
            raise ValueError(f"{reporter} reports {what} of {other} twice in a year")
        found[column] = rows.set_index("year")["persons"].astype(float).reindex(years)
    return pd.DataFrame(found).rename_axis("year")


def net_gain(counts: pd.DataFrame) -> pd.DataFrame:
    """Return home's net gain from the partner by each side's count: columns ``home`` and ``partner``, persons.

    Parameters
    ----------
    counts : pandas.DataFrame
        As :func:`both_counts` returns it. A side that lacks one direction has no net.
    """
    return pd.DataFrame({side: counts[f"in_{side}"] - counts[f"out_{side}"] for side in ("home", "partner")})


def ratio(home: pd.Series, partner: pd.Series) -> pd.Series:
    """Return how many people the partner counts for each one that home counts; missing where one is missing or zero."""
    usable = (home > 0) & (partner > 0)
    return partner.where(usable) / home.where(usable)


def ratio_of_sums(home: pd.Series, partner: pd.Series) -> float:
    """Return the ratio of the two counts over the years that have both, so that large years weigh more.

    Raises
    ------
    ValueError
        If there is no such year, or home counts nobody in them.
    """
    shared = home.notna() & partner.notna()
    if not shared.any() or home[shared].sum() == 0:
        raise ValueError("there is no year in which both count somebody")
    return float(partner[shared].sum() / home[shared].sum())


def asymmetry(home: pd.Series, partner: pd.Series) -> pd.Series:
    """Return the difference of two counts over their sum: 0 where they agree, at most 1 either way.

    It changes only its sign when the sides are exchanged, unlike the ratio: ``(r - 1) / (r + 1)`` for the ratio
    ``r``. Positive where the partner counts more. Missing where a count is missing or both are zero.

    Raises
    ------
    ValueError
        If a count is negative.

    Examples
    --------
    >>> asymmetry(pd.Series([100.0, 100]), pd.Series([300.0, 100])).tolist()
    [0.5, 0.0]
    """
    if (home < 0).any() or (partner < 0).any():
        raise ValueError("a count of people cannot be negative")
    total = home + partner
    return (partner - home) / total.where(total > 0)


def yearly_change(stocks: pd.Series) -> pd.DataFrame:
    """Return what a stock gains a year between two dates: arrivals less departures and less deaths among them.

    Parameters
    ----------
    stocks : pandas.Series
        Index: years, ascending, not evenly spaced. Values: persons.

    Returns
    -------
    pandas.DataFrame
        Index: the year in which a period ends. Columns: ``start`` (year) and ``change`` (persons a year).

    Raises
    ------
    ValueError
        If there are fewer than two stocks, one is missing, or the years do not ascend.
    """
    if len(stocks) < 2 or stocks.isna().any():
        raise ValueError("a change needs two stocks, and none missing")
    years = stocks.index.to_numpy()
    if (years[1:] <= years[:-1]).any():
        raise ValueError("the years of a stock must ascend")
    values = stocks.to_numpy(float)
    change = (values[1:] - values[:-1]) / (years[1:] - years[:-1])
    return pd.DataFrame({"start": years[:-1], "change": change}, index=pd.Index(years[1:], name="year"))
