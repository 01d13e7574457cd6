"""Makes a film's bad shots again: checked, given a new take, rendered, checked again; the better take stays.

A new take is another seed of the same picture and another camera move, as `remake` makes it. The first try is never lost: it
stays among the shot's takes, and where it scores better it is shown again.
"""

from collections.abc import Callable
from dataclasses import dataclass

from songreel_engine.changing import change
from songreel_engine.coherence.check import check
from songreel_engine.coherence.report import CheckReport
from songreel_engine.coherence.subject import latest_film
from songreel_engine.draft.edits import ChooseTake, Edit, Remake, Target
from songreel_engine.draft.model import Draft
from songreel_engine.making import Made, StageClock, render_project
from songreel_engine.progress import ProgressListener, ignore_progress
from songreel_engine.project import Project
from songreel_engine.rendering.quality import find_quality

WORDS_OF_FIX = "fix: shots the check found fault with"
WORDS_OF_KEEPING = "fix: the earlier take was better"
"""In the edit log."""


@dataclass(frozen=True, kw_only=True)
class FixedShot:
    """A shot that was flagged, and what became of it. Scores as in `ShotReport`."""

    number: int
    id: str
    why: tuple[str, ...]
    score_before: float
    score_after: float | None
    """Of the new take; None where none was made."""
    kept: str
    """'new', 'old' where that was no worse, 'locked' or 'yours' where nothing was tried."""


@dataclass(frozen=True, kw_only=True)
class Fixed:
    """The film before and after."""

    before: CheckReport
    after: CheckReport
    shots: tuple[FixedShot, ...]
    clips_made: int


def fix_project(
    project: Project,
    *,
    workers: int | None = None,
    now: Callable[[], str],
    progress: ProgressListener = ignore_progress,
) -> Fixed:
    """The project's latest film with its flagged shots made again; as it was where nothing is flagged.

    Raises CheckError where there is no film of the draft that stands yet.
    """
    before = check(project.folder, progress=progress)
    draft = project.read_draft()
    flagged = before.flagged()
    tried = tuple(number for number in flagged if _hindrance(draft, number) is None)
    if not tried:
        return Fixed(before=before, after=before, shots=_told(draft, before, None, flagged, frozenset()), clips_made=0)
    fresh = change(project, [_remake(number) for number in tried], words=WORDS_OF_FIX, who="songreel", now=now)
    made = _rendered(project, fresh.draft, workers, progress)
    after = check(project.folder, progress=progress)
    clips = made.rendered.clips_made
    better = frozenset(number for number in tried if _score(after, number) > _score(before, number))
    back = [_choose(draft, number) for number in tried if number not in better]
    told = _told(draft, before, after, flagged, better)
    if back:
        kept = change(project, back, words=WORDS_OF_KEEPING, who="songreel", now=now)
        made = _rendered(project, kept.draft, workers, progress)
        clips += made.rendered.clips_made
        after = check(project.folder, progress=progress)
    return Fixed(before=before, after=after, shots=told, clips_made=clips)


def _remake(number: int) -> Edit:
    return Edit(edit="remake", target=Target(shots=(number,)), changes=Remake(what="clip"))


def _choose(draft: Draft, number: int) -> Edit:
    take = draft.shots[number - 1].take
    return Edit(edit="choose_take", target=Target(shots=(number,)), changes=ChooseTake(take=take))


def _hindrance(draft: Draft, number: int) -> str | None:
    shot = draft.shots[number - 1]
    if shot.locked:
        return "locked"
    return "yours" if shot.picture.media_id is not None else None


def _rendered(project: Project, draft: Draft, workers: int | None, progress: ProgressListener) -> Made:
    """At the quality and size of the film that was checked."""
    last = project.read_last_render()
    name = last.quality if last is not None else _quality_of(project)
    return render_project(
        project,
        draft,
        quality=find_quality(name),
        height_px=last.height_px if last is not None else None,
        workers=workers,
        clock=StageClock(),
        progress=progress,
    )


def _quality_of(project: Project) -> str:
    """From the film's name, of projects that did not yet keep how they were rendered."""
    return latest_film(project).name.split("-")[1]


def _score(report: CheckReport, number: int) -> float:
    return next(shot.score for shot in report.shots if shot.number == number)


def _told(
    draft: Draft, before: CheckReport, after: CheckReport | None, flagged: tuple[int, ...], better: frozenset[int]
) -> tuple[FixedShot, ...]:
    shots = []
    for number in flagged:
        hindrance = _hindrance(draft, number)
        why = [f"{fault.kind}: {fault.why}" for fault in before.faults() if fault.shot_number == number]
        if before.lips is not None:
            why += [f"lips: {shot.why_not}" for shot in before.lips.shots if shot.shot_number == number and not shot.ok]
        shots.append(
            FixedShot(
                number=number,
                id=draft.shots[number - 1].id,
                why=tuple(why),
                score_before=_score(before, number),
                score_after=_score(after, number) if after is not None and hindrance is None else None,
                kept=hindrance or ("new" if number in better else "old"),
            )
        )
    return tuple(shots)
