"""A long series against the years of a policy, and what became of what was foreseen, period by period."""

import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kzmigration.figures import COLOUR, canvas
from kzmigration.language import format_number
from kzmigration.layout import name_rows, note, short_year

# Answer -> sign and colour; the sign tells what the colour does.
ANSWERS = {
    "as foreseen": ("●", "moss"),
    "neither": ("◐", "stone"),
    "the opposite": ("✕", "brick"),
    "not held": ("○", "stone"),
}


def plot_balance(
    balance: pd.Series,
    period: tuple[int, int],
    words: str,
    ylabel: str,
    *,
    near: int,
    width: str = "wide",
    scale: float = 1,
) -> tuple[Figure, Axes]:
    """Draw gains and losses from zero: all years, and below them the later ones on a scale of their own.

    Parameters
    ----------
    balance : pandas.Series
        Index: years.
    period : tuple of int
        First and last year of a policy, shaded.
    words : str
        What the shaded years are.
    near : int
        First year of the lower panel.
    """
    fig, axes = canvas(width, height=1.5, panels=(2, 1), share_y=False)
    data = balance / scale
    for ax, part in zip(axes.flat, (data, data[data.index >= near]), strict=True):
        years = list(part.index)
        low, high = float(part.min()), float(part.max())
        room = 0.16 * (high - low)
        ax.axvspan(period[0] - 0.5, period[1] + 0.5, color=COLOUR["grid"], alpha=0.7, linewidth=0, zorder=0)
        ax.bar(years, part, width=0.72, color=[COLOUR["brick" if value < 0 else "steppe"] for value in part], zorder=2)
        ax.axhline(0, color=COLOUR["ink"], linewidth=0.9, zorder=3)
        step = 5 if len(years) > 25 or width == "narrow" else 3
        ticks = [year for year in years if year % step == (years[-1] % step if step == 3 else 0)]
        ax.set_xticks(ticks, [str(ticks[0]), *map(short_year, ticks[1:])] if width == "narrow" else map(str, ticks))
        ax.set(xlim=(years[0] - 0.7, years[-1] + 0.7), ylim=(low - room, high + room), xlabel="")
        for year in {part.idxmin(), part.idxmax(), years[-1]}:
            value, up = float(part[year]), part[year] >= 0
            note(
                ax,
                format_number(value, 1, signed=True),
                (year, value),
                (0, 3 if up else -3),
                ha="right" if year == years[-1] and year != part.idxmin() else "center",
                va="bottom" if up else "top",
                size=9 if width == "wide" else 8,
                weight="bold",
            )
    upper, lower = axes.flat
    middle = sum(period) / 2
    shown = textwrap.fill(words, 40 if width == "wide" else 13)
    note(upper, shown, (middle, upper.get_ylim()[0]), (0, 5), ha="center", va="bottom", size=9, color=COLOUR["ink"])
    note(lower, f"from {near}, on a larger scale", (0, 1), (0, 4), xycoords="axes fraction", size=9, va="bottom")
    fig.supylabel(ylabel, size=9.5)
    return fig, axes


def plot_answers(
    answers: pd.DataFrame, labels: dict[str, str], verdicts: dict[str, str], *, width: str = "wide"
) -> tuple[Figure, Axes]:
    """Draw a sign for each forecast and period, and the verdict at the end of the row.

    Parameters
    ----------
    answers : pandas.DataFrame
        Index: ids, drawn from the top. Columns: periods, in the order of time. Values: keys of :data:`ANSWERS`.
    labels, verdicts : dict
        Id -> what was foreseen; id -> verdict.
    """
    is_wide = width == "wide"
    fig, ax = canvas(width, height=0.34 + (0.095 if is_wide else 0.125) * len(answers))
    for row, (id, own) in enumerate(answers.iterrows()):
        for place, one in enumerate(own):
            sign, tone = ANSWERS[one]
            ax.text(place, row, sign, color=COLOUR[tone], size=14, ha="center", va="center")
        shown = verdicts[id] if is_wide else "\n".join(textwrap.wrap(verdicts[id], 10))
        ax.text(len(own) - 0.45, row, shown, size=9 if is_wide else 7.8, ha="left", va="center", weight="bold")
        ax.axhline(row + 0.5, color=COLOUR["grid"], linewidth=0.8)
    name_rows(ax, answers.index, labels, width, (34, 17), size=9 if is_wide else 8)
    heads = [head.replace("-", "–") if is_wide else head.replace("-", "–\n") for head in answers.columns]
    ax.set_xticks(range(len(heads)), heads, size=9 if is_wide else 8)
    ax.xaxis.tick_top()
    ax.tick_params(length=0)
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    ax.set(xlim=(-0.6, len(heads) + (0.9 if is_wide else 0.95)), ylim=(len(answers) - 0.5, -0.6))
    key = [f"{sign} {word}" for word, (sign, _) in ANSWERS.items()]
    lines = [key] if is_wide else [key[:2], key[2:]]
    fig.supxlabel("\n".join("   ".join(line) for line in lines), size=9, x=0.02, ha="left")
    return fig, ax
