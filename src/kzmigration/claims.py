"""What the documents state: the ledger in ``data/claims``, one file a section."""

import dataclasses
import functools
import math
import re
from typing import Literal, get_args

from kzmigration import checks, files, yaml_files
from kzmigration.data import documents
from kzmigration.errors import ChapterError, DataError
from kzmigration.files import FAULTS, FORMULA, said, shown
from kzmigration.intervals import Interval
from kzmigration.language import format_number
from kzmigration.numbers import FORMATS, Number
from kzmigration.paths import DATA

Verdict = Literal["reproduced", "consistent", "contradicted", "not testable"]
Qualifier = Literal["exact", "about", "almost", "more than", "slightly more than", "less than", "at least", "at most"]
Severity = Literal["low", "medium", "high"]
Origin = Literal["print", "copy-or-print"]
PrintedIn = Literal["ones", "thousands", "millions"]
SCALES: dict[str, int] = {"ones": 1, "thousands": 1_000, "millions": 1_000_000}
UNITS = (
    "persons", "percent", "percentage_points", "per_1000", "ratio", "count", "year", "usd_million", "rank", "truth",
    "persons_per_km2",
)  # fmt: skip
REQUIRED = ("id", "document", "line", "section", "statement", "stated", "check", "verdict")
OPTIONAL = ("explanation", "severity", "origin")
STATED = ("value", "unit", "half_width", "qualifier")
STATED_OPTIONAL = ("printed_in",)
NUMBERS = {"value": (int, float), "half_width": (int, float), "line": (int,)}
WORDS = {
    "unit": UNITS, "qualifier": get_args(Qualifier), "verdict": get_args(Verdict),
    "severity": get_args(Severity), "origin": get_args(Origin), "printed_in": get_args(PrintedIn),
}  # fmt: skip
LEAST = {"half_width": 0, "line": 1}
PLAIN, _ = files.NUMBERS["number"]
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
        The stated number, and half a unit of its last printed digit; of a range its middle, and half its length. An
        order or a direction has the value 1.
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
    printed_in : str
        One of :data:`SCALES`, where the digits do not tell in what a number of persons or things is printed.
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
    printed_in: PrintedIn | Literal[""] = ""

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

    @property
    def scale(self) -> PrintedIn:
        """Return in what the document prints the number, by its last digit unless the entry says so."""
        if self.unit not in ("persons", "count"):
            return "ones"
        step = 2 * self.half_width
        return self.printed_in or ("millions" if step >= 1e4 else "thousands" if step >= 10 else "ones")

    @property
    def is_range(self) -> bool:
        """Whether a range is printed: its middle is no multiple of its length, as a rounded number is of its step."""
        steps = self.value / (2 * self.half_width) if self.half_width else 0
        return self.unit in FORMATS and not math.isclose(steps, round(steps), abs_tol=1e-6)

    def number(self) -> Number:
        """Return the stated value as a number that a page can show, as the document prints it."""
        scale, step = SCALES[self.scale], 2 * self.half_width / SCALES[self.scale]
        ends = (self.value - self.half_width, self.value + self.half_width) if self.is_range else ()
        digits = max(0, round(-math.log10(step))) if step else 0
        if ends:
            digits = next(d for d in range(10) if all(math.isclose(e / scale, round(e / scale, d)) for e in ends))
        return StatedNumber(
            key=self.id.replace("-", "_"),
            value=self.value,
            unit=self.unit if scale == 1 else f"{self.unit}_in_{self.scale}",
            digits=digits,
            signed=False,
            source=[self.document],
            how=f"stated in section {self.section}, line {self.line} of our text copy",
            vintage="printed",
            ends=ends,
            scale=scale,
        )

    def text(self, locale: str | None = None) -> str:
        """Return the value as a sentence shows it."""
        return self.number().text(locale)


@dataclasses.dataclass(frozen=True)
class StatedNumber(Number):
    """A number that a document states, or a range: then ``value`` is its middle, and the text shows both ends.

    Attributes
    ----------
    ends : tuple of float
        The two ends of a range, otherwise empty.
    scale : int
        In what they are printed.
    """

    ends: tuple[float, ...] = ()
    scale: int = 1

    def text(self, locale: str | None = None) -> str:
        """Return the value, or both ends with the unit once: ``23–24 million``."""
        if not self.ends:
            return super().text(locale)
        low, high = self.ends
        first = format_number(low / self.scale, self.digits, locale)
        return f"{first}–{FORMATS[self.unit](high, self.digits, locale, signed=False)}"


def sections() -> list[str]:
    """Return the names of the ledger's files, ascending."""
    return sorted(file.stem for file in (DATA / "claims").glob("*.yaml"))


@functools.cache
def ledger(section: str) -> dict[str, Statement]:
    """Return the statements of one file of the ledger by id.

    Raises
    ------
    DataError
        If there is no such file, it is no YAML, or an entry breaks the schema; the message names file, id and field.
    """
    place = f"data/claims/{section}.yaml"
    if section not in sections():  # a name and never a path, so nothing outside the folder is read
        raise DataError(f"there is no ledger {place}")
    entries = yaml_files.read(DATA / "claims" / f"{section}.yaml", place)
    if not isinstance(entries, list) or not entries:
        raise DataError(said(place, "a list of statements", "none" if entries is None else entries))
    found: dict[str, Statement] = {}
    for number, entry in enumerate(entries, start=1):
        id = entry.get("id") if isinstance(entry, dict) else None
        here = f"{place}, {shown(id) if isinstance(id, str) and id.strip() else f'entry {number}'}"
        statement = _statement(entry, here)
        if statement.id in found:
            raise DataError(f"{here}: the id stands twice")
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
    for section in sections():
        entries = ledger(section)
        if double := sorted(found.keys() & entries.keys()):
            raise DataError(f"data/claims/{section}.yaml: the id {double[0]} stands in another section too")
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
        raise DataError(said(place, "fields", entry))
    _fields(entry, REQUIRED, OPTIONAL, place)
    if not isinstance(entry["stated"], dict):
        raise DataError(said(f"{place}, stated", "fields", entry["stated"]))
    _fields(entry["stated"], STATED, STATED_OPTIONAL, f"{place}, stated")
    flat = {name: value for name, value in entry.items() if name != "stated"} | entry["stated"]
    for name in flat.keys() - {"check"}:
        _one(name, flat[name], f"{place}, {name}")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", flat["id"]):
        raise DataError(said(f"{place}, id", "lower-case words joined by hyphens", flat["id"]))
    if flat["document"] not in documents():
        raise DataError(said(f"{place}, document", f"one of {', '.join(documents())}", flat["document"]))
    if flat["line"] > documents()[flat["document"]]["lines"]:
        most = f"at most {documents()[flat['document']]['lines']}, the lines of {flat['document']}"
        raise DataError(said(f"{place}, line", most, flat["line"]))
    _agree(flat, place)
    if flat["check"] is not None:
        checks.refuse(flat["check"], f"{place}, check", flat["id"], is_truth=flat["unit"] == "truth")
    return Statement(**flat)


def _one(name: str, value: object, place: str) -> None:
    """Check one field by itself: a number, or text, or one of a list."""
    if name in NUMBERS:
        if isinstance(value, bool) or not isinstance(value, NUMBERS[name]) or not math.isfinite(value):
            is_quoted = isinstance(value, str) and PLAIN.fullmatch(value)
            raise DataError(said(place, "a number without quotes" if is_quoted else "a number", value))
        if value < LEAST.get(name, -math.inf):
            raise DataError(said(place, f"at least {LEAST[name]}", value))
    elif not isinstance(value, str) or not value.strip():
        raise DataError(said(place, "a text in quotes" if isinstance(value, int | float) else "a text", value))
    elif name in WORDS and value not in WORDS[name]:
        raise DataError(said(place, f"one of {', '.join(WORDS[name])}", value))
    elif FAULTS[FORMULA].search(value):
        raise DataError(said(place, FORMULA, value))


def _agree(flat: dict, place: str) -> None:
    """Refuse fields that do not fit together."""
    verdict, stated = flat["verdict"], (flat["value"], flat["half_width"], flat["qualifier"])
    if (flat["check"] is None) != (verdict == "not testable"):
        raise DataError(f"{place}, check: a check is missing exactly where the verdict is not testable")
    for name in ("severity", "origin"):
        if (name in flat) != (verdict == "contradicted"):
            raise DataError(f"{place}, {name}: it stands exactly where the verdict is contradicted")
    if verdict in ("contradicted", "not testable") and "explanation" not in flat:
        raise DataError(f"{place}, explanation: a verdict of {verdict} needs one")
    if flat["unit"] == "truth" and stated != (1, 0, "exact"):
        found = ", ".join(map(str, stated))
        raise DataError(said(f"{place}, stated", "1, 0, exact for an order or a direction", found))


def _fields(entry: dict, required: tuple[str, ...], optional: tuple[str, ...], place: str) -> None:
    """Refuse missing and unknown fields by name."""
    for name in required:
        if name not in entry:
            raise DataError(f"{place}, {name}: the field is missing")
    for name in entry:
        if name not in required + optional:
            fields = ", ".join(required + optional)
            raise DataError(f"{place}, {shown(name)}: there is no such field; the fields are {fields}")
