"""Known errors of the documents, as data: ``data/corrections.yaml``, applied by ``vintage=corrected`` alone."""

import functools

import pandas as pd

from kzmigration import yaml_files
from kzmigration.errors import DataError
from kzmigration.files import FAULTS, FORMULA, said, shown
from kzmigration.paths import DATA

PLACE = "data/corrections.yaml"
FIELDS = {"resource", "cell", "expect", "proposed", "reason", "claims", "confidence", "severity", "origin"}
LEVELS = ("low", "medium", "high")


@functools.cache
def corrections() -> list[dict]:
    """Return the entries, checked.

    Raises
    ------
    DataError
        If an entry breaks the schema; the message names its number and the field.
    """
    entries = yaml_files.read(DATA / "corrections.yaml", PLACE) or []
    if not isinstance(entries, list):
        raise DataError(said(PLACE, "a list of entries", entries))
    cells: dict[str, int] = {}
    for number, entry in enumerate(entries, start=1):
        place = f"{PLACE}, entry {number}"
        if not isinstance(entry, dict):
            raise DataError(said(place, "fields", entry))
        if wrong := sorted(FIELDS ^ entry.keys(), key=str):
            raise DataError(f"{place}: missing or unknown field {', '.join(map(shown, wrong))}")
        _check(entry, place)
        cell = f"{entry['resource']}, {sorted(entry['cell'].items())}"
        if cells.setdefault(cell, number) != number:
            raise DataError(said(place, f"a cell that entry {cells[cell]} does not correct", entry["cell"]))
    return entries


def _check(entry: dict, place: str) -> None:
    """Refuse a field of another type."""
    for field, allowed in (("confidence", LEVELS), ("severity", LEVELS), ("origin", ("print", "copy-or-print"))):
        if entry[field] not in allowed:
            raise DataError(said(f"{place}, {field}", f"one of {', '.join(allowed)}", entry[field]))
    for field in ("resource", "reason"):
        if not isinstance(entry[field], str) or not entry[field].strip():
            raise DataError(said(f"{place}, {field}", "a text", entry[field]))
    if FAULTS[FORMULA].search(entry["reason"]):  # it becomes the note of the cell
        raise DataError(said(f"{place}, reason", FORMULA, entry["reason"]))
    is_cell = isinstance(entry["cell"], dict) and entry["cell"]
    if not is_cell or not all(isinstance(k, str) and _is_code(v) for k, v in entry["cell"].items()):
        raise DataError(said(f"{place}, cell", "columns, each with its code", entry["cell"]))
    if not _is_number(entry["expect"]):
        raise DataError(said(f"{place}, expect", "a number", entry["expect"]))
    if entry["proposed"] != "unusable" and not _is_number(entry["proposed"]):
        raise DataError(said(f"{place}, proposed", "a number or unusable", entry["proposed"]))
    ids = entry["claims"]
    if not isinstance(ids, list) or not ids or not all(isinstance(id, str) for id in ids):
        raise DataError(said(f"{place}, claims", "a list of ids", ids))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_code(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def has_corrections(resource: str) -> bool:
    """Whether any entry is about this resource."""
    return any(entry["resource"] == resource for entry in corrections())


def apply(frame: pd.DataFrame, resource: str, column: str) -> pd.DataFrame:
    """Return a printed table with its corrections.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table as printed; it is not changed.
    resource : str
        Its name.
    column : str
        Column with the values.

    Returns
    -------
    pandas.DataFrame
        A corrected cell has the proposed value, or none if it is unusable, ``status`` = ``corrected`` or
        ``unusable``, and the reason as its note.

    Raises
    ------
    DataError
        If an entry finds no cell, or the cell does not hold what the entry expects.
    """
    frame = frame.copy()
    for entry in corrections():
        if entry["resource"] != resource:
            continue
        found = pd.Series(data=True, index=frame.index)
        place = f"{PLACE}: {resource}, {entry['cell']}"
        for key, code in entry["cell"].items():
            if key not in frame:
                raise DataError(f"{place}: expected columns of the table, found {shown(key)}")
            found &= frame[key] == code
        if found.sum() != 1:
            raise DataError(f"{place}: expected one cell, found {found.sum()}")
        printed = frame.loc[found, column].item()
        if pd.isna(printed) or printed != entry["expect"]:
            raise DataError(f"{place}: expected the printed value {entry['expect']}, found {printed}")
        is_usable = entry["proposed"] != "unusable"
        frame.loc[found, column] = entry["proposed"] if is_usable else pd.NA
        frame.loc[found, "status"] = "corrected" if is_usable else "unusable"
        frame.loc[found, "note"] = entry["reason"]
    return frame
