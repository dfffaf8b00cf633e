import numpy as np
import pandas as pd
import pytest

from kzmigration import correlation_plots
from kzmigration.figures import svg

WIDTHS = pytest.mark.parametrize("width", ["wide", "narrow"])


def texts(*axes):
    return [text.get_text() for ax in axes for text in ax.texts]


def test_a_correlation_has_a_bar_for_each_number_of_years():
    rows = [{"code": "k", "r": 0.5, "n": n, "low": 0.5 - 1 / n, "high": 0.5 + 1 / n} for n in (5, 10)]
    _, ax = correlation_plots.plot_correlations(pd.DataFrame(rows), {"k": "Kyzylorda"}, "years", "correlation")
    bars = [part.get_segments()[0][:, 0].tolist() for part in ax.collections if hasattr(part, "get_segments")]
    assert bars == [[0.3, 0.7], [0.4, 0.6]]
    assert texts(ax) == ["5 years", "10 years"]


def test_intervals_are_drawn_from_their_ends():
    columns = ["r", "low", "high", "wide_low", "wide_high"]
    found = pd.DataFrame(
        [[0.8, 0.5, 0.9, -0.1, 0.98], [-0.6, -0.8, -0.2, -0.9, 0.4]], index=["a", "b"], columns=columns
    )
    fig, ax = correlation_plots.plot_intervals(found, {"a": "income", "b": "unemployed"}, ("narrow", "wide"), "r")
    segments = {tuple(np.round(part[:, 0], 6)) for bar in ax.collections for part in _segments(bar)}
    assert {(0.5, 0.9), (-0.1, 0.98), (-0.8, -0.2), (-0.9, 0.4)} <= segments
    assert {"0.8000", "−0.6000", "narrow", "wide"} <= {text.get_text() for text in ax.texts}
    assert svg(fig)


def _segments(bar):
    return bar.get_segments() if hasattr(bar, "get_segments") else []


@WIDTHS
def test_chance_adds_up_to_a_hundred_and_no_label_crosses_a_line(width):
    marks, labels = pd.Series({"a": 0.6192, "b": 0.7934, "c": 0.8354}), {"a": "one", "b": "two", "c": "three"}
    _, ax = correlation_plots.plot_chance(np.linspace(0, 1, 201), marks, labels, "size", width=width)
    assert sum(bar.get_height() for bar in ax.patches) == pytest.approx(100)
    tops = {line.get_xdata()[0]: line.get_ydata()[1] for line in ax.get_lines()}
    assert sorted(tops, key=tops.get) == sorted(tops), "a label runs to the left, above the lines of smaller values"
