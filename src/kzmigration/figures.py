"""One look for all figures, and the bundle that each figure is published as."""

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from kzmigration import spreadsheets
from kzmigration.errors import ChapterError

# (light, dark); a dark picture is the light one with each of these replaced, so no other colour may be used.
PALETTE = {
    "ink": ("#1d2733", "#e6e9ed"),
    "steppe": ("#00738c", "#4fb3c8"),
    "ochre": ("#a8620f", "#e0a458"),
    "brick": ("#a8372b", "#e07a6c"),
    "moss": ("#4d7c3a", "#8fbf73"),
    "stone": ("#6d7480", "#99a2ad"),
    "sky": ("#7fb3c2", "#3f6d7a"),
    "grid": ("#e1e4e8", "#2c343d"),
    "paper": ("#ffffff", "#14181d"),
    # Classes of a map, from the palest to the strongest; on a dark ground the strongest is the brightest.
    "gain1": ("#d6e8ec", "#1f3a42"),
    "gain2": ("#a5ced7", "#27525f"),
    "gain3": ("#6fb1bf", "#2e6e7f"),
    "gain4": ("#2a7e91", "#4297aa"),
    "gain5": ("#005a6e", "#84d3e4"),
    "loss1": ("#f1d8d3", "#43292b"),
    "loss2": ("#d99b91", "#7b453f"),
    "loss3": ("#b5564a", "#c07064"),
}
STRONG = ("gain4", "gain5", "loss3")  # classes on which text has the colour of the paper
COLOUR = {name: light for name, (light, _) in PALETTE.items()}
DARK = dict(PALETTE.values())
HEX = re.compile(r"#[0-9a-f]{6}\b")
SIZES = {"wide": (7.2, 3.9), "narrow": (3.7, 3.9)}  # inches; narrow is redrawn for a phone, not shrunk
PICTURE_ID = re.compile(r"fig-[a-z0-9-]+")


def _style() -> dict:
    return {
        "axes.edgecolor": COLOUR["stone"],
        "axes.facecolor": "none",
        "axes.grid": True,
        "axes.grid.axis": "y",
        "axes.labelcolor": COLOUR["ink"],
        "axes.spines.left": False,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.titlelocation": "left",
        "figure.facecolor": "none",
        "figure.dpi": 96,
        "font.family": "DejaVu Sans",
        "font.size": 10,
        "axes.labelsize": 9.5,
        "axes.titlesize": 10,
        "grid.color": COLOUR["grid"],
        "grid.linewidth": 0.9,
        "text.color": COLOUR["ink"],
        "xtick.color": COLOUR["ink"],
        "ytick.color": COLOUR["ink"],
        "xtick.bottom": False,
        "ytick.left": False,
        "lines.linewidth": 2.2,
        "svg.hashsalt": "kzmigration",
    }


def canvas(
    width: str, *, height: float = 1.0, panels: tuple[int, int] | None = None, share_y: bool = True
) -> tuple[Figure, Axes]:
    """Open an empty figure in the book's style.

    Parameters
    ----------
    width : {"wide", "narrow"}
        For a page, or redrawn for a phone.
    height : float
        Height in multiples of the usual one.
    panels : tuple of int, optional
        Rows and columns; an array of axes is returned then.
    share_y : bool
        Whether panels share their vertical scale.
    """
    sns.set_theme(style="ticks", rc=_style())
    inches = (SIZES[width][0], SIZES[width][1] * height)
    if panels is None:
        return plt.subplots(figsize=inches, layout="constrained")
    fig, axes = plt.subplots(*panels, figsize=inches, layout="constrained", sharey=share_y, squeeze=False)
    if panels[0] > 1:
        fig.get_layout_engine().set(h_pad=0.09)  # inches: a title belongs to what is below it
    return fig, axes


def svg(fig: Figure) -> str:
    """Return a figure as SVG text on a light ground, the same bytes each time; its layout is settled then.

    Raises
    ------
    ChapterError
        If the figure uses a colour that the palette has no dark twin for.
    """
    buffer = io.StringIO()
    with mpl.rc_context(_style()):
        FigureCanvasSVG(fig)  # by whose measures of text the layout goes
        fig.set_dpi(72)
        fig.get_layout_engine().execute(fig)  # else each saving would lay it out, by drawing all of it once more
        fig.set_layout_engine(None)
        fig.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    strange = set(HEX.findall(text)) - set(DARK)
    if strange:
        raise ChapterError(f"a figure uses colours that are not in the palette: {', '.join(sorted(strange))}")
    return text


def darkened(picture: str) -> str:
    """Return the SVG text of a light picture for a dark ground."""
    return HEX.sub(lambda match: DARK[match.group()], picture)


def publish(
    draw: Callable[[str], tuple[Figure, Axes]], *, id: str, data: pd.DataFrame, about: dict, folder: Path | None
) -> str:
    """Draw a figure for page and phone, and write its bundle.

    Parameters
    ----------
    draw : callable
        Takes ``"wide"`` or ``"narrow"`` and returns a figure and its axes.
    id : str
        ``fig-`` and a slug; it names the files, the anchor on the page and the reference in the text.
    data : pandas.DataFrame
        What the figure shows, one row a mark; it becomes the CSV.
    about : dict
        What the metadata say: caption, alt text, source and so on. None of its values may be empty.
    folder : pathlib.Path or None
        Where bundles go; with None nothing is written.

    Returns
    -------
    str
        The light, wide picture as SVG.

    Raises
    ------
    ChapterError
        If the id has another form or a part of the metadata is empty.
    """
    if not PICTURE_ID.fullmatch(id):
        raise ChapterError(f"a figure's id is fig- and lower-case letters, digits and hyphens, not {id!r}")
    empty = [name for name, value in about.items() if value in ("", [], None)]
    if empty:
        raise ChapterError(f"figure {id} has no {', '.join(empty)}")
    pictures = {}
    for width in SIZES:
        fig, _ = draw(width)
        suffix = "" if width == "wide" else "-narrow"
        pictures[f"{suffix}.svg"] = svg(fig)
        pictures[f"{suffix}-dark.svg"] = darkened(pictures[f"{suffix}.svg"])
        if width == "wide" and folder:
            png = io.BytesIO()
            fig.savefig(png, format="png", dpi=200, facecolor="#ffffff", metadata={"Software": None})
        plt.close(fig)
    if folder:
        write_bundle(folder / id, id, data, {"kind": "figure", **about})
        (folder / id / f"{id}.png").write_bytes(png.getvalue())
        for suffix, text in pictures.items():
            (folder / id / f"{id}{suffix}").write_text(text, encoding="utf8")
    return pictures[".svg"]


def write_bundle(folder: Path, id: str, data: pd.DataFrame, about: dict) -> None:
    """Write what figures and tables have in common: data as CSV, metadata as JSON.

    Raises
    ------
    DataError
        If a cell is one that a spreadsheet may run, see :mod:`kzmigration.spreadsheets`.
    """
    folder.mkdir(parents=True)
    spreadsheets.write(_with_whole_years(data), f"{id}.csv", folder / f"{id}.csv")
    metadata = {"id": id, **about, "columns": [str(column) for column in data.columns], "rows": len(data)}
    text = json.dumps(metadata, ensure_ascii=False, indent=1) + "\n"
    (folder / f"{id}.json").write_text(text, encoding="utf8")


def _with_whole_years(data: pd.DataFrame) -> pd.DataFrame:
    """Keep a year a whole number where a blank beside it made it a 2014.0."""
    named = [column for column in data.columns if "year" in str(column) and data[column].dtype == float]
    known = {column: data[column].dropna() for column in named}
    whole = [key for key, years in known.items() if (years.between(1000, 2999) & (years % 1 == 0)).all()]
    return data.astype(dict.fromkeys(whole, "Int64"))
