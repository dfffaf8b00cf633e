"""References to the book and its parts, read back by the programs that read them."""

import dataclasses
import html
import re

import pytest
import yaml
from pybtex.database import parse_string

from kzmigration import citations, edition
from kzmigration.citations import Work
from kzmigration.errors import BookError
from kzmigration.paths import ROOT

HARD = r"A {brace}, 50% & more: $5_a #1 ~ ^ \ “Қазақстан” <b>"
WORKS = [
    Work("book", "kzmigration", "The recomputed Migration Profile of Kazakhstan", "book/index.html"),
    Work("chapter", "who", "Who leaves?", "notebooks/who.html"),
    Work("figure", "fig-x", HARD, "notebooks/who.html#fig-x", "Who leaves?"),
    Work("table", "tbl-x", "Each  country\nonce", "notebooks/who.html#tbl-x", "Who & where"),
    Work("data", "data", "The profile: data", "data.zip"),
]
UNSET = edition.read().at("", "")
SET = edition.read().at("https://example.org/profile", "https://github.com/example/profile.git")


@pytest.fixture(params=WORKS, ids=lambda work: work.kind)
def work(request):
    return request.param


def untex(text):
    """Undo the escapes, by rules written independently of those that made them."""
    text = text.removeprefix("{").removesuffix("}")
    words = {"textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}"}
    words |= {"textasciitilde": "~", "textasciicircum": "^"}
    return re.sub(r"\\(?:(\w{2,})\{\}|(.))", lambda match: words[match[1]] if match[1] else match[2], text)


@pytest.mark.parametrize("current", [UNSET, SET], ids=["unset", "set"])
def test_bibtex_is_read_back(work, current):
    (entry,) = parse_string(citations.bibtex(work, current), "bibtex").entries.values()
    assert entry.key == work.key
    assert [str(person) for person in entry.persons["author"]] == ["{Project contributors}"]
    assert untex(entry.fields["title"]) == " ".join(work.title.split())
    assert entry.fields["year"] == str(current.released.year)
    assert current.version in entry.fields["note"]
    assert entry.fields.get("url") == (f"https://example.org/profile/{work.path}" if current is SET else None)
    required = {"book": {"title", "publisher", "year"}, "incollection": {"title", "booktitle", "publisher", "year"}}
    assert required.get(entry.type, set()) <= set(entry.fields)
    assert (work.chapter in untex(entry.fields.get("howpublished", ""))) is True


@pytest.mark.parametrize("current", [UNSET, SET], ids=["unset", "set"])
def test_ris_has_its_form(work, current):
    text = citations.ris(work, current)
    lines = text.removesuffix("\r\n").split("\r\n")
    assert "\n" not in "".join(lines)
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - (?:\S.*)?", line) for line in lines)
    assert lines[0] == "TY  - " + {
        "book": "BOOK",
        "chapter": "CHAP",
        "figure": "FIGURE",
        "table": "DATA",
        "data": "DATA",
    }.get(work.kind)
    assert lines[-1] == "ER  - "
    fields = dict(line.split("  - ", 1) for line in lines)
    assert len(fields) == len(lines)
    assert fields["AU"] == "Project contributors"
    assert fields["TI"] == " ".join(work.title.split())
    assert fields["PY"] == str(current.released.year)
    assert fields.get("UR") == (f"https://example.org/profile/{work.path}" if current is SET else None)
    assert ("T2" in fields) is (work.kind in ("chapter", "figure", "table"))


def test_apa_names_author_year_title_and_place():
    current = dataclasses.replace(SET, version="1.2.0")
    texts = [citations.plain(citations.apa(work, current)) for work in WORKS]
    book = "The recomputed Migration Profile of Kazakhstan (Version 1.2.0)."
    year, address = f"Project contributors. ({current.released.year}).", "https://example.org/profile/"
    assert texts == [
        f"{year} {book} {address}book/index.html",
        f"{year} Who leaves? In {book} {address}notebooks/who.html",
        f"{year} {HARD} [Figure]. In “Who leaves?”, {book} {address}notebooks/who.html#fig-x",
        f"{year} Each country once [Table]. In “Who & where”, {book} {address}notebooks/who.html#tbl-x",
        f"{year} The profile: data (Version 1.2.0) [Data set]. {address}data.zip",
    ]
    assert "http" not in citations.apa(WORKS[1], UNSET)
    assert html.escape("<b>") in citations.apa(WORKS[2], SET)


def test_addresses_have_one_form_and_a_wrong_one_is_refused():
    assert SET.site_url == "https://example.org/profile/"
    assert SET.repository_url == "https://github.com/example/profile"
    assert SET.frozen().url("a.html") == f"https://example.org/profile/{SET.name}/a.html"
    assert UNSET.url("a.html") == UNSET.frozen().url("a.html") == ""
    with pytest.raises(BookError, match=r"_config.yml, site_url: expected an address .* found 'example.org'"):
        UNSET.at("example.org", "")
    with pytest.raises(BookError, match=r"repository_url: .* found 'git@github.com:a/b'"):
        UNSET.at("", "git@github.com:a/b")


def test_a_citation_file_without_a_version_is_named(monkeypatch, tmp_path):
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf8"))
    (tmp_path / "CITATION.cff").write_text(yaml.safe_dump({k: v for k, v in citation.items() if k != "version"}))
    (tmp_path / "_config.yml").write_text("title: a book\n")
    monkeypatch.setattr(edition, "ROOT", tmp_path)
    with pytest.raises(BookError, match=r"CITATION\.cff has no version"):
        edition.read.__wrapped__()


def test_the_addresses_are_set_in_one_place(monkeypatch, tmp_path):
    config = (ROOT / "_config.yml").read_text(encoding="utf8")
    for key, value in (("site_url", "https://example.org"), ("repository_url", "https://github.com/a/b")):
        config, times = re.subn(rf'^{key}: "[^"]*"$', f'{key}: "{value}"', config, flags=re.MULTILINE)
        assert times == 1
    (tmp_path / "_config.yml").write_text(config, encoding="utf8")
    (tmp_path / "CITATION.cff").write_bytes((ROOT / "CITATION.cff").read_bytes())
    monkeypatch.setattr(edition, "ROOT", tmp_path)
    current = edition.read.__wrapped__()
    assert (current.site_url, current.repository_url) == ("https://example.org/", "https://github.com/a/b")
    assert yaml.safe_load(edition.citation_file(current))["repository-code"] == "https://github.com/a/b"
