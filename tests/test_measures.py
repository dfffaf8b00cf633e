import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzmigration import measures

TABLE = pd.DataFrame({2014: [60, 30, 10], 2015: [90, 20, 40]}, index=["RUS", "DEU", "_O"])
COUNTS = st.lists(st.integers(1, 10**6), min_size=1, max_size=30).map(pd.Series)


def test_total_adds_the_rows():
    assert measures.total(TABLE).to_dict() == {2014: 100, 2015: 150}


def test_total_takes_a_blank_cell_as_nothing():
    blank = TABLE.astype("Int64")
    blank.loc["DEU", 2014] = pd.NA
    assert measures.total(blank)[2014] == 70


def test_shares_of_a_column_are_percent_of_its_sum():
    assert measures.share(TABLE)[2014].to_dict() == {"RUS": 60, "DEU": 30, "_O": 10}


def test_percent_change_worked_by_hand():
    assert measures.percent_change(80, 100) == 25
    assert measures.percent_change(80, 60) == -25


def test_percent_change_refuses_nothing_as_a_base():
    with pytest.raises(ValueError, match="a change from 0"):
        measures.percent_change(0, 5)


def test_contribution_splits_the_change():
    split = measures.contribution(TABLE, 2014, 2015)
    assert split.to_dict() == {"RUS": 60, "DEU": -20, "_O": 60}
    assert split.sum() == pytest.approx(100)


def test_contribution_refuses_a_total_that_stands_still():
    with pytest.raises(ValueError, match="the same in 2014 and 2014"):
        measures.contribution(TABLE, 2014, 2014)


def test_herfindahl_worked_by_hand():
    assert measures.herfindahl(TABLE[2014]) == pytest.approx(0.36 + 0.09 + 0.01)


@given(COUNTS)
def test_herfindahl_lies_between_equal_rows_and_one_row(counts):
    index = measures.herfindahl(counts)
    assert 1 / len(counts) - 1e-12 <= index <= 1 + 1e-12
    assert measures.effective_number(counts) == pytest.approx(1 / index)


@given(st.integers(1, 40))
def test_equal_rows_are_as_many_as_they_are(n):
    assert measures.effective_number(pd.Series([7] * n)) == pytest.approx(n)


def test_largest_leaves_out_what_is_no_country():
    counts = pd.Series({"_O": 99, "DEU": 3, "RUS": 5, "_T": 107, "POL": 3})
    assert measures.largest(counts, 3) == ["RUS", "DEU", "POL"]


@pytest.mark.parametrize(("change", "word"), [(3, "rose"), (-1, "fell"), (0, "stayed the same")])
def test_direction(change, word):
    assert measures.direction(change) == word
