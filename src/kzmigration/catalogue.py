"""The catalogue of data: what each resource holds, whose it is, who reads it, and the file itself."""

import functools
import html
import json
import re
import shutil
from pathlib import Path

import pandas as pd
from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from kzmigration import data, parameters
from kzmigration.language import format_number, typeset
from kzmigration.paths import DATA, NOTEBOOKS, chapters

LOG = logging.getLogger(__name__)
PAGE = "book/data"
FOLDER = "data"  # of the site, where the files lie as in the package
SHOWN = 4  # rows of a preview
LONG = 48  # characters of a cell of a preview
GROUPS = {  # name of a group -> how the paths of its resources begin
    "profile": "profile/",
    "ledger": "",  # what no other group has
    "codes": "codes/",
    "boundaries": "geo/",
    "open": "open/",
}
TYPES = {"year": "year", "integer": "whole number", "number": "number", "string": "text", "date": "date"}
CYRILLIC = re.compile("[\u0400-\u052f]")


def anchor(name: str) -> str:
    """Return where a resource can be linked to.

    Examples
    --------
    >>> anchor("table-1.3.1"), anchor("bns-national")
    ('data-table-1-3-1', 'data-bns-national')
    """
    return f"data-{name.replace('.', '-')}"


def group_of(resource: dict) -> str:
    """Return the group that a resource belongs to.

    Examples
    --------
    >>> group_of({"path": "open/bns/national.csv"}), group_of({"path": "timeline.csv"})
    ('open', 'ledger')
    """
    return next((name for name, start in GROUPS.items() if start and resource["path"].startswith(start)), "ledger")


def links(sources: list[dict], docname: str, found_docs: set[str]) -> str:
    """Write the sources of a figure or table, those in the catalogue as links into it."""
    base = "../" * docname.count("/")
    shown = []
    for source in sources:
        text = html.escape(typeset(source["shown"]))
        if PAGE in found_docs and data.is_resource(source.get("name", "")):
            text = f'<a href="{base}{PAGE}.html#{anchor(source["name"])}">{text}</a>'
        shown.append(text)
    return "; ".join(shown)


@functools.cache
def readers(names: tuple[str, ...]) -> dict[str, list[str]]:
    """Return which of the named chapters read each resource, in the order given."""
    found: dict[str, list[str]] = {}
    for chapter in names:
        for name in parameters.resources_read(chapter):
            found.setdefault(name, []).append(chapter)
    return found


def coverage(resource: dict, frame: pd.DataFrame) -> str:
    """Say how much a resource holds: rows, years, and how many codes of each list.

    Examples
    --------
    >>> schema = {"fields": [], "foreignKeys": [{"fields": ["land"], "reference": {"resource": "countries"}}]}
    >>> frame = pd.DataFrame({"year": [2014, 2016], "land": ["DEU", "_T"]})
    >>> coverage({"schema": schema}, frame)
    '2 rows; 2014 to 2016; 2 codes of countries in land'
    """
    parts = [f"{format_number(len(frame))} rows"]
    for column in ("year", "period_start"):
        if column in frame:
            years = pd.to_numeric(frame[column]).dropna()
            first, last = int(years.min()), int(years.max())
            parts.append(f"{first} to {last}" if first < last else str(first))
    for key in resource["schema"].get("foreignKeys", []):
        column, codes = key["fields"][0], key["reference"]["resource"]
        if codes:
            parts.append(f"{format_number(frame[column].nunique())} codes of {codes.replace('-', ' ')} in {column}")
    return "; ".join(parts)


def write(site: Path) -> None:
    """Put each resource into the site, byte by byte, and beside it what the package says of it."""
    for resource in data.package()["resources"]:
        file = site / FOLDER / resource["path"]
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(DATA / resource["path"], file)
        text = json.dumps(resource, ensure_ascii=False, indent=1) + "\n"
        file.with_suffix(".json").write_text(text, encoding="utf8")


class DataCatalogue(SphinxDirective):
    """Describe the resources of one group, each an anchor."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the group's entries, those of other producers below the name of each."""
        group = self.arguments[0]
        if group not in GROUPS:
            LOG.warning("the catalogue has no group %r", group, location=self.get_location())
            return []
        parts, producer = [], None
        for resource in data.package()["resources"]:
            if group_of(resource) == group:
                if resource.get("producer") != producer:
                    producer = resource["producer"]
                    parts.append(f'<h3 class="kz-producer">{html.escape(producer)}</h3>')
                parts.append(self._entry(resource, "h4" if producer else "h3"))
        return [nodes.raw("", "".join(parts), format="html")]

    def _entry(self, resource: dict, heading: str) -> str:
        name, frame = resource["name"], data.read(resource["name"])
        title, told = html.escape(resource["title"]), resource.get("description", "")
        told = f"{told[:1].upper()}{told[1:]}".removesuffix(".")
        facts = "".join(
            f"<div><dt>{term}</dt><dd>{said}</dd></div>" for term, said in self._facts(resource, frame).items() if said
        )
        file = f"{self._base}{FOLDER}/{resource['path']}"
        offered = " ".join(
            f'<a href="{html.escape(address)}" download aria-label="{words} of {html.escape(name)}">{words}</a>'
            for address, words in ((file, "CSV"), (f"{file.removesuffix('.csv')}.json", "Description (JSON)"))
        )
        return (
            f'<section class="kz-resource" id="{anchor(name)}"><{heading}>{title} <code>{html.escape(name)}</code>'
            f"</{heading}>{f'<p>{html.escape(told)}.</p>' if told else ''}<dl>{facts}</dl>{_columns(resource)}"
            f'{_preview(resource, frame)}<p class="kz-downloads">{offered}</p></section>'
        )

    @property
    def _base(self) -> str:
        return "../" * self.env.docname.count("/")

    def _facts(self, resource: dict, frame: pd.DataFrame) -> dict[str, str]:
        """Return what is said of a resource beside its columns: term -> HTML."""
        document = data.documents().get(resource.get("document"), {})
        sources = [_link(source["title"], source.get("path")) for source in resource.get("sources", [])]
        line = f"; line {resource['line']} of our text copy" if "line" in resource else ""
        made = resource.get("agency") or resource.get("producer")
        dataset = ", ".join(filter(None, (resource.get("dataset"), resource.get("version"))))
        return {
            "Holds": html.escape(coverage(resource, frame)),
            "Producer": html.escape(made or ("" if sources else "this project")),
            "Dataset": html.escape(dataset),
            "Retrieved": html.escape(resource.get("retrieved", "")),
            "Source": "; ".join(sources) + line or html.escape(document.get("title_en", "")),
            "Cite as": html.escape(resource.get("citation", "")),
            "Licence": "; ".join(
                _link(f"{one['title']} ({one['name']})", one.get("path")) for one in resource["licenses"]
            ),
            "Read by": self._readers(resource),
            "Checksum": f'<code class="kz-id">{resource["hash"].replace(":", ": ")}</code>'
            if "hash" in resource
            else "",
        }

    def _readers(self, resource: dict) -> str:
        """Return links to the chapters that read a resource, in the order of the book."""
        found = readers(tuple(name for name in chapters() if f"notebooks/{name}" in self.env.found_docs))
        return ", ".join(
            f'<a href="{self._base}notebooks/{chapter}.html">{html.escape(_title(chapter))}</a>'
            for chapter in found.get(resource["name"], [])
        )


@functools.cache
def _title(chapter: str) -> str:
    """Return the title of a chapter, up to its colon, from its notebook: pages are read in any order."""
    text = json.loads((NOTEBOOKS / f"{chapter}.ipynb").read_text(encoding="utf8"))
    first = "".join(text["cells"][0]["source"])
    return re.search(r"^# ([^:\n]+)", first, flags=re.MULTILINE)[1].strip()


def _link(text: str, address: str | None) -> str:
    text = html.escape(text)
    return f'<a href="{html.escape(address)}">{text}</a>' if address else text


def _columns(resource: dict) -> str:
    """Return the columns of a resource as a folded table."""
    keys = {key["fields"][0]: key["reference"]["resource"] for key in resource["schema"].get("foreignKeys", [])}
    rows = []
    for field in resource["schema"]["fields"]:
        told = html.escape(field.get("description", ""))
        if keys.get(field["name"]):
            told += f' (<a href="#{anchor(keys[field["name"]])}">codes</a>)'
        name, kind = html.escape(field["name"]), TYPES.get(field["type"], field["type"])
        rows.append(f'<tr><th scope="row"><code>{name}</code></th><td>{kind}</td><td>{told}</td></tr>')
    head = "".join(f'<th scope="col">{word}</th>' for word in ("Column", "Type", "What it holds"))
    return _fold(f"Columns of {resource['name']}", f"{len(rows)} columns", head, rows)


def _preview(resource: dict, frame: pd.DataFrame) -> str:
    """Return the first rows of a resource as a folded table."""
    written = pd.read_csv(DATA / resource["path"], dtype=str, keep_default_na=False, nrows=SHOWN, encoding="utf8")
    numeric = set(frame.select_dtypes("number").columns)
    rows = [
        f"<tr>{''.join(_cell(column, row[column], is_number=column in numeric) for column in written)}</tr>"
        for _, row in written.iterrows()
    ]
    head = "".join(f'<th scope="col"><code>{html.escape(column)}</code></th>' for column in written)
    return _fold(f"First rows of {resource['name']}", f"First {len(rows)} rows", head, rows)


def _cell(column: str, text: str, *, is_number: bool) -> str:
    shown = html.escape(text if len(text) <= LONG else text[:LONG] + "…")
    locale = f' lang="{"ru" if column.endswith("_ru") else "kk"}"' if CYRILLIC.search(shown) else ""
    return f"<td{' class=kz-cell-number' if is_number else ''}{locale}>{shown}</td>"


def _fold(caption: str, summary: str, head: str, rows: list[str]) -> str:
    """Return a table that a reader unfolds; the search passes over it, since it repeats what stands elsewhere."""
    return (
        f'<details class="kz-fold kz-again"><summary>{summary}</summary><div class="kz-table-frame" tabindex="0" '
        f'role="region" aria-label="{html.escape(caption)}"><table class="kz-table"><caption>'
        f'<span class="caption-text">{html.escape(caption)}</span></caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div></details>"
    )
