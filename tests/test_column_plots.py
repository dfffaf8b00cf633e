import pandas as pd
import pytest

from kzmigration import bounds, column_plots
from kzmigration.bound_plots import Panel
from kzmigration.figures import darkened, svg
from kzmigration.intervals import Interval

WIDTHS = pytest.mark.parametrize("width", ["wide", "narrow"])
YEARS = [2014, 2015, 2016]


def texts(*axes):
    return [text.get_text() for ax in axes for text in ax.texts]


@WIDTHS
def test_an_unsure_year_shows_both_ends_and_a_pale_tip(width):
    gains = pd.DataFrame({"low": [100.0, 90.0], "high": [100.0, 110.0]}, index=[2014, 2015])
    losses = pd.DataFrame({"low": [10.0, 12.0], "high": [10.0, 20.0]}, index=[2014, 2015])
    fig, ax = column_plots.plot_components(gains, losses, ("gain", "loss"), "persons", width=width, scale=1)
    written = [text.replace("\n", "") for text in texts(ax)]
    assert {"100.0", "90–110", "10.0", "12–20", "gain", "loss"} <= set(written)
    heights = sorted(round(bar.get_height()) for bar in ax.patches)
    assert heights == [-12, -10, -8, 20, 90, 100]
    light = svg(fig)
    assert darkened(light) != light


@WIDTHS
def test_the_steps_of_an_account_end_at_growth(width):
    parts = pd.DataFrame({"natural": [112.0], "migration": [-71.0], "growth": [41.0]}, index=["rural"])
    _, axes = column_plots.plot_accounts(
        parts, {"rural": "Villages"}, ("births", "moves", "growth"), "thousand", width=width, scale=1
    )
    first, second, third = axes.flat[0].patches
    assert first.get_height() + second.get_height() == third.get_height() == 41
    assert second.get_y() == 112


def test_a_share_is_written_as_one_number_only_where_its_last_digit_is_fixed():
    counts = pd.Series({2014: 1000, 2015: 2000, 2016: 3000})
    shares = pd.DataFrame({"low": [1.585, 3.51, 4.0], "high": [1.595, 3.58, 5.0]}, index=counts.index)
    _, axes = column_plots.plot_count_and_share(counts, shares, ("persons", "percent"))
    upper, lower = axes.flat
    assert [bar.get_height() for bar in upper.patches] == [1000, 2000, 3000]
    assert set(texts(lower)) == {"1.59", "3.51–\n3.58", "4.00–\n5.00"}


@WIDTHS
def test_a_split_bar_adds_up_to_its_total(width):
    totals = {"a": pd.Series({2014: 100, 2015: 200})}
    parts = {"a": pd.DataFrame({"low": [10, 20], "high": [10, 50]}, index=[2014, 2015])}
    _, axes = column_plots.plot_split_within(totals, parts, {"a": "a"}, ("men", "women"), {"a": 1}, width=width)
    heights = [bar.get_height() for bar in axes.flat[0].patches]
    assert heights == [90, 150, 0, 30, 10, 20]
    assert set(texts(axes.flat[0])) == {"men", "10.0", "10.0–\n25.0"}


@WIDTHS
def test_a_year_with_a_missing_part_has_no_sum(width):
    parts = pd.DataFrame({2014: [float("nan"), 31.0], 2015: [141.0, 38.0]}, index=["patents", "quota"])
    beside = Panel(bounds.frame({2015: Interval(2.0, 2.0)}), "ratio")
    labels = {"patents": "patents", "quota": "quotas"}
    fig, axes = column_plots.plot_channels(parts, labels, "thousand", beside, width=width, lost="no data")
    assert texts(axes.flat[0]) == ["no data", "179", "■ patents", "■ quotas"]
    assert [bar.get_height() for bar in axes.flat[0].patches] == [0, 141, 31, 38]
    svg(fig)


def test_a_split_total_stands_on_zero_and_adds_up():
    part, total = pd.Series([7, 12, 3], index=YEARS), pd.Series([10, 20, 8], index=YEARS)
    fig, ax = column_plots.plot_split(part, total, ("Uzbekistan", "all other"), "persons", digits=0)
    lower, upper = ax.patches[:3], ax.patches[3:]
    assert [bar.get_height() for bar in lower] == [7, 12, 3]
    assert [bar.get_y() + bar.get_height() for bar in upper] == [10, 20, 8]
    assert {bar.get_y() for bar in lower} == {0}
    assert [text.get_text() for text in ax.texts] == ["10", "20", "8", "Uzbekistan", "all other"]
    assert svg(fig).startswith("<svg")
