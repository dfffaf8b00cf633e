"""Every chapter: how it is stored, and that it runs the same each time."""

import ast
import json
import re
import subprocess
import sys

import nbformat
import pytest

from kzmigration import parameters, run
from kzmigration.paths import NOTEBOOKS, ROOT, RUNS

CHAPTERS = sorted(file.stem for file in NOTEBOOKS.glob("*.ipynb"))


def cells(chapter, kind):
    notebook = nbformat.read(NOTEBOOKS / f"{chapter}.ipynb", as_version=4)
    return [cell for cell in notebook.cells if cell.cell_type == kind]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_is_stored_without_outputs(chapter):
    assert all(cell.outputs == [] and cell.execution_count is None for cell in cells(chapter, "code"))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_parameters_are_typed_literals_with_help(chapter):
    (cell,) = [cell for cell in cells(chapter, "code") if "parameters" in cell.metadata.get("tags", [])]
    for line in cell.source.splitlines():
        assert re.fullmatch(r"[a-z_]+: (int|str) = (\d+|\"\w+\")  # .{10,}", line), line
    assert all(parameter.help for parameter in parameters.declared(chapter).values())


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_imports_once_and_defines_no_function(chapter):
    trees = [ast.parse(cell.source) for cell in cells(chapter, "code")]
    importing = [
        i for i, tree in enumerate(trees) if any(isinstance(n, ast.Import | ast.ImportFrom) for n in tree.body)
    ]
    assert importing == [1]
    assert not any(isinstance(node, ast.FunctionDef) for tree in trees for node in ast.walk(tree))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_has_at_most_25_code_cells(chapter):
    assert len(cells(chapter, "code")) <= 25


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_cell_is_longer_than_15_lines(chapter):
    for cell in cells(chapter, "code"):
        assert len(cell.source.splitlines()) <= 15, cell.source


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_number_is_typed_into_prose(chapter):
    for cell in cells(chapter, "markdown"):
        text = re.sub(r"`[^`]*`|\{\w+\}|^#.*$|^\s*\d+\. ", " ", cell.source, flags=re.MULTILINE)
        text = re.sub(
            r"\b(?:19|20)\d\d\b|\b\d+\.\d+\.\d+\b|(?:[Ss]ection|[Cc]hapter) \d[\d.]*|\bNo\. \d+(?:-[IVX]+)?", " ", text
        )
        text = text.replace("1,000 inhabitants", " ")  # the base of a rate is a unit
        text = re.sub(
            r"\b\d{1,2} (?=January|February|March|April|May|June|July|August|September|October|November|December)",
            " ",
            text,
        )
        assert not re.search(r"\d", text), re.search(r".*\d.*", text).group()


@pytest.mark.slow
@pytest.mark.site
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_another_execution_is_byte_identical_to_that_of_the_build(chapter, tmp_path):
    """The build forks its runs from one process where it can; this one starts an ordinary kernel."""
    run.run(chapter, {}, tmp_path / "again")
    again, built = (
        {
            str(file.relative_to(folder)): file.read_bytes()
            for file in folder.rglob("*")
            if file.is_file() and file.name != ".snakemake_timestamp"  # Snakemake's mark of a folder that a rule made
        }
        for folder in (tmp_path / "again", RUNS / chapter)
    )
    assert len(again) > 15
    assert [name for name in again.keys() | built.keys() if again.get(name) != built.get(name)] == []


@pytest.mark.slow
@pytest.mark.site
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_notebook_that_the_site_offers_runs_again_with_the_same_outputs(chapter, site):
    command = [sys.executable, "-m", "pytest", "--nbval", "-p", "no:cacheprovider", "-c", "/dev/null"]
    done = subprocess.run(
        [*command, "-q", "--rootdir", str(ROOT), str(site / "notebooks" / f"{chapter}.ipynb")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    passed = int(re.search(r"(\d+) passed", done.stdout).group(1))
    assert passed == len(
        [
            c
            for c in json.loads((site / "notebooks" / f"{chapter}.ipynb").read_text())["cells"]
            if c["cell_type"] == "code"
        ]
    )
