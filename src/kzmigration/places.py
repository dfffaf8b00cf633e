"""The finished pages, cut into places that a search can lead to: sections, figures, tables, statements, terms."""

import dataclasses
import re
from html.parser import HTMLParser
from pathlib import Path

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
INLINE = {"a", "code", "data", "em", "span", "strong"}
SILENT = {"script", "style", "svg", "pre"}
# What stands beside the text: tips, marks, folded code, links below figures, and the lines that name a statement.
ASIDE = {"kz-tip", "kz-mark", "headerlink", "cell_input", "kz-downloads", "kz-id", "legend", "kz-below-table"}
ASIDE |= {"kz-head", "caption-number", "kz-held", "collapsed", "expanded", "kz-counts", "kz-again"}
KINDS = ("printed", "section", "figure", "table", "term", "statement")  # in the order in which hits are shown


@dataclasses.dataclass
class Place:
    """One place of a page.

    Attributes
    ----------
    page : str
        The page within the site, without its ending: ``notebooks/emigration``.
    anchor : str
        Id of the element; empty for the page as a whole.
    kind : str
        One of :data:`KINDS`; ``printed`` is a figure or table of the profile.
    title : str
        Heading, caption, statement or term.
    text : str
        What a reader sees there, without the places inside it.
    folded : str
        What a statement's explanation says, which a reader has to unfold.
    behind : set of str
        Whole numbers that stand behind rounded ones: 45200 behind “45.2 thousand”.
    """

    page: str
    anchor: str
    kind: str
    title: str = ""
    text: str = ""
    folded: str = ""
    behind: set[str] = dataclasses.field(default_factory=set)


@dataclasses.dataclass
class _Open:
    """An element that is not closed yet: its place, whether its text counts, whether it is the place's title."""

    tag: str
    place: Place | None
    is_silent: bool
    is_title: bool


def kind_of(tag: str, id: str, classes: set[str]) -> str | None:
    """Say what place an element is, None if it is none.

    Examples
    --------
    >>> kind_of("li", "figure-1-2-1", set()), kind_of("tr", "net-migration-2019", set()), kind_of("p", "x", set())
    ('printed', 'statement', None)
    """
    if not id or "kz-again" in classes:
        return None
    if re.match(r"(figure|table)-\d", id):
        return "printed"
    if id.startswith("term-"):
        return "term"
    named = {"section": "section", "figure": "figure", "table": "table", "tr": "statement"}
    return named.get(tag)


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.places = [Place(page, "", "section")]
        self.stack: list[_Open] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        classes = set(given.get("class", "").split())
        above = self.stack[-1] if self.stack else _Open("", self.places[0], is_silent=True, is_title=False)
        if tag in VOID:
            if above.place and not above.is_silent:
                above.place.text += f" {given.get('alt', '')} "
            return
        kind = kind_of(tag, given.get("id", ""), classes)
        place, is_silent = above.place, above.is_silent or tag in SILENT or bool(classes & ASIDE)
        if tag == "article":
            is_silent = False
        if kind and (kind != "statement" or self.page == "book/ledger"):
            place, is_silent = Place(self.page, given["id"], kind), False
            self.places.append(place)
        elif tag == "table" and "kz-claims" in classes:
            is_silent = self.page != "book/ledger"  # what chapters repeat of the ledger is found there
        if tag == "data" and place and not is_silent and re.fullmatch(r"-?\d+(\.0)?", given.get("value", "")):
            place.behind.add(given["value"].removeprefix("-").removesuffix(".0"))
        self.stack.append(_Open(tag, place, is_silent, above.is_title or self._is_title(tag, classes, given, place)))
        if place and not is_silent:
            place.text += "" if tag in INLINE else " "

    @staticmethod
    def _is_title(tag: str, classes: set[str], given: dict, place: Place | None) -> bool:
        if place is None:
            return False
        if place.kind == "section":
            return bool(re.fullmatch(r"h[1-6]", tag))
        if place.kind == "statement":
            return given.get("data-head") == "What the document says"
        if place.kind in ("figure", "table"):
            return "caption-text" in classes
        if place.kind == "term":
            return tag == "strong"
        return tag == "li" or (tag == "p" and not place.title)  # the first line of a card

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self.stack):
            while True:
                closed = self.stack.pop()
                if closed.tag == tag:
                    break
            if closed.place and tag not in INLINE:
                closed.place.text += " "

    def handle_data(self, data: str) -> None:
        if not self.stack or self.stack[-1].is_silent:
            return
        here = self.stack[-1]
        if here.place.kind == "statement" and any(element.tag == "details" for element in self.stack):
            here.place.folded += data
            return
        here.place.text += data
        if here.is_title:
            here.place.title += data


def read(file: Path, page: str) -> list[Place]:
    """Cut a finished page into its places.

    Parameters
    ----------
    file : pathlib.Path
        The page's HTML.
    page : str
        Its name within the site.

    Returns
    -------
    list of Place
        In the order of the page. A section without a heading of its own is left out.
    """
    reader = _Reader(page)
    reader.feed(file.read_text(encoding="utf8"))
    for place in reader.places:
        place.title = re.sub(r"\s+", " ", place.title).strip()
        place.text = re.sub(r"[^\S\u00a0\u202f]+", " ", place.text).strip()
    return [place for place in reader.places if place.title]
