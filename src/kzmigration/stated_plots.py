"""Plots of what the documents state: points, intervals, placed and lost years."""

import textwrap

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kzmigration.figures import COLOUR, canvas
from kzmigration.language import format_number, format_share
from kzmigration.plots import below, label_ends, thin_years

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
    style = {"textcoords": "offset points", "ha": "center", "weight": "bold", "size": 9.5}
    ax.annotate(words[1], (last, told[last]), color=COLOUR["ochre"], **above, **style)
    middle = len(years) // 2
    lowest = float(series.iloc[max(middle - 1, 0) : middle + 2].min())  # the words are wider than one year
    ax.annotate(words[0], (years[middle], lowest), color=COLOUR["steppe"], **below, **style)
    return fig, ax


def plot_bounds(
    series: dict[str, pd.DataFrame],
    titles: dict[str, str],
    ylabel: str,
    *,
    width: str = "wide",
    scale: float = 1,
    digits: int | dict[str, int] = 0,
) -> tuple[Figure, Axes]:
    """Draw what the text fixes: diamonds for points, hollow ones for narrow intervals, bars for wide ones.

    A question mark stands where nothing bounds a year.

    Parameters
    ----------
    series : dict
        Name -> frame of :func:`kzmigration.bounds.solve`; one panel each.
    titles : dict
        Name -> what stands above the panel.
    digits : int or dict
        Decimals of the labels, for all panels or for each by its name.
    """
    panels = (1, len(series)) if width == "wide" else (len(series), 1)
    fig, axes = canvas(width, height=0.8 if width == "wide" else 0.62 * len(series), panels=panels, share_y=False)
    for ax, (name, found) in zip(axes.flat, series.items(), strict=True):
        ends = found[["low", "high"]] / scale
        known = ends.where(np.isfinite(ends)).max().max()
        decimals = digits[name] if isinstance(digits, dict) else digits
        before = None  # lower end of the year before, if its label stands beside this one
        for year, row in ends.iterrows():
            kind, beside, before = found.loc[year, "kind"], before, None
            if kind == "point":
                ax.scatter([year], [row["low"]], marker="D", s=46, color=COLOUR["ink"], zorder=3)
                text = format_number(row["low"], decimals)
                ax.annotate(text, (year, row["low"]), xytext=(0, 8), textcoords="offset points", ha="center", size=9)
            elif row["high"] - row["low"] < 0.0225 * known:
                ax.scatter(
                    [year], [row["low"]], marker="D", s=46, facecolor=COLOUR["paper"], color=COLOUR["ink"], zorder=3
                )
                low, high = (format_number(end, decimals) for end in (row["low"], row["high"]))
                text = low if low == high else f"{low}–\n{high}"
                under = beside is not None and 0.2 * known < row["high"] < beside
                place = {"xy": (year, row["low"]), "xytext": (0, -8), "va": "top"} if under else {}
                place = place or {"xy": (year, row["high"]), "xytext": (0, 8)}
                ax.annotate(
                    text, **place, textcoords="offset points", ha="center", size=7.4 if len(axes.flat) > 2 else 8
                )
                before = row["low"]
            elif kind == "interval":
                ax.vlines(year, row["low"], row["high"], color=COLOUR["sky"], linewidth=9)
            else:
                ax.annotate(
                    "?", (year, 0), xytext=(0, 8), textcoords="offset points", ha="center", color=COLOUR["stone"]
                )
        years = list(found.index)
        ax.set(ylim=(0, known * 1.25), xlim=(years[0] - 0.7, years[-1] + 0.7))
        ax.set_xticks(years, [f"’{year % 100:02d}" for year in years], size=9)
        ticks = [float(tick) for tick in ax.get_yticks() if 0 <= tick <= known * 1.02]
        places = next(n for n in range(9) if all(abs(tick - round(tick, n)) < 1e-9 for tick in ticks))
        ax.set_yticks(ticks, [format_number(tick, places) for tick in ticks])
        ax.set_title(textwrap.fill(titles[name], 26 if width == "wide" else 44), size=9.5, color=COLOUR["ink"])
    fig.supylabel(ylabel, size=9.5)
    return fig, axes


def plot_shares(
    values: pd.Series, labels: dict[str, str], xlabel: str, *, width: str = "wide", digits: int = 0
) -> tuple[Figure, Axes]:
    """Draw shares as dots on a line from 0 to 100 %, for answers of different people that must not be added up.

    Parameters
    ----------
    values : pandas.Series
        Index: codes, drawn from the top. Values: percent.
    """
    fig, ax = canvas(width, height=0.26 + (0.1 if width == "wide" else 0.13) * len(values))
    rows = range(len(values))
    ax.hlines(rows, 0, 100, color=COLOUR["grid"], linewidth=2, zorder=1)
    ax.scatter(values, rows, s=60, color=COLOUR["steppe"], zorder=3)
    for row, value in zip(rows, values, strict=True):
        text = format_share(value, digits if value == round(value) else 1)
        ax.annotate(
            text, (value, row), xytext=(10, 0), textcoords="offset points", va="center", size=9.5, weight="bold"
        )
    limit = 40 if width == "wide" else 24
    ax.set_yticks(list(rows), [textwrap.fill(labels[code], limit) for code in values.index], size=9.5)
    ax.set(xlabel="", ylabel="", xlim=(0, 108), ylim=(len(values) - 0.5, -0.6))
    ax.set_xticks([])
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    below(fig, xlabel, width)
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
