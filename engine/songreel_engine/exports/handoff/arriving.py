"""What a timeline that came back makes of a draft: cuts moved, shots in another order, trimmed, repeated or left out.

A film stays as long as its song and its shots tile it, so what a timeline leaves empty goes to the shot before. What songreel
did not put there is listed, not taken: a draft says what is seen, and a clip from elsewhere says it to nobody.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import PurePosixPath
from typing import Final, NamedTuple, cast, get_args

from songreel_engine.draft.check import check_draft
from songreel_engine.draft.model import Draft, Shot, TextItem, TextWord, TransitionKind
from songreel_engine.draft.words import clock
from songreel_engine.editing.cuts import facts_of_cut
from songreel_engine.editing.material import Material
from songreel_engine.editing.parts import listed, shots_in_words
from songreel_engine.editing.takes import with_shots
from songreel_engine.errors import DraftError, EditError
from songreel_engine.exports.handoff.cut import shot_token
from songreel_engine.exports.handoff.found import FoundTimeline, FoundTransition, FoundWords
from songreel_engine.exports.handoff.saying import few
from songreel_engine.timebase import FrameRange

MOST_CLIPS: Final = 5_000
_WORDS_OF_KINDS: Final[tuple[tuple[str, TransitionKind], ...]] = (
    ("light leak", "light_leak"), ("whip", "whip"), ("fade in fade out", "fade"), ("black", "fade"), ("white", "dip"),
    ("dip", "dip"), ("dissolve", "dissolve"), ("fade", "fade"),
)  # fmt: skip
"""What programs call transitions, the first that fits."""
_NO_FRAMES: Final = ("cut", "match")


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """A draft as a timeline has it."""

    draft: Draft
    said: str
    """One sentence: what changed."""
    notes: tuple[str, ...]
    """What did not map, one sentence each."""


class _Placed(NamedTuple):
    """A shot of the draft where the timeline has it, in frames."""

    start: int
    stop: int
    shot: Shot
    source: int | None
    """The frame of its file that it begins with; None where that is not known."""
    transition: FoundTransition | None


def arrive(draft: Draft, found: FoundTimeline, material: Material) -> Arrived:
    """The draft with its shots where the timeline has them.

    Its version and its log are the caller's. Raises EditError for a timeline without any of the draft's shots, and for one
    that moves a locked shot.
    """
    notes = list(found.left_out)
    if found.version not in (None, draft.version):
        notes.append(
            f"The timeline was written from version {found.version} and the film stands at {draft.version}: "
            "what was cut in between is as the timeline has it."
        )
    placed = _placed(draft, found, notes)
    if not placed:
        raise EditError(
            f"None of the {len(found.clips)} clips of {found.name!r} is a shot of this film; "
            "write a timeline with `songreel export` and change that one."
        )
    tiled = _tiled(draft, placed, notes)
    shots = _with_transitions(draft, _as_shots(draft, tiled, material), tiled, notes)
    _must_keep_locked(draft, shots)
    texts = _texts(draft, found.words, notes)
    tracks = draft.tracks.model_copy(update={"text": texts})
    after = with_shots(draft.model_copy(update={"tracks": tracks}), shots)
    try:
        check_draft(after)
    except DraftError as error:
        raise EditError(f"The timeline cannot be taken over: {error}") from error
    return Arrived(draft=after, said=_said(draft, after, found.name), notes=tuple(notes))


def _placed(draft: Draft, found: FoundTimeline, notes: list[str]) -> list[_Placed]:
    """The clips that are shots of the draft and inside the film, in order; the others are told."""
    if len(found.clips) > MOST_CLIPS:
        raise EditError(f"The timeline has {len(found.clips)} clips; {MOST_CLIPS} is the most that a film's cut has.")
    by_id = {shot.id: shot for shot in draft.shots}
    by_token = {shot_token(shot.id): shot for shot in draft.shots}
    placed, strange, beyond = [], [], []
    for clip in found.clips:
        shot = by_id.get(clip.shot_id or "") or by_token.get(_token(clip.file))
        if shot is None:
            strange.append(repr(clip.name or clip.file))
            continue
        start, stop = (min(max(0, _frame(edge_s, draft)), draft.frames) for edge_s in (clip.start_s, clip.stop_s))
        if start >= stop:
            beyond.append(repr(clip.name or clip.file))
            continue
        source = None if clip.source_s is None else _frame(clip.source_s, draft)
        placed.append(_Placed(start, stop, shot, source, clip.transition))
    slipped = [one for one in placed if _is_slipped(one)]
    if slipped:
        names = few([f"shot {draft.shots.index(one.shot) + 1}" for one in slipped])
        notes.append(f"Which part of its clip a shot shows is not taken over ({names}): a shot is drawn for its place.")
    if strange:
        notes.append(f"Not a shot of this film, and left out: {few(strange)}.")
    if beyond:
        notes.append(f"Outside of the song or without a frame, and left out: {few(beyond)}.")
    return sorted(placed, key=lambda one: one.start)


def _is_slipped(one: _Placed) -> bool:
    """Whether it begins with another frame than it would by moving the clip, or its cut, alone."""
    head = one.shot.transition_frames // 2 if one.shot.start else 0
    return one.source is not None and one.source - head not in (0, one.start - one.shot.start)


def _tiled(draft: Draft, placed: list[_Placed], notes: list[str]) -> list[_Placed]:
    """The same without gaps and overlaps: each lasts until the next begins, the first begins with the film."""
    tiled: list[_Placed] = []
    for one in placed:
        before = tiled[-1] if tiled else None
        empty_from = 0 if before is None else before.stop
        if one.start > empty_from:
            notes.append(
                _of_gap(draft, empty_from, one.start, "the shot after" if before is None else "the shot before")
            )
        if before is not None and before.start == one.start:
            notes.append(
                f"Two clips begin at {clock(one.start, draft.frame_rate)}; the later one on the track is taken."
            )
            tiled.pop()
            before = tiled[-1] if tiled else None
        if before is None:
            one = one._replace(start=0)
        else:
            tiled[-1] = before._replace(stop=one.start)
        tiled.append(one)
    if tiled[-1].stop < draft.frames:
        notes.append(_of_gap(draft, tiled[-1].stop, draft.frames, "the shot before"))
        tiled[-1] = tiled[-1]._replace(stop=draft.frames)
    return tiled


def _of_gap(draft: Draft, start: int, stop: int, who: str) -> str:
    rate = draft.frame_rate
    return f"Nothing of this film is shown from {clock(start, rate)} to {clock(stop, rate)}: {who} fills it."


def _as_shots(draft: Draft, tiled: Sequence[_Placed], material: Material) -> list[Shot]:
    """Without transitions; a shot that comes again is a shot of its own, the one where the draft has it stays itself."""
    itself = {one.shot.id: index for index, one in reversed(list(enumerate(tiled)))}
    itself |= {one.shot.id: index for index, one in enumerate(tiled) if one.start == one.shot.start}
    shots = []
    for index, one in enumerate(tiled):
        shot = one.shot
        update: dict[str, object] = {
            "start": one.start,
            "stop": one.stop,
            "section_id": _section_id(draft, one.start, one.stop),
            "transition_in": "cut",
            "transition_frames": 0,
        }
        if one.start != shot.start:
            update |= facts_of_cut(one.start, material)
        if index != itself[shot.id]:
            update |= {"id": material.new_id(), "locked": False}
        shots.append(shot.model_copy(update=update))
    return shots


def _section_id(draft: Draft, start: int, stop: int) -> str:
    """The section that the frames lie in most of."""
    return max(draft.sections, key=lambda one: min(one.stop, stop) - max(one.start, start)).id


def _with_transitions(draft: Draft, shots: list[Shot], tiled: Sequence[_Placed], notes: list[str]) -> list[Shot]:
    """The shots with the timeline's transitions as far as both neighbours have room for them."""
    was = {shot.id: shot for shot in draft.shots}
    wanted = [
        _wanted(one.transition, was.get(shot.id), draft, index == 0)
        for index, (shot, one) in enumerate(zip(shots, tiled, strict=True))
    ]
    halves = _fitted([half for _, half in wanted], [shot.stop - shot.start for shot in shots])
    done = []
    for index, (shot, (kind, asked), half) in enumerate(zip(shots, wanted, halves, strict=True)):
        if half < asked:
            became = f"is {2 * half} frames long" if half else "became a cut"
            notes.append(
                f"The {kind.replace('_', ' ')} into shot {index + 1} {became}: its shots have no room for more."
            )
        kind = kind if half or kind in _NO_FRAMES else "cut"
        done.append(shot.model_copy(update={"transition_in": kind, "transition_frames": 2 * half}))
    return done


def _fitted(halves: Sequence[int], lengths: Sequence[int]) -> list[int]:
    """Half of each transition's frames, less where the two at a shot's ends would meet: neither loses more than it must."""
    fitted = list(halves)
    for index, length in enumerate(lengths):
        out = fitted[index + 1] if index + 1 < len(fitted) else 0
        fitted[index] = min(fitted[index], max(length // 2, length - out))
        if index + 1 < len(fitted):
            fitted[index + 1] = min(out, length - fitted[index])
    return fitted


def _wanted(
    found: FoundTransition | None, was: Shot | None, draft: Draft, is_first: bool
) -> tuple[TransitionKind, int]:
    """(kind, half its frames). The first shot can only come out of black."""
    if found is None:
        # A match is a cut to every other program.
        return ("match", 0) if was is not None and was.transition_in == "match" and not is_first else ("cut", 0)
    before, after = _frame(found.before_s, draft), _frame(found.after_s, draft)
    if is_first:
        return "fade", after
    # Off its cut it is as long, and on it.
    half = (before + after + 1) // 2
    if found.kind in get_args(TransitionKind) and found.kind not in _NO_FRAMES:
        return cast(TransitionKind, found.kind), half
    name = found.name.casefold().replace("_", " ")
    dissolve: TransitionKind = "dissolve"
    return next((kind for words, kind in _WORDS_OF_KINDS if words in name), dissolve), half


def _must_keep_locked(draft: Draft, shots: Sequence[Shot]) -> None:
    now = {shot.id: shot for shot in shots}
    for number, shot in enumerate(draft.shots, start=1):
        kept = now.get(shot.id)
        if shot.locked and (kept is None or (kept.start, kept.stop) != (shot.start, shot.stop)):
            raise EditError(f"The timeline changes shot {number}, which is locked; say “unlock shot {number}” first.")


def _texts(draft: Draft, words: Sequence[FoundWords], notes: list[str]) -> tuple[TextItem, ...]:
    """The draft's words where the timeline has them; those that it lacks stay."""
    found = {one.text_id: one for one in words}
    if not found:
        return draft.tracks.text
    missing = [text for text in draft.tracks.text if text.id not in found]
    if missing:
        names = few([f"“{text.text}”" for text in missing])
        notes.append(f"Not in the timeline, and left where they were: the words {names}.")
    return tuple(_moved(text, found[text.id], draft) if text.id in found else text for text in draft.tracks.text)


def _moved(text: TextItem, found: FoundWords, draft: Draft) -> TextItem:
    start = min(max(0, _frame(found.start_s, draft)), draft.frames - 1)
    stop = min(max(start + 1, _frame(found.stop_s, draft)), draft.frames)
    fade_in = min(text.fade_in_frames, stop - start)
    return text.model_copy(
        update={
            "text": found.text if found.text.strip() else text.text,
            "start": start,
            "stop": stop,
            "fade_in_frames": fade_in,
            "fade_out_frames": min(text.fade_out_frames, stop - start - fade_in),
            "words": _moved_words(text, found, FrameRange(start, stop)),
        }
    )


def _moved_words(text: TextItem, found: FoundWords, span: FrameRange) -> tuple[TextWord, ...]:
    """Timed words go along with their text; where it reads otherwise now, nobody knows when its words are sung."""
    if found.text.strip() and found.text.split() != text.text.split():
        return ()
    by = span.start - text.start
    starts = [min(word.start + by, span.stop - 1) for word in text.words]
    return tuple(
        word.model_copy(update={"start": start, "stop": min(max(word.stop + by, start + 1), span.stop)})
        for word, start in zip(text.words, starts, strict=True)
    )


def _said(before: Draft, after: Draft, name: str) -> str:
    was, now = before.shots, after.shots
    ids, kept = [shot.id for shot in was], {shot.id for shot in now}
    gone = [index for index, shot in enumerate(was) if shot.id not in kept]
    order = [shot.id for shot in now if shot.id in set(ids)]
    moved = sum(a != b for a, b in zip([i for i in ids if i in kept], order, strict=True))
    cuts = Counter(shot.start for shot in now[1:])
    cuts.subtract(Counter(shot.start for shot in was[1:]))
    new_cuts = sum(count for count in cuts.values() if count > 0)
    repeated = len(now) - len(order)
    changes = [
        f"{new_cuts} {'cut stands' if new_cuts == 1 else 'cuts stand'} elsewhere" if new_cuts else "",
        f"{moved} {'shot is' if moved == 1 else 'shots are'} in another place" if moved else "",
        f"{shots_in_words(gone)} {'is' if len(gone) == 1 else 'are'} left out" if gone else "",
        f"{repeated} {'shot comes' if repeated == 1 else 'shots come'} again" if repeated else "",
        "transitions differ" if _transitions(was) != _transitions(now) else "",
        "words differ" if before.tracks.text != after.tracks.text else "",
    ]
    told = [change for change in changes if change]
    return f"Took over {name}: {listed(told)}." if told else f"Nothing changes: {name} is the film as it stands."


def _transitions(shots: Sequence[Shot]) -> Counter[tuple[str, TransitionKind, int]]:
    return Counter((shot.id, shot.transition_in, shot.transition_frames) for shot in shots)


def _token(file: str) -> str:
    """What a file's name says of its shot; a name that no shot has where it says nothing."""
    return PurePosixPath(file).stem.rpartition("_")[2] or "?"


def _frame(seconds: Fraction, draft: Draft) -> int:
    return round(seconds * draft.frame_rate)
