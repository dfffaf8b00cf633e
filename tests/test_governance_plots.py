import matplotlib.pyplot as plt
import pandas as pd
import pytest

from kzmigration import figures, governance_plots

COUNTS = pd.DataFrame({"a": [2, 0], "b": [0, 7]}, index=["x", "y"])
TREATIES = pd.DataFrame(
    {
        "short": ["Old", "Open", "Undated"],
        "year": [1951.0, 1990.0, 1994.0],
        "joined": [1998.0, None, None],
        "is_joined": [True, False, True],
        "told": ["joined 1998", "not joined", "party"],
    }
)
REGIONS = pd.DataFrame(
    {
        "name": ["Dense", "Neither"],
        "low": [0.1, 1.0],
        "high": [1.0, 1.8],
        "level": [9.0, 3.5],
        "tone": ["steppe", "brick"],
    }
)


def words(fig):
    return [text.get_text() for ax in fig.axes for text in ax.texts]


def ticks(axis):
    return [label.get_text() for label in axis.get_ticklabels()]


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_a_matrix_shows_each_count_once_and_no_zero(width):
    fig, ax = governance_plots.plot_matrix(COUNTS, {"x": "Row", "y": "Other"}, {"a": "One", "b": "Two"}, width=width)
    assert sorted(words(fig)) == ["2", "7"]
    shown = (ticks(ax.yaxis), ticks(ax.xaxis))
    assert shown == ((["Row", "Other"], ["One", "Two"]) if width == "wide" else (["One", "Two"], ["Row", "Other"]))
    plt.close(fig)


def test_a_larger_count_has_a_larger_dot():
    fig, ax = governance_plots.plot_matrix(COUNTS, {"x": "", "y": ""}, {"a": "", "b": ""})
    small, large = (float(dots.get_sizes()[0]) for dots in ax.collections)
    assert small < large
    plt.close(fig)


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_what_was_not_joined_runs_on_as_a_dotted_line(width):
    fig, ax = governance_plots.plot_joining(TREATIES, width=width, last=2020)
    lines = {line.get_linestyle(): line.get_xdata()[1] for line in ax.lines}
    assert lines == {"-": 1998.0, ":": 2020}
    told = " ".join(words(fig) + ticks(ax.yaxis))
    assert all(word in told for word in ("1951, joined 1998", "1990, not joined", "1994, party"))
    plt.close(fig)


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_a_dot_is_filled_where_the_limit_is_passed(width):
    fig, _ = governance_plots.plot_criterion(REGIONS, (2.0, 6.4), ("growth", "density"), width=width)
    growth, level = fig.axes
    paper = tuple(plt.matplotlib.colors.to_rgba(figures.COLOUR["paper"]))
    hollow = {name: [tuple(dots.get_facecolor()[0]) == paper for dots in ax.collections] for name, ax in
              (("growth", growth), ("level", level))}  # fmt: skip
    assert hollow == {"growth": [True] * 4, "level": [False, True]}
    assert [text.strip() for text in words(fig)] == ["2", "6.4"]
    plt.close(fig)
