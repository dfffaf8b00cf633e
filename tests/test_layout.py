import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize

from kzmigration.errors import ChapterError
from kzmigration.layout import place, spread, text_width, wrap


def test_labels_with_room_stay_where_they_are_wanted():
    assert place([1.0, 4.0, 8.0], [2.0, 1.0, 1.0], 0.0, 10.0) == [1.0, 4.0, 8.0]


def test_two_labels_that_want_one_place_share_the_move():
    assert place([5.0, 5.0], [2.0, 2.0], 0.0, 10.0) == [4.0, 6.0]


@pytest.mark.parametrize("seed", range(4))
def test_placing_agrees_with_a_general_optimiser(seed):
    rng = np.random.default_rng(seed)
    wanted, sizes = np.sort(rng.uniform(0, 10, 6)), rng.uniform(0.5, 2.0, 6)
    placed = np.array(place(list(wanted), list(sizes), 0.0, 12.0))
    ends = [{"type": "ineq", "fun": lambda x: 12.0 - x[-1] - sizes[-1]}]
    apart = [{"type": "ineq", "fun": lambda x, i=i: x[i + 1] - x[i] - sizes[i]} for i in range(5)]
    first = [{"type": "ineq", "fun": lambda x: x[0]}]
    start = np.concatenate([[0.0], np.cumsum(sizes)])[:-1]
    best = minimize(lambda x: ((x - wanted) ** 2).sum(), start, constraints=ends + apart + first, tol=1e-12)
    assert placed == pytest.approx(best.x, abs=1e-4)


def test_more_labels_than_room_are_refused():
    with pytest.raises(ChapterError, match=r"4\.00 do not fit into 3\.00"):
        place([0.0, 1.0], [2.0, 2.0], 0.0, 3.0)


def test_lines_keep_to_the_room_and_lose_no_word():
    text = "a law on the migration of the population and what it changed"
    lines = wrap(text, 1.2, 0.5)
    assert " ".join(lines) == text
    assert text_width(lines[0]) <= 0.7
    assert max(text_width(line) for line in lines) <= 1.2


def test_bold_words_are_wider():
    assert text_width("migration", bold=True) > text_width("migration") > 0
    assert len(wrap("one two three four five six", 1.0, bold=True)) >= len(wrap("one two three four five six", 1.0))


def test_a_number_stays_with_its_abbreviation():
    assert "No. 399" in wrap("concept (decree No. 399) of", text_width("concept (decree No."))[1]


def test_labels_are_spread_and_keep_their_order():
    rng = np.random.default_rng(3)
    heights = pd.Series(rng.uniform(0, 5, 8), index=list("abcdefgh"))
    placed = spread(heights, 0.7)
    order = sorted(placed, key=placed.get)
    assert order == heights.sort_values().index.tolist()
    assert np.diff([placed[code] for code in order]).min() >= 0.7 - 1e-9
