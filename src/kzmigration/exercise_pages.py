"""What pages say of exercises: a chapter's of its own, and the guide for teachers of all."""

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from kzmigration import exercises, paths
from kzmigration.errors import DataError

GIVEN = (
    "Each copy asks for other years, places and groups. Who teaches makes the copies of a class, and their key, with"
)
COMMAND = "python -m kzmigration assign --chapter {chapter} --roster roster.csv --seed …"


class ExercisesDirective(SphinxDirective):
    """Show what ``book/exercises/<chapter>.yaml`` says of the chapter that is named."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the nodes; a file that cannot be read is an error of the build."""
        chapter = self.arguments[0]
        self.env.note_dependency(str(exercises.ROOT / "book" / "exercises" / f"{chapter}.yaml"))
        try:
            return shown(chapter, exercises.outline(chapter))
        except DataError as error:
            raise self.error(str(error)) from None


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


def shown(chapter: str, told: dict) -> list[nodes.Node]:
    """Return the outline of a chapter's exercises as paragraphs and lists.

    Parameters
    ----------
    told : dict
        See :func:`kzmigration.exercises.outline`.
    """
    command = nodes.literal("", COMMAND.format(chapter=chapter))
    return [
        _headed("What you learn"),
        _listed(told["aims"]),
        _headed("What you need", f", and about {told['minutes']} minutes"),
        _listed(told["prerequisites"]),
        _headed("What you do"),
        _titles(told),
        nodes.paragraph("", "", nodes.Text(f"{GIVEN} "), command, nodes.Text(".")),
        _seminar(told),
    ]


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
