"""Time many runs by a sweep, and sixty of them against papermill called for each.

Run it by ``make bench``, or alone with other numbers: ``python benchmarks/runs.py --runs 10 --processes 2``.
"""

import concurrent.futures
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import nbformat
import typer
import yaml
from bench import copy, machine

from kzmigration import parameters

CHAPTERS = ("emigration", "remittances", "internal_migration", "regional_population")
COMPARED = (60, 2)  # runs and processes that papermill has to do, too
AIM = 2.0  # times as fast as papermill is for these


def asked(number: int) -> list[tuple[str, dict]]:
    """Return so many different runs of chapters with many figures, each with a full output."""
    each = []
    for chapter in CHAPTERS:
        focus = parameters.declared(chapter)["focus"].allowed
        each.append([(chapter, {"focus": code, "year_start": year}) for year in (2014, 2015, 2016) for code in focus])
    return list(itertools.chain.from_iterable(zip(*each, strict=False)))[:number]


def by_papermill(runs: list[tuple[str, dict]], processes: int, folder: Path) -> float:
    """Call the command papermill for each run, so many at a time, and return the seconds."""
    for chapter in {chapter for chapter, _ in runs}:  # papermill does not know of cells for the published parameters
        file = folder / "notebooks" / f"{chapter}.ipynb"
        notebook = nbformat.read(file, as_version=4)
        notebook.cells = [cell for cell in notebook.cells if "default-only" not in cell.metadata.get("tags", [])]
        nbformat.write(notebook, file)

    def one(at: int) -> None:
        chapter, values = runs[at]
        out = folder / f"papermill-{at}"
        out.mkdir(parents=True)
        reads = " ".join(parameters.resources_read(chapter))
        environment = {"KZMIGRATION_RUN": str(out), "KZMIGRATION_READS": reads, "MPLBACKEND": "agg"}
        # -r takes a text as it is; with -p the code of a region would become a number
        given = [
            word for name, value in values.items() for word in ("-p" if name != "focus" else "-r", name, str(value))
        ]
        command = [Path(sys.executable).with_name("papermill"), f"notebooks/{chapter}.ipynb", out / "executed.ipynb"]
        path = {"PYTHONPATH": str(folder / "src"), "PYTHONHASHSEED": "0"}
        quietly = ["--no-progress-bar", "--log-level", "ERROR", "-k", "python3"]
        subprocess.run(
            [*command, *quietly, *given],
            cwd=folder,
            env=os.environ | path | environment,
            check=True,
            capture_output=True,
        )

    start = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(processes) as pool:
        list(pool.map(one, range(len(runs))))
    return time.perf_counter() - start


def by_sweep(runs: list[tuple[str, dict]], processes: int, folder: Path, *options: str) -> float:
    """Sweep the same runs, which draws no figure unless ``--full`` is given, and return the seconds."""
    entries = [{"chapters": [chapter], "list": [values]} for chapter, values in runs]
    file = folder / "sweep.yaml"
    file.write_text(yaml.safe_dump({"runs": entries}), encoding="utf8")
    command = [sys.executable, "-m", "kzmigration", "sweep", str(file), "--cores", str(processes), *options]
    start = time.perf_counter()
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"the sweep failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return time.perf_counter() - start


def timed(measure: Callable, number: int, processes: int, *options: str) -> float:
    """Measure so many runs in a fresh copy of the project."""
    with tempfile.TemporaryDirectory() as folder:
        return measure(asked(number), processes, copy(Path(folder) / "project"), *options)


def main(
    runs: Annotated[list[int], typer.Option(help="how many runs; may be repeated")] = [1, 10, 100],  # noqa: B006
    processes: Annotated[list[int], typer.Option(help="how many at a time; may be repeated")] = [1, 2],  # noqa: B006
    compare: Annotated[bool, typer.Option(help="let papermill do sixty runs in two processes, too")] = True,
) -> None:
    """Print ratio and table; exit with 1 if the ratio misses the aim."""
    typer.echo(f"{', '.join(CHAPTERS)}; {machine()}")
    if compare:
        called, swept = timed(by_papermill, *COMPARED), timed(by_sweep, *COMPARED, "--full")
        ratio = called / swept
        typer.echo(f"all figures drawn, {COMPARED[0]} runs in {COMPARED[1]} processes:")
        typer.echo(f"papermill {called:.1f} s, sweep {swept:.1f} s, ratio {ratio:.2f}; the aim is {AIM}")
    typer.echo("\nnumbers alone\n\n| runs | processes | seconds | a run |\n|---:|---:|---:|---:|")
    for number, at_a_time in itertools.product(runs, processes):
        swept = timed(by_sweep, number, at_a_time)
        typer.echo(f"| {number} | {at_a_time} | {swept:.1f} | {swept / number:.1f} |")
    if compare and ratio < AIM:
        sys.exit(f"error: the sweep is not {AIM} times as fast as papermill")


if __name__ == "__main__":
    typer.run(main)
