"""A loaded pipeline makes key images: one, or several of one size in one call; once more and smaller where memory runs out.

Everything here runs the network; what is asked of it is decided in `keyframes`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.errors import RenderError
from songreel_engine.rendering.diffusion.adapters import Adapter, shown
from songreel_engine.rendering.diffusion.card import Card
from songreel_engine.rendering.diffusion.libraries import library
from songreel_engine.rendering.diffusion.loading import quietly
from songreel_engine.rendering.diffusion.models import Model
from songreel_engine.rendering.diffusion.prompt_cache import Told, on_device
from songreel_engine.rendering.diffusion.roads import prompts_together
from songreel_engine.rendering.diffusion.sizes import smaller_size
from songreel_engine.rendering.diffusion.stepping import step_callback, unless_memory_ends, with_smaller_retry

Image = NDArray[np.uint8]
Size = tuple[int, int]
Stepped = Callable[[int, bytes | None], None]
"""Hears of each step, from 1, with a preview of the first picture."""

MOST_SEEDS: Final = 2**63
MOST_TOGETHER: Final = 4
"""Beyond, a large card is busy with few-step pictures anyway, and progress would come in lumps."""
GB_A_MEGAPIXEL: Final = 4.0
"""Working memory for one more picture, most of it while it is decoded; reckoned, not measured."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Asked:
    """One picture."""

    told: Told
    seed: int
    seen: tuple[Image, ...] = field(default=())
    """Pictures to look at, uint8 [h, w, 3]."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Answer:
    """What a model made."""

    picture: Image
    """uint8 [h, w, 3]."""
    flagged: bool | None
    """Whether the pipeline's own safety checker objected, which then made it black; None where it has none."""

    @property
    def size(self) -> Size:
        return self.picture.shape[1], self.picture.shape[0]


@dataclass(frozen=True, kw_only=True, eq=False)
class Easel:
    """A model that is open, with all that its calls have in common."""

    pipe: Any
    model: Model
    adapter: Adapter | None = None

    def pictures(self, asked: Sequence[Asked], size: Size, stepped: Stepped) -> list[Answer]:
        """Pictures of these, in their order; several only without pictures to look at.

        Where memory does not last for all at once each is made alone, and where it does not for one, once more and smaller.
        Raises MachineError where memory ran out again, RenderError where the model made no picture.
        """
        if len(asked) > 1:
            made = unless_memory_ends(lambda: self._called(asked, size, stepped))
            if made is not None:
                return made[0]
        return [self._alone(one, size, stepped) for one in asked]

    def _alone(self, asked: Asked, size: Size, stepped: Stepped) -> Answer:
        made, _ = with_smaller_retry(
            lambda tried: self._called([asked], tried, stepped),
            size,
            lambda tried: smaller_size(*tried, self.model),
            name=self.model.name,
        )
        return made[0]

    def _called(self, asked: Sequence[Asked], size: Size, stepped: Stepped) -> list[Answer]:
        torch, model = library("torch"), self.model
        told = prompts_together([on_device(one.told, self.pipe._execution_device) for one in asked])
        guided = {model.guidance_name: model.guidance} if model.guidance_name else {}
        generators = [torch.Generator("cpu").manual_seed(one.seed % MOST_SEEDS) for one in asked]
        with quietly():
            answer = self.pipe(
                **told,
                **dict(model.options),
                **guided,
                **self._shown(asked),
                width=size[0],
                height=size[1],
                num_inference_steps=model.steps,
                generator=generators if len(generators) > 1 else generators[0],
                callback_on_step_end=step_callback(stepped),
                output_type="np",
            )
        flags = getattr(answer, "nsfw_content_detected", None) or [None] * len(asked)
        return [self._answer(np.asarray(one), flag) for one, flag in zip(answer.images, flags, strict=True)]

    def _shown(self, asked: Sequence[Asked]) -> dict[str, Any]:
        seen = [_pillow(one) for one in asked[0].seen]
        if self.adapter is not None:
            return shown(self.pipe, self.adapter, seen)
        return {"image": seen} if seen else {}

    def _answer(self, picture: NDArray[np.floating[Any]], flag: Any) -> Answer:
        if not np.isfinite(picture).all():
            raise RenderError(
                f"{self.model.name} made no picture but numbers beyond all bounds; try another seed or model."
            )
        return Answer(
            picture=np.asarray(np.rint(np.clip(picture, 0, 1) * 255), np.uint8),
            flagged=None if flag is None else bool(flag),
        )


def together_on(card: Card, model: Model, size: Size) -> int:
    """How many pictures of a size are made in one call: as many as the class can and the card's memory is reckoned to last for.

    A processor is as fast with one as with many.
    """
    if not model.row.together or card.device != "cuda":
        return 1
    room_gb = card.memory_gb - model.memory_gb
    each_gb = GB_A_MEGAPIXEL * size[0] * size[1] / 1e6
    return min(max(int(room_gb / each_gb), 1), MOST_TOGETHER)


def shapes_of(told: Told) -> tuple[Any, ...]:
    """What prompts must have in common to be told in one call."""
    return tuple((name, getattr(value, "shape", None)) for name, value in sorted(told.items()))


def _pillow(picture: Image) -> Any:
    from PIL import Image as PillowImage

    return PillowImage.fromarray(picture)
