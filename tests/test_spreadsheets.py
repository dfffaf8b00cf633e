"""No table that leaves the house holds a cell that a spreadsheet would run."""

import ast
import csv
import io
import math
import zipfile

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzmigration import claims, figures, ledger_pages, listing, spreadsheets, verdicts
from kzmigration.errors import DataError
from kzmigration.files import FORMULA, fault
from kzmigration.paths import DATA, ROOT
from kzmigration.spreadsheets import is_formula

LIVE = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "+7 727 250 00 00",
    "-1+1",
    "-1.4 thousand",
    "-",
    "--1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "a\t=1+1",
    "a\n=1+1",
    "a;=1+1",
    ";-x",
    "＝1+1",
    "＋1",
    "－1+x",
    "＠SUM(A1)",
]
STILL = [
    "",
    "-1",
    "-12.5",
    "+0.148",
    "-1,426",
    "0",
    "−1.4 thousand",
    "a=1",
    "e-mail@example.org",
    "2014-2019",
    "a, -5 percent",
    "1;2",
    "–",
]


@pytest.mark.parametrize("text", LIVE)
def test_what_a_spreadsheet_may_run_is_known(text):
    assert is_formula(text)


@pytest.mark.parametrize("text", STILL)
def test_what_no_spreadsheet_runs_is_let_through(text):
    assert not is_formula(text)


@given(st.text())
def test_a_text_that_the_data_may_hold_is_no_formula(text):
    assert fault(text) or not is_formula(text)


@pytest.mark.parametrize("kind", ["str", "object", "category"])
def test_a_cell_that_may_run_is_refused_by_row_and_column(tmp_path, kind):
    frame = pd.DataFrame({"year": [2014, 2015], "label": pd.Series(["a", "=1+1"], dtype=kind)})
    with pytest.raises(DataError) as error:
        spreadsheets.write(frame, "fig-x.csv", tmp_path / "fig-x.csv")
    assert str(error.value) == f'fig-x.csv, row 3, column label: expected {FORMULA}, found "=1+1"'
    assert not (tmp_path / "fig-x.csv").exists()


def test_a_column_that_may_run_is_refused():
    with pytest.raises(DataError, match=r'^x, row 1: expected text .* found "@a"$'):
        spreadsheets.write(pd.DataFrame({"@a": [1]}), "x")


def test_numbers_truths_and_gaps_stay_as_they_are(tmp_path):
    mixed = pd.Series([-1, None, True, "−x"], dtype="object")
    frame = pd.DataFrame({"a": [-1.5, None, 0, -math.inf], "b": mixed, "ә": ["x,y", 'a "b"', None, "-3"]})
    text = spreadsheets.write(frame, "x", tmp_path / "x.csv")
    assert text == 'a,b,ә\n-1.5,-1,"x,y"\n,,"a ""b"""\n0.0,True,\n,−x,-3\n'
    assert (tmp_path / "x.csv").read_bytes() == text.encode("utf8")


def test_a_figure_with_such_a_cell_is_not_published(tmp_path):
    frame = pd.DataFrame({"label": ["+1 more"]})
    with pytest.raises(DataError, match=r'^fig-x.csv, row 2, column label: .* found "\+1 more"$'):
        figures.write_bundle(tmp_path / "fig-x", "fig-x", frame, {})


@pytest.mark.parametrize(
    "write",
    [lambda _: listing.write(verdicts.evaluate_all(), "csv"), ledger_pages.write_downloads],
    ids=["on the command line", "beside the pages"],
)
def test_a_ledger_with_such_a_cell_is_not_written(tmp_path, monkeypatch, write):
    told = next(iter(claims.statements().values()))
    live = claims.dataclasses.replace(told, explanation="@SUM(A1)")  # as no reader of the ledger would take it
    monkeypatch.setattr(verdicts, "statements", lambda: {live.id: live})
    said = f'row 2, column explanation: expected {FORMULA}, found "@SUM\\(A1\\)"'
    with pytest.raises(DataError, match=said):
        write(tmp_path)


def test_tables_are_written_in_one_place():
    files = [*(ROOT / "src").rglob("*.py"), *(ROOT / "notebooks").glob("*.ipynb")]
    writers = {"to_csv", "to_excel", "to_clipboard", "DictWriter", "writer"}
    found = set()
    for file in files:
        text = file.read_text(encoding="utf8")
        if file.suffix == ".ipynb":
            found |= {(file.name, name) for name in writers if f".{name}(" in text}
            continue
        calls = [node.func for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
        found |= {(file.name, call.attr) for call in calls if isinstance(call, ast.Attribute) and call.attr in writers}
    assert found == {("spreadsheets.py", "to_csv")}


def cells(raw: bytes):
    """Return each cell of a CSV file with its place."""
    rows = csv.reader(io.StringIO(raw.decode("utf8"), newline=""))
    return [(number, cell) for number, row in enumerate(rows, start=1) for cell in row]


@pytest.mark.data
def test_no_file_of_the_data_holds_a_live_cell():
    csv.field_size_limit(10**7)
    found = {
        file.name: [cell for cell in cells(file.read_bytes()) if is_formula(cell[1])] for file in DATA.rglob("*.csv")
    }
    assert len(found) > 50
    assert {name: live for name, live in found.items() if live} == {}


@pytest.mark.site
def test_no_table_of_the_built_book_holds_a_live_cell(site):
    csv.field_size_limit(10**7)
    tables = {file.relative_to(site.resolve()).as_posix(): file.read_bytes() for file in site.resolve().rglob("*.csv")}
    for archive in site.resolve().rglob("*.zip"):
        with zipfile.ZipFile(archive) as opened:
            names = [name for name in opened.namelist() if name.endswith((".csv", ".tsv"))]
            tables |= {f"{archive.name}/{name}": opened.read(name) for name in names}
    assert {"ledger.csv", "data.zip/kzmigration-data/profile/table-1.3.1.csv"} <= tables.keys()
    assert sum(name.startswith("published/") for name in tables) > 100
    assert not [file for file in site.resolve().rglob("*") if file.suffix in (".xls", ".xlsx", ".ods", ".tsv")]
    live = {name: [cell for cell in cells(raw) if is_formula(cell[1])][:3] for name, raw in tables.items()}
    assert {name: found for name, found in live.items() if found} == {}
