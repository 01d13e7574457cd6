"""A song's sound as packets for an MP4, to the sample where the decoded song has it.

Conventions: time 0 is the song's first decoded sample. An encoder's priming stands before it, at negative times, which
the MP4 muxer turns into an edit list: a player drops it, and the sound is neither early nor late.

AAC-LC, MP3 and ALAC are copied untouched. Everything else, and what a header cannot place exactly, is encoded to AAC at
256 kb/s, stereo. What it does not do: no gain, no fades (`finishing.audio_mix`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet
from numpy.typing import NDArray

from songreel_engine.media.aac import add_aac_stream
from songreel_engine.media.sound import SoundReader, open_sound

_KEPT_RATES_HZ: Final = frozenset({32_000, 44_100, 48_000})
_OTHER_RATE_HZ: Final = 48_000
_CHUNK_SAMPLES: Final = 8192
_SHORT_SAMPLES: Final = 64
"""A song may end this much early: lengths travel as floats, and some containers round times to milliseconds."""

_MAY_BE_COPIED: Final[dict[str, Callable[[AudioStream], bool]]] = {
    # HE-AAC counts its packets in samples of half the rate it plays at; players disagree on where its sound begins.
    "aac": lambda stream: stream.codec_context.profile == "LC",
    # MP4 knows MPEG-1 and MPEG-2 layer III; below 16 kHz it is "MPEG-2.5", which it does not.
    "mp3": lambda stream: stream.codec_context.sample_rate >= 16_000,
    "alac": lambda stream: True,
}


@dataclass(frozen=True, kw_only=True)
class PacketGrid:
    """Where a compressed song's packets stand, in samples."""

    rate_hz: int
    priming: int
    """Samples that a decoder drops before the song begins."""


@dataclass(frozen=True, kw_only=True)
class Soundtrack:
    """The sound of a film being written. `packets` is read once, in step with the picture's."""

    packets: "Iterator[Packet[AudioStream]]"
    copied: bool


def find_packet_grid(path: Path, length: Fraction) -> PacketGrid | None:
    """The grid of a song whose packets an MP4 can take as they are; None where the song must be encoded.

    `length`: seconds of sound wanted; a song whose packets end earlier or leave gaps is not copied. Only the packets up
    to the first sound are decoded. Raises SongError where the song cannot be read.
    """
    with open_sound(path) as song:
        may_be_copied = _MAY_BE_COPIED.get(song.stream.codec_context.codec.canonical_name)
        if may_be_copied is None or not may_be_copied(song.stream):
            return None
        song.stream.codec_context.thread_count = 1  # with more, the first sound would come out some packets late
        return _grid(song, length)


def _grid(song: SoundReader, length: Fraction) -> PacketGrid | None:
    rate_hz = song.stream.codec_context.sample_rate
    position = 0
    first_s: Fraction | None = None
    priming: int | None = None
    for packet in song.packets():
        if not packet.size:
            continue
        samples = _samples(packet, song.stream)
        if packet.pts is None or not samples:
            return None
        at_s = packet.pts * packet.time_base
        first_s = at_s if first_s is None else first_s
        if abs(at_s - first_s - Fraction(position, rate_hz)) > Fraction(samples, 2 * rate_hz):
            return None
        position += samples
        if priming is None and (decoded := _count_decoded(packet)):
            priming = position - decoded
    if priming is None or position - priming < length * rate_hz - _SHORT_SAMPLES:
        return None
    return PacketGrid(rate_hz=rate_hz, priming=priming)


def add_copied(film: OutputContainer, song: SoundReader, grid: PacketGrid, length: Fraction) -> Soundtrack:
    """Adds a sound stream to the film and copies the song's packets into it, the last one cut to the sample."""
    stream = film.add_stream_from_template(song.stream)
    return Soundtrack(packets=_copied(stream, song, grid, round(length * grid.rate_hz)), copied=True)


def add_encoded(film: OutputContainer, song: SoundReader, length: Fraction) -> Soundtrack:
    """Adds an AAC stream to the film and encodes the song's first `length` seconds into it."""
    rate_hz = encoded_rate_hz(song)
    stream = add_aac_stream(film, rate_hz)
    return Soundtrack(packets=_encoded(stream, song, rate_hz, round(length * rate_hz)), copied=False)


def encoded_rate_hz(song: SoundReader) -> int:
    """The song's sample rate where every player knows it, else 48 kHz."""
    source_hz = song.stream.codec_context.sample_rate
    return source_hz if source_hz in _KEPT_RATES_HZ else _OTHER_RATE_HZ


def _copied(stream: AudioStream, song: SoundReader, grid: PacketGrid, count: int) -> Iterator["Packet[AudioStream]"]:
    position = -grid.priming
    for packet in song.packets():
        if not packet.size:
            continue
        if position >= count:
            return
        samples = _samples(packet, song.stream)
        packet.stream = stream
        packet.time_base = Fraction(1, grid.rate_hz)
        packet.pts = packet.dts = position
        packet.duration = min(samples, count - position)
        position += samples
        yield packet


def _encoded(stream: AudioStream, song: SoundReader, rate_hz: int, count: int) -> Iterator["Packet[AudioStream]"]:
    position = 0
    for chunk in stereo_chunks(song, rate_hz):
        wanted = np.ascontiguousarray(chunk[:, : count - position])
        frame = av.AudioFrame.from_ndarray(wanted, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = rate_hz, position, Fraction(1, rate_hz)
        yield from stream.encode(frame)
        position += wanted.shape[1]
        if position == count:
            break
    yield from stream.encode(None)


def stereo_chunks(song: SoundReader, rate_hz: int) -> Iterator[NDArray[np.float32]]:
    """The sound as float32 [2, n] chunks at `rate_hz`, read-only. One channel is doubled: a mix would be 3 dB softer."""
    layout = "mono" if song.stream.codec_context.layout.nb_channels == 1 else "stereo"
    resampler = av.AudioResampler("fltp", layout, rate_hz, frame_size=_CHUNK_SAMPLES)

    def chunks(frame: av.AudioFrame | None) -> Iterator[NDArray[np.float32]]:
        for chunk in resampler.resample(frame):
            channels = np.nan_to_num(np.asarray(chunk.to_ndarray(), np.float32), nan=0.0, posinf=1.0, neginf=-1.0)
            yield np.broadcast_to(channels, (2, channels.shape[1]))

    for frame in song.frames():
        frame.pts = None
        yield from chunks(frame)
    yield from chunks(None)


def _samples(packet: "Packet[AudioStream]", stream: AudioStream) -> int:
    """How many samples a packet stands for."""
    fixed = stream.codec_context.frame_size
    return fixed or round((packet.duration or 0) * packet.time_base * stream.codec_context.sample_rate)


def _count_decoded(packet: "Packet[AudioStream]") -> int:
    """Samples that come out of a packet; none of a damaged one, which a song's decoder passes over as well."""
    try:
        return sum(frame.samples for frame in packet.decode())
    except av.FFmpegError:
        return 0
