"""Maps of the regions: boundaries of the right year, values in classes, the cities as symbols beside the map."""

import textwrap

import geopandas
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kzmigration.figures import COLOUR, canvas
from kzmigration.language import format_number
from kzmigration.plots import below

# Equal areas, so that a large region looks as large as it is.
PROJECTION = "+proj=aea +lat_1=42 +lat_2=54 +lat_0=48 +lon_0=67 +datum=WGS84 +units=km"
CITIES = ("71", "75", "79")  # of republican status; too small for a map of the country
NUDGE = {"19": (30, 60), "27": (0, 20), "47": (20, -30), "55": (0, 20), "59": (0, 10), "61": (-40, 40)}  # km


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
    """Draw regions coloured by class, each with its name and value, and the cities as squares beside them.

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
    fig, ax = canvas(width, height=1.0 if width == "wide" else 1.05)
    colours = tones(limits)
    known = values.dropna()
    found = classes(known, limits)
    regions = [code for code in shapes.index if code not in CITIES]
    for code in regions:
        face = COLOUR[colours[found[code]]] if code in found.index else COLOUR["paper"]
        shapes.loc[[code]].plot(ax=ax, color=face, edgecolor=COLOUR["paper"], linewidth=0.8)
    ax.set_axis_off()
    ax.set_aspect("equal")
    for code in [code for code in regions if code in found.index]:
        spot = shapes.geometry[code].representative_point()
        dx, dy = NUDGE.get(code, (0, 0))
        ink = COLOUR["paper"] if colours[found[code]] in ("gain5", "loss3") else COLOUR["ink"]
        text = format_number(known[code], digits, signed=signed)
        if width == "wide":
            text = f"{textwrap.fill(labels[code], 11)}\n{text}"
        ax.text(spot.x + dx, spot.y + dy, text, ha="center", va="center", size=7.6, color=ink, linespacing=1.05)
    _cities(ax, known, found, labels, colours, digits, signed=signed, width=width)
    _key(ax, limits, colours, digits, signed=signed)
    below(fig, xlabel, width)
    return fig, ax


def _cities(ax: Axes, values, found, labels, colours, digits: int, *, signed: bool, width: str) -> None:
    """Draw the cities of republican status as squares in the empty corner north-west of the map."""
    left, right = ax.get_xlim()
    bottom, top = ax.get_ylim()
    side = 0.045 * (right - left)
    ax.set_ylim(bottom, top + (0.06 if width == "wide" else 0.3) * (top - bottom))
    top = ax.get_ylim()[1]
    x = left
    for row, code in enumerate([code for code in CITIES if code in found.index]):
        y = top - (row + 1) * 1.45 * side
        ax.add_patch(Rectangle((x, y), side, side, facecolor=COLOUR[colours[found[code]]], edgecolor=COLOUR["stone"]))
        text = f"{labels[code]}  {format_number(values[code], digits, signed=signed)}"
        ax.text(x + 1.3 * side, y + side / 2, text, va="center", size=8.6, color=COLOUR["ink"])


def _key(ax: Axes, limits: list[float], colours: list[str], digits: int, *, signed: bool) -> None:
    """Draw the classes as a row of boxes below the map, the limits between them."""
    left, right = ax.get_xlim()
    bottom, top = ax.get_ylim()
    step, height = 0.08 * (right - left), 0.028 * (top - bottom)
    y = bottom - 2.2 * height
    for place, colour in enumerate(colours):
        ax.add_patch(Rectangle((left + place * step, y), step, height, facecolor=COLOUR[colour], edgecolor="none"))
    for place, limit in enumerate(limits, start=1):
        shown = digits if limit != round(limit) else 0
        text = format_number(limit, shown, signed=signed)
        ax.text(left + place * step, y - 0.4 * height, text, ha="center", va="top", size=8, color=COLOUR["ink"])
    ax.set_ylim(y - 3 * height, top)
