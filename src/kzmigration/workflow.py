"""Call Snakemake, one build at a time, and publish what it made."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

from kzmigration import book, validation
from kzmigration.errors import BookError
from kzmigration.paths import BUILD, ROOT, RUNS
from kzmigration.processes import PARENT


def build(cores: int) -> Path:
    """Bring the book up to date and publish it.

    Parameters
    ----------
    cores : int
        Jobs at the same time.

    Returns
    -------
    pathlib.Path
        The first page of the published site.

    Raises
    ------
    DataError
        If the description of the data is not sound; Snakemake reads it too, and says less.
    BookError
        If another build runs in this folder, or if a job fails; the job has said why by then.
    """
    validation.describe()
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BookError("another build runs in this folder; wait until it has ended") from None
        _tidy()
        # Snakemake's own lock outlives a killed build, so ours stands in for it.
        command = [sys.executable, "-m", "snakemake", "--cores", str(cores), "--nolock", "--rerun-incomplete"]
        environment = os.environ | {PARENT: str(os.getpid())}
        done = subprocess.run([*command, "--quiet", "all"], cwd=ROOT, env=environment, check=False)
        if done.returncode:
            raise BookError("the build stopped; the published book is as it was before")
        return book.publish(BUILD / "rendered")


def _tidy() -> None:
    """Remove what a killed build left unfinished, and the runs of chapters that left the book."""
    kept = {RUNS / chapter for chapter in book.chapters()}
    unfinished = {BUILD / "rendered.stage", BUILD / "editions" / "staged"}
    for folder in set(RUNS.glob("*")) - kept | unfinished:
        shutil.rmtree(folder, ignore_errors=True)
    (BUILD / "site.new").unlink(missing_ok=True)
