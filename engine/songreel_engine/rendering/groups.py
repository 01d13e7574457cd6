"""A long segment in groups of pictures, each of which can be encoded beside the others.

Where groups begin follows from the number of frames alone, and a clip is always joined from them, so a clip has the same bytes
whether one process made it or several. A group is no longer than the distance of key frames in a clip encoded in one go, so
there are no more key frames than there would be.
"""

from itertools import pairwise
from pathlib import Path
from typing import Final

from songreel_engine.media.clips import KEYFRAME_EVERY_FRAMES
from songreel_engine.media.splicing import Piece, splice
from songreel_engine.timebase import FrameRange

FOLDER_PREFIX: Final = ".groups-"
"""Of the folders beside clips in which groups wait for each other."""


def groups_of(frames: int) -> tuple[FrameRange, ...]:
    """Groups of about equal length that tile [0, frames); one for a short segment."""
    count = -(-frames // KEYFRAME_EVERY_FRAMES)
    bounds = [frames * index // count for index in range(count + 1)]
    return tuple(FrameRange(start, stop) for start, stop in pairwise(bounds))


def group_path(folder: Path, clip: Path, group: FrameRange) -> Path:
    """Where a group of a clip waits for the others; hidden, as all that is not finished."""
    return folder / f".{clip.stem}-{group.start}.mp4"


def join_groups(folder: Path, clip: Path, frames: int) -> None:
    """The clip of its groups in `folder`; it appears whole or not at all. Raises RenderError where one is damaged."""
    pieces = [
        Piece(path=group_path(folder, clip, group), span=FrameRange(0, len(group))) for group in groups_of(frames)
    ]
    splice(clip, pieces)
    for piece in pieces:
        piece.path.unlink()
