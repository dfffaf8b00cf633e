import dataclasses

import pandas as pd
import pytest

from kzmigration import coverage
from kzmigration.claims import statements
from kzmigration.data import read
from kzmigration.errors import DataError

TEXT = "Heading\nIn 2019 it rose\nNothing here\nең үлкен үлес\nend 5"


@pytest.mark.data
def test_no_finished_section_has_an_unread_line_and_every_id_has_its_line():
    assert coverage.gaps() == []


def test_at_least_three_sections_are_finished():
    assert (read("sections")["is_done"] == "yes").sum() >= 3


def test_the_sections_of_a_document_leave_no_line_out():
    for _, own in read("sections").groupby("document"):
        assert own["first_line"].tolist() == [1, *(own["last_line"] + 1).tolist()[:-1]]


def test_a_skeleton_lists_digits_and_ranks_and_keeps_what_is_there():
    kept = pd.DataFrame({"document": ["d"], "line": [2], "claims": ["a b"], "reason": [""]})
    rows = coverage.skeleton(TEXT, "d", kept)
    assert rows["line"].tolist() == [2, 4, 5]
    assert rows["claims"].tolist() == ["a b", "", ""]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"claims": "", "reason": ""}, "line 300 of section introduction has neither claim nor reason"),
        ({"claims": "gone", "reason": ""}, "the coverage names gone, which no ledger holds"),
        ({"document": "30d.txt", "claims": "", "reason": "date"}, "the coverage names 30d.txt, which is no document"),
    ],
)
def test_a_gap_is_named(monkeypatch, row, problem):
    one = pd.DataFrame([{"document": "002_1d0730d662699394.txt", "line": 300} | row])
    frames = {"coverage": one, "sections": read("sections")}
    monkeypatch.setattr(coverage, "read", lambda name: frames[name])
    assert problem in coverage.gaps()


def test_a_statement_of_an_unknown_document_is_named(monkeypatch):
    told = statements()["departures-2019"]
    monkeypatch.setattr(coverage, "statements", lambda: {told.id: dataclasses.replace(told, document="gone.txt")})
    assert coverage.gaps()[-1] == "departures-2019 is of gone.txt, which data/documents.yaml does not have"


def test_another_copy_of_a_document_is_refused(tmp_path):
    for name in coverage.documents():
        (tmp_path / name).write_text("something else")
    with pytest.raises(DataError, match="expected the copy with sha256"):
        coverage.update(tmp_path)
    with pytest.raises(DataError, match="there is no such text copy"):
        coverage.update(tmp_path / "nowhere")
