"""Editions that stay: each is frozen on the branch ``editions`` of git, and published below the current site."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from kzmigration import edition
from kzmigration.edition import Edition
from kzmigration.errors import BookError
from kzmigration.paths import BUILD, ROOT, RUNS, SITE

BRANCH = "editions"
PLACES = (f"refs/heads/{BRANCH}", f"refs/remotes/origin/{BRANCH}")  # a fresh clone has the second alone


def git(*arguments: str, check: bool = True, folder: Path | None = None, **environment: str) -> str:
    """Call git in the project, or in a folder that ``GIT_DIR`` makes a part of it, and return what it says.

    Raises
    ------
    BookError
        If git is missing or fails, unless ``check`` is off.
    """
    command = ["git", "-c", "core.autocrlf=false", *arguments]
    try:
        variables = os.environ | environment
        done = subprocess.run(command, cwd=folder or ROOT, env=variables, capture_output=True, check=False)
    except FileNotFoundError:
        raise BookError("git is needed for this, and there is none") from None
    if done.returncode and check:
        raise BookError(f"git {arguments[0]} failed: {done.stderr.decode().strip()}")
    return done.stdout.decode().strip()


def site() -> Path:
    """Return the built site with the addresses of its own edition, which stay when the next one comes."""
    current = edition.read()
    if not current.site_url:
        return SITE.resolve()  # no page names an address
    from kzmigration import book

    book.render(RUNS, BUILD / "frozen", current=current.frozen())
    return BUILD / "frozen"


def freeze(folder: Path, current: Edition, push: str = "") -> str:
    """Put a site on the branch of editions, in a folder such as ``v1``, without touching the working copy.

    Parameters
    ----------
    folder : pathlib.Path
        The site.
    push : str
        The remote that gets the branch; none if empty.

    Returns
    -------
    str
        The commit.

    Raises
    ------
    BookError
        If the branch has this edition already, and it is another one.
    """
    tip, name = _tip(), current.name
    date = f"{current.released.isoformat()}T00:00:00Z"
    who = {
        f"GIT_{role}_{key}": value
        for role in ("AUTHOR", "COMMITTER")
        for key, value in (("NAME", current.author), ("EMAIL", ""), ("DATE", date))
    }
    with tempfile.TemporaryDirectory() as scratch:
        index = {"GIT_INDEX_FILE": f"{scratch}/site"}
        place = {"GIT_DIR": git("rev-parse", "--absolute-git-dir"), "GIT_WORK_TREE": str(folder.resolve())}
        git("add", "--all", "--force", ".", folder=folder, **place, **index)
        tree = git("write-tree", **index)
        held = git("rev-parse", "--verify", "--quiet", f"{tip}:{name}", check=False) if tip else ""
        if held and held != tree:
            raise BookError(
                f"edition {name} is frozen, and this site differs from it; "
                "a new edition raises the first number of the version in CITATION.cff"
            )
        commit = tip
        if not held:
            index = {"GIT_INDEX_FILE": f"{scratch}/all"}
            git("read-tree", tip or "--empty", **index)
            git("read-tree", f"--prefix={name}/", tree, **index)
            whole, parents = git("write-tree", **index), ["-p", tip] if tip else []
            message = f"Edition {name}: version {current.version}"
            commit = git("commit-tree", whole, *parents, "-m", message, **who)
        git("update-ref", PLACES[0], commit)
    if push:
        git("push", push, f"{PLACES[0]}:{PLACES[0]}")
    return commit


def collect(folder: Path, out: Path) -> list[str]:
    """Put the current site and every frozen edition into one folder, ready to publish.

    Returns
    -------
    list of str
        Names of the editions.
    """
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(folder, out)
    (out / ".nojekyll").touch()  # else a host may drop folders that begin with an underscore
    tip = _tip()
    if not tip:
        return []
    with tempfile.TemporaryDirectory() as scratch:
        index = {"GIT_INDEX_FILE": f"{scratch}/index"}
        git("read-tree", tip, **index)
        git("checkout-index", "--all", "--force", f"--prefix={out.resolve()}/", **index)
    return git("ls-tree", "--name-only", tip).split()


def _tip() -> str:
    """Return the newest commit of the branch; empty where nothing was frozen yet."""
    found = (git("rev-parse", "--verify", "--quiet", place, check=False) for place in PLACES)
    return next(filter(None, found), "")
