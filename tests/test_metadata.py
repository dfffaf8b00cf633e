"""What machines read in the head of a page, with addresses and without."""

import json
import re
import xml.etree.ElementTree as ElementTree

import pytest
from bs4 import BeautifulSoup

from kzmigration import edition, metadata
from kzmigration.citations import Work
from kzmigration.metadata import Picture

UNSET = edition.read().at("", "")
SET = edition.read().at("https://example.org/profile", "https://github.com/example/profile")
BOOK = Work("book", "kzmigration", SET.title, "book/index.html")
CHAPTER = Work("chapter", "who", 'Who leaves? </script><b> & "more"', "notebooks/who.html")
TABLE = Work("table", "tbl-x", "The largest destinations", "notebooks/who.html#tbl-x", "Who leaves?")
ABOUT = {
    "headers": {"country": "Country"},
    "source": [{"shown": "table 1.3.1 of the profile"}],
    "licence": "not stated",
}
PICTURE = Picture("who", {"id": "fig-x", "alt": "Lines that rise to 45,863."})
REQUIRED = {
    "Book": {"name", "author", "version", "datePublished", "inLanguage", "license", "hasPart", "isBasedOn"},
    "Chapter": {"name", "position", "isPartOf", "author", "description", "license"},
    "WebPage": {"name", "isPartOf", "description"},
    "Dataset": {"name", "description", "creator", "isBasedOn", "version"},
}
ADDRESSED = {"Book": {"@id", "url"}, "Chapter": {"@id", "url"}, "WebPage": {"url"}, "Dataset": {"url", "distribution"}}


def graphs(current):
    return {
        "cover": (BOOK, metadata.book(current, [CHAPTER, CHAPTER])),
        "chapter": (CHAPTER, metadata.chapter(CHAPTER, current, "Some leave.", 3, [(TABLE, ABOUT)])),
        "page": (CHAPTER, metadata.chapter(CHAPTER, current, "Some leave.", None, [])),
    }


@pytest.mark.parametrize("current", [UNSET, SET], ids=["unset", "set"])
@pytest.mark.parametrize(
    ("name", "types"), [("cover", ["Book", "Dataset"]), ("chapter", ["Chapter", "Dataset"]), ("page", ["WebPage"])]
)
def test_schema_org_has_what_it_must(current, name, types):
    work, graph = graphs(current)[name]
    page = BeautifulSoup(metadata.head(work, current, "Some leave.", graph, PICTURE), "html.parser")
    (script,) = page.find_all("script", type="application/ld+json")
    read = json.loads(script.string)
    assert read["@context"] == "https://schema.org"
    assert [entry["@type"] for entry in read["@graph"]] == types
    for entry in read["@graph"]:
        assert set(entry) >= REQUIRED[entry["@type"]]
        assert (ADDRESSED[entry["@type"]] <= set(entry)) is (current is SET)
        assert "" not in entry.values()
        if entry["@type"] == "Dataset":
            assert 50 <= len(entry["description"]) <= 5000
    assert ("example.org" in script.string) is (current is SET)
    assert not page.find_all("b")
    assert "<" not in script.string  # not even a comment's start, which would keep a script open


def test_a_table_can_be_loaded_from_where_the_site_has_it():
    table = graphs(SET)["chapter"][1][1]
    assert table["@id"] == "https://example.org/profile/notebooks/who.html#tbl-x"
    (load,) = table["distribution"]
    assert load["contentUrl"] == "https://example.org/profile/published/who/tbl-x/tbl-x.csv"
    assert load["encodingFormat"] == "text/csv"


def tags(current):
    page = BeautifulSoup(metadata.head(CHAPTER, current, 'So "few"', [], PICTURE), "html.parser")
    assert page.find("meta", attrs={"name": "description"})["content"] == 'So "few"'
    return {tag["property"]: tag["content"] for tag in page.find_all("meta", property=True)}


def test_open_graph_names_page_and_site_and_shows_a_picture_once_there_is_an_address():
    told = tags(UNSET)
    assert told == {
        "og:type": "article",
        "og:title": CHAPTER.title,
        "og:description": 'So "few"',
        "og:site_name": SET.title,
        "og:locale": "en_GB",
    }
    assert tags(SET) == told | {
        "og:url": "https://example.org/profile/notebooks/who.html",
        "og:image": "https://example.org/profile/published/who/fig-x/fig-x.png",
        "og:image:alt": "Lines that rise to 45,863.",
    }


def test_the_sitemap_lists_pages_and_is_there_only_with_an_address(tmp_path):
    for path in ("index.html", "search.html", "book/index.html", "notebooks/who.html", "_static/part.html"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).touch()
    metadata.write_sitemap(tmp_path, UNSET)
    assert not (tmp_path / "sitemap.xml").exists()
    metadata.write_sitemap(tmp_path, SET)
    root = ElementTree.parse(tmp_path / "sitemap.xml").getroot()  # noqa: S314 - our own
    assert re.fullmatch(r"\{http://www.sitemaps.org/schemas/sitemap/0.9\}urlset", root.tag)
    base = "https://example.org/profile/"
    assert [place[0].text for place in root] == [f"{base}book/index.html", f"{base}notebooks/who.html"]


@pytest.mark.parametrize("current", [UNSET, SET], ids=["unset", "set"])
def test_the_entrance_leads_to_the_cover(tmp_path, current):
    metadata.write_entrance(tmp_path, current)
    page = BeautifulSoup((tmp_path / "index.html").read_text(encoding="utf8"), "html.parser")
    assert page.html["lang"] == "en"
    assert page.title.string == page.find("a").string == current.title
    assert page.find("a")["href"] == "book/index.html"
    assert page.find("meta", attrs={"http-equiv": "refresh"})["content"] == "0; url=book/index.html"
    canonical = [link["href"] for link in page.find_all("link", rel="canonical")]
    assert canonical == (["https://example.org/profile/book/index.html"] if current is SET else [])
