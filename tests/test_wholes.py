import pandas as pd
import pytest

from kzmigration import bounds, wholes
from kzmigration.intervals import Interval


def test_a_whole_follows_from_a_part_and_its_share():
    found = wholes.implied_whole(Interval(551724, 551724), Interval(6.035, 6.045))
    assert 551724 / found.high == pytest.approx(0.06035)
    assert 551724 / found.low == pytest.approx(0.06045)


def test_a_stated_share_narrows_what_the_whole_allows():
    counts = pd.Series({2015: 100, 2016: 100})
    whole = {2015: Interval(1000, 2000), 2016: Interval(1000, 2000)}
    found = wholes.shares(counts, whole, {2016: Interval(6, 7)})
    assert found.loc[2015].tolist() == [5, 10]
    assert found.loc[2016].tolist() == [6, 7]


def test_a_share_that_the_whole_excludes_is_refused():
    with pytest.raises(ValueError, match="nothing lies in all of 5 to 10, 20 to 21"):
        wholes.shares(pd.Series({2015: 100}), {2015: Interval(1000, 2000)}, {2015: Interval(20, 21)})


def test_a_part_is_bounded_by_its_share():
    found = wholes.part(pd.Series({2014: 1000, 2015: 2000}), {2014: Interval(5, 5), 2015: Interval(4, 6)})
    assert found["low"].tolist() == [50, 80]
    assert found["high"].tolist() == [50, 120]


def test_a_growing_part_is_bounded_by_its_neighbours_too():
    totals = pd.Series({2015: 1000, 2016: 3000, 2017: 2500})
    share = {2015: Interval(5, 5), 2016: Interval(0, 100), 2017: Interval(15, 15)}
    found = wholes.part(totals, share, grows=True)
    tried = [n for n in range(3001) if 50 < n < 375 and 0.05 <= n / 3000 <= 0.15]
    assert found.loc[2016, ["low", "high"]].tolist() == [tried[0], tried[-1]] == [150, 374]


def test_a_part_that_cannot_grow_is_refused():
    totals = pd.Series({2015: 1000, 2016: 4000, 2017: 2000})
    share = {2015: Interval(5, 5), 2016: Interval(0, 100), 2017: Interval(10, 10)}
    with pytest.raises(bounds.ContradictionError, match="the number grows, the share grows"):
        wholes.part(totals, share, grows=True)
