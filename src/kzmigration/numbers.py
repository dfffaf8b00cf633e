"""The registry of what chapters compute: prose reads it by key, no number is typed."""

import dataclasses
import functools
import html
import json
import math
import re
from pathlib import Path

from kzmigration import language
from kzmigration.data import descriptor, documents, is_open, is_printed
from kzmigration.errors import ChapterError

KEY = re.compile(r"[a-z][a-z0-9_]*")
ROLE = re.compile(r"\{num\}`([^`]*)`")

# How each unit is written. What is a name or a word reaches the sentence through the registry too,
# since a sentence must hold for every parameter set.
FORMATS = {
    "persons": language.format_number,
    "persons_in_thousands": language.format_thousands,
    "persons_in_millions": language.format_millions,
    "count_in_thousands": language.format_thousands,
    "count_in_millions": language.format_millions,
    "count": language.format_number,
    "rank": language.format_number,
    "usd_million": language.format_number,
    "persons_per_km2": language.format_number,
    "ratio": language.format_number,
    "per_1000": language.format_number,
    "percentage_points": language.format_number,
    "percent": language.format_share,
}
# Decimals unless told.
DIGITS = {
    "persons_in_thousands": 1,
    "persons_in_millions": 1,
    "count_in_thousands": 1,
    "count_in_millions": 1,
    "percent": 1,
    "percentage_points": 1,
}
DIGITS |= {"per_1000": 2, "ratio": 2, "usd_million": 1}
NAMES = ("country", "ethnic_group", "region")
WORDS = {
    "persons": "persons",
    "persons_in_thousands": "persons, as rounded in print",
    "persons_in_millions": "persons, as rounded in print",
    "count_in_thousands": "a count, as rounded in print",
    "count_in_millions": "a count, as rounded in print",
    "count": "a count",
    "rank": "a rank, 1 the largest",
    "usd_million": "million US dollars",
    "persons_per_km2": "persons per square kilometre",
    "ratio": "a ratio",
    "per_1000": "per 1,000 inhabitants",
    "percentage_points": "percentage points",
    "percent": "percent",
    "year": "a year",
    "word": "a word chosen by the data",
    "country": "a country chosen by the data",
    "ethnic_group": "an ethnic group chosen by the data",
    "region": "a region chosen by the data",
}


@dataclasses.dataclass(frozen=True)
class Number:
    """One value that prose may quote.

    Attributes
    ----------
    key : str
        Name within its chapter, lower case with underscores.
    value : float, int, str or list of str
        A number; for the unit ``word`` a text; for a unit that names a code list a code, or a list of codes.
    unit : str
        A key of :data:`WORDS`; the value of a unit in thousands or millions is in single persons or things all the
        same.
    digits : int
        Decimals shown.
    signed : bool
        Whether a plus stands before a positive value.
    source : list of str
        Resources of the Data Package that the value comes from.
    how : str
        How it comes from them, in a few words.
    vintage : str
        Vintage of the data.
    """

    key: str
    value: float | int | str | list[str]
    unit: str
    digits: int
    signed: bool
    source: list[str]
    how: str
    vintage: str

    def __post_init__(self) -> None:
        """Refuse what could reach a sentence as a blank."""
        if not KEY.fullmatch(self.key):
            raise ChapterError(f"number {self.key!r}: a key is lower-case letters, digits and underscores")
        if self.unit not in WORDS:
            raise ChapterError(f"number {self.key!r}: unit must be one of {', '.join(WORDS)}, not {self.unit!r}")
        is_number = isinstance(self.value, int | float) and not isinstance(self.value, bool)
        if (self.unit in FORMATS or self.unit == "year") != is_number:
            raise ChapterError(f"number {self.key!r}: {self.value!r} is not a value of unit {self.unit}")
        if (is_number and not math.isfinite(self.value)) or self.value in ("", []):
            raise ChapterError(f"number {self.key!r} is empty: {self.value!r}")

    def text(self, locale: str | None = None) -> str:
        """Return the value as a sentence shows it, in the language of the build unless given."""
        if self.unit in FORMATS:
            return FORMATS[self.unit](self.value, self.digits, locale, signed=self.signed)
        if self.unit in NAMES:
            codes = self.value if isinstance(self.value, list) else [self.value]
            return language.list_names([language.in_a_sentence(self.unit, code, locale) for code in codes], locale)
        return str(self.value)

    def tip(self) -> str:
        """Say where the value comes from, for readers who ask."""
        rounding = f", shown to {self.digits} decimals" if self.digits else ""
        sources = ", ".join(printed_name(name) for name in self.source)
        return f"{self.how}; {sources}; {self.vintage} values; {WORDS[self.unit]}{rounding}"


def printed_name(resource: str) -> str:
    """Turn the name of a resource or document into what the reader knows it by.

    Examples
    --------
    >>> printed_name("table-1.3.1"), printed_name("cisstat-urban-rural")[:43]
    ('table 1.3.1', 'Urban and rural population of Kazakhstan (I')
    """
    if resource in documents():
        return documents()[resource]["title_en"]
    if is_open(resource):
        return f"{descriptor(resource)['title']} ({descriptor(resource)['producer']})"
    printed_as = descriptor(resource)["printed_as"] if is_printed(resource) else resource
    kind, _, number = printed_as.partition("-")
    # A resource of the profile bears the number that is printed there; one of another document, its own name.
    of = "" if printed_as == resource else f" of {documents()[descriptor(resource)['document']]['title_en']}"
    return f"{ {'fig': 'figure'}.get(kind, kind) } {number}".strip() + of


def write(numbers: list[Number], file: Path) -> None:
    """Write a registry as JSON, one object a key, sorted."""
    entries = {number.key: vars(number) for number in sorted(numbers, key=lambda n: n.key)}
    file.write_text(json.dumps(entries, ensure_ascii=False, indent=1) + "\n", encoding="utf8")


def read(file: Path) -> dict[str, Number]:
    """Read a registry that :func:`write` wrote."""
    return {key: Number(**entry) for key, entry in json.loads(file.read_text(encoding="utf8")).items()}


@functools.cache
def registry(runs: Path) -> dict[str, Number]:
    """Return the numbers of all chapters below a folder of runs, under ``chapter/key``."""
    return {
        f"{file.parent.name}/{key}": number
        for file in sorted(runs.glob("*/numbers.json"))
        for key, number in read(file).items()
    }


def resolve(markdown: str, numbers: dict[str, Number]) -> str:
    """Put the values into a text, for notebooks that leave the house.

    Raises
    ------
    ChapterError
        If the text asks for a key that the chapter did not register.
    """

    def value(match: re.Match) -> str:
        key = match.group(1).strip()
        if key not in numbers:
            raise ChapterError(f"the text asks for number {key!r}, which the chapter did not register")
        return html.escape(numbers[key].text(), quote=False)

    return ROLE.sub(value, markdown)


def cell(value: object, unit: str | None, digits: int | None = None) -> str:
    """Write a table's cell in the language of the build; blank cells stay blank.

    Parameters
    ----------
    unit : str or None
        A key of :data:`WORDS`; None for plain text.
    digits : int, optional
        Decimals, where they differ from what is usual for the unit.

    Examples
    --------
    >>> cell(45863, "persons"), cell("", "persons"), cell(12.04, "percent")
    ('45,863', '', '12.0%')
    """
    if unit is None or value == "":
        written = language.typeset(str(value))
        return re.sub(r"(?<=\d) of (?=\d)", "\N{NO-BREAK SPACE}of\N{NO-BREAK SPACE}", written)
    if unit in FORMATS:
        return FORMATS[unit](float(value), DIGITS.get(unit, 0) if digits is None else digits)
    return str(value)


def plain_references(markdown: str) -> str:
    r"""Turn references that only a book can follow into plain words.

    Examples
    --------
    >>> plain_references("As {numref}`fig-total` shows, see {doc}`how we check <method>`.")
    'As the figure “total” shows, see how we check.'
    >>> plain_references("```{margin}\n**Stock.** People.\n```")
    '> **Stock.** People.'
    """
    markdown = re.sub(
        r"```\{margin\}\n(.*?)\n```", lambda m: "> " + m[1].replace("\n", "\n> "), markdown, flags=re.DOTALL
    )
    markdown = re.sub(r"```\{[a-z-]+\}[^`]*```", "*The book’s page shows more here.*", markdown)
    text = re.sub(r"\{numref\}`fig-([a-z0-9-]+)`", lambda m: f"the figure “{m[1].replace('-', ' ')}”", markdown)
    text = re.sub(r"\{numref\}`tbl-([a-z0-9-]+)`", lambda m: f"the table “{m[1].replace('-', ' ')}”", text)
    text = re.sub(r"\{(?:doc|ref|term)\}`([^`<]+?)\s*<[^>]*>`", r"\1", text)
    return re.sub(r"\{(?:doc|ref|term)\}`([^`<]+)`", r"\1", text)
