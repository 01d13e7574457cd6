"""A shot on its way from the network to its rushes: what was tried, and what is told of it in the end."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from songreel_engine.rendering.diffusion.models import Model
from songreel_engine.rendering.diffusion.roads import ROADS
from songreel_engine.rendering.diffusion.rushes import RushFacts, TakeFacts
from songreel_engine.rendering.diffusion.shooting import Frames, Scripted
from songreel_engine.rendering.diffusion.takes import Judgement

Size = tuple[int, int]

CUT_NOTE: Final = "the last words of a prompt were left out: the video model does not read as many"


@dataclass(eq=False)
class Try:
    """Of one shot: what was made, from which seed, what was thought of it."""

    seed: int
    frames: Frames
    size_px: Size
    seconds: float
    judgement: Judgement | None = None


@dataclass(eq=False)
class OnSet:
    """A shot on its way."""

    script: Scripted
    class_name: str
    asked_px: Size
    tries: list[Try] = field(default_factory=list)

    @property
    def is_bad(self) -> bool:
        """Whether its last try does not hold together."""
        judgement = self.tries[-1].judgement
        return judgement is not None and not judgement.good


def facts_of(shot: OnSet, pipe: Any, model: Model, *, kept: int, is_cut: bool) -> RushFacts:
    """What is stored with the try that is kept, from 0. `is_cut`: the model did not read all of its prompt."""
    road, job, best = ROADS[shot.class_name], shot.script.job, shot.tries[kept]
    synced = job.voice is not None and road.listens
    arrives = shot.script.last is not None and road.ends(pipe)
    notes = [*_notes(shot, best, arrives=arrives, synced=synced), *([CUT_NOTE] if is_cut else [])]
    return RushFacts(
        model=model.name,
        width_px=best.frames.shape[2],
        height_px=best.frames.shape[1] * 2 // 3,
        frames=len(best.frames),
        frames_per_s=model.fps,
        windows=shot.script.windows,
        takes=tuple(_take_facts(one) for one in shot.tries),
        kept=kept,
        lip_synced=synced,
        from_stem=synced and job.voice is not None and job.voice.is_stem,
        arrives=arrives,
        notes=tuple(notes),
        seconds={"generating": round(sum(one.seconds for one in shot.tries), 3)},
    )


def _take_facts(made: Try) -> TakeFacts:
    judgement = made.judgement
    return TakeFacts(
        seed=made.seed,
        score=None if judgement is None else round(judgement.score, 1),
        why=() if judgement is None else judgement.why,
    )


def _notes(shot: OnSet, best: Try, *, arrives: bool, synced: bool) -> Iterable[str]:
    if best.size_px != shot.asked_px:
        yield f"memory ran out, so a shot was made at {best.size_px[0]}x{best.size_px[1]}"
    if shot.script.last is not None and not arrives:
        yield "a match cut was not led to its next picture: this shot's model cannot"
    if best.judgement is not None and not best.judgement.good:
        yield f"a shot did not hold together in {len(shot.tries)} takes; its best scores {best.judgement.score:.0f} of 100"
    if synced and shot.script.job.voice is not None and not shot.script.job.voice.is_stem:
        yield "lips follow the whole song; --vocals FILE gives them the voice alone"
