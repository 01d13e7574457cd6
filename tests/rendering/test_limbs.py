"""Limbs that turn on the beat, on a drawn stick figure whose hand is a bright disc."""

from dataclasses import replace

import numpy as np
import pytest

from songreel_engine.rendering.jobs import DRIVE_CHANNELS, FigureJob, PlateJob, ShotJob
from songreel_engine.rendering.parallax.gestures import GESTURES, Gesture, Swing
from songreel_engine.rendering.parallax.limbs import Joints, bent, plan_gesture
from songreel_engine.rendering.parallax.warp import Points
from songreel_engine.rendering.plates import JointName
from songreel_engine.rendering.procedural.poses import POSES

FRAMES, BEAT = 48, 12
ARMS_OUT: dict[JointName, tuple[float, float]] = {
    "neck": (0.0, -60.0),
    "head": (0.0, -80.0),
    "left_shoulder": (12.0, -55.0),
    "left_elbow": (40.0, -55.0),
    "left_hand": (66.0, -55.0),
    "right_shoulder": (-12.0, -55.0),
    "right_elbow": (-40.0, -55.0),
    "right_hand": (-66.0, -55.0),
}
JOINTS = Joints(at=ARMS_OUT, metre_px=100.0)


def job(pose: str | None, *, beats: bool = True) -> ShotJob:
    drive = np.zeros((FRAMES, len(DRIVE_CHANNELS)), np.float32)
    drive[:, DRIVE_CHANNELS.index("energy")] = 0.7
    if beats:
        drive[:, DRIVE_CHANNELS.index("beat_phase")] = np.arange(FRAMES) % BEAT / BEAT
    colour = (0.5, 0.1, 0.1)
    figure = FigureJob(pose=pose, hair=0.5, coat=0.5, colour=colour, hair_colour=colour) if pose else None
    plate = PlateJob(
        width_px=90,
        height_px=160,
        place="city",
        style="anime_shonen",
        framing="medium",
        variation=0,
        time_of_day="day",
        weather="clear",
        figure=figure,
        prompt="",
        seed=1,
    )
    return ShotJob(
        plate=plate,
        frames=FRAMES,
        frames_per_s=24.0,
        camera="hold",
        motion=5,
        weather="clear",
        style="anime_shonen",
        light=0.5,
        seed=1,
        drive=drive,
    )


def grid() -> Points:
    y, x = np.mgrid[-120.0:40.0, -110.0:110.0].astype(np.float32)
    return Points(x, y)


def seen_at(place: tuple[float, float], pose: str, frame: int, *, beats: bool = True) -> tuple[float, float]:
    """Where a point of the card is seen on a frame: the grid point that samples nearest to it."""
    gesturing = plan_gesture(job(pose, beats=beats), np.ones(FRAMES))
    source = bent(grid(), JOINTS, gesturing, frame)
    nearest = np.argmin((source.x - place[0]) ** 2 + (source.y - place[1]) ** 2)
    points = grid()
    return float(points.x.flat[nearest]), float(points.y.flat[nearest])


def test_a_dancers_hand_stands_at_opposite_ends_on_neighbouring_beats_and_comes_back_after_two() -> None:
    heights = [seen_at(ARMS_OUT["right_hand"], "dance", frame)[1] for frame in (0, BEAT, 2 * BEAT)]
    assert abs(heights[0] - heights[1]) > 15
    assert heights[2] == pytest.approx(heights[0], abs=1.5)


def test_between_two_beats_the_hand_passes_the_middle() -> None:
    ends = [seen_at(ARMS_OUT["right_hand"], "dance", frame)[1] for frame in (0, BEAT)]
    middle = seen_at(ARMS_OUT["right_hand"], "dance", BEAT // 2)[1]
    assert min(ends) + 4 < middle < max(ends) - 4


def test_the_trunk_stays_while_the_arms_move() -> None:
    for frame in range(0, FRAMES, 5):
        assert seen_at((0.0, 10.0), "dance", frame) == pytest.approx((0.0, 10.0), abs=1.5)


@pytest.mark.parametrize("pose", sorted(GESTURES))
def test_no_bend_folds_over_itself(pose: str) -> None:
    gesturing = plan_gesture(job(pose), np.full(FRAMES, 1.5))
    for frame in range(FRAMES):
        source = bent(grid(), JOINTS, gesturing, frame)
        across_x, down_x = np.diff(source.x, axis=1)[:-1], np.diff(source.x, axis=0)[:, :-1]
        across_y, down_y = np.diff(source.y, axis=1)[:-1], np.diff(source.y, axis=0)[:, :-1]
        assert (across_x * down_y - down_x * across_y).min() > 0


def test_a_drummers_stick_hand_goes_down_on_the_beat_on_either_side() -> None:
    for hand, shift in (("right_hand", 0), ("left_hand", BEAT // 2)):
        place = ARMS_OUT["right_hand"] if hand == "right_hand" else ARMS_OUT["left_hand"]
        struck, raised = (seen_at(place, "drum", frame)[1] for frame in (BEAT + shift, BEAT + shift - 4))
        assert struck > raised + 3


def test_without_beats_and_without_a_performer_nothing_gestures() -> None:
    assert seen_at(ARMS_OUT["right_hand"], "dance", 7, beats=False) == pytest.approx(ARMS_OUT["right_hand"], abs=1)
    assert plan_gesture(job(None), np.ones(FRAMES)).angles_rad == ()


def test_a_joint_that_was_not_seen_does_not_turn() -> None:
    gesturing = plan_gesture(job("dance"), np.ones(FRAMES))
    source = bent(grid(), replace(JOINTS, at={}), gesturing, 0)
    np.testing.assert_array_equal(source.x, grid().x)


def test_every_pose_has_its_gesture_and_forearms_follow_their_arms() -> None:
    assert set(GESTURES) == set(POSES)
    for gesture in GESTURES.values():
        assert isinstance(gesture, Gesture)
        seen: list[str] = []
        for swing in gesture.swings:
            assert isinstance(swing, Swing)
            assert not set(swing.along) & set(seen), "an arm turns before its forearm"
            seen.append(swing.about)
