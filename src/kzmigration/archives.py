"""Archives to take along: a chapter, the data package; the same bytes each time."""

import datetime
import os
import zipfile
from pathlib import Path

from kzmigration import citations
from kzmigration.citations import Work
from kzmigration.data import package
from kzmigration.edition import LICENCES, Edition, citation_file
from kzmigration.paths import DATA

CHAPTER = """\
{title}
A chapter of {book}, version {version}.

What is here
------------
{name}.ipynb
  the notebook as it was executed, the numbers in its text
source/{name}.ipynb
  its source, which runs in the book's repository
{name}.numbers.json
  every number that its text quotes, with unit, source and how it was made
{name}.bib, {name}.ris
  references to cite the chapter, for BibTeX and RIS
published/
  a folder for each figure and table: its data (CSV), its metadata (JSON), references to cite it (BibTeX, RIS);
  of figures also the picture (PNG; SVG, and drawn again for a phone in the file that ends in -narrow)
  an empty cell of the data is missing there, or the open end of a range, such as “at least 21”

How to cite
-----------
{apa}

Licences
--------
{licences}"""

PACKAGE = """\
{book}: data, version {version}

What is here
------------
datapackage.json      what each file holds: columns, units, sources, licence (https://datapackage.org)
profile/              the tables and labelled figures of the profile, one row a printed cell, as printed
codes/                codes and names of countries, regions, groups and so on
open/                 series of other producers, each with its licence and citation in datapackage.json
geo/                  boundaries of the regions, before and after June 2018
claims/               what the documents state, with a check and a verdict for each statement
corrections.yaml      cells that are demonstrably wrong; nothing else is mended
documents.yaml        the documents that the book retells

The tables are CSV in UTF-8. Nothing is filled: a cell that is blank in print is blank here, and its status says so.

How to cite
-----------
{apa}

Licences
--------
{licences}
Licence and source of each resource
-----------------------------------
{resources}
"""


def write(
    file: Path, entries: dict[str, Path | bytes], date: datetime.date, programs: frozenset[str] = frozenset()
) -> Path:
    """Write a ZIP whose bytes depend on nothing but its entries and the date that all of them bear.

    Parameters
    ----------
    entries : dict
        Name in the archive -> a file, or its content. Packages of Python are packed already and only stored.
    programs : frozenset of str
        Names of those that can be run where they are unpacked.

    Returns
    -------
    pathlib.Path
        The ZIP, which is there whole or not at all.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    staged = file.with_suffix(".new")
    with zipfile.ZipFile(staged, "w") as archive:
        for name, content in sorted(entries.items()):
            entry = zipfile.ZipInfo(name, (date.year, date.month, date.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(".whl") else zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, on any system
            entry.external_attr = (0o100755 if name in programs else 0o100644) << 16
            archive.writestr(entry, content.read_bytes() if isinstance(content, Path) else content, compresslevel=9)
    os.replace(staged, file)
    return file


def below(folder: Path, prefix: str) -> dict[str, Path]:
    """Return every file below a folder by its name in an archive."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {f"{prefix}/{file.relative_to(folder).as_posix()}": file for file in files}


def write_chapter(site: Path, name: str, title: str, edition: Edition) -> None:
    """Write ``notebooks/<name>.zip`` from what the site already offers of a chapter."""
    folder = site / "notebooks"
    work = Work("chapter", name, title, f"notebooks/{name}.html")
    text = CHAPTER.format(
        title=title,
        book=edition.title,
        version=edition.version,
        name=name,
        apa=citations.plain(citations.apa(work, edition)),
        licences=LICENCES,
    )
    entries = {f"{name}/README.txt": text.encode(), f"{name}/source/{name}.ipynb": folder / "source" / f"{name}.ipynb"}
    entries |= {f"{name}/{name}{end}": folder / f"{name}{end}" for end in (".ipynb", ".numbers.json", ".bib", ".ris")}
    bundles = below(site / "published" / name, f"{name}/published")
    entries |= {key: file for key, file in bundles.items() if not key.endswith("-dark.svg")}
    write(folder / f"{name}.zip", entries, edition.released)


def data_entries() -> dict[str, Path]:
    """Return the files of the data package: its resources, and what is no table, such as the ledger."""
    paths = [resource["path"] for resource in package()["resources"]]
    paths += [file.relative_to(DATA).as_posix() for end in ("yaml", "md") for file in DATA.rglob(f"*.{end}")]
    return {f"kzmigration-data/{path}": DATA / path for path in ["datapackage.json", *paths]}


def write_data(file: Path, edition: Edition) -> None:
    """Write the data package as one ZIP, with a README that names the licence of each resource."""
    work = Work("data", "kzmigration-data", f"{edition.title}: data", "data.zip")
    lines = []
    for resource in package()["resources"]:
        sources = "; ".join(source["title"] for source in resource.get("sources", [])) or "this project"
        licences = "; ".join(
            " ".join(filter(None, (licence["name"], licence.get("path")))) for licence in resource["licenses"]
        )
        lines += [f"{resource['path']}: {resource['title']}", f"  licence: {licences}", f"  source: {sources}"]
    text = PACKAGE.format(
        book=edition.title,
        version=edition.version,
        apa=citations.plain(citations.apa(work, edition)),
        licences=LICENCES,
        resources="\n".join(lines),
    )
    added = {"README.txt": text.encode(), "CITATION.cff": citation_file(edition)}
    entries = data_entries() | {f"kzmigration-data/{name}": content for name, content in added.items()}
    write(file, entries, edition.released)
