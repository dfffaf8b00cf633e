import json

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from kzmigration import figures, line_plots
from kzmigration.errors import ChapterError

YEARS = [2014, 2015, 2016]
ABOUT = {"caption": "What is seen.", "alt": "Words.", "source": ["x"]}


@pytest.fixture
def table():
    return pd.DataFrame([[1.0, 2, 3], [9, 8, 7]], index=["RUS", "DEU"], columns=YEARS)


def lines(table):
    labels = {"RUS": "Russia", "DEU": "Germany"}
    colours = {"RUS": "steppe", "DEU": "ochre"}
    return lambda width: line_plots.plot_lines(table, labels, colours, "persons", width=width)


def test_a_bundle_holds_pictures_data_and_metadata(table, tmp_path):
    figures.publish(lines(table), id="fig-x", data=table.reset_index(), about=ABOUT, folder=tmp_path)
    files = {file.name for file in (tmp_path / "fig-x").iterdir()}
    pictures = {f"fig-x{size}{theme}.svg" for size in ("", "-narrow") for theme in ("", "-dark")}
    assert files == pictures | {"fig-x.png", "fig-x.csv", "fig-x.json"}
    about = json.loads((tmp_path / "fig-x" / "fig-x.json").read_text())
    assert about["kind"] == "figure"
    assert about["columns"] == ["index", "2014", "2015", "2016"]
    assert pd.read_csv(tmp_path / "fig-x" / "fig-x.csv")["2016"].tolist() == [3, 7]


def test_the_same_figure_has_the_same_bytes(table, tmp_path):
    for name in ("a", "b"):
        figures.publish(lines(table), id="fig-x", data=table, about=ABOUT, folder=tmp_path / name)
    for file in (tmp_path / "a" / "fig-x").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / "fig-x" / file.name).read_bytes(), file.name


def test_markup_in_a_name_is_text_in_the_picture(table):
    labels = {"RUS": "<script>alert(1)</script>", "DEU": "Germany"}
    fig, _ = line_plots.plot_lines(table, labels, {"RUS": "steppe", "DEU": "ochre"}, "persons", width="wide")
    assert "<script" not in figures.svg(fig)
    plt.close(fig)


def test_a_dark_picture_has_only_dark_colours(table):
    fig, _ = lines(table)("wide")
    colours = set(figures.HEX.findall(figures.darkened(figures.svg(fig))))
    assert colours <= {dark for _, dark in figures.PALETTE.values()}
    plt.close(fig)


def test_a_colour_without_a_dark_twin_is_refused():
    fig, ax = figures.canvas("wide")
    ax.plot([1, 2], [1, 2], color="#123456")
    with pytest.raises(ChapterError, match="#123456"):
        figures.svg(fig)
    plt.close(fig)


@pytest.mark.parametrize("part", list(ABOUT))
def test_a_figure_without_caption_alt_or_source_is_refused(part):
    with pytest.raises(ChapterError, match=f"figure fig-x has no {part}"):
        figures.publish(None, id="fig-x", data=None, about=ABOUT | {part: ""}, folder=None)


def test_an_id_of_another_form_is_refused():
    with pytest.raises(ChapterError, match="not 'Figure 1'"):
        figures.publish(None, id="Figure 1", data=None, about=ABOUT, folder=None)


def contrast(one, other):
    """How far two colours stand apart, by the guidelines for accessible content of the web."""

    def luminance(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_colours_are_readable_on_their_ground(theme):
    tones = {name: pair[theme] for name, pair in figures.PALETTE.items()}
    for name in ("ink", "steppe", "ochre", "brick", "moss", "stone"):
        assert contrast(tones[name], tones["paper"]) >= 4.5, name
    for name in [name for name in tones if name.startswith(("gain", "loss"))]:
        assert contrast(tones[name], tones["paper" if name in figures.STRONG else "ink"]) >= 4.5, name


def test_a_year_stays_whole_though_one_is_blank_and_the_frame_is_left_alone(tmp_path):
    data = pd.DataFrame({"year": [2014.0, None], "persons_a_year": [1.5, 2.0], "share": [3.0, 4.0]})
    figures.write_bundle(tmp_path / "tbl-x", "tbl-x", data, {})
    text = (tmp_path / "tbl-x" / "tbl-x.csv").read_text(encoding="utf8")
    assert text == "year,persons_a_year,share\n2014,1.5,3.0\n,2.0,4.0\n"
    assert data["year"].dtype == float
