import pandas as pd
import pytest

from kzmigration import spec_plots
from kzmigration.figures import COLOUR, svg

SPECS = pd.DataFrame(
    {
        "definition": ["b", "a", "b"],
        "year_start": [2015, 2014, 2014],
        "vintage": "printed",
        "estimate": [-4.0, 1.5, 12.0],
        "agrees": [False, True, True],
    }
)
HEADS = {"definition": "", "year_start": "from", "vintage": ""}
WORDS = ("agree", "do not")


def drawn(width, specs=SPECS):
    fig, axes = spec_plots.plot_curve(specs, HEADS, WORDS, "percent", width=width, digits=1)
    return fig, axes.ravel()


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_each_estimate_is_a_dot_and_each_choice_a_mark_below_it(width):
    fig, (above, below) = drawn(width)
    assert above.collections[0].get_offsets().tolist() == [[0, -4], [1, 1.5], [2, 12]]
    labels = [label.get_text() for label in below.get_yticklabels()]
    assert labels == ["a", "b", "from 2014", "from 2015"]
    marks = [[int(x) for x, _ in dots.get_offsets()] for dots in below.collections]
    assert marks == [[1], [0, 2], [1, 2], [0]]
    assert above.get_xlim() == below.get_xlim()
    assert "<svg" in svg(fig)


def test_what_agrees_is_blue_above_and_below_and_counted_in_words():
    _, (above, below) = drawn("wide")
    assert {text.get_text() for text in above.texts} == {"−4.0", "+12.0", "2 agree", "1 do not"}
    colours = {text.get_text(): text.get_color() for text in above.texts}
    assert colours["2 agree"] == colours["+12.0"] == COLOUR["steppe"]
    assert colours["1 do not"] == colours["−4.0"] == COLOUR["brick"]
    assert below.collections[1].get_facecolor().tolist() == above.collections[0].get_facecolor()[[0, 2]].tolist()


def test_where_all_agree_nothing_is_said_of_others():
    _, (above, _) = drawn("wide", SPECS[SPECS["agrees"]].reset_index(drop=True))
    assert {text.get_text() for text in above.texts} == {"+1.5", "+12.0", "2 agree"}


@pytest.mark.parametrize(("lowest", "height"), [(-4.0, -4.0), (0.5, 0.0), (8.0, 8.0)])
def test_the_lowest_number_does_not_stand_on_the_line_of_zero(lowest, height):
    _, (above, _) = drawn("wide", SPECS.assign(estimate=[lowest, 9.0, 12.0]))
    (text,) = [text for text in above.texts if text.get_text() == f"{lowest:+.1f}".replace("-", "\N{MINUS SIGN}")]
    assert text.xy == (0, height)


def test_thousands_at_the_axis_stand_apart():
    _, (above, _) = drawn("wide", SPECS.assign(estimate=[520.0, 9000.0, 20811.0]))
    assert "20,000" in [label.get_text() for label in above.get_yticklabels()]
