"""Where labels go: how wide words are, where lines break, and how labels keep off each other."""

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from kzmigration.errors import ChapterError

POINTS = 8.5
LINE = POINTS * 1.28 / 72  # inches, from one line to the next


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
    if not text:
        return 0.0
    font = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")
    return float(TextPath((0, 0), text, size=POINTS, prop=font).get_extents().x1 / 72)


def wrap(text: str, room: float, first: float = 0.0, *, bold: bool = False) -> tuple[str, ...]:
    """Break a text into lines of at most ``room`` inches; the first one is shorter by ``first``.

    A word that is wider than the room stands on a line of its own.
    """
    lines, line, taken = [], "", first
    for word in text.split():
        longer = f"{line} {word}".strip()
        if taken + text_width(longer, bold=bold) > room and (line or taken):
            lines.append(line)
            line, taken = word, 0.0
        else:
            line = longer
    return (*lines, line)
