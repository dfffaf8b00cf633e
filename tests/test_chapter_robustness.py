"""The sweep of the conclusions and its chapter: the table is what the recipe plans and what the chapters compute."""

import csv

import pytest

from kzmigration import numbers, parameters, run, sweep_plan
from kzmigration.paths import DATA, RUNS

RECIPE, TABLE = DATA / "sweeps" / "conclusions.yaml", DATA / "sweeps" / "conclusions.csv"
AGAIN = (
    ("emigration", {"year_start": 2016, "year_end": 2019, "vintage": "corrected"}),
    ("regional_population", {"year_start": 2014, "year_end": 2018, "vintage": "revised"}),
)


@pytest.fixture(scope="module")
def rows():
    with TABLE.open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def of_run(rows, chapter, asked):
    """Return what the table holds of one run: number -> (unit, value)."""
    told = {name: str(value) for name, value in asked.items()}
    own = [row for row in rows if row["chapter"] == chapter and told.items() <= row.items()]
    return {row["number"]: (row["unit"], float(row["value"])) for row in own}


def test_the_table_holds_exactly_the_numbers_of_the_runs_that_the_recipe_plans(rows):
    runs, _ = sweep_plan.plan(RECIPE)
    planned = {(one.chapter, *map(str, one.asked.values()), number) for one in runs for number in one.wanted}
    names = ("year_start", "year_end", "vintage", "top_n", "focus")
    held = [(row["chapter"], *(row[name] for name in names if row[name]), row["number"]) for row in rows]
    assert len(held) == len(set(held))
    assert set(held) == planned
    assert len(runs) == 84


@pytest.mark.slow
@pytest.mark.parametrize(("chapter", "asked"), AGAIN, ids=[chapter for chapter, _ in AGAIN])
def test_a_run_of_the_sweep_comes_out_again(chapter, asked, rows, tmp_path):
    run.run(chapter, asked, tmp_path / "run", numbers_only=True)
    found = numbers.read(tmp_path / "run" / "numbers.json")
    held = of_run(rows, chapter, asked)
    assert held
    for key, (unit, value) in held.items():
        assert found[key].unit == unit, key
        assert found[key].value == pytest.approx(value, rel=1e-9), key
    assert not (tmp_path / "run" / "published").exists()


@pytest.mark.site
def test_the_runs_of_the_built_book_are_rows_of_the_table(rows):
    for chapter in sorted({row["chapter"] for row in rows}):
        held = of_run(rows, chapter, parameters.check(chapter, {}))
        found = numbers.read(RUNS / chapter / "numbers.json")
        assert held, chapter
        assert {key: found[key].value for key in held} == pytest.approx(
            {key: value for key, (_, value) in held.items()}, rel=1e-9
        ), f"{chapter} has changed; `make sweep` renews data/sweeps/conclusions.csv"


@pytest.mark.slow
def test_the_chapter_counts_what_the_table_holds(rows, run_chapter):
    ran = run_chapter("robustness", {})
    number = {key: found.value for key, found in ran.numbers.items()}
    spans = [(start, end) for start in range(2014, 2018) for end in range(start + 2, 2020)]

    def values(chapter, key, years=spans, vintage="printed"):
        held = [
            of_run(rows, chapter, {"year_start": start, "year_end": end, "vintage": vintage}) for start, end in years
        ]
        return [one[key][1] for one in held]

    late = [span for span in spans if span[0] >= 2015]
    quotas = list(zip(values("immigration_work", "quota_start"), values("immigration_work", "quota_end"), strict=True))
    assert number["agree_quotas"] == sum(end < start for start, end in quotas)
    patents = zip(
        values("immigration_work", "patents_start", late), values("immigration_work", "patents_end", late), strict=True
    )
    assert number["agree_patents"] == sum(end < start for start, end in patents) == 0
    assert (number["n_quotas"], number["n_patents"], number["n_both"]) == (len(spans), len(late), len(late))
    rest = zip(values("ethnic_return", "rest_start"), values("ethnic_return", "rest_end"), strict=True)
    assert number["agree_rest"] == sum(end < start for start, end in rest)
    money = dict(zip(spans, values("remittances", "out_change"), strict=True))
    assert number["agree_money"] == sum(value < 0 for value in money.values())
    assert number["starts_money"] == ", ".join(sorted({str(start) for (start, _), value in money.items() if value > 0}))
    order = values("regional_population", "rank_correlation")
    order += values("regional_population", "rank_correlation", vintage="revised")
    assert (number["low_order"], number["high_order"]) == pytest.approx((min(order), max(order)), rel=1e-9)
    loss = [values("demographic_impact", f"loss_step_{kind}") for kind in ("low", "high", "today")]
    assert number["agree_loss"] == sum(value > 0 for kind in loss for value in kind)
    assert number["low_loss"] == min(loss[0])
    assert number["cities_less"] == values("internal_migration", "city_change_less_jump", [(2014, 2019)])[0]

    with (ran.folder / "published" / "tbl-robustness" / "tbl-robustness.csv").open(encoding="utf8") as file:
        listed = list(csv.DictReader(file))
    agree, of = zip(*(map(int, row["of"].split(" of ")) for row in listed), strict=True)
    assert (sum(agree), sum(of)) == (number["agree_all"], number["n_all"])
    assert number["n_steady"] == sum(one == whole for one, whole in zip(agree, of, strict=True))
    assert len(listed) == number["n_conclusions"] == 8
    for key in ("departures", "russia", "kazakhs", "workers", "cities", "loss", "money", "order"):
        with (ran.folder / "published" / f"fig-robustness-{key}" / f"fig-robustness-{key}.csv").open() as file:
            drawn = list(csv.DictReader(file))
        assert len(drawn) == number[f"n_{key}"]
        assert sum(row["agrees"] == "True" for row in drawn) == number[f"agree_{key}"]
