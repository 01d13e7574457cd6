"""A sound that is all there, encoded to AAC on several cores.

Each stretch of it has an encoder of its own, which begins a little earlier and ends a little later than its packets are kept:
neighbours then agree on what they share, and the overlap of AAC's windows closes as if one encoder had done it all.
"""

import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from itertools import pairwise
from typing import Final

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet
from numpy.typing import NDArray

AAC_BITS_PER_S: Final = 256_000
_THOROUGH: Final[dict[str, str]] = {}
_FAST: Final = {"aac_coder": "fast", "aac_is": "0", "aac_pns": "0"}
"""Measured at this rate on music: as far from the original as FFmpeg's own choice (25.2 against 25.3 dB), in 2/5 of the time;
with intensity stereo, which only saves bits, it would be 17.5 dB. But it cuts off the peak of a loud pure tone."""
_MONO: Final = {**_FAST, "aac_ms": "1"}
"""For two channels that are one: there is nothing to weigh for each band, which is what takes long."""
_FAST_UP_TO: Final = 0.38
"""Amplitude of the strongest tone that the fast way is trusted with; measured, it fails from 0.45 on."""
_PACKET_SAMPLES: Final = 1024
_WINDOW_SAMPLES: Final = 2 * _PACKET_SAMPLES
_OVERLAP_PACKETS: Final = 16
"""A third of a second, in which an encoder's choice of windows has settled."""
_STRETCH_PACKETS: Final = 512
"""Twelve seconds: a song keeps many cores busy, and the bytes do not depend on how many there are."""
_CHUNK_SAMPLES: Final = 8192


def add_aac_stream(film: OutputContainer, rate_hz: int, *, bits_per_s: int = AAC_BITS_PER_S) -> AudioStream:
    """A stereo AAC stream."""
    stream = film.add_stream("aac", rate=rate_hz)
    stream.layout = "stereo"
    stream.bit_rate = bits_per_s
    return stream


def mux_aac(film: OutputContainer, samples: NDArray[np.float32], *, rate_hz: int, workers: int) -> None:
    """Adds an AAC stream to the film with all of float32 [2, n] samples, encoded on `workers` threads."""
    stream = add_aac_stream(film, rate_hz)
    for packet in aac_packets(samples, rate_hz=rate_hz, workers=workers):
        packet.stream = stream
        film.mux_one(packet)


def aac_packets(
    samples: NDArray[np.float32], *, rate_hz: int, workers: int, bits_per_s: int = AAC_BITS_PER_S
) -> Iterator["Packet[AudioStream]"]:
    """The packets of float32 [2, n] samples for a stream of that rate, encoded on `workers` threads; the first is before 0."""
    starts = range(0, max(1, samples.shape[1]), _STRETCH_PACKETS * _PACKET_SAMPLES)
    with ThreadPoolExecutor(max_workers=workers) as pool:
        for stretch in pool.map(
            lambda bounds: _encoded(samples, rate_hz, bits_per_s, bounds), pairwise([*starts, None])
        ):
            yield from stretch


def strongest_tone(samples: NDArray[np.float32]) -> float:
    """The amplitude of the strongest sine in any 2,048 of the float32 [2, n] samples; 0 for silence."""
    # Late: every film is muxed through this module, few are mixed anew.
    from scipy.fft import rfft

    window = np.sin((np.arange(_WINDOW_SAMPLES, dtype=np.float32) + 0.5) * (np.pi / _WINDOW_SAMPLES)).astype(np.float32)
    whole = samples.shape[1] // _WINDOW_SAMPLES * _WINDOW_SAMPLES
    lines = rfft(samples[:, :whole].reshape(2, -1, _WINDOW_SAMPLES) * window, axis=-1)
    return float(np.abs(lines).max(initial=0)) * 2 / float(window.sum())


def _options_for(samples: NDArray[np.float32], bits_per_s: int) -> dict[str, str]:
    if bits_per_s < AAC_BITS_PER_S or strongest_tone(samples) >= _FAST_UP_TO:
        return _THOROUGH
    return _MONO if np.array_equal(samples[0], samples[1]) else _FAST


def _context(rate_hz: int, bits_per_s: int, options: dict[str, str]) -> AudioCodecContext:
    context = AudioCodecContext.create("aac", "w")
    context.sample_rate, context.layout, context.format = rate_hz, "stereo", "fltp"
    context.bit_rate, context.options, context.time_base = bits_per_s, options, Fraction(1, rate_hz)
    return context


def _encoded(
    samples: NDArray[np.float32], rate_hz: int, bits_per_s: int, bounds: tuple[int | None, int | None]
) -> list["Packet[AudioStream]"]:
    """Packets that begin in [start, stop); of the first stretch also the priming before the first sample."""
    start, stop = bounds[0] or 0, bounds[1]
    margin = _OVERLAP_PACKETS * _PACKET_SAMPLES
    first = max(0, start - margin)
    last = samples.shape[1] if stop is None else min(samples.shape[1], stop + margin)
    context = _context(rate_hz, bits_per_s, _options_for(samples[:, first:last], bits_per_s))
    packets: list[Packet[AudioStream]] = []
    for at in range(first, last, _CHUNK_SAMPLES):
        wanted = np.ascontiguousarray(samples[:, at : min(at + _CHUNK_SAMPLES, last)])
        frame = av.AudioFrame.from_ndarray(wanted, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = rate_hz, at, Fraction(1, rate_hz)
        packets += context.encode(frame)
    packets += context.encode(None)
    earliest, latest = start or -math.inf, math.inf if stop is None else stop
    return [packet for packet in packets if earliest <= (packet.pts or 0) < latest]
