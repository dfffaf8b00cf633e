import pandas as pd
import pytest

from kzmigration import world_plots
from kzmigration.errors import ChapterError
from kzmigration.figures import COLOUR, svg

WIDTHS = pytest.mark.parametrize("width", ["wide", "narrow"])
NAMES = {"a": "people who came", "b": "people who left"}
TONES = {"a": "steppe", "b": "brick"}


@pytest.fixture
def flows():
    return pd.DataFrame([[2.0, 4, 8], [10.0, float("nan"), 7]], index=["a", "b"], columns=[2000, 2005, 2010])


@WIDTHS
def test_long_lines_stand_on_zero_and_end_in_their_values(flows, width):
    fig, ax = world_plots.plot_long_lines(flows, NAMES, TONES, "thousand", width=width, span=(2000, 2005, "five years"))
    assert ax.get_ylim()[0] == 0
    assert list(ax.lines[0].get_ydata()) == [2, 4, 8]
    texts = [text.get_text().replace("\n", " ") for text in ax.texts]
    assert texts == ["five years", "people who left  7", "people who came  8"]
    bracket = ax.lines[2]
    assert list(bracket.get_xdata()) == [2000, 2000, 2005, 2005]
    assert min(bracket.get_ydata()) > 10, "the bracket stands above the data"
    assert [text.get_text() for text in ax.get_xticklabels()] == (
        ["2000", "2005", "2010"] if width == "wide" else ["2000", "2010"]
    )
    svg(fig)


def test_a_line_without_an_end_is_refused(flows):
    with pytest.raises(ChapterError, match="no value at the end of b"):
        world_plots.plot_long_lines(flows[[2000, 2005]], NAMES, TONES, "thousand")


@WIDTHS
def test_a_loss_hangs_below_zero_and_has_another_colour(width):
    balance = pd.Series({2000: -3.0, 2001: 2.0})
    other = pd.Series({2001: 1.0})
    fig, ax = world_plots.plot_balance(balance, other, ("one", "two"), "thousand", width=width)
    heights = [bar.get_height() for bar in ax.patches]
    assert heights == [-3, 2]
    faces = [bar.get_facecolor()[:3] for bar in ax.patches]
    assert faces[0] != faces[1]
    assert [text.get_text() for text in ax.texts] == ["● two", "■ one"]
    svg(fig)
    _, alone = world_plots.plot_balance(balance, None, ("one", "two"), "thousand", width=width)
    assert [text.get_text() for text in alone.texts] == ["■ one"]


@WIDTHS
def test_what_is_not_known_gets_a_mark_and_no_bar(width):
    values = pd.Series({"a": 3.5, "b": float("nan")})
    fig, ax = world_plots.plot_known(values, NAMES, "a", "percent", width=width)
    assert [bar.get_width() for bar in ax.patches] == [3.5]
    assert [text.get_text() for text in ax.texts] == ["3.5", "? not given"]
    assert ax.texts[0].get_color() == COLOUR["steppe"]
    svg(fig)


@WIDTHS
def test_another_producers_value_is_a_dot_with_its_number_where_both_are_known(width):
    values, other = pd.Series({"a": 3.5, "b": float("nan")}), pd.Series({"a": 4.25, "b": 1.0})
    fig, ax = world_plots.plot_known(values, NAMES, "a", "percent", other=other, words=("one", "two"), width=width)
    assert [bar.get_width() for bar in ax.patches] == [3.5]
    assert [points.get_offsets().tolist() for points in ax.collections] == [[[4.25, 0]]]
    assert [text.get_text() for text in ax.texts] == ["3.5", "4.2", "? not given", "● two", "■ one"]
    assert ax.get_xlim()[1] > 4.25
    svg(fig)
