"""What readers look around in: flows by country and regions by year. The data are taken from the Data Package."""

import html
import json
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.logging import getLogger

from kzmigration import data, maps
from kzmigration.language import name

LOG = getLogger(__name__)
FOLDER = "explore"
# Which table tells of which direction, and what its cells count.
FLOWS = {
    "people-out": ("table-1.3.1", "left for permanent residence"),
    "people-in": ("table-1.2.1", "ethnic Kazakhs arrived"),
    "money-out": ("table-2.2.1", "sent abroad"),
    "money-in": ("table-2.2.2", "received from abroad"),
}
# Limits of the classes and decimals, as in the maps of the chapters; the same for all years, so that these compare.
REGIONS = {
    "growth": ("table-2.1.1", "growth rate", [-0.5, 0, 1, 2, 3], 2),
    "density": ("table-2.1.2", "density", [4, 5, 7, 10], 1),
    "urbanisation": ("table-1.4.1", "urban share", [30, 45, 55, 65], 2),
}
DIVIDED = "51"  # South Kazakhstan: a year that has a value for it is drawn with the boundaries of before June 2018
WIDTH = 720  # of the map's picture; the points of boundaries are whole numbers of it
FILES = {"search": ("search.css", "search.js"), "book/explore": ("explore.css", "explore.js")}  # page -> its own files


def cells(frame: pd.DataFrame, key: str) -> dict[str, list]:
    """Return a printed table's cells by code: ``[value, status, note]`` for each year, the value null where blank.

    Examples
    --------
    >>> frame = pd.DataFrame({"year": [2014], "country": ["MYS"], "persons": [None], "status": ["blank"], "note": "?"})
    >>> cells(frame, "country")
    {'MYS': [[None, 'blank', '?']]}
    """
    unit = data.value_column(frame)
    rows: dict[str, list] = {}
    for row in frame.sort_values("year", kind="stable").to_dict("records"):
        value = None if pd.isna(row[unit]) else row[unit]
        value = int(value) if value is not None and value == int(value) else value
        note = row["note"] if isinstance(row["note"], str) else ""
        rows.setdefault(row[key], []).append([value, row["status"], note] if note else [value, row["status"]])
    return {code: rows[code] for code in frame[key].drop_duplicates()}


def _about(resource: str, says: str) -> dict:
    told = data.descriptor(resource)
    return {
        "number": resource.removeprefix("table-"),
        "title": told["title"],
        "unit": told["unit"],
        "agency": told["agency"],
        "says": says,
        "years": sorted({int(year) for year in data.read(resource)["year"]}),
    }


def flows() -> dict:
    """Return the four tables of flows by country, and the names of the countries in English and Kazakh."""
    tables, codes = {}, set()
    for direction, (resource, says) in FLOWS.items():
        rows = cells(data.read(resource), "country")
        codes |= rows.keys()
        tables[direction] = _about(resource, says) | {"rows": rows}
    named = {code: [name("country", code, locale) for locale in ("en", "kk")] for code in sorted(codes)}
    return {"tables": tables, "names": named}


def outline(shapes: geopandas.GeoDataFrame) -> dict[str, str]:
    """Turn shapes into paths of SVG, in whole points of a picture that is :data:`WIDTH` wide, north up.

    Rounding moves a point that two regions share to the same place in both, so no gap opens between them.

    Examples
    --------
    >>> from shapely import box
    >>> outline(geopandas.GeoDataFrame(geometry=geopandas.GeoSeries({"a": box(0, 0, 10, 5)})))
    {'a': 'M720 360v-360h-720v360z'}
    """
    left, _, right, top = shapes.total_bounds
    scale = WIDTH / (right - left)
    paths = {}
    for code, shape in shapes.geometry.items():
        parts = []
        for ring in [part.exterior for part in getattr(shape, "geoms", [shape])]:
            points = [(round((x - left) * scale), round((top - y) * scale)) for x, y in ring.coords]
            kept = [point for at, point in enumerate(points[:-1]) if at == 0 or point != points[at - 1]]
            if len(kept) > 2:
                parts.append(_path(kept))
        paths[code] = "".join(parts)
    return paths


def _path(points: list[tuple[int, int]]) -> str:
    """Write a ring with relative steps, which are short."""
    text, (x, y) = f"M{points[0][0]} {points[0][1]}", points[0]
    for new_x, new_y in points[1:]:
        dx, dy = new_x - x, new_y - y
        text += f"h{dx}" if dy == 0 else f"v{dy}" if dx == 0 else f"l{dx} {dy}"
        x, y = new_x, new_y
    return text + "z"


def _labels(shapes: geopandas.GeoDataFrame) -> dict[str, list]:
    """Return for each region where its value stands and, if that is beside it, where a line leads from."""
    left, _, right, top = shapes.total_bounds
    scale = WIDTH / (right - left)
    found = {}
    for code, shape in shapes.geometry.items():
        if code in maps.CITIES:
            continue
        spot = shape.representative_point()
        dx, dy, side = maps.OUTSIDE.get(code, (*maps.NUDGE.get(code, (0, 0)), "center"))
        at = [round((spot.x + dx - left) * scale), round((top - spot.y - dy) * scale)]
        start = [round((spot.x - left) * scale), round((top - spot.y) * scale)] if code in maps.OUTSIDE else []
        found[code] = [*at, {"center": "middle", "right": "end", "left": "start"}[side], *start]
    return found


def regions() -> dict:
    """Return the three tables by region, the boundaries of both vintages, and the names of the regions."""
    boundaries = {}
    for vintage in ("2014", "2018"):
        shapes = maps.boundaries(data.read(f"boundaries-{vintage}"))
        box = shapes.total_bounds
        height = round((box[3] - box[1]) * WIDTH / (box[2] - box[0]))
        boundaries[vintage] = {"height": height, "paths": outline(shapes), "labels": _labels(shapes)}
    tables, codes = {}, set()
    for subject, (resource, says, limits, digits) in REGIONS.items():
        rows = cells(data.read(resource), "region")
        codes |= rows.keys()
        told = _about(resource, says) | {"limits": limits, "tones": maps.tones(limits), "digits": digits}
        vintages = ["2018" if value is None else "2014" for value, *_ in rows[DIVIDED]]
        tables[subject] = told | {"vintages": vintages, "rows": rows}
    named = {code: [name("region", code, locale) for locale in ("en", "kk")] for code in sorted(codes)}
    return {"tables": tables, "names": named, "boundaries": boundaries, "cities": list(maps.CITIES), "width": WIDTH}


def write(site: Path) -> None:
    """Write the data into a finished site, as classic scripts that also work from a disk."""
    (site / FOLDER).mkdir()
    for label, content in (("flows", flows()), ("regions", regions())):
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        (site / FOLDER / f"{label}.js").write_text(f"(window.kzExplore ??= {{}}).{label} = {text};\n", encoding="utf8")


class Explorer(SphinxDirective):
    """A place for an explorer; its content, a static figure, stays where the explorer cannot work."""

    required_arguments = 1
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return a box that a script fills, the static figure in it."""
        label = self.arguments[0]
        if label not in ("flows", "regions"):
            LOG.warning("an explorer is flows or regions, not %r", label, location=self.get_location())
            return []
        fallback = nodes.container("", classes=["kz-fallback"])
        self.state.nested_parse(self.content, self.content_offset, fallback)
        base = "../" * self.env.docname.count("/")
        start = f'<div class="kz-explorer" data-explorer="{html.escape(label)}" data-base="{base}">'
        return [nodes.raw("", start, format="html"), fallback, nodes.raw("", "</div>", format="html")]


def add_files(app: Sphinx, pagename: str, _template: str, _context: dict[str, Any], _doctree: object) -> None:
    """Give the pages that need them their own style and script, and no other page."""
    for file in FILES.get(pagename, ()):
        if file.endswith(".css"):
            app.add_css_file(file)
        else:
            app.add_js_file(file, loading_method="defer")
