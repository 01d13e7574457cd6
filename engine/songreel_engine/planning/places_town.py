"""Places people built: streets, rooms, stages."""

from typing import Final

from songreel_engine.planning.place import Place

TOWN: Final = (
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
)  # fmt: skip
