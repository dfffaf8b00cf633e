"""What a newcomer meets: README, make, licences, pins; and rules that hold for all our code."""

import ast
import json
import os
import re
import subprocess
import tomllib
from pathlib import Path

import jsonschema
import pytest
import yaml

from kzmigration.paths import ROOT

PYTHON_FILES = sorted([*(ROOT / "src").rglob("*.py"), *(ROOT / "tests").rglob("*.py")])


def make(*arguments, **environment):
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=ROOT,
        env=os.environ | {"MAKEFLAGS": ""} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def targets():
    return re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)


def test_help_has_a_line_for_every_target():
    shown = make("help").stdout.splitlines()
    assert [line.split()[1] for line in shown] == targets()
    assert all(len(line.split()) > 3 for line in shown)


def test_the_readme_shows_both_commands_on_its_first_screen_and_only_names_what_exists():
    text = (ROOT / "README.md").read_text(encoding="utf8")
    assert {"make book", "make test"} <= {line.split("  ")[0] for line in text.splitlines()[:12]}
    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", text, flags=re.MULTILINE)) <= set(targets())
    for link in re.findall(r"\]\((?!http)([^)]+)\)", text):
        assert (ROOT / link).exists(), link
    for path in re.findall(r"^\| `([^`]+)`", text, flags=re.MULTILINE):
        assert (ROOT / path).exists(), path


def test_the_developers_page_names_only_what_exists():
    text = (ROOT / "DEVELOPERS.md").read_text(encoding="utf8")
    for cell in re.findall(r"^\| (`[^|]+`) \|", text, flags=re.MULTILINE):
        paths = re.findall(r"`([^`]+)`", cell)
        for path in paths:
            folder = Path(paths[0]).parent if "/" not in path else Path()
            if "<" not in path and path != "_build/":
                assert (ROOT / folder / path).exists(), path


def test_the_citation_is_valid():
    schema = json.loads((ROOT / "tests/schemas/citation-file-format-1.2.0.json").read_text())
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf8"))
    jsonschema.validate(citation, schema)
    assert citation["authors"] == [{"name": "Project contributors"}]


def test_title_author_year_and_version_are_the_same_wherever_they_must_be_repeated():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf8"))
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf8"))
    package = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"]
    assert project["version"] == package["version"] == citation["version"]
    assert (config["title"], config["author"]) == (citation["title"], citation["authors"][0]["name"])
    assert config["copyright"] == citation["date-released"][:4]


PINS = sorted(str(file.relative_to(ROOT)) for glob in ("requirements*.txt", "tools/*.txt") for file in ROOT.glob(glob))


@pytest.mark.parametrize("name", PINS)
def test_every_pin_has_hashes_and_no_index_is_named(name):
    text = (ROOT / name).read_text()
    pins = re.findall(
        r"^[a-z0-9][^\n]*==[^\n]*\\\n((?:    --hash=sha256:[0-9a-f]{64}[^\n]*\n)+)", text, flags=re.MULTILINE
    )
    assert len(pins) == len(re.findall(r"^[a-z0-9].*==", text, flags=re.MULTILINE)) > 0
    assert not re.search(r"://|--index|--find-links", text)


def fake_python(folder, fails):
    """Make a Python that cannot do one thing."""
    program = folder / "python"
    program.write_text(
        f'#!/bin/sh\ncase "$2" in *{fails}*) exit 1;; esac\n[ "$1" = --version ] && echo Python 3.9\nexit 0\n'
    )
    program.chmod(0o755)
    return str(program)


def test_a_missing_venv_gives_one_clear_line(tmp_path):
    python = fake_python(tmp_path, "ensurepip")
    done = make("-s", ".venv/bin/.installed", "--assume-new=requirements.txt", f"PYTHON={python}")
    lines = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert done.returncode == 2
    assert lines == [
        f"error: {python} cannot make a virtual environment; on Debian or Ubuntu: sudo apt-get install python3-venv"
    ]


@pytest.mark.parametrize("old", [True, False])
def test_too_old_a_python_or_none_gives_one_clear_line(tmp_path, old):
    python = fake_python(tmp_path, "version_info") if old else ""
    done = make("-s", ".venv/bin/.installed", "--assume-new=requirements.txt", f"PYTHON={python}")
    lines = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert done.returncode == 2
    assert len(lines) == 1
    assert lines[0].startswith("error: Python 3.11 or newer is needed; found ")


@pytest.mark.parametrize("file", PYTHON_FILES, ids=lambda file: file.name)
def test_no_assert_that_cannot_fail(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf8"))):
        if isinstance(node, ast.Assert):
            never = isinstance(node.test, ast.Tuple | ast.Constant | ast.List | ast.JoinedStr)
            hidden = isinstance(node.test, ast.IfExp) and isinstance(node.test.orelse, ast.Constant)
            assert not never, f"{file.name}:{node.lineno}"
            assert not hidden, f"{file.name}:{node.lineno}"


@pytest.mark.parametrize("file", sorted((ROOT / "src").rglob("*.py")), ids=lambda file: file.name)
def test_a_module_stays_below_300_lines(file):
    lines = len(file.read_text(encoding="utf8").splitlines())
    assert lines <= 300
