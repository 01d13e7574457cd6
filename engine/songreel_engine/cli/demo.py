"""`songreel demo`: a film of the song that songreel brings along."""

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from songreel_engine.cli.making import asked_brief
from songreel_engine.cli.options import StyleOption, WorkersOption, now


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
    from songreel_engine.making import StageClock, render_project
    from songreel_engine.preparing import open_or_create, plan_project
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
    brief = asked_brief(project_folder, song, prompt=None, style=style, aspect=None, seed=None, scenic=None)
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
