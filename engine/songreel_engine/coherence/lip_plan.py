"""The render plan that a finished film was made by, found again from its project."""

from songreel_engine.analysis.result import Analysis
from songreel_engine.draft.model import Draft
from songreel_engine.errors import RenderError
from songreel_engine.film import Film
from songreel_engine.making import voice_of
from songreel_engine.project import Project
from songreel_engine.rendering.pictures import animator_of, plate_maker_of
from songreel_engine.rendering.plan import RenderPlan, plan_render
from songreel_engine.rendering.quality import QUALITIES
from songreel_engine.shelf import media_paths
from songreel_engine.timebase import FrameRange


def plan_of_film(project: Project, draft: Draft, analysis: Analysis, film: Film) -> RenderPlan:
    """The plan at the quality whose plates the project still has.

    Raises RenderError where it has those of none: then nobody can tell where a mouth stands.
    """
    picture = project.read_picture()
    maker, animator = plate_maker_of(picture), animator_of(picture)
    media = media_paths(project) if draft.media else {}
    plans = [
        plan_render(
            draft,
            analysis,
            quality=quality,
            plate_maker=maker,
            animator=animator,
            height_px=film.height_px,
            media=media,
            picture=picture,
            voice=voice_of(project),
        )
        for quality in QUALITIES.values()
    ]
    kept = [sum((project.plates_dir / key).is_dir() for key in plan.plates) for plan in plans]
    if not max(kept):
        raise RenderError("the plates that the film was made of are gone, or of an older songreel; render it again.")
    return plans[kept.index(max(kept))]


def bodies_of(draft: Draft) -> dict[str, FrameRange]:
    """For each shot the film frames that show it and nothing else."""
    bodies = {}
    for index, shot in enumerate(draft.shots):
        follower = draft.shots[index + 1].transition_frames if index + 1 < len(draft.shots) else 0
        start = min(shot.start + shot.transition_frames // 2, shot.stop)
        bodies[shot.id] = FrameRange(start, max(shot.stop - follower // 2, start))
    return bodies
