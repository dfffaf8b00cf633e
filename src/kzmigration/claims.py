"""What the documents state: the ledger in ``data/claims``, one file a section."""

import dataclasses
import functools
import math
import re

import yaml

from kzmigration.errors import ChapterError, DataError
from kzmigration.numbers import Number
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

    @property
    def low(self) -> float:
        """Lower end of the stated interval."""
        return self.value - self.half_width

    @property
    def high(self) -> float:
        """Upper end of the stated interval."""
        return self.value + self.half_width

    def number(self) -> Number:
        """Return the stated value as a number that a page can show, with the decimals that the document prints."""
        unit, step = self.unit, 2 * self.half_width
        if unit == "persons" and self.half_width >= 5:
            unit, step = "persons_in_thousands", step / 1000
        digits = max(0, round(-math.log10(step))) if step else 0
        how = f"stated in section {self.section}, line {self.line} of our text copy"
        key = self.id.replace("-", "_")
        return Number(key, self.value, unit, digits, signed=False, source=[self.document], how=how, vintage="printed")

    def text(self, locale: str | None = None) -> str:
        """Return the value as a sentence shows it."""
        return self.number().text(locale)

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


ROLE = re.compile(r"\{claim\}`([^`]*)`")


@functools.cache
def statements() -> dict[str, Statement]:
    """Return the statements of all ledgers by id.

    Raises
    ------
    DataError
        If two sections use the same id.
    """
    found: dict[str, Statement] = {}
    for file in sorted((DATA / "claims").glob("*.yaml")):
        entries = ledger(file.stem)
        if double := sorted(found.keys() & entries.keys()):
            raise DataError(f"data/claims/{file.name}: the id {double[0]} stands in another section too")
        found |= entries
    return found


def resolve(markdown: str) -> str:
    """Put stated values into a text, for notebooks that leave the house.

    Raises
    ------
    ChapterError
        If the text asks for a statement that no ledger holds.
    """

    def value(match: re.Match) -> str:
        id = match.group(1).strip()
        if id not in statements():
            raise ChapterError(f"the text asks for statement {id!r}, which no ledger holds")
        return statements()[id].text()

    return ROLE.sub(value, markdown)
