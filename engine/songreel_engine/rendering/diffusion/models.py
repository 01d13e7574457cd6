"""Models as values: what is known of one, where it lies, what it may be used for, and which one to use.

A model is meant by its name in the catalogue, by its repository (owner/name, looked for in the cache), or by a folder. A folder
needs no row of its own: its class says what it can do.
"""

import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from songreel_engine.errors import BriefError, MachineError
from songreel_engine.rendering.diffusion.card import Card
from songreel_engine.rendering.diffusion.catalogue import (
    AdapterRow,
    ClassRow,
    ModelRow,
    Stage,
    adapter_row,
    adapter_rows,
    class_rows,
    is_commercial,
    model_rows,
    tier_for,
)
from songreel_engine.rendering.diffusion.discovery import (
    Found,
    cached_folder,
    cached_model,
    cached_models,
    hub_folder,
    identity_of,
    licence_tag,
    missing_parts,
    model_in,
    parameters_of,
    part_config,
)

LICENCE_NOTE: Final = (
    "Models come under their makers' licences, which bind you and the pictures you make; "
    "commercial use is told as far as it is known here."
)
WORKING_GB: Final = 1.5
"""Beside the weights: activations, and what the driver takes."""
BYTES_A_NUMBER: Final = 2
"""bfloat16."""
STREAMED_SHARE: Final = 0.35
"""Of a model's memory where its weights are streamed from main memory in 8 bits."""
LEAST_SHARE_OF_TRAINED: Final = 0.75
MOST_SHARE_OF_TRAINED: Final = 1.5
"""Pixels against those of the square a model was trained at: beyond, people grow second heads."""
_ENCODERS: Final = ("text_encoder", "text_encoder_2", "text_encoder_3", "image_encoder")


@dataclass(frozen=True, kw_only=True)
class Model:
    """An installed model, with all that is needed to load it and to ask it for pictures."""

    name: str
    found: Found
    row: ClassRow
    licence: str
    commercial: bool | None
    """None: nobody here knows."""
    memory_gb: float
    """With the text encoder run first and freed, weights in bfloat16."""
    least_gb: float
    """With weights streamed from main memory in 8 bits."""
    size_multiple: int
    least_pixels: int
    most_pixels: int
    """Width × height."""
    frame_step: int
    frame_offset: int
    most_frames: int
    """A clip has step × k + offset frames, at most so many; 0, 0 and 1 for pictures."""
    steps: int
    guidance: float
    guidance_name: str
    """The argument of the call that takes it; empty: none does."""
    fps: float
    takes_negative: bool
    references: int
    """How many pictures its call takes to look at."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """Further arguments of its call."""
    upscaler: str = ""
    """The name of the model that enlarges its latents; empty: none is known."""

    @property
    def folder(self) -> Path:
        return self.found.folder

    @property
    def class_name(self) -> str:
        """The class that serves its first stage."""
        return next(iter(self.row.opens.values()))

    @property
    def stages(self) -> tuple[Stage, ...]:
        return tuple(self.row.opens)

    def class_for(self, stage: Stage) -> str:
        """The class that serves a stage, loaded from the same folder. Raises BriefError where none does."""
        if stage not in self.row.opens:
            raise BriefError(f"{self.name} is a model for {_listed(self.stages)}, not for {_words(stage)}.")
        return self.row.opens[stage]

    @functools.cached_property
    def identity(self) -> str:
        """Changes with its weights and its configuration, and with what it is asked with."""
        asked = (self.steps, self.guidance, self.least_pixels, self.most_pixels, *sorted(self.options.items()))
        return f"{self.found.class_name}:{identity_of(self.found)}:{asked}"


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A line of the list of models."""

    name: str
    stages: tuple[Stage, ...]
    class_name: str
    licence: str
    licence_note: str
    commercial: bool | None
    memory_gb: float
    least_gb: float
    installed: bool
    missing: tuple[str, ...]
    """Parts that have no weights yet, of one that was begun."""
    repo: str
    """Empty for a folder."""

    def fits(self, card: Card) -> bool:
        return card.memory_gb >= self.least_gb


def find_model(
    wanted: str, *, stages: Collection[Stage], non_commercial: bool = False, hub: Path | None = None
) -> Model:
    """The installed model that is meant, for one of these stages.

    Raises BriefError for a name that means no model, a model for other stages or of an unknown class, and one that may not be
    used commercially unless `non_commercial` allows it; MachineError for one that is not installed, or not wholly.
    """
    row = row_of(wanted)
    if row is None and (adapter := adapter_row(wanted)) is not None:
        raise BriefError(
            f"{adapter.name} makes no pictures by itself: once installed it shows the performer's photos to a "
            f"{adapter.serves} model. Name such a model."
        )
    found = _found(wanted, row, hub)
    model = model_of(found, row)
    if not set(stages) & set(model.stages):
        raise BriefError(
            f"{model.name} is a model for {_listed(model.stages)}, not for {_listed(tuple(stages))}; "
            "`songreel models` lists what is."
        )
    if model.commercial is False and not non_commercial:
        raise BriefError(
            f"{model.name} is licensed for non-commercial use only ({model.licence}); "
            "say --allow-non-commercial if your use is."
        )
    if missing := missing_parts(found):
        raise MachineError(
            f"{model.name} in {found.folder} lacks its weights as safetensors"
            f"{' of ' + ', '.join(missing) if missing != ('',) else ''}; download it whole."
        )
    return model


def choose_model(stage: Stage, card: Card, *, non_commercial: bool = False, hub: Path | None = None) -> Model | None:
    """The installed model to use where none was named: the first of the card's tier; None where none is there or fits."""
    tier = tier_for(card.memory_gb)
    wanted = getattr(tier, stage, ()) if tier is not None else ()
    for row in sorted((row for row in model_rows() if row.name in wanted), key=lambda row: wanted.index(row.name)):
        if row.least_gb <= card.memory_gb and (row.commercial is not False or non_commercial):
            found = cached_model(hub or hub_folder(), row.repo)
            if found is not None and found.class_name in class_rows() and not missing_parts(found):
                return model_of(found, row)
    return None


def installed_model(stage: Stage, *, hub: Path | None = None) -> Model | None:
    """The first of the catalogue's free models for a stage that is installed: for those small enough for any machine."""
    for row in model_rows():
        if row.commercial and stage in _opens(row):
            found = cached_model(hub or hub_folder(), row.repo)
            if found is not None and not missing_parts(found):
                return model_of(found, row)
    return None


def listed_models(hub: Path | None = None) -> tuple[Listed, ...]:
    """All of the catalogue, its adapters after its models, then what else the cache holds of classes that are known."""
    there = {found.name: found for found in cached_models(hub or hub_folder())}
    known = tuple(_listed_row(row, there.pop(row.repo, None)) for row in model_rows())
    adapters = tuple(_listed_adapter(row, hub or hub_folder()) for row in adapter_rows())
    others = (found for found in there.values() if found.class_name in class_rows() and _is_of(found))
    return known + adapters + tuple(_listed_found(found) for found in others)


def row_of(wanted: str) -> ModelRow | None:
    """The catalogue's row of a name or a repository, in any case; None where it has none."""
    name = wanted.casefold()
    return next((row for row in model_rows() if name in (row.name, row.repo.casefold())), None)


def model_of(found: Found, row: ModelRow | None = None) -> Model:
    """All that is known of a found model. Raises BriefError for a class that songreel cannot use."""
    kind = class_rows().get(found.class_name)
    if kind is None or not _is_of(found):
        raise BriefError(
            f"{found.folder} holds a {found.class_name}, which songreel cannot use; it knows {_listed(tuple(class_rows()))}."
        )
    row = row if row is not None else _row_in(found)
    kind = kind.model_copy(update={"opens": row.opens}) if row is not None and row.opens is not None else kind
    tag = licence_tag(found.folder)
    facts: dict[str, Any] = _facts(kind, found) | (
        {k: v for k, v in row.given().items() if k != "opens"} if row else {}
    )
    memory_gb, least_gb = (row.memory_gb, row.least_gb) if row is not None else _reckoned_gb(found)
    return Model(
        name=row.name if row is not None else found.name,
        found=found,
        row=kind,
        licence=row.licence if row is not None else tag or "unknown",
        commercial=row.commercial if row is not None else is_commercial(tag),
        memory_gb=memory_gb,
        least_gb=least_gb,
        guidance_name=kind.guidance_name,
        references=kind.references,
        options=kind.options,
        upscaler=row.upscaler if row is not None else "",
        **facts,
    )


def _facts(kind: ClassRow, found: Found) -> dict[str, Any]:
    """What a model of the class is asked with, as its folder says it was trained and distilled."""
    names = (
        "size_multiple", "least_pixels", "most_pixels", "frame_step", "frame_offset", "most_frames",
        "steps", "guidance", "fps", "takes_negative",
    )  # fmt: skip
    facts = {name: getattr(kind, name) for name in names}
    trained_px = _trained_px(kind, found)
    if trained_px:
        facts["least_pixels"] = round(LEAST_SHARE_OF_TRAINED * trained_px**2)
        facts["most_pixels"] = round(MOST_SHARE_OF_TRAINED * trained_px**2)
    if kind.distilled is not None and found.facts.get("is_distilled") is True:
        facts |= kind.distilled.model_dump()
    return facts


def _trained_px(kind: ClassRow, found: Found) -> int:
    """Side of the square that the model was trained at; 0 where it does not say."""
    if not kind.sample_part:
        return 0
    sample = part_config(found, kind.sample_part).get("sample_size")
    blocks = part_config(found, "vae").get("block_out_channels")
    if (
        not isinstance(sample, int)
        or not isinstance(blocks, list)
        or not 0 < sample <= 1024
        or not 0 < len(blocks) <= 8
    ):
        return 0
    return int(sample * 2 ** (len(blocks) - 1))


def _reckoned_gb(found: Found) -> tuple[float, float]:
    """Memory whole and streamed, from the sizes of its parts: encoders and the rest are never on the card together."""
    sizes = parameters_of(found)
    encoders = sum(count for part, count in sizes.items() if part in _ENCODERS)
    whole_gb = max(encoders, sum(sizes.values()) - encoders) * BYTES_A_NUMBER / 1e9 + WORKING_GB
    return round(whole_gb, 1), round(max(STREAMED_SHARE * whole_gb, WORKING_GB), 1)


def _found(wanted: str, row: ModelRow | None, hub: Path | None) -> Found:
    if row is None and wanted and Path(wanted).is_dir():
        return model_in(Path(wanted).absolute())
    repo = row.repo if row is not None else wanted
    if row is None and (repo.count("/") != 1 or any(not part.strip(".") for part in repo.split("/"))):
        raise BriefError(f"There is no model and no folder {wanted!r}; `songreel models` lists the models by name.")
    found = cached_model(hub or hub_folder(), repo)
    if found is None:
        raise MachineError(
            f"{wanted} is not installed; say --download to get it from {repo} (about {row.memory_gb:.0f} GB or more), "
            "or give the folder that holds it."
            if row is not None
            else f"{wanted} is not in the model cache; say --download to get it, or give the folder that holds it."
        )
    return found


def _row_in(found: Found) -> ModelRow | None:
    """The row of a model that was found by its folder and tells by a name where it came from."""
    origin = str(found.facts.get("_name_or_path") or found.name).casefold()
    names = (origin, found.folder.name.casefold())
    return next((row for row in model_rows() if _is_named(row.repo.casefold(), names)), None)


def _is_named(repo: str, names: tuple[str, ...]) -> bool:
    return any(name in (repo, repo.split("/")[1]) for name in names)


def _is_of(found: Found) -> bool:
    """Whether a model of a class with many uses is for the one that counts here."""
    word = class_rows()[found.class_name].needs_label if found.class_name in class_rows() else ""
    labels = found.facts.get("id2label")
    return not word or (isinstance(labels, dict) and any(word in str(label).lower() for label in labels.values()))


def _opens(row: ModelRow) -> Mapping[Stage, str]:
    return row.opens if row.opens is not None else class_rows()[row.class_name].opens


def _listed_row(row: ModelRow, found: Found | None) -> Listed:
    missing = missing_parts(found) if found is not None else ()
    return Listed(
        name=row.name,
        stages=tuple(_opens(row)),
        class_name=row.class_name,
        licence=row.licence,
        licence_note=row.licence_note,
        commercial=row.commercial,
        memory_gb=row.memory_gb,
        least_gb=row.least_gb,
        installed=found is not None and not missing,
        missing=missing,
        repo=row.repo,
    )


def _listed_adapter(row: AdapterRow, hub: Path) -> Listed:
    folder = cached_folder(hub, row.repo)
    missing = tuple(file for file in row.files if folder is None or not (folder / file).is_file())
    return Listed(
        name=row.name,
        stages=("identity",),
        class_name=row.serves,
        licence=row.licence,
        licence_note=f"with a {row.serves} model, whose memory comes on top",
        commercial=row.commercial,
        memory_gb=row.memory_gb,
        least_gb=row.memory_gb,
        installed=not missing,
        missing=missing if 0 < len(missing) < len(row.files) else (),
        repo=row.repo,
    )


def _listed_found(found: Found) -> Listed:
    model, missing = model_of(found), missing_parts(found)
    return Listed(
        name=model.name,
        stages=model.stages,
        class_name=found.class_name,
        licence=model.licence,
        licence_note="",
        commercial=model.commercial,
        memory_gb=model.memory_gb,
        least_gb=model.least_gb,
        installed=not missing,
        missing=missing,
        repo=found.name,
    )


def _words(stage: str) -> str:
    return stage.replace("_", " ")


def _listed(names: tuple[str, ...]) -> str:
    words = [_words(name) for name in names]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
