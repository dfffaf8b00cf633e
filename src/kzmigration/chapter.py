"""One run of a chapter: its parameters, the numbers it registers, the figures and tables it publishes."""

import html
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from IPython.display import HTML, display

from kzmigration import figures, language, numbers, parameters, revisions
from kzmigration.data import descriptor, documents, is_open, is_resource, read
from kzmigration.errors import ChapterError


class Chapter:
    """What a notebook talks to.

    Parameters
    ----------
    name : str
        Name of the notebook, without its ending.
    **asked : int or str
        The notebook's parameters; they are checked as the command line checks them.

    Notes
    -----
    A build sets ``KZMIGRATION_RUN`` to the folder that takes the numbers and bundles.
    In JupyterLab nothing is set, and the chapter shows everything without writing anything.
    A sweep sets ``KZMIGRATION_NUMBERS_ONLY`` besides, and figures and tables are passed over.
    """

    def __init__(self, name: str, **asked: int | str) -> None:
        """Check the parameters and open the registry."""
        self.name = name
        known = parameters.declared(name)
        self.parameters = parameters.check(name, asked, known)
        self.is_default = self.parameters == parameters.check(name, {}, known)  # asked what the published book shows
        self.revised = parameters.revisable(name) if self.parameters.get("vintage") == "revised" else {}
        self.numbers: dict[str, numbers.Number] = {}
        folder = os.environ.get("KZMIGRATION_RUN")
        self.folder = Path(folder) if folder else None
        self.shows = not os.environ.get("KZMIGRATION_NUMBERS_ONLY")

    def _repr_html_(self) -> str:
        """Show the run card: what this run was asked."""
        rows = "".join(
            f"<div><dt>{name.replace('_', ' ')}</dt><dd>{html.escape(value)}</dd></div>"
            for name, value in self._card().items()
        )
        return f'<dl class="kz-run-card">{rows}</dl>'

    def __repr__(self) -> str:
        """Show the run card as text."""
        return "; ".join(f"{name} {value}" for name, value in self._card().items())

    def _card(self) -> dict[str, str]:
        card = {"chapter": self.name}
        card |= {key: f"as {value}" if key == "vintage" else str(value) for key, value in self.parameters.items()}
        for shown, words in ((True, "revised"), (False, "as printed")):
            if tables := [numbers.printed_name(table) for table, is_new in self.revised.items() if is_new == shown]:
                card[words] = ", ".join(tables)
        if not self.is_default:
            card["note"] = "not what the published book shows"
        return card

    def vintage_words(self) -> str:
        """Say which tables stand on the page as printed and which do not, to go on from “are shown”."""
        if not self.revised:
            return {"corrected": "with our corrections"}.get(self.parameters["vintage"], "as printed")
        tables: dict[str, list[str]] = {}
        for name, is_new in sorted(self.revised.items(), key=lambda item: not item[1]):
            how = f"in today’s revised series ({self._maker(name)})" if is_new else "as printed"
            tables.setdefault(how, []).append(numbers.printed_name(name))
        return "; ".join(f"{language.list_names(names)} {how}" for how, names in tables.items())

    @staticmethod
    def _maker(name: str) -> str:
        resource = descriptor(revisions.source(name))
        return f"{resource['producer']}, {resource['version']}"

    def number(
        self,
        key: str,
        value: float | str | list[str],
        unit: str,
        source: str | list[str],
        how: str,
        *,
        digits: int | None = None,
        signed: bool = False,
    ) -> None:
        """Register a value under a key, for prose to read.

        Parameters
        ----------
        key : str
            Lower-case name; a sentence quotes it by its role.
        value : float, str or list of str
            Plain or NumPy number, a word, a code or a list of codes.
        unit : str
            A key of :data:`kzmigration.numbers.WORDS`.
        source : str or list of str
            Resources that it comes from.
        how : str
            How it comes from them, in a few words.
        digits : int, optional
            Decimals shown; unless given, one for percentages and rates, two for ratios, none for counts.
        signed : bool
            Whether a plus stands before a positive value.

        Raises
        ------
        ChapterError
            If the value is empty, not finite or not of its unit, or if a build registers a key twice.
        """
        if self.folder and key in self.numbers:
            raise ChapterError(f"number {key!r} is registered twice in {self.name}")
        value = value.item() if isinstance(value, np.generic) else value
        digits = numbers.DIGITS.get(unit, 0) if digits is None else digits
        sources = [source] if isinstance(source, str) else list(source)
        for name in sources:
            if name not in documents():
                descriptor(name)
        vintage = " and ".join(dict.fromkeys(sorted(map(self._vintage, sources), reverse=True)))
        self.numbers[key] = numbers.Number(key, value, unit, digits, signed, sources, how, vintage)
        if self.folder:
            numbers.write(list(self.numbers.values()), self.folder / "numbers.json")

    def register(
        self,
        unit: str,
        source: str | list[str],
        values: dict[str, tuple[float | str | list[str], str]],
        *,
        digits: int | None = None,
        signed: bool = False,
    ) -> None:
        """Register several numbers of one unit and source: key -> (value, how)."""
        for key, (value, how) in values.items():
            self.number(key, value, unit, source, how, digits=digits, signed=signed)

    def text(self, key: str) -> str:
        """Return a registered value as a sentence shows it, for captions and alt texts."""
        return self.numbers[key].text()

    def figure(
        self,
        draw: Callable,
        *,
        id: str,
        data: pd.DataFrame,
        caption: str,
        alt: str,
        source: str | list[str],
        status: str = "printed",
        redraws: list[str] | None = None,
    ) -> None:
        """Publish a figure and show it; see :func:`kzmigration.figures.publish`.

        Parameters
        ----------
        status : {"printed", "derived", "bounded", "open", "stated"}
            How what is drawn is known.
        redraws : list of str, optional
            Figures and tables of the profile that this one stands for, by their ids in ``data/figures.csv``.

        Raises
        ------
        ChapterError
            If the catalogue does not know what is redrawn, or the figure lacks a part, see :func:`figures.publish`.
        """
        if not self.shows:
            return
        about = self._about(caption, source) | {"alt": alt, "status": status} | self._redrawn(redraws)
        picture = figures.publish(draw, id=id, data=data, about=about, folder=self._published())
        shown = {"image/svg+xml": picture, "text/plain": alt}
        display(shown, metadata={"kzmigration": {"published": id}}, raw=True)
        display(HTML(f"<p>{html.escape(caption)}</p>"), metadata={"kzmigration": {"published": id}})

    def table(
        self,
        frame: pd.DataFrame,
        *,
        id: str,
        caption: str,
        source: str | list[str],
        units: dict[str, str],
        headers: dict[str, str],
        status: str = "printed",
        redraws: list[str] | None = None,
        digits: dict[str, int] | None = None,
        searchable: bool = False,
        filters: tuple[str, ...] = (),
        below: tuple[str, ...] = (),
    ) -> None:
        """Publish a table and show it.

        Parameters
        ----------
        frame : pandas.DataFrame
            Columns in the order shown, codes and plain numbers; the first column heads the rows.
        id : str
            ``tbl-`` and a slug.
        units : dict
            Column -> unit, a key of :data:`kzmigration.numbers.WORDS`, for columns that are no plain text.
        headers : dict
            Column -> what stands above it.
        redraws : list of str, optional
            As in :meth:`figure`.
        digits : dict, optional
            Column -> decimals, where they differ from what is usual for the unit.
        searchable : bool
            Whether the page offers a search box, filters and sorting; on a phone each row becomes a card.
        filters : tuple of str
            Columns of a searchable table that get a filter of their own.
        below : tuple of str
            Columns of a searchable table that stand as small print in the first cell, below its text.

        Raises
        ------
        ChapterError
            If the id has another form, or a filter or small print names no column of a searchable table.
        """
        if not self.shows:
            return
        if not id.startswith("tbl-"):
            raise ChapterError(f"a table's id starts with tbl-, not {id!r}")
        about = self._about(caption, source) | {"units": units, "headers": headers, "status": status}
        about |= self._redrawn(redraws) | ({"digits": digits} if digits else {})
        if searchable:
            about |= {"searchable": True, "filters": list(filters), "below": list(below)}
        if unknown := {*filters, *below} - set(frame.columns[1:] if searchable else ()):
            raise ChapterError(f"the table {id} cannot be searched by {', '.join(sorted(unknown))}")
        if folder := self._published():
            figures.write_bundle(folder / id, id, frame, {"kind": "table", **about})
        shown = frame.rename(columns=headers).to_html(index=False, border=0, na_rep="")
        display(HTML(f"<p>{html.escape(caption)}</p>{shown}"), metadata={"kzmigration": {"published": id}})

    def _vintage(self, name: str) -> str:
        """Return which values of a source this run shows; in a revised run some stay as printed."""
        if is_open(name):
            return "another producer’s"
        if is_resource(name) and any(field["name"] == "vintage" for field in descriptor(name)["schema"]["fields"]):
            return "each vintage’s"
        if self.revised:
            return "revised" if self.revised.get(name) else "printed"
        return self.parameters["vintage"]

    def _about(self, caption: str, source: str | list[str]) -> dict:
        sources = [source] if isinstance(source, str) else list(source)
        is_printed = not all(map(is_open, sources))
        licence = "the printed data carry no stated licence" if is_printed else "the data as their sources say"
        return {
            "chapter": self.name,
            "caption": caption,
            "source": [self._source(name) for name in sources],
            "parameters": self.parameters,
            "language": language.language(),
            "licence": f"text and figure CC BY 4.0; {licence}",
        }

    def _redrawn(self, redraws: list[str] | None) -> dict:
        """Return which printed figures and tables this stands for; the field is absent where there is none."""
        known = set(read("figures")["id"])
        for id in redraws or []:
            if id not in known:
                raise ChapterError(f"data/figures.csv has no {id!r} to redraw")
        return {"redraws": redraws} if redraws else {}

    def _source(self, name: str) -> dict:
        """Describe a source: a document, a resource, or a printed figure of which only statements are left."""
        if name in documents():
            return {"name": name, "title": documents()[name]["title_en"], "shown": documents()[name]["title_en"]}
        if name.startswith("fig-") and not is_resource(name):
            entry = read("figures").set_index("id").loc[name]
            shown = f"statements of the text on figure {entry['number']} of the profile"
            return {"name": name, "title": entry["title_en"], "line": int(entry["line"]), "shown": shown}
        resource = descriptor(name)
        if "agency" not in resource:  # not of the profile, such as boundaries
            makers = "; ".join(source["title"] for source in resource["sources"])
            licence = resource["licenses"][0]["name"]
            licence = licence if licence[0].isupper() else resource["licenses"][0]["title"]  # a code that says nothing
            shown = f"{language.within_a_line(resource['title'])}: {makers}, {licence}"
            kept = ("name", "title", "producer", "version", "citation", "path", "licenses", "sources")
            return {key: resource[key] for key in kept if key in resource} | {"shown": shown}
        kept = ("name", "printed_as", "title", "unit", "agency", "document", "line", "path")
        of = " of the profile" if resource["printed_as"] == name else ""  # another document says its own title
        shown = f"{numbers.printed_name(name)}{of}, {resource['agency']}"
        if self.revised.get(name):
            shown = f"{self._maker(name)}, in place of {numbers.printed_name(name)} of the profile"
        elif self.revised:
            shown += ", as printed"
        return {key: resource[key] for key in kept} | {"shown": shown}

    def _published(self) -> Path | None:
        return self.folder / "published" if self.folder else None
