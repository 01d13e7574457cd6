"""From a song to a film, stage by stage, in a project folder. What is there already is not made again.

Each function takes the road one step further; the command line, and later the server, only choose the steps.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from uuid6 import uuid7

from songreel_engine.analysis.analyse import STAGE as ANALYSIS_STAGE
from songreel_engine.analysis.analyse import analyse
from songreel_engine.analysis.result import Analysis
from songreel_engine.draft.model import Draft, EditEntry
from songreel_engine.errors import ProjectError
from songreel_engine.film import Film
from songreel_engine.finishing.assemble import STAGE as ASSEMBLY_STAGE
from songreel_engine.finishing.assemble import ClipSegment, assemble
from songreel_engine.finishing.sound import copyable_sound
from songreel_engine.planning.brief import Brief
from songreel_engine.planning.plan import plan_draft
from songreel_engine.planning.styles import find_style
from songreel_engine.progress import Progress, ProgressListener, ignore_progress
from songreel_engine.project import Project
from songreel_engine.rendering.pictures import PICTURES
from songreel_engine.rendering.plan import RenderPlan, plan_render
from songreel_engine.rendering.quality import Quality
from songreel_engine.rendering.render import CLIP_STAGE, PLATE_STAGE, Rendered, render_plan
from songreel_engine.song import DEFAULT_LIMITS, SongLimits, read_song, sha256_of_file

READ_STAGE, PLAN_STAGE = "song", "creative vision"


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
    stages: dict[str, float]


def new_id() -> str:
    """A fresh id; ids made later sort later."""
    return str(uuid7())


def open_or_create(
    song_path: Path,
    folder: Path,
    brief: Brief,
    *,
    max_seconds: float | None = None,
    limits: SongLimits = DEFAULT_LIMITS,
    clock: StageClock,
    progress: ProgressListener = ignore_progress,
) -> Project:
    """The song's project with its analysis; an existing one is opened again if it holds the same song.

    Raises SongError for a song that cannot be used, ProjectError where the folder belongs to another song.
    """
    if (folder / "project.json").is_file():
        project = Project.open(folder)
        with clock.stage(READ_STAGE):
            sha256 = sha256_of_file(song_path, limits)
        _must_match(project, sha256, max_seconds)
        if project.has_analysis():
            return project if project.facts.brief == brief else project.with_brief(brief)
    with clock.stage(READ_STAGE):
        song, samples, rate_hz = read_song(song_path, limits=limits, max_seconds=max_seconds)

    def begun(heard: Progress) -> None:
        """The end is reported below, with what was heard."""
        if heard.done < heard.total:
            progress(heard)

    if not (folder / "project.json").is_file():
        project = Project.create(folder, project_id=new_id(), song=song, max_seconds=max_seconds, brief=brief)
    with clock.stage(ANALYSIS_STAGE):
        analysis = analyse(samples, rate_hz, song_sha256=song.sha256, duration_s=song.duration_s, progress=begun)
        project.write_analysis(analysis)
    progress(Progress(ANALYSIS_STAGE, 1, 1, f"{analysis.tempo_bpm:.1f} bpm, {len(analysis.sections)} sections"))
    return project


def plan_project(
    project: Project, *, clock: StageClock, progress: ProgressListener = ignore_progress, now: Callable[[], str]
) -> Draft:
    """The project's draft for its brief: the one it has if the brief has not changed, else a new version."""
    previous = project.read_draft() if project.has_draft() else None
    analysis = project.read_analysis()
    if previous is not None and _answers(previous, project.facts.brief):
        return previous
    progress(Progress(PLAN_STAGE, 0, 1))
    with clock.stage(PLAN_STAGE):
        treatment, draft = plan_draft(analysis, project.facts.brief, project_id=project.facts.id, new_id=new_id)
        if previous is not None:
            entry = EditEntry(
                version=previous.version + 1,
                who="owner",
                words="planned again for a new brief",
                changed=tuple(shot.id for shot in draft.shots),
                at=now(),
            )
            draft = draft.model_copy(
                update={
                    "version": previous.version + 1,
                    "parent_version": previous.version,
                    "edit_log": (*previous.edit_log, entry),
                }
            )
        project.write_treatment(treatment)
        project.write_draft(draft)
    progress(Progress(PLAN_STAGE, 1, 1, f"{len(draft.shots)} shots"))
    return draft


def plan_pieces(
    draft: Draft, analysis: Analysis, *, quality: Quality, height_px: int | None = None, picture: str = "default"
) -> RenderPlan:
    """The render plan of a draft with the makers of `picture`."""
    kind = PICTURES[picture]
    return plan_render(
        draft,
        analysis,
        quality=quality,
        plate_maker=kind.plate_maker(),
        animator=kind.animator(),
        height_px=height_px,
    )


def render_project(
    project: Project,
    draft: Draft,
    *,
    quality: Quality,
    height_px: int | None = None,
    workers: int | None = None,
    clock: StageClock,
    progress: ProgressListener = ignore_progress,
) -> Made:
    """Renders what is missing and assembles the film into the project's `films/`."""
    plan = plan_pieces(draft, project.read_analysis(), quality=quality, height_px=height_px)
    with ThreadPoolExecutor(max_workers=1) as beside:
        # The sound is encoded, where it must be, while worker processes draw.
        sound = beside.submit(copyable_sound, project.song_path, project.facts.song.duration_s, project.sound_path)
        rendered = render_plan(
            plan, plates_dir=project.plates_dir, clips_dir=project.clips_dir, workers=workers, progress=progress
        )
        sound_path = sound.result()
    clock.seconds[PLATE_STAGE] = rendered.plates_s
    clock.seconds[CLIP_STAGE] = rendered.clips_s
    project.films_dir.mkdir(exist_ok=True)
    film_path = project.films_dir / f"v{draft.version:04d}-{quality.name}-{plan.width_px}x{plan.height_px}.mp4"
    with clock.stage(ASSEMBLY_STAGE):
        film = assemble(
            [
                ClipSegment(path=clip, frames=len(segment.span))
                for clip, segment in zip(rendered.clips, plan.segments, strict=True)
            ],
            sound_path,
            film_path,
            frame_rate=draft.frame_rate,
            frames=draft.frames,
            song_seconds=project.facts.song.duration_s,
            progress=progress,
        )
    return Made(project=project, draft=draft, film=film, rendered=rendered, stages=dict(clock.seconds))


def _must_match(project: Project, sha256: str, max_seconds: float | None) -> None:
    if project.facts.song.sha256 != sha256:
        raise ProjectError(f"{project.folder} belongs to another song; choose another folder with --project.")
    if project.facts.max_seconds != max_seconds:
        was = f"its first {project.facts.max_seconds:g} s" if project.facts.max_seconds else "the whole song"
        raise ProjectError(f"{project.folder} was made for {was}; choose another folder with --project.")


def _answers(draft: Draft, brief: Brief) -> bool:
    """Whether the draft was planned from this brief."""
    style = draft.style if brief.style is None else find_style(brief.style).key
    asked = (brief.prompt, brief.aspect, brief.seed, brief.scenic, style)
    return asked == (draft.prompt, draft.aspect, draft.seed, draft.scenic, draft.style)
