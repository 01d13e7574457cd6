"""A project whose film is handed off without drawing anything: its clips are flat, and tell which frame of which shot they show.

24 s at 24 frames a second, 120 bpm: verse, chorus, verse, chorus. Luma is the film's frame, chroma the shot.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from planned_projects import planned_project
from songreel_engine.draft.model import Draft, TextItem
from songreel_engine.media import EncodeSettings, write_clip
from songreel_engine.media.clips import Frame
from songreel_engine.progress import ProgressListener, ignore_progress
from songreel_engine.project import LastRender, Project
from songreel_engine.rendering.plan import RenderPlan, Segment
from songreel_engine.rendering.render import Rendered, clip_path, encode_settings

HEIGHT_PX = 180
DARKEST, LUMA_STEPS = 20, 200
TRANSITIONS = {0: ("fade", 8), 2: ("dissolve", 12), 3: ("fade", 8), 4: ("dip", 8), 5: ("whip", 6), 6: ("light_leak", 8)}
"""Shot index to the transition into it and its frames."""
TEXTS = (
    TextItem(
        id="text-1", text="Paradise & <Found>", start=24, stop=72, fade_in_frames=6, fade_out_frames=6, place="top"
    ),
    TextItem(
        id="text-2", text="夜明けの歌", start=60, stop=120, role="lyric", place="bottom", colour="#ffcc00", size="large"
    ),
    TextItem(id="text-3", text="end", start=500, stop=560, role="credit"),
)


def filmed_project(folder: Path, *, plain: bool = False) -> Project:
    """A project in `folder`/film.songreel; `plain`: cuts only, no words."""
    project = planned_project(folder)
    if not plain:
        project.write_draft(with_transitions(project.read_draft()))
    project.write_last_render(LastRender(quality="preview", height_px=HEIGHT_PX))
    return project


def with_transitions(draft: Draft) -> Draft:
    """The draft with every kind of transition, and words that overlap in time."""
    shots = [
        shot.model_copy(
            update={
                "transition_in": TRANSITIONS.get(i, ("cut", 0))[0],
                "transition_frames": TRANSITIONS.get(i, ("cut", 0))[1],
            }
        )
        for i, shot in enumerate(draft.shots)
    ]
    tracks = draft.tracks.model_copy(update={"video": tuple(shots), "text": TEXTS})
    return draft.model_copy(update={"tracks": tracks})


def luma_of(frame: int) -> int:
    return DARKEST + frame % LUMA_STEPS


def chroma_of(shot: int) -> int:
    return 40 + 6 * shot


def flat_render_plan(
    plan: RenderPlan,
    *,
    plates_dir: Path,
    clips_dir: Path,
    workers: int | None = None,
    progress: ProgressListener = ignore_progress,
) -> Rendered:
    """Stands in for `rendering.render.render_plan`: the same files, drawn flat."""
    clips_dir.mkdir(parents=True, exist_ok=True)
    settings = encode_settings(plan)
    made = 0
    for segment in plan.segments:
        clip = clip_path(clips_dir, segment.key)
        if not clip.exists():
            write_clip(clip, _frames(segment, settings), settings)
            made += 1
    clips = tuple(clip_path(clips_dir, segment.key) for segment in plan.segments)
    return Rendered(
        clips=clips,
        plates_made=0,
        plates_found=0,
        clips_made=made,
        clips_found=len(clips) - made,
        plates_s=0,
        clips_s=0,
    )


def _frames(segment: Segment, settings: EncodeSettings) -> Iterator[Frame]:
    height = settings.height_px
    for frame in range(segment.span.start, segment.span.stop):
        pixels = np.full((height * 3 // 2, settings.width_px), chroma_of(segment.shots[-1]), np.uint8)
        pixels[:height] = luma_of(frame)
        yield pixels
