"""Many runs of many chapters: a grid or a list of parameters, run by Snakemake, gathered in one tidy table."""

import dataclasses
import errno
import json
import os
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from kzmigration import numbers, run, spreadsheets, workflow
from kzmigration.errors import BookError, ParameterError
from kzmigration.paths import BUILD, ROOT
from kzmigration.sweep_plan import Run, plan

STEPS = re.compile(r"(\d+) of (\d+) steps")  # Snakemake's own count, of what was stale


@dataclasses.dataclass(frozen=True)
class Sweep:
    """What came out of a sweep.

    Attributes
    ----------
    table : pathlib.Path
        CSV with the columns chapter, each parameter, number, unit, value.
    done : int
        Runs that succeeded.
    failures : dict
        Command that runs a failed run again -> what it said.
    """

    table: Path
    done: int
    failures: dict[str, str]


def sweep(
    file: Path, cores: int, out: Path | None = None, say: Callable[[str], None] = print, *, full: bool = False
) -> Sweep:
    """Run a sweep; what is done already and still up to date is not done again.

    Parameters
    ----------
    file : pathlib.Path
        See :func:`kzmigration.sweep_plan.plan`.
    cores : int
        Runs at the same time.
    out : pathlib.Path, optional
        Folder for the runs, the table and the failures; ``_build/sweeps/<name of the file>`` unless given.
    say : callable
        Takes a line of progress.
    full : bool
        Whether the runs draw their figures too; only the numbers go into the table.

    Raises
    ------
    ParameterError
        See :func:`kzmigration.sweep_plan.plan`; or if the file wants a number that no run of a chapter has.
    BookError
        If another build runs in this folder, if Snakemake stopped before the first run, or if the disk is full.
    """
    runs, left_out = plan(file)
    out = (out or BUILD / "sweeps" / file.stem).resolve()
    out.mkdir(parents=True, exist_ok=True)
    say(f"{len(runs)} runs" + (f"; {left_out} combinations are left out, for chapters refuse them" if left_out else ""))
    with workflow.alone():
        told = {one.id: {"chapter": one.chapter, "asked": one.asked} for one in runs}
        (out / "plan.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf8")
        _make(runs, out, cores, say, full)
    finished = [one for one in runs if (out / "runs" / one.id / "run.json").exists()]
    failures = {run.command(one.chapter, one.asked): _said(one, out) for one in runs if one not in finished}
    if full_disk := next((why for why in failures.values() if why.startswith(os.strerror(errno.ENOSPC))), ""):
        raise BookError(full_disk)  # and the table that was there stays
    lines = [f"{command}\n    {why}\n" for command, why in failures.items()]
    (out / "failures.txt").write_text("".join(lines), encoding="utf8")
    table, written = out / "results.csv", out / "results.part"
    spreadsheets.write(gather(finished, out), table.name, written)
    written.replace(table)  # in one step, so that a killed sweep leaves the table before, whole
    return Sweep(table, len(finished), failures)


def _make(runs: list[Run], out: Path, cores: int, say: Callable[[str], None], full: bool) -> None:
    """Let Snakemake run what is stale, and tell how far it is; what it says itself is kept in ``snakemake.txt``."""
    targets = [str(out / "runs" / one.id) for one in runs]
    command, environment = workflow.command(
        cores, "--keep-going", "--quiet", "host", "--config", f"sweep={out}", f"full={int(full)}"
    )
    began, since = time.monotonic(), (out / "plan.json").stat().st_mtime
    with (
        (out / "snakemake.txt").open("w", encoding="utf8") as log,
        subprocess.Popen(
            [*command, "--", *targets], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True, encoding="utf8"
        ) as process,
    ):
        for line in process.stderr:
            log.write(line)
            if steps := STEPS.search(line):
                done, stale = map(int, steps.groups())
                left = (time.monotonic() - began) / done * (stale - done)
                say(f"{len(runs) - stale + done} of {len(runs)} runs are done, about {_minutes(left)} to go")
    logs = [log for one in runs if (log := out / "logs" / f"{one.id}.txt").exists()]
    if process.returncode and not any(log.stat().st_mtime > since for log in logs):
        raise BookError(f"Snakemake stopped before the first run; it says why in {out / 'snakemake.txt'}")


def _minutes(seconds: float) -> str:
    """Say a duration as a person would.

    Examples
    --------
    >>> _minutes(4), _minutes(95), _minutes(7200)
    ('4 seconds', '2 minutes', '2.0 hours')
    """
    if seconds < 90:
        return f"{seconds:.0f} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 5400 else f"{seconds / 3600:.1f} hours"


def _said(one: Run, out: Path) -> str:
    """Return what a failed run said, in one line."""
    log = out / "logs" / f"{one.id}.txt"
    said = log.read_text(encoding="utf8", errors="replace").split("error: ")[-1].split() if log.exists() else []
    return " ".join(said) or f"it did not run; {out / 'snakemake.txt'} may say why"


def gather(runs: list[Run], out: Path) -> pd.DataFrame:
    """Return every number of every run, one a row.

    Returns
    -------
    pandas.DataFrame
        Columns ``chapter``, each parameter that any of the chapters has (blank where one has it not), ``number``,
        ``unit``, ``value``; a list of names is joined by a blank.

    Raises
    ------
    ParameterError
        If a run has not a number that the sweep wants of it.
    """
    names = list(dict.fromkeys(name for one in runs for name in one.asked))
    rows = []
    for one in runs:
        file = out / "runs" / one.id / "numbers.json"
        found = numbers.read(file) if file.exists() else {}
        if missing := [key for key in one.wanted if key not in found]:
            raise ParameterError(f"{one.chapter} registers no number {missing[0]!r}; it has {', '.join(found)}")
        for key, number in found.items():
            if one.wanted and key not in one.wanted:
                continue
            value = " ".join(number.value) if isinstance(number.value, list) else number.value
            rows.append({"chapter": one.chapter, **one.asked, "number": key, "unit": number.unit, "value": value})
    return pd.DataFrame(rows, columns=["chapter", *names, "number", "unit", "value"], dtype="object")
