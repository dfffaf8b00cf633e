import numpy as np
import pandas as pd
import pytest
from matplotlib import colors

from kzmigration import log_plots
from kzmigration.figures import COLOUR

WIDTHS = pytest.mark.parametrize("width", ["wide", "narrow"])
COUNTS = pd.DataFrame(
    {"small": [1000, 500], "low": [10_000.0, 20_000.0], "high": [20_000.0, 20_000.0]}, index=[2017, 2018]
)


def texts(*axes):
    return [text.get_text() for ax in axes for text in ax.texts]


def test_magnitudes_stand_at_their_power_of_ten():
    values = pd.Series({"a": 10.0, "b": 100_000.0})
    _, ax = log_plots.plot_magnitudes(values, {"a": "a", "b": "b"}, {"a": "ochre", "b": "steppe"}, "persons")
    assert [part.get_offsets()[0].tolist() for part in ax.collections] == [[1, 0], [5, 1]]
    assert texts(ax) == ["10", "100,000"]


def test_two_counts_are_drawn_where_they_lie_with_their_ratio():
    _, ax = log_plots.plot_log_counts(COUNTS, ("register", "border"), "persons")
    dots = ax.collections[1].get_offsets()
    assert np.asarray(dots).tolist() == [[1000, 0], [500, 1]]
    bars = [segment[:, 0].tolist() for segment in ax.collections[2].get_segments()]
    assert bars == [[10_000, 20_000], [20_000, 20_000]]
    assert texts(ax)[:2] == ["× 10–20", "× 40"]


@pytest.mark.parametrize("wrong", [0, -3, float("nan")])
def test_a_count_that_has_no_logarithm_is_refused(wrong):
    with pytest.raises(ValueError, match="above zero"):
        log_plots.plot_log_counts(COUNTS.assign(small=wrong), ("a", "b"), "persons")


@WIDTHS
def test_each_cell_without_a_year_is_one_hollow_dot(width):
    cells = {"AFG": [412, 912, 1344], "GBR": [12, 1]}
    _, ax = log_plots.plot_unplaced(cells, {"AFG": "Afghanistan", "GBR": "Britain"}, "persons", width=width)
    dots = ax.collections[1::2]  # after each row's line
    drawn = [[value for value, _ in np.asarray(c.get_offsets()).tolist()] for c in dots]
    assert drawn == list(cells.values())
    paper = COLOUR["paper"]
    assert {colors.to_hex(c.get_facecolor()[0]) for c in dots} == {paper}
    assert texts(ax) == ["1,344", "12"]


@pytest.mark.parametrize("values", [[], [5, 0]])
def test_a_row_without_values_above_zero_is_refused(values):
    with pytest.raises(ValueError, match="row AFG"):
        log_plots.plot_unplaced({"AFG": values}, {"AFG": "Afghanistan"}, "persons")


def test_pairs_are_drawn_where_they_lie():
    before, after = pd.Series({"AFG": 1212, "UKR": 112}), pd.Series({"AFG": 340, "UKR": 2})
    _, ax = log_plots.plot_log_pairs(before, after, {"AFG": "A", "UKR": "U"}, ("applied", "recognised"), "persons")
    drawn = [np.asarray(c.get_offsets()).tolist() for c in ax.collections[1:]]
    assert drawn == [[[1212, 0], [112, 1]], [[340, 0], [2, 1]]]
    assert texts(ax) == ["1,212 → 340", "112 → 2", "applied", "recognised"]


@pytest.mark.parametrize("after", [{"AFG": 0}, {"AFG": 6}, {"UKR": 1}])
def test_a_pair_that_rises_or_is_not_whole_is_refused(after):
    with pytest.raises(ValueError, match="not rise from before to after"):
        log_plots.plot_log_pairs(pd.Series({"AFG": 5}), pd.Series(after), {"AFG": "A"}, ("a", "b"), "persons")
