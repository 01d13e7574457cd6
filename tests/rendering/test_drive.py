from fractions import Fraction

import numpy as np

from songreel_engine.rendering.drive import drive_of_song
from songreel_engine.rendering.jobs import DRIVE_CHANNELS
from synthetic import steady_analysis

BEAT = DRIVE_CHANNELS.index("beat")


def test_the_beat_channel_peaks_on_the_frame_nearest_each_beat() -> None:
    analysis = steady_analysis(10.0, 120.0)
    drive = drive_of_song(analysis, 240, Fraction(24))
    for beat_s in analysis.beats_s:
        frame = round(beat_s * 24)
        assert drive[frame, BEAT] == 1.0
        assert drive[frame + 1, BEAT] < 1.0


def test_a_song_without_beats_drives_no_light() -> None:
    analysis = steady_analysis(6.0, first_beat_s=99.0)
    drive = drive_of_song(analysis, 144, Fraction(24))
    assert not drive[:, BEAT].any()
    assert drive[:, DRIVE_CHANNELS.index("energy")].max() > 0.7


def test_all_values_lie_between_0_and_1() -> None:
    drive = drive_of_song(steady_analysis(7.3, 97.0), 175, Fraction(24))
    assert drive.shape == (175, len(DRIVE_CHANNELS))
    assert drive.min() >= 0
    assert drive.max() <= 1
    assert np.isfinite(drive).all()
