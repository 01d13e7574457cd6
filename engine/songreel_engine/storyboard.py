"""The storyboard: a sheet with each shot's picture, time, section, and whether its cut is on the beat."""

import io
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from songreel_engine.draft.model import Draft, Shot
from songreel_engine.errors import ProjectError
from songreel_engine.progress import ProgressListener, ignore_progress
from songreel_engine.project import write_whole
from songreel_engine.rendering.pictures import animator_of
from songreel_engine.rendering.plan import RenderPlan
from songreel_engine.rendering.plate_store import load_plate
from songreel_engine.rendering.plates import Plate
from songreel_engine.rendering.render import render_plates
from songreel_engine.timebase import frame_to_seconds

COLUMNS_FOR_ASPECT = {"9:16": 8, "4:5": 7, "1:1": 6, "16:9": 5}
CELL_WIDTH_PX = 216
MARGIN_PX, CAPTION_PX, HEADER_PX = 14, 46, 64
PAPER, INK, FAINT = (18, 18, 20), (236, 234, 230), (150, 148, 144)
ON_BEAT, OFF_BEAT = (120, 205, 130), (235, 150, 70)


def draw_storyboard(
    draft: Draft,
    plan: RenderPlan,
    path: Path,
    *,
    title: str,
    plates_dir: Path,
    progress: ProgressListener = ignore_progress,
) -> None:
    """Draws the sheet as a PNG; plates that are missing are made first."""
    render_plates(plan, plates_dir=plates_dir, progress=progress)
    columns = min(COLUMNS_FOR_ASPECT[draft.aspect], len(draft.shots))
    cell_height = round(CELL_WIDTH_PX * plan.height_px / plan.width_px)
    rows = -(-len(draft.shots) // columns)
    sheet = Image.new(
        "RGB",
        (
            columns * (CELL_WIDTH_PX + MARGIN_PX) + MARGIN_PX,
            HEADER_PX + rows * (cell_height + CAPTION_PX + MARGIN_PX) + MARGIN_PX,
        ),
        PAPER,
    )
    pen = ImageDraw.Draw(sheet)
    _header(pen, draft, title)
    labels = {section.id: section.label for section in draft.sections}
    loaded: dict[str, Plate] = {}
    for index, shot in enumerate(draft.shots):
        key = plan.shots[index].plate_key
        if key not in loaded:
            loaded = {key: load_plate(plates_dir / key)}
        still = _still(plan, index, loaded[key])
        x = MARGIN_PX + index % columns * (CELL_WIDTH_PX + MARGIN_PX)
        y = HEADER_PX + index // columns * (cell_height + CAPTION_PX + MARGIN_PX)
        small = cv2.resize(still, (CELL_WIDTH_PX, cell_height), interpolation=cv2.INTER_AREA)
        sheet.paste(Image.fromarray(small), (x, y))
        _caption(pen, (x, y + cell_height + 5), index, shot, labels[shot.section_id], draft)
    encoded = io.BytesIO()
    sheet.save(encoded, "PNG", optimize=True)
    try:
        write_whole(path, encoded.getvalue())
    except OSError as error:
        raise ProjectError(f"{path} cannot be written: {error.strerror}.") from error


def _still(plan: RenderPlan, index: int, plate: Plate) -> NDArray[np.uint8]:
    """RGB of the frame in the middle of the shot; a shot that a model moves is shown as its key image is seen then."""
    job = plan.shots[index].job
    middle = job.frames // 2
    frame = next(iter(animator_of().animate(plate, job, middle, middle + 1)))
    return rgb_of_frame(frame)


def rgb_of_frame(frame: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """[h, w, 3] sRGB of an I420 frame (BT.709, limited range), for pictures that are looked at, not encoded."""
    height = frame.shape[0] * 2 // 3
    width = frame.shape[1]
    luma = (frame[:height].astype(np.float32) - 16) / 219
    chroma = frame[height:].reshape(2, height // 2, width // 2).astype(np.float32)
    blue, red = (cv2.resize((plane - 128) / 224, (width, height), interpolation=cv2.INTER_LINEAR) for plane in chroma)
    planes = (luma + 1.5748 * red, luma - 0.1873 * blue - 0.4681 * red, luma + 1.8556 * blue)
    return np.asarray(np.clip(np.stack(planes, axis=-1), 0, 1) * 255 + 0.5, np.uint8)


def _header(pen: ImageDraw.ImageDraw, draft: Draft, title: str) -> None:
    cuts = [shot for shot in draft.shots if shot.start > 0]
    on_beat = sum(shot.on_beat for shot in cuts)
    length_s = frame_to_seconds(draft.frames, draft.frame_rate)
    pen.text((MARGIN_PX, 10), title, INK, ImageFont.load_default(24))
    facts = f"{draft.style} · {length_s:.1f} s · {len(draft.shots)} shots · {on_beat} of {len(cuts)} cuts on the beat"
    pen.text((MARGIN_PX, 40), facts, FAINT, ImageFont.load_default(14))


def _caption(pen: ImageDraw.ImageDraw, at: tuple[int, int], index: int, shot: Shot, section: str, draft: Draft) -> None:
    x, y = at
    start_s = frame_to_seconds(shot.start, draft.frame_rate)
    pen.ellipse((x, y + 4, x + 8, y + 12), ON_BEAT if shot.on_beat else OFF_BEAT)
    pen.text((x + 14, y), f"{index + 1}   {int(start_s // 60)}:{start_s % 60:05.2f}", INK, ImageFont.load_default(13))
    joined = "" if shot.transition_in == "cut" else f" · {shot.transition_in.replace('_', ' ')}"
    pen.text((x + 14, y + 18), f"{section} · {shot.framing}{joined}", FAINT, ImageFont.load_default(12))
