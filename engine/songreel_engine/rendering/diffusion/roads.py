"""How each class of video pipeline is asked for a shot: one row a class, and nothing else in songreel knows their arguments.

All classes take a picture to begin with, a prompt, a length and a size. They differ in whether they can be led to a last picture,
listen to a voice, take a speed of motion, or make several shots at a time.
Source: the call signatures and documentation of diffusers 0.42; the schedules of distilled models are those of their model cards.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.diffusion.libraries import library

if TYPE_CHECKING:
    from PIL.Image import Image

    from songreel_engine.rendering.diffusion.models import Model

Rgb = NDArray[np.uint8]
Arguments = dict[str, Any]

UNGUIDED: Final = 1.0
"""Guidance up to here means none: the model was distilled."""
LTX_DISTILLED_TIMESTEPS: Final = (1000.0, 993.0, 987.0, 981.0, 975.0, 909.0, 725.0, 0.03)
LTX2_DISTILLED_SIGMAS: Final = (1.0, 0.99375, 0.9875, 0.98125, 0.975, 0.909375, 0.725, 0.421875)
LTX_DECODE_TIMESTEP, LTX_DECODE_NOISE = 0.05, 0.025
"""Of LTX decoders that take away the last noise themselves."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Ask:
    """One run of a model: a window of one shot, or of several at a time."""

    firsts: tuple[Rgb, ...]
    """What each shot begins with, RGB of the size that is asked for."""
    last: Rgb | None = None
    """What the shot is led to; only of a single one."""
    prompts: tuple[Mapping[str, Any], ...] = ()
    """Of each shot: encoded, or as words."""
    seeds: tuple[int, ...]
    frames: int
    width_px: int
    height_px: int
    speed: float = 1.0
    voice: Any = None
    """Audio latents; only of a single shot."""


Asking = Callable[[Any, "Model", Ask], Arguments]


@dataclass(frozen=True, kw_only=True)
class Road:
    """What a class can do besides beginning with a picture."""

    arguments: Asking
    ends: Callable[[Any], bool] = field(default=lambda _pipe: False)
    """Whether a loaded pipeline can be led to a last picture."""
    listens: bool = False
    speed_in_model: bool = False
    together: bool = False
    """Whether one run can make several shots."""
    decodes_beside: bool = True
    """Whether the decoder may work while the encoder is asked for the next shot: Wan's keep what they work on in one place."""
    token_px: int = 32
    """Pixels along one side of what the network takes for one token."""
    enlarges: bool = False
    """Whether it can go on from latents that were enlarged."""
    distilled: bool = True
    """Whether it can be asked in the steps of a distilled model."""


def prompts_together(prompts: Sequence[Mapping[str, Any]]) -> Arguments:
    """The arguments of several prompts as one batch."""
    return {name: _together([prompt[name] for prompt in prompts]) for name in (prompts[0] if prompts else ())}


def _together(values: list[Any]) -> Any:
    """Words as a list, lists as one, tensors one below the other; a number or nothing is the same for all."""
    if len(values) == 1 or values[0] is None or isinstance(values[0], int):
        return values[0]
    if isinstance(values[0], list):
        return [one for value in values for one in value]
    return values if isinstance(values[0], str) else library("torch").cat(values)


def _picture(rgb: Rgb) -> "Image":
    from PIL.Image import fromarray

    return fromarray(rgb)


def _shape(ask: Ask) -> Arguments:
    return {"height": ask.height_px, "width": ask.width_px, "num_frames": ask.frames}


def _steps(model: "Model") -> Arguments:
    guided = {model.guidance_name: model.guidance} if model.guidance_name else {}
    return {"num_inference_steps": model.steps} | guided


def _firsts(ask: Ask) -> Any:
    pictures = [_picture(first) for first in ask.firsts]
    return pictures if len(pictures) > 1 else pictures[0]


def _ltx_schedule(pipe: Any, model: "Model") -> Arguments:
    arguments = _steps(model)
    if pipe.vae.config.timestep_conditioning:
        arguments |= {"decode_timestep": LTX_DECODE_TIMESTEP, "decode_noise_scale": LTX_DECODE_NOISE}
    return arguments


def _ltx(pipe: Any, model: "Model", ask: Ask) -> Arguments:
    # The network is told how much time a frame is: fewer frames a second make it move further from one to the next.
    rate = {"frame_rate": model.fps / ask.speed}
    return _shape(ask) | _ltx_schedule(pipe, model) | rate | {"image": _firsts(ask)}


def _ltx_condition(pipe: Any, model: "Model", ask: Ask) -> Arguments:
    pictures = [_picture(ask.firsts[0])] + ([] if ask.last is None else [_picture(ask.last)])
    places = [0, ask.frames - 1][: len(pictures)]
    given = {"image": pictures, "frame_index": places, "strength": [1.0] * len(pictures)}
    rate = {"frame_rate": model.fps / ask.speed}
    return _shape(ask) | _ltx_schedule(pipe, model) | rate | _ltx_distilled(model) | given


def _ltx_distilled(model: "Model") -> Arguments:
    if model.guidance > UNGUIDED:
        return {}
    steps = {"timesteps": list(LTX_DISTILLED_TIMESTEPS)} if model.steps == len(LTX_DISTILLED_TIMESTEPS) else {}
    return {"image_cond_noise_scale": 0.0} | steps


def _wan(pipe: Any, model: "Model", ask: Ask) -> Arguments:
    last = {} if ask.last is None else {"last_image": _picture(ask.last)}
    return _shape(ask) | _steps(model) | {"image": _picture(ask.firsts[0])} | last


def _ltx2_schedule(model: "Model") -> Arguments:
    arguments = _steps(model)
    if model.guidance > UNGUIDED:
        return arguments
    return arguments | {
        "sigmas": _ltx2_sigmas(model.steps),
        "stg_scale": 0.0,
        "modality_scale": 1.0,
        "guidance_rescale": 0.0,
        "audio_guidance_scale": 1.0,
        "audio_stg_scale": 0.0,
        "audio_modality_scale": 1.0,
        "audio_guidance_rescale": 0.0,
        "spatio_temporal_guidance_blocks": None,
    }


def _ltx2_sigmas(steps: int) -> list[float]:
    """As many of the distilled schedule as there are steps, evenly taken."""
    every = LTX2_DISTILLED_SIGMAS
    return [every[index * len(every) // steps] for index in range(min(steps, len(every)))]


def _ltx2(pipe: Any, model: "Model", ask: Ask) -> Arguments:
    timing = {"frame_rate": model.fps, "motion_speed": ask.speed}
    return _shape(ask) | _ltx2_schedule(model) | timing | {"image": _picture(ask.firsts[0])}


def _ltx2_conditions(ask: Ask) -> list[Any]:
    # It is exported by the module that defines it only.
    condition = library("diffusers.pipelines.ltx2.pipeline_ltx2_condition").LTX2VideoCondition
    conditions = [condition(frames=_picture(ask.firsts[0]), index=0, strength=1.0)]
    if ask.last is not None:
        # Indices count the network's own frames here; the last of them holds the last picture.
        conditions.append(condition(frames=_picture(ask.last), index=-1, strength=1.0))
    return conditions


def _ltx2_condition(pipe: Any, model: "Model", ask: Ask) -> Arguments:
    timing = {"frame_rate": model.fps, "motion_speed": ask.speed}
    return _shape(ask) | _ltx2_schedule(model) | timing | {"conditions": _ltx2_conditions(ask)}


def _ltx2_listening(pipe: Any, model: "Model", ask: Ask) -> Arguments:
    """The sound is held as it is while the picture forms around it: the model's own way from sound to video."""
    heard = {"audio_latents": ask.voice, "freeze_audio": True, "generate_slots": False}
    timing = {"frame_rate": model.fps, "sigmas": _ltx2_sigmas(model.steps)}
    return _shape(ask) | timing | heard | {"conditions": _ltx2_conditions(ask)}


def _wan_ends(pipe: Any) -> bool:
    """Models that write the first picture into their latents have no place for a last one."""
    return not pipe.config.expand_timesteps


ROADS: Final[Mapping[str, Road]] = {
    "LTXImageToVideoPipeline": Road(arguments=_ltx, speed_in_model=True, together=True, distilled=False),
    "LTXConditionPipeline": Road(arguments=_ltx_condition, ends=lambda _: True, speed_in_model=True, enlarges=True),
    "WanImageToVideoPipeline": Road(arguments=_wan, ends=_wan_ends, token_px=16, decodes_beside=False),
    "LTX2ImageToVideoPipeline": Road(arguments=_ltx2, speed_in_model=True),
    "LTX2ConditionPipeline": Road(arguments=_ltx2_condition, ends=lambda _: True, speed_in_model=True),
    "LTX2DFRPipeline": Road(arguments=_ltx2_listening, ends=lambda _: True, listens=True),
}
