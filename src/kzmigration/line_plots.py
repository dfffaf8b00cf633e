"""Lines over the years: several in one picture, one with its fitted line, one a panel."""

import itertools

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kzmigration.figures import COLOUR, canvas
from kzmigration.language import format_number
from kzmigration.layout import label_ends, low_ticks, note, short_year, thin_years


def plot_lines(
    table: pd.DataFrame,
    labels: dict[str, str],
    colours: dict[str, str],
    ylabel: str,
    *,
    width: str = "wide",
    scale: float = 1,
    digits: int = 0,
) -> tuple[Figure, Axes]:
    """Draw one line a row over the years, with the row's name and last value at the line's end.

    Parameters
    ----------
    table : pandas.DataFrame
        Index: codes. Columns: years.
    labels, colours : dict
        Code -> name, code -> name of a colour in :data:`PALETTE`.
    ylabel : str
        Quantity and unit.
    scale : float
        What values are divided by.
    digits : int
        Decimals of the value at the line's end.
    """
    fig, ax = canvas(width)
    data = table / scale
    for code, row in data.iterrows():
        sns.lineplot(x=row.index, y=row.to_numpy(), color=COLOUR[colours[code]], marker="o", markersize=6, ax=ax)
    years = list(table.columns)
    ax.set(xlabel="", ylabel=ylabel, ylim=(0, float(data.max().max()) * 1.08))
    label_ends(ax, data[years[-1]], labels, colours, years, width, digits)
    return fig, ax


def plot_trend(
    series: pd.Series, fitted: pd.DataFrame, ylabel: str, *, width: str = "wide", scale: float = 1
) -> tuple[Figure, Axes]:
    """Draw yearly values as dots, with a fitted line and its interval as a band.

    Parameters
    ----------
    series : pandas.Series
        Index: years.
    fitted : pandas.DataFrame
        Index: years. Columns: ``line``, ``low``, ``high``.
    """
    fig, ax = canvas(width)
    years = series.index.to_numpy()
    band = fitted / scale
    ax.fill_between(years, band["low"], band["high"], color=COLOUR["sky"], alpha=0.35, linewidth=0)
    ax.plot(years, band["line"], color=COLOUR["steppe"], linewidth=1.6)
    ax.scatter(years, series / scale, color=COLOUR["ink"], s=34, zorder=3)
    top = max(float(band["high"].max()), float(series.max()) / scale)
    bottom = min(0.0, float(band["low"].min()))
    ax.set(xlabel="", ylabel=ylabel, ylim=(bottom * 1.08, top * 1.1))
    ax.set_xlim(years[0] - 0.3, years[-1] + 0.3)
    thin_years(ax, list(years), width)
    return fig, ax


def plot_break(
    series: pd.Series, fitted: pd.Series, year: int, words: str, ylabel: str, *, width: str = "wide", scale: float = 1
) -> tuple[Figure, Axes]:
    """Draw yearly values as dots, a fitted line that jumps, and a thin line with three words where it does.

    Parameters
    ----------
    series, fitted : pandas.Series
        Index: years.
    year : int
        First year after the jump.
    words : str
        What happened.
    """
    fig, ax = canvas(width)
    for part in (fitted[fitted.index < year], fitted[fitted.index >= year]):
        ax.plot(part.index, part / scale, color=COLOUR["steppe"], linewidth=1.8)
    ax.scatter(series.index, series / scale, color=COLOUR["ink"], s=34, zorder=3)
    top = float(max(series.max(), fitted.max())) / scale
    ax.axvline(year - 0.5, color=COLOUR["stone"], linewidth=0.9)
    note(ax, words, (year - 0.5, top * 1.14), (-6, 0), ha="right", size=9)
    years = list(series.index)
    ax.set(xlabel="", ylabel=ylabel, ylim=(0, top * 1.2), xlim=(years[0] - 0.3, years[-1] + 0.3))
    thin_years(ax, years, width)
    return fig, ax


def plot_panels(
    table: pd.DataFrame, labels: dict[str, str], ylabel: str, *, width: str = "wide", columns: int = 4
) -> tuple[Figure, Axes]:
    """Draw small multiples: one panel a row, all on one scale, the other rows as grey ghosts.

    Parameters
    ----------
    table : pandas.DataFrame
        Index: codes, drawn in reading order. Columns: years.
    """
    columns = min(columns if width == "wide" else 2, len(table))
    rows = -(-len(table) // columns)
    fig, axes = canvas(width, height=max(0.62, 0.4 * rows), panels=(rows, columns))
    years = list(table.columns)
    for ax, code in itertools.zip_longest(axes.flat, table.index):
        if code is None:
            ax.set_visible(False)
            continue
        for ghost in table.index:
            ax.plot(years, table.loc[ghost], color=COLOUR["grid"], linewidth=1)
        ax.plot(years, table.loc[code], color=COLOUR["steppe"], linewidth=2.2)
        ax.plot(years[-1], table.loc[code, years[-1]], marker="o", markersize=5, color=COLOUR["steppe"])
        ax.set_title(f"{labels[code]}  {format_number(table.loc[code, years[-1]])}", size=9.5, color=COLOUR["ink"])
        ax.set_xticks([years[0], years[-1]], [str(years[0]), short_year(years[-1])], size=8.5)
        ax.tick_params(axis="y", labelsize=8.5)
        top = float(table.max().max()) * 1.05
        ax.set(ylim=(0, top), xlim=(years[0] - 0.3, years[-1] + 0.6))
        low_ticks(ax, top)
    fig.supylabel(ylabel, size=9.5)
    return fig, axes


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
                by = (10 * spot[0], 4 * spot[1])
                beside, spot = note(ax, format_number(last, 1), spot, by, xycoords=beside, **style), (1, 0)
        ax.set(ylim=(0, top * 1.1 or 1), xlim=(years[0] - 0.3, years[-1] + 0.4))
        ax.set_xticks([years[0], years[-1]], [str(years[0]), short_year(years[-1])], size=8.5)
        ax.locator_params(axis="y", nbins=4)
        ax.tick_params(axis="y", labelsize=8)
    fig.supylabel(ylabel, size=9.5)
    fig.suptitle(" ")  # keeps the place of the two heads
    for x, head, colour in ((0.08, heads[0], "ochre"), (0.52 if width == "narrow" else 0.32, heads[1], "steppe")):
        fig.text(x, 0.985, f"● {head}", color=COLOUR[colour], weight="bold", size=9.5, va="top")
    return fig, axes
