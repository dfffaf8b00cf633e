import math

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from kzmigration import social_plots

YEARS = pd.Index([2014, 2015, 2016], name="year")


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def written(ax):
    return [text.get_text() for text in ax.texts]


def frame(*ends):
    return pd.DataFrame(ends, columns=["low", "high"], index=YEARS)


def test_known_years_are_drawn_by_how_much_is_known():
    _, axes = social_plots.plot_known({"a": frame((0, math.inf), (2.0, 8.0), (9.0, 9.0))}, {"a": "persons"})
    ax = axes[0, 0]
    assert written(ax) == ["?", "2–\n8", "9"]
    (bar,) = [part for part in ax.collections if hasattr(part, "get_segments")]
    assert bar.get_segments()[0][:, 1].tolist() == [2, 8]
    assert ax.get_ylim()[0] == 0


def test_limits_that_are_alike_are_written_once_where_panels_stand_side_by_side():
    series = {"a": frame((0, 5), (0, 5), (0, 5)), "b": frame((0, 7), (0, 7), (1, 1))}
    _, axes = social_plots.plot_known(series, {"a": "percent", "b": "persons"})
    assert [[(text.get_text(), text.xy[0]) for text in ax.texts] for ax in axes.flat] == [
        [("≤ 5", 2015)],
        [("≤ 7", 2014.5), ("1", 2016)],
    ]


def test_each_limit_is_written_where_there_is_room():
    _, axes = social_plots.plot_known({"a": frame((0, 5), (0, 5), (0, 0))}, {"a": "percent"})
    assert written(axes[0, 0]) == ["≤ 5", "≤ 5", "0"]


def test_a_narrow_interval_is_a_hollow_diamond_at_its_middle():
    _, axes = social_plots.plot_known({"a": frame((99.0, 101.0), (1.0, 1.0), (1.0, 1.0))}, {"a": "persons"})
    first = axes[0, 0].collections[0]
    assert first.get_offsets().tolist() == [[2014, 100]]
    assert first.get_facecolor()[0][:3].tolist() == [1, 1, 1]


def test_panels_share_a_scale_where_asked():
    series = {"a": frame((1, 1), (2, 2), (3, 3)), "b": frame((10, 10), (20, 20), (30, 30))}
    titles = {"a": "one", "b": "other"}
    _, own = social_plots.plot_known(series, titles)
    _, common = social_plots.plot_known(series, titles, is_common=True)
    assert own[0, 0].get_ylim() != own[0, 1].get_ylim()
    assert common[0, 0].get_ylim() == common[0, 1].get_ylim()


def test_a_range_runs_from_the_sure_to_the_possible():
    start = pd.DataFrame({"low": [1000.0], "high": [5000.0]}, index=["RUS"])
    _, ax = social_plots.plot_ranges(start, start + 2000, {"RUS": "Russia"}, ("2014", "2019"), "thousand")
    bars = [part.get_segments()[0][:, 0].tolist() for part in ax.collections if hasattr(part, "get_segments")]
    assert bars == [[1, 5], [3, 7]]
    assert written(ax) == ["2014", "2019"]


def test_magnitudes_stand_at_their_power_of_ten():
    values = pd.Series({"a": 10.0, "b": 100_000.0})
    _, ax = social_plots.plot_magnitudes(values, {"a": "a", "b": "b"}, {"a": "ochre", "b": "steppe"}, "persons")
    assert [part.get_offsets()[0].tolist() for part in ax.collections] == [[1, 0], [5, 1]]
    assert written(ax) == ["10", "100,000"]


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_each_person_is_one_dot(width):
    counts = pd.DataFrame({"men": [5, 0], "women": [12, 3]}, index=["x", "y"])
    words, tones = {"men": "men", "women": "women"}, {"men": "stone", "women": "ochre"}
    _, ax = social_plots.plot_people(counts, {"x": "x", "y": "y"}, words, tones, "persons", width=width)
    dots = [tuple(spot) for part in ax.collections for spot in part.get_offsets().tolist()]
    assert len(dots) == len(set(dots)) == 20
    assert written(ax) == ["17", "3"]


def test_a_correlation_has_a_bar_for_each_number_of_years():
    rows = [{"code": "k", "r": 0.5, "n": n, "low": 0.5 - 1 / n, "high": 0.5 + 1 / n} for n in (5, 10)]
    _, ax = social_plots.plot_correlations(pd.DataFrame(rows), {"k": "Kyzylorda"}, "years", "correlation")
    bars = [part.get_segments()[0][:, 0].tolist() for part in ax.collections if hasattr(part, "get_segments")]
    assert bars == [[0.3, 0.7], [0.4, 0.6]]
    assert written(ax) == ["5 years", "10 years"]
