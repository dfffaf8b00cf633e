"""The chapters on the migration system, held against the files that they read and sums of our own."""

import csv
import json
import re

import pytest

from kzmigration.paths import DATA, NOTEBOOKS

pytestmark = pytest.mark.slow


def cells(name, **where):
    with (DATA / "profile" / f"{name}.csv").open(encoding="utf8", newline="") as file:
        return {
            int(row["year"]): float(row["persons"] or 0)
            for row in csv.DictReader(file)
            if all(row[key] == value for key, value in where.items())
        }


@pytest.mark.parametrize("vintage", ["printed", "corrected"])
def test_the_system_rests_on_the_row_of_russia(run_chapter, vintage):
    ran = run_chapter("migration_system", {"vintage": vintage})
    russia = cells("table-1.3.1", country="RUS")
    assert ran.numbers["russia_2019"].value == russia[2019]
    departures = round(russia[2019] / 0.8796)
    assert ran.numbers["departures_2019"].value == departures
    assert ran.numbers["external_2019"].value == 2 * departures - 32973
    assert ran.numbers["ratio_low"].value == pytest.approx(russia[2019] / 4350)
    assert ran.numbers["ratio_high"].value == pytest.approx(russia[2019] / 3350)
    assert ran.numbers["russia_growth_2013"].value == pytest.approx((russia[2019] / 20800 - 1) * 100)
    assert ran.numbers["internal_share"].value == pytest.approx(1115.7 / 1173.2 * 100)


def test_each_dated_row_of_the_section_is_drawn_and_listed_once(run_chapter):
    folder = run_chapter("migration_system", {}).folder / "published"
    with (DATA / "timeline.csv").open(encoding="utf8", newline="") as file:
        held = [row for row in csv.DictReader(file) if 360 <= int(row["line"]) <= 1046]
    drawn = []
    for id in ("fig-system-periods", "fig-system-russia-acts"):
        with (folder / id / f"{id}.csv").open(encoding="utf8", newline="") as file:
            drawn += [(row["start"], row["label"]) for row in csv.DictReader(file)]
    assert sorted(drawn) == sorted((row["date"], row["label"]) for row in held)
    with (folder / "tbl-system-acts" / "tbl-system-acts.csv").open(encoding="utf8", newline="") as file:
        listed = [row["label"] for row in csv.DictReader(file)]
    assert sorted(listed) == sorted(row["label"] for row in held if row["lane"] != "period")


@pytest.mark.parametrize("vintage", ["printed", "corrected"])
def test_the_losses_between_the_fixed_years_add_up(run_chapter, column_sums, vintage):
    ran = run_chapter("migration_now", {"vintage": vintage})
    with (ran.folder / "published" / "fig-now-balance" / "fig-now-balance.csv").open(encoding="utf8") as file:
        rows = [row for row in csv.DictReader(file) if row["measure"] == "thousand" and row["kind"] != "open"]
    low, high = ({int(row["year"]): float(row[end]) for row in rows} for end in ("low", "high"))
    assert (low[2014], high[2014]) == (12.162, 12.162)
    assert round(12162 * 2.7111) == pytest.approx(32973, abs=1)
    departures = sum(value for year, value in column_sums("table-1.3.1").items() if year < 2019) + 45200
    losses = (departures - 87760) / 1000
    assert sum(low[year] for year in range(2014, 2020)) < losses < sum(high[year] for year in range(2014, 2020))
    assert all(low[year] < low[year + 1] for year in range(2012, 2019))
    assert (ran.numbers["arrivals_low"].value, ran.numbers["arrivals_high"].value) == (12177, 12277)


def test_the_coefficients_are_those_of_the_text_and_their_intervals_hold_them(run_chapter):
    ran = run_chapter("migration_now", {})
    numbers = ran.numbers
    assert [numbers[f"fewest_{id}"].value for id in ("income", "expenditure", "unemployed")] == [6, 7, 11]
    assert numbers["unemployed_low"].value < -0.6192 < numbers["unemployed_high"].value < 0
    assert numbers["unemployed_wide_high"].value > 0
    assert numbers["chance_unemployed"].value > numbers["chance_expenditure"].value > numbers["chance_income"].value > 1
    assert numbers["graduate_one_in"].value == pytest.approx(100 / 27.93)


def test_each_figure_of_the_section_stands_once(run_chapter):
    shown = []
    for chapter in ("migration_system", "migration_now"):
        ran = run_chapter(chapter, {})
        for file in (ran.folder / "published").glob("*/fig-*.json"):
            shown += json.loads(file.read_text(encoding="utf8")).get("redraws", [])
        source = (NOTEBOOKS / f"{chapter}.ipynb").read_text(encoding="utf8")
        shown += re.findall(r"\{figure-card\} (fig-[\d.]+)", source)
    assert sorted(shown) == sorted(f"fig-1.1.{number}" for number in range(1, 12))
