"""Pictures of gravity equations: what they predict beside what was seen, and what their coefficients mean."""

import math
import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kzmigration.figures import COLOUR, canvas
from kzmigration.gravity import decimals
from kzmigration.language import format_number
from kzmigration.layout import LINE, POINTS, below, note, text_width

ROOM = 4.0  # points between a dot and its name
DOT = 5.0  # points that a dot takes
PLACES = ((1, 0), (-1, 0), (0, 1), (0, -1), (-1, 1), (1, -1), (1, 1), (-1, -1))  # of a name beside its dot


def plot_predicted(
    panels: dict[str, pd.DataFrame],
    labels: dict[str, str],
    marked: list[str],
    axis_labels: tuple[str, str],
    *,
    width: str = "wide",
) -> tuple[Figure, Axes]:
    """Draw what was seen against what an equation predicts, both on logarithmic scales, and name what has room.

    Parameters
    ----------
    panels : dict
        Head -> frame with the index codes and the columns ``seen`` and ``predicted``, all above zero. Panels stand
        beside each other, on a phone below each other.
    labels : dict
        Code -> name.
    marked : list of str
        Codes that are named first, in another colour; then those that are furthest from the line.
    axis_labels : tuple of str
        What is predicted and what was seen, with the unit.

    Raises
    ------
    ValueError
        If a value is missing or not above zero.
    """
    for head, frame in panels.items():
        if not (frame[["seen", "predicted"]] > 0).all().all():
            raise ValueError(f"values must be above zero for logarithmic scales: {head}\n{frame}")
    count, is_wide = len(panels), width == "wide"
    grid, height = ((1, count), 1.15) if is_wide else ((count, 1), 1.0 * count)
    fig, axes = canvas(width, height=height, panels=grid, share_y=False)
    for ax, (head, frame) in zip(axes.flat, panels.items(), strict=True):
        _line_of_equality(ax, frame, sparse=not is_wide or count > 1)
        tones = [COLOUR["ochre" if code in marked else "steppe"] for code in frame.index]
        ax.scatter(frame["predicted"], frame["seen"], s=24, color=tones, zorder=3)
        ax.set_ylabel(axis_labels[1])
        if count > 1:
            ax.set_title(head, weight="bold")
    below(fig, axis_labels[0], width)
    fig.draw_without_rendering()
    for ax, frame in zip(axes.flat, panels.values(), strict=True):
        _name_dots(ax, frame, labels, marked)
    return fig, axes


def plot_times(
    panels: dict[str, pd.DataFrame],
    labels: dict[str, str],
    xlabel: str,
    *,
    columns: int = 1,
    one_scale: bool = True,
    width: str = "wide",
) -> tuple[Figure, Axes]:
    """Draw how many times as much something makes, a row an estimate, each with its interval, on a logarithmic scale.

    Parameters
    ----------
    panels : dict
        Head -> frame with the index codes, drawn from the top, and the columns ``value`` (missing where a row stands
        for several estimates), ``low``, ``high`` (ends of the interval), ``first``, ``last`` (ends of the estimates)
        and ``tone``, a colour of the palette.
    labels : dict
        Code -> what stands beside the row.
    xlabel : str
        Quantity and unit.
    columns : int
        Panels beside each other; on a phone all stand below each other.
    one_scale : bool
        Whether all panels have the same scale.

    Raises
    ------
    ValueError
        If an end is missing or not above zero.
    """
    for head, frame in panels.items():
        if not (frame[["low", "high", "first", "last"]] > 0).all().all():
            raise ValueError(f"ends must be above zero for a logarithmic scale: {head}\n{frame}")
    is_wide = width == "wide"
    columns = columns if is_wide else 1
    down = -(-len(panels) // columns)
    rows = max(map(len, panels.values()))
    tall = 0.068 if is_wide else 0.092
    fig, axes = canvas(width, height=down * (0.25 + tall * rows) + 0.08, panels=(down, columns), share_y=False)
    are_same = len({tuple(frame.index) for frame in panels.values()}) == 1
    for place, (ax, (head, frame)) in enumerate(zip(axes.flat, panels.items(), strict=True)):
        for row, entry in enumerate(frame.itertuples()):
            tone = COLOUR[entry.tone]
            ax.hlines(row, entry.low, entry.high, color=COLOUR["sky"], linewidth=5, zorder=2)
            ax.hlines(row, entry.first, entry.last, color=tone, linewidth=4, zorder=3)
            if not pd.isna(entry.value):
                ax.scatter([entry.value], [row], s=34, color=tone, zorder=4)
            text = "" if pd.isna(entry.value) else _in_words(entry.value)
            style = {"xycoords": ("axes fraction", "data"), "ha": "right", "va": "center", "color": tone}
            note(ax, text, (1, row), (0, 0), size=9, weight="bold", **style)
        shown = frame.index if place % columns == 0 or not are_same else []
        limit = 26 if is_wide else 17
        ax.set_yticks(range(len(frame)), [""] * len(frame))
        if len(shown):
            ax.set_yticks(range(len(frame)), [textwrap.fill(labels[code], limit) for code in shown], size=9)
        _times_axis(ax, pd.concat(panels.values()) if one_scale else frame, columns)
        ax.set(xlabel="", ylabel="", ylim=(len(frame) - 0.4, -0.6))
        ax.set_title(head, weight="bold")
    below(fig, xlabel, width)
    return fig, axes


def _line_of_equality(ax: Axes, frame: pd.DataFrame, *, sparse: bool) -> None:
    """Set both scales, and draw the line on which seen and predicted are equal."""
    ax.set_xscale("log")
    ax.set_yscale("log")
    every = []
    for axis, limit, column in ((ax.xaxis, ax.set_xlim, "predicted"), (ax.yaxis, ax.set_ylim, "seen")):
        cells = frame[column].to_numpy(dtype=float)
        first, last = math.floor(math.log10(cells.min() / 1.5)), math.ceil(math.log10(cells.max() * 1.5))
        powers = range(first, last + 1)
        names = [_power(power) if not sparse or power % 2 == 0 else "" for power in powers]
        axis.set_ticks([10.0**power for power in powers], names, size=9)
        every += [10.0**first, 10.0**last]
        limit(10.0**first, 10.0**last)
    ends = [min(every), max(every)]
    ax.plot(ends, ends, color=COLOUR["stone"], linewidth=1, zorder=1, scalex=False, scaley=False)
    ax.minorticks_off()
    ax.set(xlabel="", ylabel="")
    ax.grid(visible=True, axis="both")


def _power(power: int) -> str:
    return format_number(10.0**power, max(0, -power))


def _name_dots(ax: Axes, frame: pd.DataFrame, labels: dict[str, str], marked: list[str]) -> None:
    """Name dots where a name touches no dot, no other name and not the line; who finds no place stays without."""
    scale = 72 / ax.figure.dpi
    dots = ax.transData.transform(frame[["predicted", "seen"]].to_numpy(dtype=float)) * scale
    (left, bottom), (right, top) = ax.transAxes.transform([(0, 0), (1, 1)]) * scale
    start, end = ax.transData.transform([(1.0, 1.0), (10.0, 10.0)]) * scale
    slope = (end[1] - start[1]) / (end[0] - start[0])
    taken = [(x - DOT / 2, y - DOT / 2, x + DOT / 2, y + DOT / 2) for x, y in dots]
    high = LINE * 72 - 1
    for text, x, y, side in (("more than predicted", left, top, 1), ("less than predicted", right, bottom, -1)):
        wide = text_width(text) * 72 + 8
        taken.append((min(x, x + side * wide), min(y, y - side * 16), max(x, x + side * wide), max(y, y - side * 16)))
        place = {"ha": "left" if side > 0 else "right", "va": "top" if side > 0 else "bottom", "color": COLOUR["stone"]}
        corner = (0, 1) if side > 0 else (1, 0)
        note(ax, text, corner, (4 * side, -3 * side), xycoords="axes fraction", size=POINTS, **place)
    off = np.abs(np.log(frame["seen"] / frame["predicted"]))
    order = sorted(range(len(frame)), key=lambda row: (frame.index[row] not in marked, -off.iloc[row]))
    for row in order:
        name, (x, y), code = labels[frame.index[row]], dots[row], frame.index[row]
        wide = text_width(name, bold=code in marked) * 72 + 2
        for dx, dy in PLACES:
            centre = x + dx * (ROOM + wide / 2), y + dy * (ROOM + high / 2)
            box = centre[0] - wide / 2, centre[1] - high / 2, centre[0] + wide / 2, centre[1] + high / 2
            is_inside = left <= box[0] and box[2] <= right and bottom <= box[1] and box[3] <= top
            above = [
                edge_y - start[1] - slope * (edge_x - start[0])
                for edge_x, edge_y in ((box[0], box[3]), (box[2], box[1]))
            ]
            if is_inside and above[0] * above[1] > 0 and not any(_touch(box, other) for other in taken):
                bold = {"color": COLOUR["ochre"], "weight": "bold"} if code in marked else {"color": COLOUR["ink"]}
                sides = {"ha": ("center", "left", "right")[dx], "va": ("center", "bottom", "top")[dy]}
                place = (frame["predicted"].iloc[row], frame["seen"].iloc[row])
                note(ax, name, place, (dx * ROOM, dy * ROOM), size=POINTS, **sides, **bold).set_in_layout(False)
                taken.append(box)
                break


def _touch(one: tuple, other: tuple) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _in_words(value: float) -> str:
    """Write a factor with the decimals that count.

    Examples
    --------
    >>> _in_words(0.0172), _in_words(0.17), _in_words(3.21), _in_words(105.6)
    ('× 0.017', '× 0.17', '× 3.2', '× 106')
    """
    return f"× {format_number(value, decimals(value))}"


def _times_axis(ax: Axes, frame: pd.DataFrame, columns: int) -> None:
    """Mark factors as "÷ 10", "1" and "× 10", with room for numbers at the right."""
    ax.set_xscale("log")
    low, high = min(float(frame["low"].min()), 0.7), max(float(frame["high"].max()), 1.5)
    reach = math.log10(high / low)
    for step in range(max(1, math.ceil(reach / (2.2 if columns > 2 else 3.5))), 0, -1):
        ticks = _factors([10**power for power in range(step, math.ceil(reach) + 1, step)], low, high)
        if len(ticks) > 1:
            break
    if reach <= 1.5:
        ticks = _factors([2, 5, 10], low, high)
    ax.set_xticks(list(ticks), list(ticks.values()), size=8.5)
    ax.minorticks_off()
    ax.set_xlim(low / 10 ** (0.04 * reach), high * 10 ** ((0.8 if columns > 2 else 0.44) * reach))
    ax.axvline(1, color=COLOUR["stone"], linewidth=0.9, zorder=1)
    ax.grid(visible=False)


def _factors(factors: list[int], low: float, high: float) -> dict[float, str]:
    """Name 1, the factors and their inverses, as far as they lie between two ends."""
    names = {1 / factor: f"÷ {_short(factor)}" for factor in reversed(factors)} | {1.0: "1"}
    names |= {float(factor): f"× {_short(factor)}" for factor in factors}
    return {place: name for place, name in names.items() if low <= place <= high}


def _short(number: int) -> str:
    """Write a power of ten in words from a million on."""
    return f"{format_number(number // 10**6)} m" if number >= 10**6 else format_number(number)
