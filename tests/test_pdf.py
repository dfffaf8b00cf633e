"""The printed book: how its pages are put together, and what comes out of Chromium."""

import collections
import re
import shutil
import subprocess

import pikepdf
import pytest
from bs4 import BeautifulSoup

from kzmigration import data, numbers, one_page, pdf
from kzmigration.errors import BookError
from kzmigration.paths import RUNS, chapters

KAZAKH = "әғқңөұүһіӘҒҚҢӨҰҮҺІ₸"
TEXT_HEIGHT = 9.5  # points; smaller means that something was wider than the paper and Chromium shrank the whole book


@pytest.fixture(scope="module")
def browser():
    """Return the browser that prints."""
    try:
        return pdf.browser()
    except BookError as error:
        pytest.skip(str(error))


def said_by(program, *arguments):
    """Return what one of the programs of poppler-utils says of a PDF."""
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed; on Debian or Ubuntu: sudo apt-get install poppler-utils")
    return subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=True).stdout


def article(body, own="law", known=("law", "ledger", "index")):
    """Return a page's body as it goes into the document."""
    page = BeautifulSoup(f"<article>{body}</article>", "html.parser").article
    one_page._unfold(page)
    one_page._number_sources(page, own)
    one_page._rename(page, own, known)
    return page


def test_numbers_of_the_same_source_share_a_note_and_the_mark_stays():
    number = '<data class="kz-num" tabindex="0">{}<span class="kz-mark">✕</span><span class="kz-tip">{}</span></data>'
    page = article(number.format(1, "sum") + number.format(2, "cell") + number.format(3, "sum"))
    assert [data.get_text() for data in page.select("data")] == ["1✕1", "2✕2", "3✕1"]
    assert [note.get_text() for note in page.select(".kz-notes li")] == ["1sum", "2cell"]
    for link in page.select("sup a, .kz-back"):
        assert len(page.select(f'[id="{link["href"][1:]}"]')) == 1


def test_a_word_has_no_note_and_a_number_without_a_source_stops_the_print():
    assert not article('<data class="kz-num">rose</data>').select("sup, .kz-notes")
    with pytest.raises(BookError, match="law: the number '7' does not say where it comes from"):
        article('<data class="kz-num" tabindex="0">7</data>')


@pytest.mark.parametrize(
    ("href", "leads_to"),
    [
        ("#limits", "#law--limits"),
        ("../book/ledger.html#some-id", "#ledger--some-id"),
        ("ledger.html?section=1.3", "#ledger"),
        ("https://example.org/law.html", "https://example.org/law.html"),
        ("../published/law/fig.csv", None),
        ("law.ipynb", None),
    ],
)
def test_links_lead_into_the_document_or_are_none(href, leads_to):
    link = article(f'<p><a href="{href}">text</a></p>').a
    assert (link["href"] if link else None) == leads_to


def test_folded_statements_are_counted_and_the_contradicted_ones_stand():
    fold = '<details class="kz-fold"{}><summary>{}</summary><table><tr><td>{}</td></tr></table></details>'
    body = fold.format(" open", "contradicted: 1 of 2", "wrong") + fold.format("", "reproduced: 1 of 2", "right")
    page = article(f"<section>{body}</section>")
    counts = "contradicted: 1 of 2 · reproduced: 1 of 2. All are in the ledger."
    assert page.get_text(" ", strip=True).replace(" .", ".") == f"{counts} wrong"


def test_a_missing_browser_is_named_in_one_line_before_anything_is_built(project):
    done = project.command("pdf", CHROMIUM="/nowhere/chromium")
    assert done.returncode == 1
    assert done.stderr == (
        "error: a PDF is printed by Chromium, and CHROMIUM=/nowhere/chromium is no program; on Debian or Ubuntu: "
        "sudo apt-get install chromium, or say where it is: make pdf CHROMIUM=/path/to/chromium\n"
    )
    assert not (project.folder / "_build").exists()


@pytest.mark.site
def test_the_document_holds_every_page_once_and_each_link_has_its_target(site):
    page = BeautifulSoup(one_page.document(site), "html.parser")
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    own = [one_page.key(file) for part in one_page.parts() for file in part.pages]
    assert [section["id"] for section in page.select("section.kz-chapter")] == ["index", *own]
    inside = [link["href"][1:] for link in page.find_all("a", href=True) if link["href"].startswith("#")]
    assert len(inside) > 2000
    assert set(inside) <= set(ids)
    outside = {link["href"] for link in page.find_all("a", href=True) if not link["href"].startswith("#")}
    assert all(href.startswith(("https://", "http://")) for href in outside)
    assert not page.select("script, button, details, .kz-downloads, .headerlink, .kz-tip")
    with_code = {section["id"] for section in page.select("section.kz-chapter") if section.find("pre")}
    assert with_code <= {"cluster", "extending", "teaching"}  # pages whose subject are commands and files
    sections = [section for section in page.select("section section") if not section.find_all(re.compile("^(?!h).*$"))]
    assert not sections, "a heading with nothing below it"


@pytest.fixture(scope="module")
def printed(site, browser, tmp_path_factory):
    """Print the built book once; return the file."""
    out = tmp_path_factory.mktemp("print") / "book.pdf"
    pdf.make(site, out)
    return out


@pytest.fixture(scope="module")
def paper(printed):
    """Return the text of each page as a reader copies it out."""
    return said_by("pdftotext", printed, "-").split("\f")


def plain(text):
    return re.sub(r"\s+", " ", text)


printing = [pytest.mark.site, pytest.mark.slow, pytest.mark.browser]


class TestPrinted:
    pytestmark = printing

    def test_it_is_under_15_mb_and_its_figures_are_drawn_not_photographed(self, printed):
        assert printed.stat().st_size < 15_000_000
        assert len(said_by("pdfimages", "-list", printed).splitlines()) == 2, "only the head of an empty list"

    def test_it_begins_with_its_title_and_the_contents_say_the_right_page(self, printed, paper):
        assert "The recomputed Migration Profile of Kazakhstan" in plain(paper[0])
        contents = plain(said_by("pdftotext", "-layout", "-f", "3", "-l", "4", printed, "-"))
        titles = dict(outline(printed))
        assert len(titles) > 31
        for name in chapters():
            title = title_of(name)
            assert title in titles, title
            number = titles[title]
            words = r"\s+(?:\d+\s+)?".join(map(re.escape, title.split()))  # a long title has its page on its first line
            line = re.search(words + r"(?:\s+\d+)?", contents)
            assert line, title
            assert str(number) in re.findall(r"\d+", line[0]), title
            assert title in plain(paper[number - 1])

    def test_the_contents_can_be_clicked(self, printed):
        with pikepdf.open(printed) as document:
            links = [link for page in document.pages[2:4] for link in page.get("/Annots", [])]
            targets = {str(link.get("/Dest", "")).lstrip("/") for link in links}
        assert {"index", "ledger", *chapters()} <= targets

    def test_who_reads_by_ear_finds_headings_tables_and_words_for_pictures(self, printed):
        with pikepdf.open(printed) as document:
            assert bool(document.Root.MarkInfo.Marked)
            assert str(document.Root.Lang) == "en"
            tags = [item for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/S" in item]
            kinds = collections.Counter(str(item.S) for item in tags)
            alts = [str(item.Alt) for item in tags if item.S == "/Figure" and "/Alt" in item]
        assert kinds["/H1"] >= len(chapters())
        assert kinds["/TH"] > 100
        assert sum(bool(re.search(r"\d", alt)) for alt in alts) > 100

    def test_kazakh_is_copied_out_right(self, paper):
        text = re.sub(r"[\s-]", "", "".join(paper))  # pdftotext drops a hyphen at the end of a line
        terms = [name for name in data.read("glossary")["name_kk"] if set(name) & set(KAZAKH)]
        assert len(terms) > 20
        assert not [term for term in terms if re.sub(r"[\s-]", "", term) not in text]
        assert set("әғқңөұүһі") <= set(text)

    def test_it_has_numbers_and_their_sources_and_no_code(self, paper):
        text = plain(" ".join(paper))
        for words in ("Show the code", "import pandas", "This chapter as an executed notebook", "Metadata SVG PNG"):
            assert words not in text
        emigration = numbers.read(RUNS / "emigration" / "numbers.json")
        shown = [n for n in emigration.values() if n.unit == "persons" and n.text() in text]
        assert len(shown) > 10
        assert [n.key for n in shown if plain(n.tip().split(";")[0]) in text]
        assert text.count(one_page.NOTES) >= 23

    def test_nothing_was_wider_than_the_paper(self, printed):
        boxes = said_by("pdftotext", "-f", "2", "-l", "2", "-bbox-layout", printed, "-")
        lines = [tuple(map(float, box)) for box in re.findall(r'<line [^>]*yMin="([\d.]+)"[^>]*yMax="([\d.]+)"', boxes)]
        assert max(bottom - top for top, bottom in lines[2:]) > TEXT_HEIGHT


def outline(file):
    """Return the title of each entry of the outline with its page, counted from 1."""
    with pikepdf.open(file) as document:
        pages = pdf._numbered(document)
        return [(str(entry.Title), pages[entry.Dest[0].objgen]) for entry in pdf._entries(document.Root.Outlines)]


def title_of(name):
    """Return a chapter's title from its notebook."""
    return re.search(r"^# (.*)$", "\n".join(cells_of(name)), re.MULTILINE)[1]


def cells_of(name):
    import nbformat

    notebook = nbformat.read(RUNS / name / "notebook.ipynb", as_version=4)
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


@pytest.mark.slow
@pytest.mark.browser
def test_the_same_document_is_the_same_file(browser, tmp_path):
    made = []
    for name in ("one", "other"):
        folder = tmp_path / name
        folder.mkdir()
        pdf._print(browser, "<!DOCTYPE html><title>қ</title><h1 id=a>Қазақ</h1><a href='#a'>" + KAZAKH, folder)
        assert pdf.places(folder / "book.pdf") == {"a": 1}
        pdf._finish(folder / "book.pdf", folder / "out.pdf", ["Қазақ"])
        assert KAZAKH in said_by("pdftotext", folder / "out.pdf", "-")
        made.append((folder / "out.pdf").read_bytes())
    assert made[0] == made[1]


@pytest.mark.site
@pytest.mark.slow
@pytest.mark.browser
def test_an_ordinary_page_prints_without_what_is_for_the_screen(site, browser, tmp_path):
    file = site.resolve() / "notebooks" / "emigration.html"
    out = tmp_path / "page.pdf"
    flags = [*pdf.FLAGS, *pdf.as_root(), pdf.NO_NETWORK, f"--user-data-dir={tmp_path}/profile", f"--print-to-pdf={out}"]
    subprocess.run([browser, *flags, file.as_uri()], capture_output=True, check=True, timeout=120)
    text = plain(said_by("pdftotext", out, "-"))
    assert text.count(title_of("emigration")) == 1
    assert "Figure 1.3.1" in text
    for words in ("Show the code", "import pandas", "Metadata", "Trafficking in persons", "previous", "Search"):
        assert words not in text
