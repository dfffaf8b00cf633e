import pytest
import yaml

from kzmigration import corrections, data
from kzmigration.claims import statements
from kzmigration.errors import DataError

ENTRY = {
    "resource": "table-1.3.1",
    "cell": {"country": "_O", "year": 2019},
    "expect": 787,
    "proposed": 154,
    "reason": "r",
    "claims": ["departures-2019"],
    "confidence": "medium",
    "severity": "low",
    "origin": "print",
}


@pytest.fixture
def entries(tmp_path, monkeypatch):
    monkeypatch.setattr(corrections, "DATA", tmp_path)

    def write(**changes):
        (tmp_path / "corrections.yaml").write_text(yaml.safe_dump([ENTRY | changes]))
        corrections.corrections.cache_clear()

    yield write
    corrections.corrections.cache_clear()


def cell(frame):
    return frame[(frame["country"] == "_O") & (frame["year"] == 2019)].iloc[0]


def test_only_the_corrected_vintage_is_corrected():
    printed, corrected = data.load("table-1.3.1"), data.load("table-1.3.1", vintage="corrected")
    assert cell(printed)["persons"] == 787
    assert (cell(corrected)["persons"], cell(corrected)["status"]) == (154, "corrected")
    assert (printed["persons"] != corrected["persons"]).sum() == 1


def test_an_unusable_cell_becomes_empty(entries):
    entries(proposed="unusable")
    found = cell(corrections.apply(data.read("table-1.3.1"), "table-1.3.1", "persons"))
    assert found.isna()["persons"]
    assert found["status"] == "unusable"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"expect": 786}, "expected the printed value 786, found 787"),
        ({"cell": {"country": "XXX", "year": 2019}}, "expected one cell, found 0"),
        ({"cell": {"year": 2019}}, "expected one cell, found 30"),
        ({"confidence": "sure"}, 'confidence: expected one of low, medium, high, found "sure"'),
        ({"origin": "copy"}, 'origin: expected one of print, copy-or-print, found "copy"'),
        ({"proposed": "about 150"}, 'proposed: expected a number or unusable, found "about 150"'),
        ({"why": "x"}, "entry 1: missing or unknown field why"),
    ],
)
def test_a_wrong_entry_is_refused_by_name(entries, changes, message):
    entries(**changes)
    with pytest.raises(DataError, match=message):
        corrections.apply(data.read("table-1.3.1"), "table-1.3.1", "persons")


@pytest.mark.data
def test_each_entry_names_contradictions_that_prove_it():
    for entry in corrections.corrections():
        assert any(statements()[id].verdict == "contradicted" for id in entry["claims"])
        assert data.is_resource(entry["resource"])
