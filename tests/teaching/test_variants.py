"""What is drawn: keyed, the same each time, unlike the neighbour's; and every variant can be solved, and as hard."""

import dataclasses
import functools
import itertools
import math

import pytest

from kzmigration import exercises, lookups, variants
from kzmigration.errors import DataError
from kzmigration.exercises import LETTERS

CHAPTERS = exercises.chapters()
read = functools.cache(exercises.read)  # its files are long, and its tests many
ENOUGH = 6  # rooms between the number of a wrong sentence and the right one: it stands out in the last printed digit
SMALLEST = 20  # rooms in a value: two digits that count, so that no rounding hides a slip


def draws_of(told, node):
    """Return which draws an expression takes its values from."""
    owner = {name: draw for draw, records in told.draws.items() for name in records[0]}
    return {owner[name] for name in variants.names_in(node) if name in owner}


def all_draws(told, id):
    """Give every combination of the draws that the answer to a question depends on."""
    used = draws_of(told, told.answers[id])
    if "planted" in str(told.answers[id]["is"]):
        used |= {"planted", *draws_of(told, [*told.sentences])}
    base = {name: records[0] for name, records in told.draws.items()}
    for records in itertools.product(*(told.draws[name] for name in sorted(used))):
        yield base | dict(zip(sorted(used), records, strict=True))


@functools.cache
def every_variant(chapter, id):
    """Return what is drawn and what comes of it, for every combination that the answer to a question depends on.

    Nothing else is solved: of the answers that one, and with a question on the sentences the others on them.
    """
    told = read(chapter)
    asked = planted(chapter) if id in planted(chapter) else [id]
    sentences = told.sentences if id in planted(chapter) else ()
    alone = dataclasses.replace(told, sentences=sentences, answers={name: told.answers[name] for name in asked})
    return [(drawn, variants.solve(alone, drawn)) for drawn in all_draws(told, id)]


def solved(chapter, id):
    """Return the answer to a question in every variant."""
    return [variant.answers[id] for _, variant in every_variant(chapter, planted(chapter).get(id, id))]


@functools.cache
def planted(chapter):
    """Return the questions on the sentences, each with the first of them: their variants are the same."""
    found = [id for id, entry in read(chapter).answers.items() if "planted" in str(entry.get("is"))]
    return dict.fromkeys(found, found[0]) if found else {}


QUESTIONS = [(chapter, id) for chapter in CHAPTERS for id, entry in read(chapter).answers.items() if "is" in entry]


@pytest.mark.parametrize(("chapter", "id"), QUESTIONS)
def test_every_variant_can_be_solved_and_told_from_the_slips(chapter, id):
    told = read(chapter)
    form, hinted = told.asks[id].form, bool(told.answers[id].get("hints"))
    for answer in solved(chapter, id):
        if form["kind"] == "choice":
            assert answer.value in form["options"]
            continue
        assert math.isfinite(answer.value)
        assert form["kind"] != "share" or 0 < answer.value < 1
        assert form["kind"] != "year" or form["low"] <= answer.value <= form["high"]
        assert form["kind"] not in ("number", "share") or abs(answer.value) >= SMALLEST * answer.room
        assert not hinted or answer.hints or form["kind"] == "year"
        assert all(abs(slip - answer.value) > answer.room for slip, _ in answer.hints)


@pytest.mark.parametrize(("chapter", "id"), QUESTIONS)
def test_the_variants_of_a_question_differ(chapter, id):
    told, values = read(chapter), {answer.value for answer in solved(chapter, id)}
    assert len(values) >= 3, "so few answers are guessed"
    if told.asks[id].form["kind"] in ("number", "share"):
        decimals = {answer.decimals for answer in solved(chapter, id)}
        assert decimals == {told.asks[id].form["decimals"]} if "decimals" in told.asks[id].form else decimals


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_one_sentence_is_wrong_by_enough_and_the_others_hold(chapter):
    told = read(chapter)
    if not told.sentences:
        return
    letter_id, value_id = planted(chapter)
    together = {}
    for drawn, variant in every_variant(chapter, letter_id):
        rest = str({name: record for name, record in drawn.items() if name != "planted"})
        together.setdefault(rest, []).append((drawn["planted"]["planted"], variant))
    for several in together.values():
        assert len(several) == sum(len(one["mistakes"]) for one in told.sentences)
        for place, own in enumerate(LETTERS[: len(told.sentences)]):
            right = {variant.sentences[place] for name, variant in several if not name.startswith(own)}
            wrong = {variant.sentences[place] for name, variant in several if name.startswith(own)}
            assert len(right) == 1, "a sentence has another number though another one is wrong"
            assert not right & wrong
        for name, variant in several:
            value = variant.answers[value_id]
            assert variant.answers[letter_id].value == name[0]
            assert abs(value.hints[0][0] - value.value) >= ENOUGH * value.room, variant.sentences


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_peak_in_a_figure_stands_out(chapter):
    told = read(chapter)
    rows = {ask.id: one.figure["rows"] for one in told.exercises if one.figure for ask in one.asks}
    for id, entry in told.answers.items():
        if not isinstance(entry.get("is"), dict) or not {"peak", "leader"} & entry["is"].keys():
            continue
        for _, variant in every_variant(chapter, id):
            filled = variants.fill(entry["is"], variant.picked)
            (table,) = [filled[key] for key in ("peak", "leader") if key in filled]
            shown = lookups.table(table)
            shown = shown.loc[variants.fill(rows[id], variant.picked)] if id in rows else shown
            cells = shown.loc[filled["row"]] if "peak" in filled else shown.loc[filled["rows"], filled["year"]]
            first, second = cells.nlargest(2)
            assert first - second >= 0.05 * shown.max().max(), (id, filled)


def test_draws_are_keyed_and_the_same_each_time():
    told = read("emigration")
    one, other = variants.secret("a seed"), variants.secret("another seed")
    assert variants.draw(told, one, "anna", {}) == variants.draw(told, one, "anna", {})
    assert variants.draw(told, one, "anna", {}) != variants.draw(told, other, "anna", {})
    assert variants.draw(told, one, "anna", {}) != variants.draw(told, one, "bolat", {})
    assert len({variants.token(key, "emigration", id) for key in (one, other) for id in ("anna", "bolat")}) == 4
    # By hand, from the definition: what is drawn must not move when Python or the machine does.
    assert variants.token(one, "emigration", "anna") == "7bf14719e4bd"


def test_neighbours_share_no_draw_and_all_records_are_drawn_about_as_often():
    told, key = read("emigration"), variants.secret("a seed")
    drawn = [{}]
    for number in range(1200):
        drawn.append(variants.draw(told, key, f"s{number}", drawn[-1]))
    for before, after in itertools.pairwise(drawn[1:]):
        assert all(before[name] != after[name] for name in told.draws)
    for name, records in told.draws.items():
        counts = [sum(one[name] == record for one in drawn[1:]) for record in records]
        expected = 1200 / len(records)
        assert all(abs(count - expected) < 5 * math.sqrt(expected) for count in counts), (name, counts)


def test_an_expression_that_cannot_be_evaluated_names_its_place():
    told, key = exercises.read("emigration"), variants.secret("a seed")
    drawn = variants.draw(told, key, "anna", {})
    told.answers["2a"]["is"] = {"cell": "table-1.3.2", "ethnic_group": "$group", "year": "$nobody"}
    with pytest.raises(DataError, match=r"teaching/emigration.yaml, 2a: expected .*nothing named nobody is drawn"):
        variants.solve(told, drawn)
