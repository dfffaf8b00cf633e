"""Assemble the pages, and render them with Jupyter Book."""

import errno
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import yaml
from nbformat import NotebookNode

from kzmigration import (
    archives,
    catalogue,
    edition,
    explore,
    lean,
    ledger_pages,
    metadata,
    numbers,
    parameters,
    search_index,
)
from kzmigration.edition import Edition
from kzmigration.errors import BookError
from kzmigration.paths import ROOT, chapters
from kzmigration.run import resolved

ONE_PAGE = (
    "ref.ref",
    "ref.numref",
    "ref.doc",
    "myst.xref_missing",
    "toc.not_included",
    "bibtex.key_not_found",
)  # what a lone page may lack


def page(notebook: NotebookNode) -> NotebookNode:
    """Turn an executed chapter into its page.

    Code is folded, and each published figure or table gives way to a directive that shows its bundle, above its code.
    """
    cells = []
    for cell in notebook.cells:
        if cell.cell_type != "code":
            cells.append(cell)
            continue
        ids = []
        for output in cell.outputs:
            id = output.get("metadata", {}).get("kzmigration", {}).get("published")
            if id and id not in ids:
                ids.append(id)
        cell.outputs = [output for output in cell.outputs if "kzmigration" not in output.get("metadata", {})]
        tags = set(cell.metadata.get("tags", []))
        if "remove-cell" not in tags:
            cell.metadata["tags"] = sorted(tags | {"hide-input"})
        cells += [nbformat.v4.new_markdown_cell(f"```{{published}} {id}\n```", id=id[:64]) for id in ids]
        cells.append(cell)
    notebook.cells = cells
    return notebook


def render(runs: Path, out: Path, *, only: str | None = None, current: Edition | None = None) -> None:
    """Render the book from executed chapters into a finished site.

    Parameters
    ----------
    runs : pathlib.Path
        Folder with one run a chapter, see :func:`kzmigration.run.run`.
    out : pathlib.Path
        Folder of the site; replaced when the rendering has succeeded.
    only : str, optional
        Render just this chapter's page; references to other pages may then stay open.
    current : Edition, optional
        The edition with the addresses that links begin with; unless given, as the project says.

    Raises
    ------
    BookError
        On any warning of Sphinx; the message holds them.
    """
    current = current or edition.read()
    stage = out.with_name(out.name + ".stage")
    shutil.rmtree(stage, ignore_errors=True)
    shutil.copytree(ROOT / "book", stage / "book")
    names = [only] if only else chapters()
    (stage / "notebooks").mkdir()
    for name in names:
        notebook = page(nbformat.read(runs / name / "notebook.ipynb", as_version=4))
        nbformat.write(notebook, stage / "notebooks" / f"{name}.ipynb")
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf8"))
    settings = config["sphinx"]["config"]
    settings["kzmigration_runs"] = str(runs.resolve())
    settings["kzmigration_site_url"], settings["kzmigration_repository_url"] = current.site_url, current.repository_url
    config["html"]["baseurl"] = current.site_url
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf8"))
    if only:
        contents = {"format": "jb-book", "root": f"notebooks/{only}"}
        config["only_build_toc_files"] = True
        settings["suppress_warnings"] = [*settings.get("suppress_warnings", []), *ONE_PAGE]
    (stage / "_config.yml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf8")
    (stage / "_toc.yml").write_text(yaml.safe_dump(contents, allow_unicode=True), encoding="utf8")
    _jupyter_book(stage)
    site = stage / "_build" / "html"
    for name in names:
        _add_downloads(runs / name, site, name, current)
    archives.write_data(site / "data.zip", current)
    catalogue.write(site)
    metadata.write_entrance(site, current)
    metadata.write_sitemap(site, current)
    ledger_pages.write_downloads(site)
    explore.write(site)
    search_index.write(site)
    lean.lighten(site)
    (site / ".buildinfo").unlink()  # of use to Sphinx alone, and it differs with the path of the installation
    shutil.rmtree(out, ignore_errors=True)
    site.rename(out)
    shutil.rmtree(stage)


def _jupyter_book(stage: Path) -> None:
    """Call Jupyter Book so that any warning fails, and show its words only then."""
    program = str(Path(sys.executable).with_name("jupyter-book"))
    command = [program, "build", ".", "--all", "-n", "-W", "--keep-going"]
    done = subprocess.run(command, cwd=stage, capture_output=True, text=True, check=False)
    log = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)
    if done.returncode:
        full = os.strerror(errno.ENOSPC)
        if full in log:  # else each file that Sphinx could not write would be a warning of its own
            raise OSError(errno.ENOSPC, full, str(stage))
        told = [line for line in log.splitlines() if re.search(r"WARNING|ERROR|Error:|CRITICAL", line)]
        text = "\n".join(dict.fromkeys(told)) or log[-3000:]
        raise BookError("the pages have warnings, so nothing was published:\n" + text.replace(f"{stage}/", ""))


def _add_downloads(run: Path, site: Path, name: str, current: Edition) -> None:
    """Put the chapter's bundles and its notebooks beside the pages: the source, and the executed one, numbers in it."""
    shutil.copytree(run / "published", site / "published" / name, dirs_exist_ok=True)  # citations are there already
    registry = numbers.read(run / "numbers.json")
    notebook = resolved(nbformat.read(run / "notebook.ipynb", as_version=4), registry)
    (site / "notebooks" / "source").mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, site / "notebooks" / f"{name}.ipynb")
    shutil.copy(parameters.chapter_file(name), site / "notebooks" / "source" / f"{name}.ipynb")
    shutil.copy(run / "numbers.json", site / "notebooks" / f"{name}.numbers.json")
    title = re.search(r"^# (.+)$", "\n".join(cell.source for cell in notebook.cells), flags=re.MULTILINE)[1]
    archives.write_chapter(site, name, title, current)
