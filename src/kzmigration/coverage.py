"""The proof that the ledger is complete: each line of the documents that may state a quantity, and its fate."""

import hashlib
import re
from pathlib import Path

import pandas as pd

from kzmigration.claims import statements
from kzmigration.data import documents, read
from kzmigration.errors import DataError

# A digit, a superlative or ordinal, or a word of growth and decline, in Kazakh written either way.
QUANTITY = re.compile(
    r"\d|\bең\s|бірінші|екінші|үшінші|төртінші|өс(?:у|ті|іп|е)|арт(?:ты|ып|уы)|төменде|азай|көбей|басым"
    r"|\bەڭ\b|ءبىرىنشى|ەكىنشى|ءۇشىنشى|وس[ۋتىە]|ارت[تىۋ]|تومەندە|كوبەي",
    re.IGNORECASE,
)
COLUMNS = ["document", "line", "claims", "reason"]


def skeleton(text: str, document: str, kept: pd.DataFrame) -> pd.DataFrame:
    """List the lines of one document that may state a quantity.

    Parameters
    ----------
    text : str
        The document.
    document : str
        Its file name.
    kept : pandas.DataFrame
        Rows that exist already; none of them is lost or changed.

    Returns
    -------
    pandas.DataFrame
        Columns of :data:`COLUMNS`, one row a line, ascending; ``claims`` and ``reason`` are empty where nobody has
        read the line yet.
    """
    own = kept[kept["document"] == document]
    lines = {number for number, line in enumerate(text.split("\n"), start=1) if QUANTITY.search(line)}
    fresh = pd.DataFrame({"line": sorted(lines - set(own["line"]))}, dtype="Int64")
    fresh = fresh.assign(document=document, claims="", reason="")
    return pd.concat([own[COLUMNS], fresh[COLUMNS]]).sort_values("line", kind="stable")


def update(folder: Path) -> pd.DataFrame:
    """Bring the coverage up to date with the text copies in a folder, for who holds them.

    Raises
    ------
    DataError
        If a copy is missing, or is not the one that the ledger was made from.
    """
    kept = read("coverage").fillna("")
    parts = []
    for name, about in documents().items():
        file = folder / name
        if not file.exists():
            raise DataError(f"{file}: there is no such text copy")
        found = hashlib.sha256(file.read_bytes()).hexdigest()
        if found != about["sha256"]:
            raise DataError(f"{file}: expected the copy with sha256 {about['sha256']}, found {found}")
        parts.append(skeleton(file.read_text(encoding="utf8"), name, kept))
    return pd.concat(parts)


def gaps() -> list[str]:
    """Say what is wrong with the coverage: unread lines of finished sections, unknown documents and ids."""
    rows, sections = read("coverage").fillna(""), read("sections")
    problems = []
    for section in sections[sections["is_done"] == "yes"].itertuples():
        inside = rows[
            (rows["document"] == section.document) & rows["line"].between(section.first_line, section.last_line)
        ]
        unread = inside[(inside["claims"] == "") & (inside["reason"] == "")]
        problems += [
            f"line {line} of section {section.section} has neither claim nor reason" for line in unread["line"]
        ]
    unknown = dict.fromkeys(name for name in rows["document"] if name not in documents())
    problems += [f"the coverage names {name}, which is no document" for name in unknown]
    named = {id for claims in rows["claims"] for id in claims.split()}
    problems += [f"the coverage names {id}, which no ledger holds" for id in sorted(named - statements().keys())]
    problems += [f"no line of the coverage names {id}" for id in sorted(statements().keys() - named)]
    problems += [
        f"{told.id} is of {told.document}, which data/documents.yaml does not have"
        for told in statements().values()
        if told.document not in documents()
    ]
    return problems
