"""What is heard of a mix is measured in what was decoded from it."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from songreel_engine.draft.model import AudioItem, Draft, DraftSection, Media, Performer, Scene, Tracks
from songreel_engine.errors import RenderError
from songreel_engine.finishing.audio_mix import mixed_sound, note_of_mix, plays_song_alone
from songreel_engine.finishing.sound import copyable_sound
from songreel_engine.media.sound import Sound, read_sound
from songreel_engine.media.soundtrack import find_packet_grid
from synthetic_media import CODINGS, write_song

RATE_HZ = 44_100
SECONDS, FRAMES = 10.0, 240
Mix = Callable[..., Sound]


def tone(hz: float, amplitude: float, seconds: float, rate_hz: int = RATE_HZ) -> NDArray[np.float32]:
    return (amplitude * np.sin(np.arange(round(seconds * rate_hz)) * 2 * np.pi * hz / rate_hz)).astype(np.float32)


def draft_with(*items: AudioItem) -> Draft:
    return Draft(
        project_id="project-1",
        song_sha256="ab" * 32,
        frame_rate=Fraction(24),
        frames=FRAMES,
        aspect="9:16",
        style="golden_hour",
        seed=1,
        prompt="",
        performer=Performer(),
        sections=(DraftSection(id="section-1", label="verse", letter="A", start=0, stop=FRAMES, intent=""),),
        scenes=(Scene(id="scene-1", place="beach", time_of_day="day", weather="clear", description="", seed=1),),
        media=(Media(id="bed", kind="sound", sha256="cd" * 32, name="bed.wav", duration_s=4.0),),
        tracks=Tracks(video=(), audio=items),
    )


def sound(start: int = 0, stop: int = FRAMES, **facts: object) -> AudioItem:
    return AudioItem.model_validate({"id": f"audio-{start}-{stop}-{facts}", "start": start, "stop": stop, **facts})


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A song, 10 s of 500 Hz over a hiss, and a bed, 4 s of 3 kHz at another rate in one channel."""
    folder = tmp_path_factory.mktemp("sounds")
    hiss = 0.003 * np.random.default_rng(7).standard_normal(round(SECONDS * RATE_HZ))
    song = write_song(
        folder / "song.wav", CODINGS["wav"], np.stack([tone(500, 0.3, SECONDS) + hiss.astype(np.float32)] * 2)
    )
    bed = write_song(folder / "bed.wav", CODINGS["wav"], tone(3000, 0.3, 4.0, 48_000), rate_hz=48_000)
    return song, bed


@pytest.fixture
def mix(files: tuple[Path, Path], tmp_path: Path) -> Mix:
    def mixed(*items: AudioItem) -> Sound:
        path = mixed_sound(draft_with(*items), files[0], {"bed": files[1]}, song_seconds=SECONDS, folder=tmp_path)
        return read_sound(path, rate_hz=RATE_HZ)

    return mixed


def level(heard: Sound, start_s: float, stop_s: float, hz: float = 500) -> float:
    """The amplitude of a tone in a stretch."""
    samples = heard.samples[round(start_s * RATE_HZ) : round(stop_s * RATE_HZ)]
    wave = np.exp(-2j * np.pi * hz * np.arange(len(samples)) / RATE_HZ)
    return float(2 * abs((samples * wave).mean()))


def test_the_whole_song_as_it_is_costs_no_mix(files: tuple[Path, Path], tmp_path: Path) -> None:
    draft = draft_with(sound())
    assert plays_song_alone(draft)
    path = mixed_sound(draft, files[0], {}, song_seconds=SECONDS, folder=tmp_path)
    assert path == copyable_sound(files[0], SECONDS, tmp_path / "sound.m4a")
    assert not plays_song_alone(draft_with(sound(gain_percent=99)))


@pytest.mark.parametrize("gain_percent", [10.0, 35.0, 150.0])
def test_a_gain_is_of_amplitude(gain_percent: float, mix: Mix) -> None:
    heard = mix(sound(gain_percent=gain_percent))
    assert level(heard, 1, 9) == pytest.approx(0.3 * gain_percent / 100, rel=0.02)
    assert float(heard.length) == pytest.approx(SECONDS, abs=0.001)


def test_mute_is_silence_of_the_song_s_length(mix: Mix) -> None:
    for heard in (mix(sound(gain_percent=0)), mix()):
        assert heard.peak < 1e-4
        assert float(heard.length) == pytest.approx(SECONDS, abs=0.001)


def test_fades_follow_a_quarter_sine_and_leave_the_middle_alone(mix: Mix) -> None:
    heard = mix(sound(fade_in_frames=48, fade_out_frames=96))
    assert level(heard, 0.98, 1.02) == pytest.approx(0.3 * np.sin(np.pi / 4), rel=0.04)
    assert level(heard, 0.0, 0.05) < 0.02
    assert level(heard, 2.1, 5.9) == pytest.approx(0.3, rel=0.02)
    assert level(heard, 7.98, 8.02) == pytest.approx(0.3 * np.sin(np.pi / 4), rel=0.04)
    assert level(heard, 9.95, 10.0) < 0.02


def test_two_sounds_are_heard_at_once_each_in_its_time(mix: Mix) -> None:
    heard = mix(sound(), sound(72, 144, source="bed", gain_percent=50))
    assert level(heard, 0.5, 9.5) == pytest.approx(0.3, rel=0.02)
    assert level(heard, 3.1, 5.9, 3000) == pytest.approx(0.15, rel=0.03)
    assert max(level(heard, 0.5, 2.9, 3000), level(heard, 6.1, 9.5, 3000)) < 0.005


def test_a_sound_may_begin_inside_its_source_and_ends_with_it(mix: Mix) -> None:
    heard = mix(sound(source="bed", source_start=48))
    assert level(heard, 0.1, 1.9, 3000) == pytest.approx(0.3, rel=0.03)
    assert level(heard, 2.1, 9.9, 3000) < 0.003


def test_a_song_cut_in_two_parts_is_placed_to_the_sample(mix: Mix) -> None:
    whole, cut = (
        mix(sound(gain_percent=90)),
        mix(sound(0, 100, gain_percent=90), sound(100, FRAMES, source_start=100, gain_percent=90)),
    )
    assert np.abs(whole.samples - cut.samples).max() < 0.01


def test_only_where_the_sum_would_clip_it_is_made_softer_and_that_is_said(
    mix: Mix, files: tuple[Path, Path], tmp_path: Path
) -> None:
    heard = mix(sound(0, 120, gain_percent=200), sound(120, FRAMES, source_start=120, gain_percent=400))
    assert level(heard, 0.5, 4.5) == pytest.approx(0.6, rel=0.02)
    assert level(heard, 5.5, 9.5) == pytest.approx(1.0, rel=0.1)  # AAC itself cuts a bare tone at full scale
    assert heard.peak < 1.06
    (path,) = tmp_path.iterdir()
    assert "1.9 dB softer" in (note_of_mix(path) or "")
    quiet = mixed_sound(draft_with(sound(gain_percent=50)), files[0], {}, song_seconds=SECONDS, folder=tmp_path)
    assert note_of_mix(quiet) is None


def test_a_mix_is_made_once_and_an_id_does_not_matter(files: tuple[Path, Path], tmp_path: Path) -> None:
    def made(item: AudioItem) -> Path:
        return mixed_sound(draft_with(item), files[0], {}, song_seconds=SECONDS, folder=tmp_path)

    first = made(sound(gain_percent=50))
    written = first.stat().st_mtime_ns
    assert made(sound(gain_percent=50).model_copy(update={"id": "other"})) == first
    assert first.stat().st_mtime_ns == written
    assert made(sound(gain_percent=51)) != first


def test_a_mix_can_be_copied_into_a_film(files: tuple[Path, Path], tmp_path: Path) -> None:
    path = mixed_sound(draft_with(sound(gain_percent=50)), files[0], {}, song_seconds=SECONDS, folder=tmp_path)
    assert find_packet_grid(path, Fraction(SECONDS)) is not None


def test_a_sound_without_a_file_is_refused_and_leaves_nothing(files: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="'bed' and the project has no file for it"):
        mixed_sound(draft_with(sound(source="bed")), files[0], {}, song_seconds=SECONDS, folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_long_sound_is_encoded_in_stretches_that_close_without_a_seam(tmp_path: Path) -> None:
    seconds = 30.0
    noise = 0.1 * np.random.default_rng(3).standard_normal(round(seconds * RATE_HZ)).astype(np.float32)
    samples = tone(440, 0.3, seconds) + noise.astype(np.float32)
    song = write_song(tmp_path / "song.wav", CODINGS["wav"], samples)
    draft = draft_with(sound(0, 720, gain_percent=50)).model_copy(update={"frames": 720})
    heard = read_sound(mixed_sound(draft, song, {}, song_seconds=seconds, folder=tmp_path), rate_hz=RATE_HZ)
    error = heard.samples - 0.5 * samples
    by_block = np.sqrt((error[: len(error) // 1024 * 1024].reshape(-1, 1024) ** 2).mean(axis=1))
    assert by_block.max() < 2.5 * np.median(by_block)
    assert len(heard.samples) == len(samples)
