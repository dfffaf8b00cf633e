"""Two vintages of one quantity: differences by hand, accounts that close, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzmigration import comparisons
from kzmigration.claims import ledger

YEARS = [2014, 2015, 2016, 2017]


def test_differences_worked_by_hand():
    printed = pd.Series({2014: 200.0, 2015: np.nan, 2016: -50.0, 2017: 0.0, 2018: 5.0})
    today = pd.Series({2018: 5.0, 2017: 1.0, 2016: -49.0, 2015: 3.0, 2014: 199.0})
    cells = comparisons.compare(printed, today, 1)
    assert cells.index.tolist() == [2014, 2016, 2017, 2018]  # in printed order, the blank left out
    assert cells["difference"].tolist() == [-1, 1, 1, 0]
    assert cells["relative"].tolist()[:2] == [-0.5, 2]  # of the size of the printed value, so that the sign says where
    assert np.isnan(cells["relative"][2017])  # no percent of nothing
    assert cells["relative"][2018] == 0
    assert cells["is_inside"].all()
    assert comparisons.compare(printed, today, 0.5)["is_inside"].tolist() == [False, False, False, True]


def test_each_key_may_have_its_own_rounding():
    printed, today = pd.Series({"a": 10.0, "b": 10.0}), pd.Series({"a": 10.4, "b": 10.4})
    assert comparisons.compare(printed, today, pd.Series({"b": 0.1, "a": 0.5}))["is_inside"].tolist() == [True, False]


@settings(deadline=None)  # a busy machine takes its time over the frames
@given(st.lists(st.integers(1, 10**6), min_size=4, max_size=4), st.lists(st.integers(1, 10**6), min_size=4, max_size=4))
def test_swapping_the_vintages_turns_every_sign(one, other):
    there = comparisons.compare(pd.Series(one, YEARS), pd.Series(other, YEARS))
    back = comparisons.compare(pd.Series(other, YEARS), pd.Series(one, YEARS))
    assert (there["difference"] == -back["difference"]).all()
    assert (there["is_inside"] == (pd.Series(one, YEARS) == pd.Series(other, YEARS))).all()


def test_what_cannot_be_compared_is_refused():
    with pytest.raises(ValueError, match="no key has a value in both vintages"):
        comparisons.compare(pd.Series({2014: 1.0}), pd.Series({2015: 1.0}))
    with pytest.raises(ValueError, match=r"each key may stand once: \[2014\]"):
        comparisons.compare(pd.Series([1.0, 2.0], [2014, 2014]), pd.Series({2014: 1.0}))


def test_a_summary_counts_and_says_where_today_lies():
    frames = {
        "lower": comparisons.compare(pd.Series([10.0, 10.0], [1, 2]), pd.Series([9.0, 10.0], [1, 2])),
        "both": comparisons.compare(pd.Series([10.0, 10.0], [1, 2]), pd.Series([8.0, 15.0], [1, 2])),
        "same": comparisons.compare(pd.Series([10.0], [1]), pd.Series([10.2], [1]), 0.5),
    }
    table = comparisons.summary(comparisons.join(frames))
    assert table.index.tolist() == ["lower", "both", "same"]
    assert table["n"].tolist() == [2, 2, 1]
    assert table["n_inside"].tolist() == [1, 0, 1]
    assert table["sign"].tolist() == ["lower", "both", "same"]
    assert table.loc["both", ["low", "high", "relative_low", "relative_high"]].tolist() == [-2, 5, -20, 50]


def test_statements_bring_their_own_rounding():
    told = ledger("1.2b")
    cells = comparisons.stated({"visitors-2014": 6_349_999.0, "visitors-2018": 8_749_999.0}, told)
    assert cells["printed"].tolist() == [6_300_000, 8_800_000]
    assert cells["is_inside"].tolist() == [True, False]


@given(st.lists(st.tuples(st.integers(-500, 500), st.integers(-500, 500)), min_size=3, max_size=3))
def test_an_account_that_is_built_from_its_flows_closes(flows):
    natural, net = (pd.Series(row, YEARS[:3]) for row in zip(*flows, strict=True))
    population = pd.Series([10_000, *(10_000 + (natural + net).cumsum())], YEARS)
    assert (comparisons.residual(population, natural, net) == 0).all()
    population[2016] += 7  # a population that is moved alone is missed once on each side
    assert comparisons.residual(population, natural, net).tolist() == [0, 7, -7]


def test_an_account_with_a_gap_is_refused():
    flow = pd.Series({2014: 1, 2016: 1})
    with pytest.raises(ValueError, match=r"years must follow one another, not \[2014, 2016\]"):
        comparisons.residual(pd.Series({2014: 5, 2016: 6}), flow, flow)
    with pytest.raises(ValueError, match=r"missing in \[2015\]"):
        comparisons.residual(pd.Series({2014: 5, 2015: 6, 2016: 7}), flow, flow)


def test_a_listing_writes_values_of_any_unit_and_names_for_codes():
    frames = {
        "share": comparisons.compare(pd.Series({("RUS", 2019): 1.17}), pd.Series({("RUS", 2019): 1.2846})),
        "people": comparisons.compare(pd.Series({2019: 45_863.0}), pd.Series({2019: 45_225.0})),
    }
    cells = comparisons.join(frames).assign(kind="slip")
    table = comparisons.listing(cells, {"share": "Share", "people": "People"}, {"RUS": "Russia", "slip": "a slip"})
    assert table.iloc[0].tolist() == ["Russia, 2019", "Share", "1.17", "1.285", "+0.115", "+9.795", "a slip"]
    assert table.iloc[1].tolist() == ["2019", "People", "45,863", "45,225", "−638", "−1.391", "a slip"]


def test_a_listing_writes_a_few_people_as_people_and_leaves_out_percent_that_say_nothing():
    cells = comparisons.join({"people": comparisons.compare(pd.Series({2019: 356.0}), pd.Series({2019: 178.0}))})
    table = comparisons.listing(cells.assign(kind="same"), {"people": "People"}, {"same": "alike"})
    assert table.iloc[0].tolist() == ["2019", "People", "356", "178", "−178", "−50.0", "alike"]
    bare = comparisons.listing(
        cells.assign(kind="same", relative=float("nan")), {"people": "People"}, {"same": "alike"}
    )
    assert bare.loc[0, "relative"] == ""
