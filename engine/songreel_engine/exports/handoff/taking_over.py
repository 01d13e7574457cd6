"""A timeline that came back, taken over by a project as one new version."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from songreel_engine.draft.model import Draft, EditEntry
from songreel_engine.editing.apply import changed_ids
from songreel_engine.editing.material import Material
from songreel_engine.errors import EditError, RenderError
from songreel_engine.exports.handoff.arriving import Arrived, arrive
from songreel_engine.exports.handoff.reading import read_timeline
from songreel_engine.finishing.titles import check_texts
from songreel_engine.making import new_id
from songreel_engine.project import Project
from songreel_engine.timebase import seconds_to_frame


def preview_timeline(project: Project, path: Path) -> Arrived:
    """What `import_timeline` would make of the project's draft; nothing is written. Raises EditError where it would."""
    draft, analysis = project.read_draft(), project.read_analysis()
    material = Material(
        beats=_frames(analysis.beats_s, draft),
        downbeats=_frames(analysis.downbeats_s, draft),
        version=project.next_version(),
        new_id=new_id,
    )
    arrived = arrive(draft, read_timeline(path), material)
    # A new text that no font here can write is refused now, not when the film is rendered.
    try:
        check_texts([text for text in arrived.draft.tracks.text if text not in draft.tracks.text])
    except RenderError as error:
        raise EditError(str(error)) from error
    return arrived


def import_timeline(project: Project, path: Path, *, who: str = "owner", now: Callable[[], str]) -> Arrived:
    """The timeline at `path` as the project's draft, in a new version with a line in the log; none where nothing differs.

    Raises EditError, with nothing changed, for a file that is no timeline of this project's film.
    """
    before, arrived = project.read_draft(), preview_timeline(project, path)
    if arrived.draft == before:
        return arrived
    entry = EditEntry(
        version=project.next_version(),
        who=who,
        words="a timeline read back",
        changed=changed_ids(before, arrived.draft),
        said=arrived.said,
        at=now(),
    )
    draft = arrived.draft.model_copy(
        update={
            "version": entry.version,
            "parent_version": before.version,
            "edit_log": (*before.edit_log, entry),
        }
    )
    project.write_draft(draft)
    return replace(arrived, draft=draft)


def _frames(times_s: tuple[float, ...], draft: Draft) -> tuple[int, ...]:
    frames = {seconds_to_frame(time_s, draft.frame_rate) for time_s in times_s}
    return tuple(sorted(frame for frame in frames if 0 <= frame < draft.frames))
