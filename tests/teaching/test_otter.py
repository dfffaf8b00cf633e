"""The export for otter-grader: its form, to the letter, and that it marks as ``grade`` does with Python alone."""

import json
import shutil
import subprocess
import sys

import pytest

from kzmigration import marking, otter_export
from kzmigration.errors import DataError

ASKED = ["1a", "1b", "1c", "2a", "2b", "3a", "3b", "4a", "5a", "5b", "6a", "6b"]  # all but the texts
TEST_2A = """\
from otter.test_files import test_case

from otter_check import check

OK_FORMAT = False

name = "2a"
points = 1


@test_case(name="2a", points=1, hidden=False)
def test_2a():
    check("2a")
"""
# As the tests do it, without any package that is installed, and without this one.
ASK = """\
import json, sys
sys.path.insert(0, sys.argv[1])
import otter_check
said = {}
for question in sys.argv[2:]:
    try:
        otter_check.check(question)
        said[question] = "Right."
    except AssertionError as error:
        said[question] = str(error)
print(json.dumps(said))
"""


@pytest.fixture
def exported(thirty, tmp_path):
    """Return the folder of the export, beside a copy of the key."""
    shutil.copy(thirty / "assignments" / "teacher" / "key.json", tmp_path / "key.json")
    return otter_export.write(tmp_path / "key.json")


def right_answers(student, asks):
    """Return the answers as a student rounds them; texts are left out."""
    entries = student["answers"].items()
    return {
        id: entry["value"] if entry["decimals"] is None else round(entry["value"], entry["decimals"])
        for id, entry in entries
    }


def handed_in(folder, token, answers, name="answers"):
    text = {"format": 1, "chapter": "emigration", "student": token, "answers": answers}
    (folder / f"{name}-{token}.json").write_text(json.dumps(text), encoding="utf8")


def asked(folder):
    command = [sys.executable, "-I", "-S", "-c", ASK, str(folder), *ASKED]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_the_export_is_a_test_a_question_and_files_that_take_python_alone(exported):
    found = {str(file.relative_to(exported)) for file in exported.rglob("*") if file.is_file()}
    along = ["answer_files.py", "emigration.ipynb", "hand_in.py", "key.json", "marking.py", "otter_check.py"]
    tests = {f"tests/q{id}.py" for id in ASKED}
    assert found == tests | {f"files/{name}" for name in along} | {"README.txt", "otter_config.json"}
    assert (exported / "tests" / "q2a.py").read_text() == TEST_2A
    assert json.loads((exported / "otter_config.json").read_text()) == {"show_all_public": True}
    notebook = json.loads((exported / "files" / "emigration.ipynb").read_text())
    assert [cell["cell_type"] for cell in notebook["cells"]] == ["markdown"]
    assert "kzmigration" not in "".join(file.read_text() for file in exported.glob("files/*.py"))


def test_names_and_ids_of_students_stay_with_the_teacher(exported):
    key = json.loads((exported.parent / "key.json").read_text(encoding="utf8"))
    text = "".join(file.read_text(encoding="utf8") for file in exported.rglob("*") if file.is_file())
    for student in key["students"].values():
        assert f'"{student["id"]}"' not in text
        assert not student["name"] or student["name"] not in text
        assert student["folder"] not in text


def test_it_marks_right_and_wrong_answers_as_grade_does(exported, tmp_path):
    key = json.loads((tmp_path / "key.json").read_text(encoding="utf8"))
    token, student = next(iter(key["students"].items()))
    answers = right_answers(student, key["asks"])
    folder = tmp_path / "submission"
    shutil.copytree(exported / "files", folder)
    handed_in(folder, token, answers)
    assert asked(folder) == dict.fromkeys(ASKED, "Right.")
    slip = next(id for id in ASKED if student["answers"][id]["hints"])
    answers[slip] = student["answers"][slip]["hints"][0]["value"]
    answers["6b"] = 10 * answers["6b"] + 7
    del answers["6a"]
    handed_in(folder, token, answers)
    said = asked(folder)
    marks = {mark.question: mark for mark in marking.marked(answers, student, key["asks"])}
    assert said == {id: marks[id].says for id in ASKED}
    assert said[slip] == student["answers"][slip]["hints"][0]["says"]
    assert (said["6a"], said["6b"]) == ("No answer was given.", marking.NO_HINT)


def test_no_file_two_that_differ_and_one_of_another_class_get_no_point(exported, tmp_path):
    key = json.loads((tmp_path / "key.json").read_text(encoding="utf8"))
    (token, student), (other, _) = list(key["students"].items())[:2]
    folder = tmp_path / "submission"
    shutil.copytree(exported / "files", folder)
    assert set(asked(folder).values()) == {"No answers could be read: hand in the file answers-….json."}
    (folder / "broken.json").write_text("{")
    said = "No answers could be read: broken.json: it is no JSON that answer() writes."
    assert set(asked(folder).values()) == {said}
    handed_in(folder, "0" * 12, {})
    assert set(asked(folder).values()) == {"These answers are to a copy that is not of this class."}
    (folder / f"answers-{'0' * 12}.json").unlink()
    handed_in(folder, token, right_answers(student, key["asks"]))
    assert set(asked(folder).values()) == {"Right."}
    handed_in(folder, other, {})
    assert set(asked(folder).values()) == {"Two files of answers that differ were handed in, so neither is graded."}


def test_an_earlier_export_is_replaced_and_anything_else_is_refused(exported):
    (exported / "tests" / "q9a.py").write_text("an older exercise")
    assert otter_export.write(exported.parent / "key.json") == exported
    assert not (exported / "tests" / "q9a.py").exists()
    (exported / "notes.txt").write_text("mine")
    with pytest.raises(DataError, match=r'otter: expected nothing, or an earlier export, found "notes.txt"'):
        otter_export.write(exported.parent / "key.json")
