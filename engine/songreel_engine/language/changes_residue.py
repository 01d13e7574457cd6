"""What is left of a clause when the words that say nothing of a picture are gone: where nothing is, no picture is described."""

import re
from typing import Final

from songreel_engine.language import lexicon_en, lexicon_zh
from songreel_engine.language.changes_wording import SECONDS, SLIGHT, STRONG, Phrases, words
from songreel_engine.language.found import Found

Reading = tuple[Found | None, str]
"""What was found, and the text without it."""
STYLE_NOUN: Final = words(
    r"restyle[sd]?|styles?|styled|aesthetic|in the look of|look(?:s|ing)? (?:more )?like(?: an?)?"
    r"|art ?style|vibe|genre|themed?|treatment|preset",
    "风格|画风|样式|风|质感|感觉",
)
SIDES: Final = Phrases(lexicon_en.LIGHT_SIDES, lexicon_zh.LIGHT_SIDES)
SLOWLY: Final = words("slow(?:ly)?(?! ?mo)|gently|gradually", "慢慢|缓慢|缓缓|慢(?!动作|镜)")
LIGHT_NOUN: Final = words(
    r"lights?|lighting|lamps?|lit|illuminat\w+|glow\w*|sunlight|shadows?|spotlights?"
    r"|key light|relight|sunshine|(?:back|rim|side|under) ?light(?:s|ing|ed)?|backlit",
    "灯光|光线|打光|光照|灯|光|照明|阴影|布光|逆光|背光|亮度",
)
LIVELIER: Final = words(
    r"(?:more )?(?:energetic|lively|livelier|dynamic|active|intense|wild(?:er)?"
    r"|craz(?:y|ier)|hectic|frantic|exciting|explosive|animated|kinetic|hype[dr]?"
    r"|agitated|busier|bouncy|bouncier|powerful|epic)|amp (?:it )?up|ramp up|more life"
    r"|liven(?: \w+)? up|hit(?:s|ting)? harder",
    "激烈|燃|有活力|活跃|动感|活泼|狂野|有?冲击力|有劲|带劲|给力|燥|热烈|激情|有动感|有力|疯狂|嗨|炸",
)
CALMER: Final = words(
    r"calm(?:er|ly)?|gentle|gentler|relax(?:ed|ing)?|slow ?mo(?:tion)?|slowmo|chill"
    r"|subdued|peaceful|serene|stiller|still|tranquil|less (?:energetic|intense"
    r"|wild|crazy|hectic|dynamic|lively|busy|frantic|motion|movement)|mellow(?:er)?"
    r"|soothing|restrained",
    "平静|安静|慢动作|慢镜头|舒缓|缓和|平和|沉稳|静一[点些]|慢镜|宁静|缓慢|轻柔|平缓|克制|冷静",
)
AGAIN: Final = words(
    r"redo(?:es|ing|ne)?|remake|remade|regenerat\w+|re ?gen|re ?render(?:ed|ing)?"
    r"|re ?do|re ?create|re ?roll|re ?shoot|reimagine|do over|do (?:it|that|this"
    r"|them|the \w+|\w+)?(?: \w+){0,3} ?(?:again|over)"
    r"|make (?:it|that|this|them)?(?: \w+){0,4} ?again|try (?:\w+ ){0,4}?(?:again"
    r"|another|something else|something different)|(?:another|new|different|fresh"
    r"|one more|alternative) (?:\w+ ){0,2}?(?:take|version|try|go|attempt|shot"
    r"|image|picture|clip|seed|render|variation|still|one|pass|video|frame|animation"
    r"|option|result|alternative|key image|photo|footage|look)"
    r"|again|once more|start over|another|(?:re ?)?animate (?:it |this |that )?(?:differently"
    r"|again|anew)|refresh|rework|fix|give .* another|retry|reroll|redraw|repaint"
    r"|render (?:it|this|that)? ?again|rebuild|don't like|not happy with|hate|variation"
    r"|reshoots?|replace(?: it| this| that)?(?: with (?:something|a new|another"
    r"|a different)(?: \w+)?)?",
    "重做|重新(?:生成|做|制作|渲染|来|拍|画|弄|出|跑|拍摄|创作)|重新|再来一?[次遍版个张条]"
    "|再(?:做|生成|拍|画|试|渲染|出|跑|弄|搞|试试)(?:一下|一?[次遍版个张条])?"
    "|换一?[个张版条种]|重拍|重画|重渲|重来|另(?:外)?(?:做|来|生成)?一?[个版张条]"
    "|重生成|再一次|不喜欢|不满意|不好看|修一下|修复|重搞|换掉|再来",
)
FILLERS: Final = words(
    r"please|pls|can|could|would|you|we|i|i'd|i'm|let's|lets|let|want|need|like"
    r"|make|makes|made|making|give|gives|it|its|it's|this|that|these|those|them"
    r"|they|the|a|an|be|is|are|was|to|into|in|on|at|of|for|from|with|and|or|but"
    r"|so|as|by|look|looks|looking|feel|feels|feeling|more|less|bit|lot|little"
    r"|much|too|very|really|way"
    r"|much|just|some|any|again|now|then|also|still|even|all|whole|entire|every"
    r"|each|both|overall|throughout|redo|remake|regenerate|rerender|render|change"
    r"|changes|changed|turn|set|switch|use|using|do|try|have|has|get|gets|go|goes"
    r"|put|add|adds|show|keep|apply|give|shift|push|bring|lean|drop|increase|decrease"
    r"|reduce|raise|lower|up|down|boost|try"
    r"|instead|version|take|takes|one|ones|new|another|different|other|time|shot"
    r"|shots|scene|scenes|picture|pictures|image|images|video|film|clip|clips|footage"
    r"|section|sections|part|parts|frame|visuals?|camera|weather|mood|atmosphere"
    r"|light|lights|lighting|lit|style|look|grade|grading|color|colour|colors|colours"
    r"|palette|tone|tones|tint|hue|scheme"
    r"|motion|movement|pace|pacing|falling|slightly|touch|tad|kind|sort|maybe|think"
    r"|should|must|would|there|here|out|lets|edit|thing|stuff|everything|everywhere"
    r"|there's|going|start|level|us|me|my|our|your|her|his|him|she|he|who|what"
    r"|angle|view|framing|heavy|lots|soft|strong|deep|dark|light|bright|warm|cold"
    r"|cool|hot|nice|good|beautiful|full|total|high|low|over|than|no|not|without"
    r"|remove|stop|if|when|while|during|through|were|s|t|re|hour|o'clock|outside"
    r"|air|background|effect|effects|filter|tones|thanks|thank|ok|okay|hey|well"
    r"|only|moving|goes|mode|set|place|theme|quite|pretty|extra|super|cinematic"
    r"|close|bring|dominant|colored|coloured|gradually|slowly|slow|quickly|far"
    r"|further|does|don't|doesn't|anymore|come|comes|down|got|gonna|wanna|let|kinda"
    r"|actually|basically|honestly|probably|definitely|um|uh|yeah|yep|guys|man|dude|bro|mate"
    r"|possible|between|higher|stronger|weaker|bigger|smaller|richer|deeper|heavier|higher"
    r"|movie|something|somewhat|across|tape|drawing|painting|old|drifting|floating|flying|swirling|blowing"
    r"|light|only|keep|bathed|drenched|please"
)
_FILLERS_ZH: Final = re.compile(
    "[把将让使给请帮我你它他她的了吧呢啊嘛吗呀得地着过变成换改调更一点些个种再这那要用想做弄搞是为和与及或在里中下上整体全部画面视频镜头感觉风格色调效果氛围气氛天气时间光线灯光颜色色彩场景背景段落部分重新来次遍拍摄飘落飞舞漫飘动散洒版张条点加入增添设到都也就只还有没太很非常稍微略看起像样子出现显示展示可以能不要别吧那么处于但倍前后角度视从开始去掉,，。.!！?？;；:：、·¤\\s\\d%-]+"
    "|一下|试试|试一试|看看|麻烦|多?谢谢?|感谢|辛苦|拜托|[呗哈咯哦噢喔啦哟]"
)


NEVER_SEEN: Final = words(
    r"instructions?|system prompts?|servers?|databases?|passwords?|files?|fcpxml|otio|edl|xml|premiere|davinci|resolve"
    r"|final cut|capcut",
    "指令|系统提示词?|服务器|数据库|密码|文件(?!夹)|剪映|达芬奇|代码",
)
"""What no picture of a film shows: commands to computers, other programs and their files."""


def gap(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


def content(text: str) -> str:
    """What is left of a text when words that say nothing about the picture are gone."""
    bare = AGAIN.sub(" ", SECONDS.sub(" ", STYLE_NOUN.sub(" ", text)))
    bare = FILLERS.sub(" ", SLIGHT.sub(" ", STRONG.sub(" ", bare)))
    return re.sub(r"[^a-z一-鿿]+", "", _FILLERS_ZH.sub("", bare))
