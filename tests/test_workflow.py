"""A whole build in a copy of the project: what runs again, and what a failure leaves behind."""

import hashlib
import json
import os
import re
import subprocess
import sys

import nbformat
import pytest

from kzmigration import parameters, workflow

pytestmark = pytest.mark.slow


def fingerprint(folder):
    """Return one checksum for every file below a folder."""
    sums = [hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.rglob("*")) if file.is_file()]
    return hashlib.sha256("".join(sums).encode()).hexdigest()


def test_a_build_its_repetition_and_what_failures_leave(project):
    site = project.with_small_chapters().folder / "_build" / "site"
    first = project.command("build")
    assert first.returncode == 0, first.stderr
    assert first.stdout.strip().endswith("_build/site/index.html")
    good = fingerprint(site)

    again = project.command("build")
    assert "running" not in again.stdout
    assert "rendering" not in again.stdout
    assert fingerprint(site) == good

    project.replace("book/method.md", "## Names", "## Names\n\nAsk for {num}`small/gone`.")
    failed = project.command("build")
    assert failed.returncode == 1
    assert "no chapter registered the number 'small/gone'" in failed.stderr
    assert fingerprint(site) == good
    project.replace("book/method.md", "\n\nAsk for {num}`small/gone`.", "")

    file = project.folder / "notebooks" / "small.ipynb"
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
    numbers = (site / "notebooks" / "small.numbers.json").read_text(encoding="utf8")
    assert "45864" in numbers
    assert "45863" not in numbers
    assert '<data class="kz-num" value="45864"' in (site / "notebooks" / "small.html").read_text(encoding="utf8")


def jobs_run(project):
    """Let Snakemake do what is to do, and return the rules and chapters that it ran."""
    done = subprocess.run(
        [sys.executable, "-m", "snakemake", "--cores", "2", "--nolock"],
        cwd=project.folder,
        env=os.environ | {"PYTHONPATH": str(project.folder / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(re.findall(r"(?:rule (?=validate|pages)|wildcards: chapter=)(\w+)", done.stderr))


def test_what_runs_after_a_change_and_that_no_stale_number_is_left(project, new_project):
    kept = ("emigration", "environment")
    project.with_chapters(*kept)
    package = project.folder / "data" / "datapackage.json"
    described = json.loads(package.read_text(encoding="utf8"))
    table = next(resource for resource in described["resources"] if resource["name"] == "table-1.3.1")
    described["resources"].append(table | {"name": "unread", "path": "profile/unread.csv"})
    package.write_text(json.dumps(described, ensure_ascii=False, indent=1) + "\n", encoding="utf8")
    read, unread = project.folder / "data" / table["path"], project.folder / "data" / "profile" / "unread.csv"
    unread.write_bytes(read.read_bytes())
    assert project.command("build").returncode == 0
    assert jobs_run(project) == set()

    project.replace("data/profile/unread.csv", "2019,CAN,Канада,82,", "2019,CAN,Канада,83,")
    assert jobs_run(project) == {"validate", "pages"}  # no chapter reads it, but the book offers all data as one ZIP

    project.replace("data/profile/table-1.3.1.csv", "2019,CAN,Канада,82,", "2019,CAN,Канада,83,")
    os.utime(read, (0, 0))  # as `cp -p` or an unpacked archive may leave it
    readers = {name for name in kept if "table-1.3.1" in parameters.resources_read(name)}
    assert jobs_run(project) == {"validate", *readers, "pages"}
    assert project.command("build").returncode == 0

    assert 0 < len(readers) < len(kept)

    clean = new_project("Көші-қон бейіні").with_chapters(*kept)
    for file in (package, read, unread):
        (clean.folder / file.relative_to(project.folder)).write_bytes(file.read_bytes())
    done = clean.command("build", LC_ALL="C")
    assert done.returncode == 0, done.stderr
    assert project.differing(project.site(), clean.site()) == []


def test_publishing_swaps_a_link_and_keeps_the_edition_before(tmp_path, monkeypatch):
    monkeypatch.setattr(workflow, "BUILD", tmp_path)
    monkeypatch.setattr(workflow, "SITE", tmp_path / "site")
    rendered = tmp_path / "rendered"
    rendered.mkdir()
    editions = []
    for text in ("one", "two", "three"):
        (rendered / "index.html").write_text(text)
        assert workflow.publish(rendered).read_text() == text
        editions.append((tmp_path / "site").resolve().name)
    assert len(set(editions)) == 3
    assert {folder.name for folder in (tmp_path / "editions").iterdir()} == set(editions[1:])
    before = (tmp_path / "site").resolve()
    workflow.publish(rendered)
    assert (tmp_path / "site").resolve() == before
