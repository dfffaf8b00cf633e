"""Pictures of gravity equations: what is named, what is refused."""

import itertools

import numpy as np
import pandas as pd
import pytest

from kzmigration import figures
from kzmigration.gravity_plots import plot_predicted, plot_times


@pytest.fixture
def cloud():
    """Return thirty codes whose values lie close together."""
    rng = np.random.default_rng(2)
    codes = [f"C{number:02}" for number in range(30)]
    return pd.DataFrame(np.exp(rng.normal(4, 1.5, (30, 2))), index=codes, columns=["seen", "predicted"])


def words_of(ax, labels):
    """Return the boxes of the names in a picture, in pixels."""
    ax.figure.canvas.draw()
    return {text.get_text(): text.get_window_extent() for text in ax.texts if text.get_text() in labels.values()}


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_names_touch_neither_each_other_nor_the_edge_and_the_marked_one_is_there(cloud, width):
    labels = {code: f"country of {code}" for code in cloud.index}
    cloud.loc["C07"] = 4 * cloud.to_numpy().max()  # on the line itself, far out
    _, axes = plot_predicted({"one": cloud}, labels, ["C07"], ("predicted", "seen"), width=width)
    ax = axes[0, 0]
    boxes = words_of(ax, labels)
    assert labels["C07"] in boxes
    assert len(boxes) >= 6
    for one, other in itertools.combinations(boxes.values(), 2):
        assert not one.overlaps(other)
    edge = ax.get_window_extent()
    assert all(edge.x0 <= box.x0 and box.x1 <= edge.x1 + 1 for box in boxes.values())


def test_two_panels_stand_below_each_other_on_a_phone(cloud):
    labels = dict.fromkeys(cloud.index, "x")
    for width, shape in (("wide", (1, 2)), ("narrow", (2, 1))):
        fig, axes = plot_predicted({"a": cloud, "b": cloud}, labels, [], ("predicted", "seen"), width=width)
        assert axes.shape == shape
        assert figures.svg(fig)  # colours of the palette alone


def test_what_a_logarithmic_scale_cannot_show_is_refused(cloud):
    with pytest.raises(ValueError, match="above zero for logarithmic scales: a"):
        plot_predicted({"a": cloud.assign(seen=0)}, {}, [], ("predicted", "seen"))
    rows = pd.DataFrame({"value": [1.0], "low": [0.0], "high": [2.0], "first": [1.0], "last": [1.0], "tone": ["ink"]})
    with pytest.raises(ValueError, match="above zero for a logarithmic scale: b"):
        plot_times({"b": rows}, {0: "row"}, "times")


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_each_row_has_its_number_and_a_row_of_many_has_none(width):
    rows = pd.DataFrame(
        {
            "value": [0.172, np.nan],
            "low": [0.05, 0.01],
            "high": [0.6, 3.0],
            "first": [0.172, 0.1],
            "last": [0.172, 0.3],
        },
        index=["_all", "_others"],
    ).assign(tone=["ink", "stone"])
    fig, axes = plot_times({"far": rows}, {"_all": "with all", "_others": "the others"}, "times", width=width)
    ax = axes[0, 0]
    assert [text.get_text() for text in ax.texts] == ["× 0.17", ""]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["with all", "the others"]
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["÷ 100", "÷ 10", "1"]
    assert figures.svg(fig)


def test_panels_share_a_scale_only_where_asked():
    rows = pd.DataFrame({"value": [2.0], "low": [1.0], "high": [4.0], "first": [2.0], "last": [2.0], "tone": ["ink"]})
    panels = {"small": rows, "large": rows.assign(high=4e6)}
    for one_scale in (True, False):
        _, axes = plot_times(panels, {0: "row"}, "times", columns=2, one_scale=one_scale)
        limits = [ax.get_xlim() for ax in axes.flat]
        assert (limits[0] == limits[1]) == one_scale
