"""The chapter on what happened after the profile, at the edges of its parameters; sums are made from the files."""

import csv

import pytest

from kzmigration.data import load
from kzmigration.paths import DATA

EDGES = [
    {"origin": 2010, "focus": "immigrants"},
    {"origin": 2022, "focus": "emigrants"},
    {"origin": 2016, "focus": "net", "vintage": "corrected"},
    {},
]


def published(folder, id):
    with (folder / "published" / id / f"{id}.csv").open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def series():
    with (DATA / "open" / "bns" / "national.csv").open(encoding="utf8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["immigrants"]]
    found = {int(row["year"]): {key: int(row[key]) for key in ("immigrants", "emigrants")} for row in rows}
    return {year: flows | {"net": flows["immigrants"] - flows["emigrants"]} for year, flows in found.items()}


@pytest.mark.slow
@pytest.mark.parametrize("given", EDGES, ids=lambda given: "-".join(map(str, given.values())) or "default")
def test_the_random_walk_is_what_the_file_gives_by_hand(given, run_chapter, series):
    ran = run_chapter("what_happened_next", given)
    origin, focus = given.get("origin", 2019), given.get("focus", "net")
    values = {year: flows[focus] for year, flows in series.items()}
    scored = [year for year in range(origin + 1, origin + 7) if year in values]
    steps = [values[year] - values[year - 1] for year in range(2001, origin + 1)]
    half = 1.959963984540054 * (sum(step**2 for step in steps) / len(steps)) ** 0.5
    half80 = half * 1.2815515655446004 / 1.959963984540054
    misses = [abs(values[year] - values[origin]) for year in scored]
    numbers = {key: number.value for key, number in ran.numbers.items()}
    assert numbers["horizon"] == len(scored)
    assert numbers["last_known"] == values[origin]
    assert numbers["naive_mae"] == pytest.approx(sum(misses) / len(misses))
    usual = sum(map(abs, steps)) / len(steps)
    assert numbers["usual_step"] == pytest.approx(usual)
    assert numbers["naive_mase"] == pytest.approx(sum(misses) / len(misses) / usual, abs=0.005)
    for key, reach in (("naive_hits95", half), ("naive_hits80", half80)):
        assert numbers[key] == sum(miss <= reach * ahead**0.5 for ahead, miss in enumerate(misses, 1))
    assert numbers["naive_width"] == pytest.approx(2 * half * len(scored) ** 0.5)
    earlier = range(2007, origin)
    assert numbers["n_rolled"] == sum(min(6, origin - year) for year in earlier)
    first, last = (numbers[key] for key in ("start_first", "start_last"))
    assert first == 1991
    assert last == max(year for year in (1991, 1995, 2000, 2004, 2008) if origin - year >= 7)
    for key, start in (("drift_first", first), ("drift_last", last)):
        slope = (values[origin] - values[start]) / (origin - start)
        wrong = [abs(values[year] - values[origin] - slope * (year - origin)) for year in scored]
        assert numbers[key] == pytest.approx(sum(wrong) / len(wrong))
    rows = published(ran.folder, "tbl-next-scores")
    assert len(rows) == 5
    assert rows[0]["within95"] == f"{numbers['naive_hits95']} of {len(scored)}"
    fans = published(ran.folder, "fig-next-fans")
    assert [int(row["year"]) for row in fans] == scored * 5
    assert {int(row["came"]) for row in fans} == {values[year] for year in scored}


@pytest.mark.slow
def test_what_came_is_what_the_files_hold(run_chapter, series, column_sums):
    ran = run_chapter("what_happened_next", {})
    numbers = {key: number.value for key, number in ran.numbers.items()}
    assert numbers["net_2019"] == series[2019]["net"] == -32_970
    assert numbers["net_last"] == series[2025]["net"]
    assert numbers["turn"] == 2023
    assert numbers["census"] == 381_322
    assert numbers["census_net"] == sum(series[year]["net"] for year in range(2009, 2022))
    assert numbers["bns_sum"] == sum(series[year]["net"] for year in range(2014, 2020))
    printed = column_sums("table-1.3.1")
    gaps = {year: abs(printed[year] - series[year]["emigrants"]) for year in range(2014, 2020)}
    assert numbers["revision_most"] == max(gaps[year] for year in range(2014, 2019)) < numbers["revision_2019"]
    assert numbers["revision_2019"] == gaps[2019]
    with (DATA / "open" / "cisstat" / "migration.csv").open(encoding="utf8", newline="") as file:
        moved = {
            (int(row["year"]), row["partner"], row["direction"]): int(row["persons"])
            for row in csv.DictReader(file)
            if row["reporter"] == "KAZ"
        }
    for tag, year in (("2019", 2019), ("last", 2025)):
        net = moved[year, "RUS", "arrivals"] - moved[year, "RUS", "departures"]
        assert numbers[f"russia_{tag}"] == net
    with (DATA / "open" / "cisstat" / "migration.csv").open(encoding="utf8", newline="") as file:
        by_russia = {
            (int(row["year"]), row["direction"]): int(row["persons"])
            for row in csv.DictReader(file)
            if (row["reporter"], row["partner"]) == ("RUS", "KAZ")
        }
    for year in (2019, 2023):
        assert numbers[f"mirror_net_{year}"] == by_russia[year, "departures"] - by_russia[year, "arrivals"]
    assert numbers["mirror_net_2023"] < numbers["own_net_2023"] < 0  # by Russia's count the loss goes on
    assert numbers["higher_before"] == max(
        year for year in series if year < 2019 and series[year]["emigrants"] > series[2019]["emigrants"]
    )
    turned = numbers["russia_last"] - numbers["russia_2019"]
    assert numbers["russia_share"] == pytest.approx(turned / (series[2025]["net"] - series[2019]["net"]) * 100)
    with (DATA / "open" / "undesa" / "wpp-2024.csv").open(encoding="utf8", newline="") as file:
        world = {
            int(row["year"]): float(row["net_migration"])
            for row in csv.DictReader(file)
            if row["country"] == "KAZ" and row["kind"] == "estimate" and int(row["year"]) >= 2000
        }
    opposite = [year for year, value in world.items() if value * series[year]["net"] < 0]
    assert numbers["un_opposite"] == len(opposite)
    assert {2016, 2017} < set(opposite)
    assert numbers["un_opposite_years"] == "2016, 2017 and 2019"
    kinds = ("n_turned", "n_on", "n_unjudged", "n_policy")
    assert sum(numbers[kind] for kind in kinds) == numbers["n_conclusions"] == len(load("conclusions")) == 12


@pytest.mark.slow
def test_at_the_defaults_the_record_misleads(run_chapter):
    numbers = {key: number.value for key, number in run_chapter("what_happened_next", {}).numbers.items()}
    assert (numbers["best_before"], numbers["best_before_rank"]) == ("ARIMA (1,1,0)", "last")
    assert (numbers["worst_before"], numbers["worst_before_rank"]) == ("random walk with drift", "first")
    assert numbers["start_hits_first"] > numbers["start_hits_last"]
