"""The built book in a real browser: whether it works for all."""

import re

import pytest

from kzmigration import numbers
from kzmigration.paths import RUNS

pytestmark = [pytest.mark.site, pytest.mark.browser]
WIDTHS = (390, 768, 1280)


def test_the_theme_changes_and_is_remembered(visit):
    seen = visit("book/index")
    button = seen.page.locator(".theme-switch-button")
    colour = "getComputedStyle(document.body).backgroundColor"
    before = seen.page.evaluate(colour)
    assert "as the system" in button.get_attribute("aria-label")
    button.click()
    assert seen.page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert seen.page.evaluate(colour) != before
    # As a reader goes on, in the same tab: to another one the browser hands what is stored a moment later.
    seen.page.goto(seen.page.url.replace("book/index", "notebooks/law"), wait_until="networkidle")
    assert seen.page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert not seen.wrong


@pytest.mark.parametrize("width", WIDTHS)
def test_a_number_tells_where_it_comes_from(visit, width):
    seen = visit("notebooks/emigration", width=width)
    number = seen.page.locator("#in-one-minute .kz-num[tabindex]").first
    tip = number.locator(".kz-tip")
    assert not tip.is_visible()
    number.hover()
    assert tip.is_visible()
    assert "table" in tip.inner_text()
    box = tip.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    seen.page.mouse.move(0, 0)
    assert not tip.is_visible()
    for _ in range(120):
        seen.page.keyboard.press("Tab")
        if seen.page.evaluate("document.activeElement.matches('#in-one-minute .kz-num')"):
            break
    assert tip.is_visible()
    assert seen.page.evaluate("document.activeElement.getAttribute('aria-describedby')") == tip.get_attribute("id")
    seen.page.keyboard.press("Escape")
    assert not tip.is_visible()


def test_the_keyboard_is_seen_wherever_it_is(visit):
    seen = visit("notebooks/emigration")
    unseen = []
    for _ in range(150):
        seen.page.keyboard.press("Tab")
        told = seen.page.evaluate(
            "() => { const at = document.activeElement; if (at === document.body) return null;"
            "const look = getComputedStyle(at), box = at.getBoundingClientRect();"
            "return [at.outerHTML, look.outlineStyle, parseFloat(look.outlineWidth), box.width * box.height]; }"
        )
        if told and not (told[1] == "solid" and told[2] >= 2 and told[3] > 0):
            unseen.append(told)
    assert not unseen


def test_panels_open_and_close_on_a_telephone(visit):
    seen = visit("notebooks/emigration", width=390)
    for toggle, dialog in (
        (".primary-toggle", "#pst-primary-sidebar-modal"),
        (".secondary-toggle", "#pst-secondary-sidebar-modal"),
    ):
        seen.page.locator(toggle).click()
        assert seen.page.locator(f"{dialog} a").first.is_visible()
        seen.page.keyboard.press("Escape")
        seen.page.locator(dialog).wait_for(state="hidden")
        seen.page.wait_for_function("(toggle) => document.activeElement.matches(toggle)", arg=toggle)
    seen.page.locator(".secondary-toggle").click()
    seen.page.locator("#pst-secondary-sidebar-modal a", has_text="Limits").click()
    seen.page.wait_for_url("**#limits")
    assert not seen.wrong


@pytest.mark.parametrize("name", ["book/ledger", "notebooks/law"])
def test_a_long_table_is_searched_filtered_and_sorted(visit, name):
    seen = visit(name)
    frame = (
        seen.page.locator(".kz-table-frame:has(table.kz-searchable)")
        .filter(has=seen.page.locator("tbody tr:nth-child(12)"))
        .first
    )
    controls = frame.locator("xpath=preceding-sibling::div[contains(@class, 'kz-controls')][1]")
    rows = frame.locator("tbody tr")
    shown = frame.locator("tbody tr:not([hidden])")
    every = rows.count()
    word = rows.nth(3).locator("td").nth(0).inner_text().split()[0]
    controls.locator("input").fill(word)
    assert 0 < shown.count() <= every
    assert all(word.lower() in text.lower() for text in shown.all_text_contents())
    controls.locator("input").fill("qqzzqq")
    assert shown.count() == 0
    controls.locator("input").fill("")
    select = controls.locator("select").first
    value = select.locator("option").nth(1).get_attribute("value")
    select.select_option(value)
    filtered = shown.count()
    assert 0 < filtered < every
    assert controls.locator("[role=status]").inner_text().split()[0] == str(filtered)
    select.select_option("")
    head = frame.locator("thead th button").first
    column = "(rows) => rows.map((row) => (row.cells[0].querySelector('.kz-value') ?? row.cells[0]).textContent.trim())"
    head.click()
    rising = rows.evaluate_all(column)
    head.click()
    falling = rows.evaluate_all(column)
    assert frame.locator("thead th").first.get_attribute("aria-sort") == "descending"
    assert sorted(rising) == sorted(falling)
    assert rising[0] == falling[-1] != rising[-1]
    assert not seen.wrong


def test_on_a_phone_a_long_cell_beside_many_is_no_tower(visit):
    seen = visit("notebooks/robustness", width=390)
    cells = seen.page.locator("#tbl-robustness td.kz-cell-long")
    sizes = cells.evaluate_all("(cells) => cells.map((cell) => [cell.offsetWidth, cell.offsetHeight])")
    assert len(sizes) == 8
    assert all(height < width for width, height in sizes)
    assert seen.page.evaluate("document.documentElement.scrollWidth") == 390  # the table scrolls in its frame
    assert not seen.wrong


@pytest.mark.parametrize("name", ["book/ledger", "notebooks/two_vintages"])
def test_on_a_phone_a_long_table_is_folded_until_it_is_asked_for(visit, name):
    seen = visit(name, width=390)
    frame = seen.page.locator(".kz-table-frame:has(table.kz-searchable tbody tr:nth-child(40))").first
    controls = frame.locator("xpath=preceding-sibling::div[contains(@class, 'kz-controls')][1]")
    more = frame.locator("xpath=following-sibling::button[1]")
    visible = "(rows) => rows.filter((row) => row.offsetHeight).length"
    rows = frame.locator("tbody tr")
    assert rows.evaluate_all(visible) == 10
    assert more.inner_text() == f"Show all {rows.count()} rows"
    controls.locator("input").fill(rows.last.locator("td").first.text_content().split()[0])
    assert 0 < rows.evaluate_all(visible) <= 10
    controls.locator("input").fill("")
    more.click()
    assert rows.evaluate_all(visible) == rows.count()
    assert more.is_hidden()
    assert not seen.wrong


def test_an_address_unfolds_the_row_that_it_leads_to(visit):
    last = visit("book/ledger", width=390).page.locator("table.kz-searchable tbody tr[id]").last.get_attribute("id")
    seen = visit("book/ledger", width=390)
    seen.page.evaluate("(id) => { location.hash = id; }", last)
    seen.page.locator(f"[id='{last}']").wait_for(state="visible")
    assert not seen.wrong


@pytest.mark.parametrize("width", [390, 1280])
def test_without_scripts_everything_reads(visit, site, page_types, width):
    for name in page_types:
        seen = visit(name, width=width, java_script_enabled=False)
        text = seen.page.locator("article").inner_text()
        assert len(text) > 500, name
        assert seen.page.locator(".only-dark").first.is_hidden() or not seen.page.locator(".only-dark").count()
        assert seen.page.locator("nav.bd-docs-nav a").first.is_visible(), f"{name}: no way to the other pages"
        assert not [toggle for toggle in seen.page.locator("button").all() if toggle.is_visible()], name
        assert not seen.wrong
        seen.page.context.close()
    rows = (site / "book/ledger.html").read_text(encoding="utf8").count("<tr id=")
    seen = visit("book/ledger", java_script_enabled=False)
    assert seen.page.locator("table.kz-searchable tbody tr").count() == rows > 900


@pytest.mark.parametrize("width", WIDTHS)
def test_a_note_stands_in_the_margin_if_there_is_one(visit, width):
    seen = visit("notebooks/emigration", width=width)
    note = seen.page.locator(".kz-margin").first
    note.scroll_into_view_if_needed()
    box = note.bounding_box()
    text = seen.page.locator(".kz-margin + p").first.bounding_box()
    assert 0 <= box["x"] < box["x"] + box["width"] <= width
    assert (box["x"] >= text["x"] + text["width"]) == (width == 1280)
    assert (box["y"] < text["y"] + 8) or width == 1280
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    if width == 1280:  # the contents of the page make room for it, and come back
        side = "getComputedStyle(document.querySelector('#pst-secondary-sidebar')).opacity"
        note.evaluate("note => note.scrollIntoView({block: 'start', behavior: 'instant'}) || scrollBy(0, -150)")
        seen.page.wait_for_function(f"{side} === '0'")
        seen.page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
        seen.page.wait_for_function(f"{side} === '1'")


def test_print_leaves_out_what_paper_cannot_use(visit):
    seen = visit("notebooks/emigration", theme="dark")
    seen.page.emulate_media(media="print")
    gone = [".bd-sidebar-primary", ".bd-sidebar-secondary", ".bd-header-article", ".prev-next-footer", "details.hide"]
    gone = ", ".join([*gone, ".kz-downloads", ".only-dark", ".kz-tip"])
    assert [found for found in seen.page.locator(gone).all() if found.is_visible()] == []
    assert seen.page.locator("article h1").is_visible()
    assert seen.page.locator(".kz-picture.only-light img").first.is_visible()
    assert seen.page.evaluate("getComputedStyle(document.body).backgroundColor") in (
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
    )
    assert (
        seen.page.evaluate("getComputedStyle(document.querySelector('article section p')).color") == "rgb(29, 39, 51)"
    )


def test_reduced_motion_is_respected(visit):
    seen = visit("notebooks/emigration", reduced_motion="reduce")
    moving = seen.page.evaluate(
        "[...document.querySelectorAll('*')]"
        ".filter((at) => parseFloat(getComputedStyle(at).transitionDuration) > 0).length"
    )
    assert moving == 0


def test_numbers_in_the_page_are_those_of_the_registry(visit):
    seen = visit("notebooks/emigration")
    registry = numbers.read(RUNS / "emigration" / "numbers.json")
    values = {(str(number.value), number.text()) for number in registry.values()}
    told = seen.page.locator(".kz-num:not(:has(.kz-mark))").evaluate_all(
        "(all) => all.map((data) => [data.value, data.childNodes[0].textContent])"
    )
    own = [tuple(pair) for pair in told if "|" not in pair[0]]
    assert len(own) > 10
    assert set(own) <= values | {("|".join(n.value), n.text()) for n in registry.values() if isinstance(n.value, list)}


def test_words_in_kazakh_and_russian_say_so_and_our_fonts_have_their_letters(visit):
    seen = visit("book/glossary")
    unmarked = seen.page.evaluate("""() => {
      const found = [];
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walk.nextNode()) {
        const says = walk.currentNode.parentElement.closest("[lang=kk], [lang=ru], script, style");
        if (/[\\u0400-\\u04ff]/.test(walk.currentNode.textContent) && !says) found.push(walk.currentNode.textContent);
      }
      return found;
    }""")
    assert unmarked == []
    for family in ("Kz Serif", "Kz Sans"):
        assert seen.page.evaluate(
            f"document.fonts.load('16px \"{family}\"', 'әғқңөұүһі ӘҒҚҢӨҰҮҺІ ₸').then((got) => got.length)"
        )
    used = seen.page.evaluate("getComputedStyle(document.querySelector('article p')).fontFamily")
    assert re.match(r'"?Kz (Serif|Sans)', used)


@pytest.mark.parametrize("selector", ["article p", "article p em", "nav.bd-links a"])
def test_from_a_disk_a_page_has_our_fonts_however_late_they_come(visit, selector):
    page = visit("book/method").page
    assert page.url.startswith("file:")
    asked = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        asked.send(f"{domain}.enable")
    root = asked.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    node = asked.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    fonts = asked.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    assert fonts
    assert all(font["isCustomFont"] for font in fonts), fonts
