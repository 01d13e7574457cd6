"""The capability table, read from `catalogue.toml`: what classes can do, which models are known, what to try first."""

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

Stage = Literal[
    "keyframe", "edit", "image_to_video", "first_last_frame", "audio_driven", "upscale", "depth", "safety", "identity"
]
STAGES: Final[tuple[Stage, ...]] = get_args(Stage)
Library = Literal["diffusers", "transformers"]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Distilled(_Row):
    """What a class does otherwise where its folder says that it was distilled."""

    steps: int
    guidance: float


class ClassRow(_Row):
    """What every model of one class keeps to. Fields as in `models.Model`."""

    opens: dict[Stage, str]
    """For each stage it serves the class that serves it, loaded from the same folder."""
    library: Library = "diffusers"
    size_multiple: int = 8
    sample_part: str = ""
    """The part whose configured sample size, where it has one, says which size the model was trained at."""
    least_pixels: int = 1
    most_pixels: int = 1 << 24
    frame_step: int = 0
    frame_offset: int = 0
    most_frames: int = 1
    steps: int
    guidance: float = 0.0
    guidance_name: str = "guidance_scale"
    distilled: Distilled | None = None
    fps: float = 0.0
    takes_negative: bool = False
    references: int = 0
    """How many pictures its call takes to look at."""
    together: bool = False
    """Whether one call can make several pictures, each from its own words and seed."""
    options: dict[str, object] = Field(default_factory=dict)
    like: tuple[str, ...] = ()
    """Classes that a folder may name instead and that hold the same parts."""
    needs_label: str = ""
    """A word that one of the model's labels must hold."""


class ModelRow(_Row):
    """A model known by name; what it leaves out is as its class has it."""

    name: str
    repo: str
    class_name: str = Field(alias="class")
    opens: dict[Stage, str] | None = None
    licence: str
    commercial: bool | None = None
    licence_note: str = ""
    memory_gb: float
    least_gb: float
    size_multiple: int | None = None
    least_pixels: int | None = None
    most_pixels: int | None = None
    most_frames: int | None = None
    steps: int | None = None
    guidance: float | None = None
    fps: float | None = None
    takes_negative: bool | None = None
    upscaler: str = ""
    """The name of the model that enlarges its latents."""

    def given(self) -> dict[str, object]:
        """What it says otherwise than its class, by the field's name."""
        names = (
            "opens", "size_multiple", "least_pixels", "most_pixels", "most_frames",
            "steps", "guidance", "fps", "takes_negative",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names if getattr(self, name) is not None}


class AdapterRow(_Row):
    """Weights that let a model be shown photos, beside what it was trained to read."""

    name: str
    repo: str
    serves: str
    """The class of models it was trained for."""
    weights: str
    """Path in the repository."""
    encoder: str
    """Folder in the repository: the network that looks at photos."""
    sees: Literal["face", "person"]
    strength: float = Field(gt=0, le=1)
    """How much photos count against words."""
    licence: str
    commercial: bool | None = None
    memory_gb: float
    """Beside the model's own."""

    @property
    def files(self) -> tuple[str, ...]:
        """Paths in the repository without which it cannot be used."""
        return (self.weights, f"{self.encoder}/config.json", f"{self.encoder}/model.safetensors")


class Tier(_Row):
    """What is tried first on a card of at least this much memory."""

    memory_gb: float
    keyframe: tuple[str, ...]
    image_to_video: tuple[str, ...]


class _Table(_Row):
    classes: dict[str, ClassRow] = Field(alias="class")
    models: tuple[ModelRow, ...] = Field(alias="model")
    adapters: tuple[AdapterRow, ...] = Field(alias="adapter")
    tiers: tuple[Tier, ...] = Field(alias="tier")
    licences: dict[str, bool] = Field(alias="licence")


@functools.cache
def _table() -> _Table:
    return _Table.model_validate(tomllib.loads((Path(__file__).parent / "catalogue.toml").read_text("utf-8")))


@functools.cache
def class_rows() -> Mapping[str, ClassRow]:
    """By every class name that a folder may have."""
    own = _table().classes
    return {alias: row for name, row in own.items() for alias in row.like} | own


def model_rows() -> tuple[ModelRow, ...]:
    """In the order in which they are listed."""
    return _table().models


def adapter_rows() -> tuple[AdapterRow, ...]:
    """In the order in which they are preferred."""
    return _table().adapters


def adapter_row(name: str) -> AdapterRow | None:
    """The row of an adapter's name, in any case; None where there is none."""
    return next((row for row in adapter_rows() if row.name == name.casefold()), None)


def tier_for(memory_gb: float) -> Tier | None:
    """The highest tier that a card of this size reaches; None below the lowest."""
    return max((tier for tier in _table().tiers if tier.memory_gb <= memory_gb), key=_size_of, default=None)


def is_commercial(licence_tag: str) -> bool | None:
    """Whether a licence allows commercial use, by the tag of a model card; None where nobody here knows."""
    return _table().licences.get(licence_tag.strip().lower())


def _size_of(tier: Tier) -> float:
    return tier.memory_gb
