"""The chapter on the population as a whole, at the edges of its parameters and against sums of our own."""

import csv
import json

import pytest

from kzmigration import parameters
from kzmigration.paths import DATA

EDGES = [{"year_start": 2017}, {"year_start": 2014, "year_end": 2016}, {"vintage": "corrected"}]


@pytest.mark.slow
@pytest.mark.parametrize("given", EDGES, ids=lambda given: "-".join(map(str, given.values())) or "default")
def test_it_holds_at_the_edges(given, run_chapter, column_sums):
    ran = run_chapter("demographic_impact", given)
    asked = parameters.check("demographic_impact", given)
    labels, left = column_sums("fig-2.1.3"), column_sums("table-1.3.1")
    first, last = labels[asked["year_start"]], labels[asked["year_end"]]
    assert ran.numbers["pop_start"].value == first
    assert ran.numbers["pop_end"].value == last
    assert ran.numbers["pop_change"].value == last - first
    assert ran.numbers["pop_growth"].value == pytest.approx((last - first) / first * 100)
    # 2014 to 2018: what left less what came; the arrivals of six years are 87,755 to 87,765, 12,255 to 12,259 of 2019
    departed = sum(left[year] for year in range(2014, 2019))
    assert ran.numbers["lost_low"].value == departed - (87_765 - 12_255)
    assert ran.numbers["lost_high"].value == departed - (87_755 - 12_259)
    born = ran.numbers["born_low"].value - ran.numbers["lost_low"].value
    assert born == labels[2019] - labels[2014]


@pytest.mark.slow
def test_in_the_revised_vintage_the_population_alone_is_todays(run_chapter):
    ran = run_chapter("demographic_impact", {"vintage": "revised"})
    with (DATA / "open" / "bns" / "national.csv").open(encoding="utf8", newline="") as file:
        today = {int(row["year"]): int(row["population_1jan"]) for row in csv.DictReader(file)}
    assert ran.numbers["pop_start"].value == today[2014] == 17_160_220
    assert ran.numbers["pop_change"].value == today[2019] - today[2014]
    assert ran.numbers["loss_2014"].value == 12_162  # of the statements, whatever the population
    assert ran.numbers["moves_2019"].vintage == "printed"
    assert ran.numbers["pop_end"].vintage == "revised"
    assert "figure 2.1.3 in today’s revised series (Bureau of National Statistics" in ran.text
    assert "figure 1.4.3 and table 1.3.1 as printed; what the text states" in ran.text
    assert "for 2014, almost what the text says" in ran.text
    notebook = (ran.folder / "notebook.ipynb").read_text(encoding="utf8")
    assert "<dt>as printed</dt><dd>figure 1.4.3, table 1.3.1</dd>" in notebook
    folder = ran.folder / "published" / "fig-demographic-components"
    about = json.loads((folder / "fig-demographic-components.json").read_text(encoding="utf8"))
    assert about["source"][0]["shown"].endswith("as published in 2026, in place of figure 2.1.3 of the profile")
    assert about["source"][2]["shown"].endswith(", as printed")
    assert about["caption"].endswith("The population is today’s series, everything else as printed.")


@pytest.mark.slow
def test_the_account_of_each_year_closes(run_chapter):
    ran = run_chapter("demographic_impact", {})
    folder = ran.folder / "published" / "fig-demographic-components"
    with (folder / "fig-demographic-components.csv").open(encoding="utf8", newline="") as file:
        rows = {int(row["year"]): row for row in csv.DictReader(file)}
    with (DATA / "profile" / "fig-2.1.3.csv").open(encoding="utf8", newline="") as file:
        labels = {int(row["year"]): int(row["persons"]) for row in csv.DictReader(file)}
    for year in range(2014, 2019):
        for end in ("low", "high"):
            natural, loss = float(rows[year][end]), float(rows[year][f"loss_{end}"])
            assert labels[year] + natural - loss == labels[year + 1], (year, end)
    assert float(rows[2014]["low"]) == float(rows[2014]["high"]) == 267_022
    assert float(rows[2019]["low"]) - float(rows[2019]["loss_low"]) == 236_602


@pytest.mark.slow
def test_the_other_producers_series_is_compared_as_it_is_published(run_chapter):
    ran = run_chapter("demographic_impact", {})
    with (DATA / "open" / "bns" / "national.csv").open(encoding="utf8", newline="") as file:
        bureau = {int(row["year"]): row for row in csv.DictReader(file)}
    folder = ran.folder / "published" / "fig-demographic-loss"
    with (folder / "fig-demographic-loss.csv").open(encoding="utf8", newline="") as file:
        rows = {int(row["year"]): row for row in csv.DictReader(file) if row["series"] == "loss"}
    inside = 0
    for year, row in rows.items():
        loss = int(bureau[year]["emigrants"]) - int(bureau[year]["immigrants"])
        assert float(row["bureau"]) == pytest.approx(loss / 1000)
        inside += float(row["low"]) <= loss / 1000 <= float(row["high"])
    assert (inside, len(rows)) == (ran.numbers["open_inside"].value, ran.numbers["open_years"].value)
    people = [int(bureau[year]["population_1jan"]) for year in (2019, 2020)]
    assert ran.numbers["open_rate_2019"].value == pytest.approx((people[1] / people[0] - 1) * 100)
