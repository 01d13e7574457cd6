"""A shot's prompt kept true to what it shows: the sentences that spoke of the old picture speak of the new one."""

from songreel_engine.draft.model import Draft, Picture
from songreel_engine.planning.places import PLACES
from songreel_engine.planning.shots import FRAMING_WORDS, POSE_WORDS
from songreel_engine.planning.styles import STYLES


def prompt_following(prompt: str, draft: Draft, *, was: Picture, now: Picture) -> str:
    """The prompt with each sentence about `was` put as `now` is; what the prompt never said, it does not say now.

    The scenes of both are the draft's.
    """
    for old, new in zip(_sentences(was, draft), _sentences(now, draft), strict=True):
        if old and old != new:
            prompt = prompt.replace(old, new, 1)
    return prompt


def _sentences(picture: Picture, draft: Draft) -> tuple[str, ...]:
    """What the planner says of a picture, without the full stops: the view, who is in it, the scene, the look."""
    scene = next(scene for scene in draft.scenes if scene.id == picture.scene_id)
    place, style = PLACES.get(scene.place), STYLES.get(picture.style or draft.style)
    seen = place.framings[picture.framing] if place is not None else ""
    pose = None if picture.pose is None else POSE_WORDS.get(picture.pose, picture.pose)
    return (
        f"{FRAMING_WORDS[picture.framing]}: {seen}",
        "nobody in the picture" if pose is None else f"a performer {pose}",
        scene.description.strip().rstrip("."),
        style.look if style is not None else "",
    )
