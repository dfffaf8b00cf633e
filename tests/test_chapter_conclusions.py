"""The chapter on the conclusions: its counts, its arithmetic, and the two lists that it shows."""

import csv

import pytest

from kzmigration import stated_plots
from kzmigration.claims import statements
from kzmigration.data import load
from kzmigration.paths import DATA, NOTEBOOKS


def test_every_conclusion_names_statements_and_chapters_that_exist():
    conclusions = load("conclusions")
    assert conclusions["number"].tolist() == list(range(1, 13))
    for ids in conclusions["claims"]:
        assert set(ids.split()) <= statements().keys()
    named = {name for names in conclusions["chapters"] for name in names.split()} | set(
        load("recommendations")["chapter"]
    )
    assert named <= {file.stem for file in NOTEBOOKS.glob("*.ipynb")}


def test_each_statement_of_a_conclusion_is_named_with_it():
    conclusions = load("conclusions")
    starts = [*conclusions["line"], 5999]
    for first, after, ids in zip(starts, starts[1:], conclusions["claims"], strict=False):
        own = {one.id for one in statements().values() if one.section == "4.1" and first <= one.line < after}
        assert own <= set(ids.split()), own - set(ids.split())


@pytest.mark.slow
def test_the_conclusions_rest_on_the_printed_tables(run_chapter, column_sums):
    ran = run_chapter("conclusions", {})
    both = {y: column_sums("table-1.2.3")[y] + column_sums("table-1.2.5")[y] for y in (2015, 2018, 2019)}
    assert {y: ran.numbers[f"workers_{y}"].value for y in both} == both
    assert ran.numbers["kazakhs_2015"].value == column_sums("table-1.2.1")[2015]
    assert ran.numbers["departures_2019"].value == column_sums("table-1.3.1")[2019]
    assert ran.numbers["rural_2018"].value == column_sums("fig-1.4.3")[2018]
    assert ran.numbers["not_kazakhs"].value == pytest.approx(32.02)
    assert ran.numbers["russians_times"].value == pytest.approx(72.48 / 32.02)
    assert ran.numbers["kazakhs_2019"].value == ran.numbers["uzbek_2019"].value + ran.numbers["others_2019"].value
    assert ran.numbers["students_all"].value == pytest.approx(75.8 + 7.3 + 6.5 + 9.4 + 2.2)
    kinds = ("n_part", "n_open", "n_policy")
    assert sum(ran.numbers[kind].value for kind in kinds) == ran.numbers["n_conclusions"].value == 12
    with (DATA / "conclusions.csv").open(encoding="utf8", newline="") as file:
        ids = [id for row in csv.DictReader(file) for id in row["claims"].split()]
    assert ran.numbers["n_statements"].value == len(ids)
    verdicts = [statements()[id].verdict for id in ids]
    assert ran.numbers["n_contradicted"].value == verdicts.count("contradicted")
    assert set(verdicts) <= stated_plots.VERDICTS.keys()
