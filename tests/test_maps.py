"""Maps: the right shapes, classes and colours."""

import pandas as pd
import pytest

from kzmigration import maps
from kzmigration.data import load
from kzmigration.figures import darkened, svg

NAMES = {"11": "Akmola", "61": "Turkistan", "75": "Almaty"}


@pytest.mark.parametrize(("name", "units", "split"), [("boundaries-2014", 16, "51"), ("boundaries-2018", 17, "61")])
def test_each_vintage_has_its_units_and_covers_the_country(name, units, split):
    shapes = maps.boundaries(load(name))
    assert len(shapes) == units
    assert split in shapes.index
    assert shapes.geometry.is_valid.all()
    assert shapes.geometry.area.sum() == pytest.approx(2_724_900, rel=0.02)  # km2, the country's area


def test_the_two_vintages_agree_on_a_region_that_did_not_change():
    old, new = (maps.boundaries(load(f"boundaries-{year}")) for year in (2014, 2018))
    for code in ("15", "27", "47", "63"):
        shared = old.geometry[code].intersection(new.geometry[code]).area
        assert shared / new.geometry[code].area > 0.97, code


def test_a_value_on_a_limit_belongs_to_the_class_above():
    assert maps.classes(pd.Series({"a": 0.999, "b": 1.0}), [1, 2]).tolist() == [0, 1]


def test_classes_below_zero_are_losses():
    assert maps.tones([-1, 0, 1]) == ["loss3", "loss1", "gain2", "gain4"]
    with pytest.raises(ValueError, match="at most 3 classes below zero and 5 above, not 1 and 6"):
        maps.tones([0, 1, 2, 3, 4, 5])


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_a_map_names_values_and_cities_in_palette_colours_only(width):
    values = pd.Series({"11": -0.5, "61": 1.5, "75": 3.5})
    shapes = maps.boundaries(load("boundaries-2018"))
    fig, ax = maps.plot_regions(values, shapes, NAMES, [0, 1], "percent", width=width, signed=True)
    texts = [text.get_text() for text in ax.texts]
    assert "Almaty  +3.5" in texts
    assert any(text.endswith("−0.5") for text in texts)
    light = svg(fig)
    assert darkened(light) != light
