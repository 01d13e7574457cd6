"""All shots of a film that have no rushes yet, one after the other on one loaded model.

While the network makes a shot, the one before is decoded, judged and stored in another thread, and no third waits. A shot whose
judgement is bad is made again with another seed as soon as that is known, and its best try is stored. Shots of one kind are
made together where the class can. Where memory runs out, shots that were made together are made alone, and
one that was made alone is made once more and smaller, whether it ran out in the network or in the decoder.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any, Final

from songreel_engine.errors import RenderError
from songreel_engine.rendering.animators import MotionStep
from songreel_engine.rendering.diffusion.buckets import FrameRule, batches_of
from songreel_engine.rendering.diffusion.card import find_card
from songreel_engine.rendering.diffusion.enlarging import TIMES, opened_upscaler, refining_steps
from songreel_engine.rendering.diffusion.libraries import library
from songreel_engine.rendering.diffusion.loading import opened
from songreel_engine.rendering.diffusion.models import Model
from songreel_engine.rendering.diffusion.on_set import OnSet, Try, facts_of
from songreel_engine.rendering.diffusion.placement import placement_for
from songreel_engine.rendering.diffusion.prompt_cache import encoded, encoder_parts, on_device
from songreel_engine.rendering.diffusion.roads import ROADS
from songreel_engine.rendering.diffusion.rushes import save_rushes
from songreel_engine.rendering.diffusion.shooting import (
    Exposed,
    Frames,
    Scripted,
    SoundOf,
    StepCallback,
    as_class,
    class_of,
    expose,
    shoot,
)
from songreel_engine.rendering.diffusion.sizes import smaller_size
from songreel_engine.rendering.diffusion.stepping import memory_ended, unless_memory_ends, with_smaller_retry
from songreel_engine.rendering.diffusion.takes import Judge, Judgement, best_of, seed_of_take
from songreel_engine.rendering.diffusion.tuning import keep_tuning, kept_tuning, tuned
from songreel_engine.rendering.diffusion.video_previews import shot_preview

Size = tuple[int, int]
StepListener = Callable[[MotionStep], None]
PREVIEWS: Final = 4
"""Of each run: each decodes a frame of its own, which a run of eight steps would feel."""
TUNING_STEPS: Final = 2
TOKENS_TOGETHER: Final = 8192
"""Shots are made together up to here: beyond, one shot alone keeps a large card busy."""
_LONGEST_REASON: Final = 300


@dataclass(frozen=True, kw_only=True, eq=False)
class _Batch:
    """Shots that the network has made, on their way to being judged."""

    shots: list[OnSet]
    size_px: Size
    tries: "Future[list[Try]]"


class Crew:
    """Runs one model over shots.

    Raises RenderError where a shot cannot be made, MachineError where the machine lacks something.
    """

    def __init__(
        self,
        model: Model,
        *,
        rushes_dir: Path,
        judge: Judge | None,
        most_takes: int,
        sound_of: SoundOf,
        stands: Callable[[str], None],
        step: StepListener,
        tuning_dir: Path,
        upscaler: Model | None = None,
    ) -> None:
        """`upscaler`: makes both sides of what the model makes twice as long."""
        self._model, self._rushes_dir, self._tuning_dir = model, rushes_dir, tuning_dir
        self._judge, self._most_takes = judge, most_takes
        self._sound_of, self._stands, self._step = sound_of, stands, step
        self._upscaler, self._enlarger = upscaler, None
        self._prompts: Mapping[tuple[str, str], Mapping[str, Any]] = {}
        self._cut: frozenset[tuple[str, str]] = frozenset()
        self._saved: deque[tuple[str, Future[Any]]] = deque()
        self._number = self._count = 0
        self._asked_px = (0, 0)
        self._is_roomy = False
        """Whether the card has memory for a decoder beside the network."""

    def shoot(self, scripts: Sequence[Scripted], *, size_px: Size) -> None:
        """Makes and stores all of them, kind by kind. What the step listener raises passes through; what stands by then stays."""
        self._count, self._asked_px = len(scripts), size_px
        kinds: dict[str, list[Scripted]] = {}
        for script in scripts:
            kind = class_of(self._model, script, enlarges=self._upscaler is not None)
            kinds.setdefault(kind, []).append(script)
        first = next(iter(kinds))
        told = encoded(self._model, [script.prompt for script in scripts], class_name=first)
        self._cut = told.cut
        placement = placement_for(self._model, find_card())
        self._is_roomy = placement.way != "streamed" and not placement.tiled
        parts = encoder_parts(self._model, first)
        with (
            ThreadPoolExecutor(max_workers=1) as beside,
            opened(self._model, class_name=first, without=parts, placement=placement) as pipe,
            ExitStack() as stack,
        ):
            if self._upscaler is not None:
                self._enlarger = stack.enter_context(opened_upscaler(self._upscaler, pipe, placement))
            self._prompts = {words: on_device(one, pipe._execution_device) for words, one in told.told.items()}
            if pipe._execution_device.type == "cuda":
                self._tune(pipe, kinds[first][0], scripts, size_px, compiles=placement.way == "whole")
            for class_name, shots in kinds.items():
                self._shoot_kind(as_class(pipe, class_name), shots, size_px, beside)
            while self._saved:
                self._stand_next()

    def _tune(self, pipe: Any, lead: Scripted, scripts: Sequence[Scripted], size_px: Size, *, compiles: bool) -> None:
        """Uses what was found fastest on this card, measured now where it was not yet."""
        of = {
            "card": find_card().name,
            "class": type(pipe).__name__,
            "model": self._model.identity,
            "torch": library("torch").__version__,
            "diffusers": library("diffusers").__version__,
        }
        few = replace(self._model, steps=TUNING_STEPS)
        one = replace(lead, windows=lead.windows[:1], last=None)

        def work() -> float:
            began_s = time.monotonic()
            shoot(
                pipe, few, [one], prompts=self._prompts, seeds=[0], size_px=size_px, sound_of=self._sound_of,
                step=lambda _pipe, _step, _time, tensors: tensors,
            )  # fmt: skip
            return time.monotonic() - began_s

        runs = sum(len(script.windows) for script in scripts) * self._model.steps / TUNING_STEPS
        known = kept_tuning(self._tuning_dir, of)
        tuning = tuned(pipe, known, work, runs=runs if compiles else 0)
        if tuning != known:
            keep_tuning(self._tuning_dir, of, tuning)

    def _shoot_kind(self, pipe: Any, scripts: Sequence[Scripted], size_px: Size, beside: ThreadPoolExecutor) -> None:
        waiting: deque[_Batch] = deque()
        try:
            for shots in self._batches(pipe, scripts, size_px):
                self._number += len(shots)
                for batch in self._exposed(pipe, shots, size_px, beside):
                    waiting.append(batch)
                    # What was just made is decoded and judged while the next runs, and no third waits.
                    while len(waiting) > 1:
                        self._settle(pipe, waiting.popleft(), beside)
                self._stand_finished()
            while waiting:
                self._settle(pipe, waiting.popleft(), beside)
        finally:
            for batch in waiting:
                batch.tries.cancel()

    def _batches(self, pipe: Any, scripts: Sequence[Scripted], size_px: Size) -> list[list[Scripted]]:
        road = ROADS[type(pipe).__name__]
        # A processor is as fast with one as with many, and waits less for each.
        if not road.together or pipe._execution_device.type == "cpu":
            return [[script] for script in scripts]
        rule = FrameRule(
            step=self._model.frame_step, offset=self._model.frame_offset, most_frames=self._model.most_frames
        )
        alike: dict[tuple[tuple[int, ...], float], list[Scripted]] = {}
        for script in scripts:
            alike.setdefault((script.windows, script.pace.speed), []).append(script)
        return [
            batch
            for group in alike.values()
            for batch in batches_of(
                ((script, script.windows[0], size_px) for script in group),
                most_tokens=TOKENS_TOGETHER,
                rule=rule,
                patch_px=road.token_px,
            )
        ]

    def _exposed(
        self, pipe: Any, scripts: Sequence[Scripted], size_px: Size, beside: ThreadPoolExecutor
    ) -> Iterator[_Batch]:
        """The shots as one batch; where memory does not last for all at once, each as its own."""
        if len(scripts) > 1:
            made = unless_memory_ends(lambda: self._network(pipe, scripts, 0, size_px))
            if made is not None:
                yield self._begun(pipe, scripts, made[0], size_px, beside)
                return
        for script in scripts:
            shown, size = with_smaller_retry(
                partial(self._network, pipe, [script], 0), size_px, self._less, name=self._model.name
            )
            yield self._begun(pipe, [script], shown, size, beside)

    def _begun(
        self, pipe: Any, scripts: Sequence[Scripted], shown: "_Shown", size_px: Size, beside: ThreadPoolExecutor
    ) -> _Batch:
        develop = shown.exposed.frames
        if not (self._is_roomy and ROADS[type(pipe).__name__].decodes_beside):
            develop = _already(unless_memory_ends(develop))
        tries = beside.submit(self._developed, scripts, 0, size_px, shown.seconds, develop)
        shots = [OnSet(script, type(pipe).__name__, self._asked_px) for script in scripts]
        return _Batch(shots=shots, size_px=size_px, tries=tries)

    def _developed(
        self,
        scripts: Sequence[Scripted],
        take: int,
        size_px: Size,
        seconds: float,
        develop: Callable[[], list[Frames]],
    ) -> list[Try]:
        began_s = time.monotonic()
        made = unless_memory_ends(develop)
        if made is None:
            # A new error: the one that was caught holds on to what filled the memory.
            raise library("torch").OutOfMemoryError("while decoding")
        seconds += time.monotonic() - began_s
        tries = [
            Try(seed_of_take(script.job.seed, take), frames, size_px, seconds / len(scripts))
            for script, frames in zip(scripts, made[0], strict=True)
        ]
        for one in tries:
            one.judgement = self._judged(one)
        return tries

    def _network(self, pipe: Any, scripts: Sequence[Scripted], take: int, size_px: Size) -> "_Shown":
        began_s = time.monotonic()
        try:
            made = expose(
                pipe,
                self._model,
                list(scripts),
                prompts=self._prompts,
                seeds=[seed_of_take(script.job.seed, take) for script in scripts],
                size_px=size_px,
                sound_of=self._sound_of,
                step=self._stepper(scripts[0].windows[0], size_px),
                enlarger=self._enlarger if self._refines(pipe) else None,
            )
        except (ValueError, TypeError, NotImplementedError) as error:
            reason = " ".join(str(error).split())[:_LONGEST_REASON].rstrip(".")
            raise RenderError(
                f"{self._model.name} cannot make a shot of {size_px[0]}x{size_px[1]} ({reason}); choose another model."
            ) from error
        return _Shown(exposed=made, seconds=time.monotonic() - began_s)

    def _alone(self, pipe: Any, script: Scripted, take: int, size_px: Size) -> Try:
        """One shot from its first step to its judgement, with nothing beside it."""
        shown = self._network(pipe, [script], take, size_px)
        (made,) = self._developed([script], take, size_px, shown.seconds, shown.exposed.frames)
        return made

    def _less(self, size_px: Size) -> Size:
        return smaller_size(*size_px, self._model)

    def _stepper(self, frames: int, size_px: Size) -> StepCallback:
        shown_every = max(self._model.steps // PREVIEWS, 1)

        def ended(pipe: Any, step: int, _time: Any, tensors: dict[str, Any]) -> dict[str, Any]:
            is_shown = self._is_roomy and step % shown_every == shown_every - 1
            times = 1 if step < self._model.steps else TIMES
            size = (times * size_px[0], times * size_px[1])
            preview = shot_preview(pipe, tensors.get("latents"), frames, size) if is_shown else None
            steps = self._model.steps + (refining_steps(self._model) if self._refines(pipe) else 0)
            self._step(MotionStep(step=step + 1, steps=steps, shot=self._number, shots=self._count, preview=preview))
            return tensors

        return ended

    def _refines(self, pipe: Any) -> bool:
        return self._enlarger is not None and ROADS[type(pipe).__name__].enlarges

    def _judged(self, made: Try) -> Judgement | None:
        return None if self._judge is None else self._judge(iter(made.frames), Fraction(self._model.fps))

    def _settle(self, pipe: Any, batch: _Batch, beside: ThreadPoolExecutor) -> None:
        """Makes shots again that are not good, then has the best try of each stored."""
        made = unless_memory_ends(batch.tries.result)
        for index, shot in enumerate(batch.shots):
            shot.tries.append(made[0][index] if made is not None else self._smaller(pipe, shot.script, batch.size_px))
            size_px = shot.tries[0].size_px
            while shot.is_bad and len(shot.tries) < self._most_takes:
                again, _ = with_smaller_retry(
                    partial(self._alone, pipe, shot.script, len(shot.tries)), size_px, self._less, name=self._model.name
                )
                shot.tries.append(again)
            self._store(pipe, shot, beside)

    def _smaller(self, pipe: Any, script: Scripted, size_px: Size) -> Try:
        """Where memory ended in the decoder."""
        less = self._less(size_px)
        made = unless_memory_ends(lambda: self._alone(pipe, script, 0, less))
        if made is None:
            raise memory_ended(self._model.name, size_px, less)
        return made[0]

    def _store(self, pipe: Any, shot: OnSet, beside: ThreadPoolExecutor) -> None:
        judgements = [one.judgement for one in shot.tries if one.judgement is not None]
        kept = best_of(judgements) if judgements else 0
        facts = facts_of(shot, pipe, self._model, kept=kept, is_cut=shot.script.prompt in self._cut)
        frames = shot.tries[kept].frames
        for one in shot.tries:
            one.frames = one.frames[:0]
        key = shot.script.key
        self._saved.append((key, beside.submit(save_rushes, self._rushes_dir, key, iter(frames), facts)))

    def _stand_finished(self) -> None:
        while self._saved and self._saved[0][1].done():
            self._stand_next()

    def _stand_next(self) -> None:
        key, saved = self._saved.popleft()
        saved.result()
        self._stands(key)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Shown:
    """What the network has made, and how long it took."""

    exposed: Exposed
    seconds: float


def _already(made: tuple[list[Frames]] | None) -> Callable[[], list[Frames]]:
    """Frames that were decoded at once; where memory ended, that is raised where they are asked for."""

    def frames() -> list[Frames]:
        if made is None:
            raise library("torch").OutOfMemoryError("while decoding")
        return made[0]

    return frames
