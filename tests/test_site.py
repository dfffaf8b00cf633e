"""The built book, read as a browser reads it."""

import json
import re
import zipfile
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from kzmigration import claims, edition, numbers
from kzmigration.paths import NOTEBOOKS, RUNS

pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def pages(site):
    """Return every page of the book: path -> parsed HTML."""
    files = [file for file in sorted(site.resolve().rglob("*.html")) if "_static" not in file.parts]
    return {file: BeautifulSoup(file.read_text(encoding="utf8"), "html.parser") for file in files}


@pytest.fixture(scope="module")
def articles(pages):
    """Return the pages that an author wrote."""
    return {file: page for file, page in pages.items() if file.parent.name in ("book", "notebooks")}


def test_the_book_has_pages(articles):
    assert {file.stem for file in articles} >= {"index", "method", "emigration"}


def test_every_picture_has_words_for_those_who_do_not_see_it(articles):
    pictures = [(file.name, img) for file, page in articles.items() for img in page.select("article img")]
    assert pictures
    for name, picture in pictures:
        alt = picture.get("alt", "")
        assert len(alt) > 40, f"{name}: {picture}"
        assert not re.search(r"\.(?:svg|png)$", alt)
        assert re.search(r"\d", alt), f"{name}: the alt text holds no number: {alt}"


def test_every_figure_has_caption_source_and_downloads(articles):
    figures = [figure for page in articles.values() for figure in page.select("figure.kz-figure")]
    assert figures
    for figure in figures:
        if "kz-again" in figure["class"]:  # shown a second time, away from its anchor
            assert ".html#fig-" in figure.select(".kz-source a")[-1]["href"]
        else:
            assert figure.get("id", "").startswith("fig-")
        assert len(figure.select_one(".caption-text").get_text()) > 30
        assert "Source: " in figure.select_one(".kz-source").get_text()
        links = {link.get_text(): link["href"] for link in figure.select(".kz-downloads a")}
        assert list(links) == ["CSV", "Metadata", "SVG", "PNG"]


def test_every_figure_and_table_of_the_profile_stands_in_the_book_once(site, articles):
    (listed,) = [page for file, page in articles.items() if file.stem == "figures"]
    links = [row.th.a["href"] for row in listed.select("table.kz-figures tbody tr")]
    assert len(links) == len(set(links)) == 88 + 17
    anchors = [tag["id"] for page in articles.values() for tag in page.select(".kz-redraws li, div.kz-card[id]")]
    printed = [id for id in anchors if re.match(r"(figure|table)-\d", id)]
    assert sorted(printed) == sorted(link.partition("#")[2] for link in links)


def test_every_table_has_a_caption_and_header_cells(articles):
    tables = [table for page in articles.values() for table in page.select("article table")]
    assert tables
    for table in tables:
        assert table.caption.select_one(".caption-text").get_text(strip=True)
        assert table.thead.find_all("th")
        assert all(cell.get_text(strip=True) for cell in table.thead.find_all("th"))


def test_numbers_on_the_page_are_those_of_the_registry(articles):
    registry = {file.parent.name: numbers.read(file) for file in RUNS.glob("*/numbers.json")}
    registry["ledger"] = {id: told.number() for id, told in claims.statements().items() if told.unit != "truth"}
    values = {
        ("|".join(n.value) if isinstance(n.value, list) else str(n.value), n.text())
        for chapter in registry.values()
        for n in chapter.values()
    }
    shown = [data for page in articles.values() for data in page.select("data.kz-num")]
    assert len(shown) > 40
    for data in shown:
        for extra in data.select(".kz-tip, .kz-mark"):
            extra.extract()
        assert data.get_text(strip=True), f"a blank number: {data}"
        assert (data["value"], data.get_text()) in values, data


def test_no_role_is_left_unrendered(pages):
    for file, page in pages.items():
        for code in page.select("pre, code, script"):
            code.extract()
        assert not re.search(r"\{\w+\}`", page.get_text()), file.name


def test_nothing_is_loaded_from_another_host(site):
    for file in sorted(site.rglob("*.html")):
        page = BeautifulSoup(file.read_text(encoding="utf8"), "html.parser")
        loaded = [
            tag.get(attribute, "")
            for tag, attribute in [
                (t, a) for a in ("src", "srcset", "data", "poster") for t in page.find_all(attrs={a: True})
            ]
        ]
        loaded += [tag["href"] for tag in page.find_all("link", href=True) if tag.get("rel") != ["canonical"]]
        assert not [url for url in loaded if urlsplit(url).netloc], file.name
    for file in sorted(site.rglob("*.css")):
        assert not re.search(r"url\(\s*['\"]?(?:https?:)?//", file.read_text(encoding="utf8")), file.name


def test_internal_links_lead_somewhere(site, pages):
    ids = {file: {tag["id"] for tag in page.find_all(id=True)} for file, page in pages.items()}
    for file, page in pages.items():
        for link in page.find_all("a", href=True):
            parts = urlsplit(link["href"])
            if parts.scheme or parts.netloc or link["href"] == "#":
                continue
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            target = target / "index.html" if target.is_dir() else target
            assert target.exists(), f"{file.name} links to {link['href']}"
            if parts.fragment and target.suffix == ".html":
                assert parts.fragment in ids[target], f"{file.name}: {link['href']}"


def test_every_page_says_its_language_and_title(articles):
    for file, page in articles.items():
        assert page.html["lang"] == "en", file.name
        assert len(page.select("article h1")) == 1, file.name


def test_a_chapter_says_its_part_and_its_number_above_its_title(articles):
    lines = {file.stem: page.select_one("article .kz-eyebrow") for file, page in articles.items()}
    assert lines["migration_system"].get_text() == "Part 1 · Migration in Kazakhstan · Chapter 1"
    assert lines["law"].find_next("h1").get_text().startswith("Which rules bind migration")
    assert lines["ledger"].get_text() == "Part 5 · What holds"
    assert [name for name, line in lines.items() if line is None] == ["index"]


def test_downloads_hold_what_they_promise(site, articles):
    for file, page in articles.items():
        for link in page.select(".kz-downloads a"):
            target = (file.parent / link["href"]).resolve()
            start = target.read_bytes()[:8]
            if target.suffix == ".ipynb" or target.name.endswith(".numbers.json"):
                assert json.loads(target.read_text(encoding="utf8"))
            elif target.name == "ledger.json":
                assert len(json.loads(target.read_text(encoding="utf8"))) == len(claims.statements())
            elif target.suffix == ".json" and file.stem == "data":
                described = json.loads(target.read_text(encoding="utf8"))
                assert described["path"] == target.with_suffix(".csv").relative_to(site.resolve() / "data").as_posix()
            elif target.suffix == ".json":
                about = json.loads(target.read_text(encoding="utf8"))
                assert about["source"]
                assert about["licence"]
            elif target.suffix == ".csv":
                assert len(target.read_text(encoding="utf8").splitlines()) > 1
            elif target.suffix == ".zip":
                with zipfile.ZipFile(target) as archive:
                    assert archive.testzip() is None
                    assert any(name.endswith("/README.txt") for name in archive.namelist())
            elif target.suffix == ".svg":
                assert start.startswith(b"<svg")
            else:
                assert start == b"\x89PNG\r\n\x1a\n"


def test_the_offered_notebook_has_its_numbers_in_the_text(site):
    offered = sorted((site / "notebooks").glob("*.ipynb"))
    assert offered
    for file in offered:
        text = "\n".join(
            "".join(cell["source"]) for cell in json.loads(file.read_text())["cells"] if cell["cell_type"] == "markdown"
        )
        assert not re.search(r"\{\w+\}`", text)
        assert re.search(r"\d%|\d,\d{3}|\d thousand", text), file.name


def test_every_page_figure_and_table_can_be_cited(articles):
    for file, page in articles.items():
        (own,) = page.select(".kz-use .kz-cite")
        assert own.summary.text == ("Cite this book" if file.stem == "index" else "Cite this page")
        places = page.select("figure.kz-figure, .kz-below-table")
        assert all(len(place.select(".kz-cite")) == 1 for place in places), file.name
        for cite in page.select(".kz-cite"):
            text = cite.select_one(".kz-apa").text
            assert text.startswith(f"Project contributors. ({edition.read().released.year}). ")
            assert edition.read().title in text
            assert bool(edition.read().site_url) is ("http" in text)
            links = {link.text: (file.parent / link["href"]).resolve() for link in cite.select("a[download]")}
            assert links["BibTeX"].read_text(encoding="utf8").startswith("@")
            assert links["RIS"].read_text(encoding="utf8").startswith("TY  - ")


def test_every_page_tells_machines_what_it_is(articles):
    for file in articles:
        page = BeautifulSoup(file.read_text(encoding="utf8"), "html.parser")  # other tests take scripts out of theirs
        graph = json.loads(page.find("script", type="application/ld+json").string)["@graph"]
        kind = {"index": "Book"}.get(file.stem, "Chapter" if file.parent.name == "notebooks" else "WebPage")
        assert graph[0]["@type"] == kind
        assert page.find("meta", property="og:title")["content"] == graph[0]["name"]
        tables = [
            table for table in page.select("table.kz-table[id^=tbl-]") if not table.find_parent(class_="kz-again")
        ]
        assert [entry["@type"] for entry in graph[1:]] == ["Dataset"] * (1 if kind == "Book" else len(tables))
        addressed = bool(page.select("link[rel=canonical], .kz-correct, meta[property='og:url']"))
        assert addressed is bool(edition.read().site_url or edition.read().repository_url)


def test_a_chapters_archive_has_every_figure_and_table_of_its_page(site, articles):
    for file in sorted((site / "notebooks").glob("*.html")):
        with zipfile.ZipFile(file.with_suffix(".zip")) as archive:
            held = {name.split("/")[2] for name in archive.namelist() if "/published/" in name}
            source = archive.read(f"{file.stem}/source/{file.stem}.ipynb")
        page = articles[file.resolve()]
        shown = {tag["id"] for tag in page.select("figure.kz-figure[id], table.kz-table[id]")}
        assert held == shown, file.name
        assert source == (NOTEBOOKS / f"{file.stem}.ipynb").read_bytes()
