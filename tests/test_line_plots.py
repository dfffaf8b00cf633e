import pandas as pd
import pytest

from kzmigration import line_plots
from kzmigration.figures import COLOUR, svg

WIDTHS = pytest.mark.parametrize("width", ["wide", "narrow"])
LABELS = {"RUS": "Russia", "DEU": "Germany"}
COLOURS = {"RUS": "steppe", "DEU": "brick"}
NAMES = {"RUS": "Russia", "IND": "India"}
HEADS = ("out", "in")


def texts(*axes):
    return [text.get_text() for ax in axes for text in ax.texts]


@pytest.fixture
def table():
    return pd.DataFrame([[1.0, 2, 3], [9, 8, 7]], index=["RUS", "DEU"], columns=[2014, 2015, 2016])


def test_lines_draw_the_values_they_are_given(table):
    _, ax = line_plots.plot_lines(table, LABELS, COLOURS, "persons")
    drawn = {tuple(line.get_ydata()) for line in ax.get_lines()}
    assert drawn == {(1.0, 2.0, 3.0), (9.0, 8.0, 7.0)}
    assert ax.get_ylim()[0] == 0


@WIDTHS
def test_a_corridor_has_its_own_scale_and_a_missing_row_no_line(width):
    out = pd.DataFrame({2014: [600.0, 2.0], 2019: [400.0, 1.0]}, index=["RUS", "IND"])
    into = pd.DataFrame({2014: [200.0, float("nan")], 2019: [300.0, float("nan")]}, index=["RUS", "IND"])
    fig, axes = line_plots.plot_corridors(out, into, NAMES, HEADS, "million", width=width)
    russia, india = axes.flat
    assert russia.get_ylim()[1] == pytest.approx(660)
    assert india.get_ylim()[1] == pytest.approx(2.2)
    assert [len(ax.lines) for ax in (russia, india)] == [4, 2], "a line and its last point for each known flow"
    assert [ax.get_title(loc="left").strip() for ax in (russia, india)] == ["Russia", "India"]
    assert [texts(ax) for ax in (russia, india)] == [["400.0", "300.0"], ["1.0"]]
    assert [text.get_color() for text in russia.texts] == [COLOUR["ochre"], COLOUR["steppe"]]
    svg(fig)
