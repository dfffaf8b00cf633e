"""A specification curve: the estimates in order, and below each the choices that led to it."""

import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kzmigration.figures import COLOUR, SIZES, canvas
from kzmigration.language import format_number
from kzmigration.layout import POINTS, write_ticks

TONES = {True: "steppe", False: "brick"}
CURVE, ROW = 2.1, 0.175  # inches that the curve takes, and each row of choices


def plot_curve(
    specs: pd.DataFrame,
    choices: dict[str, str],
    words: tuple[str, str],
    ylabel: str,
    *,
    width: str = "wide",
    digits: int = 0,
) -> tuple[Figure, Axes]:
    """Draw one estimate a column, the lowest at the left, and a dot for each choice that made it.

    Parameters
    ----------
    specs : pandas.DataFrame
        Columns: ``estimate``, ``agrees``, and the choices; one row a specification, in the order drawn.
    choices : dict
        Column of ``specs`` -> what stands before its values; one that has a single value is left out.
    words : tuple of str
        What stands beside the estimates that agree with the report and beside those that do not.
    ylabel : str
        The estimate, with its unit.
    width : {"wide", "narrow"}
        For a page, or redrawn for a phone.
    digits : int
        Decimals of the numbers at both ends of the curve.
    """
    shown = {column: head for column, head in choices.items() if len(_values(specs, column)) > 1}
    rows = [(column, value) for column in shown for value in _values(specs, column)]
    is_wide = width == "wide"
    room = ROW * (len(rows) + 0.5 * len(shown) + 0.5)
    fig, axes = canvas(width, height=(CURVE + room) / SIZES[width][1], panels=(2, 1), share_y=False)
    above, below = axes.ravel()
    above.get_gridspec().set_height_ratios([CURVE, room])
    tones = [COLOUR[TONES[bool(agrees)]] for agrees in specs["agrees"]]
    x = range(len(specs))
    size = max(5, min(26, (1300 if is_wide else 500) / len(specs)))
    above.scatter(x, specs["estimate"], s=size, color=tones, zorder=3)
    above.axhline(0, color=COLOUR["ink"], linewidth=1, zorder=2)
    for at, side in ((0, "bottom"), (len(specs) - 1, "top")):
        value = format_number(specs["estimate"].iloc[at], digits, signed=True)
        height = specs["estimate"].iloc[at] if side == "top" else _foot(specs["estimate"])
        away = (0, 5 if side == "top" else -5)
        above.annotate(
            value, (at, height), away, textcoords="offset points", color=tones[at], size=9,
            ha="right" if at else "left", va="bottom" if side == "top" else "top",
        )  # fmt: skip
    above.margins(y=0.16)
    ends = above.get_ylim()
    write_ticks(above, [tick for tick in above.get_yticks() if ends[0] <= tick <= ends[1]])
    above.set_ylim(ends)
    above.set_xticks([])
    above.set_ylabel(textwrap.fill(ylabel, 24), size=9)
    above.spines["bottom"].set_visible(False)
    _legend(above, specs["agrees"], words)
    _choices(below, specs, rows, shown, size * 0.8, tones)
    below.set_xlim(above.get_xlim())
    fig.align_ylabels([above])
    return fig, axes


def _foot(estimates: pd.Series) -> float:
    """Return what the lowest number stands below: its dot, or the line of zero where that would cross the number."""
    lowest = float(estimates.iloc[0])
    reach = max(estimates.max(), 0) - min(lowest, 0)
    return 0 if 0 <= lowest < 0.15 * reach else lowest


def _values(specs: pd.DataFrame, column: str) -> list:
    """Return the values of a choice: years in order, words as they first come in the whole table."""
    values = specs[column].drop_duplicates()
    return sorted(values) if pd.api.types.is_integer_dtype(values) else sorted(values, key=str.casefold)


def _legend(ax: Axes, agrees: pd.Series, words: tuple[str, str]) -> None:
    """Say in words, coloured as the dots, how many agree and how many do not."""
    counts = {True: int(agrees.sum()), False: int((~agrees).sum())}
    lines = [(f"{counts[key]} {word}", COLOUR[TONES[key]]) for key, word in zip((True, False), words, strict=True)]
    for step, (text, colour) in enumerate(line for line, key in zip(lines, counts, strict=True) if counts[key]):
        ax.annotate(
            text, (0.02, 0.98), (0, -13 * step), xycoords="axes fraction", textcoords="offset points", color=colour,
            size=9, va="top", weight="bold",
        )  # fmt: skip


def _choices(ax: Axes, specs: pd.DataFrame, rows: list, heads: dict[str, str], size: float, tones: list[str]) -> None:
    """Draw the dots below the curve, a row a value, and a gap between two choices."""
    y, before, ticks = 0.0, None, []
    for column, value in rows:
        y += 1.0 if column == before else 1.5
        before = column
        ticks.append((y, f"{heads[column]} {value}".strip()))
        ax.axhline(y, color=COLOUR["grid"], linewidth=0.9, zorder=1)
        chosen = [at for at, own in enumerate(specs[column]) if own == value]
        ax.scatter(chosen, [y] * len(chosen), s=size, color=[tones[at] for at in chosen], marker="s", zorder=3)
    ax.set_yticks(*zip(*ticks, strict=True), size=POINTS)
    ax.set(ylim=(y + 0.8, 0.6), xticks=[])
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
