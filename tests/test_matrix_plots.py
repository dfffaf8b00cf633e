import pandas as pd
import pytest

from kzmigration import matrix_plots
from kzmigration.figures import svg

WIDTHS = pytest.mark.parametrize("width", ["wide", "narrow"])
NAMES = {"71": "Nur-Sultan", "59": "North Kazakhstan"}
COUNTS = pd.DataFrame({"a": [2, 0], "b": [0, 7]}, index=["x", "y"])


def texts(*axes):
    return [text.get_text() for ax in axes for text in ax.texts]


def ticks(axis):
    return [label.get_text() for label in axis.get_ticklabels()]


@WIDTHS
def test_a_blank_cell_of_a_matrix_stays_empty(width):
    table = pd.DataFrame({2018: [4.64, None], 2019: [5.34, -1.04]}, index=["71", "59"])
    fig, ax = matrix_plots.plot_class_matrix(table, NAMES, [0, 3], "percent", width=width, digits=2)
    assert texts(ax) == ["+4.64", "+5.34", "−1.04"]
    assert len(ax.patches) == 3
    assert svg(fig)


@WIDTHS
def test_a_matrix_shows_each_count_once_and_no_zero(width):
    fig, ax = matrix_plots.plot_count_matrix(COUNTS, {"x": "Row", "y": "Other"}, {"a": "One", "b": "Two"}, width=width)
    assert sorted(texts(*fig.axes)) == ["2", "7"]
    shown = (ticks(ax.yaxis), ticks(ax.xaxis))
    assert shown == ((["Row", "Other"], ["One", "Two"]) if width == "wide" else (["One", "Two"], ["Row", "Other"]))


def test_a_larger_count_has_a_larger_dot():
    _, ax = matrix_plots.plot_count_matrix(COUNTS, {"x": "", "y": ""}, {"a": "", "b": ""})
    small, large = (float(dots.get_sizes()[0]) for dots in ax.collections)
    assert small < large


@WIDTHS
def test_four_fields_say_who_and_what_in_their_places(width):
    fields = {
        (0, 0): ("one", "Ada", "x"),
        (0, 1): ("two", "Bob", "y"),
        (1, 0): ("three", "Cy", "z"),
        (1, 1): ("4", "Di", "w"),
    }
    fig, ax = matrix_plots.plot_quadrants(fields, ("gain", "loss"), ("free", "duty"), ("need", "danger"), width=width)
    places = {text.get_text(): tuple(int(at) for at in text.get_position()) for text in ax.texts}
    assert {who: places[who] for who in ("Ada", "Bob", "Cy", "Di")} == {
        "Ada": (0, 0),
        "Bob": (1, 0),
        "Cy": (0, 1),
        "Di": (1, 1),
    }
    assert (ticks(ax.xaxis), ticks(ax.yaxis)) == (["free", "duty"], ["gain", "loss"])
    assert ax.get_ylim() == (2, 0)
    assert [patch.get_facecolor() for patch in ax.patches][:2] != [patch.get_facecolor() for patch in ax.patches][2:]
    assert ax.get_ylabel() == "need →"
    assert svg(fig)
