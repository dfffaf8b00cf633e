"""A reviewer's desk: everything run anew and held against the record, or one revision against another."""

import datetime
import json
import shutil
import tempfile
import time
from pathlib import Path

import yaml

from kzmigration import certificate, edition, record, validation, workflow
from kzmigration.editions import git
from kzmigration.errors import BookError
from kzmigration.paths import BUILD, ROOT, RUNS, chapters
from kzmigration.record import Finding

REVIEW = BUILD / "review"


def review(cores: int) -> tuple[Path, str, bool]:
    """Run every chapter from clean, hold all that comes out against ``data/record.json``, and certify it.

    Parameters
    ----------
    cores : int
        Chapters that run at the same time.

    Returns
    -------
    tuple
        The certificate's page, its headline, and whether everything is as recorded.

    Raises
    ------
    BookError
        If there is no record, or another build runs.
    DataError
        If the data are refused; then no chapter can run.
    """
    recorded = record.read()
    validation.validate()
    began = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    clock = time.monotonic()
    shutil.rmtree(REVIEW, ignore_errors=True)
    runs = REVIEW / "runs"
    with workflow.alone():
        targets = [str((runs / chapter).relative_to(ROOT)) for chapter in chapters()]
        options = ["--keep-going", "--config", f"runs={runs.relative_to(ROOT)}", "go_on=1"]
        workflow.snakemake(targets, cores, *options)
    findings = record.compare(recorded["items"], record.collect(ROOT, runs))
    told = certificate.Certificate(
        recorded_version=recorded["version"],
        version=edition.read().version,
        commit=_commit(),
        began=began.isoformat(),
        seconds=round(time.monotonic() - clock),
        chapters=_chapters(runs),
        findings=findings,
    )
    return told.write(REVIEW), told.headline, told.is_good


def _chapters(runs: Path) -> dict[str, dict]:
    """Return of each chapter its parameters, the checksums of its data, and what failed in it."""
    told = {}
    for chapter in chapters():
        file = runs / chapter / "run.json"
        told[chapter] = json.loads(file.read_text(encoding="utf8")) if file.exists() else {"failed": "it did not run"}
    return told


def _commit() -> str:
    """Name the state of the source; a copy without git has no name."""
    try:
        head = git("rev-parse", "HEAD")
        return f"{head}, with changes that are not committed" if git("status", "--porcelain") else head
    except BookError:
        return "not a git checkout"


def write_record(cores: int) -> list[Finding]:
    """Write the record of the edition, and return what it moves against the one before."""
    with workflow.alone():
        _current(cores)
    before = record.read()["items"] if record.FILE.exists() else {}
    findings = record.compare(before, record.collect(ROOT, RUNS))
    record.write(edition.read().version, record.renewed(findings))
    return [finding for finding in findings if not finding.is_good]


def _current(cores: int) -> None:
    """Bring the runs of the book's chapters up to date."""
    if workflow.snakemake([str((RUNS / chapter).relative_to(ROOT)) for chapter in chapters()], cores):
        raise BookError("a chapter failed; nothing was compared")


def diff(base: str, cores: int) -> list[Finding]:
    """Return what the working tree moves against another revision, both computed with the packages installed here.

    Parameters
    ----------
    base : str
        A commit, branch or tag.
    cores : int
        Chapters that run at the same time.

    Raises
    ------
    BookError
        If git does not know the revision, or if a chapter fails in either.
    """
    commit = git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}", check=False)
    if not commit:
        raise BookError(f"say against which revision: make diff BASE=v1.0.0; it was {base!r}, which git does not know")
    with workflow.alone():
        before = _computed_at(commit, cores)
        _current(cores)
    return [finding for finding in record.compare(before, record.collect(ROOT, RUNS)) if not finding.is_good]


def _computed_at(commit: str, cores: int) -> record.Items:
    """Return what a commit computes, from a checkout of its own that runs its own code."""
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="diff-", dir=BUILD) as folder:
        root = Path(folder) / "base"
        git("worktree", "add", "--detach", "--quiet", str(root), commit)
        try:
            contents = str(yaml.safe_load((root / "_toc.yml").read_text(encoding="utf8")))
            names = [file.stem for file in sorted((root / "notebooks").glob("*.ipynb"))]
            told = [name for name in names if f"'notebooks/{name}'" in contents]
            if workflow.snakemake([f"_build/runs/{name}" for name in told], cores, root=root):
                raise BookError(f"a chapter of {commit[:12]} failed; nothing was compared")
            return record.collect(root, root / "_build" / "runs")
        finally:
            git("worktree", "remove", "--force", str(root))


def describe(findings: list[Finding]) -> str:
    """Return findings as lines, by kind, with both values; a figure is only named, for its data are long."""
    lines = []
    for kind, title in record.KINDS.items():
        moved = [finding for finding in findings if finding.kind == kind]
        lines.append(f"{title}: {len(moved)} moved" if moved else f"{title}: none moved")
        for finding in moved:
            values = "" if kind == "figures" else f": {_shown(finding.recorded)} -> {_shown(finding.found)}"
            lines.append(f"  {finding.status:9} {finding.name}{values}")
    return "\n".join(lines)


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    return " ".join(str(part) for part in value) if isinstance(value, list) else str(value)
