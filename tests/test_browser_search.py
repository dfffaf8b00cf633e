"""Search, the explorers and the ledger's filter, driven in a browser from the disk, as on a stick with no network."""

import json
from urllib.parse import quote

import pytest

from kzmigration import claims, explore
from kzmigration.verdicts import evaluate_all

pytestmark = [pytest.mark.browser, pytest.mark.site]


@pytest.fixture
def visit(browser, site, not_loaded):
    """Return a function that opens a page of the book; afterwards nothing may have failed or been asked of a host."""
    faults, pages = [], []

    def asked(request):
        if request.url[:5] not in ("file:", "data:"):
            faults.append(request.url)

    def opened(path, *, width=1280, javascript=True):
        page = browser.new_page(viewport={"width": width, "height": 900}, java_script_enabled=javascript)
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", asked)
        page.on("requestfailed", lambda request: faults.extend(not_loaded(request)))
        page.goto(f"{site.resolve().as_uri()}/{path}")
        pages.append(page)
        return page

    yield opened
    for page in pages:
        page.close()
    assert faults == []


def test_a_file_that_is_missing_is_noticed_and_one_that_was_left_behind_is_not(browser, not_loaded, tmp_path):
    for name, body in {"missing": '<img src="no.svg">', "slow": '<img src="slow.svg">', "end": "the end"}.items():
        (tmp_path / f"{name}.html").write_text(body)
    page, failed, faults = browser.new_page(), [], []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.on("requestfailed", lambda request: faults.extend(not_loaded(request)))
    page.route("**/slow.svg", lambda route: None)  # never answered
    with page.expect_request("**/slow.svg"):
        page.goto((tmp_path / "slow.html").as_uri(), wait_until="commit")
    with page.expect_event("requestfailed"):
        page.goto((tmp_path / "end.html").as_uri())
    assert failed == [(tmp_path / "slow.svg").as_uri()]
    assert not faults
    page.goto((tmp_path / "missing.html").as_uri())
    assert faults == [f"not loaded: {(tmp_path / 'no.svg').as_uri()}"]
    page.close()


def search(visit, query):
    """Search, and return the page and the hits: text of the link, where it leads."""
    page = visit(f"search.html?q={quote(query)}")
    page.wait_for_selector(".kz-found [role=status]")
    links = page.eval_on_selector_all(".kz-found li a", "all => all.map(a => [a.textContent, a.getAttribute('href')])")
    return page, links


@pytest.mark.parametrize(
    ("query", "target"),
    [
        ("45,863", "notebooks/emigration.html#in-one-minute"),
        ("45863", "notebooks/emigration.html#in-one-minute"),
        ("45 863", "book/ledger.html#departures-2019"),
        ("32 973", "book/ledger.html#net-migration-2019"),
        ("−32,973", "notebooks/demographic_impact.html#fig-demographic-loss"),
        ("39 784", "notebooks/emigration.html#table-1-3-1"),
        ("86.7%", "notebooks/emigration.html#in-one-minute"),
        ("86,7", "notebooks/emigration.html#in-one-minute"),
        ("1.3.1", "notebooks/emigration.html#figure-1-3-1"),
        ("table 1.3.1", "notebooks/emigration.html#table-1-3-1"),
        ("кесте 1.3.1", "notebooks/emigration.html#table-1-3-1"),
        ("section 1.3", "book/ledger.html?section=1.3"),
        ("net-migration-2019", "book/ledger.html#net-migration-2019"),
        ("Germany", "book/explore.html?country=DEU"),
        ("Өзбекстан", "book/explore.html?country=UZB"),
        ("Узбекистан", "book/explore.html?country=UZB"),
        ("Karaganda", "book/explore.html?region=35#regions"),
        ("Қарағанды", "book/explore.html?region=35#regions"),
        ("Караганды", "book/explore.html?region=35#regions"),
        ("академиялық ұтқырлық", "book/glossary.html#term-academic-mobility"),
        ("академическая мобильность", "book/glossary.html#term-academic-mobility"),
    ],
)
def test_what_sphinx_cannot_find_is_found(visit, query, target):
    _, links = search(visit, query)
    assert target in [href for _, href in links]


def test_the_kind_that_is_asked_for_is_the_kind_that_comes(visit):
    _, links = search(visit, "figure 1.3.1")
    assert [href for _, href in links] == ["notebooks/emigration.html#figure-1-3-1"]


@pytest.mark.parametrize("query", ["<img src=x onerror=alert(1)>", "qqqzzz", "(", "2019", "?section=1"])
def test_a_query_that_means_nothing_says_so_and_breaks_nothing(visit, query):
    page, links = search(visit, query)
    assert links == []
    assert page.text_content(".kz-found [role=status]").startswith(f"None for “{query}”")
    assert page.query_selector(".kz-found img") is None


def test_sphinx_still_finds_words_below_ours(visit):
    page, _ = search(visit, "remittances")
    page.wait_for_selector("#search-results .search li a")
    ours, theirs = (page.query_selector(css).bounding_box()["y"] for css in (".kz-found", "#search-results .search li"))
    assert ours < theirs
    headings = page.eval_on_selector_all("h1, .kz-found h2, .kz-found h3", "all => all.map(h => h.tagName)")
    assert headings[:2] == ["H1", "H2"]


def test_hits_are_reached_by_keyboard_and_lead_to_the_place(visit):
    page, _ = search(visit, "departures-2019")
    page.focus("article input[type=search], .bd-search-container input[type=search]")
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.kz-found') !== null"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/ledger.html#departures-2019")
    assert page.evaluate("document.querySelector('tr:target') !== null")


def test_the_search_box_of_a_chapter_leads_to_the_results(visit):
    page = visit("notebooks/emigration.html")
    page.keyboard.press("Control+k")
    page.keyboard.type("45,863")
    page.keyboard.press("Enter")
    page.wait_for_selector(".kz-found li a")


def test_the_ledger_filter_of_a_name_shows_as_many_statements_as_the_search_says(visit):
    page, links = search(visit, "Germany")
    (href,) = [href for text, href in links if text.startswith("Statements of the ledger")]
    said = int(page.text_content(f'.kz-found li:has(a[href="{href}"]) span'))
    page = visit(href)
    assert int(page.text_content(".kz-controls [role=status]").split()[0]) == said


def rows(page):
    """Return the rows of the flows: country, values."""
    script = """all => all.map(row => [row.querySelector('button').textContent,
      ...[...row.querySelectorAll('td:nth-of-type(2) .kz-line')].map(line => line.textContent)])"""
    return page.eval_on_selector_all(".kz-flows > tbody > tr:not(.kz-detail)", script)


def test_flows_are_the_printed_cells_sorted(visit):
    page = visit("book/explore.html")
    page.click(".kz-more")
    shown = rows(page)
    table = explore.flows()["tables"]["people-out"]
    names = explore.flows()["names"]
    assert dict(shown) == {names[code][0]: f"{cells[-1][0]:,}" for code, cells in table["rows"].items()}
    assert [name for name, _ in shown[:2]] == ["Russia", "Germany"]
    assert shown[-1][0] == "Other countries"


def test_another_year_table_and_direction_by_keyboard(visit):
    page = visit("book/explore.html")
    page.focus("[data-explorer=flows] input[value=out]")
    page.keyboard.press("ArrowRight")
    page.focus("[data-explorer=flows] input[value='2019']")
    page.keyboard.press("ArrowLeft")
    assert "2018: ethnic Kazakhs arrived" in page.text_content(".kz-flows caption")
    page.click(".kz-more")
    values = dict(rows(page))
    assert values["Malaysia"] == "11 ○"
    assert page.query_selector(".kz-flows rect.kz-hollow") is not None
    page.check("[data-explorer=flows] input[value='2014']", force=True)
    assert dict(rows(page))["Malaysia"] == "blank"


def test_a_country_opens_with_all_its_years_and_keeps_the_focus(visit):
    page = visit("book/explore.html")
    page.focus("[data-code=DEU]")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.code") == "DEU"
    assert page.get_attribute("[data-code=DEU]", "aria-expanded") == "true"
    detail = page.text_content(".kz-flows .kz-detail")
    assert "2,805" in detail
    assert page.get_attribute(".kz-flows .kz-detail [lang]", "lang") == "kk"


@pytest.mark.parametrize(
    ("query", "drawn", "said"),
    [
        ("subject=growth&year=2017", "South Kazakhstan region", "Boundaries before June 2018"),
        ("subject=growth&year=2018", "Turkistan region", "Boundaries from June 2018"),
        ("subject=density&year=2017", "Turkistan region", "for this year already"),
        ("subject=urbanisation&year=2019", "Turkistan region", "Boundaries from June 2018"),
    ],
)
def test_the_map_has_the_boundaries_of_its_year(visit, query, drawn, said):
    page = visit(f"book/explore.html?{query}#regions")
    page.wait_for_selector(".kz-map path")
    titles = page.eval_on_selector_all(".kz-map path title", "all => all.map(t => t.textContent)")
    assert any(title.startswith(f"{drawn}: ") for title in titles)
    assert not any(title.endswith("no value") for title in titles)
    assert said in page.text_content(".kz-map > p")
    squares = page.eval_on_selector_all(".kz-map svg > rect", "all => all.length")
    assert squares == (0 if "urban" in query else 2 if drawn.startswith("South") else 3)


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_nothing_is_wider_than_the_screen(visit, width):
    page = visit("book/explore.html?country=DEU&region=61", width=width)
    page.evaluate("document.querySelector('[data-explorer=regions]').scrollIntoView()")
    page.wait_for_selector(".kz-map path")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_without_javascript_the_static_figures_stand_there(visit):
    page = visit("book/explore.html", javascript=False)
    assert page.locator(".kz-fallback figure").count() == 3
    assert page.locator(".kz-fallback figure").first.is_visible()


def test_the_page_does_not_jump_when_the_explorers_open(visit):
    page = visit("book/explore.html")
    page.wait_for_selector(".kz-flows")
    shift = page.evaluate(
        """() => new Promise(done => { let sum = 0; new PerformanceObserver(list => list.getEntries().forEach(one => {
          if (!one.hadRecentInput) sum += one.value; })).observe({ type: 'layout-shift', buffered: true });
          setTimeout(() => done(sum), 400); })"""
    )
    assert shift < 0.05


def test_a_count_leads_to_its_statements(visit):
    page = visit("book/ledger.html")
    link = page.locator('.kz-by-section a[href*="section=1.3&verdict=contradicted"]')
    count = int(link.text_content())
    link.press("Enter")
    assert page.text_content(".kz-controls [role=status]") == f"{count} of {len(claims.statements())}"
    found = [e for e in evaluate_all() if e.verdict == "contradicted" and e.statement.section.startswith("1.3")]
    assert len(found) == count
    assert page.locator("table.kz-claims tbody tr:visible").count() == count
    assert json.dumps(page.evaluate("document.activeElement.value")) == '"1.3"'
