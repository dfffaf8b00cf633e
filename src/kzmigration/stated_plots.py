"""What the documents print, and what their text says of it: totals, years, points, and verdicts."""

import textwrap

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kzmigration.figures import COLOUR, canvas
from kzmigration.intervals import Interval
from kzmigration.language import format_number, format_range
from kzmigration.layout import below, label_ends, note, short_year, thin_years

# verdict -> its mark and its colour, wherever verdicts are shown
VERDICTS = {
    "reproduced": ("●", "moss"),
    "consistent": ("◐", "steppe"),
    "contradicted": ("✕", "brick"),
    "not testable": ("○", "stone"),
}


def plot_totals(
    totals: pd.DataFrame, told: float, half_width: float, *, width: str = "wide", scale: float = 1000
) -> tuple[Figure, Axes]:
    """Draw the totals of two tables and what the text states for the last year.

    Parameters
    ----------
    totals : pandas.DataFrame
        Index: ``countries`` and ``groups``. Columns: years.
    told, half_width : float
        The stated total of the last year, and half its rounding interval.
    """
    fig, ax = canvas(width)
    data, told = totals / scale, told / scale
    years = list(totals.columns)
    sns.lineplot(x=years, y=data.loc["groups"].to_numpy(), color=COLOUR["ochre"], marker="o", markersize=7, ax=ax)
    sns.lineplot(x=years, y=data.loc["countries"].to_numpy(), color=COLOUR["steppe"], marker="o", markersize=7, ax=ax)
    ax.errorbar(years[-1], told, yerr=half_width / scale, fmt="D", color=COLOUR["ink"], markersize=6)
    low, high = float(data.min().min()), float(data.max().max())
    ax.set(xlabel="", ylabel="departures, thousand a year")
    ax.set_ylim(low - 0.1 * (high - low), high + 0.12 * (high - low))
    ends = data[years[-1]].copy()
    ends["text"] = told
    words = {"countries": "by country", "text": "the text", "groups": "by group"}
    tones = {"countries": "steppe", "text": "ink", "groups": "ochre"}
    label_ends(ax, ends, words, tones, years, width, 1)
    return fig, ax


def plot_placed(
    series: pd.Series, sure: list[int], ylabel: str, *, width: str = "wide", scale: float = 1
) -> tuple[Figure, Axes]:
    """Draw dots whose years are sure (filled) or placed by us (hollow), and say which years are lost.

    Parameters
    ----------
    series : pandas.Series
        Index: years. Missing where the label is lost.
    sure : list of int
        Years that the document confirms.
    """
    fig, ax = canvas(width)
    known = (series / scale).dropna()
    top = float(known.max())
    for year, value in known.items():
        face = COLOUR["steppe"] if year in sure else COLOUR["paper"]
        ax.scatter([year], [value], s=70, facecolor=face, edgecolor=COLOUR["steppe"], linewidth=2, zorder=3)
        ax.text(year, value + 0.055 * top, format_number(value, 1), ha="center", size=9.5, color=COLOUR["ink"])
    for year in series.index.difference(known.index):
        ax.text(year, 0.03 * top, "lost", ha="center", size=9.5, color=COLOUR["stone"], style="italic")
    years = list(series.index)
    ax.set(xlabel="", ylabel=ylabel, ylim=(0, top * 1.17), xlim=(years[0] - 0.5, years[-1] + 0.5))
    thin_years(ax, years, width)
    return fig, ax


def plot_points(
    series: pd.Series, told: dict[int, float], words: tuple[str, str], ylabel: str, *, width: str = "wide"
) -> tuple[Figure, Axes]:
    """Draw a computed line, and what the text states for some of its years as diamonds.

    Parameters
    ----------
    series : pandas.Series
        Index: years.
    told : dict
        Year -> stated value.
    words : tuple of str
        Labels of the line and of the diamonds.
    """
    fig, ax = canvas(width)
    years = list(series.index)
    sns.lineplot(x=years, y=series.to_numpy(), color=COLOUR["steppe"], marker="o", markersize=7, ax=ax)
    ax.scatter(list(told), list(told.values()), marker="D", s=62, color=COLOUR["ochre"], zorder=4)
    top = max(float(series.max()), *told.values())
    ax.set(xlabel="", ylabel=ylabel, ylim=(0, top * 1.18), xlim=(years[0] - 0.4, years[-1] + 0.4))
    thin_years(ax, years, width)
    above, below = {"xytext": (0, 12), "va": "bottom"}, {"xytext": (0, -14), "va": "top"}
    last = max(told)
    style = {"ha": "center", "weight": "bold"}
    note(ax, words[1], (last, told[last]), color=COLOUR["ochre"], **above, **style)
    middle = len(years) // 2
    lowest = float(series.iloc[max(middle - 1, 0) : middle + 2].min())  # the words are wider than one year
    note(ax, words[0], (years[middle], lowest), color=COLOUR["steppe"], **below, **style)
    return fig, ax


def plot_growth(
    series: pd.Series,
    told: dict[int, float],
    words: tuple[str, str],
    ylabel: str,
    *,
    width: str = "wide",
    digits: int = 2,
) -> tuple[Figure, Axes]:
    """Draw a computed line with its values above it, and what the text states for some of its years as diamonds below.

    Parameters
    ----------
    series : pandas.Series
        Index: years.
    told : dict
        Year -> stated value.
    words : tuple of str
        What the line and the diamonds are.
    """
    fig, ax = canvas(width)
    years = list(series.index)
    ax.plot(years, series, color=COLOUR["steppe"], marker="o", markersize=7, zorder=3)
    ax.scatter(list(told), list(told.values()), marker="D", s=62, color=COLOUR["ochre"], zorder=4)
    size = 9.5 if width == "wide" else 8.2
    style = {"ha": "center", "size": size}
    for year, value in series.items():
        note(ax, format_number(value, digits), (year, value), (0, 9), va="bottom", color=COLOUR["steppe"], **style)
    for year, value in told.items():
        note(ax, format_number(value, digits), (year, value), (0, -10), va="top", color=COLOUR["ochre"], **style)
    top = max(float(series.max()), *told.values())
    ax.set(xlabel="", ylabel=ylabel, ylim=(0, top * 1.16), xlim=(years[0] - 0.4, years[-1] + 0.4))
    last = max(told)
    bold = {"weight": "bold"}
    note(ax, words[0], (years[0], series.iloc[0]), (0, 24), color=COLOUR["steppe"], **bold)
    note(ax, words[1], (last, told[last]), (8, -36), color=COLOUR["ochre"], ha="right", **bold)
    lowest = min(float(series.min()), *told.values())
    ax.set_yticks([tick for tick in ax.get_yticks() if 0 <= tick < 0.85 * lowest])
    thin_years(ax, years, width)
    return fig, ax


def plot_exchange(
    series: pd.Series,
    told: dict[int, float],
    other: Interval,
    words: tuple[str, str, str],
    ylabel: str,
    *,
    width: str = "wide",
) -> tuple[Figure, Axes]:
    """Draw a printed series, what the text adds to it, and a counter-flow of which only the range is told.

    Parameters
    ----------
    series : pandas.Series
        Index: years.
    told : dict
        Year -> value of the same flow that only the text has (diamonds).
    other : Interval
        Range of the counter-flow; its years are not named, so it stands beside the years.
    words : tuple of str
        Labels of the line, of the counter-flow, and what stands below the latter instead of years.
    """
    fig, ax = canvas(width)
    years = sorted({*series.index, *told})
    beside = years[-1] + (1.4 if width == "wide" else 1.9)
    top = max(float(series.max()), *told.values())
    sns.lineplot(x=list(series.index), y=series.to_numpy(), color=COLOUR["steppe"], marker="o", markersize=7, ax=ax)
    ax.scatter(list(told), list(told.values()), marker="D", s=50, color=COLOUR["ink"], zorder=3)
    ax.vlines(beside, other.low, other.high, color=COLOUR["sky"], linewidth=16)
    style = {"ha": "center"}
    for year in [*told, series.index[-1]]:
        value = told.get(year, series.get(year))
        note(ax, format_number(value, 1), (year, value), (0, 10), **style)
    note(ax, format_range(*other, 1), (beside, other.high), (0, 5), **style)
    middle = years[len(years) // 2]
    name = style | {"xytext": (16, -18), "color": COLOUR["steppe"], "weight": "bold", "ha": "left"}
    note(ax, words[0], (middle, series[middle]), **name)
    note(ax, words[1], (beside, other.high), (0, 19), color=COLOUR["ink"], weight="bold", **style)
    ax.set(xlabel="", ylabel=ylabel, ylim=(0, top * 1.16), xlim=(years[0] - 0.5, beside + 0.9))
    names = [short_year(year) if width == "narrow" else str(year) for year in years]
    ax.set_xticks([*years, beside], [*names, textwrap.fill(words[2], 8)])
    return fig, ax


def plot_verdicts(
    counts: pd.DataFrame, names: dict, verdicts: dict, xlabel: str, *, width: str = "wide"
) -> tuple[Figure, Axes]:
    """Draw one mark a statement, row by row, by its verdict.

    Parameters
    ----------
    counts : pandas.DataFrame
        Index: rows, drawn from the top. Columns: verdicts. Values: number of statements.
    names, verdicts : dict
        Row -> what it is about, before its marks (on a phone above them); and what stands after them.
    """
    slim = width != "wide"
    room = int(counts.sum(axis=1).max())
    pitch, shift = (1.75, 0.72) if slim else (1.0, 0.0)  # from row to row, and from a name to its marks
    left, right = (-0.5, room + 0.5) if slim else (-room * 0.78, room + 6.4)
    fig, ax = canvas(width, height=0.3 + 0.078 * (len(counts) * pitch + 2))
    for row, (code, found) in enumerate(counts.iterrows()):
        y = row * pitch
        marks = [verdict for verdict in VERDICTS for _ in range(int(found[verdict]))]
        for place, verdict in enumerate(marks):
            shape, colour = VERDICTS[verdict]
            ax.text(place, y + shift, shape, ha="center", va="center", size=13, color=COLOUR[colour])
        ax.text(left, y, f"{code}  {names[code]}", va="center", size=9.5, color=COLOUR["ink"])
        end = {"x": right, "ha": "right"} if slim else {"x": room + 0.2, "ha": "left"}
        ax.text(y=y, s=verdicts[code], va="center", size=9, color=COLOUR["ink"], **end)
    for place, (verdict, (shape, colour)) in enumerate(VERDICTS.items()):
        x, y = (left + place % 2 * (right - left) / 2, place // 2 - 2.6) if slim else (place * room * 0.38, -1.3)
        ax.text(x, y, f"{shape} {verdict}", va="center", size=9, color=COLOUR[colour], weight="bold")
    ax.set(xlabel="", ylabel="", xlim=(left, right), ylim=(len(counts) * pitch - 0.4, -3.2 if slim else -2))
    ax.set_axis_off()
    below(fig, xlabel, width)
    return fig, ax
