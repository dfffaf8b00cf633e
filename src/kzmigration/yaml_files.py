"""Read YAML strictly: texts, numbers, lists and fields, and nothing that two programs could read in two ways.

No tags, since they call code; no anchors and aliases, since nine lines of them unfold to a billion; no key twice, since
the last one would win in silence; no ``yes``, ``010`` or ``1:30``, which YAML 1.1 takes for true, 8 and 90.
"""

import re
from pathlib import Path

import yaml

from kzmigration.errors import DataError
from kzmigration.files import said, text_of

LARGEST = 2_000_000  # bytes; the largest of ours has 0.1 million
DEEPEST = 40  # lists and fields within each other; the deepest check of the ledger has 18
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same, in C where it was built
TAG = "tag:yaml.org,2002:"
# How a plain scalar of a type may be written; text may be written in any way.
PLAIN = {
    f"{TAG}int": (re.compile(r"-?(0|[1-9][0-9]{0,14})"), "at most 15 plain digits, or text in quotes"),
    f"{TAG}float": (
        re.compile(r"-?(0|[1-9][0-9]{0,14})\.[0-9]{1,15}(e[-+][0-9]{1,2})?"),
        "a number in plain digits, or text in quotes",
    ),
    f"{TAG}bool": (re.compile("true|false"), "true or false, or text in quotes"),
    f"{TAG}null": (re.compile("null|~|"), "null, or text in quotes"),
}
OTHERS = (re.compile(r"(?!)"), "text in quotes")  # where YAML would make a date, for one
VISIBLE = "visible characters alone"
TEXTS = {f"{TAG}{name}" for name in ("str", "seq", "map")}


class _RefusedError(Exception):
    """Something in the text is not read: its row from 0, what is expected there, and what was found."""


class _Strict:
    """What a safe loader also says no to: what is ambiguous."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> object:
        if node.tag not in TEXTS:
            pattern, expected = PLAIN.get(node.tag, OTHERS)
            if not pattern.fullmatch(node.value):
                raise _RefusedError(node.start_mark.line, expected, node.value)
        if isinstance(node, yaml.ScalarNode) and (hidden := _hidden(node.value)):  # by an escape in quotes
            raise _RefusedError(node.start_mark.line, VISIBLE, hidden)
        return super().construct_object(node, deep)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _RefusedError(key.start_mark.line, "a word or a number as key", "a list or fields")
            if key.value in seen:
                raise _RefusedError(key.start_mark.line, "each key once", key.value)
            if key.tag == f"{TAG}merge":
                raise _RefusedError(key.start_mark.line, "each field by its name", key.value)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


class _Loader(_Strict, LOADER):
    """The safe loader, and strict."""


def read(file: Path, place: str) -> object:
    """Read one YAML file.

    Parameters
    ----------
    file : pathlib.Path
        The file: UTF-8 without a mark, LF, at most 2 MB, one document.
    place : str
        What the user knows it by, such as ``data/corrections.yaml``.

    Returns
    -------
    object
        Lists, dicts with keys of text or number, texts, ints, floats, bools and None; None for an empty file.

    Raises
    ------
    DataError
        If there is no such file or something in it is not read; the message names the place, the row, what is
        expected there and what was found.
    """
    text, problems = text_of(file, place, LARGEST)
    rows = text.split("\n")
    hidden = next((row for row, written in enumerate(rows) if not written.isprintable()), None)
    if hidden is not None and not problems:
        problems = [said(f"{place}, row {hidden + 1}", VISIBLE, _hidden(rows[hidden]))]
    if problems:
        raise DataError(problems[0])
    try:
        _refuse(text)
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
    except _RefusedError as error:
        row, expected, found = error.args
    except yaml.MarkedYAMLError as error:
        row = min((error.problem_mark or error.context_mark).line, len(rows) - 1)
        expected, found = "YAML", rows[row].strip()
    raise DataError(said(f"{place}, row {row + 1}", expected, found))


def _hidden(text: str) -> str:
    """Return the first character that nobody sees, but for the end of a line; empty where there is none."""
    return "" if text.isprintable() else next((c for c in text if not c.isprintable() and c != "\n"), "")


def _refuse(text: str) -> None:
    """Refuse what a text must not use, before anything is made of it."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=LOADER):
        if type(event) is yaml.ScalarEvent and not (event.anchor or event.tag):  # nearly all are
            continue
        row = event.start_mark.line
        if isinstance(event, yaml.AliasEvent):
            raise _RefusedError(row, "no alias", f"*{event.anchor}")
        if getattr(event, "anchor", None):
            raise _RefusedError(row, "no anchor", f"&{event.anchor}")
        if getattr(event, "tag", None):
            raise _RefusedError(row, "no tag", event.tag)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if documents > 1:
            raise _RefusedError(row, "one document", "---")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise _RefusedError(row, f"at most {DEEPEST} lists and fields within each other", depth)
