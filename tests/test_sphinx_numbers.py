import io
import json
import re

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from kzmigration import figures, language, numbers
from kzmigration.numbers import Number

NUMBER = Number("total", 45863, "persons", 0, False, ["table-1.3.1"], "sum of the 2019 column", "printed")

MARKUP = """<script>alert("x")</script><img src=x onerror='alert(1)'>&lt;b&gt; {num}`total` [a](javascript:alert(1))"""


@pytest.fixture
def build(tmp_path):
    """Return a function that renders one MyST page and returns its HTML and Sphinx's warnings."""
    source, runs = tmp_path / "source", tmp_path / "runs" / "ch"
    (source / "notebooks").mkdir(parents=True)
    runs.mkdir(parents=True)
    numbers.write([NUMBER], runs / "numbers.json")
    numbers.registry.cache_clear()

    def render(text):
        (source / "notebooks" / "ch.md").write_text("# Title\n\n" + text, encoding="utf8")
        warnings = io.StringIO()
        with docutils_namespace():
            app = Sphinx(
                source,
                None,
                tmp_path / "out",
                tmp_path / "trees",
                "html",
                warning=warnings,
                status=None,
                freshenv=True,
                confoverrides={
                    "extensions": ["myst_parser", "kzmigration.sphinx_numbers"],
                    "root_doc": "notebooks/ch",
                    "kzmigration_runs": str(tmp_path / "runs"),
                    "html_theme": "basic",
                },
            )
            app.build()
        return (tmp_path / "out" / "notebooks" / "ch.html").read_text(encoding="utf8"), warnings.getvalue()

    render.runs = runs
    return render


@pytest.mark.parametrize("key", ["total", "ch/total"])
def test_a_number_is_shown_with_value_and_origin(build, key):
    page, warnings = build(f"We count {{num}}`{key}` people.")
    assert '<data class="kz-num" value="45863" tabindex="0" aria-describedby="tip-1">45,863' in page
    assert "sum of the 2019 column; table 1.3.1; printed values; persons" in page
    assert warnings == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Most went to {num}`first`.", "the United States"),
        ("{num}`first` came first.", "The United States"),
        ("Most left. {num}`first` took them.", "The United States"),
        ("Most left. **{num}`first`** took them.", "The United States"),
        ("Most left (**{num}`first`**).", "the United States"),
    ],
)
def test_a_country_at_the_start_of_a_sentence_has_a_capital(build, text, shown):
    first = Number("first", "USA", "country", 0, False, ["table-1.3.1"], "the largest", "printed")
    numbers.write([first], build.runs / "numbers.json")
    page, warnings = build(text)
    assert BeautifulSoup(page, "html.parser").select_one(".kz-num").get_text() == shown
    assert warnings == ""


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("{num}`gone`", "no chapter registered the number 'ch/gone'"),
        ("{num}`other/total`", "no chapter registered the number 'other/total'"),
        ("A {num} without its key.", "a role was not rendered: 'A {num} without its key.'"),
        ("```{published} fig-gone\n```", "chapter ch published no 'fig-gone'"),
    ],
)
def test_what_cannot_be_shown_is_a_warning(build, text, warning):
    _, warnings = build(text)
    assert warning in warnings


@pytest.mark.parametrize("value", ["", None, float("nan")])
def test_an_empty_value_in_the_registry_is_a_warning(build, value):
    file = build.runs / "numbers.json"
    registry = json.loads(file.read_text())
    registry["total"]["value"] = value
    file.write_text(json.dumps(registry))
    _, warnings = build("{num}`total`")
    assert "the registry cannot be read" in warnings


def test_code_may_show_a_role_as_it_is_written(build):
    _, warnings = build("Write `{num}` and then the key.")
    assert warnings == ""


def assert_shown_as_text(page, times):
    """Hold that the markup is on the page as words that are read, and nowhere as markup that is run."""
    soup = BeautifulSoup(page, "html.parser")
    text = re.sub("[“”]", '"', re.sub("[‘’]", "'", soup.get_text()))  # Sphinx rounds quotes
    assert text.count(MARKUP) == times
    scripts = [script for script in soup.find_all("script") if "alert" in script.text]
    assert all(script["type"] == "application/ld+json" and "<" not in script.text for script in scripts)
    assert not [tag for tag in soup.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    assert not [link for link in soup.find_all("a", href=True) if link["href"].startswith("javascript")]
    assert not soup.find_all("b")


def test_markup_in_a_number_is_escaped(build, monkeypatch):
    monkeypatch.setattr(language, "name", lambda *_: MARKUP)
    told = [
        Number("total", 45863, "persons", 0, False, ["table-1.3.1"], MARKUP, "printed"),
        Number("first", "RUS", "country", 0, False, ["table-1.3.1"], "the largest", "printed"),
        Number("verb", MARKUP, "word", 0, False, ["table-1.3.1"], "its sign", "printed"),
    ]
    numbers.write(told, build.runs / "numbers.json")
    page, _ = build("{num}`total` left, most to {num}`first`: {num}`verb`.")
    assert_shown_as_text(page, 3)
    verb = BeautifulSoup(page, "html.parser").find_all("data")[-1]
    assert verb["value"] == MARKUP


def test_markup_in_a_table_is_escaped(build):
    frame = pd.DataFrame({"country": [MARKUP, "b"], "persons": [1, 2]})
    about = {
        "kind": "table",
        "caption": MARKUP,
        "headers": {"country": MARKUP},
        "units": {"persons": "persons"},
        "source": [{"shown": MARKUP}],
        "status": "printed",
    }
    figures.write_bundle(build.runs / "published" / "tbl-x", "tbl-x", frame, about)
    page, _ = build("```{published} tbl-x\n```")
    assert_shown_as_text(page, 5)


def test_a_year_stays_a_year_beside_numbers_with_decimals(build):
    about = {"kind": "table", "caption": "Rates.", "headers": {}, "units": {"rate": "ratio"}, "source": []}
    frame = pd.DataFrame({"year": ["2014", "2015"], "rate": [0.5, 1.25]})
    figures.write_bundle(build.runs / "published" / "tbl-x", "tbl-x", frame, about | {"status": "printed"})
    page, _ = build("```{published} tbl-x\n```")
    cells = [cell.text.strip() for cell in BeautifulSoup(page, "html.parser").select("tbody td")]
    assert cells == ["2014", "0.50", "2015", "1.25"]


def test_markup_in_a_figure_is_escaped(build):
    about = {"kind": "figure", "caption": MARKUP, "alt": MARKUP, "source": [{"shown": MARKUP}], "status": "printed"}
    folder = build.runs / "published" / "fig-x"
    figures.write_bundle(folder, "fig-x", pd.DataFrame({"year": [2014]}), about)
    for name in ("fig-x", "fig-x-narrow"):
        (folder / f"{name}.svg").write_text('<svg viewBox="0 0 10 10"></svg>')
    page, _ = build("```{published} fig-x\n```")
    assert_shown_as_text(page, 3)
    assert {img["alt"] for img in BeautifulSoup(page, "html.parser").find_all("img")} == {MARKUP}


def test_a_chapter_may_show_the_part_of_a_section_that_it_is_about(build):
    page, warnings = build("```{section-claims} 2.4\n:about: trafficking smuggling\n```\n")
    shown = {row.find("code").text.split("-")[0] for row in BeautifulSoup(page, "html.parser").select("tbody tr")}
    assert shown == {"trafficking", "smuggling"}
    assert warnings == ""
    whole, _ = build("```{section-claims} 2.4\n```\n")
    assert "offences-foreigners-2019" in whole


def test_a_year_beside_shares_is_written_as_a_year(build):
    frame = pd.DataFrame({"year": [2014, 2015], "share": [12.34, 5.0]})
    about = {"kind": "table", "caption": "Shares.", "source": [], "status": "open"}
    about |= {"headers": {"year": "Year"}, "units": {"share": "percent"}}
    figures.write_bundle(build.runs / "published" / "tbl-shares", "tbl-shares", frame, about)
    page, _ = build("```{published} tbl-shares\n```")
    rows = BeautifulSoup(page, "html.parser").select("table.kz-table tbody tr")
    assert [[cell.text.strip() for cell in row.select("td")] for row in rows] == [["2014", "12.3%"], ["2015", "5.0%"]]


def test_a_column_with_long_cells_says_so_to_the_phone(build):
    frame = pd.DataFrame({"says": ["short", "long " * 20], "holds": ["yes", "no"], "year": [2014, 2015]})
    about = {"kind": "table", "caption": "Said.", "source": [], "status": "open", "headers": {}, "units": {}}
    figures.write_bundle(build.runs / "published" / "tbl-said", "tbl-said", frame, about)
    page, _ = build("```{published} tbl-said\n```")
    rows = BeautifulSoup(page, "html.parser").select("table.kz-table tbody tr")
    assert [["kz-cell-long" in cell.get("class", []) for cell in row.select("td")] for row in rows] == [
        [True, False, False]
    ] * 2


def publish(build, **more):
    folder = build.runs / "published" / "tbl-acts"
    folder.mkdir(parents=True)
    frame = pd.DataFrame({"title": ["Law", "Order"], "says": ["<b>binds</b>", ""], "level": ["national", ""]})
    frame.to_csv(folder / "tbl-acts.csv", index=False)
    about = {"id": "tbl-acts", "kind": "table", "caption": "Acts.", "source": [], "status": "stated", "units": {}}
    about["headers"] = {"title": "Act", "level": "Level"}
    (folder / "tbl-acts.json").write_text(json.dumps(about | more), encoding="utf8")
    page, warnings = build("```{published} tbl-acts\n```")
    assert warnings == ""
    return BeautifulSoup(page, "html.parser").select_one("table.kz-table")


def test_a_searchable_table_has_filters_small_print_and_heads_for_a_phone(build):
    table = publish(build, searchable=True, filters=["level"], below=["says"])
    assert {"kz-searchable", "kz-cards"} <= set(table["class"])
    assert [th.text.strip() for th in table.select("th.kz-filter")] == ["Level"]
    first, second = table.select("tbody tr")
    assert first.select_one("td .kz-small").text == "<b>binds</b>"
    assert [head.text for head in first.select(".kz-head")] == ["Level"]
    assert second.select_one(".kz-small") is None
    assert second.select("td")[1]["class"] == ["kz-empty"]


def test_another_table_shows_all_its_columns_and_asks_for_no_search(build):
    table = publish(build)
    assert "kz-searchable" not in table["class"]
    assert len(table.select("th")) == 3
    assert table.select(".kz-head, .kz-small") == []
