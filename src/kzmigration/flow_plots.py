"""Plots of flows in two directions, of stocks in parts, and of several bounded series in one picture."""

import dataclasses
import itertools
import math
import textwrap
from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kzmigration.figures import COLOUR, canvas
from kzmigration.language import format_number
from kzmigration.plots import below

NARROW_INTERVAL = 0.045  # of the panel's height: an interval this narrow is drawn as a point, with both ends written


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
            _draw_told(ax, panel)
    return shape


def _draw_told(ax: Axes, panel: Panel) -> None:
    """Draw one panel."""
    ends = panel.found[["low", "high"]] / panel.scale
    top = max(value for value in ends.to_numpy().ravel() if math.isfinite(value)) * 1.28
    words = {"textcoords": "offset points", "ha": "center", "size": 8, "color": COLOUR["ink"]}
    for year, (low, high) in ends.iterrows():
        low_text, high_text = (format_number(end, panel.digits) if math.isfinite(end) else "" for end in (low, high))
        if math.isinf(high) and low <= 0:
            ax.annotate("?", (year, 0), xytext=(0, 8), **(words | {"color": COLOUR["stone"], "size": 10}))
        elif math.isinf(high):
            arrow = {"arrowstyle": "->", "color": COLOUR["sky"], "linewidth": 2}
            ax.annotate("", (year, top * 0.97), (year, low), arrowprops=arrow)
            ax.hlines(low, year - 0.22, year + 0.22, color=COLOUR["ink"], linewidth=2)
            ax.annotate(low_text, (year, low), xytext=(5, 5), **(words | {"ha": "left"}))
        elif high - low < NARROW_INTERVAL * top:
            face = COLOUR["ink" if panel.found.loc[year, "kind"] == "point" else "paper"]
            ax.scatter([year], [(low + high) / 2], marker="D", s=34, facecolor=face, edgecolor=COLOUR["ink"], zorder=3)
            is_one = high - low <= 10.0**-panel.digits * (1 + 1e-9)  # no wider than the last digit that is written
            text = format_number((low + high) / 2, panel.digits) if is_one else f"{low_text}–\n{high_text}"
            ax.annotate(text, (year, high), xytext=(0, 7), **words)
        else:
            ax.vlines(year, max(low, 0), high, color=COLOUR["sky"], linewidth=9)
            ax.annotate(high_text, (year, high), xytext=(0, 3), **words)
            if low > 0.12 * top:
                ax.annotate(low_text, (year, low), xytext=(0, -3), va="top", **words)
    years = list(ends.index)
    ax.set(ylim=(0, top), xlim=(years[0] - 0.6, years[-1] + 0.6))
    _short_years(ax, years)
    _low_ticks(ax, top / 1.28)
    ax.set_title(textwrap.fill(panel.title, 44), size=9.5, color=COLOUR["ink"])


def plot_mirror(
    left: pd.Series,
    right: pd.Series,
    labels: dict[str, str],
    heads: tuple[str, str],
    xlabel: str,
    *,
    marks: tuple[pd.Series, pd.Series] | None = None,
    width: str = "wide",
    digits: int = 1,
) -> tuple[Figure, Axes]:
    """Draw two flows a row as bars that grow apart, on one scale, with the row's name between or above them.

    Parameters
    ----------
    left, right : pandas.Series
        Index: codes, drawn from the top. A missing value is written as “no row” and has no bar.
    heads : tuple of str
        What the two sides stand for.
    marks : tuple of pandas.Series, optional
        The same two flows at another date, as a thin mark across each bar. The values written are those of the bars
        and have their colour.
    """
    is_wide = width == "wide"
    fig, ax = canvas(width, height=0.28 + (0.082 if is_wide else 0.125) * len(left))
    widest = [
        float(pd.concat([side, mark]).max()) for side, mark in zip((left, right), marks or (left, right), strict=True)
    ]
    span = sum(widest) / (0.58 if is_wide else 0.66)  # the rest is for names and values
    gap, room = (0.125 * span, 0.09 * span) if is_wide else (0.006 * span, 0.17 * span)
    thick, tall = (0.6, 0.84) if is_wide else (0.34, 0.5)
    for side, (values, colour) in enumerate(((left, "ochre"), (right, "steppe"))):
        sign = 1 if side else -1
        ax.barh(range(len(values)), sign * values.fillna(0), left=sign * gap, height=thick, color=COLOUR[colour])
        for row, (code, value) in enumerate(values.items()):
            reach = 0 if pd.isna(value) else value
            if marks is not None and not pd.isna(mark := marks[side][code]):
                ax.vlines(sign * (gap + mark), row - 0.5 * tall, row + 0.5 * tall, color=COLOUR["ink"], linewidth=1.4)
                is_near = reach - 0.01 * span < mark < reach + room
                reach = max(mark, reach) if is_near else reach
            text = "no row" if pd.isna(value) else format_number(value, digits)
            ax.annotate(
                text, (sign * (gap + reach), row), xytext=(sign * 4, 0), textcoords="offset points",
                va="center", ha="left" if side else "right", size=9, weight="bold", color=COLOUR[colour],
            )  # fmt: skip
        ax.annotate(
            heads[side], (sign * gap, -0.75 if is_wide else -1.0), xytext=(sign * 4, 0), textcoords="offset points",
            va="center", ha="left" if side else "right", size=9.5, weight="bold", color=COLOUR[colour],
        )  # fmt: skip
    for row, code in enumerate(left.index):
        if is_wide:
            ax.text(0, row, textwrap.fill(labels[code], 21), ha="center", va="center", size=9.5)
        else:
            ax.text(0, row - 0.48, labels[code], ha="center", va="center", size=9)
    ax.set(xlim=(-gap - widest[0] - room, gap + widest[1] + room), ylim=(len(left) - 0.4, -1.3 if is_wide else -1.5))
    ax.set(xticks=[], yticks=[], xlabel="", ylabel="")
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    below(fig, xlabel, width)
    return fig, ax


def plot_corridors(
    out: pd.DataFrame, into: pd.DataFrame, labels: dict[str, str], heads: tuple[str, str], ylabel: str, *, width: str
) -> tuple[Figure, Axes]:
    """Draw one panel a country with both flows over the years; each panel has its own scale, from zero.

    The last values stand under the country's name, each in the colour of its line.

    Parameters
    ----------
    out, into : pandas.DataFrame
        Index: codes, drawn in reading order. Columns: years. A missing row of ``into`` is left out of its panel.
    heads : tuple of str
        What the two lines stand for, written above the panels.
    """
    columns = min(4 if width == "wide" else 2, len(out))
    rows = -(-len(out) // columns)
    fig, axes = canvas(width, height=max(0.7, 0.08 + 0.4 * rows), panels=(rows, columns), share_y=False)
    years = list(out.columns)
    for ax, code in itertools.zip_longest(axes.flat, out.index):
        if code is None:
            ax.set_visible(False)
            continue
        top = 0.0
        for table, colour in ((out, "ochre"), (into, "steppe")):
            row = table.loc[code]
            if row.notna().any():
                ax.plot(years, row, color=COLOUR[colour], linewidth=2)
                ax.plot(years[-1], row[years[-1]], marker="o", markersize=4.5, color=COLOUR[colour])
                top = max(top, float(row.max()))
        ax.set_title(f"{labels[code]}\n", size=9, color=COLOUR["ink"])
        beside, spot = ax.transAxes, (0, 1)  # the first value stands at the panel's corner, the second beside it
        for table, colour in ((out, "ochre"), (into, "steppe")):
            if pd.notna(last := table.loc[code, years[-1]]):
                style = {"size": 9, "weight": "bold", "color": COLOUR[colour], "va": "bottom"}
                offset = {"xytext": (10 * spot[0], 4 * spot[1]), "textcoords": "offset points"}
                beside, spot = ax.annotate(format_number(last, 1), spot, xycoords=beside, **offset, **style), (1, 0)
        ax.set(ylim=(0, top * 1.1 or 1), xlim=(years[0] - 0.3, years[-1] + 0.4))
        ax.set_xticks([years[0], years[-1]], [str(years[0]), f"’{years[-1] % 100:02d}"], size=8.5)
        ax.locator_params(axis="y", nbins=4)
        ax.tick_params(axis="y", labelsize=8)
    fig.supylabel(ylabel, size=9.5)
    fig.suptitle(" ")  # keeps the place of the two heads
    for x, head, colour in ((0.08, heads[0], "ochre"), (0.52 if width == "narrow" else 0.32, heads[1], "steppe")):
        fig.text(x, 0.985, f"● {head}", color=COLOUR[colour], weight="bold", size=9.5, va="top")
    return fig, axes


def plot_channels(
    parts: pd.DataFrame,
    labels: dict[str, str],
    title: str,
    beside: Panel,
    *,
    width: str = "wide",
    scale: float = 1,
    lost: str = "lost",
) -> tuple[Figure, Axes]:
    """Draw stacked bars over the years, with the sum above each, and a bounded series beside or below them.

    Parameters
    ----------
    parts : pandas.DataFrame
        Index: at most two codes, from the bottom. Columns: years. Missing where a part is not known; such a year has
        no sum.
    title : str
        Quantity and unit of the bars.
    beside : Panel
        What the text fixes of another series, as in :func:`plot_told`.
    lost : str
        What stands above a year with a missing part.
    """
    shape = (1, 2) if width == "wide" else (2, 1)
    fig, axes = canvas(width, height=0.9 if width == "wide" else 1.5, panels=shape, share_y=False)
    ax, other = axes.flat
    data = parts / scale
    years = list(data.columns)
    base = pd.Series(0.0, index=years)
    for code, colour in zip(data.index, ("ochre", "steppe"), strict=False):
        ax.bar(years, data.loc[code].fillna(0), bottom=base, width=0.62, color=COLOUR[colour])
        base = base + data.loc[code].fillna(0)
    top = float(base.max())
    for year in years:
        is_known = bool(data[year].notna().all())
        text = format_number(base[year]) if is_known else textwrap.fill(lost, 9)
        style = {"weight": "bold"} if is_known else {"style": "italic", "color": COLOUR["stone"]}
        ax.text(year, base[year] + 0.015 * top, text, ha="center", va="bottom", size=8.5, **style)
    ax.set(xlabel="", ylabel="", ylim=(0, top * 1.38), xlim=(years[0] - 0.6, years[-1] + 0.6))
    _short_years(ax, years)
    _low_ticks(ax, top)
    ax.set_title(textwrap.fill(title, 44), size=9.5, color=COLOUR["ink"])
    for height, code, colour in zip((1.19, 1.29), data.index, ("ochre", "steppe"), strict=False):
        ax.text(years[0] - 0.5, height * top, f"■ {labels[code]}", color=COLOUR[colour], weight="bold", size=9.5)
    _draw_told(other, beside)
    return fig, axes


def _low_ticks(ax: Axes, top: float) -> None:
    """Keep grid lines out of the room above the data, where labels stand."""
    ax.locator_params(axis="y", nbins=5)
    ax.set_yticks([tick for tick in ax.get_yticks() if 0 <= tick <= top * 1.01])


def _short_years(ax: Axes, years: list[int]) -> None:
    ax.set_xticks(years, [str(years[0])] + [f"’{year % 100:02d}" for year in years[1:]], size=9)
    ax.tick_params(axis="y", labelsize=8.5)
