"""The slides: what a deck takes of its chapter, and that it works from the disk and asks nobody for anything."""

import base64
import json
import re
import shutil

import nbformat
import pytest
import yaml
from bs4 import BeautifulSoup

from kzmigration import edition, numbers, slide_deck, slide_text, slides
from kzmigration.errors import BookError
from kzmigration.paths import ROOT, RUNS

CHAPTER = "emigration"  # with exercises and tables; its figures are wide, high and in panels
# What stands on the slide that is shown, beyond its edges, and whether anything hides what is below it.
OVERFLOW = """() => {
  const slide = Reveal.getCurrentSlide().querySelector(".kz-slide"), beyond = [];
  for (const at of slide.querySelectorAll("*")) {
    const box = at.getBoundingClientRect();
    if (box.width && (box.right > 1280.5 || box.bottom > 720.5 || box.left < 0 || box.top < 0)) beyond.push(at.tagName);
  }
  const tops = [...slide.children].map(at => at.getBoundingClientRect());
  const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  tops.forEach((a, n) => { if (tops.slice(n + 1).some(b => over(a, b))) beyond.push("overlap"); });
  return beyond;
}"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return the folder of the slides of one chapter."""
    out = tmp_path_factory.mktemp("slides")
    assert slides.make(RUNS, out, [CHAPTER]) == out / "index.html"
    return out


@pytest.fixture(scope="module")
def deck(made):
    """Return the deck, parsed."""
    return BeautifulSoup((made / f"{CHAPTER}.html").read_text(encoding="utf8"), "html.parser")


def published(kind):
    files = (RUNS / CHAPTER / "published").glob(f"{kind}-*/*.json")
    return {file.stem: json.loads(file.read_text(encoding="utf8")) for file in files}


@pytest.mark.site
def test_a_deck_loads_nothing_from_another_host_and_shares_one_copy_of_reveal(made):
    for name in (f"{CHAPTER}.html", "index.html"):
        page = BeautifulSoup((made / name).read_text(encoding="utf8"), "html.parser")
        loaded = [tag.get(key) for key in ("src", "href", "srcset") for tag in page.select(f"[{key}]")]
        others = {address for address in loaded if not address.startswith("data:image/svg+xml;base64,")}
        assert others, name
        for address in others:
            assert (made / address).is_file(), address
    css = "".join(file.read_text(encoding="utf8") for file in (made / "reveal").glob("*.css"))
    assert not re.search(r"@import|url\((?!fonts/|data:)", css)
    assert (made / "reveal" / "LICENSE.txt").is_file()
    assert not list(made.rglob("reveal.js"))[1:]


@pytest.mark.site
def test_every_figure_of_the_run_is_there_byte_by_byte_wide_and_narrow_with_its_words(deck):
    found = {image["data-figure"]: image for image in deck.select("img")}
    assert found.keys() == published("fig").keys()
    for id, about in published("fig").items():
        narrow = found[id].find_previous("source")["srcset"]
        for text, end in ((found[id]["src"], ""), (narrow, "-narrow")):
            picture = base64.b64decode(text.partition(",")[2])
            assert picture == (RUNS / CHAPTER / "published" / id / f"{id}{end}.svg").read_bytes()
        assert found[id]["alt"] == about["alt"]
        slide = found[id].find_parent("section")
        assert about["caption"] in slide.get_text()
        assert about["source"][0]["shown"] in slide.select_one(".kz-source").get_text()
    assert {table["data-table"] for table in deck.select("table")} == published("tbl").keys()
    assert not deck.select("pre code, .highlight")
    assert "import pandas" not in deck.get_text()


@pytest.mark.site
def test_its_numbers_are_those_of_the_registry_and_the_notes_say_where_they_come_from(deck):
    registry = numbers.read(RUNS / CHAPTER / "numbers.json")
    prose = slide_text.Prose.of(nbformat.read(RUNS / CHAPTER / "notebook.ipynb", as_version=4))
    slide = next(one for one in deck.select("section > section") if "In one minute" in one.get_text())
    words = " ".join(slide.select_one(".kz-slide").get_text().split())
    keys = numbers.ROLE.findall(prose.parts["In one minute"])
    assert len(keys) > 8
    for key in keys:
        assert registry[key].text() in words
        if registry[key].unit in numbers.FORMATS:
            assert f"{registry[key].text()}: {registry[key].how}" in slide.select_one("aside.notes").get_text()
    assert not re.search(r"\{[\w:]+\}`", deck.get_text())


@pytest.mark.site
def test_the_title_names_edition_and_licence_and_the_end_says_how_to_cite(deck):
    current = edition.read()
    title = deck.select_one(".kz-title").get_text()
    assert "Emigration: who leaves Kazakhstan, and where to" in title
    assert f"{current.title}Version {current.version}, {current.released:%-d %B %Y}Text and figures CC BY 4.0" in title
    assert "@incollection{emigration," in deck.select(".kz-slide")[-1].get_text()


@pytest.mark.site
def test_what_fails_is_shown_with_what_comes_out_and_all_verdicts_are_counted(deck):
    checks = deck.select(".kz-checks")
    assert "✕ contradicted" in checks[0].get_text()
    assert "stated 45.2 thousand; computed 45,863" in checks[0].get_text()
    total, *counts = map(int, re.findall(r"\d+", checks[0].select_one(".kz-counts").get_text()))
    assert total == sum(counts)


@pytest.mark.site
def test_the_question_for_the_seminar_is_there_and_nothing_of_the_teacher_is(made, deck):
    public = yaml.safe_load((ROOT / "book" / "exercises" / f"{CHAPTER}.yaml").read_text(encoding="utf8"))
    assert public["seminar"].strip().replace("'", "’") in deck.get_text()
    teacher = yaml.safe_load((ROOT / "teaching" / f"{CHAPTER}.yaml").read_text(encoding="utf8"))

    def texts(node):
        parts = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        return {node} if isinstance(node, str) and " " in node else {text for part in parts for text in texts(part)}

    page = (made / f"{CHAPTER}.html").read_text(encoding="utf8")
    secrets = texts({"answers": teacher["answers"], "sentences": teacher["sentences"]})
    assert len(secrets) > 20
    assert not [text for text in secrets if text in page]


@pytest.mark.site
def test_long_tables_are_cut_or_left_out_and_either_is_said():
    made = slide_deck.deck(RUNS / "law", "Part 3", edition.read(), [], "licences")
    text = "\n".join(cell.source for cell in made.cells)
    assert text.count('data-table="tbl-law-instruments"') + text.count("(89 rows)") == 1
    cut = re.findall(r"The first (\d+) of (\d+) rows; the chapter’s page has all", text)
    assert cut or "too long for a slide" in text


def test_a_chapter_without_exercises_has_no_question_for_a_seminar(tmp_path):
    for name in ("law", "without"):
        shutil.copytree(RUNS / "law", tmp_path / name)
        made = slide_deck.deck(tmp_path / name, "Part 3", edition.read(), [], "licences")
        assert any("## For the seminar" in cell.source for cell in made.cells) == (name == "law")


def test_a_sentence_that_leans_on_the_one_before_brings_it_along():
    first = "It grew.\nIt doubled ({numref}`fig-a`).\n\nAs {numref}`fig-b` shows, it fell."
    prose = f"{first}\n{{numref}}`fig-c` and {{numref}}`fig-a` do not."
    ids = dict.fromkeys(("fig-a", "fig-b", "fig-c", "fig-d"), "Growth")
    found = slide_text.Prose("A title", {"Growth": prose}, ids, ())
    assert found.sentence("fig-a") == "It grew. It doubled."
    assert found.sentence("fig-b") == "As this figure shows, it fell."
    assert found.sentence("fig-c") == "This figure and {numref}`fig-a` do not."
    assert found.sentence("fig-d") == ""


def test_an_unknown_chapter_and_a_run_without_figures_are_refused(tmp_path):
    with pytest.raises(BookError, match="there is no chapter 'emigratoin'; the chapters are migration_system, "):
        slides.named("emigratoin")
    with pytest.raises(BookError, match=r"holds no run with figures; make one with `make slides CHAPTER=law`"):
        slide_deck.deck(tmp_path / "law", "", edition.read(), [], "")


@pytest.fixture
def opened(browser, made, not_loaded):
    """Return a function that opens the deck from its file at a size, and what went wrong meanwhile."""
    contexts = []

    def open_at(width, height):
        context = browser.new_context(viewport={"width": width, "height": height}, offline=True)
        contexts.append(context)
        page, wrong = context.new_page(), []
        page.on("requestfailed", lambda request: wrong.extend(not_loaded(request)))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
        page.goto((made / f"{CHAPTER}.html").as_uri(), wait_until="networkidle")
        return page, wrong

    yield open_at
    for context in contexts:
        context.close()


@pytest.mark.site
@pytest.mark.browser
def test_the_arrow_key_goes_through_all_slides_and_nothing_stands_beyond_an_edge(opened):
    page, wrong = opened(1280, 720)
    page.wait_for_function("Reveal.isReady()")
    total = page.evaluate("Reveal.getTotalSlides()")
    assert total > len(published("fig")) + 5
    for number in range(1, total + 1):
        assert page.evaluate("Reveal.getSlidePastCount()") == number - 1
        assert page.evaluate(OVERFLOW) == [], number
        page.keyboard.press("ArrowRight")
    assert page.evaluate("Reveal.isLastSlide()")
    assert wrong == []


@pytest.mark.site
@pytest.mark.browser
def test_on_a_phone_the_slides_stand_below_each_other_and_nothing_scrolls_sideways(opened):
    page, wrong = opened(390, 844)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    tops = page.evaluate("[...document.querySelectorAll('.kz-slide')].map(at => at.getBoundingClientRect().top)")
    assert tops == sorted(tops)
    assert len(set(tops)) == len(tops) > 10
    assert page.evaluate("[...document.images].every(at => at.complete && at.naturalWidth < 500)")
    assert wrong == []
