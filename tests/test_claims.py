import pytest

from kzmigration import claims
from kzmigration.data import DATA
from kzmigration.errors import DataError

ENTRY = """- id: {id}
  document: 002_1d0730d662699394.txt
  line: 2194
  section: "1.3"
  statement: Something.
  stated: {{value: 45200, unit: persons, half_width: 50, qualifier: exact}}
"""


@pytest.fixture
def ledger(tmp_path, monkeypatch):
    (tmp_path / "claims").mkdir()
    monkeypatch.setattr(claims, "DATA", tmp_path)
    return tmp_path / "claims" / "9.9.yaml"


def test_every_ledger_reads():
    for file in sorted((DATA / "claims").glob("*.yaml")):
        assert claims.ledger(file.stem)


@pytest.mark.parametrize(("value", "holds"), [(45150, True), (45250, True), (45251, False), (45149, False)])
def test_a_statement_holds_inside_its_rounding_interval(ledger, value, holds):
    ledger.write_text(ENTRY.format(id="a"))
    assert claims.ledger("9.9")["a"].holds(value) is holds


def test_a_missing_field_is_named(ledger):
    ledger.write_text(ENTRY.format(id="a").replace("  line: 2194\n", ""))
    with pytest.raises(DataError, match=r"data/claims/9.9.yaml, a: missing or unknown field line"):
        claims.ledger("9.9")


def test_a_double_id_is_named(ledger):
    ledger.write_text(ENTRY.format(id="a") * 2)
    with pytest.raises(DataError, match=r"9.9.yaml: the id a stands twice"):
        claims.ledger("9.9")


def test_an_unknown_section_is_named():
    with pytest.raises(DataError, match=r"no ledger data/claims/8.8.yaml"):
        claims.ledger("8.8")
