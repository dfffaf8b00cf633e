import math

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from kzmigration import labour_plots


def texts(ax):
    return {text.get_text() for text in ax.texts}


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_a_year_of_which_nothing_is_said_is_a_question_mark(width):
    index = pd.Index([2014, 2015], name="year")
    counts = {
        "a": pd.DataFrame({"low": [0, 40000], "high": [math.inf, 40100]}, index=index),
        "b": pd.DataFrame({"low": [10000, 20000], "high": [15000, 20100]}, index=index),
    }
    words, tones = {"a": "one", "b": "other"}, {"a": "steppe", "b": "ochre"}
    fig, ax = labour_plots.plot_two_counts(counts, words, tones, "thousand", width=width, scale=1000)
    assert texts(ax) == {"?", "40.0–40.1", "10.0–15.0", "20.0–20.1", "one", "other"}
    assert ax.get_ylim()[0] == 0
    plt.close(fig)


def test_what_lies_beyond_the_whole_is_drawn_apart():
    parts = pd.Series({"A": 70.0, "B": 40.0})
    fig, ax = labour_plots.plot_beyond_whole(parts, {"A": "A", "B": "B"}, "percent")
    ends = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in ax.patches]
    assert ends == [(0, 70), (70, 110), (100, 100), (100, 110)]
    assert "together 110.0%" in texts(ax)
    plt.close(fig)


def test_a_share_is_written_as_one_number_only_where_its_last_digit_is_fixed():
    counts = pd.Series({2014: 1000, 2015: 2000, 2016: 3000})
    shares = pd.DataFrame({"low": [1.585, 3.51, 4.0], "high": [1.595, 3.58, 5.0]}, index=counts.index)
    fig, axes = labour_plots.plot_count_and_share(counts, shares, ("persons", "percent"))
    upper, lower = axes.flat
    assert [bar.get_height() for bar in upper.patches] == [1000, 2000, 3000]
    assert texts(lower) == {"1.59", "3.51–\n3.58", "4.00–\n5.00"}
    plt.close(fig)


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_a_split_bar_adds_up_to_its_total(width):
    totals = {"a": pd.Series({2014: 100, 2015: 200})}
    parts = {"a": pd.DataFrame({"low": [10, 20], "high": [10, 50]}, index=[2014, 2015])}
    fig, axes = labour_plots.plot_split(totals, parts, {"a": "a"}, ("men", "women"), {"a": 1}, width=width)
    heights = [bar.get_height() for bar in axes.flat[0].patches]
    assert heights == [90, 150, 0, 30, 10, 20]
    assert texts(axes.flat[0]) == {"men", "10.0", "10.0–\n25.0"}
    plt.close(fig)


def test_a_pair_of_bars_starts_at_zero_and_names_its_sources_once():
    first, second = pd.Series({"A": 10, "B": 1}), pd.Series({"A": 20, "B": 3})
    fig, ax = labour_plots.plot_pairs(first, second, {"A": "A", "B": "B"}, ("table", "text"), "persons")
    assert [(bar.get_x(), bar.get_width()) for bar in ax.patches] == [(0, 10), (0, 1), (0, 20), (0, 3)]
    assert texts(ax) == {"10  table", "1", "20  text", "3"}
    plt.close(fig)
