"""A film checked from end to end: watched once, held against what was meant, told as a report."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

from songreel_engine.coherence.artefacts import find_faults, match_cuts
from songreel_engine.coherence.cuts import Breaks, find_breaks
from songreel_engine.coherence.faults import FAULT_KINDS
from songreel_engine.coherence.found import Seen
from songreel_engine.coherence.judging import (
    as_excused,
    as_faults,
    motion_of,
    shot_reports,
    stability_of,
    verdict_on,
)
from songreel_engine.coherence.lip_report import Lips
from songreel_engine.coherence.meant import Meant, meant_by_draft, meant_by_file
from songreel_engine.coherence.measures import Measures, measure_film
from songreel_engine.coherence.report import CheckReport
from songreel_engine.coherence.sound import heard_beats_s, sound_lags_s
from songreel_engine.coherence.subject import Subject, find_subject
from songreel_engine.coherence.sync import measure_drift, measure_light, measure_sync
from songreel_engine.errors import RenderError, SongError
from songreel_engine.progress import ProgressListener, ignore_progress

BeatsFrom = Literal["project", "sound", "none"]
AGREE_SHARE: Final = 0.7
"""Of a draft's hard cuts that a film beside its project must show to be taken for its film."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Checked:
    """A report and what it was told from, for those who draw it."""

    report: CheckReport
    seen: Seen


def check(path: Path, *, project: Path | None = None, progress: ProgressListener = ignore_progress) -> CheckReport:
    """The film at `path`, or the film of the project at `path`, checked.

    Raises CheckError where there is nothing to check, RenderError for a damaged film, ProjectError for a damaged project.
    """
    return check_seen(path, project=project, progress=progress).report


def check_seen(path: Path, *, project: Path | None = None, progress: ProgressListener = ignore_progress) -> Checked:
    """As `check`, with the measures."""
    return _checked(find_subject(path, project), progress)


def _checked(subject: Subject, progress: ProgressListener) -> Checked:
    measures = measure_film(subject.film, progress=progress)
    breaks = find_breaks(measures)
    subject = _agreed(subject, breaks, len(measures))
    meant, beats_from, notes = _meant(subject, breaks, measures)
    seen = Seen(measures=measures, breaks=breaks, meant=meant)
    found = find_faults(measures, breaks, meant)
    faults = as_faults(seen, found)
    sync = measure_sync(measures, breaks, meant, beats_from=beats_from)
    stability = stability_of(seen, faults)
    lips, lip_notes = _lips(subject)
    lags_s, lag_notes = _lags_s(subject)
    by_kind = {kind: tuple(fault for fault in faults if fault.kind == kind) for kind in FAULT_KINDS}
    film = subject.film
    report = CheckReport(
        film=str(film.path),
        project=None if subject.project is None else str(subject.project.folder),
        width_px=film.width_px,
        height_px=film.height_px,
        frame_rate=f"{film.frame_rate.numerator}/{film.frame_rate.denominator}",
        frames=len(measures),
        duration_s=round(measures.duration_s, 4),
        sync=sync,
        drift=measure_drift(film, measures, sync, lags_s),
        light=measure_light(measures, breaks, meant),
        stability=round(stability, 4),
        motion=motion_of(seen, faults),
        blown_out_share=round(float(measures.blown.mean()), 5),
        excused=as_excused(seen, found),
        shots=shot_reports(seen, faults),
        lips=lips,
        verdict=verdict_on(seen, faults, stability),
        notes=(*subject.notes, *notes, *lag_notes, *lip_notes),
        **by_kind,  # type: ignore[arg-type]
    )
    return Checked(report=report, seen=seen)


def _agreed(subject: Subject, breaks: Breaks, frames: int) -> Subject:
    """Without the project where the film only lies beside it and shows other cuts."""
    if subject.sure or subject.draft is None or subject.analysis is None:
        return subject
    meant = meant_by_draft(subject.draft, subject.analysis, frames)
    planned = meant.planned_cuts()
    if len(match_cuts(breaks, meant)) >= AGREE_SHARE * len(planned):
        return subject
    note = "Checked without the project beside it: the film's cuts are not those of its draft."
    return replace(subject, project=None, draft=None, analysis=None, notes=(*subject.notes, note))


def _meant(subject: Subject, breaks: Breaks, measures: Measures) -> tuple[Meant, BeatsFrom, tuple[str, ...]]:
    if subject.draft is not None and subject.analysis is not None:
        return meant_by_draft(subject.draft, subject.analysis, len(measures)), "project", ()
    if subject.film.audio_codec is None:
        return meant_by_file(breaks, (), len(measures)), "none", ("The film has no sound, so its beats are not known.",)
    try:
        beats_s = heard_beats_s(subject.film.path, measures.duration_s)
    except SongError as error:
        return meant_by_file(breaks, (), len(measures)), "none", (f"Its beats could not be heard: {error}",)
    notes = () if beats_s else ("No beat is heard in its sound, so cuts are not held against any.",)
    return meant_by_file(breaks, beats_s, len(measures)), "sound", notes


def _lags_s(subject: Subject) -> tuple[tuple[float, float] | None, tuple[str, ...]]:
    """Only of films that play their song as it is."""
    if subject.project is None or subject.draft is None or subject.film.audio_codec is None:
        return None, ()
    items = subject.draft.tracks.audio
    if len(items) != 1 or items[0].source != "song" or items[0].start or items[0].source_start:
        return None, ()
    try:
        return sound_lags_s(subject.film.path, subject.project.song_path, subject.film.duration_s), ()
    except SongError as error:
        return None, (f"The film's sound could not be held against its song: {error}",)


def _lips(subject: Subject) -> tuple[Lips | None, tuple[str, ...]]:
    if subject.project is None or subject.draft is None or subject.analysis is None:
        return None, ("Lips are checked only with the project: it knows where the mouth is.",)
    if all(shot.pose is None for shot in subject.draft.shots):
        return None, ()
    # Late: only films with a performer need the renderer.
    from songreel_engine.coherence.lip_plan import bodies_of, plan_of_film
    from songreel_engine.coherence.lips import measure_lips

    film, draft = subject.film, subject.draft
    try:
        plan = plan_of_film(subject.project, draft, subject.analysis, film)
        lips = measure_lips(
            film.path, plan, subject.analysis, bodies=bodies_of(draft), plates_dir=subject.project.plates_dir
        )
    except RenderError as error:
        return None, (f"Lips could not be checked: {error}",)
    return lips, () if lips is not None else ("No mouth is near enough in the picture for lips to be checked.",)
