"""Read one file of answers, as data and with limits, whatever is in it; it takes Python alone, and nothing is run."""

import dataclasses
import json
import re
from pathlib import Path

from kzmigration import hand_in

LARGEST = 100_000  # bytes of a file of answers; a full one has about 5,000
NAME = re.compile(r"answers-([0-9a-f]{12})\b.*\.json", re.IGNORECASE)  # Moodle and browsers add to a name
FIELDS = {"format", "chapter", "student", "answers"}
OURS = {"assignment.json"}  # lies in each student's folder, and may be handed in with it


@dataclasses.dataclass(frozen=True)
class Submission:
    """One file of answers.

    Attributes
    ----------
    path : str
        Below the folder of submissions.
    student : str
        The token in it, or in its name if it cannot be read; empty if neither tells.
    answers : dict
        Question -> answer, not checked yet.
    problem : str
        Why nothing of the file counts, in one line; empty if it can be graded.
    """

    path: str
    student: str
    answers: dict[str, object]
    problem: str = ""


def read(file: Path, path: str, chapter: str) -> Submission:
    """Read one file of answers; whatever is wrong with it becomes its problem.

    Parameters
    ----------
    path : str
        What the file is called in a message.
    """
    match = NAME.fullmatch(file.name)
    named = match[1].lower() if match else ""
    text, problem = _text(file)
    content, problem = (None, problem) if problem else _parsed(text)
    problem = problem or _refused(content, chapter)
    if problem:
        return Submission(path, named, {}, problem)
    return Submission(path, content["student"], content["answers"])


def _text(file: Path) -> tuple[str, str]:
    """Return the text of a file, and why it is not read."""
    if file.is_symlink() or not file.is_file():
        return "", "it is no ordinary file"
    try:
        with file.open("rb") as opened:
            raw = opened.read(LARGEST + 1)
        if len(raw) > LARGEST:
            return "", f"it has more than {LARGEST:,} bytes, and a file of answers has about 5,000"
        return raw.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return "", "it is no text in UTF-8"
    except OSError as error:
        return "", f"it cannot be read: {error.strerror}"


def _parsed(text: str) -> tuple[object, str]:
    """Return what a text holds as JSON; a key that comes twice, and what JSON has no word for, is refused."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number), ""
    except _RefusedError as error:
        return None, str(error)
    except (ValueError, RecursionError):  # no JSON, a number of too many digits, lists in lists in lists
        return None, "it is no JSON that answer() writes"


class _RefusedError(Exception):
    """Something in the JSON is not taken."""


def _once(pairs: list[tuple[str, object]]) -> dict:
    if len(dict(pairs)) < len(pairs):
        raise _RefusedError("it has an entry twice")
    return dict(pairs)


def _no_number(name: str) -> None:
    raise _RefusedError(f"it holds {name}, which is no number")


def _refused(content: object, chapter: str) -> str:
    """Return why the content is no file of answers."""
    if not isinstance(content, dict) or content.keys() != FIELDS or not isinstance(content["answers"], dict):
        return "it is no file that answer() writes"
    if content["format"] != hand_in.FORMAT or content["chapter"] != chapter:
        return f"it is not of this assignment, on the chapter {chapter}"
    if not isinstance(content["student"], str) or not re.fullmatch("[0-9a-f]{12}", content["student"]):
        return "it does not say whose it is"
    return ""
