"""Plots of rules and of those who carry them out: who does what, who joined when, which regions fit a criterion."""

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kzmigration.figures import COLOUR, canvas
from kzmigration.language import format_number
from kzmigration.layout import POINTS, wrap


def plot_matrix(
    counts: pd.DataFrame, rows: dict[str, str], columns: dict[str, str], *, width: str = "wide"
) -> tuple[Figure, Axes]:
    """Draw a matrix of counts: a dot where there is any, its area the count, the count inside; zeros stay empty.

    Parameters
    ----------
    counts : pandas.DataFrame
        Index: codes of the rows, from the top. Columns: codes of the columns. Values: counts.
    rows, columns : dict
        Code -> name.
    width : {"wide", "narrow"}
        For a page, or redrawn for a phone, where rows and columns change places.
    """
    is_wide = width == "wide"
    shown, beside, above = (counts, rows, columns) if is_wide else (counts.T, columns, rows)
    fig, ax = canvas(width, height=(0.42 if is_wide else 0.4) + 0.09 * len(shown))
    most, full = float(shown.to_numpy().max()), 430 if is_wide else 240
    for down, (_, row) in enumerate(shown.iterrows()):
        for across, count in enumerate(row):
            if count:
                ax.scatter(
                    [across], [down], s=full * (0.3 + 0.7 * count / most), color=COLOUR["steppe"], linewidth=0, zorder=3
                )
                words = {"size": 9 if is_wide else 7.5, "weight": "bold", "ha": "center", "va": "center_baseline"}
                ax.text(across, down, format_number(count), color=COLOUR["paper"], zorder=4, **words)
    turned = {"rotation": 40, "ha": "left"} if is_wide else {"rotation": 90, "ha": "center", "va": "bottom"}
    tops = [above[code] if is_wide else "\n".join(wrap(above[code], 1.1)) for code in shown.columns]
    ax.set_xticks(
        range(len(tops)), tops, size=POINTS if is_wide else 7.5, rotation_mode="anchor" if is_wide else None, **turned
    )
    names = ["\n".join(wrap(beside[code], 1.9)) for code in shown.index]
    ax.set_yticks(range(len(names)), names, size=POINTS)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.set(xlim=(-0.6, len(tops) - 0.4), ylim=(len(names) - 0.4, -0.6))
    ax.grid(visible=True, axis="both")
    sns.despine(ax=ax, left=True, bottom=True)
    return fig, ax


def plot_joining(treaties: pd.DataFrame, *, width: str = "wide", last: int = 2020) -> tuple[Figure, Axes]:
    """Draw, for each treaty, when it was concluded and when the country joined it, or that it has not.

    Parameters
    ----------
    treaties : pandas.DataFrame
        Columns: ``short`` (name), ``year`` (made), ``is_joined``, ``joined`` (year; missing where it has not joined, or
        where the year is not told), ``told`` (in words, for example ``joined 1998``).
    width : {"wide", "narrow"}
        For a page, or redrawn for a phone, where names stand above their lines.
    last : int
        Year at which the axis ends.
    """
    is_wide = width == "wide"
    fig, ax = canvas(width, height=0.2 + (0.105 if is_wide else 0.125) * len(treaties))
    rows = treaties.reset_index(drop=True)
    names, between = [], "\n" if is_wide else ", "
    for y, row in rows.iterrows():
        tone = COLOUR["steppe" if row["is_joined"] else "brick"]
        is_dated = not pd.isna(row["joined"])
        if is_dated or not row["is_joined"]:
            end, style = (float(row["joined"]), "-") if is_dated else (last, ":")
            ax.plot([row["year"], end], [y, y], color=tone, linewidth=2, linestyle=style, zorder=2)
        ax.scatter([row["year"]], [y], s=40, facecolor=COLOUR["paper"], edgecolor=tone, linewidth=1.6, zorder=3)
        if is_dated:
            ax.scatter([row["joined"]], [y], s=40, color=tone, zorder=4)
        names.append(f"{row['short']}{between}{row['year']:.0f}, {row['told']}")
        if not is_wide:
            ax.text(rows["year"].min() - 1, y - 0.46, names[-1], size=POINTS, color=COLOUR["ink"], va="center")
    ax.set_yticks(range(len(rows)), names if is_wide else [""] * len(rows), size=POINTS)
    ax.set(xlim=(rows["year"].min() - 2, last + 1), ylim=(len(rows) - 0.4, -0.8 if is_wide else -1.0), xlabel="year")
    ax.grid(visible=True, axis="x")
    ax.grid(visible=False, axis="y")
    return fig, ax


def plot_criterion(
    rows: pd.DataFrame, limits: tuple[float, float], labels: tuple[str, str], *, width: str = "wide"
) -> tuple[Figure, Axes]:
    """Draw what each row has of two quantities, and which of their limits it passes: filled where it does.

    Parameters
    ----------
    rows : pandas.DataFrame
        Columns: ``name``, ``low`` and ``high`` (range of the first quantity), ``level`` (the second, drawn on a
        logarithmic axis), ``tone`` (a colour in :data:`kzmigration.figures.PALETTE`); from the top.
    limits : tuple of float
        Limit of the lower end of the range, and of the level.
    labels : tuple of str
        The two quantities, with units.
    width : {"wide", "narrow"}
        For a page, or redrawn for a phone, where the panels stand one below the other.
    """
    is_wide = width == "wide"
    size = len(rows)
    fig, axes = canvas(
        width, height=(0.24 if is_wide else 0.45) + (0.075 if is_wide else 0.155) * size,
        panels=(1, 2) if is_wide else (2, 1), share_y=is_wide,
    )  # fmt: skip
    first, second = axes.ravel()
    for y, row in enumerate(rows.itertuples()):
        tone = COLOUR[row.tone]
        first.plot([row.low, row.high], [y, y], color=tone, linewidth=2, zorder=2)
        for ax, x, is_passed in (
            (first, row.low, row.low > limits[0]),
            (first, row.high, row.low > limits[0]),
            (second, row.level, row.level > limits[1]),
        ):
            fill = tone if is_passed else COLOUR["paper"]
            ax.scatter([x], [y], s=42, facecolor=fill, edgecolor=tone, linewidth=1.6, zorder=3)
    for ax, limit, label in zip((first, second), limits, labels, strict=True):
        ax.axvline(limit, color=COLOUR["ink"], linewidth=1, zorder=1)
        digits = 0 if float(limit).is_integer() else 1
        ax.text(limit, -0.75, f" {format_number(limit, digits)}", size=POINTS, va="center")
        ax.set_xlabel(label, loc="center" if is_wide else "right", size=9.5 if is_wide else POINTS)
        ax.set_ylim(size - 0.5, -1.2)
        ax.set_yticks(range(size), list(rows["name"]), size=POINTS)
        ax.grid(visible=True, axis="y")
    second.set(xscale="log", xlim=(float(rows["level"].min()) / 1.6, float(rows["level"].max()) * 1.8))
    second.set_xticks([10, 100, 1000], [format_number(tick) for tick in (10, 100, 1000)])
    second.minorticks_off()
    return fig, axes
