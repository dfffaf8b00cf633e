"""Grading: rounding is respected, slips are named, and no file that is handed in can do anything or stop the run."""

import csv
import json
import os
import re
import shutil

import pytest
from typer.testing import CliRunner

from kzmigration import grade, marking, submissions
from kzmigration.cli import app
from kzmigration.errors import DataError

ANNA, BOLAT = "a" * 12, "b" * 12
NUMBER, SHARE = {"kind": "number", "decimals": 1}, {"kind": "share", "decimals": 4}
ASKS = {
    "1a": {"form": SHARE, "exercise": "1"},
    "1b": {"form": NUMBER, "exercise": "1"},
    "1c": {"form": {"kind": "choice", "options": ["DEU", "RUS"]}, "exercise": "1"},
    "1d": {"form": {"kind": "text"}, "exercise": "1", "rubric": "Three things."},
}
ENTRIES = {
    "1a": {
        "value": 0.08048,
        "room": 0.00005,
        "decimals": 4,
        "how": "x",
        "hints": [{"value": 0.09, "says": "Of what?"}],
    },
    "1b": {"value": -12.25, "room": 0.05, "decimals": 1, "how": "x", "hints": []},
    "1c": {"value": "DEU", "room": 0, "decimals": None, "how": "x", "hints": [{"value": "RUS", "says": "Too far."}]},
}
WHY = "Because the first years are left out."


def student(id, name):
    questions = {ask: f"Question {ask}?" for ask in ASKS}
    return {"id": id, "name": name, "folder": f"emigration-{id}", "questions": questions, "answers": ENTRIES}


KEY = {
    "format": 1,
    "chapter": "emigration",
    "title": "Emigration",
    "asks": ASKS,
    "students": {ANNA: student("anna", "Anna"), BOLAT: student("bolat", "")},
}
RIGHT = {"1a": 0.0805, "1b": -12.3, "1c": "DEU", "1d": WHY}


def handed_in(token=BOLAT, answers=RIGHT, **changes):
    return json.dumps({"format": 1, "chapter": "emigration", "student": token, "answers": answers} | changes).encode()


@pytest.fixture
def desk(tmp_path):
    """Return a folder with a key, and what Bolat handed in as he should."""
    (tmp_path / "key.json").write_text(json.dumps(KEY))
    (tmp_path / "in" / "Bolat").mkdir(parents=True)
    (tmp_path / "in" / "Bolat" / f"answers-{BOLAT}.json").write_bytes(handed_in())
    return tmp_path


def graded(desk):
    """Grade, and return the messages and the rows of the table by id."""
    done = grade.grade(desk / "in", desk / "key.json", desk / "out")
    with done.table.open(encoding="utf8", newline="") as file:
        return done, {row["id"]: row for row in csv.DictReader(file)}


def test_right_answers_get_full_marks_and_who_hands_in_nothing_is_told(desk):
    done, rows = graded(desk)
    assert (done.students, done.graded, done.messages) == (2, 1, ())
    assert rows["bolat"] == {
        "id": "bolat", "name": "", "1a": "1", "1b": "1", "1c": "1", "1d": "", "points": "3", "of": "3",
        "texts_to_read": "1", "message": "",
    }  # fmt: skip
    assert (rows["anna"]["points"], rows["anna"]["message"]) == ("", "nothing was handed in")
    assert "3 of 3 points" in (desk / "out" / "pages" / "emigration-bolat.html").read_text(encoding="utf8")
    assert "nothing was handed in" in (desk / "out" / "pages" / "emigration-anna.html").read_text(encoding="utf8")
    read = (desk / "out" / "to-read.html").read_text(encoding="utf8")
    assert WHY in read
    assert "Three things." in read


ROUNDED = [("1a", given, 1) for given in (0.0805, 0.08048, 0.080482, 0.08053)]
ROUNDED += [("1a", given, 0) for given in (0.0804, 0.08, 0.0806)]
ROUNDED += [("1b", given, 1) for given in (-12.2, -12.3, -12.25, -12.251)] + [
    ("1b", given, 0) for given in (-12.1, -12)
]


@pytest.mark.parametrize(("id", "given", "points"), ROUNDED)
def test_tolerances_respect_rounding(id, given, points):
    marks = marking.marked({id: given}, KEY["students"][ANNA], ASKS)
    assert {mark.question: mark.points for mark in marks}[id] == points


HINTS = [
    ("1a", 0.09, "Of what?"),
    ("1a", 0.08, "It is rounded too far. Give 4 decimals."),
    ("1a", 0.0804, "It is cut off where it should be rounded."),
    (
        "1a",
        80.48,
        "It has not the form that is asked for: expected a share between 0 and 1, found 80.48; 80.48 percent",
    ),
    ("1a", 0.5, marking.NO_HINT),
    ("1b", 12.25, "The sign is the wrong way round."),
    ("1b", -0.1225, "A share for percent? It is a hundred times too little."),
    ("1b", -1225, "Percent for a share? It is a hundred times too much."),
    ("1b", -12250, "it is a thousand times too much"),
    ("1b", -12, "It is rounded too far. Give 1 decimals."),
    ("1c", "RUS", "Too far."),
    ("1c", "KAZ", "It has not the form that is asked for: expected one of DEU, RUS, found 'KAZ'"),
    ("1d", "short", "It has not the form that is asked for"),
]


@pytest.mark.parametrize(("id", "given", "says"), HINTS)
def test_a_slip_is_named_and_the_right_answer_is_not(id, given, says):
    marks = {mark.question: mark for mark in marking.marked({id: given}, KEY["students"][ANNA], ASKS)}
    assert says in marks[id].says
    assert marks[id].points == 0
    assert not re.search(r"0\.080|12\.[23]", marks[id].says)
    assert all(mark.says == "No answer was given." for name, mark in marks.items() if name != id)


deep = "[" * 40_000 + "]" * 40_000
HOSTILE = {
    "empty": (b"", "it is no JSON that answer() writes"),
    "no JSON": (b"import os; os.remove('x')", "it is no JSON that answer() writes"),
    "half": (handed_in()[:40], "it is no JSON that answer() writes"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00", "it is no text in UTF-8"),
    "too large": (b" " * 100_001, "it has more than 100,000 bytes"),
    "deep lists": (deep.encode(), "it is no JSON that answer() writes"),
    "a number of 5,000 digits": (b"9" * 5000, "it is no JSON that answer() writes"),
    "NaN": (handed_in(ANNA).replace(b"0.0805", b"NaN"), "it holds NaN, which is no number"),
    "infinite": (handed_in(ANNA).replace(b"0.0805", b"-Infinity"), "it holds -Infinity, which is no number"),
    "an entry twice": (handed_in(ANNA).replace(b'"1a"', b'"1b"', 1), "it has an entry twice"),
    "a list": (b"[]", "it is no file that answer() writes"),
    "answers in a list": (handed_in(ANNA, [1, 2]), "it is no file that answer() writes"),
    "more than is asked for": (handed_in(ANNA, points=100), "it is no file that answer() writes"),
    "another chapter": (handed_in(ANNA, chapter="law"), "it is not of this assignment, on the chapter emigration"),
    "a newer format": (handed_in(ANNA, format=2), "it is not of this assignment"),
    "no student": (handed_in(None), "it does not say whose it is"),
    "a path for a student": (handed_in("../../../etc"), "it does not say whose it is"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_file_that_cannot_be_read_costs_its_student_a_message_and_nobody_else(desk, case):
    content, says = HOSTILE[case]
    (desk / "in" / f"answers-{ANNA}.json").write_bytes(content)
    done, rows = graded(desk)
    assert says in rows["anna"]["message"]
    assert rows["anna"]["points"] == ""
    assert [says in message for message in done.messages] == [True]
    assert rows["bolat"]["points"] == "3"
    assert says in (desk / "out" / "pages" / "emigration-anna.html").read_text(encoding="utf8").replace("&#39;", "'")


ANSWERS = {
    "markup": ("1d", "<script>alert(1)</script> and <img src=x onerror=alert(1)>"),
    "a formula": ("1d", '=HYPERLINK("http://x";"y") and more of the same'),
    "a template": ("1d", "{{ 7 * 7 }} {% for x in ().__class__ %} is what I think"),
    "what nobody sees": ("1d", "It is \u202eright to left\u202c and \x00 nothing \ud800"),
    "half a pair": ("1c", "\ud800"),
    "a list for a number": ("1a", [[[0.0805]]]),
    "an object for a number": ("1a", {"__class__": "float", "value": 0.0805}),
    "true for a number": ("1a", True),
    "nothing for a number": ("1a", None),
    "a very large number": ("1b", 10**300),
    "lists in lists": ("1a", json.loads("[" * 300 + "]" * 300)),
    "a question that is not asked": ("9z", "=1+1"),
    "a long text": ("1d", "x " * 40_000),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_an_answer_can_be_anything_and_does_nothing(desk, case):
    id, given = ANSWERS[case]
    (desk / "in" / f"answers-{ANNA}.json").write_bytes(handed_in(ANNA, {**RIGHT, id: given}))
    done, rows = graded(desk)
    assert done.graded == 2
    assert rows["anna"]["points"] == ("3" if id in ("1d", "9z") else "2")
    for file in (desk / "out").rglob("*.html"):
        text = file.read_text(encoding="utf8")
        assert not re.search(r"<script|<img|[\x00\u202e]", text)
        assert "default-src 'none'" in text
    assert "HYPERLINK" not in done.table.read_text(encoding="utf8")


def test_files_that_are_no_answers_are_passed_over_and_nothing_outside_is_read(desk):
    folder = desk / "in" / "Anna"
    folder.mkdir()
    shutil.copy(desk / "key.json", desk / "secret.json")
    (folder / "answers.json").symlink_to(desk / "secret.json")
    (folder / "up").symlink_to(desk)
    (folder / "solved.ipynb").write_text("{}")
    (folder / "run.py").write_text("raise SystemExit")
    (folder / "assignment.json").write_text("{}")
    (folder / "folder.json").mkdir()
    os.mkfifo(folder / "pipe.json")  # who opened it would wait for ever
    done, rows = graded(desk)
    assert sorted(done.messages) == [
        "Anna/answers.json: it is no ordinary file",
        "Anna/pipe.json: it is no ordinary file",
    ]
    assert rows["anna"]["message"] == "nothing was handed in"


def test_the_names_that_browsers_and_moodle_give_are_known(desk):
    folder = desk / "in" / "Anna O'B_123_assignsubmission_file"
    folder.mkdir()
    (folder / f"answers-{ANNA} (1).json").write_bytes(b"\xef\xbb\xbf" + handed_in(ANNA))
    assert graded(desk)[1]["anna"]["points"] == "3"
    (folder / f"answers-{ANNA} (1).json").write_bytes(b"broken")
    assert graded(desk)[1]["anna"]["message"] == "it is no JSON that answer() writes"


def test_two_files_of_one_student_count_only_if_they_agree(desk):
    (desk / "in" / "again.json").write_bytes(handed_in())
    assert graded(desk)[1]["bolat"]["points"] == "3"
    (desk / "in" / "again.json").write_bytes(handed_in(answers={**RIGHT, "1c": "RUS"}))
    done, rows = graded(desk)
    assert rows["bolat"]["message"] == "two files that differ were handed in, so neither is graded"
    assert done.graded == 0
    assert "differ" in done.messages[0]
    (desk / "in" / "again.json").write_bytes(handed_in("c" * 12))
    assert graded(desk)[0].messages == ("again.json: its student is not in the key",)


@pytest.mark.parametrize("content", ["", "[]", "{}", json.dumps({**KEY, "format": 9}), deep])
def test_a_key_that_is_none_is_refused(desk, content):
    (desk / "key.json").write_text(content)
    with pytest.raises(DataError, match="--key: expected the key that assign wrote"):
        grade.grade(desk / "in", desk / "key.json", desk / "out")


def test_a_folder_that_holds_something_else_is_left_alone(desk):
    (desk / "out").mkdir()
    (desk / "out" / "thesis.txt").write_text("x")
    with pytest.raises(DataError, match="--out: expected a new folder, or that of an earlier grading"):
        grade.grade(desk / "in", desk / "key.json", desk / "out")
    with pytest.raises(DataError, match="submissions: expected a folder with what was handed in"):
        submissions.read_all(desk / "none", "emigration")


def test_the_command_line_names_what_somebody_should_look_at(desk):
    (desk / "in" / f"answers-{ANNA}.json").write_bytes(b"broken")
    asked = ["grade", str(desk / "in"), "--key", str(desk / "key.json"), "--out", str(desk / "out")]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        f"note: answers-{ANNA}.json: it is no JSON that answer() writes",
        f"1 of 2 students are graded: {desk / 'out' / 'grades.csv'}",
    ]
