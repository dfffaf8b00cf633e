"""What machines read of the book: schema.org, Open Graph, the sitemap, the entrance at the top of the site."""

import dataclasses
import html
import json
import re
from pathlib import Path

from kzmigration.citations import Work
from kzmigration.edition import Edition

CONTEXT = "https://schema.org"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
PROFILE = {
    "@type": "Report",
    "name": "Kazakhstan: Extended Migration Profile 2014-2019",
    "publisher": {"@type": "Organization", "name": "International Organization for Migration"},
}
UNLISTED = {"index.html", "genindex.html", "search.html"}  # an entrance and two tools
ENTRANCE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="0; url={cover}">{head}</head>
<body><main><p><a href="{cover}">{title}</a></p></main></body></html>
"""


@dataclasses.dataclass(frozen=True)
class Picture:
    """A published figure that stands for a page in a link's preview."""

    chapter: str
    about: dict


def book(edition: Edition, chapters: list[Work]) -> list[dict]:
    """Return the book, with its chapters, and the data package, as schema.org describes them."""
    whole = {
        **_book(edition),
        "abstract": edition.abstract,
        "keywords": list(edition.keywords),
        "license": LICENCE,
        "bookFormat": "https://schema.org/EBook",
        "isAccessibleForFree": True,
        "isBasedOn": PROFILE,
        "about": {"@type": "Country", "name": "Kazakhstan"},
        "hasPart": [
            _filled({"@type": "Chapter", "position": at, "name": work.title, "url": edition.url(work.path)})
            for at, work in enumerate(chapters, start=1)
        ],
    }
    package = {
        **_dataset(f"{edition.title}: data", edition, "data.zip", "application/zip"),
        "url": edition.url("book/figures.html"),
        "description": "What the Extended Migration Profile of Kazakhstan 2014-2019 prints, cell by cell, with codes, "
        "sources and the licence of each resource, as a Data Package.",
        "isBasedOn": PROFILE,
    }
    return [_filled(whole), _filled(package)]


def chapter(
    work: Work, edition: Edition, text: str, position: int | None, tables: list[tuple[Work, dict]]
) -> list[dict]:
    """Return a page and the tables on it.

    Parameters
    ----------
    text : str
        What it says first.
    position : int or None
        Its place among the chapters; None for a page that is no chapter.
    tables : list of tuple
        Each table as a work, with its metadata.
    """
    page = {
        "@type": "WebPage" if position is None else "Chapter",
        "@id": edition.url(work.path),
        "name": work.title,
        "url": edition.url(work.path),
        "description": text,
        "position": position,
        "isPartOf": _book(edition),
        "author": _author(edition),
        "datePublished": edition.released.isoformat(),
        "inLanguage": "en",
        "license": LICENCE,
    }
    data = [_table(table, about, edition) for table, about in tables]
    return [_filled(page), *data]


def _table(work: Work, about: dict, edition: Edition) -> dict:
    sources = [source["shown"] for source in about["source"]]
    name = work.path.rpartition("/")[2].partition(".")[0]
    entry = {
        **_dataset(work.title, edition, f"published/{name}/{work.key}/{work.key}.csv", "text/csv"),
        "@id": edition.url(work.path),
        "url": edition.url(work.path),
        "description": f"{work.title}. A table of the chapter “{work.chapter}”. Source: {'; '.join(sources)}.",
        "isBasedOn": [{"@type": "CreativeWork", "name": source} for source in sources],
        "copyrightNotice": about.get("licence"),
        "variableMeasured": list(about["headers"].values()),
    }
    return _filled(entry)


def _book(edition: Edition) -> dict:
    return _filled(
        {
            "@type": "Book",
            "@id": edition.url("book/index.html"),
            "name": edition.title,
            "url": edition.url("book/index.html"),
            "author": _author(edition),
            "version": edition.version,
            "datePublished": edition.released.isoformat(),
            "inLanguage": "en",
        }
    )


def _dataset(name: str, edition: Edition, path: str, format: str) -> dict:
    """Return what every data set has; where it can be loaded from is told once the site has an address."""
    load = {"@type": "DataDownload", "encodingFormat": format, "contentUrl": edition.url(path)}
    return {
        "@type": "Dataset",
        "name": name,
        "creator": _author(edition),
        "version": edition.version,
        "isAccessibleForFree": True,
        "distribution": [load] if edition.site_url else None,
    }


def _author(edition: Edition) -> list[dict]:
    return [{"@type": "Organization", "name": name} for name in edition.authors]


def _filled(entry: dict) -> dict:
    return {key: value for key, value in entry.items() if value not in ("", None)}


def head(work: Work, edition: Edition, text: str, graph: list[dict], picture: Picture | None) -> str:
    """Return what goes into the head of a page: description, Open Graph, schema.org."""
    tags = {
        "og:type": "book" if work.kind == "book" else "article",
        "og:title": work.title,
        "og:description": text,
        "og:site_name": edition.title,
        "og:locale": "en_GB",
        "og:url": edition.url(work.path),
    }
    if picture and edition.site_url:
        id = picture.about["id"]
        tags |= {
            "og:image": edition.url(f"published/{picture.chapter}/{id}/{id}.png"),
            "og:image:alt": picture.about["alt"],
        }
    lines = [f'<meta name="description" content="{html.escape(text)}">']
    lines += [f'<meta property="{name}" content="{html.escape(value)}">' for name, value in tags.items() if value]
    data = json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False).replace("<", "\\u003c")
    return "\n".join(["", *lines, f'<script type="application/ld+json">{data}</script>', ""])


def shortened(text: str, most: int = 200) -> str:
    """Cut a text at a word.

    Examples
    --------
    >>> shortened("Who leaves, and where to?", 12)
    'Who leaves…'
    """
    text = " ".join(text.split())
    return text if len(text) <= most else re.sub(r"[\W_]*\s\S*$", "", text[:most]) + "…"


def write_entrance(site: Path, edition: Edition) -> None:
    """Write the page at the top of the site, which leads to the cover and is what people share."""
    work = Work("book", "kzmigration", edition.title, "book/index.html")
    text = head(work, edition, edition.abstract, [_book(edition)], None)
    if edition.site_url:
        text = f'\n<link rel="canonical" href="{html.escape(edition.url(work.path))}">{text}'
    page = ENTRANCE.format(title=html.escape(edition.title), cover="book/index.html", head=text)
    (site / "index.html").write_text(page, encoding="utf8")


def write_sitemap(site: Path, edition: Edition) -> None:
    """Write ``sitemap.xml``, where the site has an address."""
    if not edition.site_url:
        return
    pages = sorted(file.relative_to(site).as_posix() for file in site.rglob("*.html") if "_static" not in file.parts)
    places = "".join(
        f"  <url><loc>{html.escape(edition.url(page))}</loc></url>\n" for page in pages if page not in UNLISTED
    )
    (site / "sitemap.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{places}</urlset>\n',
        encoding="utf8",
    )
