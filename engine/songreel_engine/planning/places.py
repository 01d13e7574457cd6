"""The places this version draws, as data: what they are called in English and Chinese, what may happen and fall in
them.

Every place has all six framings of the draft's model. A further place is a further row, and a world for the renderer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from songreel_engine.draft.model import Framing, Weather

Pose = Literal["stand", "walk", "walk_away", "sing", "dance", "reach"]


@dataclass(frozen=True, kw_only=True)
class Place:
    """One place."""

    key: str
    name: str
    """As it stands in a sentence, with its article."""
    description: str
    words_en: tuple[str, ...]
    words_zh: tuple[str, ...]
    indoor: bool
    poses: tuple[Pose, ...]
    weathers: tuple[Weather, ...]
    """What may fall here; indoors, what may be seen through the window."""
    details: tuple[str, ...]
    """What a close look finds: motifs, one to a detail shot."""
    framings: Mapping[Framing, str]
    """What each framing looks at."""


PLACES: Mapping[str, Place] = {
    place.key: place
    for place in (
        Place(
            key="city",
            name="the city",
            description="a street between tall houses, lamps and signs, the sky a gap at its end",
            words_en=("city", "cities", "street", "streets", "downtown", "alley", "avenue", "town", "urban", "skyline",
                      "skyscrapers", "neon signs", "crosswalk", "traffic", "metropolis", "boulevard"),
            words_zh=("城市", "都市", "街道", "街头", "大街", "小巷", "马路", "霓虹", "市中心", "高楼", "路口"),
            indoor=False,
            poses=("walk", "stand", "walk_away", "sing", "dance", "reach"),
            weathers=("clear", "rain", "snow", "fog", "dust", "embers", "petals"),
            details=("a lamp's reflection in a puddle", "a lit sign above the street", "windows going on one by one"),
            framings={
                "wide": "the whole street, the sky at its end",
                "medium": "the near pavement, lamps falling away behind",
                "close": "a face against blurred lamps",
                "low": "from the kerb, houses rising on both sides",
                "high": "from a third-floor window, down on the street",
                "detail": "the wet ground and a lamp in it",
            },
        ),
        Place(
            key="lake",
            name="the lake",
            description="a still mountain lake with a wooden pier, reeds in front, snow on the far peaks",
            words_en=("lake", "lakeside", "mountain", "mountains", "pier", "jetty", "dock", "pond", "alpine"),
            words_zh=("湖", "湖边", "湖畔", "湖水", "山", "雪山", "群山", "码头", "栈桥"),
            indoor=False,
            poses=("stand", "walk_away", "reach", "sing", "walk", "dance"),
            weathers=("clear", "fog", "snow", "rain", "petals", "embers"),
            details=("reeds moving against the water", "rings on the still lake", "the pier's worn boards"),
            framings={
                "wide": "water and mountains, the pier a line into them",
                "medium": "the pier's end, mountains behind",
                "close": "a face against bright water",
                "low": "from the water's edge, through the reeds",
                "high": "from the slope, down on pier and lake",
                "detail": "reeds, boards, a ring on the water",
            },
        ),
        Place(
            key="beach",
            name="the beach",
            description="a long beach with palms, the sea rolling in, the horizon open",
            words_en=("beach", "beaches", "sea", "seaside", "ocean", "shore", "coast", "island", "palm", "palms",
                      "surf", "tropical", "sand"),
            words_zh=("海滩", "沙滩", "海边", "大海", "海岸", "海洋", "海", "海浪", "椰树", "椰子树", "棕榈", "岛"),
            indoor=False,
            poses=("walk", "dance", "stand", "walk_away", "sing", "reach"),
            weathers=("clear", "fog", "rain", "dust", "embers", "petals"),
            details=("foam running up the sand", "palm leaves against the sky", "footprints the sea takes back"),
            framings={
                "wide": "sand, sea and the open horizon",
                "medium": "the waterline, palms behind",
                "close": "a face against the sea's glitter",
                "low": "from the sand, palms leaning in",
                "high": "from the dune, down on the surf",
                "detail": "foam, sand, a palm leaf",
            },
        ),
        Place(
            key="room",
            name="the room",
            description="a loft with one big window, bare boards, a few things somebody left",
            words_en=("room", "bedroom", "loft", "apartment", "window", "indoors", "home", "house",
                      "attic", "kitchen", "living room", "hotel room"),
            words_zh=("房间", "卧室", "阁楼", "公寓", "窗边", "窗前", "窗户", "室内", "屋里", "屋子", "家里", "客厅"),
            indoor=True,
            poses=("stand", "sing", "reach", "dance", "walk"),
            weathers=("clear", "rain", "snow", "fog"),
            details=("light moving over bare boards", "drops running down the window", "dust turning in the light"),
            framings={
                "wide": "the whole loft, its window at the end",
                "medium": "before the window, the room dim around it",
                "close": "a face half lit from the window",
                "low": "from the floor, up along the window",
                "high": "from the beams, down on the boards",
                "detail": "the sill, the boards, light on both",
            },
        ),
    )
}  # fmt: skip
