"""Clips and a song become a film, by copying: nothing is drawn or encoded again, so an edit costs what it changes.

Conventions: a frame stands at frame index / frame rate on the film's one grid, exactly; lengths in seconds are never
added up. Packets are decoded in the order they are stored, at a constant delay before they are shown, across all clips.

What it does not do: transitions (they are clips of their own), titles and audio mixing.
"""

import heapq
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import av
from av.container import OutputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from songreel_engine.errors import RenderError
from songreel_engine.film import Film, probe_film
from songreel_engine.media.clips import open_video
from songreel_engine.media.files import written_beside
from songreel_engine.media.sound import open_sound
from songreel_engine.media.soundtrack import Soundtrack, add_copied, add_encoded, find_packet_grid
from songreel_engine.progress import Progress, ProgressListener, ignore_progress

STAGE: Final = "assembly"


@dataclass(frozen=True, kw_only=True)
class ClipSegment:
    """A clip and how many frames it must hold."""

    path: Path
    frames: int


def assemble(
    clips: Sequence[ClipSegment],
    song_path: Path,
    out_path: Path,
    *,
    frame_rate: Fraction,
    frames: int,
    song_seconds: float,
    progress: ProgressListener = ignore_progress,
) -> Film:
    """The film of these clips in this order, with the song's first `song_seconds` seconds.

    `out_path` appears whole or not at all. Raises RenderError where clips do not tile `frames`, do not belong together
    or are damaged, and where picture or sound would miss the song's length by more than half a frame; SongError where
    the song cannot be read.
    """
    _must_tile(clips, frames)
    half_frame_s = 1 / (2 * frame_rate)
    length = Fraction(song_seconds)
    _must_agree("picture", frames / frame_rate, length, half_frame_s)
    try:
        with written_beside(out_path) as partial:
            copied = _write(partial, clips, song_path, frame_rate, length, progress)
            film = replace(probe_film(partial), path=out_path, audio_copied=copied)
            _must_agree("sound", Fraction(film.audio_duration_s), length, half_frame_s)
    except av.FFmpegError as error:
        raise RenderError(f"{out_path} cannot be written: {error.strerror}; is there room on the disk?") from error
    return film


def _write(
    path: Path,
    clips: Sequence[ClipSegment],
    song_path: Path,
    frame_rate: Fraction,
    length: Fraction,
    progress: ProgressListener,
) -> bool:
    """Whether the sound was copied."""
    with ExitStack() as stack:
        grid = find_packet_grid(song_path, length)
        song = stack.enter_context(open_sound(song_path))
        film = stack.enter_context(av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}))
        picture = _Picture(film, clips, frame_rate, progress)
        sound: Soundtrack = add_encoded(film, song, length) if grid is None else add_copied(film, song, grid, length)
        # In step, so that the muxer holds a handful of packets and a player finds picture and sound side by side.
        streams: list[Iterator[Packet[Any]]] = [picture.packets(), sound.packets]
        for packet in heapq.merge(*streams, key=_decoded_at_s):
            film.mux_one(packet)
        return sound.copied


class _Picture:
    """The film's video stream, fed by copying clip after clip."""

    def __init__(
        self, film: OutputContainer, clips: Sequence[ClipSegment], frame_rate: Fraction, progress: ProgressListener
    ) -> None:
        self._clips, self._frame_rate, self._progress = clips, frame_rate, progress
        with open_video(clips[0].path) as (_, template):
            self._stream = film.add_stream_from_template(template)
            self._header = template.codec_context.extradata
            # The header promises how far pictures are out of order; being that late, none is decoded after it is due.
            self._delay = template.codec_context.reorder_depth

    def packets(self) -> Iterator["Packet[VideoStream]"]:
        start = 0
        total = sum(clip.frames for clip in self._clips)
        for clip in self._clips:
            with open_video(clip.path, decodes=False) as (container, stream):
                if stream.codec_context.extradata != self._header:
                    raise RenderError(f"Clip {clip.path.name} was encoded with other settings; render it again.")
                ticks_per_frame = Fraction(1) / (self._frame_rate * (stream.time_base or Fraction(1)))
                yield from self._moved(clip, container.demux(stream), ticks_per_frame, start)
            start += clip.frames
            self._progress(Progress(STAGE, start, total))

    def _moved(
        self, clip: ClipSegment, packets: Iterator["Packet[VideoStream]"], ticks_per_frame: Fraction, start: int
    ) -> Iterator["Packet[VideoStream]"]:
        """The clip's packets at their place in the film."""
        frame_s = 1 / self._frame_rate
        shown: list[int] = []
        for packet in packets:
            if not packet.size:
                continue
            index, rest = divmod((packet.pts or 0) * ticks_per_frame.denominator, ticks_per_frame.numerator)
            decoded = len(shown) - self._delay
            if rest or decoded > index:
                raise RenderError(f"Clip {clip.path.name} does not keep to {self._frame_rate} fps; render it again.")
            shown.append(index)
            packet.stream, packet.time_base = self._stream, frame_s
            packet.pts, packet.dts, packet.duration = start + index, start + decoded, 1
            yield packet
        if sorted(shown) != list(range(clip.frames)):
            raise RenderError(f"Clip {clip.path.name} holds {len(shown)} of its {clip.frames} frames; render it again.")


def _decoded_at_s(packet: "Packet[Any]") -> float:
    return (packet.dts or 0) * float(packet.time_base)


def _must_tile(clips: Sequence[ClipSegment], frames: int) -> None:
    if not clips:
        raise RenderError("A film needs at least one clip, and none was given.")
    given = sum(clip.frames for clip in clips)
    if given != frames:
        raise RenderError(f"The clips hold {given} frames and the film needs {frames}; plan its segments again.")


def _must_agree(what: str, found_s: Fraction, song_s: Fraction, tolerance_s: Fraction) -> None:
    # Lengths come as floats: a microsecond more than half a frame is still half a frame.
    if abs(found_s - song_s) > tolerance_s + Fraction(1, 10**6):
        raise RenderError(
            f"The film's {what} would last {float(found_s):.3f} s and its song lasts {float(song_s):.3f} s; "
            f"plan the film again from the song."
        )
