from pathlib import Path

import av

from songreel_engine.finishing.sound import copyable_sound
from synthetic import click_song, write_wav


def test_a_wav_is_encoded_once_and_used_again(click_wav: Path, tmp_path: Path) -> None:
    encoded = tmp_path / "sound.m4a"
    assert copyable_sound(click_wav, 8.0, encoded) == encoded
    first = encoded.stat().st_mtime_ns
    assert copyable_sound(click_wav, 8.0, encoded) == encoded
    assert encoded.stat().st_mtime_ns == first
    assert copyable_sound(encoded, 8.0, tmp_path / "again.m4a") == encoded


def test_the_encoded_sound_is_as_long_as_was_asked_for(tmp_path: Path) -> None:
    song = write_wav(tmp_path / "song.wav", click_song(9.0, 100.0))
    encoded = copyable_sound(song, 6.5, tmp_path / "sound.m4a")
    with av.open(str(encoded)) as container:
        stream = container.streams.audio[0]
        samples = sum(frame.samples for frame in container.decode(stream))
        assert abs(samples / stream.rate - 6.5) < 0.03
