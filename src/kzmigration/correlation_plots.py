"""Correlations: how far each may lie from what is printed, and what chance alone makes."""

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kzmigration.figures import COLOUR, canvas
from kzmigration.language import format_number
from kzmigration.layout import below, low_ticks, name_rows, note


def plot_correlations(
    intervals: pd.DataFrame, labels: dict[str, str], words: str, xlabel: str, *, width: str = "wide"
) -> tuple[Figure, Axes]:
    """Draw coefficients as dots, each with its interval for several numbers of observations.

    Parameters
    ----------
    intervals : pandas.DataFrame
        Columns ``code``, ``r``, ``n``, ``low`` and ``high``; the rows of a code stand below each other.
    labels : dict
        Code -> name.
    words : str
        What ``n`` counts, for example "years".
    """
    codes, sizes = list(intervals["code"].drop_duplicates()), sorted(intervals["n"].unique())
    fig, ax = canvas(width, height=0.34 + (0.24 if width == "wide" else 0.27) * len(codes))
    ax.axvline(0, color=COLOUR["stone"], linewidth=0.9, zorder=1)
    step = 0.8 / len(sizes)
    for row, code in enumerate(codes):
        own = intervals[intervals["code"] == code].sort_values("n")
        for place, entry in enumerate(own.itertuples()):
            y = row + (place - (len(sizes) - 1) / 2) * step
            ax.hlines(y, entry.low, entry.high, color=COLOUR["sky"], linewidth=5, zorder=2)
            ax.scatter([entry.r], [y], s=26, color=COLOUR["ink"], zorder=3)
            text = f"{entry.n} {words}" if row == 0 else f"{entry.n}"
            style = {"va": "center", "size": 8.5, "color": COLOUR["stone"]}
            note(ax, text, (entry.high, y), (5, 0), **style)
    name_rows(ax, codes, labels, width, (24, 13))
    ax.set(xlabel="", ylabel="", ylim=(len(codes) - 0.45, -0.55), xlim=(-1, 1.28 if width == "wide" else 1.55))
    ax.set_xticks([-1, -0.5, 0, 0.5, 1], [format_number(tick, 1) for tick in (-1, -0.5, 0, 0.5, 1)])
    ax.grid(visible=False)
    below(fig, xlabel, width)
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
        note(ax, text, (line["r"], row), (0, 7), ha="center")
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
        style = {"ha": "right", "va": "center", "weight": "bold", "color": COLOUR["brick"]}
        note(ax, text, (value, height), (-5, 0), **style)
    ax.set(xlabel="", ylabel=ylabel, xlim=(0, 1), ylim=(0, top * 1.5))
    low_ticks(ax, top * 1.05)
    below(fig, xlabel, width)
    return fig, ax
