"""Plots of students and workers: two counts of one thing, shares beyond the whole, counts and shares, two parts."""

import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kzmigration.figures import COLOUR, canvas
from kzmigration.language import format_number, format_share
from kzmigration.plots import below, thin_years

NARROW = 0.04  # of the scale: an interval below it is drawn as a hollow diamond


def plot_two_counts(
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
            if high - low < NARROW * top:
                middle = (low + high) / 2
                ax.scatter([x], [middle], marker="D", s=52, facecolor=COLOUR["paper"], edgecolor=tone, linewidth=2)
            else:
                ax.vlines(x, low, high, color=tone, linewidth=10)
            text = f"{format_number(low, 1)}–{format_number(high, 1)}"
            place_of_text = {"xytext": (0, -16), "va": "top"} if place else {"xytext": (0, 9), "va": "bottom"}
            style = {"textcoords": "offset points", "ha": "center", "color": tone}
            ax.annotate(text, (x, low if place else high), size=9, **place_of_text, **style)
        end = (frame.index[-1] + side, frame.iloc[-1].mean())
        wrapped = textwrap.fill(words[name], 26 if width == "wide" else 15)
        shift = {"xytext": (26, -31), "va": "top"} if place else {"xytext": (-30, 6), "va": "bottom"}
        style = {"textcoords": "offset points", "ha": "right", "weight": "bold", "size": 9.5, "color": tone}
        ax.annotate(wrapped, end, **shift, **style)
    years = list(frame.index)
    ax.set(xlabel="", ylabel=ylabel, ylim=(0, top * 1.16), xlim=(years[0] - 0.6, years[-1] + 0.6))
    thin_years(ax, years, width)
    return fig, ax


def plot_beyond_whole(
    parts: pd.Series, labels: dict[str, str], xlabel: str, *, width: str = "wide", digits: int = 1
) -> tuple[Figure, Axes]:
    """Draw stated shares end to end, with a line at 100 % that parts of one whole cannot cross.

    Parameters
    ----------
    parts : pandas.Series
        Index: codes, drawn from the top. Values: percent.
    """
    fig, ax = canvas(width, height=0.24 + 0.11 * (len(parts) + 1))
    ends = parts.cumsum()
    starts = ends - parts
    rows = range(len(parts))
    ax.barh(rows, parts, left=starts, color=COLOUR["steppe"], height=0.62, linewidth=0)
    beyond = ends.clip(lower=100) - starts.clip(lower=100)
    ax.barh(rows, beyond, left=starts.clip(lower=100), color=COLOUR["brick"], height=0.62, linewidth=0)
    ax.vlines(
        ends.iloc[:-1], [row + 0.31 for row in rows][:-1], [row + 0.69 for row in rows][:-1], COLOUR["stone"], lw=1
    )
    ax.axvline(100, color=COLOUR["ink"], linewidth=1.1)
    for row, (start, end, part) in enumerate(zip(starts, ends, parts, strict=True)):
        inside = part > 40
        text = format_share(part, digits)
        tone = COLOUR["paper"] if inside else COLOUR["ink"]
        place = (start + end) / 2 if inside else start - 1
        ax.text(place, row, text, ha="center" if inside else "right", va="center", size=9.5, color=tone)
    total = format_share(float(ends.iloc[-1]), digits)
    last = len(parts) - 1
    ax.text(
        99, last + 0.85, f"together {total}", ha="right", va="center", size=9.5, weight="bold", color=COLOUR["brick"]
    )
    ax.text(99, -0.75, f"the whole, {format_share(100, 0)}", ha="right", va="center", size=9)
    ax.set_yticks(list(rows), [labels[code] for code in parts.index])
    ax.set(xlabel="", ylabel="", ylim=(last + 1.25, -1.1), xlim=(0, 104))
    ax.set_xticks([0, 25, 50, 75, 100])
    ax.grid(visible=False)
    below(fig, xlabel, width)
    return fig, ax


def plot_count_and_share(
    counts: pd.Series,
    shares: pd.DataFrame,
    words: tuple[str, str],
    *,
    width: str = "wide",
    scale: float = 1,
    digits: int = 1,
    share_digits: int = 2,
) -> tuple[Figure, Axes]:
    """Draw counts as bars, and below them the share of a whole as far as it is known.

    A diamond is a share that is fixed to its last printed digit, a hollow one or a bar the limits of one that is not.

    Parameters
    ----------
    counts : pandas.Series
        Index: years.
    shares : pandas.DataFrame
        Index: the same years. Columns ``low`` and ``high``, in percent.
    words : tuple of str
        Quantity and unit of the two panels.
    """
    fig, axes = canvas(width, height=1.5, panels=(2, 1), share_y=False)
    upper, lower = axes.flat
    years, values = list(counts.index), counts.astype(float) / scale
    upper.bar(years, values, width=0.62, color=COLOUR["steppe"], linewidth=0)
    for year, value in values.items():
        text = format_number(value, digits)
        upper.annotate(text, (year, value), xytext=(0, 4), textcoords="offset points", ha="center", size=9)
    upper.set(ylim=(0, float(values.max()) * 1.16))
    top = float(shares["high"].max())
    for year, (low, high) in shares[["low", "high"]].iterrows():
        text, is_fixed = _range(low, high, share_digits)
        if high - low < NARROW * top:
            face = COLOUR["ink" if is_fixed else "paper"]
            place = [(low + high) / 2]
            lower.scatter([year], place, marker="D", s=46, facecolor=face, edgecolor=COLOUR["ink"], linewidth=1.6)
        else:
            lower.vlines(year, low, high, color=COLOUR["sky"], linewidth=9)
        lower.annotate(text, (year, high), xytext=(0, 8), textcoords="offset points", ha="center", size=8.5)
    lower.set(ylim=(0, top * 1.38))
    for ax, label in zip((upper, lower), words, strict=True):
        ax.set_title(textwrap.fill(label, 90 if width == "wide" else 42), size=9.5, color=COLOUR["ink"])
        ax.set_xlim(years[0] - 0.6, years[-1] + 0.6)
        ax.set_yticks([])
        thin_years(ax, years, width)
    return fig, axes


def plot_split(
    totals: dict[str, pd.Series],
    parts: dict[str, pd.DataFrame],
    titles: dict[str, str],
    words: tuple[str, str],
    digits: dict[str, int],
    *,
    width: str = "wide",
    scale: float = 1,
) -> tuple[Figure, Axes]:
    """Draw totals as bars split in two, with a pale zone where the border between the two may lie.

    Parameters
    ----------
    totals : dict
        Name -> totals by year; one panel each.
    parts : dict
        Name -> frame with the limits of the upper part: index years, columns ``low`` and ``high``.
    titles : dict
        Name -> what stands above its panel: group, quantity and unit.
    words : tuple of str
        What the lower and the upper part are.
    digits : dict
        Name -> decimals of the shares above the bars.
    """
    panels = (1, len(totals)) if width == "wide" else (len(totals), 1)
    fig, axes = canvas(width, height=1.0 if width == "wide" else 0.85 * len(totals), panels=panels, share_y=False)
    for ax, (name, total) in zip(axes.flat, totals.items(), strict=True):
        years, total = list(total.index), total.astype(float) / scale
        low, high = (parts[name].loc[years, end] / scale for end in ("low", "high"))
        ax.bar(years, total - high, width=0.66, linewidth=0, color=COLOUR["steppe"])
        ax.bar(years, high - low, bottom=total - high, width=0.66, linewidth=0, color=COLOUR["sky"])
        ax.bar(years, low, bottom=total - low, width=0.66, linewidth=0, color=COLOUR["ochre"])
        for year in years:
            text, _ = _range(*(part[year] / total[year] * 100 for part in (low, high)), digits[name])
            style = {"textcoords": "offset points", "ha": "center", "size": 8.5, "color": COLOUR["ochre"]}
            ax.annotate(text, (year, total[year]), xytext=(0, 4), **style)
        ax.grid(visible=False)
        ax.set(ylim=(0, float(total.max()) * 1.22), xlim=(years[0] - 0.6, years[-1] + 0.6))
        ax.set_xticks(years, [f"’{year % 100:02d}" for year in years], size=9)
        ax.set_title(textwrap.fill(titles[name], 34 if width == "wide" else 42), size=9.5, color=COLOUR["ink"])
    first = axes.flat[0]
    tallest = next(iter(totals.values()))
    year = tallest.astype(float).idxmax()
    first.text(
        year,
        float(tallest[year]) / scale / 2,
        words[0],
        ha="center",
        color=COLOUR["paper"],
        size=9,
        rotation=90,
        va="center",
    )
    below(fig, f"Above each bar: {words[1]}, percent of the total. Pale: where the border may lie.", width)
    return fig, axes


def plot_pairs(
    first: pd.Series,
    second: pd.Series,
    labels: dict[str, str],
    words: tuple[str, str],
    xlabel: str,
    *,
    width: str = "wide",
) -> tuple[Figure, Axes]:
    """Draw two bars a row, for two numbers that should be one.

    Parameters
    ----------
    first, second : pandas.Series
        Index: codes, drawn from the top.
    words : tuple of str
        Where the two numbers stand; written behind the values of the first row.
    """
    fig, ax = canvas(width, height=0.24 + 0.15 * len(first))
    top = float(max(first.max(), second.max()))
    for values, word, tone, shift in ((first, words[0], "stone", -0.19), (second, words[1], "steppe", 0.19)):
        rows = [row + shift for row in range(len(values))]
        ax.barh(rows, values, height=0.34, color=COLOUR[tone], linewidth=0)
        for row, (code, value) in zip(rows, values.items(), strict=True):
            text = format_number(value) + (f"  {word}" if code == values.index[0] else "")
            weight = "bold" if code == values.index[0] else "normal"
            place = {"xytext": (5, 0), "textcoords": "offset points", "va": "center"}
            ax.annotate(text, (value, row), size=9, weight=weight, color=COLOUR[tone], **place)
    ax.set_yticks(range(len(first)), [labels[code] for code in first.index])
    ax.set(xlabel="", ylabel="", ylim=(len(first) - 0.4, -0.6), xlim=(0, top * (1.3 if width == "wide" else 1.9)))
    ax.set_xticks([])
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    below(fig, xlabel, width)
    return fig, ax


def _range(low: float, high: float, digits: int) -> tuple[str, bool]:
    """Write out an interval, as one number if it is no wider than a unit of the last digit shown."""
    if high - low <= 1.001 * 10**-digits:
        return format_number((low + high) / 2, digits), True
    return f"{format_number(low, digits)}–\n{format_number(high, digits)}", False
