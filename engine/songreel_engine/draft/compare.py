"""Two drafts beside each other, in words: what a person would point at."""

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from songreel_engine.draft.model import AudioItem, Draft, DraftSection, Picture, Shot, TextItem
from songreel_engine.draft.words import clock

Named = TypeVar("Named", bound="_Named")
_Item = DraftSection | TextItem | AudioItem


class _Named(Protocol):
    @property
    def id(self) -> str: ...


def differences(before: Draft, after: Draft) -> tuple[str, ...]:
    """One line for each thing that is new, gone or different; empty for drafts that show and sound the same."""
    return (*_whole(before, after), *_shots(before, after), *_others(before, after))


def _whole(before: Draft, after: Draft) -> Iterator[str]:
    for what, was, now in (("style", before.style, after.style), ("shape", before.aspect, after.aspect)):
        if was != now:
            yield f"{what}: {was} → {now}"


def _shots(before: Draft, after: Draft) -> Iterator[str]:
    old, new = _by_id(before.shots), _by_id(after.shots)
    for number, shot in enumerate(after.shots, start=1):
        name = f"shot {number} ({clock(shot.start, after.frame_rate)})"
        if shot.id not in old:
            yield f"{name}: new"
        elif old[shot.id] != shot:
            yield f"{name}: {'; '.join(_of_shot(old[shot.id], shot, before, after))}"
    for shot in before.shots:
        if shot.id not in new:
            yield f"shot at {clock(shot.start, before.frame_rate)}: gone"


def _of_shot(was: Shot, now: Shot, before: Draft, after: Draft) -> list[str]:
    parts = []
    if (was.start, was.stop) != (now.start, now.stop):
        parts.append(f"{_span(was, before)} → {_span(now, after)}")
    if was.picture != now.picture:
        parts.append(f"take {was.take} → {now.take} ({', '.join(_fields(was.picture, now.picture))})")
    if was.locked != now.locked:
        parts.append("locked" if now.locked else "unlocked")
    if (was.transition_in, was.transition_frames) != (now.transition_in, now.transition_frames):
        parts.append(f"{was.transition_in} → {now.transition_in}")
    return parts or ["its other takes"]


def _span(shot: Shot, draft: Draft) -> str:
    return f"{clock(shot.start, draft.frame_rate)}–{clock(shot.stop, draft.frame_rate)}"


def _fields(was: Picture, now: Picture) -> list[str]:
    return [name.replace("_", " ") for name in Picture.model_fields if getattr(was, name) != getattr(now, name)]


def _others(before: Draft, after: Draft) -> Iterator[str]:
    kinds: tuple[tuple[str, Sequence[_Item], Sequence[_Item]], ...] = (
        ("section", before.sections, after.sections),
        ("text", before.tracks.text, after.tracks.text),
        ("sound", before.tracks.audio, after.tracks.audio),
    )
    for what, olds, news in kinds:
        old, new = _by_id(olds), _by_id(news)
        for key, item in new.items():
            if key not in old:
                yield f"{what} “{_name(item)}”: new"
            elif old[key] != item:
                renamed = "" if _name(old[key]) == _name(item) else f" to “{_name(item)}”"
                yield f"{what} “{_name(old[key])}”: changed{renamed}"
        for key, item in old.items():
            if key not in new:
                yield f"{what} “{_name(item)}”: gone"


def _name(item: _Item) -> str:
    match item:
        case DraftSection():
            return item.label
        case TextItem():
            return item.text
        case AudioItem():
            return item.source


def _by_id(items: Sequence[Named]) -> dict[str, Named]:
    return {item.id: item for item in items}
