"""Make the book's fonts anew from their open sources; ``make fonts`` calls it, and nobody else needs to.

Source Serif 4 and Source Sans 3 come from the packages ``fontpkg-source-serif-4`` and ``fontpkg-source-sans-3``.
They are cut to the letters of English, Russian and Kazakh and to two weights, and take a name of their own, as their
licence asks of changed copies. With fonts of the system named behind the folder, it prints what ``fonts.css`` says of
them, so that nothing moves when ours have come.

Usage: fonts.py FOLDER [FALLBACK.ttf ...]
"""

import itertools
import sys
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

RANGES = (
    "20-7E A0-FF 131 152-153 160-161 17D-17E 401 404 406-407 410-44F 451 454 456-457 492-493 49A-49B 4A2-4A3 4AE-4B1 "
    "4BA-4BB 4D8-4D9 4E8-4E9 2002-200A 2010-2015 2018-201E 2020-2022 2026 202F 2030 2032-2033 2039-203A 2044 20AC 20B8 "
    "20BD 2116 2122 2190-2193 2212 221E 2248 2260 2264-2265 25A0 25C6-25C7 25CB 25CF"
)
FEWER = (  # for italics, which a page has a line or two of: letters and what stands between them
    "20-7E A0 AB BB E9 F6 FC 401 406 410-44F 451 456 492-493 49A-49B 4A2-4A3 4AE-4B1 4BA-4BB 4D8-4D9 4E8-4E9 "
    "2013-2014 2018-201E 2026 2116 2212"
)
FEATURES = ["kern", "liga", "locl", "ccmp", "lnum", "tnum"]
FONTS = {  # ours -> package, file, what is fixed or narrowed of its axes
    "kz-serif": ("fontpkg_source_serif_4", "SourceSerif4[opsz,wght].ttf", {"opsz": 14, "wght": (400, 600)}),
    "kz-serif-italic": ("fontpkg_source_serif_4", "SourceSerif4-Italic[opsz,wght].ttf", {"opsz": 14, "wght": 400}),
    "kz-sans": ("fontpkg_source_sans_3", "SourceSans3[wght].ttf", {"wght": (400, 600)}),
}
FREQUENT = "people who move between regions are counted by the register and by the border service, 2014-2019"


def letters(ranges: str) -> list[int]:
    """Return the code points that are kept."""
    kept = []
    for part in ranges.split():
        low, _, high = part.partition("-")
        kept += range(int(low, 16), int(high or low, 16) + 1)
    return kept


def make(name: str, folder: Path) -> None:
    """Cut one font and write it as woff2."""
    package, file, axes = FONTS[name]
    whole = BytesIO()  # written and read again, since a cut of what is only in memory misses glyphs
    source = TTFont(files(package) / "files" / file, recalcTimestamp=False)  # the same bytes each time
    instantiateVariableFont(source, axes).save(whole)
    font = TTFont(whole, recalcTimestamp=False)
    options = Options()
    options.layout_features = FEATURES[:2] if "italic" in name else FEATURES
    options.hinting, options.flavor = False, "woff2"
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters(FEWER if "italic" in name else RANGES))
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6):
            record.string = name
    font.flavor = "woff2"
    font.save(folder / f"{name}.woff2")


def descriptors(own: TTFont, fallback: TTFont) -> str:
    """Return how a fallback is set so that its lines are as long and as high as ours."""
    scale = _width(own) / _width(fallback)
    units, high = own["head"].unitsPerEm, own["hhea"]
    parts = {"ascent": high.ascent, "descent": -high.descent, "line-gap": high.lineGap}
    told = [f"{part}-override: {value / units / scale:.1%}" for part, value in parts.items()]
    return "; ".join([f"size-adjust: {scale:.1%}", *told])


def _width(font: TTFont) -> float:
    names, widths = font.getBestCmap(), font["hmtx"]
    return sum(widths[names[ord(letter)]][0] for letter in FREQUENT) / font["head"].unitsPerEm


if __name__ == "__main__":
    out, fallbacks = Path(sys.argv[1]), sys.argv[2:]
    for name in FONTS:
        if not fallbacks:
            make(name, out)
        for fallback, weight in itertools.product(fallbacks, (400, 600)):
            own = TTFont(out / f"{name}.woff2")
            if "fvar" in own:
                own = instantiateVariableFont(own, {"wght": weight})
            sys.stdout.write(f"{name} {weight} {Path(fallback).stem}: {descriptors(own, TTFont(fallback))}\n")
