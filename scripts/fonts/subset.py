"""Makes assets/fonts/ from the full fonts; run by hand when the set of glyphs changes.

    npm pack @expo-google-fonts/arimo@0.4.3 @expo-google-fonts/noto-sans-math@0.4.2   (and unpack both)
    pip install fonttools==4.68.0
    python scripts/fonts/subset.py ARIMO_FOLDER NOTO_FOLDER assets/fonts

Arimo (metrics of Arial, which ROOT's fonts 42-72 mean) carries Latin, Greek and the commonest symbols;
a subset of Noto Sans Math carries the symbols of TLatex that Arimo lacks. Neither has a reserved font
name. Kerning, ligatures and hinting go, so that every renderer sets text from the same advance widths
that the layout uses.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

arimo, noto, out = map(Path, sys.argv[1:4])

TEXT = [
    (0x0020, 0x007E), (0x00A0, 0x017F), (0x0192, 0x0192), (0x02C6, 0x02DD), (0x0300, 0x0308),
    (0x030A, 0x030A), (0x030C, 0x030C), (0x0338, 0x0338), (0x0370, 0x03FF), (0x2010, 0x2015),
    (0x2018, 0x2022), (0x2026, 0x2026), (0x2030, 0x2030), (0x2032, 0x2033), (0x2039, 0x203A),
    (0x2044, 0x2044), (0x2070, 0x209C), (0x20AC, 0x20AC), (0x2100, 0x214F), (0x2190, 0x21FF),
    (0x2200, 0x22FF), (0x25A0, 0x25FF), (0x2660, 0x2666),
]  # fmt: skip
SYMBOLS = [
    (0x2190, 0x2199), (0x21B5, 0x21B5), (0x21D0, 0x21D5), (0x2200, 0x2265), (0x226A, 0x226B),
    (0x2282, 0x2289), (0x2295, 0x2299), (0x22A2, 0x22A5), (0x22C5, 0x22C6), (0x2308, 0x230B),
    (0x2320, 0x2321), (0x239B, 0x23AE), (0x25FB, 0x25FE), (0x2713, 0x2713), (0x27E8, 0x27E9),
    (0x27F5, 0x27F7), (0x2111, 0x2111), (0x2118, 0x2118), (0x211C, 0x211C), (0x2135, 0x2135),
]  # fmt: skip


def codes(ranges):
    return {code for first, last in ranges for code in range(first, last + 1)}


def cut(source, unicodes, target):
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "MATH", "DSIG", "STAT", "gasp", "meta", "kern"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.recalc_timestamp = False
    font = TTFont(source, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=unicodes)
    subsetter.subset(font)
    font.save(out / target)
    return set(font.getBestCmap())


for style in ["Regular", "Italic", "Bold", "BoldItalic"]:
    folder = {"Regular": "400Regular", "Italic": "400Regular_Italic", "Bold": "700Bold", "BoldItalic": "700Bold_Italic"}[style]
    have = cut(arimo / folder / f"Arimo_{folder}.ttf", codes(TEXT), f"Arimo-{style}.ttf")
cut(noto / "400Regular" / "NotoSansMath_400Regular.ttf", codes(SYMBOLS) - have, "NotoSansMath-Symbols.ttf")
