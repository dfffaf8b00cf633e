"""The chapter on law, against the file of instruments itself."""

import csv
import json

import pytest

from kzmigration.paths import DATA

pytestmark = pytest.mark.slow


def instruments():
    with (DATA / "instruments.csv").open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def test_law_counts_what_is_joined_and_what_is_not(run_chapter, column_sums):
    ran = run_chapter("law", {})
    value = {key: number.value for key, number in ran.numbers.items()}
    rows = instruments()
    assert value["n_all"] == len(rows)
    assert value["n_part"] == sum(row["section"].startswith("3.") for row in rows)
    assert value["n_out"] == sum(row["status"] == "not joined" for row in rows)
    waits = [int(row["joined_by"][-4:]) - int(row["year"]) for row in rows if row["joined_by"] and row["year"]]
    assert value["wait_longest"] == max(waits)
    assert value["workers_in"] == column_sums("table-1.2.3")[2019] + column_sums("table-1.2.5")[2019]
    assert all(row["short"] in ran.text for row in rows if row["status"] == "not joined")


def test_the_table_of_instruments_is_searchable_and_whole(run_chapter):
    folder = run_chapter("law", {}).folder / "published" / "tbl-law-instruments"
    about = json.loads((folder / "tbl-law-instruments.json").read_text(encoding="utf8"))
    assert about["searchable"]
    assert about["below"] == ["act", "says", "more"]
    with (folder / "tbl-law-instruments.csv").open(encoding="utf8", newline="") as file:
        shown = {row["title"] for row in csv.DictReader(file)}
    assert shown == {row["title"] for row in instruments()}
