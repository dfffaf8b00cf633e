"""Dots on logarithmic scales: two counts of one thing, pairs of counts, cells whose years are lost, magnitudes."""

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kzmigration.figures import COLOUR, canvas
from kzmigration.language import format_number, format_range
from kzmigration.layout import below, name_rows, note

STEPS = {1: "1", 10: "10", 100: "100", 1000: "1,000", 10_000: "10 thousand", 100_000: "100 thousand"} | {
    1_000_000: "1 million",
    10_000_000: "10 million",
}


def plot_log_counts(
    counts: pd.DataFrame, words: tuple[str, str], xlabel: str, *, width: str = "wide"
) -> tuple[Figure, Axes]:
    """Draw two counts of the same thing on one logarithmic scale, a row a year, with their ratio between them.

    Parameters
    ----------
    counts : pandas.DataFrame
        Index: years, drawn from the top. Columns ``small`` (persons), ``low`` and ``high`` (ends of the large count,
        persons), all above zero.
    words : tuple of str
        Names of the small and of the large count, written once above the first row.
    xlabel : str
        Quantity and unit.

    Raises
    ------
    ValueError
        If a count is missing or not above zero, which a logarithmic scale cannot show.
    """
    if not (counts > 0).all().all():
        raise ValueError(f"counts must be above zero for a logarithmic scale:\n{counts}")
    fig, ax = canvas(width, height=0.3 + 0.13 * len(counts))
    rows = range(len(counts))
    ax.set_xscale("log")
    ax.hlines(rows, counts["small"], counts["low"], color=COLOUR["grid"], linewidth=2, zorder=1)
    ax.scatter(counts["small"], rows, s=58, color=COLOUR["ochre"], zorder=3)
    ax.hlines(rows, counts["low"], counts["high"], color=COLOUR["steppe"], linewidth=9, zorder=2)
    for end in ("low", "high"):
        ax.scatter(counts[end], rows, s=58, color=COLOUR["steppe"], zorder=3)
    for row, (small, low, high) in zip(rows, counts[["small", "low", "high"]].to_numpy(dtype=float), strict=True):
        text = f"× {format_range(low / small, high / small)}"
        note(ax, text, ((small * low) ** 0.5, row), (0, 6), ha="center")
    for word, place, colour, side in (
        (words[0], counts["small"].iloc[0], "ochre", "center"),
        (words[1], counts["high"].iloc[0], "steppe", "right"),
    ):
        ax.annotate(
            word, (place, -0.62), ha=side, va="bottom", size=9.5, weight="bold", color=COLOUR[colour], linespacing=1.1
        )
    ax.set_yticks(list(rows), [str(year) for year in counts.index])
    _decades(ax, float(counts["small"].min()), float(counts["high"].max()), width)
    ax.set(xlabel="", ylabel="", ylim=(len(counts) - 0.5, -1.5))
    below(fig, xlabel, width)
    return fig, ax


def plot_log_pairs(
    before: pd.Series,
    after: pd.Series,
    labels: dict[str, str],
    ends: tuple[str, str],
    xlabel: str,
    *,
    width: str = "wide",
) -> tuple[Figure, Axes]:
    """Draw two counts a row, joined, on a logarithmic scale, for rows that differ a hundredfold.

    Parameters
    ----------
    before, after : pandas.Series
        Index: codes, drawn from the top. Persons, above zero; ``before`` is never below ``after``.
    labels : dict
        Code -> name.
    ends : tuple of str
        What the two dots stand for, written once above the first row.
    xlabel : str
        Quantity and unit.

    Raises
    ------
    ValueError
        If a count is missing or not above zero, or rises from ``before`` to ``after``.
    """
    pairs = pd.DataFrame({"before": before, "after": after})
    if not ((pairs["after"] > 0) & (pairs["before"] >= pairs["after"])).all():
        raise ValueError(f"counts must be above zero, and not rise from before to after:\n{pairs}")
    fig, ax = canvas(width, height=0.3 + 0.088 * max(len(pairs), 3))
    rows = range(len(pairs))
    ax.set_xscale("log")
    ax.hlines(rows, pairs["after"], pairs["before"], color=COLOUR["stone"], linewidth=2, zorder=1)
    ax.scatter(before, rows, facecolor=COLOUR["paper"], edgecolor=COLOUR["stone"], linewidth=2, s=44, zorder=2)
    ax.scatter(after, rows, color=COLOUR["steppe"], s=48, zorder=3)
    for row, (start, end) in enumerate(pairs.to_numpy()):
        text = f"{format_number(start)} → {format_number(end)}"
        note(ax, text, (start, row), (9, 0), va="center")
    for word, place, colour, side in (
        (ends[0], before.iloc[0], "stone", "left"),
        (ends[1], after.iloc[0], "steppe", "right"),
    ):
        style = {"ha": side, "va": "center", "size": 9.5, "weight": "bold", "color": COLOUR[colour]}
        ax.annotate(word, (place, -0.62), **style)
    ax.set_yticks(list(rows), [labels[code] for code in pairs.index])
    _decades(ax, float(after.min()), float(before.max()), width)
    ax.set(xlabel="", ylabel="", ylim=(len(pairs) - 0.4, -1.3))
    ax.set_xlim(right=float(before.max()) * (6 if width == "wide" else 40))
    below(fig, xlabel, width)
    return fig, ax


def plot_unplaced(
    cells: dict[str, list[int]], labels: dict[str, str], xlabel: str, *, width: str = "wide"
) -> tuple[Figure, Axes]:
    """Draw the cells of rows whose years are lost: hollow dots on a logarithmic scale, in no order of time.

    Parameters
    ----------
    cells : dict
        Code -> the row's printed values (persons, above zero), drawn from the top.
    labels : dict
        Code -> name.
    xlabel : str
        Quantity and unit.

    Raises
    ------
    ValueError
        If a row has no value or one that is not above zero.
    """
    for code, values in cells.items():
        if not values or min(values) <= 0:
            raise ValueError(f"row {code} needs values above zero for a logarithmic scale, not {values}")
    fig, ax = canvas(width, height=0.24 + (0.072 if width == "wide" else 0.084) * max(len(cells), 3))
    style = {"s": 46, "facecolor": COLOUR["paper"], "edgecolor": COLOUR["ochre"], "linewidth": 1.8, "zorder": 3}
    ax.set_xscale("log")
    for row, values in enumerate(cells.values()):
        ax.hlines(row, min(values), max(values), color=COLOUR["grid"], linewidth=2, zorder=1)
        ax.scatter(values, [row] * len(values), **style)
        note(ax, format_number(max(values)), (max(values), row), (9, 0), va="center")
    name_rows(ax, cells, labels, width, (40, 13))
    _decades(ax, 1, max(max(values) for values in cells.values()), width)
    ax.set(xlabel="", ylabel="", ylim=(len(cells) - 0.4, -0.6))
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
        note(ax, format_number(value), (math.log10(value), row), (9, 0), va="center", color=tone, weight="bold")
    ticks = list(range(first, last + 1))
    shown = ticks if width == "wide" else [first, last]
    ax.set_xticks(ticks, [format_number(10**tick) if tick in shown else "" for tick in ticks], size=8.5)
    name_rows(ax, values.index, labels, width, (34, 20))
    room = 0.35 if width == "wide" else 1.7
    ax.set(xlabel="", ylabel="", xlim=(first - 0.1, last + room), ylim=(len(values) - 0.5, -0.6))
    ax.grid(visible=False)
    below(fig, xlabel, width)
    return fig, ax


def _decades(ax: Axes, low: float, high: float, width: str) -> None:
    """Mark powers of ten in words, with room for labels at both ends."""
    ticks = [step for step in STEPS if low / 2 <= step <= high * 2]
    ax.set_xticks(ticks, [STEPS[step].replace(" ", "\n") for step in ticks], size=9)
    ax.minorticks_off()
    ax.set_xlim(low / 2.2, high * (2.4 if width == "wide" else 5))
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
