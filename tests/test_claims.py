import pytest

from kzmigration import claims
from kzmigration.data import DATA
from kzmigration.errors import ChapterError, DataError

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


@pytest.mark.parametrize(
    ("value", "half_width", "unit", "shown"),
    [
        (45200, 50, "persons", "45.2 thousand"),
        (1000, 500, "persons", "1 thousand"),
        (11561, 0, "persons", "11,561"),
        (56.63, 0.005, "percent", "56.63%"),
        (0.246, 0.0005, "percent", "0.246%"),
        (24, 0.5, "percent", "24%"),
        (30, 0, "count", "30"),
    ],
)
def test_a_statement_is_shown_with_the_digits_that_were_printed(ledger, value, half_width, unit, shown):
    entry = ENTRY.format(id="a").replace("45200", str(value)).replace("half_width: 50", f"half_width: {half_width}")
    ledger.write_text(entry.replace("persons", unit))
    assert claims.ledger("9.9")["a"].text("en") == shown


def test_text_is_resolved_by_id():
    assert claims.resolve("It says {claim}`departures-2019`.") == "It says 45.2 thousand."
    with pytest.raises(ChapterError, match="statement 'gone', which no ledger holds"):
        claims.resolve("{claim}`gone`")


def test_an_id_stands_in_one_section_only(ledger):
    ledger.write_text(ENTRY.format(id="a"))
    ledger.with_name("9.8.yaml").write_text(ENTRY.format(id="a"))
    claims.statements.cache_clear()
    with pytest.raises(DataError, match=r"9.9.yaml: the id a stands in another section too"):
        claims.statements()
    claims.statements.cache_clear()


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
