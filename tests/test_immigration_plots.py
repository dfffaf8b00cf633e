import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from kzmigration import figures, immigration_plots

YEARS = [2014, 2015, 2016]
LIMITS = {
    "all": pd.DataFrame({"low": [16.0, 10, 12], "high": [16.0, 18, 12.1]}, index=YEARS),
    "own": pd.DataFrame({"low": [9.0, 5, 7], "high": [9.0, 15, 7]}, index=YEARS),
}
COUNTS = pd.Series([10.0, 20, 8], index=YEARS, name="other")
LABELS = {"all": "all of them", "own": "their own", "other": "the other agency"}
COLOURS = {"all": "stone", "own": "steppe", "other": "ochre"}


@pytest.fixture(params=["wide", "narrow"])
def beside(request):
    fig, ax = immigration_plots.plot_beside(LIMITS, COUNTS, LABELS, COLOURS, "persons", width=request.param)
    yield fig, ax
    plt.close(fig)


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
            faces[round(float(x), 2), round(float(y), 2)] = to_hex(marks.get_facecolor()[0])
    assert faces[2013.76, 16.0] == figures.COLOUR["stone"]
    assert faces[2015.76, 12.05] == figures.COLOUR["paper"]
    assert faces[2016.0, 7.0] == figures.COLOUR["steppe"]


def test_only_the_largest_count_is_written_out_and_each_source_is_named(beside):
    words = [text.get_text() for text in beside[1].texts]
    assert sorted(words) == sorted(["20.0", *LABELS.values()])
    assert beside[1].get_ylim()[0] == 0


def test_a_split_total_stands_on_zero_and_adds_up():
    part, total = pd.Series([7, 12, 3], index=YEARS), pd.Series([10, 20, 8], index=YEARS)
    fig, ax = immigration_plots.plot_split(part, total, ("Uzbekistan", "all other"), "persons", digits=0)
    lower, upper = ax.patches[:3], ax.patches[3:]
    assert [bar.get_height() for bar in lower] == [7, 12, 3]
    assert [bar.get_y() + bar.get_height() for bar in upper] == [10, 20, 8]
    assert {bar.get_y() for bar in lower} == {0}
    assert [text.get_text() for text in ax.texts] == ["10", "20", "8", "Uzbekistan", "all other"]
    plt.close(fig)


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_the_plots_keep_to_the_palette(width):
    drawn = [
        immigration_plots.plot_beside(LIMITS, COUNTS, LABELS, COLOURS, "persons", width=width),
        immigration_plots.plot_split(COUNTS / 2, COUNTS, ("a", "b"), "persons", width=width),
    ]
    for fig, _ in drawn:
        assert figures.svg(fig, dark=True).startswith("<svg")
        plt.close(fig)


def test_panels_of_bounds_share_their_scale():
    frames = {name: frame.assign(kind="interval") for name, frame in LIMITS.items()}
    fig, axes = immigration_plots.plot_bounds_alike(frames, LABELS, "persons")
    assert {ax.get_ylim() for ax in axes.flat} == {(0, 18 * 1.25)}
    plt.close(fig)
