"""Where the printed figures stand in the book."""

import json

import nbformat
import pytest

from kzmigration import figure_pages


def run_of(folder, redraws, markdown):
    (folder / "published" / "fig-a").mkdir(parents=True)
    (folder / "published" / "fig-a" / "fig-a.json").write_text(json.dumps({"id": "fig-a", "redraws": redraws}))
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(markdown)]), folder / "notebook.ipynb")


def test_redrawn_figures_and_cards_are_found(tmp_path):
    run_of(tmp_path / "one", ["fig-1.2.1"], "Text.\n\n```{figure-card} fig-1.2.23\n```")
    run_of(tmp_path / "two", ["fig-1.2.1", "table-1.2.1"], "No card.")
    found = figure_pages.places(tmp_path, ["one", "two"])
    assert found == {"fig-1.2.1": ["one", "two"], "fig-1.2.23": ["one"], "table-1.2.1": ["two"]}


def test_what_is_redrawn_is_named_with_its_mark_and_an_anchor():
    said = figure_pages.redrawn(["fig-1.1.8"])
    assert 'id="figure-1-1-8"' in said
    assert "○ lost in our copy" in said
    assert figure_pages.redrawn([]) == ""


@pytest.mark.parametrize("status", sorted(set(figure_pages.catalogue()["status"])))
def test_every_status_of_the_catalogue_has_a_mark(status):
    assert figure_pages.mark(status).count(figure_pages.SHAPES[status]) == 1
