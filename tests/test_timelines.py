import itertools

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex

from kzmigration.errors import ChapterError
from kzmigration.figures import COLOUR, svg
from kzmigration.timelines import moments, plot_timeline, spans

LABELS = {"laws": "Laws", "programmes": "Programmes and concepts", "quotas": "Quotas"}
COLOURS = {"laws": "steppe", "programmes": "ochre", "quotas": "moss"}


@pytest.fixture
def events():
    rows = [("1992-06-26", None, "laws", "Law on immigration, with a quota for families each year")]
    rows += [(f"199{year}", None, "quotas", "thousands of families, by decree") for year in range(3, 8)]
    rows += [("1997-12-13", None, "laws", "Law on migration of the population")] * 3
    rows += [("2004", "2010", "programmes", "Rural territories"), ("2007-08-28", "2015", "programmes", "Concept")]
    return pd.DataFrame(rows, columns=["start", "end", "lane", "label"])


@pytest.fixture
def periods():
    rows = [(1992, 1996, "Adapting to a new state"), (1997, 2006, "Institutions"), (2007, 2016, "World patterns")]
    return pd.DataFrame(rows, columns=["start", "end", "label"])


def boxes(fig):
    renderer = fig.canvas.get_renderer()
    return [text.get_window_extent(renderer) for text in fig.axes[0].texts if text.get_text()]


@pytest.mark.parametrize("width", ["wide", "narrow"])
@pytest.mark.parametrize("has_periods", [True, False])
def test_no_label_overlaps_another_or_leaves_the_picture(events, periods, width, has_periods):
    fig, _ = plot_timeline(events, LABELS, COLOURS, periods=periods if has_periods else None, width=width)
    found = boxes(fig)
    assert len(found) > len(events)
    for one, other in itertools.combinations(found, 2):
        across = min(one.x1, other.x1) - max(one.x0, other.x0)
        down = min(one.y1, other.y1) - max(one.y0, other.y0)
        assert across <= 0.5 or down <= 2.5, "a font's boxes touch by their line spacing, no more"
    assert min(box.x0 for box in found) >= 0
    assert max(box.x1 for box in found) <= fig.bbox.x1 + 1
    assert min(box.y0 for box in found) >= 0
    plt.close(fig)


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_each_event_stands_in_the_picture_with_its_years(events, periods, width):
    fig, ax = plot_timeline(events, LABELS, COLOURS, periods=periods, width=width)
    words = [text.get_text() for text in ax.texts]
    for when in ("1992", "2004–2010", "2007–2015", "1997–2006"):
        assert when in words
    assert words.count("thousands of families, by decree") + words.count("thousands of") >= 5
    plt.close(fig)


def test_a_label_stands_inside_the_band_of_its_period(events, periods):
    fig, ax = plot_timeline(events, LABELS, COLOURS, periods=periods)
    texts = {text.get_text(): text.get_position()[1] for text in ax.texts}
    starts = [texts[when] for when in ("1992–1996", "1997–2006", "2007–2016")]
    quotas = [text.get_position()[1] for text in ax.texts if text.get_color() == COLOUR["moss"]][:5]
    assert max(quotas[:4]) < starts[1] < starts[2] <= texts["2007–2015"]
    plt.close(fig)


def test_only_colours_of_the_palette_are_used(events, periods):
    fig, _ = plot_timeline(events, LABELS, COLOURS, periods=periods)
    assert svg(fig).startswith("<svg")
    plt.close(fig)


def test_bars_that_overlap_stand_beside_each_other(events):
    fig, ax = plot_timeline(events, LABELS, COLOURS)
    bars = [bar for bar in ax.collections if isinstance(bar, LineCollection)]
    ochre = [bar for bar in bars if to_hex(bar.get_color()[0]) == COLOUR["ochre"]]
    moss = [bar for bar in bars if to_hex(bar.get_color()[0]) == COLOUR["moss"]]
    assert len({bar.get_segments()[0][0, 0] for bar in ochre}) == 2
    assert len({bar.get_segments()[0][0, 0] for bar in moss}) == 1, "years one after the other share a line"
    plt.close(fig)


def test_the_frame_is_not_changed(events, periods):
    before = events.copy(), periods.copy()
    fig, _ = plot_timeline(events, LABELS, COLOURS, periods=periods)
    pd.testing.assert_frame_equal(events, before[0])
    pd.testing.assert_frame_equal(periods, before[1])
    plt.close(fig)


def test_a_day_is_a_moment_and_a_year_lasts_a_year():
    assert moments("1997-01-01") == (1997.0, 1997.0)
    assert moments(1997.0) == (1997.0, 1998.0)
    low, high = moments("1997-12")
    assert (low, high) == (pytest.approx(1997 + 11 / 12, abs=1e-3), 1998.0)
    days = [moments(f"1997-{month:02d}-{day:02d}")[0] for month in (1, 2, 12) for day in (1, 15, 31)]
    assert days == sorted(days)
    assert days[-1] < 1998


def test_rows_come_by_date():
    frame = pd.DataFrame({"start": ["2007-08-28", "1992"], "end": [2015, None], "label": ["b", "a"]})
    assert spans(frame)["when"].tolist() == ["1992", "2007–2015"]


@pytest.mark.parametrize(
    ("start", "end", "lane", "message"),
    [
        ("1997-13-01", None, "laws", "not '1997-13-01'"),
        ("1997", "1995", "laws", "'x' ends in 1995, before its start in 1997"),
        ("1997", None, "decrees", "no name for decrees"),
    ],
)
def test_what_cannot_be_drawn_is_refused(start, end, lane, message):
    frame = pd.DataFrame([(start, end, lane, "x")], columns=["start", "end", "lane", "label"])
    with pytest.raises(ChapterError, match=message):
        plot_timeline(frame, LABELS, COLOURS)


def test_an_empty_timeline_is_refused(events):
    with pytest.raises(ChapterError, match="empty"):
        plot_timeline(events.iloc[:0], LABELS, COLOURS)
