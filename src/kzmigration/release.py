"""The release bundle: what an archive such as Zenodo keeps of an edition; the same bytes each time."""

import hashlib
import json
import shutil
from pathlib import Path

from kzmigration import archives, citations, edition, editions
from kzmigration.citations import Work
from kzmigration.edition import LICENCES, Edition
from kzmigration.errors import BookError
from kzmigration.paths import BUILD

README = """\
{title}
Version {version}, of commit {commit}.

What is here
------------
{stem}-site.zip      the book: unpack it and open index.html; it needs no network
{stem}-data.zip      the data package, with its own README and the licence of each resource
{stem}-source.zip    the repository at that commit: `make book` builds the site from it, `make test` checks it
CITATION.cff, .zenodo.json      how to cite it; what Zenodo asks for
SHA256SUMS                      check with: sha256sum --check SHA256SUMS

How to cite
-----------
{apa}

Licences
--------
{licences}"""


def bundle(site: Path, current: Edition, tag: str = "") -> Path:
    """Write the bundle of an edition.

    Parameters
    ----------
    site : pathlib.Path
        The built site, see :func:`kzmigration.editions.site`.
    tag : str
        The tag that is released, if one is; it has to be that of the version.

    Returns
    -------
    pathlib.Path
        The folder, ``_build/release``; it is replaced when all is written.

    Raises
    ------
    BookError
        If something is not committed, or the tag is not that of the version.
    """
    if tag and tag != f"v{current.version}":
        raise BookError(
            f"the tag is {tag}, and CITATION.cff has version {current.version}: expected v{current.version}"
        )
    commit = clean_commit()
    out, stage = BUILD / "release", BUILD / "release.stage"
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    stem = f"kzmigration-{current.version}"
    archives.write(stage / f"{stem}-site.zip", archives.below(site, f"{stem}-site"), current.released)
    archives.write_data(stage / f"{stem}-data.zip", current)
    source = ["archive", "--format=zip", f"--prefix={stem}/", f"--output={stage.resolve()}/{stem}-source.zip", commit]
    editions.git(*source, TZ="UTC")  # a ZIP holds local time
    (stage / "CITATION.cff").write_bytes(edition.citation_file(current, commit=commit))
    metadata = json.dumps(zenodo(current), ensure_ascii=False, indent=1) + "\n"
    (stage / ".zenodo.json").write_text(metadata, encoding="utf8")
    text = README.format(
        title=current.title,
        version=current.version,
        commit=commit,
        stem=stem,
        apa=citations.plain(citations.apa(Work("book", "kzmigration", current.title, "book/index.html"), current)),
        licences=LICENCES,
    )
    (stage / "README.txt").write_text(text, encoding="utf8")
    sums = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in sorted(stage.iterdir())]
    (stage / "SHA256SUMS").write_text("".join(sums), encoding="utf8")
    shutil.rmtree(out, ignore_errors=True)
    stage.rename(out)
    return out


def clean_commit() -> str:
    """Return the commit that is checked out.

    Raises
    ------
    BookError
        If files differ from it, for the site would then be of no commit; the message names them.
    """
    changed = editions.git("status", "--porcelain").splitlines()
    if changed:
        names = ", ".join(line.strip().partition(" ")[2].strip() for line in changed[:5])
        raise BookError(f"commit first: a release is of a commit, and {len(changed)} files differ from it: {names}")
    return editions.git("rev-parse", "HEAD")


def zenodo(current: Edition) -> dict:
    """Return the metadata that Zenodo reads from ``.zenodo.json``."""
    related = (("isIdenticalTo", current.url("book/index.html")), ("isDerivedFrom", current.repository_url))
    entry = {
        "title": current.title,
        "upload_type": "publication",
        "publication_type": "book",
        "description": f"<p>{current.abstract}</p>",
        "creators": [{"name": name} for name in current.authors],
        "version": current.version,
        "publication_date": current.released.isoformat(),
        "language": "eng",
        "keywords": list(current.keywords),
        "access_right": "open",
        "license": "cc-by-4.0",
        "notes": LICENCES,
        "related_identifiers": [
            {"relation": relation, "identifier": address, "scheme": "url"} for relation, address in related if address
        ],
    }
    return {key: value for key, value in entry.items() if value}
