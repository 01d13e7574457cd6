"""From a message to what it asks for: the one entrance to the package.

`understand` reads any text whatever without raising, in a few milliseconds, the same each time. A clear message is never
answered with a question; a part that is absent or ambiguous always is, and then nothing is edited.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from songreel_engine.draft.edits import OF_HISTORY, Edit
from songreel_engine.language import questions
from songreel_engine.language.assembling import OF_SOUND, WHOLE_UNLESS_SAID, Asked, make_edit
from songreel_engine.language.changes import Found, find_changes
from songreel_engine.language.changes_moments import without_moments
from songreel_engine.language.clauses import afterwards, without_free_text
from songreel_engine.language.commands import AGAIN, MEANT_OF_TEXT, Command, read_commands
from songreel_engine.language.context import NO_CONTEXT, Context
from songreel_engine.language.elision import spelt_out
from songreel_engine.language.intent import classify
from songreel_engine.language.meaning import Intent, Understanding
from songreel_engine.language.mentions import find_mentions
from songreel_engine.language.selectors import Reference, Selector, Whole
from songreel_engine.language.targets import Lookup, Place
from songreel_engine.language.targets_en import WEAK
from songreel_engine.language.wording import is_chinese, read_wording

__all__ = ["Intent", "Understanding", "understand"]

_SURE_OF_OTHER: Final = 0.85
"""A classifier as sure as this of something else outweighs words that could be an edit."""
_CERTAIN: Final = 0.97
"""And as sure as this, even words that are one: 'make a video in film noir', 'how do I redo a shot?'."""
_NEW_FILM: Final = re.compile(
    r"^(?:(?:hi|hey|hello|ok|please|pls|can you|could you|would you|will you|i want you to|i'd like you to|let's|now)[, ]+)*"
    r"(?:(?:make|create|generate|produce|build|do|give|get)(?: me| us)?|i(?: really)? (?:need|want|would like)|i'd like) "
    r"(?:a|an|another)(?: new)? (?:[\w:-]+ ){0,5}?(?:(?:music|lyrics?) (?:video|film|clip)"
    r"|(?:video|film|mv|movie)(?= (?:with|of|for|from|about|where|to go with|in which|out of|to)\b))"
)
_PLAIN_EDIT: Final = 0.9
_UNSURE: Final = 0.45
_MORE: Final = re.compile(
    r"^(?:(?:no|nope|yes|ok|okay|hmm|wait|actually|now)[, ]+)?(?:(?:even|still|a (?:bit|little|touch|tad)|much|"
    r"way|slightly|too) )*"
    r"(?:more|less|[a-z]+er)\b(?! (?:cuts?|film|the))|^(?:不|不对|不是|嗯|好)?[, ]*(?:再|还要|还是|还不够|"
    r"更|[快慢亮暗暖冷大小高低强弱多少]一?[点些])(?!见|说|来一首)"
)
"""What only goes on from the turn before: 'no, brighter', 'even more', 再亮一点."""
_NOW_THERE: Final = re.compile(
    r"[,.!? ]*(?:(?:now|and|then|also|maybe|as well|too|what about|how about|do (?:that|it|this|so)|the|to|for|in|on|"
    r"with|那|那么|还有|"
    r"呢|轮到)[,.!? ]*)*"
)
"""All that is left where a part alone is named: 'now the bridge', 'do that to every chorus'."""
_POINTS_AT_TEXT: Final = ((re.compile(r"\b(?:it|that|this)\b"), "the title"), (re.compile("它|这个|那个"), "标题"))
_OF_PICTURE: Final = re.compile("画面|色调|整体|整个|全片|视频|影片|背景|光|灯|颜色|标题|字幕|歌词|文字|署名")
"""After words about a title, what says that a Chinese clause without 'it' is not about the title, or names it."""


def understand(message: str, context: Context = NO_CONTEXT) -> Understanding:
    """What `message` asks for, about the film in `context`. An empty message is small talk."""
    message = spelt_out(message)
    intent, confidence = classify(message)
    wording = without_free_text(read_wording(message))
    kinds = tuple(section.kind for section in context.sections)
    commands = read_commands(wording, find_mentions(without_moments(wording.shown), kinds))
    if context.conversation.spoke_of_text:
        commands = tuple(_about_text(command, context) for command in commands)
    if _asks_for_a_film(wording.plain, commands):
        intent, confidence = "generate", 1.0
    chinese = is_chinese(message) if context.asks_in is None else context.asks_in == "zh"
    lookup = Lookup(context, chinese=chinese)
    try:
        edits = _edits(commands, context, lookup)
    except questions.UnclearError as unclear:
        if _is_other(intent, confidence, commands):
            return Understanding(intent=intent, confidence=confidence)
        return Understanding(intent="edit", confidence=confidence if intent == "edit" else 0.8, question=str(unclear))
    repeats = bool(edits) and not any(command.found for command in commands)
    if not edits or (not repeats and _is_other(intent, confidence, commands)):
        return _without_edits(intent, confidence, commands, chinese=chinese)
    sure = (
        min(found.confidence for command in commands for found in command.found)
        if any(c.found for c in commands)
        else 0.8
    )
    agreed = max(confidence, sure) if intent == "edit" else sure * (1.0 - confidence / 3.0)
    return Understanding(intent="edit", confidence=agreed, edits=edits, then=_then(commands))


def _asks_for_a_film(words: str, commands: Sequence[Command]) -> bool:
    """'Give me a watercolor video to go with this song': a film of its own, though a style is named."""
    named = (part for command in commands for part in command.parts)
    return _NEW_FILM.search(words) is not None and all(isinstance(part, Whole | Reference) for part in named)


def _is_other(intent: Intent, confidence: float, commands: Sequence[Command]) -> bool:
    """Whether the message is about something else after all."""
    if intent == "edit" or intent in _then(commands):
        return False
    sure = max((found.confidence for command in commands for found in command.found), default=0.0)
    named = any(command.mentions or _names_a_text(command) for command in commands)
    if any(found.edit == "moment" for command in commands for found in command.found):
        return intent == "help"
    # "Make it a lyric video" is about this film; a new one was asked for in as many words, or not at all.
    if intent == "generate" and confidence < 1 and any(map(_styles_lyrics, commands)):
        return False
    if intent == "out_of_scope" and any(_names_a_file(command) for command in commands):
        return False
    only_then = all(not command.found for command in commands)
    limit = _CERTAIN if sure >= _PLAIN_EDIT and named else _SURE_OF_OTHER
    return only_then or confidence >= limit


def _styles_lyrics(command: Command) -> bool:
    return any(found.edit == "lyrics" and "style" in found.changes for found in command.found)


def _names_a_file(command: Command) -> bool:
    return any(found.edit in {"insert", "add_audio"} and found.changes.get("source") for found in command.found)


def _names_a_text(command: Command) -> bool:
    return any(found.edit == "change_text" and "match" in found.changes for found in command.found)


def _without_edits(intent: Intent, confidence: float, commands: Sequence[Command], *, chinese: bool) -> Understanding:
    """No edit was read: another intent, or a question where one was meant or nothing is sure."""
    only_spared = bool(commands) and all(command.clause.sense != "command" for command in commands)
    question = questions.what_to_change(chinese)
    if intent == "edit":
        return Understanding(intent="edit", confidence=confidence, question=None if only_spared else question)
    return Understanding(intent=intent, confidence=confidence, question=question if confidence < _UNSURE else None)


def _about_text(command: Command, context: Context) -> Command:
    """'Make it bigger' after a title was added is about the title."""
    words, full = command.rest, command.full.lower()
    for pattern, name in _POINTS_AT_TEXT:
        words, full = pattern.sub(name, words), pattern.sub(name, full)
    if command.mentions:
        return command
    if words == command.rest:
        if not is_chinese(full) or _OF_PICTURE.search(full) or not {f.edit for f in command.found} <= MEANT_OF_TEXT:
            return command
        words, full = f"标题{words}", f"标题{full}"
    found = find_changes(words, full)
    if not found or any(each.edit not in {"change_text", "remove_text"} for each in found):
        return command
    match = {"match": context.conversation.text}
    return replace(
        command,
        found=tuple(
            replace(each, changes={k: v for k, v in each.changes.items() if k != "role"} | match) for each in found
        ),
    )


def _edits(commands: Sequence[Command], context: Context, lookup: Lookup) -> tuple[Edit, ...]:
    """Raises UnclearError where a part is absent or ambiguous."""
    orders = [c for c in commands if c.clause.sense == "command"]
    keeping = [c for c in commands if c.clause.sense == "spared"]
    if not any(c.found for c in orders) and keeping:
        orders = [c for c in keeping if any(found.edit == "lock" for found in c.found)]
        keeping = []
    spared = tuple(part for c in [*keeping, *_cancelled_with_parts(commands)] for part in c.parts)
    edits: list[Edit] = []
    newest = 0
    last: Place | None = None
    said: list[Selector] = []
    for command in commands:
        if command in orders:
            made = _edits_of(command, context, lookup, _Before(last, tuple(said), tuple(edits), spared))
            if made and command.clause.corrects:
                edits = edits[: len(edits) - newest]
            fresh = [edit for edit in made if edit not in edits[-1:]]
            newest = len(fresh)
            edits.extend(fresh)
            last = next((_place_of(edit) for edit in reversed(made) if edit.edit not in OF_HISTORY), last)
        if not command.found and command.mentions and command.clause.sense != "spared":
            last = lookup.place(command.parts, said=said)
        said.extend(command.parts)
    return tuple(edits)


def _cancelled_with_parts(commands: Sequence[Command]) -> list[Command]:
    return [c for c in commands if c.clause.sense == "cancelled" and c.mentions]


@dataclass(frozen=True)
class _Before:
    """What the message has said by now."""

    place: Place | None
    parts: tuple[Selector, ...]
    edits: tuple[Edit, ...]
    spared: tuple[Selector, ...]


def _edits_of(command: Command, context: Context, lookup: Lookup, before: _Before) -> list[Edit]:
    edits = []
    for found in _meaning_the_part(command, before):
        asked = Asked(
            found=found,
            parts=command.parts,
            before=before.parts,
            inherited=_inherited(command, found, lookup, before),
            spared=before.spared,
        )
        edit = make_edit(asked, lookup)
        if edit is not None:
            edits.append(edit)
    return edits or _once_more(command, context, lookup, before)


def _meaning_the_part(command: Command, before: _Before) -> tuple[Found, ...]:
    """'The verse is dull, redo': not the edit that was undone, but the verse."""
    if before.place is None or before.edits or not command.clause.closely:
        return command.found
    return tuple(
        replace(found, edit="remake", changes={}, whole_film=False) if found.edit == "redo" else found
        for found in command.found
    )


def _inherited(command: Command, found: Found, lookup: Lookup, before: _Before) -> Place | None:
    """What 'it', or no part at all, is about."""
    points_back = WEAK.search(command.rest) is not None
    if found.edit in WHOLE_UNLESS_SAID and not points_back:
        same_story = found.edit in OF_SOUND and bool(before.edits) and before.edits[-1].edit in OF_SOUND
        return before.place if same_story and command.clause.closely else None
    if before.place is not None and (command.clause.closely or points_back):
        return before.place
    if before.edits:
        return None
    words = command.full.lower().strip()
    again = points_back or AGAIN.search(words) is not None or (not command.mentions and _MORE.match(words) is not None)
    return lookup.reference("it") if again else None


def _once_more(command: Command, context: Context, lookup: Lookup, before: _Before) -> list[Edit]:
    """'Also for the verse', 'again': the edits before, on what is named now."""
    earlier = before.edits[-1:] or context.conversation.edits
    words = command.full.lower().strip()
    named_alone = bool(command.mentions) and _NOW_THERE.fullmatch(command.rest) is not None
    if command.found or not earlier or not (AGAIN.search(words) or named_alone or _MORE.match(words)):
        return []
    if not command.mentions:
        return list(earlier)
    target = lookup.place(command.parts, said=before.parts).as_target()
    return [edit.model_copy(update={"target": target}) for edit in earlier]


def _place_of(edit: Edit) -> Place:
    target = edit.target
    return Place(target.sections, target.ranges_s, target.shots)


def _then(commands: Sequence[Command]) -> tuple[Intent, ...]:
    wanted = [
        intent
        for command in commands
        if command.clause.sense == "command" and not command.found and (intent := afterwards(command.full.lower()))
    ]
    return tuple(dict.fromkeys(wanted))
