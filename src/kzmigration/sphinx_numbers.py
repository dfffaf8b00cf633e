"""What pages show by key: ``{num}``, ``{claim}`` and ``{published}``.

An unknown key, a broken registry or a role that stays unrendered is a warning, and a warning fails the build.
"""

import html
import json
import re
from pathlib import Path

import pandas as pd
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from kzmigration import catalogue, claims, exercise_pages, explore, glossary, numbers, openers, page_use
from kzmigration.errors import ProjectError
from kzmigration.figure_pages import STATUS, FigureCard, FigureCounts, FigureList, LostFigures, redrawn
from kzmigration.figures import SIZES
from kzmigration.language import typeset
from kzmigration.ledger_pages import SHAPES, Errata, Ledger, Readings, SectionClaims, Verdicts
from kzmigration.numbers import FORMATS, Number
from kzmigration.verdict_table import VerdictTable

LOG = logging.getLogger(__name__)
LONG_CELL = 60  # characters
UNRENDERED = re.compile(r"\{(?:num|claim|numref|published)\}")
DIRECTIVES = {
    "figure-card": FigureCard,
    "figure-list": FigureList,
    "figure-counts": FigureCounts,
    "lost-figures": LostFigures,
    "data-catalogue": catalogue.DataCatalogue,
    "exercises": exercise_pages.ExercisesDirective,
    "explorer": explore.Explorer,
    "glossary-terms": glossary.Glossary,
    "ledger": Ledger,
    "section-claims": SectionClaims,
    "errata": Errata,
    "teaching-guide": exercise_pages.GuideDirective,
    "verdicts": Verdicts,
    "verdict-table": VerdictTable,
    "readings": Readings,
}


class number(nodes.Inline, nodes.TextElement):  # docutils' nodes are named so
    """A value of the registry in a sentence."""


class NumberRole(SphinxRole):
    """Show a number by its key: ``key`` of this chapter, or ``chapter/key`` of another."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Look the key up and return its node."""
        key = self.text.strip()
        full = key if "/" in key else f"{_chapter(self.env.docname)}/{key}"
        try:
            found = numbers.registry(Path(self.config.kzmigration_runs)).get(full)
        except (ProjectError, TypeError, ValueError) as error:
            LOG.warning("the registry cannot be read: %s", error, location=self.get_location())
            return [], []
        if found is None:
            LOG.warning("no chapter registered the number %r", full, location=self.get_location())
            return [], []
        text = found.text()
        return [number(self.rawtext, "", nodes.Text(text), value=found)], []


class ClaimRole(SphinxRole):
    """Show what a document states, by the statement's id."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Look the id up and return its node."""
        id = self.text.strip()
        try:
            found = claims.statements().get(id)
        except ProjectError as error:
            LOG.warning("the ledger cannot be read: %s", error, location=self.get_location())
            return [], []
        if found is None:
            LOG.warning("no ledger holds the statement %r", id, location=self.get_location())
            return [], []
        return [number(self.rawtext, "", nodes.Text(found.text()), value=found.number(), claim=found)], []


def _opens_a_sentence(node: nodes.Node) -> bool:
    at = node.parent.index(node)
    if at:
        return node.parent[at - 1].astext().rstrip().endswith((".", "?", "!"))
    return isinstance(node.parent, nodes.paragraph) or _opens_a_sentence(node.parent)


def _visit_number(self: nodes.NodeVisitor, node: number) -> None:
    found: Number = node["value"]
    if found.unit == "country" and _opens_a_sentence(node):  # an article there has a capital
        text = node.astext()
        node.children[:] = [nodes.Text(text[:1].upper() + text[1:])]
    value = "|".join(found.value) if isinstance(found.value, list) else found.value
    focus = ""
    if found.unit in FORMATS:
        self.kz_tips = getattr(self, "kz_tips", 0) + 1
        focus = f' tabindex="0" aria-describedby="tip-{self.kz_tips}"'
    self.body.append(f'<data class="kz-num" value="{html.escape(str(value))}"{focus}>')


def _depart_number(self: nodes.NodeVisitor, node: number) -> None:
    found: Number = node["value"]
    tip, claim = html.escape(typeset(found.tip())), node.get("claim")
    if claim:
        shape, word = SHAPES[claim.verdict], claim.verdict
        self.body.append(f'<span class="kz-mark kz-{word.replace(" ", "-")}" aria-hidden="true">{shape}</span>')
        tip = f"<strong>{shape} {word}.</strong> {html.escape(typeset(claim.explanation))}<br>{tip}"
    if found.unit in FORMATS:
        self.body.append(f'<span class="kz-tip" role="tooltip" id="tip-{self.kz_tips}">{tip}</span>')
    self.body.append("</data>")


def _pass(self: nodes.NodeVisitor, node: nodes.Node) -> None:
    """Let builders without a tip show the text alone."""


class Published(SphinxDirective):
    """Show a published figure or table with its caption, source, status and downloads.

    With the option ``again`` it is shown a second time, on another page than its own, and leads there.
    """

    required_arguments = 1
    option_spec = {"again": directives.flag}  # noqa: RUF012 - docutils asks for it

    def run(self) -> list[nodes.Node]:
        """Read the bundle and build its node."""
        chapter, _, id = self.arguments[0].rpartition("/")
        chapter = chapter or _chapter(self.env.docname)
        folder = Path(self.config.kzmigration_runs) / chapter / "published" / id
        if not folder.is_dir():
            LOG.warning("chapter %s published no %r", chapter, id, location=self.get_location())
            return []
        about = json.loads((folder / f"{id}.json").read_text(encoding="utf8"))
        base = "../" * self.env.docname.count("/") + f"published/{chapter}/{id}/{id}"
        if "again" in self.options:
            about.pop("redraws", None)
            self.options["class"] = ["kz-again"]
            about["home"] = home = "../" * self.env.docname.count("/") + f"notebooks/{chapter}.html#{id}"
        else:
            self.options["name"], home = id, f"#{id}"
        about["source_links"] = catalogue.links(about["source"], self.env.docname, self.env.found_docs)
        cite = page_use.below(about, chapter, home, again="again" in self.options)
        build = self._figure if about["kind"] == "figure" else self._table
        return build(about, folder, base, cite)

    def _figure(self, about: dict, folder: Path, base: str, cite: page_use.citable) -> list[nodes.Node]:
        first = not self.env.temp_data.get("kzmigration_figures")
        self.env.temp_data["kzmigration_figures"] = True
        figure = nodes.figure("", classes=["kz-figure", *self.options.get("class", [])])
        figure += nodes.raw("", _pictures(about, folder, base, lazy=not first), format="html")
        figure += nodes.caption("", about["caption"])
        legend = nodes.legend()
        legend += [nodes.raw("", _below(about, base, ("csv", "json", "svg", "png")), format="html"), cite]
        figure += legend
        self.add_name(figure)
        self.set_source_info(figure)
        return [figure]

    def _table(self, about: dict, folder: Path, base: str, cite: page_use.citable) -> list[nodes.Node]:
        frame = pd.read_csv(folder / f"{about['id']}.csv", keep_default_na=False)
        is_searchable, below = about.get("searchable", False), about.get("below", [])
        columns = [column for column in frame.columns if column not in below]
        kinds = ["kz-table", "kz-cards", "kz-searchable"] if is_searchable else ["kz-table"]
        table = nodes.table("", nodes.title("", about["caption"]), classes=kinds)
        group = nodes.tgroup(cols=len(columns))
        group += [nodes.colspec(colwidth=len(columns) if below and not at else 1) for at in range(len(columns))]
        names = [about["headers"].get(column, column) for column in columns]
        classes = [["kz-cell-number"] if column in about["units"] else _text_kinds(frame[column]) for column in columns]
        head, body = nodes.thead(), nodes.tbody()
        filters = [["kz-filter"] if column in about.get("filters", []) else [] for column in columns]
        head += self._row(names, [[*own, *extra] for own, extra in zip(classes, filters, strict=True)])
        digits = about.get("digits", {})
        for values in frame.to_dict("records"):  # not iterrows, which makes a year beside shares a 2014.0
            texts = [numbers.cell(values[column], about["units"].get(column), digits.get(column)) for column in columns]
            row = self._row(texts, classes)
            if is_searchable:
                self._as_card(row, names, [str(values[column]) for column in below])
            body += row
        group += [head, body]
        table += group
        self.add_name(table)
        self.set_source_info(table)
        frame_node = nodes.container("", table, classes=["kz-table-frame", *(["kz-wide"] if is_searchable else [])])
        below_node = nodes.raw("", _below(about, base, ("csv", "json")), format="html")
        return [frame_node, nodes.container("", below_node, cite, classes=["kz-below-table"])]

    @staticmethod
    def _row(texts: list[str], classes: list[list[str]]) -> nodes.row:
        row = nodes.row()
        for text, kinds in zip(texts, classes, strict=True):
            row += nodes.entry("", nodes.paragraph("", text, classes=["kz-value"]), classes=kinds)
        return row

    @staticmethod
    def _as_card(row: nodes.row, names: list[str], below: list[str]) -> None:
        """Give each cell its head, which a phone shows, and the first cell its small print."""
        for entry, name in zip(row.children[1:], names[1:], strict=True):
            if entry.astext():
                entry.insert(0, nodes.paragraph("", name, classes=["kz-head"]))
            else:
                entry["classes"].append("kz-empty")
        row.children[0] += [nodes.paragraph("", text, classes=["kz-small"]) for text in map(typeset, below) if text]


def _text_kinds(column: pd.Series) -> list[str]:
    """Return the classes of a column of words; a phone gives one with long cells its room, and scrolls to it."""
    return ["kz-cell-long"] if column.astype(str).str.len().max() > LONG_CELL else []


def _pictures(about: dict, folder: Path, base: str, *, lazy: bool) -> str:
    """Return the light and the dark picture, each for page and phone."""
    base = html.escape(base)
    parts = []
    for theme, suffix in (("light", ""), ("dark", "-dark")):
        sizes = {}
        for width in SIZES:
            file = folder / (about["id"] + ("" if width == "wide" else "-narrow") + ".svg")
            box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', file.read_text(encoding="utf8"))
            sizes[width] = " ".join(
                f'{side}="{round(float(n) * 4 / 3)}"' for side, n in zip(("width", "height"), box.groups(), strict=True)
            )
        loading = ' loading="lazy"' if lazy or theme == "dark" else ""
        parts.append(
            f'<picture class="kz-picture only-{theme}">'
            f'<source media="(max-width: 600px)" srcset="{base}-narrow{suffix}.svg" {sizes["narrow"]}>'
            f'<img src="{base}{suffix}.svg" alt="{html.escape(about["alt"])}" {sizes["wide"]}{loading}></picture>'
        )
    # In a box of its own, since the theme hides a caption that stands beside a picture of the other theme.
    return f'<div class="kz-pictures">{"".join(parts)}</div>'


def _below(about: dict, base: str, kinds: tuple[str, ...]) -> str:
    """Return the source, the status and the row of downloads."""
    base = html.escape(base)
    names = {"csv": "CSV", "json": "Metadata", "svg": "SVG", "png": "PNG"}
    links = " ".join(
        f'<a href="{base}.{kind}" download aria-label="{names[kind]} of {html.escape(about["id"])}">{names[kind]}</a>'
        for kind in kinds
    )
    return (
        f'<p class="kz-source"><span class="kz-status">{STATUS[about["status"]]}</span> '
        f"Source: {about['source_links']}.{_home(about)}</p>"
        f'<p class="kz-downloads">{links}</p>' + redrawn(about.get("redraws", []))
    )


def _home(about: dict) -> str:
    return f' <a href="{html.escape(about["home"])}">More in its chapter.</a>' if "home" in about else ""


def _chapter(docname: str) -> str:
    return docname.rpartition("/")[2]


def find_unrendered(_app: Sphinx, doctree: nodes.document) -> None:
    """Warn of every role that reached the page as its own source."""
    for text in doctree.findall(nodes.Text):
        if isinstance(text.parent, nodes.literal | nodes.literal_block):
            continue
        if UNRENDERED.search(text.astext()):
            LOG.warning("a role was not rendered: %r", text.astext()[:120], location=text.parent)


def setup(app: Sphinx) -> dict:
    """Register the roles, the directive and the check."""
    app.add_config_value("kzmigration_runs", "", "env", str)
    app.add_node(number, html=(_visit_number, _depart_number), text=(_pass, _pass), latex=(_pass, _pass))
    app.add_role("num", NumberRole())
    app.add_role("claim", ClaimRole())
    app.add_directive("published", Published)
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
    app.connect("doctree-read", find_unrendered)
    app.connect("doctree-read", glossary.link)
    page_use.setup(app)
    app.connect("html-page-context", explore.add_files)
    app.connect("doctree-read", openers.add_opener)
    # later than Sphinx itself, which counts them then
    app.connect("env-get-updated", lambda _, env: exercise_pages.number_by_page(env), priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
