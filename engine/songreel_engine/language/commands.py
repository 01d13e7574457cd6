"""The commands in a message: its clauses with what each asks for and the parts it names, those that belong together joined."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final

from songreel_engine.language.assembling import OF_TEXT
from songreel_engine.language.changes import Found, find_changes
from songreel_engine.language.clauses import (
    Clause,
    afterwards,
    is_complaint,
    is_keeping,
    says_little,
    split_clauses,
    starts_afterwards,
)
from songreel_engine.language.selectors import Mention, Selector
from songreel_engine.language.wording import Wording

_TOPIC: Final = re.compile(
    r"\b(?:contrast|saturation|brightness|warmth|cuts|motion|movement|energy|volume|light|rain|snow|fog)\b"
    r"|饱和度|对比度|亮度|动感|运动|音量|剪辑|节奏|灯光|光线|暖度|色温"
)
"""What a change is about, where the next clause only says how much."""
AGAIN: Final = re.compile(
    r"\b(?:again|once more|one more time|same again|another one|do the same|same (?:thing )?(?:for|to|in|with)|"
    r"likewise|ditto|"
    r"also (?:for|in|to|on)|and (?:for|in)|as well|too)\b|再来一(?:次|遍|个)|再(?:做|试)一(?:次|遍)|同样|一样|"
    r"也(?:这样|是|要|来)|也$|再一次"
)
MEANT_OF_TEXT: Final = frozenset({"reprompt", "palette", "reorder", "grade", "change_text"})
"""What a clause about place, size or colour seems to ask for when the words it is about stand before it."""
_TEXT_VALUES: Final = ("text", "match", "prompt", "name", "source", "description")


@dataclass(frozen=True)
class Command:
    """A clause with the parts it names."""

    clause: Clause
    mentions: tuple[Mention, ...]
    full: str
    rest: str
    found: tuple[Found, ...]

    @property
    def parts(self) -> tuple[Selector, ...]:
        return tuple(mention.selector for mention in self.mentions)


def read_commands(wording: Wording, mentions: Sequence[Mention]) -> tuple[Command, ...]:
    """The clauses with what each asks for; those that ask for nothing join their neighbours."""
    joined: list[Command] = []
    for clause in _with_their_parts(split_clauses(wording, mentions), wording, mentions):
        command = _command(wording, clause, mentions)
        if joined and (not command.found or _goes_on_about_light(joined[-1], command)):
            command = _with_topic(command, joined[-1])
        if joined and (of_text := _more_of_text(wording, mentions, joined[-1], command)):
            joined[-1] = of_text
            continue
        if joined and _belongs_to_last(joined[-1], command):
            last = joined.pop()
            command = _keeping_text(_command(wording, replace(last.clause, stop=clause.stop), mentions), last)
        joined.append(command)
    return tuple(
        replace(command, found=()) if _only_complains(command, after) else command
        for command, after in zip_longest(joined, joined[1:])
        if command is not None and not _only_says_again(command, after)
    )


def _with_their_parts(clauses: Sequence[Clause], wording: Wording, mentions: Sequence[Mention]) -> tuple[Clause, ...]:
    """副歌再冷一点: where a clause is a part alone and no comma follows, the next says what to do about it."""
    joined: list[Clause] = []
    for clause in clauses:
        before = joined[-1] if joined else None
        if before is not None and _is_part(before, mentions) and _names_none(clause, mentions):
            between = wording.plain[before.stop : clause.start].strip()
            if clause.sense == before.sense == "command" and between and not re.search("[,.;!?]", between):
                clause = replace(clause, start=before.start, closely=before.closely)
                joined.pop()
        joined.append(clause)
    return tuple(joined)


def _is_part(clause: Clause, mentions: Sequence[Mention]) -> bool:
    return any(mention.start <= clause.start and clause.stop <= mention.stop for mention in mentions)


def _names_none(clause: Clause, mentions: Sequence[Mention]) -> bool:
    return not any(clause.start < mention.stop and mention.start < clause.stop for mention in mentions)


def _only_says_again(command: Command, after: Command | None) -> bool:
    """'Again, but bluer' is one wish."""
    if after is None or not after.found or after.mentions or command.mentions or not after.clause.closely:
        return False
    return [found.edit for found in command.found] == ["remake"] and AGAIN.search(command.full.lower()) is not None


def _only_complains(command: Command, after: Command | None) -> bool:
    """'The outro feels cold, warm it up': the second says what to do about the first."""
    if after is None or not after.found or after.mentions:
        return False
    return bool(command.mentions) and is_complaint(command.full.lower())


def _more_of_text(wording: Wording, mentions: Sequence[Mention], last: Command, command: Command) -> Command | None:
    """'Show the lyrics, at the bottom, in white' is one command; None where the clause is another."""
    if not last.found or last.found[-1].edit not in OF_TEXT or command.mentions or not command.clause.closely:
        return None
    if (
        afterwards(command.full.lower())
        or command.clause.sense != "command"
        or not {each.edit for each in command.found} <= MEANT_OF_TEXT
    ):
        return None
    both = _keeping_text(_command(wording, replace(last.clause, stop=command.clause.stop), mentions), last)
    same = [each.edit for each in both.found] == [each.edit for each in last.found]
    return both if same and both.found != last.found else None


def _goes_on_about_light(last: Command, command: Command) -> bool:
    """光线副歌暖一点主歌冷一点: the second speaks of the light, too, and not of the print."""
    if not last.found or last.found[-1].edit != "light" or not command.clause.closely:
        return False
    return bool(command.mentions) and all(f.edit == "grade" and f.changes.keys() == {"warmth"} for f in command.found)


def _with_topic(command: Command, last: Command) -> Command:
    """'More contrast in verse 1, less in verse 2': less of the same."""
    topic = _TOPIC.search(last.rest)
    if topic is None or not command.mentions or command.clause.sense != "command" or not last.found:
        return command
    words = re.sub(r"(?: (?:in|for|of|on|during|at))+$", "", command.rest.strip())
    asked = f"{words} {topic.group()}" if topic.group().isascii() else f"{topic.group()}{words}"
    found = find_changes(asked, asked) if words and not says_little(words) else ()
    return replace(command, found=tuple(each for each in found if each.edit == last.found[-1].edit))


def _keeping_text(command: Command, before: Command) -> Command:
    """A title that was complete before a clause joined its command stays as it was."""
    texts = {found.edit: found.changes["text"] for found in before.found if "text" in found.changes}
    return replace(
        command,
        found=tuple(
            replace(found, changes=found.changes | {"text": texts[found.edit]}) if found.edit in texts else found
            for found in command.found
        ),
    )


def _belongs_to_last(last: Command, command: Command) -> bool:
    """'In the chorus, make it darker' and 'make it darker, the chorus only' are one command each."""
    if last.clause.sense != "command" or command.clause.sense != "command" or not command.clause.closely:
        return False
    if command.clause.corrects:
        return False
    if afterwards(command.full.lower()) and not command.found:
        return False
    return not command.found or (not last.found and afterwards(last.full.lower()) is None)


def _command(wording: Wording, clause: Clause, mentions: Sequence[Mention]) -> Command:
    own = tuple(mention for mention in mentions if clause.start <= mention.start and mention.stop <= clause.stop)
    rest, at = "", clause.start
    for mention in own:
        rest += wording.plain[at : mention.start] + " "
        at = mention.stop
    rest = " ".join((rest + wording.plain[at : clause.stop]).split())
    full = wording.cased[clause.start : clause.stop]
    asks = clause.sense == "command" and not starts_afterwards(full.lower())
    found = find_changes(rest, full) if asks or is_keeping(full.lower()) else ()
    return Command(clause, own, full, rest, tuple(_as_typed(each, wording, clause) for each in found))


def _as_typed(found: Found, wording: Wording, clause: Clause) -> Found:
    """Titles and names with the characters that were typed, not their plain ones."""
    changes = dict(found.changes)
    for key in _TEXT_VALUES:
        value = changes.get(key)
        if isinstance(value, str) and (start := wording.cased.find(value, clause.start, clause.stop)) >= 0:
            changes[key] = wording.as_said(start, start + len(value))
    return replace(found, changes=changes)
