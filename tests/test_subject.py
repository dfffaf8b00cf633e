"""Facts that the printed tables must obey among themselves and with the text; where the document disagrees, we say so.

Sums are made from the files themselves, without the package's code.
"""

import csv
import itertools
import json

import pytest

from kzmigration.paths import DATA

pytestmark = pytest.mark.data
MAKERS = ("Bureau of National Statistics", "CIS Stat", "UNHCR", "World Bank", "United Nations")  # as notes name them


def rows(name):
    with (DATA / "profile" / f"{name}.csv").open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


def column_sums(name, unit="persons", without=()):
    sums = {}
    for row in rows(name):
        if not set(row.values()) & set(without):
            sums[int(row["year"])] = sums.get(int(row["year"]), 0) + float(row[unit] or 0)
    return {year: round(total, 1) for year, total in sums.items()}


def series(name, **row):
    return {
        int(r["year"]): float(r["persons"])
        for r in rows(name)
        if all(r[k] == v for k, v in row.items()) and r["persons"]
    }


def test_the_catalogue_holds_88_figures_and_17_tables():
    with (DATA / "figures.csv").open(encoding="utf8", newline="") as file:
        catalogue = list(csv.DictReader(file))
    assert len(catalogue) == 105
    assert len({entry["id"] for entry in catalogue}) == 105
    assert sum(entry["kind"] == "figure" for entry in catalogue) == 88
    files = {file.stem for file in (DATA / "profile").glob("*.csv")}
    named = {name for entry in catalogue for name in entry["resource"].replace(";", " ").split()}
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf8"))
    others = {entry["name"]: entry["producer"] for entry in package["resources"] if "producer" in entry}
    assert named - files - set(others) == set()
    for entry in catalogue:  # what another producer fills says whose it is, and nothing else is called open
        own = {name for name in entry["resource"].split(";") if name in others}
        assert (entry["status"] == "open") == bool(own), entry["id"]
        for name in own:
            assert any(maker in others[name] and maker in entry["note"] for maker in MAKERS), entry["id"]
    assert {entry["id"] for entry in catalogue if entry["kind"] == "table"} <= files
    for entry in catalogue:
        assert (entry["status"] == "lost") <= (entry["resource"] == ""), entry["id"]


def test_departures_by_country_and_by_group_are_one_count_until_2018_and_two_in_2019():
    countries, groups = column_sums("table-1.3.1"), column_sums("table-1.3.2")
    assert [year for year in countries if countries[year] != groups[year]] == [2019]
    assert (countries[2019], groups[2019]) == (45863, 41819)


def test_men_and_women_who_move_to_cities_differ_as_the_text_says():
    men, women = series("fig-1.4.3", sex="M"), series("fig-1.4.3", sex="F")
    assert [year for year in men if men[year] > women[year]] == [2017, 2018]
    assert (men[2017] - women[2017], men[2018] - women[2018]) == (929, 1323)


def test_table_1_2_2_is_a_copy_of_table_1_2_1_under_another_title():
    cells = {
        name: [(r["year"], r["country"], r["persons"]) for r in rows(name)] for name in ("table-1.2.1", "table-1.2.2")
    }
    assert cells["table-1.2.1"] == cells["table-1.2.2"]


def test_ethnic_kazakhs_by_country_add_up_to_the_total_of_the_text():
    assert sum(column_sums("table-1.2.1").values()) == pytest.approx(59470, abs=5)
    shares = {"UZB": 50.72, "CHN": 18.91, "TKM": 12.6, "RUS": 6.84}
    total = column_sums("table-1.2.1")[2019]
    for country, share in shares.items():
        assert series("table-1.2.1", country=country)[2019] / total * 100 == pytest.approx(share, abs=0.05)


def test_quota_workers_add_up_to_the_totals_of_the_text():
    sums = column_sums("table-1.2.3")
    assert sums[2015] == pytest.approx(37900, abs=50)
    assert min(sums[year] for year in (2017, 2018, 2019)) == pytest.approx(25500, abs=50)


def test_patent_holders_by_country_and_by_occupation_agree_in_two_years_only():
    countries, occupations = column_sums("table-1.2.4"), column_sums("table-1.2.5")
    agree = [year for year in range(2015, 2020) if countries[year] == occupations[year]]
    assert agree == [2016, 2018]
    assert countries[2015] - occupations[2015] == 298
    assert occupations[2018] == pytest.approx(551700, abs=50)


def test_readmissions_add_up_to_ten_more_than_the_text_says():
    sums = column_sums("table-1.2.6")
    assert sums[2019] == 397
    assert sum(sums.values()) == 865  # the text, line 1785, says 855


def test_expulsions_peak_in_2017_as_the_text_says():
    sums = column_sums("table-1.2.9")
    assert max(sums, key=sums.get) == 2017
    assert sums[2017] == pytest.approx(14300, abs=50)


def test_offences_by_country_and_by_age_part_in_2017_where_the_total_of_2018_was_printed():
    countries, ages = column_sums("table-2.4.1"), column_sums("table-2.4.2")
    assert [year for year in countries if countries[year] != ages[year]] == [2017]
    assert countries[2017] == countries[2018]
    assert countries[2019] == pytest.approx(252400, abs=100)


def test_remittances_out_fell_by_the_amount_of_the_text_but_not_by_its_percentage():
    sums = column_sums("table-2.2.1", "usd_million")
    assert sums[2014] - sums[2019] == pytest.approx(470.3, abs=0.5)
    assert (sums[2014] - sums[2019]) / sums[2014] * 100 == pytest.approx(30.8, abs=0.05)
    assert (sums[2014] - sums[2019]) / sums[2015] * 100 == pytest.approx(36.3, abs=0.05)  # the text has this one


def test_the_largest_payers_of_remittances_have_the_shares_of_the_text():
    amounts = {r["country"]: float(r["usd_million"]) for r in rows("table-2.2.1") if r["year"] == "2019"}
    total = sum(amounts.values())
    for country, share in {"RUS": 39.61, "UZB": 13.55, "TUR": 13.51, "KGZ": 12.84}.items():
        assert amounts[country] / total * 100 == pytest.approx(share, abs=0.02)


def test_urban_shares_are_shares_and_south_kazakhstan_gives_way_to_turkistan_in_2018():
    shares = {(r["region"], int(r["year"])): r["percent"] for r in rows("table-1.4.1")}
    assert all(0 < float(share) < 100 for share in shares.values() if share)
    assert [year for year in range(2014, 2020) if shares["61", year]] == [2018, 2019]
    assert [year for year in range(2014, 2020) if shares["51", year]] == [2014, 2015, 2016, 2017]


def test_densities_split_south_kazakhstan_a_year_earlier_than_the_growth_rates_do():
    split = {}
    for name, unit in (("table-2.1.1", "percent"), ("table-2.1.2", "persons_per_km2")):
        split[name] = min(int(r["year"]) for r in rows(name) if r["region"] == "61" and r[unit])
    assert split == {"table-2.1.1": 2018, "table-2.1.2": 2017}


def test_population_grows_every_year_and_by_the_amount_of_the_text():
    population = series("fig-2.1.3")
    years = sorted(population)
    assert all(population[after] > population[before] for before, after in itertools.pairwise(years))
    assert population[2019] - population[2014] == pytest.approx(1234700, abs=50)


def test_figure_1_3_14_keeps_four_of_six_labels():
    assert list(series("fig-1.3.14").values()) == [71600, 88202, 111464, 136208]
