"""Differences between two vintages of many series in one picture, from far below a percent to more than the whole."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kzmigration.figures import COLOUR, canvas
from kzmigration.language import format_number
from kzmigration.layout import below, name_marks, note


def plot_differences(
    cells: pd.DataFrame,
    labels: dict[str, str],
    kinds: dict[str, tuple[str, str]],
    ends: tuple[str, str],
    xlabel: str,
    *,
    ticks: list[float],
    unit: str,
    width: str = "wide",
) -> tuple[Figure, Axes]:
    """Draw one row a series and one dot a cell, on a scale that is logarithmic to both sides of a linear middle.

    Parameters
    ----------
    cells : pandas.DataFrame
        Columns: ``series``, ``value`` (what is drawn), ``is_inside`` (hollow: no more than the rounding of the print),
        ``kind``. Series are drawn from the top in the order of ``labels``.
    labels : dict
        Series -> name.
    kinds : dict
        Kind -> what its dots stand for (written above the picture), name of a colour in the palette.
    ends : tuple of str
        What stands above the left and the right half.
    xlabel : str
        Quantity and unit.
    ticks : list of float
        Values above zero that are marked to both sides; between the smallest of them and zero the scale is linear.
    unit : str
        What stands behind the largest difference of each row, which is written at its right end.

    Raises
    ------
    ValueError
        If a value is missing, or a series has no name.
    """
    if cells["value"].isna().any() or not set(cells["series"]) <= set(labels):
        raise ValueError("every cell needs a value and a series with a name")
    is_wide = width == "wide"
    pitch, shift = (1.0, 0.0) if is_wide else (1.7, 0.62)  # from row to row, and from a name to its dots
    fig, ax = canvas(width, height=0.42 + (0.078 if is_wide else 0.128) * len(labels) + 0.055 * len(kinds))
    ax.set_xscale("symlog", linthresh=ticks[0], linscale=0.7)
    edge = max(float(cells["value"].abs().max()) * 1.6, ticks[-1])
    marks = [*(-tick for tick in reversed(ticks)), 0, *ticks]
    for row, code in enumerate(labels):
        y = row * pitch + shift
        if not is_wide:  # lines only beside the dots, so that names touch none
            ax.vlines(marks, y - 0.34, y + 0.34, color=COLOUR["grid"], linewidth=0.9, zorder=0)
            ax.vlines(0, y - 0.34, y + 0.34, color=COLOUR["stone"], linewidth=1, zorder=2)
        group = cells[cells["series"] == code].sort_values("value", kind="stable")
        _draw_row(ax, group, y, kinds)
        style = {"xycoords": ("axes fraction", "data"), "va": "center", "size": 8.5, "annotation_clip": False}
        if len(group):
            far = f"{_short(float(group['value'].loc[group['value'].abs().idxmax()]), 2)}{unit}"
            place = (1, y) if is_wide else (1, row * pitch)
            note(ax, far, place, (6 if is_wide else 0, 0), ha="left" if is_wide else "right", **style)
        if not is_wide:
            note(ax, labels[code], (0, row * pitch), (0, 0), **style)
    if is_wide:
        ax.axvline(0, color=COLOUR["stone"], linewidth=1, zorder=2)
    last = (len(labels) - 1) * pitch + shift
    ax.set(xlabel="", ylabel="", xlim=(-edge, edge), ylim=(last + 0.6, -0.9))
    ax.set_yticks([row * pitch for row in range(len(labels))], list(labels.values()) if is_wide else [""] * len(labels))
    ax.tick_params(axis="y", labelsize=8.8)
    named = ticks if is_wide and len(ticks) < 6 else ticks[1::2]
    names = [_short(mark) if abs(mark) in (0, *named) else "" for mark in marks]
    ax.set_xticks(marks, names, size=8.5)
    ax.minorticks_off()
    ax.grid(visible=is_wide, axis="x")
    ax.grid(visible=False, axis="y")
    for text, by, side in ((ends[0], -6, "right"), (ends[1], 6, "left")):
        note(ax, text, (0, -0.75), (by, 0), ha=side, va="center", weight="bold", size=9 if is_wide else 8.2)
    heads = [(f"● {words}", colour) for words, colour in kinds.values()]
    name_marks(ax, [*heads, ("○ no more than the rounding of the print", "stone")], width)
    below(fig, xlabel, width)
    return fig, ax


def _draw_row(ax: Axes, group: pd.DataFrame, y: float, kinds: dict[str, tuple[str, str]]) -> None:
    """Draw the dots of one series, in a slant so that close ones can be told apart; equal ones once, with their number.

    Parameters
    ----------
    group : pandas.DataFrame
        The cells of the series, by ascending value.
    """
    if group.empty:
        return
    ax.hlines(y, group["value"].min(), group["value"].max(), color=COLOUR["grid"], linewidth=5, zorder=1)
    equal = group.groupby(["value", "is_inside", "kind"], sort=False).size()
    spots = np.linspace(-0.24, 0.24, len(equal)) if len(equal) > 1 else [0.0]
    for spot, ((value, is_inside, kind), number) in zip(spots, equal.items(), strict=True):
        tone = COLOUR[kinds[kind][1]]
        face = COLOUR["paper"] if is_inside else tone
        ax.scatter([value], [y + spot], s=20, facecolor=face, edgecolor=tone, linewidth=1.2, zorder=3)
        if number > 1:
            note(ax, f"× {number}", (value, y + spot), (5, 0), va="center", size=8, color=tone)


def _short(value: float, figures: int = 1) -> str:
    """Write a signed number with so many significant figures, and no more than four decimals.

    Examples
    --------
    >>> _short(0.01), _short(-100), _short(0), _short(-0.00887, 2), _short(151.6, 2)
    ('+0.01', '−100', '0', '−0.0089', '+152')
    """
    digits = max(0, figures - 1 - int(np.floor(np.log10(abs(value))))) if value else 0
    return format_number(value, min(digits, 4), signed=True)
