"""Films made up of shots that each show another place in another style, planned and never rendered."""

from collections.abc import Sequence
from typing import Any

from songreel_engine.draft.model import Draft, Take
from songreel_engine.rendering.live.film import live_film
from songreel_engine.rendering.plan import RenderPlan, plan_render
from songreel_engine.rendering.quality import QUALITIES
from synthetic import draft_of, steady_analysis

FRAMES = 48
"""Of every shot."""


class _Named:
    def fingerprint(self) -> str:
        return "a maker"


def draft_with(shots: Sequence[dict[str, Any]]) -> Draft:
    """A shot for each: what differs from somebody who stands in the city in golden light, held still."""
    draft = draft_of([FRAMES] * len(shots), [0] * len(shots))
    scenes, made = [], []
    for number, (asked, shot) in enumerate(zip(shots, draft.shots, strict=True)):
        scene = {name: asked[name] for name in ("place", "time_of_day", "weather") if name in asked}
        scenes.append(draft.scenes[0].model_copy(update={"id": f"scene {number}"} | scene))
        usual = {"scene_id": f"scene {number}", "framing": "medium", "camera": "hold", "motion": 2, "light": 1.0}
        picture = shot.picture.model_copy(update=usual | {k: v for k, v in asked.items() if k not in scene})
        made.append(shot.model_copy(update={"takes": (Take(number=1, version=1, picture=picture),)}))
    tracks = draft.tracks.model_copy(update={"video": tuple(made)})
    return draft.model_copy(update={"scenes": tuple(scenes), "tracks": tracks})


def planned(draft: Draft) -> RenderPlan:
    return plan_render(
        draft,
        steady_analysis(draft.frames / 24),
        quality=QUALITIES["preview"],
        plate_maker=_Named(),
        animator=_Named(),
    )


def live(shots: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What a page is told of such a film."""
    draft = draft_with(shots)
    return live_film(planned(draft), draft.shots, aspect=draft.aspect)
