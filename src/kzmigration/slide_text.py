"""What slides take of a chapter's prose: its parts, the sentence that goes with a figure, where a number comes from."""

import dataclasses
import html
import json
import re

from nbformat import NotebookNode

from kzmigration import claims, numbers, references
from kzmigration.claims import Statement
from kzmigration.errors import BookError
from kzmigration.language import typeset
from kzmigration.ledger_pages import SHAPES
from kzmigration.paths import NOTEBOOKS

DIRECTIVE = re.compile(r"```\{([a-z-]+)\}[ ]*([^\n]*)\n(.*?)```", flags=re.DOTALL)
ABOUT = re.compile(r"^:about:\s*(.+)$", flags=re.MULTILINE)
LABEL = re.compile(r"^\([a-z0-9_-]+\)=\n", flags=re.MULTILINE)
PAGE = re.compile(r"\{doc\}`([a-z_0-9]+)`")
ASIDE = re.compile(r"\s*\((?:see )?\{numref\}`[^`]*`(?:(?:,| and|;) \{numref\}`[^`]*`)*\)")
# How a sentence begins that leans on the one before.
LEANS = re.compile(
    r"(?:It|Its|They|Their|That|These|Those|So|But|And|Both|Neither|There|The (?:first|second|other)s?)\b"
)
SIZES = {"short": 520, "middle": 800, "long": 1150}  # characters that a slide of text holds in this size of type


@dataclasses.dataclass(frozen=True)
class Prose:
    """The prose of a chapter.

    Attributes
    ----------
    title : str
    parts : dict
        Heading -> the text below it, roles unresolved, without notes in the margin.
    published : dict
        Id of a figure or table -> the heading that it stands under, in the order of the chapter.
    sections : tuple of (list of str, tuple of str)
        Sections of the ledger that the chapter lists, and how the ids of its own statements begin.
    """

    title: str
    parts: dict[str, str]
    published: dict[str, str]
    sections: tuple[tuple[list[str], tuple[str, ...]], ...]

    @classmethod
    def of(cls, notebook: NotebookNode) -> "Prose":
        """Read an executed chapter.

        Raises
        ------
        BookError
            If it has no title.
        """
        parts: dict[str, str] = {}
        published: dict[str, str] = {}
        heading, title, sections = "", "", []
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                for name, arguments, options in DIRECTIVE.findall(cell.source):
                    if name == "section-claims":
                        about = ABOUT.search(options)
                        starts = tuple(f"{start}-" for start in about[1].split()) if about else ()
                        sections.append((arguments.split(), starts))
                for line in LABEL.sub("", DIRECTIVE.sub("", cell.source)).splitlines():
                    if line.startswith("# "):
                        title = line[2:].strip()
                    elif line.startswith("## "):
                        heading = line[3:].strip()
                    else:
                        parts[heading] = parts.get(heading, "") + line + "\n"
                parts[heading] = parts.get(heading, "") + "\n"
            for output in cell.get("outputs", []):
                id = output.get("metadata", {}).get("kzmigration", {}).get("published")
                if id:
                    published.setdefault(id, heading)
        if not title:
            raise BookError("the chapter has no title, a line that begins with “# ”")
        return cls(title, {name: text.strip() for name, text in parts.items()}, published, tuple(sections))

    def sentence(self, id: str) -> str:
        """Return the sentence that sends the reader to a figure or table; empty if none does.

        The first under the heading that it stands under is preferred. A line of a chapter's source is a sentence; one
        that leans on those before, such as “It is…”, comes with at most two of them.
        """
        own = self.parts.get(self.published[id], "")
        for text in (own, *(text for name, text in self.parts.items() if name not in ("Questions", "Limits"))):
            lines = text.splitlines()
            for at, line in enumerate(lines):
                if f"{{numref}}`{id}`" in line:
                    first = at
                    while first and at - first < 2 and LEANS.match(lines[first]) and lines[first - 1]:
                        first -= 1
                    return _without(" ".join(one.lstrip("-0123456789. ") for one in lines[first : at + 1]), id)
        return ""

    def is_told(self, statement: Statement) -> bool:
        """Whether a statement is the chapter's: of a section that it lists or, if it lists none, quoted in its text."""
        if not self.sections:
            return f"{{claim}}`{statement.id}`" in "\n".join(self.parts.values())
        return any(
            statement.section in named and (not starts or statement.id.startswith(starts))
            for named, starts in self.sections
        )


def _without(sentence: str, id: str) -> str:
    """Take out a reference to the figure that stands on the same slide."""
    sentence = ASIDE.sub(lambda found: "" if f"`{id}`" in found[0] else found[0], sentence)
    kind = "table" if id.startswith("tbl-") else "figure"
    sentence = sentence.replace(f"{{numref}}`{id}`", f"this {kind}")
    return sentence[:1].upper() + sentence[1:] if sentence.startswith("this ") else sentence


def resolve(source: str, registry: dict[str, numbers.Number]) -> str:
    """Put numbers, stated values and references into a text of a chapter, as the executed notebook has them.

    Raises
    ------
    ChapterError
        If the text asks for a number, a statement or a reference that nobody has.
    """
    lines = []
    for line in source.splitlines():
        text = PAGE.sub(_title, claims.resolve(numbers.resolve(line, registry)))
        text = numbers.plain_references(references.resolve(text))
        # A country's article has a capital where it opens a sentence.
        lines.append(re.sub(r"^([-*\s]*)([a-z])", lambda m: m[1] + m[2].upper(), text))
    return "\n".join(lines)


def _title(match: re.Match) -> str:
    """Name another page of the book by its title."""
    text = (NOTEBOOKS / f"{match[1]}.ipynb").read_text(encoding="utf8")
    lines = (line for cell in json.loads(text)["cells"] for line in cell["source"])
    return f"“{next(line[2:].strip() for line in lines if line.startswith('# '))}”"


def quoted(source: str, registry: dict[str, numbers.Number]) -> list[str]:
    """Say of each number that a text quotes where it comes from, as HTML, each once and in order."""
    said = []
    for role, key in re.findall(r"\{(num|claim)\}`([^`]*)`", source):
        if role == "num":
            found, mark = registry[key.strip()], ""
        else:
            told = claims.statements()[key.strip()]
            found, mark = told.number(), f" {SHAPES[told.verdict]} {told.verdict}"
        if found.unit in numbers.FORMATS:
            said.append(f"<strong>{html.escape(found.text())}</strong>: {html.escape(typeset(found.tip()) + mark)}")
    return list(dict.fromkeys(said))


def cut(*pieces: str) -> str:
    """Return the size of type in which texts stand, each on a slide of its own: a key of :data:`SIZES`.

    Examples
    --------
    >>> cut("Few words."), cut("word " * 150), cut("word " * 1000)
    ('short', 'middle', 'long')
    """
    size = max(map(_length, pieces))
    return next((name for name, most in SIZES.items() if size <= most), "long")


def split(source: str) -> list[str]:
    r"""Cut a text at its lines into pieces that a slide holds, of about the same length.

    Examples
    --------
    >>> split("short")
    ['short']
    >>> [len(piece) for piece in split("\n".join(["x" * 400] * 4))]
    [801, 801]
    """
    if not source.strip():
        return []
    pieces = -(-_length(source) // SIZES["long"])
    wanted = _length(source) / pieces
    found, held = [""], 0.0
    for line in source.strip().splitlines():
        if held and held + _length(line) / 2 > wanted and len(found) < pieces:
            found.append("")
            held = 0.0
        found[-1] += line + "\n"
        held += _length(line)
    return [piece.strip() for piece in found if piece.strip()]


def _length(source: str) -> int:
    """Return about how many characters a reader sees; a number or a statement stands for eight."""
    plain = re.sub(r"\{(?:num|claim)\}`[^`]*`", "12345678", source)
    plain = re.sub(r"\{[a-z:]+\}`([^`<]*)[^`]*`|<[^>]*>", r"\1", plain)
    return len(plain) + 25 * plain.count("\n")  # the end of a line leaves some of it empty
