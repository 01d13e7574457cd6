"""What sections are called: one kind, many names, in English and Chinese."""

import re
from typing import Final

KINDS: Final[dict[str, tuple[str, ...]]] = {
    "chorus": ("chorus", "hook", "refrain", "drop"),
    "hook": ("hook", "chorus", "refrain"),
    "refrain": ("refrain", "chorus", "hook"),
    "verse": ("verse",),
    "bridge": ("bridge", "middleeight", "middle8"),
    "prechorus": ("prechorus", "build"),
    "postchorus": ("postchorus",),
    "intro": ("intro",),
    "outro": ("outro", "coda", "ending"),
    "solo": ("solo", "guitarsolo", "instrumental"),
    "instrumental": ("instrumental", "interlude", "solo", "break"),
    "interlude": ("interlude", "instrumental", "break", "solo"),
    "break": ("break", "breakdown", "interlude"),
    "breakdown": ("breakdown", "break"),
    "build": ("build", "buildup", "riser", "prechorus"),
    "drop": ("drop",),
    "coda": ("coda", "outro"),
    "rap": ("rap",),
    "climax": ("climax", "chorus", "drop"),
}
"""A kind as it is said → the kinds of sections that may be meant, best first: a song without a hook has a chorus."""

SPELT: Final[dict[str, str]] = {"prechorus": "pre-chorus", "postchorus": "post-chorus", "climax": "chorus"}
"""Kinds as a label is written, where that differs."""

ENGLISH: Final[dict[str, str]] = {
    r"choruse?s?|chori": "chorus", r"verses?": "verse", r"bridges?": "bridge", r"pre[- ]?chorus(?:es)?": "prechorus",
    r"post[- ]?chorus(?:es)?": "postchorus", r"intro(?:duction)?s?": "intro", r"outros?": "outro", r"hooks?": "hook",
    r"refrains?": "refrain", r"(?:guitar |piano |sax |drum |synth )?solos?": "solo",
    r"instrumental(?: break| part| section| bit)?s?": "instrumental", r"interludes?": "interlude",
    r"breakdowns?": "breakdown", r"breaks?": "break", r"build[- ]?ups?|builds?|risers?": "build", r"drops?": "drop",
    r"codas?": "coda", r"middle (?:eight|8)": "bridge", r"rap(?: part| section| verse)?s?": "rap", r"climax": "climax",
}  # fmt: skip
CHINESE: Final[dict[str, str]] = {
    "预副歌|前副歌|导歌|副歌前(?:段|奏)": "prechorus", "(?<![然最之以])后副歌": "postchorus", "副歌": "chorus", "主歌": "verse",
    "桥段|过渡段|过门|桥接段?|桥梁段?": "bridge", "前奏|引子|序曲": "intro", "尾奏|尾声": "outro",
    "间奏": "interlude", "(?:吉他|钢琴)?独奏(?:段)?|solo段": "solo", "高潮": "climax", "说唱段?": "rap", "记忆点": "hook",
}  # fmt: skip

DOUBTFUL: Final = frozenset(
    {"bridge", "break", "build", "drop", "hook", "solo", "rap", "climax", "coda", "instrumental"}
)
"""English names that are also other things; these want an article or a place in the sentence."""


def bare(kind: str) -> str:
    """A section's kind as it is compared: 'Pre-Chorus' and 'pre chorus' are 'prechorus', 副歌 is 'chorus'."""
    plain = re.sub(r"[\s_-]+", "", kind.lower())
    for names, known in CHINESE.items():
        if re.fullmatch(names, plain):
            return known
    return plain


def kind_of_words(words: str) -> str | None:
    """The kind that a name in either language says, plural or not; None for a name that is not known."""
    for names, kind in (*ENGLISH.items(), *CHINESE.items()):
        if re.fullmatch(names, words.strip()):
            return kind
    return None
