"""What the text fixes of each year of a series: points, intervals and question marks, a panel a series."""

import dataclasses
import itertools
import math
import textwrap
from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kzmigration.figures import COLOUR, canvas
from kzmigration.language import format_number, format_range
from kzmigration.layout import first_in_full, low_ticks, note, short_year


def plot_bounds(
    series: dict[str, pd.DataFrame],
    titles: dict[str, str],
    ylabel: str,
    *,
    width: str = "wide",
    scale: float = 1,
    digits: int | dict[str, int] = 0,
    is_common: bool = False,
) -> tuple[Figure, Axes]:
    """Draw what the text fixes: diamonds for points, hollow ones for narrow intervals, bars for wide ones.

    A question mark stands where nothing bounds a year.

    Parameters
    ----------
    series : dict
        Name -> frame of :func:`kzmigration.bounds.solve`; one panel each.
    titles : dict
        Name -> what stands above the panel.
    digits : int or dict
        Decimals of the labels, for all panels or for each by its name.
    is_common : bool
        Whether the panels share their scale.
    """
    panels = (1, len(series)) if width == "wide" else (len(series), 1)
    fig, axes = canvas(width, height=0.8 if width == "wide" else 0.62 * len(series), panels=panels, share_y=False)
    limits = {name: found[["low", "high"]] / scale for name, found in series.items()}
    tops = {name: ends.where(np.isfinite(ends)).max().max() for name, ends in limits.items()}
    for ax, (name, found) in zip(axes.flat, series.items(), strict=True):
        known, ends = max(tops.values()) if is_common else tops[name], limits[name]
        known = known if np.isfinite(known) else 1  # nothing but question marks
        decimals = digits[name] if isinstance(digits, dict) else digits
        before = None  # lower end of the year before, if its label stands beside this one
        for year, row in ends.iterrows():
            kind, beside, before = found.loc[year, "kind"], before, None
            if kind == "point":
                ax.scatter([year], [row["low"]], marker="D", s=46, color=COLOUR["ink"], zorder=3)
                text = format_number(row["low"], decimals)
                note(ax, text, (year, row["low"]), (0, 8), ha="center", size=9)
            elif row["high"] - row["low"] < 0.0225 * known:
                ax.scatter(
                    [year], [row["low"]], marker="D", s=46, facecolor=COLOUR["paper"], color=COLOUR["ink"], zorder=3
                )
                text = format_range(row["low"], row["high"], decimals, "–\n")
                under = beside is not None and 0.2 * known < row["high"] < beside
                place = {"xy": (year, row["low"]), "xytext": (0, -8), "va": "top"} if under else {}
                place = place or {"xy": (year, row["high"]), "xytext": (0, 8)}
                note(ax, text, **place, ha="center", size=7.4 if len(axes.flat) > 2 else 8)
                before = row["low"]
            elif kind == "interval":
                ax.vlines(year, row["low"], row["high"], color=COLOUR["sky"], linewidth=9)
            else:
                note(ax, "?", (year, 0), (0, 8), size=10, ha="center", color=COLOUR["stone"])
        years = list(found.index)
        ax.set(ylim=(0, known * 1.25), xlim=(years[0] - 0.7, years[-1] + 0.7))
        ax.set_xticks(years, [*map(short_year, years)], size=9)
        low_ticks(ax, known * 1.02)
        ax.set_title(textwrap.fill(titles[name], 26 if width == "wide" else 44), size=9.5, color=COLOUR["ink"])
    fig.supylabel(ylabel, size=9.5)
    return fig, axes


def plot_known(
    series: dict[str, pd.DataFrame],
    titles: dict[str, str],
    *,
    width: str = "wide",
    digits: dict[str, int] | None = None,
    scale: dict[str, float] | None = None,
    is_common: bool = False,
) -> tuple[Figure, Axes]:
    """Draw what the text fixes, in panels that may have different units, each year's limits written out.

    Diamonds are points, hollow ones narrow intervals, bars wide intervals, and a question mark says that nothing
    bounds a year. Where panels stand side by side, limits of neighbours that are alike are written once, above the
    middle of them.

    Parameters
    ----------
    series : dict
        Name -> frame of :func:`kzmigration.bounds.solve`; one panel each.
    titles : dict
        Name -> quantity and unit, written above the panel.
    digits, scale : dict, optional
        Name -> decimals of its labels, and what its values are divided by.
    is_common : bool
        Whether the panels share their scale.
    """
    panels = (1, len(series)) if width == "wide" else (len(series), 1)
    height = 0.85 if width == "wide" else 0.62 * len(series)
    fig, axes = canvas(width, height=height, panels=panels, share_y=False)
    limits = {name: found[["low", "high"]] / (scale or {}).get(name, 1) for name, found in series.items()}
    tops = {name: float(ends.where(np.isfinite(ends)).max().max()) for name, ends in limits.items()}
    for ax, (name, found) in zip(axes.flat, series.items(), strict=True):
        top = max(tops.values()) if is_common else tops[name]
        runs = (limits[name] != limits[name].shift()).any(axis=1).cumsum()
        places = (digits or {}).get(name, 0)
        for _, run in limits[name].groupby(runs):
            is_at_most, has_room = len(run) > 1 and run["low"].iloc[0] == 0, panels[1] == 1
            for place, (year, row) in enumerate(run.iterrows()):
                label_at = year if has_room else run.index.to_numpy().mean() if place == 0 else None
                _mark_year(ax, year, row["low"], row["high"], top, places, label_at, is_at_most=is_at_most)
        years = list(found.index)
        ax.set(ylim=(0, top * 1.3), xlim=(years[0] - 0.7, years[-1] + 0.8))
        ax.grid(visible=False)  # every limit is written out, and a line would run through it
        ax.set_xticks(years, [*map(short_year, years)], size=9)
        low_ticks(ax, top * 1.02)
        limit = 84 // len(series) if width == "wide" else 44
        title = textwrap.fill(titles[name], limit, break_on_hyphens=False)
        ax.set_title(title, size=9.5, color=COLOUR["ink"])
    return fig, axes


def _mark_year(
    ax: Axes, year: int, low: float, high: float, top: float, digits: int, label_at: float | None, *, is_at_most: bool
) -> None:
    """Draw one year of :func:`plot_known`, and write its limits above ``label_at`` unless that is None."""
    style = {"ha": "center", "size": 8.5, "color": COLOUR["ink"]}
    if not math.isfinite(high):
        note(ax, "?", (year, 0), (0, 6), **style | {"color": COLOUR["stone"], "size": 11})
        return
    is_point = math.isclose(low, high, rel_tol=1e-9, abs_tol=1e-9)
    is_narrow = not is_point and high - low < 0.03 * top
    if is_point or is_narrow:
        face = COLOUR["ink"] if is_point else COLOUR["paper"]
        ax.scatter([year], [(low + high) / 2], marker="D", s=46, facecolor=face, edgecolor=COLOUR["ink"], zorder=3)
    else:
        ax.vlines(year, low, high, color=COLOUR["sky"], linewidth=10, zorder=2)
    if label_at is None:
        return
    text = format_number(high, digits)
    if is_at_most and not is_point:
        text = f"≤ {text}"
    elif format_number(low, digits) != text:
        text = f"{format_number(low, digits if low else 0)}–\n{text}"
    note(ax, text, (label_at, high), (0, 8 if is_point or is_narrow else 4), **style)


@dataclasses.dataclass(frozen=True)
class Panel:
    """One panel of :func:`plot_told`.

    Attributes
    ----------
    found : pandas.DataFrame
        As :func:`kzmigration.bounds.solve` returns it.
    title : str
        Quantity and unit.
    scale : float
        What values are divided by.
    digits : int
        Decimals of the values written.
    """

    found: pd.DataFrame
    title: str
    scale: float = 1
    digits: int = 0


def plot_told(panels: Sequence[Panel], *, width: str = "wide", columns: int = 2) -> tuple[Figure, Axes]:
    """Draw what the text fixes of several series, each with its own unit and scale, all from zero.

    A filled diamond is a value that is fixed, a hollow one a narrow interval, a bar a wide one; an arrow goes up from
    a floor that nothing limits from above, and a question mark stands where nothing bounds a year.

    Parameters
    ----------
    panels : sequence of Panel
        In reading order; a phone stacks them.
    """
    columns = min(columns if width == "wide" else 1, len(panels))
    rows = -(-len(panels) // columns)
    shape = canvas(width, height=(0.72 if width == "wide" else 0.6) * rows, panels=(rows, columns), share_y=False)
    for ax, panel in itertools.zip_longest(shape[1].flat, panels):
        if panel is None:
            ax.set_visible(False)
        else:
            draw_told(ax, panel)
    return shape


def draw_told(ax: Axes, panel: Panel) -> None:
    """Draw one panel."""
    ends = panel.found[["low", "high"]] / panel.scale
    top = max(value for value in ends.to_numpy().ravel() if math.isfinite(value)) * 1.28
    words = {"ha": "center", "size": 8, "color": COLOUR["ink"]}
    for year, (low, high) in ends.iterrows():
        low_text, high_text = (format_number(end, panel.digits) if math.isfinite(end) else "" for end in (low, high))
        if math.isinf(high) and low <= 0:
            note(ax, "?", (year, 0), (0, 8), **words | {"color": COLOUR["stone"], "size": 10})
        elif math.isinf(high):
            arrow = {"arrowstyle": "->", "color": COLOUR["sky"], "linewidth": 2}
            ax.annotate("", (year, top * 0.97), (year, low), arrowprops=arrow)
            ax.hlines(low, year - 0.22, year + 0.22, color=COLOUR["ink"], linewidth=2)
            note(ax, low_text, (year, low), (5, 5), **words | {"ha": "left"})
        elif high - low < 0.045 * top:
            face = COLOUR["ink" if panel.found.loc[year, "kind"] == "point" else "paper"]
            ax.scatter([year], [(low + high) / 2], marker="D", s=34, facecolor=face, edgecolor=COLOUR["ink"], zorder=3)
            note(ax, known_text(low, high, panel.digits)[0], (year, high), (0, 7), **words)
        else:
            ax.vlines(year, max(low, 0), high, color=COLOUR["sky"], linewidth=9)
            note(ax, high_text, (year, high), (0, 3), **words)
            if low > 0.12 * top:
                note(ax, low_text, (year, low), (0, -3), va="top", **words)
    years = list(ends.index)
    ax.set(ylim=(0, top), xlim=(years[0] - 0.6, years[-1] + 0.6))
    ax.set_xticks(years, first_in_full(years), size=9)
    ax.tick_params(axis="y", labelsize=8.5)
    low_ticks(ax, top / 1.28 * 1.01, 5)
    ax.set_title(textwrap.fill(panel.title, 44), size=9.5, color=COLOUR["ink"])


def known_text(low: float, high: float, digits: int) -> tuple[str, bool]:
    """Write out an interval, as one number if it is no wider than a unit of the last digit shown."""
    if high - low <= 1.001 * 10**-digits:
        return format_number((low + high) / 2, digits), True
    return format_range(low, high, digits, "–\n"), False
