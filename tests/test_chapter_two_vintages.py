"""The chapter that holds today's series against the printed values, compared with sums of our own from the files."""

import csv

import pytest

from kzmigration import parameters
from kzmigration.paths import DATA


def rows(path):
    with (DATA / path).open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def published(ran, id):
    with (ran.folder / "published" / id / f"{id}.csv").open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def test_it_offers_what_it_compares_and_not_today_against_today():
    assert parameters.declared("two_vintages")["vintage"].allowed == ["printed", "corrected"]
    assert {"bns-national", "bns-regions"} <= set(parameters.resources_read("two_vintages"))


@pytest.mark.slow
@pytest.mark.parametrize("vintage", ["printed", "corrected"])
def test_its_numbers_are_those_of_the_files(vintage, run_chapter, column_sums):
    ran = run_chapter("two_vintages", {"vintage": vintage})
    number = {key: found.value for key, found in ran.numbers.items()}
    national = {int(row["year"]): row for row in rows("open/bns/national.csv")}

    def today(column, year):
        return int(national[year][column])

    printed = column_sums("fig-2.1.3")
    printed[2020] = sum(
        int(row["persons_first_release"]) for row in rows("open/egov/regions-2020.csv") if row["region"] != "_T"
    )
    left_over, left_today = [], []
    for year in range(2014, 2020):
        flows = today("births", year) - today("deaths", year) + today("immigrants", year) - today("emigrants", year)
        left_over.append(printed[year + 1] - printed[year] - flows)
        left_today.append(today("population_1jan", year + 1) - today("population_1jan", year) - flows)
    assert left_over == [0] * 6
    assert number["left_printed"] == 0
    assert (number["left_low"], number["left_high"]) == (min(left_today), max(left_today))
    assert number["left_today"] == max(map(abs, left_today)) == 587
    lower = [printed[year] - today("population_1jan", year) for year in range(2014, 2020)]
    assert (number["people_least"], number["people_most"]) == (min(lower), max(lower))
    table = published(ran, "tbl-vintages-account")
    assert [row["year"] for row in table] == [str(year) for year in range(2014, 2020)]
    assert [float(row["today"]) for row in table] == left_today

    departed = column_sums("table-1.3.1")
    for year in range(2014, 2018):
        assert number[f"gap_{year}"] == departed[year] - today("emigrants", year)
    assert number["departures_shown"] == (departed[2019] if vintage == "printed" else departed[2019] - 787 + 154)
    left = {
        row["country"]: int(row["persons"] or 0) for row in rows("profile/table-1.3.1.csv") if row["year"] == "2019"
    }
    cis = {
        row["partner"]: int(row["persons"])
        for row in rows("open/cisstat/migration.csv")
        if (row["reporter"], row["direction"], row["year"]) == ("KAZ", "departures", "2019")
    }
    named = sum(cis.get(country, persons) for country, persons in left.items() if country != "_O")
    assert number["others_now"] == today("emigrants", 2019) - named == 155


@pytest.mark.slow
def test_the_picture_holds_every_comparison_and_the_table_those_beyond_rounding(run_chapter):
    ran = run_chapter("two_vintages", {})
    number = {key: found.value for key, found in ran.numbers.items()}
    overview, regions = (published(ran, f"fig-vintages-{name}") for name in ("overview", "regions"))
    assert len(regions) == number["n_growth"] == 98
    released = [row for row in overview if row["series"] == "first"]  # not printed in the report
    assert len(released) == 17
    assert len(overview) + len(regions) - len(released) == number["n_same"] + number["n_other"]
    beyond = [row for row in overview + regions if row["within_rounding"] == "False"]
    assert len(published(ran, "tbl-vintages-cells")) == len(beyond)
    for row in overview:
        difference = float(row["today"]) - float(row["printed"])
        assert float(row["difference"]) == pytest.approx(difference)
        assert float(row["relative"]) == pytest.approx(difference / abs(float(row["printed"])) * 100)
    far = {(row["series"], row["year"]) for row in regions if abs(float(row["difference"])) > 0.25}
    assert (
        far
        == {("19", "2014"), ("75", "2014")}
        == {(row["series"], row["year"]) for row in regions if row["kind"] == "border"}
    )
    assert {row["key"] for row in overview if row["kind"] == "slip"} == {"2019", "population-growth-rate-2019"}
    russia = [row for row in overview if row["series"] == "corridors" and "RUS" in row["key"]]
    assert [float(row["difference"]) for row in russia] == [3, -3, 0, -10]


@pytest.mark.slow
def test_the_corrected_column_meets_todays_total(run_chapter):
    ran = run_chapter("two_vintages", {"vintage": "corrected"})
    assert abs(ran.numbers["departures_shown"].value - ran.numbers["departures_today"].value) == 5
    assert "adds up to 45,230" in ran.text
    assert "with our corrections" in ran.text
