"""Rushes: what a video model made for a shot, before anything is done to it, kept under its content key.

`frames.mp4` holds the frames as they were generated, at the model's own size and rate; `facts.json` says how they came about.
Size, light, grade and grain come later (`playing`), so changing those generates nothing again. A folder appears whole or not
at all.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from songreel_engine.errors import RenderError
from songreel_engine.media import EncodeSettings, write_clip
from songreel_engine.media.clips import read_frames
from songreel_engine.rendering.animators import Frame

SCHEMA: Final = 1
PRESET, CRF = "ultrafast", 6
"""Fast, and beyond what an eye tells from the original: rushes are graded and encoded once more."""


class TakeFacts(BaseModel):
    """One try."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seed: int
    score: float | None
    """0..100 as the coherence check scores shots; None where nobody judged."""
    why: tuple[str, ...] = ()
    """What was found wrong."""


class RushFacts(BaseModel):
    """How rushes came about."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_number: int = SCHEMA
    model: str
    width_px: int
    height_px: int
    frames: int
    """Generated, of the take that was kept."""
    frames_per_s: float
    windows: tuple[int, ...]
    """Frames of each run of the model."""
    takes: tuple[TakeFacts, ...]
    kept: int
    """Which of them the frames show, from 0."""
    lip_synced: bool = False
    from_stem: bool = False
    """Whether the model listened to the voice alone."""
    arrives: bool = False
    """Whether it was led to the next shot's picture."""
    notes: tuple[str, ...] = ()
    """What could not be done as asked."""
    seconds: dict[str, float] = {}
    """Of work, by part."""

    @property
    def seed(self) -> int:
        """Of the frames that are shown."""
        return self.takes[self.kept].seed


@dataclass(frozen=True)
class Rushes:
    """Stored frames."""

    folder: Path
    facts: RushFacts

    def frames(self) -> Iterator[Frame]:
        """As generated, I420, in order. Raises RenderError where the file is damaged."""
        return read_frames(self.folder / "frames.mp4")


def find_rushes(rushes_dir: Path, key: str) -> Rushes | None:
    """The rushes under this key; None where there are none. Raises RenderError where they are damaged."""
    folder = rushes_dir / key
    try:
        text = (folder / "facts.json").read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RenderError(f"The rushes {folder} cannot be read: {error.strerror}; delete that folder.") from error
    try:
        facts = RushFacts.model_validate_json(text)
    except ValidationError as error:
        raise RenderError(f"The rushes {folder} are damaged; delete that folder and render again.") from error
    if facts.schema_number > SCHEMA:
        raise RenderError(f"The rushes {folder} were made by a newer songreel; update songreel.")
    return Rushes(folder, facts)


def save_rushes(rushes_dir: Path, key: str, frames: Iterable[Frame], facts: RushFacts) -> Rushes:
    """Writes rushes under their key, replacing what is there. Raises RenderError where they cannot be written."""
    settings = EncodeSettings(
        width_px=facts.width_px,
        height_px=facts.height_px,
        frame_rate=Fraction(facts.frames_per_s).limit_denominator(1001),
        preset=PRESET,
        crf=CRF,
    )
    with _folder_written(rushes_dir / key) as folder:
        count = write_clip(folder / "frames.mp4", frames, settings)
        if count != facts.frames:
            raise RenderError(f"A shot of {facts.frames} generated frames arrived with {count}; render it again.")
        (folder / "facts.json").write_text(facts.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return Rushes(rushes_dir / key, facts)


def notes_of(rushes: Sequence[RushFacts]) -> tuple[str, ...]:
    """What a user should know about these rushes, one sentence each; nothing where all went as asked."""
    return tuple(dict.fromkeys(note for facts in rushes for note in facts.notes))


@contextmanager
def _folder_written(folder: Path) -> Iterator[Path]:
    """A folder to write to, which becomes `folder` when the block ends and is removed if the block raises."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise RenderError(f"Rushes cannot be stored in {folder.parent}: {error.strerror}; free space.") from error
    try:
        yield draft
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(draft, folder)
    except OSError as error:
        raise RenderError(f"Rushes cannot be stored in {folder}: {error.strerror}; free space.") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
