"""What the documents state: the ledger in ``data/claims``, one file a section."""

import dataclasses

import yaml

from kzmigration.errors import DataError
from kzmigration.paths import DATA


@dataclasses.dataclass(frozen=True)
class Statement:
    """One quantitative statement of a document.

    Attributes
    ----------
    id : str
        Unique within its file.
    document, line, section : str, int, str
        Where it stands: file and line of our text copy, section of the publication.
    statement : str
        What it says, in our words.
    value, half_width : float
        The stated number, and half the width of the interval that its printed digits leave open.
    unit, qualifier : str
        Unit, and ``exact``, ``about``, ``more than`` and so on.
    """

    id: str
    document: str
    line: int
    section: str
    statement: str
    value: float
    half_width: float
    unit: str
    qualifier: str

    def holds(self, value: float) -> bool:
        """Whether a value lies inside the stated rounding interval."""
        return abs(value - self.value) <= self.half_width


def ledger(section: str) -> dict[str, Statement]:
    """Return the statements of one section by id.

    Raises
    ------
    DataError
        If there is no such file, an entry lacks a field or two share an id; the message names file, id and field.
    """
    file = DATA / "claims" / f"{section}.yaml"
    if not file.exists():
        raise DataError(f"there is no ledger data/claims/{section}.yaml")
    statements: dict[str, Statement] = {}
    for number, entry in enumerate(yaml.safe_load(file.read_text(encoding="utf8")), start=1):
        id = entry.get("id", f"entry {number}")
        flat = {key: value for key, value in entry.items() if key != "stated"} | entry.get("stated", {})
        fields = {field.name for field in dataclasses.fields(Statement)}
        if set(flat) != fields:
            wrong = ", ".join(sorted(set(flat) ^ fields))
            raise DataError(f"data/claims/{section}.yaml, {id}: missing or unknown field {wrong}")
        if id in statements:
            raise DataError(f"data/claims/{section}.yaml: the id {id} stands twice")
        statements[id] = Statement(**flat)
    return statements
