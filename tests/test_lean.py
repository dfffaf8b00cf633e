"""What a page keeps, what is mended, and what happens when the theme changes."""

import re

import pytest

from kzmigration import lean
from kzmigration.errors import BookError

PAGE = """<html lang="en" data-content_root="../" >
<head><title>T</title>
<noscript><style>.pst-js-only { display: none !important; }</style></noscript>
<link rel="stylesheet" href="../_static/styles/theme.css?digest=1" />
<script defer src="../_static/scripts/fontawesome.js?digest=1"></script>
<script src="../_static/tables.js?v=1"></script>
<script src="../_static/book.js?v=1"></script>
<script>const THEBE_JS_URL = "https://example.org/thebe.js";</script></head>
<body><dialog id="pst-search-dialog"></dialog><dialog id="pst-primary-sidebar-modal"></dialog>
<div id="pst-primary-sidebar" class="bd-sidebar"></div>
<button class="btn search-button-field search-button__button" title="Search" aria-label="Search" data-bs-toggle="x">
 <i class="fa-solid fa-magnifying-glass"></i> <span>Search</span></button>
<button class="sidebar-toggle primary-toggle btn" title="Toggle primary sidebar" data-bs-toggle="x">
<span class="fa-solid fa-bars"></span>
</button><article><p>CONTENT</p></article></body></html>"""


def test_a_page_loads_no_script_but_ours_and_what_it_needs():
    plain = lean.mended(PAGE, "book/x.html")
    assert re.findall(r'src="([^"]*)"', plain) == ["../_static/book.js"]
    assert "thebe" not in plain.lower()
    table = lean.mended(PAGE.replace("CONTENT", '<table class="kz-searchable">'), "book/x.html")
    assert re.findall(r'src="([^"]*)"', table) == ["../_static/tables.js", "../_static/book.js"]


def test_icons_are_drawn_and_buttons_say_what_they_show():
    page = lean.mended(PAGE, "book/x.html")
    assert "fa-solid" not in page
    assert page.count('<svg class="kz-icon"') == 2
    assert '<button class="btn search-button-field search-button__button">' in page
    assert 'title="Contents of the book" aria-label="Contents of the book"' in page
    assert 'data-mode="auto" data-theme="light">' in page


def test_a_theme_that_changed_is_an_error_that_names_the_page_and_the_place():
    with pytest.raises(BookError, match=r"book/x\.html: the theme no longer writes .*pst-search-dialog"):
        lean.mended(PAGE.replace("pst-search-dialog", "search-dialog"), "book/x.html")


def test_a_page_that_only_leads_on_is_left_alone():
    assert lean.mended('<meta http-equiv="Refresh" />', "index.html") == '<meta http-equiv="Refresh" />'


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Ивахнюк [2003]", '<span lang="kk">Ивахнюк</span> [2003]'),
        ("rows А, Б, and В", 'rows <span lang="kk">А, Б</span>, and <span lang="kk">В</span>'),
        ('<b lang="ru">слово <b>да</b> ещё</b> сөз', '<b lang="ru">слово <b>да</b> ещё</b> <span lang="kk">сөз</span>'),
        ('<a title="сөз">word</a>', '<a title="сөз">word</a>'),
        ("<title>сөз</title><pre>сөз</pre>", "<title>сөз</title><pre>сөз</pre>"),
    ],
)
def test_words_in_cyrillic_say_their_language_once(text, marked):
    assert lean.with_languages(text) == marked


def test_a_wide_table_is_reached_by_keyboard_under_its_caption():
    frame = '<div class="kz-table-frame docutils container">\n<table><caption><span class="caption-text">A "b"</span>'
    page = lean.mended(PAGE.replace("CONTENT", frame), "book/x.html")
    assert 'container" tabindex="0" role="region" aria-label="A &quot;b&quot;">' in page


def test_a_site_keeps_only_the_files_that_its_pages_ask_for(tmp_path, monkeypatch):
    static = tmp_path / "_static"
    (static / "styles").mkdir(parents=True)
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "x.html").write_text(PAGE, encoding="utf8")
    (static / "basic.css").write_text(".bd-sidebar{a:url(file.png)}.unused{c:d}", encoding="utf8")
    (static / "styles" / "theme.css").write_text('@import "../basic.css"; p{e:f}', encoding="utf8")
    for name in ("book.js", "tables.js", "file.png", "unused.js"):
        (static / name).write_text("", encoding="utf8")
    lean.lighten(tmp_path)
    kept = sorted(str(file.relative_to(static)) for file in static.rglob("*") if file.is_file())
    assert kept == ["book.js", "file.png", "tables.js", "theme.css"]  # tables.js is ours, though no page asks for it
    assert (static / "theme.css").read_text(encoding="utf8") == ".bd-sidebar{a:url(file.png)}p{e:f}"
    assert re.search(r'href="\.\./_static/theme\.css\?v=\w{8}"', (tmp_path / "book" / "x.html").read_text("utf8"))
