"""The styles, as data: what each looks like, where and when it feels at home, how it cuts and how it moves the
camera.

Nothing here draws; a renderer knows a style by its `key`. A further style is a further row.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from songreel_engine.draft.model import CameraMove, TimeOfDay, TransitionKind, Weather


@dataclass(frozen=True, kw_only=True)
class Style:
    """One style. Weights are relative; what is not named weighs 1 for cameras and 0 for transitions."""

    key: str
    name: str
    description: str
    words: tuple[str, ...]
    """What people type when they look for it."""
    places: tuple[str, ...]
    """Where it is at home, the most loved first; all others follow."""
    times_of_day: tuple[TimeOfDay, ...]
    """What it can draw, its own hour first."""
    weathers: tuple[Weather, ...]
    """What it likes, most first; a place may forbid some."""
    palette: tuple[tuple[str, str], ...]
    """(colour in words, sRGB hex): dark, middle, light."""
    accent: str
    """sRGB hex of the performer's coat where the brief names no colour."""
    look: str
    """The style in a prompt's words."""
    pace: float
    """1 cuts as the song suggests; more cuts faster."""
    liveliness: float
    """Factor on camera motion."""
    transitions: Mapping[TransitionKind, float]
    camera: Mapping[CameraMove, float]


STYLES: Mapping[str, Style] = {
    style.key: style
    for style in (
        Style(
            key="cinematic_realism",
            name="Cinematic Realism",
            description="A feature film's light: soft contrast, real darks, one warm colour in a cool frame.",
            words=("film", "movie", "realistic", "cinematic", "natural", "photo", "drama"),
            places=("city", "lake", "beach", "room"),
            times_of_day=("dusk", "golden", "night", "dawn", "day"),
            weathers=("clear", "fog", "rain"),
            palette=(("slate blue", "#2b3a4a"), ("weathered stone", "#7d7a72"), ("lamplight", "#f0c98a")),
            accent="#b02a22",
            look="cinematic realism, 35 mm film, soft contrast, shallow depth of field",
            pace=1.0,
            liveliness=1.0,
            transitions={"dissolve": 3, "fade": 1, "dip": 2, "whip": 0.5},
            camera={"push_in": 1.3, "orbit": 1.1},
        ),
        Style(
            key="golden_hour",
            name="Golden Hour",
            description="The last light of the day: a low sun behind everything, long shadows, warm haze.",
            words=("sunset", "warm", "sun", "summer", "romantic", "golden", "nostalgic", "backlit"),
            places=("beach", "lake", "city", "room"),
            times_of_day=("golden", "dusk", "dawn"),
            weathers=("clear", "dust", "petals"),
            palette=(("umber", "#3a2418"), ("honey", "#d9963f"), ("pale gold", "#ffe2a8")),
            accent="#b5362a",
            look="golden hour, low backlight, long shadows, warm haze, sun flare",
            pace=0.9,
            liveliness=0.9,
            transitions={"light_leak": 4, "dissolve": 3, "fade": 1},
            camera={"orbit": 1.4, "drift_left": 1.2, "drift_right": 1.2, "handheld": 0.7},
        ),
        Style(
            key="neo_noir",
            name="Neo Noir",
            description="Wet streets after dark: hard light, deep shadow, one lamp too few.",
            words=("noir", "crime", "detective", "dark", "moody", "shadows", "thriller", "rain"),
            places=("city", "room", "lake", "beach"),
            times_of_day=("night", "dusk", "dawn"),
            weathers=("rain", "fog", "clear"),
            palette=(("ink", "#0b0d12"), ("wet asphalt", "#39424d"), ("sodium lamp", "#e0a050")),
            accent="#9c1f28",
            look="neo noir, hard key light, deep shadows, wet reflections",
            pace=0.95,
            liveliness=0.85,
            transitions={"dip": 4, "fade": 2, "dissolve": 1, "whip": 0.5},
            camera={"push_in": 1.5, "hold": 1.3, "sink": 1.2, "handheld": 0.8},
        ),
        Style(
            key="midnight_blue",
            name="Midnight Blue",
            description="Blue hours and moonlight: quiet, cold and clear, with small warm windows.",
            words=("blue", "night", "moon", "calm", "lonely", "melancholy", "cold", "stars"),
            places=("lake", "city", "room", "beach"),
            times_of_day=("night", "dusk", "dawn"),
            weathers=("clear", "snow", "fog", "rain"),
            palette=(("midnight", "#0a1530"), ("moonlit blue", "#3f63a8"), ("window amber", "#f2c27a")),
            accent="#c23b34",
            look="midnight blue, moonlight, cold clear air, small warm lights",
            pace=0.85,
            liveliness=0.8,
            transitions={"dissolve": 4, "fade": 3, "dip": 1},
            camera={"drift_left": 1.3, "drift_right": 1.3, "rise": 1.3, "handheld": 0.4},
        ),
        Style(
            key="cartoon_3d",
            name="3D Cartoon",
            description="A toy-bright animated feature: round light, clean colours, friendly air.",
            words=("cartoon", "animation", "3d", "cute", "fun", "kids", "bright", "toy"),
            places=("beach", "city", "lake", "room"),
            times_of_day=("day", "golden", "dusk", "dawn", "night"),
            weathers=("clear", "petals", "snow"),
            palette=(("deep teal", "#155e70"), ("sky", "#6ec3ee"), ("butter", "#ffe48a")),
            accent="#e2442f",
            look="3D cartoon, rounded shapes, clean saturated colours, soft bounce light",
            pace=1.1,
            liveliness=1.15,
            transitions={"whip": 2, "dissolve": 1, "fade": 1, "light_leak": 1},
            camera={"orbit": 1.4, "rise": 1.3, "pull_out": 1.2},
        ),
        Style(
            key="anime_shonen",
            name="Anime Shonen",
            description="Ink, flat shadow and big skies: every frame about to leap.",
            words=("anime", "manga", "action", "shonen", "hero", "energetic", "fight", "epic"),
            places=("city", "beach", "lake", "room"),
            times_of_day=("day", "golden", "dusk", "night"),
            weathers=("clear", "embers", "dust", "rain"),
            palette=(("ink blue", "#1a2346"), ("hot sky", "#f07d4a"), ("cloud white", "#fff4e4")),
            accent="#d7263d",
            look="shonen anime, bold ink lines, flat cel shadows, towering clouds",
            pace=1.25,
            liveliness=1.35,
            transitions={"whip": 4, "light_leak": 1, "dip": 1},
            camera={"handheld": 1.6, "push_in": 1.4, "hold": 0.6, "drift_left": 0.8, "drift_right": 0.8},
        ),
        Style(
            key="watercolor_anime",
            name="Watercolor Anime",
            description="Washes on paper: soft edges, open sky, a season in every frame.",
            words=("watercolor", "watercolour", "soft", "gentle", "painted", "pastel", "spring"),
            places=("lake", "beach", "room", "city"),
            times_of_day=("day", "dawn", "golden", "dusk"),
            weathers=("petals", "clear", "snow", "fog"),
            palette=(("wet slate", "#5a6f80"), ("leaf wash", "#9fbf9a"), ("bare paper", "#f7f0e0")),
            accent="#c9473b",
            look="watercolour anime, washes on paper, soft edges, open sky",
            pace=0.85,
            liveliness=0.8,
            transitions={"dissolve": 5, "fade": 2, "light_leak": 1},
            camera={"drift_left": 1.4, "drift_right": 1.4, "rise": 1.3, "handheld": 0.3},
        ),
        Style(
            key="cyberpunk",
            name="Cyberpunk",
            description="Neon on wet concrete: magenta against cyan, steam, a city that never turns off.",
            words=("neon", "future", "sci-fi", "synthwave", "electronic", "hacker", "robot", "glow"),
            places=("city", "room", "beach", "lake"),
            times_of_day=("night", "dusk", "golden"),
            weathers=("rain", "clear", "fog", "embers"),
            palette=(("black violet", "#120a24"), ("magenta", "#e0218a"), ("cyan", "#29e0e6")),
            accent="#ff3b5c",
            look="cyberpunk, neon magenta and cyan, wet reflections, steam",
            pace=1.15,
            liveliness=1.2,
            transitions={"whip": 3, "dip": 2, "light_leak": 1},
            camera={"handheld": 1.3, "push_in": 1.3, "orbit": 1.2, "sink": 1.1},
        ),
    )
}
