"""The questions for Moodle, read back by the rules of GIFT."""

import json
import re

import pytest

from kzmigration import exercises, moodle

MARK = r"(?<!\\)(?:\\\\)*"  # what follows is not escaped


def read(text):
    """Read GIFT: category, name, text and answers of each question, by its documentation."""
    category, found = "", []
    for block in re.split(r"\n\s*\n", text):
        lines = [line for line in block.splitlines() if not line.startswith("//")]
        block = "\n".join(lines).strip()
        if block.startswith("$CATEGORY:"):
            category = block.removeprefix("$CATEGORY:").strip()
        elif block:
            match = re.fullmatch(rf"::(.+?)::\[markdown\](.*?{MARK})\{{(.*{MARK})\}}", block, flags=re.DOTALL)
            assert match, block
            assert not re.search(r"(?<!\\)[~=#{}:]", match[2]), "a character that GIFT takes for its own"
            found.append((category, match[1], match[2], match[3]))
    return found


@pytest.fixture(scope="module")
def questions(thirty):
    return read((thirty / "assignments" / "teacher" / "moodle.gift.txt").read_text(encoding="utf8"))


def test_each_question_but_those_on_a_figure_has_a_category_with_each_variant_once(questions):
    told = exercises.read("emigration")
    expected = [ask.id for one in told.exercises if not one.figure for ask in one.asks]
    assert list(dict.fromkeys(category.rpartition("/")[2] for category, *_ in questions)) == expected
    assert len({(name, text) for _, name, text, _ in questions}) == len(questions)
    for id in expected:
        texts = [text for category, _, text, _ in questions if category.endswith(f"/{id}")]
        assert 3 <= len(texts) == len(set(texts)) <= 30


def test_the_right_answer_has_all_marks_and_a_slip_its_feedback(questions, thirty):
    key = json.loads((thirty / "assignments" / "teacher" / "key.json").read_text(encoding="utf8"))
    for category, name, _, answers in questions:
        id = category.rpartition("/")[2]
        entry = key["students"][name.split()[1]]["answers"].get(id)
        if entry is None:
            assert answers == ""
        elif isinstance(entry["value"], str):
            assert answers.startswith(f"={entry['value']}")
            options = exercises.read("emigration").asks[id].form["options"]
            assert sorted(re.findall(r"[=~](\w+)", answers)) == options
        else:
            assert answers.startswith("#=")
            parts = [part.strip() for part in re.split(rf"{MARK}=", answers[1:])][1:]
            found = [
                re.fullmatch(r"(?:%(\d{1,2})%)?(-?[\d.e-]+):([\d.e-]+)(?:#(.*))?", part).groups() for part in parts
            ]
            assert [weight for weight, *_ in found] == [None, *["0"] * (len(found) - 1)]
            assert float(found[0][1]) == pytest.approx(entry["value"], rel=1e-9)
            assert float(found[0][2]) == pytest.approx(entry["room"], rel=1e-5)
            slips = {(float(value), says.strip()) for _, value, _, says in found[1:]}
            assert len(found) - 1 == len(entry["hints"])
            assert {says for _, says in slips} == {moodle._escaped(one["says"]) for one in entry["hints"]}


def test_what_gift_takes_for_its_own_is_escaped():
    assert moodle._escaped("a=b {c} 1:2 #~\\") == r"a\=b \{c\} 1\:2 \#\~" + r"\\"
