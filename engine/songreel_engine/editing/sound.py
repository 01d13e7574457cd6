"""Edits of sound: beds under or over the song, gain, mute and fades. Pictures stay as they are.

A change to a stretch of a sound cuts it at the stretch's edges, so that only the stretch changes; pieces that are alike again
grow together (`pieces.py`). What is asked for at a moment holds from there to the end.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal

from songreel_engine.draft.edits import AddAudio, Fade, Gain, Mute
from songreel_engine.draft.model import AudioItem, Draft, Media
from songreel_engine.draft.tracks import SONG, source_name
from songreel_engine.draft.words import clock, spans_in_words
from songreel_engine.editing.material import Edited, Material, Part
from songreel_engine.editing.parts import joined
from songreel_engine.editing.pieces import cut_item, grown_together, plays_in
from songreel_engine.errors import EditError
from songreel_engine.timebase import FrameRange, frame_to_seconds, seconds_to_frame

What = Literal["song", "music", "all"]
FadeKind = Literal["in", "out"]
BED_GAIN_PERCENT: Final = 35.0
"""Of a sound under the song: heard, and not in the singer's way."""
BED_FADE_S: Final = 0.5
FADE_S: Final = 3.0
LOUDEST_PERCENT: Final = 400.0
_MEANT: Final[dict[What, Callable[[AudioItem], bool]]] = {
    "song": lambda item: item.source == SONG,
    "music": lambda item: item.source != SONG,
    "all": lambda item: True,
}


def add_audio(draft: Draft, part: Part, changes: AddAudio, material: Material) -> Edited:
    """One of the user's sounds over each of the part's spans, from its beginning; it ends where it ends.

    Raises EditError where the project has no such sound; none is ever made from a description.
    """
    sound = _sound(draft, changes, material)
    gain_percent = BED_GAIN_PERCENT if changes.gain_percent is None else changes.gain_percent
    length = seconds_to_frame(sound.duration_s, draft.frame_rate)
    spans = [_laid(draft, span, length) for span in part.spans]
    fade_frames = seconds_to_frame(BED_FADE_S, draft.frame_rate)
    added = [
        AudioItem(
            id=material.new_id(), source=sound.id, start=span.start, stop=span.stop, gain_percent=gain_percent,
            fade_in_frames=min(fade_frames, len(span) // 2), fade_out_frames=min(fade_frames, len(span) // 2),
        )
        for span in spans
    ]  # fmt: skip
    notes = [
        f"{sound.name} ends at {clock(span.stop, draft.frame_rate)}, before {part.words} does."
        for span, wanted in zip(spans, part.spans, strict=True)
        if span.stop < wanted.stop
    ]
    if any(item.source == sound.id and plays_in(item, spans) for item in draft.tracks.audio):
        notes.append(f"{sound.name} plays there already; now it plays twice.")
    media = draft.media if sound.id in {m.id for m in draft.media} else (*draft.media, sound)
    heard = draft.model_copy(update={"media": media})
    said = f"Added {sound.name} at {gain_percent:g} % {spans_in_words(spans, draft.frame_rate)}."
    return Edited(draft=_with_audio(heard, (*draft.tracks.audio, *added)), said=said, notes=tuple(notes))


def gain(draft: Draft, part: Part, changes: Gain, material: Material) -> Edited:
    """What is meant, louder or softer within the part.

    A percentage for all sounds sets the loudest of them; the others keep their balance with it. Raises EditError where
    nothing of what is meant plays there, or not exactly one of percentage and decibels is given. "The music" of a film
    without a bed is its song, and a note says so.
    """
    if changes.what == "music" and all(item.source == SONG for item in draft.tracks.audio):
        done = gain(draft, part, changes.model_copy(update={"what": "song"}), material)
        return replace(done, notes=(*done.notes, "There is no music bed in this film, so the song was meant."))
    levels = _levels(_playing(draft, part, changes.what))
    loudest = max(levels.values())
    if changes.gain_percent is not None and changes.by_db is None:
        factors = {source: level / loudest if loudest else 1.0 for source, level in levels.items()}
        percent = changes.gain_percent
        return _regained(draft, part, changes.what, lambda item: percent * factors[item.source], material)
    if changes.by_db is None or changes.gain_percent is not None:
        raise EditError("Say how loud: either a percentage such as 35 %, or decibels up or down such as -6 dB.")
    if not loudest:
        raise EditError(
            f"{_NAMES[changes.what]} is muted there and decibels leave it so; give a percentage such as 100 %."
        )
    factor = 10 ** (changes.by_db / 20)
    return _regained(draft, part, changes.what, lambda item: item.gain_percent * factor, material)


def mute(draft: Draft, part: Part, changes: Mute, material: Material) -> Edited:
    """What is meant, silent within the part. Raises EditError where nothing of it plays there."""
    return _regained(draft, part, changes.what, lambda item: 0.0, material, verb="Muted")


def fade(draft: Draft, part: Part, changes: Fade, material: Material) -> Edited:
    """All that plays comes up from silence where the part's spans start, or goes down to it where they stop.

    Without a duration a stretch of time fades from end to end; a section, a moment and the whole film for FADE_S. Raises
    EditError where nothing is heard at those edges.
    """
    items = draft.tracks.audio
    told: list[str] = []
    notes: list[str] = []
    for span in part.spans:
        edge = span.start if changes.kind == "in" else span.stop
        items = tuple(piece for item in items for piece in cut_item(item, [FrameRange(edge, edge)], material))
        length = _fade_frames(draft, part, span, changes.duration_s)
        for item in [item for item in items if item.gain_percent and _edge(item, changes.kind) == edge]:
            faded = _faded(item, changes.kind, length)
            told.append(_fade_in_words(draft, item, faded, changes.kind))
            notes += _fade_notes(draft, items, faded, changes.kind, length)
            items = tuple(faded if one.id == item.id else one for one in items)
    if not told:
        raise EditError(
            f"Nothing is heard at the {_ENDS[changes.kind]} of {part.words}; name a part in which sound plays."
        )
    said = f"Fade {changes.kind} of {' and '.join(told)}."
    return Edited(draft=_with_audio(draft, grown_together(items)), said=said, notes=tuple(dict.fromkeys(notes)))


def _sound(draft: Draft, changes: AddAudio, material: Material) -> Media:
    """The sound that is named, or the only one that a description fits."""
    sounds = list({m.id: m for m in (*draft.media, *material.media) if m.kind == "sound"}.values())
    there = (
        f"the project has {', '.join(sound.name for sound in sounds)}" if sounds else "the project has no sounds yet"
    )
    if changes.source is not None:
        found = _named(sounds, changes.source)
        if len(found) != 1:
            many = "more than one sound" if found else "no sound"
            raise EditError(f"There is {many} called {changes.source!r}: {there}; {_BRING_IN}.")
        return found[0]
    description = (changes.description or "").casefold()
    general = not _GENERAL.sub("", description).strip()
    found = [sound for sound in sounds if _fits(sound, description)] or (sounds if general else [])
    if len(found) == 1:
        return found[0]
    if not found and not general:
        raise EditError(f"Songreel makes no sound from a description ({changes.description!r}): {there}; {_BRING_IN}.")
    raise EditError(f"Say which sound to add: {there}; {_BRING_IN}.")


def _stem(sound: Media) -> str:
    return Path(sound.name).stem.casefold()


def _named(sounds: Sequence[Media], source: str) -> list[Media]:
    """By id, else by name, else by name without its suffix."""
    wanted = source.casefold().strip()
    ways: tuple[Callable[[Media], bool], ...] = (
        lambda m: m.id == source,
        lambda m: m.name.casefold() == wanted,
        lambda m: _stem(m) == wanted,
    )
    return next((found for way in ways if (found := [m for m in sounds if way(m)])), [])


_BRING_IN: Final = "bring a file in with `songreel edit … --with FILE` and name it"
_GENERAL: Final = re.compile(
    r"\b(?:the|this|that|my|some|a|an|file|background|backing|music|sounds?|audio|track|song|bed|as|of)\b"
    r"|bgm|背景|音乐|音樂|配乐|配樂|声音|聲音|音效|这个|這個|我的|文件|一段|的"
)
"""Words of a description that name no sound: 'this file as background music' means the only one there is."""


def _fits(sound: Media, description: str) -> bool:
    """Whether the description has all of the name: 'rain sounds' and 'the rain' fit rain.mp3, '钢琴曲' fits 钢琴.mp3."""
    name, described = (" ".join(re.findall(r"\w+", text.replace("_", " "))) for text in (_stem(sound), description))
    return bool(name) and (f" {name} " in f" {described} " if name.isascii() else name in described)


def _laid(draft: Draft, span: FrameRange, length: int) -> FrameRange:
    """What the sound covers of the span; of a span without length, all that the sound has in it."""
    start = min(span.start, draft.frames - 1)
    stop = span.stop if len(span) else draft.frames
    return FrameRange(start, max(start + 1, min(stop, start + length)))


def _playing(draft: Draft, part: Part, what: What) -> list[AudioItem]:
    """Items of what is meant that lie in the part; never empty."""
    meant = [item for item in draft.tracks.audio if _MEANT[what](item)]
    if not meant:
        raise EditError(_ABSENT[what])
    found = [item for item in meant if plays_in(item, part.spans)]
    if not found:
        where = spans_in_words([FrameRange(item.start, item.stop) for item in meant], draft.frame_rate)
        raise EditError(f"{_NAMES[what]} does not play in {part.words}, only {where}; name a part in which it plays.")
    return found


_ABSENT: Final[dict[What, str]] = {
    "song": "The song is not on the audio track of this film; undo brings it back.",
    "music": "There is no music bed in this film; add one with 'add FILE under the verse', or say 'song' to mean the song.",
    "all": "This film has no sound; undo brings it back.",
}
_NAMES: Final[dict[What, str]] = {"song": "The song", "music": "The music bed", "all": "Sound"}


def _levels(items: Iterable[AudioItem]) -> dict[str, float]:
    """Each source's loudest gain, in percent."""
    levels: dict[str, float] = {}
    for item in items:
        levels[item.source] = max(levels.get(item.source, 0.0), item.gain_percent)
    return levels


def _regained(
    draft: Draft,
    part: Part,
    what: What,
    new_gain: Callable[[AudioItem], float],
    material: Material,
    *,
    verb: str = "Gain of",
) -> Edited:
    """The draft with what is meant at a new gain within the part, cut where it needs to be."""
    _playing(draft, part, what)
    spans = [span if len(span) else FrameRange(span.start, draft.frames) for span in part.spans]
    items = draft.tracks.audio
    cut = tuple(
        piece for item in items for piece in (cut_item(item, spans, material) if _MEANT[what](item) else (item,))
    )
    inside = [item for item in cut if _MEANT[what](item) and plays_in(item, spans)]
    # To a tenth of a percent: 6 dB down and 6 dB up again is 100 % once more.
    gains = {item.id: round(new_gain(item), 1) for item in inside}
    limited = {id_: min(percent, LOUDEST_PERCENT) for id_, percent in gains.items()}
    when = spans_in_words(joined(FrameRange(item.start, item.stop) for item in inside), draft.frame_rate)
    differences = _gain_differences(draft, inside, limited)
    if not differences:
        return Edited(draft=draft, said=f"{_NAMES[what]} is at {limited[inside[0].id]:g} % {when} already.")
    regained = (item.model_copy(update={"gain_percent": limited.get(item.id, item.gain_percent)}) for item in cut)
    notes = []
    if limited != gains:
        notes.append(f"No sound goes beyond {LOUDEST_PERCENT:g} %.")
    if _fading(cut) < _fading(items):
        notes.append("A fade is shorter than it was: it stops where the new level begins.")
    return Edited(
        draft=_with_audio(draft, grown_together(regained)),
        said=f"{verb} {' and '.join(differences)} {when}.",
        notes=tuple(notes),
    )


def _fading(items: Iterable[AudioItem]) -> int:
    return sum(item.fade_in_frames + item.fade_out_frames for item in items)


def _gain_differences(draft: Draft, before: Sequence[AudioItem], after: dict[str, float]) -> list[str]:
    """'the song 100 → 35 %' for each source that changes; `after` is percent by item."""
    told = []
    for source in dict.fromkeys(item.source for item in before):
        items = [item for item in before if item.source == source]
        if any(item.gain_percent != after[item.id] for item in items):
            sides = ((item.gain_percent for item in items), (after[item.id] for item in items))
            old, new = (" and ".join(f"{percent:.4g}" for percent in dict.fromkeys(side)) for side in sides)
            told.append(f"{source_name(draft, source)} {old} → {new} %")
    return told


def _edge(item: AudioItem, kind: FadeKind) -> int:
    return item.start if kind == "in" else item.stop


def _fade_frames(draft: Draft, part: Part, span: FrameRange, duration_s: float | None) -> int:
    whole = part.sections or len(span) in (0, draft.frames)
    if duration_s is None and not whole:
        return len(span)
    return max(1, seconds_to_frame(FADE_S if duration_s is None else duration_s, draft.frame_rate))


def _faded(item: AudioItem, kind: FadeKind, frames: int) -> AudioItem:
    """With a fade as long as asked if it fits; the fade at the other end gives way to at most half of the item."""
    field, other = _FADE_FIELDS[kind]
    length = item.stop - item.start
    fitting = max(1, min(frames, length - min(getattr(item, other), length // 2)))
    return item.model_copy(update={field: fitting, other: min(getattr(item, other), length - fitting)})


def _fade_in_words(draft: Draft, before: AudioItem, after: AudioItem, kind: FadeKind) -> str:
    field, _ = _FADE_FIELDS[kind]
    old_s, new_s = (frame_to_seconds(getattr(item, field), draft.frame_rate) for item in (before, after))
    when = clock(_edge(after, kind), draft.frame_rate)
    return f"{source_name(draft, after.source)} {old_s:.3g} → {new_s:.3g} s {_AT_EDGE[kind]} {when}"


def _fade_notes(
    draft: Draft, items: Sequence[AudioItem], faded: AudioItem, kind: FadeKind, frames: int
) -> Iterable[str]:
    """Where the fade is shorter than asked, and where the sound goes on beyond it."""
    name, when = source_name(draft, faded.source), clock(_edge(faded, kind), draft.frame_rate)
    fitted = getattr(faded, _FADE_FIELDS[kind][0])
    if fitted < frames:
        new_s, asked_s = (frame_to_seconds(length, draft.frame_rate) for length in (fitted, frames))
        yield f"The fade of {name} is {new_s:.3g} s and not {asked_s:.3g} s: no more of it plays there at one level."
    beyond: FadeKind = "out" if kind == "in" else "in"
    if any(
        one.source == faded.source and one.gain_percent and _edge(one, beyond) == _edge(faded, kind) for one in items
    ):
        yield f"{_BEYOND[kind].format(name=name[:1].upper() + name[1:], when=when)}"


_ENDS: Final[dict[FadeKind, str]] = {"in": "start", "out": "end"}
_AT_EDGE: Final[dict[FadeKind, str]] = {"in": "from", "out": "to"}
_BEYOND: Final[dict[FadeKind, str]] = {
    "in": "{name} plays at its level up to {when} and then comes up from silence.",
    "out": "{name} is at its level again from {when} on.",
}
_FADE_FIELDS: Final[dict[FadeKind, tuple[str, str]]] = {
    "in": ("fade_in_frames", "fade_out_frames"),
    "out": ("fade_out_frames", "fade_in_frames"),
}
"""The fade itself, and the one at the other end."""


def _with_audio(draft: Draft, items: tuple[AudioItem, ...]) -> Draft:
    return draft.model_copy(update={"tracks": draft.tracks.model_copy(update={"audio": items})})
