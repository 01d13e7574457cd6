"""The scene map on the command line: written out for a project, and read in from a file."""

from pathlib import Path
from typing import Annotated

import typer

from songreel_engine.cli.options import ProjectArgument

ScenesOption = Annotated[
    Path | None,
    typer.Option(
        "--scenes",
        help="A scene map to follow: JSON with start, end, description, motion, palette, transition a scene.",
        metavar="MAP.json",
    ),
]


def scenes(project: ProjectArgument) -> None:
    """Print a project's scene map as JSON, to be changed and given back with `make --scenes`."""
    from songreel_engine.planning.scene_map import scene_map_of, scene_map_to_json
    from songreel_engine.project import Project

    print(scene_map_to_json(scene_map_of(Project.open(project).read_draft())), end="")


def scene_map_text(path: Path) -> str:
    """What the file of a scene map holds. Raises BriefError where it cannot be read as text."""
    from songreel_engine.errors import BriefError

    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise BriefError(f"There is no scene map {path}; `songreel scenes PROJECT > map.json` writes one.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BriefError(f"{path} cannot be read as a scene map; give a JSON file in UTF-8.") from error
