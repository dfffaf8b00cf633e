"""Tourism and transit: the chapter holds at the edges of its parameters."""

import csv

import pytest

from kzmigration import parameters
from kzmigration.language import name
from kzmigration.paths import DATA

CHAPTER = "tourism_transit"
SOVIET = {"AZE", "ARM", "BLR", "GEO", "KGZ", "MDA", "RUS", "TJK", "UZB"}


def cells():
    """Return the filled cells of table 1.2.7 from the file itself: (country, year, persons)."""
    with (DATA / "profile" / "table-1.2.7.csv").open(encoding="utf8", newline="") as file:
        return [(c["country"], int(c["year"]), int(c["persons"])) for c in csv.DictReader(file) if c["persons"]]


@pytest.mark.slow
@pytest.mark.parametrize(
    "given", [{"top_n": 1, "focus": "GBR"}, {"top_n": 24, "focus": "UZB"}, {"focus": "AFG"}], ids=lambda g: g["focus"]
)
def test_the_chapter_holds_at_the_edges(given, run_chapter):
    ran, asked = run_chapter(CHAPTER, given), parameters.check(CHAPTER, given)
    value = {key: number.value for key, number in ran.numbers.items()}
    sums = {year: sum(n for c, y, n in cells() if c in SOVIET and y == year) for year in (2017, 2018, 2019)}
    assert [value[f"nine_{year}"] for year in sums] == list(sums.values())
    assert value["early_most"] == sum(n for _, _, n in cells()) - sum(sums.values())
    assert value["total_low"] <= sums[2019] <= value["total_high"]
    assert value["others_room"] == value["total_high"] - sums[2019]
    assert ("all these cells are lost" in value["focus_story"]) == (asked["focus"] not in SOVIET)
    for _, year, n in (cell for cell in cells() if cell[0] == asked["focus"]):
        assert f"{n:,}" in value["focus_story"]
        assert (str(year) in value["focus_story"]) == (asked["focus"] in SOVIET and year > 2016)
    drawn = ran.folder / "published" / "fig-tourism-unplaced" / "fig-tourism-unplaced.csv"
    lines = drawn.read_text(encoding="utf8").splitlines()[1:]
    assert len({line.split(",")[0] for line in lines}) == min(asked["top_n"], 15)
    assert "year" not in drawn.read_text(encoding="utf8"), "a cell whose year is lost was published with one"


@pytest.mark.slow
def test_the_table_keeps_every_printed_cell(run_chapter):
    folder = run_chapter(CHAPTER, {}).folder / "published" / "tbl-tourism-cells"
    with (folder / "tbl-tourism-cells.csv").open(encoding="utf8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = []
    for row in rows:
        found += [(row["country"], int(text.replace(",", ""))) for text in row["unplaced"].split(" · ") if text]
        found += [(row["country"], int(row[year])) for year in ("2017", "2018", "2019") if row[year]]
    assert sorted(found) == sorted((name("country", country), n) for country, _, n in cells())


@pytest.mark.slow
def test_the_world_bank_stands_beside_the_limits(run_chapter):
    ran = run_chapter(CHAPTER, {})
    with (DATA / "open" / "worldbank" / "kazakhstan.csv").open(encoding="utf8", newline="") as file:
        bank = {int(row["year"]): row["inbound_arrivals"] for row in csv.DictReader(file)}
    drawn = ran.folder / "published" / "fig-tourism-visitors" / "fig-tourism-visitors.csv"
    with drawn.open(encoding="utf8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["year"]) for row in rows] == list(range(2014, 2020))
    assert [float(row["world_bank"]) for row in rows] == [float(bank[year]) for year in range(2014, 2020)]
    inside = sum(float(row["low"]) <= float(row["world_bank"]) <= float(row["high"]) for row in rows)
    assert (ran.numbers["open_inside"].value, ran.numbers["open_years"].value) == (inside, 6)
    assert ran.numbers["open_growth"].value == pytest.approx((int(bank[2019]) / int(bank[2014]) - 1) * 100)
