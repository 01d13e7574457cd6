"""What frames the film: its canvas, the names of its sections, and what is locked."""

import re
from typing import Final

from songreel_engine.language import lexicon_en, lexicon_zh
from songreel_engine.language.changes_wording import QUOTED, Clause, Phrases, words
from songreel_engine.language.found import LIKELY, SURE, Found

_ASPECTS: Final = Phrases(lexicon_en.ASPECTS, lexicon_zh.ASPECTS)
_RATIO: Final = re.compile(r"(?<![\d:.])(9|16|1|4)\s?(?::|：|/|x|×|比)\s?(16|9|1|5)(?![\d:])")
_RATIOS: Final = frozenset({"9:16", "16:9", "1:1", "4:5"})
_EXPORTING: Final = words("export|download|render out|save|upload|publish|share|post", "导出|下载|输出|保存|发布|上传")
_MAKING: Final = words(
    "make|change|turn|convert|switch|set|canvas|aspect|ratio|format|reformat|crop|resize|into|flip",
    "改|换|变|画布|比例|画幅|尺寸|设|转|做成|切换",
)
_ORIENTATION_IS_NOT: Final = words(
    r"portrait (?:of|shot|painting|photo)|landscapes? (?:of|shots?|scenery|painting)"
    r"|town square|square (?:in|of|with)|landscape with|a landscape|vertical (?:pan"
    r"|move|drift)|horizontal (?:pan|move|drift)|post apo\w*",
    "横向(?:移|摇|平)|竖向(?:移|摇)|风景",
)
_LOCK: Final = words(
    r"lock(?:s|ed|ing)?(?: (?:down|in|up))?|freeze|frozen(?! [a-z])|protect(?:ed)?|pin|(?:keep"
    r"|leave) (?:.{0,40} )?(?:as it is|as is|as they are|the way it is|the way they are"
    r"|unchanged|untouched|exactly|like (?:that|this|it is)|intact|alone)"
    r"|as they are|as it is|fix in place|keep (?:it|them|this|that|these|those)$|don't (?:ever )?(?:change|touch) .* again"
    r"|never (?:\w+ ){0,7}?(?:change[sd]?|touch(?:ed)?)(?: .{0,40})? ?(?:again|any ?more)",
    "锁定|锁住|锁上|锁|保持(?:原样|不变|现状)|保留(?:原样|不变|现状|这样)|冻结"
    "|保护|维持(?:原样|不变|现状)|原样保留|别再[变动改]|留着不(?:动|变)",
)
_GIVES_A_TEXT: Final = words(
    "(?:add|put|insert) (?:\\w+ ){0,3}(?:title|caption|text)",
    "(?:加|放|插入?|打)[^,，。]{0,4}(?:title|caption|标题|字幕|文字|大字)",
)
"""'Add a title called Ocean' names no section."""
_LOCKED_CAMERA: Final = words("lock(?:ed)?(?: |-)?off|camera|tripod|freeze frame|clockwise", "机位|相机")
_UNLOCK: Final = words(
    "unlock(?:s|ed|ing)?|unfreeze|unpin|unprotect|un ?lock|(?:remove|release|lift"
    "|take off|open|free) (?:the )?locks?|release|not locked|no longer locked"
    "|open up",
    "解锁|解除锁定|取消锁定|解开|解冻|取消锁|开锁|不再锁定|放开锁|解除保护",
)
_RENAME: Final = words(
    r"rename|re ?label|label|call|(?:(?<=please )|(?<=you )|(?<![a-z] ))name|named"
    r"|retitle|refer to|is (?:really|actually)|should be called|known as",
    "改名|重命名|命名|叫做|叫作|改叫|改称|名字改|名称改|称为|标记为|(?<!鸟)叫(?!声)|取名|换个名字",
)
_NEW_NAME: Final = re.compile(
    r"(?:\bto|\binto|\bas|\bit|\bis (?:really|actually)|\bcalled|\bnamed)\s+(?:the\s+"
    r"|a\s+|an\s+)?(?P<name>[^,;]+?)(?:\s+(?:please|instead|from now on|now))*[.!?]*$",
    re.I,
)
_NEW_NAME_ZH: Final = re.compile(
    r"(?:改名为|改名叫做?|改名成|改名|重命名为|重命名成|重命名|命名为|改叫做?|改称为?"
    r"|称为|叫做|叫作|标记为|取名为?|改为|改成|叫)\s*(?P<name>[^，,。；]+?)(?:吧"
    r"|谢谢)?[。！]?$"
)


def canvas_changes(clause: Clause) -> tuple[Found, ...]:
    """Another shape of the picture; "export for Shorts" is none."""
    text = clause.whole
    if _EXPORTING.search(text) and not words(
        "make|change|turn|convert|canvas|aspect|crop", "改|换|变|画布|画幅"
    ).search(text):
        return ()
    for match in _RATIO.finditer(text):
        if (ratio := f"{match[1]}:{match[2]}") in _RATIOS:
            return (Found("canvas", {"aspect": ratio}, SURE, whole_film=True),)
    aspect = _ASPECTS.first(clause.rest) or _ASPECTS.first(text)
    if aspect is None or _ORIENTATION_IS_NOT.search(text) or re.search(r"shots(?![a-z])", text):
        return ()
    return (Found("canvas", {"aspect": aspect}, SURE if _MAKING.search(text) else LIKELY, whole_film=True),)


def lock_changes(clause: Clause) -> tuple[Found, ...]:
    """lock, unlock or rename_section."""
    text = clause.whole
    if _UNLOCK.search(text):
        return (Found("unlock", {}, SURE),)
    if _LOCK.search(text) and not _LOCKED_CAMERA.search(text):
        return (Found("lock", {}, SURE),)
    return ()


def naming_changes(clause: Clause) -> tuple[Found, ...]:
    """Another name for a section: "rename the bridge to breakdown", "call the second verse rap"."""
    if not _RENAME.search(clause.whole) or _GIVES_A_TEXT.search(clause.whole):
        return ()
    name = clause.quotes[-1] if clause.quotes else _new_name(clause)
    name = name.strip(" '\"“”‘’「」.,;:!?，。；：！？")[:60]
    sure = words("rename|re ?label", "重命名|改名").search(clause.whole)
    return (Found("rename_section", {"name": name}, SURE if sure else LIKELY),) if name and name != QUOTED else ()


def _new_name(clause: Clause) -> str:
    said = " ".join(clause.said.split())
    if match := _NEW_NAME_ZH.search(said):
        return match["name"]
    called = words(r"call|name|label").search(clause.whole)
    if called and (
        match := re.search(
            r"(?<![a-z])(?:call|name|label)(?: (?:it|that|this|section|part|the))* (?P<name>[^¤]+)$", clause.rest
        )
    ):
        return re.sub(r"^(?:to|as|into) ", "", match["name"])
    if match := _NEW_NAME.search(said):
        return match["name"]
    return ""
