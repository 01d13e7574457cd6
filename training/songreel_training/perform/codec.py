"""A song through a lossy codec and back, aligned again.

Conventions: mono float32 at `rate_hz`. The codec's delay is measured by cross-correlation, not assumed: it differs
between encoders, containers and versions.
"""

import io
from dataclasses import dataclass
from typing import Final

import av
import numpy as np
from numpy.typing import NDArray
from scipy import signal

Samples = NDArray[np.float32]
_COMPARED_S: Final = 12.0
_LONGEST_DELAY_S: Final = 0.3


@dataclass(frozen=True, kw_only=True)
class Codec:
    encoder: str
    container: str
    rate_hz: int
    bit_rates: tuple[int, ...]
    effort: str
    """The encoder's `compression_level`: low effort is quick, and sounds like the cheap encoders of old files."""


CODECS: Final[dict[str, Codec]] = {
    "mp3": Codec(encoder="libmp3lame", container="mp3", rate_hz=22_050, bit_rates=(32_000, 48_000, 64_000), effort="9"),
    "aac": Codec(encoder="aac", container="mp4", rate_hz=22_050, bit_rates=(32_000, 48_000, 64_000), effort="0"),
    "opus": Codec(
        encoder="libopus", container="ogg", rate_hz=48_000, bit_rates=(24_000, 32_000, 48_000, 64_000), effort="3"
    ),
}


def round_trip(x: Samples, rate_hz: int, name: str, bit_rate: int) -> Samples:
    """What comes back from the codec, sample-aligned with `x` and of its length."""
    codec = CODECS[name]
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=codec.container) as out:
        stream = out.add_stream(codec.encoder, rate=codec.rate_hz, options={"compression_level": codec.effort})
        stream.bit_rate = bit_rate
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray(np.clip(x, -1, 1)[None, :].astype(np.float32), format="fltp", layout="mono")
        frame.sample_rate = rate_hz
        resampler = av.AudioResampler(
            format=stream.format.name, layout="mono", rate=codec.rate_hz, frame_size=stream.frame_size or 1024
        )
        for piece in (*resampler.resample(frame), *resampler.resample(None)):
            out.mux(stream.encode(piece))
        out.mux(stream.encode(None))
    buffer.seek(0)
    with av.open(buffer) as back:
        to_float = av.AudioResampler(format="fltp", layout="mono", rate=rate_hz)
        pieces = [p.to_ndarray()[0] for f in back.decode(audio=0) for p in to_float.resample(f)]
    return _aligned(np.concatenate(pieces), x, rate_hz)


def _aligned(y: Samples, x: Samples, rate_hz: int) -> Samples:
    """`y` moved onto `x` by the lag at which they agree best, over the loudest passage."""
    span, reach = round(_COMPARED_S * rate_hz), round(_LONGEST_DELAY_S * rate_hz)
    first = max(0, min(int(np.argmax(np.abs(x))) - span // 2, len(x) - span))
    a = x[first : first + span]
    low = max(0, first - reach)
    b = y[low : first + span + reach]
    lags = signal.correlation_lags(len(b), len(a))
    agree = signal.correlate(b, a)
    near = np.abs(lags + low - first) <= reach
    delay = int(lags[near][np.argmax(agree[near])]) + low - first
    shifted = y[delay:] if delay >= 0 else np.concatenate([np.zeros(-delay, np.float32), y])
    out = np.zeros(len(x), np.float32)
    shifted = shifted[: len(x)]
    out[: len(shifted)] = shifted
    return out
