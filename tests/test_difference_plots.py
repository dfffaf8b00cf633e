import numpy as np
import pandas as pd
import pytest
from matplotlib import colors
from matplotlib.collections import PathCollection

from kzmigration import difference_plots
from kzmigration.figures import COLOUR

CELLS = pd.DataFrame(
    {
        "series": ["a", "a", "a", "b"],
        "value": [0.0, 0.0, -2.0, 150.0],
        "is_inside": [True, True, False, False],
        "kind": ["same", "same", "same", "slip"],
    }
)
KINDS = {"same": ("counted alike", "steppe"), "slip": ("a slip", "brick")}
NAMES = {"a": "First series", "b": "Second series"}


def drawn(width, cells=CELLS):
    ends = ("lower", "higher")
    return difference_plots.plot_differences(
        cells, NAMES, KINDS, ends, "percent", ticks=[0.01, 0.1, 1, 10, 100, 1000], unit="%", width=width
    )[1]


def dots(ax):
    """Return where each dot stands and the colour of its face."""
    marks = [part for part in ax.collections if isinstance(part, PathCollection)]
    return [(*part.get_offsets()[0], colors.to_hex(part.get_facecolor()[0])) for part in marks]


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_a_dot_a_value_hollow_within_rounding_and_equal_ones_once(width):
    ax = drawn(width)
    found = dots(ax)
    assert [x for x, *_ in found] == [-2, 0, 150]
    assert [tone for *_, tone in found] == [COLOUR["steppe"], COLOUR["paper"], COLOUR["brick"]]
    rows = [y for _, y, _ in found]
    assert max(rows[:2]) < rows[2]
    said = [text.get_text() for text in ax.texts]
    assert {"× 2", "−2.0%", "+150%", "● a slip", "lower", "higher"} <= set(said)
    assert "First series" in (said if width == "narrow" else [label.get_text() for label in ax.get_yticklabels()])


def test_the_scale_has_zero_in_the_middle_and_decades_to_both_sides():
    ax = drawn("wide")
    low, high = ax.get_xlim()
    assert low == -high
    to_picture = ax.transData.transform
    steps = np.diff([to_picture((10.0**power, 0))[0] for power in (-1, 0, 1, 2)])
    assert steps == pytest.approx([steps[0]] * 3)
    assert [label.get_text() for label in ax.get_xticklabels() if label.get_text()][len("xxx")] == "0"


def test_what_has_no_place_is_refused():
    with pytest.raises(ValueError, match="needs a value and a series"):
        drawn("wide", CELLS.assign(value=[0, 0, float("nan"), 1]))
    with pytest.raises(ValueError, match="needs a value and a series"):
        drawn("wide", CELLS.assign(series="c"))
