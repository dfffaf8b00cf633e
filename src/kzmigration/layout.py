"""Where labels go: how wide words are, where lines break, how labels keep off each other, what stands at the axes."""

import functools
import re
import textwrap
from collections.abc import Iterable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import text_to_path

from kzmigration.errors import ChapterError
from kzmigration.figures import COLOUR
from kzmigration.language import format_number

POINTS = 8.5
LINE = POINTS * 1.28 / 72  # inches, from one line to the next
OUTLINES: dict = {}  # glyphs that were measured before: a path is slow to measure, and a font has few glyphs


def place(wanted: list[float], sizes: list[float], low: float, high: float) -> list[float]:
    """Move labels apart, in their order, so that none overlaps and the sum of squared moves is least.

    Parameters
    ----------
    wanted : list of float
        Where each label would begin, ascending.
    sizes : list of float
        How long each label is, with its gap.
    low, high : float
        Where the first may begin and the last must end.

    Raises
    ------
    ChapterError
        If the labels are longer than the room.

    Notes
    -----
    Without the sizes of those before it, each place must not be below the one before: isotonic regression, by
    pooling neighbours that are out of order; bounds are kept by cutting its result.

    Examples
    --------
    >>> place([1.0, 1.0, 9.0], [2.0, 2.0, 2.0], 0.0, 20.0)
    [0.0, 2.0, 9.0]
    """
    if sum(sizes) > high - low + 1e-9:
        raise ChapterError(f"labels of {sum(sizes):.2f} do not fit into {high - low:.2f}")
    before = np.concatenate([[0.0], np.cumsum(sizes)])[:-1]
    pools: list[list[float]] = []
    for value in np.asarray(wanted, dtype=float) - before:
        pools.append([float(value), 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            mean, count = pools.pop()
            pools[-1] = [(pools[-1][0] * pools[-1][1] + mean * count) / (pools[-1][1] + count), pools[-1][1] + count]
    free = np.repeat([mean for mean, _ in pools], [int(count) for _, count in pools])
    return [float(place) for place in np.clip(free, low, high - sum(sizes)) + before]


def text_width(text: str, *, bold: bool = False) -> float:
    """Return how wide a text is, in inches, at the size of a timeline's labels."""
    font = get_font(findfont(FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")))
    font.set_size(text_to_path.FONT_SCALE, text_to_path.DPI)
    glyphs, *_ = text_to_path.get_glyphs_with_font(font, text.rstrip(), glyph_map=OUTLINES)
    right = max((left + _right_edge(glyph) for glyph, left, _, _ in glyphs), default=0.0)
    return float(right * POINTS / text_to_path.FONT_SCALE / 72)


@functools.cache
def _right_edge(glyph: str) -> float:
    """Return where the ink of one glyph ends; a blank has none."""
    points, _ = OUTLINES[glyph]
    return float(Path(*OUTLINES[glyph]).get_extents().x1) if len(points) else 0.0


def wrap(text: str, room: float, first: float = 0.0, *, bold: bool = False) -> tuple[str, ...]:
    """Break a text into lines of at most ``room`` inches; the first one is shorter by ``first``.

    A word that is wider than the room stands on a line of its own, and a number stays with its "No.".
    """
    lines, line, taken = [], "", first
    for word in re.split(r"(?<!No\.) +", text.strip()):
        longer = f"{line} {word}".strip()
        if taken + text_width(longer, bold=bold) > room and (line or taken):
            lines.append(line)
            line, taken = word, 0.0
        else:
            line = longer
    return (*lines, line)


def spread(heights: pd.Series, gap: float) -> dict[str, float]:
    """Move labels apart so that no two stand closer than ``gap``, as little as a sweep from below can.

    Examples
    --------
    >>> spread(pd.Series({"a": 1.0, "b": 1.2, "c": 9.0}), 1.0)
    {'a': 1.0, 'b': 2.0, 'c': 9.0}
    """
    placed: dict[str, float] = {}
    last = float("-inf")
    for code, height in heights.sort_values(kind="stable").items():
        last = max(float(height), last + gap)
        placed[code] = last
    return placed


def label_ends(
    ax: Axes,
    ends: pd.Series,
    labels: dict[str, str],
    colours: dict[str, str],
    years: list[int],
    width: str,
    digits: int,
) -> None:
    """Write each line's name and last value behind its end, and make room for them."""
    room = 0.44 if width == "wide" else 0.95
    ax.set_xlim(years[0] - 0.2, years[-1] + room * (years[-1] - years[0]))
    ax.set_xticks(years if width == "wide" else [years[0], years[-1]])
    low, high = ax.get_ylim()
    for code, height in spread(ends, 0.064 * (high - low)).items():
        text = f"{labels[code]}  {format_number(ends[code], digits)}"
        note(ax, text, (years[-1], height), (9, 0), color=COLOUR[colours[code]], va="center", weight="bold")


def thin_years(ax: Axes, years: list[int], width: str) -> None:
    """Write every year, but short on a phone."""
    ax.set_xticks(years)
    if width == "narrow" and len(years) > 3:
        ax.set_xticks(years, first_in_full(years))


def note(
    ax: Axes, text: str, xy: tuple[float, float], xytext: tuple[float, float], *, size: float = 9.5, **style
) -> Text:
    """Write a text so many points beside a point of the data."""
    return ax.annotate(text, xy, xytext=xytext, textcoords="offset points", size=size, **style)


def short_year(year: int) -> str:
    """Write a year with two digits.

    Examples
    --------
    >>> short_year(2009)
    '’09'
    """
    return f"’{year % 100:02d}"


def first_in_full(years: list[int]) -> list[str]:
    """Write the first year with four digits and the others with two."""
    return [str(years[0]), *map(short_year, years[1:])]


def low_ticks(ax: Axes, top: float, most: int | None = None) -> None:
    """Keep ticks and grid lines up to ``top``, out of the room where labels stand; ask for at most so many first.

    Their numbers are written as in the text, thousands apart.
    """
    if most:
        ax.locator_params(axis="y", nbins=most)
    write_ticks(ax, [float(tick) for tick in ax.get_yticks() if 0 <= tick <= top])


def write_ticks(ax: Axes, ticks: list[float]) -> None:
    """Mark these values at the vertical axis, their numbers written as in the text, thousands apart."""
    places = next(n for n in range(9) if all(abs(tick - round(tick, n)) < 1e-9 for tick in ticks))
    ax.set_yticks(ticks, [format_number(tick, places) for tick in ticks])


def name_rows(
    ax: Axes, codes: Iterable[str], labels: dict[str, str], width: str, limits: tuple[int, int], size: float = 9.5
) -> None:
    """Name rows from the top, over several lines above so many letters on a page and on a phone."""
    names = [textwrap.fill(labels[code], limits[width != "wide"]) for code in codes]
    ax.set_yticks(range(len(names)), names, size=size)


def bare(fig: Figure, ax: Axes, xlabel: str, width: str) -> None:
    """Leave out the horizontal axis of a picture in which every value is written; say below it what is measured."""
    ax.set_xticks([])
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    below(fig, xlabel, width)


def below(fig: Figure, text: str, width: str) -> None:
    """Say below the picture what bars or dots measure, over two lines on a phone."""
    fig.supxlabel(textwrap.fill(text, 90 if width == "wide" else 44), x=0.02, ha="left", size=9.5)


def name_marks(ax: Axes, heads: list[tuple[str, str]], width: str) -> None:
    """Write each mark's name above the picture, in its colour, from top to bottom as given."""
    for row, (text, colour) in enumerate(reversed(heads)):
        by, style = (0, 7 + 14 * row) if width == "wide" else (-28, 7 + 14 * row), {"va": "bottom", "weight": "bold"}
        size = 9.5 if width == "wide" else 9
        note(ax, text, (0, 1), by, xycoords="axes fraction", size=size, color=COLOUR[colour], **style)
