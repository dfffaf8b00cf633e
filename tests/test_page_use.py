"""What a page offers, rendered by Sphinx with addresses and without."""

import io
import json
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from pybtex.database import parse_file
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from kzmigration import edition, figures

ADDRESSES = {
    "kzmigration_site_url": "https://example.org/profile/",
    "kzmigration_repository_url": "https://github.com/example/profile",
    "html_baseurl": "https://example.org/profile/",
}
CAPTION = "Each country, <once> & for all."


@pytest.fixture
def render(tmp_path):
    """Return a function that renders a chapter with a figure and a table, and a page that shows the figure again."""
    source, runs = tmp_path / "source", tmp_path / "runs"
    about = {"caption": CAPTION, "source": [{"shown": "table 1.3.1"}], "status": "printed", "licence": "not stated"}
    for kind, id in (("figure", "fig-x"), ("table", "tbl-x")):
        own = {"kind": kind, "alt": "Bars up to 5."} if kind == "figure" else {"kind": kind}
        own |= about | ({"headers": {"year": "Year"}, "units": {}} if kind == "table" else {})
        figures.write_bundle(runs / "emigration" / "published" / id, id, pd.DataFrame({"year": [2014]}), own)
    for name in ("fig-x", "fig-x-narrow"):
        (runs / "emigration" / "published" / "fig-x" / f"{name}.svg").write_text('<svg viewBox="0 0 10 10"></svg>')
    for path, text in {
        "notebooks/emigration": "# Who leaves?\n\nSome do.\n\n## How\n\n"
        "```{published} fig-x\n```\n\n```{published} tbl-x\n```\n",
        "book/index": "# The cover\n\nA book.\n\n```{published} emigration/fig-x\n:again:\n```\n",
        "index": "# Contents\n\n```{toctree}\nbook/index\nnotebooks/emigration\n```\n",
    }.items():
        (source / f"{path}.md").parent.mkdir(parents=True, exist_ok=True)
        (source / f"{path}.md").write_text(text, encoding="utf8")
    config = {
        "extensions": ["myst_parser", "kzmigration.sphinx_numbers"],
        "kzmigration_runs": str(runs),
        "html_theme": "basic",
    }

    def rendered(**settings):
        warnings, out = io.StringIO(), tmp_path / "out"
        given = {"confoverrides": config | settings, "warning": warnings, "status": None, "freshenv": True}
        with docutils_namespace():
            Sphinx(source, None, out, tmp_path / "trees", "html", **given).build()
        assert warnings.getvalue() == ""
        names = ("book/index", "notebooks/emigration", "index")
        pages = {n: BeautifulSoup((out / f"{n}.html").read_text(encoding="utf8"), "html.parser") for n in names}
        return out, pages

    return rendered


def references(page):
    return {cite.summary.text: cite for cite in page.select("details.kz-cite")}


@pytest.mark.parametrize("settings", [{}, ADDRESSES], ids=["unset", "set"])
def test_figure_table_and_page_say_how_to_cite_them(render, settings):
    out, pages = render(**settings)
    page = pages["notebooks/emigration"]
    found = references(page)
    assert list(found) == ["Cite this figure", "Cite this table", "Cite this page"]
    for id, kind in (("fig-x", "figure"), ("tbl-x", "table")):
        cite = found[f"Cite this {kind}"]
        text = cite.select_one(".kz-apa").text
        current = edition.read()
        told = (
            f"Project contributors. ({current.released.year}). {CAPTION[:-1]} [{kind.capitalize()}]. In “Who leaves?”, "
        )
        assert text.startswith(f"{told}{current.title} (Version {current.version}).")
        address = f"https://example.org/profile/notebooks/emigration.html#{id}"
        assert text.endswith(f" {address}") is bool(settings)
        links = {link.text: link["href"] for link in cite.select("a")}
        assert list(links) == ["BibTeX", "RIS", "Permanent link"]
        assert page.find(id=links["Permanent link"].removeprefix("#"))
        file = (out / "notebooks" / links["BibTeX"]).resolve()
        (entry,) = parse_file(str(file), "bibtex").entries.values()
        assert entry.key == id
        assert entry.fields.get("url") == (address if settings else None)
        assert (out / "notebooks" / links["RIS"]).read_text(encoding="utf8").startswith("TY  - ")
    assert "Who leaves? In The recomputed" in found["Cite this page"].text
    assert list(references(pages["book/index"])) == ["Cite this figure", "Cite this book"]
    assert list(references(pages["index"])) == []


def test_a_figure_shown_again_is_cited_where_it_stands(render):
    out, pages = render()
    links = {link.text: link["href"] for link in references(pages["book/index"])["Cite this figure"].select("a")}
    assert links["Permanent link"] == "../notebooks/emigration.html#fig-x"
    assert (out / "book" / links["BibTeX"]).resolve().exists()


def test_a_chapter_offers_its_notebooks_and_archives(render):
    links = [link["href"] for link in render()[1]["notebooks/emigration"].select(".kz-use .kz-downloads a")]
    own = "../notebooks/emigration"
    assert links == [
        f"{own}.zip",
        f"{own}.ipynb",
        "../notebooks/source/emigration.ipynb",
        f"{own}.numbers.json",
        "../data.zip",
    ]


def test_what_depends_on_an_address_is_left_out_until_it_is_set(render):
    for page in render()[1].values():
        assert not page.select(".kz-correct, link[rel=canonical]")
        assert "http" not in " ".join(link["href"] for link in page.select("article a, .kz-use a, .kz-cite a"))
    pages = render(**ADDRESSES)[1]
    for name in ("book/index", "notebooks/emigration"):
        (canonical,) = pages[name].select("link[rel=canonical]")
        assert canonical["href"] == f"https://example.org/profile/{name}.html"
        link, *binder = pages[name].select(".kz-correct a")
        opened = "https://mybinder.org/v2/gh/example/profile/HEAD?labpath=notebooks%2Femigration.ipynb"
        assert [one["href"] for one in binder] == ([opened] if "emigration" in name else [])
        parts = urlsplit(link["href"])
        assert parts._replace(query="").geturl() == "https://github.com/example/profile/issues/new"
        asked = parse_qs(parts.query)
        assert asked["title"] == [f"Correction: {'Who leaves?' if 'emigration' in name else edition.read().title}"]
        assert canonical["href"] in asked["body"][0]


def test_the_head_of_a_page_describes_it(render):
    pages = render(**ADDRESSES)[1]
    graph = json.loads(pages["notebooks/emigration"].find("script", type="application/ld+json").string)["@graph"]
    assert [(entry["@type"], entry["name"]) for entry in graph] == [
        ("Chapter", "Who leaves?"),
        ("Dataset", CAPTION[:-1]),
    ]
    assert graph[0]["description"] == "Some do."
    assert graph[0]["position"] > 1
    graph = json.loads(pages["book/index"].find("script", type="application/ld+json").string)["@graph"]
    assert [part["name"] for part in graph[0]["hasPart"]] == ["Who leaves?"]
    assert pages["book/index"].find("meta", property="og:image")["content"].endswith("/emigration/fig-x/fig-x.png")
    assert not pages["index"].find("script", type="application/ld+json")
