"""Print the built book to a PDF with Chromium."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from kzmigration import one_page
from kzmigration.errors import BookError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
ON_A_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",  # else letters stand where the pixels of a screen would put them
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
)
NO_NETWORK = "--host-resolver-rules=MAP * ~NOTFOUND"
PATIENCE = 600  # seconds; a print takes twenty on a quiet machine
PASSES = 5  # page numbers of three digits take the room of one at first, so lines may break anew


def browser() -> str:
    """Return the browser that prints: what ``CHROMIUM`` names, or the first that is installed.

    Raises
    ------
    BookError
        If there is none; the message says what to install.
    """
    named = os.environ.get("CHROMIUM")
    found = [shutil.which(named)] if named else [shutil.which(name) for name in NAMES]
    if not named and ON_A_MAC.exists():
        found.append(str(ON_A_MAC))
    for program in found:
        if program:
            return program
    wrong = f"CHROMIUM={named} is no program" if named else "neither Chromium nor Chrome is installed here"
    raise BookError(
        f"a PDF is printed by Chromium, and {wrong}; on Debian or Ubuntu: sudo apt-get install chromium, "
        "or say where it is: make pdf CHROMIUM=/path/to/chromium"
    )


def make(site: Path, out: Path) -> int:
    """Print the built book.

    Parameters
    ----------
    site : pathlib.Path
        Folder of the built book.
    out : pathlib.Path
        The PDF; replaced when the print has succeeded.

    Returns
    -------
    int
        Number of its pages.

    Raises
    ------
    BookError
        If there is no browser, if a page is missing, or if the browser does not print.
    """
    program = browser()
    text, pages = _waiting_for_fonts(one_page.document(site), site), {}
    with tempfile.TemporaryDirectory(prefix="book-in-print-") as folder:
        for _ in range(PASSES):
            before = pages
            _print(program, one_page.fill(text, pages), Path(folder))
            pages = places(Path(folder) / "book.pdf")
            if pages == before:
                break
        else:
            raise BookError(f"the page numbers of the print did not settle in {PASSES} passes")
        return _finish(Path(folder) / "book.pdf", out, one_page.headings(text))


def _waiting_for_fonts(text: str, site: Path) -> str:
    """Let a print wait for the fonts; a page does without those that come late, rather than move."""
    sheet = site.resolve() / "_static" / "fonts.css"
    faces = sheet.read_text(encoding="utf8").replace("url(", f"url({sheet.parent.as_uri()}/")
    faces = faces.replace("font-display: optional", "font-display: block")
    return text.replace(f'<link rel="stylesheet" href="{sheet.as_uri()}">', f"<style>{faces}</style>")


def as_root() -> list[str]:
    """Return the flag that Chromium asks of root, whom its sandbox refuses."""
    return ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []


def places(file: Path) -> dict[str, int]:
    """Return the page, counted from 1, of every anchor of a PDF."""
    with pikepdf.open(file) as document:
        pages = _numbered(document)
        return {name.lstrip("/"): pages[target[0].objgen] for name, target in document.Root.Dests.items()}


def _numbered(document: pikepdf.Pdf) -> dict[tuple[int, int], int]:
    return {page.objgen: number for number, page in enumerate(document.pages, start=1)}


def _print(program: str, text: str, folder: Path) -> None:
    source, printed = folder / "book.html", folder / "book.pdf"
    source.write_text(text, encoding="utf8")
    printed.unlink(missing_ok=True)
    command = [
        program,
        *FLAGS,
        *as_root(),
        NO_NETWORK,
        f"--user-data-dir={folder / 'profile'}",
        f"--print-to-pdf={printed}",
    ]
    try:
        done = subprocess.run(
            [*command, source.as_uri()], capture_output=True, text=True, check=False, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        raise BookError(f"{program} has not printed the book within {PATIENCE} seconds") from None
    if done.returncode or not printed.exists():
        raise BookError(f"{program} did not print the book (exit {done.returncode}): {done.stderr.strip()[-500:]}")


def _finish(printed: Path, out: Path, headings: list[str]) -> int:
    """Write the PDF without its time of printing, so that the same book is the same file, and mend its outline.

    The tags, by which who reads by ear finds headings, tables and the words for a picture, are more than half of what
    Chromium writes. They stay: small objects are packed together and compressed, so the whole is less than half.
    """
    written = {_squeezed(heading): heading for heading in headings}
    out.parent.mkdir(parents=True, exist_ok=True)
    staged = out.with_suffix(".new")
    with pikepdf.open(printed) as document:
        title = str(document.docinfo["/Title"])
        del document.docinfo
        for key, value in {"Title": title, "Author": "Project contributors", "Producer": "Chromium, Skia/PDF"}.items():
            document.docinfo[f"/{key}"] = value
        for entry in _entries(document.Root.Outlines):
            # Chromium joins the lines of a heading without a blank.
            entry.Title = pikepdf.String(written[_squeezed(str(entry.Title))])
        document.save(staged, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        pages = len(document.pages)
    staged.replace(out)
    return pages


def _entries(node: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
    """Yield the entries of an outline, each before those below it."""
    child = node.get("/First")
    while child is not None:
        if "/Title" in child:
            yield child
        yield from _entries(child)
        child = child.get("/Next")


def _squeezed(text: str) -> str:
    return "".join(text.split())
