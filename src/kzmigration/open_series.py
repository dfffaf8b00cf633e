"""Another producer's series beside what a document fixes: how far they lie apart, and a picture of both."""

import dataclasses
import textwrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

from kzmigration.figures import COLOUR
from kzmigration.language import format_number
from kzmigration.layout import note

HALO = withStroke(linewidth=2.5, foreground=COLOUR["paper"])
BESIDE = 0.24  # of a year, from a year's mark to the other producer's


def distance(found: pd.DataFrame, other: pd.Series) -> pd.Series:
    """Say how far each year of another series lies outside the limits of that year.

    Parameters
    ----------
    found : pandas.DataFrame
        Index: years. Columns: ``low`` and ``high``, as :func:`kzmigration.bounds.solve` returns them; equal where
        the year is fixed, infinite where nothing limits it.
    other : pandas.Series
        Index: years; in the unit of the limits.

    Returns
    -------
    pandas.Series
        Index: the years that have a limit and a value. Zero inside the limits, positive above, negative below.

    Examples
    --------
    >>> found = pd.DataFrame({"low": [1.0, 5.0], "high": [2.0, 5.0]}, index=[2014, 2015])
    >>> distance(found, pd.Series({2014: 1.5, 2015: 4.0, 2016: 9.0})).to_dict()
    {2014: 0.0, 2015: -1.0}
    """
    ends = found[["low", "high"]].astype(float)
    limited = ends[np.isfinite(ends).any(axis=1)]
    values = other.dropna().astype(float)
    values = values[values.index.isin(limited.index)]
    ends = limited.loc[values.index]
    above = (values - ends["high"]).clip(lower=0)
    below = (ends["low"] - values).clip(lower=0)
    return (above - below).rename("distance")


@dataclasses.dataclass(frozen=True)
class Other:
    """One series of another producer, as it is drawn.

    Attributes
    ----------
    series : list of pandas.Series or None
        One for each panel, in the unit that the panel shows; index: years. None where a panel has none of it.
    name : str
        What it is and whose, written below the picture.
    labelled : list of int
        Years whose value is written out, where nothing else is written.
    marker, colour : str
        A marker of Matplotlib and a name of :data:`kzmigration.figures.PALETTE`.
    shift : float
        How far behind its year a mark stands, in years.
    """

    series: list[pd.Series | None]
    name: str
    labelled: list[int] = dataclasses.field(default_factory=list)
    marker: str = "s"
    colour: str = "moss"
    shift: float = BESIDE


def beside(
    drawn: tuple[Figure, Axes], *others: Other, width: str = "wide", digits: int | list[int] = 1
) -> tuple[Figure, Axes]:
    """Add other producers' series to a picture of what a document fixes, each with a mark and a name of its own.

    Parameters
    ----------
    drawn : tuple
        What a ``plot_*`` returned.
    *others : Other
        Drawn a little behind the years, so that neither hides the other.
    digits : int or list of int
        Decimals of the values written, for all panels or for each.
    """
    fig, axes = drawn
    panels = list(axes.flat) if isinstance(axes, np.ndarray) else [axes]
    for at, ax in enumerate(panels):
        own = [other for other in others if at < len(other.series) and other.series[at] is not None]
        for text in ax.texts:  # a line may pass behind them
            text.set(path_effects=[HALO], zorder=5)
        if own:
            _make_room(ax, pd.concat([other.series[at] for other in own]).dropna().astype(float))
        for other in own:
            _add(ax, other, other.series[at].dropna().astype(float), digits if isinstance(digits, int) else digits[at])
    lines = sum(_wrapped(one, width).count("\n") + 1 for one in others)
    fig.set_size_inches(fig.get_figwidth(), fig.get_figheight() + 0.1 + 0.19 * lines)
    style = {"markersize": 5, "linewidth": 1.2}
    handles = [
        Line2D([], [], color=COLOUR[one.colour], marker=one.marker, label=_wrapped(one, width), **style)
        for one in others
    ]
    fig.legend(handles=handles, loc="outside lower left", frameon=False, fontsize=9, labelcolor=COLOUR["ink"])
    return fig, axes


def _wrapped(other: Other, width: str) -> str:
    return textwrap.fill(other.name, 92 if width == "wide" else 44)


def _make_room(ax: Axes, values: pd.Series) -> None:
    """Stretch the scale where a value lies beyond it, with a line at zero if some lie below."""
    low, high = ax.get_ylim()
    need_high, need_low = float(values.max()), float(values.min())
    if need_high * 1.12 <= high and need_low >= low:
        return
    high = max(high, need_high * 1.18)
    if need_low < low:
        low = need_low - 0.26 * (high - need_low)
        for text in ax.texts:
            if text.get_text() == "?":  # off the lines, to the foot
                text.xy = (text.xy[0], low)
        ax.axhline(0, color=COLOUR["stone"], linewidth=0.9, zorder=1)
    ax.set_ylim(low, high)
    ax.yaxis.set_major_locator(MaxNLocator(5))
    fixed = [float(tick) for tick in ax.get_yticks() if low <= tick <= 0.92 * high]
    places = next(n for n in range(9) if all(abs(tick - round(tick, n)) < 1e-9 for tick in fixed))
    ax.set_yticks(fixed, [format_number(tick, places) for tick in fixed])


def _add(ax: Axes, other: Other, values: pd.Series, digits: int) -> None:
    """Draw one series, and write its values where they are asked for."""
    tone, places = COLOUR[other.colour], values.index.to_numpy() + other.shift
    ax.plot(places, values, color=tone, linewidth=1.2, zorder=3.5)
    edge = {"edgecolor": COLOUR["paper"], "linewidth": 0.8}
    ax.scatter(places, values, marker=other.marker, s=30, color=tone, zorder=4, **edge)
    for year in values.index.intersection(other.labelled):
        value = values[year]
        is_below = value < 0 or values.get(year + 1, value) > value  # off the line to the next year
        style = {"ha": "center", "va": "top" if is_below else "baseline", "size": 8, "color": tone, "weight": "bold"}
        style |= {"path_effects": [HALO], "zorder": 5}
        note(ax, format_number(value, digits), (year + other.shift, value), (0, -6 if is_below else 6), **style)
