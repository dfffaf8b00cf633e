"""What a chapter may be asked, and the error when it may not."""

import ast
import dataclasses
import json
from pathlib import Path

import nbformat

from kzmigration import corrections, data, language, revisions
from kzmigration.errors import ParameterError
from kzmigration.paths import NOTEBOOKS

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
            return f"a whole number from {min(self.allowed)} to {max(self.allowed)}"
        return "one of " + ", ".join(self.allowed)


def chapter_file(chapter: str) -> Path:
    """Return the notebook of a chapter.

    Raises
    ------
    ParameterError
        If there is none; the message lists the chapters.
    """
    chapters = sorted(file.stem for file in NOTEBOOKS.glob("*.ipynb"))
    if chapter not in chapters:
        raise ParameterError(f"there is no chapter {chapter!r}; the chapters are {', '.join(chapters)}")
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


def _calls(chapter: str, function: str) -> list[tuple[str, str, bool]]:
    """Return each call of a function in a chapter's cells: what it names, its vintage as written, and a way out."""
    notebook = nbformat.read(chapter_file(chapter), as_version=4)
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            for node in ast.walk(ast.parse(cell.source)):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == function and node.args:
                    given = {keyword.arg: keyword.value for keyword in node.keywords}
                    vintage = node.args[1] if len(node.args) > 1 else given.get("vintage")
                    written = ast.unparse(vintage) if vintage else ""
                    found.append((getattr(node.args[0], "value", None), written, "otherwise" in given))
    return [call for call in found if call[0] is not None]


def declared(chapter: str) -> dict[str, Parameter]:
    """Return the parameters of a chapter with what its data allow.

    The names, types, defaults and help come from the notebook's ``parameters`` cell; the notebook's metadata say
    under ``kzmigration`` which resource sets the years (``years``) and which resource and column the focus
    (``focus``); ``choices`` lists the values of a parameter that no table sets.
    """
    file = chapter_file(chapter)
    subject = json.loads(file.read_text(encoding="utf8"))["metadata"].get("kzmigration", {})
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

    return {
        name: Parameter(name, ast.literal_eval(found["default"]), found["help"], allowed[name])
        for name, found in inspect_notebook(str(file)).items()
    }


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
            raise ParameterError(f"{chapter} has no parameter {name!r}; it has {', '.join(known)}")
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
    if isinstance(parameter.default, int):
        try:
            value = int(str(value))
        except ValueError:
            value = None
    if value not in parameter.allowed or isinstance(came, bool):
        hint = f" ({_name_of(came)})" if parameter.name == "focus" else ""
        raise ParameterError(f"{parameter.name} must be {parameter.describe()}; it was {came!r}{hint}")
    return value


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

    Examples
    --------
    >>> parse(["year_start=2016", "focus=DEU"])
    {'year_start': '2016', 'focus': 'DEU'}
    """
    given = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name:
            raise ParameterError(f"a parameter is given as -p name=value; it was {pair!r}")
        if name in given:
            raise ParameterError(f"parameter {name!r} was given twice")
        given[name.strip()] = value.strip()
    return given
