"""English words for what can be changed, as data: phrase → value.

Phrases are lower-case with single spaces and no hyphens ("close up"), and are looked for as whole words, the longest
first. Words that only mean something together with others (verbs, more and less) stand with the readers that use them.
"""

from collections.abc import Mapping
from typing import Final

from songreel_engine.draft.model import (
    Aspect,
    CameraMove,
    Framing,
    LightSide,
    PrintLook,
    TextPlace,
    TextRole,
    TextSize,
    TimeOfDay,
    TransitionKind,
    Weather,
)

WEATHERS: Final[Mapping[str, Weather]] = {
    "rain": "rain", "rains": "rain", "rainy": "rain", "raining": "rain", "rainfall": "rain", "raindrops": "rain",
    "drizzle": "rain", "storm": "rain", "stormy": "rain", "thunderstorm": "rain", "downpour": "rain",
    "pouring": "rain", "rainstorm": "rain", "snow": "snow", "snows": "snow", "snowy": "snow",
    "snowing": "snow", "snowfall": "snow", "snowflakes": "snow", "blizzard": "snow", "snowstorm": "snow",
    "fog": "fog", "foggy": "fog", "mist": "fog", "misty": "fog", "haze": "fog", "hazy": "fog", "smoke": "fog",
    "smoky": "fog", "foggier": "fog", "rainier": "rain", "snowier": "snow", "dust": "dust", "dusty": "dust",
    "sandstorm": "dust", "dust storm": "dust", "embers": "embers", "ember": "embers", "sparks": "embers",
    "ashes": "embers", "ash": "embers",
    "fireflies": "fireflies", "firefly": "fireflies", "petals": "petals", "petal": "petals", "blossoms": "petals",
    "cherry blossoms": "petals", "cherry blossom": "petals", "sakura": "petals", "clear": "clear",
    "clear sky": "clear", "clear skies": "clear", "clear weather": "clear", "blue sky": "clear",
    "blue skies": "clear", "cloudless": "clear", "clear up": "clear", "clears up": "clear", "good weather": "clear",
    "nice weather": "clear", "fine weather": "clear", "flower petals": "petals",
}  # fmt: skip

TIMES_OF_DAY: Final[Mapping[str, TimeOfDay]] = {
    "dawn": "dawn", "sunrise": "dawn", "morning": "dawn", "early morning": "dawn", "daybreak": "dawn",
    "first light": "dawn", "day": "day", "daytime": "day", "daylight": "day", "noon": "day", "midday": "day",
    "afternoon": "day", "broad daylight": "day", "day time": "day", "golden hour": "golden", "sunset": "golden",
    "sundown": "golden", "sun set": "golden", "late afternoon": "golden", "magic hour": "golden",
    "setting sun": "golden", "dusk": "dusk", "twilight": "dusk", "evening": "dusk", "blue hour": "dusk",
    "nightfall": "dusk", "night": "night", "night time": "night", "nighttime": "night", "midnight": "night",
    "at night": "night", "moonlight": "night", "moonlit": "night", "starlight": "night", "after dark": "night",
    "sunny": "day", "sunny day": "day", "starry sky": "night", "nocturnal": "night", "sunrises": "dawn",
    "sunsets": "golden",
}  # fmt: skip

CAMERA_MOVES: Final[Mapping[str, CameraMove]] = {
    "push the camera in": "push_in", "move the camera in": "push_in", "move the camera closer": "push_in",
    "pull the camera back": "pull_out", "pull the camera out": "pull_out", "move the camera back": "pull_out",
    "move the camera left": "drift_left", "move the camera right": "drift_right",
    "move the camera up": "rise", "move the camera down": "sink",
    "push in": "push_in", "pushing in": "push_in", "push ins": "push_in", "pushes in": "push_in", "zoom in": "push_in",
    "zooms in": "push_in", "zooming in": "push_in", "zoom": "push_in", "dolly in": "push_in", "dolly": "push_in",
    "move in": "push_in", "move closer": "push_in", "track in": "push_in", "slow push": "push_in", "creep in": "push_in",
    "pull out": "pull_out", "pull back": "pull_out", "pulls back": "pull_out", "pulling back": "pull_out",
    "pulling out": "pull_out", "zoom out": "pull_out", "zooming out": "pull_out", "zooms out": "pull_out",
    "dolly out": "pull_out", "dolly back": "pull_out", "back away": "pull_out", "pan left": "drift_left",
    "panning left": "drift_left", "drift left": "drift_left", "drifting left": "drift_left", "slide left": "drift_left",
    "track left": "drift_left", "truck left": "drift_left", "move left": "drift_left", "pan to the left": "drift_left",
    "drift to the left": "drift_left", "slide to the left": "drift_left", "pan right": "drift_right",
    "panning right": "drift_right", "drift right": "drift_right", "drifting right": "drift_right",
    "slide right": "drift_right", "track right": "drift_right", "truck right": "drift_right",
    "move right": "drift_right", "pan to the right": "drift_right", "drift to the right": "drift_right",
    "slide to the right": "drift_right", "pan": "drift_right", "panning": "drift_right", "crane up": "rise",
    "rise": "rise", "rising": "rise", "tilt up": "rise", "pedestal up": "rise", "boom up": "rise", "crane shot": "rise",
    "crane": "rise", "rises": "rise", "lift up": "rise", "sink": "sink", "sinking": "sink", "crane down": "sink",
    "tilt down": "sink", "boom down": "sink", "descend": "sink", "lower the camera": "sink", "sinks": "sink",
    "orbit": "orbit", "orbits": "orbit", "orbiting": "orbit", "circle around": "orbit", "circling": "orbit",
    "arc around": "orbit", "rotate around": "orbit", "go around": "orbit", "spin around": "orbit", "360": "orbit",
    "circle": "orbit", "circles": "orbit", "revolve around": "orbit", "handheld": "handheld", "hand held": "handheld",
    "shaky": "handheld", "shakier": "handheld", "shaky cam": "handheld", "camera shake": "handheld",
    "shake": "handheld", "hold still": "hold", "static": "hold", "static camera": "hold", "locked off": "hold",
    "tripod": "hold", "fixed camera": "hold", "still camera": "hold", "camera still": "hold", "steady": "hold",
    "stationary": "hold", "no camera movement": "hold", "no camera move": "hold", "hold the camera": "hold",
    "stop the camera": "hold", "lock off": "hold", "steadier": "hold", "stabilize": "hold", "stabilise": "hold",
    "keep the camera still": "hold", "hold the camera still": "hold", "hold the camera steady": "hold",
    "camera completely still": "hold", "camera doesn't move": "hold", "camera does not move": "hold",
    "camera should not move": "hold", "camera shouldn't move": "hold", "keep the camera fixed": "hold", "camera fixed": "hold",
}  # fmt: skip

FRAMINGS: Final[Mapping[str, Framing]] = {
    "close up": "close", "close ups": "close", "closeup": "close", "closeups": "close", "close shot": "close",
    "tight shot": "close", "tighter": "close", "closer": "close", "tight": "close", "headshot": "close",
    "portrait shot": "close", "close framing": "close", "face shot": "close", "wide": "wide",
    "wider": "wide", "wide shot": "wide", "wide shots": "wide", "wide angle": "wide", "long shot": "wide",
    "establishing shot": "wide", "full shot": "wide", "panorama": "wide", "panoramic": "wide",
    "from far away": "wide", "from afar": "wide", "further away": "wide", "farther away": "wide", "medium": "medium",
    "medium shot": "medium", "mid shot": "medium", "medium shots": "medium", "waist up": "medium",
    "half body": "medium", "low angle": "low", "from below": "low", "worm's eye": "low", "low shot": "low",
    "looking up": "low", "high angle": "high", "from above": "high", "bird's eye": "high", "birds eye": "high",
    "top down": "high", "overhead shot": "high", "aerial": "high", "aerial shot": "high", "drone": "high",
    "drone shot": "high", "looking down": "high", "overhead": "high", "extreme close up": "detail", "macro": "detail",
    "detail": "detail", "detail shot": "detail", "insert shot": "detail", "extreme closeup": "detail",
    "details": "detail",
}  # fmt: skip

LOOKS: Final[Mapping[str, PrintLook]] = {
    "black and white": "monochrome", "black & white": "monochrome", "b&w": "monochrome", "b & w": "monochrome",
    "b/w": "monochrome", "bw": "monochrome", "monochrome": "monochrome", "grayscale": "monochrome",
    "greyscale": "monochrome", "gray scale": "monochrome", "no colour": "monochrome", "no color": "monochrome",
    "without color": "monochrome", "without colour": "monochrome", "colourless": "monochrome", "sepia": "sepia",
    "sepia tone": "sepia", "sepia toned": "sepia", "faded": "faded", "washed out": "faded", "washed": "faded",
    "vintage": "faded", "retro": "faded", "old film": "film", "old film stock": "film", "old photo": "sepia", "film look": "film",
    "film grain": "film", "grainy": "film", "grain": "film", "35 mm": "film", "35mm": "film", "16mm": "film",
    "filmic": "film", "analog": "film", "analogue": "film", "kodak": "film", "like film": "film",
    "film stock": "film", "grainier": "film", "bleached": "bleached", "bleach bypass": "bleached",
    "bleach": "bleached", "blown out": "bleached", "black n white": "monochrome", "film print": "film",
}  # fmt: skip

LIGHT_SIDES: Final[Mapping[str, LightSide]] = {
    "backlit": "back", "back lit": "back", "backlight": "back", "back light": "back", "backlighting": "back",
    "back lighting": "back", "from behind": "back", "from the back": "back", "rim light": "back", "rim lit": "back",
    "silhouette": "back", "silhouetted": "back", "contre jour": "back", "against the light": "back",
    "from the left": "left", "left side": "left", "on the left": "left", "side light": "left", "side lit": "left",
    "sidelight": "left", "from the side": "left", "from left": "left", "left light": "left", "from the right": "right",
    "right side": "right", "on the right": "right", "from right": "right", "from the front": "front",
    "front light": "front", "frontlit": "front", "front lit": "front", "frontal": "front", "from above": "above",
    "top light": "above", "toplight": "above", "overhead light": "above", "overhead": "above", "top lit": "above",
    "from the top": "above", "overhead lighting": "above", "from below": "below", "underlit": "below",
    "under light": "below", "from underneath": "below", "from the bottom": "below", "under lighting": "below",
    "side lighting": "left", "front lighting": "front", "top lighting": "above", "to the left": "left",
    "to the right": "right", "rim lighting": "back", "from under": "below",
}  # fmt: skip

COLOURS: Final[Mapping[str, str]] = {
    **{name: name for name in (
        "red", "crimson", "scarlet", "orange", "yellow", "gold", "green", "emerald", "teal", "turquoise", "cyan", "blue",
        "navy", "indigo", "purple", "violet", "magenta", "pink", "white", "black", "grey", "brown", "beige", "silver",
        "amber", "cream", "olive", "coral", "lavender", "maroon", "rose", "mint", "ivory", "burgundy", "copper",
        "bronze", "peach", "lilac", "lime", "rust", "sand", "ochre", "aqua", "salmon", "mustard", "charcoal",
    )},
    "gray": "grey", "golden": "gold", "bluer": "blue", "bluish": "blue", "blueish": "blue", "blues": "blue",
    "redder": "red", "reddish": "red", "reds": "red", "greener": "green", "greenish": "green", "greens": "green",
    "pinker": "pink", "pinkish": "pink", "pinks": "pink", "purpler": "purple", "purples": "purple", "purplish": "purple",
    "yellower": "yellow", "yellowish": "yellow", "browner": "brown", "browns": "brown", "greyer": "grey",
    "grayer": "grey", "golds": "gold", "oranges": "orange", "more orange": "orange", "whiter": "white",
    "blacker": "black", "violets": "violet", "hot pink": "pink", "neon pink": "pink",
    "sky blue": "cyan", "navy blue": "navy", "blood red": "crimson",
    "dark red": "crimson", "dark green": "emerald", "lime green": "lime", "rose gold": "rose", "midnight blue": "navy",
}  # fmt: skip

TRANSITIONS: Final[Mapping[str, TransitionKind]] = {
    "hard cut": "cut", "hard cuts": "cut", "straight cut": "cut", "straight cuts": "cut", "plain cut": "cut",
    "plain cuts": "cut", "simple cut": "cut", "simple cuts": "cut", "clean cut": "cut", "clean cuts": "cut",
    "jump cut": "cut", "jump cuts": "cut", "smash cut": "cut", "smash cuts": "cut", "no transition": "cut",
    "no transitions": "cut", "without transition": "cut", "without transitions": "cut", "dissolve": "dissolve",
    "dissolves": "dissolve", "dissolving": "dissolve", "crossfade": "dissolve", "cross fade": "dissolve",
    "crossfades": "dissolve", "cross fades": "dissolve", "cross dissolve": "dissolve", "cross dissolves": "dissolve",
    "crossdissolve": "dissolve", "blend": "dissolve", "morph": "dissolve", "xfade": "dissolve", "fade": "fade",
    "fades": "fade", "fading": "fade", "fade transition": "fade", "fade in": "fade", "fade out": "fade",
    "fade from black": "fade", "fade in from black": "fade", "dip": "dip", "dips": "dip", "dip to black": "dip",
    "dips to black": "dip", "fade to black": "dip", "fades to black": "dip", "fade through black": "dip",
    "fading to black": "dip", "fade out to black": "dip", "dip through black": "dip", "fade to white": "dip",
    "dip to white": "dip", "black in between": "dip", "whip": "whip", "whip pan": "whip", "whip pans": "whip",
    "whips": "whip", "swish pan": "whip", "swish": "whip", "swipe": "whip", "fast pan": "whip", "wipe": "whip",
    "light leak": "light_leak", "light leaks": "light_leak", "lightleak": "light_leak", "film burn": "light_leak",
    "flare transition": "light_leak", "match cut": "match", "match cuts": "match",
    "matchcut": "match", "matching cut": "match", "matching cuts": "match",
}  # fmt: skip

ASPECTS: Final[Mapping[str, Aspect]] = {
    "vertical": "9:16", "vertically": "9:16", "portrait": "9:16", "portrait mode": "9:16", "tiktok": "9:16",
    "tik tok": "9:16", "shorts": "9:16", "reels": "9:16", "reel": "9:16", "stories": "9:16", "upright": "9:16",
    "phone screen": "9:16", "phone screens": "9:16", "for phones": "9:16", "landscape": "16:9",
    "horizontal": "16:9", "horizontally": "16:9", "widescreen": "16:9", "wide screen": "16:9", "youtube": "16:9",
    "wide format": "16:9", "for tv": "16:9", "square": "1:1", "squared": "1:1", "instagram feed": "4:5",
    "instagram post": "4:5", "feed post": "4:5", "four by five": "4:5", "nine by sixteen": "9:16",
    "sixteen by nine": "16:9", "one by one": "1:1", "sixteen to nine": "16:9", "nine to sixteen": "9:16",
}  # fmt: skip

TEXT_ROLES: Final[Mapping[str, TextRole]] = {
    "title": "title", "titles": "title", "title card": "title", "heading": "title", "headline": "title",
    "song name": "title", "caption": "caption", "captions": "caption", "text": "caption", "texts": "caption",
    "subtitle": "caption", "text overlay": "caption", "overlay": "caption", "wording": "caption", "label": "caption",
    "on screen text": "caption", "onscreen text": "caption", "line of text": "caption", "credit": "credit",
    "credits": "credit", "end credits": "credit", "end credit": "credit", "closing credits": "credit",
    "credit line": "credit", "end card": "credit", "opening title": "title", "main title": "title",
    "song title": "title", "lettering": "caption", "opening titles": "title", "text box": "caption",
    "title text": "title", "caption text": "caption",
}  # fmt: skip

TEXT_PLACES: Final[Mapping[str, TextPlace]] = {
    "top left": "top_left", "upper left": "top_left", "left top": "top_left", "top right": "top_right",
    "upper right": "top_right", "bottom left": "bottom_left", "lower left": "bottom_left",
    "bottom right": "bottom_right", "lower right": "bottom_right", "top": "top", "up top": "top",
    "upper third": "top", "bottom": "bottom", "lower third": "bottom", "middle": "middle", "center": "middle",
    "centre": "middle", "centered": "middle", "centred": "middle", "left": "left", "right": "right",
    "left side": "left", "right side": "right",
}  # fmt: skip

TEXT_SIZES: Final[Mapping[str, TextSize]] = {
    "bigger": "large", "larger": "large", "large": "large", "big": "large", "huge": "large", "giant": "large",
    "enlarge": "large", "biggest": "large", "smaller": "small", "small": "small", "tiny": "small", "shrink": "small",
    "little": "small", "tinier": "small", "medium size": "medium", "medium sized": "medium", "normal size": "medium",
}  # fmt: skip

STYLES: Final[Mapping[str, str]] = {
    "cinematic realism": "cinematic_realism", "cinematic": "cinematic_realism", "realistic": "cinematic_realism",
    "realism": "cinematic_realism", "photorealistic": "cinematic_realism", "photo realistic": "cinematic_realism",
    "like a movie": "cinematic_realism", "live action": "cinematic_realism", "golden hour": "golden_hour",
    "film noir": "film_noir", "noir": "neo_noir", "neo noir": "neo_noir", "noirish": "neo_noir",
    "detective film": "film_noir", "midnight blue": "midnight_blue", "3d cartoon": "cartoon_3d",
    "cartoon": "cartoon_3d", "cartoons": "cartoon_3d", "cartoony": "cartoon_3d", "cartoonish": "cartoon_3d",
    "pixar": "cartoon_3d", "disney": "cartoon_3d", "3d animation": "cartoon_3d", "animated": "cartoon_3d",
    "anime shonen": "anime_shonen", "shonen": "anime_shonen", "shounen": "anime_shonen", "anime": "anime_shonen",
    "manga": "anime_shonen", "shonen anime": "anime_shonen", "japanese animation": "anime_shonen",
    "watercolor anime": "watercolor_anime", "watercolour anime": "watercolor_anime",
    "watercolor": "watercolor_anime", "watercolour": "watercolor_anime", "water color": "watercolor_anime",
    "ghibli": "watercolor_anime", "painterly 3d": "painterly_3d", "painterly": "painterly_3d",
    "oil painting": "painterly_3d", "like a painting": "painterly_3d", "low poly 3d": "low_poly_3d",
    "low poly": "low_poly_3d", "lowpoly": "low_poly_3d", "polygonal": "low_poly_3d", "claymation": "claymation",
    "stop motion": "claymation", "clay": "claymation", "plasticine": "claymation", "dynamic anime": "dynamic_anime",
    "found footage": "found_footage", "vhs": "found_footage", "camcorder": "found_footage",
    "disposable camera": "disposable_camera", "polaroid": "disposable_camera", "tilt shift": "tilt_shift",
    "tiltshift": "tilt_shift", "miniature": "tilt_shift", "retro open world": "retro_open_world",
    "retro video game": "retro_open_world", "video game": "retro_open_world", "playstation": "retro_open_world",
    "cyberpunk": "cyberpunk", "cyber punk": "cyberpunk", "blade runner": "cyberpunk", "vaporwave": "vaporwave",
    "vapor wave": "vaporwave", "vapourwave": "vaporwave", "post apocalyptic": "post_apocalyptic",
    "post apocalypse": "post_apocalyptic", "postapocalyptic": "post_apocalyptic", "apocalyptic": "post_apocalyptic",
    "mad max": "post_apocalyptic", "liquid chrome": "liquid_chrome", "chrome": "liquid_chrome",
}  # fmt: skip
"""All twenty of the product by name, and what people say instead."""

_REPAIRABLE = """
add insert change replace remove delete regenerate generate remake render redo undo restore revert merge combine
join split divide swap switch exchange reorder shorten lengthen rename lock unlock freeze protect mute unmute
silence volume louder quieter softer music background sound audio title caption subtitle lyrics lyric karaoke
credit transition transitions dissolve crossfade fade whip vertical horizontal portrait landscape widescreen square
canvas aspect format tiktok youtube brighter darker warmer colder cooler contrast saturation saturated desaturated
colorful colourful vibrant vivid exposure lighting light lights lamps brightness bright backlit warmth palette
colors colours color colour tones rain snow foggy embers petals weather night sunset sunrise midnight evening
morning twilight golden daytime camera handheld orbit static motion movement energetic calmer slower faster quicker
cuts cutting longer shorter shots shot earlier later beats second seconds version take takes previous style anime
cartoon cyberpunk watercolor cinematic realistic claymation vaporwave monochrome black white sepia faded bigger
smaller larger bottom middle center photo picture image footage video clip prompt again another chorus verse bridge
orange purple yellow green magenta turquoise increase decrease reduce lower raise percent prior
"""
REPAIRABLE: Final = frozenset(_REPAIRABLE.split())
"""Words that carry an edit; a slip of the finger in one is put right before anything is looked for."""

_NOT_SLIPS = """
adds shown shows show shop stop store stone slow slowly slots snot lover lovers cover covers over lowers power fake
face fame made make movie move moved mover moves look looks book clock luck lick rock block blocks back track pack
moment moments rains train ruin main brain ran tile tiles time times tie like life live line lines link night nights right fight
might sight lit list lost last late date gate rate mate hate colony cold bold told golf gold told wave warm warms
worm farm harm army wart want went when where whirl while whole whose wheel white write bright brought bring being
begin bean beat beast best rest test text next past pasta taste toast coast cost most must just dust rust trust
truck trick thick think thing things thank thanks tank then them there their these those they this that than what
fire file fill fall feel fell felt film firm form from front fond found find fine mine mind kind king ring sing
song songs strong long along belong belongs lone alone tone zone bone done gone none nine night some same sane save
shave share shape shade scale scene screen seen been green greed great treat tread thread three free tree trees
true blue glue clue close clothes cloud clouds loud lord word words world work works walk walks talk wall walls
tall ball call calls cell sell tell well will with wish fish dish desk dark park mark marks make takes taken talk
token taking making walking watch match catch batch patch path part party past post pose rose nose note notes noise
voice choice chose phone photos house horse hours hour your yours four fours fort sort short shore shoot shoes shout
south mouth month both bath north worth earth heart hear heard hard hand hands band bands land lands sand send
seconds minute minutes order border older under wonder thunder angle angles angel singer finger linger longing
singing painting rating raising rising arise cause pause pulse plus push pull full fully funny sunny many any
anyway away always alway also else ease easy early really ready red read lead leaf leave leaves live lives
alive drive drives river rivers never ever even event events ocean clean clear plane place plate places pieces
piece peace price nice ice vice twice slice since science silent dance dances chance change changes charge chase
mule muse cute mutes flute route more move core score scored store story stories sorry hurry marry carry city pity
kitty pretty pretty petty metal medal model mode node code rode road roads broad board boards bird birds third
thirds girl girls boy boys man men woman women people couple couples double trouble table cable stable able apple
water waters later layer player prayer matter better letter setter butter bitter winter writer summer autumn spring
string strings streets street sweet sweat swear wear bear near dear fear year years ears eyes eye age page cage
stage image images imagine engine engines camera cameras cars card cards guitar piano pianos drums drum dream
dreams cream scream stream steam team term terms turn turns burn born corn horn torn town down crown brown drown
grown grow glow flow flower flowers follow hollow hello yellow fellow below blow bowl bell belt felt melt salt
shift lift left let set get got put cut out outs but buy bus bag big bit bits bite kite site size side sides wide
wider ride rider hide tide guide white while smile miles mile mild wild child build built guilt
lights sounds ground around round pound bound hound mound clips ships tips chips trips strips shirt skirt
start starts star stars stare state stated static status station nation ration motions emotion emotions notion
potion lotion portion version versions person persons reason season seasons lesson button cotton bottom
prompts promote remote remove removed removes improve reprise replay relay delay display played plays
titles titled little kettle battle bottle settle merge merges emerge large larger charge marge lose loose
house hose those close closed closer colder holder older folder solder soldier shoulder
lower slower flower tower power shower lowers slowed fades faced places trade grade graded shade lady
"""
NOT_SLIPS: Final = frozenset(_NOT_SLIPS.split())
"""Real words a finger's slip away from one that carries an edit; these stay as they are."""
