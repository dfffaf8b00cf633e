"""A review names what a change moves, all of it and nothing else."""

import json
import os
import re
import subprocess
import sys

import nbformat
import pytest
import yaml

from kzmigration import certificate, edition, record
from kzmigration.paths import ROOT, RUNS
from kzmigration.record import Finding

CELLS = (
    "from kzmigration.chapter import Chapter\n"
    "from kzmigration.data import load\n\n"
    'chapter = Chapter("small", vintage=vintage)\n'
    'persons = load("table-1.3.1", vintage).pivot(index="country", columns="year", values="persons")\n'
    'divorced = load("fig-1.3.14", vintage).set_index("year")["persons"]',
    'table, how = "table-1.3.1", "sum of a column"\n'
    'chapter.number("touched", persons[2017].sum(), "persons", table, how)\n'
    'chapter.number("untouched", persons[2016].sum(), "persons", table, how)\n'
    'chapter.number("elsewhere", divorced[2017], "persons", "fig-1.3.14", "a cell")',
    "for year in (2016, 2017):\n"
    "    chapter.table(\n"
    '        persons[[year]].rename(columns=str).reset_index(), id=f"tbl-small-{year}", caption="One year.",\n'
    '        source="table-1.3.1", units={"country": "country", str(year): "persons"},\n'
    '        headers={"country": "country", str(year): "persons"},\n'
    "    )",
    'assert persons.loc["DEU", 2017] == DEU, "the cell is another"',
    'chapter.number("after", persons.loc["DEU", 2017], "persons", "table-1.3.1", "after a check")',
)


def small_book(project, cell):
    """Leave one made-up chapter of a few cells, whose dependence on each cell is known."""
    notebook = nbformat.read(project.folder / "notebooks" / "environment.ipynb", as_version=4)
    parameters = next(c for c in notebook.cells if "parameters" in c.metadata.get("tags", []))
    code = [nbformat.v4.new_code_cell(source.replace("== DEU", f"== {cell}")) for source in CELLS]
    title = nbformat.v4.new_markdown_cell("(small)=\n# A small chapter\n\n{num}`touched` people.")
    notebook.cells = [title, parameters, *code]
    nbformat.write(notebook, project.folder / "notebooks" / "small.ipynb")
    project.with_chapters("small")


def printed(project, place):
    row = next(line for line in project.read("data/profile/table-1.3.1.csv").splitlines() if line.startswith(place))
    return row, int(row.split(",")[3])


@pytest.mark.slow
def test_one_changed_cell_is_found_with_all_that_depends_on_it_and_nothing_else(project):
    row, cell = printed(project, "2017,DEU,")
    small_book(project, cell)
    done = project.command("record")
    assert done.returncode == 0, done.stderr
    good = project.command("review")
    assert good.returncode == 0, good.stdout + good.stderr
    told = json.loads(project.read("_build/review/certificate.json"))
    kept = told["counts"]["numbers"]["identical"]
    assert (kept, told["moved"], told["failed"], told["is_as_recorded"]) == (4, [], {}, True)
    assert "4 of 4 numbers" in good.stdout
    assert told["counts"]["cells"]["identical"] > 2000

    project.replace("data/profile/table-1.3.1.csv", row, row.replace(f",{cell},", f",{cell + 10},"))
    bad = project.command("review")
    assert bad.returncode == 1
    assert bad.stderr.splitlines()[-1].startswith("error: not everything is as published")
    told = json.loads(project.read("_build/review/certificate.json"))
    moved = {(item["kind"], item["name"], item["status"]) for item in told["moved"]}
    of_the_text = {
        *(("numbers", f"small/{key}", "differs") for key in ("touched", "after")),
        ("cells", "table-1.3.1 [2017, DEU]", "differs"),
        ("figures", "tbl-small-2017", "differs"),
    }
    assert {item for item in moved if item[0] != "verdicts"} == of_the_text
    numbers, orders = statements_on(project)
    assert numbers <= {item[1] for item in moved if item[0] == "verdicts"} <= numbers | orders
    assert len(numbers) > 1
    assert "the cell is another" in told["failed"]["small"]
    page = project.read("_build/review/certificate.html")
    assert "2 of 4 numbers" in page
    assert "Not everything is as published" in page
    assert "the cell is another" in page
    assert "table-1.3.1 [2017, DEU]" in page


def statements_on(project):
    """Return which statements read the cell of 2017 in table 1.3.1, found in the text of their checks.

    Returns
    -------
    tuple
        Those whose result is a number, which must move with the cell; and orders and directions, which may.
    """
    numbers, orders = set(), set()
    for file in sorted((project.folder / "data" / "claims").glob("*.yaml")):
        for entry in yaml.safe_load(file.read_text(encoding="utf8")):
            check = json.dumps(entry["check"])
            if '"table-1.3.1"' in check and reads_2017(check):
                (orders if entry["stated"]["unit"] == "truth" else numbers).add(entry["id"])
    return numbers, orders


def reads_2017(check):
    years = re.search(r'"years": \[(\d+), (\d+)\]', check)
    return '"year": 2017' in check or (years and int(years[1]) <= 2017 <= int(years[2]))


@pytest.mark.slow
def test_a_change_is_shown_against_a_revision(project):
    small_book(project, printed(project, "2017,DEU,")[1])

    def git(*arguments):
        author = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        return subprocess.run(["git", *author, *arguments], cwd=project.folder, check=True, capture_output=True)

    (project.folder / ".gitignore").write_text("_build\n.snakemake\n__pycache__\n", encoding="utf8")
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "before")
    project.replace("data/profile/table-1.3.1.csv", "2019,CAN,Канада,82,", "2019,CAN,Канада,83,")
    project.replace("notebooks/small.ipynb", "persons[2016].sum()", "persons[2015].sum()")
    done = project.command("diff", "HEAD")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert "numbers that the text quotes: 1 moved" in lines
    assert re.search(r"  differs   small/untouched: \d+ persons -> \d+ persons", done.stdout)
    assert "  differs   table-1.3.1 [2019, CAN]: 82 -> 83" in lines
    assert "figures and tables, by their data: none moved" in lines
    assert git("worktree", "list").stdout.count(b"\n") == 1

    refused = project.command("diff", "no-such-tag")
    assert refused.returncode == 1
    assert refused.stderr.strip() == (
        "error: say against which revision: make diff BASE=v1.0.0; it was 'no-such-tag', which git does not know"
    )


def of(findings, chapters):
    return certificate.Certificate("1.0.0", "1.0.0", "abc", "2026-01-01T00:00:00+00:00", 5, chapters, findings)


def test_a_failed_chapter_spoils_a_certificate_whose_numbers_all_agree():
    same = Finding("numbers", "a/b", 1, 1, "identical")
    assert of([same], {"a": {"parameters": {}}}).is_good
    assert not of([same], {"a": {"failed": "a cell"}}).is_good
    assert of([same], {"a": {"failed": "a cell"}}).failed == {"a": "a cell"}
    close = Finding("numbers", "a/c", 1.0, 1.0 + 1e-12, "within tolerance")
    assert of([same, close], {"a": {}}).is_good
    headline = of([same, close], {"a": {}}).headline
    assert headline.startswith("1 of 2 numbers")
    assert headline.endswith("identical, 1 more within tolerance")


def test_what_the_certificate_shows_is_escaped_and_cut(tmp_path):
    ugly = Finding("figures", "fig-<script>", {"x": list(range(500))}, None, "gone")
    told = of([ugly], {"a": {"parameters": {"focus": "<b>"}, "failed": "<i>"}})
    page = told.write(tmp_path).read_text(encoding="utf8")
    assert "<script>" not in page
    assert "<b>" not in page
    assert "<i>" not in page
    assert "..." in page
    assert json.loads((tmp_path / "certificate.json").read_text("utf8"))["moved"][0]["recorded"]["x"][-1] == 499


def test_codecheck_has_what_its_specification_demands(tmp_path):
    told = of([Finding("numbers", "a/b", 1, 1, "identical")], {"a": {"parameters": {}}})
    told.write(tmp_path)
    text = (tmp_path / "codecheck.yml").read_text("utf8")
    manifest = yaml.safe_load(text)
    assert text.startswith("---\n")
    assert {"manifest", "codechecker", "report", "version", "paper", "check_time", "certificate"} <= set(manifest)
    assert manifest["version"] == "https://codecheck.org.uk/spec/config/1.0/"
    assert all(set(entry) == {"file", "comment"} for entry in manifest["manifest"])
    assert manifest["manifest"][0]["file"] == "runs/a/notebook.ipynb"
    assert manifest["paper"]["title"]


def test_the_environment_names_python_and_the_packages():
    told = certificate.surroundings()
    assert told["packages"]["papermill"]
    assert told["python"].startswith("3.")


@pytest.fixture
def recorded():
    """Items of the record; between releases only a version that is not the record's may move numbers."""
    found = record.read()
    if found["version"] != edition.read().version:
        pytest.skip("the record is of another version; `make record` writes it at the release")
    return found["items"]


@pytest.mark.site
def test_the_built_book_is_as_recorded(recorded):
    findings = record.compare(recorded, record.collect(ROOT, RUNS))
    assert [f"{f.status}: {f.kind} {f.name}" for f in findings if not f.is_good] == []


@pytest.mark.slow
def test_the_kernels_of_another_processor_compute_what_is_recorded(recorded, tmp_path):
    # Those of Prescott run wherever OpenBLAS does on x86-64. Both chapters search for parameters.
    searching = ("gravity", "what_happened_next")
    for chapter in searching:
        command = [sys.executable, "-m", "kzmigration", "run", chapter, "--out", str(tmp_path / chapter)]
        subprocess.run(command, cwd=ROOT, env=os.environ | {"OPENBLAS_CORETYPE": "Prescott"}, check=True)
    findings = record.compare(recorded, record.collect(ROOT, tmp_path))
    theirs = [f for f in findings if f.status != "gone" or f.name.startswith(searching)]
    assert sum(f.name.startswith(searching) for f in theirs) > 200
    assert [f"{f.status}: {f.kind} {f.name}" for f in theirs if not f.is_good] == []
