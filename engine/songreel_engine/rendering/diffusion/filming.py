"""All shots of a film that have no rushes yet, one after the other on one loaded model.

While the model makes a shot, the one before is judged and stored in another thread. A shot whose judgement is bad is made
again with another seed as soon as that is known, and its best try is stored. Shots of one kind are made together where the
class can.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from songreel_engine.errors import RenderError
from songreel_engine.rendering.animators import MotionStep
from songreel_engine.rendering.diffusion.buckets import FrameRule, batches_of
from songreel_engine.rendering.diffusion.card import find_card
from songreel_engine.rendering.diffusion.libraries import library
from songreel_engine.rendering.diffusion.loading import opened
from songreel_engine.rendering.diffusion.models import Model
from songreel_engine.rendering.diffusion.prompt_cache import encoded, encoder_parts, on_device
from songreel_engine.rendering.diffusion.roads import ROADS
from songreel_engine.rendering.diffusion.rushes import RushFacts, TakeFacts, save_rushes
from songreel_engine.rendering.diffusion.shooting import Frames, Scripted, SoundOf, as_class, class_of, shoot
from songreel_engine.rendering.diffusion.sizes import smaller_size
from songreel_engine.rendering.diffusion.stepping import step_callback, with_smaller_retry
from songreel_engine.rendering.diffusion.takes import Judge, Judgement, best_of, seed_of_take
from songreel_engine.rendering.diffusion.tuning import apply, keep_tuning, kept_tuning, measured

StepListener = Callable[[MotionStep], None]
TUNING_STEPS: Final = 2
TOKENS_TOGETHER: Final = 8192
"""Shots are made together up to here: beyond, one shot alone keeps a large card busy."""
_LONGEST_REASON: Final = 300


@dataclass(eq=False)
class _Try:
    """Of one shot: what was made, from which seed, what was thought of it."""

    seed: int
    frames: Frames
    size_px: tuple[int, int]
    seconds: float
    judgement: Judgement | None = None


@dataclass(eq=False)
class _OnSet:
    """A shot on its way."""

    script: Scripted
    class_name: str
    tries: list[_Try] = field(default_factory=list)


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
    ) -> None:
        self._model, self._rushes_dir, self._tuning_dir = model, rushes_dir, tuning_dir
        self._judge, self._most_takes = judge, most_takes
        self._sound_of, self._stands, self._step = sound_of, stands, step
        self._prompts: Mapping[tuple[str, str], Mapping[str, Any]] = {}
        self._saved: deque[tuple[str, Future[Any]]] = deque()
        self._number = self._count = 0

    def shoot(self, scripts: Sequence[Scripted], *, size_px: tuple[int, int]) -> None:
        """Makes and stores all of them, kind by kind. What the step listener raises passes through; what stands by then stays."""
        self._count = len(scripts)
        kinds: dict[str, list[Scripted]] = {}
        for script in scripts:
            kinds.setdefault(class_of(self._model, script), []).append(script)
        first = next(iter(kinds))
        told = encoded(self._model, [script.prompt for script in scripts], class_name=first)
        parts = encoder_parts(self._model, first)
        with ThreadPoolExecutor(max_workers=1) as beside, opened(self._model, class_name=first, without=parts) as pipe:
            self._prompts = {words: on_device(one, pipe._execution_device) for words, one in told.items()}
            if pipe._execution_device.type == "cuda":
                self._tune(pipe, kinds[first][0], size_px)
            for class_name, shots in kinds.items():
                self._shoot_kind(as_class(pipe, class_name), shots, size_px, beside)
            while self._saved:
                self._stand_next()

    def _tune(self, pipe: Any, script: Scripted, size_px: tuple[int, int]) -> None:
        """Uses what was found fastest on this card, measured now where it was not yet."""
        card = find_card()
        of = {
            "card": card.name,
            "class": type(pipe).__name__,
            "model": self._model.identity,
            "torch": library("torch").__version__,
            "diffusers": library("diffusers").__version__,
        }
        tuning = kept_tuning(self._tuning_dir, of)
        if tuning is not None:
            apply(pipe, tuning)
            return
        few = replace(self._model, steps=TUNING_STEPS)
        one = replace(script, windows=script.windows[:1], last=None)

        def work() -> float:
            began_s = time.monotonic()
            shoot(
                pipe, few, [one], prompts=self._prompts, seeds=[0], size_px=size_px, sound_of=self._sound_of,
                step=lambda _pipe, _step, _time, tensors: tensors,
            )  # fmt: skip
            return time.monotonic() - began_s

        keep_tuning(self._tuning_dir, of, measured(pipe, work))

    def _shoot_kind(
        self, pipe: Any, scripts: Sequence[Scripted], size_px: tuple[int, int], beside: ThreadPoolExecutor
    ) -> None:
        judging: deque[tuple[_OnSet, Future[Judgement | None]]] = deque()
        for batch in self._batches(pipe, scripts, size_px):
            self._number += len(batch)
            for shot, made in zip(batch, self._tried(pipe, batch, 0, size_px), strict=True):
                on_set = _OnSet(shot, type(pipe).__name__, [made])
                judging.append((on_set, beside.submit(self._judged, made)))
            # The batch that was just made is judged while the next one runs.
            while len(judging) > len(batch):
                self._settle(pipe, *judging.popleft(), beside)
            self._stand_finished()
        while judging:
            self._settle(pipe, *judging.popleft(), beside)

    def _batches(self, pipe: Any, scripts: Sequence[Scripted], size_px: tuple[int, int]) -> list[list[Scripted]]:
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

    def _tried(self, pipe: Any, batch: Sequence[Scripted], take: int, size_px: tuple[int, int]) -> Iterable[_Try]:
        seeds = [seed_of_take(script.job.seed, take) for script in batch]
        began_s = time.monotonic()

        def make(size: tuple[int, int]) -> list[Frames]:
            return shoot(
                pipe,
                self._model,
                list(batch),
                prompts=self._prompts,
                seeds=seeds,
                size_px=size,
                sound_of=self._sound_of,
                step=step_callback(lambda step, _preview: self._tell(step)),
            )

        def less(size: tuple[int, int]) -> tuple[int, int]:
            return smaller_size(*size, self._model)

        try:
            made, size = with_smaller_retry(make, size_px, less, name=self._model.name)
        except (ValueError, TypeError, NotImplementedError) as error:
            reason = " ".join(str(error).split())[:_LONGEST_REASON].rstrip(".")
            raise RenderError(
                f"{self._model.name} cannot make a shot of {size_px[0]}x{size_px[1]} ({reason}); choose another model."
            ) from error
        seconds = (time.monotonic() - began_s) / len(batch)
        return [_Try(seed, frames, size, seconds) for seed, frames in zip(seeds, made, strict=True)]

    def _tell(self, step: int) -> None:
        self._step(MotionStep(step=step, steps=self._model.steps, shot=self._number, shots=self._count))

    def _judged(self, made: _Try) -> Judgement | None:
        return None if self._judge is None else self._judge(iter(made.frames), Fraction(self._model.fps))

    def _settle(self, pipe: Any, shot: _OnSet, judged: "Future[Judgement | None]", beside: ThreadPoolExecutor) -> None:
        """Makes the shot again while it is not good, then has its best try stored."""
        shot.tries[-1].judgement = judged.result()
        while _is_bad(shot.tries[-1]) and len(shot.tries) < self._most_takes:
            (again,) = self._tried(pipe, [shot.script], len(shot.tries), shot.tries[0].size_px)
            again.judgement = self._judged(again)
            shot.tries.append(again)
        judgements = [one.judgement for one in shot.tries if one.judgement is not None]
        kept = best_of(judgements) if judgements else 0
        facts = self._facts(pipe, shot, kept)
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

    def _facts(self, pipe: Any, shot: _OnSet, kept: int) -> RushFacts:
        road, job, best = ROADS[shot.class_name], shot.script.job, shot.tries[kept]
        synced = job.voice is not None and road.listens
        arrives = shot.script.last is not None and road.ends(pipe)
        return RushFacts(
            model=self._model.name,
            width_px=best.size_px[0],
            height_px=best.size_px[1],
            frames=len(best.frames),
            frames_per_s=self._model.fps,
            windows=shot.script.windows,
            takes=tuple(_take_facts(one) for one in shot.tries),
            kept=kept,
            lip_synced=synced,
            from_stem=synced and job.voice is not None and job.voice.is_stem,
            arrives=arrives,
            notes=tuple(_notes(shot, best, arrives=arrives, synced=synced)),
            seconds={"generating": round(sum(one.seconds for one in shot.tries), 3)},
        )


def _is_bad(made: _Try) -> bool:
    return made.judgement is not None and not made.judgement.good


def _take_facts(made: _Try) -> TakeFacts:
    judgement = made.judgement
    return TakeFacts(
        seed=made.seed,
        score=None if judgement is None else round(judgement.score, 1),
        why=() if judgement is None else judgement.why,
    )


def _notes(shot: _OnSet, best: _Try, *, arrives: bool, synced: bool) -> Iterable[str]:
    if best.size_px != shot.tries[0].size_px or best.size_px != (
        shot.script.first.shape[1],
        shot.script.first.shape[0],
    ):
        yield f"memory ran out, so a shot was made at {best.size_px[0]}x{best.size_px[1]}"
    if shot.script.last is not None and not arrives:
        yield "a match cut was not led to its next picture: this shot's model cannot"
    if best.judgement is not None and not best.judgement.good:
        yield f"a shot did not hold together in {len(shot.tries)} takes; its best scores {best.judgement.score:.0f} of 100"
    if synced and shot.script.job.voice is not None and not shot.script.job.voice.is_stem:
        yield "lips follow the whole song; --vocals FILE gives them the voice alone"
