"""The class: what a spreadsheet or Moodle saves is read, and what cannot be is refused with its row."""

import pytest

from kzmigration import roster
from kzmigration.errors import DataError

READ = {
    "plain": (b"id,name\na1,Anna\n", [("a1", "Anna")]),
    "byte order mark, CRLF and semicolons, as Excel saves it": (
        "\ufeffid;name\r\na1;Anna, Dr\r\nb2;Bolat\r\n".encode(),
        [("a1", "Anna, Dr"), ("b2", "Bolat")],
    ),
    "tabs, and columns that are passed over": (b"Email\tID number\tFull name\nx\ta1\tAnna\n", [("a1", "Anna")]),
    "ids alone": (b"Username\na1\n\n  \nb2\n", [("a1", ""), ("b2", "")]),
    "Cyrillic": ("id,name\nбейбіт.ә,Бейбіт Әлиұлы\n".encode(), [("бейбіт.ә", "Бейбіт Әлиұлы")]),
    "apostrophes and quotes": (b'id,name\na1,"O\'Brien, ""Al"""\n', [("a1", 'O\'Brien, "Al"')]),
    "letters and marks apart": ("id,name\na1,Zoe\u0308\n".encode(), [("a1", "Zoë")]),
    "an address, and zeros in front": (b"id\na@b.kz\n007\n", [("a@b.kz", ""), ("007", "")]),
    "a name of two lines, closed later": (b'id,name\na1,"Anna"\nb2,B\n', [("a1", "Anna"), ("b2", "B")]),
}


@pytest.mark.parametrize("case", READ)
def test_a_roster_is_read(tmp_path, case):
    content, expected = READ[case]
    file = tmp_path / "roster.csv"
    file.write_bytes(content)
    assert [(one.id, one.name) for one in roster.read(file)] == expected


REFUSED = {
    "no id": (b"id,name\na1,Anna\n,Bolat\n", 'roster.csv, row 3, column id: expected an id, found "none for Bolat"'),
    "twice": (b"id\na1\nb2\na1\n", 'roster.csv, row 4, column id: expected an id that row 2 does not have, found "a1"'),
    "twice but for capitals": (
        b"id\na1\nA1\n",
        'row 3, column id: expected an id that row 2 does not have, found "A1"',
    ),
    "out of the folder": (b"id\n../../etc/passwd\n", 'row 2, column id: expected letters, digits .* found "../../etc'),
    "a path": (b"id\na/b\n", 'row 2, column id: .* found "a/b"'),
    "a path of Windows": (b"id\na\\b\n", r'row 2, column id: .* found "a\\b"'),
    "a dot last": (b"id\na1.\n", 'row 2, column id: .* found "a1."'),
    "hidden": (b"id\n.ssh\n", 'row 2, column id: .* found ".ssh"'),
    "a formula as id": (b"id\n=1+1\n", 'row 2, column id: expected text that no spreadsheet .* found "=1[+]1"'),
    "a formula as name": (b"id,name\na1,@SUM(A1)\n", "row 2, column name: expected text that no spreadsheet"),
    "nothing visible": ("id\na\u200bb\n".encode(), r'row 2, column id: expected visible .* found "a\\u200bb"'),
    "long": (b"id\n" + b"a" * 65 + b"\n", "row 2, column id: expected at most 64 characters"),
    "too few cells": (b"id,name\na1,Anna\nb2\n", 'row 3: expected 2 cells, found "1"'),
    "no column id": (b"nummer,name\n1,Anna\n", 'row 1: expected a column id, ID number or Username, found "nummer,'),
    "two columns id": (b"id,Username\n1,2\n", 'row 1: expected one column for the id, found "id, Username"'),
    "Windows-1251": ("id,name\na1,Анна\n".encode("cp1251"), "row 2: expected UTF-8, which spreadsheets save as"),
    "an open quote": (b'id,name\na1,"Anna\nb2,B\n', "row 2: expected quotes that open and close"),
    "nobody": (b"id,name\n", 'expected 1 to 5000 students, found "0"'),
    "empty": (b"", "row 1: expected a column id"),
    "too many bytes": (b"id\n" + b"a\n" * 600_000, "expected at most 1000000 bytes"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_row_is_refused_in_one_line(tmp_path, case):
    content, expected = REFUSED[case]
    file = tmp_path / "roster.csv"
    file.write_bytes(content)
    with pytest.raises(DataError, match=expected) as error:
        roster.read(file)
    assert len(str(error.value).splitlines()) == 1


def test_a_roster_that_is_not_there(tmp_path):
    with pytest.raises(DataError, match='expected a roster, found "no such file"'):
        roster.read(tmp_path / "none.csv")
