"""Pages cut into places."""

import pytest

from kzmigration import places

PAGE = """<html><body><nav id="side"><p>Not 111 here</p></nav><article class="bd-article">
<section id="who-leaves"><h1>Who leaves<a class="headerlink" href="#who-leaves">#</a></h1>
<section id="in-one-minute"><h2>In one minute</h2><p><data class="kz-num" value="45200">45.2 thousand<span
class="kz-mark">✕</span><span class="kz-tip">line 2194</span></data> left;<br>so says the text.</p>
<figure class="kz-figure" id="fig-a"><picture><img src="a.svg" alt="Bars: Russia 39,784."></picture><figcaption>
<p><span class="caption-number">Figure 4 </span><span class="caption-text">Russia first.</span></p>
<div class="legend"><p>Source: 222 <a class="kz-downloads">CSV 333</a></p>
<ul class="kz-redraws"><li id="figure-1-3-1"><strong>Figure 1.3.1</strong> Leavers <span class="kz-held">◐</span></li>
</ul></div></figcaption></figure>
<figure class="kz-figure kz-again" id="fig-b"><img alt="Again 444"></figure>
<div class="kz-card" id="figure-1-3-2"><p><strong>Figure 1.3.2</strong> Lost</p><p lang="kk">Жоғалған</p></div>
<table class="kz-table kz-claims"><tbody><tr id="x"><td>Repeated 555</td></tr></tbody></table>
<div class="cell_input"><pre>x = 666</pre></div></section></section></article></body></html>"""

LEDGER = """<article><section id="l"><h1>The ledger</h1><table class="kz-claims"><tbody><tr id="departures-2019">
<td data-head="Section">1.3</td><td data-head="What the document says">In 2019 45.2 thousand left.<details>
<summary>Why</summary>The column adds up to 45,863.</details><p class="kz-id">line 2194</p></td>
<td data-head="Stated">45.2 thousand</td>
</tr></tbody></table></section></article>"""


@pytest.fixture
def cut(tmp_path):
    """Return a function that cuts a page and returns its places by anchor."""

    def by_anchor(text, page):
        file = tmp_path / "page.html"
        file.write_text(text, encoding="utf8")
        return {place.anchor: place for place in places.read(file, page)}

    return by_anchor


def test_a_chapter_has_sections_figures_and_what_these_stand_for(cut):
    found = cut(PAGE, "notebooks/emigration")
    assert {anchor: (place.kind, place.title) for anchor, place in found.items()} == {
        "who-leaves": ("section", "Who leaves"),
        "in-one-minute": ("section", "In one minute"),
        "fig-a": ("figure", "Russia first."),
        "figure-1-3-1": ("printed", "Figure 1.3.1 Leavers"),
        "figure-1-3-2": ("printed", "Figure 1.3.2 Lost"),
    }


def test_text_belongs_to_the_innermost_place_and_what_stands_beside_it_to_none(cut):
    found = cut(PAGE, "notebooks/emigration")
    assert found["in-one-minute"].text == "In one minute 45.2 thousand left; so says the text."
    assert found["in-one-minute"].behind == {"45200"}
    assert found["fig-a"].text == "Bars: Russia 39,784. Russia first."
    everything = " ".join(place.text for place in found.values())
    assert not [number for number in ("111", "222", "333", "444", "555", "666", "2194") if number in everything]


def test_a_statement_keeps_its_explanation_apart(cut):
    statement = cut(LEDGER, "book/ledger")["departures-2019"]
    assert statement.title == "In 2019 45.2 thousand left."
    assert statement.text == "1.3 In 2019 45.2 thousand left. 45.2 thousand"
    assert "45,863" in statement.folded
    assert "departures-2019" not in cut(LEDGER, "notebooks/emigration")


def test_the_title_of_an_unclosed_paragraph_does_not_swallow_the_page(cut):
    found = cut("<article><section id='a'><h2>A<p>one</h2><p>two</section></article>", "book/x")
    assert found["a"].text.split()[-1] == "two"
    assert "two" not in found["a"].title
