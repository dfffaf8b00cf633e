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
  check: 45200
  verdict: reproduced
"""


@pytest.fixture
def ledger(tmp_path, monkeypatch):
    (tmp_path / "claims").mkdir()
    monkeypatch.setattr(claims, "DATA", tmp_path)
    claims.ledger.cache_clear()
    yield tmp_path / "claims" / "9.9.yaml"
    claims.ledger.cache_clear()


@pytest.mark.data
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
        (6_300_000, 50_000, "persons", "6.3 million"),
        (1_230_500, 50, "persons", "1,230.5 thousand"),
        (32700, 50, "count", "32.7 thousand"),
        (274, 0, "count", "274"),
        (11561, 0, "persons", "11,561"),
        (56.63, 0.005, "percent", "56.63%"),
        (0.246, 0.0005, "percent", "0.246%"),
        (24, 0.5, "percent", "24%"),
        (30, 0, "count", "30"),
        (1_050_000, 5_000, "persons", "1.05 million"),
        (780_000, 5_000, "persons", "0.78 million"),
        (136_208_000, 500, "persons", "136,208 thousand"),
        (926_770, 5, "persons", "926.77 thousand"),
        (1_500_000, 50_000, "count", "1.5 million"),
        (23_500_000, 500_000, "persons", "23–24 million"),
        (6_150_000, 50_000, "persons", "6.1–6.2 million"),
        (2250, 250, "usd_million", "2,000–2,500"),
        (0.65, 0.05, "percent", "0.6–0.7%"),
        (3.5, 0.5, "ratio", "3–4"),
        (75, 12.5, "percent", "75%"),
    ],
)
def test_a_statement_is_shown_with_the_digits_that_were_printed(ledger, value, half_width, unit, shown):
    entry = (
        ENTRY.format(id="a")
        .replace("value: 45200", f"value: {value}")
        .replace("half_width: 50", f"half_width: {half_width}")
    )
    ledger.write_text(entry.replace("persons", unit))
    assert claims.ledger("9.9")["a"].text("en") == shown


@pytest.mark.parametrize(
    ("value", "half_width", "printed_in", "shown"),
    [
        (1000, 50, "ones", "1,000"),
        (2000, 500, "thousands", "2 thousand"),
        (56_000_000, 0, "millions", "56 million"),
        (500_000, 0, "thousands", "500 thousand"),
    ],
)
def test_an_entry_may_say_in_what_its_number_is_printed(ledger, value, half_width, printed_in, shown):
    entry = ENTRY.format(id="a").replace("value: 45200", f"value: {value}")
    entry = entry.replace("half_width: 50", f"half_width: {half_width}, printed_in: {printed_in}")
    ledger.write_text(entry)
    assert claims.ledger("9.9")["a"].text("en") == shown


def test_a_range_has_its_unit_once_and_its_middle_as_value(ledger):
    ledger.write_text(ENTRY.format(id="a").replace("45200", "23500000").replace("half_width: 50", "half_width: 500000"))
    number = claims.ledger("9.9")["a"].number()
    assert (number.value, number.unit) == (23_500_000, "persons_in_millions")
    assert number.text("ru") == "23–24 млн"
    assert "as rounded in print" in number.tip()


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


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  line: 2194\n", "", "a, line: the field is missing"),
        ("  line: 2194", "  line: many", 'a, line: expected a number, found "many"'),
        ("  line:", "  lines: 3\n  line:", "a, lines: there is no such field; the fields are id, document"),
        ("half_width: 50, ", "", "a, stated, half_width: the field is missing"),
        ("half_width: 50", "half_width: -1", 'a, half_width: expected at least 0, found "-1"'),
        ("half_width: 50", "half_width: 'true'", 'a, half_width: expected a number, found "true"'),
        ("unit: persons", "unit: people", 'a, unit: expected one of persons, percent, .* found "people"'),
        ("qualifier: exact", "qualifier: maybe", 'a, qualifier: expected one of exact, about, .* found "maybe"'),
        ("verdict: reproduced", "verdict: fine", 'a, verdict: expected one of reproduced, .* found "fine"'),
        ("exact}", "exact, printed_in: dozens}", 'a, printed_in: expected one of ones, .* found "dozens"'),
        ("verdict: reproduced", "verdict: not testable", "a, check: a check is missing exactly where"),
        ("check: 45200", "check: null", "a, check: a check is missing exactly where"),
        (
            "verdict: reproduced",
            "verdict: contradicted",
            "a, severity: it stands exactly where the verdict is contradicted",
        ),
        ("id: a", "id: Not An Id", "Not An Id, id: expected lower-case words joined by hyphens"),
        ("statement: Something.", "statement: ''", 'a, statement: expected a text, found ""'),
    ],
)
def test_an_entry_that_breaks_the_schema_is_named(ledger, old, new, message):
    ledger.write_text(ENTRY.format(id="a").replace(old, new))
    with pytest.raises(DataError, match=f"data/claims/9.9.yaml, {message}"):
        claims.ledger("9.9")


def test_a_double_id_is_named(ledger):
    ledger.write_text(ENTRY.format(id="a") * 2)
    with pytest.raises(DataError, match=r"9.9.yaml, a: the id stands twice"):
        claims.ledger("9.9")


def test_an_unknown_section_is_named():
    with pytest.raises(DataError, match=r"no ledger data/claims/8.8.yaml"):
        claims.ledger("8.8")
