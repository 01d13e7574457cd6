"""Drum patterns by family, as rows of sixteenths.

Conventions: `X` accent, `x` stroke, `o` ghost, `.` rest; a row is one bar or two (it repeats). 16 steps are a bar
of 4/4, 12 a bar of 3/4 or of 6/8 (where steps 0 and 6 are the beats). Verse, chorus and bridge take from their own
lists.
"""

from dataclasses import dataclass
from typing import Final

Groove = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Grooves:
    """A family. `steps` to a bar; `bridge` may be empty (then the verse's serve)."""

    steps: int
    verse: tuple[Groove, ...]
    chorus: tuple[Groove, ...]
    bridge: tuple[Groove, ...] = ()


_EIGHTHS: Final = "x.x.x.x.x.x.x.x."
_ACCENTED: Final = "X.x.X.x.X.x.X.x."
_QUARTERS: Final = "X...X...X...X..."
_SIXTEENTHS: Final = "XxxxXxxxXxxxXxxx"
_BACKBEAT: Final = "....X.......X..."


def _four(kick: str, snare: str = _BACKBEAT, **rest: str) -> Groove:
    return {"kick": kick, "snare": snare, **rest}


ROCK: Final = Grooves(
    steps=16,
    verse=(
        _four("X.......X.......", hat=_ACCENTED),
        _four("X.....x.X.......", hat=_EIGHTHS),
        _four("X.......X.x.....", hat=_ACCENTED),
        _four("X..x..x...x.....", hat=_EIGHTHS),
        _four("X.x.......x.....X.x....x..x.....", hat=_ACCENTED),
        _four("X.....x...x...x.", hat=_EIGHTHS),
        _four("X.......X.......", tom_floor=_ACCENTED),
        _four("X......xX.x.....", "....X..o.o..X..o", hat=_ACCENTED),
    ),
    chorus=(
        _four("X.....x.X.x.....", crash=_QUARTERS),
        _four("X.x...x.X.x...x.", open=_QUARTERS),
        _four("X.......X.x.....", ride=_EIGHTHS),
        _four("X..x..x.X..x..x.", ride=_ACCENTED),
        _four("X.x.....X.x...x.", crash="X.......X......."),
    ),
    bridge=(
        _four("X.........x.....", "........X.......", hat=_EIGHTHS),
        _four("X.......X.......", "X...X...X...X...", hat=_QUARTERS),
        _four("X..X..X...X...X.", "............X...", tom_floor="X.xxX.xxX.xxX.xx"),
        _four("X.......X.......", "................", hat=_QUARTERS),
    ),
)
METAL: Final = Grooves(
    steps=16,
    verse=(
        _four("X.xxX.xxX.xxX.xx", hat=_QUARTERS),
        _four("XxxxXxxxXxxxXxxx", ride=_QUARTERS),
        _four("X..x..x.X..x..x.", china=_QUARTERS),
        _four("X.xx..x.x.xx..x.", hat=_EIGHTHS),
        _four("x.x.x.x.x.x.x.x.", "..X...X...X...X.", hat=_EIGHTHS),
        _four("X..xx..xX..xx..x", "........X.......", china=_QUARTERS),
        _four("X.xX.xX.X.xX.xX.", hat=_ACCENTED),
    ),
    chorus=(
        _four("XxxxXxxxXxxxXxxx", crash=_QUARTERS),
        _four("X.x.X.x.X.x.X.x.", crash=_QUARTERS),
        _four("X.....x.X.x...x.", crash=_QUARTERS),
        _four("xxxxxxxxxxxxxxxx", "x.x.x.x.x.x.x.x.", ride=_EIGHTHS),
        _four("XxxxXxxxXxxxXxxx", "....X.......X...", ride_bell=_QUARTERS),
    ),
    bridge=(
        _four("X..x..X...x..x..", "........X.......", china=_QUARTERS),
        _four("X..X..X..X..X.X.", "........X.......", crash="X.......X......."),
        _four("X.......X.......", "................", tom_floor="X..x..x.X..x..x."),
    ),
)
PUNK: Final = Grooves(
    steps=16,
    verse=(
        _four("X.....x.X.x.....", hat=_EIGHTHS),
        _four("X.......X.x.....", hat=_ACCENTED),
        _four("X.......X.......", hat=_QUARTERS),
        _four("X.x...x.X.x...x.", hat=_ACCENTED),
    ),
    chorus=(
        _four("X.....x.X.x.....", crash=_QUARTERS),
        _four("X.......X.......", open=_QUARTERS),
        _four("X.x.....X.x.....", ride=_EIGHTHS),
    ),
    bridge=(
        _four("X.........x.....", "........X.......", crash=_QUARTERS),
        _four("X.......X.......", "................", tom_floor=_ACCENTED),
    ),
)
POP: Final = Grooves(
    steps=16,
    verse=(
        _four("X.......X.......", hat=_EIGHTHS),
        _four("X......x..x.....", hat=_SIXTEENTHS),
        _four("X.....x...x.....", clap=_BACKBEAT, hat=_EIGHTHS),
        _four("X.......X.......", "................", rim=_BACKBEAT, shaker=_SIXTEENTHS),
        _four("X..x......x.....", "................", rim="....x.......x...", hat=_EIGHTHS),
        _four("X..x....X..x....", "................", clap=_BACKBEAT, hat="..x...x...x...x."),
        _four("X...X...X...X...", "................", snap=_BACKBEAT),
    ),
    chorus=(
        _four("X.....x.X.x.....", hat=_ACCENTED, tamb="..x...x...x...x."),
        _four("X...X...X...X...", clap=_BACKBEAT, open="..x...x...x...x."),
        _four("X..x..x.X..x....", clap=_BACKBEAT, hat=_SIXTEENTHS),
        _four("X......xX.x.....", ride=_EIGHTHS),
    ),
    bridge=(
        _four("X...............", "................", hat=_QUARTERS),
        _four("X.........x.....", "........X.......", hat=_EIGHTHS),
        _four("X.......X.......", "................", tom_floor="....x..x....x..x"),
    ),
)
HOUSE: Final = Grooves(
    steps=16,
    verse=(
        _four("X...X...X...X...", "................", open="..x...x...x...x."),
        _four("X...X...X...X...", "................", clap=_BACKBEAT, open="..x...x...x...x."),
        _four("X...X...X...X..x", "................", clap="....X.......X.x.", hat=_SIXTEENTHS),
        _four("X...X...X...X...", "................", hat="..x...x...x...xx", shaker=_SIXTEENTHS),
    ),
    chorus=(
        _four("X...X...X...X...", clap=_BACKBEAT, open="..X...X...X...X.", hat=_SIXTEENTHS),
        _four("X...X...X...X...", clap=_BACKBEAT, ride=_EIGHTHS, open="..X...X...X...X."),
        _four("X...X...X...X...", open="..X...X...X...X.", cowbell="x..x..x...x..x.."),
    ),
    bridge=(
        _four("................", "................", clap=_BACKBEAT, shaker=_SIXTEENTHS),
        _four("................", "................", hat="..x...x...x...x."),
        _four("................", "....X.......X..X", hat=_SIXTEENTHS),
    ),
)
DRUM_AND_BASS: Final = Grooves(
    steps=16,
    verse=(
        _four("X.........x.....", hat=_EIGHTHS),
        _four("X.x.......x.....", "....X..o.o..X..o", ride=_EIGHTHS),
        _four("X.........xx....", "....X..o.o..X...", hat=_SIXTEENTHS),
    ),
    chorus=(
        _four("X.x.......x.....X.........x...x.", "....X..o.o..X..o", ride=_EIGHTHS),
        _four("X.........x.....", "....X..x.o.xX.ox", hat=_SIXTEENTHS),
    ),
    bridge=(_four("X.........x.....", "........X.......", hat=_QUARTERS),),
)
HIPHOP: Final = Grooves(
    steps=16,
    verse=(
        _four("X......x.xx.....", hat=_EIGHTHS),
        _four("X.x....x..x.....", "....X..o....X..o", hat=_EIGHTHS),
        _four("X..x....x.x.....X.....xx..x.....", hat="x.x.x.xxx.x.x.x."),
        _four("X.........x..x..", clap=_BACKBEAT, hat=_SIXTEENTHS),
    ),
    chorus=(
        _four("X.x....x.xx.....", clap=_BACKBEAT, hat=_EIGHTHS),
        _four("X..x..x...x..x..", open="..............x.", hat="x.x.x.x.x.x.x..."),
    ),
)
TRAP: Final = Grooves(
    steps=16,
    verse=(
        _four("X..........x....", "........X.......", hat=_EIGHTHS),
        _four("X.....x.....x.x.", "................", clap="........X.......", hat="x.x.x.xxx.x.xxxx"),
        _four("X..x......x.....X.....x.....x...", "........X.......", hat="x.xxx.x.xxx.x.x."),
    ),
    chorus=(
        _four("X.....x...x...x.", "........X.......", clap="........X.......", hat="xxx.x.xxx.xxx.xx"),
        _four("X..x.......x..x.", "........X.......", open="..........x.....", hat=_SIXTEENTHS),
    ),
)
REGGAE: Final = Grooves(
    steps=16,
    verse=(
        _four("........X.......", "........X.......", hat=_EIGHTHS),
        _four("........X.......", "................", rim="........X..x....", hat="..x...x...x...x."),
        _four("X.......X.......", "........X.......", hat="x..xx..xx..xx..x"),
        _four("X...X...X...X...", "........X.......", hat=_EIGHTHS),
    ),
    chorus=(
        _four("X...X...X...X...", "........X.....o.", hat=_EIGHTHS, tamb="....x.......x..."),
        _four("........X.......", "........X..o..o.", open="......x.......x.", hat=_EIGHTHS),
    ),
)
SKA: Final = Grooves(
    steps=16,
    verse=(_four("X.......X.......", hat="..X...X...X...X."), _four("X...X...X...X...", open="..X...X...X...X.")),
    chorus=(
        _four("X.....x.X.......", ride=_QUARTERS, hat="..X...X...X...X."),
        _four("X.......X.x.....", crash=_QUARTERS),
    ),
)
FUNK: Final = Grooves(
    steps=16,
    verse=(
        _four("X..x..x...x..x..", "....X..o.o..X..o", hat=_SIXTEENTHS),
        _four("X.x.......x..x..", "....X..o.o.oX...", hat=_EIGHTHS),
        _four("X.x...x..x....x.", "....X..o.o..X..x", hat=_SIXTEENTHS),
        _four("X......x..xx....", "....X.o..o..X.o.", hat="x.xxx.xxx.xxx.xx"),
        _four("x..x..X...x..x..", "....X..o..x.X...", hat=_EIGHTHS),
    ),
    chorus=(
        _four("X..x..x.X..x..x.", "....X..o.o..X..o", open="......x.......x.", hat=_SIXTEENTHS),
        _four("X...X...X...X...", open="..X...X...X...X.", tamb=_SIXTEENTHS),
        _four("X..x..x...x...x.", ride=_EIGHTHS),
    ),
)
DISCO: Final = Grooves(
    steps=16,
    verse=(
        _four("X...X...X...X...", hat=_SIXTEENTHS),
        _four("X...X...X...X...", open="..X...X...X...X."),
        _four("X...X...X...X.x.", hat="x.xxx.xxx.xxx.xx"),
    ),
    chorus=(_four("X...X...X...X...", clap=_BACKBEAT, open="..X...X...X...X.", tamb=_SIXTEENTHS),),
)
LATIN: Final = Grooves(
    steps=16,
    verse=(
        {"kick": "x..xx..xx..xx..x", "rim": "x..x..x...x..x..", "hat": _EIGHTHS},
        {"kick": "x..x..x.x..x..x.", "claves": "x..x..x...x.x...", "shaker": _SIXTEENTHS},
        {"claves": "..x.x...x..x..x.", "conga": "..x...xx..x...xx", "shaker": _EIGHTHS, "kick": "......x.......x."},
        {"conga": "x.o.X.oox.o.X.xx", "cowbell": "x...x...x...x...", "kick": "...x..x....x..x."},
        {"kick": "x..xx..xx..xx..x", "rim": "x..x..x....x..x.", "shaker": _SIXTEENTHS},
    ),
    chorus=(
        {
            "conga": "x.o.X.oox.o.X.xx",
            "cowbell": "x.x.xx.xx.x.xx.x",
            "kick": "x..x..x.x..x..x.",
            "claves": "x..x..x...x.x...",
        },
        {"timbale": "x.xx.x.xx.xx.x.x", "conga": "..x...xx..x...xx", "kick": "X.......X......."},
        {"kick": "x..xx..xx..xx..x", "rim": "x..x..x...x..x..", "ride": _EIGHTHS, "conga": "......xx......xx"},
    ),
)
SOUL: Final = Grooves(
    steps=16,
    verse=(
        _four("X.......X.x.....", "................", rim=_BACKBEAT, hat=_EIGHTHS),
        _four("X..x......xx....", "....X..o....X..o", hat=_SIXTEENTHS),
        _four("X.........x..x..", "................", snap=_BACKBEAT, hat=_EIGHTHS),
    ),
    chorus=(_four("X..x..x...xx....", hat=_SIXTEENTHS, tamb=_BACKBEAT), _four("X......xX.x.....", ride=_EIGHTHS)),
)
SHUFFLE: Final = Grooves(
    steps=16,
    verse=(
        _four("X.......X.......", hat=_EIGHTHS),
        _four("X.....x.X.....x.", hat=_ACCENTED),
        _four("X...X...X...X...", ride=_EIGHTHS),
        _four("X.....x...x.....", "....X..o..o.X...", hat="X...X...X...X..."),
    ),
    chorus=(
        _four("X.....x.X.....x.", ride=_EIGHTHS),
        _four("X.x...x.X.x...x.", crash=_QUARTERS),
        _four("X...X...X...X...", "..x.X.x...x.X.x.", hat=_EIGHTHS),
    ),
)
SWING: Final = Grooves(
    steps=16,
    verse=(
        {"ride": "X...X.x.X...X.x.", "pedal": "....x.......x...", "kick": "o...o...o...o..."},
        {
            "ride": "X...X.x.X...X.x.",
            "pedal": "....x.......x...",
            "snare": "......o.......o.",
            "kick": "......o.........",
        },
        {"brush": "x.x.X.x.x.x.X.x.", "pedal": "....x.......x..."},
    ),
    chorus=(
        {
            "ride": "X...X.x.X...X.x.",
            "pedal": "....X.......X...",
            "snare": "....x.....o.x.o.",
            "kick": "x...o...x...o...",
        },
        {
            "ride": "X.x.X...X.x.X...",
            "pedal": "....x.......x...",
            "snare": "......x...o.....",
            "kick": "..........x..o..",
        },
    ),
)
TRAIN: Final = Grooves(
    steps=16,
    verse=(
        {"kick": "X.......X.......", "snare": "ooooXooooooo" + "XooX", "hat": "....x.......x..."},
        {"kick": "X...X...X...X...", "brush": "xxXxxxXxxxXxxxXx", "snare": _BACKBEAT},
        _four("X.......X.......", rim="....x.......x...", hat=_EIGHTHS),
    ),
    chorus=(
        _four("X.......X.......", hat=_ACCENTED, tamb="..x...x...x...x."),
        _four("X.....x.X.......", ride=_EIGHTHS),
    ),
)
DEMBOW: Final = Grooves(
    steps=16,
    verse=(
        {"kick": "X...X...X...X...", "snare": "...X..X....X..X.", "hat": _EIGHTHS},
        {"kick": "X...X...X...X...", "rim": "...X..X....X..X.", "shaker": _SIXTEENTHS},
    ),
    chorus=({"kick": "X...X...X...X...", "snare": "...X..X....X..X.", "clap": "...X..X....X..X.", "hat": _SIXTEENTHS},),
)
AFROBEAT: Final = Grooves(
    steps=16,
    verse=(
        _four("X..x....x.x..x..", "....o..x..o.X..o", hat="x.xxx.xxx.xxx.xx"),
        _four("X.....x...x..x..", "....x..o...x....", shaker=_SIXTEENTHS, conga="..x..xx...x..xx."),
        _four("x..x..x.x..x..x.", "....X.....x.....", cowbell="x.x.xx.x.x.xx.x.", hat=_EIGHTHS),
    ),
    chorus=(_four("X..x..x.X.x..x..", "....X..o.o..X..o", open="..x...x...x...x.", shaker=_SIXTEENTHS),),
)
PERCUSSION: Final = Grooves(
    steps=16,
    verse=({"shaker": _SIXTEENTHS}, {"tamb": _BACKBEAT}, {"kick": "X.......X.......", "tamb": "..x...x...x...x."}),
    chorus=(
        {"kick": _QUARTERS, "tamb": _BACKBEAT},
        {"kick": "X.......X.......", "clap": _BACKBEAT, "shaker": _SIXTEENTHS},
    ),
)
MARCH: Final = Grooves(
    steps=16,
    verse=(
        {"kick": "X.......X.......", "snare": "x.xxx.xxx.xxxxxx"},
        {"kick": "X...X...X...X...", "snare": "..x...x...x...xx", "crash": "X.......X......."},
    ),
    chorus=({"kick": "X...X...X...X...", "snare": "X.xxX.xxX.xxXxxx", "crash": _QUARTERS},),
)
WALTZ: Final = Grooves(
    steps=12,
    verse=(
        {"kick": "X...........", "snare": "....x...x..."},
        {"kick": "X...........", "hat": "....x...x...", "rim": "....x...x..."},
        {"kick": "X.......o...", "ride": "X...x.x.x...", "pedal": "....x...x..."},
        {"kick": "X...........", "brush": "x.x.x.x.x.x."},
    ),
    chorus=(
        {"kick": "X...........", "snare": "....X...X...", "hat": "x.x.x.x.x.x."},
        {"kick": "X.......x...", "snare": "....x...x...", "ride": "X...x...x..."},
    ),
)
ROCK_IN_3: Final = Grooves(
    steps=12,
    verse=(
        {"kick": "X...........", "snare": "........X...", "hat": "X.x.X.x.X.x."},
        {"kick": "X.....x.....", "snare": "....X.......", "hat": "x.x.x.x.x.x."},
        {"kick": "X.......x...", "snare": "....X.......", "hat": "X.x.X.x.X.x."},
        {"kick": "X.x.........X.....x.....", "snare": "....X...X...", "hat": "x.x.x.x.x.x."},
    ),
    chorus=(
        {"kick": "X.x...x.....", "snare": "........X...", "crash": "X...X...X..."},
        {"kick": "X.....x.....", "snare": "....X...X...", "ride": "x.x.x.x.x.x."},
    ),
    bridge=({"kick": "X...........", "snare": "............", "tom_floor": "X.xxX.xxX.xx"},),
)
SIX_EIGHT: Final = Grooves(
    steps=12,
    verse=(
        {"kick": "X...........", "snare": "......X.....", "hat": "X.x.x.X.x.x."},
        {"kick": "X.......x.x.", "snare": "......X.....", "hat": "x.x.x.x.x.x."},
        {"kick": "X...x.......", "rim": "......X.....", "hat": "X.x.x.X.x.x."},
        {"kick": "X.........x.", "snare": "......X...o.", "ride": "X.x.x.X.x.x."},
        {"kick": "X...........X...x.......", "snare": "......X.....", "hat": "X..x..X..x.."},
    ),
    chorus=(
        {"kick": "X...x...x...", "snare": "......X.....", "ride": "X.x.x.X.x.x."},
        {"kick": "X.......x.x.", "snare": "......X.....", "crash": "X.....X....."},
        {"kick": "X...........", "snare": "......X.....", "open": "X.....X....."},
    ),
    bridge=(
        {"kick": "X...........", "hat": "x.....x....."},
        {"kick": "X.....X.....", "tom_floor": "X.x.x.X.x.x."},
    ),
)
JIG: Final = Grooves(
    steps=12,
    verse=(
        {"tom_floor": "X.o.x.X.o.x."},
        {"kick": "X.....X.....", "tamb": "X.x.x.X.x.x."},
        {"kick": "X.....X.....", "snare": "....x.....x."},
        {"kick": "X.....x.....", "snare": "......X.....", "hat": "X...x.X...x."},
    ),
    chorus=(
        {"kick": "X.....X.....", "snare": "....X.....X.", "tamb": "x.x.x.x.x.x."},
        {"tom_floor": "X.x.x.X.x.xx", "tamb": "....x.....x."},
    ),
)
MARCH_IN_6: Final = Grooves(
    steps=12,
    verse=({"kick": "X.....X.....", "snare": "x...x.x...x."}, {"kick": "X.....X.....", "snare": "X.x.x.X.x.x."}),
    chorus=({"kick": "X.....X.....", "snare": "X...xxX.x.xx", "crash": "X.....X....."},),
)

GROOVES: Final[dict[str, Grooves]] = {
    "rock": ROCK,
    "metal": METAL,
    "punk": PUNK,
    "pop": POP,
    "house": HOUSE,
    "drum and bass": DRUM_AND_BASS,
    "hip-hop": HIPHOP,
    "trap": TRAP,
    "reggae": REGGAE,
    "ska": SKA,
    "funk": FUNK,
    "disco": DISCO,
    "latin": LATIN,
    "soul": SOUL,
    "shuffle": SHUFFLE,
    "swing": SWING,
    "train": TRAIN,
    "dembow": DEMBOW,
    "afrobeat": AFROBEAT,
    "percussion": PERCUSSION,
    "march": MARCH,
    "waltz": WALTZ,
    "rock in 3": ROCK_IN_3,
    "six-eight": SIX_EIGHT,
    "jig": JIG,
    "march in 6": MARCH_IN_6,
}

FILLS: Final[dict[int, tuple[Groove, ...]]] = {
    16: (
        {"snare": "............xxxX"},
        {"snare": "........xxxx....", "tom_high": "............xx..", "tom_floor": "..............xX"},
        {"snare": "........x.xxx.xx"},
        {"tom_high": "........xx......", "tom_mid": "..........xx....", "tom_floor": "............xxxx"},
        {"snare": "x.x.x.x.xxxxxxxX"},
        {"snare": "............X.X.", "kick": ".............x.x"},
        {"snare": "..........x..x..", "tom_floor": "...........x..xx", "kick": "........x......."},
        {
            "snare": "xxxx............",
            "tom_high": "....xxxx........",
            "tom_mid": "........xxxx....",
            "tom_floor": "............xxxX",
        },
        {"crash": "............X...", "kick": "............X..."},
    ),
    12: (
        {"snare": "........xxxX"},
        {"snare": "......xxxx..", "tom_floor": "..........xx"},
        {"snare": "......x.xxxx"},
        {"tom_high": "......xx....", "tom_mid": "........xx..", "tom_floor": "..........xx"},
        {"snare": "x.x.x.xxxxxx"},
    ),
}
