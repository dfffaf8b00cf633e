"""Long series beside each other, balances around zero, and rows of which one is not known."""

import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from kzmigration.errors import ChapterError
from kzmigration.figures import COLOUR, canvas
from kzmigration.language import format_number
from kzmigration.layout import below, name_rows, note, spread

SPAN_HEIGHT = 0.13  # of the picture, above the data, for the name of a marked span


def plot_long_lines(
    table: pd.DataFrame,
    labels: dict[str, str],
    colours: dict[str, str],
    ylabel: str,
    *,
    width: str = "wide",
    digits: int = 0,
    step: int = 5,
    span: tuple[int, int, str] | None = None,
) -> tuple[Figure, Axes]:
    """Draw lines over many years from zero, each with its name and last value at its end; a span may be marked.

    Parameters
    ----------
    table : pandas.DataFrame
        Index: codes. Columns: years, ascending. Blank cells are gaps; the last column has none.
    labels, colours : dict
        Code -> name, code -> name of a colour in :data:`kzmigration.figures.PALETTE`.
    ylabel : str
        Quantity and unit.
    digits : int
        Decimals of the values at the ends.
    step : int
        Years that are multiples of it are written below; on a phone every second of those.
    span : tuple, optional
        First and last year of a time that is marked by a bracket above the lines, and its name.

    Raises
    ------
    ChapterError
        If a row has no value in the last year, so that nothing could stand at its end.
    """
    ends = table.iloc[:, -1]
    if ends.isna().any():
        raise ChapterError(f"no value at the end of {', '.join(ends.index[ends.isna()])}")
    fig, ax = canvas(width)
    years, top = list(table.columns), float(table.max().max())
    for code, row in table.iterrows():
        ax.plot(years, row, color=COLOUR[colours[code]])
        ax.scatter(years[-1:], row.iloc[-1:], s=30, color=COLOUR[colours[code]], zorder=3)
    ax.set(xlabel="", ylabel=ylabel, ylim=(0, top * (1.05 + (SPAN_HEIGHT if span else 0))))
    if span:
        first, last, words = span
        height = top * (1.03 + 0.3 * SPAN_HEIGHT)
        ax.plot([first, first, last, last], [height * 0.98, height, height, height * 0.98], color=COLOUR["stone"], lw=1)
        note(ax, words, ((first + last) / 2, height), (0, 3), ha="center", size=9, color=COLOUR["stone"])
    room = (0.34 if width == "wide" else 0.72) * (years[-1] - years[0])
    ax.set_xlim(years[0] - 0.4, years[-1] + room)
    _write_years(ax, years, width, step)
    ax.set_yticks([tick for tick in MaxNLocator(5).tick_values(0, top) if 0 <= tick <= top])
    wrapped = {code: textwrap.fill(labels[code], 24 if width == "wide" else 14) for code in table.index}
    tallest = max(text.count("\n") for text in wrapped.values()) + 1
    for code, place in spread(ends, (0.02 + 0.06 * tallest) * ax.get_ylim()[1]).items():
        text = f"{wrapped[code]}  {format_number(ends[code], digits)}"
        note(ax, text, (years[-1], place), (8, 0), va="center", weight="bold", size=9, color=COLOUR[colours[code]])
    return fig, ax


def plot_balance(
    balance: pd.Series,
    other: pd.Series | None,
    words: tuple[str, str],
    ylabel: str,
    *,
    width: str = "wide",
    step: int = 5,
) -> tuple[Figure, Axes]:
    """Draw a balance as a bar a year, up for a gain and down for a loss; another producer's as a line of dots.

    Parameters
    ----------
    balance : pandas.Series
        Index: years.
    other : pandas.Series or None
        Index: years of ``balance``, not necessarily all; another series of the same quantity.
    words : tuple of str
        What bars and dots stand for, written above the picture in their colours.
    ylabel : str
        Quantity and unit.
    step : int
        As in :func:`plot_long_lines`.
    """
    fig, ax = canvas(width)
    tones = [COLOUR["brick" if value < 0 else "steppe"] for value in balance]
    ax.bar(balance.index, balance, width=0.72, color=tones, zorder=2)
    heads = [(words[0], "steppe")]
    if other is not None:
        ax.plot(other.index, other, color=COLOUR["ink"], linewidth=1.1, zorder=3)
        ax.scatter(other.index, other, s=16, color=COLOUR["ink"], zorder=4)
        heads.append((words[1], "ink"))
    ax.axhline(0, color=COLOUR["stone"], linewidth=0.9, zorder=5)
    ax.set(xlabel="", ylabel=ylabel, xlim=(balance.index[0] - 0.8, balance.index[-1] + 0.8))
    for row, (text, tone) in enumerate(reversed(heads)):
        mark = "■" if tone == "steppe" else "●"
        style = {"va": "bottom", "weight": "bold", "size": 9, "color": COLOUR[tone]}
        note(ax, f"{mark} {text}", (0, 1), (0, 6 + 14 * row), xycoords="axes fraction", **style)
    _write_years(ax, list(balance.index), width, step)
    return fig, ax


def plot_known(
    values: pd.Series,
    labels: dict[str, str],
    marked: str,
    xlabel: str,
    *,
    other: pd.Series | None = None,
    words: tuple[str, str] = ("", ""),
    width: str = "wide",
    digits: int = 1,
) -> tuple[Figure, Axes]:
    """Draw a bar a row from zero with its value, and a question mark where the value is not known.

    Parameters
    ----------
    values : pandas.Series
        Index: codes, drawn from the top; blank where nothing is known.
    marked : str
        The code of the row that stands out.
    other : pandas.Series, optional
        Index: codes of ``values``, not necessarily all; the same quantity by another producer, drawn as dots.
    words : tuple of str
        What bars and dots stand for, written above the picture if there are dots.
    """
    fig, ax = canvas(width, height=0.2 + 0.1 * max(len(values), 3))
    beside = pd.Series(dtype=float) if other is None else other.dropna()
    most = float(pd.concat([values, beside]).max())
    for row, (code, value) in enumerate(values.items()):
        tone = COLOUR["steppe" if code == marked else "stone"]
        style = {"va": "center", "weight": "bold"}
        if pd.isna(value):
            note(ax, "? not given", (0, row), (4, 0), color=tone, **style)
            continue
        ax.barh(row, value, height=0.62, color=tone)
        end = max(value, beside.get(code, value))
        note(ax, format_number(value, digits), (end, row), (8, 0), color=tone, **style)
        if code in beside.index:
            ax.scatter(
                beside[code], row, s=46, color=COLOUR["ochre"], edgecolor=COLOUR["paper"], zorder=3, clip_on=False
            )
            note(ax, format_number(beside[code], digits), (end, row), (42, 0), color=COLOUR["ochre"], **style)
    name_rows(ax, values.index, labels, width, (24, 14))
    room = (1.12, 1.3) if other is None else (1.25, 1.6)
    ax.set(xlim=(0, most * room[width != "wide"]), ylim=(len(values) - 0.45, -0.55))
    if other is not None:
        for row, (mark, text, tone) in enumerate((("●", words[1], "ochre"), ("■", words[0], "stone"))):
            place = {"xycoords": "axes fraction", "va": "bottom", "weight": "bold", "size": 9}
            note(ax, f"{mark} {text}", (0, 1), (0, 6 + 14 * row), color=COLOUR[tone], **place)
    ax.set_xticks([])
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    below(fig, xlabel, width)
    return fig, ax


def _write_years(ax: Axes, years: list[int], width: str, step: int) -> None:
    """Write the years that are multiples of a step, on a phone every second one of them, counted from the first."""
    shown = [year for year in years if year % step == 0]
    ax.set_xticks(shown if width == "wide" else shown[::2])
