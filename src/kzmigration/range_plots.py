"""Ranges in one picture: of the years of one series or of two, of rows, and against a limit."""

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kzmigration.figures import COLOUR, canvas
from kzmigration.language import format_number, format_range
from kzmigration.layout import POINTS, below, low_ticks, name_marks, name_rows, note, thin_years

APART = 0.24  # years between marks of one year


def plot_years(
    found: pd.DataFrame, ylabel: str, *, width: str = "wide", digits: int = 1, told: dict[int, float] | None = None
) -> tuple[Figure, Axes]:
    """Draw what is known of each year as a diamond or a bar from end to end, with its number or its two ends above.

    Parameters
    ----------
    found : pandas.DataFrame
        Index: years. Columns: ``low`` and ``high``; equal where the year is fixed.
    told : dict, optional
        Year -> value that the text states, drawn in ochre.
    """
    fig, ax = canvas(width, height=0.85)
    top = float(found["high"].max())
    told = told or {}
    for year, row in found.iterrows():
        exact = row["high"] - row["low"] < 0.004 * top
        tone = "ochre" if year in told else "ink"
        if exact:
            ax.scatter([year], [row["low"]], marker="D", s=46, color=COLOUR[tone], zorder=3)
        else:
            ax.vlines(year, row["low"], row["high"], color=COLOUR["ochre" if year in told else "sky"], linewidth=10)
        dash = "–" if width == "wide" else "–\n"
        text = format_range(*([told[year]] * 2 if year in told else row[["low", "high"]]), digits, dash)
        style = {"ha": "center", "color": COLOUR[tone], "size": 9}
        note(ax, text, (year, row["high"]), (0, 8), **style)
    years = list(found.index)
    ax.set(xlabel="", ylabel=ylabel, ylim=(0, top * 1.24), xlim=(years[0] - 0.5, years[-1] + 0.5))
    low_ticks(ax, float(found["low"].min()), 5)
    thin_years(ax, years, width)
    return fig, ax


def plot_two_bounds(
    counts: dict[str, pd.DataFrame],
    words: dict[str, str],
    colours: dict[str, str],
    ylabel: str,
    *,
    width: str = "wide",
    scale: float = 1,
) -> tuple[Figure, Axes]:
    """Draw what is stated of two counts of the same people, on one scale.

    A hollow diamond is a narrow interval, a bar a wide one, a question mark a year of which nothing is said.

    Parameters
    ----------
    counts : dict
        Name -> frame of :func:`kzmigration.bounds.solve`: index years, columns ``low``, ``high``, ``kind``.
    words, colours : dict
        Name -> what stands at its last value, name -> colour in :data:`PALETTE`.
    scale : float
        What values are divided by.
    """
    fig, ax = canvas(width, height=1.05)
    ends = {name: found[["low", "high"]] / scale for name, found in counts.items()}
    top = max(float(frame.where(np.isfinite(frame)).max().max()) for frame in ends.values())
    for place, (name, frame) in enumerate(ends.items()):
        tone, side = COLOUR[colours[name]], -0.11 if place else 0.11
        for year, (low, high) in frame.iterrows():
            x = year + side
            if not np.isfinite(high):
                ax.text(x, 0.02 * top, "?", ha="center", color=tone, size=11, weight="bold")
                continue
            if high - low < 0.04 * top:
                middle = (low + high) / 2
                ax.scatter([x], [middle], marker="D", s=52, facecolor=COLOUR["paper"], edgecolor=tone, linewidth=2)
            else:
                ax.vlines(x, low, high, color=tone, linewidth=10)
            place_of_text = {"xytext": (0, -16), "va": "top"} if place else {"xytext": (0, 9), "va": "bottom"}
            style = {"ha": "center", "color": tone}
            note(ax, format_range(low, high, 1), (x, low if place else high), size=9, **place_of_text, **style)
        end = (frame.index[-1] + side, frame.iloc[-1].mean())
        wrapped = textwrap.fill(words[name], 26 if width == "wide" else 15)
        shift = {"xytext": (26, -31), "va": "top"} if place else {"xytext": (-30, 6), "va": "bottom"}
        style = {"ha": "right", "weight": "bold", "color": tone}
        note(ax, wrapped, end, **shift, **style)
    years = list(frame.index)
    ax.set(xlabel="", ylabel=ylabel, ylim=(0, top * 1.16), xlim=(years[0] - 0.6, years[-1] + 0.6))
    thin_years(ax, years, width)
    return fig, ax


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
            if high - low >= 0.02 * top:
                ax.vlines(year + shift, low, high, color=colour, linewidth=8 if width == "wide" else 6)
            else:
                face = colour if np.isclose(low, high) else COLOUR["paper"]
                ax.scatter(year + shift, (low + high) / 2, marker="D", s=40, facecolor=face, edgecolor=colour, zorder=3)
    tone = COLOUR[colours[counts.name]]
    ax.scatter(dots.index + APART, dots, s=42, color=tone, zorder=3)
    peak = dots.idxmax()
    text = format_number(dots[peak], digits)
    note(ax, text, (peak + APART, dots[peak]), (0, 6), ha="center", weight="bold", color=tone)
    ax.set(xlabel="", ylabel=ylabel, ylim=(0, top * 1.13), xlim=(years[0] - 0.6, years[-1] + 0.6))
    thin_years(ax, years, width)
    name_marks(ax, [(labels[name], colours[name]) for name in [*limits, counts.name]], width)
    return fig, ax


def plot_ranges(
    ranges: pd.DataFrame, labels: dict[str, str], colours: dict[str, str], xlabel: str, *, width: str, digits: int = 2
) -> tuple[Figure, Axes]:
    """Draw what several roads to one number allow, one range a row on a common scale.

    Parameters
    ----------
    ranges : pandas.DataFrame
        Index: codes, drawn from the top. Columns: ``low`` and ``high``.
    labels, colours : dict
        Code -> how the number comes about, code -> name of a colour.
    """
    fig, ax = canvas(width, height=0.28 + (0.13 if width == "wide" else 0.19) * len(ranges))
    least, most = float(ranges["low"].min()), float(ranges["high"].max())
    span = most - least
    for row, (code, ends) in enumerate(ranges.iterrows()):
        tone = COLOUR[colours[code]]
        ax.plot([ends["low"], ends["high"]], [row, row], color=tone, linewidth=8, solid_capstyle="round")
        text = format_range(ends["low"], ends["high"], digits)
        note(ax, text, (ends["high"], row), (9, 0), va="center", weight="bold", color=tone)
    name_rows(ax, ranges.index, labels, width, (34, 19), 9.5 if width == "wide" else 8.6)
    room = 0.3 if width == "wide" else 0.75
    ax.set(xlabel="", ylabel="", xlim=(least - 0.08 * span, most + room * span), ylim=(len(ranges) - 0.4, -0.6))
    ax.grid(visible=False)
    ax.locator_params(axis="x", nbins=5)
    ax.set_xticks([tick for tick in ax.get_xticks() if least - 0.08 * span <= tick <= most + 0.05 * span])
    below(fig, xlabel, width)
    return fig, ax


def plot_range_pairs(
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
            style = {"va": "center", "size": 9}
            note(ax, text, (high, row + shift), (6, 0), color=COLOUR[tone], weight="bold", **style)
    name_rows(ax, start.index, labels, width, (22, 12))
    ax.set(xlabel="", ylabel="", xlim=(0, most * 1.13), ylim=(len(start) - 0.5, -0.6))
    ax.grid(visible=False, axis="y")
    ax.grid(visible=True, axis="x")
    below(fig, xlabel, width)
    return fig, ax


def plot_criterion(
    rows: pd.DataFrame, limits: tuple[float, float], labels: tuple[str, str], *, width: str = "wide"
) -> tuple[Figure, Axes]:
    """Draw what each row has of two quantities, and which of their limits it passes: filled where it does.

    Parameters
    ----------
    rows : pandas.DataFrame
        Columns: ``name``, ``low`` and ``high`` (range of the first quantity), ``level`` (the second, drawn on a
        logarithmic axis), ``tone`` (a colour in :data:`kzmigration.figures.PALETTE`); from the top.
    limits : tuple of float
        Limit of the lower end of the range, and of the level.
    labels : tuple of str
        The two quantities, with units.
    width : {"wide", "narrow"}
        For a page, or redrawn for a phone, where the panels stand one below the other.
    """
    is_wide = width == "wide"
    size = len(rows)
    fig, axes = canvas(
        width, height=(0.24 if is_wide else 0.45) + (0.075 if is_wide else 0.155) * size,
        panels=(1, 2) if is_wide else (2, 1), share_y=is_wide,
    )  # fmt: skip
    first, second = axes.ravel()
    for y, row in enumerate(rows.itertuples()):
        tone = COLOUR[row.tone]
        first.plot([row.low, row.high], [y, y], color=tone, linewidth=2, zorder=2)
        for ax, x, is_passed in (
            (first, row.low, row.low > limits[0]),
            (first, row.high, row.low > limits[0]),
            (second, row.level, row.level > limits[1]),
        ):
            fill = tone if is_passed else COLOUR["paper"]
            ax.scatter([x], [y], s=42, facecolor=fill, edgecolor=tone, linewidth=1.6, zorder=3)
    for ax, limit, label in zip((first, second), limits, labels, strict=True):
        ax.axvline(limit, color=COLOUR["ink"], linewidth=1, zorder=1)
        digits = 0 if float(limit).is_integer() else 1
        ax.text(limit, -0.75, f" {format_number(limit, digits)}", size=POINTS, va="center")
        ax.set_xlabel(label, loc="center" if is_wide else "right", size=9.5 if is_wide else POINTS)
        ax.set_ylim(size - 0.5, -1.2)
        ax.set_yticks(range(size), list(rows["name"]), size=POINTS)
        ax.grid(visible=True, axis="y")
    second.set(xscale="log", xlim=(float(rows["level"].min()) / 1.6, float(rows["level"].max()) * 1.8))
    second.set_xticks([10, 100, 1000], [format_number(tick) for tick in (10, 100, 1000)])
    second.minorticks_off()
    return fig, axes
