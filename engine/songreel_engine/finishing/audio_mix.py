"""The draft's audio track as one sound: the song, and whatever lies under or over it, at its gain and with its fades.

A track that plays the whole song as it is costs nothing: the song's own sound is used. Everything else is mixed once and kept
under a key of all that is in it. Conventions: a gain is of amplitude, 100 % leaves a sound as it is; a fade is a quarter of a
sine, so two sounds that fade into each other keep their power; what no item covers is silence.

Where the sum would clip, its gain is eased down around the peak and back; elsewhere no sample is changed by that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import numpy as np
from numpy.typing import NDArray

from songreel_engine.draft.model import AudioItem, Draft
from songreel_engine.errors import RenderError
from songreel_engine.finishing.sound import copyable_sound
from songreel_engine.media.aac import mux_aac
from songreel_engine.media.files import written_beside
from songreel_engine.media.sound import open_sound
from songreel_engine.media.soundtrack import encoded_rate_hz, stereo_chunks
from songreel_engine.rendering.keys import fingerprint_of_sources, key_of
from songreel_engine.rendering.workers import usable_cores

Samples = NDArray[np.float32]
"""[2, n], full scale 1."""

SONG: Final = "song"
"""The source of the items that play the song itself."""
_LIMITER_BLOCK: Final = 64
"""Samples that share one gain before it is smoothed: 1.5 ms."""
_LIMITER_REACH: Final = 14
"""Blocks on either side of a peak over which the gain comes down and goes up: 20 ms, below what is heard as pumping."""


@dataclass(frozen=True, kw_only=True)
class _Part:
    """An audio item in samples."""

    start: int
    stop: int
    source_start: int
    gain: float
    fade_in: int
    fade_out: int

    def envelope(self, start: int, stop: int) -> Samples | np.float32:
        """Gains [n] of samples `start` to `stop`, counted from the part's first; one gain where none of them fades."""
        length = self.stop - self.start
        gain = np.float32(self.gain)
        if start >= self.fade_in and stop <= length - self.fade_out:
            return gain
        at = np.arange(start, stop, dtype=np.float32) + np.float32(0.5)
        share = np.minimum(at / max(self.fade_in, 1), (length - at) / max(self.fade_out, 1))
        return np.asarray(gain * np.sin(np.minimum(share, 1) * (np.pi / 2)), np.float32)


def mixed_sound(draft: Draft, song_path: Path, media: Mapping[str, Path], *, song_seconds: float, folder: Path) -> Path:
    """A sound of exactly the song's length that `assemble` copies: what `copyable_sound` gives for a track that is only
    the song, else `sound-<key>.m4a` in `folder`, used again where it is there.

    `media`: the file of each sound by its id. Raises RenderError where one is missing or the mix cannot be written,
    SongError where a sound cannot be read.
    """
    if plays_song_alone(draft):
        return copyable_sound(song_path, song_seconds, folder / "sound.m4a")
    path = folder / f"sound-{_key(draft, song_seconds)}.m4a"
    if path.is_file():
        return path
    with open_sound(song_path) as song:
        rate_hz = encoded_rate_hz(song)
    mix = np.zeros((2, round(Fraction(song_seconds) * rate_hz)), np.float32)
    for source, parts in _parts_by_source(draft, rate_hz, mix.shape[1]).items():
        _add(mix, song_path if source == SONG else _file_of(source, media), parts, rate_hz)
    note = _limit(mix, rate_hz)
    _write(path, mix, rate_hz, note)
    return path


def note_of_mix(path: Path) -> str | None:
    """What had to be done to a mixed sound so that it does not clip; None where nothing had to. Raises SongError."""
    with open_sound(path) as sound:
        return sound.container.metadata.get("comment")


def plays_song_alone(draft: Draft) -> bool:
    """Whether the audio track is the whole song, untouched."""
    plain = AudioItem(id="", start=0, stop=draft.frames)
    return [item.model_copy(update={"id": ""}) for item in draft.tracks.audio] == [plain]


def _key(draft: Draft, song_seconds: float) -> str:
    files = {item.id: item.sha256 for item in draft.media} | {SONG: draft.song_sha256}
    return key_of(
        items=[item.model_dump(exclude={"id"}) | {"source": files[item.source]} for item in draft.tracks.audio],
        frame_rate=str(draft.frame_rate),
        frames=draft.frames,
        seconds=song_seconds,
        mixed_by=fingerprint_of_sources(Path(__file__).parent, "audio_mix.py"),
    )


def _parts_by_source(draft: Draft, rate_hz: int, count: int) -> dict[str, list[_Part]]:
    """Only what is heard."""
    samples_per_frame = rate_hz / draft.frame_rate

    def samples(frame: int) -> int:
        # The last frame may end up to half a frame from the song's end.
        return count if frame == draft.frames else min(count, round(frame * samples_per_frame))

    parts: dict[str, list[_Part]] = {}
    for item in draft.tracks.audio:
        if item.gain_percent > 0:
            part = _Part(
                start=samples(item.start),
                stop=samples(item.stop),
                source_start=round(item.source_start * samples_per_frame),
                gain=item.gain_percent / 100,
                fade_in=round(item.fade_in_frames * samples_per_frame),
                fade_out=round(item.fade_out_frames * samples_per_frame),
            )
            parts.setdefault(item.source, []).append(part)
    return parts


def _file_of(source: str, media: Mapping[str, Path]) -> Path:
    if source not in media:
        raise RenderError(f"The draft plays {source!r} and the project has no file for it; add the sound again.")
    return media[source]


def _add(mix: Samples, path: Path, parts: list[_Part], rate_hz: int) -> None:
    """Adds the parts of one file, decoded once and no further than the last of them."""
    end = max(part.source_start + part.stop - part.start for part in parts)
    position = 0
    with open_sound(path) as sound:
        for chunk in stereo_chunks(sound, rate_hz):
            for part in parts:
                start = max(position, part.source_start) - part.source_start
                stop = min(position + chunk.shape[1] - part.source_start, part.stop - part.start)
                if start < stop:
                    heard = chunk[:, start + part.source_start - position : stop + part.source_start - position]
                    mix[:, part.start + start : part.start + stop] += heard * part.envelope(start, stop)
            position += chunk.shape[1]
            if position >= end:
                return


def _limit(mix: Samples, rate_hz: int) -> str | None:
    """Brings the mix below full scale in place; what was done in words, None where nothing had to be."""
    count = mix.shape[1]
    blocks = -(-count // _LIMITER_BLOCK)
    peaks = np.pad(np.abs(mix).max(axis=0), (0, blocks * _LIMITER_BLOCK - count)).reshape(blocks, -1).max(axis=1)
    needed = 1 / np.maximum(peaks, 1)
    lowest = float(needed.min(initial=1))
    if lowest == 1:
        return None
    # Late: few mixes clip.
    from scipy.ndimage import minimum_filter1d, uniform_filter1d

    # A mean of minima over more than its own reach never exceeds what any block below it needs, nor does a line between means.
    held = minimum_filter1d(needed, 2 * _LIMITER_REACH + 3, mode="nearest")
    eased = uniform_filter1d(held, 2 * _LIMITER_REACH + 1, mode="nearest")
    centres = (np.arange(blocks) + 0.5) * _LIMITER_BLOCK
    for start in range(0, count, 1 << 16):
        stop = min(count, start + (1 << 16))
        mix[:, start:stop] *= np.interp(np.arange(start, stop) + 0.5, centres, eased).astype(np.float32)
    at_s = float(centres[int(needed.argmin())]) / rate_hz
    return f"The mix would clip: it is up to {-20 * np.log10(lowest):.1f} dB softer around its peaks, most at {at_s:.1f} s."


def _write(path: Path, mix: Samples, rate_hz: int, note: str | None) -> None:
    try:
        with written_beside(path) as partial, av.open(str(partial), "w", format="ipod") as sound:
            if note is not None:
                sound.metadata["comment"] = note
            mux_aac(sound, mix, rate_hz=rate_hz, workers=usable_cores())
    except av.FFmpegError as error:
        raise RenderError(f"{path} cannot be written: {error.strerror}; is there room on the disk?") from error
