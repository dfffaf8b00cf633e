"""Plots of regions side by side: classes in a table, distances from a line, gains and losses, odd ones out."""

import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kzmigration.figures import COLOUR, STRONG, canvas
from kzmigration.language import format_number
from kzmigration.maps import classes, tones
from kzmigration.plots import below
from kzmigration.population_plots import range_text


def plot_matrix(
    table: pd.DataFrame,
    labels: dict[str, str],
    limits: list[float],
    xlabel: str,
    *,
    width: str = "wide",
    digits: int = 1,
    signed: bool = True,
) -> tuple[Figure, Axes]:
    """Draw a table of regions and years as boxes coloured by class, with the value in each.

    Parameters
    ----------
    table : pandas.DataFrame
        Index: codes, drawn from the top. Columns: years. A missing cell stays empty.
    limits : list of float
        As in :func:`kzmigration.maps.plot_regions`.
    """
    fig, ax = canvas(width, height=0.3 + 0.083 * len(table))
    colours = tones(limits)
    for row, (_, values) in enumerate(table.iterrows()):
        found = classes(values.dropna(), limits)
        for place, year in enumerate(table.columns):
            if year not in found.index:
                continue
            tone = colours[found[year]]
            ax.add_patch(
                Rectangle((place, row), 1, 1, facecolor=COLOUR[tone], edgecolor=COLOUR["paper"], linewidth=1.5)
            )
            ink = COLOUR["paper"] if tone in STRONG else COLOUR["ink"]
            text = format_number(values[year], digits, signed=signed)
            ax.text(
                place + 0.5, row + 0.5, text, ha="center", va="center", size=8.6 if width == "wide" else 7.4, color=ink
            )
    years = list(table.columns)
    short = [str(year) if width == "wide" else f"’{year % 100:02d}" for year in years]
    ax.set_xticks([place + 0.5 for place in range(len(years))], short)
    names = [labels[code] for code in table.index]
    ax.set_yticks([row + 0.5 for row in range(len(table))], names, size=9.5 if width == "wide" else 8.2)
    ax.set(xlabel="", ylabel="", xlim=(0, len(years)), ylim=(len(table), 0))
    ax.xaxis.tick_top()
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    below(fig, xlabel, width)
    return fig, ax


def plot_against(
    values: pd.Series,
    line: float,
    labels: dict[str, str],
    colours: dict[str, str],
    words: str,
    xlabel: str,
    *,
    width: str = "wide",
    digits: int = 2,
) -> tuple[Figure, Axes]:
    """Draw one dot a row and a line through all rows that they are held against.

    Parameters
    ----------
    values : pandas.Series
        Index: codes, drawn from the top.
    line : float
        Where the line stands.
    words : str
        What the line is, written above the first row.
    """
    fig, ax = canvas(width, height=0.34 + 0.078 * len(values))
    rows = range(len(values))
    tints = [COLOUR[colours[code]] for code in values.index]
    ax.hlines(rows, line, values, color=COLOUR["grid"], linewidth=3, zorder=1)
    ax.axvline(line, color=COLOUR["stone"], linewidth=1.2, zorder=2)
    ax.scatter(values, rows, color=tints, s=52, zorder=3)
    for row, value in zip(rows, values, strict=True):
        side = 1 if value >= line else -1
        ax.annotate(
            format_number(value, digits, signed=True),
            (value, row),
            xytext=(9 * side, 0),
            textcoords="offset points",
            ha="left" if side > 0 else "right",
            va="center",
            size=9 if width == "wide" else 8.2,
        )
    least, most = min(float(values.min()), line), max(float(values.max()), line)
    room = (0.13 if width == "wide" else 0.3) * (most - least)
    ax.set_yticks(list(rows), [labels[code] for code in values.index], size=9.5 if width == "wide" else 8.2)
    ax.set(xlabel="", ylabel="", xlim=(least - room, most + room), ylim=(len(values) - 0.4, -1.8))
    note = textwrap.fill(words, 60 if width == "wide" else 24)
    ax.annotate(
        note, (line, -1.1), xytext=(6, 0), textcoords="offset points", va="center", size=9, color=COLOUR["stone"]
    )
    ax.set_xticks([])
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    below(fig, xlabel, width)
    return fig, ax


def plot_gains(
    ranges: pd.DataFrame, labels: dict[str, str], xlabel: str, *, width: str = "wide", scale: float = 1, digits: int = 1
) -> tuple[Figure, Axes]:
    """Draw one horizontal bar a row from zero to the nearer end of its range, and a pale tip to the farther one.

    Parameters
    ----------
    ranges : pandas.DataFrame
        Index: codes, drawn from the top. Columns: ``low`` and ``high``, of one sign.
    scale : float
        What values are divided by.
    """
    fig, ax = canvas(width, height=0.24 + 0.082 * len(ranges))
    data = ranges / scale
    least, most = min(0.0, float(data["low"].min())), max(0.0, float(data["high"].max()))
    span = most - least
    for row, (_, ends) in enumerate(data.iterrows()):
        down = ends["high"] < 0
        near, far = (ends["high"], ends["low"]) if down else (ends["low"], ends["high"])
        ax.barh(row, near, height=0.72, color=COLOUR["brick" if down else "steppe"])
        ax.barh(row, far - near, left=near, height=0.72, color=COLOUR["loss1" if down else "gain2"])
        style = {"xytext": (5, 0), "textcoords": "offset points", "va": "center", "size": 9 if width == "wide" else 8.2}
        ax.annotate(range_text(near, far, digits, " to " if down else "–"), (max(far, 0), row), **style)
    room = 0.13 if width == "wide" else 0.36
    names = [textwrap.fill(labels[code], 30 if width == "wide" else 16) for code in data.index]
    ax.set_yticks(range(len(data)), names, size=9.5 if width == "wide" else 8.2)
    ax.set(xlabel="", ylabel="", xlim=(least - 0.02 * span, most + room * span), ylim=(len(data) - 0.4, -0.6))
    ax.axvline(0, color=COLOUR["stone"], linewidth=0.9)
    ax.set_xticks([])
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    below(fig, xlabel, width)
    return fig, ax


def plot_strip(
    found: pd.DataFrame, apart: pd.DataFrame, labels: dict[str, str], xlabel: str, *, width: str = "wide"
) -> tuple[Figure, Axes]:
    """Draw many ranges around zero as thin lines in rows by year, and name the few that do not hold zero.

    Parameters
    ----------
    found : pandas.DataFrame
        Columns ``region``, ``year``, ``change``, ``low`` and ``high``.
    apart : pandas.DataFrame
        The rows of ``found`` to be named.
    """
    fig, ax = canvas(width, height=0.95)
    years = sorted(found["year"].unique())
    for place, year in enumerate(years):
        of_year = found[found["year"] == year].sort_values("change", kind="stable")
        step = 0.6 / max(len(of_year), 1)
        for rank, row in enumerate(of_year.itertuples()):
            named = row.Index in apart.index
            y = place + 0.36 if named else place - 0.42 + step * (rank + 0.5)
            ax.plot([row.low, row.high], [y, y], color=COLOUR["sky"], linewidth=1.4, zorder=2)
            ax.scatter([row.change], [y], s=46 if named else 12, color=COLOUR["brick" if named else "steppe"], zorder=3)
            if named:
                side = -1 if row.change < 0 else 1
                text = f"{labels[row.region]}  {format_number(row.change, 1, signed=True)}"
                edge = row.high if side > 0 else row.low
                ax.annotate(
                    text,
                    (edge, y),
                    xytext=(8 * side, 0),
                    textcoords="offset points",
                    ha="left" if side > 0 else "right",
                    va="center",
                    size=9 if width == "wide" else 8,
                    color=COLOUR["brick"],
                )
    ax.axvline(0, color=COLOUR["stone"], linewidth=0.9, zorder=1)
    least, most = float(found["low"].min()), float(found["high"].max())
    room = (0.3 if width == "wide" else 0.72) * (most - least)
    ax.set_yticks(range(len(years)), [str(year) for year in years])
    ax.set(xlabel="", ylabel="", xlim=(least - 0.9 * room, most + room), ylim=(len(years) - 0.45, -0.55))
    ax.grid(visible=False)
    ax.set_xticks([tick for tick in (-5, 0, 5, 10) if least - room < tick < most])
    below(fig, xlabel, width)
    return fig, ax
