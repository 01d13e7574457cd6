"""OpenTimelineIO, and through its adapter CMX 3600.

A clip's metadata under `songreel` name its shot, so that a timeline which comes back is recognised. Source:
opentimelineio.readthedocs.io, "Timeline Structure"; SMPTE 258M for the edit list.
"""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final

from songreel_engine.draft.model import TextItem, TransitionKind
from songreel_engine.errors import BriefError
from songreel_engine.exports.handoff.cut import Cut, CutShot, cut_of
from songreel_engine.exports.handoff.formats import Written
from songreel_engine.exports.handoff.marks import Mark, MarkKind
from songreel_engine.exports.handoff.saying import apart_in_time, media_folder, media_paths_of, standing_in, write_text
from songreel_engine.progress import ProgressListener, ignore_progress
from songreel_engine.project import Project

if TYPE_CHECKING:
    import opentimelineio as otio

METADATA: Final = "songreel"
TEXT_GENERATOR: Final = "songreel.text"
_MARK_COLOURS: Final[dict[MarkKind, str]] = {"section": "GREEN", "downbeat": "RED", "beat": "YELLOW"}
_EDL_KINDS: Final[frozenset[TransitionKind]] = frozenset({"dissolve"})


def write_otio(
    project: Project, path: Path, *, workers: int | None = None, progress: ProgressListener = ignore_progress
) -> Written:
    """The film as an OpenTimelineIO timeline: pictures, sound, words and every marker."""
    cut = cut_of(project, media_folder(path), name=path.stem, workers=workers, progress=progress)
    write_text(path, timeline_of(cut).to_json_string(indent=2))
    notes = list(cut.notes)
    if cut.texts:
        notes.append(
            "Words stand on tracks of generator clips; most programs show them as empty clips with their text as name."
        )
    return Written(files=(path, *media_paths_of(cut)), notes=tuple(notes))


def write_edl(
    project: Project, path: Path, *, workers: int | None = None, progress: ProgressListener = ignore_progress
) -> Written:
    """The film as a CMX 3600 edit list. Raises BriefError for a frame rate that has no timecode."""
    import opentimelineio as otio

    draft = project.read_draft()
    rate = float(draft.frame_rate)
    if not otio.opentime.RationalTime.is_smpte_timecode_rate(rate):
        raise BriefError(
            f"An edit list counts in timecode, which {draft.frame_rate} frames a second have not; use otio."
        )
    cut = cut_of(project, media_folder(path), name=path.stem, workers=workers, progress=progress)
    timeline = _empty_timeline(cut)
    pictures = _pictures(cut)
    if isinstance(pictures[0], otio.schema.Transition):
        # Few readers, and not the adapter's own, take a list that begins with a fade out of black.
        del pictures[0]
    timeline.tracks.append(pictures)
    for shot, clip in zip(cut.shots, timeline.find_clips(), strict=True):
        # Programs find an edit list's media by the clip's name, and tell reels apart by eight letters.
        clip.name = shot.file.name
        clip.metadata["cmx_3600"] = {"reel": f"S{shot.number:03d}"}
        clip.markers.extend(_marker(cut, mark) for mark in _sections_that_start_in(shot, cut))
    write_text(path, otio.adapters.write_to_string(timeline, "cmx_3600", rate=rate))
    return Written(files=(path, *media_paths_of(cut)), notes=_edl_notes(cut))


def _otio_notes(cut: Cut) -> tuple[str, ...]:
    if not cut.texts:
        return ()
    return ("Words are generator clips on tracks of their own; most programs show them empty, with the text as name.",)


def timeline_of(cut: Cut) -> "otio.schema.Timeline":
    """The cut as OpenTimelineIO has it: the pictures first, words above them, the sound last, markers on the whole."""
    timeline = _empty_timeline(cut)
    timeline.tracks.append(_pictures(cut))
    for number, texts in enumerate(apart_in_time(cut.texts), start=1):
        timeline.tracks.append(_words(cut, texts, number))
    timeline.tracks.append(_sound(cut))
    timeline.tracks.markers.extend(_marker(cut, mark) for mark in cut.marks)
    return timeline


def _empty_timeline(cut: Cut) -> "otio.schema.Timeline":
    import opentimelineio as otio

    timeline = otio.schema.Timeline(
        name=cut.name, global_start_time=otio.opentime.RationalTime(0, float(cut.frame_rate))
    )
    timeline.metadata[METADATA] = {
        "project": cut.project_id,
        "version": cut.version,
        "frame_rate": _rate_text(cut.frame_rate),
        "width_px": cut.width_px,
        "height_px": cut.height_px,
    }
    return timeline


def _pictures(cut: Cut) -> "otio.schema.Track":
    import opentimelineio as otio

    track = otio.schema.Track(name="Video", kind=otio.schema.TrackKind.Video)
    for shot in cut.shots:
        if shot.transition is not None:
            track.append(_transition(cut, shot))
        track.append(_clip(cut, shot))
    return track


def _clip(cut: Cut, shot: CutShot) -> "otio.schema.Clip":
    import opentimelineio as otio

    picture = shot.shot.picture
    return otio.schema.Clip(
        name=shot.name,
        media_reference=otio.schema.ExternalReference(
            target_url=shot.file.absolute().as_uri(), available_range=_range(cut, 0, shot.file_frames)
        ),
        source_range=_range(cut, shot.head, shot.frames),
        metadata={
            METADATA: {
                "shot": shot.shot.id,
                "number": shot.number,
                "section": shot.section,
                "framing": picture.framing,
                "camera": picture.camera,
                "prompt": picture.prompt,
                "on_beat": shot.shot.on_beat,
            }
        },
    )


def _transition(cut: Cut, shot: CutShot) -> "otio.schema.Transition":
    """Half before the cut and half after it; the film's first shot has nothing before it to come from."""
    import opentimelineio as otio

    types = otio.schema.TransitionTypes
    kind = shot.transition or "cut"
    return otio.schema.Transition(
        name=kind.replace("_", " "),
        transition_type=types.SMPTE_Dissolve if kind == "dissolve" else types.Custom,
        in_offset=_time(cut, shot.half_in if shot.number > 1 else 0),
        out_offset=_time(cut, shot.half_in),
        metadata={METADATA: {"transition": kind}},
    )


def _words(cut: Cut, texts: Sequence[TextItem], number: int) -> "otio.schema.Track":
    import opentimelineio as otio

    track = otio.schema.Track(name=f"Words {number}", kind=otio.schema.TrackKind.Video)
    at = 0
    for text in texts:
        if text.start > at:
            track.append(otio.schema.Gap(source_range=_range(cut, 0, text.start - at)))
        said = text.model_dump(exclude={"start", "stop"})
        track.append(
            otio.schema.Clip(
                name=text.text,
                media_reference=otio.schema.GeneratorReference(
                    name=text.role, generator_kind=TEXT_GENERATOR, parameters=said
                ),
                source_range=_range(cut, 0, text.stop - text.start),
                metadata={METADATA: {"text": text.id}},
            )
        )
        at = text.stop
    return track


def _sound(cut: Cut) -> "otio.schema.Track":
    import opentimelineio as otio

    track = otio.schema.Track(name="Song", kind=otio.schema.TrackKind.Audio)
    length = otio.opentime.RationalTime(cut.sound.samples, cut.sound.rate_hz)
    start = otio.opentime.RationalTime(0, cut.sound.rate_hz)
    track.append(
        otio.schema.Clip(
            name=cut.sound.path.name,
            media_reference=otio.schema.ExternalReference(
                target_url=cut.sound.path.absolute().as_uri(),
                available_range=otio.opentime.TimeRange(start, length),
            ),
            source_range=_range(cut, 0, cut.frames),
        )
    )
    return track


def _marker(cut: Cut, mark: Mark) -> "otio.schema.Marker":
    import opentimelineio as otio

    return otio.schema.Marker(
        name=mark.name,
        marked_range=_range(cut, mark.frame, mark.frames),
        color=_MARK_COLOURS[mark.kind],
        metadata={METADATA: {"kind": mark.kind, "time_s": mark.time_s}},
    )


def _sections_that_start_in(shot: CutShot, cut: Cut) -> list[Mark]:
    return [mark for mark in cut.marks if mark.kind == "section" and shot.shot.start <= mark.frame < shot.shot.stop]


def _edl_notes(cut: Cut) -> tuple[str, ...]:
    notes = [
        *cut.notes,
        f"An edit list has pictures only: lay {cut.sound.path.name} under them at 00:00:00:00.",
        "Beats are left out; `--format markers-csv` writes them.",
    ]
    notes += standing_in(cut, _EDL_KINDS, "dissolve")
    if cut.shots[0].transition is not None:
        notes.append("The fade into shot 1 is left out: an edit list begins with a cut.")
    if cut.texts:
        notes.append("An edit list has no words: titles and lyrics are left out.")
    return tuple(notes)


def _range(cut: Cut, start: int, frames: int) -> "otio.opentime.TimeRange":
    import opentimelineio as otio

    return otio.opentime.TimeRange(_time(cut, start), _time(cut, frames))


def _time(cut: Cut, frames: int) -> "otio.opentime.RationalTime":
    import opentimelineio as otio

    return otio.opentime.RationalTime(frames, float(cut.frame_rate))


def _rate_text(rate: Fraction) -> str:
    return f"{rate.numerator}/{rate.denominator}"
