import numpy as np
import pytest

from songreel_engine.storyboard import rgb_of_frame


@pytest.mark.parametrize(
    ("yuv", "rgb"),
    [
        ((16, 128, 128), (0, 0, 0)),
        ((235, 128, 128), (255, 255, 255)),
        ((63, 102, 240), (255, 0, 0)),
        ((173, 42, 26), (0, 255, 0)),
        ((32, 240, 118), (0, 0, 255)),
    ],
)
def test_frames_are_read_as_bt709_in_limited_range(yuv: tuple[int, int, int], rgb: tuple[int, int, int]) -> None:
    height, width = 8, 6
    frame = np.concatenate(
        [np.full(height * width, yuv[0]), np.full(height * width // 4, yuv[1]), np.full(height * width // 4, yuv[2])]
    )
    pixels = rgb_of_frame(frame.reshape(height * 3 // 2, width).astype(np.uint8))
    assert pixels.shape == (height, width, 3)
    assert np.abs(pixels.astype(int) - rgb).max() <= 2
