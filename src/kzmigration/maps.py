"""Maps of the regions: boundaries of the right year, values in classes, the cities as symbols above the map."""

import textwrap

import geopandas
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kzmigration.figures import COLOUR, STRONG, canvas
from kzmigration.language import format_number
from kzmigration.layout import below

# Equal areas, so that a large region looks as large as it is.
PROJECTION = "+proj=aea +lat_1=42 +lat_2=54 +lat_0=48 +lon_0=67 +datum=WGS84 +units=km"
CITIES = ("71", "75", "79")  # of republican status; too small to be read on a map of the country
# Where a label stands, in km from the middle of its region; two regions are too small to hold theirs.
NUDGE = {"11": (0, -25), "19": (40, 40), "23": (-45, 35), "27": (0, 10), "35": (-60, 0), "39": (25, 0), "47": (0, 10)}
OUTSIDE = {"51": (-200, -190, "right"), "59": (0, 215, "center"), "61": (-200, -190, "right")}
LINE = 95  # km, height of a line of text on the map of a page; 1.75 times as much on a phone


def boundaries(frame: pd.DataFrame) -> geopandas.GeoDataFrame:
    """Turn a resource with boundaries into shapes.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``load("boundaries-2018")`` or ``load("boundaries-2014")``: columns ``region`` and ``wkt``.

    Returns
    -------
    geopandas.GeoDataFrame
        Index: codes of the regions. Projected to equal areas, in kilometres.
    """
    shapes = geopandas.GeoSeries.from_wkt(frame["wkt"].to_numpy(), index=frame["region"].to_numpy(), crs="EPSG:4326")
    return geopandas.GeoDataFrame(geometry=shapes.to_crs(PROJECTION))


def classes(values: pd.Series, limits: list[float]) -> pd.Series:
    """Put values into classes, one more than there are limits; a value on a limit belongs to the class above it.

    Examples
    --------
    >>> classes(pd.Series({"a": -1.0, "b": 0.0, "c": 5.0}), [0, 2]).to_dict()
    {'a': 0, 'b': 1, 'c': 2}
    """
    return pd.Series(np.digitize(values, limits), index=values.index)


def tones(limits: list[float]) -> list[str]:
    """Name a colour for each class: losses for the classes below a limit of zero, gains for the others.

    Raises
    ------
    ValueError
        If there are more classes than colours: five of gains, three of losses.

    Examples
    --------
    >>> tones([0, 1, 2])
    ['loss2', 'gain1', 'gain3', 'gain5']
    """
    lost = limits.index(0) + 1 if 0 in limits else 0
    gained = len(limits) + 1 - lost
    if lost > 3 or gained > 5:
        raise ValueError(f"a map has at most 3 classes below zero and 5 above, not {lost} and {gained}")
    down = {0: [], 1: [2], 2: [3, 1], 3: [3, 2, 1]}[lost]
    up = {1: [3], 2: [2, 4], 3: [1, 3, 5], 4: [1, 2, 4, 5], 5: [1, 2, 3, 4, 5]}[gained]
    return [f"loss{step}" for step in down] + [f"gain{step}" for step in up]


def plot_regions(
    values: pd.Series,
    shapes: geopandas.GeoDataFrame,
    labels: dict[str, str],
    limits: list[float],
    xlabel: str,
    *,
    width: str = "wide",
    digits: int = 1,
    signed: bool = False,
) -> tuple[Figure, Axes]:
    """Draw regions coloured by class, each with its name and value, and the cities as squares above the map.

    Parameters
    ----------
    values : pandas.Series
        Index: codes of regions and cities. A region without a value is left in the colour of the ground.
    shapes : geopandas.GeoDataFrame
        What :func:`boundaries` returns.
    labels : dict
        Code -> short name.
    limits : list of float
        Where one class ends and the next begins, ascending; with a zero, what is below it is coloured as a loss.
    xlabel : str
        Quantity and unit, written below the map.
    digits : int
        Decimals of the values.
    signed : bool
        Whether a plus stands before a positive value.
    """
    fig, ax = canvas(width, height=1.3 if width == "wide" else 1.0)
    colours = tones(limits)
    known = values.dropna()
    found = classes(known, limits)
    regions = [code for code in shapes.index if code not in CITIES]
    faces = [COLOUR[colours[found[code]]] if code in found.index else COLOUR["paper"] for code in shapes.index]
    edges = [COLOUR["paper" if code in found.index and code not in CITIES else "stone"] for code in shapes.index]
    shapes.plot(ax=ax, color=faces, edgecolor=edges, linewidth=0.8)  # one call, for each draws the whole figure
    left, bottom, right, top = shapes.total_bounds
    line = LINE if width == "wide" else 1.75 * LINE
    ax.set_axis_off()
    ax.set_aspect("equal")
    for code in [code for code in regions if code in found.index]:
        spot = shapes.geometry[code].representative_point()
        dark = colours[found[code]] in STRONG and code not in OUTSIDE
        text = format_number(known[code], digits, signed=signed)
        if width == "wide":
            joint = " " if code in OUTSIDE else "\n"
            text = f"{labels[code] if code in OUTSIDE else textwrap.fill(labels[code], 11)}{joint}{text}"
        dx, dy, side = OUTSIDE.get(code, (*NUDGE.get(code, (0, 0)), "center"))
        if code in OUTSIDE:
            ax.plot([spot.x, spot.x + 0.95 * dx], [spot.y, spot.y + 0.82 * dy], color=COLOUR["stone"], linewidth=0.8)
        style = {"ha": side, "va": "center", "size": 8.2 if width == "wide" else 7.6, "linespacing": 1.05}
        ax.text(spot.x + dx, spot.y + dy, text, color=COLOUR["paper" if dark else "ink"], **style)
    shown = [code for code in CITIES if code in found.index]
    high = _cities(
        ax, shown, known, found, labels, colours, digits, (left, right, top + 1.2 * line), line, signed=signed
    )
    low = _key(ax, limits, colours, digits, (left, right, bottom), line, signed=signed)
    ax.set(xlim=(left - 20, right + 20), ylim=(low, high))
    below(fig, xlabel, width)
    return fig, ax


def _cities(
    ax: Axes, shown, values, found, labels, colours, digits: int, corner, line: float, *, signed: bool
) -> float:
    """Draw the cities of republican status as squares above the map, in a row or one below another on a phone."""
    left, right, y = corner
    if not shown:
        return y
    in_row = line == LINE
    for place, code in enumerate(shown if in_row else reversed(shown)):
        x = left + place * (right - left) / 3 if in_row else left
        foot = y + 0.4 * line if in_row else y + place * 1.3 * line
        tone = COLOUR[colours[found[code]]]
        ax.add_patch(Rectangle((x, foot), 0.9 * line, 0.9 * line, facecolor=tone, edgecolor=COLOUR["stone"]))
        text = f"{labels[code]}  {format_number(values[code], digits, signed=signed)}"
        ax.text(x + 1.3 * line, foot + 0.45 * line, text, va="center", size=9, color=COLOUR["ink"])
    return y + (1.6 if in_row else 1.3 * len(shown)) * line


def _key(ax: Axes, limits, colours, digits: int, corner, line: float, *, signed: bool) -> float:
    """Draw the classes as a row of boxes below the map, the limits between them."""
    left, right, bottom = corner
    step, y = (0.075 if line == LINE else 0.13) * (right - left), bottom - (0.4 if line == LINE else 0.7) * line
    for place, colour in enumerate(colours):
        ax.add_patch(Rectangle((left + place * step, y), step, 0.5 * line, facecolor=COLOUR[colour], edgecolor="none"))
    for place, limit in enumerate(limits, start=1):
        shown = min(digits, len(f"{limit:g}".partition(".")[2]))
        text = format_number(limit, shown, signed=signed and limit != 0)
        ax.text(left + place * step, y - 0.2 * line, text, ha="center", va="top", size=8.2, color=COLOUR["ink"])
    return y - 1.3 * line
