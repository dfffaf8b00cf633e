"""What notes the answers: it knows forms and no values, and Python alone is enough for it."""

import json
import shutil
import subprocess
import sys

import numpy as np
import pytest

from kzmigration import hand_in

SHARE, WHOLE, YEAR = {"kind": "share"}, {"kind": "whole"}, {"kind": "year", "low": 2014, "high": 2019}
NUMBER, CHOICE, TEXT = {"kind": "number"}, {"kind": "choice", "options": ["DEU", "RUS"]}, {"kind": "text"}
LONG = "A sentence that says why. "
TAKEN = [
    (0.2793, SHARE, 0.2793),
    (0, SHARE, 0),
    (np.float64(0.5), SHARE, 0.5),
    (np.int64(2016), YEAR, 2016),
    (2016.0, YEAR, 2016),
    (-12.5, NUMBER, -12.5),
    (412, WHOLE, 412),
    (" deu ", CHOICE, "DEU"),
    (LONG + "\ud800", TEXT, LONG + "\ufffd"),
]


@pytest.mark.parametrize(("value", "form", "noted"), TAKEN)
def test_a_form_that_is_right_is_taken(value, form, noted):
    found, problem = hand_in.read(value, form)
    assert (found, problem) == (noted, "")
    assert type(found) in (int, float, str)


REFUSED = [
    (27.93, SHARE, "found 27.93; 27.93 percent would be 0.2793"),
    (-0.1, SHARE, "expected a share between 0 and 1, found -0.1"),
    ("0.5", SHARE, "found '0.5'; a number is written without quotes"),
    (..., SHARE, "found Ellipsis"),
    (True, NUMBER, "expected a number, found True"),
    (float("nan"), NUMBER, "found nan"),
    (float("inf"), NUMBER, "found inf"),
    pytest.param(10**400, NUMBER, "found 1000", id="400 digits"),
    pytest.param(10**5000, NUMBER, "found something very long", id="5,000 digits"),
    (np.array([1, 2]), NUMBER, "expected a number, found array"),
    (4.5, WHOLE, "expected a whole number, 0 or more, found 4.5"),
    (2020, YEAR, "expected a year from 2014 to 2019, found 2020"),
    ("XYZ", CHOICE, "expected one of DEU, RUS, found 'XYZ'"),
    ("...", CHOICE, "found '...'"),
    (5, CHOICE, "in quotes, found 5"),
    ("short", TEXT, "expected a text of 20 to 4,000 characters, found 5"),
    ("." * 30, TEXT, "expected a text"),
    pytest.param("x" * 4001, TEXT, "found 4,001", id="4,001 characters"),
]


@pytest.mark.parametrize(("value", "form", "says"), REFUSED)
def test_a_form_that_is_wrong_is_said_at_once(value, form, says):
    found, problem = hand_in.read(value, form)
    assert found is None
    assert says in problem


def test_a_students_copy_notes_answers_with_python_alone(tmp_path):
    """-S leaves out every package, so the copy stands on its own."""
    folder = tmp_path / "Апта 3, O'Brien"
    folder.mkdir()
    shutil.copy(hand_in.__file__, folder / "hand_in.py")
    forms = {"1a": YEAR, "2a": SHARE}
    told = {"format": 1, "chapter": "emigration", "student": "0" * 12, "answers": "answers-0.json", "forms": forms}
    (folder / "assignment.json").write_text(json.dumps(told))
    lines = ['answer("2a", 0.5)', 'answer("9z", 1)', 'answer("2a", 50)', 'answer("1a", 2015)', 'answer("2a", 0.25)']
    (folder / "solved.py").write_text("\n".join(["from hand_in import answer", *lines]))
    done = subprocess.run(
        [sys.executable, "-S", folder / "solved.py"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    said = done.stdout.splitlines()
    assert said[0].startswith(
        "2a is noted, and is a share between 0 and 1. Whether it is right is for grading. To come"
    )
    assert said[1] == "Nothing is noted: there is no question '9z'; there are 1a, 2a."
    assert said[2].startswith("2a is NOT noted: expected a share between 0 and 1, found 50; 50 percent would be 0.5")
    assert said[3].endswith("That was the last one: hand in answers-0.json.")
    noted = json.loads((folder / "answers-0.json").read_text())
    assert noted == {"format": 1, "chapter": "emigration", "student": "0" * 12, "answers": {"1a": 2015, "2a": 0.25}}
    assert not list(folder.glob("*.new"))
