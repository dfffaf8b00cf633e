"""Grade answers against a key: points, and a hint for each wrong one; the files are read, and nothing is run."""

import dataclasses
import json
import shutil
from pathlib import Path

import pandas as pd

from kzmigration import feedback, hand_in, spreadsheets, submissions
from kzmigration.answer_files import Submission
from kzmigration.errors import DataError
from kzmigration.files import said
from kzmigration.marking import Mark, marked

LARGEST = 100_000_000  # bytes of a key; one of 500 students has 6 million


@dataclasses.dataclass(frozen=True)
class Grading:
    """What a class came to: how many there are and are graded, what somebody should look at, and the table."""

    students: int
    graded: int
    messages: tuple[str, ...]
    table: Path


def grade(folder: Path, key_file: Path, out: Path) -> Grading:
    """Grade what a class handed in.

    Parameters
    ----------
    folder : pathlib.Path
        Files of answers, in folders of any depth.
    key_file : pathlib.Path
        ``teacher/key.json`` of the assignment.
    out : pathlib.Path
        Folder for ``grades.csv``, ``pages/<folder>.html``, and ``to-read.html`` with the texts; replaced.

    Returns
    -------
    Grading

    Raises
    ------
    DataError
        If the key cannot be read, or ``out`` holds something else. A file of a student never raises.
    """
    key = read_key(key_file)
    if out.exists() and not (out / "grades.csv").is_file() and (not out.is_dir() or any(out.iterdir())):
        raise DataError(said("--out", "a new folder, or that of an earlier grading", out))
    handed_in, messages = _by_student(submissions.read_all(folder, key["chapter"]), key)
    staged = out.with_name(out.name + ".new")
    shutil.rmtree(staged, ignore_errors=True)
    (staged / "pages").mkdir(parents=True)
    rows, to_read = [], []
    for token, student in key["students"].items():
        submission = handed_in.get(token)
        marks = marked(submission.answers, student, key["asks"]) if submission and not submission.problem else []
        problem = submission.problem if submission else "nothing was handed in"
        rows.append(_row(student, marks, key["asks"], problem))
        page = feedback.page(key["title"], student, marks, problem)
        (staged / "pages" / f"{student['folder']}.html").write_text(page, encoding="utf8")
        to_read += [(student, mark) for mark in marks if mark.points is None and mark.given]
    (staged / "to-read.html").write_text(feedback.to_read(key, to_read), encoding="utf8")
    spreadsheets.write(_table(rows, key["asks"]), "grades.csv", staged / "grades.csv")
    shutil.rmtree(out, ignore_errors=True)
    staged.rename(out)
    graded = sum(not one.problem for one in handed_in.values())
    return Grading(len(key["students"]), graded, tuple(messages), out / "grades.csv")


def read_key(file: Path) -> dict:
    """Read a key that ``assign`` wrote.

    Raises
    ------
    DataError
        If it is none.
    """
    if not file.is_file() or file.stat().st_size > LARGEST:
        raise DataError(said("--key", "teacher/key.json of an assignment", file))
    try:
        key = json.loads(file.read_text(encoding="utf8"))
        is_key = key.keys() == {"format", "chapter", "title", "asks", "students"} and key["format"] == hand_in.FORMAT
        is_key = is_key and not any(
            Path(student["folder"]).name != student["folder"] for student in key["students"].values()
        )
    except (ValueError, AttributeError, KeyError, TypeError, RecursionError):
        is_key = False
    if not is_key:
        raise DataError(said("--key", "the key that assign wrote", file))
    return key


def _by_student(found: list[Submission], key: dict) -> tuple[dict[str, Submission], list[str]]:
    """Return the one submission of each student, and a line for each file that somebody should look at."""
    whose: dict[str, list[Submission]] = {}
    messages = []
    for one in found:
        if one.student in key["students"]:
            whose.setdefault(one.student, []).append(one)
            messages += [f"{one.path}: {one.problem}"] if one.problem else []
        else:
            messages.append(f"{one.path}: {one.problem or 'its student is not in the key'}")
    chosen = {}
    for token, several in whose.items():
        good = [one for one in several if not one.problem]
        chosen[token] = (good or several)[0]
        if any(one.answers != good[0].answers for one in good):
            paths = " and ".join(one.path for one in good)
            messages.append(f"{paths}: two files of one student differ, so neither is graded")
            problem = "two files that differ were handed in, so neither is graded"
            chosen[token] = Submission(good[0].path, token, {}, problem)
    return chosen, messages


def _row(student: dict, marks: list[Mark], asks: dict, problem: str) -> dict:
    """Return a row of the table; nothing in it is what a student wrote, so no spreadsheet runs anything."""
    points = {mark.question: mark.points for mark in marks}
    counted = [id for id, ask in asks.items() if ask["form"]["kind"] != "text"]
    total = sum(points[id] for id in counted) if marks else None
    read = sum(mark.points is None and bool(mark.given) for mark in marks)
    ends = {"points": total, "of": len(counted), "texts_to_read": read, "message": problem}
    return {"id": student["id"], "name": student["name"], **{id: points.get(id) for id in asks}, **ends}


def _table(rows: list[dict], asks: dict) -> pd.DataFrame:
    """Return the rows as a table, points as whole numbers or empty."""
    return pd.DataFrame(rows).astype(dict.fromkeys([*asks, "points"], "Int64"))
