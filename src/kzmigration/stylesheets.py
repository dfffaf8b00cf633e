"""Leave of a style sheet the rules that a site can use; the theme brings thousands for what we do not have."""

import re
from collections.abc import Iterator

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
TOKEN = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[{};]""")
NAME = re.compile(r"[.#]((?:[\w-]|\\.)+)")
ATTRIBUTE = re.compile(r"""\b(?:class|id)=(?:"([^"]*)"|'([^']*)')""")
NESTED = ("@media", "@supports", "@layer")
UNUSED_FONTS = "Font Awesome"  # icons are drawn in the pages themselves


def words(pages: list[str], scripts: list[str]) -> set[str]:
    """Return every class and id of the pages, and every word by which a script may add one.

    Examples
    --------
    >>> sorted(words(['<p id="a" class="b c-d">'], ["e.classList.add('f-g')"]))
    ['a', 'add', 'b', 'c-d', 'classList', 'e', 'f-g']
    """
    found: set[str] = set()
    for page in pages:
        found.update(name for pair in ATTRIBUTE.findall(page) for value in pair for name in value.split())
    for script in scripts:
        found.update(re.findall(r"[\w-]+", script))
    return found


def purged(sheet: str, used: set[str]) -> str:
    """Return a style sheet without the rules for classes and ids that nothing has.

    Parameters
    ----------
    sheet : str
        The style sheet; each comment that is a licence (``/*!``) stays.
    used : set of str
        Classes and ids that can occur, see :func:`words`.

    Examples
    --------
    >>> purged("p{a:b}.x,.y p{a:b}.z{a:b}@media print{.z{a:b}}@media print{.x:not(.z){a:b}}", {"x"})
    'p{a:b}.x{a:b}@media print{.x:not(.z){a:b}}'
    """
    licences = [text for text in COMMENT.findall(sheet) if text.startswith("/*!")]
    return "".join(f"{text}\n" for text in dict.fromkeys(licences)) + _purged(COMMENT.sub("", sheet), used)


def _purged(sheet: str, used: set[str]) -> str:
    kept = []
    for head, body in _statements(sheet):
        if body is None:
            kept.append(f"{head};")
        elif head.startswith(NESTED):
            inner = _purged(body, used)
            kept += [f"{head}{{{inner}}}"] if inner else []
        elif head.startswith("@"):
            kept += [] if UNUSED_FONTS in body.replace("\\", "") else [f"{head}{{{body}}}"]
        else:
            selectors = [selector for selector in _selectors(head) if _can_match(selector, used)]
            kept += [f"{','.join(selectors)}{{{body}}}"] if selectors else []
    return "".join(kept)


def _statements(sheet: str) -> Iterator[tuple[str, str | None]]:
    """Yield each head with its block, or with None where it ends in a semicolon."""
    start, depth, head = 0, 0, ""
    for token in TOKEN.finditer(sheet):
        mark = token[0]
        if mark == "{":
            if not depth:
                head, start = sheet[start : token.start()].strip(), token.end()
            depth += 1
        elif mark == "}":
            depth -= 1
            if not depth:
                yield head, sheet[start : token.start()].strip()
                start = token.end()
        elif mark == ";" and not depth:
            yield sheet[start : token.start()].strip(), None
            start = token.end()


def _selectors(head: str) -> list[str]:
    """Split at commas that stand outside brackets."""
    parts, depth, start = [], 0, 0
    for place, letter in enumerate(head):
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and not depth:
            parts.append(head[start:place].strip())
            start = place + 1
    return [*parts, head[start:].strip()]


def _can_match(selector: str, used: set[str]) -> bool:
    """Tell whether each class and id of a selector occurs; what stands in brackets is not looked at."""
    plain = selector
    while plain != (plain := re.sub(r"\([^()]*\)|\[[^\]]*\]", "", plain)):
        pass
    return all(re.sub(r"\\(.)", r"\1", name) in used for name in NAME.findall(plain))
