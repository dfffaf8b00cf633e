import numpy as np
import pandas as pd
import pytest

from kzmigration import mirror

ROWS = [
    (2016, "KAZ", "RUS", "departures", 100),
    (2016, "RUS", "KAZ", "arrivals", 250),
    (2017, "KAZ", "RUS", "departures", 80),
    (2016, "KAZ", "RUS", "arrivals", 10),
    (2016, "RUS", "KAZ", "departures", 90),
    (2016, "KAZ", "KGZ", "departures", 7),
]
FRAME = pd.DataFrame(ROWS, columns=["year", "reporter", "partner", "direction", "persons"])


def test_each_count_stands_in_its_column_and_a_missing_one_stays_missing():
    counts = mirror.both_counts(FRAME, "KAZ", "RUS")
    assert counts.loc[2016].to_dict() == {"out_home": 100, "out_partner": 250, "in_home": 10, "in_partner": 90}
    assert counts.loc[2017, "out_home"] == 80
    assert counts.loc[2017, ["out_partner", "in_home", "in_partner"]].isna().all()
    assert mirror.both_counts(FRAME, "KAZ", "BLR").isna().all().all()


def test_seen_from_the_other_side_home_and_partner_and_the_ways_are_exchanged():
    here, there = mirror.both_counts(FRAME, "KAZ", "RUS"), mirror.both_counts(FRAME, "RUS", "KAZ")
    for column, twin in (("out_home", "in_partner"), ("out_partner", "in_home")):
        pd.testing.assert_series_equal(here[column], there[twin], check_names=False)
        pd.testing.assert_series_equal(there[column], here[twin], check_names=False)


def test_a_year_that_stands_twice_is_refused():
    with pytest.raises(ValueError, match="KAZ reports departures of RUS twice"):
        mirror.both_counts(pd.concat([FRAME, FRAME.iloc[:1]]), "KAZ", "RUS")


def test_the_net_gain_by_hand():
    net = mirror.net_gain(mirror.both_counts(FRAME, "KAZ", "RUS"))
    assert net.loc[2016].to_dict() == {"home": -90, "partner": -160}
    assert net.loc[2017].isna().all()


def test_ratios_by_hand_and_large_years_weigh_more():
    home, partner = pd.Series([100.0, 10, 0, np.nan, 5]), pd.Series([200.0, 50, 3, 4, np.nan])
    assert mirror.ratio(home, partner).tolist()[:2] == [2, 5]
    assert mirror.ratio(home, partner)[2:].isna().all()
    assert mirror.ratio_of_sums(home[:2], partner[:2]) == pytest.approx(250 / 110)
    assert mirror.ratio_of_sums(home, partner) == pytest.approx(253 / 110), "a zero counts, a missing year does not"


@pytest.mark.parametrize(("home", "partner"), [([np.nan, 1], [1, np.nan]), ([0.0, 0], [3.0, 4])])
def test_a_ratio_of_nothing_is_refused(home, partner):
    with pytest.raises(ValueError, match="no year in which both count"):
        mirror.ratio_of_sums(pd.Series(home, dtype=float), pd.Series(partner, dtype=float))


def test_asymmetry_is_the_ratio_on_another_scale_and_turns_with_the_sides():
    rng = np.random.default_rng(1)
    home, partner = pd.Series(rng.uniform(1, 1000, 50)), pd.Series(rng.uniform(1, 1000, 50))
    index, r = mirror.asymmetry(home, partner), mirror.ratio(home, partner)
    pd.testing.assert_series_equal(index, (r - 1) / (r + 1))
    pd.testing.assert_series_equal(index, -mirror.asymmetry(partner, home))
    assert index.between(-1, 1).all()


def test_asymmetry_at_its_ends():
    index = mirror.asymmetry(pd.Series([0.0, 5, 0, np.nan]), pd.Series([7.0, 0, 0, 1]))
    assert index[:2].tolist() == [1, -1]
    assert index[2:].isna().all()
    with pytest.raises(ValueError, match="cannot be negative"):
        mirror.asymmetry(pd.Series([-1.0]), pd.Series([1.0]))


def test_a_change_is_shared_out_over_its_years():
    found = mirror.yearly_change(pd.Series([100, 150, 142], index=[2010, 2015, 2019]))
    assert found["change"].to_dict() == {2015: 10, 2019: -2}
    assert found["start"].to_dict() == {2015: 2010, 2019: 2015}
    years = pd.Series(found.index, index=found.index) - found["start"]
    assert (found["change"] * years).sum() == 142 - 100


@pytest.mark.parametrize(
    ("stocks", "message"),
    [
        (pd.Series([1.0], index=[2010]), "needs two stocks"),
        (pd.Series([1.0, np.nan], index=[2010, 2015]), "none missing"),
        (pd.Series([1.0, 2.0], index=[2015, 2010]), "must ascend"),
    ],
)
def test_stocks_without_a_change_are_refused(stocks, message):
    with pytest.raises(ValueError, match=message):
        mirror.yearly_change(stocks)
