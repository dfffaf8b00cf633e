"""Releases and frozen editions, in a repository of their own."""

import dataclasses
import hashlib
import json
import os
import subprocess
import zipfile

import jsonschema
import pytest
import yaml

from kzmigration import edition, editions, release
from kzmigration.errors import BookError
from kzmigration.paths import ROOT

FIRST = dataclasses.replace(edition.read(), version="1.0.0").at("https://example.org", "https://github.com/a/b")
SECOND = dataclasses.replace(FIRST, version="2.0.0")
WHO = {f"GIT_{role}_{key}": "somebody" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """Return a repository with one commit, which stands for ours; what is built in it is not tracked."""
    folder = tmp_path / "repository"
    folder.mkdir()
    for key in [key for key in os.environ if key.startswith("GIT_")]:
        monkeypatch.delenv(key)
    monkeypatch.setattr(editions, "ROOT", folder)
    monkeypatch.setattr(release, "BUILD", folder / "_build")
    (folder / ".gitignore").write_text("_build/\n*.zip\n")
    (folder / "code.py").write_text("1\n")
    for command in (["init", "--quiet", "--initial-branch=main"], ["add", "."], ["commit", "--quiet", "-m", "first"]):
        subprocess.run(["git", *command], cwd=folder, env=os.environ | WHO, check=True)
    return folder


def site(folder, text):
    """Make a site, with a file that the repository ignores."""
    out = folder / "_build" / "rendered"
    (out / "notebooks").mkdir(parents=True, exist_ok=True)
    (out / "index.html").write_text(text)
    (out / "notebooks" / "who.zip").write_bytes(b"\r\n\x00")
    return out


def test_an_edition_stays_as_it_is_when_the_book_goes_on(repository, tmp_path):
    (tmp_path / "out").mkdir()
    out = tmp_path / "out" / "pages"
    assert editions.collect(site(repository, "before"), out) == []
    first = editions.freeze(site(repository, "one"), FIRST)
    assert editions.freeze(site(repository, "one"), FIRST) == first  # again, and nothing changes
    with pytest.raises(BookError, match=r"edition v1 is frozen, and this site differs from it"):
        editions.freeze(site(repository, "one, mended"), FIRST)
    assert editions.freeze(site(repository, "two"), SECOND) != first
    assert editions.collect(site(repository, "three"), out) == ["v1", "v2"]
    texts = {str(file.relative_to(out)): file.read_text() for file in out.rglob("index.html")}
    assert texts == {"index.html": "three", "v1/index.html": "one", "v2/index.html": "two"}
    assert (out / "v1" / "notebooks" / "who.zip").read_bytes() == b"\r\n\x00"
    assert release.clean_commit()  # the working copy was not touched
    assert editions.git("branch", "--show-current") == "main"


def test_a_fresh_clone_finds_what_was_pushed(repository, tmp_path, monkeypatch):
    subprocess.run(["git", "init", "--quiet", "--bare", str(tmp_path / "home")], check=True)
    editions.freeze(site(repository, "one"), FIRST, push=str(tmp_path / "home"))
    clone = tmp_path / "clone"
    editions.git("push", str(tmp_path / "home"), "main")
    subprocess.run(["git", "clone", "--quiet", "--branch=main", str(tmp_path / "home"), str(clone)], check=True)
    monkeypatch.setattr(editions, "ROOT", clone)
    assert editions.collect(site(clone, "now"), tmp_path / "pages") == ["v1"]
    with pytest.raises(BookError, match="edition v1 is frozen"):
        editions.freeze(site(clone, "other"), FIRST)


def test_a_release_holds_all_and_is_the_same_twice(repository, monkeypatch):
    built = site(repository, "one")
    first = {file.name: file.read_bytes() for file in release.bundle(built, FIRST.frozen(), "v1.0.0").iterdir()}
    os.utime(built / "index.html", (0, 0))
    monkeypatch.setenv("TZ", "Asia/Almaty")
    folder = release.bundle(built, FIRST.frozen())
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == first
    stem = "kzmigration-1.0.0"
    zips = {f"{stem}-{part}.zip" for part in ("site", "data", "source")}
    assert set(first) == zips | {"CITATION.cff", ".zenodo.json", "README.txt", "SHA256SUMS"}
    sums = dict(reversed(line.split("  ")) for line in first["SHA256SUMS"].decode().splitlines())
    assert sums == {n: hashlib.sha256(content).hexdigest() for n, content in first.items() if n != "SHA256SUMS"}
    names = {part: zipfile.ZipFile(folder / f"{stem}-{part}.zip").namelist() for part in ("site", "source")}
    assert names["site"] == [f"{stem}-site/index.html", f"{stem}-site/notebooks/who.zip"]
    assert set(names["source"]) == {f"{stem}/", f"{stem}/.gitignore", f"{stem}/code.py"}
    commit = editions.git("rev-parse", "HEAD")
    assert commit in first["README.txt"].decode()
    citation = yaml.safe_load(first["CITATION.cff"])
    schema = json.loads((ROOT / "tests/schemas/citation-file-format-1.2.0.json").read_text())
    jsonschema.validate(citation, schema)
    assert citation["commit"] == commit
    assert citation["url"] == "https://example.org/v1/book/index.html"
    assert citation["repository-code"] == "https://github.com/a/b"


def test_zenodo_gets_what_it_asks_for():
    told = release.zenodo(FIRST)
    asked = {"title", "upload_type", "publication_type", "description", "creators", "publication_date", "license"}
    assert asked <= set(told)
    assert told["creators"] == [{"name": "Project contributors"}]
    assert [entry["identifier"] for entry in told["related_identifiers"]] == [
        "https://example.org/book/index.html",
        "https://github.com/a/b",
    ]
    assert "related_identifiers" not in release.zenodo(FIRST.at("", ""))


def test_a_release_is_of_a_commit_and_of_its_own_tag(repository):
    with pytest.raises(BookError, match=r"the tag is v1\.0\.1, .* expected v1\.0\.0"):
        release.bundle(site(repository, "one"), FIRST, "v1.0.1")
    (repository / "code.py").write_text("2\n")
    with pytest.raises(BookError, match=r"commit first: .* 1 files differ from it: code\.py"):
        release.bundle(site(repository, "one"), FIRST)
    assert not (repository / "_build" / "release").exists()


def test_outside_a_repository_git_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(editions, "ROOT", tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(BookError, match=r"git status failed: .*not a git repository"):
        release.clean_commit()


@pytest.mark.parametrize("name", ["edition", "pages"])
def test_workflows_only_call_make(name):
    text = (ROOT / ".github" / "workflows" / f"{name}.yml").read_text(encoding="utf8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf8")
    (job,) = yaml.safe_load(text)["jobs"].values()
    commands = [step["run"] for step in job["steps"] if "run" in step]
    assert commands
    for command in commands:
        make, target = command.split()
        assert make == "make"
        assert f"\n{target}: " in makefile
    assert all("run" in step or step["uses"].startswith("actions/") for step in job["steps"])
