"""Makes the bundled fonts from their public packages: merged of their parts, cut down to the characters in common use.

    scripts/lib/make_fonts.py SOURCES [--out FOLDER]

SOURCES holds the unpacked packages: a folder `fontsource-<family>-<version>` for each family of npm's @fontsource, and
Debian's fonts-noto-cjk under `noto`. Needs fontTools with Brotli: `pip install fonttools brotli`. What each font is and
where it comes from is written in `FONTS.md` beside the fonts.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from fontTools import merge, subset
from fontTools.ttLib import TTFont

FOLDER: Final = Path(__file__).parents[2] / "engine/songreel_engine/finishing/typography/fonts"
_EUROPE: Final = ("latin", "latin-ext", "cyrillic", "greek", "vietnamese")
_LATIN: Final = ("latin", "latin-ext", "vietnamese")
_FAMILIES: Final[tuple[tuple[str, int, Sequence[str]], ...]] = (
    ("anton", 400, _LATIN),
    ("inter", 600, _EUROPE),
    ("inter", 800, _EUROPE),
    ("eb-garamond", 600, _EUROPE),
    ("courier-prime", 700, _LATIN),
    ("caveat-brush", 400, _LATIN),
    ("tilt-neon", 400, _LATIN),
    ("noto-sans-arabic", 700, ("arabic", "latin", "latin-ext")),
    ("noto-sans-hebrew", 700, ("hebrew", "latin", "latin-ext")),
    ("noto-sans-thai", 700, ("thai", "latin")),
    ("noto-sans-devanagari", 700, ("devanagari", "latin")),
    ("ma-shan-zheng", 400, ("chinese-simplified", "latin")),
)
"""Family, weight and the parts that it is put together from; a part that a family lacks is passed over."""
_FEATURES: Final = (
    "kern", "liga", "clig", "calt", "ccmp", "locl", "mark", "mkmk", "init", "medi", "fina", "isol", "rlig", "vert", "vrt2",
    "ljmo", "vjmo", "tjmo", "nukt", "akhn", "rphf", "blwf", "half", "pstf", "vatu", "cjct", "rkrf", "pres", "abvs", "blws",
    "psts", "haln", "dist", "abvm", "blwm",
)  # fmt: skip
"""What letters need to join, stand and turn; small capitals, old figures and the like are left out."""
_CJK: Final = "noto/usr/share/fonts/opentype/noto"
_FIRST_BYTES: Final = {
    "gb2312": range(0xA1, 0xF8),
    "big5": range(0xA1, 0xC7),
    "euc_jp": range(0xA1, 0xD0),
    "euc_kr": range(0xA1, 0xC9),
}
"""All of GB 2312; the commonly used of Big5 and JIS X 0208 (their first levels); Hangul and marks of KS X 1001."""
_SECOND_BYTES: Final = range(0x40, 0xFF)
_COMMON: Final = frozenset(
    (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2060), *range(0x3000, 0x3100), *range(0xFF00, 0xFFEF))
)


def main() -> None:
    options = _options()
    options.out.mkdir(parents=True, exist_ok=True)
    for family, weight, parts in _FAMILIES:
        _merged(options.sources, family, weight, parts, options.out / f"{family}-{weight}.ttf")
    easts = characters("gb2312", "big5", "euc_jp")
    languages = ["latn.dflt", "hani.dflt", "hani.JAN ", "hani.ZHT ", "kana.dflt", "kana.JAN ", "hang.dflt", "DFLT.dflt"]
    _cut(options.sources / _CJK / "NotoSansCJK-Bold.ttc", easts | characters("euc_kr"), languages, options.out)
    _cut(options.sources / _CJK / "NotoSerifCJK-Bold.ttc", easts, ["hani.dflt", "kana.dflt", "DFLT.dflt"], options.out)
    _report(options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", type=Path)
    parser.add_argument("--out", type=Path, default=FOLDER)
    return parser.parse_args()


def characters(*encodings: str) -> frozenset[int]:
    """Code points of the common characters of these encodings, with Latin letters, kana and marks."""
    found = set(_COMMON)
    for encoding in encodings:
        for first in _FIRST_BYTES[encoding]:
            for second in _SECOND_BYTES:
                text = bytes((first, second)).decode(encoding, "ignore")
                found |= {ord(text)} if len(text) == 1 else set()
    return frozenset(found)


def _common_of_gb2312() -> frozenset[int]:
    """The 3,755 characters of its first level."""
    rows = (bytes((first, second)) for first in range(0xB0, 0xD8) for second in range(0xA1, 0xFF))
    return frozenset(ord(text) for row in rows if len(text := row.decode("gb2312", "ignore")) == 1)


def _merged(sources: Path, family: str, weight: int, parts: Sequence[str], out: Path) -> None:
    (folder,) = sources.glob(f"fontsource-{family}-[0-9]*")
    with tempfile.TemporaryDirectory() as kept:
        files = []
        for part in parts:
            packed = folder / "files" / f"{family}-{part}-{weight}-normal.woff2"
            if packed.is_file():
                font = TTFont(packed)
                font.flavor = None
                files.append(str(Path(kept) / f"{part}.ttf"))
                font.save(files[-1])
        whole = TTFont(files[0])
        if len(files) > 1:
            tables = merge.Options(drop_tables=["vhea", "vmtx", "meta", "gasp", "STAT", "DSIG", "MVAR", "HVAR"])
            whole = merge.Merger(tables).merge(files)
        wanted = _common_of_gb2312() | _COMMON if family == "ma-shan-zheng" else whole.getBestCmap()
        _save(whole, wanted, ["*"], out)


def _cut(source: Path, wanted: Iterable[int], languages: list[str], folder: Path) -> None:
    simplified_chinese = 2
    font = subset.load_font(str(source), _plain(languages, simplified_chinese))
    _save(font, wanted, languages, folder / f"{source.stem.lower()}.otf")


def _plain(languages: list[str], number: int = -1) -> subset.Options:
    return subset.Options(
        font_number=number,
        layout_features=list(_FEATURES),
        layout_scripts=languages,
        name_IDs=["*"],
        notdef_outline=True,
        hinting=False,
        drop_tables=["DSIG", "BASE", "meta", "gasp"],
    )


def _save(font: TTFont, wanted: Iterable[int], languages: list[str], out: Path) -> None:
    cutter = subset.Subsetter(_plain(languages))
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    font.save(out)


def _report(folder: Path) -> None:
    total = 0
    for file in sorted(folder.glob("*.[ot]tf")):
        total += file.stat().st_size
        print(f"{file.name:<32} {file.stat().st_size / 1e3:>8.0f} kB  {len(TTFont(file).getBestCmap()):>6} characters")
    print(f"{'':<32} {total / 1e3:>8.0f} kB")


if __name__ == "__main__":
    sys.exit(main())
