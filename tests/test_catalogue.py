"""The catalogue of data: what it says of each resource, and the files that it offers."""

import hashlib
import json
import re

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from kzmigration import catalogue, data, parameters
from kzmigration.paths import DATA, ROOT, chapters

RESOURCES = {entry["name"]: entry for entry in json.loads((DATA / "datapackage.json").read_text("utf8"))["resources"]}


def test_each_resource_has_one_group_and_each_group_stands_on_the_page():
    page = (ROOT / "book" / "data.md").read_text(encoding="utf8")
    shown = re.findall(r"^```\{data-catalogue\} (\w+)$", page, flags=re.MULTILINE)
    assert sorted(shown) == sorted(catalogue.GROUPS)
    groups = {name: catalogue.group_of(entry) for name, entry in RESOURCES.items()}
    assert set(groups.values()) == set(catalogue.GROUPS)
    assert {name for name, group in groups.items() if group == "open"} == set(filter(data.is_open, RESOURCES))
    assert {name for name, group in groups.items() if group == "profile"} == {
        name for name, entry in RESOURCES.items() if "printed_as" in entry
    }


def test_the_readers_are_the_chapters_that_load_it():
    found = catalogue.readers(tuple(chapters()))
    assert "demographic_impact" in found["bns-national"]
    for chapter in chapters():
        for name in parameters.resources_read(chapter):
            assert chapter in found[name]
    assert sum(map(len, found.values())) == sum(len(parameters.resources_read(chapter)) for chapter in chapters())
    assert catalogue.readers(("emigration",)).keys() == set(parameters.resources_read("emigration"))


@pytest.mark.parametrize(
    ("years", "said"), [([2014, 2016, None], "2014 to 2016"), ([2018, 2018], "2018"), (["2020"], "2020")]
)
def test_the_years_are_the_first_and_the_last(years, said):
    frame = pd.DataFrame({"year": years})
    assert catalogue.coverage({"schema": {}}, frame) == f"{len(years)} rows; {said}"


def test_sources_are_links_only_where_the_book_has_the_catalogue():
    sources = [{"name": "bns-national", "shown": "a <series>"}, {"name": "fig-1.1.3", "shown": "statements"}]
    linked = catalogue.links(sources, "notebooks/emigration", {"book/data"})
    assert linked == '<a href="../book/data.html#data-bns-national">a &lt;series&gt;</a>; statements'
    assert catalogue.links(sources, "notebooks/emigration", set()) == "a &lt;series&gt;; statements"


def test_the_files_are_copied_byte_by_byte(tmp_path):
    catalogue.write(tmp_path)
    files = {file.relative_to(tmp_path / "data").as_posix() for file in tmp_path.rglob("*.csv")}
    assert files == {entry["path"] for entry in RESOURCES.values()}
    for path in files:
        assert (tmp_path / "data" / path).read_bytes() == (DATA / path).read_bytes()


@pytest.fixture(scope="module")
def page(site):
    """Return the page of the built book."""
    return BeautifulSoup((site / "book" / "data.html").read_text(encoding="utf8"), "html.parser")


@pytest.mark.site
def test_each_resource_stands_on_the_page_once_with_what_is_said_of_it(page):
    entries = {entry["id"]: entry for entry in page.select("section.kz-resource")}
    assert len(entries) == len(page.select("section.kz-resource")) == len(RESOURCES)
    for name, resource in RESOURCES.items():
        entry = entries[catalogue.anchor(name)]
        text = re.sub(r"\s+", " ", entry.get_text(" "))
        for key in ("title", "agency", "producer", "dataset", "version", "citation", "retrieved"):
            assert re.sub(r"\s+", " ", resource.get(key, "")) in text, (name, key)
        for licence in resource["licenses"]:
            assert f"({licence['name']})" in text, name
        columns, rows = entry.select("table")
        named = [cell.get_text() for cell in columns.select("tbody th")]
        assert named == [field["name"] for field in resource["schema"]["fields"]]
        assert [cell.get_text() for cell in rows.select("thead th")] == named
        whole = (DATA / resource["path"]).read_text(encoding="utf8").count("\n") - 1
        assert f"{whole:,} rows" in text, name
        assert len(rows.select("tbody tr")) == min(catalogue.SHOWN, whole)


@pytest.mark.site
def test_each_download_has_the_bytes_of_the_package(page, site):
    for name, resource in RESOURCES.items():
        links = page.select(f"#{catalogue.anchor(name)} .kz-downloads a")
        table, described = (site / "book" / link["href"] for link in links)
        raw = table.resolve().read_bytes()
        assert raw == (DATA / resource["path"]).read_bytes(), name
        if "hash" in resource:
            assert f"sha256:{hashlib.sha256(raw).hexdigest()}" == resource["hash"]
        assert json.loads(described.resolve().read_text(encoding="utf8")) == resource


@pytest.mark.site
def test_the_links_to_chapters_are_those_that_read_it(page):
    found = catalogue.readers(tuple(chapters()))
    for name in RESOURCES:
        links = page.select(f'#{catalogue.anchor(name)} dd a[href^="../notebooks/"]')
        assert [link["href"] for link in links] == [f"../notebooks/{one}.html" for one in found.get(name, [])]


@pytest.mark.site
def test_the_source_below_a_figure_leads_into_the_catalogue(site):
    chapter = BeautifulSoup((site / "notebooks" / "demographic_impact.html").read_text("utf8"), "html.parser")
    links = chapter.select("#fig-demographic-loss .kz-source a")
    assert [link["href"].partition("#")[2] for link in links] == ["data-table-1-3-1", "data-bns-national"]


@pytest.mark.site
def test_kazakh_and_russian_cells_say_so(page):
    for cell in page.select(".kz-resource td"):
        if re.search("[\u0400-\u052f]", cell.get_text()):
            assert cell.get("lang") in ("kk", "ru"), cell
