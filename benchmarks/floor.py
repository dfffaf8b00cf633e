"""Time what no build of the book can do without: one import of what chapters import, and the cells of each chapter.

``bench.py`` runs it in a copy of the project, on one core, and prints the seconds as JSON. No kernel, no message, no
other process stands between: a child with the imports behind it runs the cells of one chapter, and writes its numbers,
figures and bundles as in a build.
"""

import ast
import json
import os
import sys
import tempfile
import time

import nbformat
from IPython.core.interactiveshell import InteractiveShell

from kzmigration import parameters
from kzmigration.paths import ROOT, chapters


def cells(chapter: str) -> list[str]:
    """Return the code of a chapter, cell by cell."""
    notebook = nbformat.read(parameters.chapter_file(chapter), as_version=4)
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def imports(sources: list[str]) -> str:
    """Return the import statements in some code, each once."""
    statements = (node for source in sources for node in ast.walk(ast.parse(source)))
    found = (ast.unparse(node) for node in statements if isinstance(node, ast.Import | ast.ImportFrom))
    return "\n".join(dict.fromkeys(found))


def work(chapter: str) -> float:
    """Run the cells of a chapter in a child, and return the seconds.

    Raises
    ------
    SystemExit
        If a cell fails.
    """
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        child = os.fork()
        if child == 0:
            os.environ["KZMIGRATION_RUN"] = folder
            os.environ["KZMIGRATION_READS"] = " ".join(parameters.resources_read(chapter))
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            shell = InteractiveShell()
            os._exit(0 if all(shell.run_cell(source).success for source in cells(chapter)) else 1)
        _, status = os.waitpid(child, 0)
        seconds = time.perf_counter() - start
        if status or not os.listdir(folder):
            sys.exit(f"{chapter} does not run")
    return seconds


def main() -> None:
    """Print the seconds of the import, and of each chapter."""
    os.chdir(ROOT)
    start = time.perf_counter()
    exec(imports([source for chapter in chapters() for source in cells(chapter)]), {})  # noqa: S102
    imported = time.perf_counter() - start
    sys.stdout.write(json.dumps({"import": imported, "chapters": {chapter: work(chapter) for chapter in chapters()}}))


if __name__ == "__main__":
    main()
