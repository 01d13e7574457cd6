"""Chinese words for what can be changed, as data: phrase → value, in simplified characters.

Phrases are looked for anywhere in the clause, the longest first. Words that only mean something together with others
(verbs, more and less) stand with the readers that use them.
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
    "下雨": "rain", "雨天": "rain", "暴雨": "rain", "大雨": "rain", "小雨": "rain", "细雨": "rain", "雨水": "rain",
    "雨": "rain", "雷暴": "rain", "下雪": "snow", "雪天": "snow", "大雪": "snow", "雪花": "snow", "飘雪": "snow",
    "雪": "snow", "起雾": "fog", "大雾": "fog", "薄雾": "fog", "雾气": "fog", "雾": "fog", "烟雾": "fog", "雾蒙蒙": "fog",
    "沙尘": "dust", "尘土": "dust", "灰尘": "dust", "扬尘": "dust", "沙尘暴": "dust", "尘埃": "dust", "火星": "embers",
    "火花": "embers", "余烬": "embers",
    "萤火虫": "fireflies", "流萤": "fireflies", "灰烬": "embers", "火星子": "embers", "花瓣": "petals", "樱花": "petals",
    "落花": "petals", "花瓣雨": "petals", "放晴": "clear", "晴天": "clear", "大晴天": "clear",
    "大太阳": "clear", "出太阳": "clear", "晴朗": "clear", "天晴": "clear",
    "雨停": "clear", "雪停": "clear", "雨过天晴": "clear", "万里无云": "clear", "转晴": "clear", "变晴": "clear",
    "晴": "clear",
}  # fmt: skip

TIMES_OF_DAY: Final[Mapping[str, TimeOfDay]] = {
    "黎明": "dawn", "清晨": "dawn", "早晨": "dawn", "早上": "dawn", "日出": "dawn", "破晓": "dawn", "凌晨": "dawn",
    "拂晓": "dawn", "天亮": "dawn", "白天": "day", "白昼": "day", "正午": "day", "中午": "day", "下午": "day",
    "大白天": "day", "日间": "day", "日落": "golden", "夕阳": "golden", "落日": "golden", "黄金时刻": "golden",
    "黄金时段": "golden", "晚霞": "golden", "黄昏": "dusk", "傍晚": "dusk", "暮色": "dusk", "蓝调时刻": "dusk",
    "夜晚": "night", "夜里": "night", "午夜": "night", "深夜": "night", "月光": "night", "月夜": "night",
    "星空": "night", "晚上": "night", "夜景": "night", "半夜": "night", "夜间": "night", "夜色": "night",
    "黑夜": "night", "夜": "night",
}  # fmt: skip

CAMERA_MOVES: Final[Mapping[str, CameraMove]] = {
    "推近": "push_in", "推进": "push_in", "推镜头": "push_in", "推镜": "push_in", "拉近": "push_in", "往前推": "push_in",
    "向前推": "push_in", "推上去": "push_in", "慢慢推": "push_in",
    "慢推": "push_in", "快推": "push_in", "缓推": "push_in", "往里推": "push_in",
    "放大": "push_in", "拉远": "pull_out",
    "拉开": "pull_out", "拉镜头": "pull_out", "后拉": "pull_out", "往后拉": "pull_out", "向后拉": "pull_out",
    "拉出": "pull_out", "后退": "pull_out", "左移": "drift_left", "向左移": "drift_left", "往左移": "drift_left",
    "向左摇": "drift_left", "往左摇": "drift_left", "左摇": "drift_left", "向左平移": "drift_left",
    "往左平移": "drift_left", "向左": "drift_left", "往左": "drift_left", "右移": "drift_right",
    "向右移": "drift_right", "往右移": "drift_right", "向右摇": "drift_right", "往右摇": "drift_right",
    "右摇": "drift_right", "向右平移": "drift_right", "往右平移": "drift_right", "向右": "drift_right",
    "往右": "drift_right", "平移": "drift_right", "摇镜": "drift_right", "横移": "drift_right", "上升": "rise",
    "升起": "rise", "上摇": "rise", "向上摇": "rise", "往上摇": "rise", "升镜头": "rise", "往上升": "rise",
    "升高": "rise", "向上移": "rise", "下降": "sink", "下摇": "sink", "向下摇": "sink", "降镜头": "sink",
    "往下降": "sink", "下沉": "sink", "向下移": "sink", "环绕": "orbit", "绕着": "orbit", "围绕": "orbit",
    "旋转": "orbit", "转圈": "orbit", "绕拍": "orbit", "绕一圈": "orbit", "手持": "handheld", "晃动": "handheld",
    "抖动": "handheld", "摇晃": "handheld", "手持感": "handheld", "固定镜头": "hold", "固定机位": "hold",
    "镜头固定": "hold", "镜头不动": "hold", "镜头完全不动": "hold", "镜头全程不动": "hold", "机位不动": "hold",
    "机位完全不动": "hold", "镜头别动": "hold",
    "机位固定": "hold", "静止": "hold", "不动": "hold", "稳一点": "hold", "三脚架": "hold",
    "固定住": "hold", "定住": "hold", "稳定一点": "hold", "别晃": "hold", "不要晃": "hold",
}  # fmt: skip

FRAMINGS: Final[Mapping[str, Framing]] = {
    "特写": "close", "近景": "close", "近一点": "close", "近一些": "close", "近点": "close", "近距离": "close",
    "脸部": "close", "更近": "close", "全景": "wide", "远景": "wide", "大全景": "wide", "广角": "wide", "远一点": "wide",
    "远一些": "wide", "远点": "wide", "更远": "wide", "更宽": "wide", "宽一点": "wide", "大远景": "wide",
    "中景": "medium", "半身": "medium", "中近景": "medium", "俯拍": "high", "俯视": "high", "鸟瞰": "high",
    "高角度": "high", "航拍": "high", "俯瞰": "high", "从上往下拍": "high", "无人机": "high", "高机位": "high",
    "仰拍": "low", "仰视": "low", "低角度": "low", "低机位": "low", "从下往上拍": "low", "大特写": "detail",
    "细节": "detail", "微距": "detail", "极特写": "detail",
}  # fmt: skip

LOOKS: Final[Mapping[str, PrintLook]] = {
    "黑白": "monochrome", "单色": "monochrome", "灰度": "monochrome", "去色": "monochrome", "无彩色": "monochrome",
    "没有颜色": "monochrome", "怀旧": "sepia", "棕褐色": "sepia", "老照片": "sepia", "泛黄": "sepia", "褐色调": "sepia",
    "复古": "faded", "褪色": "faded", "发白": "faded", "褪了色": "faded", "旧旧的": "faded", "做旧": "faded", "胶片": "film",
    "颗粒": "film", "电影胶片": "film", "老电影": "film", "旧电影": "film",
    "胶片感": "film", "颗粒感": "film", "漂白": "bleached", "过曝": "bleached",
    "漂白效果": "bleached",
}  # fmt: skip

LIGHT_SIDES: Final[Mapping[str, LightSide]] = {
    "逆光": "back", "背光": "back", "从后面": "back", "从背后": "back", "轮廓光": "back", "剪影": "back",
    "从后方": "back", "后面打": "back", "从左": "left", "左边": "left", "左侧": "left", "左面": "left", "侧光": "left",
    "从侧面": "left", "从右": "right", "右边": "right", "右侧": "right", "右面": "right", "正面": "front",
    "顺光": "front", "从前面": "front", "从前方": "front", "顶光": "above", "从上面": "above", "从上方": "above",
    "从头顶": "above", "从顶上": "above", "底光": "below", "从下面": "below", "从下方": "below", "从底下": "below",
    "脚光": "below",
}  # fmt: skip

COLOURS: Final[Mapping[str, str]] = {
    "深红": "crimson", "猩红": "scarlet", "红": "red", "橙": "orange", "橘": "orange", "黄": "yellow", "金": "gold",
    "绿": "green", "翠绿": "emerald", "墨绿": "emerald", "青": "cyan", "蓝绿": "teal", "青蓝": "teal", "青橙": "teal",
    "湖蓝": "turquoise", "天蓝": "cyan", "蓝": "blue", "深蓝": "navy", "藏青": "navy", "靛": "indigo",
    "紫": "purple", "品红": "magenta", "洋红": "magenta", "玫红": "magenta", "粉": "pink", "粉红": "pink",
    "白": "white", "黑": "black", "灰": "grey", "棕": "brown", "褐": "brown", "咖啡": "brown", "米": "beige",
    "银": "silver", "琥珀": "amber", "珊瑚": "coral", "薰衣草": "lavender", "酒红": "burgundy", "玫瑰": "rose",
    "青绿": "teal", "墨": "black",
}  # fmt: skip
"""Without 色, which may follow; single characters count only as colours where the reader says so."""

TRANSITIONS: Final[Mapping[str, TransitionKind]] = {
    "硬切": "cut", "直切": "cut", "直接切": "cut", "不要转场": "cut", "去掉转场": "cut", "取消转场": "cut",
    "无转场": "cut", "跳切": "cut", "叠化": "dissolve", "溶解": "dissolve", "交叉溶解": "dissolve", "叠加": "dissolve",
    "交叉淡化": "dissolve", "融合": "dissolve", "淡化": "dissolve", "渐变": "dissolve", "叠画": "dissolve",
    "交叉淡入淡出": "dissolve", "渐变过渡": "dissolve", "淡入淡出": "fade", "淡出": "fade", "淡入": "fade",
    "渐隐": "fade", "渐显": "fade", "闪黑": "dip", "黑场": "dip", "黑屏": "dip", "淡出到黑": "dip",
    "淡出至黑": "dip", "渐黑": "dip", "过黑": "dip", "闪白": "dip", "白场": "dip", "淡到黑": "dip", "甩镜": "whip",
    "甩镜头": "whip", "甩": "whip", "快速摇镜": "whip", "漏光": "light_leak", "光晕转场": "light_leak",
    "匹配剪辑": "match", "匹配切": "match", "匹配转场": "match", "相似转场": "match",
}  # fmt: skip

ASPECTS: Final[Mapping[str, Aspect]] = {
    "竖屏": "9:16", "竖版": "9:16", "竖的": "9:16", "竖着": "9:16", "竖构图": "9:16", "竖式": "9:16", "抖音": "9:16",
    "快手": "9:16", "竖向": "9:16", "手机屏": "9:16", "竖幅": "9:16", "横屏": "16:9", "横版": "16:9", "横的": "16:9",
    "横着": "16:9", "横构图": "16:9", "宽屏": "16:9", "横向": "16:9", "横幅": "16:9", "b站": "16:9", "方形": "1:1",
    "正方形": "1:1", "方的": "1:1", "方图": "1:1", "方块": "1:1", "正方": "1:1", "方版": "1:1", "小红书": "4:5",
    "9比16": "9:16", "16比9": "16:9", "1比1": "1:1", "4比5": "4:5", "九比十六": "9:16", "十六比九": "16:9",
    "一比一": "1:1", "四比五": "4:5",
}  # fmt: skip

TEXT_ROLES: Final[Mapping[str, TextRole]] = {
    "标题": "title", "片名": "title", "题目": "title", "歌名": "title", "片头字": "title", "大标题": "title",
    "主标题": "title", "字幕": "caption", "文字": "caption", "说明文字": "caption", "副标题": "caption",
    "字样": "caption", "文本": "caption", "注释": "caption", "一行字": "caption", "几个字": "caption",
    "署名": "credit", "片尾字幕": "credit", "鸣谢": "credit", "制作人员": "credit", "演职员表": "credit",
    "片尾名单": "credit", "致谢": "credit", "落款": "credit",
}  # fmt: skip

TEXT_PLACES: Final[Mapping[str, TextPlace]] = {
    "左上角": "top_left", "左上方": "top_left", "左上": "top_left", "右上角": "top_right", "右上方": "top_right",
    "右上": "top_right", "左下角": "bottom_left", "左下方": "bottom_left", "左下": "bottom_left",
    "右下角": "bottom_right", "右下方": "bottom_right", "右下": "bottom_right", "顶部": "top", "上方": "top",
    "上面": "top", "顶端": "top", "最上面": "top", "上边": "top", "顶上": "top", "底部": "bottom", "下方": "bottom",
    "下面": "bottom", "底端": "bottom", "下边": "bottom", "最下面": "bottom", "中间": "middle", "中央": "middle",
    "居中": "middle", "正中": "middle", "正中间": "middle", "左边": "left", "左侧": "left", "左方": "left",
    "右边": "right", "右侧": "right", "右方": "right", "屏幕中央": "middle", "画面中央": "middle",
}  # fmt: skip

TEXT_SIZES: Final[Mapping[str, TextSize]] = {
    "大一点": "large", "大一些": "large", "大点": "large", "大字": "large", "放大": "large", "大号": "large",
    "更大": "large", "变大": "large", "加大": "large", "再大": "large", "小一点": "small", "小一些": "small",
    "小点": "small", "小字": "small", "缩小": "small", "小号": "small", "更小": "small", "变小": "small",
    "再小": "small", "中号": "medium", "中等": "medium", "调大": "large", "调小": "small", "改大": "large",
    "改小": "small",
}  # fmt: skip

STYLES: Final[Mapping[str, str]] = {
    "电影写实": "cinematic_realism", "写实": "cinematic_realism", "电影感": "cinematic_realism",
    "真实感": "cinematic_realism", "电影质感": "cinematic_realism", "真人": "cinematic_realism",
    "写实电影": "cinematic_realism", "电影风": "cinematic_realism", "黄金时刻": "golden_hour",
    "黄金时段": "golden_hour", "黑色电影": "film_noir", "新黑色电影": "neo_noir", "新黑色": "neo_noir",
    "午夜蓝": "midnight_blue", "3d卡通": "cartoon_3d", "三维卡通": "cartoon_3d", "卡通": "cartoon_3d",
    "皮克斯": "cartoon_3d", "迪士尼": "cartoon_3d", "动画片": "cartoon_3d", "少年动漫": "anime_shonen",
    "热血动漫": "anime_shonen", "动漫": "anime_shonen", "日漫": "anime_shonen", "少年漫": "anime_shonen",
    "漫画": "anime_shonen", "二次元": "anime_shonen", "水彩动漫": "watercolor_anime", "水彩": "watercolor_anime",
    "水彩画": "watercolor_anime", "吉卜力": "watercolor_anime", "宫崎骏": "watercolor_anime",
    "绘画3d": "painterly_3d", "绘画感": "painterly_3d", "油画": "painterly_3d", "手绘3d": "painterly_3d",
    "低多边形": "low_poly_3d", "低面": "low_poly_3d", "多边形": "low_poly_3d", "黏土": "claymation",
    "粘土": "claymation", "黏土动画": "claymation", "粘土动画": "claymation", "定格动画": "claymation",
    "动感动漫": "dynamic_anime", "动态动漫": "dynamic_anime", "伪纪录片": "found_footage",
    "寻回录像": "found_footage", "录像带": "found_footage", "拾得影像": "found_footage",
    "一次性相机": "disposable_camera", "傻瓜相机": "disposable_camera", "拍立得": "disposable_camera",
    "移轴": "tilt_shift", "微缩": "tilt_shift", "复古开放世界": "retro_open_world",
    "复古游戏": "retro_open_world", "开放世界": "retro_open_world", "赛博朋克": "cyberpunk", "赛博": "cyberpunk",
    "蒸汽波": "vaporwave", "末日废土": "post_apocalyptic", "废土": "post_apocalyptic", "末日": "post_apocalyptic",
    "后末日": "post_apocalyptic", "后启示录": "post_apocalyptic", "液态金属": "liquid_chrome",
    "液态铬": "liquid_chrome", "液体金属": "liquid_chrome", "水墨": "watercolor_anime",
    "金色时分": "golden_hour", "少年动画": "anime_shonen", "动感动画": "dynamic_anime", "伪纪录": "found_footage",
    "末世": "post_apocalyptic", "厚涂3d": "painterly_3d", "厚涂": "painterly_3d", "三维油画": "painterly_3d",
}  # fmt: skip
