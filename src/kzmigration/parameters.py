"""What a chapter may be asked, and the error when it may not."""

import ast
import dataclasses
import functools
import re
from pathlib import Path

import nbformat

from kzmigration import corrections, data, language, revisions
from kzmigration.errors import ChapterError, ParameterError
from kzmigration.files import LONG, said
from kzmigration.paths import NOTEBOOKS

WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,8})")
SHORTEST = 3  # years; a trend with an interval needs three points


@dataclasses.dataclass(frozen=True)
class Parameter:
    """One thing that a chapter may be asked.

    Attributes
    ----------
    name : str
        As in the notebook's ``parameters`` cell.
    default : int or str
        What the published book shows.
    help : str
        The comment behind it.
    allowed : list
        Every value that the chapter's data can answer.
    """

    name: str
    default: int | str
    help: str
    allowed: list

    def describe(self) -> str:
        """Say in a few words what is allowed."""
        if isinstance(self.default, int):
            low, high = min(self.allowed), max(self.allowed)
            if len(self.allowed) == high - low + 1:
                return f"a whole number from {low} to {high}"
        return "one of " + ", ".join(map(str, self.allowed))


def chapter_file(chapter: str) -> Path:
    """Return the notebook of a chapter.

    Raises
    ------
    ParameterError
        If there is none; the message lists the chapters.
    """
    chapters = sorted(file.stem for file in NOTEBOOKS.glob("*.ipynb"))
    if chapter not in chapters:
        raise ParameterError(f"there is no chapter {_brief(chapter)}; the chapters are {', '.join(chapters)}")
    return NOTEBOOKS / f"{chapter}.ipynb"


def resources_read(chapter: str) -> list[str]:
    """Return the resources that a chapter reads, in whatever vintage it may be asked for.

    These are every name that stands in a ``load("...")`` of its cells, and the open series behind those that the
    chapter can show revised. What the build and a run know of a chapter's data comes from here alone.
    """
    calls = _calls(chapter, "load")
    revised = {name for name, vintage, _ in calls if vintage == "'revised'"}
    revised |= {name for name, is_replaced in revisable(chapter).items() if is_replaced}
    return sorted({name for name, *_ in calls} | {revisions.source(name) for name in revised})


def ledgers_read(chapter: str) -> list[str]:
    """Return the sections of the ledger that a chapter reads: every name that stands in a ``ledger("...")``."""
    return sorted({name for name, *_ in _calls(chapter, "ledger")})


def revisable(chapter: str) -> dict[str, bool]:
    """Say what a run with ``vintage=revised`` shows.

    Returns
    -------
    dict
        Printed table or figure -> whether today's series replaces it, in the order of the names; empty if the chapter
        cannot run so. It can if it loads at least one that has a revised series in the vintage of the run, and says
        what to do instead (``otherwise="printed"``) for each that has none.
    """
    calls = [call for call in _calls(chapter, "load") if data.is_printed(call[0])]
    asked = [(name, otherwise) for name, vintage, otherwise in calls if vintage == "vintage"]
    replaced = {name for name, _ in asked if name in revisions.REVISIONS}
    if not replaced or any(not otherwise for name, otherwise in asked if name not in replaced):
        return {}
    return {name: name in replaced for name in sorted({name for name, *_ in calls})}


def _calls(chapter: str, function: str) -> tuple[tuple[str, str, bool], ...]:
    """Return each call of a function in a chapter's cells: what it names, its vintage as written, and a way out."""
    cells = enumerate(_notebook(chapter).cells, start=1)
    sources = ((f"notebooks/{chapter}.ipynb, cell {at}", cell.source) for at, cell in cells if cell.cell_type == "code")
    return _calls_in(tuple(sources), function)


@functools.cache  # a run asks five times of the same cells
def _calls_in(sources: tuple[tuple[str, str], ...], function: str) -> tuple[tuple[str, str, bool], ...]:
    found = []
    for place, source in sources:
        for node in ast.walk(_parsed(source, place)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == function and node.args:
                given = {keyword.arg: keyword.value for keyword in node.keywords}
                vintage = node.args[1] if len(node.args) > 1 else given.get("vintage")
                written = ast.unparse(vintage) if vintage else ""
                found.append((getattr(node.args[0], "value", None), written, "otherwise" in given))
    return tuple(call for call in found if call[0] is not None)


def _notebook(chapter: str) -> nbformat.NotebookNode:
    """Return a chapter's notebook, refused in one line where it is none."""
    file = chapter_file(chapter)
    try:
        return nbformat.read(file, as_version=4)
    except (ValueError, AttributeError, KeyError, nbformat.ValidationError):
        with file.open(encoding="utf8", errors="replace") as text:
            raise ChapterError(said(f"notebooks/{file.name}", "a Jupyter notebook", text.read(LONG + 1))) from None


def _parsed(source: str, place: str) -> ast.AST:
    """Return a cell's code, refused in one line where it is no Python."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        rows = source.split("\n")
        row = min(getattr(error, "lineno", None) or 1, len(rows))
        raise ChapterError(said(f"{place}, row {row}", "Python", rows[row - 1])) from None


def declared(chapter: str) -> dict[str, Parameter]:
    """Return the parameters of a chapter with what its data allow.

    The names, types, defaults and help come from the notebook's ``parameters`` cell; the notebook's metadata say
    under ``kzmigration`` which resource sets the years (``years``) and which resource and column the focus
    (``focus``); ``choices`` lists the values of a parameter that no table sets.

    Raises
    ------
    ChapterError
        If the notebook, its code or a default cannot be read, or a default is none of the values.
    """
    file = chapter_file(chapter)
    subject = _notebook(chapter)["metadata"].get("kzmigration", {})
    corrected = any(corrections.has_corrections(name) for name in resources_read(chapter))
    vintages = ["printed", *["corrected"] * corrected, *["revised"] * bool(revisable(chapter))]
    allowed: dict[str, list] = {"vintage": vintages}
    if "years" in subject:
        years = sorted(set(data.read(subject["years"])["year"]))
        allowed |= {"year_start": years[: -SHORTEST + 1], "year_end": years[SHORTEST - 1 :]}
    if "focus" in subject:
        table, column = subject["focus"]
        codes = [code for code in data.read(table)[column].drop_duplicates() if not code.startswith("_")]
        allowed |= {"top_n": list(range(1, len(codes) + 1)), "focus": codes}
    allowed |= subject.get("choices", {})
    from papermill.inspection import inspect_notebook  # slow to import, and Snakefile asks for no parameter

    place, known = f"notebooks/{chapter}.ipynb", {}
    for name, found in inspect_notebook(str(file)).items():
        try:
            default = ast.literal_eval(found["default"])
        except (SyntaxError, ValueError):
            raise ChapterError(said(f"{place}, parameter {name}", "a plain default", found["default"])) from None
        if not isinstance(allowed.get(name), list) or default not in allowed[name]:
            expected = "a default among its values, which a table or the choices of the metadata list"
            raise ChapterError(said(f"{place}, parameter {name}", expected, default))
        known[name] = Parameter(name, default, found["help"], allowed[name])
    return known


def check(chapter: str, given: dict[str, object], known: dict[str, Parameter] | None = None) -> dict[str, int | str]:
    """Check what a chapter is asked, and fill in the defaults.

    Parameters
    ----------
    chapter : str
        Name of the chapter, for example ``emigration``.
    given : dict
        Name -> value; a value may be the text of a command line.
    known : dict, optional
        What :func:`declared` says of the chapter, for who asks many times.

    Returns
    -------
    dict
        Every parameter of the chapter, in the order of its cell.

    Raises
    ------
    ParameterError
        If a name is unknown, a value has the wrong type or lies outside the data, or the years are too close
        or the wrong way round. The message names the parameter, what is allowed and what came.
    """
    known = declared(chapter) if known is None else known
    for name in given:
        if name not in known:
            has = f"it has {', '.join(known)}" if known else "it has none"
            raise ParameterError(f"{chapter} has no parameter {_brief(name)}; {has}")
    values = {name: check_one(known[name], given.get(name, known[name].default)) for name in known}
    if "year_start" not in values:
        return values
    start, end = values["year_start"], values["year_end"]
    if start > end:
        raise ParameterError(f"year_start must not be after year_end, which is {end}; year_start was {start}")
    if end - start < SHORTEST - 1:
        raise ParameterError(
            f"year_start to year_end must span at least {SHORTEST} years, since a trend with an interval needs "
            f"{SHORTEST} points; they were {start} and {end}"
        )
    return values


def check_one(parameter: Parameter, value: object) -> int | str:
    """Check one value by itself, and return it as a number if the parameter is one.

    Raises
    ------
    ParameterError
        As :func:`check`.
    """
    came = value
    if isinstance(parameter.default, int):  # int() alone would take 2_016, +2016 and the digits of any script
        value = int(str(value)) if WHOLE.fullmatch(str(value)) else None
    if value not in parameter.allowed or isinstance(came, bool):
        hint = f" ({_name_of(came)})" if parameter.name == "focus" else ""
        raise ParameterError(f"{parameter.name} must be {parameter.describe()}; it was {_brief(came)}{hint}")
    return value


def _brief(came: object) -> str:
    """Return what came as Python writes it, cut where it is long."""
    written = repr(came)
    return written if len(written) <= LONG else f"{written[:LONG]}…"


def _name_of(code: object) -> str:
    """Say what a refused focus means, if it means anything."""
    for kind in language.CODE_LISTS:
        try:
            return f"{language.name(kind, str(code))} has no row of its own in this chapter's data"
        except language.DataError:
            continue
    return "a code in capitals, as ISO 3166-1 alpha-3 has it, is expected where the focus is a country"


def parse(pairs: list[str]) -> dict[str, str]:
    """Read ``name=value`` pairs from a command line.

    Raises
    ------
    ParameterError
        If one has no name or no sign of equality, or a name comes twice.

    Examples
    --------
    >>> parse(["year_start=2016", "focus=DEU"])
    {'year_start': '2016', 'focus': 'DEU'}
    """
    given = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        name = name.strip()
        if not sign or not name:
            raise ParameterError(f"a parameter is given as -p name=value; it was {_brief(pair)}")
        if name in given:
            raise ParameterError(f"parameter {_brief(name)} was given twice")
        given[name] = value.strip()
    return given
