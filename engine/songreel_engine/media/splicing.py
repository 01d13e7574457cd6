"""Part of a clip exchanged, the rest copied packet by packet: what is not touched is not encoded again.

A closed H.264 clip may be left behind wherever what was stored so far shows an unbroken run of frames, and entered at its key
frames. Conventions: frames are counted from the clip's first; ranges are half-open.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.packet import Packet
from av.video.stream import VideoStream

from songreel_engine.errors import RenderError
from songreel_engine.media.clips import Frame, open_video
from songreel_engine.media.files import written_beside
from songreel_engine.timebase import FrameRange


@dataclass(frozen=True, kw_only=True)
class Seams:
    """Where a clip can be cut without decoding it."""

    exits: tuple[int, ...]
    """Frames before which copying may stop, rising; the first and the end among them."""
    entries: tuple[int, ...]
    """Frames at which copying may begin, rising: key frames and the end."""

    @property
    def frames(self) -> int:
        """Of the whole clip."""
        return self.entries[-1]

    def entry_before(self, frame: int) -> int:
        """The last entry at or before `frame`."""
        return self.entries[bisect_right(self.entries, frame) - 1]

    def widened(self, wanted: FrameRange) -> FrameRange:
        """The least that has to be exchanged so that the frames before and after it can be copied."""
        start = self.exits[bisect_right(self.exits, wanted.start) - 1]
        return FrameRange(start, self.entries[bisect_left(self.entries, wanted.stop)])


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Frames of a clip that are copied."""

    path: Path
    span: FrameRange


def find_seams(path: Path) -> Seams:
    """Found without decoding. Raises RenderError where the clip is missing or damaged."""
    with open_video(path, decodes=False) as (container, stream):
        exits, entries, latest = [0], [], -1
        for position, (index, packet) in enumerate(_numbered(container.demux(stream), stream, path)):
            if packet.is_keyframe and latest == position - 1 == index - 1:
                entries.append(position)
            latest = max(latest, index)
            if latest == position:
                exits.append(position + 1)
    return Seams(exits=tuple(exits), entries=(*entries, latest + 1))


def splice(path: Path, pieces: Sequence[Piece]) -> None:
    """One clip of these pieces in order, encoded alike and each from an entry to an exit of its own clip.

    `path` appears whole or not at all. Raises RenderError where a piece is damaged or of other settings.
    """
    try:
        with written_beside(path) as partial, av.open(str(partial), "w", format="mp4") as container:
            with open_video(pieces[0].path) as (_, template):
                stream = container.add_stream_from_template(template)
                header, delay = template.codec_context.extradata, template.codec_context.reorder_depth
                frame_s = 1 / Fraction(template.average_rate or 0)
            start = 0
            for piece in pieces:
                for position, (index, packet) in enumerate(_packets(piece, header)):
                    packet.stream, packet.time_base = stream, frame_s
                    packet.pts, packet.dts, packet.duration = start + index, start + position - delay, 1
                    container.mux_one(packet)
                start += len(piece.span)
    except av.FFmpegError as error:
        raise RenderError(f"Clip {path} cannot be written: {error.strerror}; is there room on the disk?") from error


def read_span(path: Path, span: FrameRange, seams: Seams) -> Iterator[Frame]:
    """The frames of a clip in `span`, decoded from the key frame before it. Raises RenderError for a damaged clip."""
    entry = seams.entry_before(span.start)
    with open_video(path) as (container, stream):
        index = entry
        for position, packet in enumerate(container.demux(stream)):
            # A seek would go by the time of decoding, which may lie past the wanted key frame.
            for frame in packet.decode() if position >= entry else ():
                if index in span:
                    yield np.asarray(frame.to_ndarray(format="yuv420p"), np.uint8)
                index += 1
            if index >= span.stop:
                return
    raise RenderError(f"Clip {path.name} lacks some of its frames; render it again.")


def _packets(piece: Piece, header: bytes | None) -> Iterator[tuple[int, "Packet[VideoStream]"]]:
    """The piece's packets with their frames counted from its start."""
    with open_video(piece.path, decodes=False) as (container, stream):
        if stream.codec_context.extradata != header:
            raise RenderError(f"Clip {piece.path.name} was encoded with other settings; render it again.")
        found = 0
        for index, packet in _numbered(container.demux(stream), stream, piece.path):
            if index in piece.span:
                yield index - piece.span.start, packet
                found += 1
            if found == len(piece.span):
                return
    raise RenderError(f"Clip {piece.path.name} lacks some of its frames; render it again.")


def _numbered(
    packets: "Iterator[Packet[VideoStream]]", stream: VideoStream, path: Path
) -> Iterator[tuple[int, "Packet[VideoStream]"]]:
    """Packets in the order they are stored, each with the frame it shows."""
    ticks = _ticks_per_frame(stream)
    for packet in packets:
        if packet.size:
            index, rest = divmod((packet.pts or 0) * ticks.denominator, ticks.numerator)
            if rest:
                raise RenderError(f"Clip {path.name} does not keep to its frame rate; render it again.")
            yield index, packet


def _ticks_per_frame(stream: VideoStream) -> Fraction:
    return Fraction(1) / (Fraction(stream.average_rate or 0) * (stream.time_base or Fraction(1)))
