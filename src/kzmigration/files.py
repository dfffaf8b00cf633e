"""Read the files of the Data Package cell by cell, and refuse what two programs could read in two ways."""

from __future__ import annotations

import codecs
import csv
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from kzmigration.paths import DATA

if TYPE_CHECKING:  # slow to import, and chapters read the ledger with what stands here
    from frictionless import Schema

LONG = 80  # characters shown of what was found
LARGEST = 20_000_000  # bytes of a file; the largest of ours has 0.2 million
Rows = list[dict[str, str]]
# Frictionless also takes "1_000", " 5", "1e5" and "NaN", which other readers do not take, or not alike.
NUMBERS = {
    "integer": (re.compile(r"-?(0|[1-9][0-9]*)"), "a whole number"),
    "number": (re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?"), "a number"),
    "year": (re.compile(r"[0-9]{4}"), "a year"),
    "date": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "a date"),
}
FORMULA = "text that no spreadsheet takes for a formula"
FAULTS = {
    "no blank at either end": re.compile(r"^\s|\s$"),
    # Also in full width, which some take alike, and behind the mark that parts the cells in much of Europe.
    FORMULA: re.compile(r"(^|;)[=+@\-\uff1d\uff0b\uff20\uff0d]"),
    "text without markup": re.compile(r"[][<>{}`$\\]|&#?\w+;"),
    "words of one alphabet each": re.compile(r"[A-Za-z][\u0400-\u052f]|[\u0400-\u052f][A-Za-z]"),
}


def fault(text: str) -> str:
    """Return what a text should be and is not, empty where nothing is wrong.

    Examples
    --------
    >>> fault("Австралия"), fault("=SUM(A1)")
    ('', 'text that no spreadsheet takes for a formula')
    """
    if not text.isprintable():
        return "visible characters alone"
    if not unicodedata.is_normalized("NFC", text):
        return "letters and their marks as one character (NFC)"
    return next((said for said, pattern in FAULTS.items() if pattern.search(text)), "")


def shown(found: object) -> str:
    r"""Return what was found, cut where it is long, and what is invisible in it by its escape.

    Examples
    --------
    >>> shown("M\u200b"), len(shown("9" * 5000))
    ('M\\u200b', 81)
    """
    text = str(found)
    text = text if len(text) <= LONG else text[:LONG] + "…"
    return "".join(c if c.isprintable() and not unicodedata.combining(c) else ascii(c)[1:-1] for c in text)


def said(place: str, expected: str, found: object) -> str:
    """Say in one line what was expected at a place, and what was found.

    Examples
    --------
    >>> said("sweep.yaml, row 2", "a chapter", "emigratoin")
    'sweep.yaml, row 2: expected a chapter, found "emigratoin"'
    """
    return f'{place}: expected {expected}, found "{shown(found)}"'


def line(path: str, row: int | None, column: str, expected: str, found: object) -> str:
    """Say where an error stands in a file of the package, what was expected and what was found.

    Examples
    --------
    >>> line("codes/sexes.csv", 2, "code", "a code", "X")
    'data/codes/sexes.csv, row 2, column code: expected a code, found "X"'
    """
    row, column = f", row {row}" if row else "", f", column {column}" if column else ""
    return said(f"data/{path}{row}{column}", expected, found)


def read_text(path: str) -> tuple[str, list[str]]:
    """Return the text of a file below ``data``, and what is wrong with its bytes."""
    return text_of(DATA / path, f"data/{path}")


def text_of(file: Path, place: str, largest: int = LARGEST) -> tuple[str, list[str]]:
    """Return the text of a file, and what is wrong with its bytes.

    Parameters
    ----------
    file : pathlib.Path
        The file.
    place : str
        What the user knows it by.
    largest : int
        Bytes that it may have.
    """
    if not file.is_file():
        return "", [said(place, "a file", "none")]
    if (size := file.stat().st_size) > largest:
        return "", [said(place, f"at most {largest} bytes", size)]
    raw = file.read_bytes()
    if raw.startswith(codecs.BOM_UTF8):
        return "", [said(f"{place}, row 1", "UTF-8 without a byte order mark", "\ufeff")]
    try:
        text = raw.decode("utf8")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        return "", [said(f"{place}, row {row}", "UTF-8", f"byte {raw[error.start]:#x}")]
    before, carriage_return, _ = text.partition("\r")
    if carriage_return:
        return "", [said(f"{place}, row {before.count(chr(10)) + 1}", "LF alone at the end of a line", "\r")]
    rest = text.rpartition("\n")[2]
    ending = said(f"{place}, row {text.count(chr(10)) + 1}", "LF at the end of the line", rest)
    return text, [ending] if rest else []


def read_rows(path: str, schema: Schema) -> tuple[Rows, list[str]]:
    """Return the rows of a CSV file below ``data``, and what is wrong with the way they are written."""
    text, problems = read_text(path)
    header, *lines = text.split("\n")[:-1] or [""]
    if not problems and header != ",".join(schema.field_names):
        problems = [line(path, 1, "", "the columns " + ",".join(schema.field_names), header)]
    if not problems and not lines:
        problems = [line(path, 2, "", "a row", "none")]
    rows: Rows = []
    for number, written in enumerate(lines if not problems else [], start=2):
        try:
            cells = next(csv.reader([written], strict=True), [])
        except csv.Error:
            problems.append(line(path, number, "", "quotes that open and close in one line", written))
            break
        if len(cells) != len(schema.fields):
            problems.append(line(path, number, "", f"{len(schema.fields)} cells", len(cells)))
            continue
        rows.append(dict(zip(schema.field_names, cells, strict=True)))
        for field, cell in zip(schema.fields, cells, strict=True):
            pattern, said = NUMBERS.get(field.type, (None, fault(cell)))
            if said and cell and not (pattern and pattern.fullmatch(cell)):
                problems.append(line(path, number, field.name, said, cell))
    return rows, problems
