"""The chapter on governance, against sums and counts that the test makes itself."""

import csv
import json

import pytest

from kzmigration.paths import DATA

pytestmark = pytest.mark.slow


def rows(name):
    with (DATA / name).open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def cells(name, column):
    return {(row["region"], int(row["year"])): float(row[column]) for row in rows(f"profile/{name}.csv") if row[column]}


@pytest.mark.parametrize("vintage", ["printed", "corrected"])
def test_governance_counts_what_the_tables_hold(run_chapter, column_sums, vintage):
    ran = run_chapter("governance", {"vintage": vintage})
    value = {key: number.value for key, number in ran.numbers.items()}
    assert value["kazakhs_2014"] == column_sums("table-1.2.1")[2014]
    assert value["leaving_2018"] == column_sums("table-1.3.1")[2018]
    law = [row for row in rows("institutions.csv") if row["section"] == "3.3"]
    assert value["n_tasks"] == len(law)
    assert value["n_bodies"] == len({row["institution"] for row in law})
    growth, density = cells("table-2.1.1", "percent"), cells("table-2.1.2", "persons_per_km2")
    years = range(2014, 2019)
    passing = {
        region
        for region, year in density
        if year == 2018
        and (density[region, 2018] > 6.4 or min(growth[region, y] for y in years if (region, y) in growth) > 2)
    }
    listed = {"19", "31", "47", "61", "43", "71", "75", "79"}
    assert value["n_fit"] == len(passing & listed)
    assert value["misfit"] == sorted(listed - passing)
    assert value["left_out"] == sorted(passing - listed)
    assert "Kyzylorda" in ran.text
    assert value["misfit_needed"] == pytest.approx((10 * 2 - sum(growth["43", year] for year in years)) / 5)


def test_the_table_of_tasks_is_searchable_and_whole(run_chapter):
    ran = run_chapter("governance", {})
    folder = ran.folder / "published" / "tbl-governance-tasks"
    about = json.loads((folder / "tbl-governance-tasks.json").read_text(encoding="utf8"))
    assert about["searchable"]
    assert about["filters"] == ["name", "field", "level"]
    with (folder / "tbl-governance-tasks.csv").open(encoding="utf8", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(rows("institutions.csv"))
