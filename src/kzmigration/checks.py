"""The form of a check in the ledger: which operators there are, what each takes, and nothing beside it.

What the operators mean stands in :mod:`kzmigration.verdicts`. A key that nothing reads would be passed over in silence,
and the check would be another one than its author thinks; so it is refused here, before anything is computed.
"""

from typing import NoReturn

from kzmigration.errors import DataError
from kzmigration.files import said

KEYS = ("country", "ethnic_group", "region", "occupation", "age", "sex")  # that name a row of a table
YEARS = (1800, 2200)
LONGEST = 100  # years of a series; the longest in the data has half of them
# Operator -> what it takes, the keys it needs, the keys it may have; ROW is one of KEYS.
ROW = "row"
VALUES: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "rounded": ("two numbers", (), ()),
    "cell": ("a name", ("year",), (ROW,)),
    "open": ("a name", ("column",), ("*",)),
    "total": ("a name", ("year",), ()),
    "claim": ("a name", (), ()),
    "sum": ("expressions", (), ()),
    "product": ("expressions", (), ()),
    **dict.fromkeys(("difference", "change", "ratio", "share", "percent_change"), ("two expressions", (), ())),
    "slope": ("a name", ("years",), ("with", ROW)),
    "rank": ("a name", ("year", ROW), ()),
    "bound": ("statements about a series", ("years", "year"), ()),
}
TRUTHS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "greater": ("two expressions", (), ()),
    "between": ("three expressions", (), ()),
    "rises": ("a name", ("years",), (ROW,)),
    "falls": ("a name", ("years",), (ROW,)),
    "largest": ("a name", ("year", ROW), ()),
    "possible": ("statements about a series", ("years",), ()),
    "claim": ("a name", (), ()),
}
COUNTS = {"two expressions": 2, "three expressions": 3}
# Statements about a series -> what they are about; all but rises also take ``is``, an expression.
SERIES = {
    "level": "a year",
    "change": "two years, the first before the last",
    "percent_change": "two years, the first before the last",
    "slope": "two years, the first before the last",
    "total": "two years, the first before the last",
    "rises": "two years, the first before the last",
}


def refuse(check: object, place: str, own: str = "", *, is_truth: bool = False) -> None:
    """Refuse a check that has another form.

    Parameters
    ----------
    check : object
        As the ledger holds it: a number, or a mapping with one operator and its keys.
    place : str
        Where it stands, for the message.
    own : str
        Id of the statement that it checks, which must not prove itself.
    is_truth : bool
        Whether it must be an order or a direction.

    Raises
    ------
    DataError
        If it is none; the message names the place down to the operator, what is expected there and what was found.
    """
    if _is_number(check) and not is_truth:
        return
    allowed = TRUTHS if is_truth else VALUES
    if not isinstance(check, dict):
        _stop(place, "an expression", check)
    known = [name for name in check if name in allowed]
    if len(known) != 1:
        _stop(place, f"one of {', '.join(allowed)}", ", ".join(map(str, check)))
    (operator,) = known
    takes, needed, possible = allowed[operator]
    place, operand = f"{place}, {operator}", check[operator]
    _keys(check, operator, needed, possible, place, own)
    if takes == "a name":
        if not isinstance(operand, str) or not operand.strip():
            _stop(place, takes, operand)
        if operator == "claim" and operand == own:
            _stop(place, "another statement", operand)
    elif takes == "two numbers":
        if not (isinstance(operand, list) and len(operand) == 2 and all(map(_is_number, operand)) and operand[1] >= 0):
            _stop(place, "a number and half a unit of its last digit", operand)
    elif not isinstance(operand, list) or not operand or len(operand) != COUNTS.get(takes, len(operand)):
        _stop(place, f"a list of {takes}", operand)
    elif takes == "statements about a series":
        for number, entry in enumerate(operand, start=1):
            _statement(entry, check["years"], f"{place}, {number}", own)
    else:
        for number, node in enumerate(operand, start=1):
            refuse(node, f"{place}, {number}", own)


def _keys(check: dict, operator: str, needed: tuple, possible: tuple, place: str, own: str) -> None:
    """Refuse a key that is missing, not read or of another type."""
    rows = [key for key in check if key in KEYS and operator != "open"]
    others = [key for key in check if key not in (operator, *rows)]
    if len(rows) > 1 or (ROW in needed and not rows):
        _stop(place, f"one of {', '.join(KEYS)}", ", ".join(rows) or "none")
    for key in needed:
        if key != ROW and key not in check:
            _stop(place, f"the key {key}", ", ".join(map(str, check)))
    for key in (*others, *rows):
        name = ROW if key in rows else key
        if name not in (*needed, *possible) and possible != ("*",):
            allowed = [one for one in (operator, *needed, *possible) if one != ROW]
            allowed += KEYS if ROW in (*needed, *possible) else ()
            _stop(place, f"no key but {', '.join(allowed)}", key)
    for key in rows:
        if not isinstance(check[key], str):
            _stop(f"{place}, {key}", "a code as text", check[key])
    if "year" in check and not _is_year(check["year"]):
        _stop(f"{place}, year", f"a year from {YEARS[0]} to {YEARS[1]}", check["year"])
    if "years" in check and not _is_span(check["years"]):
        _stop(f"{place}, years", f"{SERIES['rises']}, at most {LONGEST} apart", check["years"])
    if "years" in needed and "year" in needed and not _is_within(check["year"], check["years"]):
        _stop(f"{place}, year", f"a year of {check['years']}", check["year"])
    if "column" in needed and not isinstance(check["column"], str):
        _stop(f"{place}, column", "the name of a column", check["column"])
    if "with" in check:
        if not isinstance(check["with"], dict) or not check["with"]:
            _stop(f"{place}, with", "years, each with its value", check["with"])
        for year, node in check["with"].items():
            if not _is_within(year, check["years"]):
                _stop(f"{place}, with", f"a year of {check['years']}", year)
            refuse(node, f"{place}, with, {year}", own)


def _statement(entry: object, years: list, place: str, own: str) -> None:
    """Refuse a statement about a series that has another form, or tells of years outside it."""
    if not isinstance(entry, dict):
        _stop(place, "a statement about a series", entry)
    known = [name for name in entry if name in SERIES]
    if len(known) != 1:
        _stop(place, f"one of {', '.join(SERIES)}", ", ".join(map(str, entry)))
    (kind,) = known
    place, about = f"{place}, {kind}", entry[kind]
    if unread := [key for key in entry if key not in (kind, *("is",) * (kind != "rises"))]:
        _stop(place, f"no key but {kind}" + (" and is" if kind != "rises" else ""), unread[0])
    if not (_is_year(about) if kind == "level" else _is_span(about)):
        _stop(place, SERIES[kind], about)
    for year in about if isinstance(about, list) else [about]:
        if not _is_within(year, years):
            _stop(place, f"a year of {years}", year)
    if kind != "rises":
        if "is" not in entry:
            _stop(place, "the key is", ", ".join(entry))
        refuse(entry["is"], f"{place}, is", own)


def _is_number(node: object) -> bool:
    return isinstance(node, int | float) and not isinstance(node, bool)


def _is_year(node: object) -> bool:
    return isinstance(node, int) and not isinstance(node, bool) and YEARS[0] <= node <= YEARS[1]


def _is_span(node: object) -> bool:
    is_pair = isinstance(node, list) and len(node) == 2 and all(map(_is_year, node))
    return is_pair and 0 < node[1] - node[0] <= LONGEST


def _is_within(year: object, years: list) -> bool:
    return _is_year(year) and years[0] <= year <= years[1]


def _stop(place: str, expected: str, found: object) -> NoReturn:
    raise DataError(said(place, expected, found))
