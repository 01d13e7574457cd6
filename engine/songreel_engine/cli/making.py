"""`songreel make`, `plan` and `render`: from a song to a draft, and from a draft to a film."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from songreel_engine.cli.lyric_styles import LyricStyleOption, LyricVideoOption, SafeAreaOption, asked_words
from songreel_engine.cli.options import (
    AspectName,
    AspectOption,
    FootageOption,
    HeightOption,
    JsonOption,
    LipsyncOption,
    LyricColourOption,
    LyricPlaceOption,
    LyricsOption,
    OwnLyricsOption,
    PhotoOption,
    ProjectArgument,
    PromptOption,
    QualityName,
    QualityOption,
    ScenicOption,
    SecondsOption,
    SeedOption,
    SongArgument,
    StyleOption,
    VocalsOption,
    WorkersOption,
    must_be_a_film_name,
    now,
    shot_numbers,
)
from songreel_engine.cli.picturing import (
    DownloadOption,
    KeyframeModelOption,
    NonCommercialOption,
    PictureOption,
    TakesOption,
    VideoModelOption,
    asked_picture,
    picture_before,
)
from songreel_engine.cli.scenes import ScenesOption, scene_map_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from songreel_engine.draft.model import Draft
    from songreel_engine.lyrics_shown import AskedLyrics
    from songreel_engine.making import Made, StageClock
    from songreel_engine.planning.brief import Brief
    from songreel_engine.planning.scene_map import SceneMap
    from songreel_engine.progress import ProgressListener
    from songreel_engine.project import Project
    from songreel_engine.rendering.pictures import PictureChoice
    from songreel_engine.rendering.render import Rendered


@dataclass(frozen=True, kw_only=True)
class Given:
    """What comes with the song."""

    photos: "Sequence[Path]" = ()
    footage: "Sequence[Path]" = ()
    vocals: Path | None = None
    words: "AskedLyrics | None" = None
    scenes: Path | None = None
    """A scene map to be read."""


@dataclass(frozen=True)
class Report:
    """Who hears how far the work is, and how long each stage took."""

    clock: "StageClock"
    progress: "ProgressListener"


def make(
    song: SongArgument,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where the film goes; it appears only when complete.")
    ] = None,
    project: Annotated[Path | None, typer.Option(help="Project folder; made if missing, resumed if there.")] = None,
    prompt: PromptOption = None,
    style: StyleOption = None,
    aspect: AspectOption = None,
    quality: QualityOption = QualityName.DRAFT,
    height: HeightOption = None,
    seed: SeedOption = None,
    scenic: ScenicOption = None,
    scenes: ScenesOption = None,
    photo: PhotoOption = None,
    footage: FootageOption = None,
    lipsync: LipsyncOption = None,
    vocals: VocalsOption = None,
    lyrics: LyricsOption = None,
    own_lyrics: OwnLyricsOption = False,
    lyric_place: LyricPlaceOption = None,
    lyric_colour: LyricColourOption = None,
    lyric_video: LyricVideoOption = False,
    lyric_style: LyricStyleOption = None,
    safe_area: SafeAreaOption = None,
    picture: PictureOption = None,
    keyframe_model: KeyframeModelOption = None,
    video_model: VideoModelOption = None,
    takes: TakesOption = None,
    allow_non_commercial: NonCommercialOption = False,
    download: DownloadOption = False,
    max_seconds: SecondsOption = None,
    workers: WorkersOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a film of a song: listen, plan, render, assemble.

    Stopped half-way it goes on where it was when run again: finished shots are never rendered twice.
    """
    from songreel_engine.cli.report import progress_reporter
    from songreel_engine.making import StageClock, render_project
    from songreel_engine.rendering.quality import find_quality

    must_be_a_film_name(output)
    folder = project or _project_folder(song, output)
    report = Report(StageClock(), progress_reporter(as_json=as_json))
    brief = asked_brief(
        folder, song, prompt=prompt, style=style, aspect=aspect, seed=seed, scenic=scenic, singing=lipsync
    )
    words = asked_words(
        song,
        lyrics,
        own=own_lyrics,
        place=lyric_place,
        colour=lyric_colour,
        style=lyric_style,
        is_lyric_video=lyric_video,
        safe_area=safe_area,
    )
    pictures = asked_picture(
        picture_before(folder),
        picture=picture,
        keyframe=keyframe_model,
        video=video_model,
        takes=takes,
        non_commercial=allow_non_commercial,
        download=download,
    )
    given = Given(photos=photo or (), footage=footage or (), vocals=vocals, words=words, scenes=scenes)
    opened, draft = _prepared(song, folder, brief, given, picture=pictures, max_seconds=max_seconds, report=report)
    made = render_project(
        opened,
        draft,
        quality=find_quality(quality.value),
        height_px=height,
        workers=workers,
        clock=report.clock,
        progress=report.progress,
    )
    _deliver(made, output, as_json=as_json)


def plan(
    song: SongArgument,
    project: Annotated[Path | None, typer.Option(help="Project folder; made if missing.")] = None,
    prompt: PromptOption = None,
    style: StyleOption = None,
    aspect: AspectOption = None,
    seed: SeedOption = None,
    scenic: ScenicOption = None,
    scenes: ScenesOption = None,
    photo: PhotoOption = None,
    footage: FootageOption = None,
    lipsync: LipsyncOption = None,
    lyrics: LyricsOption = None,
    own_lyrics: OwnLyricsOption = False,
    lyric_place: LyricPlaceOption = None,
    lyric_colour: LyricColourOption = None,
    lyric_video: LyricVideoOption = False,
    lyric_style: LyricStyleOption = None,
    safe_area: SafeAreaOption = None,
    max_seconds: SecondsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Plan a film without rendering it: treatment, scenes and shots."""
    from songreel_engine.cli.report import progress_reporter
    from songreel_engine.draft.words import describe_draft
    from songreel_engine.making import StageClock

    folder = project or _project_folder(song, None)
    report = Report(StageClock(), progress_reporter(as_json=as_json))
    brief = asked_brief(
        folder, song, prompt=prompt, style=style, aspect=aspect, seed=seed, scenic=scenic, singing=lipsync
    )
    words = asked_words(
        song,
        lyrics,
        own=own_lyrics,
        place=lyric_place,
        colour=lyric_colour,
        style=lyric_style,
        is_lyric_video=lyric_video,
        safe_area=safe_area,
    )
    given = Given(photos=photo or (), footage=footage or (), words=words, scenes=scenes)
    _, draft = _prepared(song, folder, brief, given, max_seconds=max_seconds, report=report)
    if as_json:
        print(draft.model_dump_json())
    else:
        print(describe_draft(draft))
        print(f"\nproject: {folder}")


def render(
    project: ProjectArgument,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Where a copy of the film goes.")] = None,
    quality: QualityOption = QualityName.DRAFT,
    height: HeightOption = None,
    version: Annotated[
        int | None, typer.Option(help="A version of the draft instead of the one that stands.", min=1)
    ] = None,
    shots: Annotated[
        str | None, typer.Option(help="Only these shots' clips, as in 3,5-8, and no film; needs --clips-only.")
    ] = None,
    clips_only: Annotated[
        bool, typer.Option("--clips-only", help="Stop before the film: a later render finds the clips.")
    ] = False,
    picture: PictureOption = None,
    keyframe_model: KeyframeModelOption = None,
    video_model: VideoModelOption = None,
    takes: TakesOption = None,
    allow_non_commercial: NonCommercialOption = False,
    download: DownloadOption = False,
    workers: WorkersOption = None,
    as_json: JsonOption = False,
) -> None:
    """Render a project's draft: only what is missing is made.

    A long film can be rendered piece by piece:  songreel render PROJECT --shots 1-12 --clips-only
    """
    from songreel_engine.cli.report import progress_reporter, shot_reporter
    from songreel_engine.making import StageClock, render_project, render_shots
    from songreel_engine.project import Project
    from songreel_engine.rendering.quality import find_quality

    must_be_a_film_name(output)
    if shots is not None and not clips_only:
        raise typer.BadParameter("--shots makes no film; add --clips-only")
    if clips_only and output is not None:
        raise typer.BadParameter("--clips-only makes no film, so there is nothing for --output")
    opened = Project.open(project)
    opened.write_picture(
        asked_picture(
            opened.read_picture(),
            picture=picture,
            keyframe=keyframe_model,
            video=video_model,
            takes=takes,
            non_commercial=allow_non_commercial,
            download=download,
        )
    )
    draft = opened.read_draft() if version is None else opened.read_version(version)
    progress, stands = progress_reporter(as_json=as_json), shot_reporter(as_json=as_json)
    if clips_only:
        numbers = shot_numbers(shots, of=len(draft.shots))
        rendered = render_shots(
            opened,
            draft,
            numbers,
            quality=find_quality(quality.value),
            height_px=height,
            workers=workers,
            progress=progress,
            stands=stands,
        )
        _tell_clips(rendered, draft.version, numbers, as_json=as_json)
        return
    made = render_project(
        opened,
        draft,
        quality=find_quality(quality.value),
        height_px=height,
        workers=workers,
        clock=StageClock(),
        progress=progress,
        stands=stands,
    )
    _deliver(made, output, as_json=as_json)


def asked_brief(
    folder: Path,
    song: Path,
    *,
    prompt: str | None,
    style: str | None,
    aspect: AspectName | None,
    seed: int | None,
    scenic: bool | None,
    singing: float | None = None,
) -> "Brief":
    """What is asked: what was typed now, over what the project was asked before, over the defaults."""
    from songreel_engine.planning.brief import Brief
    from songreel_engine.planning.styles import find_style
    from songreel_engine.project import Project
    from songreel_engine.song import sha256_of_file

    before = Project.open(folder).facts.brief if (folder / "project.json").is_file() else None
    typed: dict[str, object] = {
        "prompt": prompt,
        "style": find_style(style).key if style is not None else None,
        "aspect": aspect.value if aspect is not None else None,
        "seed": seed,
        "scenic": scenic,
        "singing": singing,
    }
    given = {name: value for name, value in typed.items() if value is not None}
    if before is not None:
        return before.model_copy(update=given)
    given.setdefault("seed", int(sha256_of_file(song)[:8], 16))
    return Brief.model_validate(given)


def _prepared(
    song: Path,
    folder: Path,
    brief: "Brief",
    given: Given,
    *,
    picture: "PictureChoice | None" = None,
    max_seconds: float | None,
    report: Report,
) -> "tuple[Project, Draft]":
    """The song's project and its draft, heard and planned where they are not yet."""
    from songreel_engine.given_files import check_files, with_footage, with_photos, with_vocals
    from songreel_engine.lyrics_shown import with_lyrics
    from songreel_engine.preparing import open_or_create, plan_project

    clock, progress = report.clock, report.progress
    check_files(photos=given.photos, footage=given.footage, progress=progress)
    opened = open_or_create(song, folder, brief, max_seconds=max_seconds, clock=clock, progress=progress)
    if picture is not None:
        opened.write_picture(picture)
    opened = with_vocals(opened, given.vocals)
    opened = with_photos(opened, given.photos)
    opened = with_footage(opened, given.footage)
    opened = with_lyrics(opened, given.words)
    asked = None if given.scenes is None else _scene_map(opened, given.scenes, is_preview=max_seconds is not None)
    return opened, plan_project(opened, scene_map=asked, clock=clock, progress=progress, now=now)


def _scene_map(project: "Project", path: Path, *, is_preview: bool) -> "SceneMap":
    from songreel_engine.planning.scene_map_reading import read_scene_map

    analysis = project.read_analysis()
    return read_scene_map(
        scene_map_text(path), duration_s=analysis.duration_s, sections=analysis.sections, is_preview=is_preview
    )


def _project_folder(song: Path, output: Path | None) -> Path:
    from songreel_engine.project import FOLDER_SUFFIX

    return output.with_suffix(FOLDER_SUFFIX) if output is not None else Path(song.stem + FOLDER_SUFFIX)


def _tell_clips(rendered: "Rendered", version: int, numbers: "Sequence[int]", *, as_json: bool) -> None:
    made = {"plates": rendered.plates_made, "clips": rendered.clips_made}
    found = {"plates": rendered.plates_found, "clips": rendered.clips_found}
    stages = {"image generation": round(rendered.plates_s, 3), "video generation": round(rendered.clips_s, 3)}
    if as_json:
        told = {"draft_version": version, "shots": list(numbers), "made": made, "reused": found, "stages": stages}
        print(json.dumps(told))
    else:
        print(f"made {made['plates']} plates and {made['clips']} clips, found {found['clips']} clips made already")


def _deliver(made: "Made", output: Path | None, *, as_json: bool) -> None:
    from songreel_engine.cli.words import film_as_json, film_in_words
    from songreel_engine.project import copy_whole

    path = made.film.path
    if output is not None:
        copy_whole(made.film.path, output)
        path = output
    if as_json:
        print(json.dumps(film_as_json(made, path)))
    else:
        print(f"film: {path}")
        print(film_in_words(made))
