"""The music sets the pace of what a model made, and frame rates are matched."""

import numpy as np
import pytest

from moving_jobs import shot_job
from songreel_engine.rendering.diffusion.pacing import FASTEST, SLOWEST, pace_of, speed_of
from songreel_engine.rendering.jobs import DRIVE_CHANNELS


def test_a_shot_that_sings_keeps_the_models_own_time() -> None:
    pace = pace_of(
        shot_job(frames=48, motion=10, energy=1.0), model_frames_per_s=24.0, sings=True, speed_in_model=False
    )
    assert pace.positions.tolist() == list(range(48))
    assert (pace.generated(), pace.interpolated(), pace.needed) == (48, 0, 48)


def test_a_slower_model_is_brought_to_the_films_rate_and_what_lies_between_is_not_called_generated() -> None:
    pace = pace_of(shot_job(frames=48), model_frames_per_s=16.0, sings=True, speed_in_model=False)
    assert pace.positions[-1] == pytest.approx(47 * 16 / 24)
    assert pace.needed == 33
    assert pace.generated() == 16
    assert pace.generated() + pace.interpolated() == 48


def test_livelier_shots_take_more_of_the_models_time() -> None:
    calm, wild = (
        pace_of(shot_job(frames=48, motion=motion), model_frames_per_s=24.0, sings=False, speed_in_model=False)
        for motion in (1, 10)
    )
    assert wild.positions[-1] > 1.5 * calm.positions[-1]


@pytest.mark.parametrize(("motion", "energy"), [(1, 0.0), (10, 1.0), (5, 0.5)])
def test_speed_stays_between_slow_motion_and_haste(motion: int, energy: float) -> None:
    assert SLOWEST <= speed_of(shot_job(motion=motion, energy=energy)) <= FASTEST


def test_the_picture_moves_fastest_where_the_song_pushes() -> None:
    job = shot_job(frames=60, motion=10, beats=(12, 36))
    step = np.diff(pace_of(job, model_frames_per_s=24.0, sings=False, speed_in_model=False).positions)
    beat = job.drive[:-1, DRIVE_CHANNELS.index("beat")]
    assert step[beat > 0.7].mean() > 1.2 * step[beat < 0.1].mean()


def test_time_never_runs_backwards_or_stands_still() -> None:
    for motion in range(1, 11):
        job = shot_job(frames=90, motion=motion, beats=tuple(range(0, 90, 9)), energy=0.8)
        pace = pace_of(job, model_frames_per_s=24.0, sings=False, speed_in_model=False)
        assert pace.positions[0] == 0
        assert np.all(np.diff(pace.positions) > 0)


def test_a_model_that_takes_a_speed_is_asked_for_it_and_its_frames_are_not_stretched() -> None:
    job = shot_job(frames=48, motion=10, energy=1.0)
    pace = pace_of(job, model_frames_per_s=24.0, sings=False, speed_in_model=True)
    assert pace.speed == pytest.approx(FASTEST)
    assert (pace.generated(), pace.interpolated()) == (48, 0)
