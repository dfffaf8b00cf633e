"""Citations of the book, its pages, figures and tables: a reference in APA style, BibTeX and RIS."""

import dataclasses
import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from kzmigration.edition import Edition

TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "&%$#_"},
}
RIS_TYPES = {"book": "BOOK", "chapter": "CHAP", "figure": "FIGURE", "table": "DATA", "data": "DATA"}
BIBTEX_TYPES = {"book": "book", "chapter": "incollection", "figure": "misc", "table": "misc", "data": "misc"}


@dataclasses.dataclass(frozen=True)
class Work:
    """What is cited.

    Attributes
    ----------
    key : str
        Name of the entry in BibTeX.
    title : str
        Title of a page; caption of a figure or table, without a full stop.
    path : str
        Page of the site, with an anchor for a figure or table.
    chapter : str
        Title of the chapter that a figure or table stands in.
    """

    kind: Literal["book", "chapter", "figure", "table", "data"]
    key: str
    title: str
    path: str
    chapter: str = ""


def apa(work: Work, edition: Edition) -> str:
    """Return the reference in APA style, as HTML; its address is left out while the book has none."""
    title, whole = (html.escape(_line(text), quote=False) for text in (work.title, edition.title))
    version = f"(Version {html.escape(edition.version)})"
    book = f"<em>{whole}</em> {version}."
    if work.kind == "book":
        parts = [book]
    elif work.kind == "data":
        parts = [f"<em>{title}</em> {version} [Data set]."]
    elif work.kind == "chapter":
        parts = [_ended(title), f"In {book}"]
    else:
        chapter = html.escape(work.chapter, quote=False)
        parts = [f"{title} [{work.kind.capitalize()}].", f"In “{chapter}”, {book}"]
    address = html.escape(edition.url(work.path))
    return " ".join([f"{html.escape(edition.author)}. ({edition.released.year}).", *parts, address]).strip()


def plain(reference: str) -> str:
    """Return a reference without its markup.

    Examples
    --------
    >>> plain("<em>Sand &amp; salt</em>")
    'Sand & salt'
    """
    return html.unescape(re.sub(r"</?em>", "", reference))


def bibtex(work: Work, edition: Edition) -> str:
    """Return the entry for BibTeX, UTF-8; titles keep their capitals."""
    fields = {
        "author": f"{{{_tex(edition.author)}}}",
        "title": f"{{{_tex(work.title)}}}",
        "booktitle": f"{{{_tex(edition.title)}}}" if work.kind == "chapter" else "",
        "howpublished": _within(work, edition, _tex),
        "publisher": f"{{{_tex(edition.author)}}}" if work.kind in ("book", "chapter") else "",
        "year": str(edition.released.year),
        "note": f"Version {_tex(edition.version)}",
        "url": edition.url(work.path),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{BIBTEX_TYPES[work.kind]}{{{work.key},\n{lines}}}\n"


def ris(work: Work, edition: Edition) -> str:
    """Return the record in RIS, with the line ends that its description asks for."""
    fields = [
        ("TY", RIS_TYPES[work.kind]),
        *(("AU", author) for author in edition.authors),
        ("PY", str(edition.released.year)),
        ("TI", _line(work.title)),
        ("T2", "" if work.kind in ("book", "data") else edition.title),
        ("N1", _within(work, edition, _line)),
        ("ET", edition.version),
        ("PB", edition.author),
        ("LA", "en"),
        ("UR", edition.url(work.path)),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields if value) + "ER  - \r\n"


def write(stem: Path, work: Work, edition: Edition) -> None:
    """Write ``<stem>.bib`` and ``<stem>.ris``."""
    stem.parent.mkdir(parents=True, exist_ok=True)
    for ending, text in ((".bib", bibtex(work, edition)), (".ris", ris(work, edition))):
        stem.with_name(stem.name + ending).write_bytes(text.encode())


def _within(work: Work, edition: Edition, written: Callable[[str], str]) -> str:
    """Say where a figure or table stands; nothing for other works."""
    if not work.chapter:
        return ""
    return f"{work.kind.capitalize()} in “{written(work.chapter)}”, {written(edition.title)}"


def _line(text: str) -> str:
    return " ".join(text.split())


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _tex(text: str) -> str:
    return "".join(TEX.get(character, character) for character in _line(text))
