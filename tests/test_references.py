"""Citations written out for notebooks that leave the house."""

import pytest

from kzmigration import references
from kzmigration.errors import ChapterError


def test_several_authors_are_shortened():
    assert references.cite("nuijten2016", "p") == "(Nuijten et al. 2016)"


def test_a_text_with_citations_keeps_its_other_words():
    text = references.resolve("As {cite:p}`manski2003, brown2017` say, {num}`x`.")
    assert text == "As (Manski 2003); (Brown and Heathers 2017) say, {num}`x`."


def test_an_unknown_key_is_named():
    with pytest.raises(ChapterError, match="cites 'nobody1900'"):
        references.resolve("{cite:t}`nobody1900`")


def test_every_entry_can_be_written_out():
    for key in references.bibliography().entries:
        assert "{" not in references.cite(key)
