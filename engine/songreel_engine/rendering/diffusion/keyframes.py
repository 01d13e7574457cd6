"""The plate maker that asks a model: words, seed and pictures to look at become a key image, which becomes a plate.

All words are read first, by the text encoder alone; then it makes way for the model. Noise is drawn on the processor, so the
same seed is the same picture on one machine, whatever the card.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.errors import RenderError
from songreel_engine.rendering.covering import covering
from songreel_engine.rendering.diffusion.card import Card, find_card
from songreel_engine.rendering.diffusion.depth import GUESSED, inverse_depth_of
from songreel_engine.rendering.diffusion.layers import DEPTH_SHRINK, canvas_size, plate_of
from songreel_engine.rendering.diffusion.libraries import library
from songreel_engine.rendering.diffusion.loading import opened, opened_network, quietly
from songreel_engine.rendering.diffusion.models import Model
from songreel_engine.rendering.diffusion.prompt_cache import Told, Words, encoded, encoder_parts, on_device
from songreel_engine.rendering.diffusion.prompts import Prompt, prompt_of
from songreel_engine.rendering.diffusion.references import Still, anchors_of, photos_of, with_references
from songreel_engine.rendering.diffusion.safety import is_unfit
from songreel_engine.rendering.diffusion.sizes import fitting_size, smaller_size
from songreel_engine.rendering.diffusion.stepping import step_callback, with_smaller_retry
from songreel_engine.rendering.jobs import PlateJob
from songreel_engine.rendering.keys import fingerprint_of_sources, key_of
from songreel_engine.rendering.plates import Origin, Plate, PlateStep, StepListener, ignore_step

Image = NDArray[np.uint8]
Size = tuple[int, int]

MOST_SEEDS: Final = 2**63
MOST_ANCHORS: Final = 24
"""Pictures of places and people that are kept while a film's plates are made."""
BLACKENED: Final = (
    "has a safety checker of its own, which made some key images black; other words or another seed may help."
)
LARGELY: Final = 1.3
"""Enlarging that is worth saying."""
_SOURCES: Final = (
    "diffusion/keyframes.py",
    "diffusion/prompt_cache.py",
    "diffusion/prompts.py",
    "diffusion/style_words.py",
    "diffusion/references.py",
    "diffusion/sizes.py",
    "diffusion/layers.py",
    "diffusion/depth.py",
    "depth_guess.py",
    "covering.py",
    "portrait/silhouettes.py",
)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Studio:
    """What is open while plates are made."""

    pipe: Any
    told: Mapping[Words, Told]
    depth: tuple[Any, Any] | None
    safety: tuple[Any, Any] | None
    anchors: dict[tuple[Still, Size], Image] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Answer:
    """What a model made."""

    picture: Image
    """uint8 [h, w, 3]."""
    flagged: bool | None
    """Whether the pipeline's own safety checker objected, which then made it black; None where it has none."""


@dataclass(frozen=True, kw_only=True)
class _Wish:
    """What is asked of the model for one plate."""

    prompt: Prompt
    seed: int
    anchors: tuple[Still, ...]
    photos: tuple[Image, ...]


class DiffusionPlateMaker:
    """Plates by a text-to-image model, with depth and a look at fitness where models for these are installed."""

    name = "diffusion"

    def __init__(
        self,
        model: Model,
        *,
        files: Mapping[str, Path] = MappingProxyType({}),
        depth: Model | None = None,
        safety: Model | None = None,
        card: Card | None = None,
    ) -> None:
        """`files`: SHA-256 to file of the performer's photos. `card`: None finds it when it is needed."""
        self._model, self._depth, self._safety = model, depth, safety
        self._files, self._card = files, card

    def fingerprint(self) -> str:
        """Of the models and of the sources that ask them. Versions of libraries and the card do not count: they may change
        the last bits of a picture, and nobody wants a film made anew for those. A safety model changes no picture."""
        models = [model.identity if model is not None else "" for model in (self._model, self._depth)]
        return key_of(sources=fingerprint_of_sources(Path(__file__).parent.parent, *_SOURCES), models=models)

    def make(self, job: PlateJob) -> Plate:
        """The plate of a job.

        Raises RenderError for an unknown style, place or framing, a shape that the model cannot make and a photo that is missing,
        MachineError where libraries, weights or memory do not suffice.
        """
        return next(plate for _, plate in self.make_all({"": job}))

    def make_all(
        self, jobs: Mapping[str, PlateJob], *, steps: StepListener = ignore_step
    ) -> Iterator[tuple[str, Plate]]:
        """Each key with its plate, in order. Raises as `make` does; what `steps` raises ends it within one step."""
        card = self._card or find_card()
        wishes = {key: self._wish(job) for key, job in jobs.items()}
        with ExitStack() as stack:
            told = encoded(self._model, _all_words(wishes.values()), card=card)
            pipe = stack.enter_context(opened(self._model, without=encoder_parts(self._model), card=card))
            depth, safety = (
                stack.enter_context(opened_network(model, card=card)) if model is not None else None
                for model in (self._depth, self._safety)
            )
            studio = _Studio(pipe=pipe, told=told, depth=depth, safety=safety)
            for key, job in jobs.items():
                yield key, self._plate(studio, key, job, wishes[key], steps)

    def _wish(self, job: PlateJob) -> _Wish:
        most = self._model.references
        # A model that only edits cannot make a place from words alone.
        anchors = anchors_of(job, most=most) if "keyframe" in self._model.stages else ()
        photos = photos_of(job, self._files, most=most - len(anchors))
        people = len(photos) or len(anchors) - 1
        prompt = with_references(prompt_of(job), place=bool(anchors), people=people if anchors or photos else 0)
        return _Wish(prompt=prompt, seed=job.seed, anchors=anchors, photos=photos)

    def _plate(self, studio: _Studio, key: str, job: PlateJob, wish: _Wish, steps: StepListener) -> Plate:
        _, canvas = canvas_size(job)
        total = self._model.steps * (1 + sum((anchor, canvas) not in studio.anchors for anchor in wish.anchors))
        done = 0

        def stepped(step: int, preview: bytes | None) -> None:
            steps(PlateStep(key=key, done=min(done + step, total), total=total, note=_noted(job), preview=preview))

        seen = []
        for anchor in wish.anchors:
            if (anchor, canvas) not in studio.anchors:
                studio.anchors[anchor, canvas] = self._made(studio, anchor, (), canvas, stepped)[0].picture
                done += self._model.steps
            seen.append(studio.anchors[anchor, canvas])
        made, size = self._made(studio, Still(wish.prompt, wish.seed), (*seen, *wish.photos), canvas, stepped)
        _forget_old(studio.anchors)
        rgb = covering(made.picture, *canvas)
        small = (-(-canvas[0] // DEPTH_SHRINK), -(-canvas[1] // DEPTH_SHRINK))
        inverse_depth = inverse_depth_of(rgb, small, framing=job.framing, network=studio.depth)
        origin = Origin(
            model=self._model.name,
            prompt=wish.prompt.text,
            negative=wish.prompt.negative if self._model.takes_negative and self._model.guidance > 1 else "",
            seed=wish.seed,
            width_px=size[0],
            height_px=size[1],
            nsfw=_unfit(made, studio.safety),
            notes=(*self._notes(job, canvas, size), *([f"{self._model.name} {BLACKENED}"] if made.flagged else [])),
        )
        return plate_of(rgb, inverse_depth, job, origin)

    def _made(
        self, studio: _Studio, still: Still, seen: tuple[Image, ...], canvas: Size, stepped: Any
    ) -> tuple[_Answer, Size]:
        """What was made, and at which size; once more and smaller where memory runs out."""
        return with_smaller_retry(
            lambda size: self._called(studio, still, seen, size, stepped),
            fitting_size(*canvas, self._model),
            lambda size: smaller_size(*size, self._model),
            name=self._model.name,
        )

    def _called(self, studio: _Studio, still: Still, seen: tuple[Image, ...], size: Size, stepped: Any) -> _Answer:
        torch, pipe = library("torch"), studio.pipe
        asked: Told = dict(self._model.options)
        if self._model.guidance_name:
            asked[self._model.guidance_name] = self._model.guidance
        if seen:
            asked["image"] = [_pillow(picture) for picture in seen]
        told = on_device(studio.told[still.prompt.text, still.prompt.negative], pipe._execution_device)
        with quietly():
            answer = pipe(
                **told,
                **asked,
                width=size[0],
                height=size[1],
                num_inference_steps=self._model.steps,
                generator=torch.Generator("cpu").manual_seed(still.seed % MOST_SEEDS),
                callback_on_step_end=step_callback(stepped),
                output_type="np",
            )
        picture = np.asarray(answer.images[0])
        if not np.isfinite(picture).all():
            raise RenderError(
                f"{self._model.name} made no picture but numbers beyond all bounds; try another seed or model."
            )
        flags = getattr(answer, "nsfw_content_detected", None)
        return _Answer(
            picture=np.asarray(np.rint(np.clip(picture, 0, 1) * 255), np.uint8),
            flagged=bool(flags[0]) if flags else None,
        )

    def _notes(self, job: PlateJob, canvas: Size, size: Size) -> tuple[str, ...]:
        name, notes = self._model.name, []
        if self._depth is None:
            notes.append(GUESSED)
        if job.told is not None and not self._model.references:
            notes.append(f"{name} looks at no pictures: places and people return by words and seed alone.")
            if job.told.photos and job.figure is not None:
                notes.append(
                    f"{name} cannot be shown the performer's photos; a model for edits, as flux2-klein-4b, can."
                )
        if size != fitting_size(*canvas, self._model):
            notes.append(f"Memory ran out; some key images were made at {size[0]}x{size[1]} instead.")
        elif max(canvas[0] / size[0], canvas[1] / size[1]) > LARGELY:
            notes.append(
                f"{name} makes key images of {size[0]}x{size[1]}; they are enlarged to {canvas[0]}x{canvas[1]}."
            )
        return tuple(notes)


def _unfit(made: _Answer, safety: tuple[Any, Any] | None) -> bool | None:
    """What those who looked found; None where nobody did."""
    found = [made.flagged, is_unfit(made.picture, safety) if safety is not None else None]
    return True if True in found else (False if False in found else None)


def _all_words(wishes: Any) -> list[Words]:
    """Every prompt of every picture, those to look at included."""
    prompts = [prompt for wish in wishes for prompt in (*(anchor.prompt for anchor in wish.anchors), wish.prompt)]
    return [(prompt.text, prompt.negative) for prompt in prompts]


def _noted(job: PlateJob) -> str:
    return f"{job.place}, {job.framing}"


def _forget_old(anchors: dict[tuple[Still, Size], Image]) -> None:
    while len(anchors) > MOST_ANCHORS:
        del anchors[next(iter(anchors))]


def _pillow(picture: Image) -> Any:
    from PIL import Image as PillowImage

    return PillowImage.fromarray(picture)
