"""A whole build in a copy of the project: what runs again, and what a failure leaves behind."""

import hashlib

import nbformat
import pytest

from kzmigration import book

pytestmark = pytest.mark.slow


def fingerprint(folder):
    """Return one checksum for every file below a folder."""
    sums = [hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.rglob("*")) if file.is_file()]
    return hashlib.sha256("".join(sums).encode()).hexdigest()


def test_a_build_its_repetition_and_what_failures_leave(project):
    site = project.folder / "_build" / "site"
    first = project.command("build")
    assert first.returncode == 0, first.stderr
    assert first.stdout.strip().endswith("_build/site/index.html")
    good = fingerprint(site)

    again = project.command("build")
    assert "running" not in again.stdout
    assert "rendering" not in again.stdout
    assert fingerprint(site) == good

    project.replace("book/method.md", "## Names", "## Names\n\nAsk for {num}`emigration/gone`.")
    failed = project.command("build")
    assert failed.returncode == 1
    assert "no chapter registered the number 'emigration/gone'" in failed.stderr
    assert fingerprint(site) == good
    project.replace("book/method.md", "\n\nAsk for {num}`emigration/gone`.", "")

    file = project.folder / "notebooks" / "emigration.ipynb"
    kept = file.read_text(encoding="utf8")
    notebook = nbformat.read(file, as_version=4)
    notebook.cells[-1].source += "\n"
    notebook.cells.append(nbformat.v4.new_code_cell("1 / 0"))
    nbformat.write(notebook, file)
    failed = project.command("build")
    assert failed.returncode == 1
    assert "ZeroDivisionError: division by zero" in failed.stderr
    assert "the published book is as it was before" in failed.stderr
    assert fingerprint(site) == good
    file.write_text(kept, encoding="utf8")

    project.replace("data/profile/table-1.3.1.csv", "2014,AUS,Австралия,4,", "2014,AUS,Австралия,-4,")
    failed = project.command("build")
    assert failed.returncode == 1
    assert 'data/profile/table-1.3.1.csv, row 2, column persons: expected at least 0, found "-4"' in failed.stderr
    assert fingerprint(site) == good

    project.replace("data/profile/table-1.3.1.csv", "2014,AUS,Австралия,-4,", "2014,AUS,Австралия,4,")
    project.replace("data/profile/table-1.3.1.csv", "2019,CAN,Канада,82,", "2019,CAN,Канада,83,")
    changed = project.command("build")
    assert changed.returncode == 0, changed.stderr
    numbers = (site / "notebooks" / "emigration.numbers.json").read_text(encoding="utf8")
    assert "45864" in numbers
    assert "45863" not in numbers
    assert '<data class="kz-num" value="45864"' in (site / "notebooks" / "emigration.html").read_text(encoding="utf8")


def test_publishing_swaps_a_link_and_keeps_the_edition_before(tmp_path, monkeypatch):
    monkeypatch.setattr(book, "BUILD", tmp_path)
    monkeypatch.setattr(book, "SITE", tmp_path / "site")
    rendered = tmp_path / "rendered"
    rendered.mkdir()
    editions = []
    for text in ("one", "two", "three"):
        (rendered / "index.html").write_text(text)
        assert book.publish(rendered).read_text() == text
        editions.append((tmp_path / "site").resolve().name)
    assert len(set(editions)) == 3
    assert {folder.name for folder in (tmp_path / "editions").iterdir()} == set(editions[1:])
    before = (tmp_path / "site").resolve()
    book.publish(rendered)
    assert (tmp_path / "site").resolve() == before


def test_two_builds_at_once_are_refused_in_one_line(project):
    import fcntl

    (project.folder / "_build").mkdir()
    with (project.folder / "_build" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = project.command("build")
    assert done.returncode == 1
    assert done.stderr == "error: another build runs in this folder; wait until it has ended\n"
