"""Questions for Moodle, in GIFT: a category a question, each variant of it once.

A quiz that takes a random question from each category gives each student a variant. A question on a figure is left out,
for GIFT holds no picture.

References
----------
Moodle documentation, GIFT format, https://docs.moodle.org/en/GIFT_format
"""

import re

from kzmigration import student_files
from kzmigration.exercises import Ask, Exercises
from kzmigration.roster import Student
from kzmigration.variants import Answer, Variant

SPECIAL = re.compile(r"([\\~=#{}:])")
HEAD = """\
// Exercises on the chapter “{title}”, to import into Moodle as GIFT (UTF-8).
// In the quiz, take a random question from each category: each student then gets a variant of it.
// Give students the files {files}; questions on a figure are left out.
"""


def gift(told: Exercises, made: list[tuple[Student, str, Variant]]) -> str:
    """Return the questions of a class as GIFT.

    Parameters
    ----------
    made : list
        Student, token and variant of each; two students with the same question give one.
    """
    files = ", ".join(f"{name}.csv" for name in told.data)
    lines = [HEAD.format(title=told.title, files=files)]
    for exercise in told.exercises:
        if exercise.figure:
            continue
        for ask in exercise.asks:
            lines.append(f"$CATEGORY: $course$/top/kzmigration/{told.chapter}/{ask.id}\n")
            found = {}
            for _, token, variant in made:
                text = _text(exercise.title, exercise.text, exercise.code, ask, variant)
                found.setdefault(text, (token, _answers(ask, variant.answers.get(ask.id))))
            for text, (token, answers) in found.items():
                lines.append(f"::{ask.id} {token}::[markdown]{text}{answers}\n")
    return "\n".join(lines)


def _text(title: str, text: str, code: str, ask: Ask, variant: Variant) -> str:
    """Return exercise and question in one text, with what GIFT takes for its own escaped."""
    parts = [f"**{title}**", student_files.resolved(text, variant)]
    whole = "\n\n".join(parts).replace("{sentences}", "\n\n".join(variant.sentences))
    if code:
        filled = student_files.filled(code, variant)
        whole += "\n\n" + "\n".join(f"    {line}" for line in filled.splitlines())
    whole += f"\n\n**{ask.id}.** {student_files.resolved(ask.text, variant)}"
    return _escaped(whole.strip()).replace("\n", r"\n")  # an empty line would end the question


def _answers(ask: Ask, answer: Answer | None) -> str:
    """Return what GIFT expects between braces; a slip that has a hint gets its feedback and no marks.

    Moodle reads a weight of two digits at most; an answer without one gets all marks.
    """
    if answer is None:
        return "{}"
    if isinstance(answer.value, str):
        if ask.form["kind"] == "choice" and len(ask.form["options"]) <= 6:
            others = [option for option in ask.form["options"] if option != answer.value]
            return "{=" + answer.value + "".join(f" ~{option}" for option in others) + "}"
        slips = "".join(f" =%0%{value}#{_escaped(says)}" for value, says in answer.hints)
        return "{=" + answer.value + slips + "}"
    slips = "".join(f" =%0%{value:.10g}:{answer.room:.10g}#{_escaped(says)}" for value, says in answer.hints)
    return "{#" + f"={answer.value:.10g}:{answer.room * (1 + 1e-6):.10g}{slips}" + "}"


def _escaped(text: str) -> str:
    """Escape what GIFT takes for its own."""
    return SPECIAL.sub(r"\\\1", text)
