"""A song's sound, decoded as a stream: a few frames in memory, whatever the song's length.

Conventions: time 0 is the first sample a decoder gives after dropping an encoder's priming; lengths are counted samples
over the sample rate, never a header's guess. A packet that cannot be decoded becomes silence of its own length, so what
follows it stays in its place.

Files are taken for hostile: only the listed containers are tried (never a playlist that names other files), only local
files are opened, and every FFmpeg error leaves this module as a SongError.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from numpy.typing import NDArray

from songreel_engine.errors import SongError

FORMATS_IN_WORDS: Final = "an MP3, M4A, AAC, WAV, FLAC or OGG file, or an MP4, MOV, WEBM or MKV with sound"
_DEMUXERS: Final = "mp3,mov,aac,wav,flac,ogg,matroska"
_ENCRYPTED_TAGS: Final = frozenset({"drms", "enca"})
"""Apple's FairPlay; common encryption (ISO/IEC 14496-12 §8.12)."""
_SAMPLE_RATES_HZ: Final = range(4_000, 768_001)
"""Outside of these a file is a trap: a second of it could become gigabytes."""
_CHUNK_SAMPLES: Final = 8192
"""Samples the resampler hands over at a time: a codec's own 1,024 would double the time a song takes."""


@dataclass(eq=False)
class SoundReader:
    """An open song. What it found out about the file grows while `frames` is read."""

    container: InputContainer
    stream: AudioStream
    name: str
    lost: Fraction = field(default=Fraction(0))
    """Seconds that could not be decoded."""
    broke_off: bool = False
    """The file ended in the middle of a packet, or could not be followed to its end."""
    _first_pts: int | None = None
    _end_pts: int | None = None

    def frames(self) -> Iterator[AudioFrame]:
        """Decoded frames in order. Raises SongError where the sound changes its sample rate or channels half-way."""
        first: AudioFrame | None = None
        for packet in self.packets():
            for frame in self._decoded(packet, first):
                if first is None:
                    self._begin(frame)
                    first = frame
                elif _shape(frame) != _shape(first):
                    raise SongError(f"{self.name} changes its sound format half-way; export it again as WAV or FLAC.")
                yield frame

    def length(self, counted: int, sample_rate_hz: int) -> int:
        """Samples without the encoder's padding at the end, for containers that time their packets in samples."""
        if self._first_pts is None or self._end_pts is None or self.stream.time_base != Fraction(1, sample_rate_hz):
            return counted
        said = self._end_pts - self._first_pts
        return said if counted - _CHUNK_SAMPLES < said < counted else counted

    def _begin(self, frame: AudioFrame) -> None:
        if frame.sample_rate not in _SAMPLE_RATES_HZ:
            raise SongError(f"{self.name} has a sample rate of {frame.sample_rate} Hz; export it at 44,100 Hz.")
        self._first_pts = frame.pts

    def packets(self) -> Iterator["Packet[AudioStream]"]:
        """Packets in order, and an empty one at the end that asks a decoder for what it holds back."""
        packets = self.container.demux(self.stream)
        while True:
            try:
                packet = next(packets)
            except StopIteration:
                return
            except av.FFmpegError:
                self.broke_off = True
                return
            if packet.size:
                self.broke_off = packet.is_corrupt
                self._end_pts = None if packet.pts is None or not packet.duration else packet.pts + packet.duration
            yield packet

    def _decoded(self, packet: "Packet[AudioStream]", like: AudioFrame | None) -> list[AudioFrame]:
        try:
            return packet.decode()
        except av.FFmpegError:
            self.broke_off = True
            length = Fraction(packet.duration or 0) * packet.time_base
            self.lost += length
            return [] if like is None or not length else [_silence(like, round(length * like.sample_rate))]


@dataclass(frozen=True, kw_only=True, eq=False)
class Sound:
    """A decoded song."""

    codec: str
    container: str
    """FFmpeg's short name, such as 'mp3', 'mov' or 'ogg'."""
    tags: dict[str, str]
    """As the file has them, keys in lower case."""
    length: Fraction
    """Exact, in seconds."""
    declared_s: float | None
    """What the header of the sound stream claims; None where it claims nothing."""
    sample_rate_hz: int
    channels: int
    peak: float
    """Largest |sample| of any channel, full scale 1."""
    samples: NDArray[np.float32]
    """Mono, the mean of the channels."""
    rate_hz: int
    """Of `samples`."""
    ended: bool
    """False where reading stopped because enough had been read."""
    lost_s: float
    broke_off: bool


@contextmanager
def open_sound(path: Path) -> Iterator[SoundReader]:
    """The song's sound, ready to read. Raises SongError where there is none."""
    options = {"format_whitelist": _DEMUXERS, "protocol_whitelist": "file"}
    try:
        # An absolute path: FFmpeg would take a name such as "concat:a" for a protocol.
        container = av.open(str(path.absolute()), options=options, metadata_errors="replace")
    except av.FFmpegError as error:
        raise SongError(_unreadable(path)) from error
    with container:
        stream = container.streams.best("audio")
        if not isinstance(stream, AudioStream):
            raise SongError(f"{path.name} holds no sound; choose {FORMATS_IN_WORDS}.")
        if stream.codec_context is None:
            raise SongError(f"{path.name} holds sound in an unknown format; export the song as WAV or FLAC.")
        if stream.codec_context.codec_tag in _ENCRYPTED_TAGS:
            raise SongError(f"{path.name} is copy-protected; use an unprotected MP3, M4A, WAV or FLAC of the song.")
        yield SoundReader(container=container, stream=stream, name=path.name)


def read_sound(path: Path, *, rate_hz: int, stop_s: float | None = None) -> Sound:
    """The whole song, or its first `stop_s` seconds, in one pass.

    Mono sample k stands at time k / rate_hz; there are `round(length × rate_hz)` of them. Raises SongError where
    nothing can be decoded. Memory: the mono samples and a few frames.
    """
    with open_sound(path) as reader:
        meter = _Meter(rate_hz)
        try:
            ended = _fill(meter, reader, stop_s)
        except av.FFmpegError as error:
            raise SongError(f"{path.name} cannot be mixed to mono; export the song as stereo WAV or FLAC.") from error
        if not meter.count:
            raise SongError(_unreadable(path))
        count = reader.length(meter.count, meter.sample_rate_hz)
        if stop_s is not None:
            count = min(count, round(Fraction(stop_s) * meter.sample_rate_hz))
        length = Fraction(count, meter.sample_rate_hz)
        stream, container = reader.stream, reader.container
        claims = None if stream.duration is None or stream.time_base is None else stream.duration * stream.time_base
        return Sound(
            codec=stream.codec_context.codec.canonical_name,
            container=container.format.name.split(",")[0],
            tags={key.lower(): value for key, value in (container.metadata | stream.metadata).items()},
            length=length,
            declared_s=None if claims is None else float(claims),
            sample_rate_hz=meter.sample_rate_hz,
            channels=meter.channels,
            peak=meter.peak,
            samples=meter.samples(round(float(length) * rate_hz)),
            rate_hz=rate_hz,
            ended=ended,
            lost_s=float(reader.lost),
            broke_off=reader.broke_off,
        )


def _fill(meter: "_Meter", reader: SoundReader, stop_s: float | None) -> bool:
    """Whether the song ended before `stop_s`."""
    for frame in reader.frames():
        meter.add(frame)
        if stop_s is not None and meter.count >= stop_s * frame.sample_rate:
            return False
    return True


class _Meter:
    """Counts, measures and resamples what passes."""

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._resampler: av.AudioResampler | None = None
        self._chunks: list[NDArray[np.float32]] = []
        self.count = 0
        self.peak = 0.0
        self.sample_rate_hz = 0
        self.channels = 0

    def add(self, frame: AudioFrame) -> None:
        if self._resampler is None:
            self.sample_rate_hz, self.channels = frame.sample_rate, frame.layout.nb_channels
            # Two channels stay apart until here: opposite phases would cancel, and a loud song look silent.
            layout = "mono" if self.channels == 1 else "stereo"
            self._resampler = av.AudioResampler("fltp", layout, self._rate_hz, frame_size=_CHUNK_SAMPLES)
        self.count += frame.samples
        frame.pts = None
        self._keep(self._resampler.resample(frame))

    def samples(self, count: int) -> NDArray[np.float32]:
        """Ends the measuring; exactly `count` samples."""
        if self._resampler is not None:
            self._keep(self._resampler.resample(None))
        mono = np.concatenate([*self._chunks, np.zeros(0, np.float32)])[:count]
        return np.pad(mono, (0, count - len(mono)))

    def _keep(self, frames: list[AudioFrame]) -> None:
        for frame in frames:
            # Files of floats may hold infinities, which no later stage expects.
            channels = np.nan_to_num(np.asarray(frame.to_ndarray(), np.float32), nan=0.0, posinf=1.0, neginf=-1.0)
            self.peak = max(self.peak, float(np.abs(channels).max(initial=0.0)))
            self._chunks.append(channels.mean(axis=0, dtype=np.float32))


def _shape(frame: AudioFrame) -> tuple[int, int, str]:
    return frame.sample_rate, frame.layout.nb_channels, frame.format.name


def _silence(like: AudioFrame, count: int) -> AudioFrame:
    silence = av.AudioFrame(format=like.format, layout=like.layout, samples=count)
    silence.sample_rate = like.sample_rate
    for plane in silence.planes:
        plane.update(bytes(plane.buffer_size))
    return silence


def _unreadable(path: Path) -> str:
    try:
        with path.open("rb") as file:
            head = file.read(12)
    except OSError as error:
        return f"{path} cannot be read: {error.strerror}; check the path to the song."
    if head[:4] == b"FORM" and head[8:] in (b"AIFF", b"AIFC"):
        return f"{path.name} is an AIFF, which songreel does not read; export the song as WAV or FLAC."
    if head[4:8] == b"ftyp":
        return (
            f"{path.name} is cut off or damaged, its table of contents cannot be read; copy or export the song again."
        )
    return f"{path.name} is damaged or no song; choose {FORMATS_IN_WORDS}."
