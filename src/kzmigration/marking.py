"""Mark the answers of one student by the key; it takes Python alone, for it also goes where otter-grader runs."""

import dataclasses
import math

from kzmigration import hand_in

NO_HINT = "Not right. Look again at which cells go in, and at the year and the unit that the question asks for."

LONG = 80  # characters shown of an answer that is too long
LITTLE = 1e-9  # what binary fractions lose, relative to the value
Value = float | int | str


@dataclasses.dataclass(frozen=True)
class Mark:
    """What one answer came to.

    Attributes
    ----------
    question, given : str
        Its id; the answer as it was given, empty if there is none.
    text : str
        The question.
    points : int or None
        1 or 0; None where somebody has to read it.
    says : str
        What the student is told.
    """

    question: str
    text: str
    given: str
    points: int | None
    says: str


def marked(answers: dict[str, object], student: dict, asks: dict[str, dict]) -> list[Mark]:
    """Mark every question of one student, in the order of the assignment."""
    marks = []
    for id, ask in asks.items():
        text = student["questions"][id]
        if id not in answers:
            marks.append(Mark(id, text, "", 0, "No answer was given."))
            continue
        given, problem = hand_in.read(answers[id], ask["form"])
        if problem:
            marks.append(Mark(id, text, _shown(answers[id]), 0, f"It has not the form that is asked for: {problem}."))
        elif ask["form"]["kind"] == "text":
            marks.append(Mark(id, text, _shown(given), None, "This one is read by your teacher."))
        else:
            entry = student["answers"][id]
            points = int(is_right(entry["value"], given, entry["room"]))
            marks.append(Mark(id, text, _shown(given), points, "Right." if points else hint(given, entry)))
    return marks


def hint(given: float | str, entry: dict) -> str:
    """Say what slip a wrong answer looks like, without the right answer."""
    slips = [one["says"] for one in entry["hints"] if is_right(one["value"], given, entry["room"])]
    if slips:
        return slips[0]
    value, room = entry["value"], entry["room"]
    if isinstance(value, str) or isinstance(given, str):
        return NO_HINT
    decimals = entry["decimals"] or 0
    if any(is_right(value, given, 0.5 * 10**-fewer) and round(given, fewer) == given for fewer in range(decimals)):
        return f"It is rounded too far. Give {decimals} decimals."
    if decimals and is_right(math.trunc(value * 10**decimals) / 10**decimals, given, 0):
        return "It is cut off where it should be rounded."
    unlike = {
        "The sign is the wrong way round. Which year is subtracted from which?": (-value, room),
        "Percent for a share? It is a hundred times too much.": (value * 100, room * 100),
        "A share for percent? It is a hundred times too little.": (value / 100, room / 100),
        "Look at the unit: it is a thousand times too much.": (value * 1000, room * 1000),
        "Look at the unit: it is a thousand times too little.": (value / 1000, room / 1000),
    }
    return next((says for says, (slip, near) in unlike.items() if value and is_right(slip, given, near)), NO_HINT)


def is_right(value: Value, given: Value, room: float) -> bool:
    """Whether an answer is the value, to the rounding that is asked for.

    Examples
    --------
    >>> is_right(0.08044, 0.0804, 0.00005), is_right(0.08044, 0.0805, 0.00005), is_right("DEU", "DEU", 0)
    (True, False, True)
    """
    if isinstance(value, str) or isinstance(given, str):
        return value == given
    return abs(value - given) <= room + LITTLE * max(1, abs(value))


def _shown(value: object) -> str:
    """Return an answer as a page shows it: cut where it is long, and what nobody sees taken out."""
    try:
        text = value if isinstance(value, str) else repr(value)
    except (ValueError, RecursionError):
        return "something very long"
    text = "".join(c if c.isprintable() or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text)
    return text if len(text) <= hand_in.LONGEST else text[:LONG] + "…"
