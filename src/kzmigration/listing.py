"""The ledger on the command line: selected, and written as text, JSON or CSV."""

import json
from typing import Literal, get_args

from kzmigration import ledger_pages, spreadsheets, verdicts
from kzmigration.claims import Verdict
from kzmigration.errors import ParameterError
from kzmigration.verdicts import Evaluation


def select(document: str, section: str, verdict: str) -> list[Evaluation]:
    """Evaluate the ledger and keep what is asked for; an empty text asks for all.

    Raises
    ------
    ParameterError
        If there is no such document, section or verdict; the message names what there is.
    """
    found = verdicts.evaluate_all()
    sections = sorted({evaluation.statement.section for evaluation in found})
    files = sorted({evaluation.statement.document for evaluation in found})
    if verdict and verdict not in get_args(Verdict):
        raise ParameterError(f"verdict must be one of {', '.join(get_args(Verdict))}; it was {verdict!r}")
    if document and not any(file.startswith(document) for file in files):
        raise ParameterError(f"document must begin one of {', '.join(files)}; it was {document!r}")
    if section and not any(_is_below(name, section) for name in sections):
        raise ParameterError(f"section must be one of {', '.join(sections)}; it was {section!r}")
    return [
        evaluation
        for evaluation in found
        if evaluation.statement.document.startswith(document)
        and (not section or _is_below(evaluation.statement.section, section))
        and verdict in ("", evaluation.verdict)
    ]


def write(evaluations: list[Evaluation], form: Literal["text", "json", "csv"]) -> str:
    """Write evaluations out, with a final line break."""
    if form == "json":
        return json.dumps([ledger_pages.row(e) for e in evaluations], ensure_ascii=False, indent=1) + "\n"
    if form == "csv":
        ids = {evaluation.statement.id for evaluation in evaluations}
        table = ledger_pages.table()
        return spreadsheets.write(table[table["id"].isin(ids)], "the ledger as CSV")
    lines = []
    for evaluation in evaluations:
        told = evaluation.statement
        shown = f"{ledger_pages.stated_text(told)} | {ledger_pages.computed_text(evaluation)}"
        mark = ledger_pages.SHAPES[evaluation.verdict]
        lines.append(f"{mark} {evaluation.verdict:13} {told.section:13} {told.id:45} {shown}")
    return "\n".join([*lines, f"{len(lines)} statements"]) + "\n"


def _is_below(name: str, section: str) -> bool:
    return name == section or name.startswith(section + ".")
