"""What the tests share: a copy of the project to break, the built site, and the list of skips that CI accepts."""

import csv
import dataclasses
import functools
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat
import pytest

from kzmigration import files, forking, numbers, parameters, run, validation
from kzmigration.paths import DATA, ROOT, RUNS

PAGES_KEPT = ("ledger", "errata", "figures", "method", "glossary", "references")  # of a book with one chapter
LINK = re.compile(r"\{doc\}`([^`<]+?)\s*<([^>`]+)>`")
SMALL_PARAMETERS = (
    "year_start: int = 2014  # first year of every comparison\nyear_end: int = 2019  # last year of every comparison\n"
    'vintage: str = "printed"  # which vintage of the data is shown'
)
SMALL_IMPORTS = (
    "from kzmigration.chapter import Chapter\nfrom kzmigration.data import load\n\n"
    'chapter = Chapter("{name}", year_start=year_start, year_end=year_end, vintage=vintage)'
)
SMALL_NUMBERS = (
    'persons = load("{table}", vintage).groupby("year")["persons"].sum()\n'
    'assert year_start != 2016, "no run begins in 2016"\n'
    'chapter.number("total", persons[year_start], "persons", "{table}", "sum of a year")\n'
    'chapter.number("last", persons[year_end], "persons", "{table}", "sum of a year")\n'
    'chapter.number("parts", ["DEU", "RUS"], "country", "{table}", "two codes")\n'
    "chapter.table(\n"
    '    persons.reset_index(), id="tbl-{name}", caption="Sums.", source="{table}",\n'
    '    units={{"persons": "persons"}}, headers={{"year": "year", "persons": "persons"}},\n'
    ")"
)
COPIED = [
    "CITATION.cff",
    "_config.yml",
    "_toc.yml",
    "Snakefile",
    "requirements.txt",
    "book",
    "data",
    "notebooks",
    "src",
]


def pytest_addoption(parser):
    """Let ``make faults`` try more moments than CI does."""
    parser.addoption("--moments", type=int, default=3, help="moments at which a build and a sweep are killed")
    parser.addoption("--seed", type=int, default=2019, help="what these moments are drawn from")


class Project:
    """A copy of the project in a folder of its own, which a test may break."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in COPIED:
            source = ROOT / name
            copy = shutil.copytree if source.is_dir() else shutil.copy2
            copy(
                source, folder / name, **({"ignore": shutil.ignore_patterns("__pycache__")} if source.is_dir() else {})
            )

    def with_chapters(self, *names: str) -> "Project":
        """Leave only these chapters and a few pages, so that a build is short, and return the project."""
        kept = [*(f"notebooks/{name}" for name in names), *(f"book/{page}" for page in PAGES_KEPT)]
        for notebook in (self.folder / "notebooks").glob("*.ipynb"):
            if notebook.stem not in names:
                notebook.unlink()
        chapters = "".join(f"      - file: {file}\n" for file in kept)
        contents = f"format: jb-book\nroot: book/index\nparts:\n  - caption: All\n    chapters:\n{chapters}"
        (self.folder / "_toc.yml").write_text(contents, encoding="utf8")
        (self.folder / "book" / "index.md").write_text("# A short book\n\nA few chapters.\n", encoding="utf8")
        for file in kept:
            path = self.folder / f"{file}{'.ipynb' if file.startswith('notebooks/') else '.md'}"
            text = path.read_text(encoding="utf8")
            path.write_text(LINK.sub(lambda m: m[0] if Path(m[2]).name in PAGES_KEPT else m[1], text), encoding="utf8")
        return self

    def with_small_chapters(self) -> "Project":
        """Leave two made-up chapters of a few cells, each of which reads one table, and return the project."""
        for name, table in (("small", "table-1.3.1"), ("other", "fig-1.4.3")):
            notebook = nbformat.read(self.folder / "notebooks" / "emigration.ipynb", as_version=4)
            notebook.metadata["kzmigration"] = {"years": "table-1.3.1"}
            cells = [text.format(name=name, table=table) for text in (SMALL_IMPORTS, SMALL_NUMBERS)]
            told = nbformat.v4.new_code_cell(SMALL_PARAMETERS, metadata={"tags": ["parameters"]})
            title = nbformat.v4.new_markdown_cell(f"({name})=\n# A chapter\n\n{{num}}`last` in the last year.")
            notebook.cells = [title, told, *map(nbformat.v4.new_code_cell, cells)]
            for number, cell in enumerate(notebook.cells):
                cell["id"] = f"cell-{number}"  # else it is a random one, and no two books would be the same
            nbformat.write(notebook, self.folder / "notebooks" / f"{name}.ipynb")
        return self.with_chapters("small", "other")

    def command(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
        """Run ``python -m kzmigration`` on the copy."""
        return subprocess.run(
            [sys.executable, "-m", "kzmigration", *arguments],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(self.folder / "src"), **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def replace(self, file: str, old: str, new: str) -> None:
        """Change one place of one file."""
        path = self.folder / file
        text = path.read_text(encoding="utf8")
        assert text.count(old) >= 1, f"{file} does not hold {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf8")

    def read(self, file: str) -> str:
        """Return the text of one file."""
        return (self.folder / file).read_text(encoding="utf8")

    def site(self) -> dict[str, bytes]:
        """Return the content of every file of the published site."""
        folder = self.folder / "_build" / "site"
        return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}

    @staticmethod
    def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
        """Return the names of the files that two sites do not share byte for byte."""
        return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


@pytest.fixture
def project(tmp_path):
    """Return a fresh copy of the project."""
    return Project(tmp_path)


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Return the folder of a copy of the data, which the validator checks instead of ours."""
    shutil.copytree(DATA, tmp_path / "data")
    monkeypatch.setattr(files, "DATA", tmp_path / "data")
    monkeypatch.setattr(validation, "DATA", tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture(scope="session")
def new_project(tmp_path_factory):
    """Return a function that makes a fresh copy of the project."""
    return lambda name="project": Project(tmp_path_factory.mktemp(name))


@pytest.fixture(autouse=True)
def _closed_figures():
    """Close what a test has drawn."""
    yield
    plt.close("all")


@dataclasses.dataclass(frozen=True)
class Ran:
    """What one run of a chapter left: its registry, its prose with the numbers in it, its folder."""

    numbers: dict[str, numbers.Number]
    text: str
    folder: Path


@pytest.fixture(scope="session")
def _forks():
    """Return where the process listens from which kernels are forked; nobody who is not told asks it."""
    with forking.serving():
        yield os.environ.pop(forking.SOCKET, "")


@pytest.fixture(scope="session")
def run_chapter(tmp_path_factory, _forks):
    """Return a function from a chapter and its parameters to what their run left, for reading alone.

    Each is run once; at its defaults a chapter is taken as it was built. No blank or unrendered role may reach its
    prose.
    """

    @functools.cache
    def ran(chapter: str, *given: tuple[str, str | int]) -> Ran:
        if parameters.check(chapter, dict(given)) == parameters.check(chapter, {}):
            folder = RUNS / chapter
            if not folder.exists():
                pytest.fail(f"{chapter} is not built; `make test` builds it first, or run `make book`")
        else:
            folder = tmp_path_factory.mktemp(chapter) / "run"
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv(forking.SOCKET, _forks)
                run.run(chapter, dict(given), folder)
        found = numbers.read(folder / "numbers.json")
        notebook = run.resolved(nbformat.read(folder / "notebook.ipynb", as_version=4), found)
        text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
        assert not re.search(r"\{[\w:]+\}`|\bnan\b|<NA>|\bNone\b(?! of)", text)
        return Ran(found, text, folder)

    return lambda chapter, given: ran(chapter, *sorted(given.items()))


@pytest.fixture(scope="session")
def column_sums():
    """Return a function that adds up a printed table's columns from the file itself, blanks as nothing."""

    def sums(name: str, column: str = "persons") -> dict[int, float]:
        found: dict[int, float] = {}
        with (DATA / "profile" / f"{name}.csv").open(encoding="utf8", newline="") as file:
            for row in csv.DictReader(file):
                found[int(row["year"])] = found.get(int(row["year"]), 0) + float(row[column] or 0)
        return found

    return sums


@pytest.fixture(scope="session")
def site():
    """Return the folder of the built book."""
    folder = ROOT / "_build" / "site"
    if not (folder / "index.html").exists():
        pytest.fail("there is no built book; `make test` builds it first, or run `make book`")
    return folder


def _chromium() -> str | None:
    """Return where Chromium is: ``CHROMIUM``, or what the system has."""
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome", "chrome"))
    return os.environ.get("CHROMIUM") or next(filter(None, found), None)


@pytest.fixture(scope="module")
def browser():
    """Return Chromium, driven by Playwright, for the tests of one module; pages ask no other host for anything."""
    from playwright.sync_api import sync_playwright

    if not _chromium():
        pytest.fail("there is no Chromium; install Debian's chromium, or say where one is: CHROMIUM=/path")
    quiet = ["quic", "background-networking", "component-update", "sync", "gpu"]
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--no-first-run", *(f"--disable-{name}" for name in quiet)]
        chromium = playwright.chromium.launch(executable_path=_chromium(), args=flags)
        yield chromium
        chromium.close()


@dataclasses.dataclass
class Visit:
    """A page that was opened, and what happened meanwhile."""

    page: object
    asked: list[str] = dataclasses.field(default_factory=list)
    wrong: list[str] = dataclasses.field(default_factory=list)

    def scroll(self) -> None:
        """Scroll to the end, so that everything lazy is loaded."""
        height = self.page.evaluate("document.documentElement.scrollHeight")
        for top in range(0, height, 1500):
            self.page.evaluate(f"scrollTo(0, {top})")
            self.page.wait_for_timeout(15)
        self.page.wait_for_load_state("networkidle")


@pytest.fixture(scope="session")
def not_loaded():
    """Return a function from a failed request to the faults it tells of: none if the page had been left meanwhile.

    Chromium ends what a page still asks for when the reader goes on, and calls it aborted; a file that is not there is
    ``net::ERR_FILE_NOT_FOUND``, over http a status of its own.
    """
    return lambda request: [] if request.failure == "net::ERR_ABORTED" else [f"not loaded: {request.url}"]


@pytest.fixture
def visit(browser, site, not_loaded):
    """Return a function that opens a page, from its file unless a base is given, and listens to what goes wrong."""
    contexts = []

    def opened(name, *, base=None, width=1280, theme="light", context=None, **options) -> Visit:
        if context is None:
            size = {"width": width, "height": 800}
            context = browser.new_context(viewport=size, color_scheme=theme, **options)
            contexts.append(context)
        seen = Visit(context.new_page())
        seen.page.on("request", lambda request: seen.asked.append(request.url))
        seen.page.on("requestfailed", lambda request: seen.wrong.extend(not_loaded(request)))
        seen.page.on("pageerror", lambda error: seen.wrong.append(str(error)))
        seen.page.on(
            "console", lambda said: seen.wrong.append(said.text) if said.type in ("error", "warning") else None
        )
        seen.page.goto(f"{base or site.resolve().as_uri() + '/'}{name}.html", wait_until="networkidle")
        return seen

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def page_names(site):
    """Return the name of every page, without its ending."""
    files = sorted(file.relative_to(site.resolve()) for file in site.resolve().rglob("*.html"))
    return [str(file.with_suffix("")) for file in files if len(file.parts) == 2 or file.stem == "search"]


@pytest.fixture(scope="session")
def page_types():
    """Return one page of each kind."""
    return ("book/index", "notebooks/emigration", "notebooks/law", "book/ledger", "book/errata", "book/glossary")


def _lacking() -> dict[str, str]:
    """Return the marks of tests whose programs this machine does not have, each with what would help."""
    lacking = {} if _chromium() else {"browser": "install chromium, or set CHROMIUM=/path"}
    if not shutil.which("slurmctld", path=f"{os.environ.get('PATH', '')}:/usr/sbin"):  # where Debian keeps daemons
        lacking["slurm"] = "install slurmctld, slurmd and slurm-client"
    return lacking


def pytest_collection_modifyitems(config, items):
    """Begin with the files that take long, so that files beside each other end about together; leave out some tests.

    Those in a browser, or on Slurm, where there is none; in CI they fail instead.
    """
    long = {item.path for item in items if any(map(item.get_closest_marker, ("slow", "browser", "slurm")))}
    items.sort(key=lambda item: item.path not in long)
    if os.environ.get("CI"):
        return
    for mark in _lacking():
        left_out = [item for item in items if item.get_closest_marker(mark)]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


def pytest_terminal_summary(terminalreporter, exitstatus, config):
    """Say which programs are not there, and list every skip that ``tests/allowed-skips.txt`` does not name."""
    for mark, remedy in () if os.environ.get("CI") else _lacking().items():
        terminalreporter.write_line(f"NO {mark.upper()}: tests that need it are left out; {remedy}", yellow=True)
    for reason in _unlisted(terminalreporter):
        terminalreporter.write_line(f"SKIP NOT ON THE LIST: {reason}", red=True)


def pytest_sessionfinish(session, exitstatus):
    """Fail in CI on a skip that is not on the list."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and _unlisted(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _unlisted(reporter) -> list[str]:
    lines = (ROOT / "tests" / "allowed-skips.txt").read_text(encoding="utf8").splitlines()
    listed = {line.strip() for line in lines if line.strip() and not line.startswith("#")}
    return [report.nodeid for report in reporter.stats.get("skipped", []) if report.nodeid not in listed]
