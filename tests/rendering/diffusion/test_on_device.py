"""Pictures turned into video planes on the device are those that the processor makes."""

import numpy as np
import pytest

from songreel_engine.rendering.diffusion.on_device import AT_ONCE, to_i420, to_picture
from songreel_engine.rendering.parallax.colour import BLACK, frame_planes, to_planes

torch = pytest.importorskip("torch", reason="torch is not installed; pip install 'songreel[diffusion]'")
pytest.importorskip("diffusers", reason="diffusers is not installed; pip install 'songreel[diffusion]'")


@pytest.mark.parametrize(("count", "height", "width"), [(1, 32, 64), (AT_ONCE + 3, 64, 32), (2, 48, 16)])
def test_planes_differ_by_no_more_than_rounding(count: int, height: int, width: int) -> None:
    rgb = np.random.default_rng(1).integers(0, 256, (count, height, width, 3), np.uint8)
    made = to_i420(torch.from_numpy(rgb).permute(0, 3, 1, 2).float() / 255)
    assert made.shape == (count, height * 3 // 2, width)
    for frame, picture in zip(made, rgb, strict=True):
        truth, planes = to_planes(picture), frame_planes(frame)
        assert np.abs(planes.y.astype(int) - truth.y - BLACK).max() <= 1
        assert np.abs(planes.u.astype(int) - truth.u).max() <= 1
        assert np.abs(planes.v.astype(int) - truth.v).max() <= 1


def test_what_a_model_overshoots_is_cut_to_what_a_video_holds() -> None:
    made = to_i420(torch.full((1, 3, 32, 32), 1.7))
    assert (made[0, :32].min(), made[0, :32].max()) == (235, 235)
    assert np.all(to_picture(torch.full((3, 4, 4), -0.3)) == 0)
