"""What the documents state: the ledger in ``data/claims``, one file a section."""

import dataclasses
import functools
import math
import re
from typing import Literal, get_args

import yaml

from kzmigration.errors import ChapterError, DataError
from kzmigration.intervals import Interval
from kzmigration.numbers import Number
from kzmigration.paths import DATA

Verdict = Literal["reproduced", "consistent", "contradicted", "not testable"]
Qualifier = Literal["exact", "about", "almost", "more than", "slightly more than", "less than", "at least", "at most"]
Severity = Literal["low", "medium", "high"]
Origin = Literal["print", "copy-or-print"]
UNITS = (
    "persons", "percent", "percentage_points", "per_1000", "ratio", "count", "year", "usd_million", "rank", "truth",
    "persons_per_km2",
)  # fmt: skip
REQUIRED = ("id", "document", "line", "section", "statement", "stated", "check", "verdict")
OPTIONAL = ("explanation", "severity", "origin")
STATED = ("value", "unit", "half_width", "qualifier")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same, in C where it was built
ROLE = re.compile(r"\{claim\}`([^`]*)`")


@dataclasses.dataclass(frozen=True)
class Statement:
    """One quantitative statement of a document.

    Attributes
    ----------
    id : str
        Unique in the project.
    document, line, section : str, int, str
        Where it stands: file and line of our text copy, section of the publication.
    statement : str
        What it says, in our words.
    value, half_width : float
        The stated number, and half a unit of its last printed digit. An order or a direction has the value 1.
    unit, qualifier : str
        One of :data:`UNITS` and of :data:`Qualifier`.
    check : dict, number or None
        How it is computed, see :mod:`kzmigration.verdicts`; None if nothing in the documents determines it.
    verdict : str
        The recorded verdict, which the evaluation must confirm.
    explanation : str
        The arithmetic of every verdict that is not plain; what data would decide what is not testable.
    severity, origin : str
        Of a contradiction: whether it changes a conclusion; whether the copy that we worked from may have made it.
    """

    id: str
    document: str
    line: int
    section: str
    statement: str
    value: float
    unit: str
    half_width: float
    qualifier: Qualifier
    check: dict | float | None
    verdict: Verdict
    explanation: str = ""
    severity: Severity | Literal[""] = ""
    origin: Origin | Literal[""] = ""

    @property
    def interval(self) -> Interval:
        """Return the numbers that the statement admits, by its digits and its qualifier; see the method page."""
        value, half = self.value, self.half_width
        return {
            "exact": Interval(value - half, value + half),
            "about": Interval(value - 2 * half, value + 2 * half),
            "almost": Interval(value - 2 * half, value),
            "more than": Interval(value, math.inf),
            "slightly more than": Interval(value, value + 2 * half),
            "at least": Interval(value - half, math.inf),
            "less than": Interval(-math.inf, value),
            "at most": Interval(-math.inf, value + half),
        }[self.qualifier]

    def holds(self, value: float) -> bool:
        """Whether the statement admits a value."""
        return self.interval.low <= value <= self.interval.high

    def number(self) -> Number:
        """Return the stated value as a number that a page can show, with the decimals that the document prints.

        The middle of a stated range may need one more: of 23 to 24 million it is 23.5 million.
        """
        unit, scale = self.unit, 1.0
        if unit == "persons" and self.half_width >= 50_000:
            unit, scale = "persons_in_millions", 1e6
        elif unit in ("persons", "count") and self.half_width >= 5:
            unit, scale = f"{unit}_in_thousands", 1000
        step = 2 * self.half_width / scale
        digits = max(0, round(-math.log10(step))) if step else 0
        if step and not math.isclose(round(self.value / scale, digits), self.value / scale):
            digits += 1
        how = f"stated in section {self.section}, line {self.line} of our text copy"
        key = self.id.replace("-", "_")
        return Number(key, self.value, unit, digits, signed=False, source=[self.document], how=how, vintage="printed")

    def text(self, locale: str | None = None) -> str:
        """Return the value as a sentence shows it."""
        return self.number().text(locale)


@functools.cache
def ledger(section: str) -> dict[str, Statement]:
    """Return the statements of one file of the ledger by id.

    Raises
    ------
    DataError
        If there is no such file, it is no YAML, or an entry breaks the schema; the message names file, id and field.
    """
    file = DATA / "claims" / f"{section}.yaml"
    if not file.exists():
        raise DataError(f"there is no ledger data/claims/{section}.yaml")
    try:
        entries = yaml.load(file.read_text(encoding="utf8"), Loader=LOADER) or []  # noqa: S506 - both are safe loaders
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        row = f", row {mark.line + 1}" if mark else ""
        raise DataError(f"data/claims/{section}.yaml{row}: expected YAML in UTF-8") from None
    if not isinstance(entries, list):
        raise DataError(f"data/claims/{section}.yaml: expected a list of statements")
    found: dict[str, Statement] = {}
    for number, entry in enumerate(entries, start=1):
        place = f"data/claims/{file.name}, {entry.get('id', f'entry {number}') if isinstance(entry, dict) else number}"
        statement = _statement(entry, place)
        if statement.id in found:
            raise DataError(f"{place}: the id stands twice")
        found[statement.id] = statement
    return found


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


def _statement(entry: object, place: str) -> Statement:
    """Check one entry against the schema."""
    if not isinstance(entry, dict):
        raise DataError(f"{place}: expected fields, found {entry!r}")
    _fields(entry, REQUIRED, OPTIONAL, place)
    if not isinstance(entry["stated"], dict):
        raise DataError(f"{place}, stated: expected fields, found {entry['stated']!r}")
    _fields(entry["stated"], STATED, (), f"{place}, stated")
    flat = {name: value for name, value in entry.items() if name != "stated"} | entry["stated"]
    numbers = {"value": (int, float), "half_width": (int, float), "line": (int,)}
    for name, value in flat.items():
        wrong_type = isinstance(value, bool) or not isinstance(value, numbers.get(name, object))
        if name in numbers and (wrong_type or not math.isfinite(value)):
            raise DataError(f"{place}, {name}: expected a number, found {value!r}")
        if name not in numbers and name != "check" and not (isinstance(value, str) and value.strip()):
            raise DataError(f"{place}, {name}: expected a text, found {value!r}")
    allowed = {
        "unit": UNITS, "qualifier": get_args(Qualifier), "verdict": get_args(Verdict),
        "severity": get_args(Severity), "origin": get_args(Origin),
    }  # fmt: skip
    for name in allowed.keys() & flat.keys():
        if flat[name] not in allowed[name]:
            raise DataError(f"{place}, {name}: expected one of {', '.join(allowed[name])}, found {flat[name]!r}")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", flat["id"]):
        raise DataError(f"{place}, id: expected lower-case words joined by hyphens, found {flat['id']!r}")
    if flat["half_width"] < 0:
        raise DataError(f"{place}, half_width: expected at least 0, found {flat['half_width']}")
    if (flat["check"] is None) != (flat["verdict"] == "not testable"):
        raise DataError(f"{place}, check: a check is missing exactly where the verdict is not testable")
    for name in ("severity", "origin"):
        if (name in flat) != (flat["verdict"] == "contradicted"):
            raise DataError(f"{place}, {name}: it stands exactly where the verdict is contradicted")
    if flat["verdict"] in ("contradicted", "not testable") and "explanation" not in flat:
        raise DataError(f"{place}, explanation: a verdict of {flat['verdict']} needs one")
    return Statement(**flat)


def _fields(entry: dict, required: tuple[str, ...], optional: tuple[str, ...], place: str) -> None:
    """Refuse missing and unknown fields by name."""
    for name in required:
        if name not in entry:
            raise DataError(f"{place}, {name}: the field is missing")
    for name in entry:
        if name not in required + optional:
            raise DataError(f"{place}, {name}: there is no such field; the fields are {', '.join(required + optional)}")
