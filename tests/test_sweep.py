"""A sweep runs what it is asked once, goes on past a failure, and gathers every number."""

import csv
import re

import pandas as pd
import pytest

from kzmigration import numbers, sweep
from kzmigration.errors import ParameterError
from kzmigration.sweep_plan import Run

SWEEP = """runs:
- {{chapters: [small], grid: {{year_start: {years}, vintage: [corrected]}}}}
- {{chapters: [other], list: [{{year_start: 2015}}], numbers: [total]}}
"""


def sums(project, table):
    found = {}
    for row in csv.DictReader(project.read(f"data/profile/{table}.csv").splitlines()):
        found[int(row["year"])] = found.get(int(row["year"]), 0) + int(row["persons"] or 0)
    return found


def made(project):
    """Return when each run was made, by its folder."""
    runs = project.folder / "_build" / "sweeps" / "ours" / "runs"
    return {folder.name: (folder / "run.json").stat().st_mtime_ns for folder in sorted(runs.iterdir())}


def swept(project, years):
    (project.folder / "ours.yaml").write_text(SWEEP.format(years=years), encoding="utf8")
    return project.command("sweep", "ours.yaml", "--cores", "2")


def table(project):
    text = project.read("_build/sweeps/ours/results.csv")
    return [tuple(row.values()) for row in csv.DictReader(text.splitlines())]


@pytest.mark.slow
def test_a_sweep_goes_on_past_a_failure_resumes_and_runs_again_what_changed(project):
    project.with_small_chapters()
    left, moved = sums(project, "table-1.3.1"), sums(project, "fig-1.4.3")
    done = swept(project, "[2014, 2016, 2015]")
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stdout.splitlines()[0] == "4 runs"
    assert re.search(r"^[123] of 4 runs are done, about \d+ seconds to go$", done.stdout, flags=re.MULTILINE)
    assert "3 runs are in the table: " in done.stdout
    again = 'make chapter NAME=small ARGS="-p year_start=2016 -p vintage=corrected"'
    lines = done.stderr.splitlines()
    assert lines[0].startswith("error: a run failed: chapter small failed in code cell 3")
    assert "no run begins in 2016" in lines[0]
    assert lines[1:] == [f"  run it again: {again}"]
    assert project.read("_build/sweeps/ours/failures.txt").startswith(f"{again}\n    chapter small failed")
    corrected = str(left[2019] - 787 + 154)  # the cell of others, printed and as data/corrections.yaml has it
    expected = [
        ("small", "2014", "2019", "corrected", "last", "persons", corrected),
        ("small", "2014", "2019", "corrected", "parts", "country", "DEU RUS"),
        ("small", "2014", "2019", "corrected", "total", "persons", str(left[2014])),
        ("small", "2015", "2019", "corrected", "last", "persons", corrected),
        ("small", "2015", "2019", "corrected", "parts", "country", "DEU RUS"),
        ("small", "2015", "2019", "corrected", "total", "persons", str(left[2015])),
        ("other", "2015", "2019", "printed", "total", "persons", str(moved[2015])),
    ]
    assert table(project) == expected
    assert not list((project.folder / "_build" / "sweeps" / "ours").rglob("tbl-*"))

    before = made(project)
    done = swept(project, "[2014, 2015]")
    assert (done.returncode, done.stderr) == (0, "")
    assert (made(project), table(project)) == (before, expected)
    assert "to go" not in done.stdout

    project.replace("data/profile/table-1.3.1.csv", "2015,CAN,Канада,", "2015,CAN,Канада,1")
    done = swept(project, "[2014, 2015]")
    assert done.returncode == 0, done.stderr
    changed = {name for name, when in made(project).items() if when != before[name]}
    assert {name.rsplit("-", 1)[0] for name in changed} == {"small"}
    assert len(changed) == 2
    assert table(project)[5][-1] == str(sums(project, "table-1.3.1")[2015])
    assert sums(project, "table-1.3.1")[2015] != left[2015]

    before = made(project)
    with (project.folder / "src" / "kzmigration" / "numbers.py").open("a", encoding="utf8") as module:
        module.write("# what every chapter imports\n")
    done = swept(project, "[2014, 2015]")
    assert done.returncode == 0, done.stderr
    assert {name for name, when in made(project).items() if when == before[name]} == set()


@pytest.mark.slow
def test_a_build_that_cannot_begin_does_not_pass_old_runs_off_as_new(project):
    project.with_small_chapters()
    project.replace("Snakefile", "rule all:", "raise SystemError('the file is broken')\nrule all:")
    done = swept(project, "[2014]")
    assert done.returncode == 1
    assert re.fullmatch(
        r"error: Snakemake stopped before the first run; it says why in \S+/sweeps/ours/snakemake.txt\n", done.stderr
    )
    assert "the file is broken" in project.read("_build/sweeps/ours/snakemake.txt")


def left_by(folder, run, **values):
    (folder / "runs" / run.id).mkdir(parents=True)
    found = [
        numbers.Number(key, value, "persons", 0, False, ["table-1.3.1"], "x", "printed")
        for key, value in values.items()
    ]
    numbers.write(found, folder / "runs" / run.id / "numbers.json")


def test_runs_with_other_parameters_share_one_table_with_blanks(tmp_path):
    runs = [Run("a", {"year_start": 2014, "vintage": "printed"}), Run("b", {"vintage": "printed", "focus": "DEU"})]
    for run in runs:
        left_by(tmp_path, run, first=1, second=2.5)
    frame = sweep.gather(runs, tmp_path)
    assert list(frame) == ["chapter", "year_start", "vintage", "focus", "number", "unit", "value"]
    assert frame["value"].tolist() == [1, 2.5, 1, 2.5]
    assert [pd.isna(one) for one in frame["year_start"]] == [False, False, True, True]
    assert frame.to_csv(index=False).splitlines()[1] == "a,2014,printed,,first,persons,1"


def test_only_wanted_numbers_are_kept_and_one_that_is_not_there_is_named(tmp_path):
    run = Run("a", {"vintage": "printed"}, ("second",))
    left_by(tmp_path, run, first=1, second=2)
    assert sweep.gather([run], tmp_path)["number"].tolist() == ["second"]
    with pytest.raises(ParameterError, match=r"^a registers no number 'third'; it has first, second$"):
        sweep.gather([Run("a", run.asked, ("second", "third"))], tmp_path)


def test_what_a_failed_run_said_is_one_line(tmp_path):
    run = Run("a", {})
    assert sweep._said(run, tmp_path) == f"it did not run; {tmp_path / 'snakemake.txt'} may say why"
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / f"{run.id}.txt").write_text("a: running\nerror: it\n  failed\n", encoding="utf8")
    assert sweep._said(run, tmp_path) == "it failed"
