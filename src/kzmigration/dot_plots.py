"""Dots in rows: two dates of one thing, shares, persons, distances from a line, the odd ones out."""

import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kzmigration.figures import COLOUR, canvas
from kzmigration.language import format_number, format_share
from kzmigration.layout import POINTS, bare, below, name_rows, note


def plot_dumbbell(
    before: pd.Series,
    after: pd.Series,
    labels: dict[str, str],
    ends: tuple[str, str],
    xlabel: str,
    *,
    width: str = "wide",
    digits: int = 1,
) -> tuple[Figure, Axes]:
    """Draw two dots a row, joined, for two dates.

    Parameters
    ----------
    before, after : pandas.Series
        Index: codes, drawn from the top.
    ends : tuple of str
        What the two dots stand for, written once above the first row.
    """
    fig, ax = canvas(width, height=0.3 + 0.088 * max(len(before), 3))
    rows = range(len(before))
    low, high = min(0.0, float(min(before.min(), after.min()))), float(max(before.max(), after.max()))
    ax.hlines(rows, before, after, color=COLOUR["stone"], linewidth=2, zorder=1)
    style = {"clip_on": False}  # a dot at zero is whole
    ax.scatter(before, rows, facecolor=COLOUR["paper"], edgecolor=COLOUR["stone"], linewidth=2, s=44, zorder=2, **style)
    ax.scatter(after, rows, color=COLOUR["steppe"], s=48, zorder=3, **style)
    ax.set_yticks(list(rows), [labels[code] for code in before.index])
    right = high + (high - low) * (0.35 if width == "wide" else 0.4 + 0.3 * digits)
    ax.set(xlabel="", ylabel="", ylim=(len(before) - 0.4, -1.3), xlim=(1.1 * low, right))
    bare(fig, ax, xlabel, width)
    if low < 0:
        ax.axvline(0, color=COLOUR["grid"], linewidth=1.2, zorder=0)
    for row, code in enumerate(before.index):
        pair = (round(float(end), digits) + 0.0 for end in (before[code], after[code]))  # no minus zero
        text = " → ".join(format_number(end, digits) for end in pair)
        place = max(before[code], after[code])
        note(ax, text, (place, row), (9, 0), va="center")
    sides = {True: ("right", -1), False: ("left", 1)}
    for series, word, colour in ((before, ends[0], "stone"), (after, ends[1], "steppe")):
        side, nudge = sides[bool(series.iloc[0] == min(before.iloc[0], after.iloc[0]))]
        note(ax, word, (series.iloc[0], -0.55), (nudge, 0), ha=side, va="center", weight="bold", color=COLOUR[colour])
    return fig, ax


def plot_joining(treaties: pd.DataFrame, *, width: str = "wide", last: int = 2020) -> tuple[Figure, Axes]:
    """Draw, for each treaty, when it was concluded and when the country joined it, or that it has not.

    Parameters
    ----------
    treaties : pandas.DataFrame
        Columns: ``short`` (name), ``year`` (made), ``is_joined``, ``joined`` (year; missing where it has not joined, or
        where the year is not told), ``told`` (in words, for example ``joined 1998``).
    width : {"wide", "narrow"}
        For a page, or redrawn for a phone, where names stand above their lines.
    last : int
        Year at which the axis ends.
    """
    is_wide = width == "wide"
    fig, ax = canvas(width, height=0.2 + (0.105 if is_wide else 0.125) * len(treaties))
    rows = treaties.reset_index(drop=True)
    names, between = [], "\n" if is_wide else ", "
    for y, row in rows.iterrows():
        tone = COLOUR["steppe" if row["is_joined"] else "brick"]
        is_dated = not pd.isna(row["joined"])
        if is_dated or not row["is_joined"]:
            end, style = (float(row["joined"]), "-") if is_dated else (last, ":")
            ax.plot([row["year"], end], [y, y], color=tone, linewidth=2, linestyle=style, zorder=2)
        ax.scatter([row["year"]], [y], s=40, facecolor=COLOUR["paper"], edgecolor=tone, linewidth=1.6, zorder=3)
        if is_dated:
            ax.scatter([row["joined"]], [y], s=40, color=tone, zorder=4)
        names.append(f"{row['short']}{between}{row['year']:.0f}, {row['told']}")
        if not is_wide:
            ax.text(rows["year"].min() - 1, y - 0.46, names[-1], size=POINTS, color=COLOUR["ink"], va="center")
    ax.set_yticks(range(len(rows)), names if is_wide else [""] * len(rows), size=POINTS)
    ax.set(xlim=(rows["year"].min() - 2, last + 1), ylim=(len(rows) - 0.4, -0.8 if is_wide else -1.0), xlabel="year")
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    return fig, ax


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
        note(ax, text, (value, row), (10, 0), va="center", weight="bold")
    name_rows(ax, values.index, labels, width, (40, 24))
    ax.set(xlabel="", ylabel="", xlim=(0, 108), ylim=(len(values) - 0.5, -0.6))
    bare(fig, ax, xlabel, width)
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
        note(ax, format_number(place), (place - 1, row), (10, 0), va="center", weight="bold")
    name_rows(ax, counts.index, labels, width, (30, 16))
    ax.set(xlabel="", ylabel="", xlim=(-0.8, most + (1 if width == "wide" else 3)), ylim=(len(counts) - 0.5, -0.5))
    handles = [ax.scatter([], [], s=46, color=COLOUR[colours[kind]], label=words[kind]) for kind in counts.columns]
    fig.legend(handles=handles, loc="outside upper left", ncols=columns, frameon=False, fontsize=9.5, handletextpad=0.2)
    bare(fig, ax, xlabel, width)
    return fig, ax


def plot_against(
    values: pd.Series,
    line: float,
    labels: dict[str, str],
    colours: dict[str, str],
    words: str,
    xlabel: str,
    *,
    width: str = "wide",
    digits: int = 2,
) -> tuple[Figure, Axes]:
    """Draw one dot a row and a line through all rows that they are held against.

    Parameters
    ----------
    values : pandas.Series
        Index: codes, drawn from the top.
    line : float
        Where the line stands.
    words : str
        What the line is, written above the first row.
    """
    fig, ax = canvas(width, height=0.34 + 0.078 * len(values))
    rows = range(len(values))
    tints = [COLOUR[colours[code]] for code in values.index]
    ax.hlines(rows, line, values, color=COLOUR["grid"], linewidth=3, zorder=1)
    ax.axvline(line, color=COLOUR["stone"], linewidth=1.2, zorder=2)
    ax.scatter(values, rows, color=tints, s=52, zorder=3)
    for row, value in zip(rows, values, strict=True):
        side = 1 if value >= line else -1
        style = {"ha": "left" if side > 0 else "right", "va": "center", "size": 9 if width == "wide" else 8.2}
        note(ax, format_number(value, digits, signed=True), (value, row), (9 * side, 0), **style)
    least, most = min(float(values.min()), line), max(float(values.max()), line)
    room = (0.13 if width == "wide" else 0.3) * (most - least)
    ax.set_yticks(list(rows), [labels[code] for code in values.index], size=9.5 if width == "wide" else 8.2)
    ax.set(xlabel="", ylabel="", xlim=(least - room, most + room), ylim=(len(values) - 0.4, -1.8))
    text = textwrap.fill(words, 60 if width == "wide" else 24)
    note(ax, text, (line, -1.1), (6, 0), va="center", size=9, color=COLOUR["stone"])
    bare(fig, ax, xlabel, width)
    return fig, ax


def plot_strip(
    found: pd.DataFrame, apart: pd.DataFrame, labels: dict[str, str], xlabel: str, *, width: str = "wide"
) -> tuple[Figure, Axes]:
    """Draw many ranges around zero as thin lines in rows by year, and name the few that do not hold zero.

    Parameters
    ----------
    found : pandas.DataFrame
        Columns ``region``, ``year``, ``change``, ``low`` and ``high``.
    apart : pandas.DataFrame
        The rows of ``found`` to be named.
    """
    fig, ax = canvas(width, height=0.95)
    years = sorted(found["year"].unique())
    for place, year in enumerate(years):
        of_year = found[found["year"] == year].sort_values("change", kind="stable")
        step = 0.6 / max(len(of_year), 1)
        for rank, row in enumerate(of_year.itertuples()):
            named = row.Index in apart.index
            y = place + 0.36 if named else place - 0.42 + step * (rank + 0.5)
            ax.plot([row.low, row.high], [y, y], color=COLOUR["sky"], linewidth=1.4, zorder=2)
            ax.scatter([row.change], [y], s=46 if named else 12, color=COLOUR["brick" if named else "steppe"], zorder=3)
            if named:
                side = -1 if row.change < 0 else 1
                text = f"{labels[row.region]}  {format_number(row.change, 1, signed=True)}"
                edge = row.high if side > 0 else row.low
                style = {"ha": "left" if side > 0 else "right", "va": "center", "size": 9 if width == "wide" else 8}
                note(ax, text, (edge, y), (8 * side, 0), color=COLOUR["brick"], **style)
    ax.axvline(0, color=COLOUR["stone"], linewidth=0.9, zorder=1)
    least, most = float(found["low"].min()), float(found["high"].max())
    room = (0.3 if width == "wide" else 0.72) * (most - least)
    ax.set_yticks(range(len(years)), [str(year) for year in years])
    ax.set(xlabel="", ylabel="", xlim=(least - 0.9 * room, most + room), ylim=(len(years) - 0.45, -0.55))
    ax.grid(visible=False)
    ax.set_xticks([tick for tick in (-5, 0, 5, 10) if least - room < tick < most])
    below(fig, xlabel, width)
    return fig, ax
