"""What readers look around in."""

import re

import pandas as pd
import pytest

from kzmigration import data, explore, figures, maps
from kzmigration.paths import ROOT


@pytest.mark.parametrize("direction", sorted(explore.FLOWS))
def test_flows_are_the_printed_cells(direction, column_sums):
    table = explore.flows()["tables"][direction]
    name = f"table-{table['number']}"
    sums = column_sums(name, data.value_column(data.read(name)))
    for at, year in enumerate(table["years"]):
        assert sum(cells[at][0] or 0 for cells in table["rows"].values()) == pytest.approx(sums[year], abs=1e-6)


def test_blank_and_placed_cells_keep_their_status_and_note():
    cells = explore.flows()["tables"]["people-in"]["rows"]["MYS"]
    assert [(value, status) for value, status, _ in cells] == [
        (None, "blank"),
        (None, "blank"),
        (2, "placed"),
        (6, "placed"),
        (11, "placed"),
        (6, "placed"),
    ]
    assert all("Four cells" in note or "four cells" in note or "Last cell" in note for _, _, note in cells)


def test_a_printed_cell_has_no_note_and_a_fraction_stays_one():
    frame = pd.DataFrame({"year": [2015, 2014], "region": ["11", "11"], "percent": [1.25, 2.0], "status": "printed"})
    assert explore.cells(frame.assign(note=float("nan")), "region") == {"11": [[2, "printed"], [1.25, "printed"]]}


def test_boundaries_follow_the_regions_that_a_table_prints():
    tables = explore.regions()["tables"]
    assert tables["growth"]["vintages"] == ["2014"] * 4 + ["2018"] * 2
    assert tables["urbanisation"]["vintages"] == ["2014"] * 4 + ["2018"] * 2
    assert tables["density"]["vintages"] == ["2014"] * 3 + ["2018"] * 3


@pytest.mark.parametrize("subject", sorted(explore.REGIONS))
def test_every_value_has_a_shape_in_the_boundaries_of_its_year(subject):
    told = explore.regions()
    table = told["tables"][subject]
    for at, vintage in enumerate(table["vintages"]):
        drawn = told["boundaries"][vintage]
        for code, cells in table["rows"].items():
            if cells[at][0] is not None:
                assert code in told["cities"] or drawn["paths"][code], (code, table["years"][at])
                assert code in told["cities"] or code in drawn["labels"]


def area(path):
    """Add up the rings of a path by the shoelace formula."""
    total = 0
    for ring in re.findall(r"M([^z]*)z", path):
        start, steps = re.match(r"(-?\d+ -?\d+)(.*)", ring).groups()
        x, y = map(int, start.split())
        points = [(x, y)]
        for letter, numbers in re.findall(r"([lhv])(-?\d+(?: -?\d+)?)", steps):
            step = [int(number) for number in numbers.split()]
            dx, dy = step if letter == "l" else (step[0], 0) if letter == "h" else (0, step[0])
            x, y = x + dx, y + dy
            points.append((x, y))
        pairs = zip(points, points[1:] + points[:1], strict=True)
        total += abs(sum(a * d - b * c for (a, b), (c, d) in pairs)) / 2
    return total


def test_outlines_keep_the_areas():
    shapes = maps.boundaries(data.read("boundaries-2018"))
    left, _, right, _ = shapes.total_bounds
    scale = explore.WIDTH / (right - left)
    paths = explore.outline(shapes)
    for code in ("11", "35", "61", "63"):
        assert area(paths[code]) == pytest.approx(shapes.geometry[code].area * scale**2, rel=0.02), code


def test_the_colours_of_the_page_are_those_of_the_figures():
    css = (ROOT / "book/_static/explore.css").read_text(encoding="utf8")
    for theme, at in (("light", 0), ("dark", 1)):
        block = re.search(rf'html\[data-theme="{theme}"\] \{{(.*?)\}}', css, re.DOTALL).group(1)
        shown = dict(re.findall(r"--kz-((?:gain|loss)\d): (#[0-9a-f]{6})", block))
        assert shown == {name: pair[at] for name, pair in figures.PALETTE.items() if name[-1].isdigit()}


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [0, 1])
def test_values_are_legible_on_every_class(theme):
    for name, pair in figures.PALETTE.items():
        if name[-1].isdigit():
            ink = figures.PALETTE["paper" if name in figures.STRONG else "ink"][theme]
            low, high = sorted([luminance(pair[theme]), luminance(ink)])
            assert (high + 0.05) / (low + 0.05) >= 4.5, (name, theme)


def test_limits_are_those_of_the_chapters():
    chapters = "".join(
        (ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf8")
        for name in ("regional_population", "internal_migration")
    )
    for _, _, limits, _ in explore.REGIONS.values():
        assert str(limits) in chapters


@pytest.mark.site
def test_the_built_book_has_the_data_and_static_figures(site):
    for label in ("flows", "regions"):
        text = (site / explore.FOLDER / f"{label}.js").read_text(encoding="utf8")
        assert text.startswith(f"(window.kzExplore ??= {{}}).{label} = {{")
        assert len(text) < 60_000
    page = (site / "book" / "explore.html").read_text(encoding="utf8")
    assert len(re.findall(r'<div class="kz-explorer"[^>]*>\s*<div class="kz-fallback[^>]*>\s*<figure', page)) == 2
