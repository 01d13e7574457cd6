"""From a song to a draft in a project folder: heard once, planned for its brief, its sections named as the user calls them.

What is there already is not done again. Nothing is rendered here (`making`).
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from songreel_engine.analysis.renaming import carry_names, find_section, rename_section
from songreel_engine.analysis.result import Analysis
from songreel_engine.draft.model import Draft, EditEntry
from songreel_engine.errors import ProjectError
from songreel_engine.given_files import offered_footage, performer_photos
from songreel_engine.lyrics_shown import draft_with_lyrics
from songreel_engine.making import StageClock, new_id
from songreel_engine.planning.brief import Brief
from songreel_engine.planning.plan import plan_draft
from songreel_engine.planning.renaming import draft_with_names, treatment_with_names
from songreel_engine.planning.scene_map import SceneMap
from songreel_engine.planning.styles import find_style
from songreel_engine.progress import Progress, ProgressListener, ignore_progress
from songreel_engine.project import Project, ProjectFacts
from songreel_engine.rendering.footage.laying import lay_footage
from songreel_engine.rendering.portrait.casting import cast_photos
from songreel_engine.song import read_song, sha256_of_file
from songreel_engine.song_limits import DEFAULT_LIMITS, SongLimits
from songreel_engine.timebase import seconds_to_frame

READ_STAGE, PLAN_STAGE = "song", "creative vision"


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
            draft = cast_photos(draft, performer_photos(project))
        if project.facts.brief.footage:
            draft = lay_footage(draft, analysis, offered_footage(project, progress))
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
