import math

import pandas as pd

from kzmigration import bound_plots, bounds
from kzmigration.figures import svg
from kzmigration.intervals import Interval

YEARS = pd.Index([2014, 2015, 2016], name="year")


def texts(*axes):
    return [text.get_text() for ax in axes for text in ax.texts]


def test_labels_of_neighbouring_narrow_bounds_stand_apart():
    found = bounds.solve(
        range(2017, 2020),
        [*bounds.level(2017, 0, 900, "wide"), *bounds.level(2018, 990, 1000, "a"), *bounds.level(2019, 900, 910, "b")],
    )
    _, axes = bound_plots.plot_bounds({"lost": found}, {"lost": "lost"}, "persons")
    (ax,) = axes.flat
    sides = {text.get_text(): text.get_va() for text in ax.texts}
    assert sides == {"990–\n1,000": "baseline", "900–\n910": "top"}
    assert "1,000" in [tick.get_text() for tick in ax.get_yticklabels()]


def frame(*ends):
    return pd.DataFrame(ends, columns=["low", "high"], index=YEARS)


def test_known_years_are_drawn_by_how_much_is_known():
    _, axes = bound_plots.plot_known({"a": frame((0, math.inf), (2.0, 8.0), (9.0, 9.0))}, {"a": "persons"})
    ax = axes[0, 0]
    assert texts(ax) == ["?", "2–\n8", "9"]
    (bar,) = [part for part in ax.collections if hasattr(part, "get_segments")]
    assert bar.get_segments()[0][:, 1].tolist() == [2, 8]
    assert ax.get_ylim()[0] == 0


def test_limits_that_are_alike_are_written_once_where_panels_stand_side_by_side():
    series = {"a": frame((0, 5), (0, 5), (0, 5)), "b": frame((0, 7), (0, 7), (1, 1))}
    _, axes = bound_plots.plot_known(series, {"a": "percent", "b": "persons"})
    assert [[(text.get_text(), text.xy[0]) for text in ax.texts] for ax in axes.flat] == [
        [("≤ 5", 2015)],
        [("≤ 7", 2014.5), ("1", 2016)],
    ]


def test_each_limit_is_written_where_there_is_room():
    _, axes = bound_plots.plot_known({"a": frame((0, 5), (0, 5), (0, 0))}, {"a": "percent"})
    assert texts(axes[0, 0]) == ["≤ 5", "≤ 5", "0"]


def test_a_narrow_interval_is_a_hollow_diamond_at_its_middle():
    _, axes = bound_plots.plot_known({"a": frame((99.0, 101.0), (1.0, 1.0), (1.0, 1.0))}, {"a": "persons"})
    first = axes[0, 0].collections[0]
    assert first.get_offsets().tolist() == [[2014, 100]]
    assert first.get_facecolor()[0][:3].tolist() == [1, 1, 1]


def test_panels_share_a_scale_where_asked():
    series = {"a": frame((1, 1), (2, 2), (3, 3)), "b": frame((10, 10), (20, 20), (30, 30))}
    titles = {"a": "one", "b": "other"}
    _, own = bound_plots.plot_known(series, titles)
    _, common = bound_plots.plot_known(series, titles, is_common=True)
    assert own[0, 0].get_ylim() != own[0, 1].get_ylim()
    assert common[0, 0].get_ylim() == common[0, 1].get_ylim()


def told(found, digits=0):
    fig, axes = bound_plots.plot_told([bound_plots.Panel(found, "persons", 1, digits)])
    svg(fig)  # raises if a colour has no dark twin
    return axes.flat[0]


def test_a_fixed_value_is_written_once():
    ax = told(bounds.frame({2014: Interval(659, 659), 2015: Interval(1022, 1022)}))
    assert texts(ax) == ["659", "1,022"]


def test_an_interval_of_the_printed_digit_is_written_as_printed_and_a_wider_one_with_its_ends():
    ax = told(bounds.frame({2014: Interval(5.835, 5.845), 2015: Interval(5.7, 5.9)}), digits=2)
    assert texts(ax) == ["5.84", "5.70–\n5.90"]


def test_a_wide_interval_is_a_bar_with_both_ends():
    ax = told(bounds.frame({2014: Interval(40, 100)}))
    assert texts(ax) == ["100", "40"]
    (bar,) = ax.collections
    assert bar.get_segments()[0][:, 1].tolist() == [40, 100]


def test_a_floor_has_an_arrow_and_nothing_known_a_question_mark():
    ax = told(bounds.frame({2014: Interval(21, math.inf), 2015: Interval(0, math.inf)}))
    assert texts(ax) == ["", "21", "?"]
    assert ax.texts[0].arrow_patch is not None


def test_every_panel_starts_at_zero_and_a_phone_stacks_them():
    found = bounds.frame({2014: Interval(9.1, 9.2), 2015: Interval(9.3, 9.4)})
    panels = [bound_plots.Panel(found, "million")] * 3
    shapes = {width: bound_plots.plot_told(panels, width=width)[1] for width in ("wide", "narrow")}
    assert {width: axes.shape for width, axes in shapes.items()} == {"wide": (2, 2), "narrow": (3, 1)}
    assert all(ax.get_ylim()[0] == 0 for axes in shapes.values() for ax in axes.flat if ax.get_visible())
    assert not shapes["wide"].flat[3].get_visible()


def test_panels_of_bounds_share_scale_and_ticks_where_asked():
    found = {"a": frame((16, 16), (10, 18), (12, 13)), "b": frame((9, 9), (5, 15), (7, 8))}
    found = {name: ends.assign(kind="interval") for name, ends in found.items()}
    _, axes = bound_plots.plot_bounds(found, {"a": "one", "b": "other"}, "persons", is_common=True)
    one, other = ([tick.get_text() for tick in ax.get_yticklabels()] for ax in axes.flat)
    assert {ax.get_ylim() for ax in axes.flat} == {(0, 18 * 1.25)}
    assert one == other == [f"{tick:g}" for tick in axes[0, 0].get_yticks()]


def test_a_panel_of_nothing_but_question_marks_can_be_drawn():
    found = pd.DataFrame({"low": [1.0, 0.0], "high": [math.inf, math.inf], "kind": "open"}, index=[2014, 2015])
    _, axes = bound_plots.plot_bounds({"lost": found}, {"lost": "lost"}, "persons")
    assert [text.get_text() for text in axes.flat[0].texts] == ["?", "?"]
