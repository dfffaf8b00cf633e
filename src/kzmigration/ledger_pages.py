"""What the pages say of the ledger: the directives ``{ledger}``, ``{section-claims}``, ``{errata}``, ``{verdicts}``."""

import functools
import html
import json
import math
from pathlib import Path

import pandas as pd
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from kzmigration import spreadsheets, verdicts
from kzmigration.claims import Statement
from kzmigration.data import documents, read
from kzmigration.errors import DataError
from kzmigration.intervals import Interval
from kzmigration.language import format_number, typeset
from kzmigration.stated_plots import VERDICTS
from kzmigration.verdicts import Evaluation

LOG = logging.getLogger(__name__)
SHAPES = {verdict: shape for verdict, (shape, _) in VERDICTS.items()}
HEADS = ("Section", "What the document says", "Stated", "What we compute", "Verdict")
FILTERS = ("Section", "Verdict")
SEVERITIES = {"high": "Changes a conclusion", "medium": "Matters for a reading", "low": "Small slips"}


def mark(verdict: str) -> str:
    """Return a verdict as word and shape."""
    return f'<span class="kz-verdict kz-{verdict.replace(" ", "-")}">{SHAPES[verdict]} {verdict}</span>'


def row(evaluation: Evaluation) -> dict:
    """Return one statement with what came out, as the JSON and CSV of the ledger have it."""
    told, computed = evaluation.statement, evaluation.computed
    ends = (
        [end if math.isfinite(end) else None for end in (computed.low, computed.high)]
        if _is_interval(computed)
        else None
    )
    return {
        "id": told.id,
        "document": told.document,
        "line": told.line,
        "section": told.section,
        "statement": told.statement,
        "stated": told.value,
        "unit": told.unit,
        "half_width": told.half_width,
        "qualifier": told.qualifier,
        "computed": ends if ends else computed,
        "verdict": evaluation.verdict,
        "recorded": told.verdict,
        "explanation": told.explanation,
        "severity": told.severity,
        "origin": told.origin,
    }


def table() -> pd.DataFrame:
    """Return the whole ledger as a flat table; ``computed`` becomes its two ends."""
    rows = []
    for evaluation in verdicts.evaluate_all():
        entry = row(evaluation)
        computed = entry.pop("computed")
        low, high = computed if isinstance(computed, list) else (computed, computed)
        rows.append(entry | {"computed_low": low, "computed_high": high})
    return pd.DataFrame(rows)


def write_downloads(folder: Path) -> None:
    """Write ``ledger.json`` and ``ledger.csv`` beside the pages."""
    rows = [row(evaluation) for evaluation in verdicts.evaluate_all()]
    (folder / "ledger.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf8")
    spreadsheets.write(table(), "ledger.csv", folder / "ledger.csv")


def stated_text(told: Statement) -> str:
    """Write what is stated, with its qualifier."""
    if told.unit == "truth":
        return "order or direction"
    qualifier = "" if told.qualifier == "exact" else f"{told.qualifier} "
    return f"{qualifier}{told.text()}{' million US dollars' if told.unit == 'usd_million' else ''}"


def computed_text(evaluation: Evaluation) -> str:
    """Write what came out, in the unit and with a digit more than is stated."""
    computed, told = evaluation.computed, evaluation.statement
    if not _is_interval(computed):
        return {True: "holds", False: "does not hold", None: "open" if told.check is not None else "—"}[computed]
    step = 2 * told.half_width
    digits = (
        0 if told.unit in ("persons", "count", "rank", "year") else max(0, round(-math.log10(step)) + 1) if step else 2
    )
    suffix = "%" if told.unit == "percent" else ""
    if told.unit == "year":
        return f"{computed.low:.0f}"
    low, high = (format_number(end, digits) if math.isfinite(end) else "∞" for end in (computed.low, computed.high))
    return f"{low}{suffix}" if low == high else f"{low} to {high}{suffix}"


def _text(told: str) -> str:
    return html.escape(typeset(told))


def _is_interval(computed: object) -> bool:
    return isinstance(computed, Interval)


def _rows(evaluations: list[Evaluation], *, anchors: bool) -> str:
    lines = []
    for evaluation in evaluations:
        told = evaluation.statement
        why = f"<details><summary>Why</summary>{_text(told.explanation)}</details>" if told.explanation else ""
        anchor = f' id="{told.id}"' if anchors else ""
        cells = (
            told.section,
            f'{_text(told.statement)}{why}<p class="kz-id"><code>{told.id}</code>, line {told.line}</p>',
            html.escape(stated_text(told)),
            html.escape(computed_text(evaluation)),
        )
        filled = "".join(f'<td data-head="{head}">{cell}</td>' for head, cell in zip(HEADS, cells, strict=False))
        filled += f'<td data-head="{HEADS[-1]}" data-value="{evaluation.verdict}">{mark(evaluation.verdict)}</td>'
        lines.append(f"<tr{anchor}>{filled}</tr>")
    return "".join(lines)


def _table(evaluations: list[Evaluation], caption: str, *, anchors: bool = False) -> str:
    filters = {name: ' class="kz-filter"' if name in FILTERS else "" for name in HEADS}
    head = "".join(f'<th scope="col"{filters[name]}>{name}</th>' for name in HEADS)
    kind = "kz-table kz-cards kz-claims" + (" kz-searchable" if anchors else "")
    return (
        f'<div class="kz-table-frame kz-wide" tabindex="0" role="region" aria-label="{html.escape(caption)}">'
        f'<table class="{kind}"><caption><span class="caption-text">{html.escape(caption)}</span></caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{_rows(evaluations, anchors=anchors)}</tbody></table></div>"
    )


def _raw(text: str) -> list[nodes.Node]:
    return [nodes.raw("", text, format="html")]


@functools.cache
def _evaluations() -> list[Evaluation]:
    """Evaluate the ledger once a build."""
    return verdicts.evaluate_all()


class LedgerDirective(SphinxDirective):
    """A directive that evaluates the ledger; what is wrong with the ledger is a warning, and so fails the build."""

    optional_arguments = 10

    def run(self) -> list[nodes.Node]:
        """Evaluate, and let the subclass show it."""
        try:
            evaluations = _evaluations()
        except DataError as error:
            LOG.warning("the ledger cannot be evaluated: %s", error, location=self.get_location())
            return []
        for wrong in (evaluation for evaluation in evaluations if not evaluation.is_confirmed):
            told = wrong.statement
            LOG.warning(
                "%s: recorded %s, evaluated %s", told.id, told.verdict, wrong.verdict, location=self.get_location()
            )
        return _raw(self.show(evaluations))

    def show(self, evaluations: list[Evaluation]) -> str:
        """Return the HTML."""
        raise NotImplementedError


class Ledger(LedgerDirective):
    """The whole ledger, which a script makes searchable."""

    def show(self, evaluations: list[Evaluation]) -> str:
        """Return the downloads and the table."""
        base = "../" * self.env.docname.count("/")
        links = f'<a href="{base}ledger.csv" download>CSV</a> <a href="{base}ledger.json" download>JSON</a>'
        return f'<p class="kz-downloads">{links}</p>' + _table(evaluations, "The ledger", anchors=True)


class SectionClaims(LedgerDirective):
    """The statements of the named sections: contradicted ones open, the others folded.

    Where chapters share a section, ``about`` says how the ids of this one's statements begin.
    """

    required_arguments = 1
    option_spec = {"about": directives.unchanged_required}  # noqa: RUF012 - docutils reads it so

    def show(self, evaluations: list[Evaluation]) -> str:
        """Return a count and a folded table for each verdict."""
        starts = tuple(f"{start}-" for start in self.options.get("about", "").split()) or ""
        own = [evaluation for evaluation in evaluations if evaluation.statement.section in self.arguments]
        own = [evaluation for evaluation in own if evaluation.statement.id.startswith(starts)]
        parts = []
        for verdict in ("contradicted", "reproduced", "consistent", "not testable"):
            some = [evaluation for evaluation in own if evaluation.verdict == verdict]
            if some:
                is_open = " open" if verdict == "contradicted" else ""
                summary = f"<summary>{mark(verdict)}: {len(some)} of {len(own)}</summary>"
                caption = f"Statements of section {', '.join(self.arguments)} that are {verdict}"
                parts.append(f'<details class="kz-fold"{is_open}>{summary}{_table(some, caption)}</details>')
        return "".join(parts)


class Errata(LedgerDirective):
    """What is contradicted, the weightiest first, with the arithmetic."""

    def show(self, evaluations: list[Evaluation]) -> str:
        """Return a list for each severity."""
        parts = []
        wrong = [evaluation for evaluation in evaluations if evaluation.verdict == "contradicted"]
        for severity, words in SEVERITIES.items():
            some = [evaluation for evaluation in wrong if evaluation.statement.severity == severity]
            if some:
                parts.append(f"<h2>{words}</h2>" + "".join(map(_erratum, some)))
        return "".join(parts)


def _erratum(evaluation: Evaluation) -> str:
    told = evaluation.statement
    origin = "in the print" if told.origin == "print" else "in the copy or in the print"
    title = html.escape(documents()[told.document]["title_en"])
    return (
        f'<div class="kz-card kz-erratum" id="erratum-{told.id}"><p><strong>{_text(told.statement)}</strong></p>'
        f"<p>{_text(told.explanation)}</p>"
        f'<p class="kz-id">{title}, section {told.section}, line {told.line} of our text copy; {origin}; '
        f'<a href="ledger.html#{told.id}">{told.id}</a></p></div>'
    )


class Verdicts(LedgerDirective):
    """How many statements have which verdict, in a sentence."""

    def show(self, evaluations: list[Evaluation]) -> str:
        """Return the counts."""
        counts = {verdict: sum(e.verdict == verdict for e in evaluations) for verdict in SHAPES}
        words = "; ".join(f"{mark(verdict)} {format_number(number)}" for verdict, number in counts.items())
        return f'<p class="kz-counts">{format_number(len(evaluations))} statements: {words}.</p>'


class Readings(SphinxDirective):
    """Which sections have been read for the ledger, and by how many people."""

    def run(self) -> list[nodes.Node]:
        """Return a sentence for sections read twice, and one for those read once."""
        sections = read("sections")
        parts = []
        for times, words in ((2, "Read twice, the second time independently"), (1, "Read once so far")):
            named = sections.loc[sections["readings"] == times, "section"].tolist()
            if named:
                parts.append(f"{words}: {html.escape(', '.join(dict.fromkeys(named)))}.")
        left = int((sections["readings"] == 0).sum())
        if left:
            parts.append(f"Not read yet: {left} more parts of the documents.")
        return _raw(f'<p class="kz-counts">{" ".join(parts)}</p>')
