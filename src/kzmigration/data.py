"""Load the resources of the Data Package as tidy frames."""

import functools
import json
import os
import re

import pandas as pd

from kzmigration import corrections, revisions, yaml_files
from kzmigration.errors import DataError
from kzmigration.files import said
from kzmigration.paths import DATA

VINTAGES = ("printed", "corrected", "revised")
UNITS = ("persons", "percent", "usd_million", "persons_per_km2")  # a column so named holds a table's values
# What is said of a document; a name is never a path.
DOCUMENT = {
    "file": ("[a-z0-9_-]+[.]txt", "the name of a text copy, such as 000_abc.txt"),
    **dict.fromkeys(("title", "title_en", "authors", "publisher", "year", "language", "rights"), (".+", "a text")),
    "sha256": ("[0-9a-f]{64}", "the checksum of the copy, 64 hexadecimal digits"),
    "lines": ("[1-9][0-9]{0,6}", "the number of its lines"),
}


@functools.cache
def package() -> dict:
    """Return the descriptor of the Data Package, ``data/datapackage.json``."""
    return json.loads((DATA / "datapackage.json").read_text(encoding="utf8"))


def descriptor(name: str) -> dict:
    """Return the descriptor of one resource.

    Raises
    ------
    DataError
        If the package has no resource of this name; the message lists those it has.
    """
    resources = {resource["name"]: resource for resource in package()["resources"]}
    if name not in resources:
        raise DataError(f"data/datapackage.json has no resource {name!r}; it has {', '.join(sorted(resources))}")
    return resources[name]


def is_resource(name: str) -> bool:
    """Whether the package has a resource of this name."""
    return any(resource["name"] == name for resource in package()["resources"])


def is_open(name: str) -> bool:
    """Whether a name is that of another producer's series, which no document prints."""
    return is_resource(name) and "producer" in descriptor(name)


def is_printed(name: str) -> bool:
    """Whether a name is that of a printed table or figure."""
    return is_resource(name) and "printed_as" in descriptor(name)


@functools.cache
def documents() -> dict[str, dict]:
    """Return the documents that the book retells: file of our text copy -> what ``data/documents.yaml`` says of it.

    Raises
    ------
    DataError
        If the file cannot be read or an entry is not as it should be; the message names entry and field.
    """
    place = "data/documents.yaml"
    entries = yaml_files.read(DATA / "documents.yaml", place)
    if not isinstance(entries, list) or not entries:
        raise DataError(said(place, "a list of documents", "none" if entries is None else entries))
    found: dict[str, dict] = {}
    for number, entry in enumerate(entries, start=1):
        here = f"{place}, entry {number}"
        if not isinstance(entry, dict) or entry.keys() != DOCUMENT.keys():
            raise DataError(said(here, f"the fields {', '.join(DOCUMENT)}", ", ".join(map(str, entry or ["none"]))))
        for field, (pattern, expected) in DOCUMENT.items():
            value = entry[field]
            texts = value if isinstance(value, list) and field == "authors" and value else [value]
            if not all(isinstance(one, str | int) and re.fullmatch(pattern, str(one)) for one in texts):
                raise DataError(said(f"{here}, {field}", expected, value))
        if not isinstance(entry["lines"], int):
            raise DataError(said(f"{here}, lines", "a number without quotes", entry["lines"]))
        if entry["file"] in found:
            raise DataError(said(f"{here}, file", "a name that no other document has", entry["file"]))
        found[entry["file"]] = entry
    return found


def load(name: str, vintage: str = "printed", *, otherwise: str | None = None) -> pd.DataFrame:
    """Load a resource, in one of its vintages.

    Parameters
    ----------
    name : str
        Name of the resource in ``data/datapackage.json``, for example ``table-1.3.1``.
    vintage : {"printed", "corrected", "revised"}
        Which vintage of the values: what the document prints, cell by cell; the same with the entries of
        ``data/corrections.yaml``; or today's official series in its place, see :mod:`kzmigration.revisions`.
    otherwise : {"printed"}, optional
        What to load if the vintage is ``revised`` and this resource has no revised series. A chapter offers the
        vintage only if each table that it reads has such a series or says so.

    Returns
    -------
    pandas.DataFrame
        One row a cell, in printed order, with the resource's columns. A printed table has ``year``,
        the row's code, ``label_kk`` (the label as printed), the value in a column named by its unit
        (missing where the printed cell is blank), ``status`` and ``note``.

    Raises
    ------
    DataError
        If there is no such resource or vintage, or if a chapter runs and did not say that it reads this resource.
    """
    if vintage not in VINTAGES:
        raise DataError(f"vintage of {name} must be one of {', '.join(VINTAGES)}, not {vintage!r}")
    if vintage == "revised" and name not in revisions.REVISIONS and otherwise:
        vintage = otherwise
    frame = _declared(name)
    if vintage == "revised":
        series = revisions.source(name)
        return revisions.apply(frame, name, value_column(frame), _declared(series), descriptor(series))
    return corrections.apply(frame, name, value_column(frame)) if vintage == "corrected" else frame


def _declared(name: str) -> pd.DataFrame:
    """Read a resource; while a chapter runs, only if the build knows that the chapter reads it."""
    declared = os.environ.get("KZMIGRATION_READS")
    if declared is not None and name not in declared.split():
        raise DataError(
            f"the chapter reads {name} in a way that the build cannot see: write load({name!r}) with the name in full"
        )
    return read(name)


def read(name: str) -> pd.DataFrame:
    """Read a resource with the types of its schema; chapters call :func:`load`.

    Raises
    ------
    DataError
        If a cell is none of its column's type; the check that a build begins with names row and column.
    """
    resource = descriptor(name)
    types = {field["name"]: _dtype(field) for field in resource["schema"]["fields"]}
    file = DATA / resource["path"]
    try:
        return pd.read_csv(file, dtype=types, na_values=[""], keep_default_na=False, encoding="utf8")
    except ValueError as error:
        words = " ".join(str(error).split())
        where = "python -m kzmigration validate names row and column"
        raise DataError(f"data/{resource['path']} does not hold what its schema says ({words}); {where}") from None


def _dtype(field: dict) -> str:
    """Return the type of a column; years are plain integers where every row has one."""
    if field["type"] == "year" and field.get("constraints", {}).get("required"):
        return "int64"
    return {"year": "Int64", "integer": "Int64", "number": "float64"}.get(field["type"], "str")


def value_column(frame: pd.DataFrame) -> str:
    """Return the name of the column that holds the values, which is the name of their unit."""
    (column,) = [unit for unit in UNITS if unit in frame.columns]
    return column


def wide(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    """Arrange a printed table as it stands on paper.

    Parameters
    ----------
    frame : pandas.DataFrame
        A tidy printed table, as :func:`load` returns it.
    key : str
        Column with the row's code, for example ``country``.

    Returns
    -------
    pandas.DataFrame
        Index: the codes in printed order. Columns: the years, ascending. Missing where the cell is blank.
    """
    table = frame.pivot(index=key, columns="year", values=value_column(frame))
    return table.reindex(frame[key].drop_duplicates())
