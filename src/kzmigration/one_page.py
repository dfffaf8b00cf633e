"""Put the pages of the built book into one document for print, without what only a screen can use."""

import dataclasses
import html
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import yaml
from bs4 import BeautifulSoup, Tag

from kzmigration import __version__
from kzmigration.errors import BookError
from kzmigration.ledger_pages import SHAPES
from kzmigration.paths import ROOT

LAST = "ledger"  # long and in small type, so it stands behind everything else
# What only a screen can use. `only-dark` is the second picture of each figure, `kz-again` a look into a file of data.
SCREEN_ONLY = (
    ".headerlink, .kz-on-screen, .kz-downloads, .kz-cite, .kz-use, .kz-doors, .kz-controls, .only-dark, "
    ".cell_input, details.hide, details.kz-again, picture source, .toctree-wrapper, .d-print-none, "
    "script, style, noscript, template, button, form, iframe, video"
)
PLACE = re.compile(r'(<span class="kz-page" data-of="([^"]+)">)[^<]*')
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
NOTES = "Where the numbers come from"


@dataclasses.dataclass(frozen=True)
class Part:
    """A part of the contents: its caption, and its pages as the contents name them."""

    caption: str
    pages: list[str]


def parts() -> list[Part]:
    """Return the parts of ``_toc.yml`` in the order of print: as on the screen, but with the ledger last."""
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf8"))
    found = [Part(p["caption"], [chapter["file"] for chapter in p["chapters"]]) for p in contents["parts"]]
    for part in found:
        part.pages.sort(key=lambda page: key(page) == LAST)
    return found


def key(page: str) -> str:
    """Return the name of a page inside the document.

    Examples
    --------
    >>> key("notebooks/emigration"), key("book/ledger")
    ('emigration', 'ledger')
    """
    return page.rpartition("/")[2]


def document(site: Path) -> str:
    """Return the whole book as one HTML document.

    Parameters
    ----------
    site : pathlib.Path
        Folder of the built book.

    Returns
    -------
    str
        HTML whose pictures and styles are read from ``site``; each page number is a blank that :func:`fill` fills.

    Raises
    ------
    BookError
        If a page is missing, or if a number on it does not say where it comes from.
    """
    every, config = parts(), yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf8"))
    known = {key(page) for part in every for page in part.pages} | {"index"}
    cover = _article(site, "book/index", known)
    cover.h1.string = "At a glance"
    lead = cover.select_one("section > p").extract()
    heads, bodies = [("index", "At a glance")], [_section("index", cover)]
    count = 0
    for number, part in enumerate(every, 1):
        for page in part.pages:
            article = _article(site, page, known)
            heads.append((key(page), article.h1.get_text().strip()))
            label = f"Part {number} · {part.caption}"
            if page.startswith("notebooks/"):
                count += 1
                label += f" · Chapter {count}"
            if not article.select_one(".kz-eyebrow"):
                article.h1.insert_before(_tag(f'<p class="kz-eyebrow">{html.escape(label)}</p>'))
            bodies.append(_section(key(page), article))
    body = _link_only_to_what_is_there("".join([_front(config, lead, every, dict(heads)), *bodies]))
    css = "".join(f'<link rel="stylesheet" href="{file.as_uri()}">' for file in _styles(site, config))
    return (
        f'<!DOCTYPE html><html lang="en" data-theme="light"><head><meta charset="utf-8">'
        f"<title>{html.escape(config['title'])}</title>{css}<style>{_running_heads(heads, config['title'])}</style>"
        f'</head><body class="kz-pdf"><main class="bd-article">{body}</main></body></html>'
    )


def fill(text: str, pages: dict[str, int]) -> str:
    """Fill in the page numbers.

    Examples
    --------
    >>> fill('<span class="kz-page" data-of="law">0</span>', {"law": 214})
    '<span class="kz-page" data-of="law">214</span>'
    """
    return PLACE.sub(lambda match: match[1] + str(pages.get(match[2], 0)), text)


def headings(text: str) -> list[str]:
    """Return the words of each heading of a document.

    Examples
    --------
    >>> headings("<h1>Work &amp; pay</h1><p>text</p><h2>In <em>one</em> minute</h2>")
    ['Work & pay', 'In one minute']
    """
    found = re.findall(r"<h[1-6][^>]*>(.*?)</h[1-6]>", text, re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]*>", "", words)).strip() for words in found]


def _styles(site: Path, config: dict) -> list[Path]:
    """Return the style sheets of our own; those of the theme would only be in the way."""
    names = [entry if isinstance(entry, str) else entry[0] for entry in config["sphinx"]["config"]["html_css_files"]]
    files = [site.resolve() / "_static" / name for name in names]
    for file in files:
        if not file.exists():
            raise BookError(f"the built book has no _static/{file.name}; make it anew with `make book`")
    return files


def _tag(text: str) -> Tag:
    return BeautifulSoup(text, "html.parser").contents[0]


def _section(name: str, article: Tag) -> str:
    style = f"page: {name.replace('_', '-')}"  # a name for its paper pages, by which they get their running head
    return f'<section class="kz-chapter" id="{name}" style="{style}">{article.decode_contents()}</section>'


def _article(site: Path, page: str, known: Iterable[str]) -> Tag:
    """Read one page, and make it fit to stand beside the others."""
    file = site.resolve() / f"{page}.html"
    if not file.exists():
        raise BookError(f"the built book has no page {page}.html; make it anew with `make book`")
    article = BeautifulSoup(file.read_text(encoding="utf8"), "html.parser").select_one("article.bd-article")
    for tag in article.select(SCREEN_ONLY):
        tag.decompose()
    for tag in reversed(article.select("div.cell, section")):
        inside = "".join(child.get_text() for child in tag.children if child.name not in ("h2", "h3", "span"))
        if not inside.strip() and not tag.find(["img", "svg"]):
            tag.decompose()  # its code was all that it held
    _unfold(article)
    for cell in article.select("td"):
        if DATE.fullmatch(cell.get_text().strip()):
            cell["class"] = [*cell.get("class", []), "kz-date"]
    _number_sources(article, page)
    for tag in article.select("img"):
        del tag["loading"]
        tag["src"] = (file.parent / unquote(tag["src"])).resolve().as_uri()
    _rename(article, key(page), known)
    return article


def _unfold(article: Tag) -> None:
    """Open what is folded; a chapter's statements that stay folded are counted, since the ledger lists them."""
    for section in article.select("section:has(> details.kz-fold)"):
        folds = section.select("details.kz-fold")
        counts = " · ".join(fold.summary.decode_contents() for fold in folds)
        folds[0].insert_before(
            _tag(f'<p class="kz-folds">{counts}. All are in <a href="ledger.html">the ledger</a>.</p>')
        )
        for fold in folds:
            fold.summary.decompose()
            (fold.unwrap if fold.has_attr("open") else fold.decompose)()
    for fold in article.select("details"):
        fold.summary.decompose()
        fold.name, fold["class"] = "div", ["kz-why"]
        del fold["open"]


def _number_sources(article: Tag, page: str) -> None:
    """Give each number a mark for the note that says where it comes from; the same source is one note."""
    notes: dict[str, int] = {}  # what a source says -> its number
    firsts = []
    for data in article.select("data.kz-num"):
        tip = data.select_one(".kz-tip")
        if tip is None:
            if data.has_attr("tabindex"):
                raise BookError(f"{page}: the number {data.get_text()!r} does not say where it comes from")
            continue
        said = tip.decode_contents().strip()
        is_first = said not in notes
        number = notes.setdefault(said, len(notes) + 1)
        mark = f'<sup class="kz-ref"><a href="#note-{number}"' + (f' id="ref-{number}"' if is_first else "")
        tip.replace_with(_tag(f"{mark}>{number}</a></sup>"))
        if is_first:
            firsts.append(said)
    if firsts:
        items = "".join(
            f'<li id="note-{n}"><a class="kz-back" href="#ref-{n}">{n}</a>{said}</li>'
            for n, said in enumerate(firsts, 1)
        )
        article.append(_tag(f'<section class="kz-notes" id="notes"><h2>{NOTES}</h2><ol>{items}</ol></section>'))


def _rename(article: Tag, own: str, known: Iterable[str]) -> None:
    """Give the anchors of a page its name, and lead links to where their target stands in the document."""
    for tag in article.find_all(id=True):
        tag["id"] = f"{own}--{tag['id']}"
    for link in article.find_all("a", href=True):
        parts = urlsplit(link["href"])
        if parts.scheme or parts.netloc:
            continue
        target = key(parts.path.removesuffix(".html")) if parts.path else own
        if target not in known or (parts.path and not parts.path.endswith(".html")):
            link.unwrap()  # a file beside the pages
            continue
        link["href"] = f"#{target}--{unquote(parts.fragment)}" if parts.fragment else f"#{target}"
        if link.find_parent("table", class_="kz-figures"):
            link.insert_after(_tag(f'<span class="kz-page-of">p. {_blank(link["href"][1:])}</span>'))


def _blank(id: str) -> str:
    return f'<span class="kz-page" data-of="{html.escape(id)}">0</span>'


def _link_only_to_what_is_there(body: str) -> str:
    """Lead links whose target was left out to the page that it stood on."""
    ids = set(re.findall(r'\bid="([^"]+)"', body))

    def mended(match: re.Match) -> str:
        id = html.unescape(match[2])
        return match[0] if match[2] in ids or id in ids else f'{match[1]}{id.partition("--")[0]}"'

    return re.sub(r'((?:href="#|data-of="))([^"]+)"', mended, body)


def _front(config: dict, lead: Tag, every: list[Part], heads: dict[str, str]) -> str:
    """Return the title page, what a reader needs to know first, and the contents."""
    title, author = html.escape(config["title"]), html.escape(config["author"])
    lines, count = [f'<li><a href="#index">At a glance</a>{_blank("index")}</li>'], 0
    groups = ["<ol>" + "".join(lines) + "</ol>"]
    for number, part in enumerate(every, 1):
        lines = []
        for page in part.pages:
            is_chapter = page.startswith("notebooks/")
            count += is_chapter
            name = html.escape(heads[key(page)])
            mark = f'<span class="kz-number">{count if is_chapter else ""}</span>'
            lines.append(f'<li>{mark}<a href="#{key(page)}">{name}</a>{_blank(key(page))}</li>')
        groups.append(f"<p>Part {number} · {html.escape(part.caption)}</p><ol>{''.join(lines)}</ol>")
    verdicts = {
        "reproduced": "the printed numbers give the same",
        "consistent": "nothing printed speaks against it",
        "contradicted": "other printed numbers say something else",
        "not testable": "the documents hold nothing to test it with",
    }
    marks = "".join(
        f'<li><span class="kz-verdict kz-{verdict.replace(" ", "-")}">{SHAPES[verdict]} {verdict}</span>: {says}</li>'
        for verdict, says in verdicts.items()
    )
    return (
        f'<section class="kz-title-page"><p class="kz-title-kind">An executable book, printed</p><h1>{title}</h1>'
        f'<p class="kz-lead">{lead.decode_contents()}</p><p class="kz-imprint">{author}<br>Version {__version__}, '
        f"{html.escape(config['copyright'])}</p></section>"
        f'<section class="kz-before"><h2>How to read the print</h2>'
        "<p>A small figure behind a number leads to the notes at the end of its chapter, which say which printed cells "
        "or statements it comes from and how. A number that quotes a document carries its verdict too:</p>"
        f"<ul>{marks}</ul><p>What the report states and does not hold stands in full at the end of each chapter and in "
        f'the <a href="#errata">errata</a>; the <a href="#ledger">ledger</a> at the end lists every statement. Code, '
        "data and pictures of each figure are in the book on the screen, which this print is made from.</p>"
        f"<p>To cite: {author} ({html.escape(config['copyright'])}). <em>{title}</em> (version {__version__}).</p>"
        f"{config['html']['extra_footer'].strip()}</section>"
        f'<nav class="kz-contents"><h2>Contents</h2>{"".join(groups)}</nav>'
    )


def _running_heads(heads: list[tuple[str, str]], title: str) -> str:
    """Return a style that puts each page's title above its paper pages."""
    left = f'@top-left {{ content: "{_css(title)}"; }}'
    return "\n".join(
        f'@page {name.replace("_", "-")} {{ {left} @top-right {{ content: "{_css(head.partition(":")[0])}"; }} }}'
        for name, head in heads
    )


def _css(text: str) -> str:
    return re.sub(r'["\\<]', lambda match: f"\\{ord(match[0]):x} ", text)
