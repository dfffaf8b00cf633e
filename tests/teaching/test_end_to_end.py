"""A class of thirty: one copy solved by hand from its text and files with plain pandas, handed in and graded.

Nothing of the package computes an answer here: what is asked for is read from the notebook, as a student reads it.
"""

import csv
import json
import re
import shutil
import subprocess
import sys

import nbformat
import pandas as pd
import pytest

from kzmigration import grade, marking

WHY = (
    "The second line leaves out some of the years, and the counts rise or fall most in just these. With four points "
    "the slope hangs on its ends. I would print the one through all six years, and name the years with it."
)


class Copy:
    """A student's copy: its texts, and its files as tables with rows by code and columns by year."""

    def __init__(self, folder):
        notebook = nbformat.read(folder / "emigration.ipynb", as_version=4)
        self.cells = notebook.cells
        self.texts = {cell.id: cell.source for cell in notebook.cells}
        self.countries = pd.read_csv(folder / "table-1.3.1.csv").pivot(
            index="country", columns="year", values="persons"
        )
        groups = pd.read_csv(folder / "table-1.3.2.csv")
        self.groups = groups.pivot(index="ethnic_group", columns="year", values="persons")
        self.people = pd.read_csv(folder / "fig-2.1.3.csv").set_index("year")["persons"]

    def found(self, cell, pattern):
        """Return what a text says in the places of a pattern, years as numbers."""
        (groups,) = re.findall(pattern, self.texts[cell])
        groups = groups if isinstance(groups, tuple) else (groups,)
        return [int(one) if one.isdigit() else one for one in groups]

    def codes(self):
        """Return the three codes of the figure by the names beside them."""
        names, codes = self.found("exercise-1", r"departures to (.+?) \((.+?)\) in each year")
        return dict(zip(re.split(r", and |, ", names), codes.split(", "), strict=True))


def read_figure(copy):
    codes = copy.codes()
    (tall,) = copy.found("question-1a", r"most people go to (.+)\?")
    (year,) = copy.found("question-1b", r"destination in (\d+)\?")
    read, read_year = copy.found("question-1c", r"went to (.+) in (\d+)\?")
    row = copy.countries.loc[codes[tall]]
    largest = copy.countries.loc[list(codes.values()), year].idxmax()
    return {"1a": int(row.idxmax()), "1b": str(largest), "1c": int(copy.countries.loc[codes[read], read_year])}


def recompute(copy):
    (group,) = copy.found("exercise-2", r"knows the group as “(\w+)”")
    (year,) = copy.found("question-2a", r"who left in (\d+) were")
    first, last = copy.found("question-2b", r"from (\d+) to (\d+)\?")
    shares = copy.groups.loc[group] / copy.groups.sum()
    (place,) = copy.found("exercise-3", r"in it (\w+) stands for")
    start, end = copy.found("question-3a", r"from (\d+) to (\d+)\?")
    (rate_year,) = copy.found("question-3b", r"left Kazakhstan in (\d+),")
    before, after = copy.countries.loc[place, [start, end]]
    one, other, mover = copy.found("question-4a", r"from (\d+) to (\d+) is the change in the row of .+ \((\w+)\)\?")
    steps = copy.groups[other] - copy.groups[one]
    return {
        "2a": round(float(shares[year]), 4),
        "2b": round(float(shares[last] - shares[first]) * 100, 2),
        "3a": round(float(after - before) / float(before) * 100, 1),
        "3b": round(float(copy.countries[rate_year].sum()) / float(copy.people[rate_year]) * 1000, 3),
        "4a": round(float(steps[mover]) / float(steps.sum()) * 100, 1),
    }


def find_error(copy):
    """Recompute each sentence; one of them differs."""
    place, group = copy.found("exercise-5", r"files (\w+) stands for .+, and “(\w+)” for")
    first, last = copy.found("exercise-5", r"All departures .* from (\d+) to (\d+)\.")
    all_, shares = copy.countries.sum(), copy.groups / copy.groups.sum() * 100
    row = copy.countries.loc[place]
    true = {
        "a": (row[last] / row[first] - 1) * 100,
        "b": row[last] / all_[last] * 100,
        "c": (all_[last] / all_[first] - 1) * 100,
        "d": all_[last] / copy.people[last] * 1000,
        "e": shares.loc[group, last] - shares.loc[group, first],
    }
    printed = {}
    for line in copy.texts["exercise-5"].splitlines():
        if match := re.match(r"([a-e])\. ", line):
            text = re.sub(r"\b20\d\d\b|1,000", "", line).replace("−", "-")
            (printed[match[1]],) = re.findall(r"[+-]?\d+\.\d+", text)
    wrong = [letter for letter, text in printed.items() if f"{true[letter]:.{decimals(text)}f}" != text.lstrip("+")]
    assert len(wrong) == 1, (printed, true)
    return {"5a": wrong[0], "5b": round(float(true[wrong[0]]), decimals(printed[wrong[0]]))}


def decimals(text):
    return len(text.partition(".")[2])


def change_parameter(copy, folder):
    """Run the cell as it stands, then with its years changed, and read what it prints."""
    code = copy.texts["code-6"]
    first, last = copy.found("question-6b", r"for (\d+) to (\d+)\?")
    changed = re.sub(r"first_year = \d+", f"first_year = {first}", code)
    changed = re.sub(r"last_year = \d+", f"last_year = {last}", changed)
    command = [sys.executable, "-c", f"{code}\n{changed}"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    slopes = [float(line.split()[0]) for line in done.stdout.splitlines()]
    return {"6a": slopes[0], "6b": slopes[1], "6c": WHY}


def solve(folder):
    copy = Copy(folder)
    return read_figure(copy) | recompute(copy) | find_error(copy) | change_parameter(copy, folder)


def hand_in(folder, answers):
    """Put the answers in the place of the dots, run all cells in their order, and return what they say."""
    cells = []
    for cell in Copy(folder).cells:
        if cell.cell_type == "code":
            match = re.match(r'answer\("(\w+)", ', cell.source)
            cells.append(f'answer("{match[1]}", {answers[match[1]]!r})' if match else cell.source)
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(cells)], cwd=folder, capture_output=True, text=True, check=True
    )
    return [line for line in done.stdout.splitlines() if "noted" in line]


@pytest.fixture
def desk(thirty, tmp_path):
    """Return a copy of what the class was given, for answers go into it."""
    return shutil.copytree(thirty / "assignments", tmp_path / "assignments")


def graded(desk, out):
    done = grade.grade(desk / "students", desk / "teacher" / "key.json", out)
    with done.table.open(encoding="utf8", newline="") as file:
        return done, {row["id"]: row for row in csv.DictReader(file)}


def test_a_copy_solved_by_hand_gets_full_marks_and_a_slip_its_hint(desk, tmp_path):
    students = desk / "students"
    good, slipped = students / "emigration-s00", students / "emigration-гүлнар"
    said = hand_in(good, solve(good))
    assert len(said) == 13
    assert all("is noted" in line for line in said)
    wrong = solve(slipped)
    copy = Copy(slipped)
    (place,) = copy.found("exercise-3", r"in it (\w+) stands for")
    start, end = copy.found("question-3a", r"from (\d+) to (\d+)\?")
    before, after = map(float, copy.countries.loc[place, [start, end]])
    wrong["3a"] = round((after - before) / after * 100, 1)
    wrong["4a"] = wrong["4a"] + 50
    hand_in(slipped, wrong)
    done, rows = graded(desk, tmp_path / "grades")
    assert (done.students, done.graded, done.messages) == (30, 2, ())
    assert (rows["s00"]["points"], rows["s00"]["of"], rows["s00"]["texts_to_read"]) == ("12", "12", "1")
    assert (rows["гүлнар"]["points"], rows["гүлнар"]["3a"], rows["гүлнар"]["4a"]) == ("10", "0", "0")
    page = (tmp_path / "grades" / "pages" / "emigration-гүлнар.html").read_text(encoding="utf8")
    assert "Wrong base year? That is the change in percent of the last year." in page
    assert marking.NO_HINT in page
    told = json.loads((desk / "teacher" / "key.json").read_text(encoding="utf8"))
    (student,) = [one for one in told["students"].values() if one["id"] == "гүлнар"]
    right = student["answers"]["3a"]
    assert f"{right['value']:.{right['decimals']}f}" not in page, "the page tells the right answer"


def test_a_copy_that_is_run_as_it_comes_notes_nothing_and_breaks_nowhere(desk):
    folder = desk / "students" / "emigration-s01"
    code = "\n".join(cell.source for cell in Copy(folder).cells if cell.cell_type == "code")
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    said = [line for line in done.stdout.splitlines() if "noted" in line]
    assert len(said) == 13
    assert all(re.match(r"\d[a-c] is NOT noted: expected ", line) for line in said)
    assert not list(folder.glob("answers-*"))


def test_every_copy_of_the_class_is_solved_by_hand_as_the_key_has_it(desk):
    """All but the cell of code, which starts a process each time."""
    told = json.loads((desk / "teacher" / "key.json").read_text(encoding="utf8"))
    for student in told["students"].values():
        copy = Copy(desk / "students" / student["folder"])
        answers = read_figure(copy) | recompute(copy) | find_error(copy)
        marks = marking.marked(answers, student, told["asks"])
        wrong = [mark for mark in marks if mark.given and not mark.points]
        assert not wrong, (student["id"], wrong)
        assert sum(bool(mark.given) for mark in marks) == 10
