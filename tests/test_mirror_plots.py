import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection

from kzmigration import mirror_plots
from kzmigration.figures import svg

WIDTHS = pytest.mark.parametrize("width", ["wide", "narrow"])
COUNTS = pd.DataFrame(
    {
        "out_home": [1000.0, 2000, 3000],
        "out_partner": [4000.0, np.nan, 6000],
        "in_home": [10.0, 20, 30],
        "in_partner": [np.nan] * 3,
    },
    index=[2016, 2017, 2018],
)


@WIDTHS
def test_both_counts_are_lines_with_gaps_in_two_panels_on_one_scale(width):
    words = {column: column for column in COUNTS}
    fig, axes = mirror_plots.plot_both_counts(COUNTS, ("out", "in"), words, "thousand", width=width, scale=1000)
    out, into = axes.flat
    assert out.lines[0].get_ydata().tolist() == [1, 2, 3]
    partner = out.lines[1].get_ydata()
    assert np.isnan(partner[1])
    assert partner[2] == 6
    assert np.isnan(into.lines[1].get_ydata()).all()
    assert out.get_ylim() == into.get_ylim()
    assert out.get_ylim()[0] == 0
    assert svg(fig)


@WIDTHS
def test_ratios_stand_where_they_lie_and_the_sums_are_written(width):
    ratios = pd.DataFrame({2016: [2.0, np.nan], 2017: [4.0, 0.5], "sums": [3.0, 0.5]}, index=["RUS", "KGZ"])
    labels, colours = {"RUS": "Russia", "KGZ": "Kyrgyzstan"}, {"RUS": "ochre", "KGZ": "steppe"}
    fig, ax = mirror_plots.plot_ratios(ratios, labels, colours, "ratio", width=width)
    assert ax.get_xscale() == "log"
    dots = [np.asarray(c.get_offsets()).tolist() for c in ax.collections if isinstance(c, PathCollection)]
    assert dots == [[[2, 0], [4, 0]], [[3, 0]], [[0.5, 1]], [[0.5, 1]]]
    assert [text.get_text() for text in ax.texts] == ["× 3.0", "× 0.5", "both count alike"]
    assert svg(fig)


@pytest.mark.parametrize("wrong", [{2016: [0.0]}, {2016: [np.nan]}, {"sums": [np.nan]}])
def test_a_ratio_that_has_no_logarithm_or_no_year_is_refused(wrong):
    ratios = pd.DataFrame({2016: [2.0], "sums": [2.0]} | wrong, index=["RUS"])
    with pytest.raises(ValueError, match="above zero"):
        mirror_plots.plot_ratios(ratios, {"RUS": "R"}, {"RUS": "ochre"}, "ratio")


@WIDTHS
def test_each_source_is_a_row_and_one_without_a_value_says_so(width):
    frame = pd.DataFrame({2016: [30.0, 52.0, np.nan], 2017: [33.0, np.nan, np.nan]}, index=["a", "b", "c"])
    labels, colours = {code: code for code in "abc"}, dict.fromkeys("abc", "steppe")
    fig, axes = mirror_plots.plot_spread({"out": frame, "net": -frame}, labels, colours, "thousand", width=width)
    out, net = axes.flat
    assert [text.get_text() for text in out.texts] == ["30 to 33", "52", "no value"]
    assert [text.get_text() for text in net.texts] == ["−33 to −30", "−52", "no value"]
    assert out.get_ylim() == net.get_ylim()
    assert svg(fig)
