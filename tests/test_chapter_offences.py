"""Offences by foreigners holds for any years, citizenship and vintage."""

import csv

import pytest

from kzmigration.paths import DATA


def cell(name, key, code, year):
    with (DATA / "profile" / f"{name}.csv").open(encoding="utf8", newline="") as file:
        (found,) = [
            int(row["persons"]) for row in csv.DictReader(file) if row[key] == code and int(row["year"]) == year
        ]
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    "given",
    [
        {"year_end": 2016, "top_n": 1, "focus": "MDA"},
        {"year_start": 2017, "top_n": 10, "focus": "UZB", "vintage": "corrected"},
        {"year_start": 2015, "year_end": 2017, "focus": "CHN", "top_n": 3},
    ],
    ids=lambda given: "-".join(map(str, given.values())),
)
def test_offences_hold_for_parameters_at_the_edge(given, run_chapter, column_sums):
    ran = run_chapter("offences", given)
    value = {key: number.value for key, number in ran.numbers.items()}
    start, end = given.get("year_start", 2014), given.get("year_end", 2019)
    ages, printed = column_sums("table-2.4.2"), column_sums("table-2.4.1")
    assert (value["offenders_start"], value["offenders_end"]) == (ages[start], ages[end])
    assert value["n_years"] == end - start + 1
    assert value["focus_end"] == cell("table-2.4.1", "country", given["focus"], end)
    assert value["printed_2017"] == printed[2017] == ages[2018]
    corrected = given.get("vintage") == "corrected"
    assert value["gap_2017"] == (0 if corrected else printed[2017] - ages[2017])
    nameless = cell("table-2.4.1", "country", "_X", end)
    total = ages[end] if corrected else printed[end]
    assert value["focus_share_high"] == pytest.approx((value["focus_end"] + nameless) / total * 100)
    listing = ran.folder / "published" / "tbl-offences-countries" / "tbl-offences-countries.csv"
    rows = list(csv.DictReader(listing.read_text(encoding="utf8").splitlines()))
    assert len(rows) == 12
    assert sum(int(row[f"y{end}"]) for row in rows) == total
    ranges = ran.folder / "published" / "fig-offences-ranges" / "fig-offences-ranges.csv"
    marks = list(csv.DictReader(ranges.read_text(encoding="utf8").splitlines()))
    assert len(marks) in (2 * given["top_n"], 2 * given["top_n"] + 2)


@pytest.mark.slow
def test_whose_change_is_certain_is_counted_by_hand(run_chapter):
    value = {key: number.value for key, number in run_chapter("offences", {}).numbers.items()}
    # 2014: 48,048 + 47,829 = 95,877 at most, 2019: 101,368 at least; no other row clears the one without a label.
    assert value["n_sure"] == 1
    assert value["needed_2017"] == 208536 - 199468
    # 252,414 / 180,352 = 1.399563 over 1.3455 and 1.3445
    assert value["per_visitor_low"] == pytest.approx(4.018, abs=5e-4)
    assert value["per_visitor_high"] == pytest.approx(4.095, abs=5e-4)
