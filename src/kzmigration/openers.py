"""The line above a page's title: the part that it belongs to and, for a chapter, its number; both from ``_toc.yml``."""

from pathlib import Path

import yaml
from docutils import nodes
from sphinx.application import Sphinx


def openers(contents: dict) -> dict[str, str]:
    """Return the line above the title of each page that stands in a part of the book.

    Parameters
    ----------
    contents : dict
        What ``_toc.yml`` says.

    Examples
    --------
    >>> pages = [{"file": "notebooks/law"}, {"file": "book/ledger"}]
    >>> openers({"parts": [{"caption": "Policy", "chapters": pages}]})
    {'notebooks/law': 'Part 1 · Policy · Chapter 1', 'book/ledger': 'Part 1 · Policy'}
    """
    lines, number = {}, 0
    for place, part in enumerate(contents.get("parts", []), start=1):
        for file in (chapter["file"] for chapter in part["chapters"]):
            lines[file] = f"Part {place} · {part['caption']}"
            if file.startswith("notebooks/"):
                number += 1
                lines[file] += f" · Chapter {number}"
    return lines


def add_opener(app: Sphinx, doctree: nodes.document) -> None:
    """Put the line above the title of the page that Sphinx has just read."""
    file = Path(app.srcdir) / "_toc.yml"
    if not file.exists():  # a page on its own belongs to no part
        return
    line = openers(yaml.safe_load(file.read_text(encoding="utf8"))).get(app.env.docname)
    if line:
        doctree.insert(0, nodes.paragraph("", line, classes=["kz-eyebrow"]))
