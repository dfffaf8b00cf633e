"""Bars that stand, one a year or a step: gains and losses, accounts, totals in parts, counts with their shares."""

import textwrap

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kzmigration.bound_plots import Panel, draw_told, known_text
from kzmigration.figures import COLOUR, canvas
from kzmigration.language import format_number, format_range
from kzmigration.layout import below, first_in_full, low_ticks, name_marks, note, short_year, thin_years


def plot_components(
    gains: pd.DataFrame, losses: pd.DataFrame, words: tuple[str, str], ylabel: str, *, width: str = "wide", scale: float
) -> tuple[Figure, Axes]:
    """Draw a gain upwards and a loss downwards from zero for each year; what is not sure is drawn pale.

    Parameters
    ----------
    gains, losses : pandas.DataFrame
        Index: years. Columns: ``low`` and ``high``, bounds of a positive number; losses are drawn below zero.
    words : tuple of str
        What the gain and the loss are.
    scale : float
        What values are divided by.
    """
    fig, ax = canvas(width)
    top, bottom = float(gains["high"].max()) / scale, float(losses["high"].max()) / scale
    for frame, sign, sure, words_at in ((gains, 1, "steppe", top), (losses, -1, "brick", -bottom)):
        for year, row in (frame / scale).iterrows():
            ax.bar(year, sign * row["low"], width=0.62, color=COLOUR[sure])
            spare = row["high"] - row["low"]
            pale = "gain2" if sign > 0 else "loss1"
            if spare > 0:
                ax.bar(year, sign * spare, width=0.62, bottom=sign * row["low"], color=COLOUR[pale])
            edge = row["high"] + 0.025 * top
            dash = "–" if width == "wide" else "–\n"
            text = format_range(row["low"], row["high"], 1 if spare == 0 else 0, dash)
            side = "bottom" if sign > 0 else "top"
            ax.text(year, sign * edge, text, ha="center", va=side, size=9 if width == "wide" else 7.6)
        gap = 0.17 if width == "wide" else 0.23
        place = words_at + (gap if sign > 0 else -gap - 0.06) * top
        ax.text(gains.index[0] - 0.31, place, words[0 if sign > 0 else 1], color=COLOUR[sure], weight="bold", size=9.5)
    ax.axhline(0, color=COLOUR["stone"], linewidth=0.9)
    ax.set(xlabel="", ylabel=ylabel, ylim=(-bottom - 0.38 * top, top * 1.36))
    low_ticks(ax, top * 1.02)
    thin_years(ax, list(gains.index), width)
    return fig, ax


def plot_accounts(
    parts: pd.DataFrame, titles: dict[str, str], words: tuple[str, str, str], ylabel: str, *, width: str, scale: float
) -> tuple[Figure, Axes]:
    """Draw how a first and a second change add up to growth: one panel a population, each step from the last.

    Parameters
    ----------
    parts : pandas.DataFrame
        Index: codes, one panel each. Columns: ``natural``, ``migration`` and ``growth``; the last is the sum.
    titles : dict
        Code -> what stands above the panel.
    words : tuple of str
        Names of the three steps.
    """
    panels = (1, len(parts)) if width == "wide" else (len(parts), 1)
    fig, axes = canvas(width, height=0.9 if width == "wide" else 0.66 * len(parts), panels=panels)
    data = parts / scale
    top = float(data.max().max())
    for ax, (code, row) in zip(axes.flat, data.iterrows(), strict=True):
        level = row["natural"]
        steps = ((0, level), (level, row["migration"]), (0, row["growth"]))
        for place, (foot, step) in enumerate(steps):
            tone = "stone" if place == 2 else ("brick" if step < 0 else "steppe")
            ax.bar(place, step, bottom=foot, width=0.66, color=COLOUR[tone])
            text = format_number(step, 1 if place == 0 else 0, signed=place != 2)
            ax.text(place, max(foot, foot + step) + 0.02 * top, text, ha="center", size=9.5 if width == "wide" else 8.6)
        ax.plot([0.33, 0.67], [level, level], color=COLOUR["stone"], linewidth=0.9)
        after = level + row["migration"]
        ax.plot([1.33, 1.67], [after, after], color=COLOUR["stone"], linewidth=0.9)
        ax.axhline(0, color=COLOUR["stone"], linewidth=0.9)
        ax.set_xticks(range(3), [textwrap.fill(word, 12) for word in words], size=9)
        ax.set(ylim=(0, top * 1.14), xlim=(-0.5, 2.5))
        ax.set_title(titles[code], size=10, color=COLOUR["ink"])
    fig.supylabel(ylabel, size=9.5)
    return fig, axes


def plot_split(
    part: pd.Series,
    total: pd.Series,
    labels: tuple[str, str],
    ylabel: str,
    *,
    width: str = "wide",
    scale: float = 1,
    digits: int = 1,
) -> tuple[Figure, Axes]:
    """Draw yearly totals as bars from zero, each split into one part and all the rest, with the total on top.

    Parameters
    ----------
    part, total : pandas.Series
        Index: years. No part is larger than its total.
    labels : tuple of str
        Names of the part and of the rest, written above the picture.
    """
    fig, ax = canvas(width, height=1.0 if width == "wide" else 1.1)
    years = list(total.index)
    own, whole = part / scale, total / scale
    ax.bar(years, own, width=0.62, color=COLOUR["steppe"])
    ax.bar(years, whole - own, bottom=own, width=0.62, color=COLOUR["ochre"])
    for year, value in whole.items():
        note(ax, format_number(value, digits), (year, value), (0, 4), ha="center", va="bottom")
    ax.set(xlabel="", ylabel=ylabel, ylim=(0, float(whole.max()) * 1.12), xlim=(years[0] - 0.6, years[-1] + 0.6))
    thin_years(ax, years, width)
    name_marks(ax, [(labels[1], "ochre"), (labels[0], "steppe")], width)
    return fig, ax


def plot_split_within(
    totals: dict[str, pd.Series],
    parts: dict[str, pd.DataFrame],
    titles: dict[str, str],
    words: tuple[str, str],
    digits: dict[str, int],
    *,
    width: str = "wide",
    scale: float = 1,
) -> tuple[Figure, Axes]:
    """Draw totals as bars split in two, with a pale zone where the border between the two may lie.

    Parameters
    ----------
    totals : dict
        Name -> totals by year; one panel each.
    parts : dict
        Name -> frame with the limits of the upper part: index years, columns ``low`` and ``high``.
    titles : dict
        Name -> what stands above its panel: group, quantity and unit.
    words : tuple of str
        What the lower and the upper part are.
    digits : dict
        Name -> decimals of the shares above the bars.
    """
    panels = (1, len(totals)) if width == "wide" else (len(totals), 1)
    fig, axes = canvas(width, height=1.0 if width == "wide" else 0.85 * len(totals), panels=panels, share_y=False)
    for ax, (name, total) in zip(axes.flat, totals.items(), strict=True):
        years, total = list(total.index), total.astype(float) / scale
        low, high = (parts[name].loc[years, end] / scale for end in ("low", "high"))
        ax.bar(years, total - high, width=0.66, linewidth=0, color=COLOUR["steppe"])
        ax.bar(years, high - low, bottom=total - high, width=0.66, linewidth=0, color=COLOUR["sky"])
        ax.bar(years, low, bottom=total - low, width=0.66, linewidth=0, color=COLOUR["ochre"])
        for year in years:
            text, _ = known_text(*(part[year] / total[year] * 100 for part in (low, high)), digits[name])
            style = {"ha": "center", "size": 8.5, "color": COLOUR["ochre"]}
            note(ax, text, (year, total[year]), (0, 4), **style)
        ax.grid(visible=False)
        ax.set(ylim=(0, float(total.max()) * 1.22), xlim=(years[0] - 0.6, years[-1] + 0.6))
        ax.set_xticks(years, [*map(short_year, years)], size=9)
        ax.set_title(textwrap.fill(titles[name], 34 if width == "wide" else 42), size=9.5, color=COLOUR["ink"])
    first = axes.flat[0]
    tallest = next(iter(totals.values()))
    year = tallest.astype(float).idxmax()
    first.text(
        year,
        float(tallest[year]) / scale / 2,
        words[0],
        ha="center",
        color=COLOUR["paper"],
        size=9,
        rotation=90,
        va="center",
    )
    below(fig, f"Above each bar: {words[1]}, percent of the total. Pale: where the border may lie.", width)
    return fig, axes


def plot_count_and_share(
    counts: pd.Series,
    shares: pd.DataFrame,
    words: tuple[str, str],
    *,
    width: str = "wide",
    scale: float = 1,
    digits: int = 1,
    share_digits: int = 2,
) -> tuple[Figure, Axes]:
    """Draw counts as bars, and below them the share of a whole as far as it is known.

    A diamond is a share that is fixed to its last printed digit, a hollow one or a bar the limits of one that is not.

    Parameters
    ----------
    counts : pandas.Series
        Index: years.
    shares : pandas.DataFrame
        Index: the same years. Columns ``low`` and ``high``, in percent.
    words : tuple of str
        Quantity and unit of the two panels.
    """
    fig, axes = canvas(width, height=1.5, panels=(2, 1), share_y=False)
    upper, lower = axes.flat
    years, values = list(counts.index), counts.astype(float) / scale
    upper.bar(years, values, width=0.62, color=COLOUR["steppe"], linewidth=0)
    for year, value in values.items():
        text = format_number(value, digits)
        note(upper, text, (year, value), (0, 4), ha="center", size=9)
    upper.set(ylim=(0, float(values.max()) * 1.16))
    top = float(shares["high"].max())
    for year, (low, high) in shares[["low", "high"]].iterrows():
        text, is_fixed = known_text(low, high, share_digits)
        if high - low < 0.04 * top:
            face = COLOUR["ink" if is_fixed else "paper"]
            place = [(low + high) / 2]
            lower.scatter([year], place, marker="D", s=46, facecolor=face, edgecolor=COLOUR["ink"], linewidth=1.6)
        else:
            lower.vlines(year, low, high, color=COLOUR["sky"], linewidth=9)
        note(lower, text, (year, high), (0, 8), ha="center", size=8.5)
    lower.set(ylim=(0, top * 1.38))
    for ax, label in zip((upper, lower), words, strict=True):
        ax.set_title(textwrap.fill(label, 90 if width == "wide" else 42), size=9.5, color=COLOUR["ink"])
        ax.set_xlim(years[0] - 0.6, years[-1] + 0.6)
        ax.set_yticks([])
        thin_years(ax, years, width)
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
    ax.set_xticks(years, first_in_full(years), size=9)
    ax.tick_params(axis="y", labelsize=8.5)
    low_ticks(ax, top * 1.01, 5)
    ax.set_title(textwrap.fill(title, 44), size=9.5, color=COLOUR["ink"])
    for height, code, colour in zip((1.19, 1.29), data.index, ("ochre", "steppe"), strict=False):
        ax.text(years[0] - 0.5, height * top, f"■ {labels[code]}", color=COLOUR[colour], weight="bold", size=9.5)
    draw_told(other, beside)
    return fig, axes
