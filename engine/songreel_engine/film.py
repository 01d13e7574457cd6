"""A film: the finished file, described by what was measured in it, never by what was meant to be in it."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from av.audio.stream import AudioStream
from av.packet import Packet
from av.stream import Stream
from av.video.stream import VideoStream

from songreel_engine.errors import RenderError
from songreel_engine.media.clips import open_video


@dataclass(frozen=True, kw_only=True)
class Film:
    """Facts of a finished film."""

    path: Path
    frames: int
    duration_s: float
    """Of the picture."""
    audio_duration_s: float
    """Of the sound, without what a player drops before its start; 0.0 where there is none."""
    width_px: int
    height_px: int
    frame_rate: Fraction
    video_codec: str
    audio_codec: str | None
    size_bytes: int
    audio_copied: bool | None = None
    """Whether the song's sound is in the film as it was in the song; None where only the file is known."""


def probe_film(path: Path) -> Film:
    """The film's facts, counted without decoding. Raises RenderError where the file is missing or damaged."""
    with open_video(path) as (container, picture):
        sound = container.streams.audio[0] if container.streams.audio else None
        streams: list[VideoStream | AudioStream] = [picture] if sound is None else [picture, sound]
        spans = {stream.index: _Span() for stream in streams}
        for packet in container.demux(streams):
            spans[packet.stream_index].add(packet)
        if not spans[picture.index].packets or picture.average_rate is None:
            raise RenderError(f"{path} holds no frames; render it again.")
        return Film(
            path=path,
            frames=spans[picture.index].packets,
            duration_s=float(spans[picture.index].end_s),
            audio_duration_s=0.0 if sound is None else float(_heard_s(sound, spans[sound.index])),
            width_px=picture.codec_context.width,
            height_px=picture.codec_context.height,
            frame_rate=Fraction(picture.average_rate),
            video_codec=picture.codec_context.codec.canonical_name,
            audio_codec=None if sound is None else sound.codec_context.codec.canonical_name,
            size_bytes=path.stat().st_size,
        )


def _heard_s(sound: AudioStream, span: "_Span") -> Fraction:
    """Until where the sound is played: an MP4 may end it inside its last packet."""
    if sound.duration is None or sound.time_base is None:
        return span.end_s
    return min(span.end_s, sound.duration * sound.time_base)


class _Span:
    """How many packets a stream has and where the last one ends. Film time starts at 0: nothing before it is shown."""

    def __init__(self) -> None:
        self.packets = 0
        self.end_s = Fraction(0)

    def add(self, packet: "Packet[Stream]") -> None:
        if not packet.size or packet.pts is None:
            return
        self.packets += 1
        self.end_s = max(self.end_s, (packet.pts + (packet.duration or 0)) * packet.time_base)
