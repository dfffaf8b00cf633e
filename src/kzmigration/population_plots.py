"""Plots of how a population grows: its accounts, its parts, and its regions side by side."""

import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kzmigration.figures import COLOUR, canvas
from kzmigration.language import format_number
from kzmigration.maps import classes, tones
from kzmigration.plots import below, thin_years


def plot_components(
    gains: pd.DataFrame, losses: pd.DataFrame, words: tuple[str, str], ylabel: str, *, width: str = "wide", scale: float
) -> tuple[Figure, Axes]:
    """Draw a gain upwards and a loss downwards from zero for each year; what is not sure is drawn pale.

    Parameters
    ----------
    gains, losses : pandas.DataFrame
        Index: years. Columns: ``low`` and ``high``, bounds of a positive number; losses are drawn below zero.
    words : tuple of str
        What the gain and the loss are.
    scale : float
        What values are divided by.
    """
    fig, ax = canvas(width)
    top, bottom = float(gains["high"].max()) / scale, float(losses["high"].max()) / scale
    for frame, sign, sure, words_at in ((gains, 1, "steppe", top), (losses, -1, "brick", -bottom)):
        for year, row in (frame / scale).iterrows():
            ax.bar(year, sign * row["low"], width=0.62, color=COLOUR[sure])
            spare = row["high"] - row["low"]
            pale = "gain2" if sign > 0 else "loss1"
            if spare > 0:
                ax.bar(year, sign * spare, width=0.62, bottom=sign * row["low"], color=COLOUR[pale])
            edge = row["high"] + 0.025 * top
            exact = spare == 0
            text = format_number(row["low"], 1) if exact else f"{row['low']:.0f}–{row['high']:.0f}"
            side = "bottom" if sign > 0 else "top"
            ax.text(year, sign * edge, text, ha="center", va=side, size=9 if width == "wide" else 7.6)
        place = words_at + (0.17 if sign > 0 else -0.23) * top
        ax.text(gains.index[0] - 0.31, place, words[0 if sign > 0 else 1], color=COLOUR[sure], weight="bold", size=9.5)
    ax.axhline(0, color=COLOUR["stone"], linewidth=0.9)
    ax.set(xlabel="", ylabel=ylabel, ylim=(-bottom - 0.32 * top, top * 1.3))
    ax.set_yticks([tick for tick in ax.get_yticks() if 0 <= tick <= top * 1.02])
    thin_years(ax, list(gains.index), width)
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
        middle = (ends["low"] + ends["high"]) / 2
        exact = format_number(ends["low"], digits) == format_number(ends["high"], digits)
        text = format_number(middle, digits)
        if not exact:
            text = f"{format_number(ends['low'], digits)}–{format_number(ends['high'], digits)}"
        ax.annotate(
            text,
            (ends["high"], row),
            xytext=(9, 0),
            textcoords="offset points",
            va="center",
            size=9.5,
            weight="bold",
            color=tone,
        )
    ax.set_yticks(
        range(len(ranges)), [textwrap.fill(labels[code], 34 if width == "wide" else 19) for code in ranges.index]
    )
    ax.tick_params(axis="y", labelsize=9.5 if width == "wide" else 8.6)
    room = 0.3 if width == "wide" else 0.75
    ax.set(xlabel="", ylabel="", xlim=(least - 0.08 * span, most + room * span), ylim=(len(ranges) - 0.4, -0.6))
    ax.grid(visible=False, axis="y")
    ax.grid(visible=True, axis="x")
    ax.locator_params(axis="x", nbins=5)
    ax.set_xticks([tick for tick in ax.get_xticks() if least - 0.08 * span <= tick <= most + 0.05 * span])
    below(fig, xlabel, width)
    return fig, ax


def plot_accounts(
    parts: pd.DataFrame, titles: dict[str, str], words: tuple[str, str, str], ylabel: str, *, width: str, scale: float
) -> tuple[Figure, Axes]:
    """Draw how a first and a second change add up to growth: one panel a population, each step from the last.

    Parameters
    ----------
    parts : pandas.DataFrame
        Index: codes, one panel each. Columns: ``natural``, ``migration`` and ``growth``; the last is the sum.
    titles : dict
        Code -> what stands above the panel.
    words : tuple of str
        Names of the three steps.
    """
    fig, axes = canvas(width, height=0.9, panels=(1, len(parts)))
    data = parts / scale
    top = float(data.max().max())
    for ax, (code, row) in zip(axes.flat, data.iterrows(), strict=True):
        level = row["natural"]
        steps = ((0, level), (level, row["migration"]), (0, row["growth"]))
        for place, (foot, step) in enumerate(steps):
            tone = "stone" if place == 2 else ("brick" if step < 0 else "steppe")
            ax.bar(place, step, bottom=foot, width=0.66, color=COLOUR[tone])
            text = format_number(step, 1 if place == 0 else 0, signed=place != 2)
            ax.text(place, max(foot, foot + step) + 0.02 * top, text, ha="center", size=9.5 if width == "wide" else 8.6)
        ax.plot([0.33, 0.67], [level, level], color=COLOUR["stone"], linewidth=0.9)
        after = level + row["migration"]
        ax.plot([1.33, 1.67], [after, after], color=COLOUR["stone"], linewidth=0.9)
        ax.axhline(0, color=COLOUR["stone"], linewidth=0.9)
        limit = 12 if width == "wide" else 9
        ax.set_xticks(range(3), [textwrap.fill(word, limit) for word in words], size=9 if width == "wide" else 7.8)
        ax.set(ylim=(0, top * 1.14), xlim=(-0.5, 2.5))
        ax.set_title(titles[code], size=10, color=COLOUR["ink"])
    fig.supylabel(ylabel, size=9.5)
    return fig, axes


def plot_matrix(
    table: pd.DataFrame,
    labels: dict[str, str],
    limits: list[float],
    xlabel: str,
    *,
    width: str = "wide",
    digits: int = 1,
    signed: bool = True,
) -> tuple[Figure, Axes]:
    """Draw a table of regions and years as boxes coloured by class, with the value in each.

    Parameters
    ----------
    table : pandas.DataFrame
        Index: codes, drawn from the top. Columns: years. A missing cell stays empty.
    limits : list of float
        As in :func:`kzmigration.maps.plot_regions`.
    """
    fig, ax = canvas(width, height=0.3 + 0.083 * len(table))
    colours = tones(limits)
    for row, (_, values) in enumerate(table.iterrows()):
        found = classes(values.dropna(), limits)
        for place, year in enumerate(table.columns):
            if year not in found.index:
                continue
            tone = colours[found[year]]
            ax.add_patch(
                Rectangle((place, row), 1, 1, facecolor=COLOUR[tone], edgecolor=COLOUR["paper"], linewidth=1.5)
            )
            ink = COLOUR["paper"] if tone in ("gain5", "loss3") else COLOUR["ink"]
            text = format_number(values[year], digits, signed=signed)
            ax.text(
                place + 0.5, row + 0.5, text, ha="center", va="center", size=8.6 if width == "wide" else 7.4, color=ink
            )
    years = list(table.columns)
    short = [str(year) if width == "wide" else f"’{year % 100:02d}" for year in years]
    ax.set_xticks([place + 0.5 for place in range(len(years))], short)
    names = [labels[code] for code in table.index]
    ax.set_yticks([row + 0.5 for row in range(len(table))], names, size=9.5 if width == "wide" else 8.2)
    ax.set(xlabel="", ylabel="", xlim=(0, len(years)), ylim=(len(table), 0))
    ax.xaxis.tick_top()
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    below(fig, xlabel, width)
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
        ax.annotate(
            format_number(value, digits, signed=True),
            (value, row),
            xytext=(9 * side, 0),
            textcoords="offset points",
            ha="left" if side > 0 else "right",
            va="center",
            size=9 if width == "wide" else 8.2,
        )
    least, most = min(float(values.min()), line), max(float(values.max()), line)
    room = (0.13 if width == "wide" else 0.3) * (most - least)
    ax.set_yticks(list(rows), [labels[code] for code in values.index], size=9.5 if width == "wide" else 8.2)
    ax.set(xlabel="", ylabel="", xlim=(least - room, most + room), ylim=(len(values) - 0.4, -1.8))
    note = textwrap.fill(words, 60 if width == "wide" else 24)
    ax.annotate(
        note, (line, -1.1), xytext=(6, 0), textcoords="offset points", va="center", size=9, color=COLOUR["stone"]
    )
    ax.set_xticks([])
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    below(fig, xlabel, width)
    return fig, ax
