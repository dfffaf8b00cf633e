"""Another producer's series beside what a document fixes."""

import math

import pandas as pd
import pytest

from kzmigration import bound_plots, open_series
from kzmigration.figures import COLOUR, svg

YEARS = pd.Index([2014, 2015, 2016, 2017], name="year")
FOUND = pd.DataFrame({"low": [5.0, 2.0, -math.inf, 1.0], "high": [5.0, 8.0, math.inf, math.inf]}, index=YEARS).assign(
    kind=["point", "interval", "open", "interval"]
)


def test_the_distance_is_that_to_the_nearer_limit():
    other = pd.Series({2013: 1.0, 2014: 5.0, 2015: 9.5, 2016: 4.0, 2017: 0.25})
    # 2013 has no limits, 2016 none that limits anything
    assert open_series.distance(FOUND, other).to_dict() == {2014: 0.0, 2015: 1.5, 2017: -0.75}


def test_the_distance_agrees_with_looking_at_each_year():
    other = pd.Series([4.9, 1.5, 3.0, 12.0], index=YEARS)
    found = open_series.distance(FOUND, other)
    for year, value in other.items():
        low, high = FOUND.loc[year, ["low", "high"]]
        if year in found.index:
            assert (found[year] == 0) == (low <= value <= high)
            assert found[year] == pytest.approx(value - min(max(value, low), high))


def test_a_year_without_a_value_is_not_compared():
    other = pd.Series([5.0, None], index=[2014, 2015])
    assert list(open_series.distance(FOUND, other).index) == [2014]


def test_marks_stand_beside_the_years_in_another_colour_and_below_them_the_name():
    finite = FOUND.loc[[2014, 2015]]
    drawn = bound_plots.plot_bounds({"a": finite}, {"a": "persons"}, "persons")
    other = open_series.Other([pd.Series({2014: 4.5, 2015: 6.0})], "A bureau", [2015])
    fig, axes = open_series.beside(drawn, other, digits=1)
    ax = axes[0, 0]
    (line,) = ax.lines
    assert line.get_xdata().tolist() == pytest.approx([2014.24, 2015.24])
    assert line.get_ydata().tolist() == [4.5, 6.0]
    assert line.get_color() == COLOUR["moss"]
    assert [text.get_text() for text in fig.legends[0].get_texts()] == ["A bureau"]
    (said,) = [text for text in ax.texts if text.get_text() == "6.0"]
    assert said.xy == (2015.24, 6.0)  # at its mark, not at the bar
    assert said.get_color() == COLOUR["moss"]
    assert svg(fig)


def test_the_scale_makes_room_for_values_below_zero_and_above_the_rest():
    drawn = bound_plots.plot_bounds({"a": FOUND.loc[[2014, 2015]]}, {"a": "persons"}, "persons")
    other = open_series.Other([pd.Series({2014: -6.0, 2015: 30.0})], "A bureau")
    _, axes = open_series.beside(drawn, other)
    low, high = axes[0, 0].get_ylim()
    assert low < -6 < 30 < high
    assert 0 in axes[0, 0].get_yticks()


def test_a_scale_that_has_room_stays():
    drawn = bound_plots.plot_bounds({"a": FOUND.loc[[2014, 2015]]}, {"a": "persons"}, "persons")
    before = drawn[1][0, 0].get_ylim()
    open_series.beside(drawn, open_series.Other([pd.Series({2014: 4.0})], "A bureau"))
    assert drawn[1][0, 0].get_ylim() == before


def test_a_panel_without_the_series_stays_as_it_is():
    bounds = {"a": FOUND.loc[[2014, 2015]], "b": FOUND.loc[[2014, 2015]]}
    drawn = bound_plots.plot_bounds(bounds, {"a": "persons", "b": "percent"}, "persons")
    open_series.beside(drawn, open_series.Other([None, pd.Series({2014: 4.0})], "A bureau"))
    assert [len(ax.lines) for ax in drawn[1].flat] == [0, 1]
