"""`songreel check` and `songreel fix`: what a finished film looks like, and the bad shots made again."""

import json
from pathlib import Path
from typing import Annotated

import typer

from songreel_engine.cli.options import JsonOption, ProjectArgument, WorkersOption, must_be_a_film_name, now

FilmArgument = Annotated[Path, typer.Argument(help="A film (MP4), or a project folder for its latest film.")]


def check(
    film: FilmArgument,
    project: Annotated[
        Path | None,
        typer.Option(help="The project the film came from, where it lies elsewhere.", show_default=False),
    ] = None,
    plot: Annotated[Path | None, typer.Option(help="Draw what was found into this PNG.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Check a film: cuts on the beat, steadiness, flashes, flicker, jumps, frozen or black frames, banding, lips.

    Everything is measured in the file. Exits with 0 whatever was found: the verdict is in the result.
    """
    from songreel_engine.cli.check_words import report_in_words
    from songreel_engine.cli.report import progress_reporter
    from songreel_engine.coherence.check import check_seen
    from songreel_engine.errors import CheckError

    if plot is not None and plot.suffix.lower() != ".png":
        raise CheckError(f"A plot is a .png file; name it {plot.with_suffix('.png').name} instead of {plot.name}.")
    checked = check_seen(film, project=project, progress=progress_reporter(as_json=as_json))
    if plot is not None:
        from songreel_engine.coherence.plot import draw_check

        draw_check(checked, plot)
    print(json.dumps(checked.report.model_dump(mode="json")) if as_json else report_in_words(checked.report))
    if plot is not None and not as_json:
        print(f"plot: {plot}")


def fix(
    project: ProjectArgument,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Where a copy of the film goes.")] = None,
    workers: WorkersOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make the shots again that the check finds fault with, and keep the better of old and new.

    Only those shots are rendered. Locked shots, and those that show a file of yours, stay as they are.
    """
    from songreel_engine.cli.check_words import fixed_as_json, fixed_in_words
    from songreel_engine.cli.report import progress_reporter
    from songreel_engine.coherence.fixing import fix_project
    from songreel_engine.project import Project, copy_whole

    must_be_a_film_name(output)
    fixed = fix_project(Project.open(project), workers=workers, now=now, progress=progress_reporter(as_json=as_json))
    film = Path(fixed.after.film)
    if output is not None:
        copy_whole(film, output)
        film = output
    print(json.dumps(fixed_as_json(fixed, film)) if as_json else fixed_in_words(fixed, film))
