import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from kzmigration import bounds, plots, stated_plots


@pytest.fixture
def table():
    return pd.DataFrame([[1.0, 2, 3], [9, 8, 7]], index=["RUS", "DEU"], columns=[2014, 2015, 2016])


LABELS = {"RUS": "Russia", "DEU": "Germany"}
COLOURS = {"RUS": "steppe", "DEU": "brick"}


def test_lines_draw_the_values_they_are_given(table):
    fig, ax = plots.plot_lines(table, LABELS, COLOURS, "persons")
    drawn = {tuple(line.get_ydata()) for line in ax.get_lines()}
    assert drawn == {(1.0, 2.0, 3.0), (9.0, 8.0, 7.0)}
    assert ax.get_ylim()[0] == 0
    plt.close(fig)


def test_bars_start_at_zero():
    values = pd.Series({"RUS": 5, "DEU": -2})
    fig, ax = plots.plot_bars(values, LABELS, COLOURS, "change")
    assert sorted(bar.get_width() for bar in ax.patches) == [-2, 5]
    assert {bar.get_x() for bar in ax.patches} == {0}
    plt.close(fig)


def test_labels_are_spread_and_keep_their_order():
    rng = np.random.default_rng(3)
    heights = pd.Series(rng.uniform(0, 5, 8), index=list("abcdefgh"))
    placed = plots.spread(heights, 0.7)
    order = sorted(placed, key=placed.get)
    assert order == heights.sort_values().index.tolist()
    assert np.diff([placed[code] for code in order]).min() >= 0.7 - 1e-9


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_each_statement_is_one_mark_of_its_verdict(width):
    counts = pd.DataFrame([[2, 0, 1, 0], [0, 3, 0, 1]], index=[1, 2], columns=list(stated_plots.VERDICTS))
    fig, ax = stated_plots.plot_verdicts(counts, {1: "A", 2: "B"}, {1: "holds", 2: "open"}, "marks", width=width)
    marks = [text.get_text() for text in ax.texts]
    for verdict, (shape, _) in stated_plots.VERDICTS.items():
        assert marks.count(shape) == counts[verdict].sum()
    assert {"1  A", "2  B", "holds", "open"} <= set(marks)
    plt.close(fig)


def test_labels_of_neighbouring_narrow_bounds_stand_apart():
    found = bounds.solve(
        range(2017, 2020),
        [*bounds.level(2017, 0, 900, "wide"), *bounds.level(2018, 990, 1000, "a"), *bounds.level(2019, 900, 910, "b")],
    )
    _, axes = stated_plots.plot_bounds({"lost": found}, {"lost": "lost"}, "persons")
    (ax,) = axes.flat
    sides = {text.get_text(): text.get_va() for text in ax.texts}
    assert sides == {"990–\n1,000": "baseline", "900–\n910": "top"}
    assert "1,000" in [tick.get_text() for tick in ax.get_yticklabels()]
