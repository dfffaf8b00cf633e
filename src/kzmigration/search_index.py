"""The index of what Sphinx's search cannot find: exact numbers, ids, names in three languages, terms."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from kzmigration import data
from kzmigration.figure_pages import anchor
from kzmigration.language import CODE_LISTS, name
from kzmigration.paths import contents
from kzmigration.places import KINDS, Place, read

FILE = "places.js"
NOT_READ = {f"book/{name}" for name in ("errata", "explore", "figures", "references", "teaching")}  # they repeat others
MOST = 24  # places kept for one number; a number that stands in more of them identifies none
BLANKS = "\\s\u00a0\u2009\u202f"
NUMBER = re.compile(rf"(?<![\w.,])(\d{{1,3}}(?:[,{BLANKS[2:]}]\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)*)(?![\d]|,\d{{3}})")
NAMED = ("country", "region", "ethnic_group")


def numbers(text: str) -> set[str]:
    r"""Return the numbers of a text as they are looked up: no separators, a point before decimals, no sign.

    Bare years and single digits are left out, since they stand everywhere.

    Examples
    --------
    >>> sorted(numbers("In 2019 45,863 left, 86.7% of them to 1 country; −32\N{NO-BREAK SPACE}973 in table 1.3.1."))
    ['1.3.1', '32973', '45863', '86.7']
    """
    found = set()
    for shown in NUMBER.findall(text):
        key = re.sub(rf"[,{BLANKS}]", "", shown)
        is_plain_year = re.fullmatch(r"(19|20)\d\d", shown)
        if len(key) > 1 and not is_plain_year:
            found.add(key)
    return found


def forms(kind: str, code: str) -> list[str]:
    """Return what a country, region or ethnic group is called: in English, Kazakh and Russian, then as printed.

    Examples
    --------
    >>> forms("country", "DEU")
    ['Germany', 'Германия', 'Германия']
    """
    row = data.read(CODE_LISTS[kind]).fillna("").set_index("code").loc[code]
    own = [name(kind, code, locale) for locale in ("en", "kk", "ru")]
    return own + [alias for alias in row["aliases_kk"].split("|") if alias and alias not in own]


def _codes() -> list[tuple[str, str]]:
    return [
        (kind, code)
        for kind in NAMED
        for code in data.read(CODE_LISTS[kind])["code"]
        if not code.startswith("_")  # totals and rest rows
    ]


def mentions(texts: list[str], names: dict[tuple[str, str], str]) -> dict[tuple[str, str], list[int]]:
    """Find the texts that mention each name; of two names that overlap, the longer one is meant.

    Examples
    --------
    >>> mentions(["Almaty region", "Almaty grew"], {("r", "19"): "Almaty region", ("r", "75"): "Almaty city"})
    {('r', '19'): [0], ('r', '75'): [1]}
    """
    owner = {english: key for key, english in names.items()}
    for key, english in names.items():
        short = re.sub(r" (region|city)$", "", english)
        is_city_too = english.endswith(" region") and f"{short} city" in owner
        if not is_city_too:
            owner.setdefault(short, key)
    longest = sorted(owner, key=len, reverse=True)
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, longest))})\b")
    found: dict[tuple[str, str], list[int]] = {key: [] for key in names}
    for place, text in enumerate(texts):
        for key in sorted({owner[match] for match in pattern.findall(text)}):
            found[key].append(place)
    return found


def plain(value: float) -> float | int:
    """Return a whole number as one, so that JSON does not write 45.0."""
    return int(value) if value == int(value) else float(value)


def printed_cells() -> list[dict]:
    """Return each printed table and labelled figure with its rows as printed; null is a blank cell."""
    tables = []
    for resource in data.package()["resources"]:
        if "printed_as" not in resource:
            continue
        frame = data.read(resource["name"])
        key = next((column for column in frame.columns if column in CODE_LISTS), None)
        unit = data.value_column(frame)
        rows: dict[str, list] = {}
        for row in frame.to_dict("records"):
            label = name(key, row[key], "en") if key and isinstance(row[key], str) else ""
            value = row[unit]
            rows.setdefault(label, []).append([int(row["year"]), None if pd.isna(value) else plain(value)])
        years = [year for year, _ in next(iter(rows.values()))]
        tables.append(
            {
                "anchor": anchor(resource["name"]),
                "title": resource["title"],
                "unit": resource["unit"],
                "kind": key,
                "years": years,
                "rows": [[label, [dict(cells).get(year) for year in years]] for label, cells in rows.items()],
            }
        )
    return tables


def _sections(statements: list[Place]) -> list[list]:
    """Return the sections of the documents: number, title, how many statements stand in it and below it."""
    sections = data.read("sections")
    titles = dict(zip(sections["section"], sections["title"], strict=True))
    own = [place.text.split(" ", 1)[0] for place in statements]
    wanted = {section for section in own if section[0].isdigit()} | {title for title in titles if title[0].isdigit()}
    return [
        [section, titles.get(section, ""), sum(f"{other}.".startswith(f"{section}.") for other in own)]
        for section in sorted(wanted)
    ]


def _by_rank(places: list[Place], found: Iterable[int], number: str | None = None) -> list[int]:
    """Sort places by kind; among a kind, a number in the title comes before one in the text, and that before others."""

    def rank(at: int) -> tuple[int, int, int]:
        place = places[at]
        texts = (place.title, place.text)
        missed = [number is not None and number not in numbers(text) for text in texts]
        return KINDS.index(place.kind), sum(missed), at

    return sorted(found, key=rank)


def build(places: list[Place]) -> dict:
    """Build the index.

    Parameters
    ----------
    places : list of Place
        In the order of the book.

    Returns
    -------
    dict
        ``pages``: name and title of each page. ``places``: page, anchor, kind and title of each place, the first two
        kinds as places in their lists. ``numbers``: number -> places. ``names``: forms, kind, places that mention it
        and how many statements do. ``terms``: place and names of each term. ``sections``, ``tables``: see
        :func:`printed_cells`.
    """
    pages = list(dict.fromkeys(place.page for place in places))
    titles = {place.page: place.title for place in reversed(places) if place.kind == "section"}
    found: dict[str, list[int]] = {}
    for at, place in enumerate(places):
        text = place.text.partition(" ")[2] if place.kind == "statement" else place.text  # without its section
        for key in sorted(numbers(text) | numbers(place.folded) | {value for value in place.behind if len(value) > 4}):
            found.setdefault(key, []).append(at)
    english = {(kind, code): forms(kind, code)[0] for kind, code in _codes()}
    mentioned = mentions([f"{place.text} {place.folded}" for place in places], english)
    names = []
    for (kind, code), where in mentioned.items():
        elsewhere = [at for at in where if places[at].kind in ("section", "figure", "table")]
        statements = sum(places[at].kind == "statement" for at in where)
        names.append([kind, code, forms(kind, code), _by_rank(places, elsewhere), statements])
    glossary = data.read("glossary").set_index("id")
    terms = [
        [
            at,
            *(str(glossary.loc[place.anchor.removeprefix("term-"), f"name_{locale}"]) for locale in ("en", "kk", "ru")),
        ]
        for at, place in enumerate(places)
        if place.kind == "term"
    ]
    return {
        "pages": [[page, titles.get(page, "")] for page in pages],
        "places": [[pages.index(p.page), p.anchor, KINDS.index(p.kind), p.title] for p in places],
        "numbers": {key: _by_rank(places, found[key], key)[:MOST] for key in sorted(found)},
        "names": names,
        "terms": terms,
        "sections": _sections([place for place in places if place.kind == "statement"]),
        "tables": printed_cells(),
        "kinds": list(KINDS),
    }


def write(site: Path) -> None:
    """Write the index of a finished site into it, as a classic script that also works from a disk."""
    pages = [page for page in contents() if page not in NOT_READ and (site / f"{page}.html").exists()]
    places = [place for page in pages for place in read(site / f"{page}.html", page)]
    text = json.dumps(build(places), ensure_ascii=False, separators=(",", ":"))
    (site / FILE).write_text(f"window.kzPlaces = {text};\n", encoding="utf8")
