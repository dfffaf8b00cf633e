"""Specification curves: the estimates by hand from the printed cells, and which choice turns a sign."""

import csv

import pandas as pd
import pytest

from kzmigration import specifications
from kzmigration.data import load
from kzmigration.paths import DATA
from kzmigration.specifications import CHOICES, Conclusion


def swept(rows):
    """Return a table of a sweep of a made-up chapter: first year, last year, vintage, number, value."""
    columns = ["year_start", "year_end", "vintage", "number", "value"]
    return pd.DataFrame(rows, columns=columns).assign(chapter="small")


MADE_UP = {
    "one": Conclusion(
        "small",
        "percent",
        -1,
        {
            "as it is": lambda runs: runs["rise"],
            "halved": lambda runs: runs["rise"].where(runs["year_end"] == 2019) / 2,
        },
    )
}
ROWS = [(2014, 2018, "printed", "rise", 4.0), (2014, 2019, "printed", "rise", -6.0), (2015, 2019, "printed", "rise", 0)]


def test_estimates_stand_in_order_with_their_choices_and_zero_agrees_with_nobody():
    found = specifications.specifications(swept(ROWS), MADE_UP)
    assert list(found) == ["conclusion", *CHOICES, "estimate", "agrees"]
    rows = found[["definition", "year_start", "year_end", "estimate", "agrees"]].to_numpy().tolist()
    assert rows == [
        ["as it is", 2014, 2019, -6.0, True],
        ["halved", 2014, 2019, -3.0, True],
        ["as it is", 2015, 2019, 0.0, False],
        ["halved", 2015, 2019, 0.0, False],
        ["as it is", 2014, 2018, 4.0, False],
    ]


def test_the_choice_that_turns_the_sign_is_the_one_whose_values_differ_most():
    found = specifications.specifications(swept(ROWS), MADE_UP)
    choice, table = specifications.turning(found)  # of 2014 two in three agree, of 2015 none; by the last year 2/4, 0/1
    assert choice == "year_start"
    assert table.to_numpy().tolist() == [[2, 3], [0, 2]]
    heads = {"year_start": "first year"}
    assert specifications.told(found, heads) == "first year: 2014 (2 of 3), 2015 (0 of 2)"
    agreeing = found[found["agrees"]]
    assert specifications.turning(agreeing) is None
    assert specifications.told(agreeing, heads) == "none: all have the same sign"
    assert specifications.turning(found[~found["agrees"]]) is None


def test_a_choice_that_always_agrees_once_turns_less_than_one_that_never_does():
    rows = [("a", 2014, True), ("b", 2014, True), ("b", 2014, True), ("b", 2014, False), ("b", 2015, False)]
    found = pd.DataFrame(rows, columns=["definition", "year_start", "agrees"]).assign(year_end=2019, vintage="printed")
    choice, table = specifications.turning(found)  # by definition 1/1 and 2/4, by the first year 3/4 and 0/1
    assert (choice, table["agree"].tolist()) == ("year_start", [3, 0])


def cells(name, key=None):
    """Return the sum of each year of a printed table, or one of its rows, from the file itself."""
    found = {}
    with (DATA / "profile" / f"{name}.csv").open(encoding="utf8", newline="") as file:
        for row in csv.DictReader(file):
            if key is None or key in row.values():
                value = row.get("persons") or row.get("usd_million") or 0
                found[int(row["year"])] = found.get(int(row["year"]), 0) + float(value)
    return found


@pytest.fixture(scope="module")
def curves():
    found = specifications.specifications(load("swept-conclusions"))
    keys = ["definition", "vintage", "year_start", "year_end"]
    return {key: own.set_index(keys)["estimate"].sort_index() for key, own in
            found.groupby("conclusion")}  # fmt: skip


SPANS = [(start, end) for start in range(2014, 2018) for end in range(start + 2, 2020)]


@pytest.mark.parametrize("span", SPANS)
def test_every_span_has_the_estimates_that_the_printed_cells_give(span, curves):
    def change(series):
        return (series[span[1]] / series[span[0]] - 1) * 100

    left, groups, russia = cells("table-1.3.1"), cells("table-1.3.2"), cells("table-1.3.1", "RUS")
    expected = {
        ("departures", "by country"): change(left),
        ("departures", "by ethnic group"): change(groups),
        ("russia", "of the table’s sum"): (russia[span[1]] / left[span[1]] - russia[span[0]] / left[span[0]]) * 100,
        ("kazakhs", "all origins"): change(cells("table-1.2.1")),
        ("workers", "under quotas"): change(cells("table-1.2.3")),
        ("cities", "as printed"): change(cells("fig-1.4.3")),
        ("money", "sum of the table"): change(cells("table-2.2.1")),
    }
    patents = cells("table-1.2.5")
    if span[0] >= 2015:
        both = {year: patents[year] + cells("table-1.2.3")[year] for year in span}
        expected |= {("workers", "under patents"): change(patents), ("workers", "both"): change(both)}
    for (key, definition), value in expected.items():
        assert curves[key][definition, "printed", *span] == pytest.approx(value, rel=1e-9), (key, definition)


def test_patents_and_the_texts_total_stand_only_where_they_are_known(curves):
    workers = curves["workers"].index.to_frame()
    assert (workers.loc["under patents", "year_start"] >= 2015).all()
    for key, definition in (("departures", "the text’s total of 2019"), ("russia", "of the text’s total")):
        known = curves[key].loc[definition].index.to_frame()
        assert set(known["year_end"]) == {2019}
        assert set(known["vintage"]) == {"printed"}
        assert len(known) == 4


def test_the_texts_own_numbers_come_out(curves):
    own = curves["departures"]["the text’s total of 2019", "printed", 2014, 2019]
    assert own == pytest.approx(56.63, abs=0.005)
    assert {key: len(curve) for key, curve in curves.items()} == {
        "departures": 56, "russia": 18, "kazakhs": 30, "workers": 22,
        "cities": 20, "loss": 30, "money": 10, "order": 20,
    }  # fmt: skip
