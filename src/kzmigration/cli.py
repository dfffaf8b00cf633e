"""The command line, ``python -m kzmigration``; ``make`` calls it, and so does ``Snakefile``."""

import errno
import functools
import http.server
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from kzmigration import desk
from kzmigration.errors import ProjectError
from kzmigration.paths import BUILD, RUNS, SITE

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)

UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM)

Fork = Annotated[bool, typer.Option(help="fork runs from one process that has the imports behind it")]
Given = Annotated[list[str] | None, typer.Option("--parameter", "-p", help="name=value; may be repeated")]


def plainly(command: Callable) -> Callable:
    """Print an error of the project, or of a disk that takes nothing, without a traceback, and exit with 1."""

    @functools.wraps(command)
    def wrapped(*args: object, **options: object) -> None:
        try:
            command(*args, **options)
        except ProjectError as error:
            typer.echo(f"error: {error}", err=True)
            raise typer.Exit(1) from None
        except OSError as error:
            said = [os.strerror(number) for number in UNWRITABLE]
            reason = next((one for one in said if one in str(error)), None)  # a copied tree gives a list of errors
            if not reason:
                raise
            typer.echo(f"error: {reason}: {error.filename or BUILD}", err=True)
            raise typer.Exit(1) from None

    return wrapped


@app.command()
@plainly
def build(
    cores: Annotated[int, typer.Option(help="chapters that run at the same time")] = 2, fork: Fork = True
) -> None:
    """Build the book: check the data, run what is stale, render, publish."""
    from kzmigration import workflow

    typer.echo(f"The book is ready: {workflow.build(cores, fork=fork)}")


@app.command()
@plainly
def validate() -> None:
    """Check the data package against its schemas."""
    from kzmigration import validation

    typer.echo(f"data: {validation.validate()} resources are as their schemas say")


@app.command()
@plainly
def run(
    chapter: str,
    parameter: Given = None,
    out: Annotated[Path | None, typer.Option(help="folder for what the run makes")] = None,
    html: Annotated[bool, typer.Option(help="also render the chapter's page")] = False,
    go_on: Annotated[bool, typer.Option("--go-on", help="note a cell that fails, and run those after it")] = False,
    about: Annotated[bool, typer.Option("--about", help="only list what the chapter may be asked")] = False,
    numbers_only: Annotated[bool, typer.Option("--numbers-only", help="draw nothing, as a sweep does")] = False,
) -> None:
    """Run one chapter with any parameters in its range; --about lists them."""
    from kzmigration import parameters

    if about:
        for one in parameters.declared(chapter).values():
            typer.echo(f"-p {one.name}={one.default}\n    {one.help}: {one.describe()}")
        return
    given = parameters.parse(parameter or [])
    values = parameters.check(chapter, given)
    from kzmigration import book
    from kzmigration import run as running

    folder = out or BUILD / "chapters" / chapter
    typer.echo(f"{chapter}: running " + " ".join(f"{name}={value}" for name, value in values.items()))
    running.run(chapter, given, folder, go_on=go_on, numbers_only=numbers_only)
    if html:
        site = folder.with_name(folder.name + "-page")
        book.render(folder.parent, site, only=chapter)
        typer.echo(f"page: {site / 'notebooks' / chapter}.html")
    else:
        typer.echo(f"{chapter}: done, {folder}")


@app.command()
@plainly
def claims(
    document: Annotated[str, typer.Option(help="only of this document, by the start of its file name")] = "",
    section: Annotated[str, typer.Option(help="only of this section and those below it")] = "",
    verdict: Annotated[str, typer.Option(help="only with this verdict")] = "",
    json: Annotated[bool, typer.Option("--json", help="as JSON")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="as CSV")] = False,
) -> None:
    """Evaluate the ledger; exit with 1 if a recorded verdict is not what comes out, or if a line is unread."""
    from kzmigration import coverage, ledger_pages, listing

    rows = listing.select(document, section, verdict)
    typer.echo(listing.write(rows, "json" if json else "csv" if csv else "text"), nl=False)
    wrong = [row for row in map(ledger_pages.row, listing.select("", "", "")) if row["verdict"] != row["recorded"]]
    for row in wrong:
        typer.echo(f"error: {row['id']} is recorded as {row['recorded']} and comes out as {row['verdict']}", err=True)
    gaps = [] if wrong else coverage.gaps()
    for gap in gaps:
        typer.echo(f"error: {gap}", err=True)
    if wrong or gaps:
        raise typer.Exit(1)


@app.command()
@plainly
def review(cores: Annotated[int, typer.Option(help="chapters that run at the same time")] = 2) -> None:
    """Run every chapter from clean and certify what is as published; exit with 1 if anything is not."""
    from kzmigration import review as reviewing

    page, headline, is_good = reviewing.review(cores)
    typer.echo(f"{headline}\nThe certificate: {page}")
    if not is_good:
        typer.echo("error: not everything is as published; the certificate names what is not", err=True)
        raise typer.Exit(1)


@app.command()
@plainly
def record(cores: Annotated[int, typer.Option(help="chapters that run at the same time")] = 2) -> None:
    """Write the record that a review compares with, at a release, and print what it moves."""
    from kzmigration import record as recording
    from kzmigration import review as reviewing

    moved = reviewing.write_record(cores)
    typer.echo(reviewing.describe(moved))
    typer.echo(f"The record is written: {recording.FILE}")


@app.command()
@plainly
def diff(
    base: Annotated[str, typer.Argument(help="a commit, branch or tag")],
    cores: Annotated[int, typer.Option(help="chapters that run at the same time")] = 2,
) -> None:
    """Print which numbers, figures and verdicts the working tree moves against another revision."""
    from kzmigration import review as reviewing

    typer.echo(reviewing.describe(reviewing.diff(base, cores)))


@app.command()
@plainly
def sweep(
    file: Annotated[Path, typer.Argument(help="YAML with chapters and a grid or a list of parameters")],
    out: Annotated[Path | None, typer.Option(help="folder for the runs and the table")] = None,
    cores: Annotated[int, typer.Option(help="runs at the same time")] = 2,
    fork: Fork = True,
    full: Annotated[bool, typer.Option("--full", help="draw the figures too; the table has numbers alone")] = False,
) -> None:
    """Run chapters with many parameters and gather all numbers in one table; exit with 1 if a run failed."""
    from kzmigration import forking

    with forking.serving(fork, at_once=True):  # first, for it imports while the sweep is planned
        from kzmigration import sweep as sweeping

        done = sweeping.sweep(file, cores, out, typer.echo, full=full)
    typer.echo(f"{done.done} runs are in the table: {done.table}")
    for command, why in done.failures.items():
        typer.echo(f"error: a run failed: {why}\n  run it again: {command}", err=True)
    if done.failures:
        raise typer.Exit(1)


@app.command(hidden=True)
@plainly
def coverage(documents: Path) -> None:
    """Add the lines of the documents that nobody has read yet, for who holds the text copies."""
    from kzmigration import coverage as covering
    from kzmigration import spreadsheets
    from kzmigration.paths import DATA

    rows = covering.update(documents)
    spreadsheets.write(rows, "data/claims/coverage.csv", DATA / "claims" / "coverage.csv")
    typer.echo(f"data/claims/coverage.csv: {len(rows)} lines")


@app.command(hidden=True)
@plainly
def render(runs: Path = RUNS, out: Path = BUILD / "rendered") -> None:
    """Render the pages from the chapters' runs."""
    from kzmigration import book

    typer.echo("book: rendering the pages")
    book.render(runs, out)


@app.command()
@plainly
def release(tag: Annotated[str, typer.Option(help="the tag that is released")] = "") -> None:
    """Bundle the built edition for an archive such as Zenodo."""
    from kzmigration import edition, editions
    from kzmigration import release as releasing

    releasing.clean_commit()  # before anything takes time
    site = editions.site()
    typer.echo(f"release: {releasing.bundle(site, edition.read().frozen(), tag)}")


@app.command()
@plainly
def pdf(cores: Annotated[int, typer.Option(help="chapters that run at the same time")] = 2) -> None:
    """Build the book, and print it to a PDF with Chromium."""
    from kzmigration import __version__, workflow
    from kzmigration import pdf as printing

    printing.browser()  # before anything takes time
    workflow.build(cores)
    out = BUILD / f"kzmigration-{__version__}.pdf"
    typer.echo("book: printing, which takes a minute or two")
    pages = printing.make(SITE, out)
    typer.echo(f"The book in print: {out}, {pages} pages, {out.stat().st_size / 1e6:.1f} MB")


@app.command()
@plainly
def slides(
    chapter: Annotated[str, typer.Option(help="only of this chapter")] = "",
    cores: Annotated[int, typer.Option(help="chapters that run at the same time")] = 2,
) -> None:
    """Run what is stale, and write slides of the chapters, which need no network."""
    from kzmigration import slides as making
    from kzmigration import workflow

    names = making.named(chapter)
    workflow.run_chapters(names, cores)
    typer.echo(f"The slides are ready: {making.make(RUNS, BUILD / 'slides', names)}")


@app.command()
@plainly
def freeze(push: Annotated[str, typer.Option(help="the remote that gets the branch")] = "") -> None:
    """Keep the built edition for good, on the branch of editions."""
    from kzmigration import edition, editions

    current = edition.read()
    commit = editions.freeze(editions.site(), current, push)
    typer.echo(f"edition {current.name} is frozen on the branch {editions.BRANCH}, commit {commit[:12]}")


@app.command()
@plainly
def pages() -> None:
    """Put the published book and every frozen edition into one folder."""
    from kzmigration import editions

    out = BUILD / "pages"
    names = editions.collect(SITE, out)
    typer.echo(f"pages: {out}, with " + (f"editions {', '.join(names)}" if names else "no frozen edition yet"))


@app.command()
@plainly
def offline(cores: Annotated[int, typer.Option(help="chapters that run at the same time")] = 2) -> None:
    """Build the book, and pack it with all it needs into one ZIP for use without a network."""
    from kzmigration import offline as packing
    from kzmigration import workflow

    workflow.build(cores)
    out = packing.make(SITE, BUILD / f"{packing.NAME}.zip", packing.download())
    typer.echo(f"The book to take along: {out}, {out.stat().st_size / 1e6:.0f} MB")


for command in (desk.assign, desk.grade, desk.otter):
    app.command()(plainly(command))


@app.command()
def serve(port: int = 8000) -> None:
    """Serve the published book on this machine."""
    if not (SITE / "index.html").exists():
        typer.echo("error: there is no book yet; make it with `make book`", err=True)
        raise typer.Exit(1)
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(SITE))
    typer.echo(f"the book is at http://127.0.0.1:{port}/ until you press Ctrl-C")
    try:
        http.server.ThreadingHTTPServer(("127.0.0.1", port), handler).serve_forever()
    except KeyboardInterrupt:
        sys.exit(0)
