"""The teacher's desk on the command line: exercises given out to a class, and answers graded."""

from pathlib import Path
from typing import Annotated

import typer


def assign(
    chapter: Annotated[str, typer.Option(help="the chapter whose exercises are given out")],
    roster: Annotated[Path, typer.Option(help="CSV with a row a student: id, and name if you like")],
    seed: Annotated[str, typer.Option(help="your secret; the same roster and seed give the same bytes")],
    out: Annotated[Path, typer.Option(help="folder for students/ and teacher/")] = Path("assignments"),
) -> None:
    """Give out a chapter's exercises: another variant for each student, and a key for the teacher."""
    from kzmigration import assign as assigning

    key = assigning.assign(chapter, roster, seed, out, typer.echo)
    typer.echo(f"The students' folders: {out / assigning.STUDENTS}\nThe key, for you alone: {key}")


def grade(
    submissions: Annotated[Path, typer.Argument(help="folder with what was handed in, in folders or not")],
    key: Annotated[Path, typer.Option(help="teacher/key.json of the assignment")],
    out: Annotated[Path, typer.Option(help="folder for grades.csv and a page a student")] = Path("grades"),
) -> None:
    """Grade the files of answers that were handed in; nothing of the students is run."""
    from kzmigration import grade as grading

    done = grading.grade(submissions, key, out)
    for line in done.messages:
        typer.echo(f"note: {line}")
    typer.echo(f"{done.graded} of {done.students} students are graded: {done.table}")


def otter(key: Annotated[Path, typer.Argument(help="teacher/key.json of an assignment")]) -> None:
    """Write what otter-grader takes, beside the key: a test a question, which reads the file of answers."""
    from kzmigration import otter_export

    out = otter_export.write(key)
    typer.echo(f"For otter-grader, and for you alone: {out}\nHow to make the archive: {out / 'README.txt'}")
