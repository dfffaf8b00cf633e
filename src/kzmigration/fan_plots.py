"""What came after a period: lines with the period marked, and forecasts as fans beside what came."""

import itertools

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kzmigration.figures import COLOUR, canvas
from kzmigration.language import format_number
from kzmigration.layout import name_marks, note, short_year, spread

BANDS = {"95": "gain1", "80": "gain2"}  # the wider one below


def plot_eras(
    table: pd.DataFrame,
    labels: dict[str, str],
    colours: dict[str, str],
    era: tuple[int, int, str],
    ylabel: str,
    *,
    width: str = "wide",
    scale: float = 1000,
    digits: int = 1,
) -> tuple[Figure, Axes]:
    """Draw one line a row over the years, below and above zero, with one period as a band that is named.

    Each row's name and last value stand at the line's end, on a phone above the picture.

    Parameters
    ----------
    table : pandas.DataFrame
        Index: codes. Columns: years. A row may begin late or end early; it must not have gaps.
    labels, colours : dict
        Code -> name, code -> name of a colour in :data:`kzmigration.figures.PALETTE`.
    era : tuple
        First year, last year, words.
    ylabel : str
        Quantity and unit.
    scale : float
        What values are divided by.
    digits : int
        Decimals of the values written out.
    """
    fig, ax = canvas(width)
    data, years = table / scale, list(table.columns)
    low, high = min(0.0, float(data.min().min())), max(0.0, float(data.max().max()))
    reach = high - low
    ax.axvspan(era[0] - 0.5, era[1] + 0.5, color=COLOUR["grid"], linewidth=0, zorder=0)
    note(ax, era[2], ((era[0] + era[1]) / 2, high + 0.11 * reach), (0, 0), ha="center", va="center", size=9)
    if low < 0:
        ax.plot([years[0], years[-1]], [0, 0], color=COLOUR["stone"], linewidth=0.9, zorder=1)
    texts, ends = {}, {}
    for code, row in data.iterrows():
        row = row.dropna()
        ax.plot(row.index, row, color=COLOUR[colours[code]])
        ax.plot(row.index[-1], row.iloc[-1], marker="o", markersize=5, color=COLOUR[colours[code]])
        texts[code] = f"{labels[code]}  {format_number(round(row.iloc[-1], digits) + 0.0, digits)}"  # no minus zero
        if width == "narrow" or row.index[-1] != years[-1]:
            texts[code] += f" ({row.index[-1]})"
        ends[code] = row.iloc[-1]
    ax.set(xlabel="", ylabel=ylabel, ylim=(low - 0.05 * reach, high + 0.18 * reach))
    first, last = years[0] - 0.5, years[-1] + 0.5
    if width == "wide":
        for code, height in spread(pd.Series(ends), 0.078 * reach).items():
            note(ax, texts[code], (years[-1], height), (9, 0), color=COLOUR[colours[code]], va="center", weight="bold")
        last += 0.34 * (years[-1] - years[0])
    else:
        name_marks(ax, [(texts[code], colours[code]) for code in table.index], width)
    ax.set_xlim(first, last)
    ticks = [year for year in years if year % (5 if len(years) > 12 else 2 if width == "narrow" else 1) == 0]
    ax.set_xticks(ticks, [str(year) if width == "wide" or year == ticks[0] else short_year(year) for year in ticks])
    return fig, ax


def plot_fans(
    known: pd.Series,
    fans: dict[str, pd.DataFrame],
    came: pd.Series,
    titles: dict[str, str],
    ylabel: str,
    *,
    width: str = "wide",
    scale: float = 1000,
) -> tuple[Figure, Axes]:
    """Draw forecasts as small multiples on one scale: bands, their middle, and what came.

    A year that came within the narrower band is a dot, within the wider one a ring, outside both a cross. The last
    panel says so.

    Parameters
    ----------
    known : pandas.Series
        The years before, as far back as shown. Index: years.
    fans : dict
        Code -> frame as :func:`kzmigration.forecasts.forecast` returns it, drawn in reading order.
    came : pandas.Series
        Index: the years forecast.
    titles : dict
        Code -> what stands above the panel.
    """
    columns = 3 if width == "wide" else 2
    rows = -(-(len(fans) + 1) // columns)
    fig, axes = canvas(width, height=(0.12 + 0.56 * rows) if width == "wide" else 0.6 * rows, panels=(rows, columns))
    size = 9.2 if width == "wide" else 8.6
    for ax, code in itertools.zip_longest(axes.flat, fans):
        if code is None:
            ax.set_visible(False)
            continue
        fan, last = fans[code] / scale, known.index[-1]
        start = pd.Series({last: known.iloc[-1] / scale})
        for level, tone in BANDS.items():
            low, high = (pd.concat([start, fan[f"{end}{level}"]]) for end in ("low", "high"))
            ax.fill_between(low.index, low, high, color=COLOUR[tone], linewidth=0, zorder=1)
        ax.axhline(0, color=COLOUR["stone"], linewidth=0.8, zorder=2)
        ax.plot(known.index, known / scale, color=COLOUR["ink"], linewidth=1.4, zorder=3)
        middle = pd.concat([start, fan["mean"]])
        ax.plot(middle.index, middle, color=COLOUR["steppe"], linewidth=1.8, zorder=3)
        for year, value in (came / scale).items():
            _mark(ax, year, value, fan.loc[year])
        ax.set_title(titles[code], size=size, color=COLOUR["ink"])
        ticks = [known.index[0], last, came.index[-1]]
        ax.set_xticks(ticks, [str(ticks[0]), *map(short_year, ticks[1:])], size=8.2)
        ax.tick_params(axis="y", labelsize=8.2)
        ax.set_xlim(known.index[0] - 0.5, came.index[-1] + 0.7)
    _key(axes.flat[len(fans)], size)
    fig.supylabel(ylabel, size=9.5)
    return fig, axes


def _mark(ax: Axes, x: float, y: float, bounds: pd.Series) -> None:
    if bounds["low80"] <= y <= bounds["high80"]:
        ax.scatter([x], [y], s=17, color=COLOUR["ink"], zorder=4)
    elif bounds["low95"] <= y <= bounds["high95"]:
        ax.scatter([x], [y], s=17, facecolor=COLOUR["paper"], edgecolor=COLOUR["ink"], linewidth=1.2, zorder=4)
    else:
        ax.scatter([x], [y], s=22, color=COLOUR["brick"], marker="x", linewidth=1.6, zorder=4)


def _key(ax: Axes, size: float) -> None:
    """Show what bands, line and marks mean, in a panel without a scale."""
    ax.set_visible(True)
    ax.set_axis_off()
    bounds = pd.Series({"low80": -1, "high80": 1, "low95": -2, "high95": 2})
    rows = [
        ("what was known", None),
        ("the forecast", None),
        ("80% interval", None),
        ("95% interval", None),
        ("came, within 80%", 0),
        ("came, within 95%", 1.5),
        ("came, outside both", 3),
    ]
    inner = ax.inset_axes((0, 0, 1, 1))  # a scale of its own: the panels share theirs
    inner.set_axis_off()
    inner.set(xlim=(0, 1), ylim=(len(rows) - 0.3, -0.7))
    for row, (text, place) in enumerate(rows):
        if place is not None:
            marked = bounds - place + row  # moved, so that the mark falls where its row is
            _mark(inner, 0.08, row, marked)
        elif row < 2:
            inner.plot([0.03, 0.13], [row, row], color=COLOUR[("ink", "steppe")[row]], linewidth=1.8)
        else:
            tone = COLOUR[("gain2", "gain1")[row - 2]]
            inner.fill_between([0.03, 0.13], row - 0.3, row + 0.3, color=tone, linewidth=0)
        inner.text(0.2, row, text, size=size, va="center", color=COLOUR["ink"])
