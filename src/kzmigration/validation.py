"""Check the Data Package against its schemas, and say in one line each what is wrong and where."""

from typing import ClassVar

import attrs
from frictionless import Check, Checklist, Package, Resource, Row, errors

from kzmigration.data import UNITS
from kzmigration.errors import DataError
from kzmigration.paths import DATA


@attrs.define(kw_only=True, repr=False)
class BlankCells(Check):
    """A printed table's value is empty exactly where its status says ``blank``."""

    type = "blank-cells"
    Errors: ClassVar = [errors.RowConstraintError]

    def validate_row(self, row: Row):
        """Yield an error where value and status disagree."""
        cells = dict(zip(row.field_names, row.cells, strict=False))
        for unit in UNITS:
            if unit in cells and "status" in cells:
                expected = "an empty cell" if cells["status"] == "blank" else "a value"
                if (cells["status"] == "blank") != (cells[unit] == ""):
                    note = f"{unit}|{expected}, since status is {cells['status']}|{cells[unit]}"
                    yield errors.RowConstraintError.from_row(row, note=note)


def validate() -> int:
    """Check every resource of ``data/datapackage.json``.

    Returns
    -------
    int
        Number of resources checked.

    Raises
    ------
    DataError
        If anything is wrong; the message has a line for each error, which names file, row (the header is row 1),
        column, what was expected and what was found.
    """
    package = Package(str(DATA / "datapackage.json"))
    report = package.validate(Checklist(checks=[BlankCells()]), parallel=False)
    problems = [f"data/datapackage.json: {error.message}" for error in report.errors]
    for task in report.tasks:
        resource = package.get_resource(task.name)
        problems += [_line(error.to_dict(), resource) for error in task.errors]
    if problems:
        raise DataError("\n".join(dict.fromkeys(problems)))
    return len(package.resources)


def _line(error: dict, resource: Resource) -> str:
    """Say where an error stands, what was expected and what was found."""
    column = error.get("fieldName") or ", ".join(error.get("fieldNames", []))
    found = error.get("cell", "|".join(error.get("fieldCells", [])))
    kind, note = error["type"], error.get("note", "")
    if kind == "row-constraint":
        column, expected, found = note.split("|", 2)
    elif kind == "constraint-error":
        expected = _constraint(note)
    elif kind == "type-error":
        expected = {"integer": "a whole number", "number": "a number", "year": "a year"}.get(
            resource.schema.get_field(column).type, note
        )
    elif kind == "foreign-key":
        expected = f"a {error['referenceFieldNames'][0]} of {error['referenceName']}"
    elif kind == "primary-key":
        column = ", ".join(resource.schema.primary_key)
        expected, found = "a key that no other row has", note
    elif kind in ("missing-cell", "extra-cell"):
        expected, found = f"{len(resource.schema.fields)} cells", f"{len(error['cells'])} cells"
    elif kind == "blank-row":
        expected, found = "a row with values", "an empty row"
    elif "label" in kind or "header" in kind:
        column = column or error.get("label", "")
        expected = "the columns " + ", ".join(resource.schema.field_names)
        found = ", ".join(error.get("labels", [])) or error.get("label", "")
    else:
        return f"data/{resource.path}: {error['message']}"
    row = f", row {error['rowNumber']}" if "rowNumber" in error else ", row 1"
    place = f"data/{resource.path}{row}" + (f", column {column}" if column else "")
    return f'{place}: expected {expected}, found "{found}"'


def _constraint(note: str) -> str:
    """Put a broken constraint, ``constraint "minimum" is "0"``, into words."""
    _, name, _, value, *_ = note.split('"')
    words = {"minimum": "at least", "maximum": "at most", "enum": "one of", "pattern": "text of the form"}
    if name == "required":
        return "a value"
    return f"{words.get(name, name)} {value.strip('[]').replace(chr(39), '')}"
