"""Plots of the chapters on immigration: two agencies side by side, a total split in two, bounds that narrow."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from kzmigration.figures import COLOUR, canvas
from kzmigration.language import format_number
from kzmigration.plots import thin_years
from kzmigration.stated_plots import plot_bounds

APART = 0.24  # years between marks of one year
NARROW = 0.02  # part of the largest value below which an interval is drawn as a hollow point


def plot_beside(
    limits: dict[str, pd.DataFrame],
    counts: pd.Series,
    labels: dict[str, str],
    colours: dict[str, str],
    ylabel: str,
    *,
    width: str = "wide",
    scale: float = 1,
    digits: int = 1,
) -> tuple[Figure, Axes]:
    """Draw what statements allow for each year, and beside it what another source counts.

    Parameters
    ----------
    limits : dict
        Two names, the left and the middle mark of each year -> frame of :func:`kzmigration.bounds.solve`, all of it
        finite. Wide intervals are bars, narrow ones hollow diamonds, points filled ones.
    counts : pandas.Series
        The right mark of each year, a dot. Index: years. Its name is a key of ``labels`` too.
    labels, colours : dict
        Name -> what it is called above the picture, and a colour in :data:`kzmigration.figures.PALETTE`.
    ylabel : str
        Quantity and unit.
    scale : float
        What values are divided by.
    digits : int
        Decimals of the largest count, which alone is written out.
    """
    fig, ax = canvas(width, height=1.0 if width == "wide" else 1.15)
    years = list(counts.index)
    ends = {name: found.loc[years, ["low", "high"]] / scale for name, found in limits.items()}
    dots = counts / scale
    top = max(float(dots.max()), *(float(pair["high"].max()) for pair in ends.values()))
    for (name, pair), shift in zip(ends.items(), (-APART, 0.0), strict=True):
        colour = COLOUR[colours[name]]
        for year, (low, high) in pair.iterrows():
            if high - low >= NARROW * top:
                ax.vlines(year + shift, low, high, color=colour, linewidth=8 if width == "wide" else 6)
            else:
                face = colour if np.isclose(low, high) else COLOUR["paper"]
                ax.scatter(year + shift, (low + high) / 2, marker="D", s=40, facecolor=face, edgecolor=colour, zorder=3)
    tone = COLOUR[colours[counts.name]]
    ax.scatter(dots.index + APART, dots, s=42, color=tone, zorder=3)
    peak = dots.idxmax()
    ax.annotate(
        format_number(dots[peak], digits),
        (peak + APART, dots[peak]),
        xytext=(0, 6),
        textcoords="offset points",
        ha="center",
        size=9.5,
        weight="bold",
        color=tone,
    )
    ax.set(xlabel="", ylabel=ylabel, ylim=(0, top * 1.13), xlim=(years[0] - 0.6, years[-1] + 0.6))
    thin_years(ax, years, width)
    _heads(ax, [(labels[name], colours[name]) for name in [*limits, counts.name]], width)
    return fig, ax


def plot_split(
    part: pd.Series,
    total: pd.Series,
    labels: tuple[str, str],
    ylabel: str,
    *,
    width: str = "wide",
    scale: float = 1,
    digits: int = 1,
) -> tuple[Figure, Axes]:
    """Draw yearly totals as bars from zero, each split into one part and all the rest, with the total on top.

    Parameters
    ----------
    part, total : pandas.Series
        Index: years. No part is larger than its total.
    labels : tuple of str
        Names of the part and of the rest, written above the picture.
    """
    fig, ax = canvas(width, height=1.0 if width == "wide" else 1.1)
    years = list(total.index)
    own, whole = part / scale, total / scale
    ax.bar(years, own, width=0.62, color=COLOUR["steppe"])
    ax.bar(years, whole - own, bottom=own, width=0.62, color=COLOUR["ochre"])
    for year, value in whole.items():
        ax.annotate(
            format_number(value, digits),
            (year, value),
            xytext=(0, 4),
            textcoords="offset points",
            ha="center",
            va="bottom",
            size=9.5,
        )
    ax.set(xlabel="", ylabel=ylabel, ylim=(0, float(whole.max()) * 1.12), xlim=(years[0] - 0.6, years[-1] + 0.6))
    thin_years(ax, years, width)
    _heads(ax, [(labels[1], "ochre"), (labels[0], "steppe")], width)
    return fig, ax


def _heads(ax: Axes, heads: list[tuple[str, str]], width: str) -> None:
    """Write each mark's name above the picture, in its colour, from top to bottom as given."""
    for row, (text, colour) in enumerate(reversed(heads)):
        ax.annotate(
            text,
            (0, 1),
            xycoords="axes fraction",
            xytext=(0 if width == "wide" else -28, 7 + 14 * row),
            textcoords="offset points",
            va="bottom",
            size=9.5 if width == "wide" else 9,
            weight="bold",
            color=COLOUR[colour],
        )


def plot_bounds_alike(
    series: dict[str, pd.DataFrame], titles: dict[str, str], ylabel: str, *, width: str = "wide", scale: float = 1
) -> tuple[Figure, Axes]:
    """Draw panels of :func:`kzmigration.stated_plots.plot_bounds` on one scale, for one quantity known ever better.

    Parameters
    ----------
    series, titles : dict
        As there.
    scale : float
        What values are divided by; one decimal is written out.
    """
    fig, axes = plot_bounds(series, titles, ylabel, width=width, scale=scale, digits=1)
    top = max(ax.get_ylim()[1] for ax in axes.flat)
    for ax in axes.flat:
        ax.set_ylim(0, top)
        ax.yaxis.set_major_locator(MaxNLocator(5))
    return fig, axes
