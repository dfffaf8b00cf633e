"""What a chapter's page says of its exercises: aims, prerequisites, time, titles, and the question for a seminar."""

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from kzmigration import exercises
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


def shown(chapter: str, told: dict) -> list[nodes.Node]:
    """Return the outline of a chapter's exercises as paragraphs and lists.

    Parameters
    ----------
    told : dict
        See :func:`kzmigration.exercises.outline`.
    """
    titles = [f"{one['title']} ({one['kind']})" for one in told["exercises"]]
    command = nodes.literal("", COMMAND.format(chapter=chapter))
    return [
        _headed("What you learn"),
        _listed(told["aims"]),
        _headed("What you need", f", and about {told['minutes']} minutes"),
        _listed(told["prerequisites"]),
        _headed("What you do"),
        _listed(titles, nodes.enumerated_list(enumtype="arabic", prefix="", suffix=".")),
        nodes.paragraph("", "", nodes.Text(f"{GIVEN} "), command, nodes.Text(".")),
        nodes.paragraph("", "", nodes.strong("", "For the seminar. "), nodes.Text(told["seminar"].strip())),
    ]


def _headed(words: str, more: str = "") -> nodes.paragraph:
    return nodes.paragraph("", "", nodes.strong("", words), nodes.Text(more))


def _listed(texts: list[str], parent: nodes.Element | None = None) -> nodes.Element:
    items = [nodes.list_item("", nodes.paragraph("", text)) for text in texts]
    parent = nodes.bullet_list() if parent is None else parent
    parent += items
    return parent
