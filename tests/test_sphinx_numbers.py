import io
import json

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from kzmigration import numbers
from kzmigration.numbers import Number

NUMBER = Number("total", 45863, "persons", 0, False, ["table-1.3.1"], "sum of the 2019 column", "printed")


@pytest.fixture
def build(tmp_path):
    """Return a function that renders one MyST page and returns its HTML and Sphinx's warnings."""
    source, runs = tmp_path / "source", tmp_path / "runs" / "ch"
    (source / "notebooks").mkdir(parents=True)
    runs.mkdir(parents=True)
    numbers.write([NUMBER], runs / "numbers.json")
    numbers.registry.cache_clear()

    def render(text):
        (source / "notebooks" / "ch.md").write_text("# Title\n\n" + text, encoding="utf8")
        warnings = io.StringIO()
        with docutils_namespace():
            app = Sphinx(
                source,
                None,
                tmp_path / "out",
                tmp_path / "trees",
                "html",
                warning=warnings,
                status=None,
                freshenv=True,
                confoverrides={
                    "extensions": ["myst_parser", "kzmigration.sphinx_numbers"],
                    "root_doc": "notebooks/ch",
                    "kzmigration_runs": str(tmp_path / "runs"),
                    "html_theme": "basic",
                },
            )
            app.build()
        return (tmp_path / "out" / "notebooks" / "ch.html").read_text(encoding="utf8"), warnings.getvalue()

    render.runs = runs
    return render


@pytest.mark.parametrize("key", ["total", "ch/total"])
def test_a_number_is_shown_with_value_and_origin(build, key):
    page, warnings = build(f"We count {{num}}`{key}` people.")
    assert '<data class="kz-num" value="45863" tabindex="0">45,863<span class="kz-tip" role="tooltip">' in page
    assert "sum of the 2019 column; table 1.3.1; printed values; persons" in page
    assert warnings == ""


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("{num}`gone`", "no chapter registered the number 'ch/gone'"),
        ("{num}`other/total`", "no chapter registered the number 'other/total'"),
        ("A {num} without its key.", "a role was not rendered: 'A {num} without its key.'"),
        ("```{published} fig-gone\n```", "chapter ch published no 'fig-gone'"),
    ],
)
def test_what_cannot_be_shown_is_a_warning(build, text, warning):
    _, warnings = build(text)
    assert warning in warnings


@pytest.mark.parametrize("value", ["", None, float("nan")])
def test_an_empty_value_in_the_registry_is_a_warning(build, value):
    file = build.runs / "numbers.json"
    registry = json.loads(file.read_text())
    registry["total"]["value"] = value
    file.write_text(json.dumps(registry))
    _, warnings = build("{num}`total`")
    assert "the registry cannot be read" in warnings


def test_code_may_show_a_role_as_it_is_written(build):
    _, warnings = build("Write `{num}` and then the key.")
    assert warnings == ""
