import pandas as pd
import pytest

from kzmigration import said_plots
from kzmigration.figures import svg
from kzmigration.said_plots import Said

WIDTHS = pytest.mark.parametrize("width", ["wide", "narrow"])
TABLE = pd.DataFrame({2020: [1.0, 5.0], 2021: [2.0, 4.0], 2022: [3.0, 6.0]}, index=["a", "b"])
NAMES, COLOURS = {"a": "Ada", "b": "Bob"}, {"a": "steppe", "b": "ochre"}


def texts(ax):
    return [text.get_text() for text in ax.texts]


@WIDTHS
def test_one_number_is_a_diamond_and_a_range_a_box(width):
    told = {"a": Said(2021, 2021, 7, 7, "left"), "b": Said(2021, 2022, 2, 2.5)}
    fig, ax = said_plots.plot_said(TABLE, NAMES, COLOURS, told, "things", width=width)
    assert texts(ax) == ["Ada  3.0", "Bob  6.0", "said: 7.0", "said: 2.0–2.5"]
    (diamond,) = ax.collections
    assert diamond.get_offsets().tolist() == [[2021, 7]]
    (box,) = ax.patches
    assert (box.get_x(), box.get_y(), box.get_width(), box.get_height()) == (2020.75, 2, 1.5, 0.5)
    assert ax.get_ylim()[1] >= 7
    assert svg(fig)


@WIDTHS
def test_a_band_stands_for_a_range_of_no_certain_year(width):
    _, ax = said_plots.plot_said(TABLE, NAMES, COLOURS, {}, "things", band=(8, 9, "said: 8 to 9"), width=width)
    assert texts(ax)[0] == "said: 8 to 9"
    (band,) = ax.patches
    assert (band.get_y(), band.get_height()) == (8, 1)
    assert ax.get_ylim()[1] >= 9


def test_digits_are_those_of_the_line_and_of_what_is_said():
    told = {"a": Said(2021, 2021, 7, 7)}
    _, ax = said_plots.plot_said(TABLE, NAMES, COLOURS, told, "things", digits=(2, 0))
    assert texts(ax) == ["Ada  3.00", "Bob  6.00", "said: 7"]
