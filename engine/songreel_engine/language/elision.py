"""What a message leaves out or turns round, spelt out, so that later rules meet one order of words.

A message with quotes is left alone: what is quoted is the user's own.
"""

import re
from typing import Final

_QUOTED: Final = re.compile(r"[\"“”„«»「」『』《》‘’＂]|(?<![a-zA-Z])'|'(?![a-zA-Z])")
_TIME_ZH: Final = r"(?:[0-9]{1,2}[:：][0-5][0-9](?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?秒)"
_VERB_BETWEEN_TIMES: Final = re.compile(
    rf"从(?P<first>{_TIME_ZH})(?P<verb>[^0-9到至,，。]{{1,6}})(?P<to>[到至])(?P<last>{_TIME_ZH})"
)
_LEVELS_IN_TURN: Final = re.compile(
    r"(?P<head>\b(?:motion|movement|intensity|energy|volume|gain|loudness|music|bgm)(?: level)?(?: to| at| of)?) "
    r"(?P<level>[0-9]+ ?%?)(?P<place> (?:in|for|during|on) [^,;.]+?)(?P<joint>,? and|,) "
    r"(?P<next>[0-9]+ ?%?)(?= (?:in|for|during|on) )",
    re.IGNORECASE,
)


def spelt_out(message: str) -> str:
    """'Motion 2 in the intro and 9 in the outro' names the motion twice; 从0:20静音到0:25 puts both times together."""
    if _QUOTED.search(message):
        return message
    together = _VERB_BETWEEN_TIMES.sub(r"从\g<first>\g<to>\g<last>\g<verb>", message)
    return _LEVELS_IN_TURN.sub(r"\g<head> \g<level>\g<place>\g<joint> \g<head> \g<next>", together)
