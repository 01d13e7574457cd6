"""The bundled song as a file."""

import wave
from collections.abc import Callable
from pathlib import Path
from typing import Final

import av
import numpy as np
from numpy.typing import NDArray

from songreel_engine.bundled_song.instruments import RATE_HZ
from songreel_engine.bundled_song.score import Score, compose
from songreel_engine.bundled_song.synthesis import synthesise
from songreel_engine.errors import SongError

Pcm = NDArray[np.int16]

_FRAME_SAMPLES: Final = 4096


def write_bundled_song(path: Path) -> Score:
    """Writes the song as 16-bit stereo FLAC or WAV, by the suffix of `path`, and gives back its score.

    Raises:
        SongError: another suffix.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise SongError(
            f"the bundled song is written as {' or '.join(_WRITERS)}, not as {path.name!r}: change the suffix"
        )
    score = compose()
    write(path, np.rint(synthesise(score) * 32_767).astype(np.int16))
    return score


def _write_wav(path: Path, pcm: Pcm) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(pcm.astype("<i2").tobytes())


def _write_flac(path: Path, pcm: Pcm) -> None:
    with av.open(str(path), "w", format="flac") as container:
        stream = container.add_stream("flac", rate=RATE_HZ, layout="stereo", format="s16")
        for first in range(0, len(pcm), _FRAME_SAMPLES):
            block = np.ascontiguousarray(pcm[first : first + _FRAME_SAMPLES]).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(block, format="s16", layout="stereo")
            frame.sample_rate = RATE_HZ
            frame.pts = first
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


_WRITERS: Final[dict[str, Callable[[Path, Pcm], None]]] = {".flac": _write_flac, ".wav": _write_wav}
