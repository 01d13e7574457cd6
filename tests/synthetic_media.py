"""Media files whose truth is known: songs with a click each second, clips whose frames carry their own number."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from songreel_engine.media import EncodeSettings

FIRST_CLICK_S = 0.5


@dataclass(frozen=True)
class Coding:
    """A container and a codec that songs come in."""

    suffix: str
    codec: str
    container: str
    rate_hz: int = 44_100
    bit_rate: int | None = None
    codec_options: dict[str, str] = field(default_factory=dict)
    container_options: dict[str, str] = field(default_factory=dict)


CODINGS = {
    "wav": Coding("wav", "pcm_s16le", "wav"),
    "wav24": Coding("wav", "pcm_s24le", "wav", 96_000),
    "mp3": Coding("mp3", "libmp3lame", "mp3", bit_rate=160_000),
    "mp3_bare": Coding("mp3", "libmp3lame", "mp3", bit_rate=160_000, container_options={"write_xing": "0"}),
    "m4a": Coding("m4a", "aac", "mp4", bit_rate=160_000, container_options={"movflags": "+faststart"}),
    "m4a_tail": Coding("m4a", "aac", "mp4", bit_rate=160_000),
    "alac": Coding("m4a", "alac", "mp4"),
    "adts": Coding("aac", "aac", "adts", bit_rate=160_000),
    "flac": Coding("flac", "flac", "flac"),
    "opus": Coding("ogg", "libopus", "ogg", 48_000, 128_000),
    "vorbis": Coding("ogg", "vorbis", "ogg", codec_options={"strict": "experimental"}),
    "webm": Coding("webm", "libopus", "webm", 48_000, 128_000),
    "mkv": Coding("mkv", "aac", "matroska", bit_rate=160_000),
    "mov": Coding("mov", "pcm_s16le", "mov"),
}


def click_times_s(seconds: float) -> NDArray[np.float64]:
    """When a click's peak is heard; none in the last 0.3 s."""
    return np.arange(FIRST_CLICK_S, seconds - 0.3, 1.0)


def clicks(seconds: float, rate_hz: int) -> NDArray[np.float32]:
    """Mono: a 2 ms click each second over a hiss, so that no codec finds nothing to do."""
    sound = (0.003 * np.random.default_rng(5).standard_normal(round(seconds * rate_hz))).astype(np.float32)
    pulse = (0.8 * np.hanning(2 * round(rate_hz / 1000) + 1)).astype(np.float32)
    for at_s in click_times_s(seconds):
        start = round(at_s * rate_hz) - len(pulse) // 2
        sound[start : start + len(pulse)] = pulse
    return sound


def heard_clicks_s(samples: NDArray[np.float32], rate_hz: int, near_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where the loudest sample is, within 0.2 s of each of the given times."""
    reach = round(0.2 * rate_hz)
    starts = [round(at_s * rate_hz) - reach for at_s in near_s]
    return np.array([(start + int(np.abs(samples[start : start + 2 * reach]).argmax())) / rate_hz for start in starts])


def write_song(
    path: Path,
    coding: Coding,
    channels: NDArray[np.float32],
    *,
    rate_hz: int | None = None,
    tags: dict[str, str] | None = None,
) -> Path:
    """`channels`: [n] mono or [2, n] stereo at the coding's rate, or at `rate_hz`, which then is the file's."""
    rate_hz = rate_hz or coding.rate_hz
    channels = np.atleast_2d(channels)
    layout = "mono" if len(channels) == 1 else "stereo"
    with av.open(str(path), "w", format=coding.container, options=coding.container_options) as container:
        container.metadata.update(tags or {})
        stream = container.add_stream(coding.codec, rate=rate_hz, options=coding.codec_options)
        stream.layout = layout
        if coding.bit_rate:
            stream.bit_rate = coding.bit_rate
        for start in range(0, channels.shape[1], 4096):
            chunk = np.ascontiguousarray(channels[:, start : start + 4096])
            frame = av.AudioFrame.from_ndarray(chunk, format="fltp", layout=layout)
            frame.sample_rate, frame.pts, frame.time_base = rate_hz, start, Fraction(1, rate_hz)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def click_song_file(folder: Path, kind: str, seconds: float = 6.0) -> Path:
    """A stereo click song in one of `CODINGS`."""
    coding = CODINGS[kind]
    mono = clicks(seconds, coding.rate_hz)
    return write_song(folder / f"{kind}.{coding.suffix}", coding, np.stack([mono, mono]))


def small_settings(frame_rate: Fraction = Fraction(24), **changes: object) -> EncodeSettings:
    return EncodeSettings(**{"width_px": 48, "height_px": 80, "frame_rate": frame_rate, **changes})  # type: ignore[arg-type]


def numbered_frames(start: int, stop: int, settings: EncodeSettings) -> Iterator[NDArray[np.uint8]]:
    """Flat grey frames; `frame_number` reads what is written on them. One array is used for all."""
    frame = np.full((settings.height_px * 3 // 2, settings.width_px), 128, np.uint8)
    for number in range(start, stop):
        half = settings.width_px // 2
        frame[: settings.height_px, :half] = 24 + 12 * (number % 16)
        frame[: settings.height_px, half:] = 24 + 12 * (number // 16 % 16)
        yield frame


def frame_number(frame: NDArray[np.uint8]) -> int:
    """0..255, from a decoded frame of `numbered_frames`."""
    height, width = frame.shape[0] * 2 // 3, frame.shape[1]
    low = frame[:height, 4 : width // 2 - 4].mean()
    high = frame[:height, width // 2 + 4 : width - 4].mean()
    return round((low - 24) / 12) + 16 * round((high - 24) / 12)
