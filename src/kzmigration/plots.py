"""The plots that chapters share: each takes tidy numbers and returns a figure and its axes."""

import itertools
import textwrap

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kzmigration.figures import COLOUR, canvas
from kzmigration.language import format_number


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


def plot_bars(
    values: pd.Series,
    labels: dict[str, str],
    colours: dict[str, str],
    xlabel: str,
    *,
    width: str = "wide",
    digits: int = 0,
    signed: bool = False,
) -> tuple[Figure, Axes]:
    """Draw one horizontal bar a row, from zero, with its value at its end.

    Parameters
    ----------
    values : pandas.Series
        Index: codes, drawn from the top.
    signed : bool
        Whether a plus stands before a positive value.
    """
    fig, ax = canvas(width, height=0.22 + 0.082 * max(len(values), 3))
    names = [labels[code] for code in values.index]
    sns.barplot(
        x=values.to_numpy(),
        y=names,
        hue=names,
        palette=[COLOUR[colours[code]] for code in values.index],
        saturation=1,
        errorbar=None,
        legend=False,
        ax=ax,
    )
    low, high = min(0.0, float(values.min())), max(0.0, float(values.max()))
    span = high - low
    margin = 0.3 if width == "wide" else 0.62
    ax.set_xlim(low - (margin * span if low < 0 else 0), high + margin * span)
    ax.set(xlabel="", ylabel="")
    below(fig, xlabel, width)
    ax.grid(visible=False)
    ax.axvline(0, color=COLOUR["stone"], linewidth=0.9)
    ax.spines["bottom"].set_visible(False)
    ax.set_xticks([])
    for position, value in enumerate(values):
        side = -1 if value < 0 else 1
        place = value + side * (0.012 if width == "wide" else 0.03) * span
        text = format_number(value, digits, signed=signed)
        ax.text(place, position, text, va="center", ha="left" if side > 0 else "right", size=9.5)
    return fig, ax


def plot_dumbbell(
    before: pd.Series,
    after: pd.Series,
    labels: dict[str, str],
    ends: tuple[str, str],
    xlabel: str,
    *,
    width: str = "wide",
    digits: int = 1,
) -> tuple[Figure, Axes]:
    """Draw two dots a row, joined, for two dates.

    Parameters
    ----------
    before, after : pandas.Series
        Index: codes, drawn from the top.
    ends : tuple of str
        What the two dots stand for, written once above the first row.
    """
    fig, ax = canvas(width, height=0.3 + 0.088 * max(len(before), 3))
    rows = range(len(before))
    high = float(max(before.max(), after.max()))
    ax.hlines(rows, before, after, color=COLOUR["stone"], linewidth=2, zorder=1)
    style = {"clip_on": False}  # a dot at zero is whole
    ax.scatter(before, rows, facecolor=COLOUR["paper"], edgecolor=COLOUR["stone"], linewidth=2, s=44, zorder=2, **style)
    ax.scatter(after, rows, color=COLOUR["steppe"], s=48, zorder=3, **style)
    ax.set_yticks(list(rows), [labels[code] for code in before.index])
    ax.set(xlabel="", ylabel="", ylim=(len(before) - 0.4, -1.3), xlim=(0, high * (1.35 if width == "wide" else 1.7)))
    ax.set_xticks([])
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    below(fig, xlabel, width)
    for row, code in enumerate(before.index):
        text = f"{format_number(before[code], digits)} → {format_number(after[code], digits)}"
        place = max(before[code], after[code])
        ax.annotate(text, (place, row), xytext=(9, 0), textcoords="offset points", va="center", size=9.5)
    sides = {True: ("right", -1), False: ("left", 1)}
    for series, word, colour in ((before, ends[0], "stone"), (after, ends[1], "steppe")):
        side, nudge = sides[bool(series.iloc[0] == min(before.iloc[0], after.iloc[0]))]
        ax.annotate(
            word,
            (series.iloc[0], -0.55),
            xytext=(nudge, 0),
            textcoords="offset points",
            ha=side,
            va="center",
            size=9.5,
            weight="bold",
            color=COLOUR[colour],
        )
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
    ax.annotate(words, (year - 0.5, top * 1.14), xytext=(-6, 0), textcoords="offset points", ha="right", size=9)
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
        ax.set_xticks([years[0], years[-1]], [str(years[0]), f"’{years[-1] % 100:02d}"], size=8.5)
        ax.tick_params(axis="y", labelsize=8.5)
        ax.set(ylim=(0, float(table.max().max()) * 1.05), xlim=(years[0] - 0.3, years[-1] + 0.6))
    fig.supylabel(ylabel, size=9.5)
    return fig, axes


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
        ax.annotate(
            f"{labels[code]}  {format_number(ends[code], digits)}",
            (years[-1], height),
            xytext=(9, 0),
            textcoords="offset points",
            color=COLOUR[colours[code]],
            va="center",
            weight="bold",
            size=9.5,
        )


def thin_years(ax: Axes, years: list[int], width: str) -> None:
    """Write every year, but short on a phone."""
    ax.set_xticks(years)
    if width == "narrow" and len(years) > 3:
        ax.set_xticks(years, [str(years[0])] + [f"’{year % 100:02d}" for year in years[1:]])


def below(fig: Figure, text: str, width: str) -> None:
    """Say below the picture what bars or dots measure, over two lines on a phone."""
    fig.supxlabel(textwrap.fill(text, 90 if width == "wide" else 44), x=0.02, ha="left", size=9.5)
