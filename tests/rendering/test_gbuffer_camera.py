"""The camera and the poses: geometry without a renderer."""

from itertools import pairwise

import numpy as np
import pytest

from songreel_engine.errors import RenderError
from songreel_engine.rendering.procedural.camera import OVERSCAN, Camera, camera_for, unit
from songreel_engine.rendering.procedural.poses import POSES, pose_named


def seen(width_px: int = 90, height_px: int = 160, detail: float = 1.0) -> Camera:
    return camera_for((1.0, 1.5, -2.0), (0.5, 1.2, 6.0), 1.5, width_px=width_px, height_px=height_px, detail=detail)


def test_a_ray_leads_back_to_its_own_pixel() -> None:
    camera = seen()
    ray = camera.rays()[40, 70].astype(float) * 7.0
    point = tuple(np.add(camera.position_m, ray))
    x_px, y_px, depth_m = camera.project((point[0], point[1], point[2]))
    assert (x_px, y_px) == pytest.approx((70.5, 40.5), abs=1e-3)
    distances = np.full((camera.height_px, camera.width_px), 7.0, np.float32)
    assert camera.axial(distances)[40, 70] == pytest.approx(depth_m, abs=1e-4)


def test_the_target_is_in_the_middle_and_right_is_right() -> None:
    camera = seen()
    x_px, y_px, _ = camera.project(camera.target_m)
    assert (x_px, y_px) == pytest.approx((camera.width_px / 2, camera.height_px / 2))
    assert camera.project((2.0, 1.2, 6.0))[0] > x_px
    assert camera.project((0.5, 2.2, 6.0))[1] < y_px


@pytest.mark.parametrize(("width_px", "height_px", "detail"), [(1080, 1920, 1.0), (1920, 1080, 0.5), (541, 959, 0.77)])
def test_the_canvas_is_even_and_larger_than_the_frame_by_the_overscan(
    width_px: int, height_px: int, detail: float
) -> None:
    camera = seen(width_px, height_px, detail)
    for canvas, frame, film in (
        (camera.width_px, camera.frame_width_px, width_px),
        (camera.height_px, camera.frame_height_px, height_px),
    ):
        assert canvas % 2 == frame % 2 == 0
        assert abs(frame - film * detail) <= 1.0
        assert abs(canvas - frame * OVERSCAN) <= 1.0


def test_a_wider_frame_keeps_how_tall_things_are() -> None:
    def share(camera: Camera) -> float:
        high, low = camera.project((0.5, 2.0, 6.0))[1], camera.project((0.5, 0.0, 6.0))[1]
        return (low - high) / camera.frame_height_px

    assert share(seen(1920, 1080)) == pytest.approx(share(seen(1080, 1920)), rel=1e-6)


@pytest.mark.parametrize("name", POSES)
def test_bones_keep_their_lengths_in_every_pose(name: str) -> None:
    pose = POSES[name]
    for limb, length_m in (
        (pose.left_arm, 0.26),
        (pose.right_arm, 0.26),
        (pose.left_leg, 0.41),
        (pose.right_leg, 0.41),
    ):
        for a, b in pairwise(limb):
            assert np.linalg.norm(np.subtract(a, b)) == pytest.approx(length_m, abs=0.035)


@pytest.mark.parametrize("name", POSES)
@pytest.mark.parametrize("coat", [0.0, 1.0])
def test_the_box_holds_every_joint_and_a_foot_is_on_the_ground(name: str, coat: float) -> None:
    pose = POSES[name]
    centre, half = pose.bounds(coat)
    joints = np.array(pose.joints(coat)[:18])
    joints = np.delete(joints, 16, axis=0)
    assert (np.abs(joints - centre) <= np.add(half, 1e-9)).all()
    assert min(pose.left_leg[2][1], pose.right_leg[2][1]) == pytest.approx(0.085, abs=0.02)


def test_a_longer_coat_reaches_further_down() -> None:
    hem = 17
    assert POSES["stand"].joints(1.0)[hem][1] < POSES["stand"].joints(0.0)[hem][1] - 0.4


def test_an_unknown_pose_is_refused_with_those_known() -> None:
    with pytest.raises(RenderError, match="'handstand' is not known; use one of stand, walk"):
        pose_named("handstand")


def test_unit_vectors_have_length_one() -> None:
    assert np.linalg.norm(unit((3.0, -4.0, 12.0))) == pytest.approx(1.0)
