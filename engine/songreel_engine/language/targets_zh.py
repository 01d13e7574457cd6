"""Rules for parts of a film in Chinese words, simplified; section names may be English ('第二段 chorus')."""

import re
from typing import Final

from songreel_engine.language.numbers import CARDINAL_ZH, ORDINAL_ZH, TIME, read_number, read_time_s, read_whole
from songreel_engine.language.section_names import CHINESE, ENGLISH, kind_of_words
from songreel_engine.language.selectors import (
    Between,
    Drops,
    Edge,
    Except,
    Length,
    Marked,
    Moment,
    Named,
    Ones,
    Reach,
    Reference,
    Rest,
    Seen,
    Selector,
    Share,
    Shots,
    SideOf,
    Stretch,
    Whole,
)
from songreel_engine.language.target_rules import MARK, PART, PARTS, Line, Rule, read_list, rule

_ENGLISH_NAME: Final = rf"(?:{'|'.join(ENGLISH)})(?![a-z])"
_NAME: Final = rf"(?P<name>{'|'.join(CHINESE)}|{_ENGLISH_NAME})"
_PIECE: Final = r"(?:个|段|次|遍|节|句|处|轮|组)?(?:的)?"
_TAIL: Final = r"(?: ?(?:部分|段落|的部分|那段|那部分|那里|这段|这部分|里面|里|的地方|的时候|期间|段)(?!落))?"
_ORDINALS_ZH: Final = (
    rf"{ORDINAL_ZH}{_PIECE}(?: ?(?:和|与|及|跟|、|,|到|至|-|~) ?(?:{ORDINAL_ZH}|{CARDINAL_ZH}){_PIECE})*"
)
_LIST_ZH: Final = rf"{CARDINAL_ZH}(?:号? ?(?:和|与|及|跟|、|,|到|至|-|~|to|and) ?(?:第|镜头|shot )?{CARDINAL_ZH})*"
_NOT_A_UNIT: Final = r"(?! ?(?:秒|分|%|倍|拍|帧|级|镜到底|个|段|遍|次|号|档|[0-9]|[.:][0-9]))"
_SHOT: Final = r"(?:镜头|分镜头?|画面|场景|片段|镜|shots?|scenes?|clips?)"
_SHOT_NUMBERED: Final = r"(?:镜头|分镜头?|场景|画面|片段|镜|shots?)"
_FILM: Final = r"(?:视频|影片|片子|电影|歌曲?|曲子|音乐视频|mv|作品|片|短片)"
_ALL: Final = r"(?:所有|全部|每一?|各|任何|全体|每个)(?:的)?"

_SEEN_ZH: Final[dict[str, tuple[str, ...]]] = {
    "夜晚|夜景|晚上|夜里|夜间|黑夜|夜": ("night",), "白天|日间|白昼": ("day",), "黄昏|傍晚|日落|夕阳": ("sunset",),
    "清晨|早晨|日出|黎明": ("sunrise",), "海边|沙滩|海滩|大海|海": ("beach",), "城市|街道|街头|都市|市区": ("city",),
    "汽车|车子|轿车|车": ("car",), "森林|树林": ("forest",), "沙漠": ("desert",), "雨|下雨|雨天|雨中": ("rain",),
    "雪|下雪|雪景|雪地": ("snow",), "雾|起雾": ("fog",), "舞台": ("stage",), "歌手|主角|人物|人|表演者": ("singer",),
    "桥": ("bridge",), "山|山脉|雪山": ("mountain",), "天台|屋顶|楼顶": ("rooftop",), "霓虹灯?": ("neon",),
    "特写": ("close",),
    "全景|远景|广角": ("wide",), "房间|室内|屋里": ("room",), "公路|马路|道路": ("road",),
    "花瓣|花": ("petals",), "湖|湖边": ("lake",),
    "火车|列车|地铁": ("train",), "跳舞|舞蹈": ("dance",), "女孩|女生|女人": ("girl",), "男孩|男生|男人": ("man",),
    "猫": ("cat",),
    "狗": ("dog",), "月亮|月光": ("moon",), "星空|星星": ("stars",), "船": ("boat",), "吉他": ("guitar",), "钢琴": ("piano",),
}  # fmt: skip
_SIGHT: Final = rf"(?P<seen>{'|'.join(sorted('|'.join(_SEEN_ZH).split('|'), key=len, reverse=True))})"


_BECOMES: Final = re.compile(r"(?:成|为|作|改|换|一个|一场|一片|加)[\u4e00-\u9fff]?$")
"""What follows is what a part shall show, not what it shows."""


def _kind(match: re.Match[str]) -> str:
    return kind_of_words(match["name"]) or match["name"]


def _named(match: re.Match[str], picks: tuple[int, ...] = (), run: int = 0, count: int = 0) -> Selector:
    kind = _kind(match)
    if kind == "drop" and not run and not count:
        return Drops(picks)
    return Named(kind, picks, run, count)


def _picked(match: re.Match[str], line: Line) -> Selector | None:
    picks = read_list(match["picks"])
    return _named(match, picks) if picks else None


def _counted(match: re.Match[str], line: Line) -> Selector | None:
    many = read_whole(match["count"])
    return _named(match, run=_signed(many, match["end"])) if many else None


def _signed(many: int, end: str) -> int:
    return many if end in {"前", "头", "开头", "最前", "最前面", "前面", "最开始", "开始", "首"} else -many


def _every(match: re.Match[str], line: Line) -> Selector | None:
    return _named(match, count=min(read_whole(match["count"] or "") or 0, 1_000))


def _shots(match: re.Match[str], line: Line) -> Selector | None:
    picks = read_list(match["picks"])
    return Shots(picks) if picks else None


def _shots_counted(match: re.Match[str], line: Line) -> Selector | None:
    many = read_whole(match["count"])
    return Shots(run=_signed(many, match["end"])) if many else None


def _shots_within(match: re.Match[str], line: Line) -> Selector | None:
    within, shots = line.part(match[1]), line.part(match[2])
    return Shots(shots.picks, shots.run, within) if isinstance(shots, Shots) else None


def _stretch(match: re.Match[str], line: Line) -> Selector | None:
    end_s = read_time_s(match["to"])
    start_s = read_time_s(match["from"])
    if start_s is None:
        start_s = read_number(match["from"])
    if start_s is None or end_s is None or end_s <= start_s:
        return None
    return Stretch(start_s, end_s)


def _moment(match: re.Match[str], line: Line) -> Selector | None:
    at_s = read_time_s(match["at"])
    return None if at_s is None else Moment(at_s)


def _length(match: re.Match[str], line: Line) -> Selector | None:
    seconds = read_time_s(match["time"])
    return Length(_signed(1, match["end"]) * seconds) if seconds else None


def _share(match: re.Match[str], line: Line) -> Selector:
    return Share(0.0, 0.5) if match["which"] in "前上" else Share(0.5, 1.0)


def _share_of(match: re.Match[str], line: Line) -> Selector | None:
    part, piece = line.part(match[1]), line.part(match[2])
    if isinstance(piece, Length):
        return Length(piece.seconds, part)
    return Share(piece.first, piece.last, part) if isinstance(piece, Share) else None


def _sight(match: re.Match[str], line: Line) -> Selector | None:
    if _BECOMES.search(match.string, 0, match.start()):
        return None
    for names, words in _SEEN_ZH.items():
        if re.fullmatch(names, match["seen"]):
            return Seen((*words, match["seen"]))
    return Seen((match["seen"],))


def _side(match: re.Match[str], line: Line) -> Selector:
    part = line.part(match["part"]) if match["part"] else Whole()
    where = match["side"]
    return SideOf(part, "end" if where in "结尾结束末尾最后收尾" else "middle" if where in "中间" else "start")


def _ones(match: re.Match[str], line: Line) -> Selector | None:
    if match["picks"]:
        picks = read_list(match["picks"])
        return Ones(picks) if picks else None
    many = read_whole(match["count"])
    return Ones(run=_signed(many, match["end"])) if many else None


ATOMS: Final[tuple[Rule, ...]] = (
    rule(rf"(?P<end>最前面?|前面?|最后面?|后面?|最末|末|头|开头|倒数) ?(?P<count>{CARDINAL_ZH}) ?(?:个|段|次|遍|"
         rf"节) ?{_NAME}{_TAIL}", _counted),
    rule(rf"(?P<picks>{_ORDINALS_ZH}) ?{_NAME}{_TAIL}", _picked),
    rule(rf"{_NAME}(?:的)? ?(?P<picks>第{CARDINAL_ZH}(?:个|段|次|遍|节)?(?: ?(?:和|与|、|,|到) "
         rf"?第{CARDINAL_ZH}(?:个|段|次|遍|节)?)*){_TAIL}",
         _picked),
    rule(rf"(?:其他|其它|其余|别)(?:的)?(?:几)?(?:个|段)? ?{_NAME}{_TAIL}",
         lambda match, line: Named(_kind(match), others=True)),
    rule(rf"(?<!第)(?:{_ALL}|这|那)?(?P<count>(?:[2-9]|[二两俩三四五六七八九])) ?(?:个|段|次|遍|节)(?:的)? "
         rf"?{_NAME}{_TAIL}(?:都)?", _every),
    rule(rf"{_ALL}(?P<count>)(?:个|段|次|遍|节|处)?(?:的)? ?{_NAME}{_TAIL}", _every),
    rule(rf"{_NAME} ?(?P<picks>{_LIST_ZH}){_NOT_A_UNIT}{_TAIL}", _picked),
    rule(rf"(?:(?<=[\u4e00-\u9fff])(?P<name>{_ENGLISH_NAME})|(?<![a-z'])(?P<front>{_ENGLISH_NAME})(?= "
         rf"?[\u4e00-\u9fff])){_TAIL}",
         lambda match, line: _english_among_chinese(match)),
    rule(rf"{_NAME}{_TAIL}", lambda match, line: _named(match) if not match["name"].isascii() else None),
    rule(rf"(?P<end>最前面?|前面?|最后面?|后面?|最末|末|头|开头|倒数) ?(?P<count>{CARDINAL_ZH}) ?(?:个|段|组)?{_SHOT}",
         _shots_counted),
    rule(rf"(?P<picks>{_ORDINALS_ZH}) ?{_SHOT}", _shots),
    rule(rf"第? ?(?P<picks>{_LIST_ZH}) ?(?:号|个|#){_SHOT_NUMBERED}", lambda match, line: _numbered(match)),
    rule(rf"第 ?(?P<picks>{_LIST_ZH}) ?{_SHOT_NUMBERED}", _shots),
    rule(rf"(?P<picks>[0-9]+(?: ?(?:和|与|及|跟|、) ?[0-9]+)+) ?{_SHOT_NUMBERED}", _shots),
    rule(rf"{_SHOT_NUMBERED} ?(?:号|#|第|编号)? ?(?P<picks>{_LIST_ZH})(?:号|个)?{_NOT_A_UNIT}", _shots),
    rule(rf"(?:{_ALL}|那些|这些)?(?:已经?|被)*(?P<un>没有?|未|没被)?(?:锁定|锁住|锁上|上锁|锁)(?:了)?的(?:那些|"
         rf"几个)?(?:镜头|部分|画面|片段|段落|地方)?",
         lambda match, line: Marked("unlocked" if match["un"] else "locked")),
    rule(rf"(?:{_ALL}|那些|这些)?(?:检查(?:里|中|时)?)?(?:被|有)?(?:检查)?(?:标记|标出|标红|问题|瑕疵|毛病|闪烁|"
         rf"报错|检查出问题|不合格|没通过检查)"
         r"(?:出来|了|出)*的(?:那些|那几个|几个)?(?:镜头|部分|画面|片段|地方)", lambda match, line: Marked("flagged")),
    rule(rf"(?:(?:从|在) ?)?(?:第 ?)?(?P<from>{TIME}|{CARDINAL_ZH}) ?(?:到|至|-+|~|to) ?第? "
         rf"?(?P<to>{TIME})(?:之间|的?[这那]一?段|的部分|之内)?", _stretch),
    rule(rf"(?<![提往向之以延推然])(?P<end>最前面?|前面?|最后面?|后面?|末尾|结尾|开头|最开始|开始)(?:的)? "
         rf"?(?P<time>{TIME})(?!之?[后前内])(?:钟)?", _length),
    rule(r"(?<![提往向之以延推然])(?:视频|歌曲|全片|影片)?(?:的)?(?P<which>前|后|上|下)一?半(?:段|部分|首|部|程|截|"
         r"片)?(?:部分)?", _share),
    rule(rf"(?:在|到|从)?第 ?(?P<at>{TIME})(?:处|的?时候|那里|的?地方|左右|的?位置|那个?)?(?!钟?之?内)", _moment),
    rule(rf"(?:在|于) ?(?P<at>{TIME})(?:处|的?时候|那里|的?地方|左右|的?位置|时)?(?!之?内)", _moment),
    rule(rf"(?P<at>[0-9]{{1,2}}:[0-5][0-9]|{CARDINAL_ZH} ?分(?:钟)? ?{CARDINAL_ZH} ?秒)(?=的?(?:[,时]|时候)? ?(?:把|给我|帮我)?"
         r"(?:加|添|打上|打出|写|放|插入|显示|出现|切开|拆开|切一刀))", _moment),
    rule(rf"(?P<at>{TIME})(?=之前|以前|之后|以后|开始|起(?![雾来伏]))", _moment),
    rule(rf"(?P<at>{TIME})(?:处|的时候|那里|的地方|的位置|左右|那儿|开始处)", _moment),
    rule(r"(?:其他|其它|其余|剩下|剩余|别)(?:的)?(?:都|所有|全部|全)*(?:的)?(?:部分|地方|段落|镜头|画面|"
         r"内容)(?:都|全部|全)*|(?:其他|其它|其余|剩下|剩余)(?:的)?(?:都|全部|全|所有)*",
         lambda match, line: Rest()),
    rule(rf"(?:整|全)(?:个|部|支|首|条|段|片)?(?:的)?{_FILM}(?:子)?|全片|全程|全曲|整片|全篇|通篇|从头到尾|"
         rf"自始至终|整体(?:上)?|"
         rf"(?:所有|全部|每一?个?)(?:的)?(?:镜头|画面|场景|片段|段落|部分|地方|内容)|全部(?!导出)|所有(?!的)|一切",
              lambda match, line: Whole()),
)  # fmt: skip


def _english_among_chinese(match: re.Match[str]) -> Selector | None:
    kind = kind_of_words(match["name"] or match["front"])
    return Drops() if kind == "drop" else None if kind is None else Named(kind)


def _numbered(match: re.Match[str]) -> Selector | None:
    """'3号镜头' and '第3、5个镜头' are numbers; '3个镜头' is how many."""
    counted = not match.group().lstrip().startswith("第") and "号" not in match.group() and "#" not in match.group()
    picks = read_list(match["picks"])
    return Shots(picks) if picks and not counted else None


SIGHTS: Final[tuple[Rule, ...]] = (
    rule(
        rf"(?:{_ALL}|那些?|这些?)?(?:个|段|里)?(?:有|带|出现|拍|包含|含)(?:着|了|到)?(?:的|一辆|那辆|个|"
        rf"那个)?{_SIGHT}(?:的)?(?:那个|那些|那段)?"
        r"(?:镜头|画面|场景|片段|部分)",
        _sight,
    ),
    rule(
        rf"(?:{_ALL}|那些?|这些?|那个)?(?:个)?(?:在)?{_SIGHT}(?:里|上|中)?(?:的)?(?:那个|那些|那段)?(?:镜头|"
        rf"场景|片段|戏)",
        _sight,
    ),
    rule(rf"{_ALL}(?:个)?{_SIGHT}(?:的)?(?:画面|部分)", _sight),
)

RELATIONS: Final[tuple[Rule, ...]] = (
    rule(rf"{PART}(?:里面?|中|内)?(?:的)? ?{PART}", _shots_within),
    rule(rf"{PART}(?:的)? ?{PART}", _share_of),
    rule(rf"{PART}(?:里面?|中|内)?(?:的)(?:所有|全部|每个)?(?:镜头|画面)", lambda match, line: line.part(match[1])),
    rule(rf"(?:(?:从|自|由) ?)?{PART}(?:开始)? ?(?P<word>到|至|一直到) ?(?P<last>{MARK})(?:为止|结束|之间)?(?!开始)",
         lambda match, line: Between(line.part(match[1]), line.part(match["last"]), "through")),
    rule(rf"{PART}(?:和|与){PART}(?:之间|中间)",
         lambda match, line: Between(line.part(match[1]), line.part(match[2]), "between")),
    rule(rf"(?:从|自|由)(?:了)? ?{PART}(?:部分)?(?:开始|起(?![雾来伏])|往后|以后|之后|后面|到(?:最后|结尾|结束|"
         rf"末尾|片尾|全片结束))+(?:的?(?:全部|所有|部分)+)?",
         lambda match, line: Reach("from", line.part(match[1]))),
    rule(rf"{PART}(?:起(?![雾来伏])|开始往后|往后)", lambda match, line: Reach("from", line.part(match[1]))),
    rule(rf"(?:在)?(?:(?P<part>{MARK})(?:的)?|视频的?|歌曲?的?|影片的?|片子的?)(?P<side>开头|开始|一开始|结尾|"
         rf"结束|末尾|中间)(?:的?时候|处|时|那里|的地方)?(?! ?就)",
         _side),
    rule(rf"(?:从(?:开头|头|一开始|开始))?(?:直?到) ?{PART}(?:为止|之前|前|以前)",
         lambda match, line: Reach("until", line.part(match[1]))),
    rule(rf"从(?:开头|头|一开始)(?:一直)?到 ?{PART}", lambda match, line: Reach("until", line.part(match[1]))),
    rule(rf"(?:在 ?)?{PART}(?:之前|以前|前面|前)(?:的?(?:部分|全部|所有))?",
         lambda match, line: Reach("before", line.part(match[1]))),
    rule(rf"(?:在 ?)?{PART}(?:之后|以后|后面|结束后|完了?之?后|后)(?:的?(?:部分|全部|所有))?",
         lambda match, line: Reach("after", line.part(match[1]))),
    rule(rf"{PART}(?:里面?|中)?,?(?:除了?|除开|除去) ?{PARTS}(?:之外|以外|外)?(?:都|全部|全)*",
         lambda match, line: Except(line.parts(match[2]), line.part(match[1]))),
    rule(rf"(?<![删去解清移消排])(?:除了?|除却|除开|除去)(?:在)? ?{PARTS}(?:的)?(?:之外|以外|外)?,? "
         rf"?(?:的)?(?:其他|其它|其余|别|剩下|所有)?(?:的)?(?:部分|地方|段落|镜头|画面)?"
         rf"(?P<base>{MARK})?(?:都|全都)?",
         lambda match, line: _excepted(match, line)),
    rule(rf"(?P<base>{MARK})?[,(]?(?:但是?|不过|可是)?(?:不包括|不含|不包含|排除|去除|跳过) ?{PARTS}\)?",
         lambda match, line: Except(line.parts(match[2]), line.part(match["base"]) if match["base"] else None)),
    rule(rf"{PARTS}(?:之外|以外)(?:的)?(?:其他|其它|其余|剩下|所有)?(?:的)?(?:部分|地方|段落|镜头|画面)?(?:都|全都|全部)?",
         lambda match, line: Except(line.parts(match[1]), None)),
    rule(rf"(?P<base>{MARK})?[,(]?(?:但是?|不过)?{PARTS}(?:除外|例外|不算)\)?",
         lambda match, line: Except(line.parts(match[2]), line.part(match["base"]) if match["base"] else None)),
)  # fmt: skip


def _excepted(match: re.Match[str], line: Line) -> Selector:
    """除了副歌,全部…: what stands behind the comma is the whole that they are taken from."""
    parts = line.parts(match[1])
    others = next((part for part in parts if isinstance(part, Named) and part.others), None)
    minus = tuple(part for part in parts if not isinstance(part, Whole | Rest) and part is not others)
    base = line.part(match["base"]) if match["base"] else others
    whole = Named(base.kind, base.picks, base.run) if isinstance(base, Named) else Whole()
    return Except(minus or parts, whole)


REFERENCES: Final[tuple[Rule, ...]] = (
    rule(rf"(?P<picks>{_ORDINALS_ZH})(?:个|段|遍|次)(?:的)?(?! ?(?:版|take|方案|候选|颜色|字|标题|文字|音|"
         rf"效果))|(?P<end>前|最后|后)(?P<count>{CARDINAL_ZH})(?:个|段|遍|次)(?!镜)", _ones),
    rule(r"(?:刚才|刚刚|上面)?(?:的)?(?:这|那|同一|上一|同样的?|刚才的?)(?:一)?个?(?:镜头|分镜|画面|镜)",
         lambda match, line: Reference("shot")),
    rule(r"(?:刚才|刚刚)?(?:的)?(?:这|那|同一|同样的?)(?:一|几|两|些)?(?:个|段)?(?:镜头|部分|地方|段落|片段|段|"
         r"场景|几个)",
         lambda match, line: Reference("part")),
    rule(r"(?<=[到在至])最(?P<edge>后|前)(?:面|边|头)?(?![0-9一二两三四五六七八九十几个段次秒])",
         lambda match, line: Edge(match["edge"] == "后")),
    rule(r"(?:视频|影片|歌曲?)?(?:的)?(?P<edge>开头|开场|片头|结尾|片尾|末尾|收尾)(?:部分|那段|段落|处)?(?!曲|"
         r"字幕|画面的)",
         lambda match, line: Edge(match["edge"] in {"结尾", "片尾", "末尾", "收尾"})),
)  # fmt: skip
