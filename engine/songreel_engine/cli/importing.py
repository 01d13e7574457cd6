"""`songreel import-timeline`: a timeline that was changed in an editor, back into its project."""

import json
from pathlib import Path
from typing import Annotated

import typer

from songreel_engine.cli.options import JsonOption, ProjectArgument, now

FileArgument = Annotated[
    Path,
    typer.Argument(help="An OTIO or FCPXML file that `songreel export` wrote and an editor changed.", metavar="FILE"),
]


def import_timeline(
    project: ProjectArgument,
    file: FileArgument,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; do nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Take over cuts, order, transitions and words from an editor's timeline, as a new version that undo takes back.

    What has no place in a film of songreel's is listed. Nothing is rendered; `songreel render` follows.
    """
    from songreel_engine.changing import Changed, cost_of
    from songreel_engine.cli.history_words import changed_as_json, changed_in_words
    from songreel_engine.exports.handoff import taking_over
    from songreel_engine.project import Project

    opened = Project.open(project)
    before = opened.read_draft()
    preview, take = taking_over.preview_timeline, taking_over.import_timeline
    arrived = preview(opened, file) if dry_run else take(opened, file, now=now)
    told = Changed(
        before=before,
        draft=arrived.draft,
        said=(arrived.said,),
        notes=arrived.notes,
        cost=cost_of(opened, before, arrived.draft, opened.read_analysis()),
    )
    if as_json:
        print(json.dumps(changed_as_json(told, None, None, would=dry_run), ensure_ascii=False))
    else:
        print(changed_in_words(told, None, None, would=dry_run))
