"""The chapter on gravity, at the edges of its parameters."""

import csv
import json
import math

import numpy as np
import pytest

from kzmigration.paths import DATA, NOTEBOOKS

EDGES = [
    {"year_end": 2016, "focus": "DEU"},
    {"year_start": 2017, "focus": "KOR"},
    {"year_start": 2015, "year_end": 2018, "vintage": "corrected", "focus": "MNG"},
]
FLOWS = {"left": ("1.3.1", "persons"), "sent": ("2.2.1", "usd_million"), "received": ("2.2.2", "usd_million")}
SOVIET = {"ARM", "AZE", "BLR", "EST", "GEO", "KGZ", "LTU", "LVA", "MDA", "RUS", "TJK", "TKM", "UKR", "UZB"}


def rows_of(path):
    with (DATA / path).open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def arranged(flow, start, end, without=None):
    """Return codes, sums and traits of a flow, from the files themselves."""
    (number, unit), sums = FLOWS[flow], {}
    for row in rows_of(f"profile/table-{number}.csv"):
        if start <= int(row["year"]) <= end and row["country"] not in ("_O", without):
            sums[row["country"]] = sums.get(row["country"], 0) + float(row[unit])
    return list(sums), np.array(list(sums.values())), traits_of(list(sums), start, end)


def traits_of(codes, start, end):
    """Return the traits of places, from the files themselves."""
    sizes = {}
    for row in rows_of("open/worldbank/countries.csv"):
        if start <= int(row["year"]) <= end:
            people = float(row["population"])
            sizes.setdefault(row["country"], []).append((people, float(row["gdp_usd"]) / people))
    far = {row["country"]: float(row["distw"]) for row in rows_of("open/cepii/distances.csv")}
    rows = [[math.log(far[code]), *np.log(np.mean(sizes[code], axis=0)), float(code in SOVIET)] for code in codes]
    return np.array(rows)


def newton(amounts, traits):
    """Fit by damped Newton steps on centred traits: coefficients without the constant, and their errors HC3."""
    design = np.column_stack([np.ones(len(amounts)), traits - traits.mean(axis=0)])
    values = np.array([math.log(amounts.mean()), *[0.0] * traits.shape[1]])
    for _ in range(300):
        mean = np.exp(design @ values)
        step = np.linalg.solve(design.T @ (mean[:, None] * design), design.T @ (amounts - mean))
        values = values + step / max(1, np.abs(design @ step).max())
    mean = np.exp(design @ values)
    bread = np.linalg.inv(design.T @ (mean[:, None] * design))
    leverage = mean * ((design @ bread) * design).sum(axis=1)
    scores = design * ((amounts - mean) / (1 - leverage))[:, None]
    return values[1:], np.sqrt(np.diag(bread @ scores.T @ scores @ bread))[1:], leverage


@pytest.mark.slow
@pytest.mark.parametrize("given", EDGES, ids=lambda given: "-".join(map(str, given.values())))
def test_the_effects_are_those_of_a_second_fit_from_the_files(given, run_chapter):
    found = run_chapter("gravity", given).numbers
    start, end = given.get("year_start", 2014), given.get("year_end", 2019)
    for flow in FLOWS:
        codes, amounts, traits = arranged(flow, start, end)
        values, errors, leverage = newton(amounts, traits)
        assert found[f"n_{flow}"].value == len(codes)
        for place, trait in enumerate(("distance", "population", "wealth")):
            assert found[f"{trait}_{flow}_value"].value == pytest.approx((2 ** values[place] - 1) * 100, rel=1e-5)
        assert found[f"soviet_{flow}_value"].value == pytest.approx(math.exp(values[3]), rel=1e-5)
        low, high = (math.log2(1 + found[f"distance_{flow}_{side}"].value / 100) for side in ("low", "high"))
        reach = {24: 2.063899, 23: 2.068658}[len(codes) - 5] * errors[0]  # Student's t, from a table
        assert (low, high) == pytest.approx((values[0] - reach, values[0] + reach), rel=1e-4)
        assert found[f"open_{flow}"].value == ("includes" if low < 0 < high else "excludes")
        assert found[f"leverage_{flow}"].value == pytest.approx(leverage[codes.index("RUS")] * 100, rel=1e-5)
        assert found[f"russia_share_{flow}"].value == pytest.approx(amounts[codes.index("RUS")] / amounts.sum() * 100)
        _, amounts, traits = arranged(flow, start, end, without=given["focus"])
        values = newton(amounts, traits)[0]
        assert found[f"without_{flow}_value"].value == pytest.approx((2 ** values[0] - 1) * 100, rel=1e-5)


@pytest.mark.slow
def test_a_focus_without_a_row_changes_only_where_it_has_one(run_chapter):
    found = run_chapter("gravity", {"focus": "IND"}).numbers
    assert found["focus_in"].value == "money sent"
    for flow in ("left", "received"):
        assert found[f"without_{flow}_value"].value == found[f"distance_{flow}_value"].value
    assert found["without_sent_value"].value != found["distance_sent_value"].value


@pytest.mark.slow
def test_what_the_chapter_concludes_at_its_defaults(run_chapter):
    ran = run_chapter("gravity", {})
    found = ran.numbers
    assert found["open_sent"].value == "excludes"
    assert found["open_left"].value == "includes"
    assert found["turned_sent"].value == 0
    assert found["leverage_left"].value > 99
    assert found["loo_low_left"].value < found["distance_left_value"].value < found["loo_high_left"].value
    assert found["loo_high_code_left"].value == "DEU"
    assert found["squared_left"].value > 0.99 > 0.5 > found["squared_rest_left"].value
    assert found["foretold_low_left"].value < found["seen_left"].value < found["foretold_high_left"].value
    with (ran.folder / "published/fig-gravity-left-out/fig-gravity-left-out.csv").open(encoding="utf8") as file:
        rows = list(csv.DictReader(file))
    assert {row["left_out"] for row in rows} >= {"_all", "RUS", "DEU", "_others"}


@pytest.mark.slow
def test_what_the_equation_gives_countries_without_a_row_is_that_of_a_second_fit(run_chapter):
    found = run_chapter("gravity", {}).numbers
    for flow, (number, unit) in FLOWS.items():
        codes, amounts, traits = arranged(flow, 2014, 2019)
        values = newton(amounts, traits)[0]
        level = amounts.sum() / np.exp(traits @ values).sum()  # a Poisson fit keeps the sum
        rest = [row["country"] for row in rows_of("open/cepii/distances.csv") if row["country"] not in {*codes, "KAZ"}]
        given = level * np.exp(traits_of(rest, 2014, 2019) @ values)
        assert found[f"n_unlisted_{flow}"].value == len(rest)
        assert found[f"unlisted_{flow}_value"].value == float(f"{given.sum():.2g}")
        assert found[f"unlisted_first_{flow}"].value == rest[int(given.argmax())]
        others = [float(row[unit]) for row in rows_of(f"profile/table-{number}.csv") if row["country"] == "_O"]
        assert found[f"others_sum_{flow}"].value == pytest.approx(sum(others))
        assert sum(others) < found[f"unlisted_{flow}_low"].value


def test_whoever_has_a_row_in_a_table_can_be_left_out():
    choices = json.loads((NOTEBOOKS / "gravity.ipynb").read_text(encoding="utf8"))["metadata"]["kzmigration"]["choices"]
    named = {row["country"] for number, _ in FLOWS.values() for row in rows_of(f"profile/table-{number}.csv")}
    assert set(choices["focus"]) == named - {"_O"}
