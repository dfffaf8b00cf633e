"""Where each printed figure and table stands in the book: marks under ours, cards of lost ones, the list of all."""

import functools
import html
import json
import re
from collections import Counter
from pathlib import Path

import pandas as pd
from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from kzmigration import data
from kzmigration.language import format_number

LOG = logging.getLogger(__name__)
STATUS = {
    "printed": "as printed",
    "derived": "fixed by the document’s statements",
    "bounded": "bounded by the document’s statements",
    "open": "another producer’s series",
    "stated": "as stated in the text",
    "lost": "lost in our copy",
}
SHAPES = {"printed": "●", "derived": "◆", "bounded": "◐", "open": "◇", "lost": "○"}
CARD = re.compile(r"^`{3,}\{figure-card\} ((?:fig|table)-[0-9.]+)", re.MULTILINE)


@functools.cache
def catalogue() -> pd.DataFrame:
    """Return ``data/figures.csv``, one row a printed figure or table, by id."""
    shown = ["number", "kind", "title_en", "title_kk", "status", "note"]
    return data.read("figures").set_index("id")[shown].fillna("")


def anchor(id: str) -> str:
    """Return where a printed figure can be linked to on its page.

    Examples
    --------
    >>> anchor("fig-1.2.1"), anchor("table-1.2.1")
    ('figure-1-2-1', 'table-1-2-1')
    """
    return id.replace("fig-", "figure-").replace(".", "-")


def mark(status: str) -> str:
    """Return a status as word and shape."""
    return f'<span class="kz-held kz-held-{status}">{SHAPES[status]} {STATUS[status]}</span>'


def redrawn(ids: list[str]) -> str:
    """Say which printed figures and tables a figure of ours stands for, and what is held of each."""
    items = "".join(
        f'<li id="{anchor(id)}"><strong>{_name(id)}</strong> {html.escape(catalogue().loc[id, "title_en"])} '
        f"{mark(catalogue().loc[id, 'status'])}</li>"
        for id in ids
    )
    return f'<ul class="kz-redraws" aria-label="In the profile">{items}</ul>' if items else ""


def _name(id: str) -> str:
    entry = catalogue().loc[id]
    return f"{entry['kind'].capitalize()} {entry['number']}"


def places(runs: Path, chapters: list[str]) -> dict[str, list[str]]:
    """Find the chapters in which each printed figure and table stands.

    Parameters
    ----------
    runs : pathlib.Path
        Folder with one run a chapter.
    chapters : list of str
        Names of the chapters, in the order of the book.

    Returns
    -------
    dict
        Id of the printed figure or table -> names of chapters, one for each time that it stands there.
    """
    found: dict[str, list[str]] = {}
    for chapter in chapters:
        ids = []
        for file in sorted((runs / chapter / "published").glob("*/*.json")):
            ids += json.loads(file.read_text(encoding="utf8")).get("redraws", [])
        notebook = json.loads((runs / chapter / "notebook.ipynb").read_text(encoding="utf8"))
        for cell in notebook["cells"]:
            if cell["cell_type"] == "markdown":
                ids += CARD.findall("".join(cell["source"]))
        for id in ids:
            found.setdefault(id, []).append(chapter)
    return found


class FigureCard(SphinxDirective):
    """Say what is known of a printed figure that this book cannot draw, from the catalogue of figures."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Find the figure in the catalogue and build its card."""
        id = self.arguments[0]
        if id not in catalogue().index:
            LOG.warning("the catalogue of figures has no %r", id, location=self.get_location())
            return []
        entry = catalogue().loc[id]
        printed = entry["title_kk"]
        text = (
            f'<div class="kz-card kz-card-{entry["status"]}" id="{anchor(id)}">'
            f"<p><strong>{_name(id)}</strong> {html.escape(entry['title_en'])}</p>"
            + (f'<p lang="kk" class="kz-printed">{html.escape(printed)}</p>' if printed else "")
            + f"<p>{mark(entry['status'])} {html.escape(entry['note'])}</p></div>"
        )
        return [nodes.raw("", text, format="html")]


def _counts(kind: str) -> str:
    """Say how many printed figures, or tables, are held in which way."""
    own = catalogue()[catalogue()["kind"] == kind]
    counts = Counter(own["status"])
    told = "; ".join(f"{mark(status)} {format_number(counts[status])}" for status in SHAPES if counts[status])
    return f'<p class="kz-counts">{format_number(len(own))} {kind}s: {told}.</p>'


class FigureCounts(SphinxDirective):
    """Say how many figures and tables are held in which way."""

    def run(self) -> list[nodes.Node]:
        """Return a sentence for figures and one for tables."""
        return [nodes.raw("", _counts("figure") + _counts("table"), format="html")]


class LostFigures(SphinxDirective):
    """List the printed figures of which nothing is held, and what would be needed."""

    def run(self) -> list[nodes.Node]:
        """Return a list."""
        base = "../" * self.env.docname.count("/")
        items = "".join(
            f"<li><strong>{_name(id)}</strong> {html.escape(entry['title_en'])}. {html.escape(entry['note'])}</li>"
            for id, entry in catalogue()[catalogue()["status"] == "lost"].iterrows()
        )
        link = f'<p><a href="{base}book/figures.html">All figures and tables</a></p>'
        return [nodes.raw("", f'<ul class="kz-lost">{items}</ul>{link}', format="html")]


class FigureList(SphinxDirective):
    """List every printed figure and table, what is held of it, and where it stands in the book."""

    def run(self) -> list[nodes.Node]:
        """Return counts and a table for figures, and the same for tables."""
        chapters = [name.removeprefix("notebooks/") for name in self.env.found_docs if name.startswith("notebooks/")]
        found = places(Path(self.config.kzmigration_runs), sorted(chapters))
        for id, where in found.items():
            if len(where) > 1:
                LOG.warning("%s stands in %s", id, " and ".join(where), location=self.get_location())
        parts = [
            _counts(kind) + self._table(catalogue()[catalogue()["kind"] == kind], f"The {kind}s of the profile", found)
            for kind in ("figure", "table")
        ]
        return [nodes.raw("", "".join(parts), format="html")]

    def _table(self, entries: pd.DataFrame, caption: str, found: dict[str, list[str]]) -> str:
        base = "../" * self.env.docname.count("/")
        rows = []
        for id, entry in entries.iterrows():
            number = html.escape(entry["number"])
            if id in found:
                number = f'<a href="{base}notebooks/{found[id][0]}.html#{anchor(id)}">{number}</a>'
            title, note = html.escape(entry["title_en"]), html.escape(entry["note"])
            rows.append(
                f"<tr><th scope='row'>{number}</th><td>{title}<details><summary>Why</summary>{note}</details></td>"
                f"<td>{mark(entry['status'])}</td></tr>"
            )
        head = "".join(f'<th scope="col">{name}</th>' for name in ("Number", "Subject", "What we hold"))
        return (
            f'<div class="kz-table-frame" tabindex="0" role="region" aria-label="{caption}"><table class="kz-table '
            f'kz-figures"><caption><span class="caption-text">{caption}</span></caption><thead><tr>{head}</tr></thead>'
            f"<tbody>{''.join(rows)}</tbody></table></div>"
        )
