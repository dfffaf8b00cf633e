import math

import pandas as pd
import pytest
from matplotlib import colors

from kzmigration import range_plots
from kzmigration.figures import COLOUR, svg

WIDTHS = pytest.mark.parametrize("width", ["wide", "narrow"])
YEARS = [2014, 2015, 2016]
LIMITS = {
    "all": pd.DataFrame({"low": [16.0, 10, 12], "high": [16.0, 18, 12.1]}, index=YEARS),
    "own": pd.DataFrame({"low": [9.0, 5, 7], "high": [9.0, 15, 7]}, index=YEARS),
}
COUNTS = pd.Series([10.0, 20, 8], index=YEARS, name="other")
LABELS = {"all": "all of them", "own": "their own", "other": "the other agency"}
COLOURS = {"all": "stone", "own": "steppe", "other": "ochre"}
REGIONS = pd.DataFrame(
    {
        "name": ["Dense", "Neither"],
        "low": [0.1, 1.0],
        "high": [1.0, 1.8],
        "level": [9.0, 3.5],
        "tone": ["steppe", "brick"],
    }
)


def texts(*axes):
    return [text.get_text() for ax in axes for text in ax.texts]


@WIDTHS
def test_roads_to_one_number_are_drawn_from_end_to_end(width):
    ranges = pd.DataFrame({"low": [1.165, 1.286], "high": [1.175, 1.286]}, index=["text", "balance"])
    tones = {"text": "brick", "balance": "steppe"}
    _, ax = range_plots.plot_ranges(ranges, {"text": "a", "balance": "b"}, tones, "percent", width=width, digits=3)
    assert texts(ax) == ["1.165–1.175", "1.286"]
    assert [list(line.get_xdata()) for line in ax.lines] == [[1.165, 1.175], [1.286, 1.286]]


@WIDTHS
def test_a_fixed_year_is_a_number_and_another_a_range(width):
    found = pd.DataFrame({"low": [6.3, 6.75], "high": [6.4, 6.85]}, index=[2014, 2019])
    _, ax = range_plots.plot_years(found, "per km²", width=width, told={2019: 6.8})
    assert [text.replace("\n", "") for text in texts(ax)] == ["6.3–6.4", "6.8"]


def test_a_range_runs_from_the_sure_to_the_possible():
    start = pd.DataFrame({"low": [1000.0], "high": [5000.0]}, index=["RUS"])
    _, ax = range_plots.plot_range_pairs(start, start + 2000, {"RUS": "Russia"}, ("2014", "2019"), "thousand")
    bars = [part.get_segments()[0][:, 0].tolist() for part in ax.collections if hasattr(part, "get_segments")]
    assert bars == [[1, 5], [3, 7]]
    assert texts(ax) == ["2014", "2019"]


@WIDTHS
def test_a_year_of_which_nothing_is_said_is_a_question_mark(width):
    index = pd.Index([2014, 2015], name="year")
    counts = {
        "a": pd.DataFrame({"low": [0, 40000], "high": [math.inf, 40100]}, index=index),
        "b": pd.DataFrame({"low": [10000, 20000], "high": [15000, 20100]}, index=index),
    }
    words, tones = {"a": "one", "b": "other"}, {"a": "steppe", "b": "ochre"}
    _, ax = range_plots.plot_two_bounds(counts, words, tones, "thousand", width=width, scale=1000)
    assert set(texts(ax)) == {"?", "40.0–40.1", "10.0–15.0", "20.0–20.1", "one", "other"}
    assert ax.get_ylim()[0] == 0


@WIDTHS
def test_a_dot_is_filled_where_the_limit_is_passed(width):
    fig, _ = range_plots.plot_criterion(REGIONS, (2.0, 6.4), ("growth", "density"), width=width)
    growth, level = fig.axes
    paper = tuple(colors.to_rgba(COLOUR["paper"]))
    hollow = {name: [tuple(dots.get_facecolor()[0]) == paper for dots in ax.collections] for name, ax in
              (("growth", growth), ("level", level))}  # fmt: skip
    assert hollow == {"growth": [True] * 4, "level": [False, True]}
    assert [text.strip() for text in texts(*fig.axes)] == ["2", "6.4"]


@pytest.fixture(params=["wide", "narrow"])
def beside(request):
    return range_plots.plot_beside(LIMITS, COUNTS, LABELS, COLOURS, "persons", width=request.param)


def test_wide_intervals_are_bars_of_their_own_length(beside):
    bars = sorted(tuple(path.vertices[:, 1]) for lines in beside[1].collections[:] for path in lines.get_paths()[:1]
                  if len(path.vertices) == 2)  # fmt: skip
    assert bars == [(5.0, 15.0), (10.0, 18.0)]


def test_points_are_filled_and_narrow_intervals_hollow(beside):
    ax = beside[1]
    faces = {}
    for marks in ax.collections:
        if len(marks.get_offsets()) == 1 and len(marks.get_facecolor()):
            x, y = marks.get_offsets()[0]
            faces[round(float(x), 2), round(float(y), 2)] = colors.to_hex(marks.get_facecolor()[0])
    assert faces[2013.76, 16.0] == COLOUR["stone"]
    assert faces[2015.76, 12.05] == COLOUR["paper"]
    assert faces[2016.0, 7.0] == COLOUR["steppe"]


def test_only_the_largest_count_is_written_out_and_each_source_is_named(beside):
    words = [text.get_text() for text in beside[1].texts]
    assert sorted(words) == sorted(["20.0", *LABELS.values()])
    assert beside[1].get_ylim()[0] == 0
    assert svg(beside[0]).startswith("<svg")
