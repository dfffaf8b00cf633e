"""The ZIP to take along: what is in it, that it opens from a folder, and that it sets itself up without a network."""

import os
import re
import subprocess
import sys
import zipfile

import pytest

from kzmigration import offline, pdf
from kzmigration.errors import BookError
from kzmigration.paths import ROOT


@pytest.fixture
def small(tmp_path):
    """Return folders of a site and of packages that hold next to nothing."""
    for name, content in {"site/index.html": "a", "site/book/index.html": "b", "wheels/x-1-any.whl": "c"}.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    return tmp_path


def unpacked(file, folder):
    """Unpack as `unzip` does, with the rights of each file; return the one folder inside."""
    with zipfile.ZipFile(file) as archive:
        for entry in archive.infolist():
            path = archive.extract(entry, folder)
            os.chmod(path, entry.external_attr >> 16)
    (inside,) = folder.iterdir()
    return inside


def test_it_holds_site_source_and_packages_and_twice_the_same(small, tmp_path):
    one = offline.make(small / "site", tmp_path / "one.zip", small / "wheels")
    os.utime(small / "site" / "index.html", (1e9, 1e9))
    other = offline.make(small / "site", tmp_path / "other.zip", small / "wheels")
    assert one.read_bytes() == other.read_bytes()
    with zipfile.ZipFile(one) as archive:
        names = {name.removeprefix(f"{offline.NAME}/") for name in archive.namelist()}
    assert {"README.txt", "index.html", "site/book/index.html", "wheels/x-1-any.whl"} <= names
    assert {"source/Makefile", "source/data/datapackage.json", "source/notebooks/emigration.ipynb"} <= names
    assert {f"source/{name}" for name in offline.tracked(ROOT) if not name.startswith(offline.TEACHERS)} <= names
    assert not [name for name in names if "_build" in name or ".venv" in name or name.startswith("/")]


def test_the_readme_is_one_screen_and_names_only_what_is_there(small, tmp_path):
    folder = unpacked(offline.make(small / "site", tmp_path / "a.zip", small / "wheels"), tmp_path / "out")
    text = (folder / "README.txt").read_text()
    assert len(text.splitlines()) <= 28
    assert max(map(len, text.splitlines())) <= 100
    for path in re.findall(r"\b(?:source|site|wheels)/[\w./]*\w|index\.html", text):
        assert (folder / path).exists(), path
    assert os.access(folder / "source" / ".ci" / "run", os.X_OK)


def test_without_git_the_source_is_not_guessed(tmp_path):
    with pytest.raises(BookError, match="git does not say which files are the source: fatal: not a git repository"):
        offline.tracked(tmp_path)


@pytest.mark.site
@pytest.mark.slow
@pytest.mark.browser
def test_it_opens_from_a_folder_with_the_network_off(site, tmp_path):
    try:
        program = pdf.browser()
    except BookError as error:
        pytest.skip(str(error))
    (tmp_path / "none").mkdir()
    stick = tmp_path / "USB stick, қазақша"
    folder = unpacked(offline.make(site, tmp_path / "book.zip", tmp_path / "none"), stick)
    flags = ["--headless", "--disable-gpu", *pdf.as_root(), pdf.NO_NETWORK, f"--user-data-dir={tmp_path}/profile"]
    command = [program, *flags, "--virtual-time-budget=5000", "--dump-dom", (folder / "index.html").as_uri()]
    shown = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    assert "<h1>The recomputed Migration Profile of Kazakhstan" in shown
    for file in (folder / "site").rglob("*.html"):
        assert file.read_bytes() == (site / file.relative_to(folder / "site")).read_bytes()


@pytest.mark.slow
def test_it_sets_itself_up_from_its_packages_and_checks_the_data_with_the_network_off(small, tmp_path):
    folder = unpacked(offline.make(small / "site", tmp_path / "a.zip", offline.download()), tmp_path / "out")
    cut = ["unshare", "--map-root-user", "--net"]
    try:
        can_cut = subprocess.run([*cut, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        can_cut = False

    def call(*command):
        """Call a command of the README, cut off from any network where the system lets us."""
        done = subprocess.run(
            [*(cut if can_cut else []), *command],
            cwd=folder / "source",
            env=os.environ | {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "../wheels", "MAKEFLAGS": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    call("make", ".venv/bin/.installed", f"PYTHON={sys.executable}")
    assert call(".venv/bin/python", "-m", "kzmigration", "validate").startswith("data: ")
    assert call(
        ".venv/bin/python", "-c", "import jupyter_book, papermill, kzmigration; print(kzmigration.__file__)"
    ) == (f"{folder}/source/src/kzmigration/__init__.py\n")
