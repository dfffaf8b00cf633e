"""The files of one student: a notebook with the texts resolved, the data, a figure, and what notes the answers."""

import functools
import io
import json
import string
from pathlib import Path

from kzmigration import claims, data, hand_in, language, lookups, numbers, references
from kzmigration.exercises import Ask, Exercise, Exercises
from kzmigration.paths import DATA
from kzmigration.roster import Student
from kzmigration.variants import Variant

COLOURS = ("steppe", "ochre", "moss", "brick")
MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_{}[]<>#|$~"})  # what Markdown takes for its own
HOW = """\
**How to answer.** Each question has a cell: put your answer in the place of the dots, and run it. It says at once
whether the form is right; whether the answer is, grading says. You may answer again; the last answer counts.
Everything can be done with pandas and the files beside this notebook. Hand in `{answers}`, and nothing else.

**The files**, cell by cell as the report, or the producer that is named, has them:

{files}"""


class Packing:
    """What makes the files of one student after the other; what many share is made once.

    Parameters
    ----------
    told : Exercises
        See :func:`kzmigration.exercises.read`.
    """

    def __init__(self, told: Exercises) -> None:
        """Read what everybody gets."""
        self.told = told
        paths = {name: DATA / data.descriptor(name)["path"] for name in told.data}
        self.shared = {f"{name}.csv": path.read_bytes() for name, path in paths.items()}
        self.shared["hand_in.py"] = Path(hand_in.__file__).read_bytes()

    def files(self, student: Student, token: str, variant: Variant) -> dict[str, bytes]:
        """Return the files of a student by their names.

        Parameters
        ----------
        token : str
            What the answers are known by, see :func:`kzmigration.variants.token`.
        variant : Variant
            Of which only texts and figures are used, and no answer.
        """
        answers = f"answers-{token}.json"
        forms = {id: ask.form for id, ask in self.told.asks.items()}
        assignment = {"format": hand_in.FORMAT, "chapter": self.told.chapter, "student": token, "answers": answers}
        found = {**self.shared, "assignment.json": _json({**assignment, "forms": forms})}
        for exercise in self.told.exercises:
            if exercise.figure:
                codes = tuple(variant.picked[exercise.figure["rows"].removeprefix("$")])
                picture = _drawn(exercise.figure["lines"], codes, exercise.figure["label"])
                found[f"figure-{exercise.id}.png"] = picture
        found[f"{self.told.chapter}.ipynb"] = _json(self._notebook(student, answers, variant))
        return found

    def _notebook(self, student: Student, answers: str, variant: Variant) -> dict:
        cells = [_markdown("start", self._start(student, answers))]
        cells.append(_code("hand-in", "from hand_in import answer"))
        for exercise in self.told.exercises:
            cells += self._cells(exercise, variant)
        seminar = (
            f"## For the seminar\n\n{resolved(self.told.seminar, variant)}\n\nNothing is to be handed in for this one."
        )
        cells.append(_markdown("seminar", seminar))
        kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
        about = {"kernelspec": kernel, "language_info": {"name": "python"}}
        return {"cells": cells, "metadata": about, "nbformat": 4, "nbformat_minor": 5}

    def _start(self, student: Student, answers: str) -> str:
        """Write what stands above the exercises."""
        told = self.told
        files = "\n".join(f"- `{name}.csv`: {data.descriptor(name)['title']}" for name in told.data)
        who = f"For {student.name.translate(MARKS)}. " if student.name else ""
        lists = ["\n".join(f"- {line}" for line in lines) for lines in (told.aims, told.prerequisites)]
        return (
            f"# Exercises. {told.title}\n\n{who}Your numbers are your own: the years, places and groups differ from "
            f"copy to copy. All of it takes about {told.minutes} minutes.\n\n**What you learn**\n\n{lists[0]}\n\n"
            f"**What you need**\n\n{lists[1]}\n\n{HOW.format(answers=answers, files=files)}"
        )

    def _cells(self, exercise: Exercise, variant: Variant) -> list[dict]:
        """Return the cells of one exercise."""
        text = resolved(exercise.text, variant).replace("{sentences}", "\n\n".join(variant.sentences))
        if exercise.figure:
            text += f"\n\n![{self._alt(exercise, variant)}](figure-{exercise.id}.png)"
        cells = [_markdown(f"exercise-{exercise.id}", f"## {exercise.id}. {exercise.title}\n\n{text}")]
        if exercise.code:
            cells.append(_code(f"code-{exercise.id}", filled(exercise.code, variant)))
        for ask in exercise.asks:
            cells.append(_markdown(f"question-{ask.id}", f"**{ask.id}.** {resolved(ask.text, variant)}"))
            cells.append(_code(f"answer-{ask.id}", _call(ask)))
        return cells

    def _alt(self, exercise: Exercise, variant: Variant) -> str:
        """Say what the figure shows; its values would be the answers, and stand in a file."""
        table = exercise.figure["lines"]
        years = lookups.table(table).columns
        kind = lookups.table(table).index.name
        codes = variant.picked[exercise.figure["rows"].removeprefix("$")]
        names = language.list_names([language.name(kind, code) for code in codes])
        span = f"{years.min()} to {years.max()}"
        return f"Line chart of {exercise.figure['label']} for {names}, {span}; its values are in {table}.csv."


def resolved(text: str, variant: Variant) -> str:
    """Put what is drawn into a text, so that no role is left."""
    return references.resolve(claims.resolve(numbers.resolve(text, variant.registry)))


def filled(code: str, variant: Variant) -> str:
    """Put what is drawn into a cell of code."""
    return string.Template(code).substitute(variant.picked)


@functools.cache
def _drawn(table: str, codes: tuple[str, ...], label: str) -> bytes:
    """Draw rows of a table over the years, as PNG on white; many students have the same."""
    import matplotlib.pyplot as plt  # slow to import, and roster and exercises are checked before

    from kzmigration import line_plots

    rows = lookups.table(table).loc[list(codes)]
    names = {code: language.name(rows.index.name, code) for code in codes}
    fig, _ = line_plots.plot_lines(rows, names, dict(zip(codes, COLOURS, strict=False)), label)
    png = io.BytesIO()
    fig.savefig(png, format="png", dpi=120, facecolor="#ffffff", metadata={"Software": None})
    plt.close(fig)
    return png.getvalue()


def _call(ask: Ask) -> str:
    """Return the line of code that notes an answer, dots in its place."""
    dots = '"..."' if ask.form["kind"] in ("choice", "text") else "..."
    return f'answer("{ask.id}", {dots})'


def _markdown(id: str, source: str) -> dict:
    return {"cell_type": "markdown", "id": id, "metadata": {}, "source": source.splitlines(keepends=True)}


def _code(id: str, source: str) -> dict:
    empty = {"execution_count": None, "outputs": []}
    return {"cell_type": "code", "id": id, "metadata": {}, "source": source.splitlines(keepends=True), **empty}


def _json(content: dict) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()
