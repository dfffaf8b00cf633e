"""The pages hold to the rules of accessibility that a program can check."""

import pytest

from kzmigration.paths import ROOT

pytestmark = [pytest.mark.site, pytest.mark.browser]
AXE = (ROOT / "tests" / "vendor" / "axe.min.js").read_text(encoding="utf8")
VIOLATIONS = """(rows) => {
  document.querySelectorAll("table.kz-searchable tbody tr").forEach((row, at) => { if (at >= rows) row.remove(); });
  return axe.run(document, { resultTypes: ["violations"], preload: false }).then((found) => found.violations.map(
    (rule) => `${rule.id} (${rule.nodes.length}): ${rule.nodes[0].html.slice(0, 160)}`));
}"""


def test_axe_finds_nothing_on_any_page(visit, page_names):
    found = {}
    for name in page_names:
        seen = visit(name)
        seen.page.evaluate(AXE)
        found[name] = seen.page.evaluate(VIOLATIONS, 10_000)
        seen.page.context.close()
    assert {name: told for name, told in found.items() if told} == {}


@pytest.mark.parametrize("width", [390, 768, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_both_themes_at_three_widths(visit, page_types, theme, width):
    found = {}
    for name in page_types:
        seen = visit(name, width=width, theme=theme)
        seen.page.evaluate(AXE)
        found[name] = seen.page.evaluate(VIOLATIONS, 30)  # the rows of a long table are alike
        seen.page.context.close()
    assert {name: told for name, told in found.items() if told} == {}
