"""What a renderer may see: one plate's or one shot's worth of facts, never a draft, a song or another shot.

Both are values; equal values have equal keys (see `keys.py`), and equal keys mean the stored result may be used again.
"""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

DRIVE_CHANNELS: Final = (
    "energy",
    "low",
    "mid",
    "high",
    "onset",
    "brightness",
    "vocal",
    "beat",
    "downbeat",
    "beat_phase",
)
"""Columns of a drive array. `beat` and `downbeat` jump to 1 on the frame nearest the beat and decay; `beat_phase` runs 0..1."""

Rgb = tuple[float, float, float]


@dataclass(frozen=True, kw_only=True)
class FigureJob:
    """The performer in a plate."""

    pose: str
    hair: float
    coat: float
    colour: Rgb
    """The coat's; linear RGB, 0..1, as all colours here."""
    hair_colour: Rgb = (0.085, 0.052, 0.042)
    skin: Rgb = (0.72, 0.47, 0.36)
    photo: str = ""
    """SHA-256 of the photo that shows them; empty: drawn."""


@dataclass(frozen=True, kw_only=True)
class LightingJob:
    """What is asked of the light in a scene, over the style's own. Amounts are -1..1, 0 leaves it alone."""

    warmth: float = 0.0
    brightness: float = 0.0
    side: str = ""
    """Where the main light comes from, as the camera sees it; empty: where the place has it."""


@dataclass(frozen=True)
class MediaJob:
    """A file of the user's; who makes the picture knows where it lies."""

    kind: Literal["image", "footage"]
    sha256: str
    start_s: float = 0.0
    """Of footage: where the shot begins in it."""
    speed: float = 1.0
    """Of footage: its seconds a second of film."""


@dataclass(frozen=True, kw_only=True)
class GradeJob:
    """What is done to the finished picture. Amounts are -1..1, 0 leaves it alone."""

    warmth: float = 0.0
    contrast: float = 0.0
    saturation: float = 0.0
    brightness: float = 0.0
    look: str = ""
    """A print look by name; empty: none."""


@dataclass(frozen=True, kw_only=True)
class PromptJob:
    """What a plate maker that follows words is told, beside what every plate maker is."""

    words: str
    """The shot's own prompt."""
    anchor_seed: int
    """The scene's: shots with equal ones are to show the same place and the same person."""
    photos: tuple[str, ...] = ()
    """SHA-256 of photos of the performer, the most telling first."""


@dataclass(frozen=True, kw_only=True)
class PlateJob:
    """All that a key image depends on. Fields that are None are left out of its key."""

    width_px: int
    height_px: int
    """Size of the film's frames. A plate holds more than that around the edges (see `Plate`)."""
    place: str
    style: str
    framing: str
    variation: int
    time_of_day: str
    weather: str
    figure: FigureJob | None
    prompt: str
    seed: int
    detail: float = 1.0
    """Plate pixels per film pixel along one axis, 0.5..1: less is faster and softer."""
    lighting: LightingJob = LightingJob()
    palette: tuple[tuple[float, float, float], ...] = ()
    """Colours that the picture is drawn towards, linear RGB 0..1, dark to light; empty: the style's own."""
    media: MediaJob | None = None
    """A file of the user's that is shown instead of a drawn place; then only the sizes have a say beside it."""
    told: PromptJob | None = None
    """None for plate makers that follow no words."""


@dataclass(frozen=True, kw_only=True)
class VoiceJob:
    """What a shot's performer is to sing, for animators that move lips by listening."""

    sha256: str
    """Of the sound; who makes the picture knows where it lies."""
    is_stem: bool
    """Whether it holds the voice alone."""
    start: int
    """Frame of the sound, at the shot's frame rate, that is heard with the shot's own frame 0; may be negative."""
    sung: tuple[tuple[int, int], ...]
    """Frames [start, stop) of the shot in which somebody sings, rising and apart; never empty."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ShotJob:
    """All that one shot's frames depend on, besides its plate. Fields that are None are left out of its key."""

    plate: PlateJob
    frames: int
    """Frames on the shot's own clock, from 0; includes those that only its transitions show."""
    frames_per_s: float
    camera: str
    motion: int
    weather: str
    style: str
    light: float
    seed: int
    drive: NDArray[np.float32]
    """Shape [frames, len(DRIVE_CHANNELS)], values 0..1."""
    grade: GradeJob = GradeJob()
    voice: VoiceJob | None = None
    """None: nobody sings, or the animator does not listen."""
    arrives_at: PlateJob | None = None
    """The plate of the next shot, where the cut into it is a match and the animator can end on a given picture."""
