"""How files are read cell by cell; each damage is in ``test_damage.py``."""

import csv
import io
import types

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzmigration import files
from kzmigration.files import fault, read_rows

QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
NAMES = ["name", "count", "share"]
SCHEMA = types.SimpleNamespace(  # what is asked of Frictionless' schema
    field_names=NAMES,
    fields=[types.SimpleNamespace(name=n, type=t) for n, t in zip(NAMES, ["string", "integer", "number"], strict=True)],
)
TEXTS = st.text().filter(lambda text: not fault(text))
SHARES = (
    st.decimals(-1000, 1000, places=3, allow_nan=False)
    .map(lambda x: f"{x:f}")
    .filter(lambda x: not x.startswith("-0.000"))
)
ROWS = st.lists(st.tuples(TEXTS, st.integers().map(str) | st.just(""), SHARES | st.just("")), min_size=1, max_size=5)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return the folder that files are read from."""
    monkeypatch.setattr(files, "DATA", tmp_path)
    return tmp_path


@QUIET
@given(ROWS)
def test_rows_that_were_written_are_read_again(folder, rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([NAMES, *rows])
    (folder / "x.csv").write_bytes(out.getvalue().encode("utf8"))
    read, problems = read_rows("x.csv", SCHEMA)
    assert problems == []
    assert [tuple(row.values()) for row in read] == rows


@QUIET
@given(st.binary() | st.text("name,count,share\"'\n\r;\t =1é").map(lambda text: f"name,count,share\n{text}\n".encode()))
def test_whatever_stands_there_is_read_or_refused_in_lines_of_their_own(folder, raw):
    (folder / "x.csv").write_bytes(raw)
    read, problems = read_rows("x.csv", SCHEMA)
    assert read or problems
    for line in problems:
        assert line.startswith("data/x.csv")
        assert line.isprintable()


@given(st.text())
def test_a_text_without_fault_is_the_same_for_everyone(text):
    if not fault(text):
        assert text == text.strip()
        assert text.isprintable()
        assert next(csv.reader([f'"{text.replace(chr(34), chr(34) * 2)}"'])) == [text]


@given(st.integers() | st.floats())
def test_a_number_that_is_taken_means_the_same_to_everyone(number):
    for pattern in (files.NUMBERS["integer"][0], files.NUMBERS["number"][0]):
        if pattern.fullmatch(str(number)):
            assert type(number)(str(number)) == number
            assert str(number).strip("-0123456789") in ("", ".")


@pytest.mark.parametrize("file", ["", "."])
def test_a_folder_is_no_file(folder, file):
    assert files.read_text(file) == ("", [f'data/{file}: expected a file, found "none"'])
