"""Edits of what the picture looks like within its scene: another try, words, colours, print, lamps, camera, motion.

Each gives the shots a further take and shows it; what a shot had is kept. Steps add to where each picture is.
"""

from collections.abc import Sequence
from typing import Final

from songreel_engine.draft.colours import colour_of
from songreel_engine.draft.edits import (
    CameraChange,
    Changes,
    GradeChange,
    LightChange,
    Motion,
    Palette,
    Remake,
    Reprompt,
)
from songreel_engine.draft.model import CameraMove, Draft, Picture, Shot
from songreel_engine.editing.material import Edited, Material, Part
from songreel_engine.editing.parts import listed, shots_in_words
from songreel_engine.editing.takes import as_sentence, drawn_shots, open_shots, retaken
from songreel_engine.errors import EditError
from songreel_engine.planning.scenes import seed_of
from songreel_engine.planning.views import VARIATIONS

_SEEDS: Final = 2**31
_MOTION_LEVELS: Final = (1, 10)
_OTHER_MOVE: Final[dict[CameraMove, CameraMove]] = {
    "hold": "push_in", "push_in": "pull_out", "pull_out": "push_in", "drift_left": "drift_right",
    "drift_right": "drift_left", "rise": "sink", "sink": "rise", "orbit": "handheld", "handheld": "orbit",
}  # fmt: skip
"""What the camera does where the same image is to move otherwise: another seed alone is hardly seen."""


def remake(draft: Draft, part: Part, changes: Remake, material: Material) -> Edited:
    """The part's shots once more: another key image, another movement, or both; with what is named besides.

    Shots that shared an image share the new one.
    """
    anew = {"image": drawn_shots, "both": open_shots, "clip": open_shots}[changes.what]
    open_, notes = anew(draft, part)
    steps = LightChange(warmth=changes.warmth, brightness=changes.brightness)
    seeds = {scene.id: scene.seed for scene in draft.scenes}

    def another(shot: Shot) -> Picture:
        old = shot.picture
        update: dict[str, object] = {"lighting": old.lighting.model_copy(update=_stepped(old.lighting, steps))}
        if changes.what != "clip" and old.media_id is None:
            update["image_seed"] = _image_seed(old, seeds[old.scene_id], changes, material)
            update["variation"] = (old.variation + 1) % VARIATIONS
        if changes.what != "image":
            update["seed"] = _seed(changes, seed_of(old.seed, "clip", str(material.version)))
        if changes.what == "clip":
            update["camera"] = _OTHER_MOVE[old.camera]
        if changes.prompt is not None:
            update["prompt"] = _prefixed(changes.prompt, old.prompt)
        return old.model_copy(update=update)

    edited = retaken(draft, open_, another, material.version)
    what = {"image": "another image", "clip": "the same image moving otherwise", "both": "another image and movement"}
    carried = [words for words in (_steps_in_words(steps), "new words" if changes.prompt else "") if words]
    return Edited(
        draft=edited,
        said=f"Made {part.words} again: {listed([what[changes.what], *carried])}{_in_shots(part, open_)}.",
        notes=(*notes, *_files_notes(draft, open_, changes)),
    )


def reprompt(draft: Draft, part: Part, changes: Reprompt, material: Material) -> Edited:
    """The words put before what the part's shots said so far, and another image; a file shown instead is taken away."""
    words = " ".join(changes.prompt.split())
    if not words:
        raise EditError("Say in words what to show; this was empty.")
    open_, notes = open_shots(draft, part)
    seeds = {scene.id: scene.seed for scene in draft.scenes}

    def described(shot: Shot) -> Picture:
        old = shot.picture
        image_seed = seed_of(seeds[old.scene_id] if old.image_seed is None else old.image_seed, "words", words)
        said = {"prompt": _prefixed(words, old.prompt), "image_seed": image_seed, "media_id": None}
        return old.model_copy(update=said)

    edited = retaken(draft, open_, described, material.version)
    return Edited(draft=edited, said=f"{as_sentence(part.words)} now shows “{words}”.", notes=notes)


def palette(draft: Draft, part: Part, changes: Palette, material: Material) -> Edited:
    """The part's pictures drawn towards these colours. Raises EditError for a name that is no colour."""
    colours = tuple(sorted({_colour(name) for name in changes.colours}, key=_luminance))
    open_, notes = drawn_shots(draft, part)
    edited = retaken(draft, open_, lambda s: s.picture.model_copy(update={"palette": colours}), material.version)
    named = listed([" ".join(name.split()) for name in changes.colours])
    return _outcome(draft, edited, f"Palette of {part.words}: {named} ({', '.join(colours)}).", part, notes)


def grade(draft: Draft, part: Part, changes: GradeChange, material: Material) -> Edited:
    """The part's print, so much warmer, harder, fuller or brighter, or in a look."""
    _must_say_something(changes, "warmth, contrast, saturation, brightness or a look")
    open_, notes = open_shots(draft, part)

    def graded(shot: Shot) -> Picture:
        grade = shot.picture.grade
        return shot.picture.model_copy(update={"grade": grade.model_copy(update=_stepped(grade, changes))})

    edited = retaken(draft, open_, graded, material.version)
    said = _differences(draft, edited, open_, "grade", changes)
    return _outcome(draft, edited, f"Grade of {part.words}: {said}.", part, notes)


def light(draft: Draft, part: Part, changes: LightChange, material: Material) -> Edited:
    """The part's lamps, so much warmer or brighter, or from another side."""
    _must_say_something(changes, "warmth, brightness or a side")
    open_, notes = drawn_shots(draft, part)

    def lit(shot: Shot) -> Picture:
        lighting = shot.picture.lighting
        return shot.picture.model_copy(update={"lighting": lighting.model_copy(update=_stepped(lighting, changes))})

    edited = retaken(draft, open_, lit, material.version)
    said = _differences(draft, edited, open_, "lighting", changes)
    return _outcome(draft, edited, f"Light of {part.words}: {said}.", part, notes)


def camera(draft: Draft, part: Part, changes: CameraChange, material: Material) -> Edited:
    """The part's shots with another camera move, from nearer or farther, or both. A detail shows nobody."""
    _must_say_something(changes, "a camera move or a framing")
    open_, notes = (open_shots if changes.framing is None else drawn_shots)(draft, part)
    leaving = [i for i in open_ if changes.framing == "detail" and draft.shots[i].pose is not None]
    if leaving:
        notes = (*notes, f"A detail shows nobody: the performer is gone from {shots_in_words(leaving)}.")
    update = {name: value for name, value in changes.model_dump().items() if value is not None}
    if changes.framing == "detail":
        update["pose"] = None
    edited = retaken(draft, open_, lambda shot: shot.picture.model_copy(update=update), material.version)
    parts = [f"{name} {_went(draft, edited, open_, name)}" for name in ("framing", "camera") if name in update]
    return _outcome(draft, edited, f"{as_sentence(part.words)}: {listed(parts)}.", part, notes)


def motion(draft: Draft, part: Part, changes: Motion, material: Material) -> Edited:
    """The part's shots livelier or calmer, between 1 and 10."""
    if (changes.level is None) == (changes.by is None):
        raise EditError("Say either a level of motion from 1 to 10, or how much more or less.")
    open_, notes = open_shots(draft, part)

    def moving(shot: Shot) -> Picture:
        wanted = changes.level if changes.level is not None else shot.motion + (changes.by or 0)
        return shot.picture.model_copy(update={"motion": _within(wanted, *_MOTION_LEVELS)})

    edited = retaken(draft, open_, moving, material.version)
    said = f"Motion of {part.words}: {_went(draft, edited, open_, 'motion')}."
    return _outcome(draft, edited, said, part, notes)


def _outcome(before: Draft, after: Draft, said: str, part: Part, notes: tuple[str, ...]) -> Edited:
    if before == after:
        return Edited(draft=before, said=f"Nothing changes in {part.words}: like that already.", notes=notes)
    return Edited(draft=after, said=said, notes=notes)


def _must_say_something(changes: Changes, what: str) -> None:
    if not changes.model_dump(exclude_none=True):
        raise EditError(f"Say what to change: {what}.")


def _in_shots(part: Part, indices: Sequence[int]) -> str:
    """Which shots these are, where the part's own words do not say so."""
    named = shots_in_words(indices)
    return "" if part.words == named else f" in {named}"


def _image_seed(old: Picture, scene_seed: int, changes: Remake, material: Material) -> int:
    """Of the old view and the version, so that shots which shared a view share the next one."""
    before = scene_seed if old.image_seed is None else old.image_seed
    return _seed(
        changes, seed_of(before, "image", old.framing, str(old.pose), str(old.variation), str(material.version))
    )


def _seed(changes: Remake, otherwise: int) -> int:
    return otherwise if changes.seed is None else changes.seed % _SEEDS


def _prefixed(words: str, prompt: str) -> str:
    said = " ".join(words.split()).rstrip(".")
    return f"{said}. {prompt}" if prompt else said


def _stepped(values: object, changes: Changes) -> dict[str, object]:
    """What the changes make of the values of a grade or a lighting: steps added and kept in −1..1, names set."""
    update: dict[str, object] = {}
    for name, value in changes.model_dump(exclude_none=True).items():
        update[name] = value if isinstance(value, str) else round(_within(getattr(values, name) + value, -1.0, 1.0), 3)
    return update


def _within(value: float, least: float, most: float) -> float:
    return max(least, min(most, value))


def _colour(name: str) -> str:
    colour = colour_of(name)
    if colour is None:
        raise EditError(f"{name!r} is no colour that songreel knows; name another, or write it as #rrggbb.")
    return colour


def _luminance(colour: str) -> float:
    """Of #rrggbb, ITU-R BT.709 weights on the coded values: enough to sort by."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _went(before: Draft, after: Draft, indices: Sequence[int], name: str) -> str:
    """'wide → close'; the extremes where the shots differ: '3–5 → 5–7'."""
    was = _gist([getattr(before.shots[i].picture, name) for i in indices])
    return f"{was} → {_gist([getattr(after.shots[i].picture, name) for i in indices])}"


def _gist(values: Sequence[float | str]) -> str:
    kinds = sorted(set(values), key=lambda value: (isinstance(value, str), value))
    named = [_plain(value) for value in kinds]
    if len(named) > 1 and not any(isinstance(value, str) for value in kinds):
        return f"{named[0]} to {named[-1]}"
    return listed(named, "or")


def _plain(value: float | str) -> str:
    return (value.replace("_", " ") or "the style's own") if isinstance(value, str) else f"{value:g}"


def _differences(before: Draft, after: Draft, indices: Sequence[int], field: str, changes: Changes) -> str:
    """'warmth 0 → 0.5 and look the style's own → sepia'."""
    parts = []
    for name in changes.model_dump(exclude_none=True):
        was, now = (
            _gist([getattr(getattr(draft.shots[i].picture, field), name) for i in indices]) for draft in (before, after)
        )
        parts.append(f"{name} {was} → {now}")
    return listed(parts)


def _steps_in_words(steps: LightChange) -> str:
    given = steps.model_dump(exclude_none=True)
    return listed([f"light {name} {value:+g}" for name, value in given.items()]) if given else ""


def _files_notes(draft: Draft, indices: Sequence[int], changes: Remake) -> tuple[str, ...]:
    shown = [i for i in indices if draft.shots[i].picture.media_id is not None]
    if changes.what == "clip" or not shown:
        return ()
    return (f"{as_sentence(shots_in_words(shown))} still shows your file: only its movement is new.",)
