"""The chapter on Kazakhstan and Kyrgyzstan, against sums that are made here."""

import csv

import pytest

from kzmigration.claims import ledger
from kzmigration.paths import DATA


def rows(path):
    with (DATA / path).open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def cells(name, key, code, column):
    return {int(row["year"]): float(row[column]) for row in rows(f"profile/{name}.csv") if row[key] == code}


@pytest.mark.slow
def test_the_numbers_are_those_of_the_files_and_of_the_statements(run_chapter):
    ran = run_chapter("neighbours", {})
    found = ran.numbers
    reported = {
        (row["reporter"], row["direction"], int(row["year"])): int(row["persons"])
        for row in rows("open/cisstat/migration.csv")
        if {row["reporter"], row["partner"]} == {"KAZ", "KGZ"}
    }
    assert found["kgz_departures_2019"].value == reported["KGZ", "departures", 2019]
    assert found["kaz_arrivals_2019"].value == reported["KAZ", "arrivals", 2019]
    net = reported["KGZ", "departures", 2019] - reported["KGZ", "arrivals", 2019]
    assert found["net_kgz_2019"].value == net
    peak = max((people, year) for (who, what, year), people in reported.items() if (who, what) == ("KGZ", "departures"))
    assert (found["kgz_peak"].value, found["kgz_peak_year"].value) == peak
    out, into = (cells(f"table-2.2.{n}", "country", "KGZ", "usd_million") for n in (1, 2))
    assert found["money_out_2014"].value == out[2014]
    assert found["money_ratio"].value == pytest.approx(out[2019] / into[2019])
    assert found["trade_sum"].value == 1260 + 456
    assert found["trade_pace"].value == pytest.approx(821.8 / 5 * 12)
    # by hand: at the yearly growth of four steps, the target is reached after so many years
    yearly = (found["trade_sum"].value / 796.2) ** 0.25
    assert found["trade_sum"].value * yearly ** found["target_years"].value == pytest.approx(3000)


@pytest.mark.slow
def test_the_table_of_the_profile_keeps_blank_cells_blank(run_chapter):
    ran = run_chapter("neighbours", {})
    file = ran.folder / "published" / "tbl-neighbours-profile" / "tbl-neighbours-profile.csv"
    with file.open(encoding="utf8", newline="") as opened:
        listed = {row["what"]: row for row in csv.DictReader(opened)}
    patents = listed["Workers under patents (1.2.4)"]
    assert [patents[str(year)] != "" for year in range(2014, 2020)] == [False, True, False, False, False, False]
    left = cells("table-1.3.1", "country", "KGZ", "persons")
    row = listed["Left for Kyrgyzstan for good (1.3.1)"]
    assert {year: float(row[str(year)]) for year in left} == left


def test_no_statement_of_the_article_counts_migrants_and_each_dated_event_has_its_line():
    told = ledger("kazinform")
    students = {id for id in told if told[id].unit == "persons"}
    assert all("student" in id for id in students), "a number of persons that are no students"
    lines = {int(row["line"]) for row in rows("claims/coverage.csv") if row["document"].startswith("004_")}
    assert {int(row["line"]) for row in rows("timeline-neighbours.csv")} <= lines
