"""What every plate maker must keep, run over all there are. A new one is a line in `rendering/pictures.py` and passes this."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
import pytest

from songreel_engine.errors import RenderError
from songreel_engine.rendering.jobs import FigureJob, PlateJob
from songreel_engine.rendering.pictures import PICTURES, PictureName, plate_maker_of
from songreel_engine.rendering.plates import BatchPlateMaker, Plate, PlateMaker
from tiny_model_folders import sdxl_folder

__all__ = ["sdxl_folder"]

JOB = PlateJob(
    width_px=90,
    height_px=160,
    place="city",
    style="golden_hour",
    framing="wide",
    variation=0,
    time_of_day="golden",
    weather="clear",
    figure=FigureJob(pose="walk", hair=0.7, coat=0.8, colour=(0.42, 0.02, 0.01)),
    prompt="a street in the evening",
    seed=11,
)


def tiny_diffusion(request: pytest.FixtureRequest) -> PlateMaker:
    """A real pipeline with tiny random weights; skips where torch is not installed."""
    folder = request.getfixturevalue("sdxl_folder")
    from songreel_engine.rendering.diffusion.keyframes import DiffusionPlateMaker
    from songreel_engine.rendering.diffusion.models import find_model

    return DiffusionPlateMaker(replace(find_model(str(folder), stages=["keyframe"]), steps=1))


MAKERS: Final[dict[PictureName, Callable[[pytest.FixtureRequest], PlateMaker]]] = {
    "default": lambda _request: plate_maker_of(),
    "diffusion": tiny_diffusion,
}


def test_every_kind_of_picture_is_held_to_this() -> None:
    assert set(MAKERS) == set(PICTURES)


@pytest.fixture(params=sorted(MAKERS))
def maker(request: pytest.FixtureRequest) -> PlateMaker:
    return MAKERS[request.param](request)


def same(a: Plate, b: Plate) -> bool:
    return len(a.layers) == len(b.layers) and all(
        np.array_equal(x.rgb, y.rgb)
        and np.array_equal(x.hit, y.hit)
        and np.array_equal(x.inverse_depth, y.inverse_depth)
        for x, y in zip(a.layers, b.layers, strict=True)
    )


@pytest.mark.parametrize(("width_px", "height_px"), [(90, 160), (160, 90), (120, 120), (96, 120)])
def test_a_plate_covers_its_canvas_and_holds_the_frame_with_room_around_it(
    maker: PlateMaker, width_px: int, height_px: int
) -> None:
    plate = maker.make(replace(JOB, width_px=width_px, height_px=height_px))
    back = plate.layers[0]
    assert back.alpha is None
    assert back.rgb.shape == (plate.canvas_height_px, plate.canvas_width_px, 3)
    assert plate.canvas_width_px > plate.frame_width_px
    assert plate.canvas_height_px > plate.frame_height_px
    assert plate.frame_width_px / plate.frame_height_px == pytest.approx(width_px / height_px, rel=0.03)


def test_layers_lie_on_the_canvas_and_agree_with_themselves(maker: PlateMaker) -> None:
    plate = maker.make(JOB)
    # Who draws the performer can always tell them apart; who asks a model must find them in what it made.
    assert "figure" in {layer.kind for layer in plate.layers} or isinstance(maker, BatchPlateMaker)
    for layer in plate.layers:
        height, width = layer.rgb.shape[:2]
        assert layer.hit.shape == layer.rgb.shape
        assert layer.inverse_depth.shape == (-(-height // 4), -(-width // 4))
        assert layer.alpha is None or layer.alpha.shape == (height, width)
        assert 0 <= layer.x_px <= plate.canvas_width_px - width
        assert 0 <= layer.y_px <= plate.canvas_height_px - height
        assert np.isfinite(layer.inverse_depth).all()
        assert layer.inverse_depth.min() >= 0
    assert plate.reach_m > 0
    assert plate.focal_px > 0


def test_without_a_performer_no_layer_is_one(maker: PlateMaker) -> None:
    plate = maker.make(replace(JOB, figure=None))
    assert "figure" not in {layer.kind for layer in plate.layers}


def test_the_same_job_gives_the_same_plate_and_another_seed_another(maker: PlateMaker) -> None:
    plate = maker.make(JOB)
    assert same(plate, maker.make(replace(JOB)))
    assert not same(plate, maker.make(replace(JOB, seed=JOB.seed + 1)))


def test_a_beat_brightens_the_picture_and_burns_nothing_out(maker: PlateMaker) -> None:
    back = maker.make(JOB).layers[0]
    rise = back.hit.astype(float).mean() - back.rgb.astype(float).mean()
    assert 0 < rise < 25
    assert (back.hit.min(axis=-1) >= 254).mean() < 0.03


@pytest.mark.parametrize(
    "changes", [{"place": "atlantis"}, {"style": "baroque"}, {"framing": "sideways"}], ids=["place", "style", "framing"]
)
def test_what_is_unknown_is_refused_by_name(maker: PlateMaker, changes: dict[str, str]) -> None:
    with pytest.raises(RenderError, match=next(iter(changes.values()))):
        maker.make(replace(JOB, **changes))
