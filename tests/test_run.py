import nbformat
import pytest

from kzmigration import run
from kzmigration.errors import ParameterError


def test_parameters_are_refused_before_a_kernel_starts(monkeypatch, tmp_path):
    monkeypatch.setattr(run.papermill, "execute_notebook", lambda *a, **k: pytest.fail("a kernel was started"))
    with pytest.raises(ParameterError, match="year_start must not be after year_end"):
        run.run("emigration", {"year_start": 2017, "year_end": 2016}, tmp_path / "out")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("changed", "command"),
    [
        ({}, "make chapter NAME=emigration"),
        ({"year_start": 2016, "focus": "RUS"}, 'make chapter NAME=emigration ARGS="-p year_start=2016 -p focus=RUS"'),
    ],
)
def test_the_command_that_runs_a_chapter_again_names_what_differs(changed, command):
    defaults = {"year_start": 2014, "year_end": 2019, "vintage": "printed", "top_n": 8, "focus": "DEU"}
    assert run.command("emigration", defaults | changed) == command


def test_normalising_removes_times_random_ids_and_versions():
    cell = nbformat.v4.new_code_cell(
        "1", metadata={"papermill": {"duration": 1}, "execution": {"t": "2"}, "tags": ["parameters"]}
    )
    notebook = nbformat.v4.new_notebook(
        cells=[cell], metadata={"papermill": {}, "language_info": {"name": "python", "version": "3.11.7"}}
    )
    clean = run.normalise(notebook)
    assert clean.metadata == {"language_info": {"name": "python"}}
    assert clean.cells[0].id == "cell-1"
    assert clean.cells[0].metadata == {"tags": ["parameters", "remove-cell"]}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("raise KeyError('gone')", "KeyError: 'gone'"),
        (
            "import sys; print('careful', file=sys.stderr)",
            "it wrote to stderr, which a reader should never see: careful",
        ),
        ("import warnings; warnings.warn('old')", "UserWarning: old"),
        ("load('table-' + '1.4.1')", "DataError: the chapter reads table-1.4.1 in a way that the build cannot see"),
    ],
)
def test_a_failing_cell_is_named_with_the_command_that_runs_it_again(project, code, message):
    file = project.folder / "notebooks" / "emigration.ipynb"
    notebook = nbformat.read(file, as_version=4)
    index = next(i for i, cell in enumerate(notebook.cells) if "The data" in cell.source) + 1
    notebook.cells[index].source += "\n" + code
    nbformat.write(notebook, file)
    done = project.command("run", "emigration", "-p", "year_start=2016", "--out", "out")
    assert done.returncode == 1
    assert "chapter emigration failed in code cell 3 under “The data”" in done.stderr
    assert message in done.stderr
    assert 'run just this chapter again: make chapter NAME=emigration ARGS="-p year_start=2016"' in done.stderr
    assert not (project.folder / "out").exists()


@pytest.mark.slow
def test_a_kernel_that_dies_is_named_with_the_command_that_runs_its_chapter_again(project):
    file = project.folder / "notebooks" / "emigration.ipynb"
    notebook = nbformat.read(file, as_version=4)
    _, second, *_ = (cell for cell in notebook.cells if cell.cell_type == "code")
    second.source += "\nimport os; os._exit(9)"
    nbformat.write(notebook, file)
    done = project.command("run", "emigration", "--out", "out")
    assert done.returncode == 1
    *_, said, again = done.stderr.splitlines()  # before them what the client tells
    assert said.startswith("error: the kernel of chapter emigration failed (Kernel died); it is talked to on 127.0.0.1")
    assert again == "run just this chapter again: make chapter NAME=emigration"
    assert not (project.folder / "out").exists()
