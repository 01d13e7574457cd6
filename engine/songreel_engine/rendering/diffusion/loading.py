"""Opens models: from a folder, offline, in the numbers and places that suit the card, and frees them again.

Only weights in safetensors are read and no code from a model's folder is run, so that a folder from anywhere can be opened.
"""

import functools
import gc
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from songreel_engine.errors import MachineError
from songreel_engine.rendering.diffusion.adapters import Adapter, lay_in
from songreel_engine.rendering.diffusion.card import Card, find_card
from songreel_engine.rendering.diffusion.libraries import library
from songreel_engine.rendering.diffusion.models import Model
from songreel_engine.rendering.diffusion.placement import Placement, Way, placement_for

DENOISERS: Final = ("transformer", "transformer_2", "unet")
"""The large parts, which run at every step."""
OWN_LIBRARIES: Final = ("diffusers", "transformers")
_LONGEST_REASON: Final = 300


@contextmanager
def opened(
    model: Model,
    *,
    card: Card | None = None,
    class_name: str | None = None,
    without: Collection[str] = (),
    placement: Placement | None = None,
    adapter: Adapter | None = None,
    given: Mapping[str, Any] = MappingProxyType({}),
) -> Iterator[Any]:
    """The model's pipeline, ready to be called; freed after.

    `class_name`: the class to open the folder as, instead of the first that serves it. `without`: parts that are not loaded.
    `adapter`: what lets it be shown photos. `given`: parts that another pipeline has loaded.
    Raises MachineError where libraries or weights are missing or damaged, or the card is too small.
    """
    placement = placement or placement_for(_with_room(model, adapter), card or find_card())
    pipe = _loaded(model, class_name or model.class_name, without, placement, adapter, given)
    try:
        yield pipe
    finally:
        del pipe
        free_memory()


@contextmanager
def opened_network(model: Model, *, card: Card | None = None) -> Iterator[tuple[Any, Any]]:
    """A model of the library transformers and what prepares pictures for it; freed after. Raises as `opened` does."""
    transformers = _quiet()["transformers"]
    placement = placement_for(model, card or find_card())
    with _loading(model):
        processor = transformers.AutoImageProcessor.from_pretrained(model.folder, local_files_only=True, backend="pil")
        network = getattr(transformers, model.class_name).from_pretrained(
            model.folder, local_files_only=True, use_safetensors=True
        )
        network = network.to(placement.device).eval()
    try:
        yield network, processor
    finally:
        # Small enough that the next collection may take it.
        del network, processor


@contextmanager
def quietly() -> Iterator[None]:
    """Without what the libraries warn each other of: none of it is for who makes a film."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def free_memory() -> None:
    """Gives back what no pipeline holds any more."""
    gc.collect()
    torch = library("torch")
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def _with_room(model: Model, adapter: Adapter | None) -> Model:
    more_gb = adapter.row.memory_gb if adapter is not None else 0.0
    return replace(model, memory_gb=model.memory_gb + more_gb, least_gb=model.least_gb + more_gb)


def _loaded(
    model: Model,
    class_name: str,
    without: Collection[str],
    placement: Placement,
    adapter: Adapter | None,
    given: Mapping[str, Any],
) -> Any:
    loaded = _quiet()
    kind = getattr(loaded["diffusers"], class_name, None)
    if kind is None:
        version = loaded["diffusers"].__version__
        raise MachineError(f"diffusers {version} has no {class_name}, which {model.name} needs; update it.")
    _must_name_no_code(model, loaded["diffusers"].pipelines)
    dtype = getattr(loaded["torch"], placement.dtype)
    with _loading(model):
        pipe = kind.from_pretrained(
            str(model.folder),
            local_files_only=True,
            use_safetensors=True,
            dtype=dtype,
            **dict.fromkeys(without),
            **given,
        )
        pipe.set_progress_bar_config(disable=True)
        _must_have_been_whole(model, pipe, without)
        if adapter is not None:
            with _loading(adapter):
                lay_in(pipe, adapter, dtype=dtype)
        _WAYS[placement.way](pipe, placement, loaded["torch"])
        if placement.tiled:
            _decode_in_pieces(pipe)
    return pipe


def _must_name_no_code(model: Model, known: Any) -> None:
    """A part's library is imported by its name: nothing but the libraries and their own modules may be named."""
    kinds = (
        kind for kind in model.found.facts.values() if isinstance(kind, list) and kind and isinstance(kind[0], str)
    )
    strange = [kind[0] for kind in kinds if kind[0] not in OWN_LIBRARIES and not hasattr(known, kind[0])]
    if strange:
        raise MachineError(
            f"{model.name} in {model.folder} asks to run code of its own ({strange[0]}), which songreel never does; "
            "choose another model."
        )


def _must_have_been_whole(model: Model, pipe: Any, without: Collection[str]) -> None:
    """diffusers leaves out what a folder does not have where the class can do without; then it cannot be called as planned."""
    named = {name for name, kind in model.found.facts.items() if isinstance(kind, list) and kind != [None, None]}
    missing = [
        name for name in pipe.components if name in named and getattr(pipe, name) is None and name not in without
    ]
    if missing:
        raise MachineError(f"{model.name} in {model.folder} lacks its {', '.join(missing)}; download it whole.")


def _put_whole(pipe: Any, placement: Placement, _torch: Any) -> None:
    pipe.to(placement.device)


def _put_in_eight_bits(pipe: Any, placement: Placement, torch: Any) -> None:
    _store_in_eight_bits(pipe, placement, torch)
    pipe.to(placement.device)


def _stream(pipe: Any, placement: Placement, torch: Any) -> None:
    """Block by block onto the card, the next one on its way while one runs."""
    _store_in_eight_bits(pipe, placement, torch)
    pipe.enable_group_offload(
        onload_device=torch.device(placement.device),
        offload_device=torch.device("cpu"),
        offload_type="block_level",
        num_blocks_per_group=1,
        use_stream=placement.device == "cuda",
    )


def _store_in_eight_bits(pipe: Any, placement: Placement, torch: Any) -> None:
    for name in DENOISERS:
        part = getattr(pipe, name, None)
        if part is not None:
            part.enable_layerwise_casting(
                storage_dtype=torch.float8_e4m3fn, compute_dtype=getattr(torch, placement.dtype)
            )


_WAYS: Final[dict[Way, Callable[[Any, Placement, Any], None]]] = {
    "whole": _put_whole,
    "eight_bits": _put_in_eight_bits,
    "streamed": _stream,
}


def _decode_in_pieces(pipe: Any) -> None:
    decoder = getattr(pipe, "vae", None)
    for name in ("enable_tiling", "enable_slicing"):
        if decoder is not None and hasattr(decoder, name):
            getattr(decoder, name)()


@functools.cache
def _quiet() -> dict[str, Any]:
    """The libraries, which say nothing on their own from now on: what there is to say, songreel says."""
    with quietly():
        found = {name: library(name) for name in ("torch", "diffusers", "transformers")}
    found["diffusers"].utils.logging.set_verbosity_error()
    found["diffusers"].utils.logging.disable_progress_bar()
    found["transformers"].utils.logging.set_verbosity_error()
    found["transformers"].utils.logging.disable_progress_bar()
    return found


@contextmanager
def _loading(model: Model | Adapter) -> Iterator[None]:
    """What a library objects to in a folder becomes one sentence."""
    damaged = library("safetensors").SafetensorError
    memory = library("torch").OutOfMemoryError
    try:
        with quietly():
            yield
    except memory as error:
        raise MachineError(
            f"The card has too little free memory to load {model.name}; close what else uses it, or choose a smaller model."
        ) from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError, ImportError, RuntimeError, damaged) as error:
        reason = " ".join(str(error).split())[:_LONGEST_REASON].rstrip(".")
        raise MachineError(f"{model.name} in {model.folder} cannot be loaded ({reason}); download it again.") from error
