"""Call Snakemake, one build at a time, and publish what it made."""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from kzmigration import forking
from kzmigration.errors import BookError
from kzmigration.paths import BUILD, DATA, NOTEBOOKS, ROOT, RUNS, SITE, chapters
from kzmigration.processes import PARENT


def build(cores: int, *, fork: bool = True) -> Path:
    """Bring the book up to date and publish it.

    Parameters
    ----------
    cores : int
        Jobs at the same time.
    fork : bool
        Whether jobs are forked from a server that has the imports behind it, see :mod:`kzmigration.forking`.

    Returns
    -------
    pathlib.Path
        The first page of the published site.

    Raises
    ------
    DataError
        If the description of the data is not sound; Snakemake reads it too, and says less.
    BookError
        If another build runs in this folder, if a chapter of ``_toc.yml`` has no notebook, or if a job fails; the
        job has said why by then.
    """
    if lacking := [chapter for chapter in chapters() if not (NOTEBOOKS / f"{chapter}.ipynb").exists()]:
        raise BookError(f"_toc.yml names the chapter {lacking[0]}, and there is no notebooks/{lacking[0]}.ipynb")
    _refuse_unsound_data()
    with alone(), forking.serving(fork):
        _tidy()
        if snakemake(["all"], cores):
            raise BookError("the build stopped; the published book is as it was before")
        return publish(BUILD / "rendered")


def run_chapters(names: list[str], cores: int) -> None:
    """Check the data and bring the runs of chapters up to date, without any page.

    Raises
    ------
    DataError
        If the description of the data is not sound.
    BookError
        If another build runs in this folder, or a chapter fails; the job has said why by then.
    """
    _refuse_unsound_data()
    with alone(), forking.serving():
        runs = [str((RUNS / name).relative_to(ROOT)) for name in names]
        if snakemake(["_build/data-is-valid", *runs], cores):
            raise BookError("a chapter did not run; what was there is as it was before")


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Keep other builds out of this folder for a while.

    Raises
    ------
    BookError
        If another one runs.
    """
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BookError("another build runs in this folder; wait until it has ended") from None
        yield


def snakemake(targets: list[str], cores: int, *options: str, root: Path = ROOT) -> int:
    """Let Snakemake make what is asked for; it says itself what it does.

    Parameters
    ----------
    targets : list of str
        Rules or files.
    cores : int
        Jobs at the same time.
    *options : str
        More options of Snakemake.
    root : pathlib.Path
        The checkout, another revision perhaps, whose ``Snakefile`` and code do the work.

    Returns
    -------
    int
        Its exit code.
    """
    line, environment = command(cores, *options, root=root)
    return subprocess.run([*line, "--", *targets], cwd=root, env=environment, check=False).returncode


def command(cores: int, *options: str, root: Path = ROOT) -> tuple[list[str], dict[str, str]]:
    """Return the command line that calls Snakemake, up to its targets, and its environment."""
    # Snakemake's own lock outlives a killed build, so ours stands in for it.
    line = [
        sys.executable,
        "-m",
        "snakemake",
        "--cores",
        str(cores),
        "--nolock",
        "--rerun-incomplete",
        "--quiet",
        "all",
    ]
    return [*line, *options], code_of(root) | {PARENT: str(os.getpid())}


def code_of(root: Path) -> dict[str, str]:
    """Return the environment in which ``python -m kzmigration`` is that of a checkout."""
    if root == ROOT:
        return dict(os.environ)
    kept = {name: value for name, value in os.environ.items() if name != forking.SOCKET}  # that server has our code
    return kept | {"PYTHONPATH": str(root / "src")}


def _refuse_unsound_data() -> None:
    """Refuse a description of the data that is not sound, for Snakemake reads it too, and says less."""
    if _data_changed():
        from kzmigration import validation  # slow to import, and a rebuild is to be quick

        validation.describe()


def _data_changed() -> bool:
    """Whether anything in ``data`` is newer than its last validation; a folder is when a file of it was removed."""
    stamp = BUILD / "data-is-valid"
    return not stamp.exists() or any(path.stat().st_mtime > stamp.stat().st_mtime for path in (DATA, *DATA.rglob("*")))


def _tidy() -> None:
    """Remove what a killed build left unfinished, and the runs of chapters that left the book."""
    kept = {RUNS / chapter for chapter in chapters()}
    unfinished = {BUILD / "rendered.stage", BUILD / "editions" / "staged", BUILD / "frozen.stage"}
    for folder in set(RUNS.glob("*")) - kept | unfinished:
        shutil.rmtree(folder, ignore_errors=True)
    (BUILD / "site.new").unlink(missing_ok=True)


def publish(rendered: Path) -> Path:
    """Make a finished rendering the published site, in one step.

    ``_build/site`` is a link that is swapped atomically, so a reader always finds a whole site: the one before
    or this one. A rendering that is published already is left alone.

    Returns
    -------
    pathlib.Path
        The first page.
    """
    editions = BUILD / "editions"
    edition = editions / str((rendered / "index.html").stat().st_mtime_ns)
    if not SITE.exists() or SITE.resolve() != edition.resolve():
        staged = editions / "staged"
        shutil.rmtree(staged, ignore_errors=True)
        shutil.rmtree(edition, ignore_errors=True)
        shutil.copytree(rendered, staged)
        staged.rename(edition)
        link = BUILD / "site.new"
        link.unlink(missing_ok=True)
        link.symlink_to(edition.relative_to(BUILD))
        before = SITE.resolve()  # kept, for who is reading it now
        os.replace(link, SITE)
        for folder in set(editions.iterdir()) - {edition, before}:
            shutil.rmtree(folder)
    return SITE / "index.html"
