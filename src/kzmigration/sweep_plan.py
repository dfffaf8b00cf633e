"""What a sweep file asks for: a grid or a list of parameters over chapters, checked before anything runs."""

import dataclasses
import hashlib
import itertools
import json
import reprlib
from collections.abc import Iterator
from pathlib import Path

from kzmigration import parameters, yaml_files
from kzmigration.errors import DataError, ParameterError

KEYS = {"chapters", "grid", "list", "numbers"}
MOST = 10_000  # runs; a larger sweep is a slip of the pen, or belongs in several files
ALL = "all"  # in a grid: every value that a chapter's data allow


@dataclasses.dataclass(frozen=True)
class Run:
    """One run of a sweep.

    Attributes
    ----------
    chapter : str
    asked : dict
        Every parameter of the chapter.
    wanted : tuple of str
        Numbers that the table keeps; empty for all.
    """

    chapter: str
    asked: dict[str, int | str]
    wanted: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The folder of the run; the same parameters have the same folder, whatever else is in the sweep."""
        told = json.dumps(self.asked, sort_keys=True, ensure_ascii=False)
        return f"{self.chapter}-{hashlib.sha256(told.encode()).hexdigest()[:12]}"

    def joined(self, other: "Run") -> "Run":
        """Return the run with the numbers that two entries want of it."""
        both = (*self.wanted, *other.wanted) if self.wanted and other.wanted else ()
        return dataclasses.replace(self, wanted=tuple(dict.fromkeys(both)))


def plan(file: Path) -> tuple[list[Run], int]:
    """Read a sweep file, and check every run before any starts.

    Parameters
    ----------
    file : pathlib.Path
        YAML: under ``runs`` a list of mappings with ``chapters``, either ``grid``, name -> list of values or ``all``,
        or ``list``, a list of mappings name -> value, and perhaps ``numbers``, those that the table is to keep.

    Returns
    -------
    tuple
        The runs, each once, in the order told; and how many combinations of a grid with ``all`` are left out, since
        the chapter refuses the values together, such as a span of two years.

    Raises
    ------
    ParameterError
        If the file is not such a file, or a chapter cannot be asked what it says; the message names the file and the
        place, what is allowed and what came.
    """
    found: dict[str, Run] = {}
    left_out = 0
    for at, entry in enumerate(_entries(file), start=1):
        try:
            for one in _runs(entry):
                if one is None:
                    left_out += 1
                    continue
                found[one.id] = found.get(one.id, one).joined(one)
                if len(found) > MOST:
                    raise ParameterError(f"more than {MOST:,} runs with this one; split the file into several")
        except ParameterError as error:
            raise ParameterError(f"{file}: entry {at} of runs: {error}") from None
    if not found:
        raise ParameterError(f"{file}: no run is left; the chapters refuse every combination")
    return list(found.values()), left_out


def _entries(file: Path) -> list:
    try:
        told = yaml_files.read(file, str(file))
    except DataError as error:
        raise ParameterError(str(error)) from None
    if not isinstance(told, dict) or set(told) != {"runs"} or not isinstance(told["runs"], list) or not told["runs"]:
        raise ParameterError(f"{file}: expected a list under “runs” and nothing else; it was {_short(told)}")
    return told["runs"]


def _runs(entry: object) -> Iterator[Run | None]:
    """Yield the runs of one entry, and nothing in the place of one that is left out."""
    if not isinstance(entry, dict) or set(entry) - KEYS or len({"grid", "list"} & set(entry)) != 1:
        raise ParameterError(f"expected “chapters”, “grid” or “list”, and perhaps “numbers”; it was {_short(entry)}")
    wanted = tuple(_names(entry, "numbers")) if "numbers" in entry else ()
    for chapter in _names(entry, "chapters"):
        parameters.chapter_file(chapter)
        known = parameters.declared(chapter)
        given = _listed(entry["list"]) if "list" in entry else _combined(chapter, entry["grid"], known)
        is_free = ALL in entry.get("grid", {}).values()
        for one in given:
            try:
                yield Run(chapter, parameters.check(chapter, one, known), wanted)
            except ParameterError:
                if not is_free:
                    raise
                yield None


def _names(entry: dict, key: str) -> list[str]:
    names = entry.get(key)
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        raise ParameterError(f"{key} must be a list of names; it was {_short(names)}")
    return names


def _listed(told: object) -> list[dict]:
    if not isinstance(told, list) or not told or not all(isinstance(one, dict) for one in told):
        raise ParameterError(f"list must be a list of mappings name -> value; it was {_short(told)}")
    for one in told:
        for name, value in one.items():
            _plain(name, value)
    return told


def _combined(chapter: str, grid: object, known: dict[str, parameters.Parameter]) -> Iterator[dict]:
    """Yield the combinations of a grid, each value of which the chapter allows by itself."""
    if not isinstance(grid, dict) or not grid:
        raise ParameterError(f"grid must be a mapping name -> list of values or “all”; it was {_short(grid)}")
    columns = {}
    for name, values in grid.items():
        if name not in known:
            raise ParameterError(f"{chapter} has no parameter {name!r}; it has {', '.join(known)}")
        if values != ALL and (not isinstance(values, list) or not values):
            raise ParameterError(f"{name} in grid must be a list of values or “all”; it was {_short(values)}")
        columns[name] = known[name].allowed if values == ALL else [_plain(name, value) for value in values]
        for value in columns[name]:
            parameters.check_one(known[name], value)
    return (dict(zip(columns, chosen, strict=True)) for chosen in itertools.product(*columns.values()))


def _plain(name: object, value: object) -> object:
    """Return a value that is a text or a number; nothing else of YAML can be meant."""
    if not isinstance(value, str | int | float):
        raise ParameterError(f"{name} must be a text or a whole number; it was {_short(value)}")
    return value


def _short(value: object) -> str:
    """Return what a value is, cut short."""
    nest = reprlib.Repr()
    nest.maxlevel = 2
    return nest.repr(value)
