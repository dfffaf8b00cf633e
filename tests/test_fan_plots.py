import pandas as pd
import pytest
from matplotlib.collections import PathCollection

from kzmigration import dot_plots, fan_plots
from kzmigration.figures import COLOUR, svg

WIDTHS = pytest.mark.parametrize("width", ["wide", "narrow"])
LABELS = {"a": "first", "b": "second"}
COLOURS = {"a": "steppe", "b": "ochre"}
ERA = (2014, 2019, "the profile")


@pytest.fixture
def table():
    years = range(2010, 2026)
    rows = {"a": [float(year - 2020) * 1000 for year in years], "b": [500.0] * 14 + [None, None]}
    return pd.DataFrame(rows, index=list(years)).astype(float).T


@WIDTHS
def test_eras_draw_each_row_and_the_period(table, width):
    fig, ax = fan_plots.plot_eras(table, LABELS, COLOURS, ERA, "persons", width=width)
    drawn = {line.get_color(): line.get_xydata().tolist() for line in ax.lines if len(line.get_xdata()) > 2}
    assert drawn[COLOUR["steppe"]] == [[year, year - 2020] for year in range(2010, 2026)]
    assert drawn[COLOUR["ochre"]][-1] == [2023, 0.5]
    (band,) = ax.patches
    assert (band.get_x(), band.get_width()) == (2013.5, 6)
    said = [text.get_text() for text in ax.texts]
    assert "the profile" in said
    assert "second  0.5 (2023)" in said
    assert ("first  5.0" if width == "wide" else "first  5.0 (2025)") in said
    svg(fig)


def test_a_value_that_rounds_to_nothing_has_no_minus(table):
    table.loc["a", 2025] = -40.0
    _, ax = fan_plots.plot_eras(table, LABELS, COLOURS, ERA, "persons")
    assert "first  0.0" in [text.get_text() for text in ax.texts]


@pytest.fixture
def fan():
    years = pd.Index([2020, 2021, 2022], name="year")
    mean = pd.Series([10_000.0] * 3, index=years)
    ends = {"low80": -1, "high80": 1, "low95": -2, "high95": 2}
    return pd.DataFrame({"mean": mean} | {end: mean + by * 1000 for end, by in ends.items()})


@WIDTHS
def test_a_fan_marks_what_came_by_where_it_lies(fan, width):
    known = pd.Series([9_000.0, 9_500, 10_000], index=[2017, 2018, 2019])
    came = pd.Series([10_500.0, 11_500, 12_500], index=fan.index)
    titles = {"one": "one", "two": "two"}
    fig, axes = fan_plots.plot_fans(known, {"one": fan, "two": fan}, came, titles, "thousand", width=width)
    panels = [ax for ax in axes.flat if ax.get_title(loc="left") in titles]
    assert len(panels) == 2
    for ax in panels:
        inside, between, outside = (mark for mark in ax.collections if isinstance(mark, PathCollection))
        marks = (inside, between, outside)
        assert [mark.get_offsets()[0].tolist() for mark in marks] == [[2020, 10.5], [2021, 11.5], [2022, 12.5]]
        faces = [mark.get_facecolor().tolist() for mark in (inside, between)]
        assert faces[0] != faces[1], "a dot within the narrower band, a ring within the wider"
        assert len(outside.get_paths()[0].vertices) == 4, "a cross outside"
    key = next(ax for ax in axes.flat if ax.child_axes)
    assert [text.get_text() for text in key.child_axes[0].texts][-1] == "came, outside both"
    svg(fig)


def test_an_end_belongs_to_its_band(fan):
    came = fan["high80"]
    _, axes = fan_plots.plot_fans(pd.Series({2019: 10_000.0}), {"one": fan}, came, {"one": "one"}, "thousand")
    marks = [mark for mark in axes[0, 0].collections if isinstance(mark, PathCollection)]
    assert len({tuple(mark.get_facecolor()[0]) for mark in marks}) == 1


@WIDTHS
def test_a_dumbbell_below_zero_is_whole_and_zero_has_no_minus(width):
    before, after = pd.Series({"a": 2.0, "b": -0.8}), pd.Series({"a": 1.0, "b": -0.001})
    _, ax = dot_plots.plot_dumbbell(before, after, LABELS, ("then", "now"), "percent", width=width)
    assert ax.get_xlim()[0] < -0.8
    assert "−0.8 → 0.0" in [text.get_text() for text in ax.texts]
