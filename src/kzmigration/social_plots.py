"""Plots of the chapters on social impact, trafficking and the environment."""

import math
import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kzmigration.figures import COLOUR, canvas
from kzmigration.language import format_number
from kzmigration.plots import below


def plot_known(
    series: dict[str, pd.DataFrame],
    titles: dict[str, str],
    *,
    width: str = "wide",
    digits: dict[str, int] | None = None,
    scale: dict[str, float] | None = None,
    is_common: bool = False,
) -> tuple[Figure, Axes]:
    """Draw what the text fixes, in panels that may have different units, each year's limits written out.

    Diamonds are points, hollow ones narrow intervals, bars wide intervals, and a question mark says that nothing
    bounds a year. Where panels stand side by side, limits of neighbours that are alike are written once, above the
    middle of them.

    Parameters
    ----------
    series : dict
        Name -> frame of :func:`kzmigration.bounds.solve`; one panel each.
    titles : dict
        Name -> quantity and unit, written above the panel.
    digits, scale : dict, optional
        Name -> decimals of its labels, and what its values are divided by.
    is_common : bool
        Whether the panels share their scale.
    """
    panels = (1, len(series)) if width == "wide" else (len(series), 1)
    height = 0.85 if width == "wide" else 0.62 * len(series)
    fig, axes = canvas(width, height=height, panels=panels, share_y=False)
    limits = {name: found[["low", "high"]] / (scale or {}).get(name, 1) for name, found in series.items()}
    tops = {name: float(ends.where(np.isfinite(ends)).max().max()) for name, ends in limits.items()}
    for ax, (name, found) in zip(axes.flat, series.items(), strict=True):
        top = max(tops.values()) if is_common else tops[name]
        runs = (limits[name] != limits[name].shift()).any(axis=1).cumsum()
        places = (digits or {}).get(name, 0)
        for _, run in limits[name].groupby(runs):
            is_at_most, has_room = len(run) > 1 and run["low"].iloc[0] == 0, panels[1] == 1
            for place, (year, row) in enumerate(run.iterrows()):
                label_at = year if has_room else run.index.to_numpy().mean() if place == 0 else None
                _mark_year(ax, year, row["low"], row["high"], top, places, label_at, is_at_most=is_at_most)
        years = list(found.index)
        ax.set(ylim=(0, top * 1.3), xlim=(years[0] - 0.7, years[-1] + 0.8))
        ax.grid(visible=False)  # every limit is written out, and a line would run through it
        ax.set_xticks(years, [f"’{year % 100:02d}" for year in years], size=9)
        ax.set_yticks([tick for tick in ax.get_yticks() if 0 <= tick <= top * 1.02])
        limit = 84 // len(series) if width == "wide" else 44
        ax.set_title(textwrap.fill(titles[name], limit), size=9.5, color=COLOUR["ink"])
    return fig, axes


def _mark_year(
    ax: Axes, year: int, low: float, high: float, top: float, digits: int, label_at: float | None, *, is_at_most: bool
) -> None:
    """Draw one year of :func:`plot_known`, and write its limits above ``label_at`` unless that is None."""
    style = {"textcoords": "offset points", "ha": "center", "size": 8.5, "color": COLOUR["ink"]}
    if not math.isfinite(high):
        ax.annotate("?", (year, 0), xytext=(0, 6), **style | {"color": COLOUR["stone"], "size": 11})
        return
    is_point = math.isclose(low, high, rel_tol=1e-9, abs_tol=1e-9)
    is_narrow = not is_point and high - low < 0.03 * top
    if is_point or is_narrow:
        face = COLOUR["ink"] if is_point else COLOUR["paper"]
        ax.scatter([year], [(low + high) / 2], marker="D", s=46, facecolor=face, edgecolor=COLOUR["ink"], zorder=3)
    else:
        ax.vlines(year, low, high, color=COLOUR["sky"], linewidth=10, zorder=2)
    if label_at is None:
        return
    least, text = format_number(low, digits if low else 0), format_number(high, digits)
    if is_at_most and not is_point:
        text = f"≤ {text}"
    elif format_number(low, digits) != text:
        text = f"{least}–\n{text}"
    ax.annotate(text, (label_at, high), xytext=(0, 8 if is_point or is_narrow else 4), **style)


def plot_ranges(
    start: pd.DataFrame,
    end: pd.DataFrame,
    labels: dict[str, str],
    words: tuple[str, str],
    xlabel: str,
    *,
    width: str = "wide",
    scale: float = 1000,
) -> tuple[Figure, Axes]:
    """Draw two ranges a row, one above the other, each from what is known for sure to what is possible at most.

    Parameters
    ----------
    start, end : pandas.DataFrame
        Index: codes, drawn from the top. Columns: ``low`` (a dot) and ``high`` (where the bar ends).
    words : tuple of str
        What the two ranges stand for, for example years; they stand beside the first row.
    scale : float
        What values are divided by.
    """
    fig, ax = canvas(width, height=0.3 + 0.16 * max(len(start), 2))
    most = float(max(start["high"].max(), end["high"].max())) / scale
    for row, code in enumerate(start.index):
        for frame, shift, tone, alpha, word in (
            (start, -0.17, "stone", 0.4, words[0]),
            (end, 0.17, "steppe", 0.55, words[1]),
        ):
            low, high = frame.loc[code, "low"] / scale, frame.loc[code, "high"] / scale
            ax.hlines(row + shift, low, high, color=COLOUR[tone], alpha=alpha, linewidth=7, zorder=2)
            ax.scatter([low], [row + shift], s=34, color=COLOUR[tone], zorder=3, clip_on=False)
            text = word if row == 0 else ""
            style = {"textcoords": "offset points", "va": "center", "size": 9}
            ax.annotate(text, (high, row + shift), xytext=(6, 0), color=COLOUR[tone], weight="bold", **style)
    limit = 22 if width == "wide" else 12
    ax.set_yticks(range(len(start)), [textwrap.fill(labels[code], limit) for code in start.index], size=9.5)
    ax.set(xlabel="", ylabel="", xlim=(0, most * 1.13), ylim=(len(start) - 0.5, -0.6))
    ax.grid(visible=False, axis="y")
    ax.grid(visible=True, axis="x")
    below(fig, xlabel, width)
    return fig, ax


def plot_magnitudes(
    values: pd.Series, labels: dict[str, str], colours: dict[str, str], xlabel: str, *, width: str = "wide"
) -> tuple[Figure, Axes]:
    """Draw dots on a scale in which each mark is ten times the one before, with the values beside them.

    Parameters
    ----------
    values : pandas.Series
        Index: codes, drawn from the top. Positive values.
    colours : dict
        Code -> name of a colour in the palette.
    """
    fig, ax = canvas(width, height=0.3 + (0.105 if width == "wide" else 0.14) * len(values))
    first, last = math.floor(math.log10(values.min())), math.ceil(math.log10(values.max()))
    for row, (code, value) in enumerate(values.items()):
        tone = COLOUR[colours[code]]
        ax.scatter([math.log10(value)], [row], s=64, color=tone, zorder=3)
        text, style = format_number(value), {"textcoords": "offset points", "va": "center", "size": 9.5}
        ax.annotate(text, (math.log10(value), row), xytext=(9, 0), color=tone, weight="bold", **style)
    ticks = list(range(first, last + 1))
    shown = ticks if width == "wide" else [first, last]
    ax.set_xticks(ticks, [format_number(10**tick) if tick in shown else "" for tick in ticks], size=8.5)
    limit = 34 if width == "wide" else 20
    ax.set_yticks(range(len(values)), [textwrap.fill(labels[code], limit) for code in values.index], size=9.5)
    room = 0.35 if width == "wide" else 1.7
    ax.set(xlabel="", ylabel="", xlim=(first - 0.1, last + room), ylim=(len(values) - 0.5, -0.6))
    ax.grid(visible=False)
    below(fig, xlabel, width)
    return fig, ax


def plot_people(
    counts: pd.DataFrame,
    labels: dict[str, str],
    words: dict[str, str],
    colours: dict[str, str],
    xlabel: str,
    *,
    width: str = "wide",
) -> tuple[Figure, Axes]:
    """Draw one dot a person, for numbers so small that each of them is somebody.

    Parameters
    ----------
    counts : pandas.DataFrame
        Index: codes of rows, drawn from the top. Columns: codes of kinds, drawn one after the other.
    labels, words, colours : dict
        Row -> name; kind -> what its dots stand for; kind -> name of a colour in the palette.
    """
    columns = len(counts.columns) if width == "wide" else 2 if len(counts.columns) > 2 else 1
    key = 0.07 * -(-len(counts.columns) // columns)
    fig, ax = canvas(width, height=0.26 + key + 0.11 * len(counts))
    most = int(counts.sum(axis=1).max())
    size = 84 if width == "wide" else 34
    for row, code in enumerate(counts.index):
        place = 0
        for kind, number in counts.loc[code].items():
            spots = range(place, place + int(number))
            ax.scatter(list(spots), [row] * int(number), s=size, color=COLOUR[colours[kind]], zorder=3)
            place += int(number)
        text, style = format_number(place), {"textcoords": "offset points", "va": "center", "size": 9.5}
        ax.annotate(text, (place - 1, row), xytext=(10, 0), weight="bold", **style)
    limit = 30 if width == "wide" else 16
    ax.set_yticks(range(len(counts)), [textwrap.fill(labels[code], limit) for code in counts.index], size=9.5)
    ax.set(xlabel="", ylabel="", xlim=(-0.8, most + (1 if width == "wide" else 3)), ylim=(len(counts) - 0.5, -0.5))
    ax.set_xticks([])
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    handles = [ax.scatter([], [], s=46, color=COLOUR[colours[kind]], label=words[kind]) for kind in counts.columns]
    fig.legend(handles=handles, loc="outside upper left", ncols=columns, frameon=False, fontsize=9.5, handletextpad=0.2)
    below(fig, xlabel, width)
    return fig, ax


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
            style = {"textcoords": "offset points", "va": "center", "size": 8.5, "color": COLOUR["stone"]}
            ax.annotate(text, (entry.high, y), xytext=(5, 0), **style)
    limit = 24 if width == "wide" else 13
    ax.set_yticks(range(len(codes)), [textwrap.fill(labels[code], limit) for code in codes], size=9.5)
    ax.set(xlabel="", ylabel="", ylim=(len(codes) - 0.45, -0.55), xlim=(-1, 1.28 if width == "wide" else 1.55))
    ax.set_xticks([-1, -0.5, 0, 0.5, 1], [format_number(tick, 1) for tick in (-1, -0.5, 0, 0.5, 1)])
    ax.grid(visible=False)
    below(fig, xlabel, width)
    return fig, ax
