"""A finished file measured, and held against what a place publishes: never against what was meant to be in it.

Video is read packet by packet and not decoded; an MP4's boxes are walked by their headers. Pictures are opened by Pillow.
"""

import os
import struct
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO, Final

import av

from songreel_engine.errors import ExportError
from songreel_engine.exports.profiles import Limits

PICTURE_SUFFIXES: Final = (".jpg", ".jpeg", ".png", ".gif", ".webp")
_NESTED: Final = (b"moov", b"trak", b"edts")
"""Boxes on the way to an edit list (ISO/IEC 14496-12 §8.6.6)."""
_HEADER_BYTES: Final = 8
_TOLERANCE_S: Final = 1e-3
"""Lengths are counted in a container's own ticks."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What was found in a file. Of pictures only what pictures have."""

    format: str
    """"mp4", "mov", or Pillow's name of an image format."""
    codec: str
    pixel_format: str
    width_px: int
    height_px: int
    frames: int
    duration_s: float
    size_bytes: int
    frame_rate: Fraction | None = None
    picture_bits_per_s: int | None = None
    sound_codec: str | None = None
    sound_s: float = 0.0
    sound_rate_hz: int | None = None
    sound_channels: int | None = None
    sound_bits_per_s: int | None = None
    edit_lists: bool = False
    index_in_front: bool = True
    chapters: int = 0

    def as_json(self) -> dict[str, object]:
        """As a program reads it."""
        rate = None if self.frame_rate is None else f"{self.frame_rate.numerator}/{self.frame_rate.denominator}"
        return asdict(self) | {"frame_rate": rate, "duration_s": round(self.duration_s, 6)}


def measure(path: Path) -> Facts:
    """The file's facts. Raises ExportError where it is no picture or film, or damaged."""
    return _measure_picture(path) if path.suffix.lower() in PICTURE_SUFFIXES else _measure_film(path)


def broken_limits(facts: Facts, limits: Limits) -> tuple[str, ...]:
    """What the file breaks, each in a few words; none where it may go."""
    return tuple(words for words in (*_broken_shape(facts, limits), *_broken_sizes(facts, limits)) if words)


def must_keep(facts: Facts, limits: Limits, *, name: str, source: str) -> None:
    """Raises ExportError for a file that breaks its place's limits."""
    if broken := broken_limits(facts, limits):
        raise ExportError(f"The file for {name} would break its limits: {'; '.join(broken)} (see {source}).")


def _broken_shape(facts: Facts, limits: Limits) -> Iterator[str]:
    yield _not_among("a", facts.format, limits.formats, "file")
    yield _not_among("", facts.codec, limits.codecs, "pictures")
    yield _not_among("", facts.pixel_format, limits.pixel_formats, "pixels")
    if limits.sound == "some":
        yield "it has no sound" if facts.sound_codec is None else ""
    if limits.sound == "none":
        yield "it has sound" if facts.sound_codec is not None else ""
    if facts.sound_codec is not None:
        yield _not_among("", facts.sound_codec, limits.sound_codecs, "sound")
    if limits.plain_mp4:
        yield "it has edit lists" if facts.edit_lists else ""
        yield "its index is not in front" if not facts.index_in_front else ""


def _broken_sizes(facts: Facts, limits: Limits) -> Iterator[str]:
    rows: tuple[tuple[str, float | Fraction | None, float | Fraction | None, float | Fraction | None, str], ...] = (
        ("length", facts.duration_s, limits.min_s, limits.max_s, "s"),
        ("sound", facts.sound_s, None, limits.max_s, "s"),
        ("width", facts.width_px, limits.min_width_px, limits.max_width_px, "px"),
        ("height", facts.height_px, limits.min_height_px, limits.max_height_px, "px"),
        ("frame rate", facts.frame_rate, limits.min_frame_rate, limits.max_frame_rate, "fps"),
        ("size", facts.size_bytes, None, limits.max_bytes, "bytes"),
        ("picture", facts.picture_bits_per_s, None, limits.max_picture_bits_per_s, "bits a second"),
        ("sound", facts.sound_bits_per_s, None, limits.max_sound_bits_per_s, "bits a second"),
        ("sound", facts.sound_rate_hz, None, limits.max_sound_rate_hz, "Hz"),
    )
    for name, found, least, most, unit in rows:
        slack = _TOLERANCE_S if unit == "s" else 0
        if found is not None and least is not None and found < least - slack:
            yield f"{name} {float(found):g} {unit}, at least {float(least):g}"
        if found is not None and most is not None and found > most + slack:
            yield f"{name} {float(found):g} {unit}, at most {float(most):g}"


def _not_among(article: str, found: str, allowed: tuple[str, ...], what: str) -> str:
    return "" if found in allowed else f"{found or 'unknown'} {what}, not {' or '.join(allowed)}"


def _measure_film(path: Path) -> Facts:
    boxes = _Boxes(path)
    try:
        with av.open(str(path), options={"format_whitelist": "mov", "protocol_whitelist": "file"}) as container:
            if not container.streams.video:
                raise ExportError(f"{path} holds no picture; export it again.")
            return _film_facts(path, container, boxes)
    except (av.FFmpegError, OSError) as error:
        raise ExportError(f"{path} cannot be read: {error.strerror}; export it again.") from error


def _film_facts(path: Path, container: "av.container.InputContainer", boxes: "_Boxes") -> Facts:
    picture = container.streams.video[0]
    sound = container.streams.audio[0] if container.streams.audio else None
    wanted: list[Any] = [picture] if sound is None else [picture, sound]
    spans = {stream.index: _Span() for stream in wanted}
    for packet in container.demux(wanted):
        spans[packet.stream_index].add(packet)
    seen = spans[picture.index]
    heard = None if sound is None else spans[sound.index]
    return Facts(
        format="mov" if container.metadata.get("major_brand", "").strip() == "qt" else "mp4",
        codec=picture.codec_context.codec.canonical_name,
        pixel_format=str(picture.codec_context.pix_fmt),
        width_px=picture.codec_context.width,
        height_px=picture.codec_context.height,
        frames=seen.packets,
        duration_s=float(seen.end_s),
        size_bytes=path.stat().st_size,
        frame_rate=Fraction(picture.average_rate) if picture.average_rate else None,
        picture_bits_per_s=seen.bits_per_s(),
        sound_codec=None if sound is None else sound.codec_context.codec.canonical_name,
        sound_s=0.0 if sound is None or heard is None else _heard_s(sound, heard),
        sound_rate_hz=None if sound is None else sound.codec_context.sample_rate,
        sound_channels=None if sound is None else sound.codec_context.layout.nb_channels,
        sound_bits_per_s=None if heard is None else heard.bits_per_s(),
        edit_lists=boxes.edit_lists,
        index_in_front=boxes.index_in_front,
        chapters=len(container.chapters()),
    )


def _heard_s(sound: "av.audio.stream.AudioStream", heard: "_Span") -> float:
    """Until where the sound is played: an MP4 may end it inside its last packet."""
    if sound.duration is None or sound.time_base is None:
        return float(heard.end_s)
    return float(min(heard.end_s, sound.duration * sound.time_base))


class _Span:
    """How many packets a stream has, how large they are, and where the last one ends."""

    def __init__(self) -> None:
        self.packets, self.size = 0, 0
        self.end_s = Fraction(0)

    def add(self, packet: Any) -> None:
        if packet.size and packet.pts is not None:
            self.packets += 1
            self.size += packet.size
            self.end_s = max(self.end_s, (packet.pts + (packet.duration or 0)) * packet.time_base)

    def bits_per_s(self) -> int | None:
        return round(self.size * 8 / self.end_s) if self.end_s else None


class _Boxes:
    """Two facts that no demuxer tells."""

    def __init__(self, path: Path) -> None:
        self.edit_lists = False
        self.index_in_front = True
        seen_media = False
        try:
            with path.open("rb") as file:
                for depth, kind in _walk(file, 0, os.fstat(file.fileno()).st_size, 0):
                    self.edit_lists |= kind == b"elst"
                    seen_media |= depth == 0 and kind == b"mdat"
                    self.index_in_front &= not (seen_media and kind == b"moov")
        except OSError as error:
            raise ExportError(f"{path} cannot be read: {error.strerror}; export it again.") from error


def _walk(file: BinaryIO, start: int, stop: int, depth: int) -> Iterator[tuple[int, bytes]]:
    """(depth, type) of each box in order; a header that makes no sense ends the walk."""
    while start + _HEADER_BYTES <= stop:
        file.seek(start)
        size, kind = struct.unpack(">I4s", file.read(_HEADER_BYTES))
        header = _HEADER_BYTES
        if size == 1:
            size, header = struct.unpack(">Q", file.read(8))[0], 16
        if size < header:
            return
        yield depth, kind
        if kind in _NESTED:
            yield from _walk(file, start + header, min(stop, start + size), depth + 1)
        start += size


def _measure_picture(path: Path) -> Facts:
    # Late: most exports are films.
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path) as image:
            frames = getattr(image, "n_frames", 1)
            lasts_ms = sum(_shown_ms(image, index) for index in range(frames)) if frames > 1 else 0
            image.seek(0)
            return Facts(
                format=str(image.format),
                codec=str(image.format),
                pixel_format=image.mode,
                width_px=image.width,
                height_px=image.height,
                frames=frames,
                duration_s=lasts_ms / 1000,
                size_bytes=path.stat().st_size,
            )
    except (OSError, UnidentifiedImageError, SyntaxError, Image.DecompressionBombError) as error:
        raise ExportError(f"{path} is no picture or is damaged; export it again.") from error


def _shown_ms(image: Any, index: int) -> float:
    image.seek(index)
    image.load()
    return float(image.info.get("duration", 0))
