"""Files as people send them, small and real, for the server's tests."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image

from synthetic_media import CODINGS, clicks, numbered_frames, small_settings, write_song

SONG_S = 6.0


def song_file(
    folder: Path, kind: str = "mp3", *, seconds: float = SONG_S, name: str | None = None, **tags: str
) -> Path:
    """A click song in stereo, in one of `CODINGS`."""
    coding = CODINGS[kind]
    mono = clicks(seconds, coding.rate_hz)
    return write_song(folder / (name or f"song.{coding.suffix}"), coding, np.stack([mono, mono]), tags=tags)


def photo_file(folder: Path, kind: str = "jpg", *, width_px: int = 128, height_px: int = 96) -> Path:
    """A picture without a plain area, so that no two sizes are alike."""
    ramp = np.linspace(0, 255, width_px * height_px * 3).astype(np.uint8).reshape(height_px, width_px, 3)
    path = folder / f"photo.{kind}"
    Image.fromarray(ramp).save(path)
    return path


def footage_file(folder: Path, suffix: str = "mp4", *, frames: int = 12, sound_s: float = 0.0) -> Path:
    """Grey frames, 48 × 80, at 24 frames a second, and clicks where sound is asked for."""
    path = folder / f"footage.{suffix}"
    settings = small_settings()
    codec, container = {
        "mp4": ("libx264", "mp4"), "mov": ("libx264", "mov"), "mkv": ("libx264", "matroska"),
        "avi": ("mpeg4", "avi"), "webm": ("libvpx", "webm"),
    }[suffix]  # fmt: skip
    with av.open(str(path), "w", format=container) as file:
        stream = file.add_stream(codec, rate=Fraction(24))
        stream.width, stream.height, stream.pix_fmt = settings.width_px, settings.height_px, "yuv420p"
        heard = file.add_stream("aac", rate=44_100, layout="mono") if sound_s else None
        for number, pixels in enumerate(numbered_frames(0, frames, settings)):
            picture = av.VideoFrame.from_ndarray(pixels, format="yuv420p")
            picture.pts, picture.time_base = number, Fraction(1, 24)
            file.mux(stream.encode(picture))
        file.mux(stream.encode(None))
        if heard is not None:
            sound = av.AudioFrame.from_ndarray(clicks(sound_s, 44_100)[np.newaxis], format="fltp", layout="mono")
            sound.sample_rate, sound.pts = 44_100, 0
            file.mux(heard.encode(sound))
            file.mux(heard.encode(None))
    return path


def aiff_file(folder: Path) -> Path:
    """The head of an AIFF, and its sound chunk."""
    path = folder / "song.aiff"
    path.write_bytes(b"FORM\x00\x00\x10\x00AIFFCOMM\x00\x00\x00\x12" + bytes(4_000))
    return path
