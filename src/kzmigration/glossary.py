"""The glossary: a page of terms in three languages, and links to it from the first use of a term on each page."""

import functools
import html
import re

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from kzmigration import data

PAGE = "book/glossary"
# A link in a heading, a caption, a table or another link would be in the way.
NOT_IN = (
    nodes.title,
    nodes.caption,
    nodes.legend,
    nodes.table,
    nodes.reference,
    nodes.literal,
    nodes.raw,
    pending_xref,
)


def label(id: str) -> str:
    """Return the anchor of a term."""
    return f"term-{id}"


@functools.cache
def forms() -> dict[str, str]:
    """Return every English form that is linked, in lower case, and the id of its term."""
    terms = data.read("glossary")
    return {form.lower(): id for id, row in zip(terms["id"], terms["forms"], strict=True) for form in row.split("|")}


@functools.cache
def _pattern() -> re.Pattern:
    longest_first = sorted(forms(), key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)


def first_uses(text: str, known: set[str]) -> list[tuple[str, str | None]]:
    """Cut a text at the first use of each term.

    Parameters
    ----------
    text : str
        Running text.
    known : set of str
        Ids of terms that were used before; the terms found are added to it.

    Returns
    -------
    list of tuple
        Pieces of the text in order, each with the id of the term that it is, or None.

    Examples
    --------
    >>> first_uses("Internal migration, or internal migration again.", set())
    [('Internal migration', 'internal-migration'), (', or internal migration again.', None)]
    """
    pieces, place = [], 0
    for match in _pattern().finditer(text):
        id = forms()[match.group().lower()]
        if id not in known:
            known.add(id)
            pieces += [(text[place : match.start()], None), (match.group(), id)]
            place = match.end()
    return [(piece, id) for piece, id in [*pieces, (text[place:], None)] if piece]


def link(app: Sphinx, doctree: nodes.document) -> None:
    """Link the first use of each term on a page to the glossary, where the book has one."""
    here = app.env.docname
    if here == PAGE or PAGE not in app.env.found_docs or not here.startswith(("notebooks/", "book/")):
        return
    known: set[str] = set()
    for text in list(doctree.findall(nodes.Text)):
        if _is_inside(text, NOT_IN) or not _is_inside(text, (nodes.paragraph,)):
            continue
        pieces = first_uses(text.astext(), known)
        if any(id for _, id in pieces):
            text.parent.replace(text, [_piece(piece, id, here) for piece, id in pieces])


def _is_inside(node: nodes.Node, kinds: tuple[type, ...]) -> bool:
    while node.parent is not None:
        node = node.parent
        if isinstance(node, kinds):
            return True
    return False


def _piece(text: str, id: str | None, docname: str) -> nodes.Node:
    if id is None:
        return nodes.Text(text)
    wanted = {"reftype": "ref", "refdomain": "std", "refexplicit": True, "reftarget": label(id), "refwarn": True}
    return pending_xref("", nodes.inline("", text), refdoc=docname, **wanted)


class Glossary(SphinxDirective):
    """List the terms, each an anchor."""

    def run(self) -> list[nodes.Node]:
        """Return a definition list, in the order of the alphabet."""
        std = self.env.get_domain("std")
        terms = data.read("glossary")
        terms = terms.iloc[terms["name_en"].str.lower().argsort(kind="stable")]
        items = []
        for row in terms.itertuples():
            term = nodes.term("", "", nodes.strong("", row.name_en), ids=[label(row.id)], names=[label(row.id)])
            for locale, name in (("kk", row.name_kk), ("ru", row.name_ru)):
                term += nodes.raw("", f' <span lang="{locale}">{html.escape(name)}</span>', format="html")
            std.note_hyperlink_target(label(row.id), self.env.docname, label(row.id), row.name_en)
            items.append(nodes.definition_list_item("", term, nodes.definition("", nodes.paragraph("", row.says))))
        return [nodes.definition_list("", *items, classes=["kz-glossary"])]
