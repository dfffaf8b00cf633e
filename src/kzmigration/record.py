"""The record of an edition, ``data/record.json``: all that it computed; and what another run finds different."""

import csv
import dataclasses
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args

from kzmigration.errors import BookError
from kzmigration.paths import DATA
from kzmigration.workflow import code_of

FILE = DATA / "record.json"
TOLERANCE = 1e-9  # of the larger of two values; another processor may add up in another order
BESIDE = ("label_kk", "status", "note")  # columns of a printed table that are no printed number

# What is recorded, and what a reader calls it.
KINDS = {
    "numbers": "numbers that the text quotes",
    "cells": "printed cells",
    "figures": "figures and tables, by their data",
    "verdicts": "statements of the ledger, by result and verdict",
}
Status = Literal["identical", "within tolerance", "differs", "new", "gone"]
STATUSES = get_args(Status)
GOOD = ("identical", "within tolerance")
Items = dict[str, dict[str, object]]  # kind -> name -> what came out


@dataclasses.dataclass(frozen=True)
class Finding:
    """One item of the record beside what a run made of it.

    Attributes
    ----------
    kind : str
        A key of :data:`KINDS`.
    name : str
        Within its kind, for example ``emigration/departures_end`` or ``table-1.3.1 [2014, DEU]``.
    recorded, found : object
        Both values; None where there is none.
    status : str
        One of :data:`STATUSES`.
    """

    kind: str
    name: str
    recorded: object
    found: object
    status: Status

    @property
    def is_good(self) -> bool:
        """Whether it is as recorded, up to the tolerance."""
        return self.status in GOOD


def collect(root: Path, runs: Path) -> Items:
    """Gather what a checkout of the project computes.

    Parameters
    ----------
    root : pathlib.Path
        The project's root; another revision of it may lie elsewhere.
    runs : pathlib.Path
        One folder a chapter, as :func:`kzmigration.run.run` makes them.

    Raises
    ------
    BookError
        If the ledger of that checkout cannot be evaluated.
    """
    folders = sorted(file.parent for file in runs.glob("*/run.json"))
    return {
        "numbers": dict(pair for folder in folders for pair in _numbers(folder)),
        "cells": dict(_cells(root)),
        "figures": dict(pair for folder in folders for pair in _figures(folder)),
        "verdicts": _verdicts(root),
    }


def _numbers(folder: Path) -> Iterator[tuple[str, object]]:
    file = folder / "numbers.json"  # absent where a chapter registers none
    entries = json.loads(file.read_text(encoding="utf8")) if file.exists() else {}
    for key, entry in entries.items():
        yield f"{folder.name}/{key}", [entry["value"], entry["unit"]]


def _cells(root: Path) -> Iterator[tuple[str, object]]:
    package = json.loads((root / "data" / "datapackage.json").read_text(encoding="utf8"))
    for resource in package["resources"]:
        if not resource["path"].startswith("profile/"):
            continue
        keys = resource["schema"]["primaryKey"]
        with (root / "data" / resource["path"]).open(encoding="utf8", newline="") as file:
            for row in csv.DictReader(file):
                place = ", ".join(row[key] for key in keys)
                values = {name: cell for name, cell in row.items() if name not in (*keys, *BESIDE)}
                yield f"{resource['name']} [{place}]", _number(" ".join(values.values()))


def _figures(folder: Path) -> Iterator[tuple[str, object]]:
    for file in sorted((folder / "published").glob("*/*.csv")):
        with file.open(encoding="utf8", newline="") as opened:
            header, *rows = csv.reader(opened)
        yield file.stem, {name: [_number(row[at]) for row in rows] for at, name in enumerate(header)}


def _verdicts(root: Path) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-m", "kzmigration", "claims", "--json"],
        cwd=root,
        env=code_of(root),
        capture_output=True,
        encoding="utf8",
        check=False,
    )
    if not done.stdout:  # it exits with 1, too, where a verdict is not the recorded one; that is for us to find
        raise BookError(f"the ledger cannot be evaluated: {done.stderr.strip().removeprefix('error: ')}")
    return {row["id"]: [row["verdict"], row["computed"]] for row in json.loads(done.stdout)}


def _number(text: str) -> float | int | str:
    """Return a cell as a number if it is one, for text has no tolerance.

    Examples
    --------
    >>> [_number(text) for text in ("12", "0.5", "KAZ", "nan")]
    [12, 0.5, 'KAZ', 'nan']
    """
    for kind in (int, float):
        try:
            value = kind(text)
        except ValueError:
            continue
        return value if str(value) not in ("nan", "inf", "-inf") else text
    return text


def compare(recorded: Items, found: Items) -> list[Finding]:
    """Hold what a run found against the record, item by item, in the order of kinds and names."""
    findings = []
    for kind in KINDS:
        before, now = recorded.get(kind, {}), found.get(kind, {})
        for name in sorted({*before, *now}):
            status: Status
            if name not in before:
                status = "new"
            elif name not in now:
                status = "gone"
            else:
                status = _status(before[name], now[name])
            findings.append(Finding(kind, name, before.get(name), now.get(name), status))
    return findings


def renewed(findings: list[Finding]) -> Items:
    """Return what the next record holds: all that was found, but what is within the tolerance as it was recorded.

    So a record that is written on another processor shows in its diff only what the release moves.
    """
    items: Items = {kind: {} for kind in KINDS}
    for finding in findings:
        if finding.status != "gone":
            items[finding.kind][finding.name] = finding.recorded if finding.is_good else finding.found
    return items


def _status(before: object, now: object) -> Status:
    if before == now and _shape(before) == _shape(now):
        return "identical"
    return "within tolerance" if _is_close(before, now) else "differs"


def _shape(value: object) -> object:
    """Tell 1 from True and from 1.0, which Python calls equal; a column's order counts, too."""
    if isinstance(value, dict):
        return [(name, _shape(part)) for name, part in value.items()]
    return [_shape(part) for part in value] if isinstance(value, list) else type(value)


def _is_close(before: object, now: object) -> bool:
    """Whether two values differ by the order of an addition at most.

    Examples
    --------
    >>> _is_close({"a": [1, 0.1 + 0.2]}, {"a": [1.0, 0.3]}), _is_close(1, 1.001), _is_close(True, 1), _is_close("1", 1)
    (True, False, False, False)
    """
    if isinstance(before, dict) and isinstance(now, dict):
        return list(before) == list(now) and all(_is_close(before[name], now[name]) for name in before)
    if isinstance(before, list) and isinstance(now, list):
        return len(before) == len(now) and all(map(_is_close, before, now))
    numbers = [value for value in (before, now) if isinstance(value, int | float) and not isinstance(value, bool)]
    if len(numbers) == 2:
        return abs(before - now) <= TOLERANCE * max(abs(before), abs(now))
    return type(before) is type(now) and before == now


def count(findings: list[Finding]) -> dict[str, dict[str, int]]:
    """Count findings by kind and status.

    Returns
    -------
    dict
        Kind -> status -> number of items, every status included.
    """
    counts = {kind: dict.fromkeys(STATUSES, 0) for kind in KINDS}
    for finding in findings:
        counts[finding.kind][finding.status] += 1
    return counts


def headline(counts: dict[str, dict[str, int]]) -> str:
    """Say in one line how much is as recorded: identical, or within the tolerance where the processor is another.

    Examples
    --------
    >>> one = dict.fromkeys(STATUSES, 0) | {"identical": 2913, "differs": 1}
    >>> headline({"numbers": one, "cells": one | {"differs": 0}, "figures": one, "verdicts": one})[:66]
    '2,913 of 2,914 numbers, 2,913 of 2,913 cells, 2,913 of 2,914 figur'
    """
    parts = []
    for kind, by_status in counts.items():
        whole = sum(by_status.values()) - by_status["new"]
        parts.append(f"{by_status['identical']:,} of {whole:,} {kind}")
    close = sum(by_status["within tolerance"] for by_status in counts.values())
    return ", ".join(parts) + " identical" + (f", {close:,} more within tolerance" if close else "")


def read(file: Path = FILE) -> dict:
    """Read a record.

    Returns
    -------
    dict
        ``version`` of the edition, and ``items`` as :func:`collect` gives them.

    Raises
    ------
    BookError
        If there is none, or if it is not one.
    """
    try:
        told = json.loads(file.read_text(encoding="utf8"))
        return {"version": told["version"], "items": {kind: told["items"][kind] for kind in KINDS}}
    except FileNotFoundError:
        raise BookError(f"there is no record {file.name}; `make record` writes it") from None
    except (ValueError, KeyError, TypeError) as error:
        raise BookError(f"{file.name} is not a record that `make record` wrote: {error!r}") from None


def write(version: str, items: Items, file: Path = FILE) -> None:
    """Write a record, a line an item, so that a release shows in its diff what it moves."""
    kinds = []
    for kind in KINDS:
        lines = [
            f"   {json.dumps(name, ensure_ascii=False)}: {json.dumps(items[kind][name], ensure_ascii=False)}"
            for name in sorted(items[kind])
        ]
        kinds.append(f'  "{kind}": {{\n' + ",\n".join(lines) + "\n  }")
    text = f'{{\n "version": {json.dumps(version)},\n "items": {{\n' + ",\n".join(kinds) + "\n }\n}\n"
    file.write_text(text, encoding="utf8")
