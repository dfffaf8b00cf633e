import csv
import itertools
import json

import pytest

from kzmigration import parameters

pytestmark = pytest.mark.slow
EDGES = [
    {"year_end": 2016, "top_n": 24, "focus": "MYS"},
    {"year_start": 2017, "top_n": 1, "focus": "UZB"},
    {"year_start": 2015, "year_end": 2018, "focus": "CZE"},
]


def cells(country):
    with open("data/profile/table-1.2.1.csv", encoding="utf8", newline="") as file:
        return {int(row["year"]): row["persons"] for row in csv.DictReader(file) if row["country"] == country}


@pytest.mark.parametrize("given", EDGES, ids=lambda given: "-".join(map(str, given.values())))
def test_sums_and_parts_hold_for_parameters_at_the_edge(given, run_chapter, column_sums):
    ran = run_chapter("ethnic_return", given)
    asked = parameters.check("ethnic_return", given)
    start, end = asked["year_start"], asked["year_end"]
    sums, uzbekistan = column_sums("table-1.2.1"), {year: int(cell) for year, cell in cells("UZB").items()}
    value = {key: number.value for key, number in ran.numbers.items()}
    assert (value["total_start"], value["total_end"]) == (sums[start], sums[end])
    assert value["n_years"] == end - start + 1
    assert value["peak"] == max(sums[year] for year in range(start, end + 1))
    assert (value["rest_start"], value["rest_end"]) == (sums[start] - uzbekistan[start], sums[end] - uzbekistan[end])
    assert value["direction"] == ("rose" if sums[end] > sums[start] else "fell")
    focus = cells(asked["focus"])
    for key, year in (("focus_start", start), ("focus_end", end)):
        assert value[key] == (f"{int(focus[year]):,}" if focus[year] else "no printed number of")
    with (ran.folder / "published/fig-return-changes/fig-return-changes.csv").open() as file:
        assert 1 <= len(list(csv.DictReader(file))) <= asked["top_n"]


def test_the_defaults_show_the_whole_table_and_each_figure_once(run_chapter, column_sums):
    ran = run_chapter("ethnic_return", {})
    with (ran.folder / "published/tbl-return-origins/tbl-return-origins.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 25
    for year, total in column_sums("table-1.2.1").items():
        assert sum(int(row[f"persons_{year}"] or 0) for row in rows) == total
    assert [row["origin"] for row in rows if row["note"]] == ["Malaysia", "Czechia"]
    found = [json.loads(file.read_text()).get("redraws", []) for file in (ran.folder / "published").glob("*/*.json")]
    wanted = ["fig-1.2.5", "fig-1.2.6", "fig-1.2.7", "fig-1.2.8", "fig-1.2.9", "table-1.2.1"]
    assert sorted(itertools.chain(*found)) == wanted
    assert ran.numbers["arrived_2017_2019"].value == sum(
        column_sums("table-1.2.1")[year] for year in (2017, 2018, 2019)
    )
    assert ran.numbers["others_2019"].value > ran.numbers["others_2014"].value
