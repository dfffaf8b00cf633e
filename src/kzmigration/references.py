"""Citations in notebooks that leave the house, where no bibliography can follow them."""

import functools
import re

from pybtex.database import BibliographyData, parse_file

from kzmigration.errors import ChapterError
from kzmigration.paths import ROOT

ROLE = re.compile(r"\{cite:(t|p)\}`([^`]*)`")


@functools.cache
def bibliography() -> BibliographyData:
    """Return ``book/references.bib``."""
    return parse_file(str(ROOT / "book" / "references.bib"), bib_format="bibtex")


def cite(key: str, kind: str = "t") -> str:
    """Write out a reference: in a sentence with its title (``t``), in brackets without (``p``).

    Raises
    ------
    ChapterError
        If the bibliography has no such key.

    Examples
    --------
    >>> cite("manski2003"), cite("manski2003", "p")
    ('Manski (2003), “Partial Identification of Probability Distributions”', '(Manski 2003)')
    """
    if key not in bibliography().entries:
        raise ChapterError(f"the text cites {key!r}, which book/references.bib does not have")
    entry = bibliography().entries[key]
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    names = [_plain(" ".join([*person.prelast_names, *person.last_names])) for person in people]
    name = f"{names[0]} et al." if len(names) > 2 else " and ".join(names) or _plain(entry.fields["title"])
    year = entry.fields.get("year", "no year")
    return f"({name} {year})" if kind == "p" else f"{name} ({year}), “{_plain(entry.fields['title'])}”"


def resolve(markdown: str) -> str:
    """Put references into a text."""
    return ROLE.sub(lambda match: "; ".join(cite(key.strip(), match[1]) for key in match[2].split(",")), markdown)


def _plain(text: str) -> str:
    return text.replace("{", "").replace("}", "").replace("--", "–")
