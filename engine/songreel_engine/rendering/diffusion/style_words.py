"""What each look means to a model that follows words: what to make the picture of, and what to leave out of it."""

from typing import Final, NamedTuple


class StyleWords(NamedTuple):
    """One look's."""

    shown: str
    left_out: str


PHOTO: Final = "drawing, painting, cartoon, anime, 3d render, plastic skin"
DRAWN: Final = "photograph, photorealistic, 3d render"
RENDERED: Final = "photograph, live action, flat drawing"

STYLE_WORDS: Final = {
    "cinematic_realism": StyleWords(
        "cinematic film still, 35 mm, natural light, soft contrast, shallow depth of field", PHOTO
    ),
    "golden_hour": StyleWords("film still at golden hour, low sun behind, long shadows, warm haze, lens flare", PHOTO),
    "neo_noir": StyleWords("neo noir film still, one hard light, deep shadows, wet reflections, muted colours", PHOTO),
    "midnight_blue": StyleWords("film still by moonlight, blue hour, cold clear air, small warm lights", PHOTO),
    "cartoon_3d": StyleWords(
        "3D animated film, rounded friendly shapes, clean bright colours, soft bounce light", RENDERED
    ),
    "anime_shonen": StyleWords("shonen anime frame, bold ink lines, flat cel shading, towering clouds", DRAWN),
    "watercolor_anime": StyleWords(
        "watercolour anime background art, washes on white paper, soft edges, open sky", DRAWN
    ),
    "painterly_3d": StyleWords("painterly 3D animation, visible oil brush strokes, teal shadows, rose light", RENDERED),
    "low_poly_3d": StyleWords(
        "low poly 3D render, flat shaded triangles, clean pastel colours, gradient sky", RENDERED
    ),
    "claymation": StyleWords(
        "claymation still, plasticine figures and sets with thumb prints, miniature set, studio lamp", RENDERED
    ),
    "dynamic_anime": StyleWords("dynamic anime frame, heavy black ink, hatching, burning sky, speed lines", DRAWN),
    "film_noir": StyleWords(
        "1940s film noir still, black and white, hard light through blinds, smoke, deep blacks", PHOTO + ", colour"
    ),
    "found_footage": StyleWords(
        "found footage, VHS camcorder frame, on-camera lamp, chroma bleed, tape noise", PHOTO + ", clean"
    ),
    "disposable_camera": StyleWords(
        "disposable camera photo, direct flash, dark greenish background, soft plastic lens", PHOTO
    ),
    "tilt_shift": StyleWords(
        "tilt shift miniature photo, model town, saturated colours, narrow band of focus, bright sun", PHOTO
    ),
    "retro_open_world": StyleWords(
        "early 2000s open-world video game screenshot, low resolution textures, distance fog", RENDERED
    ),
    "vaporwave": StyleWords(
        "vaporwave artwork, striped sun, pink and cyan sky, glowing grid, chrome, chromatic fringes",
        "photograph, muted colours",
    ),
    "post_apocalyptic": StyleWords(
        "post-apocalyptic film still, ochre haze, blowing dust, bleached contrast, rust", PHOTO + ", lush green"
    ),
    "cyberpunk": StyleWords(
        "cyberpunk film still, neon magenta and cyan, wet reflections, steam, dense city light", PHOTO
    ),
    "liquid_chrome": StyleWords(
        "liquid chrome render, mirror metal figure and world, violet and silver, studio reflections",
        "drawing, matte surfaces",
    ),
}
"""By a style's key, as a draft names it."""

PLACE_WORDS: Final = {
    "city": "a city street between tall houses, lamps and signs",
    "room": "a loft with one big window and bare boards",
    "alley": "a narrow back alley between brick walls, wet ground, fire escapes",
    "rooftop": "a flat roof above the city, strings of lights, towers around",
    "stage": "a stage in a dark hall, drums and amplifiers, beams of light, a crowd",
    "highway": "an open road to its vanishing point, a convertible, far hills",
    "lake": "a still mountain lake with a wooden pier, snow on far peaks",
    "beach": "a long beach with palms, the sea rolling in",
    "forest": "a path between tall trunks, ferns and moss, light through the crowns",
    "flower_field": "a path through drifts of flowers, a lone oak, a windmill",
    "desert": "rippled dunes with sharp crests, table mountains under a big sky",
    "mountains": "a rocky ridge above a sea of clouds, lines of flags",
    "snowfield": "a wide field of snow, a cabin with lit windows, birches",
    "underwater": "the sea floor, coral reefs, kelp, the bright surface far above",
    "space": "a small moon's cratered ground under a huge ringed planet",
    "tunnel": "a curved tunnel of glowing ribs over a mirror-dark walkway",
    "ruins": "a paved lane between broken columns and vines",
}
"""By a place's key; for jobs that come without words of their own."""

FRAMING_WORDS: Final = {
    "wide": "wide shot",
    "medium": "medium shot",
    "close": "close-up",
    "low": "low angle shot",
    "high": "high angle shot",
    "detail": "detail shot",
}

HOUR_WORDS: Final = {
    "dawn": "at first light",
    "day": "in daylight",
    "golden": "in the last low sun",
    "dusk": "at dusk",
    "night": "at night",
}

WEATHER_WORDS: Final = {
    "clear": "",
    "rain": "rain",
    "snow": "snow falling",
    "fog": "low fog",
    "dust": "dust in the light",
    "embers": "embers drifting",
    "petals": "petals in the wind",
    "fireflies": "fireflies",
}

SIDE_WORDS: Final = {
    "left": "light from the left",
    "right": "light from the right",
    "front": "light from the front",
    "back": "light from behind",
    "above": "light from above",
    "below": "light from below",
}

LEFT_OUT: Final = "text, letters, watermark, logo, border, deformed hands, extra limbs, blurry"
