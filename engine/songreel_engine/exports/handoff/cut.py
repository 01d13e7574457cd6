"""What every hand-off says, as one value: the shots with their files, the sound, the markers and the words.

Conventions: frames are the draft's; a file's frames count from its first. A shot's file holds its place on the timeline and,
before and after that, the frames that its transitions take, so that an editor can draw the transitions anew.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

from songreel_engine.draft.model import Draft, Shot, TextItem, TransitionKind
from songreel_engine.exports.handoff.marks import Mark, marks_of
from songreel_engine.exports.handoff.pieces import Sound, lay_pieces
from songreel_engine.progress import ProgressListener, ignore_progress
from songreel_engine.project import Project
from songreel_engine.rendering.quality import find_quality, frame_size

_TOKEN_LETTERS: Final = 12
"""Of an id's end, which is random where ids are UUIDs."""


@dataclass(frozen=True, kw_only=True)
class CutShot:
    """A shot on the timeline and the file that shows it."""

    shot: Shot
    number: int
    """From 1, in order of the film."""
    section: str
    file: Path
    head: int
    """Frames of the file before the shot's place on the timeline begins."""
    file_frames: int

    @property
    def name(self) -> str:
        """As an editor shows it: 'shot 4, chorus 1'."""
        return f"shot {self.number}, {self.section}"

    @property
    def frames(self) -> int:
        return self.shot.stop - self.shot.start

    @property
    def half_in(self) -> int:
        """Frames after the cut that the transition into the shot covers; as many before it, but for the film's first shot."""
        return self.shot.transition_frames // 2

    @property
    def transition(self) -> TransitionKind | None:
        """None for a cut."""
        return self.shot.transition_in if self.shot.transition_frames else None


@dataclass(frozen=True, kw_only=True)
class Cut:
    """A film as a timeline."""

    name: str
    project_id: str
    version: int
    frame_rate: Fraction
    frames: int
    width_px: int
    height_px: int
    shots: tuple[CutShot, ...]
    sound: Sound
    marks: tuple[Mark, ...]
    texts: tuple[TextItem, ...]
    notes: tuple[str, ...]
    """What the media beside the timeline are not."""

    def seconds(self, frames: int) -> Fraction:
        """How long so many frames last."""
        return frames / self.frame_rate


def cut_of(
    project: Project,
    media_dir: Path,
    *,
    name: str,
    workers: int | None = None,
    progress: ProgressListener = ignore_progress,
) -> Cut:
    """The project's draft as a timeline, its media written into `media_dir`, at the quality of its last film.

    Raises ProjectError for a project without a film, RenderError or SongError where a file cannot be made.
    """
    draft = project.read_draft()
    laid = lay_pieces(project, draft, media_dir, names=_file_names(draft), workers=workers, progress=progress)
    sections = {section.id: section.label for section in draft.sections}
    width_px, height_px = frame_size(draft.aspect, find_quality(laid.quality), laid.height_px)
    return Cut(
        name=name,
        project_id=draft.project_id,
        version=draft.version,
        frame_rate=draft.frame_rate,
        frames=draft.frames,
        width_px=width_px,
        height_px=height_px,
        shots=tuple(
            CutShot(
                shot=shot,
                number=number,
                section=sections[shot.section_id],
                file=piece.path,
                head=shot.start - piece.span.start,
                file_frames=len(piece.span),
            )
            for number, (shot, piece) in enumerate(zip(draft.shots, laid.pieces, strict=True), start=1)
        ),
        sound=laid.sound,
        marks=marks_of(draft, project.read_analysis()),
        texts=draft.tracks.text,
        notes=laid.notes,
    )


def shot_token(shot_id: str) -> str:
    """The part of a file's name that tells whose shot it is, through every program that keeps file names."""
    return re.sub(r"[^0-9a-z]", "", shot_id.lower())[-_TOKEN_LETTERS:]


def _file_names(draft: Draft) -> tuple[str, ...]:
    """One a shot: '004_chorus-1_9f31c07ad2e4.mp4'."""
    labels = {section.id: re.sub(r"[^\w]+", "-", section.label).strip("-_") for section in draft.sections}
    return tuple(
        f"{number:03d}_{labels[shot.section_id] or 'part'}_{shot_token(shot.id)}.mp4"
        for number, shot in enumerate(draft.shots, start=1)
    )
