"""Check the Data Package, and say in one line each what is wrong and where.

Four sieves: the package itself, how its files are written, their schemas, the rules of the subject.
What one sieve holds back does not reach the next, so one damage gives one line.
"""

import json
import re
from collections import Counter

from frictionless import Dialect, Field, FrictionlessException, Package, Resource
from frictionless.formats import CsvControl

from kzmigration import rules
from kzmigration.data import UNITS, documents
from kzmigration.errors import DataError
from kzmigration.files import NUMBERS, fault, line, read_rows, read_text
from kzmigration.language import LANGUAGES
from kzmigration.paths import DATA

SHOWN = 5  # lines a file; more of the same help nobody
PACKAGE = "datapackage.json"
PATH = re.compile(r"([a-z0-9-]+/)*[a-z0-9.-]+\.csv")
# Frictionless passes over keys that it does not know, and a misspelt rule would hold nothing.
SCHEMA = {"fields", "primaryKey", "foreignKeys"}
FIELD = {"name", "type", "description", "constraints"}
PRINTED = {"year", "label_kk", "status", "note"}
CODES = {"code", *(f"name_{locale}" for locale in LANGUAGES)}
# What is said of another producer's series, which would be worth little without it.
SOURCED = {
    **{key: (".+", f"whose or which it is: {key}") for key in ("producer", "dataset", "version", "citation")},
    "retrieved": (r"\d{4}(-\d{2}(-\d{2})?)?", "when it was retrieved, such as 2026-11-25"),
    "hash": ("sha256:[0-9a-f]{64}", "sha256: and the checksum of the file"),
}
WHOLE = {"name", "title", "version", "description", "licenses", "resources"}
RESOURCE = {
    *("name", "path", "title", "description", "licenses", "sources", "schema", "encoding", "format", "mediatype"),
    *("document", "printed_as", "unit", "agency", "line", "rows", "bytes", "producer", *SOURCED),
}
TOLD = {
    "name": ("[a-z0-9]+([.-][a-z0-9]+)*", "as name words, numbers, points and hyphens"),
    "title": (".+", "as title a text"),
    "format": ("csv", "as format csv"),
    "mediatype": ("text/csv", "as mediatype text/csv"),
}
ON_PAPER = {
    **{key: (".+", f"as {key} a text") for key in ("unit", "agency", "document")},
    "printed_as": ("(fig|table)-[0-9]+([.][0-9]+)*", "as printed_as such as table-1.3.1"),
    "line": ("[1-9][0-9]{0,6}", "as line a whole number"),
}
LICENCE = "the name of a licence, or not-stated"
ADDRESS = re.compile(r"https?://[^\s\"<>]+")
LIMITS = {
    **dict.fromkeys(("minimum", "minLength"), "at least"),
    **dict.fromkeys(("maximum", "maxLength"), "at most"),
    "enum": "one of",
    "pattern": "text of the form",
}


def validate() -> int:
    """Check every resource of ``data/datapackage.json``, the ledger and the corrections.

    Returns
    -------
    int
        Number of resources checked.

    Raises
    ------
    DataError
        If anything is wrong; the message has a line for each error, at most five for each file, which names file,
        row (the header is row 1), column, what was expected and what was found.
    """
    package = describe()
    links = [path.relative_to(DATA).as_posix() for path in DATA.rglob("*") if path.is_symlink()]
    _stop([line(path, None, "", "no link that leaves data", path) for path in sorted(links) if not _is_below(path)])
    read = {resource.name: read_rows(resource.path, resource.schema) for resource in package.resources}
    _stop([problem for _, problems in read.values() for problem in problems])
    tables = {name: rows for name, (rows, _) in read.items()}
    report = package.validate(parallel=False)
    errors = [(error.to_dict(), package.get_resource(task.name)) for task in report.tasks for error in task.errors]
    # A missing row or a changed byte is named by the rules, in one line.
    ours = {"row-count", "hash-count", "byte-count"}
    _stop([_said(error, resource) for error, resource in errors if error["type"] not in ours])
    problems = {resource.name: rules.check(resource, tables) for resource in package.resources}
    for has_codes in (False, True):  # what is wrong with a code list shows in each table that refers to it
        own = [r.name for r in package.resources if bool(r.schema.foreign_keys) is has_codes]
        _stop([problem for name in own for problem in problems[name]])
    _stop(rules.corrected())
    return len(package.resources)


def describe() -> Package:
    """Read ``data/datapackage.json``, and check that it is sound and that its files are there.

    Raises
    ------
    DataError
        If it is not; the message has a line for each error.
    """
    text, problems = read_text(PACKAGE)
    _stop(problems)
    descriptor = _json(text)
    entries = descriptor.get("resources") if isinstance(descriptor, dict) else None
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        _stop([line(PACKAGE, None, "", "a list of resources", json.dumps(entries or descriptor))])
    _stop([line(PACKAGE, None, "", "a key that is read", key) for key in descriptor if key not in WHOLE])
    _stop([problem for number, entry in enumerate(entries, start=1) for problem in _entry(entry, number)])
    paths = Counter(entry["path"] for entry in entries)
    _stop([line(PACKAGE, None, "", "each path once", path) for path, count in paths.items() if count > 1])
    try:
        package = Package.from_descriptor(descriptor, basepath=str(DATA))
    except FrictionlessException as error:
        _stop([f"data/{PACKAGE}: {reason.note}" for reason in error.reasons or [error.error]])
    fields = {resource.name: resource.schema.field_names for resource in package.resources}
    _stop(
        [
            line(f"{PACKAGE}, {resource.name}", None, "", "a foreign key to a column of a resource", key["reference"])
            for resource in package.resources
            for key in resource.schema.foreign_keys
            if not set(key["reference"]["fields"]) <= set(fields.get(key["reference"]["resource"] or resource.name, []))
        ]
    )
    for resource in package.resources:  # otherwise Frictionless guesses
        resource.dialect = Dialect(controls=[CsvControl(delimiter=",", quote_char='"', skip_initial_space=False)])
    return package


def _json(text: str) -> object:
    """Read JSON, and refuse what is read in silence: a key twice, of which the last would win, and no numbers."""

    def once(pairs: list[tuple[str, object]]) -> dict:
        names = Counter(name for name, _ in pairs)
        _stop([line(PACKAGE, None, "", "each key once", name) for name, count in names.items() if count > 1])
        return dict(pairs)

    def number(written: str) -> int:
        if len(written) > 15:
            _stop([line(PACKAGE, None, "", "numbers of at most 15 digits", written)])
        return int(written)

    def constant(written: str) -> None:
        _stop([line(PACKAGE, None, "", "numbers in plain digits", written)])

    try:
        return json.loads(text, object_pairs_hook=once, parse_int=number, parse_constant=constant)
    except json.JSONDecodeError as error:
        _stop([line(PACKAGE, error.lineno, "", "JSON", text.split("\n")[error.lineno - 1])])
    except RecursionError:
        _stop([line(PACKAGE, None, "", "lists and fields that are not too deep", text)])


def _is_below(path: str) -> bool:
    """Whether a path stays below the data, wherever its links lead."""
    try:
        return (DATA / path).resolve().is_relative_to(DATA.resolve())
    except (OSError, RuntimeError):  # a link that leads to itself
        return False


def _entry(entry: dict, number: int) -> list[str]:
    """Check what the package says of one resource."""
    place = f"{PACKAGE}, {entry.get('name') or f'resource {number}'}"
    path, schema = str(entry.get("path", "none")), entry.get("schema")
    if not PATH.fullmatch(path) or not _is_below(path):
        return [line(place, None, "", "the path of a CSV file below data", path)]
    if not (DATA / path).is_file():
        return [line(path, None, "", "a file", "none")]
    if not isinstance(schema, dict):
        return [line(place, None, "", "a schema", "none" if schema is None else schema)]
    if entry.get("encoding", "utf-8") != "utf-8" or "dialect" in entry:
        return [line(place, None, "", "utf-8 and no dialect", entry.get("dialect", entry.get("encoding")))]
    texts = {key: value for key, value in entry.items() if isinstance(value, str) and key != "name"}
    problems = [line(place, None, "", f"as {key} {fault(text)}", text) for key, text in texts.items() if fault(text)]
    problems += [line(place, None, "", "a key that is read", key) for key in entry if key not in RESOURCE]
    problems += _told(entry, place)
    problems += [line(place, None, "", "a key that is read", key) for key in schema if key not in SCHEMA]
    problems += _sourced(entry, place)
    if problems:  # before Frictionless sees a key that lets it ask another host
        return problems
    try:
        fields = Resource.from_descriptor(entry, basepath=str(DATA)).schema.fields
    except FrictionlessException as error:
        return [f"data/{place}: {reason.note}" for reason in error.reasons or [error.error]]
    names = {field.name for field in fields}
    needed = PRINTED if "printed_as" in entry else CODES if "aliases_kk" in names else set()
    if not needed <= names or (needed is PRINTED and len(names & set(UNITS)) != 1):
        expected = ", ".join(sorted(needed)) + (f" and one of {', '.join(UNITS)}" if needed is PRINTED else "")
        problems.append(line(place, None, "", f"the columns {expected}", ", ".join(sorted(names))))
    if needed is PRINTED:
        problems += _printed(entry, place, {field.name: field.constraints for field in fields})
    for field in fields:
        problems += [line(place, None, field.name, "a key that is read", key) for key in field.custom]
        if said := fault(field.description or ""):
            problems.append(line(place, None, field.name, f"as description {said}", field.description))
        problems += [
            line(place, None, field.name, f"a {rule} that type {field.type} can hold", limit)
            for rule, limit in field.constraints.items()
            if not _can_hold(field, rule, limit)
        ]
    return problems


def _told(entry: dict, place: str) -> list[str]:
    """Check what the pages say of a resource: name, title, licence, addresses, and of a printed table its place."""
    needed = TOLD | (ON_PAPER if "printed_as" in entry else {})
    needed |= {"hash": SOURCED["hash"]} if "hash" in entry and not entry["path"].startswith("open/") else {}
    problems = [
        line(place, None, "", said, entry.get(key, "none"))
        for key, (pattern, said) in needed.items()
        if not re.fullmatch(pattern, str(entry.get(key, "")))
    ]
    if not entry["path"].startswith("open/") and not entry.get("licenses"):
        problems.append(line(place, None, "", LICENCE, "none"))
    linked = [one for key in ("sources", "licenses") if isinstance(entry.get(key), list) for one in entry[key]]
    addresses = [str(one["path"]) for one in linked if isinstance(one, dict) and "path" in one]
    problems += [
        line(place, None, "", "an address that begins with https:// or http://", address)
        for address in addresses
        if not ADDRESS.fullmatch(address)
    ]
    if "document" in entry and entry["document"] not in documents():
        problems.append(line(place, None, "", f"as document one of {', '.join(documents())}", entry["document"]))
    return problems


def _sourced(entry: dict, place: str) -> list[str]:
    """Check what is said of another producer's series; they are the resources below ``open``, and no others."""
    if not entry["path"].startswith("open/"):
        is_wrong = "producer" in entry
        return [line(place, None, "", "a path below open, since it has a producer", entry["path"])] * is_wrong
    problems = [
        line(place, None, "", said, entry.get(key, "none"))
        for key, (pattern, said) in SOURCED.items()
        if not re.fullmatch(pattern, str(entry.get(key, "")))
    ]
    licences = entry.get("licenses") or [{}]
    problems += [line(place, None, "", LICENCE, "none")] * (
        not all(isinstance(licence, dict) and licence.get("name") for licence in licences)
    )
    return problems


def _printed(entry: dict, place: str, constraints: dict[str, dict]) -> list[str]:
    """Check what is said of a printed table or figure: the document that prints it, and the years that it has."""
    problems = [] if "document" in entry else [line(place, None, "", "as document the file that prints it", "none")]
    if missing := {"minimum", "maximum"} - constraints.get("year", {"minimum": "", "maximum": ""}).keys():
        problems.append(line(place, None, "year", " and ".join(sorted(missing)), "none"))
    return problems


def _can_hold(field: Field, rule: str, limit: object) -> bool:
    """Whether a constraint can be applied to its field, which Frictionless finds out too late."""
    if rule == "pattern":
        try:
            return bool(re.compile(limit))
        except re.error:
            return False
    if rule.endswith("Length"):
        return isinstance(limit, int)
    read = field.create_value_reader()
    limits = limit if isinstance(limit, list) else [limit]
    return rule not in LIMITS or (bool(limits) and all(read(one) is not None for one in limits))


def _said(error: dict, resource: Resource) -> str:
    """Put an error of Frictionless into our words."""
    column = error.get("fieldName") or ", ".join(error.get("fieldNames", []))
    found = error.get("cell", "|".join(error.get("fieldCells", [])))
    kind, note = error["type"], error.get("note", "")
    if kind == "constraint-error":
        _, rule, _, limit, *_ = note.split('"')
        limit = limit.strip("[]").replace("'", "") if rule == "enum" else limit
        unit = " characters" if rule.endswith("Length") else ""
        expected = "a value" if rule == "required" else f"{LIMITS[rule]} {limit}{unit}"
    elif kind == "type-error":
        expected = NUMBERS[resource.schema.get_field(column).type][1]
    elif kind == "foreign-key":
        expected = f"a {error['referenceFieldNames'][0]} of {error['referenceName'] or resource.name}"
        found = ascii(found)[1:-1]  # a Cyrillic letter looks like a Latin one
    elif kind in ("primary-key", "unique-error"):
        column = column or ", ".join(resource.schema.primary_key)
        expected, found = "a key that no other row has", note
    else:
        return f"data/{resource.path}: {error['message']}"
    return line(resource.path, error["rowNumber"], column, expected, found)


def _stop(problems: list[str]) -> None:
    """Raise if there is a problem."""
    files: Counter = Counter()
    lines = []
    for problem in dict.fromkeys(problems):
        file = re.split("[,:]", problem)[0]
        files[file] += 1
        lines += [problem] if files[file] <= SHOWN else []
    lines += [f"{file}: {count - SHOWN} more" for file, count in files.items() if count > SHOWN]
    if lines:
        raise DataError("\n".join(lines))
