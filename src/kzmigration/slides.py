"""Slides of the chapters, exported by ``nbconvert`` for reveal.js, which lies beside them: no other host is asked."""

import html
import re
import shutil
from pathlib import Path

import jinja2
import yaml
from nbconvert import SlidesExporter

from kzmigration import edition, verdicts
from kzmigration.edition import Edition
from kzmigration.errors import BookError
from kzmigration.openers import openers
from kzmigration.paths import ROOT, chapters
from kzmigration.slide_deck import deck

SOURCE = ROOT / "slides"
STATIC = ROOT / "book" / "_static"
SHARED = "reveal"  # what all decks share lies in this folder beside them
TEMPLATE = "kzmigration"


def make(runs: Path, out: Path, names: list[str], current: Edition | None = None) -> Path:
    """Write a deck for each chapter, what they share, and a page that lists all decks of the folder.

    Parameters
    ----------
    runs : pathlib.Path
        Folder with a run of each of the chapters, see :func:`kzmigration.run.run`.
    out : pathlib.Path
        Folder of the slides; decks of other chapters in it stay.
    names : list of str
        Which chapters, see :func:`named`.
    current : Edition, optional
        The edition that the slides name; unless given, the project's.

    Returns
    -------
    pathlib.Path
        The page that lists the decks.

    Raises
    ------
    BookError
        If there is no run of a chapter.
    """
    current = current or edition.read()
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf8"))
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf8"))
    footer, above = re.sub(r"<[^>]*>", "", config["html"]["extra_footer"]).strip(), openers(contents)
    exporter = SlidesExporter(
        template_name=TEMPLATE,
        extra_template_basedirs=[str(SOURCE)],
        reveal_url_prefix=SHARED,
        exclude_anchor_links=True,
    )
    ledger = verdicts.evaluate_all()
    _write_shared(out / SHARED)
    for name in names:
        notebook = deck(runs / name, above.get(f"notebooks/{name}", ""), current, ledger, footer)
        page, _ = exporter.from_notebook_node(notebook, {"metadata": {"name": name}})
        (out / f"{name}.html").write_text(page, encoding="utf8")
    return _write_list(out, contents, current, footer)


def named(chapter: str) -> list[str]:
    """Return the chapter that is asked for, or all of them if none is.

    Raises
    ------
    BookError
        If the book does not have it; the message lists the chapters.
    """
    if chapter and chapter not in chapters():
        raise BookError(f"there is no chapter {chapter!r}; the chapters are {', '.join(chapters())}")
    return [chapter] if chapter else chapters()


def _write_shared(folder: Path) -> None:
    """Write reveal.js, the look of the slides, and the book's fonts and colours."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(SOURCE / "reveal", folder)
    shutil.copytree(STATIC / "fonts", folder / "fonts")
    for file in (STATIC / "fonts.css", SOURCE / "slides.css", STATIC / "icon.svg"):
        shutil.copy(file, folder / file.name)
    tokens = re.match(r'.*?(html\[data-theme="light"\] \{.*?\n\})', (STATIC / "book.css").read_text("utf8"), re.DOTALL)
    (folder / "tokens.css").write_text(f"/* the book’s own */\n{tokens[1]}\n", encoding="utf8")


def _write_list(out: Path, contents: dict, current: Edition, footer: str) -> Path:
    """Write the page that lists the decks that are there, by the parts of the book."""
    parts = []
    for part in contents["parts"]:
        files = [out / f"{Path(chapter['file']).name}.html" for chapter in part["chapters"]]
        decks = [(file.name, _title(file)) for file in files if file.exists()]
        if decks:
            parts.append((part["caption"], decks))
    template = jinja2.Template((SOURCE / "list.html.j2").read_text(encoding="utf8"), autoescape=True)
    page = template.render(parts=parts, edition=current, footer=footer, shared=SHARED)
    (out / "index.html").write_text(page + "\n", encoding="utf8")
    return out / "index.html"


def _title(file: Path) -> str:
    return html.unescape(re.search(r"<h1>(.*?)</h1>", file.read_text(encoding="utf8"))[1])
