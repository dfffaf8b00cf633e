"""Plots of how a population grows: its accounts, its parts, and what several roads to one number allow."""

import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kzmigration.figures import COLOUR, canvas
from kzmigration.language import format_number
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
            dash = "–" if width == "wide" else "–\n"
            text = range_text(row["low"], row["high"], 1 if spare == 0 else 0, dash)
            side = "bottom" if sign > 0 else "top"
            ax.text(year, sign * edge, text, ha="center", va=side, size=9 if width == "wide" else 7.6)
        gap = 0.17 if width == "wide" else 0.23
        place = words_at + (gap if sign > 0 else -gap - 0.06) * top
        ax.text(gains.index[0] - 0.31, place, words[0 if sign > 0 else 1], color=COLOUR[sure], weight="bold", size=9.5)
    ax.axhline(0, color=COLOUR["stone"], linewidth=0.9)
    ax.set(xlabel="", ylabel=ylabel, ylim=(-bottom - 0.38 * top, top * 1.36))
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
        text = range_text(ends["low"], ends["high"], digits)
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
    ax.grid(visible=False)
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
    panels = (1, len(parts)) if width == "wide" else (len(parts), 1)
    fig, axes = canvas(width, height=0.9 if width == "wide" else 0.66 * len(parts), panels=panels)
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
        ax.set_xticks(range(3), [textwrap.fill(word, 12) for word in words], size=9)
        ax.set(ylim=(0, top * 1.14), xlim=(-0.5, 2.5))
        ax.set_title(titles[code], size=10, color=COLOUR["ink"])
    fig.supylabel(ylabel, size=9.5)
    return fig, axes


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
    style = {"textcoords": "offset points", "ha": "center", "size": size}
    for year, value in series.items():
        ax.annotate(
            format_number(value, digits), (year, value), xytext=(0, 9), va="bottom", color=COLOUR["steppe"], **style
        )
    for year, value in told.items():
        ax.annotate(
            format_number(value, digits), (year, value), xytext=(0, -10), va="top", color=COLOUR["ochre"], **style
        )
    top = max(float(series.max()), *told.values())
    ax.set(xlabel="", ylabel=ylabel, ylim=(0, top * 1.16), xlim=(years[0] - 0.4, years[-1] + 0.4))
    last = max(told)
    bold = {"textcoords": "offset points", "weight": "bold", "size": 9.5}
    ax.annotate(words[0], (years[0], series.iloc[0]), xytext=(0, 24), color=COLOUR["steppe"], **bold)
    ax.annotate(words[1], (last, told[last]), xytext=(8, -36), color=COLOUR["ochre"], ha="right", **bold)
    lowest = min(float(series.min()), *told.values())
    ax.set_yticks([tick for tick in ax.get_yticks() if 0 <= tick < 0.85 * lowest])
    thin_years(ax, years, width)
    return fig, ax


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
        text = format_number(told[year], digits) if year in told else range_text(row["low"], row["high"], digits, dash)
        ax.annotate(
            text,
            (year, row["high"]),
            xytext=(0, 8),
            textcoords="offset points",
            ha="center",
            color=COLOUR[tone],
            size=9,
        )
    years = list(found.index)
    ax.set(xlabel="", ylabel=ylabel, ylim=(0, top * 1.24), xlim=(years[0] - 0.5, years[-1] + 0.5))
    ax.locator_params(axis="y", nbins=5)
    ax.set_yticks([tick for tick in ax.get_yticks() if 0 <= tick <= float(found["low"].min())])
    thin_years(ax, years, width)
    return fig, ax


def range_text(low: float, high: float, digits: int, dash: str = "–") -> str:
    """Write a number, or both ends of a range that rounding does not close."""
    ends = format_number(low, digits), format_number(high, digits)
    return ends[0] if ends[0] == ends[1] else dash.join(ends)
