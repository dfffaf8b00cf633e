import pandas as pd
import pytest

from kzmigration import bar_plots
from kzmigration.figures import COLOUR, svg

WIDTHS = pytest.mark.parametrize("width", ["wide", "narrow"])
NAMES = {"71": "Nur-Sultan", "59": "North Kazakhstan"}
LABELS = {"RUS": "Russia", "DEU": "Germany"}
COLOURS = {"RUS": "steppe", "DEU": "brick"}
HEADS = ("out", "in")


def texts(*axes):
    return [text.get_text() for ax in axes for text in ax.texts]


def test_bars_start_at_zero():
    values = pd.Series({"RUS": 5, "DEU": -2})
    _, ax = bar_plots.plot_bars(values, LABELS, COLOURS, "change")
    assert sorted(bar.get_width() for bar in ax.patches) == [-2, 5]
    assert {bar.get_x() for bar in ax.patches} == {0}


@WIDTHS
def test_losses_start_at_their_nearer_end(width):
    ranges = pd.DataFrame({"low": [10.0, -9.2], "high": [12.0, -8.7]}, index=["71", "59"])
    _, ax = bar_plots.plot_gains(ranges, NAMES, "thousand", width=width)
    assert texts(ax) == ["10.0–12.0", "−8.7 to −9.2"]
    assert [round(bar.get_width(), 1) for bar in ax.patches] == [10, 2, -8.7, -0.5]


def test_what_lies_beyond_the_whole_is_drawn_apart():
    parts = pd.Series({"A": 70.0, "B": 40.0})
    _, ax = bar_plots.plot_beyond_whole(parts, {"A": "A", "B": "B"}, "percent")
    ends = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in ax.patches]
    assert ends == [(0, 70), (70, 110), (100, 100), (100, 110)]
    assert "together 110.0%" in texts(ax)


def test_a_pair_of_bars_starts_at_zero_and_names_its_sources_once():
    first, second = pd.Series({"A": 10, "B": 1}), pd.Series({"A": 20, "B": 3})
    _, ax = bar_plots.plot_bar_pairs(first, second, {"A": "A", "B": "B"}, ("table", "text"), "persons")
    assert [(bar.get_x(), bar.get_width()) for bar in ax.patches] == [(0, 10), (0, 1), (0, 20), (0, 3)]
    assert set(texts(ax)) == {"10  table", "1", "20  text", "3"}


@WIDTHS
def test_mirrored_bars_share_a_scale_and_a_missing_row_is_not_zero(width):
    left, right = pd.Series({"RUS": 418.6, "IND": 1.0}), pd.Series({"RUS": 206.9, "IND": float("nan")})
    marks = (pd.Series({"RUS": 617.9, "IND": 2.0}), pd.Series({"RUS": 271.2, "IND": float("nan")}))
    fig, ax = bar_plots.plot_mirror(
        left, right, {"RUS": "Russia", "IND": "India"}, HEADS, "million", marks=marks, width=width
    )
    widths = [abs(bar.get_width()) for bar in ax.patches]
    assert widths == pytest.approx([418.6, 1.0, 206.9, 0])
    assert {"418.6", "1.0", "206.9", "no row", "Russia", "India", "out", "in"} <= set(texts(ax))
    assert len(ax.collections) == 3, "a mark for each value that is known"
    colours = {text.get_text(): text.get_color() for text in ax.texts}
    assert colours["418.6"] == COLOUR["ochre"], "a value has the colour of its bar, not of the mark beside it"
    assert colours["206.9"] == COLOUR["steppe"]
    svg(fig)
