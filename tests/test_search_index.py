"""The index of exact numbers, ids, names and terms."""

import gzip
import json
import re

import pytest

from kzmigration import claims, data, search_index
from kzmigration.places import Place


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("45,863 left", {"45863"}),
        ("−32\N{NO-BREAK SPACE}973, or 32\N{THIN SPACE}974", {"32973", "32974"}),
        ("1,115.7 thousand", {"1115.7"}),
        ("sections 1.3.1, 4.2.", {"1.3.1", "4.2"}),
        ("in 2019, of 1,998 people", {"1998"}),
        ("7 of 12", {"12"}),
        ("45,8631", set()),
        ("line L2194, fig2a", set()),
        ("54.87%; 87.96 %", {"54.87", "87.96"}),
    ],
)
def test_numbers_are_read_as_printed(text, keys):
    assert search_index.numbers(text) == keys


def test_a_name_inside_a_longer_one_is_not_meant():
    names = {("c", "GIN"): "Guinea", ("c", "PNG"): "Papua New Guinea", ("r", "71"): "Nur-Sultan city"}
    found = search_index.mentions(["Papua New Guinea", "Guinea and Nur-Sultan", "Guineans"], names)
    assert found == {("c", "GIN"): [1], ("c", "PNG"): [0], ("r", "71"): [1]}


def test_names_come_in_three_languages_and_as_printed():
    assert search_index.forms("country", "AUS")[:3] == ["Australia", "Аустралия", "Австралия"]
    assert "Астана" in search_index.forms("region", "71")


def test_the_index_says_where_a_number_stands_titles_first():
    places = [
        Place("book/ledger", "a", "statement", "Some left.", "1.3 Some left.", "They were 45,863."),
        Place("book/ledger", "b", "statement", "45,863 left.", "1.3.1 45,863 left."),
        Place("notebooks/emigration", "", "section", "Emigration", "45.9 thousand, Germany.", "", {"45863"}),
    ]
    index = search_index.build(places)
    assert index["numbers"]["45863"] == [2, 1, 0]
    assert "1.3.1" not in index["numbers"]  # a statement's section is found as a section
    assert ["1.3", "Emigration", 2] in index["sections"]
    (germany,) = [name for name in index["names"] if name[1] == "DEU"]
    assert germany[3:] == [[2], 0]


def test_every_printed_cell_is_in_the_index(column_sums):
    tables = {table["anchor"]: table for table in search_index.printed_cells()}
    assert len(tables) == sum("printed_as" in resource for resource in data.package()["resources"])
    departures = tables["table-1-3-1"]
    for at, year in enumerate(departures["years"]):
        assert sum(values[at] for _, values in departures["rows"]) == column_sums("table-1.3.1")[year]
    assert ["Malaysia", [None, None, 2, 6, 11, 6]] in tables["table-1-2-1"]["rows"]


@pytest.fixture(scope="module")
def index(site):
    """Return the index of the built book."""
    text = (site / search_index.FILE).read_text(encoding="utf8")
    return json.loads(text.removeprefix("window.kzPlaces = ").removesuffix(";\n"))


@pytest.mark.site
def test_the_index_is_small_and_comes_out_the_same_twice(site, index, tmp_path):
    content = (site / search_index.FILE).read_bytes()
    assert len(gzip.compress(content)) < 100_000
    for page in index["pages"]:
        (tmp_path / page[0]).parent.mkdir(exist_ok=True)
        (tmp_path / f"{page[0]}.html").write_bytes((site / f"{page[0]}.html").read_bytes())
    search_index.write(tmp_path)
    assert (tmp_path / search_index.FILE).read_bytes() == content


@pytest.mark.site
def test_every_place_is_there_and_every_statement_and_term_is_a_place(site, index):
    anchors = {}
    for at, (page, title) in enumerate(index["pages"]):
        assert title, page
        anchors[at] = {"", *re.findall(r'\bid="([^"]+)"', (site / f"{page}.html").read_text(encoding="utf8"))}
    kinds = index["kinds"]
    for page, anchor, _, title in index["places"]:
        assert anchor in anchors[page], (index["pages"][page], anchor)
        assert 0 < len(title) < 600, (anchor, title)
    found = {anchor for _, anchor, kind, _ in index["places"] if kinds[kind] == "statement"}
    assert found == set(claims.statements())
    assert len(index["terms"]) == len(data.read("glossary"))
    assert sum(kinds[kind] == "printed" for _, _, kind, _ in index["places"]) == len(data.read("figures"))


@pytest.mark.site
def test_only_the_search_page_and_the_explorer_load_their_scripts(site):
    for file in sorted(site.resolve().rglob("*.html")):
        text = file.read_text(encoding="utf8")
        assert ("_static/search.js" in text) == (file.name == "search.html"), file
        assert ("_static/explore.js" in text) == (file.name == "explore.html"), file
