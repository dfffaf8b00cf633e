"""Tables as CSV, written in one place, so that no spreadsheet ever takes a cell for a formula.

A text that begins with ``=``, ``+``, ``-`` or ``@`` is run when the file is opened. Data and ledger refuse such a text
when they are read; here it is refused when it is written, whatever made it. Nothing is put before it to disarm it: a
program that reads the file would then find another text than the one that was meant.
"""

import math
import re
from pathlib import Path

import pandas as pd

from kzmigration.errors import DataError
from kzmigration.files import FAULTS, FORMULA, said

NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(\.[0-9]+)?%?")
PARTED = re.compile(r"[;\t\r\n]")  # begins a new cell in some programs or countries


def is_formula(text: str) -> bool:
    r"""Whether a spreadsheet may run a cell; a number with its sign, in percent or not, is a number.

    Examples
    --------
    >>> is_formula("=1+1"), is_formula("-12.5"), is_formula("−12.5 percent"), is_formula("a\t=1")
    (True, False, False, True)
    """
    parts = [part for part in PARTED.split(text.lstrip()) if not NUMBER.fullmatch(part)]
    return any(FAULTS[FORMULA].search(part) for part in parts)


def write(frame: pd.DataFrame, name: str, file: Path | None = None) -> str:
    """Write a frame as CSV, without its index.

    Parameters
    ----------
    frame : pandas.DataFrame
        Numbers, texts, truths. Missing cells become empty, and so do infinite ones, such as the open end of a range:
        ``-inf`` would be a formula.
    name : str
        What the user knows the table by, for the message.
    file : pathlib.Path, optional
        Where to; UTF-8, LF.

    Returns
    -------
    str
        The CSV.

    Raises
    ------
    DataError
        If a cell, or what stands above a column, is one that a spreadsheet may run; the message names row (the header
        is row 1) and column.
    """
    for column in frame.columns:
        if is_formula(str(column)):
            raise DataError(said(f"{name}, row 1", FORMULA, column))
    for column in frame.columns[[not pd.api.types.is_numeric_dtype(kind) for kind in frame.dtypes]]:
        for number, cell in enumerate(frame[column], start=2):
            if not isinstance(cell, int | float) and is_formula(str(cell)):
                raise DataError(said(f"{name}, row {number}, column {column}", FORMULA, cell))
    closed = frame.apply(
        lambda cells: cells.mask(cells.isin([math.inf, -math.inf])) if cells.dtype.kind in "fO" else cells
    )
    text = closed.to_csv(index=False, lineterminator="\n")
    if file:
        file.write_text(text, encoding="utf8", newline="\n")
    return text
