"""Series that others publish, beside what a document says of them."""

import dataclasses
from typing import Literal

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kzmigration.figures import COLOUR, canvas
from kzmigration.language import format_range
from kzmigration.layout import label_ends, note


@dataclasses.dataclass(frozen=True)
class Said:
    """What a document says of a series for one year or several.

    Attributes
    ----------
    first, last : int
        The years.
    low, high : float
        The smallest and the largest value said; equal ones are one number.
    side : {"left", "right"}
        Where its words stand.
    """

    first: int
    last: int
    low: float
    high: float
    side: Literal["left", "right"] = "right"


def plot_said(
    table: pd.DataFrame,
    labels: dict[str, str],
    colours: dict[str, str],
    told: dict[str, Said],
    ylabel: str,
    *,
    band: tuple[float, float, str] | None = None,
    width: str = "wide",
    digits: tuple[int, int] = (1, 1),
) -> tuple[Figure, Axes]:
    """Draw published series as lines, and what a document says of them as hollow diamonds, boxes or a band.

    Parameters
    ----------
    table : pandas.DataFrame
        Index: codes. Columns: years.
    labels, colours : dict
        Code -> name, code -> name of a colour in :data:`kzmigration.figures.PALETTE`.
    told : dict
        Code -> what the document says: one number is a diamond in the middle of its years, a range a box.
    ylabel : str
        Quantity and unit.
    band : tuple, optional
        Smallest and largest value that the document gives for no certain year, and the words for them.
    digits : tuple of int
        Decimals of the value at a line's end, and of what is said.
    """
    fig, ax = canvas(width)
    years = list(table.columns)
    if band:
        ax.axhspan(band[0], band[1], color=COLOUR["sky"], alpha=0.3, linewidth=0)
        note(ax, band[2], (years[-1], (band[0] + band[1]) / 2), (9, 0), va="center", size=9, color=COLOUR["ink"])
    for code, row in table.iterrows():
        ax.plot(years, row, color=COLOUR[colours[code]], marker="o", markersize=5, zorder=3)
    top = max(float(table.max().max()), *(said.high for said in told.values()), band[1] if band else 0)
    ax.set(xlabel="", ylabel=ylabel, ylim=(0, top * 1.1))
    label_ends(ax, table[years[-1]], labels, colours, years, width, digits[0])
    inner = [year for year in years[3:-3] if width == "wide" and year % 5 == 0]
    ax.set_xticks([years[0], *inner, years[-1]])
    for code, said in told.items():
        _mark(ax, said, COLOUR[colours[code]])
        x = said.last if said.side == "right" else said.first
        by, side = ((10, 0), "left") if said.side == "right" else ((-10, 0), "right")
        words = f"said: {format_range(said.low, said.high, digits[1])}"
        style = {"ha": side, "va": "center", "weight": "bold", "color": COLOUR[colours[code]]}
        note(ax, words, (x, (said.low + said.high) / 2), by, size=9, **style)
    return fig, ax


def _mark(ax: Axes, said: Said, colour: str) -> None:
    """Draw one number as a hollow diamond, a range as a hollow box."""
    style = {"facecolor": COLOUR["paper"], "edgecolor": colour, "linewidth": 2, "zorder": 5}
    if said.low == said.high:
        ax.scatter([(said.first + said.last) / 2], [said.low], marker="D", s=56, **style)
    else:
        corner, wide = (said.first - 0.25, said.low), said.last - said.first + 0.5
        ax.add_patch(Rectangle(corner, wide, said.high - said.low, **style))
