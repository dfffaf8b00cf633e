"""Return, refuge and expulsion: the chapter holds at the edges of its parameters."""

import csv

import pytest

from kzmigration import parameters
from kzmigration.paths import DATA

CHAPTER = "returns_refuge_expulsions"
EDGES = [
    {"year_end": 2016, "top_n": 1, "focus": "UZB"},
    {"year_start": 2017, "focus": "ARM"},
    {"year_start": 2015, "year_end": 2018, "top_n": 5, "focus": "GEO"},
]


def row(country):
    """Return a row of table 1.2.9 from the file itself."""
    with (DATA / "profile" / "table-1.2.9.csv").open(encoding="utf8", newline="") as file:
        return {int(cell["year"]): int(cell["persons"]) for cell in csv.DictReader(file) if cell["country"] == country}


@pytest.mark.slow
@pytest.mark.parametrize("given", EDGES, ids=lambda given: "-".join(map(str, given.values())))
def test_the_chapter_holds_at_the_edges(given, run_chapter, column_sums):
    ran, asked, sums = run_chapter(CHAPTER, given), parameters.check(CHAPTER, given), column_sums("table-1.2.9")
    start, end = asked["year_start"], asked["year_end"]
    value = {key: number.value for key, number in ran.numbers.items()}
    assert (value["ordered_start"], value["ordered_end"]) == (sums[start], sums[end])
    assert value["ordered_direction"] == ("rose" if sums[end] > sums[start] else "fell")
    assert value["first_share_end"] == pytest.approx(row("UZB")[end] / sums[end] * 100)
    assert (value["focus_start"], value["focus_end"]) == (row(asked["focus"])[start], row(asked["focus"])[end])
    back = column_sums("table-1.2.6")
    assert value["involuntary_sum"] == sum(back.values()) == 865
    assert value["back_2019"] == back[2019]
    listing = ran.folder / "published" / "tbl-returns-ordered" / "tbl-returns-ordered.csv"
    lines = listing.read_text(encoding="utf8").splitlines()
    assert len(lines) == 1 + asked["top_n"] + 1
    assert lines[0] == ",".join(["country", *map(str, range(start, end + 1)), "share"])


@pytest.mark.slow
def test_what_the_statements_fix_meets_them(run_chapter):
    value = {key: number.value for key, number in run_chapter(CHAPTER, {}).numbers.items()}
    assert value["deported_2018"] - value["deported_2014"] == 618
    assert round((value["deported_2018"] / value["deported_2014"] - 1) * 100, 1) == 182.3
    assert value["deported_2018"] - value["deported_2019"] == 41
    assert round(value["voluntary_2018"] / 4878 * 100, 2) == 31.49
    low, high = value["recognised_2015_low"], value["recognised_2019_high"]
    # 2014 one below 2015, then one less each year; and 2019 with each year before it one above the next
    assert sum([low - 1, *range(low, low - 5, -1)]) >= 378 > sum([low - 2, *range(low - 1, low - 6, -1)])
    assert sum(range(high, high + 5)) <= 378 < sum(range(high + 1, high + 6))


def unhcr(file, column):
    """Return what UNHCR has of the first instance before the state's bodies, from the file itself."""
    found = {}
    with (DATA / "open" / "unhcr" / f"{file}.csv").open(encoding="utf8", newline="") as opened:
        for row in csv.DictReader(opened):
            if (row["asylum"], row["procedure"], row["level"]) == ("KAZ", "G", "FI") and row[column]:
                found[int(row["year"])] = found.get(int(row["year"]), 0) + int(row[column])
    return {year: found[year] for year in range(2014, 2020)}


@pytest.mark.slow
def test_unhcr_stands_beside_the_limits(run_chapter):
    ran = run_chapter(CHAPTER, {})
    applied, recognised = unhcr("applications", "applied"), unhcr("decisions", "recognised")
    refused = unhcr("decisions", "rejected")
    value = {key: number.value for key, number in ran.numbers.items()}
    assert value["open_applied"] == sum(applied.values())
    assert value["open_recognised"] == sum(recognised.values())
    assert value["open_ups"] == ", ".join(str(y) for y in range(2015, 2019) if refused[y] > refused[y - 1])
    drawn = ran.folder / "published" / "fig-returns-refuge" / "fig-returns-refuge.csv"
    with drawn.open(encoding="utf8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = {kind: {int(r["year"]): r for r in rows if r["series"] == kind} for kind in ("recognised", "refused")}
    assert sorted(kept["refused"]) == list(range(2014, 2019)), "the figure ends in 2018"
    assert {row["high"] for row in kept["refused"].values()} == {""}, "the text limits no refusals"
    assert {year: float(row["unhcr"]) for year, row in kept["recognised"].items()} == recognised
    inside = sum(float(r["low"]) <= float(r["unhcr"]) <= float(r["high"]) for r in kept["recognised"].values())
    assert value["open_inside"] == inside
