"""The chapter on the policy of 2007: its sums from the files themselves, its scores, and that nothing is left out."""

import csv
import re

import pytest

from kzmigration.claims import ledger, statements
from kzmigration.data import load
from kzmigration.paths import DATA


def rows(path):
    with (DATA / path).open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_forecast_names_a_statement_on_its_line_and_resources_that_exist():
    told = ledger("concept")
    for row in rows("forecasts.csv"):
        assert abs(told[row["claim"]].line - int(row["line"])) <= 1, row["id"]
        assert bool(row["direction"]) == bool(row["resources"]) == bool(row["shown_by"]), row["id"]
        for name in row["resources"].split():
            assert len(load(name)), name


def test_each_forecast_of_the_ledger_is_scored():
    scored = {row["claim"] for row in rows("forecasts.csv")}
    assert {id for id in ledger("concept") if id.startswith("concept-forecast-")} <= scored


def test_the_balances_of_the_regions_add_up_as_the_ledger_says():
    own = [one.value for id, one in ledger("concept").items() if re.match("concept-region-2006-(?!order)", id)]
    assert len(own) == 7
    assert sum(own) == 16904


@pytest.mark.slow
def test_the_chapter_rests_on_the_files(run_chapter, column_sums):
    ran = run_chapter("policy_2007", {})
    number = {key: one.value for key, one in ran.numbers.items()}
    national = {int(row["year"]): row for row in rows("open/bns/national.csv") if row["immigrants"]}
    net = {year: int(row["immigrants"]) - int(row["emigrants"]) for year, row in national.items()}
    assert number["net_2006"] == net[2006] == max(net.values())
    assert number["n_positive"] == sum(value > 0 for value in net.values())
    assert number["net_concept"] == sum(net[year] for year in range(2007, 2016))
    lost = [year for year in net if year >= 2007 and net[year] < 0]
    assert (number["first_loss"], number["last_loss"]) == (lost[0], lost[-1])
    assert number["net_losses"] == sum(net[year] for year in lost)
    assert number["net_after"] == sum(net[year] for year in net if year > lost[-1])
    assert number["immigrants_less"] == 67386 - int(national[2006]["immigrants"])
    assert number["rest"] == -16904
    workers = {year: column_sums("table-1.2.3")[year] + column_sums("table-1.2.5")[year] for year in (2015, 2018, 2019)}
    assert {year: number[f"workers_{year}"] for year in workers} == workers
    towns = {int(row["year"]): row for row in rows("open/cisstat/urban-rural.csv")}
    urban, rural = float(towns[2015]["urban_thousand"]), float(towns[2015]["rural_thousand"])
    assert number["urban_2015"] == pytest.approx(100 * urban / (urban + rural))
    kinds = ("n_borne", "n_not", "n_reversed", "n_part", "n_cannot")
    forecasts = [row for row in rows("forecasts.csv") if row["kind"] == "forecast"]
    assert sum(number[kind] for kind in kinds) == number["n_forecasts"] == len(forecasts)
    assert number["n_cannot"] == sum(not row["direction"] for row in forecasts)


@pytest.mark.slow
def test_the_scores_follow_from_means_worked_out_here(run_chapter):
    ran = run_chapter("policy_2007", {})
    folder = ran.folder / "published" / "fig-policy-answers"
    with (folder / "fig-policy-answers.csv").open(encoding="utf8", newline="") as file:
        scored = {row["id"]: row for row in csv.DictReader(file)}
    national = {int(row["year"]): row for row in rows("open/bns/national.csv") if row["immigrants"]}
    for id, columns in {
        "inflow": ["immigrants"],
        "skilled": ["emigrants"],
        "scale": ["immigrants", "emigrants"],
    }.items():
        flow = {year: sum(int(row[column]) for column in columns) for year, row in national.items()}
        for first, last in ((2007, 2013), (2014, 2019), (2020, 2025)):
            mean = sum(flow[year] for year in range(first, last + 1)) / (last - first + 1)
            moved = mean / flow[2006] - 1
            expected = "neither" if abs(moved) < 0.05 else "as foreseen" if moved > 0 else "the opposite"
            assert scored[id][f"{first}-{last}"] == expected, (id, first)
    assert scored["balance"]["verdict"] == "reversed"
    assert scored["urbanisation"]["verdict"] == "borne out"


@pytest.mark.slow
def test_the_prose_says_what_the_document_says(run_chapter):
    text = run_chapter("policy_2007", {}).text
    for word in ("non-refoulement", "nanotechnology", "secondary labour markets", "Shanghai Cooperation", "Poland"):
        assert word in text
    for word in ("fear of migrants", "biometric", "drinking water", "single link", "1951", "2004-2010"):
        assert word in text
    for id in ledger("concept"):
        if re.match("concept-region-2006-(?!order)", id):
            assert statements()[id].text() in text, id
