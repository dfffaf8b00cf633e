"""What a chapter's page says of its exercises comes from the public file alone."""

import shutil

import nbformat
import pytest
from docutils import nodes

from kzmigration import exercise_pages, exercises
from kzmigration.paths import NOTEBOOKS, ROOT


def test_aims_time_titles_and_the_question_are_shown():
    told = exercises.outline("emigration")
    shown = exercise_pages.shown("emigration", told)
    text = "\n".join(node.astext() for node in shown)
    for words in (*told["aims"], *told["prerequisites"], "about 90 minutes", told["seminar"].strip()):
        assert words in text
    numbered = [node for node in shown if isinstance(node, nodes.enumerated_list)]
    assert [item.astext() for item in numbered[0]] == [f"{one['title']} ({one['kind']})" for one in told["exercises"]]
    assert "python -m kzmigration assign --chapter emigration" in text
    assert not [ask["text"] for one in told["exercises"] for ask in one["asks"] if ask["text"] in text]


def test_the_page_takes_nothing_of_the_teachers(tmp_path):
    """The edition to take along has no folder teaching, and must still build."""
    shutil.copytree(ROOT / "book" / "exercises", tmp_path / "book" / "exercises")
    assert exercises.outline("emigration", tmp_path) == exercises.outline("emigration")


@pytest.mark.parametrize("chapter", exercises.chapters())
def test_the_page_of_a_chapter_with_exercises_shows_them(chapter):
    notebook = nbformat.read(NOTEBOOKS / f"{chapter}.ipynb", as_version=4)
    (cell,) = [cell for cell in notebook.cells if cell.source.startswith("## Exercises")]
    assert f"```{{exercises}} {chapter}\n" in cell.source
