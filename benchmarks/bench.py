"""Time the build against plain Jupyter Book and its own floor, and check that a rebuild does no more than it must.

Run it by ``make bench``. Everything happens in temporary copies; ``benchmarks/README.md`` tells what is compared.
"""

import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer
import yaml

from kzmigration import parameters
from kzmigration.paths import ROOT, chapters

REPETITIONS = 3  # the least of them counts: other work on the machine only ever adds
LEAST_SECONDS, LEAST_SHARE = 4, 0.05  # a rebuild without a change takes at most the larger of the two
AIM = 1.5  # times its floor, for a cold build
TABLE, FILE = "table-1.3.1", "data/profile/table-1.3.1.csv"
CELL = re.compile(r"(?<=\n2019,CAN,Канада,)\d+(?=,)")


def copy(folder: Path) -> Path:
    """Copy the project, without anything generated."""
    return Path(shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(".*", "_build", "__pycache__")))


def timed(folder: Path, *command: str, **more: str) -> tuple[float, str]:
    """Run a command in a copy, with more variables in its environment if given.

    Returns
    -------
    tuple of float and str
        Seconds, and what it wrote to stdout.

    Raises
    ------
    SystemExit
        If the command fails.
    """
    environment = os.environ | {"PYTHONPATH": str(folder / "src"), **more}
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return seconds, done.stdout


def build(folder: Path) -> tuple[float, set[str]]:
    """Build a copy and return the seconds and the jobs that ran, as the build itself reports them."""
    seconds, told = timed(folder, sys.executable, "-m", "kzmigration", "build", "--cores", str(os.cpu_count()))
    return seconds, set(re.findall(r"^(\w+): (?:\d+ resources|running|rendering)", told, flags=re.MULTILINE))


def build_plainly(folder: Path) -> float:
    """Build a copy with Jupyter Book alone: it executes the notebooks itself and knows none of our roles."""
    config = yaml.safe_load((folder / "_config.yml").read_text(encoding="utf8"))
    config["execute"]["execute_notebooks"] = "force"
    config["sphinx"]["extra_extensions"].remove("kzmigration.sphinx_numbers")
    (folder / "_config.yml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf8")
    seconds, _ = timed(folder, str(Path(sys.executable).with_name("jupyter-book")), "build", ".", "--all")
    executed = (folder / "_build" / "html" / "notebooks").glob("*.html")
    failed = [file.stem for file in executed if "Traceback (most recent call last)" in file.read_text(encoding="utf8")]
    if failed:
        sys.exit(f"plain Jupyter Book could not execute {', '.join(failed)}, so its time means nothing")
    return seconds


def floor(folder: Path) -> float:
    """Return the seconds without which nothing gets built: import and cells over the cores, then the rendering.

    The copy must have been built: its pages are rendered once more, into another folder.
    """
    own = {"PYTHONHASHSEED": "0", "MPLBACKEND": "agg"}
    _, told = timed(folder, sys.executable, "benchmarks/floor.py", **own)
    found = json.loads(told)
    rendering, _ = timed(folder, sys.executable, "-m", "kzmigration", "render", "--out", "_build/again")
    return found["import"] + sum(found["chapters"].values()) / os.cpu_count() + rendering


def measure(folder: Path) -> tuple[dict[str, float], list[str]]:
    """Measure each kind of build once.

    Returns
    -------
    tuple of dict and list
        Kind -> seconds; and a line for each build that ran other jobs than it must.
    """
    readers = {name for name in chapters() if TABLE in parameters.resources_read(name)}
    seconds, problems = {"plain Jupyter Book": build_plainly(copy(folder / "plain"))}, []
    ours = copy(folder / "ours")
    for kind, expected in [
        ("cold", {"data", *chapters(), "book"}),
        ("no change", set()),
        ("one cell changed", {"data", *readers, "book"}),
    ]:
        if kind == "one cell changed":
            text = (ours / FILE).read_text(encoding="utf8")
            (ours / FILE).write_text(CELL.sub(lambda found: str(int(found[0]) + 1), text), encoding="utf8")
        seconds[kind], jobs = build(ours)
        if jobs != expected:
            problems.append(f"{kind}: {sorted(jobs)} ran, and {sorted(expected)} should have")
    seconds["floor"] = floor(ours)
    return seconds, problems


def machine() -> str:
    """Name the machine and its Python in one line."""
    return f"{os.cpu_count()} cores, {platform.platform()}, Python {platform.python_version()}"


def main(
    repetitions: Annotated[int, typer.Option(help="how often each is built; the least counts")] = REPETITIONS,
) -> None:
    """Repeat, print the table, and exit with 1 if a limit is broken."""
    rounds, problems = [], set()
    for number in range(repetitions):
        typer.echo(f"round {number + 1} of {repetitions}", err=True)
        with tempfile.TemporaryDirectory() as folder:
            seconds, found = measure(Path(folder))
        rounds.append(seconds)
        problems.update(found)
    least = {kind: min(seconds[kind] for seconds in rounds) for kind in rounds[0]}
    typer.echo(f"{len(chapters())} chapters; {machine()}")
    typer.echo(f"\n| build | seconds, least of {repetitions} | share of cold |\n|---|---:|---:|")
    for kind, value in least.items():
        typer.echo(f"| {kind} | {value:.1f} | {value / least['cold']:.2f} |")
    limit = max(LEAST_SECONDS, LEAST_SHARE * least["cold"])
    if least["no change"] > limit:
        problems.add(f"no change: {least['no change']:.1f} s, and at most {limit:.1f} s are allowed")
    if least["cold"] > AIM * least["floor"]:
        problems.add(f"cold: {least['cold'] / least['floor']:.2f} times its floor, and at most {AIM} are allowed")
    if problems:
        sys.exit("error: " + "\nerror: ".join(sorted(problems)))


if __name__ == "__main__":
    typer.run(main)
