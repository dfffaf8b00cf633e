"""Known errors of the documents, as data: ``data/corrections.yaml``, applied by ``vintage=corrected`` alone."""

import functools

import pandas as pd
import yaml

from kzmigration.errors import DataError
from kzmigration.paths import DATA

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
    entries = yaml.safe_load((DATA / "corrections.yaml").read_text(encoding="utf8")) or []
    for number, entry in enumerate(entries, start=1):
        place = f"data/corrections.yaml, entry {number}"
        if wrong := sorted(FIELDS ^ entry.keys()):
            raise DataError(f"{place}: missing or unknown field {', '.join(wrong)}")
        for field, allowed in (("confidence", LEVELS), ("severity", LEVELS), ("origin", ("print", "copy-or-print"))):
            if entry[field] not in allowed:
                raise DataError(f"{place}, {field}: expected one of {', '.join(allowed)}, found {entry[field]!r}")
        if entry["proposed"] != "unusable" and not isinstance(entry["proposed"], int | float):
            raise DataError(f"{place}, proposed: expected a number or unusable, found {entry['proposed']!r}")
    return entries


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
        for key, code in entry["cell"].items():
            found &= frame[key] == code
        place = f"data/corrections.yaml: {resource}, {entry['cell']}"
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
