"""The plate maker that asks a model: words, seed and pictures to look at become a key image, which becomes a plate.

All words are read first, by the text encoder alone; then it makes way for the model. Noise is drawn on the processor, so the
same seed is the same picture on one machine, whatever the card. Pictures of one size that look at nothing are made several at a
time where the card has room; such a picture differs from the same one made alone by rounding.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from songreel_engine.rendering.covering import covering
from songreel_engine.rendering.depth_guess import guess_inverse_depth
from songreel_engine.rendering.diffusion.adapters import Adapter, rows_for, seen_of
from songreel_engine.rendering.diffusion.card import Card, find_card
from songreel_engine.rendering.diffusion.depth import GUESSED, inverse_depth_of
from songreel_engine.rendering.diffusion.layers import DEPTH_SHRINK, canvas_size, plate_of
from songreel_engine.rendering.diffusion.loading import opened, opened_network
from songreel_engine.rendering.diffusion.models import Model
from songreel_engine.rendering.diffusion.picturing import (
    Answer,
    Asked,
    Easel,
    Image,
    Size,
    Stepped,
    shapes_of,
    together_on,
)
from songreel_engine.rendering.diffusion.prompt_cache import Encoded, Words, encoded, encoder_parts
from songreel_engine.rendering.diffusion.prompts import Prompt, prompt_of
from songreel_engine.rendering.diffusion.references import MOST_PHOTOS, Still, anchors_of, photos_of, with_references
from songreel_engine.rendering.diffusion.safety import is_unfit
from songreel_engine.rendering.diffusion.sizes import fitting_size
from songreel_engine.rendering.diffusion.stepping import unless_memory_ends
from songreel_engine.rendering.jobs import PlateJob
from songreel_engine.rendering.keys import fingerprint_of_sources, key_of
from songreel_engine.rendering.plates import Origin, Plate, PlateStep, StepListener, ignore_step

MOST_ANCHORS: Final = 24
"""Pictures of places and people that are kept while a film's plates are made."""
BLACKENED: Final = (
    "has a safety checker of its own, which made some key images black; other words or another seed may help."
)
NO_ROOM_FOR_DEPTH: Final = "Memory ran out for the depth model, so the depth of some key images was guessed."
LARGELY: Final = 1.3
"""Enlarging that is worth saying."""
_SOURCES: Final = (
    "diffusion/keyframes.py",
    "diffusion/picturing.py",
    "diffusion/adapters.py",
    "diffusion/prompt_cache.py",
    "diffusion/prompt_pieces.py",
    "diffusion/prompts.py",
    "diffusion/style_words.py",
    "diffusion/references.py",
    "diffusion/sizes.py",
    "diffusion/layers.py",
    "diffusion/mouths.py",
    "diffusion/depth.py",
    "depth_guess.py",
    "covering.py",
    "portrait/silhouettes.py",
    "portrait/faces.py",
    "procedural/mouth.py",
)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Studio:
    """What is open while plates are made."""

    easel: Easel
    words: Encoded
    depth: tuple[Any, Any] | None
    safety: tuple[Any, Any] | None
    anchors: dict[tuple[Still, Size], Image] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Wish:
    """What is asked of the model for one plate."""

    key: str
    job: PlateJob
    prompt: Prompt
    anchors: tuple[Still, ...]
    photos: tuple[Image, ...]

    @property
    def words(self) -> Words:
        return self.prompt.text, self.prompt.negative

    @property
    def canvas(self) -> Size:
        return canvas_size(self.job)[1]


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
        adapter: Adapter | None = None,
        card: Card | None = None,
        together: int | None = None,
    ) -> None:
        """`files`: SHA-256 to file of the performer's photos. `adapter`: what shows them to a model that looks at no pictures.
        `card`: None finds it when it is needed. `together`: the most pictures of one call; None: what suits the card."""
        self._model, self._depth, self._safety = model, depth, safety
        self._adapter, self._files, self._card, self._together = adapter, files, card, together
        self._looked_at: dict[tuple[str, ...], tuple[Image, ...]] = {}

    def fingerprint(self) -> str:
        """Of the models and of the sources that ask them. Versions of libraries and the card do not count: they may change
        the last bits of a picture, and nobody wants a film made anew for those. A safety model changes no picture."""
        parts = (self._model, self._depth, self._adapter)
        models = [part.identity if part is not None else "" for part in parts]
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
        wishes = [self._wish(key, job) for key, job in jobs.items()]
        with ExitStack() as stack:
            words = encoded(self._model, _all_words(wishes), card=card)
            # Where no photo is shown it would only take memory.
            adapter = self._adapter if any(wish.photos for wish in wishes) else None
            without = encoder_parts(self._model)
            pipe = stack.enter_context(opened(self._model, without=without, card=card, adapter=adapter))
            depth, safety = (
                stack.enter_context(opened_network(model, card=card)) if model is not None else None
                for model in (self._depth, self._safety)
            )
            easel = Easel(pipe=pipe, model=self._model, adapter=adapter)
            studio = _Studio(easel=easel, words=words, depth=depth, safety=safety)
            for batch in self._batches(studio, wishes, card):
                yield from self._plates(studio, batch, steps)

    def _wish(self, key: str, job: PlateJob) -> _Wish:
        if self._adapter is not None:
            return _Wish(key=key, job=job, prompt=prompt_of(job), anchors=(), photos=self._seen(job, self._adapter))
        most = self._model.references
        # A model that only edits cannot make a place from words alone.
        anchors = anchors_of(job, most=most) if "keyframe" in self._model.stages else ()
        photos = photos_of(job, self._files, most=most - len(anchors))
        people = len(photos) or len(anchors) - 1
        prompt = with_references(prompt_of(job), place=bool(anchors), people=people if anchors or photos else 0)
        return _Wish(key=key, job=job, prompt=prompt, anchors=anchors, photos=photos)

    def _seen(self, job: PlateJob, adapter: Adapter) -> tuple[Image, ...]:
        """The performer's photos as the adapter is shown them; found once for all shots that show the same ones."""
        named = job.told.photos if job.told is not None and job.figure is not None else ()
        if named not in self._looked_at:
            photos = photos_of(job, self._files, most=MOST_PHOTOS)
            self._looked_at[named] = tuple(seen_of(photo, adapter) for photo in photos)
        return self._looked_at[named]

    def _batches(self, studio: _Studio, wishes: Sequence[_Wish], card: Card) -> Iterator[list[_Wish]]:
        """In order; neighbours that can be made in one call together."""

        def kind(wish: _Wish) -> Any:
            looks = wish.key if wish.anchors or wish.photos else ""
            return looks, wish.canvas, shapes_of(studio.words.told[wish.words])

        for _, alike in groupby(wishes, kind):
            neighbours = list(alike)
            size = fitting_size(*neighbours[0].canvas, self._model)
            most = self._together or together_on(card, self._model, size)
            yield from (neighbours[start : start + most] for start in range(0, len(neighbours), most))

    def _plates(self, studio: _Studio, batch: Sequence[_Wish], steps: StepListener) -> Iterator[tuple[str, Plate]]:
        lead = batch[0]
        missing = [anchor for anchor in lead.anchors if (anchor, lead.canvas) not in studio.anchors]
        total, done = self._model.steps * (1 + len(missing)), 0

        def stepped(step: int, preview: bytes | None) -> None:
            at = min(done + step, total)
            steps(PlateStep(key=lead.key, done=at, total=total, note=_noted(lead.job), preview=preview))

        for anchor in missing:
            (answer,) = self._made(studio, [_asked(studio, anchor.words, anchor.seed)], lead.canvas, stepped)
            studio.anchors[anchor, lead.canvas] = answer.picture
            done += self._model.steps
        seen = tuple(studio.anchors[anchor, lead.canvas] for anchor in lead.anchors)
        asked = [_asked(studio, wish.words, wish.job.seed, (*seen, *wish.photos)) for wish in batch]
        answers = self._made(studio, asked, lead.canvas, stepped)
        _forget_old(studio.anchors)
        for wish, answer in zip(batch, answers, strict=True):
            yield wish.key, self._plate(studio, wish, answer)

    def _made(self, studio: _Studio, asked: Sequence[Asked], canvas: Size, stepped: Stepped) -> list[Answer]:
        return studio.easel.pictures(asked, fitting_size(*canvas, self._model), stepped)

    def _plate(self, studio: _Studio, wish: _Wish, made: Answer) -> Plate:
        job, canvas = wish.job, wish.canvas
        rgb = covering(made.picture, *canvas)
        small = (-(-canvas[0] // DEPTH_SHRINK), -(-canvas[1] // DEPTH_SHRINK))
        depth = unless_memory_ends(lambda: inverse_depth_of(rgb, small, framing=job.framing, network=studio.depth))
        inverse_depth = depth[0] if depth is not None else guess_inverse_depth(rgb, small)
        origin = Origin(
            model=self._model.name,
            prompt=wish.prompt.text,
            negative=wish.prompt.negative if self._model.takes_negative and self._model.guidance > 1 else "",
            seed=job.seed,
            width_px=made.size[0],
            height_px=made.size[1],
            nsfw=_unfit(made, studio.safety),
            notes=(
                *self._notes(wish, made, is_cut=wish.words in studio.words.cut),
                *([NO_ROOM_FOR_DEPTH] if depth is None else []),
            ),
        )
        return plate_of(rgb, inverse_depth, job, origin)

    def _notes(self, wish: _Wish, made: Answer, *, is_cut: bool) -> tuple[str, ...]:
        name, canvas, size = self._model.name, wish.canvas, made.size
        notes = [] if self._depth is not None else [GUESSED]
        if is_cut:
            notes.append(f"{name} does not read prompts as long as some of these; their last words were left out.")
        notes += self._identity_notes(wish.job)
        if size != fitting_size(*canvas, self._model):
            notes.append(f"Memory ran out; some key images were made at {size[0]}x{size[1]} instead.")
        elif max(canvas[0] / size[0], canvas[1] / size[1]) > LARGELY:
            notes.append(
                f"{name} makes key images of {size[0]}x{size[1]}; they are enlarged to {canvas[0]}x{canvas[1]}."
            )
        return (*notes, *([f"{name} {BLACKENED}"] if made.flagged else []))

    def _identity_notes(self, job: PlateJob) -> list[str]:
        """What becomes of places and people that should return."""
        if job.told is None or self._model.references:
            return []
        name, has_photos = self._model.name, bool(job.told.photos) and job.figure is not None
        if self._adapter is not None and has_photos:
            return [
                f"{name} is shown the performer's photos through {self._adapter.name}: a likeness, not the same clothes; "
                "places return by words and seed alone."
            ]
        notes = [f"{name} looks at no pictures: places and people return by words and seed alone."]
        if has_photos:
            named = "".join(f" or {row.name}" for row in rows_for(self._model)[:1])
            notes.append(
                f"{name} cannot be shown the performer's photos; flux2-klein-4b, a model for edits,{named} can: "
                "neither is installed and fits."
                if named
                else f"{name} cannot be shown the performer's photos; a model for edits, as flux2-klein-4b, can."
            )
        return notes


def _unfit(made: Answer, safety: tuple[Any, Any] | None) -> bool | None:
    """What those who looked found; None where nobody did."""
    looked = unless_memory_ends(lambda: is_unfit(made.picture, safety)) if safety is not None else None
    found = [made.flagged, looked[0] if looked is not None else None]
    return True if True in found else (False if False in found else None)


def _asked(studio: _Studio, words: Words, seed: int, seen: tuple[Image, ...] = ()) -> Asked:
    return Asked(told=studio.words.told[words], seed=seed, seen=seen)


def _all_words(wishes: Sequence[_Wish]) -> list[Words]:
    """Every prompt of every picture, those to look at included."""
    return [words for wish in wishes for words in (*(anchor.words for anchor in wish.anchors), wish.words)]


def _noted(job: PlateJob) -> str:
    return f"{job.place}, {job.framing}"


def _forget_old(anchors: dict[tuple[Still, Size], Image]) -> None:
    while len(anchors) > MOST_ANCHORS:
        del anchors[next(iter(anchors))]
