"""What a message wants, all in all: an export, the credits, an edit, a chat. No edit is read here.

A few rules for what must never fail ("click export", "how do I …", "don't export yet"), then a linear model over hashed
character n-grams, in English and Chinese at once. `training/language/fit_intents.py` fits it and writes `intents.npz`.
"""

import re
import unicodedata
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, cast, get_args

import numpy as np
from numpy.typing import NDArray

from songreel_engine.language.characters import PLAIN
from songreel_engine.language.intent_concepts import CONCEPTS, SAID_OF_ANYTHING
from songreel_engine.language.meaning import Intent

INTENTS: Final[tuple[Intent, ...]] = get_args(Intent)
BUCKETS: Final = 8_192
"""Rows of the weights; n-grams share them by their hash."""
LONGEST_GRAM: Final = 4
LONGEST_READ: Final = 400
"""Characters: what a message wants is said by then, and no message takes long."""
SURE: Final = 0.99
"""Confidence of what a rule decides."""

Floats = NDArray[np.float32]

_DIGITS: Final = re.compile(r"\d+")
_SPACES: Final = re.compile(r"\s+")
_ZH_POLITE: Final = r"(?:请|麻烦|帮我|帮忙|可以|能不能|直接|我要|去|再|先|你|就|一下|\s)*"
_EN_POLITE: Final = (
    r"(?:(?:please|pls|plz|ok|okay|now|just|then|and|go ahead and|can you|could you|would you|i want to|i'd like to|"
    r"let's|let us)[\s,]+)*"
)
_TELL_ME: Final = r"(?:what(?:'s| is)|give me|tell me|show me|check)"
_PRESS: Final = r"(?:click|press|hit|tap|push|select|choose)(?:\s+(?:on|the|that|blue|big|down))*\s+[\"'“”\[]?"
_ZH_PRESS: Final = (
    r"(?:点击|点一下|点下|单击|按下|按一下|轻点|点|按)(?:那个|右上角的?|左上角的?|上面的?)*[\"'“”「\[【]?"
)
_EN_EXPORT: Final = r"(?:export(?:ing)?|download(?:ing)?)"
_ZH_EXPORT: Final = r"(?:导出|下载|输出|汇出|出片|export)"

_RULES: Final[tuple[tuple[Intent, str], ...]] = (
    ("help", rf"^{_EN_POLITE}(?:tell me |show me |explain |i wonder |i don't know )?how (?:do|does|can|could|should|would) "
             r"(?:i|we|you|one|someone)\b(?! (?:feel|like it|know))"),
    ("help", rf"^{_EN_POLITE}(?:(?:tell|show|teach) me |explain )?how to\b"),
    ("help", rf"^{_ZH_POLITE}(?:我想知道|教我|告诉我|请问|问一下)?{_ZH_POLITE}(?:怎么|怎样|如何|咋)"
             r"(?!样|还|没|这么|那么|会|回事|又|了)"),
    ("credits", r"\b(?:how (?:many|much)|enough|check|show|remaining|my|any|more|buy) (?:\w+ ){0,2}credits?\b"
                r"(?! (?:to the|at the end))|\bcredits? (?:balance|left|remaining|do i have)\b"),
    ("credits", r"(?:多少|几个?|剩余?|还有|查[看询一下]*|够|充值?|我的)(?:的|\s)*(?:积分|余额|点数)"),
    ("credits", r"(?:积分|余额|点数)(?:还|够|剩|有|是|\s)*(?:多少|几|剩|不够|够|查询|余额)"),
    ("export", rf"^{_EN_POLITE}{_PRESS}{_EN_EXPORT}\b"),
    ("export", rf"^{_ZH_POLITE}{_ZH_PRESS}{_ZH_EXPORT}"),
    ("export", rf"^{_EN_POLITE}(?:send|give|hand) me (?:the |my )?(?:(?:finished|final|completed?|music) )*"
               r"(?:video|film|movie|mp4|file)(?: file)?\b(?! (?:a|an|some|more|in|size|name|length|duration|format)\b)"),
    ("export", rf"^{_ZH_POLITE}把(?:做好的|完成的|最终的?|成品)*(?:视频|影片|成片|成品|文件|片子|mp4)"
               r"(?:发|传|导)?给?我(?:吧|一下)?[.!]*$"),
    ("status", rf"^{_EN_POLITE}(?:{_TELL_ME} )?(?:the |my )?(?:video|film|file)(?:'s)? ?"
               r"(?:size|length|duration|resolution)[?.! ]*$"),
    ("status", rf"^{_EN_POLITE}{_TELL_ME} (?:the )?(?:file )?(?:size|length|duration|resolution) of "
               r"(?:the|my|this) (?:video|film|file|clip|mp4)\b"),
    ("status", rf"^{_EN_POLITE}how (?:big|large|long) is (?:the|my|this) (?:video|film|file|clip|mp4)\b"),
    ("status", r"^(?:这个|我的|成片)?(?:视频|影片|片子|文件|成片)(?:的)?(?:大小|多大|多长|有多大|有多长|时长|分辨率)"
               r"(?:是|有)?(?:多少|多大|多长)?[?. ]*$"),
    ("upload", rf"^{_EN_POLITE}{_PRESS}(?:upload|import|add file)\b"),
    ("upload", rf"^{_ZH_POLITE}{_ZH_PRESS}(?:上传|导入|upload)"),
    ("export", rf"^{_EN_POLITE}{_EN_EXPORT}(?: (?:it|this|that|now|please|the (?:video|film|clip|movie|file)))*[.!]*$"),
    ("export", rf"^{_ZH_POLITE}{_ZH_EXPORT}(?:一下|吧|视频|影片|成片|了|它|文件|\s)*[.!]*$"),
)  # fmt: skip
"""(intent, what the plain message looks like); the first that fits decides."""

_REFUSES_EXPORT: Final = re.compile(
    r"(?:don't|do not|dont|not|never|no|without|before|hold off on|wait with|stop)\s+(?:\w+\s+){0,2}"
    r"(?:export|download|rendering|saving)|(?:不要|不用|不必|暂不|别|先不|不|勿)(?:急着|着急|先|再|忙|要|用|需要)*"
    r"(?:导出|下载|输出|汇出|出片|export)"
)


def classify(message: str) -> tuple[Intent, float]:
    """What the message wants and how sure that is, 0 to 1; silence is chat. Never raises on any string."""
    plain = plain_words(message)
    if not plain:
        return "chat", SURE
    for intent, pattern in _RULES:
        # "How do I cook rice" is a question, too.
        if re.search(pattern, plain) and not CONCEPTS["world"].search(plain):
            return intent, SURE
    chances = intent_chances(message)
    if _REFUSES_EXPORT.search(plain):
        chances = {intent: 0.0 if intent == "export" else chance for intent, chance in chances.items()}
    best = max(chances, key=lambda intent: chances[intent])
    return best, chances[best]


def intent_chances(message: str) -> Mapping[Intent, float]:
    """How likely each intent is by the model alone, without the rules; they sum to 1."""
    weights, bias = _model()
    score = weights[features(message)].sum(axis=0) + bias
    odds = np.exp(score - score.max())
    return MappingProxyType(dict(zip(INTENTS, (odds / odds.sum()).tolist(), strict=True)))


def features(message: str) -> NDArray[np.int64]:
    """The buckets of the message's n-grams and concepts, each once, rising; never empty."""
    plain = plain_words(message)
    text = f" {_DIGITS.sub('0', plain)} "
    concepts = {name for name, pattern in CONCEPTS.items() if pattern.search(plain)}
    signs = {f"\0{name}" for name in concepts} | ({"\0nothing known"} if concepts <= SAID_OF_ANYTHING else set())
    signs |= {
        text[start : start + length] for length in range(1, LONGEST_GRAM + 1) for start in range(len(text) - length + 1)
    }
    return np.array(sorted({zlib.crc32(sign.encode()) % BUCKETS for sign in signs}), dtype=np.int64)


def plain_words(message: str) -> str:
    """One width, one case, simplified characters, single spaces; at most `LONGEST_READ` characters."""
    # Lone surrogates cannot be encoded, and so not hashed.
    folded = unicodedata.normalize("NFKC", message[: 2 * LONGEST_READ]).encode("utf-8", "replace").decode().lower()
    return _SPACES.sub(" ", "".join(PLAIN.get(character, character) for character in folded)).strip()[:LONGEST_READ]


@cache
def _model() -> tuple[Floats, Floats]:
    """[BUCKETS, intents] and [intents], divided by the temperature already."""
    with np.load(Path(__file__).with_name("intents.npz"), allow_pickle=False) as stored:
        if tuple(stored["intents"].tolist()) != cast(tuple[str, ...], INTENTS):
            raise RuntimeError("intents.npz was fitted to other intents; run training/language/fit_intents.py")
        return stored["weights"].astype(np.float32), stored["bias"].astype(np.float32)
