"""The glossary: terms in three languages, linked where they are first used."""

import re

import pytest
from bs4 import BeautifulSoup

from kzmigration import data, glossary


def test_each_form_belongs_to_one_term():
    terms = data.read("glossary")
    every = [form.lower() for row in terms["forms"] for form in row.split("|")]
    assert len(every) == len(set(every)) == len(glossary.forms())


def test_the_terms_of_the_profile_are_all_there():
    lines = data.read("glossary")["line"].dropna()
    assert len(lines) == 56
    assert lines.is_monotonic_increasing
    assert lines.between(6091, 6485).all()


def test_the_longest_form_wins():
    pieces = glossary.first_uses("A highly skilled migrant worker came.", set())
    assert ("highly skilled migrant worker", "highly-skilled-migrant-worker") in pieces


def test_a_term_that_was_used_before_is_left_alone():
    known = {"readmission"}
    assert glossary.first_uses("Readmission and deportation.", known) == [
        ("Readmission and ", None),
        ("deportation", "deportation"),
        (".", None),
    ]
    assert known == {"readmission", "deportation"}


def test_a_form_inside_a_word_is_no_use():
    assert glossary.first_uses("Patentees pay.", set()) == [("Patentees pay.", None)]


@pytest.mark.site
def test_the_first_use_on_each_page_leads_to_the_glossary_and_no_other_does(site):
    anchors = {dt["id"] for dt in _page(site / "book" / "glossary.html").select("dl.kz-glossary dt")}
    assert len(anchors) == len(data.read("glossary"))
    linked = set()
    for file in sorted((site / "notebooks").glob("*.html")):
        links = [link["href"] for link in _page(file).select("article p a[href*='#term-']")]
        linked |= {link.partition("#")[2] for link in links}
        assert len(links) == len(set(links)), file.name
        assert all(re.fullmatch(r"\.\./book/glossary\.html#term-[a-z-]+", link) for link in links), file.name
    assert len(linked) > 20
    assert linked <= anchors


def _page(file):
    return BeautifulSoup(file.read_text(encoding="utf8"), "html.parser")
