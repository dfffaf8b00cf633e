"""The chapter on remittances, at the edges of its parameters."""

import csv
import json
import re

import pytest

from kzmigration.claims import ledger
from kzmigration.paths import NOTEBOOKS

EDGES = [
    {"year_end": 2016, "top_n": 1, "focus": "IND"},
    {"year_start": 2017, "top_n": 29, "focus": "KOR"},
    {"year_start": 2015, "year_end": 2018, "top_n": 3, "focus": "TKM"},
]


@pytest.mark.slow
@pytest.mark.parametrize("given", EDGES, ids=lambda given: "-".join(map(str, given.values())))
def test_totals_are_the_sums_of_the_printed_cells(given, run_chapter, column_sums):
    ran = run_chapter("remittances", given)
    start, end = given.get("year_start", 2014), given.get("year_end", 2019)
    out, into = (column_sums(name, "usd_million") for name in ("table-2.2.1", "table-2.2.2"))
    for key, sums in (("out", out), ("in", into)):
        assert ran.numbers[f"{key}_start"].value == pytest.approx(sums[start])
        assert ran.numbers[f"{key}_end"].value == pytest.approx(sums[end])
        grew = sums[end] > sums[start]
        assert ran.numbers[f"{key}_direction"].value == ("rose" if grew else "fell")
        assert (ran.numbers[f"{key}_change"].value > 0) == grew
    assert ran.numbers["net_end"].value == pytest.approx(out[end] - into[end])
    assert ran.numbers["gap_year"].value == 2018
    for name, rows in (("out", min(given["top_n"], 29)), ("in", min(given["top_n"], 28))):
        listing = ran.folder / "published" / f"tbl-remittances-{name}" / f"tbl-remittances-{name}.csv"
        with listing.open(encoding="utf8", newline="") as file:
            found = list(csv.reader(file))
        assert len(found) == 1 + rows + 1, "head, countries, others"
        assert found[0][1:-1] == [str(year) for year in range(start, end + 1)]


@pytest.mark.slow
def test_a_row_that_only_one_table_has_is_told_and_not_filled(run_chapter):
    ran = run_chapter("remittances", {"focus": "IND"})
    assert ran.numbers["focus_out_end"].value == 1.0
    assert ran.numbers["focus_in_end"].value == "not printed"
    assert ran.numbers["out_only"].value == ["IND"]
    assert ran.numbers["n_corridors"].value == 28


@pytest.mark.slow
def test_the_bounds_of_the_shares_of_gdp_contain_what_they_rest_on(run_chapter, column_sums):
    found = run_chapter("remittances", {}).numbers
    out, into = (column_sums(name, "usd_million") for name in ("table-2.2.1", "table-2.2.2"))
    # by hand: 0.15 % coming in, the least that rounds to 0.2, with the roundings of 30 and 29 cells
    assert found["share_2015_low"].value == pytest.approx(0.15 * (out[2015] - 1.5) / (into[2015] + 1.45))
    assert found["share_2018_high"].value == pytest.approx(0.35 * (out[2018] + 1.5) / (into[2018] - 1.45))
    assert found["share_2018_high"].value < found["share_2017_low"].value


def test_each_statement_of_the_section_stands_in_one_of_its_two_chapters():
    starts = []
    for chapter in ("economic_impact", "remittances"):
        cells = json.loads((NOTEBOOKS / f"{chapter}.ipynb").read_text(encoding="utf8"))["cells"]
        text = "\n".join("".join(cell["source"]) for cell in cells)
        (about,) = re.findall(r"```\{section-claims\} 2\.2\n:about: (.+)\n```", text)
        starts += about.split()
    shown = [[id for id in ledger("2.2") if id.startswith(f"{start}-")] for start in starts]
    assert all(shown), "a start that no statement has"
    assert sorted(id for part in shown for id in part) == sorted(ledger("2.2")), (
        "a statement in neither chapter, or in both"
    )
