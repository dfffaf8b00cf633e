"""How many statements of each section have which verdict, each count a way into the ledger."""

import html
from urllib.parse import urlencode

from kzmigration.data import read
from kzmigration.language import format_number
from kzmigration.ledger_pages import SHAPES, LedgerDirective, mark
from kzmigration.verdicts import Evaluation


class VerdictTable(LedgerDirective):
    """How many statements of each section have which verdict, as a table with bars."""

    def show(self, evaluations: list[Evaluation]) -> str:
        """Return the table."""
        rows, base = [], "../" * self.env.docname.count("/")
        sections = read("sections")
        for section, title in dict(zip(sections["section"], sections["title"], strict=True)).items():
            own = [e.verdict for e in evaluations if _part(e.statement.section) == section]
            counts = {verdict: own.count(verdict) for verdict in SHAPES}
            if own:
                bar = "".join(
                    f'<span class="kz-bar kz-bar-{verdict.replace(" ", "-")}" style="flex-grow:{number}"></span>'
                    for verdict, number in counts.items()
                    if number
                )
                cells = "".join(
                    f'<td class="kz-cell-number">{_to_ledger(base, section, verdict, number)}</td>'
                    for verdict, number in counts.items()
                )
                rows.append(
                    f'<tr><th scope="row">{html.escape(section) if section[0].isdigit() else ""} {html.escape(title)}'
                    f'<span class="kz-bars" aria-hidden="true">{bar}</span></th>{cells}</tr>'
                )
        head = "".join(f'<th scope="col">{mark(verdict)}</th>' for verdict in SHAPES)
        caption = "Statements of each section by verdict"
        return (
            f'<div class="kz-table-frame" tabindex="0" role="region" aria-label="{caption}"><table class="kz-table '
            f'kz-by-section"><caption><span class="caption-text">{caption}</span></caption><thead><tr>'
            f'<th scope="col">Section</th>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
        )


def _to_ledger(base: str, section: str, verdict: str, number: int) -> str:
    """Write a count as a link to its statements; a script filters the ledger, without it all of it is there."""
    if not number:
        return format_number(number)
    query = urlencode({"section": section, "verdict": verdict})
    says = html.escape(f"{number} {verdict} in section {section}")
    return f'<a href="{base}book/ledger.html?{html.escape(query)}" aria-label="{says}">{format_number(number)}</a>'


def _part(section: str) -> str:
    """Return the part of ``sections.csv`` that a statement's section belongs to.

    Examples
    --------
    >>> _part("1.2.7"), _part("introduction"), _part("concept.4")
    ('1.2', 'introduction', 'concept')
    """
    return ".".join(section.split(".")[: 2 if section[0].isdigit() else 1])
