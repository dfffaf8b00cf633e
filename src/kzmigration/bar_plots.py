"""Bars that lie: one a row, two a row, two that grow apart, and what lies beyond the whole."""

import textwrap

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kzmigration.figures import COLOUR, canvas
from kzmigration.language import format_number, format_range, format_share
from kzmigration.layout import bare, below, name_rows, note


def plot_bars(
    values: pd.Series,
    labels: dict[str, str],
    colours: dict[str, str],
    xlabel: str,
    *,
    width: str = "wide",
    digits: int = 0,
    signed: bool = False,
) -> tuple[Figure, Axes]:
    """Draw one horizontal bar a row, from zero, with its value at its end.

    Parameters
    ----------
    values : pandas.Series
        Index: codes, drawn from the top.
    signed : bool
        Whether a plus stands before a positive value.
    """
    fig, ax = canvas(width, height=0.22 + 0.082 * max(len(values), 3))
    names = [labels[code] for code in values.index]
    sns.barplot(
        x=values.to_numpy(),
        y=names,
        hue=names,
        palette=[COLOUR[colours[code]] for code in values.index],
        saturation=1,
        errorbar=None,
        legend=False,
        ax=ax,
    )
    low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
    span = high - low
    margin = 0.3 if width == "wide" else 0.62
    ax.set_xlim(low - (margin * span if low < 0 else 0), high + margin * span)
    ax.set(xlabel="", ylabel="")
    bare(fig, ax, xlabel, width)
    ax.axvline(0, color=COLOUR["stone"], linewidth=0.9)
    for position, value in enumerate(values):
        side = -1 if value < 0 else 1
        place = value + side * (0.012 if width == "wide" else 0.03) * span
        text = format_number(value, digits, signed=signed)
        ax.text(place, position, text, va="center", ha="left" if side > 0 else "right", size=9.5)
    return fig, ax


def plot_bar_pairs(
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
            place = {"xytext": (5, 0), "va": "center"}
            note(ax, text, (value, row), size=9, weight=weight, color=COLOUR[tone], **place)
    ax.set_yticks(range(len(first)), [labels[code] for code in first.index])
    ax.set(xlabel="", ylabel="", ylim=(len(first) - 0.4, -0.6), xlim=(0, top * (1.3 if width == "wide" else 1.9)))
    bare(fig, ax, xlabel, width)
    return fig, ax


def plot_mirror(
    left: pd.Series,
    right: pd.Series,
    labels: dict[str, str],
    heads: tuple[str, str],
    xlabel: str,
    *,
    marks: tuple[pd.Series, pd.Series] | None = None,
    width: str = "wide",
    digits: int = 1,
) -> tuple[Figure, Axes]:
    """Draw two flows a row as bars that grow apart, on one scale, with the row's name between or above them.

    Parameters
    ----------
    left, right : pandas.Series
        Index: codes, drawn from the top. A missing value is written as “no row” and has no bar.
    heads : tuple of str
        What the two sides stand for.
    marks : tuple of pandas.Series, optional
        The same two flows at another date, as a thin mark across each bar. The values written are those of the bars
        and have their colour.
    """
    is_wide = width == "wide"
    fig, ax = canvas(width, height=0.28 + (0.082 if is_wide else 0.125) * len(left))
    widest = [
        float(pd.concat([side, mark]).max()) for side, mark in zip((left, right), marks or (left, right), strict=True)
    ]
    span = sum(widest) / (0.58 if is_wide else 0.66)  # the rest is for names and values
    gap, room = (0.125 * span, 0.09 * span) if is_wide else (0.006 * span, 0.17 * span)
    thick, tall = (0.6, 0.84) if is_wide else (0.34, 0.5)
    for side, (values, colour) in enumerate(((left, "ochre"), (right, "steppe"))):
        sign = 1 if side else -1
        style = {"va": "center", "ha": "left" if side else "right", "weight": "bold", "color": COLOUR[colour]}
        ax.barh(range(len(values)), sign * values.fillna(0), left=sign * gap, height=thick, color=COLOUR[colour])
        for row, (code, value) in enumerate(values.items()):
            reach = 0 if pd.isna(value) else value
            if marks is not None and not pd.isna(mark := marks[side][code]):
                ax.vlines(sign * (gap + mark), row - 0.5 * tall, row + 0.5 * tall, color=COLOUR["ink"], linewidth=1.4)
                is_near = reach - 0.01 * span < mark < reach + room
                reach = max(mark, reach) if is_near else reach
            text = "no row" if pd.isna(value) else format_number(value, digits)
            note(ax, text, (sign * (gap + reach), row), (sign * 6, 0), size=9, **style)
        note(ax, heads[side], (sign * gap, -0.75 if is_wide else -1.0), (sign * 4, 0), **style)
    for row, code in enumerate(left.index):
        if is_wide:
            ax.text(0, row, textwrap.fill(labels[code], 21), ha="center", va="center", size=9.5)
        else:
            ax.text(0, row - 0.48, labels[code], ha="center", va="center", size=9)
    ax.set(xlim=(-gap - widest[0] - room, gap + widest[1] + room), ylim=(len(left) - 0.4, -1.3 if is_wide else -1.5))
    ax.set(yticks=[], xlabel="", ylabel="")
    bare(fig, ax, xlabel, width)
    return fig, ax


def plot_gains(
    ranges: pd.DataFrame, labels: dict[str, str], xlabel: str, *, width: str = "wide", scale: float = 1, digits: int = 1
) -> tuple[Figure, Axes]:
    """Draw one horizontal bar a row from zero to the nearer end of its range, and a pale tip to the farther one.

    Parameters
    ----------
    ranges : pandas.DataFrame
        Index: codes, drawn from the top. Columns: ``low`` and ``high``, of one sign.
    scale : float
        What values are divided by.
    """
    fig, ax = canvas(width, height=0.24 + 0.082 * len(ranges))
    data = ranges / scale
    least, most = min(0.0, float(data["low"].min())), max(0.0, float(data["high"].max()))
    span = most - least
    for row, (_, ends) in enumerate(data.iterrows()):
        down = ends["high"] < 0
        near, far = (ends["high"], ends["low"]) if down else (ends["low"], ends["high"])
        ax.barh(row, near, height=0.72, color=COLOUR["brick" if down else "steppe"])
        ax.barh(row, far - near, left=near, height=0.72, color=COLOUR["loss1" if down else "gain2"])
        style = {"xytext": (5, 0), "va": "center", "size": 9 if width == "wide" else 8.2}
        note(ax, format_range(near, far, digits, " to " if down else "–"), (max(far, 0), row), **style)
    room = 0.13 if width == "wide" else 0.36
    name_rows(ax, data.index, labels, width, (30, 16), 9.5 if width == "wide" else 8.2)
    ax.set(xlabel="", ylabel="", xlim=(least - 0.02 * span, most + room * span), ylim=(len(data) - 0.4, -0.6))
    ax.axvline(0, color=COLOUR["stone"], linewidth=0.9)
    bare(fig, ax, xlabel, width)
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
