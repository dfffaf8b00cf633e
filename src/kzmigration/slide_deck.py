"""A chapter's slides as a notebook, which ``nbconvert`` exports; all of it comes from the chapter's run."""

import dataclasses
import html
import json
import re
from pathlib import Path

import nbformat
import pandas as pd
from nbformat import NotebookNode

from kzmigration import citations, exercises, ledger_pages, numbers
from kzmigration.citations import Work
from kzmigration.edition import LICENCES, Edition
from kzmigration.errors import BookError
from kzmigration.figure_pages import STATUS
from kzmigration.language import format_number, typeset
from kzmigration.paths import ROOT
from kzmigration.slide_text import Prose, cut, quoted, resolve, split
from kzmigration.verdicts import Evaluation

DOUBTFUL = ("contradicted", "not testable")
WEIGHT = {"high": 0, "medium": 1, "low": 2, "": 3}
MOST_CHECKS = 8  # statements that a deck shows; the ledger has the rest
LINE = 118  # characters of a table's row that stand in one line
LINES = 11.5  # lines of a table that stand on a slide, its head included
TALL = 1.15  # height over width from which the small type of a picture cannot be read on a slide
MOST_WIDE = 70  # characters at which a column of words is broken when the table is too wide
FEWEST_ROWS = 3  # a table of which fewer would stand there is left out


@dataclasses.dataclass(frozen=True)
class Run:
    """What a deck is made of.

    Attributes
    ----------
    folder : pathlib.Path
        The chapter's run, see :func:`kzmigration.run.run`; its name is the chapter's.
    prose : Prose
    registry : dict
        The numbers that the chapter registered.
    opener : str
        Part and number of the chapter.
    """

    folder: Path
    prose: Prose
    registry: dict[str, numbers.Number]
    opener: str

    @property
    def chapter(self) -> str:
        """Return the chapter's name."""
        return self.folder.name


def deck(folder: Path, opener: str, current: Edition, ledger: list[Evaluation], footer: str) -> NotebookNode:
    """Return the slides of a chapter as a notebook whose cells say which slide they begin.

    Parameters
    ----------
    folder : pathlib.Path
        A run of the chapter.
    opener : str
        What stands above the chapter's title.
    ledger : list of Evaluation
        The whole ledger, evaluated.
    footer : str
        The licences, as each page of the book says them.

    Raises
    ------
    BookError
        If the folder holds no run that drew its figures.
    ChapterError
        If the text asks for a number or a statement that nobody has.
    """
    if not (folder / "published").is_dir():
        raise BookError(f"{folder} holds no run with figures; make one with `make slides CHAPTER={folder.name}`")
    notebook = nbformat.read(folder / "notebook.ipynb", as_version=4)
    run = Run(folder, Prose.of(notebook), numbers.read(folder / "numbers.json"), opener)
    cells = [*_title(run, current, footer), *_texts(run, "In one minute"), *_published(run)]
    cells += [*_checks(run, ledger), *_texts(run, "Limits"), *_seminar(run), *_cite(run, current)]
    made = nbformat.v4.new_notebook(cells=cells)
    made.metadata["title"] = run.prose.title
    for number, cell in enumerate(made.cells):
        cell["id"] = f"cell-{number}"  # else a random one, and no two decks would be the same
    return made


def _slide(kind: str, *parts: str, notes: list[str] | None = None) -> list[NotebookNode]:
    """Return a slide of text and, if there are any, the notes for who speaks."""
    body = f'<div class="kz-slide kz-{kind}">\n\n' + "\n\n".join(filter(None, parts)) + "\n\n</div>"
    cells = [nbformat.v4.new_markdown_cell(body, metadata={"slideshow": {"slide_type": "slide"}})]
    return cells + _notes(notes or [])


def _notes(notes: list[str]) -> list[NotebookNode]:
    if not notes:
        return []
    text = "<ul>" + "".join(f"<li>{note}</li>" for note in notes) + "</ul>"
    return [nbformat.v4.new_markdown_cell(text, metadata={"slideshow": {"slide_type": "notes"}})]


def _title(run: Run, current: Edition, footer: str) -> list[NotebookNode]:
    edition = f"Version {current.version}, {current.released:%-d %B %Y}"
    lines = [f"<strong>{html.escape(current.title)}</strong>", html.escape(edition), html.escape(footer)]
    address = current.url(f"notebooks/{run.chapter}.html")
    lines += [html.escape(address)] if address else []
    return _slide(
        "title",
        f'<p class="kz-eyebrow">{html.escape(run.opener)}</p>',
        f"<h1>{html.escape(run.prose.title)}</h1>",
        f'<p class="kz-edition">{"<br>".join(lines)}</p>',
        notes=["Each slide has notes that say where its numbers come from."],
    )


def _texts(run: Run, heading: str) -> list[NotebookNode]:
    """Return a part of the chapter's text, on as many slides as it takes."""
    cells = []
    pieces = split(run.prose.parts.get(heading, ""))
    for source in pieces:
        notes = quoted(source, run.registry)
        cells += _slide(f"text kz-{cut(*pieces)}", f"## {heading}", resolve(source, run.registry), notes=notes)
    return cells


def _published(run: Run) -> list[NotebookNode]:
    """Return a slide for each figure and table, in the chapter's order, and one that names the tables left out."""
    cells, left_out = [], []
    for id, heading in run.prose.published.items():
        about = json.loads((run.folder / "published" / id / f"{id}.json").read_text(encoding="utf8"))
        source = run.prose.sentence(id)
        notes = [*quoted(source, run.registry), _origin(about)]
        lead = resolve(source, run.registry)
        head = [f'<p class="kz-eyebrow">{html.escape(heading)}</p>', f"<h2>{html.escape(about['caption'])}</h2>"]
        head += [f'<div class="kz-lead">\n\n{lead}\n\n</div>'] if lead else []
        if about["kind"] == "figure":
            cells += _figure(run, about, head, notes)
        elif rows := _rows(run.folder, about, LINES - len(about["caption"]) // 88 - len(lead) // 125):
            cells += _slide("table", *head, rows, _below(about), notes=notes)
        else:
            left_out.append(about)
    if left_out:
        items = [f"- {about['caption'].rstrip('.')} ({format_number(about['rows'])} rows)" for about in left_out]
        more = f"All rows stand on the chapter’s page, `notebooks/{run.chapter}.html` of the book, and as CSV below it."
        cells += _slide("text kz-short", "## Tables that are too long for a slide", "\n".join(items), more)
    return cells


def _figure(run: Run, about: dict, head: list[str], notes: list[str]) -> list[NotebookNode]:
    """Return the slide of a figure: words, then a cell whose output is the picture, wide and for a phone."""
    folder, id = run.folder / "published" / about["id"], about["id"]
    wide, narrow = ((folder / f"{id}{end}.svg").read_text(encoding="utf8") for end in ("", "-narrow"))
    width, height = map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', wide).groups())
    beside = " kz-beside" if height / width > 0.5 else ""
    tall = "It is taller than a slide: to read all of it, open the chapter’s page." if height / width > TALL else ""
    opening = f'<div class="kz-slide kz-figure{beside}">\n<div class="kz-words">\n\n'
    words = opening + "\n\n".join(head) + "\n\n</div>"
    output = nbformat.v4.new_output(
        "display_data",
        data={"image/svg+xml": wide},
        metadata={"kzmigration": {"id": id, "alt": about["alt"], "narrow": narrow}},
    )
    picture = nbformat.v4.new_code_cell("", outputs=[output])
    end = nbformat.v4.new_markdown_cell(f"{_below(about, tall)}\n\n</div>")
    first = nbformat.v4.new_markdown_cell(words, metadata={"slideshow": {"slide_type": "slide"}})
    return [first, picture, end, *_notes([*notes, html.escape(about["alt"])])]


def _below(about: dict, more: str = "") -> str:
    shown = "; ".join(source["shown"] for source in about["source"])
    return f'<p class="kz-source">{STATUS[about["status"]].capitalize()}. Source: {html.escape(shown)}. {more}</p>'


def _origin(about: dict) -> str:
    """Say where the picture's or table's data are."""
    return f"Its data: {about['id']}.csv, below it on the chapter’s page; licence: {html.escape(about['licence'])}"


def _rows(folder: Path, about: dict, room: float) -> str:
    """Return the rows of a table that can be read on a slide, and how many there are; empty if too few would stand."""
    frame = pd.read_csv(folder / "published" / about["id"] / f"{about['id']}.csv", keep_default_na=False)
    units, digits = about["units"], about.get("digits", {})
    heads = [about["headers"].get(column, column) for column in frame.columns]
    texts = [
        [numbers.cell(row[column], units.get(column), digits.get(column)) for column in frame.columns]
        for row in frame.to_dict("records")
    ]
    shown, widths = [], [max(map(len, column)) + 2 for column in zip(heads, *texts, strict=True)]
    if sum(widths) > LINE:
        widths = [min(width, MOST_WIDE) * LINE / sum(min(one, MOST_WIDE) for one in widths) for width in widths]
    room -= _height(heads, widths)
    for row in texts:
        room -= _height(row, widths)
        if room < 0:
            break
        shown.append(row)
    if len(shown) < min(FEWEST_ROWS, len(texts)):
        return ""
    kinds = [' class="kz-number"' if column in units else "" for column in frame.columns]
    head = "".join(f"<th{kind}>{html.escape(text)}</th>" for kind, text in zip(kinds, heads, strict=True))
    body = "".join(
        "<tr>" + "".join(f"<td{kind}>{html.escape(text)}</td>" for kind, text in zip(kinds, row, strict=True)) + "</tr>"
        for row in shown
    )
    rest = (
        f"The first {len(shown)} of {len(texts)} rows; the chapter’s page has all." if len(shown) < len(texts) else ""
    )
    more = f'<p class="kz-more">{rest}</p>' if rest else ""
    return f'<table data-table="{about["id"]}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}'


def _height(row: list[str], widths: list[float]) -> float:
    """Return how many lines of one row a row takes; a line that is only broken is lower than a row."""
    broken = max(-(-len(text) // max(1, int(width) - 2)) for text, width in zip(row, widths, strict=True)) - 1
    return 1 + 0.75 * broken


def _checks(run: Run, ledger: list[Evaluation]) -> list[NotebookNode]:
    """Return what of the printed numbers does not hold or stays in doubt, the weightiest first."""
    own = [one for one in ledger if run.prose.is_told(one.statement)]
    if not own:
        return []
    found = [one for one in own if one.verdict in DOUBTFUL]
    found.sort(key=lambda one: (DOUBTFUL.index(one.verdict), WEIGHT[one.statement.severity]))
    counts = {verdict: sum(one.verdict == verdict for one in own) for verdict in ledger_pages.SHAPES}
    counted = " ".join(f"{ledger_pages.mark(verdict)} {number}" for verdict, number in counts.items() if number)
    total = f'<p class="kz-counts">{len(own)} printed statements are checked: {counted}. The ledger has all.</p>'
    if not found:
        return _slide(
            "text kz-short", "## What does not hold", "None of the printed statements is contradicted.", total
        )
    cells, shown = [], found[:MOST_CHECKS]
    pieces = split("\n".join(_check(one) for one in shown))
    for source in pieces:
        cells += _slide(f"text kz-checks kz-{cut(*pieces)}", "## What does not hold, or stays in doubt", source, total)
        cells += _notes([_why(one) for one in shown if f"`{one.statement.id}`" in source])
    return cells


def _check(one: Evaluation) -> str:
    """Return a statement that fails or stays in doubt as an item of a list."""
    told = one.statement
    said = html.escape(typeset(told.statement))
    came = f"; computed {ledger_pages.computed_text(one)}" if one.verdict == "contradicted" else ""
    stated = f"stated {html.escape(ledger_pages.stated_text(told))}{html.escape(came)}"
    return f"- {ledger_pages.mark(one.verdict)} {said} <small>{stated}, `{told.id}`</small>"


def _why(one: Evaluation) -> str:
    return f"{one.statement.id}, line {one.statement.line}: {html.escape(typeset(one.statement.explanation))}"


def _seminar(run: Run) -> list[NotebookNode]:
    """Return the question for a seminar, from the file that students see, if the chapter has exercises."""
    if not (ROOT / "book" / "exercises" / f"{run.chapter}.yaml").exists():
        return []
    question = exercises.outline(run.chapter)["seminar"].strip()
    return _slide(f"text kz-{cut(question)}", "## For the seminar", html.escape(typeset(question), quote=False))


def _cite(run: Run, current: Edition) -> list[NotebookNode]:
    work = Work("chapter", run.chapter, run.prose.title, f"notebooks/{run.chapter}.html")
    licences = "".join(f"<p>{html.escape(' '.join(line.split()))}</p>" for line in LICENCES.strip().split("\n"))
    return _slide(
        "text kz-cite",
        "## How to cite",
        f"<p>{citations.apa(work, current)}</p>",
        f"<pre>{html.escape(citations.bibtex(work, current))}</pre>",
        f'<div class="kz-licences">{licences}</div>',
    )
