"""What each test for otter-grader calls: it marks a question by the key and the file of answers, and runs nothing.

It takes Python alone: a copy lies beside the key where otter-grader runs.
"""

import functools
import json
from pathlib import Path

from kzmigration import answer_files, marking
from kzmigration.marking import Mark

HERE = Path(__file__).resolve().parent
KEY = "key.json"


def check(question: str) -> None:
    """Do nothing if the answer is right.

    Raises
    ------
    AssertionError
        If it is not; the message is what the student is told.
    """
    marks, problem = marked(HERE)
    if problem:
        raise AssertionError(problem)
    if not marks[question].points:
        raise AssertionError(marks[question].says)


@functools.cache
def marked(folder: Path) -> tuple[dict[str, Mark], str]:
    """Return the marks of the one file of answers in a folder by question, or why there are none."""
    key = json.loads((folder / KEY).read_text(encoding="utf8"))
    ours = {KEY, *answer_files.OURS}
    files = sorted(file for file in folder.glob("*.json") if file.name not in ours)
    found = [answer_files.read(file, file.name, key["chapter"]) for file in files]
    good = [one for one in found if not one.problem]
    if not good:
        why = "; ".join(f"{one.path}: {one.problem}" for one in found) or "hand in the file answers-….json"
        return {}, f"No answers could be read: {why}."
    if any((one.student, one.answers) != (good[0].student, good[0].answers) for one in good):
        return {}, "Two files of answers that differ were handed in, so neither is graded."
    student = key["students"].get(good[0].student)
    if student is None:
        return {}, "These answers are to a copy that is not of this class."
    return {mark.question: mark for mark in marking.marked(good[0].answers, student, key["asks"])}, ""
