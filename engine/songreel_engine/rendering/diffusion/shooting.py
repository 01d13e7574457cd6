"""A loaded video pipeline makes a shot: window after window, each beginning where the last one ended, led to the next shot's
picture where that is asked, its lips led by the voice where somebody sings.

Everything here runs the network; what is asked of it is in `roads`, what is done with its frames in `playing`. What the last
window leaves can be decoded later, beside the next shot (`developing`).
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.covering import covering
from songreel_engine.rendering.diffusion.developing import Negative, exposed
from songreel_engine.rendering.diffusion.enlarging import TIMES, enlarged, refining
from songreel_engine.rendering.diffusion.libraries import library
from songreel_engine.rendering.diffusion.listening import Ear, Floats, heard, log_mel
from songreel_engine.rendering.diffusion.models import Model
from songreel_engine.rendering.diffusion.on_device import to_i420, to_picture
from songreel_engine.rendering.diffusion.pacing import Pace
from songreel_engine.rendering.diffusion.roads import ROADS, UNGUIDED, Ask, Rgb, Road, prompts_together
from songreel_engine.rendering.jobs import ShotJob, VoiceJob

Frames = NDArray[np.uint8]
"""[n, height × 3 / 2, width], I420."""
StepCallback = Callable[[Any, int, Any, dict[str, Any]], dict[str, Any]]
_STEREO: Final = 2


@dataclass(frozen=True, kw_only=True, eq=False)
class Scripted:
    """A shot with all that a model needs to make it."""

    key: str
    job: ShotJob
    pace: Pace
    windows: tuple[int, ...]
    prompt: tuple[str, str]
    """What to show, and what not to."""
    first: Rgb
    """The picture it begins with, at any size."""
    last: Rgb | None
    """The picture it is led to."""

    @property
    def needed(self) -> int:
        """Generated frames that are kept; what the windows make beyond is cut off."""
        return self.pace.needed


@dataclass(frozen=True, kw_only=True)
class Sound:
    """A decoded sound."""

    samples: Floats
    rate_hz: int


SoundOf = Callable[[VoiceJob, int], Sound]
"""The sound that a voice means, at a sample rate."""


def class_of(model: Model, shot: Scripted, *, enlarges: bool = False) -> str:
    """The class of pipeline that makes this shot best of those the model's folder opens as. `enlarges`: latents are to be."""
    opens = model.row.opens
    if shot.job.voice is not None and "audio_driven" in opens:
        return opens["audio_driven"]
    plain = opens.get("image_to_video", next(iter(opens.values())))
    is_unfit = model.guidance <= UNGUIDED and not ROADS[plain].distilled
    must_change = shot.last is not None or is_unfit or (enlarges and not ROADS[plain].enlarges)
    return opens.get("first_last_frame", plain) if must_change else plain


def as_class(pipe: Any, class_name: str) -> Any:
    """The same loaded parts as another class of pipeline; the pipeline itself where it is of that class already."""
    if type(pipe).__name__ == class_name:
        return pipe
    wanted = getattr(library("diffusers"), class_name)
    names = inspect.signature(wanted.__init__).parameters
    made = wanted(**{name: part for name, part in pipe.components.items() if name in names})
    made.set_progress_bar_config(disable=True)
    return made


@dataclass(frozen=True, kw_only=True, eq=False)
class Exposed:
    """Shots that the network has made and that are not decoded to their end."""

    parts: tuple[list[Frames], ...]
    """Of each shot: the frames of all windows but the last."""
    negative: Negative
    needed: tuple[int, ...]

    def frames(self) -> list[Frames]:
        """The shots' generated frames, in their order. May run in another thread than the network."""
        return self.negative.developed(self._finished)

    def _finished(self, videos: Any) -> list[Frames]:
        # The first frame of a later window is the last of the one before.
        last = [to_i420(video[1:] if parts else video) for parts, video in zip(self.parts, videos, strict=True)]
        return [
            np.concatenate([*parts, end])[:needed]
            for parts, end, needed in zip(self.parts, last, self.needed, strict=True)
        ]


def shoot(pipe: Any, model: Model, shots: list[Scripted], **named: Any) -> list[Frames]:
    """The shots' generated frames, in their order. Arguments as `expose` takes them."""
    return expose(pipe, model, shots, **named).frames()


def expose(
    pipe: Any,
    model: Model,
    shots: list[Scripted],
    *,
    prompts: Mapping[tuple[str, str], Mapping[str, Any]],
    seeds: list[int],
    size_px: tuple[int, int],
    sound_of: SoundOf,
    step: StepCallback,
    enlarger: Any = None,
) -> Exposed:
    """The shots as the network makes them, all but the last window decoded. Several only where the class has them `together`.

    `prompts`: as `encoded` gives them. `enlarger`: what makes both sides twice those of `size_px`. What the pipeline raises, and
    what `step` raises to stop it, passes through.
    """
    road = ROADS[type(pipe).__name__]
    width_px, height_px = size_px
    firsts = tuple(shot.first for shot in shots)
    made: tuple[list[Frames], ...] = tuple([] for _ in shots)
    lead = shots[0]
    done = 0
    for number, frames in enumerate(lead.windows):
        is_last = number == len(lead.windows) - 1
        ask = Ask(
            firsts=tuple(covering(first, width_px, height_px) for first in firsts),
            last=_last_of(pipe, road, lead, size_px) if is_last else None,
            prompts=tuple(prompts[shot.prompt] for shot in shots),
            seeds=tuple(seeds),
            frames=frames,
            width_px=width_px,
            height_px=height_px,
            speed=lead.pace.speed,
            voice=_voice_of(pipe, road, model, lead, done, frames, sound_of),
        )
        if enlarger is None:
            negative = exposed(pipe, _asked(pipe, road, model, ask, step))
        else:
            fine = _twice(ask, firsts, lead)
            negative = _enlarged(pipe, road, model, ask, fine, step, enlarger)
        done += frames - 1
        if not is_last:
            firsts = negative.developed(partial(_carried, made=made))
    return Exposed(parts=made, negative=negative, needed=tuple(shot.needed for shot in shots))


def _carried(videos: Any, made: tuple[list[Frames], ...]) -> tuple[Rgb, ...]:
    """Adds a window's frames to those that are made; the pictures that the next window begins with."""
    for parts, video in zip(made, videos, strict=True):
        parts.append(to_i420(video[1:] if parts else video))
    return tuple(to_picture(video[-1]) for video in videos)


def _twice(ask: Ask, firsts: tuple[Rgb, ...], lead: Scripted) -> Ask:
    """The same window with both sides twice as long."""
    size_px = (TIMES * ask.width_px, TIMES * ask.height_px)
    return replace(
        ask,
        firsts=tuple(covering(first, *size_px) for first in firsts),
        last=covering(lead.last, *size_px) if ask.last is not None and lead.last is not None else None,
        width_px=size_px[0],
        height_px=size_px[1],
    )


def _enlarged(pipe: Any, road: Road, model: Model, ask: Ask, fine: Ask, step: StepCallback, enlarger: Any) -> Negative:
    """A window made at one size, enlarged in latents, and refined at twice the size."""
    small = pipe(**_asked(pipe, road, model, ask, step), output_type="latent").frames

    def step_on(pipe: Any, number: int, time: Any, tensors: dict[str, Any]) -> dict[str, Any]:
        return step(pipe, model.steps + number, time, tensors)

    large = enlarged(enlarger, small)
    return exposed(pipe, _asked(pipe, road, model, fine, step_on) | refining(model, large))


def _asked(pipe: Any, road: Road, model: Model, ask: Ask, step: StepCallback) -> dict[str, Any]:
    torch = library("torch")
    takes = inspect.signature(type(pipe).__call__).parameters
    generators = [torch.Generator("cpu").manual_seed(seed % 2**63) for seed in ask.seeds]
    arguments = road.arguments(pipe, model, ask) | dict(model.options) | prompts_together(ask.prompts)
    asked = {name: value for name, value in arguments.items() if name in takes}
    return asked | {"generator": generators if len(generators) > 1 else generators[0], "callback_on_step_end": step}


def _last_of(pipe: Any, road: Road, shot: Scripted, size_px: tuple[int, int]) -> Rgb | None:
    return covering(shot.last, *size_px) if shot.last is not None and road.ends(pipe) else None


def _voice_of(pipe: Any, road: Road, model: Model, shot: Scripted, done: int, frames: int, sound_of: SoundOf) -> Any:
    """Audio latents of what is sung in a window that begins `done` generated frames into the shot; of silence where nobody
    sings, or a model that listens would hear noise and mouth along."""
    if not road.listens:
        return None
    torch, config = library("torch"), pipe.audio_vae.config
    ear = Ear(rate_hz=config.sample_rate, hop=config.mel_hop_length, mel_bins=config.mel_bins)
    samples = _heard(shot, ear, start_s=done / model.fps, length_s=frames / model.fps, sound_of=sound_of)
    part = next(pipe.audio_vae.parameters())
    mel = torch.from_numpy(log_mel(samples, ear))[None, None].expand(1, _STEREO, -1, -1)
    with torch.no_grad():
        latents = pipe.audio_vae.encode(mel.to(part.device, part.dtype)).latent_dist.mode()
    latents_per_s = ear.rate_hz / ear.hop / pipe.audio_vae_temporal_compression_ratio
    return _fitted(latents, round(frames / model.fps * latents_per_s))


def _heard(shot: Scripted, ear: Ear, *, start_s: float, length_s: float, sound_of: SoundOf) -> Floats:
    voice = shot.job.voice
    if voice is None:
        return np.zeros(round(length_s * ear.rate_hz), np.float32)
    return heard(
        sound_of(voice, ear.rate_hz).samples,
        voice,
        start_s=start_s,
        length_s=length_s,
        frames_per_s=shot.job.frames_per_s,
        rate_hz=ear.rate_hz,
    )


def _fitted(latents: Any, length: int) -> Any:
    """Audio latents cut, or their last one held, to what the window's length asks for."""
    if latents.shape[2] >= length:
        return latents[:, :, :length]
    torch = library("torch")
    return torch.cat([latents, latents[:, :, -1:].expand(-1, -1, length - latents.shape[2], -1)], dim=2)
