"""What a page costs: its weight, what moves while it loads, and that nothing comes from another host."""

import functools
import gzip
import http.server
import io
import threading
import time
from pathlib import Path

import pytest
import yaml

from kzmigration.paths import ROOT

pytestmark = [pytest.mark.site, pytest.mark.browser]
BUDGETS = yaml.safe_load((ROOT / "tests" / "budgets.yaml").read_text(encoding="utf8"))
LATE = 0.4  # seconds: well after the first paint
SHIFT = """() => new Promise((done) => { let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((at) => { if (!at.hadRecentInput) sum += at.value; }))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 150); })"""
PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


class _Sending(http.server.SimpleHTTPRequestHandler):
    """Send gzipped what gains by it, as the book's host does, and fonts late, as a telephone gets them."""

    def log_message(self, *arguments):
        """Say nothing."""

    def send_head(self):
        file = Path(self.translate_path(self.path))
        if not file.is_file():
            return super().send_head()
        if file.suffix == ".woff2":
            time.sleep(LATE)
        body = gzip.compress(file.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)


@pytest.fixture(scope="module")
def server(site):
    """Serve the built book on this machine, fonts late; return its address."""
    handler = functools.partial(_Sending, directory=str(site.resolve()))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{served.server_port}/"
        served.shutdown()


@functools.cache
def _sent(file: Path) -> int:
    return min(len(gzip.compress(file.read_bytes(), 6)), file.stat().st_size)


def _weight(urls, base: str, site: Path) -> float:
    """Return thousands of bytes, each file once."""
    paths = {url.removeprefix(base).partition("?")[0].partition("#")[0] for url in urls}
    return sum(_sent(site.resolve() / path) for path in paths) / 1000


def test_budgets_hold_nothing_fails_and_no_other_host_is_asked(
    visit, server, site, page_names, record_property, capsys
):
    over, paints = [], {}
    for name in page_names:
        seen = visit(name, base=server)
        first = _weight(seen.asked, server, site)
        shift, paints[name] = seen.page.evaluate(SHIFT), seen.page.evaluate(PAINT)
        seen.scroll()
        whole = _weight(seen.asked, server, site)
        over += [f"{name}: {text}" for text in seen.wrong]
        over += [f"{name} asks {url}" for url in seen.asked if not url.startswith((server, "data:"))]
        for what, cost in (("first_visit", first), ("whole_page", whole), ("layout_shift", shift)):
            record_property(f"{name} {what}", round(cost, 3))
            if cost > BUDGETS[what]:
                over.append(f"{name}: {what} is {cost:.3f}, the budget is {BUDGETS[what]}")
        seen.page.context.close()
    slowest = max(paints, key=paints.get)
    with capsys.disabled():
        print(f"\nfirst paint: {sorted(paints.values())[len(paints) // 2]:.0f} ms (median), ", end="")  # noqa: T201
        print(f"{paints[slowest]:.0f} ms ({slowest})")  # noqa: T201
    assert not over, "\n".join(over)


def test_the_next_chapter_is_light(visit, server, site, page_names):
    warm = visit("notebooks/emigration", base=server)
    context, known, over = warm.page.context, set(warm.asked), []
    for name in page_names:
        if not name.startswith("notebooks/") or name == "notebooks/emigration":
            continue
        seen = visit(name, base=server, context=context)
        cost = _weight({url for url in seen.asked if "/published/" not in url} - known, server, site)
        seen.page.close()
        if cost > BUDGETS["next_chapter"]:
            over.append(f"{name}: {cost:.1f}")
    assert not over


def test_fonts_are_light_and_nothing_moves_at_any_width(visit, server, site, page_types):
    assert sum(file.stat().st_size for file in (site / "_static/fonts").glob("*.woff2")) < BUDGETS["fonts"] * 1000
    for name in page_types:
        for width in (390, 768):
            seen = visit(name, base=server, width=width)
            assert seen.page.evaluate(SHIFT) <= BUDGETS["layout_shift"], (name, width)
            is_wide = seen.page.evaluate("document.documentElement.scrollWidth > innerWidth")
            assert not is_wide, f"{name} scrolls sideways at {width}"
            seen.page.context.close()
