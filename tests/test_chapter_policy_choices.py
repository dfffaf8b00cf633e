"""The chapter on the journal article, against the printed tables' counts and the files that the test reads itself."""

import csv
import json

import pytest

from kzmigration.claims import ledger
from kzmigration.data import documents
from kzmigration.paths import DATA

DOCUMENT = "001_472ba9427e28ffe7.txt"
# Items of the three printed tables by head of column, counted in the document, and the lines between caption and note.
PRINTED = {
    (1, "1 and 2"): {"country of origin": 6, "country of destination": 5, "bilateral cooperation": 2},
    (2, "3"): {"host country": 4, "international community": 6},
    (3, "4"): {"country of origin": 3, "country of destination": 4},
}
LINES = {1: (422, 594), 2: (623, 701), 3: (730, 794)}


def rows(name):
    with (DATA / name).open(encoding="utf8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.data
def test_every_item_of_the_three_tables_has_a_measure():
    found = {}
    for row in rows("measures.csv"):
        own = found.setdefault((int(row["table"]), row["category"]), {})
        own[row["actor"]] = own.get(row["actor"], 0) + 1
    assert found == PRINTED


@pytest.mark.data
def test_each_measure_stands_on_a_line_of_its_own_within_its_table_and_in_order():
    measures = rows("measures.csv")
    assert len({row["line"] for row in measures}) == len(measures)
    columns = {}
    for row in measures:
        first, last = LINES[int(row["table"])]
        assert first < int(row["line"]) < last, row["measure"]
        columns.setdefault((row["table"], row["actor"]), []).append((int(row["number"]), int(row["line"])))
    for column in columns.values():
        assert [number for number, _ in column] == list(range(1, len(column) + 1))
        assert sorted(column, key=lambda item: item[1]) == column


@pytest.mark.data
def test_each_recommendation_is_judged_once_and_each_line_exists():
    compared, most = rows("journal-comparison.csv"), documents()[DOCUMENT]["lines"]
    judged = {row["point"]: row["profile_line"] for row in compared if row["profile_line"]}
    assert judged == {f"R{row['number']}": row["line"] for row in rows("recommendations.csv")}
    for row in compared:
        assert (row["judgement"] == "added") is (row["profile_line"] == "") is row["point"].startswith("A")
        assert all(1 <= int(line) <= most for line in row["lines"].split())
    assert all(1 <= int(row["line"]) <= most for row in rows("journal-slips.csv"))


@pytest.mark.data
def test_the_share_of_remittances_agrees_with_the_dollars_where_the_product_is_the_same():
    product = {(row["country"], row["year"]): row["gdp_usd"] for row in rows("open/worldbank/countries.csv")}
    for row in rows("open/worldbank/remittances.csv"):
        gdp = product.get((row["country"], row["year"]))
        if gdp and row["country"] != "UZB" and row["year"] != "2023":  # revised in the newer extract
            share = float(row["remittances_received_usd"]) / float(gdp) * 100
            assert share == pytest.approx(float(row["remittances_received_percent_gdp"]), abs=0.15), row


@pytest.mark.slow
def test_policy_choices_sets_the_article_beside_published_series(run_chapter):
    ran = run_chapter("policy_choices", {})
    value = {key: number.value for key, number in ran.numbers.items()}
    assert value["n_measures"] == sum(sum(own.values()) for own in PRINTED.values())
    judgements = [row["judgement"] for row in rows("journal-comparison.csv")]
    assert value["n_taken"] + value["n_touched"] + value["n_not"] == value["n_recommendations"] == 7
    assert value["n_added"] == judgements.count("added")
    bureau = {row["year"]: row for row in rows("open/bns/national.csv")}
    assert value["left_2022"] == int(bureau["2022"]["emigrants"]) == 24147
    assert value["net_2022"] == int(bureau["2022"]["immigrants"]) - int(bureau["2022"]["emigrants"])
    assert value["net_said"] == 19000 - 31000
    assert value["left_more"] == pytest.approx(100 * (31000 / 24147 - 1))
    bank = [row for row in rows("open/worldbank/remittances.csv") if row["country"] == "TJK"]
    shares = [float(row["remittances_received_percent_gdp"]) for row in bank]
    assert value["within_tjk"] == sum(20 <= share <= 30 for share in shares)
    assert value["above_tjk"] == sum(share > 30 for share in shares)
    two = [row for row in bank if row["year"] in ("2021", "2022")]
    sums = [sum(float(row[column]) for row in two) for column in ("remittances_received_usd", "fdi_net_inflow_usd")]
    assert value["tjk_times"] == pytest.approx(sums[0] / sums[1])
    assert value["n_numeric"] == sum(one.unit != "truth" for one in ledger("journal").values())
    cases = [one for one in ledger("journal").values() if 826 <= one.line <= 856 and one.unit != "truth"]
    assert value["n_cases"] == len(cases)
    assert "Philippines" in ran.text


@pytest.mark.slow
def test_the_tables_of_measures_and_judgements_are_searchable_and_whole(run_chapter):
    folder = run_chapter("policy_choices", {}).folder / "published"
    for id, file, filters in (
        ("tbl-choices-measures", "measures.csv", ["category", "actor"]),
        ("tbl-choices-comparison", "journal-comparison.csv", ["judgement"]),
    ):
        about = json.loads((folder / id / f"{id}.json").read_text(encoding="utf8"))
        assert about["searchable"]
        assert about["filters"] == filters
        with (folder / id / f"{id}.csv").open(encoding="utf8", newline="") as shown:
            assert len(list(csv.DictReader(shown))) == len(rows(file))
