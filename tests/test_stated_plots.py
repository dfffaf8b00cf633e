import pandas as pd
import pytest

from kzmigration import stated_plots
from kzmigration.figures import svg
from kzmigration.intervals import Interval

WIDTHS = pytest.mark.parametrize("width", ["wide", "narrow"])


def texts(*axes):
    return [text.get_text() for ax in axes for text in ax.texts]


@WIDTHS
def test_each_statement_is_one_mark_of_its_verdict(width):
    counts = pd.DataFrame([[2, 0, 1, 0], [0, 3, 0, 1]], index=[1, 2], columns=list(stated_plots.VERDICTS))
    _, ax = stated_plots.plot_verdicts(counts, {1: "A", 2: "B"}, {1: "holds", 2: "open"}, "marks", width=width)
    marks = [text.get_text() for text in ax.texts]
    for verdict, (shape, _) in stated_plots.VERDICTS.items():
        assert marks.count(shape) == counts[verdict].sum()
    assert {"1  A", "2  B", "holds", "open"} <= set(marks)


@WIDTHS
def test_growth_writes_line_and_text_apart(width):
    series = pd.Series({2018: 1.31, 2019: 1.29})
    _, ax = stated_plots.plot_growth(series, {2019: 1.17}, ("accounts", "text"), "percent", width=width)
    assert texts(ax) == ["1.31", "1.29", "1.17", "accounts", "text"]


@WIDTHS
def test_an_exchange_shows_both_sides(width):
    series = pd.Series([23.8, 25.7, 39.784], index=[2014, 2015, 2016])
    words = ("to Russia", "from Russia", "“recent years”")
    fig, ax = stated_plots.plot_exchange(series, {2013: 20.8}, Interval(3.4, 4.3), words, "thousand", width=width)
    assert {"20.8", "39.8", "3.4–4.3", "to Russia", "from Russia"} <= {text.get_text() for text in ax.texts}
    assert ax.get_ylim()[0] == 0
    assert svg(fig)
