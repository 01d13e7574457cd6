"""What an OpenTimelineIO timeline holds: the lowest track of pictures with a clip on it is the film, others are told."""

import math
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from songreel_engine.errors import EditError
from songreel_engine.exports.handoff.found import FoundClip, FoundTimeline, FoundTransition, FoundWords
from songreel_engine.exports.handoff.otio_form import METADATA
from songreel_engine.exports.handoff.pieces import SOUND_NAME
from songreel_engine.exports.handoff.saying import few

if TYPE_CHECKING:
    import opentimelineio as otio


def found_in_otio(text: str, path: Path) -> FoundTimeline:
    """What the JSON `text` of the file at `path` holds. Raises EditError where it holds no timeline."""
    import opentimelineio as otio

    try:
        # Not through an adapter, around which plug-ins of the machine's may run.
        stored = otio.core.deserialize_json_from_string(text)
        timeline, told = _timeline(stored, path)
        tracks = [track for track in timeline.tracks if isinstance(track, otio.schema.Track)]
        odd = len(timeline.tracks) - len(tracks)
        main = next((track for track in tracks if _shows_clips(track)), None)
        if main is None:
            raise EditError(f"{path.name} has no track with clips on it.")
        reader = _Track(main)
        clips = tuple(reader.clips())
        others = [track for track in tracks if track is not main]
        version = _version(timeline)
        words = tuple(words for track in others for words in _words(track))
    except otio.exceptions.UnsupportedSchemaError as error:
        raise EditError(
            f"{path.name} was written by a newer OpenTimelineIO than this one ({otio.__version__}); update opentimelineio."
        ) from error
    except (otio.exceptions.OTIOError, ValueError, TypeError, KeyError, OverflowError, RuntimeError) as error:
        raise EditError(f"{path.name} is no timeline that OpenTimelineIO can read; export it again.") from error
    left_out = [*told, *reader.left_out, *(line for track in others for line in _other_track(track))]
    if odd:
        left_out.append(f"What is nested beside the tracks is left out: {odd} in all.")
    return FoundTimeline(
        name=timeline.name or path.stem, version=version, clips=clips, words=words, left_out=tuple(left_out)
    )


def _timeline(stored: object, path: Path) -> "tuple[otio.schema.Timeline, list[str]]":
    """The first timeline, and a sentence on any others."""
    import opentimelineio as otio

    if isinstance(stored, otio.schema.Stack | otio.schema.Track):
        timeline = otio.schema.Timeline(name=stored.name)
        if isinstance(stored, otio.schema.Stack):
            timeline.tracks = stored
        else:
            timeline.tracks.append(stored)
        return timeline, []
    inside = list(stored) if isinstance(stored, otio.schema.SerializableCollection) else [stored]
    timelines = [one for one in inside if isinstance(one, otio.schema.Timeline) and one.tracks is not None]
    if not timelines:
        raise EditError(f"{path.name} holds no timeline; export the timeline itself.")
    others = len(timelines) - 1
    return timelines[0], [f"Of {len(timelines)} timelines only {timelines[0].name!r} is read."] if others else []


def _version(timeline: "otio.schema.Timeline") -> int | None:
    own = timeline.metadata.get(METADATA)
    version = own.get("version") if hasattr(own, "get") else None
    return version if isinstance(version, int) else None


def _shows_clips(track: "otio.schema.Track") -> bool:
    import opentimelineio as otio

    is_sound = track.kind == otio.schema.TrackKind.Audio
    return not is_sound and any(isinstance(item, otio.schema.Clip) and not _said(item, "text") for item in track)


class _Track:
    """A track of pictures, item by item."""

    def __init__(self, track: "otio.schema.Track") -> None:
        self._track = track
        self.left_out: list[str] = []

    def clips(self) -> Iterator[FoundClip]:
        import opentimelineio as otio

        at_s, transition = Fraction(0), None
        for item in self._track:
            if isinstance(item, otio.schema.Transition):
                transition = _transition(item)
                continue
            length_s = self._length_s(item)
            if isinstance(item, otio.schema.Clip) and self._is_shown(item) and length_s > 0:
                self._tell_effects(item)
                yield FoundClip(
                    name=item.name,
                    start_s=at_s,
                    stop_s=at_s + length_s,
                    shot_id=_said(item, "shot"),
                    file=_file_of(item),
                    source_s=None if item.source_range is None else _seconds(item.source_range.start_time),
                    transition=transition,
                )
            elif not isinstance(item, otio.schema.Gap) and not isinstance(item, otio.schema.Clip):
                self.left_out.append(f"{_named(item)} is nested, and is left out.")
            at_s, transition = at_s + length_s, None

    def _length_s(self, item: "otio.core.Item") -> Fraction:
        import opentimelineio as otio

        try:
            return max(Fraction(0), _seconds(item.duration()))
        except (otio.exceptions.OTIOError, NotImplementedError):
            self.left_out.append(f"{_named(item)} has no length, and is left out.")
            return Fraction(0)

    def _is_shown(self, clip: "otio.schema.Clip") -> bool:
        if not clip.enabled:
            self.left_out.append(f"{_named(clip)} is switched off, and is left out.")
        return bool(clip.enabled)

    def _tell_effects(self, clip: "otio.schema.Clip") -> None:
        names = [effect.effect_name or effect.name or effect.schema_name() for effect in clip.effects]
        if names:
            self.left_out.append(f"{_named(clip)} has effects that are left out: {', '.join(names)}.")


def _transition(item: "otio.schema.Transition") -> FoundTransition:
    return FoundTransition(
        name=item.name or item.transition_type,
        kind=_said(item, "transition"),
        before_s=max(Fraction(0), _seconds(item.in_offset)),
        after_s=max(Fraction(0), _seconds(item.out_offset)),
    )


def _words(track: "otio.schema.Track") -> Iterator[FoundWords]:
    import opentimelineio as otio

    at_s = Fraction(0)
    for item in track:
        if isinstance(item, otio.schema.Transition):
            continue
        try:
            length_s = _seconds(item.duration())
        except (otio.exceptions.OTIOError, NotImplementedError):
            return
        text_id = _said(item, "text")
        if text_id is not None:
            yield FoundWords(text_id=text_id, text=item.name, start_s=at_s, stop_s=at_s + length_s)
        at_s += length_s


def _other_track(track: "otio.schema.Track") -> list[str]:
    """A sentence on what stands on the track and is not songreel's own."""
    import opentimelineio as otio

    names = [
        _named(item)
        for item in track
        if not isinstance(item, otio.schema.Gap | otio.schema.Transition)
        and _said(item, "text") is None
        and not (isinstance(item, otio.schema.Clip) and _file_of(item) == SOUND_NAME)
    ]
    return [f"Track {track.name!r} is left out: {few(names)}."] if names else []


def _named(item: "otio.core.Composable") -> str:
    return f"{item.schema_name()} {item.name!r}" if item.name else f"a {item.schema_name()} without a name"


def _file_of(clip: "otio.schema.Clip") -> str:
    """The name of the file behind the clip, whatever the system it was written on."""
    url = getattr(clip.media_reference, "target_url", None)
    if not isinstance(url, str):
        return ""
    try:
        path = urlsplit(url).path
    except ValueError:
        path = url
    return PurePosixPath(unquote(path).replace("\\", "/")).name


def _said(item: "otio.core.SerializableObjectWithMetadata", key: str) -> str | None:
    own = item.metadata.get(METADATA)
    value = own.get(key) if hasattr(own, "get") else None
    return value if isinstance(value, str) else None


def _seconds(time: "otio.opentime.RationalTime") -> Fraction:
    """Exact: a rate that is written as 23.976… stands for 24000/1001."""
    if not (math.isfinite(time.value) and math.isfinite(time.rate) and time.rate > 0):
        raise ValueError(f"{time} is no time")
    return Fraction(time.value) / _exact_rate(time.rate)


def _exact_rate(rate: float) -> Fraction:
    slowed = round(rate * 1.001)
    if abs(rate * 1.001 - slowed) < 1e-3 and abs(rate - round(rate)) > 1e-4:
        return Fraction(slowed * 1000, 1001)
    return Fraction(rate).limit_denominator(100_000)
