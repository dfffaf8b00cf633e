"""One ZIP to read and to re-run the book with the network off: site, source with its data and notebooks, packages."""

import datetime
import hashlib
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from kzmigration import __version__, archives
from kzmigration.errors import BookError
from kzmigration.paths import BUILD, ROOT

NAME = f"kzmigration-{__version__}-offline"
TEACHERS = ("teaching/", "tests/teaching/")  # how exercises are solved; a class gets the ZIP
DATE = datetime.date(1980, 1, 1)  # the first that a ZIP can hold, so that the day of packing does not show
FIRST_PAGE = (
    '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>The book</title>'
    '<meta http-equiv="refresh" content="0; url=site/book/index.html">'
    '<p><a href="site/book/index.html">Open the book</a></p></html>\n'
)
README = """\
The recomputed Migration Profile of Kazakhstan, version {version}, to use without a network

READ    Open index.html in this folder with any browser. Nothing is loaded from elsewhere.

TAKE    site/       the book; below each figure its data (CSV), metadata and pictures
        source/data       what the documents print, cell by cell, and the ledger
        source/notebooks  the chapters; executed ones are offered at the end of each page

RE-RUN  It takes make and Python {python}; wheels/ holds the packages for {system}.
        Copy this folder to a disk first (a USB stick keeps no links). Then, in a terminal:

        cd source
        export PIP_NO_INDEX=1 PIP_FIND_LINKS=../wheels
        make book

        The first call sets itself up from wheels/, each package checked against its hash in
        requirements.txt. `make help` lists the rest; source/README.md says more.
        For another system or Python leave out the line with export; that takes the network once.

CITE    source/CITATION.cff. Code MIT; text and figures CC BY 4.0; data keep the licence of their
        producer, see source/data/datapackage.json.
"""


def make(site: Path, out: Path, wheels: Path) -> Path:
    """Write the ZIP.

    Parameters
    ----------
    site : pathlib.Path
        Folder of the built book.
    out : pathlib.Path
        The ZIP; replaced when it is complete. But for the packages, the same book gives the same bytes.
    wheels : pathlib.Path
        Folder of the packages, see :func:`download`.

    Returns
    -------
    pathlib.Path
        The ZIP.
    """
    text = README.format(
        version=__version__,
        python=".".join(map(str, sys.version_info[:2])),
        system=f"{platform.system()} on {platform.machine()}",
    )
    files: dict[str, Path | bytes] = {"README.txt": text.encode(), "index.html": FIRST_PAGE.encode()}
    files |= archives.below(site.resolve(), "site") | archives.below(wheels, "wheels")
    files |= {f"source/{name}": ROOT / name for name in tracked(ROOT) if not name.startswith(TEACHERS)}
    named = {f"{NAME}/{name}": content for name, content in files.items()}
    programs = (name for name, file in named.items() if isinstance(file, Path) and file.stat().st_mode & 0o100)
    return archives.write(out, named, DATE, frozenset(programs))


def tracked(root: Path) -> list[str]:
    """Return the files that belong to the source, as git has them.

    Raises
    ------
    BookError
        If git does not know the folder.
    """
    done = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=False)  # noqa: S607
    if done.returncode:
        raise BookError(f"git does not say which files are the source: {done.stderr.strip()}")
    return sorted(name for name in done.stdout.split("\0") if name and (root / name).is_file())


def download(folder: Path = BUILD / "wheels") -> Path:
    """Download the pinned packages for this system, unless they are there.

    Returns
    -------
    pathlib.Path
        Folder of the packages of these pins.

    Raises
    ------
    BookError
        If a package cannot be had, or is not what its hash says.
    """
    pins = [ROOT / "requirements.txt", ROOT / "tools" / "slurm.txt"]  # `make test` takes both
    pinned = hashlib.sha256(b"".join(file.read_bytes() for file in pins)).hexdigest()
    kept = folder / f"{sys.implementation.cache_tag}-{pinned[:12]}"
    if not kept.is_dir():
        staged = folder / "staged"
        shutil.rmtree(staged, ignore_errors=True)
        options = ["--no-deps", "--require-hashes", "--prefer-binary", "--disable-pip-version-check", "--quiet"]
        listed = [word for file in pins for word in ("-r", str(file))]
        command = [sys.executable, "-m", "pip", "download", *options, *listed, "-d", str(staged)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["pip says nothing"])[-1]
            raise BookError(f"the packages could not be downloaded, which takes the network once: {last}")
        staged.rename(kept)
    return kept
