"""The exercises of a chapter: what students see, and how the teacher's answers are computed.

Two files a chapter. ``book/exercises/<chapter>.yaml`` is public: aims, texts, and the form of each answer.
``teaching/<chapter>.yaml`` is the teacher's: what is drawn, the expression of each answer, the slips that have a hint.
No page, notebook or archive of the site holds the second, and the edition to take along leaves it out.
"""

import dataclasses
import re
from pathlib import Path

from kzmigration import data, numbers, yaml_files
from kzmigration.errors import DataError
from kzmigration.files import said
from kzmigration.paths import ROOT

KINDS = ("read a figure", "recompute a number", "find the error", "change a parameter and explain")
FORMS = {  # kind of an answer -> the fields that it needs, those that it may have
    "share": ({"decimals"}, set()),
    "number": (set(), {"decimals", "unit"}),
    "whole": (set(), set()),
    "year": ({"low", "high"}, set()),
    "choice": ({"options"}, set()),
    "text": (set(), set()),
}
PUBLIC = {"title", "aims", "prerequisites", "minutes", "data", "exercises", "seminar", "pitfalls", "discussion"}
TEACHER = {"draws", "units", "answers"}
LISTED = {"aims": (3, 3), "exercises": (5, 8), "pitfalls": (2, 4), "discussion": (3, 5)}  # fewest and most
LETTERS = "abcdefghij"


@dataclasses.dataclass(frozen=True)
class Ask:
    """One question that is answered with one value.

    Attributes
    ----------
    id, text : str
        Such as ``2a``; the text may hold the role ``num``.
    form : dict
        ``kind``, a key of :data:`FORMS`, and what goes with it; codes are listed under ``options``.
    """

    id: str
    text: str
    form: dict


@dataclasses.dataclass(frozen=True)
class Exercise:
    """One exercise: a text, perhaps with a figure or a cell of code, and its questions."""

    id: str
    kind: str
    title: str
    text: str
    asks: tuple[Ask, ...]
    figure: dict | None = None
    code: str = ""


@dataclasses.dataclass(frozen=True)
class Exercises:
    """All exercises of a chapter.

    Attributes
    ----------
    chapter, title, seminar : str
    aims, prerequisites, data : tuple of str
        ``data`` names the resources that students get a copy of.
    minutes : int
        How long all of it takes.
    exercises : tuple of Exercise
    draws : dict
        Name of a draw -> its records, each a dict of values that go together.
    units : dict
        Name of a value -> its unit, a key of :data:`kzmigration.numbers.WORDS`.
    sentences : tuple of dict
        Of which one gets a wrong number: ``says``, ``unit``, ``digits``, ``signed``, ``is``, ``mistakes``.
    answers : dict
        Id of a question -> ``is`` and ``how``, with ``within`` and ``hints``; or ``rubric``.
    """

    chapter: str
    title: str
    aims: tuple[str, ...]
    prerequisites: tuple[str, ...]
    minutes: int
    data: tuple[str, ...]
    exercises: tuple[Exercise, ...]
    seminar: str
    draws: dict[str, list[dict]]
    units: dict[str, str]
    sentences: tuple[dict, ...]
    answers: dict[str, dict]

    @property
    def asks(self) -> dict[str, Ask]:
        """Return every question by its id, in order."""
        return {ask.id: ask for exercise in self.exercises for ask in exercise.asks}


def chapters(root: Path = ROOT) -> list[str]:
    """Return the chapters that have exercises with answers."""
    names = {file.stem for file in (root / "teaching").glob("*.yaml")}
    return sorted(names & {file.stem for file in (root / "book" / "exercises").glob("*.yaml")})


def read(chapter: str, root: Path = ROOT) -> Exercises:
    """Read the exercises of a chapter from its two files.

    Raises
    ------
    DataError
        If the chapter has none, or a file is not as it should be; the message names the file and the place in it.
    """
    if chapter not in chapters(root):
        known = ", ".join(chapters(root)) or "none; the edition to take along leaves the folder teaching out"
        raise DataError(said("--chapter", f"a chapter with exercises, which are {known}", chapter))
    here, there = f"book/exercises/{chapter}.yaml", f"teaching/{chapter}.yaml"
    public, teacher = outline(chapter, root), yaml_files.read(root / there, there)
    _fields(teacher, TEACHER, {"sentences"}, there)
    found = tuple(_exercise(entry, f"{here}, exercise {n}") for n, entry in enumerate(public["exercises"], start=1))
    if {one.kind for one in found} != set(KINDS):
        kinds = ", ".join(sorted({one.kind for one in found}))
        raise DataError(said(here, f"exercises of all of {', '.join(KINDS)}", kinds))
    for name in public["data"]:
        data.descriptor(name)
    sentences = tuple(teacher.get("sentences", ()))
    made = Exercises(
        chapter=chapter,
        exercises=found,
        draws=_draws(teacher["draws"], sentences, there),
        units=teacher["units"],
        sentences=sentences,
        answers=teacher["answers"],
        seminar=public["seminar"],
        minutes=public["minutes"],
        title=public["title"],
        **{name: tuple(public[name]) for name in ("aims", "prerequisites", "data")},
    )
    _agree(made, there)
    return made


def outline(chapter: str, root: Path = ROOT) -> dict:
    """Return what ``book/exercises/<chapter>.yaml`` says, for the chapter's page; nothing of the teacher's is read.

    Raises
    ------
    DataError
        If there is no such file, a field is missing or unknown, or a list is too short or too long.
    """
    place = f"book/exercises/{chapter}.yaml"
    public = yaml_files.read(root / place, place)
    _fields(public, PUBLIC, set(), place)
    for name, (fewest, most) in LISTED.items():
        if not fewest <= len(public[name]) <= most:
            many = fewest if fewest == most else f"{fewest} to {most}"
            raise DataError(said(f"{place}, {name}", f"{many} of them", len(public[name])))
        for entry in public[name] if name != "exercises" else ():
            if not isinstance(entry, str):
                raise DataError(said(f"{place}, {name}", "texts; one with a colon needs quotes", entry))
    return public


def _exercise(entry: dict, place: str) -> Exercise:
    """Read one exercise."""
    _fields(entry, {"id", "kind", "title", "text", "asks"}, {"figure", "code"}, place)
    if entry["kind"] not in KINDS:
        raise DataError(said(f"{place}, kind", f"one of {', '.join(KINDS)}", entry["kind"]))
    asks = []
    for ask in entry["asks"]:
        _fields(ask, {"id", "text", "form"}, set(), place)
        if not re.fullmatch(re.escape(entry["id"]) + "[a-z]", ask["id"]):
            raise DataError(said(f"{place}, id of a question", f"{entry['id']} and a letter", ask["id"]))
        asks.append(Ask(ask["id"], ask["text"], _form(ask["form"], f"{place}, {ask['id']}, form")))
    return Exercise(**{**entry, "asks": tuple(asks)})


def _form(form: dict, place: str) -> dict:
    """Read the form of an answer, and list the codes that it may be."""
    kind = form.get("kind") if isinstance(form, dict) else form
    if kind not in FORMS:
        raise DataError(said(place, f"a kind, one of {', '.join(FORMS)}", kind))
    needed, possible = FORMS[kind]
    _fields(form, {"kind"} | needed, possible, place)
    options = form.get("options")
    if isinstance(options, dict):
        codes = data.read(options["codes"])[options["column"]].drop_duplicates()
        return {**form, "options": [code for code in codes if not code.startswith("_")]}
    return form


def _draws(draws: dict, sentences: tuple, place: str) -> dict[str, list[dict]]:
    """Return each draw as a list of records; which sentence is wrong, and how, is one more."""
    found = {}
    for name, listed in draws.items():
        records = [one if isinstance(one, dict) else {name: one} for one in listed]
        if len(records) < 3 or any(record.keys() != records[0].keys() for record in records):
            raise DataError(said(f"{place}, draws, {name}", "three records or more, alike in their fields", listed))
        for value in (value for record in records for value in record.values()):
            if not all(isinstance(one, str) for one in (value if isinstance(value, list) else ())):
                raise DataError(said(f"{place}, draws, {name}", "numbers, words, and lists of words", value))
        found[name] = records
    if sentences:
        found["planted"] = [
            {"planted": f"{LETTERS[n]}{m}"}
            for n, one in enumerate(sentences)
            for m, _ in enumerate(one["mistakes"], start=1)
        ]
    return found


def _agree(made: Exercises, place: str) -> None:
    """Refuse answers without a question, questions without an answer, and values without a unit."""
    if list(made.asks) != list(made.answers):
        raise DataError(said(f"{place}, answers", f"those of {', '.join(made.asks)}", ", ".join(made.answers)))
    for id, entry in made.answers.items():
        if made.asks[id].form["kind"] == "text":
            _fields(entry, {"rubric"}, set(), f"{place}, {id}")
        else:
            _fields(entry, {"is", "how"}, {"within", "hints"}, f"{place}, {id}")
    names = {name for records in made.draws.values() for name in records[0]} - {"planted"}
    if names != made.units.keys():
        found = ", ".join(sorted(names ^ made.units.keys()))
        raise DataError(said(f"{place}, units", "one for each value that is drawn, and no other", found))
    for name, unit in made.units.items():
        if unit not in numbers.WORDS:
            raise DataError(said(f"{place}, units, {name}", f"one of {', '.join(numbers.WORDS)}", unit))
    for number, sentence in enumerate(made.sentences, start=1):
        needed = {"says", "unit", "digits", "is", "mistakes"}
        _fields(sentence, needed, {"signed"}, f"{place}, sentence {number}")


def _fields(entry: object, needed: set[str], possible: set[str], place: str) -> None:
    """Refuse an entry that lacks a field, or has one that nothing reads."""
    if not isinstance(entry, dict) or not needed <= entry.keys() <= needed | possible:
        found = ", ".join(map(str, entry)) if isinstance(entry, dict) else entry
        raise DataError(said(place, f"the fields {', '.join(sorted(needed))}", found))
