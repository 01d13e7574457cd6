"""Places under the open sky."""

from typing import Final

from songreel_engine.planning.place import Place

NATURE: Final = (
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
)  # fmt: skip
