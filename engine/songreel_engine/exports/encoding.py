"""A film or a part of it as a video file: its picture copied where the place takes it as it is, encoded where it must be.

The sound comes from the song (or the mix) itself, never from a film's encoded copy, at its own level; only where a part is cut
out of it do its edges fade, so that nothing clicks. Where a place wants no edit lists, the packets before time 0 that only start
an AAC decoder are left out: picture and sound then both begin at 0, at the cost of a soft first 1/50 s.
"""

import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.frame import PictureType
from av.video.stream import VideoStream
from numpy.typing import NDArray

from songreel_engine.errors import ExportError
from songreel_engine.exports.marks import Marks, add_xmp_box
from songreel_engine.exports.profiles import Limits, Recipe
from songreel_engine.media.aac import aac_packets, add_aac_stream
from songreel_engine.media.clips import BT709, LIMITED_RANGE, open_video
from songreel_engine.media.sound import open_sound
from songreel_engine.media.soundtrack import add_copied, encoded_rate_hz, find_packet_grid, stereo_chunks
from songreel_engine.progress import Progress, ProgressListener, ignore_progress
from songreel_engine.rendering.workers import usable_cores
from songreel_engine.timebase import FrameRange

STAGE: Final = "export"
FADE_IN_S, FADE_OUT_S = Fraction(1, 100), Fraction(1, 4)
"""Of a part of a song: no click where it starts, no word bitten off where it ends."""
SEEK_EARLIER_FRAMES: Final = 96
"""Two groups of pictures: a seek by the time of decoding then never lands too late."""
_AAC_PACKET_SAMPLES: Final = 1024
_BYTES_FOR_PICTURE: Final = 0.96
"""Of what a place takes; the rest is for the index and for an encoder that overshoots."""
_PEAK_OVER_MEAN: Final = 0.9
"""An encoder held to this much of a bit rate keeps its mean below it even in a short file."""

Samples = NDArray[np.float32]
Packets = Iterator[Any]


@dataclass(frozen=True, kw_only=True)
class Part:
    """What of a film a file shows."""

    span: FrameRange
    """Film frames."""
    seconds: Fraction
    """Of the sound, to the sample."""
    frame_rate: Fraction
    whole: bool

    @property
    def start_s(self) -> Fraction:
        return self.span.start / self.frame_rate


def film_frames(film: Path, span: FrameRange, frame_rate: Fraction) -> Iterator[av.VideoFrame]:
    """The film's frames in `span`, decoded from shortly before it. Raises RenderError where the film is damaged."""
    with open_video(film) as (container, stream):
        ticks_per_frame = 1 / (frame_rate * Fraction(stream.time_base or 1))
        if span.start > SEEK_EARLIER_FRAMES:
            container.seek(round((span.start - SEEK_EARLIER_FRAMES) * ticks_per_frame), stream=stream)
        for frame in container.decode(stream):
            number = round((frame.pts or 0) / ticks_per_frame)
            if number >= span.stop:
                return
            if number >= span.start:
                yield frame


def encode_film(
    path: Path,
    frames: Iterable[av.VideoFrame],
    part: Part,
    *,
    sound: Path | None,
    size_px: tuple[int, int],
    recipe: Recipe,
    limits: Limits,
    marks: Marks,
    last_is_key: bool = False,
    progress: ProgressListener = ignore_progress,
) -> None:
    """Writes `part` from its frames and from `sound`, which begins where the film does.

    `last_is_key`: the last frame is coded like the first. Raises ExportError, SongError.
    """
    with _opened(path, limits, marks) as (container, stack):
        picture = _Encoded(container, part, size_px, recipe, limits)
        streams = [picture.packets(frames, progress, last_is_key=last_is_key)]
        streams += _sound_streams(container, stack, sound, part, recipe, limits)
        _mux(container, streams)
    add_xmp_box(path, marks)


def copy_film(
    path: Path,
    film: Path,
    part: Part,
    *,
    sound: Path | None,
    recipe: Recipe,
    limits: Limits,
    marks: Marks,
    progress: ProgressListener = ignore_progress,
) -> None:
    """Writes the whole film with its picture's packets as they are. Raises ExportError, RenderError, SongError."""
    with _opened(path, limits, marks) as (container, stack):
        source, template = stack.enter_context(open_video(film))
        stream = container.add_stream_from_template(template)
        streams = [_copied(source, template, stream, len(part.span), progress)]
        streams += _sound_streams(container, stack, sound, part, recipe, limits)
        _mux(container, streams)
    add_xmp_box(path, marks)


def sound_samples(path: Path, part: Part, rate_hz: int) -> Iterator[Samples]:
    """The part's sound as float32 [2, n] chunks; of a part of the song, with its edges faded. Raises SongError."""
    first, count = round(part.start_s * rate_hz), round(part.seconds * rate_hz)
    position = -first
    with open_sound(path) as song:
        for chunk in stereo_chunks(song, rate_hz):
            start, stop = max(0, -position), min(chunk.shape[1], count - position)
            if start < stop:
                wanted = chunk[:, start:stop]
                yield wanted if part.whole else _faded(wanted, position + start, count, rate_hz)
            position += chunk.shape[1]
            if position >= count:
                return


def write_wav(path: Path, sound: Path, part: Part) -> None:
    """The part's sound as 24 bit PCM. Raises ExportError where it cannot be written, SongError where it cannot be read."""
    try:
        with av.open(str(path), "w", format="wav") as container:
            _mux(container, [_encoded_sound(container, sound, part, "pcm_s24le", 0)])
    except (av.FFmpegError, OSError) as error:
        raise ExportError(f"{path} cannot be written: {error.strerror}; is there room on the disk?") from error


@contextmanager
def _opened(path: Path, limits: Limits, marks: Marks) -> Iterator[tuple[OutputContainer, ExitStack]]:
    """A container for one file, its marks written, and what else is to be closed with it."""
    flags = {"movflags": "+faststart"}
    if limits.plain_mp4:
        flags = {"movflags": "+faststart+negative_cts_offsets", "use_editlist": "0"}
    try:
        with ExitStack() as stack:
            container = stack.enter_context(av.open(str(path), "w", format=limits.formats[0], options=flags))
            container.metadata.update(marks.tags())
            if marks.chapters:
                container.set_chapters(marks.chapters_for_container())
            yield container, stack
    except (av.FFmpegError, OSError) as error:
        raise ExportError(f"{path.name} cannot be written: {error.strerror}; is there room on the disk?") from error


class _Encoded:
    """A picture stream, fed with frames."""

    def __init__(
        self, container: OutputContainer, part: Part, size_px: tuple[int, int], recipe: Recipe, limits: Limits
    ) -> None:
        self._part, self._size_px, self._recipe = part, size_px, recipe
        stream = container.add_stream(recipe.codec, rate=part.frame_rate, options=_options(part, recipe, limits))
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = *size_px, recipe.pixel_format
        context = stream.codec_context
        context.thread_count = 0
        context.color_primaries = context.color_trc = context.colorspace = BT709
        context.color_range = LIMITED_RANGE
        self._stream = stream

    def packets(
        self, frames: Iterable[av.VideoFrame], progress: ProgressListener, *, last_is_key: bool = False
    ) -> Packets:
        total, count = len(self._part.span), 0
        for frame in frames:
            picture = frame.reformat(*self._size_px, format=self._recipe.pixel_format, interpolation="LANCZOS")
            picture.pts, picture.time_base = count, 1 / self._part.frame_rate
            is_key = last_is_key and count == total - 1
            picture.pict_type = PictureType.I if is_key else PictureType.NONE
            picture.colorspace, picture.color_range = BT709, LIMITED_RANGE
            yield from self._stream.encode(picture)
            count += 1
            progress(Progress(STAGE, count, total))
        yield from self._stream.encode(None)
        if count != total:
            raise ExportError(f"The film holds {count} of the {total} frames wanted; render it again.")


def _options(part: Part, recipe: Recipe, limits: Limits) -> dict[str, str]:
    options = dict(recipe.options)
    if recipe.codec != "libx264":
        return options
    terms = [options.pop("x264-params")] if "x264-params" in options else []
    if recipe.key_every_s is not None:
        terms.append(f"keyint={max(1, round(part.frame_rate * recipe.key_every_s))}")
    if cap := _cap_bits_per_s(part, recipe, limits):
        peak = round(cap * _PEAK_OVER_MEAN / 1000)
        terms.append(f"vbv-maxrate={peak}:vbv-bufsize={peak // 2}")
    return options | {"x264-params": ":".join(terms)}


def _cap_bits_per_s(part: Part, recipe: Recipe, limits: Limits) -> float | None:
    """The highest mean bit rate of the picture that a place takes; None where it publishes none."""
    caps: list[float] = []
    if limits.max_picture_bits_per_s is not None:
        caps.append(limits.max_picture_bits_per_s)
    if limits.max_bytes is not None:
        sound = recipe.sound_bits_per_s if recipe.sound_codec else 0
        caps.append(limits.max_bytes * 8 * _BYTES_FOR_PICTURE / float(part.seconds) - sound)
    return min(caps, default=None)


def _copied(source: Any, template: VideoStream, stream: VideoStream, total: int, progress: ProgressListener) -> Packets:
    for count, packet in enumerate((packet for packet in source.demux(template) if packet.size), start=1):
        packet.stream = stream
        yield packet
        progress(Progress(STAGE, min(count, total), total))


def _sound_streams(
    container: OutputContainer, stack: ExitStack, sound: Path | None, part: Part, recipe: Recipe, limits: Limits
) -> list[Packets]:
    if sound is None or recipe.sound_codec is None:
        return []
    if part.whole and recipe.sound_codec == "aac" and (copied := _copied_sound(container, stack, sound, part, limits)):
        return [copied]
    packets = _encoded_sound(container, sound, part, recipe.sound_codec, recipe.sound_bits_per_s)
    return [_from_zero(packets) if limits.plain_mp4 else packets]


def _copied_sound(
    container: OutputContainer, stack: ExitStack, sound: Path, part: Part, limits: Limits
) -> Packets | None:
    """The sound's own packets; None where the place does not take them or they would not start at 0."""
    grid = find_packet_grid(sound, part.seconds)
    if grid is None or (limits.plain_mp4 and grid.priming % _AAC_PACKET_SAMPLES):
        return None
    song = stack.enter_context(open_sound(sound))
    context = song.stream.codec_context
    too_rich = limits.max_sound_bits_per_s is not None and (song.stream.bit_rate or 0) > limits.max_sound_bits_per_s
    too_fast = limits.max_sound_rate_hz is not None and context.sample_rate > limits.max_sound_rate_hz
    if context.codec.canonical_name not in limits.sound_codecs or too_rich or too_fast:
        return None
    packets = add_copied(container, song, grid, part.seconds).packets
    return _from_zero(packets) if limits.plain_mp4 else packets


def _encoded_sound(container: OutputContainer, sound: Path, part: Part, codec: str, bits_per_s: int) -> Packets:
    """Adds a sound stream at once; its packets are read in step with the picture's."""
    with open_sound(sound) as song:
        rate_hz = encoded_rate_hz(song)
    chunks = sound_samples(sound, part, rate_hz)
    if codec == "aac":
        stream = add_aac_stream(container, rate_hz, bits_per_s=bits_per_s)
        return _aac(stream, chunks, rate_hz, bits_per_s)
    added = container.add_stream(codec, rate=rate_hz)
    assert isinstance(added, AudioStream)
    added.layout = "stereo"
    return _pcm(added, chunks, rate_hz)


def _aac(stream: AudioStream, chunks: Iterator[Samples], rate_hz: int, bits_per_s: int) -> Packets:
    """The whole sound at once, on several cores: on one it would take longer than many a picture."""
    samples = np.concatenate([*chunks, np.zeros((2, 0), np.float32)], axis=1)
    for packet in aac_packets(samples, rate_hz=rate_hz, workers=usable_cores(), bits_per_s=bits_per_s):
        packet.stream = stream
        yield packet


def _pcm(stream: AudioStream, chunks: Iterator[Samples], rate_hz: int) -> Packets:
    into = av.AudioResampler("s32", "stereo", rate_hz)
    position = 0
    for chunk in chunks:
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(chunk), format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = rate_hz, position, Fraction(1, rate_hz)
        for converted in into.resample(frame):
            yield from stream.encode(converted)
        position += chunk.shape[1]
    yield from stream.encode(None)


def _from_zero(packets: Packets) -> Packets:
    """Without the packets before time 0, which only an edit list could hide."""
    for packet in packets:
        if (packet.pts or 0) >= 0:
            yield packet


def _faded(samples: Samples, start: int, count: int, rate_hz: int) -> Samples:
    at = np.arange(start, start + samples.shape[1], dtype=np.float32) + np.float32(0.5)
    share = np.minimum(at / float(FADE_IN_S * rate_hz), (count - at) / float(FADE_OUT_S * rate_hz))
    return np.asarray(samples * np.sin(np.clip(share, 0, 1) * (np.pi / 2)), np.float32)


def _mux(container: OutputContainer, streams: list[Packets]) -> None:
    """In step, so that the muxer holds a handful of packets and a player finds picture and sound side by side."""
    for packet in heapq.merge(*streams, key=lambda packet: (packet.dts or 0) * float(packet.time_base)):
        container.mux_one(packet)
