"""Words into what models are told, all at once: the text encoder, often the largest part, is loaded first, alone, and freed.

CLIP reads 77 tokens. What is longer is read in pieces, cut where a phrase ends, and the pieces are laid one behind the other:
the network attends to all of them. Other encoders read a few hundred tokens; what is longer still loses its end, which is said.
"""

import inspect
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from songreel_engine.errors import MachineError
from songreel_engine.rendering.diffusion.card import Card, find_card
from songreel_engine.rendering.diffusion.discovery import network_parts
from songreel_engine.rendering.diffusion.libraries import library
from songreel_engine.rendering.diffusion.loading import opened, quietly
from songreel_engine.rendering.diffusion.models import Model
from songreel_engine.rendering.diffusion.placement import placement_for
from songreel_engine.rendering.diffusion.prompt_pieces import pieces_of
from songreel_engine.rendering.diffusion.stepping import unless_memory_ends

Words = tuple[str, str]
"""A prompt and what it asks to leave out."""
Told = dict[str, Any]
"""Arguments of a pipeline's call."""

TEXT_ENCODERS: Final = ("text_encoder", "text_encoder_2", "text_encoder_3")
MOST_READ: Final = "max_sequence_length"
TOKENIZERS: Final = ("tokenizer_3", "tokenizer_2", "tokenizer")
"""The one that reads the most first."""


@dataclass(frozen=True, kw_only=True)
class Encoded:
    """Prompts as a model's call takes them."""

    told: Mapping[Words, Told]
    cut: frozenset[Words] = frozenset()
    """Those whose last words the model does not read."""


@dataclass(frozen=True)
class _Encoder:
    """How a class's `encode_prompt` answers: the call's arguments, in order; empty names are not passed on."""

    answers: tuple[str, ...]
    negative: str = "with"
    """with: it takes both. apart: asked a second time. none: the class takes none."""
    in_pieces: bool = False
    """Whether what is longer than its encoders read may be told in pieces."""


_PAIRED: Final = _Encoder(("prompt_embeds", "negative_prompt_embeds"))
_CLIP: Final = _Encoder(_PAIRED.answers, in_pieces=True)
_POOLED: Final = _Encoder(
    ("prompt_embeds", "negative_prompt_embeds", "pooled_prompt_embeds", "negative_pooled_prompt_embeds")
)
_TWO_CLIPS: Final = _Encoder(_POOLED.answers, in_pieces=True)
_MASKED: Final = _Encoder(
    ("prompt_embeds", "prompt_attention_mask", "negative_prompt_embeds", "negative_prompt_attention_mask")
)
_FLUX2: Final = _Encoder(("prompt_embeds", ""), negative="none")

_ENCODERS: Final = {
    "StableDiffusionXLPipeline": _TWO_CLIPS,
    "StableDiffusionPipeline": _CLIP,
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
) -> Encoded:
    """For each prompt the arguments that tell it to the model's call; tensors lie in main memory.

    Raises MachineError where the encoder cannot be loaded or has too little memory.
    """
    wanted, name = tuple(dict.fromkeys(prompts)), class_name or model.class_name
    if name not in _ENCODERS:
        return Encoded(told={words: _plainly(model, words) for words in wanted})
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
        made = unless_memory_ends(lambda: {words: _told(pipe, _ENCODERS[name], model, words) for words in wanted})
        if made is None:
            raise MachineError(
                f"{model.name} ran out of memory while it read the prompts; close what else uses the card, or choose "
                "a smaller model."
            )
        told = made[0]
        return Encoded(
            told=told, cut=frozenset(words for words in wanted if _is_cut(pipe, _ENCODERS[name], model, words))
        )


def on_device(told: Told, device: Any) -> Told:
    """The same, its tensors where the model runs."""
    return {name: _moved(value, device) for name, value in told.items()}


def _plainly(model: Model, words: Words) -> Told:
    return {"prompt": words[0]} | ({"negative_prompt": words[1]} if _is_guided(model) and words[1] else {})


def _is_guided(model: Model) -> bool:
    """Whether it is shown at each step also what to leave out."""
    return model.takes_negative and model.guidance > 1


def _told(pipe: Any, encoder: _Encoder, model: Model, words: Words) -> Told:
    if encoder.in_pieces:
        return _told_in_pieces(pipe, encoder, model, words)
    return _told_at_once(pipe, encoder, model, words)


def _told_in_pieces(pipe: Any, encoder: _Encoder, model: Model, words: Words) -> Told:
    """Words longer than the encoder reads, piece by piece; what is pooled comes from the first, which says the most."""
    pieces = [pieces_of(part, _token_counter(pipe), most=_read_at_once(pipe)) for part in words]
    if not _is_guided(model):
        pieces[1] = []
    count = max(len(part) for part in (*pieces, [""]))
    shows, leaves_out = ([*part, *[""] * (count - len(part))] for part in pieces)
    told = [_told_at_once(pipe, encoder, model, pair) for pair in zip(shows, leaves_out, strict=True)]
    if count == 1:
        return told[0]
    return {
        name: library("torch").cat([piece[name] for piece in told], dim=1) if value.ndim > _POOLED_DIMS else value
        for name, value in told[0].items()
    }


_POOLED_DIMS: Final = 2
"""Of a tensor that stands for all words together; one that holds each word has one dimension more."""


def _told_at_once(pipe: Any, encoder: _Encoder, model: Model, words: Words) -> Told:
    prompt, negative = words
    given = _given(pipe, model)
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


def _given(pipe: Any, model: Model) -> Told:
    """What its encoder is told beside the words: above all to read as much as the whole call would have it read."""
    takes = inspect.signature(pipe.encode_prompt).parameters
    whole = inspect.signature(type(pipe).__call__).parameters
    usual = {name: whole[name].default for name in (MOST_READ,) if name in takes and name in whole}
    return usual | {
        name: value for name, value in model.options.items() if name in (MOST_READ, "complex_human_instruction")
    }


def _is_cut(pipe: Any, encoder: _Encoder, model: Model, words: Words) -> bool:
    """Whether the model does not read all of the prompt."""
    if encoder.in_pieces:
        # Only a single word that is longer than what is read at once is cut.
        counted = _token_counter(pipe)
        return any(
            counted(piece) > _read_at_once(pipe) for piece in pieces_of(words[0], counted, most=_read_at_once(pipe))
        )
    most = _given(pipe, model).get(MOST_READ)
    readers = _tokenizers(pipe)[:1]
    return isinstance(most, int) and any(len(tokenizer(words[0]).input_ids) > most for tokenizer in readers)


def _tokenizers(pipe: Any) -> list[Any]:
    return [found for name in TOKENIZERS if (found := getattr(pipe, name, None)) is not None]


def _token_counter(pipe: Any) -> Callable[[str], int]:
    tokenizers = _tokenizers(pipe)
    return lambda text: max(len(tokenizer(text).input_ids) for tokenizer in tokenizers)


def _read_at_once(pipe: Any) -> int:
    """In tokens, those that mark beginning and end included."""
    return min(int(tokenizer.model_max_length) for tokenizer in _tokenizers(pipe))


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
