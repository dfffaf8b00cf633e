import csv
import io
import json

import pytest
from typer.testing import CliRunner

from kzmigration import claims
from kzmigration.cli import app

FIELDS = {"id", "document", "line", "section", "statement", "stated", "unit", "half_width", "qualifier"}
FIELDS |= {"computed", "verdict", "explanation", "origin"}


pytestmark = pytest.mark.data  # each call evaluates the whole ledger


def call(*arguments):
    return CliRunner().invoke(app, ["claims", *arguments])


def test_claims_as_json_hold_every_field():
    done = call("--json")
    rows = json.loads(done.stdout)
    assert done.exit_code == 0
    assert len(rows) == len(claims.statements())
    assert all(set(row) >= FIELDS for row in rows)


def test_claims_as_csv_can_be_read_back():
    rows = list(csv.DictReader(io.StringIO(call("--csv", "--section", "1.3").stdout)))
    assert {row["section"] for row in rows} == {"1.3", "1.3.1", "1.3.2", "1.3.3"}


def test_claims_are_filtered():
    rows = json.loads(call("--json", "--document", "002", "--section", "1.3.1", "--verdict", "contradicted").stdout)
    assert rows
    assert {(row["section"], row["verdict"]) for row in rows} == {("1.3.1", "contradicted")}


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--verdict", "wrong", "error: verdict must be one of reproduced, consistent, contradicted, not testable"),
        ("--section", "9", "error: section must be one of 1.1, 1.1.1"),
        ("--document", "x", "error: document must begin one of 000_baf53b75b91f070c.txt, 001_472ba9427e28ffe7.txt, "),
    ],
)
def test_a_filter_that_fits_nothing_is_refused(option, value, message):
    done = call(option, value)
    assert done.exit_code == 1
    assert done.stderr.startswith(message)


def test_a_recorded_verdict_that_does_not_come_out_exits_with_1(tmp_path, monkeypatch):
    monkeypatch.setattr(claims, "DATA", tmp_path)
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "9.yaml").write_text(
        "- {id: a, document: 002_1d0730d662699394.txt, line: 1, section: '9', statement: s,\n"
        "   check: 2, verdict: reproduced,\n"
        "   stated: {value: 1, unit: count, half_width: 0, qualifier: exact}}\n"
    )
    for cached in (claims.ledger, claims.statements):
        cached.cache_clear()
    done = call()
    for cached in (claims.ledger, claims.statements):
        cached.cache_clear()
    assert done.exit_code == 1
    assert done.stderr == "error: a is recorded as reproduced and comes out as contradicted\n"
