"""Plots of populations and regions: what they draw and write, in colours that have a dark twin."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from kzmigration import population_plots, regional_plots
from kzmigration.figures import svg

NAMES = {"71": "Nur-Sultan", "59": "North Kazakhstan"}
WIDTHS = pytest.mark.parametrize("width", ["wide", "narrow"])


def texts(axes):
    return [text.get_text() for ax in axes for text in ax.texts]


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@WIDTHS
def test_an_unsure_year_shows_both_ends_and_a_pale_tip(width):
    gains = pd.DataFrame({"low": [100.0, 90.0], "high": [100.0, 110.0]}, index=[2014, 2015])
    losses = pd.DataFrame({"low": [10.0, 12.0], "high": [10.0, 20.0]}, index=[2014, 2015])
    fig, ax = population_plots.plot_components(gains, losses, ("gain", "loss"), "persons", width=width, scale=1)
    written = [text.replace("\n", "") for text in texts([ax])]
    assert {"100.0", "90–110", "10.0", "12–20", "gain", "loss"} <= set(written)
    heights = sorted(round(bar.get_height()) for bar in ax.patches)
    assert heights == [-12, -10, -8, 20, 90, 100]
    assert svg(fig, dark=True) != svg(fig)


@WIDTHS
def test_roads_to_one_number_are_drawn_from_end_to_end(width):
    ranges = pd.DataFrame({"low": [1.165, 1.286], "high": [1.175, 1.286]}, index=["text", "balance"])
    tones = {"text": "brick", "balance": "steppe"}
    _, ax = population_plots.plot_ranges(ranges, {"text": "a", "balance": "b"}, tones, "percent", width=width, digits=3)
    assert texts([ax]) == ["1.165–1.175", "1.286"]
    assert [list(line.get_xdata()) for line in ax.lines] == [[1.165, 1.175], [1.286, 1.286]]


@WIDTHS
def test_the_steps_of_an_account_end_at_growth(width):
    parts = pd.DataFrame({"natural": [112.0], "migration": [-71.0], "growth": [41.0]}, index=["rural"])
    _, axes = population_plots.plot_accounts(
        parts, {"rural": "Villages"}, ("births", "moves", "growth"), "thousand", width=width, scale=1
    )
    first, second, third = axes.flat[0].patches
    assert first.get_height() + second.get_height() == third.get_height() == 41
    assert second.get_y() == 112


@WIDTHS
def test_growth_writes_line_and_text_apart(width):
    series = pd.Series({2018: 1.31, 2019: 1.29})
    _, ax = population_plots.plot_growth(series, {2019: 1.17}, ("accounts", "text"), "percent", width=width)
    assert texts([ax]) == ["1.31", "1.29", "1.17", "accounts", "text"]


@WIDTHS
def test_a_fixed_year_is_a_number_and_another_a_range(width):
    found = pd.DataFrame({"low": [6.3, 6.75], "high": [6.4, 6.85]}, index=[2014, 2019])
    _, ax = population_plots.plot_years(found, "per km²", width=width, told={2019: 6.8})
    assert [text.replace("\n", "") for text in texts([ax])] == ["6.3–6.4", "6.8"]


def test_a_range_that_rounding_closes_is_one_number():
    assert population_plots.range_text(1.001, 1.004, 2) == "1.00"
    assert population_plots.range_text(-2.0, -1.0, 0, " to ") == "−2 to −1"


@WIDTHS
def test_a_blank_cell_of_a_matrix_stays_empty(width):
    table = pd.DataFrame({2018: [4.64, None], 2019: [5.34, -1.04]}, index=["71", "59"])
    fig, ax = regional_plots.plot_matrix(table, NAMES, [0, 3], "percent", width=width, digits=2)
    assert texts([ax]) == ["+4.64", "+5.34", "−1.04"]
    assert len(ax.patches) == 3
    assert svg(fig, dark=True) != svg(fig)


@WIDTHS
def test_dots_are_written_on_their_side_of_the_line(width):
    values = pd.Series({"71": 5.34, "59": -1.04})
    tones = {"71": "steppe", "59": "stone"}
    _, ax = regional_plots.plot_against(values, 1.47, NAMES, tones, "the country", "percent", width=width)
    assert texts([ax])[:2] == ["+5.34", "−1.04"]
    assert [text.get_ha() for text in ax.texts[:2]] == ["left", "right"]


@WIDTHS
def test_losses_start_at_their_nearer_end(width):
    ranges = pd.DataFrame({"low": [10.0, -9.2], "high": [12.0, -8.7]}, index=["71", "59"])
    _, ax = regional_plots.plot_gains(ranges, NAMES, "thousand", width=width)
    assert texts([ax]) == ["10.0–12.0", "−8.7 to −9.2"]
    assert [round(bar.get_width(), 1) for bar in ax.patches] == [10, 2, -8.7, -0.5]


@WIDTHS
def test_only_the_odd_ones_out_are_named(width):
    found = pd.DataFrame(
        {"region": ["71", "59"], "year": [2017, 2017], "change": [12.25, 0.3], "low": [12.2, -2.0], "high": [12.3, 2.0]}
    )
    _, ax = regional_plots.plot_strip(found, found.iloc[[0]], NAMES, "percent", width=width)
    assert texts([ax]) == ["Nur-Sultan  +12.2"]
