import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from kzmigration import system_plots
from kzmigration.figures import svg
from kzmigration.intervals import Interval


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_an_exchange_shows_both_sides(width):
    series = pd.Series([23.8, 25.7, 39.784], index=[2014, 2015, 2016])
    words = ("to Russia", "from Russia", "“recent years”")
    fig, ax = system_plots.plot_exchange(series, {2013: 20.8}, Interval(3.4, 4.3), words, "thousand", width=width)
    assert {"20.8", "39.8", "3.4–4.3", "to Russia", "from Russia"} <= {text.get_text() for text in ax.texts}
    assert ax.get_ylim()[0] == 0
    assert svg(fig, dark=True)
    plt.close(fig)


def test_intervals_are_drawn_from_their_ends():
    columns = ["r", "low", "high", "wide_low", "wide_high"]
    found = pd.DataFrame(
        [[0.8, 0.5, 0.9, -0.1, 0.98], [-0.6, -0.8, -0.2, -0.9, 0.4]], index=["a", "b"], columns=columns
    )
    fig, ax = system_plots.plot_intervals(found, {"a": "income", "b": "unemployed"}, ("narrow", "wide"), "r")
    segments = {tuple(np.round(part[:, 0], 6)) for bar in ax.collections for part in _segments(bar)}
    assert {(0.5, 0.9), (-0.1, 0.98), (-0.8, -0.2), (-0.9, 0.4)} <= segments
    assert {"0.8000", "−0.6000", "narrow", "wide"} <= {text.get_text() for text in ax.texts}
    assert svg(fig, dark=True)
    plt.close(fig)


def _segments(bar):
    return bar.get_segments() if hasattr(bar, "get_segments") else []


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_chance_adds_up_to_a_hundred_and_no_label_crosses_a_line(width):
    marks, labels = pd.Series({"a": 0.6192, "b": 0.7934, "c": 0.8354}), {"a": "one", "b": "two", "c": "three"}
    fig, ax = system_plots.plot_chance(np.linspace(0, 1, 201), marks, labels, "size", width=width)
    assert sum(bar.get_height() for bar in ax.patches) == pytest.approx(100)
    tops = {line.get_xdata()[0]: line.get_ydata()[1] for line in ax.get_lines()}
    assert sorted(tops, key=tops.get) == sorted(tops), "a label runs to the left, above the lines of smaller values"
    plt.close(fig)
