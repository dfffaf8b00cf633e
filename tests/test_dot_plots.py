import pandas as pd
import pytest

from kzmigration import dot_plots

WIDTHS = pytest.mark.parametrize("width", ["wide", "narrow"])
NAMES = {"71": "Nur-Sultan", "59": "North Kazakhstan"}
TREATIES = pd.DataFrame(
    {
        "short": ["Old", "Open", "Undated"],
        "year": [1951.0, 1990.0, 1994.0],
        "joined": [1998.0, None, None],
        "is_joined": [True, False, True],
        "told": ["joined 1998", "not joined", "party"],
    }
)


def texts(*axes):
    return [text.get_text() for ax in axes for text in ax.texts]


def ticks(axis):
    return [label.get_text() for label in axis.get_ticklabels()]


@WIDTHS
def test_dots_are_written_on_their_side_of_the_line(width):
    values = pd.Series({"71": 5.34, "59": -1.04})
    tones = {"71": "steppe", "59": "stone"}
    _, ax = dot_plots.plot_against(values, 1.47, NAMES, tones, "the country", "percent", width=width)
    assert texts(ax)[:2] == ["+5.34", "−1.04"]
    assert [text.get_ha() for text in ax.texts[:2]] == ["left", "right"]


@WIDTHS
def test_only_the_odd_ones_out_are_named(width):
    found = pd.DataFrame(
        {"region": ["71", "59"], "year": [2017, 2017], "change": [12.25, 0.3], "low": [12.2, -2.0], "high": [12.3, 2.0]}
    )
    _, ax = dot_plots.plot_strip(found, found.iloc[[0]], NAMES, "percent", width=width)
    assert texts(ax) == ["Nur-Sultan  +12.2"]


@WIDTHS
def test_each_person_is_one_dot(width):
    counts = pd.DataFrame({"men": [5, 0], "women": [12, 3]}, index=["x", "y"])
    words, tones = {"men": "men", "women": "women"}, {"men": "stone", "women": "ochre"}
    _, ax = dot_plots.plot_people(counts, {"x": "x", "y": "y"}, words, tones, "persons", width=width)
    dots = [tuple(spot) for part in ax.collections for spot in part.get_offsets().tolist()]
    assert len(dots) == len(set(dots)) == 20
    assert texts(ax) == ["17", "3"]


@WIDTHS
def test_what_was_not_joined_runs_on_as_a_dotted_line(width):
    fig, ax = dot_plots.plot_joining(TREATIES, width=width, last=2020)
    lines = {line.get_linestyle(): line.get_xdata()[1] for line in ax.lines}
    assert lines == {"-": 1998.0, ":": 2020}
    told = " ".join(texts(*fig.axes) + ticks(ax.yaxis))
    assert all(word in told for word in ("1951, joined 1998", "1990, not joined", "1994, party"))
