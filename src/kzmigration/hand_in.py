"""Note the answers of an assignment. It takes Python alone: a copy of this file lies beside each student's notebook.

``answer("2a", 0.0804)`` says at once whether an answer has the form that is asked for, and writes it into the file of
answers, which is what is handed in. Whether it is right is for grading.
"""

import json
import math
import os
import re
from pathlib import Path

HERE = Path(__file__).resolve().parent
FORMAT = 1  # of the files
SHORTEST, LONGEST = 20, 4000  # characters of an explanation


def answer(exercise: str, value: object) -> None:
    """Note one answer; a later one to the same question takes its place.

    Parameters
    ----------
    exercise : str
        The question, such as ``"2a"``.
    value : float, int or str
        What the question asks for: a number, a letter, a code or a few sentences.
    """
    print(_note(exercise, value))  # noqa: T201


def _note(exercise: str, value: object) -> str:
    """Note an answer, and return what to say to it."""
    told = json.loads((HERE / "assignment.json").read_text(encoding="utf8"))
    forms = told["forms"]
    if exercise not in forms:
        return f"Nothing is noted: there is no question {_shown(exercise)}; there are {', '.join(forms)}."
    found, problem = read(value, forms[exercise])
    if problem:
        return f"{exercise} is NOT noted: {problem}."
    file = HERE / told["answers"]
    noted = json.loads(file.read_text(encoding="utf8"))["answers"] if file.exists() else {}
    noted[exercise] = found
    kept = {name: noted[name] for name in forms if name in noted}
    text = {"format": FORMAT, "chapter": told["chapter"], "student": told["student"], "answers": kept}
    staged = file.with_name(file.name + ".new")
    staged.write_text(json.dumps(text, ensure_ascii=False, indent=1) + "\n", encoding="utf8")
    os.replace(staged, file)
    left = [name for name in forms if name not in kept]
    then = f"To come: {', '.join(left)}." if left else f"That was the last one: hand in {file.name}."
    return f"{exercise} is noted, and is {describe(forms[exercise])}. Whether it is right is for grading. {then}"


def describe(form: dict) -> str:
    """Say in a few words what a question asks for.

    Examples
    --------
    >>> describe({"kind": "share"}), describe({"kind": "choice", "options": ["a", "b", "c"]})
    ('a share between 0 and 1', 'one of a, b, c')
    """
    if form["kind"] == "choice":
        options = form["options"]
        return "one of " + ", ".join(options if len(options) <= 6 else [*options[:5], "and so on"])
    if form["kind"] == "year":
        return f"a year from {form['low']} to {form['high']}"
    said = {"share": "a share between 0 and 1", "number": "a number", "whole": "a whole number, 0 or more"}
    return said.get(form["kind"], f"a text of {SHORTEST} to {LONGEST:,} characters")


def read(value: object, form: dict) -> tuple[float | int | str | None, str]:
    """Return an answer as it is noted, and what is wrong with its form, empty if nothing is.

    Examples
    --------
    >>> read(0.0804, {"kind": "share"}), read(8.04, {"kind": "share"})
    ((0.0804, ''), (None, 'expected a share between 0 and 1, found 8.04; 8.04 percent would be 0.0804'))
    """
    value = value.item() if type(value).__module__ == "numpy" and getattr(value, "ndim", 1) == 0 else value
    kind, expected = form["kind"], describe(form)
    if kind in ("choice", "text"):
        return _words(value, form, expected)
    if isinstance(value, bool) or not isinstance(value, int | float):
        hint = "; a number is written without quotes" if isinstance(value, str) else ""
        return None, f"expected {expected}, found {_shown(value)}{hint}"
    if abs(value) > 1e15 or not math.isfinite(value):
        return None, f"expected {expected}, found {_shown(value)}"
    if kind == "share" and not 0 <= value <= 1:
        hint = f"; {value:g} percent would be {value / 100:g}" if 1 < value <= 100 else ""
        return None, f"expected {expected}, found {_shown(value)}{hint}"
    if kind in ("year", "whole"):
        low, high = form.get("low", 0), form.get("high", 1e15)
        if value != int(value) or not low <= value <= high:
            return None, f"expected {expected}, found {_shown(value)}"
        return int(value), ""
    return value, ""


def _words(value: object, form: dict, expected: str) -> tuple[str | None, str]:
    """Read an answer in letters: one of several, or a few sentences."""
    if not isinstance(value, str):
        return None, f"expected {expected}, in quotes, found {_shown(value)}"
    text = value.strip()
    if form["kind"] == "choice":
        known = {option.casefold(): option for option in form["options"]}
        return (
            (known[text.casefold()], "")
            if text.casefold() in known
            else (None, f"expected {expected}, found {_shown(text)}")
        )
    if not SHORTEST <= len(text) <= LONGEST or not any(letter.isalpha() for letter in text):
        return None, f"expected {expected}, found {len(text):,}"
    return re.sub(r"[\ud800-\udfff]", "\ufffd", text), ""  # half of a pair, which no file can hold


def _shown(value: object) -> str:
    """Return what came, cut where it is long."""
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # an int of more digits than Python writes, lists in lists in lists
        return "something very long"
    return text if len(text) <= 40 else text[:40] + "…"
