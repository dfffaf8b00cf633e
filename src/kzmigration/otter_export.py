"""An assignment for otter-grader: a test a question, the key, and what marks answers; for the teacher alone.

Otter executes the notebook that is handed in. Ours lies among its files under the name of the students' notebook and
takes its place, so that nothing of the students runs; the tests read the file of answers, as ``grade`` does.

References
----------
otter-grader, exception-based test files, https://otter-grader.readthedocs.io/en/latest/test_files/python_format.html
"""

import json
import os
import re
import shutil
from pathlib import Path

from kzmigration import answer_files, grade, hand_in, marking, otter_check
from kzmigration.errors import DataError
from kzmigration.files import said

FOLDER = "otter"
ALONG = (hand_in, answer_files, marking, otter_check)  # modules that take Python alone
OURS = {"README.txt", "otter_config.json", "tests", "files", "autograder.zip"}
TEST = """\
from otter.test_files import test_case

from otter_check import check

OK_FORMAT = False

name = "{id}"
points = 1


@test_case(name="{id}", points=1, hidden=False)
def test_{id}():
    check("{id}")
"""
README = """\
Exercises. {title}: for otter-grader, for the teacher alone (files/key.json holds all answers)

Make the archive that otter takes, in the folder files, with the otter-grader that will grade (tested with {version}):

    otter generate -t ../tests -c ../otter_config.json -o ../autograder.zip *

Then, for one student:

    otter run -a autograder.zip answers-….json

The same archive is what `otter grade` and Gradescope ask for; these two we have not tried.

Students hand in their file of answers. A notebook that is named as we gave it may come along: otter runs an empty one
in its place. With a notebook of another name otter stops and says so.

Each question is worth one point; texts have no test, for you read them. What a student is told of a wrong answer is
what `python -m kzmigration grade` tells. Otter gives the points to who uploads a file, and not to whom the variant
belongs: run `grade` on the same files too, which goes by the variant, and compare.
"""
TESTED = "7.0.0"


def write(key_file: Path) -> Path:
    """Write the folder ``otter`` beside the key of an assignment.

    Parameters
    ----------
    key_file : pathlib.Path
        ``teacher/key.json`` of the assignment.

    Returns
    -------
    pathlib.Path
        The folder, with ``tests``, ``files``, ``otter_config.json`` and ``README.txt``; an earlier one is replaced.

    Raises
    ------
    DataError
        If the key cannot be read, or the folder holds something else.
    """
    key = grade.read_key(key_file)
    out = key_file.parent / FOLDER
    strange = sorted({entry.name for entry in out.iterdir()} - OURS) if out.is_dir() else []
    if strange or (out.exists() and not out.is_dir()):
        raise DataError(said(str(out), "nothing, or an earlier export", strange[0] if strange else "a file"))
    staged = out.with_name(f".{FOLDER}.new")
    shutil.rmtree(staged, ignore_errors=True)
    for name, content in files(key).items():
        (staged / name).parent.mkdir(parents=True, exist_ok=True)
        (staged / name).write_text(content, encoding="utf8")
    shutil.rmtree(out, ignore_errors=True)
    os.replace(staged, out)
    return out


def files(key: dict) -> dict[str, str]:
    """Return the files of the export by their names; names and ids of students are in none of them.

    Parameters
    ----------
    key : dict
        See :func:`kzmigration.grade.read_key`.
    """
    counted = [id for id, ask in key["asks"].items() if ask["form"]["kind"] != "text"]
    found = {f"tests/q{id}.py": TEST.format(id=id) for id in counted}
    found |= {f"files/{Path(module.__file__).name}": _on_its_own(module.__file__) for module in ALONG}
    found[f"files/{otter_check.KEY}"] = _json(_short(key))
    found[f"files/{key['chapter']}.ipynb"] = _json(_notebook())
    found["otter_config.json"] = _json({"show_all_public": True})
    found["README.txt"] = README.format(title=key["title"], version=TESTED)
    return found


def _on_its_own(file: str) -> str:
    """Return the source of a module as it stands without the package around it."""
    source = Path(file).read_text(encoding="utf8")
    source = re.sub(r"^from kzmigration import ", "import ", source, flags=re.MULTILINE)
    return re.sub(r"^from kzmigration\.", "from ", source, flags=re.MULTILINE)


def _short(key: dict) -> dict:
    """Return what marking takes of the key."""
    students = {
        token: {
            "questions": student["questions"],
            "answers": {
                id: {name: entry[name] for name in ("value", "room", "decimals", "hints")}
                for id, entry in student["answers"].items()
            },
        }
        for token, student in key["students"].items()
    }
    asks = {id: {"form": ask["form"]} for id, ask in key["asks"].items()}
    return {"chapter": key["chapter"], "asks": asks, "students": students}


def _notebook() -> dict:
    """Return the notebook that otter executes: it has no code."""
    told = "Nothing is run: the answers are read from the file that was handed in."
    cell = {"cell_type": "markdown", "id": "nothing", "metadata": {}, "source": [told]}
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    about = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return {"cells": [cell], "metadata": about, "nbformat": 4, "nbformat_minor": 5}


def _json(content: dict) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"
