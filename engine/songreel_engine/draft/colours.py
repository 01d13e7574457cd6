"""Colours by name, English and Chinese, as people say them. sRGB, written #rrggbb.

Names are lower-case; Chinese ones are simplified and stand without 色 ('蓝' for 蓝色). What is not in the tables may still
be a shade of something that is: 'light teal', '深紫色'.
"""

import re
import unicodedata
from typing import Final

ENGLISH: Final[dict[str, str]] = {
    "white": "#ffffff", "snow": "#fffafa", "ivory": "#fffff0", "cream": "#fff4d6", "off white": "#f8f4ec",
    "eggshell": "#f0ead6", "pearl": "#eae6dc", "bone": "#e3dac9", "linen": "#faf0e6", "vanilla": "#f3e5ab",
    "black": "#000000", "jet": "#141414", "ink": "#14161f", "charcoal": "#36454f", "onyx": "#353839",
    "ebony": "#282c35", "grey": "#808080", "gray": "#808080", "silver": "#c0c0c0", "ash": "#b2beb5",
    "slate": "#708090", "smoke": "#9a9a96", "graphite": "#41424c", "gunmetal": "#2a3439", "steel": "#71797e",
    "platinum": "#e5e4e2", "pewter": "#8b8d8f", "red": "#ff0000", "crimson": "#dc143c", "scarlet": "#ff2400",
    "ruby": "#e0115f", "cherry": "#d2042d", "blood": "#8a0303", "blood red": "#8a0303", "maroon": "#800000",
    "burgundy": "#800020", "wine": "#722f37", "brick": "#b22222", "rust": "#b7410e", "vermilion": "#e34234",
    "carmine": "#960018", "cardinal": "#c41e3a", "garnet": "#733635", "oxblood": "#4a0000", "tomato": "#ff6347",
    "fire": "#ff4500", "flame": "#e25822", "ember": "#d9480f", "orange": "#ff8000", "tangerine": "#f28500",
    "amber": "#ffbf00", "apricot": "#fbceb1", "peach": "#ffdab9", "coral": "#ff7f50", "salmon": "#fa8072",
    "terracotta": "#e2725b", "pumpkin": "#ff7518", "copper": "#b87333", "bronze": "#cd7f32", "sunset": "#fa8155",
    "yellow": "#ffff00", "gold": "#ffd700", "golden": "#ffd700", "lemon": "#fff44f", "mustard": "#e1ad01",
    "honey": "#eba937", "saffron": "#f4c430", "canary": "#ffef00", "ochre": "#cc7722", "ocher": "#cc7722",
    "straw": "#e4d96f", "wheat": "#f5deb3", "champagne": "#f7e7ce", "brass": "#b5a642", "brown": "#8b4513",
    "chocolate": "#5c3317", "coffee": "#6f4e37", "caramel": "#c68e4f", "chestnut": "#954535", "mahogany": "#c04000",
    "umber": "#635147", "sienna": "#a0522d", "sepia": "#704214", "tan": "#d2b48c", "beige": "#f5f5dc",
    "khaki": "#c3b091", "sand": "#e4c9a1", "camel": "#c19a6b", "taupe": "#8b7d72", "hazel": "#8e7618",
    "green": "#00a000", "lime": "#a6ff00", "mint": "#98ffb3", "sage": "#9caf88", "olive": "#808000",
    "forest": "#228b22", "moss": "#8a9a5b", "emerald": "#50c878", "jade": "#00a86b", "fern": "#4f7942",
    "pine": "#01796f", "hunter green": "#355e3b", "sea green": "#2e8b57", "spring green": "#00ff7f",
    "acid green": "#b0f000", "avocado": "#568203", "pistachio": "#93c572", "chartreuse": "#7fff00",
    "pear": "#d1e231", "grass": "#4c9a2a", "teal": "#008080", "turquoise": "#40e0d0", "cyan": "#00ffff",
    "aqua": "#00e5ee", "aquamarine": "#7fffd4", "blue": "#0050ff", "navy": "#000080", "navy blue": "#000080",
    "royal blue": "#4169e1", "sky": "#87ceeb", "sky blue": "#87ceeb", "baby blue": "#89cff0", "azure": "#007fff",
    "cobalt": "#0047ab", "sapphire": "#0f52ba", "ultramarine": "#120a8f", "cerulean": "#2a9dc8",
    "indigo": "#4b0082", "midnight": "#191970", "midnight blue": "#191970", "denim": "#1560bd", "ice": "#d6f0ff",
    "ice blue": "#d6f0ff", "electric blue": "#00b3ff", "powder blue": "#b0e0e6", "steel blue": "#4682b4",
    "ocean": "#006994", "petrol": "#005f6a", "purple": "#800080", "violet": "#8f00ff", "lavender": "#b57edc",
    "lilac": "#c8a2c8", "mauve": "#b784a7", "plum": "#8e4585", "grape": "#6f2da8", "amethyst": "#9966cc",
    "orchid": "#da70d6", "aubergine": "#472c4c", "eggplant": "#472c4c", "mulberry": "#c54b8c", "magenta": "#ff00ff",
    "fuchsia": "#ff1493", "pink": "#ff8fb8", "hot pink": "#ff3ea5", "rose": "#ff5c8a", "rose gold": "#b76e79",
    "blush": "#de5d83", "bubblegum": "#ffa6c9", "cerise": "#de3163", "raspberry": "#e30b5c",
    "strawberry": "#fc5a8d", "flamingo": "#fc8eac", "neon pink": "#ff10f0", "neon green": "#39ff14",
    "neon blue": "#1f51ff", "neon yellow": "#e7ff00", "neon orange": "#ff5f1f", "neon red": "#ff3131",
    "neon purple": "#bc13fe", "pastel pink": "#f8c8dc", "pastel blue": "#a7c7e7", "pastel green": "#c1e1c1",
    "pastel yellow": "#fdfd96", "pastel purple": "#c3b1e1",
}  # fmt: skip

CHINESE: Final[dict[str, str]] = {
    "白": "#ffffff", "雪白": "#fffafa", "纯白": "#ffffff", "米白": "#f8f4ec", "乳白": "#fff4d6", "象牙白": "#fffff0",
    "奶油": "#fff4d6", "象牙": "#fffff0", "珍珠": "#eae6dc", "珍珠白": "#eae6dc", "月白": "#d6ecf0", "黑": "#000000",
    "纯黑": "#000000", "墨": "#14161f", "墨黑": "#14161f", "炭黑": "#36454f", "灰": "#808080", "银": "#c0c0c0",
    "银灰": "#a8a9ad", "烟灰": "#9a9a96", "石板": "#708090", "铁灰": "#41424c", "红": "#ff0000", "大红": "#e60012",
    "朱红": "#e34234", "朱砂": "#e34234", "绯红": "#dc143c", "深红": "#8b0000", "血红": "#8a0303", "酒红": "#722f37",
    "枣红": "#7c1823", "玫红": "#ff1493", "玫瑰": "#ff5c8a", "玫瑰红": "#e30b5c", "玫瑰金": "#b76e79", "洋红": "#ff00ff",
    "品红": "#ff00ff", "樱桃": "#d2042d", "砖红": "#b22222", "铁锈": "#b7410e", "火红": "#ff4500", "胭脂": "#9d2933",
    "中国红": "#e60012", "珊瑚": "#ff7f50", "珊瑚红": "#ff7f50", "三文鱼": "#fa8072", "橙": "#ff8000", "橘": "#ff8000",
    "橙红": "#ff5a1f", "橘红": "#ff5a1f", "橙黄": "#ffa500", "橘黄": "#ffa500", "琥珀": "#ffbf00", "杏": "#fbceb1",
    "蜜桃": "#ffdab9", "桃": "#ffb7a5", "桃红": "#f47983", "铜": "#b87333", "古铜": "#b87333", "青铜": "#cd7f32",
    "黄": "#ffff00", "金": "#ffd700", "金黄": "#ffc800", "柠檬": "#fff44f", "柠檬黄": "#fff44f", "鹅黄": "#fff143",
    "姜黄": "#e1ad01", "土黄": "#cc7722", "香槟": "#f7e7ce", "香槟金": "#f7e7ce", "棕": "#8b4513", "褐": "#7a4b2a",
    "咖啡": "#6f4e37", "巧克力": "#5c3317", "焦糖": "#c68e4f", "栗": "#954535", "茶": "#b35c44", "驼": "#c19a6b",
    "卡其": "#c3b091", "米": "#f5e6c8", "米黄": "#f5e6c8", "沙": "#e4c9a1", "绿": "#00a000", "翠绿": "#50c878",
    "祖母绿": "#50c878", "墨绿": "#1b4d3e", "草绿": "#4c9a2a", "嫩绿": "#9be35b", "橄榄": "#808000",
    "橄榄绿": "#808000", "薄荷": "#98ffb3", "薄荷绿": "#98ffb3", "森林绿": "#228b22", "荧光绿": "#39ff14",
    "黄绿": "#9acd32", "苹果绿": "#8db600", "军绿": "#4b5320", "玉": "#00a86b", "青": "#00c8c8", "青绿": "#008080",
    "水鸭": "#008080", "蓝绿": "#0d98ba", "孔雀蓝": "#0d98ba", "绿松石": "#40e0d0", "松石绿": "#40e0d0",
    "湖蓝": "#30a5c9", "湖绿": "#25b2a0", "水蓝": "#7fdfff", "蓝": "#0050ff", "天蓝": "#87ceeb", "海蓝": "#006994",
    "海军蓝": "#000080", "藏青": "#1f2f54", "藏蓝": "#1f2f54", "宝蓝": "#0f52ba", "宝石蓝": "#0f52ba", "钴蓝": "#0047ab",
    "靛": "#4b0082", "靛蓝": "#274c8f", "靛青": "#177cb0", "冰蓝": "#d6f0ff", "午夜蓝": "#191970", "电光蓝": "#00b3ff",
    "皇家蓝": "#4169e1", "蔚蓝": "#007fff", "碧蓝": "#1e9be8", "紫": "#800080", "紫罗兰": "#8f00ff",
    "薰衣草": "#b57edc", "丁香": "#c8a2c8", "葡萄": "#6f2da8", "茄": "#472c4c", "紫红": "#c71585", "蓝紫": "#6a5acd",
    "粉": "#ff8fb8", "粉红": "#ff8fb8", "粉蓝": "#b0e0e6", "粉紫": "#d8b2e8", "樱花": "#ffb7c5", "樱花粉": "#ffb7c5",
    "藕": "#edd1d8", "霓虹粉": "#ff10f0", "霓虹蓝": "#1f51ff", "霓虹绿": "#39ff14", "霓虹紫": "#bc13fe",
    "荧光粉": "#ff10f0", "荧光黄": "#e7ff00",
}  # fmt: skip

_SIMPLIFIED: Final = str.maketrans(
    "藍紅綠銀黃鐵銹鏽緋棗櫻磚銅薑檳檸軍螢熒電寶鈷羅蘭鮮淺濃純鴨國駝鵝絳鈦彈薔",
    "蓝红绿银黄铁锈锈绯枣樱砖铜姜槟柠军荧荧电宝钴罗兰鲜浅浓纯鸭国驼鹅绛钛弹蔷",
)
"""Of the traditional characters in colours' names."""
_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)
_SHADES: Final[dict[str, tuple[tuple[int, int, int], float]]] = {
    "light": (_WHITE, 0.45), "pale": (_WHITE, 0.6), "soft": (_WHITE, 0.35), "pastel": (_WHITE, 0.6),
    "dark": (_BLACK, 0.45), "deep": (_BLACK, 0.35), "bright": (_WHITE, 0.1), "neon": (_WHITE, 0.1),
    "浅": (_WHITE, 0.45), "淡": (_WHITE, 0.6), "粉": (_WHITE, 0.6), "亮": (_WHITE, 0.15), "柔": (_WHITE, 0.35),
    "深": (_BLACK, 0.45), "暗": (_BLACK, 0.45), "浓": (_BLACK, 0.2), "荧光": (_WHITE, 0.1), "霓虹": (_WHITE, 0.1),
}  # fmt: skip
"""A shade → the colour it is mixed towards, and how far (0 to 1)."""
_HEX: Final = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})")


def colour_of(name: str) -> str | None:
    """The colour as #rrggbb; None where the name is of no colour.

    Takes names of either language in any case, shades of them ('dark teal', '浅蓝色'), #rrggbb and #rgb.
    """
    plain = _plain(name)
    if plain.startswith("#"):
        return _from_hex(plain)
    return _named(plain) or _shaded(plain)


def colour_name(colour: str) -> str:
    """The shortest English name that stands for exactly this #rrggbb; where there is none, the colour as it is written."""
    return _NAMES.get(colour, colour)


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).strip().casefold().translate(_SIMPLIFIED)
    return " ".join(folded.replace("-", " ").split())


def _from_hex(written: str) -> str | None:
    found = _HEX.fullmatch(written)
    if found is None:
        return None
    digits = found[1]
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def _named(plain: str) -> str | None:
    for name in (plain, plain.removesuffix("色"), plain.removesuffix(" colour").removesuffix(" color")):
        found = ENGLISH.get(name) or CHINESE.get(name) or _CLOSED_UP.get(name)
        if found is not None:
            return found
    return None


def _shaded(plain: str) -> str | None:
    for shade, (towards, share) in _SHADES.items():
        if plain.startswith(shade):
            base = _named(plain.removeprefix(shade).strip())
            return _mixed(base, towards, share) if base is not None else None
    return None


def _mixed(colour: str, towards: tuple[int, int, int], share: float) -> str:
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in zip(parts, towards, strict=True))


_CLOSED_UP: Final = {name.replace(" ", ""): colour for name, colour in ENGLISH.items() if " " in name}
"""'skyblue', 'hotpink': two words written as one."""
_NAMES: Final = {ENGLISH[name]: name for name in sorted(ENGLISH, key=lambda name: (-len(name), name))}
"""Of several names for one colour the shortest, which is set last."""
