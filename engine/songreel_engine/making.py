"""From a song to a film, stage by stage, in a project folder. What is there already is not made again.

Each function takes the road one step further; the command line, and later the server, only choose the steps.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from uuid6 import uuid7

from songreel_engine.analysis.renaming import carry_names, find_section, rename_section
from songreel_engine.analysis.result import Analysis
from songreel_engine.draft.model import Draft, EditEntry, Media, MediaKind
from songreel_engine.errors import EditError, ProjectError
from songreel_engine.film import Film
from songreel_engine.finishing.assemble import STAGE as ASSEMBLY_STAGE
from songreel_engine.finishing.assemble import ClipSegment, assemble
from songreel_engine.finishing.audio_mix import mixed_sound, note_of_mix, plays_song_alone
from songreel_engine.finishing.overlay import STAGE as TITLE_STAGE
from songreel_engine.finishing.overlay import Titled, with_titles
from songreel_engine.lyrics_shown import draft_with_lyrics
from songreel_engine.planning.brief import Brief
from songreel_engine.planning.plan import plan_draft
from songreel_engine.planning.renaming import draft_with_names, treatment_with_names
from songreel_engine.planning.scene_map import SceneMap
from songreel_engine.planning.styles import find_style
from songreel_engine.progress import Progress, ProgressListener, ignore_progress
from songreel_engine.project import VOCALS_STEM, LastRender, Project, ProjectFacts, copy_whole
from songreel_engine.rendering.footage.laying import Offered, lay_footage
from songreel_engine.rendering.leading import VoiceSource
from songreel_engine.rendering.pictures import animator_of, plate_maker_of
from songreel_engine.rendering.piecewise import ShotListener, by_shot, ignore_shot, part_of_plan
from songreel_engine.rendering.plan import RenderPlan, plan_render
from songreel_engine.rendering.portrait.casting import cast_photos
from songreel_engine.rendering.quality import Quality
from songreel_engine.rendering.render import CLIP_STAGE, PLATE_STAGE, Rendered, encode_settings, render_plan
from songreel_engine.shelf import kind_of, media_paths, shelve, shelved, watched
from songreel_engine.song import read_song, sha256_of_file
from songreel_engine.song_limits import DEFAULT_LIMITS, SongLimits
from songreel_engine.timebase import seconds_to_frame

STEM_WITHIN_S: Final = 1.0
"""A stem may begin and end with less silence than its song."""
READ_STAGE, PLAN_STAGE, WATCH_STAGE, PHOTO_STAGE = "song", "creative vision", "footage", "photos"


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

    What an older songreel heard is heard again, and the user's names for sections stay where their music is.

    Raises SongError for a song that cannot be used, ProjectError where the folder belongs to another song.
    """
    project = Project.open(folder) if (folder / "project.json").is_file() else None
    if project is not None:
        with clock.stage(READ_STAGE):
            sha256 = sha256_of_file(song_path, limits)
        _must_match(project, sha256, max_seconds)
        project = project if project.facts.brief == brief else project.with_brief(brief)
        if project.has_analysis():
            return project
    with clock.stage(READ_STAGE):
        song, samples, rate_hz = read_song(song_path, limits=limits, max_seconds=max_seconds)

    def begun(heard: Progress) -> None:
        """The end is reported below, with what was heard."""
        if heard.done < heard.total:
            progress(heard)

    if project is None:
        project = Project.create(folder, project_id=new_id(), song=song, max_seconds=max_seconds, brief=brief)
    # Late: hearing a song takes most of the imports, and a change to a film hears none.
    from songreel_engine.analysis.analyse import STAGE as ANALYSIS_STAGE
    from songreel_engine.analysis.analyse import analyse

    with clock.stage(ANALYSIS_STAGE):
        analysis = analyse(samples, rate_hz, song_sha256=song.sha256, duration_s=song.duration_s, progress=begun)
        analysis, lost = carry_names(project.read_section_names(), analysis)
        project.write_analysis(analysis)
    progress(Progress(ANALYSIS_STAGE, 1, 1, _heard_in_words(analysis, lost)))
    return project


def _heard_in_words(analysis: Analysis, lost: Sequence[str]) -> str:
    heard = f"{analysis.tempo_bpm:.1f} bpm, {len(analysis.sections)} sections"
    return heard + "".join(f"; no section fits the name {name!r} any more" for name in lost)


def check_files(
    *, photos: Sequence[Path] = (), footage: Sequence[Path] = (), progress: ProgressListener = ignore_progress
) -> None:
    """Looks at the user's pictures before anything is heard; what is weak about a photo goes to `progress`.

    Raises EditError for a file that cannot be what it is given for, RenderError for a photo too small to show anybody.
    """
    for path in photos:
        _must_be_picture(path, kind_of(path))
    for path in footage:
        _must_be_seen(path.name, kind_of(path))
    if photos:
        # Late: looking at photos takes OpenCV.
        from songreel_engine.rendering.portrait.fitness import remarks_on_photo

        remarks = [remark for path in photos for remark in remarks_on_photo(path)]
        progress(Progress(PHOTO_STAGE, len(photos), len(photos), "; ".join(remarks)))


def _must_be_picture(path: Path, kind: MediaKind) -> None:
    if kind != "image":
        raise EditError(f"{path.name!r} is no picture; a photo of the performer is a JPEG, PNG or WebP.")


def _must_be_seen(name: str, kind: MediaKind) -> None:
    if kind == "sound":
        raise EditError(f"{name!r} has no picture; --footage takes videos (MP4, MOV, MKV, WebM) and images.")


def with_photos(project: Project, paths: Sequence[Path]) -> Project:
    """The project asked for the person in these photos, which are put on its shelf. No paths: as it was asked before.

    Raises EditError for a file that is no picture, or too large.
    """
    if not paths:
        return project
    media = [shelve(project, path, new_id=new_id) for path in paths]
    for medium in media:
        if medium.kind != "image":
            raise EditError(f"{medium.name!r} is no picture; a photo of the performer is a JPEG, PNG or WebP.")
    photos = tuple(dict.fromkeys(medium.id for medium in media))
    return project.with_brief(project.facts.brief.model_copy(update={"photos": photos}))


def with_footage(project: Project, paths: Sequence[Path]) -> Project:
    """The project asked for these files in its pictures, which are put on its shelf. No paths: as it was asked before.

    Raises EditError for a file that is neither footage nor picture, or too large.
    """
    if not paths:
        return project
    media = [shelve(project, path, new_id=new_id) for path in paths]
    for medium in media:
        _must_be_seen(medium.name, medium.kind)
    footage = tuple(dict.fromkeys(medium.id for medium in media))
    return project.with_brief(project.facts.brief.model_copy(update={"footage": footage}))


def _offered(project: Project, progress: ProgressListener) -> list[Offered]:
    """The files that the brief wants in the film, looked through. Raises ProjectError for one gone from the shelf."""
    known = {medium.id: medium for medium in shelved(project)}
    files = media_paths(project)
    wanted = project.facts.brief.footage
    if any(one not in known for one in wanted):
        raise ProjectError(f"A file for the film is gone from {project.media_dir}; give it again with --footage.")
    offered = []
    for done, medium in enumerate(known[one] for one in wanted):
        progress(Progress(WATCH_STAGE, done, len(wanted), medium.name))
        moments = watched(project, medium, files[medium.id]) if medium.kind == "footage" else None
        offered.append(Offered(medium, moments))
    progress(Progress(WATCH_STAGE, len(wanted), len(wanted)))
    return offered


def _photos_of(project: Project) -> list[tuple[Media, Path]]:
    """The performer's photos with their files. Raises ProjectError for one that is gone from the shelf."""
    known = {medium.id: medium for medium in shelved(project)}
    files = media_paths(project)
    missing = [photo for photo in project.facts.brief.photos if photo not in known]
    if missing:
        raise ProjectError(f"A photo of the performer is gone from {project.media_dir}; give it again with --photo.")
    return [(known[photo], files[photo]) for photo in project.facts.brief.photos]


def plan_project(
    project: Project,
    *,
    scene_map: SceneMap | None = None,
    clock: StageClock,
    progress: ProgressListener = ignore_progress,
    now: Callable[[], str],
) -> Draft:
    """The project's draft for its brief and scene map: the one it has if they and the beats are the same, else a new version.

    Without a `scene_map` the one that the project holds counts.
    """
    previous = project.read_draft() if project.has_draft() else None
    analysis = project.read_analysis()
    held = project.read_scene_map()
    mapped = scene_map if scene_map is not None else held
    reason = "a new brief" if mapped == held else "a new scene map"
    if previous is not None and mapped == held and _answers(previous, project.facts):
        if _stands_on_beats(previous, analysis):
            return previous
        reason = "beats heard anew"
    progress(Progress(PLAN_STAGE, 0, 1))
    with clock.stage(PLAN_STAGE):
        treatment, draft = plan_draft(
            analysis, project.facts.brief, project_id=project.facts.id, new_id=new_id, scene_map=mapped
        )
        if project.facts.brief.photos:
            draft = cast_photos(draft, _photos_of(project))
        if project.facts.brief.footage:
            draft = lay_footage(draft, analysis, _offered(project, progress))
        draft = draft_with_lyrics(project, draft, new_id=new_id)
        if previous is not None:
            changed = tuple(shot.id for shot in draft.shots)
            draft = _next_version(project, previous, draft, f"planned again for {reason}", changed, now)
        if mapped is not None:
            project.write_scene_map(mapped)
        project.write_treatment(treatment)
        project.write_draft(draft)
        project.with_plan_of(project.facts.brief)
    progress(Progress(PLAN_STAGE, 1, 1, f"{len(draft.shots)} shots"))
    return draft


def rename_sections(
    project: Project, renames: Sequence[tuple[str, str]], *, now: Callable[[], str]
) -> tuple[Analysis, Draft | None]:
    """The project's analysis with the user's names, and its draft with names that follow, as a new version if any changed.

    Each rename is (the section as it is called now, or its number; its new name). Nothing is rendered again: no picture
    depends on a name. The draft is None where none was planned. Raises BriefError as `rename_section` does.
    """
    analysis = project.read_analysis()
    meant = [(find_section(analysis, which), label) for which, label in renames]
    for number, label in meant:
        analysis = rename_section(analysis, number, label)
    project.write_analysis(analysis)
    if project.has_treatment():
        project.write_treatment(treatment_with_names(project.read_treatment(), analysis))
    if not project.has_draft():
        return analysis, None
    before = project.read_draft()
    draft = draft_with_names(before, analysis)
    changed = tuple(section.id for section, was in zip(draft.sections, before.sections, strict=True) if section != was)
    if not changed:
        return analysis, before
    words = ", ".join(f"section {number} to {label!r}" for number, label in meant)
    draft = _next_version(project, before, draft, f"renamed {words}", changed, now)
    project.write_draft(draft)
    return analysis, draft


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


def with_vocals(project: Project, path: Path | None) -> Project:
    """The project with the song's voice alone, for lips that follow it. None: as it was.

    Raises SongError for a file that is no sound, EditError for one that is not in the song's own time.
    """
    if path is None:
        return project
    stem_s, song_s = read_song(path)[0].duration_s, project.facts.song.duration_s
    if stem_s < song_s - STEM_WITHIN_S or (project.facts.max_seconds is None and stem_s > song_s + STEM_WITHIN_S):
        raise EditError(
            f"{path.name} lasts {stem_s:.1f} s and the song {song_s:.1f} s; export the voice from the song's first "
            "moment to its last."
        )
    before = project.vocals_path
    target = project.folder / f"{VOCALS_STEM}{path.suffix.lower()}"
    copy_whole(path, target)
    if before is not None and before != target:
        before.unlink()
    return project


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


def _next_version(
    project: Project, previous: Draft, draft: Draft, words: str, changed: tuple[str, ...], now: Callable[[], str]
) -> Draft:
    """`draft` as the project's next version, made from `previous`, with a line in the edit log."""
    version = project.next_version()
    entry = EditEntry(version=version, who="owner", words=words, changed=changed, at=now())
    return draft.model_copy(
        update={
            "version": version,
            "parent_version": previous.version,
            "edit_log": (*previous.edit_log, entry),
        }
    )


def _must_match(project: Project, sha256: str, max_seconds: float | None) -> None:
    if project.facts.song.sha256 != sha256:
        raise ProjectError(f"{project.folder} belongs to another song; choose another folder with --project.")
    if project.facts.max_seconds != max_seconds:
        was = f"its first {project.facts.max_seconds:g} s" if project.facts.max_seconds else "the whole song"
        raise ProjectError(f"{project.folder} was made for {was}; choose another folder with --project.")


def _answers(draft: Draft, facts: ProjectFacts) -> bool:
    """Whether the draft was planned from the project's brief."""
    brief, planned = facts.brief, facts.planned or Brief()
    if (brief.singing, brief.lyrics, brief.footage) != (planned.singing, planned.lyrics, planned.footage):
        return False
    style = draft.style if brief.style is None else find_style(brief.style).key
    asked = (brief.prompt, brief.aspect, brief.seed, brief.scenic, style)
    return asked == (draft.prompt, draft.aspect, draft.seed, draft.scenic, draft.style) and _shows(draft, brief.photos)


def _shows(draft: Draft, photos: tuple[str, ...]) -> bool:
    """Whether these photos were asked for when the draft was planned: all of them are among its media, and no others."""
    cast = {photo.media_id for photo in draft.performer.photos}
    return cast <= set(photos) <= {media.id for media in draft.media}


def _stands_on_beats(draft: Draft, analysis: Analysis) -> bool:
    """Whether every cut said to be on a beat is on one of these."""
    frames = {seconds_to_frame(beat_s, draft.frame_rate) for beat_s in analysis.beats_s}
    return all(shot.start in frames for shot in draft.shots if shot.on_beat)
