"""Small films whose every cut, beat and fault is known: textured pictures that pan, cut on beats and pulse with them."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.draft.model import Draft
from songreel_engine.media import EncodeSettings, write_clip
from synthetic import draft_of

Frame = NDArray[np.uint8]

WIDTH_PX, HEIGHT_PX = 144, 256
RATE = Fraction(24)
BEAT_FRAMES = 12
SHOT_FRAMES = 36
SHOTS = 10
FRAMES = SHOT_FRAMES * SHOTS
PULSE_LEVELS = 11.0
"""Of 255; songreel's own light adds 12 at most."""


def meant_draft(shots: int = SHOTS) -> Draft:
    """120 bpm; each shot lasts three beats."""
    return draft_of([SHOT_FRAMES] * shots, [0] * shots)


def beats_s(frames: int = FRAMES) -> tuple[float, ...]:
    return tuple(k / 2 for k in range(-(-frames // BEAT_FRAMES)))


def shot_frames(number: int, frames: int = SHOT_FRAMES, *, pulses: bool = True, grain: float = 1.5) -> list[Frame]:
    """The frames of one shot: a place of its own, a camera that pans, light on every beat. I420."""
    rng = np.random.default_rng(number)
    place = cv2.GaussianBlur(rng.uniform(0, 255, (HEIGHT_PX + 80, WIDTH_PX + 120)).astype(np.float32), (0, 0), 5)
    place = 50 + 30 * (number % 4) + 20 * (place - place.mean()) / place.std()
    colours = [int(value) for value in rng.integers(90, 166, 2)]
    shown = []
    for k in range(frames):
        seen_from = np.float32([[1, 0, -20 - 1.1 * k], [0, 1, -30 - 0.4 * k]])
        luma = cv2.warpAffine(place, seen_from, (WIDTH_PX, HEIGHT_PX))
        if pulses:
            luma = luma + PULSE_LEVELS * np.exp(-(k % BEAT_FRAMES) / 3.4)
        luma = luma + grain * rng.standard_normal(luma.shape)
        frame = np.empty((HEIGHT_PX * 3 // 2, WIDTH_PX), np.uint8)
        frame[:HEIGHT_PX] = np.clip(luma, 16, 235)
        chroma = frame[HEIGHT_PX:].reshape(2, -1)
        chroma[0], chroma[1] = colours
        shown.append(frame)
    return shown


def clean_frames(shots: int = SHOTS) -> list[Frame]:
    """A whole film without a fault."""
    return [frame for number in range(shots) for frame in shot_frames(number)]


def luma_of(frame: Frame) -> Frame:
    """The part of a frame that is brightness, to be written into."""
    return frame[:HEIGHT_PX]


def write_film(path: Path, frames: Iterable[Frame], *, sound: bool = True) -> Path:
    """A film of these frames with clicks on its beats."""
    settings = EncodeSettings(width_px=WIDTH_PX, height_px=HEIGHT_PX, frame_rate=RATE, preset="veryfast", crf=20)
    if not sound:
        write_clip(path, frames, settings)
        return path
    bare = path.with_name(f"{path.stem}-bare.mp4")
    count = write_clip(bare, frames, settings)
    with av.open(str(bare)) as source, av.open(str(path), "w") as film:
        picture = film.add_stream_from_template(source.streams.video[0])
        heard = film.add_stream("aac", rate=22_050, layout="mono")
        for packet in source.demux(video=0):
            if packet.size:
                packet.stream = picture
                film.mux(packet)
        for chunk in _clicks(count):
            film.mux(heard.encode(chunk))
        film.mux(heard.encode(None))
    bare.unlink()
    return path


def _clicks(frames: int) -> Iterator[av.AudioFrame]:
    seconds = float(frames / RATE)
    samples = np.zeros(round(seconds * 22_050), np.float32)
    strike = (np.exp(-np.arange(1500) / 200) * np.sin(np.arange(1500) * 0.6)).astype(np.float32)
    for beat in beats_s(frames):
        at = round(beat * 22_050)
        part = samples[at : at + len(strike)]
        part += 0.7 * strike[: len(part)]
    for start in range(0, len(samples), 1024):
        chunk = av.AudioFrame.from_ndarray(samples[None, start : start + 1024], format="fltp", layout="mono")
        chunk.sample_rate, chunk.pts = 22_050, start
        yield chunk
