"""What a run of the network leaves is decoded later: beside the next shot's steps, in a thread and a stream of its own.

A pipeline's call is ended where it would decode its video, and what it would have decoded is kept. All classes decode last of
all but the sound that LTX-2 makes besides, which nobody asked for and which is then not decoded either. The frames are those
that the whole call would have made, bit for bit: noise that a decoder takes away itself is drawn before.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from songreel_engine.rendering.diffusion.libraries import library

Made = TypeVar("Made")

AS_TENSORS: Final = "pt"


class _ExposedError(Exception):
    """Ends a pipeline's call where it would decode; never leaves this module."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Negative:
    """Latents, and how they are to be decoded."""

    pipe: Any
    decode: Any
    """The decoder, as it was when the latents were made."""
    latents: Any
    arguments: tuple[Any, ...]
    named: dict[str, Any]
    ready: Any
    """On a card, the moment at which the latents stand; None on a processor."""

    def developed(self, finish: Callable[[Any], Made]) -> Made:
        """What `finish` makes of the video, [shots, frames, 3, height, width] of 0..1 on the device. May run in another thread
        than the network."""
        torch = library("torch")
        with torch.no_grad(), _stream_of_its_own(self.ready, self.latents):
            decoded = self.decode(self.latents, *self.arguments, **self.named)
            decoded = decoded[0] if isinstance(decoded, tuple) else decoded.sample
            return finish(self.pipe.video_processor.postprocess_video(decoded, output_type=AS_TENSORS))


def exposed(pipe: Any, asked: dict[str, Any]) -> Negative:
    """What the pipeline's call makes of these arguments, not decoded. What it raises passes through."""
    held: list[Negative] = []

    def hold(latents: Any, *arguments: Any, **named: Any) -> Any:
        held.append(
            Negative(pipe=pipe, decode=decode, latents=latents, arguments=arguments, named=named, ready=_now(latents))
        )
        raise _ExposedError

    decode = pipe.vae.decode
    with _decoder(pipe.vae, hold):
        try:
            pipe(**asked, output_type=AS_TENSORS)
        except _ExposedError:
            return held[0]
    raise RuntimeError(f"{type(pipe).__name__} made a video without its decoder")


@contextmanager
def _decoder(vae: Any, hold: Any) -> Iterator[None]:
    """The decoder's place is taken by `hold`; whoever asks its class, as previews do, still finds it."""
    before = vars(vae).get("decode")
    vae.decode = hold
    try:
        yield
    finally:
        del vae.decode
        if before is not None:
            vae.decode = before


def _now(tensor: Any) -> Any:
    if tensor.device.type != "cuda":
        return None
    event = library("torch").cuda.Event()
    event.record()
    return event


@contextmanager
def _stream_of_its_own(ready: Any, latents: Any) -> Iterator[None]:
    if ready is None:
        yield
        return
    torch = library("torch")
    stream = torch.cuda.Stream()
    stream.wait_event(ready)
    # Their memory must not be given to the network's next step while it is read here.
    latents.record_stream(stream)
    with torch.cuda.stream(stream):
        yield
    stream.synchronize()
