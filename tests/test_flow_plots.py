"""Plots of flows, parts and bounded series: what is written, what is left out, and the palette."""

import math

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from kzmigration import bounds, flow_plots
from kzmigration.figures import COLOUR, svg
from kzmigration.intervals import Interval

WIDTHS = ["wide", "narrow"]
HEADS = ("out", "in")
NAMES = {"RUS": "Russia", "IND": "India"}


@pytest.fixture(autouse=True)
def _close():
    yield
    plt.close("all")


def texts(ax):
    return [text.get_text() for text in ax.texts]


def told(found, digits=0):
    fig, axes = flow_plots.plot_told([flow_plots.Panel(found, "persons", 1, digits)])
    svg(fig, dark=True)  # raises if a colour has no dark twin
    return axes.flat[0]


def test_a_fixed_value_is_written_once():
    ax = told(bounds.frame({2014: Interval(659, 659), 2015: Interval(1022, 1022)}))
    assert texts(ax) == ["659", "1,022"]


def test_an_interval_of_the_printed_digit_is_written_as_printed_and_a_wider_one_with_its_ends():
    ax = told(bounds.frame({2014: Interval(5.835, 5.845), 2015: Interval(5.7, 5.9)}), digits=2)
    assert texts(ax) == ["5.84", "5.70–\n5.90"]


def test_a_wide_interval_is_a_bar_with_both_ends():
    ax = told(bounds.frame({2014: Interval(40, 100)}))
    assert texts(ax) == ["100", "40"]
    (bar,) = ax.collections
    assert bar.get_segments()[0][:, 1].tolist() == [40, 100]


def test_a_floor_has_an_arrow_and_nothing_known_a_question_mark():
    ax = told(bounds.frame({2014: Interval(21, math.inf), 2015: Interval(0, math.inf)}))
    assert texts(ax) == ["", "21", "?"]
    assert ax.texts[0].arrow_patch is not None


def test_every_panel_starts_at_zero_and_a_phone_stacks_them():
    found = bounds.frame({2014: Interval(9.1, 9.2), 2015: Interval(9.3, 9.4)})
    panels = [flow_plots.Panel(found, "million")] * 3
    shapes = {width: flow_plots.plot_told(panels, width=width)[1] for width in WIDTHS}
    assert {width: axes.shape for width, axes in shapes.items()} == {"wide": (2, 2), "narrow": (3, 1)}
    assert all(ax.get_ylim()[0] == 0 for axes in shapes.values() for ax in axes.flat if ax.get_visible())
    assert not shapes["wide"].flat[3].get_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_mirrored_bars_share_a_scale_and_a_missing_row_is_not_zero(width):
    left, right = pd.Series({"RUS": 418.6, "IND": 1.0}), pd.Series({"RUS": 206.9, "IND": float("nan")})
    marks = (pd.Series({"RUS": 617.9, "IND": 2.0}), pd.Series({"RUS": 271.2, "IND": float("nan")}))
    fig, ax = flow_plots.plot_mirror(left, right, NAMES, HEADS, "million", marks=marks, width=width)
    widths = [abs(bar.get_width()) for bar in ax.patches]
    assert widths == pytest.approx([418.6, 1.0, 206.9, 0])
    assert {"418.6", "1.0", "206.9", "no row", "Russia", "India", "out", "in"} <= set(texts(ax))
    assert len(ax.collections) == 3, "a mark for each value that is known"
    colours = {text.get_text(): text.get_color() for text in ax.texts}
    assert colours["418.6"] == COLOUR["ochre"], "a value has the colour of its bar, not of the mark beside it"
    assert colours["206.9"] == COLOUR["steppe"]
    svg(fig, dark=True)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_corridor_has_its_own_scale_and_a_missing_row_no_line(width):
    out = pd.DataFrame({2014: [600.0, 2.0], 2019: [400.0, 1.0]}, index=["RUS", "IND"])
    into = pd.DataFrame({2014: [200.0, float("nan")], 2019: [300.0, float("nan")]}, index=["RUS", "IND"])
    fig, axes = flow_plots.plot_corridors(out, into, NAMES, HEADS, "million", width=width)
    russia, india = axes.flat
    assert russia.get_ylim()[1] == pytest.approx(660)
    assert india.get_ylim()[1] == pytest.approx(2.2)
    assert [len(ax.lines) for ax in (russia, india)] == [4, 2], "a line and its last point for each known flow"
    assert [ax.get_title(loc="left").strip() for ax in (russia, india)] == ["Russia", "India"]
    assert [texts(ax) for ax in (russia, india)] == [["400.0", "300.0"], ["1.0"]]
    assert [text.get_color() for text in russia.texts] == [COLOUR["ochre"], COLOUR["steppe"]]
    svg(fig, dark=True)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_year_with_a_missing_part_has_no_sum(width):
    parts = pd.DataFrame({2014: [float("nan"), 31.0], 2015: [141.0, 38.0]}, index=["patents", "quota"])
    beside = flow_plots.Panel(bounds.frame({2015: Interval(2.0, 2.0)}), "ratio")
    labels = {"patents": "patents", "quota": "quotas"}
    fig, axes = flow_plots.plot_channels(parts, labels, "thousand", beside, width=width, lost="no data")
    assert texts(axes.flat[0]) == ["no data", "179", "■ patents", "■ quotas"]
    assert [bar.get_height() for bar in axes.flat[0].patches] == [0, 141, 31, 38]
    svg(fig, dark=True)
