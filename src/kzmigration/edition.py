"""The edition: title, authors, year and version from ``CITATION.cff``, addresses from ``_config.yml``."""

import dataclasses
import datetime
import functools
import re

import yaml

from kzmigration.errors import BookError
from kzmigration.paths import ROOT

ADDRESS = re.compile(r"https?://[^\s/]+(/\S*)?")
LICENCES = """\
Text and figures: Creative Commons Attribution 4.0 International (CC BY 4.0),
  https://creativecommons.org/licenses/by/4.0/
Code, that of the notebooks too: MIT License.
Data: the licence of their producer, stated for each resource in the data package.
  Printed values are quoted from documents whose text copies state no licence; neither of the two above covers them.
"""


@dataclasses.dataclass(frozen=True)
class Edition:
    """What a citation needs to know of the whole book.

    Attributes
    ----------
    released : datetime.date
        The date of the edition; its year is cited, and the files of archives bear it.
    site_url, repository_url : str
        Where the book is read, with a slash at its end, and where its source is, without one; empty while unset.
    """

    title: str
    abstract: str
    authors: tuple[str, ...]
    keywords: tuple[str, ...]
    version: str
    released: datetime.date
    site_url: str = ""
    repository_url: str = ""

    @property
    def name(self) -> str:
        """The folder of the site that keeps this edition for good, such as ``v1`` for every version 1.

        Examples
        --------
        >>> dataclasses.replace(read(), version="1.2.0").name
        'v1'
        """
        return f"v{self.version.partition('.')[0]}"

    @property
    def author(self) -> str:
        """All authors in one line."""
        return ", ".join(self.authors)

    def url(self, path: str = "") -> str:
        """Return the address of a page or file of the site; empty while the book has none."""
        return self.site_url and self.site_url + path

    def at(self, site_url: str, repository_url: str) -> "Edition":
        """Return the edition with other addresses; empty ones are unset.

        Raises
        ------
        BookError
            If an address does not begin with https:// or http:// and a host.
        """
        for key, value in (("site_url", site_url), ("repository_url", repository_url)):
            if value and not ADDRESS.fullmatch(value):
                raise BookError(f"_config.yml, {key}: expected an address such as https://example.org, found {value!r}")
        site_url = site_url and site_url.rstrip("/") + "/"
        return dataclasses.replace(
            self, site_url=site_url, repository_url=repository_url.rstrip("/").removesuffix(".git")
        )

    def frozen(self) -> "Edition":
        """Return the edition as it stands in its own folder of the site; the same while the site has no address."""
        return self.at(self.url(self.name), self.repository_url)


@functools.cache
def read() -> Edition:
    """Read the edition from the project's root.

    Raises
    ------
    BookError
        If ``CITATION.cff`` lacks a key or an address is none; the message names it.
    """
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf8"))
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf8"))
    try:
        edition = Edition(
            title=citation["title"],
            abstract=citation["abstract"].strip(),
            authors=tuple(author["name"] for author in citation["authors"]),
            keywords=tuple(citation["keywords"]),
            version=str(citation["version"]),
            released=datetime.date.fromisoformat(str(citation["date-released"])),
        )
    except KeyError as error:
        raise BookError(f"CITATION.cff has no {error.args[0]}") from None
    return edition.at(config.get("site_url") or "", config.get("repository_url") or "")


def citation_file(current: Edition, **more: str) -> bytes:
    """Return ``CITATION.cff`` with the addresses that are set, and with more keys."""
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf8"))
    addresses = {"url": current.url("book/index.html"), "repository-code": current.repository_url}
    citation |= {key: value for key, value in (addresses | more).items() if value}
    return yaml.safe_dump(citation, sort_keys=False, allow_unicode=True, width=110).encode()
