"""Plots of the chapters on the migration system: an exchange of which one side is told, and correlations."""

import textwrap

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kzmigration.figures import COLOUR, canvas
from kzmigration.intervals import Interval
from kzmigration.language import format_number
from kzmigration.plots import below


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
    style = {"textcoords": "offset points", "ha": "center", "size": 9.5}
    for year in [*told, series.index[-1]]:
        value = told.get(year, series.get(year))
        ax.annotate(format_number(value, 1), (year, value), xytext=(0, 10), **style)
    limits = f"{format_number(other.low, 1)}–{format_number(other.high, 1)}"
    ax.annotate(limits, (beside, other.high), xytext=(0, 5), **style)
    middle = years[len(years) // 2]
    name = style | {"xytext": (16, -18), "color": COLOUR["steppe"], "weight": "bold", "ha": "left"}
    ax.annotate(words[0], (middle, series[middle]), **name)
    ax.annotate(words[1], (beside, other.high), xytext=(0, 19), color=COLOUR["ink"], weight="bold", **style)
    ax.set(xlabel="", ylabel=ylabel, ylim=(0, top * 1.16), xlim=(years[0] - 0.5, beside + 0.9))
    names = [f"’{year % 100:02d}" if width == "narrow" else str(year) for year in years]
    ax.set_xticks([*years, beside], [*names, textwrap.fill(words[2], 8)])
    return fig, ax


def plot_intervals(
    found: pd.DataFrame, labels: dict[str, str], ends: tuple[str, str], xlabel: str, *, width: str = "wide"
) -> tuple[Figure, Axes]:
    """Draw a coefficient a row as a diamond, with a narrow interval around it and a wide one below.

    Parameters
    ----------
    found : pandas.DataFrame
        Index: codes, drawn from the top. Columns: ``r``, ``low``, ``high`` and ``wide_low``, ``wide_high``.
    ends : tuple of str
        What the narrow and the wide interval stand for, written once above the rows.
    """
    fig, ax = canvas(width, height=0.46 + (0.16 if width == "wide" else 0.2) * len(found))
    for row, (_, line) in enumerate(found.iterrows()):
        ax.hlines(row, line["low"], line["high"], color=COLOUR["steppe"], linewidth=8)
        ax.hlines(row + 0.3, line["wide_low"], line["wide_high"], color=COLOUR["sky"], linewidth=8)
        ax.scatter([line["r"]], [row], marker="D", s=50, color=COLOUR["ink"], zorder=3)
        text = format_number(line["r"], 4)
        ax.annotate(text, (line["r"], row), xytext=(0, 7), textcoords="offset points", ha="center", size=9.5)
    for place, (word, tone) in enumerate(zip(ends, ("steppe", "sky"), strict=True)):
        ax.hlines(-1.1 + 0.3 * place, -1, -0.9, color=COLOUR[tone], linewidth=8)
        ax.text(-0.85, -1.1 + 0.3 * place, word, size=9.5, va="center", color=COLOUR["ink"])
    limit = 24 if width == "wide" else 14
    ax.set_yticks(
        [row + 0.15 for row in range(len(found))], [textwrap.fill(labels[code], limit) for code in found.index]
    )
    ax.vlines(0, -0.5, len(found) - 0.35, color=COLOUR["stone"], linewidth=0.9)
    ax.set(xlabel="", ylabel="", xlim=(-1, 1.02), ylim=(len(found) - 0.35, -1.35))
    ax.set_xticks([-1, -0.5, 0, 0.5, 1], ["−1", "−0.5", "0", "0.5", "1"])
    ax.grid(visible=False)
    below(fig, xlabel, width)
    return fig, ax


def plot_chance(
    drawn: np.ndarray,
    marks: pd.Series,
    labels: dict[str, str],
    xlabel: str,
    ylabel: str = "percent",
    *,
    width: str = "wide",
) -> tuple[Figure, Axes]:
    """Draw how correlations of unrelated series spread, and where some printed ones stand in it.

    Parameters
    ----------
    drawn : numpy.ndarray
        Sizes of the correlations, between 0 and 1.
    marks : pandas.Series
        Code -> size of a printed correlation.
    """
    fig, ax = canvas(width, height=0.9)
    edges = np.linspace(0, 1, 21)
    heights = np.histogram(drawn, edges)[0] / len(drawn) * 100
    ax.bar(edges[:-1], heights, width=0.046, align="edge", color=COLOUR["sky"])
    top = float(heights.max())
    for place, (code, value) in enumerate(marks.sort_values().items()):
        height = top * (1.14 + 0.13 * place)
        ax.plot([value, value], [0, height], color=COLOUR["brick"], linewidth=1.6)
        text = f"{labels[code]}  {format_number(value, 4)}"
        style = {"ha": "right", "va": "center", "size": 9.5, "weight": "bold", "color": COLOUR["brick"]}
        ax.annotate(text, (value, height), xytext=(-5, 0), textcoords="offset points", **style)
    ax.set(xlabel="", ylabel=ylabel, xlim=(0, 1), ylim=(0, top * 1.5))
    ax.set_yticks([tick for tick in ax.get_yticks() if 0 <= tick <= top * 1.05])
    below(fig, xlabel, width)
    return fig, ax
