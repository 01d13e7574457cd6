"""A message with all that its meaning depends on, and what a turn comes to at once: the two ends of a conversation's work."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.orm import Session as Tx

from songreel_engine.draft.edits import OF_HISTORY
from songreel_engine.language.context import NO_CONTEXT
from songreel_engine.language.meaning import Understanding
from songreel_engine.language.understanding import understand
from songreel_server import vault, wishes
from songreel_server.accounts.tokens import Caller
from songreel_server.editing import SHELVED
from songreel_server.films import Films, SongFile, Standing
from songreel_server.hearing import answered, hear, spoken_of
from songreel_server.replies import Speaker
from songreel_server.scenes_said import ScenesSaid, scenes_in
from songreel_server.sessions import Held, Memory
from songreel_server.store.tables import ProjectRow
from songreel_server.turns import Turn


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a turn comes to at once."""

    text: str
    memory: Memory
    call: str | None = None
    """The work that goes on, by its name on the wire."""
    job_id: str | None = None
    args: Mapping[str, Any] = field(default_factory=dict)
    """What the last sentence will need."""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A message with all that its meaning depends on."""

    caller: Caller
    held: Held
    turn: Turn
    standing: Standing
    song: SongFile | None
    """The one that was sent last."""
    filmed_song_id: str | None
    """The one the project is about."""
    understood: Understanding
    scenes: ScenesSaid | None
    """The scene map that the message brings."""
    speaker: Speaker
    now: float

    @property
    def memory(self) -> Memory:
        return self.held.memory

    def saying(self, key: str, **values: object) -> Said:
        """One sentence, and no more comes of it."""
        return Said(text=self.speaker.say(key, **values), memory=self.memory)


def heard_message(films: Films, caller: Caller, held: Held, turn: Turn, *, speaker: Speaker, now: float) -> Heard:
    """The message of a turn that has just begun."""
    scenes = scenes_in(turn.text)
    with films.database.reading() as tx:
        standing = films.standing(tx, held.project_id)
        song = _song(tx, held)
        project = tx.get_one(ProjectRow, held.project_id)
        filmed_song_id = project.song_item_id
    return Heard(
        caller=caller,
        held=held,
        turn=turn,
        standing=standing,
        song=song,
        filmed_song_id=filmed_song_id,
        understood=_understood(films, held, turn.text if scenes is None else scenes.words),
        scenes=scenes,
        speaker=speaker,
        now=now,
    )


def files_of(films: Films, heard: Heard) -> tuple[vault.Item, ...]:
    """Pictures, footage, sounds and lyrics of the session, which edits may name."""
    with films.database.reading() as tx:
        kept = vault.items(tx, heard.held.account_id, heard.memory.files)
    items = (kept[item_id] for item_id in heard.memory.files if item_id in kept)
    return tuple(item for item in items if item.kind in SHELVED)


def has_new_song(heard: Heard) -> bool:
    """Whether the song that was sent last is another one than the project is about."""
    return heard.song is not None and heard.filmed_song_id not in (None, heard.song.item_id)


def is_brief(heard: Heard) -> bool:
    """Whether the message can be what a new film is to be: it names no part of the one there is, and no step back."""
    understood = heard.understood
    if understood.intent == "edit":
        named = any(edit.target.sections or edit.target.shots or edit.edit in OF_HISTORY for edit in understood.edits)
        return understood.question is None and not named
    return understood.intent == "generate" or wishes.is_go(heard.turn.text)


def only_says_go(words: str) -> bool:
    return wishes.is_go(words) or wishes.is_hello(words)


def title_of(name: str) -> str:
    """A file's name without its ending."""
    return name.rpartition(".")[0] or name


def _understood(films: Films, held: Held, message: str) -> Understanding:
    if not films.has_draft(held.project_id):
        return understand(message, replace(NO_CONTEXT, asks_in=held.language))
    with films.project(held.project_id) as project:
        question = held.memory.question
        if question is None:
            return hear(project, message, spoken_of(held.memory), asks_in=held.language)
        return answered(project, question.message, message, asks_in=held.language)


def _song(tx: Tx, held: Held) -> SongFile | None:
    """The song sent last, if it is still in the vault."""
    item_id = held.memory.song_item_id
    item = vault.items(tx, held.account_id, [item_id]).get(item_id) if item_id is not None else None
    if item is None:
        return None
    return SongFile(
        item_id=item.id, sha256=item.sha256, name=item.name, duration_s=float(item.facts.get("duration_s", 0.0))
    )
