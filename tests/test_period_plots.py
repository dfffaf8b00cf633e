import pandas as pd
import pytest

from kzmigration import period_plots, scoring
from kzmigration.figures import COLOUR


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_gains_and_losses_have_their_colours_and_the_policy_its_years(width):
    balance = pd.Series({2000: -300.0, 2001: -20.0, 2002: 40.0, 2003: 10.0, 2004: -5.0, 2005: 15.0})
    fig, axes = period_plots.plot_balance(balance, (2002, 2004), "policy", "persons", near=2001, width=width)
    fig.canvas.draw()
    upper, lower = axes.flat
    heights = [bar.get_height() for bar in upper.containers[0]]
    assert heights == balance.tolist()
    assert [bar.get_height() for bar in lower.containers[0]] == balance.tolist()[1:]
    (band,) = [patch for patch in lower.patches if patch.get_width() == 3]
    assert (band.get_x(), band.get_x() + band.get_width()) == (2001.5, 2004.5)
    written = {text.get_text() for text in upper.texts}
    assert {"−300.0", "+40.0", "+15.0"} <= written
    box = fig.bbox.padded(1)
    for ax in axes.flat:
        for text in ax.texts:
            where = text.get_window_extent()
            assert box.contains(where.x0, where.y0), text.get_text()
            assert box.contains(where.x1, where.y1), text.get_text()


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_each_answer_has_its_sign_and_each_row_its_verdict(width):
    answers = pd.DataFrame({"2007-2013": ["as foreseen", "not held"], "2014-2019": ["the opposite", "neither"]})
    answers.index = ["a", "b"]
    said = {"a": "reversed", "b": "not borne out"}
    fig, ax = period_plots.plot_answers(answers, {"a": "first", "b": "second"}, said, width=width)
    fig.canvas.draw()
    texts = {text.get_position(): text for text in ax.texts}
    assert [texts[place].get_text() for place in ((0, 0), (1, 0), (0, 1), (1, 1))] == ["●", "✕", "○", "◐"]
    assert texts[0, 0].get_color() == COLOUR["moss"]
    assert texts[1, 0].get_color() == COLOUR["brick"]
    assert {text.get_text().replace("\n", " ") for text in ax.texts} >= set(said.values())


def test_every_answer_that_scoring_gives_can_be_drawn():
    assert set(period_plots.ANSWERS) == set(scoring.Answer.__args__)
