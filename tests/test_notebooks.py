"""Every chapter: how it is stored, and that it runs the same each time."""

import ast
import os
import re
import subprocess
import sys

import nbformat
import pytest

from kzmigration import parameters
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


def bundles(folder):
    """Return the bytes of what a chapter published and of its registry, by file."""
    files = [folder / "numbers.json", *(folder / "published").rglob("*")]
    return {str(file.relative_to(folder)): file.read_bytes() for file in files if file.is_file()}


def hold_again(notebook, **told):
    """Run a notebook that the site offers in an ordinary kernel, and hold what each cell prints against what it has."""
    command = [sys.executable, "-m", "pytest", "--nbval", "-p", "no:cacheprovider", "-c", "/dev/null", "-q"]
    done = subprocess.run(
        [*command, "--rootdir", str(ROOT), str(notebook)],
        cwd=ROOT,
        env=os.environ | told,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    passed = int(re.search(r"(\d+) passed", done.stdout).group(1))
    assert passed == sum(cell.cell_type == "code" for cell in nbformat.read(notebook, as_version=4).cells)


@pytest.mark.slow
@pytest.mark.site
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_notebook_that_the_site_offers_runs_again_to_the_last_byte(chapter, site, tmp_path):
    """Its cells print the same, and its numbers and pictures are those of the build.

    The build forks its kernels where it can, with one seed of hashes; a reader's is an ordinary one.
    """
    reads = " ".join(parameters.resources_read(chapter))
    hold_again(site / "notebooks" / f"{chapter}.ipynb", KZMIGRATION_RUN=str(tmp_path), KZMIGRATION_READS=reads)
    again, built = bundles(tmp_path), bundles(RUNS / chapter)
    assert len(again) > 13
    assert [name for name in again.keys() | built.keys() if again.get(name) != built.get(name)] == []


@pytest.mark.slow
@pytest.mark.site
@pytest.mark.parametrize("chapter", ["emigration", "law"])
def test_a_reader_runs_it_with_nothing_set(chapter, site):
    hold_again(site / "notebooks" / f"{chapter}.ipynb")
