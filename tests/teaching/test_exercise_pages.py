"""What a chapter's page says of its exercises comes from the public file alone."""

import csv
import html
import json
import re
import shutil
import subprocess
import sys

import nbformat
import pytest
from sphinx import addnodes

from kzmigration import exercise_pages, exercises
from kzmigration.paths import NOTEBOOKS, ROOT


def test_aims_time_and_the_question_are_shown():
    told = exercises.outline("emigration")
    text = "\n".join(node.astext() for part in exercise_pages.around("emigration", told) for node in part)
    for words in (*told["aims"], *told["prerequisites"], "about 90 minutes", told["seminar"].strip()):
        assert words in text
    assert "python -m kzmigration assign --chapter emigration" in text


@pytest.mark.parametrize("chapter", exercises.chapters())
def test_each_exercise_is_marked_up_and_leaves_open_what_is_drawn(chapter):
    told = exercises.outline(chapter)
    marked = "\n".join(exercise_pages.marked_up(chapter, told))
    titles = re.findall(r"^````\{exercise\} (.+)$", marked, flags=re.MULTILINE)
    assert titles == [one["title"] for one in told["exercises"]]
    asks = re.findall(r"^- \*\*(\w+)\*\* ", marked, flags=re.MULTILINE)
    assert asks == [ask["id"] for one in told["exercises"] for ask in one["asks"]]
    assert marked.count("*The sentences stand in each copy.*") == sum(
        "{sentences}" in e["text"] for e in told["exercises"]
    )
    assert "{num}" not in marked
    assert marked.replace("````", "").count("`") % 2 == 0


def test_how_the_files_call_what_is_drawn_is_told_in_the_copies_alone():
    def shown(text):
        one = {"id": "1", "title": "A", "kind": "read a figure", "text": text, "asks": []}
        return exercise_pages.marked_up("law", {"exercises": [one]})[2]

    assert shown("Take {num}`place` ({num}`code`). In the files {num}`code` stands for {num}`place`. Go on.") == (
        "*Read a figure.* Take … Go on."
    )
    assert shown("It counts moves; in it {num}`code` stands for {num}`place`.") == "*Read a figure.* It counts moves."


@pytest.mark.site
@pytest.mark.parametrize("chapter", exercises.chapters())
def test_the_built_page_numbers_the_exercises_and_gives_each_an_address(chapter, site):
    page = (site / "notebooks" / f"{chapter}.html").read_text(encoding="utf8")
    told = exercises.outline(chapter)["exercises"]
    titles = [(one["id"], str(number), one["title"]) for number, one in enumerate(told, start=1)]
    id = f"exercise-{chapter.replace('_', '-')}"
    shown = re.findall(rf'id="{id}-(\w+)">\s*<p[^>]*><span[^>]*>Exercise (\d+) </span> \((.+)\)</p>', page)
    assert [(own, number, html.unescape(title)) for own, number, title in shown] == titles
    assert page.count('class="exercise ') == len(told)


def test_the_guide_has_aims_pitfalls_plan_time_and_question_of_each_chapter():
    for chapter in exercises.chapters():
        told = exercises.outline(chapter)
        section = exercise_pages.planned(chapter, 9, told, "book/teaching")
        text = section.astext()
        for words in (*told["aims"], *told["pitfalls"], *told["discussion"], f"{told['minutes']} minutes"):
            assert words in text
        assert told["seminar"].strip() in text
        (link,) = section.findall(addnodes.pending_xref)
        assert link["reftarget"] == f"/notebooks/{chapter}"


def test_the_quick_start_of_the_guide_does_what_it_says(tmp_path):
    """Type its commands as they stand, with this Python for the project's; students hand in what the key says."""
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT / "src"} exec {sys.executable} "$@"\n', encoding="utf8")
    python.chmod(0o755)
    page = (ROOT / "book" / "teaching.md").read_text(encoding="utf8")
    first, second = re.findall(r"^```sh\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL)
    subprocess.run(["bash", "-ec", first], cwd=tmp_path, check=True, capture_output=True)
    key = json.loads((tmp_path / "assignments" / "teacher" / "key.json").read_text(encoding="utf8"))
    for token, student in key["students"].items():
        values = {id: answer["value"] for id, answer in student["answers"].items()}
        handed = {"format": 1, "chapter": "emigration", "student": token, "answers": values}
        (tmp_path / "submissions" / student["folder"]).mkdir(parents=True)
        file = tmp_path / "submissions" / student["folder"] / f"answers-{token}.json"
        file.write_text(json.dumps(handed), encoding="utf8")
    subprocess.run(["bash", "-ec", second], cwd=tmp_path, check=True, capture_output=True)
    with (tmp_path / "grades" / "grades.csv").open(encoding="utf8", newline="") as table:
        rows = list(csv.DictReader(table))
    assert [(row["id"], row["points"]) for row in rows] == [(id, rows[0]["of"]) for id in ("s01", "s02", "s03")]
    assert len(list((tmp_path / "grades" / "pages").glob("emigration-s0*.html"))) == 3


def test_the_page_takes_nothing_of_the_teachers(tmp_path):
    """The edition to take along has no folder teaching, and must still build."""
    shutil.copytree(ROOT / "book" / "exercises", tmp_path / "book" / "exercises")
    assert exercises.outline("emigration", tmp_path) == exercises.outline("emigration")


@pytest.mark.parametrize("chapter", exercises.chapters())
def test_the_page_of_a_chapter_with_exercises_shows_them(chapter):
    notebook = nbformat.read(NOTEBOOKS / f"{chapter}.ipynb", as_version=4)
    (cell,) = [cell for cell in notebook.cells if cell.source.startswith("## Exercises")]
    assert f"```{{exercises}} {chapter}\n" in cell.source
