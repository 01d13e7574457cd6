"""Every command of `songreel`, thin: options in, engine calls, words or JSON out."""

import json
from pathlib import Path
from typing import Annotated

import typer

from songreel_engine import __version__
from songreel_engine.cli.beyond import OpenGroup
from songreel_engine.cli.changing import edit, history, redo, undo
from songreel_engine.cli.chat import chat
from songreel_engine.cli.checking import check, fix
from songreel_engine.cli.demo import demo
from songreel_engine.cli.exporting import LISTS as EXPORT_LISTS
from songreel_engine.cli.exporting import export
from songreel_engine.cli.importing import import_timeline
from songreel_engine.cli.listening import analyse, lyrics, sections
from songreel_engine.cli.lyric_styles import lyric_styles
from songreel_engine.cli.making import make, plan, render
from songreel_engine.cli.models import models
from songreel_engine.cli.options import JsonOption, ProjectArgument, QualityName, QualityOption, end_with_stdin
from songreel_engine.cli.scenes import scenes as print_scenes
from songreel_engine.cli.talking import intent

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


app.command()(make)


app.command()(render)


app.command()(analyse)


app.command()(plan)


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


app.command()(demo)
