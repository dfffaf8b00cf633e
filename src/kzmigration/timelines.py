"""Timelines: dated events in lanes over named periods, with labels that never overlap."""

import itertools
import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kzmigration.errors import ChapterError
from kzmigration.figures import COLOUR, SIZES, canvas
from kzmigration.layout import LINE, POINTS, place, text_width, wrap

DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")
PERIODS = ""  # the lane of the periods' own labels
GAP = 0.07  # inches, as all lengths here: below each label
PAD = 0.08  # above the first and below the last label of a band
YEAR = 0.085  # least height of a year
TRACK = 0.11  # from one line of marks to the next
REACH = 0.2  # from the last line of marks to the labels
EDGE = 0.05


@dataclass(frozen=True)
class Block:
    """One label, wrapped: the mark it belongs to (lane, track, from, to), its date in bold and its lines."""

    lane: str
    track: int
    low: float
    high: float
    when: str
    lines: tuple[str, ...]

    @property
    def size(self) -> float:
        """Height with the gap below it."""
        return LINE * len(self.lines) + GAP


def moments(date: str | float) -> tuple[float, float]:
    """Return when a date begins and ends, in years; a year alone lasts from its first day to its last.

    Raises
    ------
    ChapterError
        If the date is neither a year, nor a year and a month, nor a full date.

    Examples
    --------
    >>> moments("1997")
    (1997.0, 1998.0)
    >>> moments("1997-07")
    (1997.5, 1997.583)
    """
    found = DATE.fullmatch(str(int(date)) if isinstance(date, float) else str(date))
    if not found:
        raise ChapterError(f"a date of a timeline is 1997, 1997-12 or 1997-12-13, not {date!r}")
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if not month:
        return float(year), float(year + 1)
    low = year + (month - 1) / 12
    if not day:
        return round(low, 3), round(low + 1 / 12, 3)
    return (round(low + (day - 1) / 372, 3),) * 2


def spans(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame's rows with ``low`` and ``high``, in years, and ``when``, the years in words, by date.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns ``start`` and ``end``: dates as text or number; ``end`` may be missing.

    Raises
    ------
    ChapterError
        If a date has another form, or an end comes before its start.
    """
    rows = []
    for row in frame.to_dict("records"):
        end = row.get("end")
        end = row["start"] if pd.isna(end) or end == "" else end
        first, last = moments(row["start"]), moments(end)
        if last[1] < first[0]:
            raise ChapterError(f"{row['label']!r} ends in {end}, before its start in {row['start']}")
        years = str(row["start"])[:4], str(end)[:4]
        when = years[0] if years[0] == years[1] else "–".join(years)
        rows.append({**row, "low": first[0], "high": last[1], "when": when})
    return pd.DataFrame(rows).sort_values(["low", "high"], kind="stable", ignore_index=True)


def plot_timeline(
    events: pd.DataFrame,
    labels: dict[str, str],
    colours: dict[str, str],
    *,
    periods: pd.DataFrame | None = None,
    width: str = "wide",
) -> tuple[Figure, Axes]:
    """Draw dated events from the top down: a column a lane on a page, one column for all on a phone.

    A day is a dot; a year or a span is a bar. Each label stands inside the band of its period and is joined to its
    mark, so a period with many labels is drawn taller: years are equally long within a period only.

    Parameters
    ----------
    events : pandas.DataFrame
        Columns: ``start`` and ``end`` (1997, 1997-12 or 1997-12-13; ``end`` may be missing), ``lane``, ``label``.
    labels, colours : dict
        Lane -> name, lane -> name of a colour in :data:`kzmigration.figures.PALETTE`; lanes stand in this order.
    periods : pandas.DataFrame, optional
        Columns: ``start``, ``end``, ``label``.
    width : {"wide", "narrow"}
        For a page, or redrawn for a phone.

    Raises
    ------
    ChapterError
        If there is no event, a lane has no name, a date has another form, or an end comes before its start.
    """
    unknown = sorted(set(events["lane"]) - set(labels))
    if unknown or events.empty:
        raise ChapterError(f"a timeline has no name for {', '.join(unknown)}" if unknown else "a timeline is empty")
    dated = {lane: spans(events[events["lane"] == lane]) for lane in labels if lane in set(events["lane"])}
    if periods is not None:
        dated = {PERIODS: spans(periods), **dated}
    columns = [list(dated)] if width == "narrow" else [[lane] for lane in dated]
    tracks = {lane: [] if lane == PERIODS else _tracks(rows) for lane, rows in dated.items()}
    counts = {lane: max(tracks[lane], default=-1) + 1 for lane in dated}
    left = EDGE + text_width("2000", bold=True) + 0.1
    marks = TRACK * sum(counts.values()) + REACH * len(columns)
    room = (SIZES[width][0] - left - marks - EDGE) / len(columns) - EDGE
    stacks = [_stack(column, dated, tracks, room) for column in columns]
    names = {lane: wrap(labels[lane], room + REACH, bold=True) for lane in dated if lane != PERIODS}
    rows = len(_key(list(dated), labels, SIZES[width][0])) if width == "narrow" else max(map(len, names.values()))
    head = LINE * rows + 0.12
    edges, knots = _scale(dated, stacks, head)
    tall = knots[-1] + 2 * EDGE
    fig, ax = canvas(width, height=tall / SIZES[width][1])
    fig.set_layout_engine("none")
    ax.set(position=(0, 0, 1, 1), xlim=(0, SIZES[width][0]), ylim=(tall, 0))
    ax.set_axis_off()
    _draw_bands(ax, edges, knots)
    for column, stack in zip(columns, stacks, strict=True):
        lines = [(lane, track) for lane in column for track in range(counts[lane])]
        at = {line: left + TRACK * (place + 0.5) for place, line in enumerate(lines)}
        right = left + TRACK * len(lines) + REACH
        for (lane, _), x in at.items():
            ax.plot([x, x], [knots[0], knots[-1]], color=COLOUR[colours[lane]], linewidth=0.6, alpha=0.5, zorder=1)
        _draw_stack(ax, stack, at, right, (edges, knots), {PERIODS: "ink", **colours})
        if width == "wide" and column != [PERIODS]:
            for row, line in enumerate(names[column[0]]):
                ax.text(left, LINE * (row + 0.7), line, color=COLOUR[colours[column[0]]], **_words(bold=True))
        left = right + room + EDGE
    if width == "narrow":
        _draw_key(ax, _key(list(dated), labels, SIZES[width][0]), labels, colours)
    return fig, ax


def _tracks(rows: pd.DataFrame) -> list[int]:
    """Return the line of marks of each event, so that no two marks of a lane cover each other."""
    ends: list[float] = []
    found = []
    for low, high in zip(rows["low"], rows["high"], strict=True):
        track = next((track for track, end in enumerate(ends) if end <= low), len(ends))
        ends[track : track + 1] = [high]
        found.append(track)
    return found


def _stack(column: list[str], dated: dict, tracks: dict, room: float) -> list[Block]:
    """Return the labels of a column from the top; a period stands before the events of its first day."""
    blocks = []
    for lane in column:
        for at, row in dated[lane].iterrows():
            first = text_width(row["when"], bold=True) + 0.06
            lines = wrap(row["label"], room, first, bold=lane == PERIODS)
            track = 0 if lane == PERIODS else tracks[lane][at]
            blocks.append(Block(lane, track, row["low"], row["high"], row["when"], lines))
    return sorted(blocks, key=lambda block: (block.low, block.lane != PERIODS))


def _inside(stack: list[Block], start: float, end: float) -> list[Block]:
    return [block for block in stack if start <= block.low < end]


def _scale(dated: dict, stacks: list[list[Block]], top: float) -> tuple[list[float], np.ndarray]:
    """Return where bands meet, in years and in inches from the top; each band holds its tallest stack."""
    every = pd.concat(list(dated.values()))
    inner = dated[PERIODS][["low", "high"]].to_numpy().ravel() if PERIODS in dated else []
    edges = sorted({float(np.floor(every["low"].min())), float(np.floor(every["high"].max() + 0.999)), *inner})
    heights = []
    for start, end in itertools.pairwise(edges):
        stacked = max(sum(block.size for block in _inside(stack, start, end)) for stack in stacks)
        heights.append(max((end - start) * YEAR, stacked + 2 * PAD if stacked else 0))
    return edges, top + np.concatenate([[0.0], np.cumsum(heights)])


def _words(*, bold: bool = False) -> dict:
    return {"size": POINTS, "weight": "bold" if bold else "normal", "va": "center", "ha": "left", "zorder": 4}


def _draw_bands(ax: Axes, edges: list[float], knots: np.ndarray) -> None:
    """Shade every second band, and write years at the left where they do not touch."""
    for band in range(0, len(knots) - 1, 2):
        ax.axhspan(knots[band], knots[band + 1], color=COLOUR["grid"], alpha=0.55, linewidth=0, zorder=0)
    last = -np.inf
    for year in range(int(np.ceil(edges[0])), int(edges[-1]) + 1):
        y = float(np.interp(year, edges, knots))
        if (year % 5 and year not in (edges[0], edges[-1])) or y - last < LINE or knots[-1] - y < LINE:
            continue
        ax.text(EDGE, y + LINE / 2 + 0.03, str(year), color=COLOUR["stone"], **_words())
        ax.plot([0, EDGE + text_width("2000")], [y, y], color=COLOUR["stone"], linewidth=0.7, zorder=1)
        last = y


def _draw_stack(ax: Axes, stack: list[Block], at: dict, x: float, scale: tuple, colours: dict[str, str]) -> None:
    """Draw the marks of a column, its labels, and what joins them."""
    edges, knots = scale
    for band, (start, end) in enumerate(itertools.pairwise(edges)):
        inside = _inside(stack, start, end)
        wanted = [float(np.interp(block.low, edges, knots)) for block in inside]
        low, high = knots[band] + PAD, knots[band + 1] - PAD
        tops = place(wanted, [block.size for block in inside], low, high) if inside else []
        for block, top in zip(inside, tops, strict=True):
            tone, first = COLOUR[colours[block.lane]], top + LINE / 2
            if block.lane != PERIODS:
                mark = at[block.lane, block.track]
                y, y_end = (float(np.interp(moment, edges, knots)) for moment in (block.low, block.high))
                ax.plot([mark, x - 0.11, x - 0.03], [y, first, first], color=COLOUR["stone"], linewidth=0.6, zorder=2)
                if y_end - y > 0.06:
                    ax.vlines(mark, y + 0.01, y_end - 0.01, color=tone, linewidth=5, zorder=3)
                else:
                    ax.scatter([mark], [(y + y_end) / 2], s=24, color=tone, zorder=3)
            ax.text(x, first, block.when, color=tone, **_words(bold=True))
            for row, line in enumerate(block.lines):
                indent = 0 if row else text_width(block.when, bold=True) + 0.06
                words = _words(bold=block.lane == PERIODS)
                ax.text(x + indent, first + row * LINE, line, color=COLOUR["ink"], **words)


def _key(lanes: list[str], labels: dict[str, str], wide: float) -> list[list[str]]:
    """Return the rows of the lanes' names above a phone's picture."""
    rows: list[list[str]] = [[]]
    taken = 0.0
    for lane in lanes:
        if lane == PERIODS:
            continue
        size = text_width(labels[lane], bold=True) + 0.3
        if taken + size > wide and rows[-1]:
            rows.append([])
            taken = 0.0
        rows[-1].append(lane)
        taken += size
    return rows


def _draw_key(ax: Axes, rows: list[list[str]], labels: dict[str, str], colours: dict[str, str]) -> None:
    for number, row in enumerate(rows):
        x, y = EDGE, 0.04 + LINE * (number + 0.5)
        for lane in row:
            ax.scatter([x + 0.05], [y], s=24, color=COLOUR[colours[lane]], zorder=3)
            ax.text(x + 0.14, y, labels[lane], color=COLOUR[colours[lane]], **_words(bold=True))
            x += text_width(labels[lane], bold=True) + 0.3
