"""Every command of `songreel`, thin: options in, engine calls, words or JSON out."""

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from songreel_engine import __version__
from songreel_engine.cli.beyond import OpenGroup
from songreel_engine.cli.changing import edit, history, redo, undo
from songreel_engine.cli.chat import chat
from songreel_engine.cli.checking import check, fix
from songreel_engine.cli.exporting import LISTS as EXPORT_LISTS
from songreel_engine.cli.exporting import export
from songreel_engine.cli.importing import import_timeline
from songreel_engine.cli.listening import analyse, lyrics, sections
from songreel_engine.cli.lyric_styles import (
    LyricStyleOption,
    LyricVideoOption,
    SafeAreaOption,
    asked_lyric_style,
    lyric_styles,
)
from songreel_engine.cli.models import models
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
    PlaceName,
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
    end_with_stdin,
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
from songreel_engine.cli.scenes import scenes as print_scenes
from songreel_engine.cli.talking import intent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from songreel_engine.draft.model import TextPlace
    from songreel_engine.making import Made
    from songreel_engine.planning.brief import Brief
    from songreel_engine.planning.scene_map import SceneMap
    from songreel_engine.project import Project
    from songreel_engine.rendering.render import Rendered

app = typer.Typer(
    name="songreel",
    cls=OpenGroup,
    help="Turns a finished song into a music video on this machine: cuts on the beat, no GPU needed.",
    epilog="Start with:  songreel make SONG -o film.mp4 --quality preview",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"songreel {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_version, is_eager=True)
    ] = False,
    tied: Annotated[
        bool, typer.Option("--tied", help="End as soon as standard input closes: for programs that start this one.")
    ] = False,
) -> None:
    if tied:
        end_with_stdin()


@app.command()
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
    from songreel_engine.lyrics_shown import asked_lyrics, with_lyrics
    from songreel_engine.making import (
        StageClock,
        check_files,
        open_or_create,
        plan_project,
        render_project,
        with_footage,
        with_photos,
        with_vocals,
    )
    from songreel_engine.rendering.quality import find_quality

    must_be_a_film_name(output)
    folder = project or _project_folder(song, output)
    progress = progress_reporter(as_json=as_json)
    clock = StageClock()
    brief = _brief(folder, song, prompt=prompt, style=style, aspect=aspect, seed=seed, scenic=scenic, singing=lipsync)
    words = asked_lyrics(
        lyrics,
        song,
        own=own_lyrics or lyric_video or lyric_style is not None,
        place=_place(lyric_place),
        colour=lyric_colour,
        style=asked_lyric_style(lyric_style, is_lyric_video=lyric_video),
        safe_area=None if safe_area is None else safe_area.value,
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
    check_files(photos=photo or (), footage=footage or (), progress=progress)
    opened = open_or_create(song, folder, brief, max_seconds=max_seconds, clock=clock, progress=progress)
    opened.write_picture(pictures)
    opened = with_vocals(opened, vocals)
    opened = with_photos(opened, photo or ())
    opened = with_footage(opened, footage or ())
    opened = with_lyrics(opened, words)
    asked = _scene_map(opened, scenes, is_preview=max_seconds is not None) if scenes is not None else None
    draft = plan_project(opened, scene_map=asked, clock=clock, progress=progress, now=now)
    made = render_project(
        opened,
        draft,
        quality=find_quality(quality.value),
        height_px=height,
        workers=workers,
        clock=clock,
        progress=progress,
    )
    _deliver(made, output, as_json=as_json)


@app.command()
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


app.command()(analyse)


@app.command()
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
    from songreel_engine.lyrics_shown import asked_lyrics, with_lyrics
    from songreel_engine.making import StageClock, check_files, open_or_create, plan_project, with_footage, with_photos

    folder = project or _project_folder(song, None)
    progress = progress_reporter(as_json=as_json)
    clock = StageClock()
    brief = _brief(folder, song, prompt=prompt, style=style, aspect=aspect, seed=seed, scenic=scenic, singing=lipsync)
    words = asked_lyrics(
        lyrics,
        song,
        own=own_lyrics or lyric_video or lyric_style is not None,
        place=_place(lyric_place),
        colour=lyric_colour,
        style=asked_lyric_style(lyric_style, is_lyric_video=lyric_video),
        safe_area=None if safe_area is None else safe_area.value,
    )
    check_files(photos=photo or (), footage=footage or (), progress=progress)
    opened = open_or_create(song, folder, brief, max_seconds=max_seconds, clock=clock, progress=progress)
    opened = with_photos(opened, photo or ())
    opened = with_footage(opened, footage or ())
    opened = with_lyrics(opened, words)
    asked = _scene_map(opened, scenes, is_preview=max_seconds is not None) if scenes is not None else None
    draft = plan_project(opened, scene_map=asked, clock=clock, progress=progress, now=now)
    if as_json:
        print(draft.model_dump_json())
    else:
        print(describe_draft(draft))
        print(f"\nproject: {folder}")


@app.command()
def show(project: ProjectArgument, as_json: JsonOption = False) -> None:
    """Show a project's timeline in words."""
    from songreel_engine.draft.words import describe_draft
    from songreel_engine.project import Project

    draft = Project.open(project).read_draft()
    print(draft.model_dump_json() if as_json else describe_draft(draft))


app.command()(edit)
app.command()(chat)
app.command()(intent)
app.command(epilog=EXPORT_LISTS)(export)
app.command()(undo)
app.command()(redo)
app.command()(history)
app.command(name="scenes")(print_scenes)
app.command()(sections)
app.command()(lyrics)
app.command(name="lyric-styles")(lyric_styles)
app.command()(check)
app.command()(fix)
app.command(name="import-timeline")(import_timeline)
app.add_typer(models, name="models")


@app.command()
def board(
    project: ProjectArgument,
    output: Annotated[Path, typer.Option("-o", "--output", help="The PNG to draw.")],
    quality: QualityOption = QualityName.PREVIEW,
) -> None:
    """Draw a storyboard: each shot's picture, time, section, on the beat or not."""
    from songreel_engine.cli.report import progress_reporter
    from songreel_engine.making import plan_pieces
    from songreel_engine.project import Project
    from songreel_engine.rendering.quality import find_quality
    from songreel_engine.storyboard import draw_storyboard

    opened = Project.open(project)
    draft = opened.read_draft()
    plan_of_work = plan_pieces(opened, draft, opened.read_analysis(), quality=find_quality(quality.value))
    draw_storyboard(
        draft,
        plan_of_work,
        output,
        title=opened.facts.song.title or project.stem,
        plates_dir=opened.plates_dir,
        progress=progress_reporter(as_json=False),
    )
    print(f"board: {output}")


@app.command()
def styles(
    search: Annotated[str | None, typer.Argument(help="Words to look for.")] = None, as_json: JsonOption = False
) -> None:
    """List the styles."""
    from songreel_engine.planning.styles import STYLES, search_styles

    found = search_styles(search) if search else tuple(STYLES.values())
    if as_json:
        print(
            json.dumps([{"id": s.key, "name": s.name, "words": s.words, "description": s.description} for s in found])
        )
        return
    for entry in found:
        print(f"{entry.key:<20} {entry.name:<20} {entry.description}")
    if not found:
        print(f"No style answers to {search!r}; `songreel styles` lists them all.")


@app.command()
def doctor(as_json: JsonOption = False) -> None:
    """Check this machine, and say which command mends what is missing."""
    from songreel_engine.cli.doctor import examine

    findings = examine()
    if as_json:
        print(json.dumps([f.as_dict() for f in findings]))
    else:
        for finding in findings:
            print(finding.in_words())
    if not all(f.ok for f in findings):
        raise typer.Exit(1)


@app.command()
def demo(
    folder: Annotated[Path, typer.Option(help="Where the demo's song, project and films go.")] = Path("demo"),
    style: StyleOption = None,
    preview_only: Annotated[bool, typer.Option(help="Stop after the preview.")] = False,
    workers: WorkersOption = None,
) -> None:
    """Make a film of songreel's own song: a preview first, then the full one."""
    from songreel_engine.bundled_song import write_bundled_song
    from songreel_engine.cli.report import progress_reporter
    from songreel_engine.cli.words import film_in_words
    from songreel_engine.making import StageClock, open_or_create, plan_project, render_project
    from songreel_engine.project import FOLDER_SUFFIX, copy_whole
    from songreel_engine.rendering.quality import find_quality

    began_s = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    song = folder / "first_light.flac"
    if not song.exists():
        print("composing the bundled song", file=sys.stderr)
        write_bundled_song(song)
    print(f"song: {song}")
    project_folder = folder / f"first_light{FOLDER_SUFFIX}"
    brief = _brief(project_folder, song, prompt=None, style=style, aspect=None, seed=None, scenic=None)
    progress = progress_reporter(as_json=False)
    clock = StageClock()
    opened = open_or_create(song, project_folder, brief, clock=clock, progress=progress)
    draft = plan_project(opened, clock=clock, progress=progress, now=now)
    for name in ("preview",) if preview_only else ("preview", "draft"):
        print(f"rendering the {name}", file=sys.stderr)
        reporter = progress_reporter(as_json=False)
        made = render_project(
            opened, draft, quality=find_quality(name), workers=workers, clock=clock, progress=reporter
        )
        film = folder / f"first_light_{name}.mp4"
        copy_whole(made.film.path, film)
        print(f"{'film' if name != 'preview' or preview_only else 'preview'}: {film}", flush=True)
        print(film_in_words(made, since_s=time.monotonic() - began_s), flush=True)
        clock = StageClock()


def _brief(
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


def _scene_map(project: "Project", path: Path, *, is_preview: bool) -> "SceneMap":
    from songreel_engine.planning.scene_map_reading import read_scene_map

    analysis = project.read_analysis()
    return read_scene_map(
        scene_map_text(path), duration_s=analysis.duration_s, sections=analysis.sections, is_preview=is_preview
    )


def _place(named: PlaceName | None) -> "TextPlace | None":
    return None if named is None else named.value


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
