"""Makes the two fonts of the sheets from Debian's fonts-noto-cjk: `python static/fonts/make.py`, half a minute.

Regular holds all of Noto Sans CJK SC; Bold the characters of GB 2312, the common ones of Big5 and three of names:
a rarer bold one falls back to Regular.
Without hinting, vertical forms, proportional and regional variants, which double the number of glyphs.
"""
import hashlib
from pathlib import Path

from fontTools import subset

SOURCE = Path("/usr/share/fonts/opentype/noto")
SIMPLIFIED = 2                                      # the font of the collection: JP, KR, SC, TC, HK, mono …
HERE = Path(__file__).parent


def in_daily_use(code: int) -> bool:
    """A Han character of GB 2312 or of Big5's first level, or anything that is not Han."""
    if not (0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or code >= 0x20000):
        return not 0xAC00 <= code <= 0xD7A3         # Hangul
    character = chr(code)
    return (bool(character.encode("gb2312", "ignore")) or character in "喆堃燚"
            or b"\xa4" <= character.encode("big5", "ignore")[:1] <= b"\xc6")


def make(source: str, target: str, everything: bool) -> None:
    options = subset.Options(font_number=SIMPLIFIED, hinting=False, layout_features=["kern", "ccmp", "mark", "mkmk"],
                             drop_tables=["vhea", "vmtx", "VORG", "BASE", "DSIG"], desubroutinize=False,
                             name_IDs=["*"], name_languages=[0x409])
    font = subset.load_font(str(SOURCE / source), options)
    codes = [code for code in font.getBestCmap() if everything and not 0xAC00 <= code <= 0xD7A3 or in_daily_use(code)]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    subset.save_font(font, str(HERE / target), options)
    print(target, len(codes), "characters", hashlib.sha256((HERE / target).read_bytes()).hexdigest())


if __name__ == "__main__":
    make("NotoSansCJK-Bold.ttc", "sheet-bold.otf", everything=False)
    make("NotoSansCJK-Regular.ttc", "sheet-regular.otf", everything=True)
