"""The chapter on foreign students, against sums and arithmetic of the test's own."""

import csv

import pytest

from kzmigration.paths import DATA


def rows(name):
    with (DATA / "profile" / f"{name}.csv").open(encoding="utf8", newline="") as file:
        return {(row["country"], row["year"]): row["persons"] for row in csv.DictReader(file)}


@pytest.mark.slow
def test_the_study_chapter_counts_what_the_files_and_the_text_hold(run_chapter, column_sums):
    ran = run_chapter("immigration_study", {"vintage": "printed"})
    found = {key: number.value for key, number in ran.numbers.items()}
    students, kazakhs = rows("table-1.2.2"), rows("table-1.2.1")
    assert found["cells"] == len(students) == 150
    assert found["cells_equal"] == sum(kazakhs[key] == value for key, value in students.items())
    assert found["column_2014"] == column_sums("table-1.2.2")[2014]
    assert found["column_2019"] == column_sums("table-1.2.2")[2019]
    assert found["shares_sum"] == pytest.approx(75.8 + 9.4 + 7.3 + 6.5 + 2.2)
    assert found["excess"] == pytest.approx(101.2 - 5 * 0.05 - 100)
    assert found["persons_low"] == 16400 + 2000 + 1500 + 1300 + 488
    # 1.8 times: 1.75 to 1.85; 39.5 thousand and more: up to 39.6
    assert 39500 / 1.85 <= found["students_2018_low"] < 39500 / 1.85 + 1
    assert 39600 / 1.75 - 1 < found["students_2018_high"] <= 39600 / 1.75
    assert found["gap_low"] == 39500 - 21800
    listing = (ran.folder / "published" / "tbl-study-table" / "tbl-study-table.csv").read_text(encoding="utf8")
    assert len(listing.splitlines()) == 1 + 25
