"""What the data must obey and no schema can say: names and spellings of codes, blanks, labels, years."""

import hashlib
from collections.abc import Iterator

from frictionless import Resource

from kzmigration import claims, corrections, files, language
from kzmigration.data import UNITS, documents, is_printed, load
from kzmigration.files import Rows, fault, line

# Columns that say from when and to when, or from where to where.
SPANS = (
    ("date", "date_end"),
    ("first_line", "last_line"),
    ("period_start", "period_end"),
    ("valid_from", "valid_to"),
    ("year_start", "year_end"),
)
UNLABELLED = "_X"  # the code of the row that is printed without a label


def check(resource: Resource, tables: dict[str, Rows]) -> list[str]:
    """Return a line for each rule that a resource breaks.

    Parameters
    ----------
    resource : frictionless.Resource
        The resource; its schema holds already.
    tables : dict
        The rows of every resource of the package, by name.
    """
    rows = tables[resource.name]
    if "aliases_kk" in resource.schema.field_names:
        return [*_codes(resource, rows), *_spans(resource, rows)]
    if "printed_as" not in resource.custom:
        return [
            *_references(resource, tables),
            *_places(resource, rows),
            *_statements(resource, rows),
            *_spans(resource, rows),
            *_bytes(resource),
        ]
    problems = [*_cells(resource, tables), *_years(resource, rows)]
    if not problems and resource.rows not in (None, len(rows)):
        problems = [line(resource.path, None, "", f"{resource.rows} rows", len(rows))]
    return problems


def corrected() -> list[str]:
    """Return a line for each correction that no statement of the ledger proves.

    Raises
    ------
    DataError
        If the ledger or the corrections cannot be read, or a correction does not find what it expects.
    """
    problems = []
    for number, entry in enumerate(corrections.corrections(), start=1):
        place = f"{corrections.PLACE}, entry {number}"
        if not is_printed(entry["resource"]):
            problems.append(files.said(f"{place}, resource", "a printed table", entry["resource"]))
            continue
        load(entry["resource"], vintage="corrected")
        verdicts = {id: getattr(claims.statements().get(id), "verdict", None) for id in entry["claims"]}
        if None in verdicts.values() or "contradicted" not in verdicts.values():
            expected = "ids of the ledger, one of them contradicted"
            problems.append(files.said(f"{place}, claims", expected, ", ".join(verdicts)))
    return problems


def _codes(resource: Resource, rows: Rows) -> Iterator[str]:
    """Refuse a code without a name in each language, and a spelling that stands for two codes."""
    owners: dict[str, str] = {}
    for number, row in enumerate(rows, start=2):
        for locale in language.LANGUAGES:
            if not _name(resource.name, row, locale):
                yield line(resource.path, number, f"name_{locale}", f"a name of {row['code']}", "")
        for spelling in _spellings(resource.name, row):
            owner = owners.setdefault(spelling, row["code"])
            column = "name_kk" if spelling == row["name_kk"] else "aliases_kk"
            if fault(spelling):
                yield line(resource.path, number, column, fault(spelling), spelling)
            elif owner != row["code"]:
                yield line(resource.path, number, column, f"a spelling that {owner} does not have", spelling)


def _cells(resource: Resource, tables: dict[str, Rows]) -> Iterator[str]:
    """Refuse a status that its value belies, a guess without its reason, and a label of another code."""
    unit = next(unit for unit in UNITS if unit in resource.schema.field_names)
    key, codes = _key(resource)
    labels = {row["code"]: _spellings(codes, row) for row in tables.get(codes, [])} | {"": [""], UNLABELLED: [""]}
    for number, row in enumerate(tables[resource.name], start=2):
        status, code = row["status"], row.get(key, "")
        if (status == "blank") != (row[unit] == ""):
            expected = "an empty cell" if status == "blank" else "a value"
            yield line(resource.path, number, unit, f"{expected}, since status is {status}", row[unit])
        elif status != "printed" and not row["note"]:
            yield line(resource.path, number, "note", f"why the cell is {status}", "")
        if row["label_kk"] not in labels[code]:
            expected = f"a label of {code or 'the table'} ({', '.join(labels[code]) or 'none'})"
            yield line(resource.path, number, "label_kk", expected, row["label_kk"])


def _years(resource: Resource, rows: Rows) -> Iterator[str]:
    """Refuse a code that has not each year of its document once; the schema says which years these are."""
    key, _ = _key(resource)
    limits = resource.schema.get_field("year").constraints
    expected_years = [str(year) for year in range(int(limits["minimum"]), int(limits["maximum"]) + 1)]
    numbers: dict[str, list[int]] = {}
    for number, row in enumerate(rows, start=2):
        numbers.setdefault(row.get(key, ""), []).append(number)
    for code, own in numbers.items():
        years = [rows[number - 2]["year"] for number in own]
        if sorted(years) != expected_years:
            expected = f"{', '.join(expected_years)} for {code or 'the table'}"
            yield line(resource.path, own[0], "year", expected, ", ".join(years))


def _references(resource: Resource, tables: dict[str, Rows]) -> Iterator[str]:
    """Refuse a reference to a resource that the package does not have."""
    for number, row in enumerate(tables[resource.name], start=2):
        for name in row.get("resource", "").split(";"):
            if name not in (*tables, ""):
                yield line(resource.path, number, "resource", "the name of a resource", name)


def _places(resource: Resource, rows: Rows) -> Iterator[str]:
    """Refuse a document that the book does not retell, and a line that it does not have."""
    held = documents()
    for number, row in enumerate(rows, start=2):
        name = row.get("document", resource.custom.get("document"))
        if name is None:
            return
        if name not in held:
            yield line(resource.path, number, "document", f"one of {', '.join(held)}", name)
            continue
        for column in ("line", "first_line", "last_line"):
            if int(row.get(column) or 0) > held[name]["lines"]:
                expected = f"at most {held[name]['lines']}, the lines of {name}"
                yield line(resource.path, number, column, expected, row[column])


def _statements(resource: Resource, rows: Rows) -> Iterator[str]:
    """Refuse the id of a statement, or the name of a ledger, that does not exist."""
    for column in ("claim", "claims", "ledger"):
        for number, row in enumerate(rows if column in resource.schema.field_names else [], start=2):
            for name in row[column].split():
                if column == "ledger" and name not in claims.sections():
                    yield line(resource.path, number, column, f"one of {', '.join(claims.sections())}", name)
                elif column != "ledger" and name not in claims.statements():
                    yield line(resource.path, number, column, "an id of the ledger", name)


def _spans(resource: Resource, rows: Rows) -> Iterator[str]:
    """Refuse an end before its beginning; a year alone lasts to its last day."""
    for first, last in SPANS:
        for number, row in enumerate(rows if first in resource.schema.field_names else [], start=2):
            start, end = row[first], row.get(last, "")
            if not (start and end):
                continue
            is_lines = first == "first_line"
            if int(end) < int(start) if is_lines else end < start[: len(end)]:
                yield line(resource.path, number, last, f"no less than {first}, which is {start}", end)


def _bytes(resource: Resource) -> Iterator[str]:
    """Refuse a file whose bytes are not those that its checksum was made of, as another producer's must stay."""
    if not resource.hash:
        return
    raw = (files.DATA / resource.path).read_bytes()
    found = f"sha256:{hashlib.sha256(raw).hexdigest()}"
    if found != resource.hash:
        yield line(resource.path, None, "", f"the bytes of {resource.hash}", found)
    elif resource.bytes not in (None, len(raw)):
        yield line(resource.path, None, "", f"{resource.bytes} bytes", len(raw))


def _key(resource: Resource) -> tuple[str, str]:
    """Return the column that holds the rows' codes, and the list that they are from."""
    keys = [(key["fields"][0], key["reference"]["resource"]) for key in resource.schema.foreign_keys]
    return keys[0] if keys else ("", "")


def _name(codes: str, row: dict[str, str], locale: str) -> str:
    own = row[f"name_{locale}"]
    return own or (language.territory(row["code"], locale) if codes == language.CODE_LISTS["country"] else "")


def _spellings(codes: str, row: dict[str, str]) -> list[str]:
    """Return how the documents may spell a code."""
    return [_name(codes, row, "kk"), *filter(None, row["aliases_kk"].split("|"))]
