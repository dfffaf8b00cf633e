"""The two files of a chapter: a fault in either is refused with its place."""

import shutil

import pytest

from kzmigration import exercises
from kzmigration.errors import DataError
from kzmigration.paths import ROOT

HERE, THERE = "book/exercises/emigration.yaml", "teaching/emigration.yaml"


@pytest.fixture
def root(tmp_path):
    """Return a folder with a copy of the files of exercises."""
    for name in ("book/exercises", "teaching"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


FAULTS = [
    (HERE, "kind: find the error", "kind: find", "exercise 5, kind: expected one of read a figure"),
    (HERE, "kind: find the error", "kind: read a figure", "expected exercises of all of read a figure"),
    (HERE, "      - id: 2b", "      - id: 3b", 'exercise 2, id of a question: expected 2 and a letter, found "3b"'),
    (HERE, "{kind: share, decimals: 4}", "{kind: fraction}", "exercise 2, 2a, form: expected a kind, one of share"),
    (HERE, "{kind: share, decimals: 4}", "{kind: share}", "exercise 2, 2a, form: expected the fields"),
    (HERE, "minutes: 90\n", "", "emigration.yaml: expected the fields"),
    (
        HERE,
        "  - Show how a trend depends on the years that it is drawn through.\n",
        "",
        'aims: expected 3 of them, found "2"',
    ),
    (HERE, "  - Ten minutes. Two", "  - Ten minutes: two", "discussion: expected texts; one with a colon needs quotes"),
    (HERE, "data: [table-1.3.1", "data: [table-9.9.9", "no resource 'table-9.9.9'"),
    (THERE, "  1a:\n", "  1z:\n", "answers: expected those of 1a, 1b"),
    (THERE, "    how: the year with the largest cell of the row\n", "", "1a: expected the fields how, is"),
    (THERE, "group: ethnic_group, share_start", "group: tribe, share_start", "units, group: expected one of persons"),
    (THERE, "  group: [germans, kazakhs, russians]\n", "", 'found "group"'),
    (THERE, "group: [germans, kazakhs, russians]", "group: [germans]", "draws, group: expected three"),
    (THERE, "shown: [POL, USA, ISR]", "shown: [POL, 1.5, ISR]", "picture: expected numbers, words, and lists of words"),
    (THERE, "    digits: 1\n", "", "sentence 1: expected the fields"),
]


@pytest.mark.parametrize(("file", "old", "new", "says"), FAULTS)
def test_a_fault_is_refused_with_its_place(root, file, old, new, says):
    text = (root / file).read_text(encoding="utf8")
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), encoding="utf8")
    with pytest.raises(DataError) as error:
        exercises.read("emigration", root)
    assert says in str(error.value)


def test_a_chapter_without_exercises_and_an_edition_without_teaching(root):
    with pytest.raises(DataError, match=r'--chapter: expected a chapter with exercises, which are .*found "../law"'):
        exercises.read("../law", root)
    shutil.rmtree(root / "teaching")
    with pytest.raises(DataError, match="none; the edition to take along leaves the folder teaching out"):
        exercises.read("emigration", root)


@pytest.mark.parametrize("chapter", exercises.chapters())
def test_each_chapter_has_five_to_eight_exercises_and_an_open_question(chapter):
    told = exercises.read(chapter)
    assert 5 <= len(told.exercises) <= 8
    assert {one.kind for one in told.exercises} == set(exercises.KINDS)
    assert told.seminar.count("?") >= 1
    assert 30 <= told.minutes <= 180
    assert any(ask.form["kind"] == "text" for ask in told.asks.values())
