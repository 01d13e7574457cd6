"""Kinds of music: tempo, metre, who plays, in what manner.

Conventions: General MIDI programs from 0. `weight` is how often the dice choose a genre. Tempo is where a listener
counts: quarters, or dotted quarters in 6/8.
"""

from dataclasses import dataclass
from typing import Final

Span = tuple[float, float]

PIANOS: Final = (0, 0, 1, 2, 3)
ELECTRIC_PIANOS: Final = (4, 5)
ORGANS: Final = (16, 17, 18, 19)
ACOUSTIC_GUITARS: Final = (24, 25, 25)
ELECTRIC_GUITARS: Final = (26, 27, 27, 28)
DRIVEN_GUITARS: Final = (27, 27, 29, 30, 25)
MUTED_GUITARS: Final = (27, 28, 29)
BASSES: Final = (33, 33, 34, 35, 36)
UPRIGHT: Final = (32, 32, 35)
SYNTH_BASSES: Final = (38, 39, 87)
STRINGS: Final = (48, 49, 44)
PADS: Final = (88, 89, 90, 91, 92, 94, 95, 50, 51)
CHOIRS: Final = (52, 53, 54)
BRASS: Final = (56, 57, 60, 61, 62)
SYNTH_LEADS: Final = (80, 81, 82, 84, 87)
PLUCKS: Final = (45, 46, 104, 105, 107, 108, 11, 12)
LEADS: Final = (80, 81, 65, 66, 73, 40, 56, 22)
FOLK_LEADS: Final = (110, 73, 72, 74, 21, 22, 109, 40, 105)
JAZZ_LEADS: Final = (65, 66, 64, 56, 59, 71, 11, 0)
CLASSICAL_LEADS: Final = (40, 42, 73, 68, 71, 60, 56, 41)
GUITAR_LEADS: Final = (29, 30, 27)
ROCK_KITS: Final = ("gm:0", "gm:0", "gm:8", "gm:16", "gm:16")
POP_KITS: Final = ("gm:0", "gm:8", "gm:25", "electronic", "electronic")
MACHINES: Final = ("gm:24", "gm:25", "electronic", "electronic", "electronic")
JAZZ_KITS: Final = ("gm:32", "gm:32", "gm:40", "gm:0")
ROOM_KITS: Final = ("gm:0", "gm:8", "gm:32")
ORCHESTRA_KITS: Final = ("gm:48", "gm:0", "gm:16")


@dataclass(frozen=True)
class Layer:
    """A chair in the band: ways of playing, instruments, how often it is taken."""

    writers: tuple[str, ...]
    programs: tuple[int, ...]
    sound: str = "clean"
    chance: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Genre:
    """`grooves` names a family of `grooves.GROOVES`, or is empty: no drums. `swing` is (unit_q, low, high); unit 0
    is straight."""

    weight: float
    metre: str = "4/4"
    bpm: Span
    grooves: str = ""
    kits: tuple[str, ...] = ()
    swing: tuple[float, float, float] = (0.0, 0.5, 0.5)
    swing_chance: float = 0.0
    harmony: tuple[str, ...] = ("bright", "dark")
    modes: tuple[str, ...] = ("major", "minor")
    chord_size: int = 3
    bass: Layer | None = None
    layers: tuple[Layer, ...]
    leads: tuple[int, ...] = LEADS
    sung: float = 0.6
    form: str = "song"
    steady: float = 0.6
    """How often the tempo is a machine's."""
    anticipates: float = 0.3
    """How often chords come an eighth early."""
    retimes: float = 0.0
    """How often a section is played in half or double time."""


_EASY_SWING: Final = (1.0, 0.55, 0.68)
_SIXTEENTH_SWING: Final = (0.5, 0.52, 0.66)
_ROCK_BASS: Final = Layer(("bass with kick", "bass", "bass"), BASSES, "bass")
_GUITAR_PAIR: Final = (
    Layer(("power", "power", "riff", "chug"), DRIVEN_GUITARS, "distorted"),
    Layer(("strum", "arpeggio", "riff", "keys"), ELECTRIC_GUITARS, chance=0.6),
)
_DARK_MODES: Final = ("minor", "minor", "dorian", "phrygian", "harmonic minor")

GENRES: Final[dict[str, Genre]] = {
    "rock": Genre(
        weight=6,
        bpm=(86, 178),
        grooves="rock",
        kits=ROCK_KITS,
        modes=("major", "minor", "mixolydian", "dorian"),
        bass=_ROCK_BASS,
        layers=(*_GUITAR_PAIR, Layer(("held", "keys"), (*ORGANS, *PIANOS), chance=0.3)),
        leads=GUITAR_LEADS,
        sung=0.7,
        steady=0.5,
        anticipates=0.5,
        retimes=0.12,
    ),
    "hard rock": Genre(
        weight=6,
        bpm=(78, 168),
        grooves="rock",
        kits=ROCK_KITS,
        harmony=("dark", "dark", "bright"),
        modes=("minor", "mixolydian", "dorian"),
        bass=_ROCK_BASS,
        layers=(
            Layer(("riff", "chug", "power"), DRIVEN_GUITARS, "distorted"),
            Layer(("power", "chug"), DRIVEN_GUITARS, "distorted", 0.6),
            Layer(("held",), ORGANS, chance=0.25),
        ),
        leads=GUITAR_LEADS,
        sung=0.6,
        steady=0.5,
        anticipates=0.5,
        retimes=0.15,
    ),
    "metal": Genre(
        weight=9,
        bpm=(88, 215),
        grooves="metal",
        kits=ROCK_KITS,
        harmony=("dark",),
        modes=_DARK_MODES,
        bass=Layer(("bass with kick", "bass"), (33, 34), "bass"),
        layers=(
            Layer(("chug", "chug", "riff", "tremolo"), MUTED_GUITARS, "distorted"),
            Layer(("chug", "power", "tremolo"), DRIVEN_GUITARS, "distorted", 0.7),
            Layer(("swell",), (*STRINGS, *CHOIRS, *PADS), chance=0.3),
        ),
        leads=GUITAR_LEADS,
        sung=0.4,
        steady=0.6,
        anticipates=0.3,
        retimes=0.3,
    ),
    "alternative rock": Genre(
        weight=4,
        bpm=(92, 160),
        grooves="rock",
        kits=ROCK_KITS,
        bass=_ROCK_BASS,
        layers=(
            Layer(("strum", "arpeggio", "riff"), ELECTRIC_GUITARS),
            Layer(("power", "power", "strum"), DRIVEN_GUITARS, "distorted", 0.8),
            Layer(("swell",), PADS, chance=0.3),
        ),
        leads=GUITAR_LEADS,
        sung=0.7,
        steady=0.5,
        anticipates=0.5,
        retimes=0.12,
    ),
    "punk": Genre(
        weight=3.5,
        bpm=(150, 215),
        grooves="punk",
        kits=ROCK_KITS,
        modes=("major", "minor"),
        bass=Layer(("bass", "bass with kick"), (33, 34, 34), "bass"),
        layers=(
            Layer(("power", "chug", "power"), DRIVEN_GUITARS, "distorted"),
            Layer(("power", "riff"), DRIVEN_GUITARS, "distorted", 0.5),
        ),
        leads=GUITAR_LEADS,
        sung=0.7,
        steady=0.4,
        anticipates=0.4,
        retimes=0.15,
    ),
    "pop": Genre(
        weight=5,
        bpm=(84, 132),
        grooves="pop",
        kits=POP_KITS,
        bass=Layer(("bass", "bass with kick", "octaves"), (*BASSES, *SYNTH_BASSES), "bass"),
        swing=_SIXTEENTH_SWING,
        swing_chance=0.2,
        layers=(
            Layer(("keys", "held", "stabs", "arpeggio"), (*PIANOS, *ELECTRIC_PIANOS)),
            Layer(("strum", "arpeggio"), (*ACOUSTIC_GUITARS, *ELECTRIC_GUITARS), chance=0.6),
            Layer(("swell",), (*PADS, *STRINGS), chance=0.6),
        ),
        sung=0.8,
        steady=0.8,
        anticipates=0.5,
        retimes=0.08,
    ),
    "house": Genre(
        weight=3,
        bpm=(112, 140),
        grooves="house",
        kits=MACHINES,
        modes=_DARK_MODES,
        chord_size=4,
        bass=Layer(("off-beat bass", "bass", "octaves"), SYNTH_BASSES, "bass"),
        swing=_SIXTEENTH_SWING,
        swing_chance=0.4,
        layers=(
            Layer(("stabs", "arpeggio"), (*PIANOS, *SYNTH_LEADS, *PADS)),
            Layer(("swell", "held"), PADS, chance=0.7),
            Layer(("arpeggio", "riff"), (*SYNTH_LEADS, *PLUCKS), chance=0.6),
        ),
        leads=SYNTH_LEADS,
        sung=0.35,
        form="dance",
        steady=1.0,
    ),
    "trance": Genre(
        weight=2,
        bpm=(128, 150),
        grooves="house",
        kits=MACHINES,
        modes=("minor",),
        bass=Layer(("off-beat bass",), SYNTH_BASSES, "bass"),
        layers=(
            Layer(("arpeggio",), SYNTH_LEADS),
            Layer(("swell",), PADS),
            Layer(("stabs", "arpeggio"), SYNTH_LEADS, chance=0.5),
        ),
        leads=SYNTH_LEADS,
        sung=0.25,
        form="dance",
        steady=1.0,
    ),
    "drum and bass": Genre(
        weight=2.5,
        bpm=(158, 180),
        grooves="drum and bass",
        kits=MACHINES,
        modes=_DARK_MODES,
        bass=Layer(("bass", "bass with kick", "pedal"), SYNTH_BASSES, "bass"),
        layers=(
            Layer(("swell", "held"), PADS),
            Layer(("arpeggio", "stabs"), (*ELECTRIC_PIANOS, *SYNTH_LEADS, 0), chance=0.7),
        ),
        leads=SYNTH_LEADS,
        sung=0.35,
        form="dance",
        steady=1.0,
        retimes=0.2,
    ),
    "hip-hop": Genre(
        weight=3,
        bpm=(68, 106),
        grooves="hip-hop",
        kits=MACHINES,
        modes=_DARK_MODES,
        chord_size=4,
        bass=Layer(("bass", "bass with kick"), (*SYNTH_BASSES, 33, 32), "bass"),
        swing=_SIXTEENTH_SWING,
        swing_chance=0.6,
        layers=(
            Layer(("keys", "stabs", "arpeggio"), (*PIANOS, *ELECTRIC_PIANOS, *PLUCKS)),
            Layer(("held", "riff"), (*STRINGS, *PADS, *BRASS), chance=0.6),
        ),
        sung=0.6,
        steady=0.95,
    ),
    "trap": Genre(
        weight=2.5,
        bpm=(120, 160),
        grooves="trap",
        kits=MACHINES,
        modes=_DARK_MODES,
        bass=Layer(("bass with kick",), SYNTH_BASSES, "bass"),
        layers=(Layer(("arpeggio", "keys", "riff"), (*PLUCKS, 0, 4, *PADS)), Layer(("swell",), PADS, chance=0.6)),
        sung=0.6,
        steady=1.0,
    ),
    "reggae": Genre(
        weight=2.5,
        bpm=(60, 96),
        grooves="reggae",
        kits=ROOM_KITS,
        bass=Layer(("bass",), (33, 35, 32), "bass"),
        swing=_SIXTEENTH_SWING,
        swing_chance=0.5,
        layers=(
            Layer(("skank",), (*ELECTRIC_GUITARS, 0, 16)),
            Layer(("skank", "stabs"), ORGANS, chance=0.6),
            Layer(("riff",), BRASS, chance=0.3),
        ),
        sung=0.7,
    ),
    "ska": Genre(
        weight=2,
        bpm=(140, 190),
        grooves="ska",
        kits=ROCK_KITS,
        modes=("major", "minor"),
        bass=Layer(("walking", "bass"), BASSES, "bass"),
        layers=(
            Layer(("skank",), (*ELECTRIC_GUITARS, *DRIVEN_GUITARS)),
            Layer(("skank", "stabs"), (*ORGANS, 0), chance=0.5),
            Layer(("riff", "stabs"), BRASS, chance=0.7),
        ),
        leads=BRASS,
        sung=0.6,
    ),
    "funk": Genre(
        weight=3,
        bpm=(88, 126),
        grooves="funk",
        kits=ROOM_KITS,
        modes=("mixolydian", "dorian", "minor"),
        chord_size=4,
        bass=Layer(("bass with kick", "bass", "riff"), (36, 33, 37), "bass"),
        swing=_SIXTEENTH_SWING,
        swing_chance=0.5,
        layers=(
            Layer(("stabs", "strum"), (27, 28, 28)),
            Layer(("stabs", "keys"), (*ELECTRIC_PIANOS, 7, *ORGANS)),
            Layer(("stabs", "riff"), BRASS, chance=0.6),
        ),
        leads=JAZZ_LEADS,
        sung=0.5,
        anticipates=0.3,
    ),
    "disco": Genre(
        weight=2,
        bpm=(104, 132),
        grooves="disco",
        kits=POP_KITS,
        chord_size=4,
        bass=Layer(("octaves", "bass"), (33, 36, 38), "bass"),
        layers=(
            Layer(("stabs", "strum"), (27, 28)),
            Layer(("held", "tremolo", "riff"), STRINGS),
            Layer(("stabs", "keys"), (0, 4, *BRASS), chance=0.6),
        ),
        sung=0.6,
        steady=0.8,
    ),
    "latin": Genre(
        weight=3,
        bpm=(84, 132),
        grooves="latin",
        kits=ROOM_KITS,
        modes=("minor", "major", "harmonic minor", "dorian"),
        harmony=("turns", "dark", "bright"),
        chord_size=4,
        bass=Layer(("tumbao", "tumbao", "bass"), (32, 33), "bass"),
        layers=(
            Layer(("stabs", "arpeggio", "keys"), (0, 1, 4)),
            Layer(("strum", "stabs"), (24, 25), chance=0.6),
            Layer(("stabs", "riff"), BRASS, chance=0.5),
        ),
        leads=(56, 57, 65, 73, 24),
        sung=0.5,
        anticipates=0.6,
    ),
    "bossa nova": Genre(
        weight=1.5,
        bpm=(108, 156),
        grooves="latin",
        kits=JAZZ_KITS,
        modes=("major", "dorian"),
        harmony=("turns",),
        chord_size=4,
        bass=Layer(("bass",), (32,), "bass"),
        layers=(Layer(("stabs",), (24,)), Layer(("held", "stabs"), (4, 0, 48), chance=0.5)),
        leads=(73, 65, 11, 24),
        sung=0.5,
        anticipates=0.6,
    ),
    "soul": Genre(
        weight=3,
        bpm=(58, 100),
        grooves="soul",
        kits=POP_KITS,
        harmony=("turns", "bright"),
        chord_size=4,
        bass=Layer(("bass", "bass with kick"), BASSES, "bass"),
        swing=_SIXTEENTH_SWING,
        swing_chance=0.5,
        layers=(
            Layer(("keys", "held"), (*ELECTRIC_PIANOS, *ORGANS, 0)),
            Layer(("stabs", "arpeggio"), (26, 27), chance=0.5),
            Layer(("swell",), (*STRINGS, *BRASS), chance=0.5),
        ),
        leads=JAZZ_LEADS,
        sung=0.8,
        anticipates=0.4,
    ),
    "shuffle blues": Genre(
        weight=3,
        bpm=(66, 148),
        grooves="shuffle",
        kits=ROOM_KITS,
        harmony=("blues",),
        modes=("mixolydian", "dorian"),
        bass=Layer(("walking", "bass"), (32, 33, 33), "bass"),
        swing=(1.0, 0.6, 0.69),
        swing_chance=1.0,
        layers=(
            Layer(("strum", "stabs", "riff"), (26, 27, 27)),
            Layer(("keys", "stabs", "held"), (0, 3, *ORGANS), chance=0.7),
            Layer(("power", "riff"), DRIVEN_GUITARS, "distorted", 0.4),
        ),
        leads=(22, 27, 29, 65),
        sung=0.5,
        steady=0.3,
    ),
    "swing jazz": Genre(
        weight=3,
        bpm=(92, 212),
        grooves="swing",
        kits=JAZZ_KITS,
        harmony=("turns", "blues"),
        modes=("major", "dorian", "minor"),
        chord_size=4,
        bass=Layer(("walking",), (32,), "bass"),
        swing=(1.0, 0.58, 0.68),
        swing_chance=1.0,
        layers=(Layer(("stabs", "keys"), (0, 0, 26, 11)), Layer(("stabs", "riff"), BRASS, chance=0.35)),
        leads=JAZZ_LEADS,
        sung=0.2,
        form="tune",
        steady=0.2,
        anticipates=0.5,
    ),
    "country": Genre(
        weight=2.5,
        bpm=(84, 176),
        grooves="train",
        kits=ROOM_KITS,
        harmony=("bright",),
        modes=("major",),
        bass=Layer(("oompah", "bass", "walking"), (32, 33), "bass"),
        swing=_EASY_SWING,
        swing_chance=0.25,
        layers=(
            Layer(("strum", "oompah"), (25, 25, 27)),
            Layer(("arpeggio", "riff"), (105, 25, 27), chance=0.6),
            Layer(("held",), (110, 16), chance=0.3),
        ),
        leads=(110, 22, 27, 25),
        sung=0.7,
        steady=0.4,
    ),
    "reggaeton": Genre(
        weight=2,
        bpm=(86, 104),
        grooves="dembow",
        kits=MACHINES,
        modes=("minor",),
        bass=Layer(("bass with kick", "bass"), SYNTH_BASSES, "bass"),
        layers=(Layer(("stabs", "arpeggio"), (*PLUCKS, 24, 80)), Layer(("swell",), PADS, chance=0.6)),
        sung=0.7,
        steady=1.0,
    ),
    "afrobeat": Genre(
        weight=2,
        bpm=(94, 124),
        grooves="afrobeat",
        kits=ROOM_KITS,
        modes=("minor", "dorian", "mixolydian"),
        bass=Layer(("bass", "riff"), BASSES, "bass"),
        layers=(
            Layer(("stabs", "arpeggio", "riff"), (27, 28, 12)),
            Layer(("stabs", "riff"), (*BRASS, 17)),
            Layer(("arpeggio",), (12, 108), chance=0.4),
        ),
        leads=JAZZ_LEADS,
        sung=0.5,
    ),
    "synthwave": Genre(
        weight=2.5,
        bpm=(78, 128),
        grooves="pop",
        kits=MACHINES,
        modes=("minor", "dorian"),
        bass=Layer(("octaves", "bass"), SYNTH_BASSES, "bass"),
        layers=(
            Layer(("arpeggio",), SYNTH_LEADS),
            Layer(("swell", "held"), PADS),
            Layer(("stabs",), (62, 63, 80), chance=0.4),
        ),
        leads=SYNTH_LEADS,
        sung=0.4,
        steady=1.0,
    ),
    "power ballad": Genre(
        weight=3,
        bpm=(60, 92),
        grooves="rock",
        kits=ROCK_KITS,
        bass=_ROCK_BASS,
        layers=(
            Layer(("keys", "arpeggio", "held"), (*PIANOS, 25, 27)),
            Layer(("power", "strum"), DRIVEN_GUITARS, "distorted", 0.6),
            Layer(("swell",), STRINGS, chance=0.6),
        ),
        leads=GUITAR_LEADS,
        sung=0.8,
        steady=0.5,
        anticipates=0.3,
    ),
    "marching band": Genre(
        weight=1,
        bpm=(96, 126),
        grooves="march",
        kits=ORCHESTRA_KITS,
        harmony=("bright",),
        modes=("major", "minor"),
        bass=Layer(("oompah", "bass"), (58, 57), "bass"),
        layers=(Layer(("skank", "stabs"), (60, 61)), Layer(("held", "riff"), BRASS)),
        leads=(56, 72, 71, 60),
        sung=0.05,
        form="tune",
        steady=0.5,
    ),
    "waltz": Genre(
        weight=3,
        metre="3/4",
        bpm=(84, 196),
        grooves="waltz",
        kits=ROOM_KITS,
        bass=Layer(("bass",), UPRIGHT, "bass"),
        layers=(Layer(("oompah", "strum"), (0, 21, 24, 48)), Layer(("swell", "held"), STRINGS, chance=0.6)),
        leads=(*FOLK_LEADS, *CLASSICAL_LEADS),
        sung=0.35,
        form="tune",
        steady=0.35,
    ),
    "rock in three": Genre(
        weight=5,
        metre="3/4",
        bpm=(88, 190),
        grooves="rock in 3",
        kits=ROCK_KITS,
        bass=_ROCK_BASS,
        layers=(*_GUITAR_PAIR, Layer(("swell",), STRINGS, chance=0.3)),
        leads=GUITAR_LEADS,
        sung=0.6,
        steady=0.5,
        anticipates=0.25,
    ),
    "ballad in three": Genre(
        weight=2.5,
        metre="3/4",
        bpm=(66, 120),
        grooves="rock in 3",
        kits=POP_KITS,
        bass=_ROCK_BASS,
        layers=(Layer(("keys", "arpeggio"), (*PIANOS, *ACOUSTIC_GUITARS)), Layer(("swell",), STRINGS, chance=0.6)),
        sung=0.8,
        steady=0.5,
    ),
    "jazz waltz": Genre(
        weight=1.5,
        metre="3/4",
        bpm=(100, 190),
        grooves="waltz",
        kits=JAZZ_KITS,
        harmony=("turns",),
        chord_size=4,
        swing=(1.0, 0.58, 0.67),
        swing_chance=0.9,
        bass=Layer(("walking", "bass"), (32,), "bass"),
        layers=(Layer(("stabs", "keys"), (0, 26)),),
        leads=JAZZ_LEADS,
        sung=0.15,
        form="tune",
        steady=0.2,
    ),
    "six-eight ballad": Genre(
        weight=4,
        metre="6/8",
        bpm=(40, 76),
        grooves="six-eight",
        kits=ROCK_KITS,
        bass=Layer(("bass", "bass with kick"), BASSES, "bass"),
        layers=(
            Layer(("arpeggio", "keys", "strum"), (*PIANOS, 25, 27)),
            Layer(("swell", "held"), (*STRINGS, *ORGANS), chance=0.6),
            Layer(("power",), DRIVEN_GUITARS, "distorted", 0.4),
        ),
        leads=(27, 29, 65, 40),
        sung=0.8,
        steady=0.4,
    ),
    "rock in six-eight": Genre(
        weight=5,
        metre="6/8",
        bpm=(48, 112),
        grooves="six-eight",
        kits=ROCK_KITS,
        harmony=("dark", "bright"),
        bass=_ROCK_BASS,
        layers=(
            Layer(("chug", "riff", "power"), DRIVEN_GUITARS, "distorted"),
            Layer(("arpeggio", "strum", "keys"), (27, 26, 25, *ORGANS), chance=0.6),
        ),
        leads=GUITAR_LEADS,
        sung=0.55,
        steady=0.5,
    ),
    "jig": Genre(
        weight=2.5,
        metre="6/8",
        bpm=(88, 132),
        grooves="jig",
        kits=ROOM_KITS,
        harmony=("bright", "dark"),
        modes=("major", "dorian", "mixolydian", "minor"),
        bass=Layer(("bass", "pedal"), (32, 43), "bass", 0.6),
        layers=(
            Layer(("strum", "oompah"), (25, 24, 105)),
            Layer(("riff", "arpeggio"), FOLK_LEADS, chance=0.8),
            Layer(("pedal",), (109, 21, 42), chance=0.4),
        ),
        leads=FOLK_LEADS,
        sung=0.2,
        form="tune",
        steady=0.35,
    ),
    "march in six-eight": Genre(
        weight=1,
        metre="6/8",
        bpm=(84, 124),
        grooves="march in 6",
        kits=ORCHESTRA_KITS,
        bass=Layer(("oompah", "bass"), (58, 43), "bass"),
        layers=(Layer(("stabs", "held"), BRASS), Layer(("riff",), (72, 71, 68))),
        leads=(56, 60, 72),
        sung=0.0,
        form="tune",
        steady=0.4,
    ),
    "folk": Genre(
        weight=3,
        bpm=(76, 142),
        grooves="percussion",
        kits=ROOM_KITS,
        harmony=("bright", "dark"),
        modes=("major", "dorian", "minor"),
        bass=Layer(("bass",), UPRIGHT, "bass", 0.6),
        layers=(
            Layer(("strum", "arpeggio"), ACOUSTIC_GUITARS),
            Layer(("arpeggio", "riff"), (105, 24, 46, 15), chance=0.4),
            Layer(("held",), (21, 40, 42), chance=0.4),
        ),
        leads=FOLK_LEADS,
        sung=0.7,
        steady=0.2,
    ),
    "strummed guitar": Genre(
        weight=2.5,
        bpm=(68, 150),
        layers=(Layer(("strum",), ACOUSTIC_GUITARS), Layer(("arpeggio",), ACOUSTIC_GUITARS, chance=0.3)),
        leads=FOLK_LEADS,
        sung=0.75,
        steady=0.15,
        anticipates=0.4,
    ),
    "fingerpicked guitar": Genre(
        weight=2,
        bpm=(70, 140),
        layers=(Layer(("arpeggio",), ACOUSTIC_GUITARS), Layer(("oompah",), ACOUSTIC_GUITARS, chance=0.5)),
        leads=(25, 73, 40, 22),
        sung=0.6,
        steady=0.15,
    ),
    "fingerpicked in three": Genre(
        weight=1.5,
        metre="3/4",
        bpm=(76, 150),
        layers=(Layer(("arpeggio", "strum"), ACOUSTIC_GUITARS), Layer(("swell",), STRINGS, chance=0.3)),
        leads=FOLK_LEADS,
        sung=0.6,
        steady=0.15,
    ),
    "fingerpicked in six": Genre(
        weight=1.5,
        metre="6/8",
        bpm=(44, 84),
        layers=(Layer(("arpeggio", "strum"), ACOUSTIC_GUITARS), Layer(("held",), (42, 48), chance=0.3)),
        leads=FOLK_LEADS,
        sung=0.6,
        steady=0.15,
    ),
    "solo piano": Genre(
        weight=2.5,
        bpm=(60, 132),
        harmony=("bright", "dark", "turns"),
        layers=(Layer(("arpeggio", "keys", "oompah"), PIANOS), Layer(("keys", "pedal"), PIANOS, chance=0.5)),
        leads=PIANOS,
        sung=0.0,
        form="tune",
        steady=0.1,
    ),
    "piano waltz": Genre(
        weight=1.5,
        metre="3/4",
        bpm=(90, 190),
        layers=(Layer(("oompah", "arpeggio"), PIANOS),),
        leads=PIANOS,
        sung=0.0,
        form="tune",
        steady=0.1,
    ),
    "piano in six-eight": Genre(
        weight=1.5,
        metre="6/8",
        bpm=(44, 90),
        layers=(Layer(("arpeggio", "oompah", "keys"), PIANOS), Layer(("swell",), STRINGS, chance=0.4)),
        leads=(*PIANOS, 40, 42),
        sung=0.3,
        form="tune",
        steady=0.1,
    ),
    "piano and strings": Genre(
        weight=2.5,
        bpm=(54, 104),
        layers=(
            Layer(("keys", "arpeggio"), PIANOS),
            Layer(("swell", "held"), STRINGS),
            Layer(("pedal",), (42, 43), chance=0.4),
        ),
        leads=CLASSICAL_LEADS,
        sung=0.65,
        steady=0.2,
    ),
    "film": Genre(
        weight=2.5,
        bpm=(66, 152),
        grooves="percussion",
        kits=ORCHESTRA_KITS,
        harmony=("dark",),
        modes=("minor", "harmonic minor", "phrygian"),
        bass=Layer(("pedal", "bass", "riff"), (43, 42, 58), "bass"),
        layers=(
            Layer(("tremolo", "riff", "arpeggio"), STRINGS),
            Layer(("held", "stabs"), BRASS),
            Layer(("swell",), CHOIRS, chance=0.6),
        ),
        leads=CLASSICAL_LEADS,
        sung=0.05,
        form="tune",
        steady=0.4,
    ),
    "orchestra": Genre(
        weight=2,
        bpm=(60, 140),
        harmony=("bright", "dark", "turns"),
        bass=Layer(("bass", "pedal"), (43, 42), "bass"),
        layers=(
            Layer(("stabs", "arpeggio", "held"), STRINGS),
            Layer(("held", "riff"), (60, 68, 71, 73)),
            Layer(("oompah", "stabs"), (45, 70, 60), chance=0.5),
        ),
        leads=CLASSICAL_LEADS,
        sung=0.0,
        form="tune",
        steady=0.15,
    ),
    "orchestra in three": Genre(
        weight=1,
        metre="3/4",
        bpm=(80, 190),
        bass=Layer(("bass", "pedal"), (43, 42), "bass"),
        layers=(Layer(("oompah", "held"), STRINGS), Layer(("riff", "held"), (60, 68, 71, 73))),
        leads=CLASSICAL_LEADS,
        sung=0.0,
        form="tune",
        steady=0.15,
    ),
    "chamber": Genre(
        weight=2,
        bpm=(62, 132),
        harmony=("turns", "bright", "dark"),
        bass=Layer(("bass", "walking"), (42, 70), "bass"),
        layers=(Layer(("keys", "arpeggio", "stabs"), (40, 41, 6, 48)), Layer(("held", "riff"), (41, 68, 71))),
        leads=CLASSICAL_LEADS,
        sung=0.0,
        form="tune",
        steady=0.1,
    ),
    "choir": Genre(
        weight=1.5,
        bpm=(58, 108),
        layers=(Layer(("held", "keys"), CHOIRS), Layer(("held",), (19, 48), chance=0.6)),
        bass=Layer(("bass",), (19, 52, 43), "bass"),
        leads=(52, 53, 68),
        sung=0.4,
        form="tune",
        steady=0.1,
    ),
    "ambient": Genre(
        weight=2.5,
        bpm=(54, 112),
        modes=("major", "minor", "dorian"),
        chord_size=4,
        layers=(
            Layer(("swell",), PADS),
            Layer(("arpeggio",), (*PLUCKS, 4, 0, 98, 88), chance=0.9),
            Layer(("pedal",), (*PADS, 38), chance=0.6),
        ),
        leads=(73, 80, 4, 77),
        sung=0.1,
        form="tune",
        steady=0.9,
    ),
    "pulse": Genre(
        weight=1.5,
        bpm=(72, 132),
        grooves="percussion",
        kits=MACHINES,
        chord_size=4,
        bass=Layer(("pedal", "off-beat bass"), SYNTH_BASSES, "bass"),
        layers=(Layer(("arpeggio", "arpeggio", "stabs"), (*PLUCKS, 4, 80, 98)), Layer(("swell",), PADS)),
        leads=(73, 80, 4),
        sung=0.15,
        form="tune",
        steady=0.95,
    ),
}
