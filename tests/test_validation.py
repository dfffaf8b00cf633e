import csv
import shutil

import pytest

from kzmigration import validation
from kzmigration.errors import DataError
from kzmigration.paths import DATA

TABLE = "profile/table-1.3.1.csv"


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Return the folder of a copy of the data package."""
    shutil.copytree(DATA, tmp_path / "data")
    monkeypatch.setattr(validation, "DATA", tmp_path / "data")
    return tmp_path / "data"


def change(package, row, column, value, table=TABLE):
    """Put a value into one cell; the header is row 1."""
    with (package / table).open(encoding="utf8", newline="") as file:
        rows = list(csv.reader(file))
    rows[row - 1][rows[0].index(column)] = value
    with (package / table).open("w", encoding="utf8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def test_the_package_is_as_its_schemas_say():
    assert validation.validate() > 0


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("year", "2013", 'column year: expected at least 2014, found "2013"'),
        ("year", "2020", 'column year: expected at most 2019, found "2020"'),
        ("year", "", 'column year: expected a value, found ""'),
        ("year", "MMXIV", 'column year: expected a year, found "MMXIV"'),
        ("country", "XXX", 'column country: expected a code of countries, found "XXX"'),
        ("country", "", 'column country: expected a value, found ""'),
        ("persons", "-4", 'column persons: expected at least 0, found "-4"'),
        ("persons", "1 605", 'column persons: expected a whole number, found "1 605"'),
        ("persons", "1,5", 'column persons: expected a whole number, found "1,5"'),
        ("persons", "12.5", 'column persons: expected a whole number, found "12.5"'),
        ("persons", "NaN", 'column persons: expected a whole number, found "NaN"'),
        ("persons", "", 'column persons: expected a value, since status is printed, found ""'),
        ("status", "blank", 'column persons: expected an empty cell, since status is blank, found "4"'),
        ("status", "prined", 'column status: expected one of printed, blank, placed, found "prined"'),
        ("status", "", 'column status: expected a value, found ""'),
    ],
)
def test_a_broken_cell_is_named_by_file_row_and_column(package, column, value, expected):
    change(package, 2, column, value)
    with pytest.raises(DataError) as error:
        validation.validate()
    assert f"data/{TABLE}, row 2, {expected}" in str(error.value).splitlines()


def test_a_double_row_breaks_the_key(package):
    text = (package / TABLE).read_text(encoding="utf8").splitlines(keepends=True)
    (package / TABLE).write_text("".join([*text, text[1]]), encoding="utf8")
    with pytest.raises(
        DataError, match=r"table-1.3.1.csv, row 182, column year, country: expected a key that no other"
    ):
        validation.validate()


def test_a_missing_cell_is_named(package):
    text = (package / TABLE).read_text(encoding="utf8")
    (package / TABLE).write_text(text.replace("2014,AUS,Австралия,4,printed,", "2014,AUS,Австралия,4,printed"))
    with pytest.raises(DataError, match=r'row 2, column note: expected 6 cells, found "5 cells"'):
        validation.validate()


def test_an_empty_line_is_named(package):
    text = (package / TABLE).read_text(encoding="utf8")
    (package / TABLE).write_text(text.replace("\n2015,AUS", "\n\n2015,AUS"), encoding="utf8")
    with pytest.raises(DataError, match=r'table-1.3.1.csv, row 3: expected a row with values, found "an empty row"'):
        validation.validate()


def test_a_renamed_column_is_named(package):
    text = (package / TABLE).read_text(encoding="utf8")
    (package / TABLE).write_text(text.replace("persons", "people", 1), encoding="utf8")
    with pytest.raises(DataError, match=r"table-1.3.1.csv, row 1, column persons: expected the columns year, country"):
        validation.validate()


def test_a_lost_file_is_named(package):
    (package / TABLE).unlink()
    with pytest.raises(DataError, match=r"profile/table-1.3.1.csv"):
        validation.validate()
