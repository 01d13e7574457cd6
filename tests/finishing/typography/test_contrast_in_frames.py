"""Contrast as it is in the frame: what stands right beside the letters, measured after they were painted."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from songreel_engine.draft.model import TextItem, TextWord
from songreel_engine.finishing.titles import draw_text, lay_text
from songreel_engine.finishing.typography.contrast import TEXT_CONTRAST, Ground, contrast_ratio, luminance, veil_for
from songreel_engine.finishing.typography.grounds import GroundMap, ground_under, measured_ground
from songreel_engine.finishing.typography.lyric_line import lyric_line
from songreel_engine.finishing.typography.lyric_stage import staged
from songreel_engine.finishing.typography.safe_areas import Area, area_of
from songreel_engine.finishing.typography.stage import Placed, Sprite, StagePainter, Staging

WIDTH, HEIGHT = 540, 960
SUNG = ("Silver", "rain", "is", "falling")
ITEM = TextItem(
    id="text-1", text=" ".join(SUNG), start=0, stop=48, role="caption", place="bottom",
    words=tuple(TextWord(text=word, start=number, stop=number + 1) for number, word in enumerate(SUNG)),
)  # fmt: skip


def grey(luma: int) -> NDArray[np.uint8]:
    frame = np.full((HEIGHT * 3 // 2, WIDTH), 128, np.uint8)
    frame[:HEIGHT] = luma
    return frame


def caption(ground: GroundMap) -> Staging:
    laid = lay_text(ITEM, WIDTH, HEIGHT)
    assert laid is not None
    overlay = draw_text(laid, 0, veil_for(ITEM.colour, ground_under([ground], laid.box(), WIDTH, HEIGHT)))
    alpha = overlay.pixels[..., 3:].astype(np.float32) / np.float32(255)
    pixels = np.dstack([overlay.pixels[..., :3] * alpha, alpha])
    return Staging((Sprite(overlay.left_px, overlay.top_px, pixels),), lambda _: [Placed(0)])


def lyric(style: str, ground: GroundMap) -> Staging:
    def under(box: Area) -> Ground:
        return ground_under([ground], box, WIDTH, HEIGHT)

    line = lyric_line(
        ITEM.model_copy(update={"style": style, "role": "lyric"}), frame_px=(WIDTH, HEIGHT),
        area=area_of(None, WIDTH, HEIGHT), accents=("#ffffff", "#ffffff"), frames_a_second=24, ground=under,
    )  # fmt: skip
    assert line is not None
    return staged(style, line)


@pytest.mark.parametrize("luma", [60, 120, 180, 225])
@pytest.mark.parametrize("what", ["caption", "subtitle", "karaoke"])
def test_letters_stand_out_from_what_is_really_beside_them(what: str, luma: int) -> None:
    frame = grey(luma)
    ground = measured_ground([frame])
    staging = caption(ground) if what == "caption" else lyric(what, ground)
    StagePainter(staging, WIDTH, HEIGHT).paint(frame, 40)
    beside = _beside(frame[:HEIGHT] >= 228)
    around = float(np.median(frame[:HEIGHT][beside]))
    assert contrast_ratio(luminance("#ffffff"), _luminance(around)) >= TEXT_CONTRAST


def test_where_the_picture_is_dark_it_stays_as_it_is() -> None:
    frame = grey(40)
    StagePainter(lyric("subtitle", measured_ground([frame])), WIDTH, HEIGHT).paint(frame, 40)
    letters = frame[:HEIGHT] >= 228
    far = cv2.dilate(letters.astype(np.uint8), np.ones((3, 3)), iterations=8) == 0
    assert np.abs(frame[:HEIGHT][far].astype(int) - 40).max() <= 2


def _beside(letters: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Two pixels off the letters, and not the soft edge of them."""
    cover, step = letters.astype(np.uint8), np.ones((3, 3))
    return np.asarray((cv2.dilate(cover, step, iterations=3) - cv2.dilate(cover, step, iterations=1)) > 0)


def _luminance(video_luma: float) -> float:
    byte = round(min(max((video_luma - 16) / 219, 0), 1) * 255)
    return luminance(f"#{byte:02x}{byte:02x}{byte:02x}")
