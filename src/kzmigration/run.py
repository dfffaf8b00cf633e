"""Run a chapter with papermill: parameters checked first, outputs made reproducible, failures named."""

import contextlib
import hashlib
import json
import os
import shutil
from pathlib import Path

import nbformat
import papermill
from nbformat import NotebookNode
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines

from kzmigration import claims, numbers, parameters, references
from kzmigration.data import descriptor
from kzmigration.errors import ChapterError, ParameterError
from kzmigration.paths import DATA, ROOT

START_SECONDS = 180  # a kernel is ready in one; on a machine with far too much to do papermill's 60 were too few
PARAMETER_TAGS = {"parameters", "injected-parameters"}


class WrittenOnce(NBClientEngine):
    """An engine of papermill that writes the notebook when it has run, not before and after each of its cells too."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **kwargs: object) -> None:
        """Run the cells; what they said is written even if one of them fails."""
        file, nb_man.output_path = nb_man.output_path, None
        try:
            super().execute_managed_notebook(nb_man, kernel_name, **kwargs)
        finally:
            nb_man.output_path = file


papermill_engines.register("written-once", WrittenOnce)


def run(chapter: str, given: dict[str, object], out: Path, *, go_on: bool = False, numbers_only: bool = False) -> None:
    """Run a chapter and put everything that it made into one folder.

    Parameters
    ----------
    chapter : str
        Name of the chapter, for example ``emigration``.
    given : dict
        Parameters that differ from the defaults.
    out : pathlib.Path
        Folder for ``notebook.ipynb`` (executed), ``numbers.json``, ``run.json`` and ``published/``.
        It is replaced in one step when the run has succeeded, and untouched if it has not.
    go_on : bool
        Whether a cell that fails is only noted, under ``failed`` in ``run.json``, and the cells after it run; a
        reviewer wants to know all that a fault moves.
    numbers_only : bool
        Whether figures and tables are neither drawn nor written, which is what takes most of a run; a sweep gathers
        numbers alone.

    Raises
    ------
    ParameterError
        Before a kernel starts, if the chapter cannot be asked this, or the folder holds anything but an earlier run.
    ChapterError
        If a cell fails or writes to stderr; the message names chapter, cell and the command that runs it again.
    """
    known = parameters.declared(chapter)
    values = parameters.check(chapter, given, known)
    out = out.resolve()
    if out.exists() and not _is_ours(out):
        raise ParameterError(f"--out must be a new folder, or that of an earlier run; {out} holds something else")
    is_default = values == parameters.check(chapter, {}, known)
    reads = parameters.resources_read(chapter)
    work = out.with_name(out.name + f".{os.getpid()}")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    try:
        source = nbformat.read(parameters.chapter_file(chapter), as_version=4)
        if not is_default:
            source.cells = [cell for cell in source.cells if "default-only" not in cell.metadata.get("tags", [])]
        if go_on:
            for cell in source.cells:
                cell.metadata.setdefault("tags", []).append("raises-exception")  # the client's word for it
        nbformat.write(source, work / "source.ipynb")
        executed, failed = _execute(chapter, values, reads, work, numbers_only=numbers_only)
        if failed and not go_on:
            raise ChapterError(failed)
        (work / "source.ipynb").unlink()
        nbformat.write(normalise(executed), work / "notebook.ipynb")
        record = {
            "chapter": chapter,
            "parameters": values,
            "is_default": is_default,
            "data": {name: _sha256(DATA / descriptor(name)["path"]) for name in reads},
        }
        if failed:
            record["failed"] = failed
        if numbers_only:
            record["numbers_only"] = True
        (work / "run.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf8")
        shutil.rmtree(out, ignore_errors=True)
        work.rename(out)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _is_ours(out: Path) -> bool:
    """Whether a folder may be replaced: nothing is in it, or what a run left."""
    return out.is_dir() and ((out / "run.json").is_file() or not any(out.iterdir()))


def command(chapter: str, values: dict[str, object]) -> str:
    """Return the command that runs just this chapter with these parameters."""
    defaults = parameters.check(chapter, {})
    changed = " ".join(f"-p {name}={value}" for name, value in values.items() if value != defaults[name])
    return f"make chapter NAME={chapter}" + (f' ARGS="{changed}"' if changed else "")


def _execute(
    chapter: str, values: dict, reads: list[str], work: Path, *, numbers_only: bool
) -> tuple[NotebookNode, str]:
    """Return the executed notebook, and what failed in it, if anything did."""
    environment = {
        "KZMIGRATION_RUN": str(work),
        "KZMIGRATION_READS": " ".join(reads),
        "KZMIGRATION_NUMBERS_ONLY": "1" if numbers_only else "",
        "PYTHONHASHSEED": "0",
        "MPLBACKEND": "agg",
        "JUPYTER_PATH": "",  # the kernel of this environment, not one that the user has elsewhere
        "JUPYTER_PREFER_ENV_PATH": "1",
    }
    manager = {}
    if os.environ.get("KZMIGRATION_FORK"):
        from kzmigration import provisioner

        manager = provisioner.use()
    with _environment(environment):
        try:
            notebook = papermill.execute_notebook(
                str(work / "source.ipynb"),
                str(work / "executed.ipynb"),
                parameters=values,
                engine_name="written-once",
                kernel_name="python3",
                progress_bar=False,
                start_timeout=START_SECONDS,
                extra_arguments=["--IPKernelApp.log_level=CRITICAL"],  # else it tells of its sockets and its end
                cwd=str(ROOT),
                **manager,
            )
        except papermill.PapermillExecutionError as error:
            partly = nbformat.read(work / "executed.ipynb", as_version=4)
            failed = next(index for index, cell in enumerate(partly.cells) if _raised(cell))
            message = f"{error.ename}: {error.evalue}"
            return partly, _failure(chapter, values, partly, failed, message)
        except RuntimeError as error:  # the client's word for a kernel that does not answer, or has died
            needs = "it is talked to on 127.0.0.1, and needs its share of memory and time"
            again = f"run just this chapter again: {command(chapter, values)}"
            raise ChapterError(f"the kernel of chapter {chapter} failed ({error}); {needs}\n{again}") from None
        finally:
            (work / "executed.ipynb").unlink(missing_ok=True)
    for index, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                message = f"it wrote to stderr, which a reader should never see: {output.text.strip()}"
                return notebook, _failure(chapter, values, notebook, index, message)
    return notebook, ""


def _failure(chapter: str, values: dict, notebook: NotebookNode, index: int, message: str) -> str:
    """Name the cell by number, heading and first line, as an author looks for it."""
    headings = [
        line.lstrip("# ")
        for cell in notebook.cells[:index]
        if cell.cell_type == "markdown" and _is_authored(cell)
        for line in cell.source.splitlines()
        if line.startswith("#")
    ]
    code = [i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code" and _is_authored(cell)]
    cell = notebook.cells[index]
    place = f"code cell {code.index(index) + 1}" if index in code else f"cell {index + 1}"
    under = f" under “{headings[-1]}”" if headings else ""
    first = next((line for line in cell.source.splitlines() if line.strip()), "")
    return (
        f"chapter {chapter} failed in {place}{under}:\n"
        f"    {first}\n"
        f"  {message}\n"
        f"  run just this chapter again: {command(chapter, values)}"
    )


def _raised(cell: NotebookNode) -> bool:
    """Whether the cell ended in an error."""
    return any(output.output_type == "error" for output in cell.get("outputs", []))


def _is_authored(cell: NotebookNode) -> bool:
    """Whether an author wrote the cell; papermill adds the others."""
    return not {"injected-parameters", "papermill-error-cell-tag"} & set(cell.metadata.get("tags", []))


def normalise(notebook: NotebookNode) -> NotebookNode:
    """Take out what differs between two runs of the same chapter: times, random ids, version numbers."""
    notebook.metadata.pop("papermill", None)
    notebook.metadata.get("language_info", {}).pop("version", None)
    for index, cell in enumerate(notebook.cells):
        tags = set(cell.metadata.get("tags", []))
        for noise in ("papermill", "execution"):
            cell.metadata.pop(noise, None)
        if tags & PARAMETER_TAGS:
            cell.metadata["tags"] = sorted(tags | {"remove-cell"})
        cell["id"] = f"cell-{index + 1}"
    return notebook


def resolved(notebook: NotebookNode, registry: dict[str, numbers.Number]) -> NotebookNode:
    """Return an executed notebook fit to leave the house: the numbers stand in its text.

    References to figures become plain words, since the notebook shows each figure where it is computed.
    """
    notebook = nbformat.from_dict(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            text = claims.resolve(numbers.resolve(cell.source, registry))
            cell.source = numbers.plain_references(references.resolve(text))
    return notebook


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


@contextlib.contextmanager
def _environment(changes: dict[str, str]):
    """Set environment variables for a while."""
    before = dict(os.environ)
    os.environ.update(changes)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
