"""Words into what models are told, all at once: the text encoder, often the largest part, is loaded first, alone, and freed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from songreel_engine.rendering.diffusion.card import Card, find_card
from songreel_engine.rendering.diffusion.discovery import network_parts
from songreel_engine.rendering.diffusion.libraries import library
from songreel_engine.rendering.diffusion.loading import opened, quietly
from songreel_engine.rendering.diffusion.models import Model
from songreel_engine.rendering.diffusion.placement import placement_for

Words = tuple[str, str]
"""A prompt and what it asks to leave out."""
Told = dict[str, Any]
"""Arguments of a pipeline's call."""

TEXT_ENCODERS: Final = ("text_encoder", "text_encoder_2", "text_encoder_3")


@dataclass(frozen=True)
class _Encoder:
    """How a class's `encode_prompt` answers: the call's arguments, in order; empty names are not passed on."""

    answers: tuple[str, ...]
    negative: str = "with"
    """with: it takes both. apart: asked a second time. none: the class takes none."""


_PAIRED: Final = _Encoder(("prompt_embeds", "negative_prompt_embeds"))
_POOLED: Final = _Encoder(
    ("prompt_embeds", "negative_prompt_embeds", "pooled_prompt_embeds", "negative_pooled_prompt_embeds")
)
_MASKED: Final = _Encoder(
    ("prompt_embeds", "prompt_attention_mask", "negative_prompt_embeds", "negative_prompt_attention_mask")
)
_FLUX2: Final = _Encoder(("prompt_embeds", ""), negative="none")

_ENCODERS: Final = {
    "StableDiffusionXLPipeline": _POOLED,
    "StableDiffusionPipeline": _PAIRED,
    "StableDiffusion3Pipeline": _POOLED,
    "ZImagePipeline": _PAIRED,
    "Flux2KleinPipeline": _Encoder(("prompt_embeds", ""), negative="apart"),
    "Flux2KleinKVPipeline": _FLUX2,
    "Flux2Pipeline": _FLUX2,
    "FluxPipeline": _Encoder(("prompt_embeds", "pooled_prompt_embeds", ""), negative="none"),
    "QwenImagePipeline": _Encoder(("prompt_embeds", "prompt_embeds_mask"), negative="apart"),
    "SanaPipeline": _MASKED,
    "LTXImageToVideoPipeline": _MASKED,
    "LTXConditionPipeline": _MASKED,
    "WanImageToVideoPipeline": _PAIRED,
    "LTX2ImageToVideoPipeline": _MASKED,
    "LTX2ConditionPipeline": _MASKED,
    "LTX2DFRPipeline": _Encoder(("prompt_embeds", "prompt_attention_mask"), negative="none"),
}
"""Classes that are not here look at pictures while they read words, so nothing can be read before."""


def encoder_parts(model: Model, class_name: str | None = None) -> tuple[str, ...]:
    """The parts that are not needed any more once `encoded` has read all words."""
    if (class_name or model.class_name) not in _ENCODERS:
        return ()
    return tuple(part for part in network_parts(model.found) if part in TEXT_ENCODERS)


def encoded(
    model: Model, prompts: Iterable[Words], *, class_name: str | None = None, card: Card | None = None
) -> dict[Words, Told]:
    """For each prompt the arguments that tell it to the model's call; tensors lie in main memory.

    Raises MachineError where the encoder cannot be loaded.
    """
    wanted, name = tuple(dict.fromkeys(prompts)), class_name or model.class_name
    if name not in _ENCODERS:
        return {words: _plainly(model, words) for words in wanted}
    others = [part for part in network_parts(model.found) if part not in TEXT_ENCODERS]
    placement = placement_for(model, card or find_card())
    if placement.way != "whole":
        # What saves memory in the large part does nothing for an encoder, which may be the larger of the two.
        placement = replace(placement, way="streamed")
    with (
        opened(model, class_name=name, without=others, placement=placement) as pipe,
        library("torch").no_grad(),
        quietly(),
    ):
        return {words: _told(pipe, _ENCODERS[name], model, words) for words in wanted}


def on_device(told: Told, device: Any) -> Told:
    """The same, its tensors where the model runs."""
    return {name: _moved(value, device) for name, value in told.items()}


def _plainly(model: Model, words: Words) -> Told:
    return {"prompt": words[0]} | ({"negative_prompt": words[1]} if _is_guided(model) and words[1] else {})


def _is_guided(model: Model) -> bool:
    """Whether it is shown at each step also what to leave out."""
    return model.takes_negative and model.guidance > 1


def _told(pipe: Any, encoder: _Encoder, model: Model, words: Words) -> Told:
    prompt, negative = words
    given: Told = {k: v for k, v in model.options.items() if k in ("max_sequence_length", "complex_human_instruction")}
    if encoder.negative == "with":
        given |= {
            "do_classifier_free_guidance": _is_guided(model),
            "negative_prompt": negative if _is_guided(model) else None,
        }
    told = _named(encoder.answers, pipe.encode_prompt(prompt=prompt, **given))
    if encoder.negative == "apart" and _is_guided(model):
        answer = _named(encoder.answers, pipe.encode_prompt(prompt=negative or " ", **given))
        told |= {f"negative_{name}": value for name, value in answer.items()}
    return on_device(told, "cpu")


def _named(names: Collection[str], answers: Collection[Any]) -> Told:
    pairs = zip(names, answers, strict=True)
    # Some encoders answer with an empty list where there is nothing to leave out.
    return {
        name: value
        for name, value in pairs
        if name and value is not None and not (isinstance(value, list) and not value)
    }


def _moved(value: Any, device: Any) -> Any:
    if isinstance(value, list):
        return [_moved(one, device) for one in value]
    return value.to(device) if hasattr(value, "to") else value
