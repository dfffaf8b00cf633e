"""Read the files of the Data Package cell by cell, and refuse what two programs could read in two ways."""

import codecs
import csv
import re
import unicodedata

from frictionless import Schema

from kzmigration.paths import DATA

LONG = 80  # characters shown of what was found
Rows = list[dict[str, str]]
# Frictionless also takes "1_000", " 5", "1e5" and "NaN", which other readers do not take, or not alike.
NUMBERS = {
    "integer": (re.compile(r"-?(0|[1-9][0-9]*)"), "a whole number"),
    "number": (re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?"), "a number"),
    "year": (re.compile(r"[0-9]{4}"), "a year"),
    "date": (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "a date"),
}
FAULTS = {
    "no blank at either end": re.compile(r"^\s|\s$"),
    "text that no spreadsheet takes for a formula": re.compile(r"^[=+@-]"),
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


def line(path: str, row: int | None, column: str, expected: str, found: object) -> str:
    r"""Say where an error stands, what was expected and what was found; the invisible is shown by its escape.

    Examples
    --------
    >>> line("codes/sexes.csv", 2, "code", "a code", "M\u200b")
    'data/codes/sexes.csv, row 2, column code: expected a code, found "M\\u200b"'
    """
    shown = "".join(c if c.isprintable() and not unicodedata.combining(c) else ascii(c)[1:-1] for c in str(found))
    shown = shown if len(shown) <= LONG else shown[:LONG] + "…"
    place = f"data/{path}" + (f", row {row}" if row else "") + (f", column {column}" if column else "")
    return f'{place}: expected {expected}, found "{shown}"'


def read_text(path: str) -> tuple[str, list[str]]:
    """Return the text of a file below ``data``, and what is wrong with its bytes."""
    if not (DATA / path).is_file():
        return "", [line(path, None, "", "a file", "none")]
    raw = (DATA / path).read_bytes()
    if raw.startswith(codecs.BOM_UTF8):
        return "", [line(path, 1, "", "UTF-8 without a byte order mark", "\ufeff")]
    try:
        text = raw.decode("utf8")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        return "", [line(path, row, "", "UTF-8", f"byte {raw[error.start]:#x}")]
    before, carriage_return, _ = text.partition("\r")
    if carriage_return:
        return "", [line(path, before.count("\n") + 1, "", "LF alone at the end of a line", "\r")]
    rest = text.rpartition("\n")[2]
    return text, [line(path, text.count("\n") + 1, "", "LF at the end of the line", rest)] if rest else []


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
