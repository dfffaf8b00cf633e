"""Tables as pictures: a dot for each count, a box for each class, four fields between two axes."""

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from kzmigration.figures import COLOUR, STRONG, canvas
from kzmigration.language import format_number
from kzmigration.layout import POINTS, below, short_year, wrap
from kzmigration.maps import classes, tones


def plot_count_matrix(
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


def plot_class_matrix(
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
    short = [str(year) if width == "wide" else short_year(year) for year in years]
    ax.set_xticks([place + 0.5 for place in range(len(years))], short)
    names = [labels[code] for code in table.index]
    ax.set_yticks([row + 0.5 for row in range(len(table))], names, size=9.5 if width == "wide" else 8.2)
    ax.set(xlabel="", ylabel="", xlim=(0, len(years)), ylim=(len(table), 0))
    ax.xaxis.tick_top()
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    below(fig, xlabel, width)
    return fig, ax


def plot_quadrants(
    fields: dict[tuple[int, int], tuple[str, str, str]],
    sides: tuple[str, str],
    tops: tuple[str, str],
    axes: tuple[str, str],
    *,
    width: str = "wide",
) -> tuple[Figure, Axes]:
    """Draw four fields between two axes, with words in each; the upper row is a gain, the lower one a loss.

    Parameters
    ----------
    fields : dict
        (row from the top, column) -> three texts: a head, who is meant, and what follows.
    sides, tops : tuple of str
        What the two rows mean, from the top, and the two columns.
    axes : tuple of str
        What grows upwards, and what grows to the right.
    width : {"wide", "narrow"}
        For a page, or redrawn for a phone with smaller words.
    """
    is_wide = width == "wide"
    fig, ax = canvas(width, height=0.8 if is_wide else 1.0)
    room, size = (2.75, 9.5) if is_wide else (1.24, 7.8)
    for (row, column), (head, who, follows) in fields.items():
        tone = "loss1" if row else "gain1"
        ax.add_patch(Rectangle((column, row), 1, 1, facecolor=COLOUR[tone], edgecolor=COLOUR["paper"], linewidth=3))
        down = 0.09
        for text, weight, points in ((head, "normal", size - 0.8), (who, "bold", size), (follows, "normal", size)):
            lines = wrap(text, room * POINTS / points, bold=weight == "bold")
            style = {"size": points, "weight": weight, "va": "top", "color": COLOUR["ink"], "linespacing": 1.25}
            ax.text(column + 0.06, row + down, "\n".join(lines), **style)
            down += (0.125 if is_wide else 0.092) * len(lines) + 0.06
    ax.set_xticks([0.5, 1.5], ["\n".join(wrap(top, room)) for top in tops], size=size, weight="bold")
    names = ["\n".join(wrap(side, 1.1, bold=True)) for side in sides]
    ax.set_yticks([0.5, 1.5], names, size=size, weight="bold", rotation=90, va="center", ha="center")
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.tick_params(axis="y", pad=14)
    ax.set(xlim=(0, 2), ylim=(2, 0))
    ax.set_ylabel(f"{axes[0]} →", size=size)
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    fig.supxlabel(f"{axes[1]} →", size=size)
    return fig, ax
