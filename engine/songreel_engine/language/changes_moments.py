"""Another moment of the user's footage: a later part of it, its beginning, twelve seconds into it."""

import re
from typing import Any, Final

from songreel_engine.language.changes_wording import Clause, blanked
from songreel_engine.language.found import SURE, Found

_FILE: Final = r"[a-z0-9_][a-z0-9_\-.]*\.(?:mp4|mov|mkv|webm|avi|m4v)"


def _clip(name: str) -> str:
    """A pattern of the user's footage; a file's name is the group of this name. 'The video' is the film."""
    own = r"(?:my|our|that|this) (?:own )?(?:\w+ )?(?:clips?|footage|videos?|recordings?)"
    other = r"the (?:\w+ )?(?:clips?|footage|recordings?)|the (?:uploaded|attached) videos?"
    return rf"(?:{own}|{other}|(?P<{name}>{_FILE})(?![a-z0-9]))"


_CLIP_ZH: Final = r"(?:素材|录像|(?:我的|那段|这段)(?:视频|片段))"
_WHICH: Final[dict[str, tuple[str, str]]] = {
    "later": (r"later|further on|next", "靠后|后面|后半|稍后|往后|更后|晚一点|下一"),
    "earlier": (r"earlier|previous", "靠前|前面|前半|往前|更早|早一点|上一"),
    "first": (r"first|opening|beginning|start|very beginning", "开头|最前|起始|开始"),
    "last": (r"last|closing|ending|end|very end", "结尾|最后|末尾"),
    "another": (r"another|different|other|better|new", "另一|另外|别的|其他|换一|更好"),
}
"""In the order in which they are looked for."""
_PIECE: Final = r"(?:parts?|moments?|bits?|pieces?|stretch|half|seconds?|bit|place|spot)"
_DOING: Final = r"(?<![a-z])(?:begin|start|play|show|run|take|use)"
_PATTERNS: Final = {
    which: re.compile(
        rf"(?:(?<![a-z])(?:{english})(?: {_PIECE})?(?: of| from| in| into)? {_clip('file_1')})"
        rf"|(?:{_DOING} {_clip('file_2')} (?:a (?:bit|little) )?(?:from |at )?(?:its |the )?(?:{english})(?![a-z]))"
        rf"|(?:{_CLIP_ZH}.{{0,3}}(?:{chinese}))|(?:(?:{chinese}).{{0,6}}{_CLIP_ZH})"
    )
    for which, (english, chinese) in _WHICH.items()
}
_TIME: Final = r"(?P<time>\d+:\d\d(?:\.\d+)?|\d+(?:\.\d+)?(?= ?(?:s\b|sec|秒)))"
_AT: Final = (
    re.compile(rf"(?<![a-z0-9:]){_TIME} ?(?:s|secs?|seconds?)? (?:in|into|of) {_clip('file')}"),
    re.compile(rf"{_DOING} {_clip('file')} (?:at|from) (?:its )?{_TIME}(?! ?-)"),
    re.compile(rf"{_CLIP_ZH}的?(?:从)?(?:第)?{_TIME}"),
)


def moment_changes(clause: Clause) -> tuple[Found, ...]:
    """Another moment of footage that the film shows; empty where none is named."""
    text = clause.whole
    for pattern in _AT:
        if match := pattern.search(text):
            return (Found("moment", {"at_s": _seconds(match["time"]), **_source(match)}, SURE),)
    for which, pattern in _PATTERNS.items():
        if match := pattern.search(text):
            return (Found("moment", {"which": which, **_source(match)}, SURE),)
    return ()


def _seconds(time: str) -> float:
    minutes, _, seconds = time.rpartition(":")
    return int(minutes or 0) * 60 + float(seconds)


def without_moments(text: str) -> str:
    """The text with words for a moment of footage blanked: 'its beginning' there is no part of the film."""
    for pattern in (*_AT, *_PATTERNS.values()):
        text = blanked(pattern, text)
    return text


def _source(match: re.Match[str]) -> dict[str, Any]:
    file = next((value for name, value in match.groupdict().items() if name.startswith("file") and value), None)
    return {} if file is None else {"source": file}
