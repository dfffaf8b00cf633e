"""Two counts of one flow: over the years, as ratios, and beside what stocks and estimates say of it."""

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kzmigration.figures import COLOUR, canvas
from kzmigration.language import format_number
from kzmigration.layout import below, first_in_full, low_ticks, name_rows, note

SIDES = {"home": "steppe", "partner": "ochre"}


def plot_both_counts(
    counts: pd.DataFrame,
    titles: tuple[str, str],
    words: dict[str, str],
    ylabel: str,
    *,
    width: str = "wide",
    scale: float = 1,
) -> tuple[Figure, Axes]:
    """Draw both counts of both directions over the years, a panel a direction on one scale.

    Parameters
    ----------
    counts : pandas.DataFrame
        As :func:`kzmigration.mirror.both_counts` returns it. A year without a count is a gap, never a zero.
    titles : tuple of str
        The way out and the way in.
    words : dict
        Column of ``counts`` -> who counts what, written above the panel in the colour of its line.
    scale : float
        What values are divided by.
    """
    is_wide = width == "wide"
    fig, axes = canvas(width, height=1.0 if is_wide else 1.75, panels=(1, 2) if is_wide else (2, 1))
    years = list(counts.index)
    top = float(counts.max().max()) / scale
    for ax, way, title in zip(axes.flat, ("out", "in"), titles, strict=True):
        for side, colour in SIDES.items():
            row = counts[f"{way}_{side}"] / scale
            ax.plot(years, row, color=COLOUR[colour], marker="o", markersize=5)
        for line, side in enumerate(("partner", "home")):
            text = f"● {words[f'{way}_{side}']}"
            style = {"va": "bottom", "weight": "bold", "color": COLOUR[SIDES[side]], "size": 9}
            note(ax, text, (0, 1), (0, 4 + 14 * line), xycoords="axes fraction", **style)
        note(ax, title, (0, 1), (0, 34), xycoords="axes fraction", va="bottom", weight="bold", size=10)
        ax.set(xlabel="", ylim=(0, top * 1.06), xlim=(years[0] - 0.3, years[-1] + 0.3))
        ax.set_xticks(years, first_in_full(years), size=9)
        ax.tick_params(axis="y", labelleft=True)
        low_ticks(ax, top * 1.06)
    fig.supylabel(ylabel, size=9.5)
    return fig, axes


def plot_ratios(
    ratios: pd.DataFrame, labels: dict[str, str], colours: dict[str, str], xlabel: str, *, width: str = "wide"
) -> tuple[Figure, Axes]:
    """Draw ratios of two counts on a logarithmic scale: a small dot a year, a diamond for the ratio of the sums.

    Parameters
    ----------
    ratios : pandas.DataFrame
        Index: codes, drawn from the top. Columns: years (missing where one side has no count) and ``sums``.

    Raises
    ------
    ValueError
        If a ratio is not above zero, or a row has none.
    """
    years = ratios.drop(columns="sums")
    if (ratios <= 0).any().any() or ratios["sums"].isna().any() or years.isna().all(axis=1).any():
        raise ValueError(f"ratios must be above zero, and each row have one:\n{ratios}")
    is_wide = width == "wide"
    fig, ax = canvas(width, height=0.32 + (0.115 if is_wide else 0.165) * len(ratios))
    ax.set_xscale("log")
    for row, code in enumerate(ratios.index):
        own, tone = years.loc[code].dropna(), COLOUR[colours[code]]
        ax.hlines(row, own.min(), own.max(), color=tone, linewidth=1.2, zorder=2)
        ax.scatter(own, [row] * len(own), s=18, color=tone, zorder=3)
        ax.scatter([ratios.loc[code, "sums"]], [row], s=70, marker="D", color=tone, edgecolor=COLOUR["paper"], zorder=4)
        text = f"× {format_number(ratios.loc[code, 'sums'], 1)}"
        note(ax, text, (own.max(), row), (10, 0), va="center", color=tone, weight="bold")
    ax.axvline(1, color=COLOUR["stone"], linewidth=1.2, zorder=1)
    note(ax, "both count alike", (1, -0.72), (5, 0), va="center", size=9, color=COLOUR["stone"])
    name_rows(ax, ratios.index, labels, width, (44, 21), 9.5 if is_wide else 8.6)
    low, high = min(1.0, float(years.min().min())), max(1.0, float(years.max().max()))
    ticks = [tick for tick in (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50) if low * 0.8 <= tick <= high * 1.2]
    ax.set_xticks(ticks, [f"{tick:g}" for tick in ticks], size=9)
    ax.minorticks_off()
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    ax.set(xlabel="", ylabel="", ylim=(len(ratios) - 0.4, -1.1))
    ax.set_xlim(low / 1.25, high * (high / low) ** (0.16 if is_wide else 0.42))
    below(fig, xlabel, width)
    return fig, ax


def plot_spread(
    sources: dict[str, pd.DataFrame], labels: dict[str, str], colours: dict[str, str], xlabel: str, *, width: str
) -> tuple[Figure, Axes]:
    """Draw what every source says of a flow, a panel a flow and a row a source: a dot a value, a line over its range.

    Parameters
    ----------
    sources : dict
        Title of a panel -> frame. Index: codes of sources, the same in each. Columns: years or the like, thousand
        persons a year; a source without any value is written as “no value”.
    """
    is_wide, titles = width == "wide", list(sources)
    rows = len(next(iter(sources.values())))
    tall = 0.32 + 0.085 * rows if is_wide else (0.2 + 0.1 * rows) * len(titles)
    fig, axes = canvas(width, height=tall, panels=(1, len(titles)) if is_wide else (len(titles), 1))
    for place, (ax, (title, frame)) in enumerate(zip(axes.flat, sources.items(), strict=True)):
        least, most = min(0.0, float(frame.min().min())), max(0.0, float(frame.max().max()))
        span = (most - least) or 1.0
        ax.axvline(0, color=COLOUR["stone"], linewidth=1.0, zorder=1)
        for row, code in enumerate(frame.index):
            own, tone = frame.loc[code].dropna(), COLOUR[colours[code]]
            style = {"va": "center", "size": 8.6}
            if own.empty:
                note(ax, "no value", (0, row), (5, 0), color=COLOUR["stone"], **style)
                continue
            ax.hlines(row, own.min(), own.max(), color=tone, linewidth=2, zorder=2)
            ax.scatter(own, [row] * len(own), s=30 if len(own) > 1 else 48, color=tone, zorder=3)
            note(ax, _range_text(own), (max(own.max(), 0), row), (8, 0), color=tone, weight="bold", **style)
        ax.set_title(title, size=9.5, color=COLOUR["ink"])
        ax.set(xlabel="", ylabel="", ylim=(rows - 0.4, -0.6))
        ax.set_xlim(least - 0.06 * span, most + (0.62 if is_wide else 0.5) * span)
        ax.locator_params(axis="x", nbins=4)
        ax.set_xticks([tick for tick in ax.get_xticks() if least - 0.06 * span <= tick <= most + 0.06 * span])
        ax.tick_params(axis="x", labelsize=8.5)
        ax.grid(visible=False)
        name_rows(ax, frame.index, labels, width, (22, 17), 8.8)
        ax.tick_params(axis="y", labelleft=not (is_wide and place))
    below(fig, xlabel, width)
    return fig, axes


def _range_text(values: pd.Series) -> str:
    """Write a value, or the two ends of a range, with a decimal where they are small."""
    digits = 1 if math.isclose(float(values.abs().max()), 0) or values.abs().max() < 20 else 0
    low, high = (format_number(value, digits) for value in (values.min(), values.max()))
    return low if low == high else f"{low} to {high}"
