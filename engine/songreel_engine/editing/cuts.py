"""Where a cut may stand, and what a shot is called that one cuts out of another.

A cut stands on a beat where there is one. No shot is made shorter than SHORTEST_FRAMES, nor than the transitions that take
frames from it, so transitions that fitted still fit. What belongs to the cut (its beat, its transition) stays with the cut
when another shot comes to start there.
"""

import random
from collections.abc import Sequence
from typing import Final

from songreel_engine.draft.model import Draft, Framing, Picture, Shot, Take
from songreel_engine.editing.material import Material
from songreel_engine.editing.prompts import prompt_following
from songreel_engine.planning.scenes import seed_of
from songreel_engine.planning.views import VARIATIONS

SHORTEST_FRAMES: Final = 8
"""A shorter shot is not seen as one: a third of a second at 24 frames a second."""
_OTHER_FRAMING: Final[dict[Framing, Framing]] = {
    "wide": "close", "medium": "wide", "close": "medium", "low": "wide", "high": "close", "detail": "medium",
}  # fmt: skip


def half_out(shots: Sequence[Shot], index: int) -> int:
    """Frames at the shot's end that the next shot's transition covers."""
    return shots[index + 1].transition_frames // 2 if index + 1 < len(shots) else 0


def fewest_frames(shots: Sequence[Shot], index: int) -> int:
    """How short the shot may become between the two cuts that bound it."""
    return max(SHORTEST_FRAMES, shots[index].transition_frames // 2 + half_out(shots, index))


def room_for_cut(shots: Sequence[Shot], index: int) -> range:
    """Frames within the shot where it may be cut in two; empty for a shot that is too short."""
    shot = shots[index]
    first = shot.start + max(SHORTEST_FRAMES, shot.transition_frames // 2)
    return range(first, shot.stop - max(SHORTEST_FRAMES, half_out(shots, index)) + 1)


def places_for_cut(frames: range, material: Material) -> list[int]:
    """The beats among the frames; all of the frames where the song has no beat."""
    return [beat for beat in material.beats if beat in frames] if material.beats else list(frames)


def facts_of_cut(frame: int, material: Material) -> dict[str, object]:
    """What a shot says of the cut that it starts with: `on_beat` and `off_beat_reason`."""
    if frame in material.beats:
        return {"on_beat": True, "off_beat_reason": None}
    if frame == 0:
        reason = "the film starts here"
    else:
        reason = "no beat is near where it was put" if material.beats else "no beat was found in this song"
    return {"on_beat": False, "off_beat_reason": reason}


def plain_cut(frame: int, material: Material) -> dict[str, object]:
    """All that a shot says of a new cut: its beat, and that it has no transition."""
    return {"start": frame, "transition_in": "cut", "transition_frames": 0, **facts_of_cut(frame, material)}


def cut_of(shot: Shot) -> dict[str, object]:
    """All that a shot says of the cut it starts with, for another shot that is to start there."""
    names = ("start", "transition_in", "transition_frames", "on_beat", "off_beat_reason")
    return {name: getattr(shot, name) for name in names}


def cut_in_two(draft: Draft, shots: Sequence[Shot], index: int, frame: int, material: Material) -> list[Shot]:
    """The shots with one more: the shot at `index` ends at the frame, and from there another view of its scene is seen.

    `shots` may be ahead of the draft's own; scenes and style are the draft's.
    """
    shot = shots[index]
    following = shots[index + 1] if index + 1 < len(shots) else None
    picture = another_view(draft, shots, shot, following, frame)
    second = Shot.model_validate(
        {
            "id": material.new_id(),
            "section_id": shot.section_id,
            "stop": shot.stop,
            "takes": (Take(number=1, version=material.version, picture=picture),),
            **plain_cut(frame, material),
        }
    )
    return [*shots[:index], shot.model_copy(update={"stop": frame}), second, *shots[index + 1 :]]


def another_view(draft: Draft, shots: Sequence[Shot], shot: Shot, following: Shot | None, frame: int) -> Picture:
    """The shot's picture in another framing: a view of the same scene that the film shows elsewhere, else a new one.

    A view that is there already costs no new image. It is neither the framing before nor the one after, where that can be.
    """
    old = shot.picture
    if old.media_id is not None:
        return old.model_copy(update={"seed": seed_of(old.seed, "cut", str(frame))})
    views = {
        (p.framing, p.pose, p.variation, p.image_seed, p.camera)
        for p in (other.picture for other in shots)
        if p.scene_id == old.scene_id and p.style == old.style and p.media_id is None and p.framing != old.framing
    }
    apart = {view for view in views if following is None or view[0] != following.framing} or views
    rng = random.Random(seed_of(old.seed, "view", str(frame)))
    if apart:
        framing, pose, variation, image_seed, camera = rng.choice(sorted(apart, key=repr))
    else:
        framing, image_seed, camera = _OTHER_FRAMING[old.framing], old.image_seed, old.camera
        pose, variation = old.pose, (old.variation + 1) % VARIATIONS
    picture = old.model_copy(
        update={
            "framing": framing,
            "pose": pose,
            "variation": variation,
            "image_seed": image_seed,
            "camera": camera,
            "seed": seed_of(old.seed, "cut", str(frame)),
        }
    )
    prompt = prompt_following(picture.prompt, draft, was=old, now=picture)
    return picture.model_copy(update={"prompt": prompt})
