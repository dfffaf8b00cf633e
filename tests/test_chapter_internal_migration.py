"""Internal migration holds for any years, region and number of rows."""

import csv

import pytest

from kzmigration import parameters
from kzmigration.paths import DATA


@pytest.mark.slow
@pytest.mark.parametrize("given", [{"year_end": 2016, "focus": "61", "top_n": 1}, {"year_start": 2017, "focus": "51"}])
def test_internal_migration_holds_for_parameters_at_the_edge(given, run_chapter, column_sums):
    found = run_chapter("internal_migration", given).numbers
    asked = parameters.check("internal_migration", given)
    sums = column_sums("fig-1.4.3")
    assert found["city_start"].value == sums[asked["year_start"]]
    assert found["city_end"].value == sums[asked["year_end"]]
    assert "no printed value" in (found["focus_start"].value, found["focus_end"].value)
    with (DATA / "profile" / "table-1.4.1.csv").open(encoding="utf8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if int(row["year"]) == asked["year_end"] and row["percent"]]
    shares = {row["region"]: float(row["percent"]) for row in rows}
    assert found["urban_first_share"].value == max(shares.values())
    assert found["urban_last_share"].value == min(shares.values())  # of all regions, whether other years are known
