"""Changes a project's film by edits: what would change, what it costs, the new version, and going back.

One call of `change` is one version, whatever the number of edits in it: one word undoes it. Rendering is a step of its own
(`making.render_project`) and makes only what has no clip yet.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

from songreel_engine.analysis.result import Analysis
from songreel_engine.draft.edits import OF_HISTORY, Edit, Restore, Steps
from songreel_engine.draft.model import Draft, EditEntry
from songreel_engine.editing.apply import apply_edits, changed_ids
from songreel_engine.editing.material import Edited, Material
from songreel_engine.editing.versions import redo, restore, undo
from songreel_engine.errors import EditError, RenderError
from songreel_engine.finishing.titles import check_texts
from songreel_engine.making import new_id, plan_pieces
from songreel_engine.planning.renaming import analysis_with_names, treatment_with_names
from songreel_engine.project import LastRender, Project
from songreel_engine.rendering.drive import drive_of_song
from songreel_engine.rendering.jobs import DRIVE_CHANNELS
from songreel_engine.rendering.pictures import PictureName
from songreel_engine.rendering.plan import RenderPlan
from songreel_engine.rendering.quality import find_quality
from songreel_engine.rendering.render import clip_path
from songreel_engine.shelf import media_paths, shelved, watched
from songreel_engine.timebase import FrameRange, seconds_to_frame

DEFAULT_QUALITY = "draft"


class AgainPrice(NamedTuple):
    """Credits of one piece made again, as the server's built-in list has them."""

    image: int
    clip_after_image: int
    """Of a clip that must be made again because its image was."""
    clip: int


AGAIN_CREDITS: Final[Mapping[PictureName, AgainPrice]] = {
    "default": AgainPrice(image=1, clip_after_image=0, clip=1),
    "diffusion": AgainPrice(image=10, clip_after_image=50, clip=50),
}
"""By what makes the pictures."""


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What a film in its present state asks for, beside the one before it."""

    shots: tuple[int, ...]
    """Numbers, from 1, of the shots that look otherwise than before."""
    images: int
    """Key images that no film of this project has had."""
    clips: int
    """Shots whose moving picture no film of this project has had."""
    picture: PictureName = "default"
    """What makes them."""

    @property
    def credits(self) -> int:
        each, following = AGAIN_CREDITS[self.picture], min(self.images, self.clips)
        return self.images * each.image + following * each.clip_after_image + (self.clips - following) * each.clip


@dataclass(frozen=True, kw_only=True)
class Changed:
    """What a change did, or would do."""

    before: Draft
    draft: Draft
    said: tuple[str, ...]
    """One sentence an edit."""
    notes: tuple[str, ...]
    cost: Cost
    way_back: Literal["undo", "redo"] = "undo"
    """The step that makes it as it was before."""


def preview(project: Project, edits: Sequence[Edit]) -> Changed:
    """What `change` would do; nothing is written. Raises EditError where it would."""
    if any(edit.edit in OF_HISTORY for edit in edits):
        raise EditError("Undo, redo and going back have no preview: they cost nothing and can be undone.")
    before, analysis = project.read_draft(), project.read_analysis()
    done = _edited(project, before, analysis, edits)
    return _told(project, before, done, analysis)


def change(
    project: Project,
    edits: Sequence[Edit],
    *,
    words: str,
    who: str = "owner",
    now: Callable[[], str],
) -> Changed:
    """Follows the edits and makes the outcome the draft that stands, as one new version with a line in the edit log.

    undo, redo and restore must come alone. Where nothing differs afterwards no version is made.

    Raises EditError, with nothing changed, where an edit cannot be followed or the words are no text.
    """
    _must_be_text(words)
    if any(edit.edit in OF_HISTORY for edit in edits):
        if len(edits) > 1:
            raise EditError("Undo, redo and going back come alone; say the other changes in a message of their own.")
        return _gone_back(project, edits[0], words=words, who=who, now=now)
    before, analysis = project.read_draft(), project.read_analysis()
    told = _told(project, before, _edited(project, before, analysis, edits), analysis)
    if told.draft == before:
        return told
    entry = EditEntry(
        version=project.next_version(),
        who=who,
        words=words,
        changed=changed_ids(before, told.draft),
        said=" ".join(told.said),
        at=now(),
    )
    draft = told.draft.model_copy(
        update={
            "version": entry.version,
            "parent_version": before.version,
            "edit_log": (*before.edit_log, entry),
        }
    )
    project.write_draft(draft)
    _follow(project, draft, analysis)
    return Changed(before=before, draft=draft, said=told.said, notes=told.notes, cost=told.cost)


def _must_be_text(words: str) -> None:
    """Half a character, as damaged input leaves it, cannot be written into the log."""
    try:
        words.encode()
    except UnicodeEncodeError as error:
        raise EditError("The message has characters that are no text; type it again.") from error


def _edited(
    project: Project,
    before: Draft,
    analysis: Analysis,
    edits: Sequence[Edit],
) -> tuple[Edited, ...]:
    if not edits:
        raise EditError("There is nothing to change in that.")
    material = Material(
        beats=_frames(analysis.beats_s, before),
        downbeats=_frames(analysis.downbeats_s, before),
        version=project.next_version(),
        new_id=new_id,
        media=shelved(project),
        lyrics=project.read_lyrics(),
        moments_of=lambda medium: watched(project, medium, media_paths(project)[medium.id]),
        energy_of=lambda span: _energy_rank(analysis, before, span),
    )
    done = apply_edits(before, edits, material)
    # A text that no font here can write is refused now, not when the film is rendered.
    try:
        lacking = check_texts([item for item in done[-1].draft.tracks.text if item not in before.tracks.text])
    except RenderError as error:
        raise EditError(str(error)) from error
    return (*done[:-1], replace(done[-1], notes=(*done[-1].notes, *lacking))) if lacking else done


def _energy_rank(analysis: Analysis, draft: Draft, span: FrameRange) -> float:
    """Share of the song's moments that are quieter than the mean of this span."""
    energy = drive_of_song(analysis, draft.frames, draft.frame_rate)[:, DRIVE_CHANNELS.index("energy")]
    return float((energy < energy[span.start : span.stop].mean()).mean())


def _frames(times_s: Sequence[float], draft: Draft) -> tuple[int, ...]:
    frames = {seconds_to_frame(time_s, draft.frame_rate) for time_s in times_s}
    return tuple(sorted(frame for frame in frames if 0 <= frame < draft.frames))


def _told(project: Project, before: Draft, done: Sequence[Edited], analysis: Analysis) -> Changed:
    draft = done[-1].draft
    return Changed(
        before=before,
        draft=draft,
        said=tuple(one.said for one in done),
        notes=tuple(note for one in done for note in one.notes),
        cost=cost_of(project, before, draft, analysis),
    )


def cost_of(
    project: Project, before: Draft, draft: Draft, analysis: Analysis, *, rendered_as: LastRender | None = None
) -> Cost:
    """What `draft` asks for that `before` did not, rendered as said; None: as the project's last film was."""
    last = rendered_as if rendered_as is not None else project.read_last_render()
    quality = find_quality(last.quality if last is not None else DEFAULT_QUALITY)
    height_px = last.height_px if last is not None else None
    plans = [plan_pieces(project, one, analysis, quality=quality, height_px=height_px) for one in (before, draft)]
    known = {shot.shot_key for shot in plans[0].shots}
    touched = [number for number, shot in enumerate(plans[1].shots, start=1) if shot.shot_key not in known]
    missing = {shot.shot_key for number, shot in enumerate(plans[1].shots, start=1) if number in touched}
    missing -= _stored(project, plans[1])
    images = {key for key in plans[1].plates if key not in plans[0].plates and not (project.plates_dir / key).is_dir()}
    return Cost(shots=tuple(touched), images=len(images), clips=len(missing), picture=plans[1].picture.name)


def _stored(project: Project, plan: RenderPlan) -> set[str]:
    """Keys of the shots of which a clip stands already: an older take, chosen again."""
    return {
        plan.shots[index].shot_key
        for segment in plan.segments
        if clip_path(project.clips_dir, segment.key).is_file()
        for index in segment.shots
    }


def _gone_back(project: Project, edit: Edit, *, words: str, who: str, now: Callable[[], str]) -> Changed:
    before = project.read_draft()
    at = now()
    if isinstance(edit.changes, Restore):
        draft = restore(project, edit.changes.version, words=words, who=who, at=at)
    elif isinstance(edit.changes, Steps):
        walk = undo if edit.edit == "undo" else redo
        draft = walk(project, edit.changes.steps, words=words, who=who, at=at)
    else:
        raise EditError(f"{edit.edit} is no step between versions.")
    analysis = project.read_analysis()
    _follow(project, draft, analysis)
    return Changed(
        before=before,
        draft=draft,
        said=(f"Version {draft.version} stands again, instead of {before.version}: {_what(before, draft)}.",),
        notes=(),
        cost=cost_of(project, before, draft, analysis),
        way_back="redo" if edit.edit == "undo" else "undo",
    )


def _what(before: Draft, draft: Draft) -> str:
    """Which edits went or came."""
    mine, theirs = ({entry.version: entry for entry in one.edit_log} for one in (draft, before))
    gone = [f"without “{entry.words}”" for version, entry in theirs.items() if version not in mine]
    come = [f"with “{entry.words}”" for version, entry in mine.items() if version not in theirs]
    return ", ".join([*gone, *come]) or "nothing differs"


def _follow(project: Project, draft: Draft, analysis: Analysis) -> None:
    """What the project keeps beside the draft goes with it: the brief's style and shape, the sections' names."""
    brief = project.facts.brief
    style = draft.style if brief.style is not None else None
    if (brief.style, brief.aspect) != (style, draft.aspect):
        project.with_brief(brief.model_copy(update={"style": style, "aspect": draft.aspect}))
    named = analysis_with_names(analysis, draft)
    if named != analysis:
        project.write_analysis(named)
        if project.has_treatment():
            project.write_treatment(treatment_with_names(project.read_treatment(), named))
