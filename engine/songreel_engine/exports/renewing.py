"""A folder that an export filled before, filled again: what songreel wrote there goes, what others put there stays.

A pack is known by its list, a folder of frames by its names. Anything else is somebody's folder, and is not touched.
"""

import json
import re
import shutil
import tempfile
from pathlib import Path
from typing import Final

from songreel_engine.exports.profiles import Profile

LIST_NAME: Final = "release-pack.json"
"""Of a pack: what is in it."""
_FRAME: Final = re.compile(r"frame_\d{6,}\.png")
_SOUND: Final = "sound.wav"


def written_before(path: Path, profile: Profile) -> frozenset[str] | None:
    """Names in the folder that an export of the profile wrote; None where it is not such an export's.

    A folder in it counts only when all that is in it does.
    """
    if not path.is_dir():
        return None
    return _of_pack(path) if profile.kind == "pack" else _of_frames(path)


def fill_again(path: Path, partial: Path, own: frozenset[str]) -> None:
    """Puts what `partial` holds in the place of `path`, with what stood there and is none of `own`.

    Raises OSError; `path` then stands as it stood.
    """
    others = [entry for entry in path.iterdir() if entry.name not in own and not (partial / entry.name).exists()]
    aside = Path(tempfile.mkdtemp(prefix=f".{path.name}-old-", dir=path.parent))
    before = aside / path.name
    path.rename(before)
    try:
        partial.rename(path)
    except OSError:
        before.rename(path)
        raise
    for entry in others:
        (before / entry.name).rename(path / entry.name)
    shutil.rmtree(aside)


def _of_pack(path: Path) -> frozenset[str] | None:
    try:
        listed = json.loads((path / LIST_NAME).read_text("utf-8"))["files"]
        names = {str(file["file"]) for file in listed}
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if any(Path(name).name != name for name in names):
        return None
    folders = [path / name for name in names if (path / name).is_dir()]
    if any(_of_frames(folder) is None for folder in folders):
        return None
    return frozenset({*names, LIST_NAME})


def _of_frames(path: Path) -> frozenset[str] | None:
    names = {entry.name for entry in path.iterdir()}
    own = {name for name in names if _FRAME.fullmatch(name)} | ({_SOUND} & names)
    return frozenset(own) if own == names and len(own) > 1 else None
