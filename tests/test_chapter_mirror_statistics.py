"""The chapter on mirror statistics, at the edges of its parameters."""

import csv

import pytest

from kzmigration import parameters
from kzmigration.errors import ParameterError
from kzmigration.paths import DATA

EDGES = [
    {"year_end": 2018, "focus": "BLR"},
    {"year_start": 2017, "year_end": 2025, "focus": "ARM"},
    {"year_start": 2017, "year_end": 2019, "focus": "MDA"},
    {"year_end": 2025, "focus": "KGZ"},
]


@pytest.fixture(scope="module")
def reported():
    with (DATA / "open" / "cisstat" / "migration.csv").open(encoding="utf8", newline="") as file:
        return {
            (row["reporter"], row["partner"], row["direction"], int(row["year"])): int(row["persons"])
            for row in csv.DictReader(file)
        }


def shared(reported, home, partner, years):
    """Sum two counts of a flow over the years that both have; a count is (reporter, partner, direction)."""
    both = [year for year in years if (*home, year) in reported and (*partner, year) in reported]
    return sum(reported[*home, year] for year in both), sum(reported[*partner, year] for year in both)


@pytest.mark.slow
@pytest.mark.parametrize("given", EDGES, ids=lambda given: "-".join(map(str, given.values())))
def test_ratios_are_of_sums_over_the_years_that_both_count(given, run_chapter, reported):
    ran = run_chapter("mirror_statistics", given)
    years = range(given.get("year_start", 2016), given.get("year_end", 2023) + 1)
    home, partner = shared(reported, ("KAZ", "RUS", "departures"), ("RUS", "KAZ", "arrivals"), years)
    assert ran.numbers["russia_out_ratio"].value == pytest.approx(partner / home)
    home, partner = shared(reported, ("KAZ", "RUS", "arrivals"), ("RUS", "KAZ", "departures"), years)
    assert ran.numbers["russia_in_ratio"].value == pytest.approx(partner / home)
    assert ran.numbers["focus_country"].value == given["focus"]
    file = ran.folder / "published" / "tbl-mirror-focus" / "tbl-mirror-focus.csv"
    with file.open(encoding="utf8", newline="") as opened:
        listed = {int(row["year"]): row for row in csv.DictReader(opened)}
    assert list(listed) == list(years)
    for year, row in listed.items():
        count = reported.get((given["focus"], "KAZ", "arrivals", year))
        assert row["out_partner"] == ("" if count is None else f"{count:.1f}"), "a missing count is no zero"
        if count is None:
            assert row["out_index"] == ""
        else:
            home = reported["KAZ", given["focus"], "departures", year]
            assert float(row["out_index"]) == pytest.approx((count - home) / (count + home), abs=0.006)


@pytest.mark.slow
def test_the_experiment_changes_the_exchange_with_russia_and_nothing_else(run_chapter, reported):
    ran = run_chapter("mirror_statistics", {})
    with (DATA / "open" / "bns" / "national.csv").open(encoding="utf8", newline="") as file:
        national = {int(row["year"]): row for row in csv.DictReader(file)}
    for year in (2019, 2022, 2023):
        own = int(national[year]["immigrants"]) - int(national[year]["emigrants"])
        count = {
            who: reported[who, other, "arrivals", year] - reported[who, other, "departures", year]
            for who, other in (("KAZ", "RUS"), ("RUS", "KAZ"))
        }
        assert ran.numbers[f"net_own_{year}"].value == own
        assert ran.numbers[f"net_mixed_{year}"].value == own - count["KAZ"] - count["RUS"]
    assert ran.numbers["net_partner_2019"].value == -39166, "86,311 arrivals and 47,145 departures by Russia"


@pytest.mark.parametrize("given", [{"focus": "UZB"}, {"year_start": 2018}, {"year_start": 2017, "year_end": 2018}])
def test_what_no_pair_of_counts_can_answer_is_refused(given):
    with pytest.raises(ParameterError):
        parameters.check("mirror_statistics", given)
