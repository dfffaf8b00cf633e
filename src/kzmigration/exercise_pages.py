"""What pages say of exercises: a chapter's of its own, and the guide for teachers of all."""

import re

from docutils import nodes
from docutils.statemachine import StringList
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from kzmigration import exercises, paths
from kzmigration.errors import DataError

DRAWN = re.compile(r"\{num\}`\w+`(?: \(\{num\}`\w+`\))?")  # a value, often with its code behind it
CODES = re.compile(  # a sentence, or the end of one, that tells how the files call what is drawn
    r"(?:^|(?<=[.?][ \n]))(?:In [\w `.]+ |Here )?[“`]?…[”`]? stands for …(?:, and [“`]?…[”`]? for …)?\.(?: |\n|$)"
    r"|[;,] (?:in it |in its file |where )?…\sstands for\s…(?=\.)",
    flags=re.MULTILINE,
)
SENTENCES = "{sentences}"
GIVEN = (
    "Each student’s copy asks for other years, places and groups, left open here (…), and holds the figures, the cells "
    "and the sentences that are spoken of. Who teaches makes the copies of a class, and their key, with"
)
COMMAND = "python -m kzmigration assign --chapter {chapter} --roster roster.csv --seed …"


class ExercisesDirective(SphinxDirective):
    """Show what ``book/exercises/<chapter>.yaml`` says of the chapter that is named."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the nodes; a file that cannot be read is an error of the build."""
        chapter = self.arguments[0]
        file = exercises.ROOT / "book" / "exercises" / f"{chapter}.yaml"
        self.env.note_dependency(str(file))
        try:
            told = exercises.outline(chapter)
        except DataError as error:
            raise self.error(str(error)) from None
        marked = nodes.container(classes=["kz-exercises"])
        self.state.nested_parse(StringList(marked_up(chapter, told), str(file)), self.content_offset, marked)
        for inner in list(marked.findall(nodes.section)):  # sphinx-exercise gives all of them one id
            inner["ids"].clear()
            inner.replace_self(inner.children)
        before, after = around(chapter, told)
        return [*before, marked, *after]


class GuideDirective(SphinxDirective):
    """Show what a teacher plans with, chapter by chapter in the order of the book."""

    def run(self) -> list[nodes.Node]:
        """Return a section for each chapter that has exercises; a file that cannot be read is an error of the build."""
        folder = exercises.ROOT / "book" / "exercises"
        self.env.note_dependency(str(folder))
        try:
            told = {name: exercises.outline(name) for name in paths.chapters() if (folder / f"{name}.yaml").exists()}
        except DataError as error:
            raise self.error(str(error)) from None
        for chapter in told:
            self.env.note_dependency(str(folder / f"{chapter}.yaml"))
        numbers = {name: number for number, name in enumerate(paths.chapters(), start=1)}
        return [planned(name, numbers[name], one, self.env.docname) for name, one in told.items()]


def number_by_page(env: BuildEnvironment) -> list[str]:
    """Let the exercises of each page begin with 1, as in the copies, and return no page to read again.

    Sphinx counts them through the book.
    """
    for numbers in env.toc_fignumbers.values():
        numbers["exercise"] = {id: (n,) for n, id in enumerate(numbers.get("exercise", {}), start=1)}
    return []


def planned(chapter: str, number: int, told: dict, page: str) -> nodes.section:
    """Return what a teacher plans a chapter with, as a section of the guide.

    Parameters
    ----------
    number : int
        The chapter's in the book; with it no heading is that of the chapter itself.
    told : dict
        See :func:`kzmigration.exercises.outline`.
    page : str
        Name of the page that it stands on.
    """
    link = addnodes.pending_xref(
        "", nodes.inline("", told["title"]), refdomain="std", reftype="doc", refdoc=page, refexplicit=True
    )
    link["reftarget"] = f"/notebooks/{chapter}"
    return nodes.section(
        "",
        nodes.title("", f"{number}. {told['title']}"),
        nodes.paragraph("", "", nodes.strong("", "The chapter. "), link, nodes.Text(f"; {told['minutes']} minutes")),
        _headed("Aims"),
        _listed(told["aims"]),
        _headed("Exercises"),
        _titles(told),
        _headed("Pitfalls"),
        _listed(told["pitfalls"]),
        _headed("A plan for the discussion"),
        _listed(told["discussion"], _numbered()),
        _seminar(told),
        ids=[f"teach-{nodes.make_id(chapter)}"],
    )


def around(chapter: str, told: dict) -> tuple[list[nodes.Node], list[nodes.Node]]:
    """Return what stands before a chapter's exercises, and what stands after them.

    Parameters
    ----------
    told : dict
        See :func:`kzmigration.exercises.outline`.
    """
    command = nodes.literal("", COMMAND.format(chapter=chapter))
    before = [
        _headed("What you learn"),
        _listed(told["aims"]),
        _headed("What you need", f", and about {told['minutes']} minutes"),
        _listed(told["prerequisites"]),
        _headed("What you do"),
        nodes.paragraph("", "", nodes.Text(f"{GIVEN} "), command, nodes.Text(".")),
    ]
    return before, [_seminar(told)]


def marked_up(chapter: str, told: dict) -> list[str]:
    r"""Return a chapter's exercises in MyST, as sphinx-exercise reads them; what is drawn for a copy is left open.

    Examples
    --------
    >>> ask = {"id": "1a", "text": "How many left in {num}`year`?"}
    >>> one = {"id": "1", "title": "Leaving", "kind": "read a figure", "text": "A figure shows it.", "asks": [ask]}
    >>> print(*marked_up("emigration", {"exercises": [one]}), sep="\n")
    ````{exercise} Leaving
    :label: exercise-emigration-1
    *Read a figure.* A figure shows it.
    <BLANKLINE>
    - **1a** How many left in …?
    ````
    """
    lines = []
    for one in told["exercises"]:
        asks = [f"- **{ask['id']}** {_open(ask['text'])}".replace("\n", "\n  ") for ask in one["asks"]]
        head = [f"````{{exercise}} {one['title']}", f":label: exercise-{chapter.replace('_', '-')}-{one['id']}"]
        text = f"*{one['kind'].capitalize()}.* {_open(one['text'])}"
        lines += [line for block in (*head, text, "", *asks, "````", "") for line in block.split("\n")]
    return lines[:-1]


def _open(text: str) -> str:
    """Leave open what is drawn, and out which codes it has in the files."""
    text = CODES.sub("", DRAWN.sub("…", text)).replace("….", "…")
    return text.replace(SENTENCES, "\n*The sentences stand in each copy.*").strip()


def _titles(told: dict) -> nodes.enumerated_list:
    return _listed([f"{one['title']} ({one['kind']})" for one in told["exercises"]], _numbered())


def _seminar(told: dict) -> nodes.paragraph:
    return nodes.paragraph("", "", nodes.strong("", "For the seminar. "), nodes.Text(told["seminar"].strip()))


def _numbered() -> nodes.enumerated_list:
    return nodes.enumerated_list(enumtype="arabic", prefix="", suffix=".")


def _headed(words: str, more: str = "") -> nodes.paragraph:
    return nodes.paragraph("", "", nodes.strong("", words), nodes.Text(more))


def _listed(texts: list[str], parent: nodes.Element | None = None) -> nodes.Element:
    items = [nodes.list_item("", nodes.paragraph("", text)) for text in texts]
    parent = nodes.bullet_list() if parent is None else parent
    parent += items
    return parent
