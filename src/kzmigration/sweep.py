"""Many runs of many chapters: a grid or a list of parameters, run by Snakemake, gathered in one tidy table."""

import dataclasses
import hashlib
import itertools
import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import yaml

from kzmigration import forking, numbers, parameters, run, spreadsheets, workflow
from kzmigration.errors import ParameterError
from kzmigration.paths import BUILD, ROOT

KEYS = {"chapters", "grid", "list"}
MOST = 10_000  # runs; a larger sweep is a slip of the pen, or belongs in several files
ALL = "all"  # in a grid: every value that a chapter's data allow


@dataclasses.dataclass(frozen=True)
class Run:
    """One run of a sweep.

    Attributes
    ----------
    chapter : str
    asked : dict
        Every parameter of the chapter.
    """

    chapter: str
    asked: dict[str, int | str]

    @property
    def id(self) -> str:
        """The folder of the run; the same parameters have the same folder, whatever else is in the sweep."""
        told = json.dumps(self.asked, sort_keys=True, ensure_ascii=False)
        return f"{self.chapter}-{hashlib.sha256(told.encode()).hexdigest()[:12]}"


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


def plan(file: Path) -> tuple[list[Run], int]:
    """Read a sweep file, and check every run before any starts.

    Parameters
    ----------
    file : pathlib.Path
        YAML: under ``runs`` a list of mappings with ``chapters`` and either ``grid``, name -> list of values or
        ``all``, or ``list``, a list of mappings name -> value.

    Returns
    -------
    tuple
        The runs, each once, in the order told; and how many combinations of a grid with ``all`` are left out, since
        the chapter refuses the values together, such as a span of two years.

    Raises
    ------
    ParameterError
        If the file is not such a file, or a chapter cannot be asked what it says; the message names the file and the
        place, what is allowed and what came.
    """
    try:
        told = yaml.safe_load(file.read_text(encoding="utf8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise ParameterError(f"{file}: cannot be read: {' '.join(str(error).split())}") from None
    if not isinstance(told, dict) or set(told) != {"runs"} or not isinstance(told["runs"], list) or not told["runs"]:
        raise ParameterError(f"{file}: expected a list under “runs” and nothing else")
    found: dict[str, Run] = {}
    left_out = 0
    for at, entry in enumerate(told["runs"], start=1):
        place = f"{file}: entry {at} of runs"
        for chapter in _chapters(entry, place):
            for given, is_free in _given(chapter, entry, place):
                try:
                    one = Run(chapter, parameters.check(chapter, given))
                except ParameterError as error:
                    if not is_free:
                        raise ParameterError(f"{place}: {error}") from None
                    left_out += 1
                    continue
                found[one.id] = one
                if len(found) > MOST:
                    raise ParameterError(f"{file}: more than {MOST:,} runs; split it into several files")
    if not found:
        raise ParameterError(f"{file}: no run is left; the chapters refuse every combination")
    return list(found.values()), left_out


def _chapters(entry: object, place: str) -> list[str]:
    if not isinstance(entry, dict) or "chapters" not in entry or set(entry) - KEYS or {"grid", "list"} <= set(entry):
        came = ", ".join(map(str, entry)) if isinstance(entry, dict) else repr(entry)
        raise ParameterError(f"{place}: expected “chapters” with “grid” or “list”; it was {came}")
    chapters = entry["chapters"]
    if not isinstance(chapters, list) or not chapters or not all(isinstance(name, str) for name in chapters):
        raise ParameterError(f"{place}: chapters must be a list of names; it was {chapters!r}")
    for name in chapters:
        parameters.chapter_file(name)
    return chapters


def _given(chapter: str, entry: dict, place: str) -> Iterator[tuple[dict, bool]]:
    """Yield what each run is asked, and whether it comes from a grid with ``all``."""
    listed = entry.get("list", [{}] if "grid" not in entry else [])
    if not isinstance(listed, list) or not all(isinstance(given, dict) for given in listed):
        raise ParameterError(f"{place}: list must be a list of mappings name -> value; it was {listed!r}")
    yield from ((given, False) for given in listed)
    grid = entry.get("grid", {})
    if not isinstance(grid, dict) or not all(values == ALL or isinstance(values, list) for values in grid.values()):
        raise ParameterError(f"{place}: grid must be a mapping name -> list of values or “all”; it was {grid!r}")
    if not grid:
        return
    known = parameters.declared(chapter)
    columns = {}
    for name, values in grid.items():
        if values == ALL and name not in known:
            raise ParameterError(f"{place}: {chapter} has no parameter {name!r}; it has {', '.join(known)}")
        columns[name] = known[name].allowed if values == ALL else values
    for chosen in itertools.product(*columns.values()):
        yield dict(zip(columns, chosen, strict=True)), ALL in grid.values()


def sweep(file: Path, cores: int, out: Path | None = None, say: object = print, *, fork: bool = True) -> Sweep:
    """Run a sweep; what is done already and still up to date is not done again.

    Parameters
    ----------
    file : pathlib.Path
        See :func:`plan`.
    cores : int
        Runs at the same time.
    out : pathlib.Path, optional
        Folder for the runs, the table and the failures; ``_build/sweeps/<name of the file>`` unless given.
    say : callable
        Takes a line of progress.
    fork : bool
        See :func:`kzmigration.workflow.build`.

    Raises
    ------
    ParameterError
        See :func:`plan`.
    BookError
        If another build runs in this folder.
    """
    runs, left_out = plan(file)
    out = (out or BUILD / "sweeps" / file.stem).resolve()
    out.mkdir(parents=True, exist_ok=True)
    say(f"{len(runs)} runs" + (f"; {left_out} combinations are left out, for chapters refuse them" if left_out else ""))
    told = {one.id: {"chapter": one.chapter, "asked": one.asked} for one in runs}
    (out / "plan.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf8")
    with workflow.alone(), forking.serving(fork):
        _make(runs, out, cores, say)
    finished = [one for one in runs if (out / "runs" / one.id / "run.json").exists()]
    failures = {run.command(one.chapter, one.asked): _said(one, out) for one in runs if one not in finished}
    table = out / "results.csv"
    spreadsheets.write(gather(finished, out), table.name, table)
    lines = [f"{command}\n    {why}\n" for command, why in failures.items()]
    (out / "failures.txt").write_text("".join(lines), encoding="utf8")
    return Sweep(table, len(finished), failures)


def _make(runs: list[Run], out: Path, cores: int, say: object) -> None:
    """Let Snakemake run what is stale, and tell how far it is."""
    targets = [str(out / "runs" / one.id) for one in runs]
    command, environment = workflow.command(cores, "--keep-going", "--config", f"sweep={out}")
    began, shown = time.monotonic(), 0
    with subprocess.Popen([*command, "--", *targets], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as process:
        before = _finished(runs, out)
        while process.poll() is None:
            time.sleep(0.5)
            done = _finished(runs, out) - before
            if done > shown:
                shown = done
                left = (time.monotonic() - began) / done * (len(runs) - before - done)
                say(f"{before + done} of {len(runs)} runs are done, about {_minutes(left)} to go")


def _finished(runs: list[Run], out: Path) -> int:
    return sum((out / "runs" / one.id / "run.json").exists() for one in runs)


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
    said = log.read_text(encoding="utf8", errors="replace").split("error: ")[-1] if log.exists() else "it did not run"
    return " ".join(said.split())


def gather(runs: list[Run], out: Path) -> pd.DataFrame:
    """Return every number of every run, one a row.

    Returns
    -------
    pandas.DataFrame
        Columns ``chapter``, each parameter that any of the chapters has (blank where one has it not), ``number``,
        ``unit``, ``value``; a list of names is joined by a blank.
    """
    names = list(dict.fromkeys(name for one in runs for name in one.asked))
    rows = []
    for one in runs:
        file = out / "runs" / one.id / "numbers.json"
        for key, number in (numbers.read(file) if file.exists() else {}).items():
            value = " ".join(number.value) if isinstance(number.value, list) else number.value
            rows.append({"chapter": one.chapter, **one.asked, "number": key, "unit": number.unit, "value": value})
    return pd.DataFrame(rows, columns=["chapter", *names, "number", "unit", "value"]).astype("object")
