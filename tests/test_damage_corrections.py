"""Damaged corrections and a damaged list of documents: one line each, as ``make book`` and every command say it."""

import pytest
import yaml
from typer.testing import CliRunner

from kzmigration import claims, cli, corrections, data, rules, validation
from kzmigration.errors import DataError

PLACE, FIRST = "data/corrections.yaml", "data/corrections.yaml, entry 1"
ENTRY = {
    "resource": "table-1.3.1",
    "cell": {"country": "_O", "year": 2019},
    "expect": 787,
    "proposed": 154,
    "reason": "The column gives the stated sum with it.",
    "claims": ["departures-2019"],
    "confidence": "medium",
    "severity": "medium",
    "origin": "print",
}
SOUND = yaml.safe_dump([ENTRY], sort_keys=False)
# Name -> the whole file, and the line behind its name.
FILES = {
    "a word": ("departures\n", ': expected a list of entries, found "departures"'),
    "fields": (yaml.safe_dump(ENTRY), ': expected a list of entries, found "'),
    "a word for an entry": ("- departures\n", ', entry 1: expected fields, found "departures"'),
    "null for an entry": ("- null\n", ', entry 1: expected fields, found "None"'),
    "a tag that calls": (
        "- !!python/object/apply:os.system [reboot]\n",
        ', row 1: expected no tag, found "tag:yaml.org,2002:python/object/apply:os.system"',
    ),
    "an anchor": ("- &a [*a]\n", ', row 1: expected no anchor, found "&a"'),
    "a field twice": (f"{SOUND}  origin: print\n", ', row 13: expected each key once, found "origin"'),
    "the same cell twice": (
        SOUND * 2,
        ", entry 2: expected a cell that entry 1 does not correct, found \"{'country': '_O', 'year': 2019}\"",
    ),
    "brackets that stay open": ("- [\n", ', row 2: expected YAML, found ""'),
    "a byte that is no UTF-8": ("\udcff\n", ', row 1: expected UTF-8, found "byte 0xff"'),
    "a byte order mark": (f"\ufeff{SOUND}", ', row 1: expected UTF-8 without a byte order mark, found "\\ufeff"'),
    "CRLF": (SOUND.replace("\n", "\r\n"), ', row 1: expected LF alone at the end of a line, found "\\r"'),
    "a file that is cut": (SOUND[:-3], ', row 12: expected LF at the end of the line, found "  origin: pri"'),
    "three million bytes": ("#" * 3_000_000 + "\n", ': expected at most 2000000 bytes, found "3000001"'),
    "a hundred thousand lists": (
        "[" * 100_000 + "\n",
        ', row 1: expected at most 40 lists and fields within each other, found "41"',
    ),
}
FORMULA = "expected text that no spreadsheet takes for a formula"
# Name -> what an entry says instead, and the line behind the number of the entry.
ENTRIES = {
    "unknown field": ({"why": "x"}, ": missing or unknown field why"),
    "very long field": ({"y" * 500: "x"}, f": missing or unknown field {'y' * 80}…"),
    "unknown confidence": ({"confidence": "sure"}, ', confidence: expected one of low, medium, high, found "sure"'),
    "list for a confidence": (
        {"confidence": ["low"]},
        ", confidence: expected one of low, medium, high, found \"['low']\"",
    ),
    "unknown severity": ({"severity": 3}, ', severity: expected one of low, medium, high, found "3"'),
    "unknown origin": ({"origin": "copy"}, ', origin: expected one of print, copy-or-print, found "copy"'),
    "number for a resource": ({"resource": 1.3}, ', resource: expected a text, found "1.3"'),
    "blank reason": ({"reason": " "}, ', reason: expected a text, found " "'),
    "formula for a reason": ({"reason": "=1+1"}, f', reason: {FORMULA}, found "=1+1"'),
    "word for a cell": ({"cell": "DEU"}, ', cell: expected columns, each with its code, found "DEU"'),
    "no cell": ({"cell": {}}, ', cell: expected columns, each with its code, found "{}"'),
    "list for a code": (
        {"cell": {"country": ["_O"], "year": 2019}},
        ", cell: expected columns, each with its code, found \"{'country': ['_O'], 'year': 2019}\"",
    ),
    "truth for a code": (
        {"cell": {"country": True}},
        ", cell: expected columns, each with its code, found \"{'country': True}\"",
    ),
    "text for what is printed": ({"expect": "787"}, ', expect: expected a number, found "787"'),
    "truth for what is printed": ({"expect": True}, ', expect: expected a number, found "True"'),
    "words for a proposal": ({"proposed": "about 150"}, ', proposed: expected a number or unusable, found "about 150"'),
    "truth for a proposal": ({"proposed": True}, ', proposed: expected a number or unusable, found "True"'),
    "null for a proposal": ({"proposed": None}, ', proposed: expected a number or unusable, found "None"'),
    "word for the claims": ({"claims": "departures-2019"}, ', claims: expected a list of ids, found "departures-2019"'),
    "no claims": ({"claims": []}, ', claims: expected a list of ids, found "[]"'),
    "number for a claim": ({"claims": [7]}, ', claims: expected a list of ids, found "[7]"'),
}
IDS = "expected ids of the ledger, one of them contradicted, found"
# Name -> what an entry says instead of a table, and what the validator says.
PROOFS = {
    "unknown table": ({"resource": "table-9.9.9"}, f'{FIRST}, resource: expected a printed table, found "table-9.9.9"'),
    "table with a path": ({"resource": "../x"}, f'{FIRST}, resource: expected a printed table, found "../x"'),
    "table of another producer": (
        {"resource": "bns-national"},
        f'{FIRST}, resource: expected a printed table, found "bns-national"',
    ),
    "another printed value": (
        {"expect": 786},
        f"{PLACE}: table-1.3.1, {ENTRY['cell']}: expected the printed value 786, found 787",
    ),
    "no such cell": (
        {"cell": {"country": "XXX", "year": 2019}},
        f"{PLACE}: table-1.3.1, {{'country': 'XXX', 'year': 2019}}: expected one cell, found 0",
    ),
    "many cells": ({"cell": {"year": 2019}}, f"{PLACE}: table-1.3.1, {{'year': 2019}}: expected one cell, found 30"),
    "year as text": (
        {"cell": {"country": "_O", "year": "2019"}},
        f"{PLACE}: table-1.3.1, {{'country': '_O', 'year': '2019'}}: expected one cell, found 0",
    ),
    "unknown column": (
        {"cell": {"land": "_O", "year": 2019}},
        f"{PLACE}: table-1.3.1, {{'land': '_O', 'year': 2019}}: expected columns of the table, found land",
    ),
    "statement that is gone": ({"claims": ["gone"]}, f'{FIRST}, claims: {IDS} "gone"'),
    "statement that holds": (
        {"claims": ["departures-growth-2014-2019"]},
        f'{FIRST}, claims: {IDS} "departures-growth-2014-2019"',
    ),
}
NAMED = {
    "file": "000_baf53b75b91f070c.txt",
    "title": "T",
    "title_en": "T",
    "authors": ["A"],
    "publisher": "P",
    "year": 2020,
    "language": "kk",
    "rights": "R",
    "sha256": "0" * 64,
    "lines": 521,
}
NAME, SUM = (
    "expected the name of a text copy, such as 000_abc.txt",
    "expected the checksum of the copy, 64 hexadecimal digits",
)
WHOLE = "expected the fields file, title, title_en, authors, publisher, year, language, rights, sha256, lines"
# Name -> what a document says instead, and the line behind the name of the file.
DOCUMENTS = {
    "path upwards": ({"file": "../000.txt"}, f', entry 1, file: {NAME}, found "../000.txt"'),
    "absolute path": ({"file": "/etc/passwd"}, f', entry 1, file: {NAME}, found "/etc/passwd"'),
    "another kind of file": ({"file": "a.exe"}, f', entry 1, file: {NAME}, found "a.exe"'),
    "list for a file": ({"file": ["a.txt"]}, f", entry 1, file: {NAME}, found \"['a.txt']\""),
    "short checksum": ({"sha256": "0" * 63}, f', entry 1, sha256: {SUM}, found "{"0" * 63}"'),
    "number for a checksum": ({"sha256": 0}, f', entry 1, sha256: {SUM}, found "0"'),
    "no lines": ({"lines": 0}, ', entry 1, lines: expected the number of its lines, found "0"'),
    "negative lines": ({"lines": -5}, ', entry 1, lines: expected the number of its lines, found "-5"'),
    "lines in quotes": ({"lines": "521"}, ', entry 1, lines: expected a number without quotes, found "521"'),
    "word for lines": ({"lines": "many"}, ', entry 1, lines: expected the number of its lines, found "many"'),
    "empty title": ({"title": ""}, ', entry 1, title: expected a text, found ""'),
    "list for a title": ({"title": ["T"]}, ", entry 1, title: expected a text, found \"['T']\""),
    "no author": ({"authors": []}, ', entry 1, authors: expected a text, found "[]"'),
    "fields for an author": (
        {"authors": [{"name": "A"}]},
        ", entry 1, authors: expected a text, found \"[{'name': 'A'}]\"",
    ),
    "unknown field": ({"pages": 7}, f', entry 1: {WHOLE}, found "{", ".join([*NAMED, "pages"])[:80]}…"'),
}


@pytest.fixture
def corrected(tmp_path, monkeypatch):
    """Return a function that writes the corrections."""
    monkeypatch.setattr(corrections, "DATA", tmp_path)

    def write(text: str) -> None:
        (tmp_path / "corrections.yaml").write_bytes(text.encode("utf8", "surrogateescape"))
        corrections.corrections.cache_clear()

    yield write
    corrections.corrections.cache_clear()


def line(*arguments):
    """Return the line with which a command ends."""
    result = CliRunner().invoke(cli.app, arguments, catch_exceptions=False)
    assert (result.exit_code, result.stderr[:7], result.stderr.count("\n")) == (1, "error: ", 1)
    return result.stderr[7:-1]


@pytest.mark.parametrize(("text", "said"), FILES.values(), ids=FILES.keys())
def test_a_file_of_corrections_that_cannot_be_read_is_refused_in_one_line(corrected, text, said):
    corrected(text)
    found = line("run", "emigration", "-p", "top_n=0")
    assert found == f"{PLACE}{said}" if said.endswith('"') and len(said) > 50 else found.startswith(f"{PLACE}{said}")


@pytest.mark.parametrize(("changes", "said"), ENTRIES.values(), ids=ENTRIES.keys())
def test_a_correction_of_another_form_is_refused_in_one_line(corrected, changes, said):
    corrected(yaml.safe_dump([ENTRY | changes]))
    assert line("run", "emigration", "-p", "top_n=0") == f"{FIRST}{said}"


@pytest.mark.parametrize("field", ENTRY)
def test_a_field_that_is_missing_is_named(corrected, field):
    corrected(yaml.safe_dump([{name: value for name, value in ENTRY.items() if name != field}]))
    assert line("run", "emigration", "-p", "top_n=0") == f"{FIRST}: missing or unknown field {field}"


@pytest.mark.parametrize(("changes", "said"), PROOFS.values(), ids=PROOFS.keys())
def test_a_correction_without_its_cell_or_its_proof_is_refused_in_one_line(corrected, changes, said):
    corrected(yaml.safe_dump([ENTRY | changes]))
    try:
        found = rules.corrected()
    except DataError as error:
        found = [str(error)]
    assert found == [said]


@pytest.mark.data
def test_the_validator_says_it_too(corrected):
    corrected(yaml.safe_dump([ENTRY | {"expect": 786}]))
    assert line("validate") == f"{PLACE}: table-1.3.1, {ENTRY['cell']}: expected the printed value 786, found 787"
    corrected(SOUND)
    assert validation.validate() == len(data.package()["resources"])


def test_no_corrections_are_none(corrected):
    corrected("# none\n")
    assert corrections.corrections() == []


@pytest.fixture
def documented(tmp_path, monkeypatch):
    """Return a function that writes the list of documents and returns the line that refuses it."""

    def said(text: str) -> str:
        (tmp_path / "documents.yaml").write_text(text, encoding="utf8")
        with monkeypatch.context() as patched:
            patched.setattr(data, "DATA", tmp_path)
            for remembered in (data.documents, claims.ledger, claims.statements):
                remembered.cache_clear()
            return line("claims")

    yield said
    for remembered in (data.documents, claims.ledger, claims.statements):
        remembered.cache_clear()


@pytest.mark.parametrize(("changes", "said"), DOCUMENTS.values(), ids=DOCUMENTS.keys())
def test_a_document_of_another_form_is_refused_in_one_line(documented, changes, said):
    assert documented(yaml.safe_dump([NAMED | changes], sort_keys=False)) == f"data/documents.yaml{said}"


def test_a_list_of_documents_that_is_none_is_refused_in_one_line(documented):
    assert documented("") == 'data/documents.yaml: expected a list of documents, found "none"'
    assert documented("a: 1\n") == "data/documents.yaml: expected a list of documents, found \"{'a': 1}\""
    assert documented("- a\n") == f'data/documents.yaml, entry 1: {WHOLE}, found "a"'
    twice = yaml.safe_dump([NAMED]) * 2
    said = f'entry 2, file: expected a name that no other document has, found "{NAMED["file"]}"'
    assert documented(twice) == f"data/documents.yaml, {said}"
