"""Read who is in the class: a table as a spreadsheet or Moodle saves it, one row a student."""

import csv
import dataclasses
import io
import re
import unicodedata
from pathlib import Path

from kzmigration import spreadsheets
from kzmigration.errors import DataError
from kzmigration.files import FORMULA, said, shown

LARGEST = 1_000_000  # bytes
MOST = 5000  # students
LONGEST = {"id": 64, "name": 100}  # characters
ID = re.compile(r"\w[\w.@+-]*(?<!\.)")  # names a folder, so neither a path nor what Windows cuts off
HEADS = {"id": "id", "id number": "id", "username": "id", "name": "name", "full name": "name"}
SEPARATORS = ",;\t"


@dataclasses.dataclass(frozen=True)
class Student:
    """One row of the roster; the name is empty where none is given."""

    id: str
    name: str
    row: int


def read(file: Path) -> list[Student]:
    """Read a roster.

    Parameters
    ----------
    file : pathlib.Path
        CSV in UTF-8, with or without a byte order mark, with commas, semicolons or tabs. Its first row names the
        columns: ``id`` (or ``ID number``, ``Username``), perhaps ``name`` (or ``Full name``); others are passed over.

    Returns
    -------
    list of Student
        In the order of the file, texts in NFC, blanks at both ends taken off. Empty lines are passed over.

    Raises
    ------
    DataError
        If the file cannot be read, or a row has no id, one that cannot name a folder, or that of another row; the
        message names file, row and column.
    """
    place = file.name
    rows = _rows(file, place)
    number, head = next(rows, (1, []))
    columns = {}
    for position, title in enumerate(head):
        if name := HEADS.get(title.strip().casefold()):
            if name in columns:
                raise DataError(said(f"{place}, row {number}", f"one column for the {name}", ", ".join(head)))
            columns[name] = position
    if "id" not in columns:
        raise DataError(said(f"{place}, row {number}", "a column id, ID number or Username", ", ".join(head)))
    students: list[Student] = []
    seen: dict[str, int] = {}
    for number, cells in rows:
        here = f"{place}, row {number}"
        if len(cells) != len(head):
            raise DataError(said(here, f"{len(head)} cells", len(cells)))
        found = {name: unicodedata.normalize("NFC", cells[at].strip()) for name, at in columns.items()}
        student = Student(found["id"], found.get("name", ""), number)
        _check(student, here)
        folder = student.id.casefold()  # some disks do not tell A from a
        if folder in seen:
            raise DataError(said(f"{here}, column id", f"an id that row {seen[folder]} does not have", student.id))
        seen[folder] = number
        students.append(student)
    if not 1 <= len(students) <= MOST:
        raise DataError(said(place, f"1 to {MOST} students", len(students)))
    return students


def _rows(file: Path, place: str):
    """Give each row that is not empty, with its number in the file."""
    if not file.is_file():
        raise DataError(said(str(file), "a roster", "no such file"))
    if (size := file.stat().st_size) > LARGEST:
        raise DataError(said(place, f"at most {LARGEST} bytes", size))
    raw = file.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        expected = "UTF-8, which spreadsheets save as “CSV UTF-8”"
        raise DataError(said(f"{place}, row {row}", expected, f"byte {raw[error.start]:#x}")) from None
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=max(SEPARATORS, key=first.count))
    before = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield before + 1, cells
            before = reader.line_num
    except csv.Error as error:
        raise DataError(said(f"{place}, row {before + 1}", "quotes that open and close", error)) from None


def _check(student: Student, here: str) -> None:
    """Refuse what cannot name a folder, stand in a table or be shown."""
    for name, longest in LONGEST.items():
        text = getattr(student, name)
        if len(text) > longest:
            raise DataError(said(f"{here}, column {name}", f"at most {longest} characters", text))
        if not text.isprintable():
            raise DataError(said(f"{here}, column {name}", "visible characters alone", text))
        if spreadsheets.is_formula(text):
            raise DataError(said(f"{here}, column {name}", FORMULA, text))
    if not student.id:
        raise DataError(
            said(f"{here}, column id", "an id", "" if not student.name else f"none for {shown(student.name)}")
        )
    if not ID.fullmatch(student.id):
        expected = "letters, digits and . _ - + @, a letter or digit first and no dot last"
        raise DataError(said(f"{here}, column id", expected, student.id))
