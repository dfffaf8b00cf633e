"""What is taken along as one file: whole, described, and the same bytes each time."""

import json
import os
import zipfile

import pytest
from frictionless import Package

from kzmigration import archives, citations, edition
from kzmigration.citations import Work
from kzmigration.data import package
from kzmigration.paths import DATA

CURRENT = edition.read().at("https://example.org", "")


@pytest.fixture
def written(tmp_path):
    """Return the content of a chapter's archive, made from a site with one figure."""
    for path, text in {
        "notebooks/who.ipynb": "{}",
        "notebooks/who.numbers.json": "[]",
        "notebooks/source/who.ipynb": "{ }",
        "published/who/fig-x/fig-x.csv": "year\n2014\n",
        "published/who/fig-x/fig-x.json": "{}",
        "published/who/fig-x/fig-x.svg": "<svg/>",
        "published/who/fig-x/fig-x-dark.svg": "<svg/>",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    work = Work("chapter", "who", "Who leaves?", "notebooks/who.html")
    citations.write(tmp_path / "notebooks" / "who", work, CURRENT)
    archives.write_chapter(tmp_path, "who", "Who leaves?", CURRENT)
    with zipfile.ZipFile(tmp_path / "notebooks" / "who.zip") as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_chapter_has_all_that_belongs_to_it(written):
    assert list(written) == [
        "who/README.txt",
        "who/published/fig-x/fig-x.csv",
        "who/published/fig-x/fig-x.json",
        "who/published/fig-x/fig-x.svg",
        "who/source/who.ipynb",
        "who/who.bib",
        "who/who.ipynb",
        "who/who.numbers.json",
        "who/who.ris",
    ]
    assert written["who/who.ipynb"] != written["who/source/who.ipynb"]


def test_its_readme_says_how_to_cite_and_which_licences_hold(written):
    text = written["who/README.txt"]
    assert text.startswith("Who leaves?\n")
    assert f"In {CURRENT.title} (Version {CURRENT.version}). https://example.org/notebooks/who.html" in text
    for words in ("CC BY 4.0", "MIT License", "no licence"):
        assert words in text


def test_an_archive_is_the_same_whatever_the_order_and_the_dates(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    for file in (one, two):
        file.write_text("same")
    os.utime(one, (0, 0))
    two.chmod(0o700)
    archives.write(tmp_path / "a.zip", {"x": one, "y": b"1"}, CURRENT.released)
    archives.write(tmp_path / "b.zip", {"y": b"1", "x": two}, CURRENT.released)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert [entry.filename for entry in archive.infolist()] == ["x", "y"]
        released = (CURRENT.released.year, CURRENT.released.month, CURRENT.released.day, 0, 0, 0)
        assert {entry.date_time for entry in archive.infolist()} == {released}


def test_the_data_package_is_whole_and_names_every_licence(tmp_path):
    archives.write_data(tmp_path / "data.zip", CURRENT)
    with zipfile.ZipFile(tmp_path / "data.zip") as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / "kzmigration-data"
    readme = (folder / "README.txt").read_text(encoding="utf8")
    assert len(package()["resources"]) == len(Package.from_descriptor(str(folder / "datapackage.json")).resources)
    for resource in package()["resources"]:
        assert (folder / resource["path"]).read_bytes() == (DATA / resource["path"]).read_bytes()
        _, _, told = readme.partition(f"\n{resource['path']}: {resource['title']}\n")
        assert told.startswith(f"  licence: {resource['licenses'][0]['name']}")
    inside = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    ours = {file.relative_to(DATA).as_posix() for file in DATA.rglob("*") if file.is_file()}
    of_the_book = {"record.json"}  # what the book's numbers were, which is not data
    assert inside == ours - of_the_book | {"README.txt", "CITATION.cff"}
    assert json.loads((folder / "datapackage.json").read_text(encoding="utf8")) == package()
    assert f"{CURRENT.title}: data (Version {CURRENT.version}) [Data set]. https://example.org/data.zip" in readme


def test_what_is_named_a_program_is_one_where_it_is_unpacked(tmp_path):
    archives.write(tmp_path / "a.zip", {"run": b"#!/bin/sh", "text": b"1"}, CURRENT.released, frozenset({"run"}))
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert [entry.external_attr >> 16 for entry in archive.infolist()] == [0o100755, 0o100644]
