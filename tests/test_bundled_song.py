"""The bundled song: sound in itself, and heard rightly by the analysis."""

from itertools import pairwise

import av
import mir_eval
import numpy as np
import pytest

from songreel_engine.analysis.analyse import analyse
from songreel_engine.bundled_song import RATE_HZ, compose, synthesise, write_bundled_song
from songreel_engine.bundled_song.synthesis import PEAK
from songreel_engine.errors import SongError


@pytest.fixture(scope="module")
def score():
    return compose()


@pytest.fixture(scope="module")
def sound(score):
    return synthesise(score)


@pytest.fixture(scope="module")
def analysis(score, sound):
    mono = sound.mean(axis=1)
    halved = mono[: len(mono) // 2 * 2].reshape(-1, 2).mean(axis=1)
    return analyse(halved, RATE_HZ // 2, song_sha256="a", duration_s=score.duration_s)


def section_sound(score, sound, label):
    section = next(section for section in score.sections if section.label == label)
    return sound[round(section.start_s * RATE_HZ) : round(section.end_s * RATE_HZ)]


def level_db(sound):
    return 10 * np.log10(np.mean(np.square(sound)))


def test_it_lasts_as_long_as_its_score_and_at_least_eighty_seconds(score, sound):
    assert len(sound) == round(score.duration_s * RATE_HZ)
    assert score.duration_s >= 80


def test_its_sections_tile_the_song(score):
    assert score.sections[0].start_s == 0
    assert score.sections[-1].end_s == score.duration_s
    assert all(one.end_s == following.start_s for one, following in pairwise(score.sections))


def test_it_neither_clips_nor_leans(sound):
    assert np.abs(sound).max() <= PEAK + 1e-6
    assert np.abs(sound.mean(axis=0)).max() < 1e-3


def test_it_keeps_its_dynamics(sound):
    crest_db = 20 * np.log10(np.abs(sound).max()) - level_db(sound)

    assert 9 < crest_db < 18


def test_the_chorus_is_louder_and_fuller_than_the_verse(score, sound):
    verse, chorus = (section_sound(score, sound, label) for label in ("verse", "chorus"))

    assert level_db(chorus) > level_db(verse) + 3
    assert level_db(np.diff(chorus, axis=0)) > level_db(np.diff(verse, axis=0)) + 2


def test_the_bridge_is_quieter_than_the_chorus(score, sound):
    assert level_db(section_sound(score, sound, "bridge")) < level_db(section_sound(score, sound, "chorus")) - 3


def test_left_and_right_differ(sound):
    assert np.corrcoef(sound[:, 0], sound[:, 1])[0, 1] < 0.9


def test_it_sounds_the_same_each_time(score, sound):
    assert np.array_equal(synthesise(score), sound)


def test_its_beats_and_bars_are_found(score, analysis):
    assert mir_eval.beat.f_measure(np.array(score.beats_s), np.array(analysis.beats_s)) > 0.95
    assert mir_eval.beat.f_measure(np.array(score.downbeats_s), np.array(analysis.downbeats_s)) > 0.95
    assert analysis.tempo_bpm == pytest.approx(score.tempo_bpm, rel=0.005)


def test_most_of_its_boundaries_are_found_within_half_a_second(score, analysis):
    truth_s = [section.start_s for section in score.sections[1:]]
    found_s = np.array([section.start_s for section in analysis.sections])

    hits = sum(bool(np.abs(found_s - edge_s).min() < 0.5) for edge_s in truth_s)

    assert hits >= 0.75 * len(truth_s)


def test_its_choruses_are_called_choruses(score, analysis):
    for section in score.sections:
        if section.label == "chorus":
            middle_s = (section.start_s + section.end_s) / 2
            assert next(s.label for s in analysis.sections if s.start_s <= middle_s < s.end_s) == "chorus"


def test_written_as_flac_it_decodes_to_its_own_length(score, tmp_path):
    path = tmp_path / "first_light.flac"

    assert write_bundled_song(path) == score

    with av.open(str(path)) as container:
        decoded = sum(frame.samples for frame in container.decode(audio=0))
    assert decoded == round(score.duration_s * RATE_HZ)


def test_other_formats_are_refused_in_words(tmp_path):
    with pytest.raises(SongError, match="change the suffix"):
        write_bundled_song(tmp_path / "first_light.mp3")
