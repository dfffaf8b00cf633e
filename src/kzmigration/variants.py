"""What is drawn for each student, and the answers to it, computed when it is drawn.

A draw is the remainder of a keyed hash, HMAC-SHA256, of chapter, student and name of the draw. Its key comes from the
seed by scrypt, so that trying many seeds is slow; a seed that somebody guesses is still no secret.
"""

import ast
import dataclasses
import functools
import hashlib
import hmac
import itertools
import json
import re

from kzmigration import lookups, numbers, verdicts
from kzmigration.errors import DataError
from kzmigration.exercises import LETTERS, Exercises
from kzmigration.files import said
from kzmigration.marking import Value, is_right

NAME = re.compile(r"\$([a-z_0-9]+?)([+-]\d)?")


@dataclasses.dataclass(frozen=True)
class Answer:
    """What the answer to one question is.

    Attributes
    ----------
    value : float, int or str
        Not rounded.
    room : float
        How far an answer may be from it: half a unit of the last decimal that is asked for, or more off a figure.
    decimals : int or None
        What is asked for; None where rounding is no matter.
    how : str
        How it is computed, in a few words.
    hints : tuple of (value, str)
        What a slip gives, and what to say then; none is within the room of the right value.
    """

    value: Value
    room: float
    decimals: int | None
    how: str
    hints: tuple[tuple[Value, str], ...]


@dataclasses.dataclass(frozen=True)
class Variant:
    """The exercises as one student gets them: values that are drawn, the same as texts, sentences, answers."""

    drawn: dict[str, dict]
    registry: dict[str, numbers.Number]
    sentences: tuple[str, ...]
    answers: dict[str, Answer]

    @property
    def picked(self) -> dict[str, object]:
        """Return all values that are drawn, by their names."""
        return {name: value for record in self.drawn.values() for name, value in record.items()}


def secret(seed: str) -> bytes:
    """Turn the teacher's seed into a key."""
    return hashlib.scrypt(seed.encode(), salt=b"kzmigration assign", n=2**14, r=8, p=1)


def token(key: bytes, chapter: str, student: str) -> str:
    """Return what a student's files are known by: 12 hexadecimal digits that do not tell the id."""
    return _hash(key, chapter, student, "token").hex()[:12]


def draw(exercises: Exercises, key: bytes, student: str, before: dict[str, dict]) -> dict[str, dict]:
    """Draw the records of one student.

    Parameters
    ----------
    key : bytes
        See :func:`secret`.
    student : str
        Id from the roster.
    before : dict
        Records of the student one row up, none of which is drawn again; empty for the first.

    Returns
    -------
    dict
        Name of the draw -> record.
    """
    drawn = {}
    for name, records in exercises.draws.items():
        for attempt in itertools.count():
            number = int.from_bytes(_hash(key, exercises.chapter, student, name, str(attempt)))
            drawn[name] = records[number % len(records)]
            if drawn[name] != before.get(name):
                break
    return drawn


def solve(exercises: Exercises, drawn: dict[str, dict]) -> Variant:
    """Compute a variant from what is drawn.

    Raises
    ------
    DataError
        If an expression cannot be evaluated on these values; the message names file, question and reason.
    """
    values = {name: value for record in drawn.values() for name, value in record.items()}
    registry = {}
    for name, unit in exercises.units.items():
        registry[name] = _number(name, values[name], unit)
        if unit in numbers.NAMES:
            codes = values[name] if isinstance(values[name], list) else [values[name]]
            registry[f"{name}_code"] = _number(f"{name}_code", ", ".join(codes), "word")
    sentences, planted = _sentences(exercises, values, registry)
    values |= planted
    answers = {id: _answer(exercises, id, values) for id, entry in exercises.answers.items() if "is" in entry}
    return Variant(drawn, registry, sentences, answers)


def fill(node: object, values: dict[str, object]) -> object:
    """Put the values that are drawn into an expression.

    Examples
    --------
    >>> fill({"cell": "table-1.3.1", "year": "$year-1"}, {"year": 2016})
    {'cell': 'table-1.3.1', 'year': 2015}
    """
    if isinstance(node, dict):
        return {key: fill(value, values) for key, value in node.items()}
    if isinstance(node, list):
        return [fill(value, values) for value in node]
    match = NAME.fullmatch(node) if isinstance(node, str) else None
    if not match:
        return node
    if match[1] not in values:
        raise ValueError(f"nothing named {match[1]} is drawn")
    return values[match[1]] + int(match[2]) if match[2] else values[match[1]]


def names_in(node: object) -> set[str]:
    """Return the names of the values that an expression takes."""
    parts = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    match = NAME.fullmatch(node) if isinstance(node, str) else None
    return {match[1]} if match else {name for part in parts for name in names_in(part)}


def evaluate(expression: object, values: dict[str, object]) -> Value:
    """Evaluate an expression of the ledger, or one of three that answer without a measure.

    ``{peak: table, row: code}`` is the year of a row's largest cell, ``{leader: table, rows: codes, year: year}`` the
    code of the largest among some cells, ``{planted: letter}`` (or ``value``, or ``wrong``) tells of the sentences.
    """
    filled = fill(expression, values)
    if isinstance(filled, dict) and "peak" in filled:
        return int(lookups.table(filled["peak"]).loc[filled["row"]].idxmax())
    if isinstance(filled, dict) and "leader" in filled:
        return str(lookups.table(filled["leader"]).loc[filled["rows"], filled["year"]].idxmax())
    if isinstance(filled, dict) and "planted" in filled:
        return values[f"planted_{filled['planted']}"]
    return _measured(repr(filled))


@functools.cache
def _measured(expression: str) -> float:
    """Evaluate an expression of the ledger, given as Python writes it; among many students each comes often."""
    found = verdicts.value(ast.literal_eval(expression))
    return (found.low + found.high) / 2


def _answer(exercises: Exercises, id: str, values: dict[str, object]) -> Answer:
    entry, form = exercises.answers[id], exercises.asks[id].form
    try:
        value = evaluate(entry["is"], values)
        said_so = [(evaluate(hint["is"], values), hint["says"]) for hint in entry.get("hints", ())]
        within = fill(entry.get("within"), values)
    except (KeyError, TypeError, ValueError, ArithmeticError, DataError) as error:
        place = f"teaching/{exercises.chapter}.yaml, {id}"
        raise DataError(said(place, "an expression of what is drawn", f"{type(error).__name__}: {error}")) from None
    is_planted = isinstance(entry["is"], dict) and entry["is"].get("planted") == "value"
    decimals = values["planted_digits"] if is_planted else form.get("decimals")
    room = within if within is not None else 0 if decimals is None else 0.5 * 10**-decimals
    hints = tuple((slip, says) for slip, says in said_so if not is_right(value, slip, room))
    return Answer(value, room, decimals, entry["how"], hints)


def _sentences(exercises: Exercises, values: dict, registry: dict) -> tuple[tuple[str, ...], dict[str, object]]:
    """Write the sentences with their numbers, one of them wrong; say which, and what its number is and should be."""
    if not exercises.sentences:
        return (), {}
    letter, mistake = values["planted"][0], int(values["planted"][1:]) - 1
    written, told = [], {}
    for own, sentence in zip(LETTERS, exercises.sentences, strict=False):
        right = evaluate(sentence["is"], values)
        shown = right
        if own == letter:
            slip = sentence["mistakes"][mistake]
            shown = evaluate(slip["is"], values)
            told = {"letter": letter, "value": right, "wrong": round(shown, sentence["digits"])}
            told |= {"digits": sentence["digits"], "how": slip["how"]}
        number = _number("value", shown, sentence["unit"], sentence["digits"], signed=sentence.get("signed", False))
        written.append(f"{own}. {numbers.resolve(sentence['says'], {**registry, 'value': number})}")
    return tuple(written), {f"planted_{name}": value for name, value in told.items()}


def _number(key: str, value: object, unit: str, digits: int = 0, *, signed: bool = False) -> numbers.Number:
    return numbers.Number(key, value, unit, digits, signed, [], "drawn for the student", "printed")


def _hash(key: bytes, *words: str) -> bytes:
    return hmac.new(key, json.dumps(words).encode(), hashlib.sha256).digest()
