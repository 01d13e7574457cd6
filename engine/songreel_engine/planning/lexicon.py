"""The words of a prompt that the plan understands, in English and Chinese, as data.

Places have their own words in `places.py`. Chinese words are looked for anywhere in the text, the longest first;
English words as whole words. What stands here as undrawn is known to be a place or a subject, and known to be beyond
this version.
"""

from collections.abc import Mapping
from typing import Final

from songreel_engine.draft.model import CameraMove, Framing, PrintLook, TimeOfDay, Weather
from songreel_engine.planning.place import Pose

TIMES_OF_DAY: Final[Mapping[str, TimeOfDay]] = {
    "dawn": "dawn", "sunrise": "dawn", "morning": "dawn", "daybreak": "dawn", "day": "day", "daylight": "day",
    "daytime": "day", "noon": "day", "midday": "day", "afternoon": "day", "sunny": "day", "golden hour": "golden",
    "sunset": "golden", "late sun": "golden", "golden light": "golden",
    "low sun": "golden", "dusk": "dusk", "twilight": "dusk", "evening": "dusk",
    "blue hour": "dusk", "night": "night", "nights": "night", "midnight": "night", "nighttime": "night",
    "moonlight": "night", "moonlit": "night", "starlight": "night", "after dark": "night", "黎明": "dawn",
    "清晨": "dawn", "早晨": "dawn", "日出": "dawn", "破晓": "dawn", "白天": "day", "正午": "day", "中午": "day",
    "下午": "day", "晴天": "day", "黄昏": "golden", "日落": "golden", "夕阳": "golden", "落日": "golden",
    "傍晚": "dusk", "暮色": "dusk", "夜晚": "night", "夜里": "night", "午夜": "night", "深夜": "night",
    "月光": "night", "星空": "night", "夜": "night", "金色阳光": "golden", "金色的阳光": "golden",
}  # fmt: skip

WEATHERS: Final[Mapping[str, Weather]] = {
    "rain": "rain", "rainy": "rain", "raining": "rain", "storm": "rain", "stormy": "rain", "drizzle": "rain",
    "thunderstorm": "rain", "snow": "snow", "snowy": "snow", "snowing": "snow", "snowfall": "snow",
    "blizzard": "snow", "fog": "fog", "foggy": "fog", "mist": "fog", "misty": "fog", "haze": "fog", "hazy": "fog",
    "dust": "dust", "dusty": "dust", "embers": "embers", "sparks": "embers", "ash": "embers",
    "fireflies": "fireflies", "firefly": "fireflies", "petals": "petals",
    "blossoms": "petals", "blossom": "petals", "sakura": "petals", "falling leaves": "petals", "clear sky": "clear",
    "clear skies": "clear", "cloudless": "clear", "下雨": "rain", "雨": "rain", "暴风雨": "rain", "下雪": "snow",
    "雪": "snow", "雾": "fog", "薄雾": "fog", "尘": "dust", "火花": "embers", "余烬": "embers",
    "萤火虫": "fireflies", "流萤": "fireflies", "花瓣": "petals",
    "樱花": "petals", "晴空": "clear",
}  # fmt: skip

COLOURS: Final[Mapping[str, str]] = {
    "red": "#b02a22", "crimson": "#a1142b", "scarlet": "#c8281e", "orange": "#d9701f", "yellow": "#e3b62f",
    "gold": "#c9972e", "green": "#2f7d4a", "emerald": "#1f8a5b", "teal": "#1d7f86", "turquoise": "#2aa6a1",
    "cyan": "#25b8c8", "blue": "#2a56b0", "navy": "#1c2c5e", "indigo": "#3b3a98", "purple": "#6a3794",
    "violet": "#7a45b0", "magenta": "#c2267e", "pink": "#d9648f", "white": "#e8e4da", "black": "#17171a",
    "grey": "#77787c", "gray": "#77787c", "brown": "#6e4a2c", "红": "#b02a22", "橙": "#d9701f", "黄色": "#e3b62f",
    "金色": "#c9972e", "绿": "#2f7d4a", "青色": "#1d7f86", "蓝": "#2a56b0", "紫": "#6a3794", "粉": "#d9648f",
    "白色": "#e8e4da", "黑色": "#17171a", "灰色": "#77787c",
}  # fmt: skip

CLOTHES: Final = (
    "coat", "dress", "jacket", "shirt", "cloak", "raincoat", "gown", "hoodie", "scarf", "suit", "skirt", "robe", "cape",
    "sweater", "外套", "裙", "长裙", "大衣", "风衣", "斗篷", "夹克",
)  # fmt: skip

HAIR: Final[Mapping[str, float]] = {
    "long hair": 0.95, "long-haired": 0.95, "short hair": 0.2, "short-haired": 0.2, "bald": 0.0, "长发": 0.95,
    "短发": 0.2,
}  # fmt: skip
COATS: Final[Mapping[str, float]] = {
    "jacket": 0.1, "hoodie": 0.1, "sweater": 0.05, "long coat": 1.0, "trench coat": 1.0, "dress": 0.8, "gown": 1.0,
    "cloak": 1.0, "夹克": 0.1, "长裙": 1.0, "大衣": 0.9, "风衣": 1.0,
}  # fmt: skip

NOBODY: Final = (
    "no people", "no person", "no one", "nobody", "no performer", "no singer", "without people", "without anyone",
    "without a performer", "scenery only", "only scenery", "landscape only", "only landscapes", "landscapes only",
    "没有人", "无人", "不要人", "空镜", "只有风景", "纯风景",
)  # fmt: skip
SOMEBODY: Final = (
    "singer", "performer", "girl", "woman", "man", "boy", "person", "someone", "dancer", "she", "he", "figure",
    "dancing", "singing", "walking", "歌手", "女孩", "女人", "男孩", "男人", "少女", "少年", "姑娘", "主角", "跳舞",
    "唱歌",
)  # fmt: skip

PACES: Final[Mapping[str, float]] = {
    "fast": 1.3, "quick": 1.3, "quick cuts": 1.35, "fast cuts": 1.35, "hectic": 1.4, "frantic": 1.4,
    "energetic": 1.25, "punchy": 1.25, "dynamic": 1.2, "high energy": 1.3, "slow": 0.75, "slowly": 0.75, "calm": 0.75,
    "quiet": 0.8, "gentle": 0.8, "peaceful": 0.75, "meditative": 0.65, "long takes": 0.6, "dreamy": 0.85,
    "slow motion": 0.75, "slow-motion": 0.75, "tender": 0.8, "melancholic": 0.8, "melancholy": 0.8, "sad": 0.85,
    "lonely": 0.85, "nostalgic": 0.85, "romantic": 0.85, "intimate": 0.8, "joyful": 1.1, "happy": 1.1, "euphoric": 1.2,
    "tense": 1.15, "angry": 1.25, "aggressive": 1.3, "chaotic": 1.35, "慢动作": 0.75, "温柔": 0.8, "忧伤": 0.8, "悲伤": 0.85,
    "孤独": 0.85, "怀旧": 0.85, "浪漫": 0.85, "欢快": 1.1, "快乐": 1.1, "紧张": 1.15, "愤怒": 1.25,
    "快节奏": 1.3, "激烈": 1.35, "动感": 1.25, "活力": 1.25, "缓慢": 0.75, "慢": 0.75,
    "安静": 0.8, "平静": 0.75, "宁静": 0.75,
}  # fmt: skip
"""Factor on the pace of cutting: words of tempo and of mood."""

ACTS: Final[Mapping[str, Pose]] = {
    "guitarist": "guitar", "guitar player": "guitar", "guitar": "guitar", "guitars": "guitar", "drummer": "drum",
    "drums": "drum", "drum kit": "drum", "drumming": "drum", "dancer": "dance", "dancing": "dance", "dances": "dance",
    "dance": "dance", "ballerina": "dance", "singing": "sing", "sings": "sing", "singer": "sing", "microphone": "sing",
    "walking": "walk", "walks": "walk", "walk": "walk", "walker": "walk", "walking away": "walk_away",
    "walks away": "walk_away", "arms raised": "reach", "raised arms": "reach", "arms open": "reach", "吉他手": "guitar",
    "吉他": "guitar", "鼓手": "drum", "打鼓": "drum", "架子鼓": "drum", "舞者": "dance", "跳舞": "dance", "舞蹈": "dance",
    "唱歌": "sing", "歌手": "sing", "歌唱": "sing", "麦克风": "sing", "行走": "walk", "走过": "walk", "走路": "walk",
    "漫步": "walk", "走远": "walk_away", "离开": "walk_away", "张开双臂": "reach", "举起双手": "reach",
}  # fmt: skip
"""What the performer is seen doing."""

FRAMINGS: Final[Mapping[str, Framing]] = {
    "close-up": "close", "close up": "close", "closeup": "close", "close-ups": "close", "portrait shot": "close",
    "face": "close", "wide shot": "wide", "wide shots": "wide", "wide angle": "wide", "wide-angle": "wide",
    "panorama": "wide", "panoramic": "wide", "establishing shot": "wide", "drone": "high", "aerial": "high",
    "bird's eye": "high", "bird's-eye": "high", "from above": "high", "overhead": "high", "low angle": "low",
    "low-angle": "low", "from below": "low", "macro": "detail", "detail shot": "detail", "detail shots": "detail",
    "medium shot": "medium", "特写": "close", "近景": "close", "全景": "wide", "远景": "wide", "广角": "wide", "航拍": "high",
    "俯拍": "high", "俯瞰": "high", "鸟瞰": "high", "仰拍": "low", "低角度": "low", "微距": "detail", "中景": "medium",
}  # fmt: skip

CAMERA_MOVES: Final[Mapping[str, tuple[CameraMove, ...]]] = {
    "push in": ("push_in",), "push-in": ("push_in",), "dolly in": ("push_in",), "zoom in": ("push_in",),
    "pull out": ("pull_out",), "pull back": ("pull_out",), "dolly out": ("pull_out",), "zoom out": ("pull_out",),
    "sweep": ("drift_left", "drift_right"), "sweeping": ("drift_left", "drift_right"),
    "pan": ("drift_left", "drift_right"), "panning": ("drift_left", "drift_right"),
    "tracking shot": ("drift_left", "drift_right"), "drifting camera": ("drift_left", "drift_right"),
    "orbit": ("orbit",), "orbiting": ("orbit",), "circling": ("orbit",), "handheld": ("handheld",),
    "hand-held": ("handheld",), "shaky": ("handheld",), "crane": ("rise",), "rising camera": ("rise",),
    "static camera": ("hold",), "still camera": ("hold",), "locked-off": ("hold",), "推进": ("push_in",),
    "推镜": ("push_in",), "拉远": ("pull_out",), "拉镜": ("pull_out",), "横移": ("drift_left", "drift_right"),
    "平移": ("drift_left", "drift_right"), "环绕": ("orbit",), "手持": ("handheld",), "升起": ("rise",),
    "固定镜头": ("hold",),
}  # fmt: skip

PRINTS: Final[Mapping[str, PrintLook]] = {
    "black and white": "monochrome", "black-and-white": "monochrome", "monochrome": "monochrome", "sepia": "sepia",
    "old photograph": "sepia", "faded film": "faded", "faded": "faded", "super 8": "faded", "bleach bypass": "bleached",
    "bleached": "bleached", "film grain": "film", "黑白": "monochrome", "单色": "monochrome", "棕褐色": "sepia",
    "老照片": "sepia", "褪色": "faded",
}  # fmt: skip
"""How the finished picture is printed."""

LIGHT_WORDS: Final = (
    "light", "lights", "lighting", "neon", "glow", "glowing", "haze", "tones", "tone", "palette", "colours", "colors",
    "hues", "tint", "grade", "gels", "光", "灯", "霓虹", "色调", "调",
)  # fmt: skip
"""A colour word before one of these is meant for the picture, not for what somebody wears."""

UNDRAWN_PLACES: Final[Mapping[str, str | None]] = {
    "harbour": "beach", "harbor": "beach", "boat": "lake",
    "ship": "beach", "jungle": "forest", "river": "lake", "waterfall": "lake",
    "garden": "flower_field", "village": "flower_field", "valley": "mountains",
    "volcano": "mountains", "cave": None, "oasis": "desert", "canyon": "desert",
    "castle": "ruins", "palace": None, "church": "room", "cathedral": "room", "school": "room", "classroom": "room",
    "library": "room", "hospital": "room", "office": "room", "bar": "room",
    "cafe": "room", "café": "room", "restaurant": "room",
    "gallery": "room", "museum": "room", "warehouse": "room", "factory": "room",
    "balcony": "rooftop", "subway": "city", "metro": "city", "train": "city",
    "train station": "city", "airport": "city", "gas station": "highway",
    "petrol station": "highway", "mall": "city", "arcade": "city", "stadium": "stage", "cemetery": "ruins",
    "graveyard": "ruins", "farm": "flower_field", "vineyard": "flower_field", "park": "city", "pool": "beach",
    "swimming pool": "beach",
    "tokyo": "city", "paris": "city", "new york": "city", "london": "city", "los angeles": "city", "shanghai": "city",
    "beijing": "city", "hong kong": "city", "seoul": "city",
    "河": "lake", "河边": "lake", "瀑布": "lake", "花园": "flower_field",
    "村庄": "flower_field", "山谷": "mountains", "火山": None, "山洞": None,
    "绿洲": "desert", "峡谷": "desert", "城堡": "ruins", "寺庙": "ruins", "宫殿": None, "教堂": "room",
    "学校": "room", "教室": "room", "图书馆": "room", "医院": "room", "办公室": "room", "酒吧": "room",
    "咖啡馆": "room", "工厂": "room", "阳台": "rooftop", "地铁": "city",
    "火车": "city", "火车站": "city", "机场": "city", "公园": "city", "墓地": "ruins",
    "农场": "flower_field", "泳池": "beach", "上海": "city", "北京": "city", "香港": "city", "东京": "city", "巴黎": "city",
    "纽约": "city",
}  # fmt: skip
"""Places beyond this version, and the nearest it can draw; None where nothing comes near."""

SET_PHRASES: Final = (
    "depth of field", "field of view", "negative space", "open space", "house music", "golden age", "day by day",
)  # fmt: skip
"""Phrases whose words mean something else on their own."""

UNDRAWN_SUBJECTS: Final = (
    "band", "crowd", "audience", "couple", "lovers",
    "dog", "dogs", "cat", "cats", "horse", "horses", "wolf", "wolves", "dragon", "dragons", "spaceship", "children",
    "child", "kid", "kids", "baby", "friends", "dancers", "two people", "astronaut", "astronauts", "cosmonaut", "knight",
    "samurai", "ninja", "warrior", "warriors", "soldier", "soldiers", "cowboy", "pirate", "pirates", "king", "queen",
    "princess", "prince", "wizard", "witch", "vampire", "vampires", "ghost", "ghosts", "mermaid", "fairy", "elf",
    "elves", "kung fu", "boxer", "bride", "groom", "wedding", "old man", "old woman", "grandmother", "grandfather",
    "police", "elephant", "elephants", "bear", "rabbit", "rabbits", "owl", "eagle", "raven", "crow", "crows", "snake",
    "shark", "sharks", "unicorn", "phoenix", "dinosaur", "dinosaurs", "swan", "swans", "koi", "spider", "bamboo",
    "candle", "candles", "candlelight", "fountain", "statue", "lighthouse", "helicopter", "airplane", "airplanes",
    "rocket", "rockets", "ufo", "tank", "tanks", "taxi", "convertible", "rainbow", "aurora", "northern lights",
    "tornado", "lava", "meteor", "meteors", "comet", "eclipse", "confetti", "disco ball", "mirror ball", "roses",
    "sunflowers", "saxophone", "saxophonist", "trumpet", "cello", "cellist", "dj", "flute", "lightning",
    "fireworks", "explosion", "explosions", "umbrella", "sword", "swords", "gun",
    "motorcycle", "motorbike", "bicycle", "bike", "robot", "robots", "alien", "aliens", "zombie", "zombies", "angel",
    "angels", "monster", "whale", "jellyfish", "dolphin", "butterflies", "butterfly", "birds", "tiger", "lion", "fox",
    "deer", "piano", "pianist", "violin", "violinist", "balloon", "balloons", "duel", "闪电", "烟花", "爆炸", "雨伞", "撑伞",
    "剑", "枪", "摩托车", "自行车", "机器人", "外星人", "僵尸", "天使", "怪物", "鲸鱼", "水母", "海豚", "蝴蝶", "飞鸟", "老虎",
    "狐狸", "钢琴", "小提琴", "气球", "乐队", "人群", "观众", "情侣", "狗", "猫", "马车", "龙", "飞船", "孩子们",
    "孩子", "小孩", "宇航员", "骑士", "武士", "忍者", "战士", "士兵", "牛仔", "海盗", "国王", "女王", "公主", "王子", "巫师",
    "女巫", "吸血鬼", "幽灵", "美人鱼", "精灵", "功夫", "拳击手", "新娘", "婚礼", "老人", "奶奶", "爷爷", "大象", "兔子", "老鹰",
    "乌鸦", "鲨鱼", "独角兽", "凤凰", "恐龙", "天鹅", "锦鲤", "竹林", "竹子", "蜡烛", "烛光", "喷泉", "雕像", "灯塔", "直升机",
    "飞机", "火箭", "彩虹", "极光", "龙卷风", "流星", "彩带", "玫瑰", "向日葵", "萨克斯", "小号", "大提琴",
)  # fmt: skip

_NOT_PLACES = """
love style mood tone look way manner background foreground distance end ending beginning start moment time times
light lights lighting shadow shadows sun moon sky skies stars star air wind breeze clouds cloud camera frame shot
shots scene scenes video film movie clip picture colour color colours colors palette song music beat beats drop
chorus verse bridge intro outro melody rhythm lyrics voice heart soul mind dream dreams memory memories life world
rush hurry silence dark darkness motion slow-motion hand hands eyes face hair arms head foot feet middle center
centre edge side back front top bottom left right hour season summer winter autumn spring weather heat cold year
years week crowd person figure girl boy woman man singer performer lens budget minute second feeling emotion energy
vibe atmosphere spirit anime cartoon noir realism watercolor watercolour glow neon reflection reflections water
ground floor puddle puddles glass smoke steam whole same other one two three it them her him us me everything all
first last most least january february march april may june july august september october november december english
chinese rescue hope joy sadness pain anger loneliness solitude peace freedom loss place places somewhere
"""
NOT_PLACES: Final = frozenset(_NOT_PLACES.split())
"""Nouns that follow 'in the', 'on a' … and are no places."""

_NOT_PLACES_ZH = (
    "雨 雪 夜 风 梦 心 阳光 月光 黑暗 光 人群 时间 记忆 音乐 歌声 画面 镜头 天空 星空 夜色 路 水 一起 副歌 主歌"
)
NOT_PLACES_ZH: Final = frozenset(_NOT_PLACES_ZH.split())
