"""The real otter-grader marks an assignment; ``make otter`` runs this, in an environment of its own."""

import json
import os
import shutil
import subprocess

import pytest

from kzmigration import otter_export
from kzmigration.paths import BUILD

BIN = BUILD / "otter" / "bin"
NOTEBOOK = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def otter(*arguments, cwd):
    environment = os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}", "JUPYTER_PATH": ""}
    command = [str(BIN / "otter"), *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def desk(thirty, tmp_path_factory):
    """Return a folder with the key and the archive that otter makes of the export, as its README says."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copy(thirty / "assignments" / "teacher" / "key.json", folder / "key.json")
    out = otter_export.write(folder / "key.json")
    assert otter_export.TESTED in otter("--version", cwd=folder).stdout
    names = sorted(file.name for file in (out / "files").iterdir())
    options = ["-t", "../tests", "-c", "../otter_config.json", "-o", "../autograder.zip"]
    done = otter("generate", *options, *names, cwd=out / "files")
    assert (out / "autograder.zip").is_file(), done.stdout + done.stderr
    return folder


def graded(desk, folder, submission):
    """Let otter mark what was handed in, and return points and words by question."""
    done = otter("run", "--no-logo", "-a", desk / "otter" / "autograder.zip", "-o", folder, submission, cwd=folder)
    assert (folder / "results.json").is_file(), done.stdout + done.stderr
    tests = json.loads((folder / "results.json").read_text(encoding="utf8"))["tests"]
    return {test["name"]: (test.get("score"), test["output"]) for test in tests}


def answers(desk, number):
    """Return the token, the entries of the key and right answers of one student."""
    key = json.loads((desk / "key.json").read_text(encoding="utf8"))
    token, student = list(key["students"].items())[number]
    entries = student["answers"]
    right = {
        id: one["value"] if one["decimals"] is None else round(one["value"], one["decimals"])
        for id, one in entries.items()
    }
    return token, entries, right


def hand_in(folder, token, given):
    text = {"format": 1, "chapter": "emigration", "student": token, "answers": given}
    (folder / f"answers-{token}.json").write_text(json.dumps(text), encoding="utf8")
    return folder / f"answers-{token}.json"


@pytest.mark.parametrize("number", [0, 7])
def test_a_right_copy_gets_all_points_whatever_its_variant(desk, tmp_path, number):
    token, entries, right = answers(desk, number)
    marks = graded(desk, tmp_path, hand_in(tmp_path, token, right))
    assert {id: marks[id][0] for id in entries} == dict.fromkeys(entries, 1)


def test_a_slip_gets_its_hint_and_no_point_and_so_does_what_is_missing(desk, tmp_path):
    token, entries, given = answers(desk, 3)
    slip = next(id for id, entry in entries.items() if entry["hints"])
    given[slip] = entries[slip]["hints"][0]["value"]
    del given["6a"]
    marks = graded(desk, tmp_path, hand_in(tmp_path, token, given))
    assert {id for id in entries if marks[id][0] == 0} == {slip, "6a"}
    assert entries[slip]["hints"][0]["says"] in " ".join(marks[slip][1].split())
    assert "No answer was given." in marks["6a"][1]


def test_a_notebook_that_comes_along_is_not_run(desk, tmp_path):
    token, entries, right = answers(desk, 5)
    (tmp_path / "in").mkdir()
    hand_in(tmp_path / "in", token, right)
    trace = tmp_path / "it-ran"
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "execution_count": None}
    cell["source"] = f"open({str(trace)!r}, 'w').close()"
    (tmp_path / "in" / "emigration.ipynb").write_text(json.dumps(NOTEBOOK | {"cells": [cell]}))
    shutil.make_archive(tmp_path / "handed-in", "zip", tmp_path / "in")
    marks = graded(desk, tmp_path, tmp_path / "handed-in.zip")
    assert {id: marks[id][0] for id in entries} == dict.fromkeys(entries, 1)
    assert not trace.exists()
