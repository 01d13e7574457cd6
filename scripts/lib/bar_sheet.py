"""One bar of a finished film, frame beside frame: what the picture does on the beat and between.

Takes the bar in the middle of a shot, from the analysis of the film's project, and the frames from the film's file.
"""

import argparse
from itertools import pairwise
from pathlib import Path

import contact_sheet
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from songreel_engine.errors import ProjectError
from songreel_engine.media.clips import read_frames
from songreel_engine.project import Project
from songreel_engine.rendering.animators import Frame
from songreel_engine.storyboard import rgb_of_frame
from songreel_engine.timebase import frame_to_seconds, seconds_to_frame


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bar", type=Path, metavar="FILM", required=True, help="the film's file")
    parser.add_argument("--project", type=Path, help="its project folder; as a rule FILM with .songreel")
    parser.add_argument("--shot", type=int, required=True, help="counted from 1; a bar of it is drawn")
    parser.add_argument("--frames", type=int, default=9, help="how many, evenly from one downbeat to the next")
    parser.add_argument("--width", type=int, default=200, help="of one frame, in pixels")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    folder = options.project or options.bar.with_suffix(".songreel")
    wanted = _frames_of_bar(Project.open(folder), options.shot, options.frames)
    seen = {number: frame for number, frame in enumerate(read_frames(options.bar)) if number in set(wanted)}
    contact_sheet.sheet([_small(seen[number], options.width) for number in wanted], len(wanted)).save(options.out)


def _frames_of_bar(project: Project, shot_number: int, count: int) -> list[int]:
    """Frame numbers from the downbeat nearest the middle of the shot's bars to the next. Raises ProjectError."""
    draft = project.read_draft()
    if not 1 <= shot_number <= len(draft.shots):
        raise ProjectError(f"The film has shots 1 to {len(draft.shots)}.")
    shot = draft.shots[shot_number - 1]
    downbeats = [seconds_to_frame(t_s, draft.frame_rate) for t_s in project.read_analysis().downbeats_s]
    bars = [(first, last) for first, last in pairwise(downbeats) if shot.start <= first and last <= shot.stop]
    if not bars:
        from_s, to_s = (frame_to_seconds(frame, draft.frame_rate) for frame in (shot.start, shot.stop))
        raise ProjectError(f"Shot {shot_number}, {from_s:.1f} to {to_s:.1f} s, holds no whole bar; take a longer one.")
    first, last = bars[len(bars) // 2]
    return [round(first + (last - 1 - first) * step / (count - 1)) for step in range(count)]


def _small(frame: Frame, width_px: int) -> NDArray[np.uint8]:
    picture = Image.fromarray(rgb_of_frame(frame))
    height_px = round(picture.height * width_px / picture.width)
    return np.asarray(picture.resize((width_px, height_px), Image.Resampling.LANCZOS))
