"""Makes the fonts of the cards; README.md says from what. Run it from the top of the checkout."""

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

HERE = Path(__file__).parent
PAGES = HERE.parent.parent / "public" / "fonts"
NOTO = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
PUNCTUATION = "，。、；：？！“”‘’（）《》〈〉【】「」『』·—…～￥％＋－／０１２３４５６７８９〇　"


def unpack(name: str) -> None:
    font = TTFont(PAGES / f"{name}.woff2")
    font.flavor = None
    # What was changed may not bear the reserved name "Source"; and each weight names its family differently.
    for record in list(font["name"].names):
        if record.nameID in (3, 4, 6, 16, 17, 25):
            font["name"].removeNames(nameID=record.nameID)
    family = "Almoner " + name.split("-")[0].capitalize()
    font["name"].setName(family, 1, 3, 1, 0x409)
    font["name"].removeNames(nameID=1, platformID=1)
    font["name"].setName(f"{family.replace(' ', '')}-{name.split('-')[1]}", 6, 3, 1, 0x409)
    font.save(HERE / f"{name}.ttf")


def gb2312() -> set[int]:
    """Rows 16 to 87 of the standard: its characters. Five places at the end of row 55 are empty."""
    pairs = (bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    letters = (pair.decode("gb2312", "ignore") for pair in pairs)
    return {ord(letter) for letter in letters if letter}


def hanzi() -> None:
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = [0, 1, 2, 6, 13, 14]
    options.notdef_outline = True
    options.drop_tables += ["GSUB", "GPOS", "BASE", "VORG", "vhea", "vmtx", "GDEF", "DSIG", "STAT"]
    faces = TTCollection(NOTO).fonts
    names = [face["name"].getDebugName(1) for face in faces]
    options.font_number = names.index("Noto Sans CJK SC")
    font = subset.load_font(NOTO, options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=gb2312() | set(map(ord, PUNCTUATION)))
    cutter.subset(font)
    subset.save_font(font, HERE / "hanzi-400.otf", options)


for name in ["serif-600", "sans-400", "sans-600"]:
    unpack(name)
hanzi()
