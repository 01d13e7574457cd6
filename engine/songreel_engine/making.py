"""From a draft to a film in a project folder, stage by stage. What is there already is not made again.

Each function takes the road one step further; the command line, and the server through it, only choose the steps. How a song
becomes a draft is in `preparing`.
"""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from uuid6 import uuid7

from songreel_engine.analysis.result import Analysis
from songreel_engine.draft.model import Draft
from songreel_engine.film import Film
from songreel_engine.finishing.assemble import STAGE as ASSEMBLY_STAGE
from songreel_engine.finishing.assemble import ClipSegment, assemble
from songreel_engine.finishing.audio_mix import mixed_sound, note_of_mix, plays_song_alone
from songreel_engine.finishing.overlay import STAGE as TITLE_STAGE
from songreel_engine.finishing.overlay import Titled, with_titles
from songreel_engine.progress import ProgressListener, ignore_progress
from songreel_engine.project import LastRender, Project
from songreel_engine.rendering.leading import VoiceSource
from songreel_engine.rendering.pictures import animator_of, plate_maker_of
from songreel_engine.rendering.piecewise import ShotListener, by_shot, ignore_shot, part_of_plan
from songreel_engine.rendering.plan import RenderPlan, plan_render
from songreel_engine.rendering.quality import Quality
from songreel_engine.rendering.render import Rendered, encode_settings, render_plan
from songreel_engine.rendering.tracking import CLIP_STAGE, PLATE_STAGE
from songreel_engine.shelf import media_paths
from songreel_engine.song import sha256_of_file


@dataclass
class StageClock:
    """Seconds each stage kept the user waiting, by name, in order."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        began_s = time.monotonic()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.monotonic() - began_s


@dataclass(frozen=True, kw_only=True)
class Made:
    """A finished film and the road to it."""

    project: Project
    draft: Draft
    film: Film
    rendered: Rendered
    titled: Titled
    """Clips with words on them."""
    sound_note: str | None
    """What had to be done to the sound so that it does not clip; None where nothing had to."""
    stages: dict[str, float]


def new_id() -> str:
    """A fresh id; ids made later sort later."""
    return str(uuid7())


def plan_pieces(
    project: Project,
    draft: Draft,
    analysis: Analysis,
    *,
    quality: Quality,
    height_px: int | None = None,
) -> RenderPlan:
    """The render plan of a draft of the project, its pictures made as the project has it."""
    picture = project.read_picture()
    return plan_render(
        draft,
        analysis,
        quality=quality,
        plate_maker=plate_maker_of(picture),
        animator=animator_of(picture),
        height_px=height_px,
        media=_files_of(project, draft),
        picture=picture,
        voice=voice_of(project),
    )


def voice_of(project: Project) -> VoiceSource:
    """What lips follow: the voice alone where the user gave it, else the song."""
    vocals = project.vocals_path
    if vocals is None:
        return VoiceSource(sha256=project.facts.song.sha256, file=project.song_path)
    return VoiceSource(sha256=sha256_of_file(vocals), file=vocals, is_stem=True)


def render_shots(
    project: Project,
    draft: Draft,
    numbers: Sequence[int],
    *,
    quality: Quality,
    height_px: int | None = None,
    workers: int | None = None,
    progress: ProgressListener = ignore_progress,
    stands: ShotListener = ignore_shot,
) -> Rendered:
    """Renders what is missing of the shots with these numbers and no film; a transition belongs to the shot it leads into.

    Rendering all shots in several calls makes the same clips as rendering the film. Raises BriefError for a number that no
    shot has.
    """
    plan = plan_pieces(project, draft, project.read_analysis(), quality=quality, height_px=height_px)
    part = part_of_plan(plan, numbers)
    return render_plan(
        part,
        plates_dir=project.plates_dir,
        clips_dir=project.clips_dir,
        workers=workers,
        progress=progress,
        stands=by_shot(part, project.clips_dir, stands),
    )


def _files_of(project: Project, draft: Draft) -> dict[str, Path]:
    """Where the user's files stand that the draft may show or play, by id."""
    return media_paths(project) if draft.media else {}


def render_project(
    project: Project,
    draft: Draft,
    *,
    quality: Quality,
    height_px: int | None = None,
    workers: int | None = None,
    clock: StageClock,
    progress: ProgressListener = ignore_progress,
    stands: ShotListener = ignore_shot,
) -> Made:
    """Renders what is missing, puts the words on, mixes the sound and assembles the film into the project's `films/`.

    `stands` hears of each shot once its clips are there.
    """
    plan = plan_pieces(project, draft, project.read_analysis(), quality=quality, height_px=height_px)
    song_seconds = project.facts.song.duration_s
    with ThreadPoolExecutor(max_workers=1) as beside:
        # The sound is mixed or encoded, where it must be, while worker processes draw.
        sound = beside.submit(
            mixed_sound,
            draft,
            project.song_path,
            _files_of(project, draft),
            song_seconds=song_seconds,
            folder=project.folder,
        )
        rendered = render_plan(
            plan,
            plates_dir=project.plates_dir,
            clips_dir=project.clips_dir,
            workers=workers,
            progress=progress,
            stands=by_shot(plan, project.clips_dir, stands),
        )
        sound_path = sound.result()
    clock.seconds[PLATE_STAGE] = rendered.plates_s
    clock.seconds[CLIP_STAGE] = rendered.clips_s
    with clock.stage(TITLE_STAGE):
        titled = with_titles(
            draft,
            plan.segments,
            rendered.clips,
            overlays_dir=project.overlays_dir,
            settings=encode_settings(plan),
            workers=workers,
            progress=progress,
        )
    project.films_dir.mkdir(exist_ok=True)
    film_path = project.films_dir / f"v{draft.version:04d}-{quality.name}-{plan.width_px}x{plan.height_px}.mp4"
    with clock.stage(ASSEMBLY_STAGE):
        film = assemble(
            [
                ClipSegment(path=clip, frames=len(segment.span))
                for clip, segment in zip(titled.clips, plan.segments, strict=True)
            ],
            sound_path,
            film_path,
            frame_rate=draft.frame_rate,
            frames=draft.frames,
            song_seconds=song_seconds,
            progress=progress,
        )
    project.write_last_render(LastRender(quality=quality.name, height_px=height_px))
    return Made(
        project=project,
        draft=draft,
        film=film,
        rendered=rendered,
        titled=titled,
        sound_note=None if plays_song_alone(draft) else note_of_mix(sound_path),
        stages=dict(clock.seconds),
    )
