"""Make an assignment: a folder for each student, and the key, the list and the questions for Moodle for the teacher."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pandas as pd

from kzmigration import exercises, hand_in, moodle, roster, spreadsheets, student_files, variants
from kzmigration.errors import DataError
from kzmigration.exercises import Exercises
from kzmigration.files import said
from kzmigration.roster import Student
from kzmigration.variants import Answer, Variant

SHORTEST = 12  # characters of a seed that nobody tries out
EVERY = 100  # students between two lines of progress
STUDENTS, TEACHER = "students", "teacher"


def assign(chapter: str, roster_file: Path, seed: str, out: Path, tell: Callable[[str], object]) -> Path:
    """Write the assignment of one chapter for a class.

    What is there already is kept, so a run that was stopped goes on where it was, and who is added at the end of the
    roster changes nobody else's variant.

    Parameters
    ----------
    chapter : str
        Name of the chapter, for example ``emigration``.
    roster_file : pathlib.Path
        See :func:`kzmigration.roster.read`.
    seed : str
        The teacher's secret. The same roster and seed give the same bytes.
    out : pathlib.Path
        Folder for ``students/<folder>`` and ``teacher``.
    tell : callable
        Takes a line of progress.

    Returns
    -------
    pathlib.Path
        The key.

    Raises
    ------
    DataError
        If exercises, roster or seed are not as they should be, or if the folder holds something else, such as an
        assignment with another seed; nothing is written then.
    """
    if not seed.strip():
        raise DataError(said("--seed", "a word or a number that only the teacher knows", seed))
    told = exercises.read(chapter)
    class_ = roster.read(roster_file)
    _refuse_others(out, {_folder(chapter, student) for student in class_})
    if len(seed) < SHORTEST:
        tell(f"note: a seed of {len(seed)} characters can be found by trying; {SHORTEST} or more keep a secret")
    made, packing, entries = [], student_files.Packing(told), {}
    for student, token, variant in _counted(_variants(told, class_, seed), len(class_), "variants are drawn", tell):
        made.append((student, token, variant))
        files = packing.files(student, token, variant)
        folder = out / STUDENTS / _folder(chapter, student)
        _refuse_another(folder, files, student, roster_file)
        entries[folder] = files
    for folder, files in _counted(entries.items(), len(entries), "folders are there", tell):
        for name, content in files.items():
            _write(folder / name, content)
    _write(out / TEACHER / "students.csv", _list(told, made).encode())
    _write(out / TEACHER / "moodle.gift.txt", moodle.gift(told, made).encode())
    _write(out / TEACHER / "key.json", _key(told, made).encode())
    return out / TEACHER / "key.json"


def _counted(steps: Iterable, total: int, words: str, tell: Callable[[str], object]) -> Iterator:
    """Give one step after the other, and tell how many are done."""
    for number, step in enumerate(steps, start=1):
        yield step
        if number % EVERY == 0 or number == total:
            tell(f"{number} of {total} {words}")


def _variants(told: Exercises, class_: list[Student], seed: str) -> Iterator[tuple[Student, str, Variant]]:
    """Give each student with the token and the variant."""
    key, before = variants.secret(seed), {}
    for student in class_:
        before = variants.draw(told, key, student.id, before)
        yield student, variants.token(key, told.chapter, student.id), variants.solve(told, before)


def _folder(chapter: str, student: Student) -> str:
    return f"{chapter}-{student.id}"


def _refuse_others(out: Path, folders: set[str]) -> None:
    """Refuse a folder that holds anything but an assignment for students of this roster."""
    if not out.exists():
        return
    found = {entry.name for entry in out.iterdir()} if out.is_dir() else {"a file"}
    if found - {STUDENTS, TEACHER}:
        first = min(found - {STUDENTS, TEACHER})
        raise DataError(said("--out", "a new folder, or that of an earlier assignment", f"{first} in {out}"))
    there = out / STUDENTS
    strange = sorted(entry.name for entry in there.iterdir() if entry.name not in folders) if there.is_dir() else []
    if strange:
        expected = "students of the roster alone; keep the rows of who has left, or choose a new --out"
        raise DataError(said(str(there), expected, strange[0]))


def _refuse_another(folder: Path, files: dict[str, bytes], student: Student, roster_file: Path) -> None:
    """Refuse to change a variant that a student may have by now."""
    for name, content in files.items():
        file = folder / name
        if file.exists() and file.read_bytes() != content:
            expected = (
                f"what {folder} has already; add who comes late as the last rows, keep seed and exercises, "
                "or choose a new --out"
            )
            raise DataError(said(f"{roster_file.name}, row {student.row}", expected, f"another {name}"))


def _write(file: Path, content: bytes) -> None:
    """Write a file whole or not at all, unless it is there already."""
    if file.is_file() and file.read_bytes() == content:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    staged = file.with_name(f".{file.name}.new")
    staged.write_bytes(content)
    os.replace(staged, file)


def _list(told: Exercises, made: list[tuple[Student, str, Variant]]) -> str:
    """Return who got what, as CSV."""
    rows = []
    for student, token, variant in made:
        drawn = {name: " ".join(value) if isinstance(value, list) else value for name, value in variant.picked.items()}
        who = {"id": student.id, "name": student.name, "folder": _folder(told.chapter, student), "student": token}
        rows.append({**who, **drawn})
    return spreadsheets.write(pd.DataFrame(rows), "teacher/students.csv")


def _key(told: Exercises, made: list[tuple[Student, str, Variant]]) -> str:
    """Return the key as JSON: the questions, and each student's answers by token."""
    asks = {id: {"form": ask.form, "exercise": id[:-1]} for id, ask in told.asks.items()}
    asks = {id: {**entry, **_rubric(told.answers[id])} for id, entry in asks.items()}
    students = {
        token: {
            "id": student.id,
            "name": student.name,
            "folder": _folder(told.chapter, student),
            "questions": {id: student_files.resolved(ask.text, variant) for id, ask in told.asks.items()},
            "answers": {id: _entry(answer) for id, answer in variant.answers.items()},
        }
        for student, token, variant in made
    }
    key = {"format": hand_in.FORMAT, "chapter": told.chapter, "title": told.title, "asks": asks, "students": students}
    return json.dumps(key, ensure_ascii=False, indent=1) + "\n"


def _rubric(answer: dict) -> dict[str, str]:
    return {"rubric": answer["rubric"]} if "rubric" in answer else {}


def _entry(answer: Answer) -> dict:
    """Return one answer as the key holds it."""
    hints = [{"value": value, "says": says} for value, says in answer.hints]
    return {"value": answer.value, "room": answer.room, "decimals": answer.decimals, "how": answer.how, "hints": hints}
