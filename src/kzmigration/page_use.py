"""What a page offers to take along: citations, notebooks, archives, a way to correct; and what machines read of it."""

import html
from pathlib import Path
from urllib.parse import quote, urlencode

from docutils import nodes
from sphinx.application import Sphinx

from kzmigration import citations, edition, metadata
from kzmigration.citations import Work
from kzmigration.edition import Edition
from kzmigration.paths import chapters

COVER = "book/index"
GITHUB = "https://github.com/"
LISTED = ("book/", "notebooks/")  # other pages are made by Sphinx alone


class citable(nodes.General, nodes.Element):  # noqa: N801 - docutils' nodes are named so
    """The place below a published figure or table, or at the end of a page, where it says how to cite it."""


def below(about: dict, chapter: str, home: str, *, again: bool) -> citable:
    """Return the node that goes below a published figure or table.

    Parameters
    ----------
    about : dict
        Its metadata.
    chapter, home : str
        Name of its chapter, and where it stands as seen from this page.
    again : bool
        Whether this page shows it a second time.
    """
    return citable(about=about, chapter=chapter, home=home, again=again)


def work_of(node: citable, app: Sphinx) -> Work:
    """Return the figure or table that a node stands below."""
    about, page = node["about"], f"notebooks/{node['chapter']}"
    title = app.env.titles.get(page)
    chapter = title.astext() if title else edition.read().title
    return Work(about["kind"], about["id"], about["caption"].removesuffix("."), f"{page}.html#{about['id']}", chapter)


def page_work(docname: str, app: Sphinx) -> Work:
    """Return the page as something to cite; the cover stands for the whole book."""
    if docname == COVER:
        return Work("book", "kzmigration", edition.read().title, f"{COVER}.html")
    key = f"kzmigration-{docname.rpartition('/')[2].replace('_', '-')}"
    return Work("chapter", key, app.env.titles[docname].astext(), f"{docname}.html")


def add_page_end(app: Sphinx, doctree: nodes.document) -> None:
    """Put the place for citation and downloads at the end of a page that an author wrote."""
    sections = [child for child in doctree.children if isinstance(child, nodes.section)]
    if app.env.docname.startswith(LISTED) and sections:
        sections[0] += citable(docname=app.env.docname)


def visit(self: nodes.NodeVisitor, node: citable) -> None:
    """Write the place as HTML."""
    app = self.builder.app
    current = current_edition(app)
    if "docname" in node:
        self.body.append(_page_end(node["docname"], app, current))
    else:
        work = work_of(node, app)
        stem = f"{_up(self.builder.current_docname)}published/{node['chapter']}/{work.key}/{work.key}"
        address = f'<a href="{html.escape(node["home"])}">Permanent link</a>'
        self.body.append(_cite(work, current, stem, f"Cite this {work.kind}", address))
    raise nodes.SkipNode


def skip(_self: nodes.NodeVisitor, _node: citable) -> None:
    """Leave the place out of builders that are no pages."""
    raise nodes.SkipNode


def current_edition(app: Sphinx) -> Edition:
    """Return the edition with the addresses of this build."""
    return edition.read().at(app.config.kzmigration_site_url, app.config.kzmigration_repository_url)


def describe_page(app: Sphinx, pagename: str, _template: str, context: dict, doctree: nodes.document | None) -> None:
    """Put into the head of a page what search engines and link previews read, and write its citations beside it."""
    if doctree is None or not pagename.startswith(LISTED):
        return
    current, work = current_edition(app), page_work(pagename, app)
    out = Path(app.outdir)
    own = [node for node in doctree.findall(citable) if "about" in node]
    if app.builder.name == "html":
        citations.write(out / pagename, work, current)
        for node in own:
            if not node["again"]:
                id = node["about"]["id"]
                citations.write(out / "published" / node["chapter"] / id / id, work_of(node, app), current)
    pictures = [node for node in own if node["about"]["kind"] == "figure"]
    picture = metadata.Picture(pictures[0]["chapter"], pictures[0]["about"]) if pictures else None
    paragraph = next(iter(doctree.findall(nodes.paragraph)), None)
    text = metadata.shortened(paragraph.astext() if paragraph else current.abstract)
    tables = [(work_of(node, app), node["about"]) for node in own if node["about"]["kind"] == "table"]
    known = [f"notebooks/{name}" for name in chapters() if f"notebooks/{name}" in app.env.found_docs]
    if pagename == COVER:
        graph = metadata.book(current, [page_work(docname, app) for docname in known])
    else:
        position = chapters().index(pagename.rpartition("/")[2]) + 1 if pagename in known else None
        graph = metadata.chapter(work, current, text, position, tables)
    context["metatags"] += metadata.head(work, current, text, graph, picture)


def _page_end(docname: str, app: Sphinx, current: Edition) -> str:
    """Return the end of a page: what to download, how to cite, where to write if something is wrong."""
    work, name, up = page_work(docname, app), docname.rpartition("/")[2], _up(docname)
    files = [("data.zip", "The data package, with licences (ZIP)")]
    if docname.startswith("notebooks/"):
        files = [
            (f"notebooks/{name}.zip", "Everything of this chapter (ZIP)"),
            (f"notebooks/{name}.ipynb", "The notebook as it was executed"),
            (f"notebooks/source/{name}.ipynb", "The notebook’s source"),
            (f"notebooks/{name}.numbers.json", "All its numbers (JSON)"),
            *files,
        ]
    links = " ".join(f'<a href="{up}{file}" download>{words}</a>' for file, words in files)
    what = "book" if work.kind == "book" else "page"
    cite = _cite(work, current, up + docname, f"Cite this {what}", "", is_open=what == "book")
    return (
        '<section class="kz-use" id="cite" aria-label="Take along and cite">'
        f'<p class="kz-downloads">{links}</p>{cite}{_addressed(docname, work, current)}</section>'
    )


def _cite(work: Work, current: Edition, stem: str, summary: str, address: str, *, is_open: bool = False) -> str:
    name, stem = html.escape(work.key), html.escape(stem)
    links = " ".join(
        f'<a href="{stem}.{ending}" download aria-label="{words} of {name}">{words}</a>'
        for ending, words in (("bib", "BibTeX"), ("ris", "RIS"))
    )
    return (
        f'<details class="kz-cite"{" open" if is_open else ""}><summary>{summary}</summary>'
        f'<p class="kz-apa">{citations.apa(work, current)}</p>'
        f'<p class="kz-cite-links">{links} {address}</p></details>'
    )


def _addressed(docname: str, work: Work, current: Edition) -> str:
    """Return links to a new issue, filled in, and to a chapter's notebook on Binder, where the source has a home."""
    if not current.repository_url:
        return ""
    binder = ""
    if docname.startswith("notebooks/"):
        address = html.escape(_binder(current.repository_url, f"{docname}.ipynb"))
        binder = f' <a href="{address}">Run this notebook on Binder</a>'
    place = f"Page: {current.url(work.path) or work.path}\nVersion: {current.version}"
    body = f"{place}\n\nWhat should be different, and why:\n"
    asked = urlencode({"title": f"Correction: {work.title}", "body": body})
    address = html.escape(f"{current.repository_url}/issues/new?{asked}")
    return f'<p class="kz-correct"><a href="{address}">Suggest a correction</a>{binder}</p>'


def _binder(repository_url: str, file: str) -> str:
    """Return the address at which Binder opens a file of a repository.

    Examples
    --------
    >>> _binder("https://github.com/example/profile", "notebooks/law.ipynb")
    'https://mybinder.org/v2/gh/example/profile/HEAD?labpath=notebooks%2Flaw.ipynb'
    >>> _binder("https://example.org/profile", "notebooks/law.ipynb")
    'https://mybinder.org/v2/git/https%3A%2F%2Fexample.org%2Fprofile/HEAD?labpath=notebooks%2Flaw.ipynb'
    """
    if repository_url.startswith(GITHUB):
        place = f"gh/{repository_url.removeprefix(GITHUB)}"
    else:
        place = f"git/{quote(repository_url, safe='')}"
    return f"https://mybinder.org/v2/{place}/HEAD?{urlencode({'labpath': file})}"


def _up(docname: str) -> str:
    return "../" * docname.count("/")


def setup(app: Sphinx) -> None:
    """Register the node, the end of each page and the head of each page."""
    app.add_config_value("kzmigration_site_url", "", "env", str)
    app.add_config_value("kzmigration_repository_url", "", "env", str)
    app.add_node(citable, html=(visit, None), text=(skip, None), latex=(skip, None))
    app.connect("doctree-read", add_page_end)
    app.connect("html-page-context", describe_page)
