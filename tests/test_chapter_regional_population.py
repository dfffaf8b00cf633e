"""The chapter on the regions, at the edges of its parameters and against the cells of its tables."""

import csv
import json

import pytest

from kzmigration import numbers, parameters
from kzmigration.paths import DATA

EDGES = [{}, {"year_start": 2017, "focus": "61"}, {"year_start": 2015, "year_end": 2017, "focus": "51"}]


def cells(name, column):
    with (DATA / "profile" / f"{name}.csv").open(encoding="utf8", newline="") as file:
        return {(row["region"], int(row["year"])): row[column] for row in csv.DictReader(file)}


@pytest.mark.slow
@pytest.mark.parametrize("given", EDGES, ids=lambda given: "-".join(map(str, given.values())) or "default")
def test_it_holds_at_the_edges(given, run_chapter):
    ran = run_chapter("regional_population", given)
    asked = parameters.check("regional_population", given)
    rates = cells("table-2.1.1", "percent")
    years = range(asked["year_start"], asked["year_end"] + 1)
    products = {}
    for region in {region for region, _ in rates}:
        row = [rates[region, year] for year in years]
        if all(row):
            product = 1.0
            for rate in row:
                product *= 1 + float(rate) / 100
            products[region] = (product - 1) * 100
    assert ran.numbers["n_whole"].value == len(products)
    assert ran.numbers["first_region"].value == max(products, key=products.get)
    assert ran.numbers["first_total"].value == pytest.approx(max(products.values()))
    assert ran.numbers["last_total"].value == pytest.approx(min(products.values()))
    for end in ("start", "end"):
        cell = rates[asked["focus"], asked[f"year_{end}"]]
        said = ran.numbers[f"focus_{end}"].value
        assert said == "no printed value" if not cell else said.replace("−", "-").startswith(f"{float(cell):.2f}")
    shrinking = {region for (region, year), rate in rates.items() if year == 2019 and rate and float(rate) < 0}
    assert set(ran.numbers["shrinking"].value) == shrinking
    assert ran.numbers["n_shrinking"].value == len(shrinking) == 6


@pytest.mark.slow
def test_in_the_revised_vintage_almaty_no_longer_grows_by_what_it_was_given(run_chapter):
    ran = run_chapter("regional_population", {"vintage": "revised", "focus": "75"})
    with (DATA / "open" / "bns" / "regions.csv").open(encoding="utf8", newline="") as file:
        today = {(row["region_2022"], int(row["year"])): int(row["persons"]) for row in csv.DictReader(file)}
    city = (today["Almaty city", 2015] / today["Almaty city", 2014] - 1) * 100
    assert ran.numbers["focus_start"].value == f"{city:.2f}%"
    assert ran.numbers["almaty_city_now"].value == pytest.approx(city)
    assert ran.numbers["almaty_city_2014"].value == 8.93  # a quotation stays what was printed
    assert ran.numbers["n_apart"].value == 5
    assert "figure 2.1.3 and table 2.1.1 in today’s revised series" in ran.text
    assert "table 2.1.2 as printed; what the text states" in ran.text


@pytest.mark.slow
def test_regions_and_cities_add_up_to_the_gain_of_the_country(run_chapter):
    ran = run_chapter("regional_population", {})
    number = {key: found.value for key, found in ran.numbers.items()}
    assert number["regions_low"] + number["rest_high"] == pytest.approx(number["gain_2019"])
    assert number["regions_high"] + number["rest_low"] == pytest.approx(number["gain_2019"])
    assert 1.175 < number["mean_low"] < number["balance_rate"] < number["mean_high"]
    density, rates = cells("table-2.1.2", "persons_per_km2"), cells("table-2.1.1", "percent")
    ground = float(density["71", 2017]) * (100 + float(rates["71", 2017])) / float(density["71", 2018]) - 100
    assert number["astana_2017"] == pytest.approx(ground)
    figures = {folder.name for folder in (ran.folder / "published").iterdir()}
    assert {"fig-regional-growth", "fig-regional-density", "tbl-regional-density"} <= figures
    about = json.loads((ran.folder / "published" / "fig-regional-growth" / "fig-regional-growth.json").read_text())
    assert about["redraws"] == ["fig-2.1.5"]
    assert about["source"][1]["shown"].startswith("boundaries of the regions from June 2018: ")
    assert about["source"][1]["shown"].endswith("CC-BY-4.0")
    listing = json.loads((ran.folder / "published" / "tbl-regional-density" / "tbl-regional-density.json").read_text())
    assert set(listing["digits"].values()) == {1}


def test_a_table_may_ask_for_other_decimals_than_its_unit():
    assert numbers.cell("5.1", "persons_per_km2", 1) == "5.1"
    assert numbers.cell("5.1", "persons_per_km2") == "5"
    assert numbers.cell("", "persons_per_km2", 1) == ""
