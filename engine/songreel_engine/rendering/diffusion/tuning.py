"""Which way of reckoning is fastest on this card, measured once and kept: attention kernels, and whether compiling pays.

Kernels differ by card, driver and version; a table would be wrong on the next card. So each that is installed runs the same few
steps once, and the fastest is kept for this card, model class and version of the libraries. Only kernels that reckon in the
model's own numbers are tried: those that quantise are faster and change the picture.
Source: https://huggingface.co/docs/diffusers/optimization/attention_backends and /optimization/fp16 (regional compilation).
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from songreel_engine.errors import MachineError
from songreel_engine.media.files import written_beside
from songreel_engine.rendering.keys import key_of

ATTENTION: Final = ("native", "_native_cudnn", "_native_flash", "flash", "_flash_3")
"""Of diffusers: what comes with torch, then what may be installed. None of these is downloaded while running."""
DENOISERS: Final = ("transformer", "transformer_2")
COMPILING: Final = "compiling"
"""Among what was skipped: why it does not work here."""
LONG_S: Final = 300.0
"""Work that takes less as it is does not wait for a compiler, which takes a minute or more before anybody knows what it gains."""
CLEARLY: Final = 0.97
"""A kernel that is not faster than torch's own by this factor is not worth its other rounding."""


class Tuning(BaseModel):
    """What was measured, for one card and one class."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    attention: str = "native"
    attention_s: dict[str, float] = {}
    """Seconds of the same work with each kernel that ran."""
    skipped: dict[str, str] = {}
    """Kernels that are not there or do not run here, and why."""
    compiled_s: float | None = None
    """Seconds of the same work compiled; None where it was not tried, or does not work here."""
    compiling_s: float | None = None
    """What compiling itself took, which every process pays again."""

    def compiling_pays(self, runs: float) -> bool:
        """Whether `runs` times the measured work is done sooner with compiling than without."""
        if self.compiled_s is None or self.compiling_s is None:
            return False
        return (self.attention_s.get(self.attention, 0.0) - self.compiled_s) * runs > self.compiling_s


def measured(pipe: Any, work: Callable[[], float], *, kernels: Sequence[str] = ATTENTION) -> Tuning:
    """The tuning for a loaded pipeline, on which it is left applied. `work` runs a few steps and says how long they took.

    The first run of each kernel warms it up and is not counted.
    """
    seconds: dict[str, float] = {}
    skipped: dict[str, str] = {}
    for kernel in kernels:
        try:
            _use_attention(pipe, kernel)
            work()
            seconds[kernel] = work()
        except (ValueError, ImportError, RuntimeError, NotImplementedError) as error:
            skipped[kernel] = " ".join(str(error).split())[:200]
    if not seconds:
        raise MachineError("None of the attention kernels runs on this card; update torch.")
    plain = next(iter(seconds))
    best = min(seconds, key=lambda kernel: seconds[kernel])
    best = best if seconds[best] < CLEARLY * seconds[plain] else plain
    _use_attention(pipe, best)
    return Tuning(attention=best, attention_s=seconds, skipped=skipped)


def measured_compiled(pipe: Any, tuning: Tuning, work: Callable[[], float]) -> Tuning:
    """The same with compiling tried; the pipeline is left compiled where that works. Where it does not, why is in `skipped`."""
    _compile(pipe)
    try:
        first_s = work()
        again_s = work()
    except (RuntimeError, ImportError, OSError, ValueError, NotImplementedError) as error:
        forget_compiled(pipe)
        why = " ".join(str(error).split())[:200]
        return tuning.model_copy(update={"skipped": tuning.skipped | {COMPILING: why}})
    return tuning.model_copy(update={"compiled_s": again_s, "compiling_s": max(first_s - again_s, 0.0)})


def tuned(pipe: Any, known: Tuning | None, work: Callable[[], float], *, runs: float) -> Tuning:
    """Sets a loaded pipeline up for `runs` times the work that `work` does: as is known, or as is measured now.

    Compiling is measured once, on the first occasion on which much is to be done; a short film never waits for it. No runs:
    nothing is compiled. Raises MachineError where no kernel runs.
    """
    tuning = known or measured(pipe, work)
    if known is not None:
        apply(pipe, known)
    is_tried = tuning.compiled_s is not None or COMPILING in tuning.skipped
    if not is_tried and tuning.attention_s.get(tuning.attention, 0.0) * runs >= LONG_S:
        tuning = measured_compiled(pipe, tuning, work)
        if not tuning.compiling_pays(runs):
            forget_compiled(pipe)
    elif tuning.compiling_pays(runs):
        _compile(pipe)
    return tuning


def apply(pipe: Any, tuning: Tuning) -> None:
    """Has a loaded pipeline use the kernel that was fastest. Raises MachineError where it has gone since."""
    try:
        _use_attention(pipe, tuning.attention)
    except (ValueError, ImportError, RuntimeError) as error:
        raise MachineError(f"The attention kernel {tuning.attention} is gone ({error}); measure again.") from error


def kept_tuning(folder: Path, of: Mapping[str, str]) -> Tuning | None:
    """What was measured for this card, class and versions; None where nothing was, or what was cannot be read any more."""
    file = _file(folder, of)
    if not file.is_file():
        return None
    try:
        return Tuning.model_validate_json(file.read_bytes())
    except ValidationError:
        # Written by another songreel: it is measured again.
        return None


def keep_tuning(folder: Path, of: Mapping[str, str], tuning: Tuning) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with written_beside(_file(folder, of)) as partial:
        partial.write_text(tuning.model_dump_json(indent=2) + "\n", encoding="utf-8")


def _file(folder: Path, of: Mapping[str, str]) -> Path:
    return folder / f"{key_of(**of)}.json"


def _denoisers(pipe: Any) -> list[Any]:
    return [part for name in DENOISERS if (part := getattr(pipe, name, None)) is not None]


def _compile(pipe: Any) -> None:
    # Shots have many lengths: compiled for any of them at once, none is compiled a second time.
    for part in _denoisers(pipe):
        part.compile_repeated_blocks(fullgraph=True, dynamic=True)


def forget_compiled(pipe: Any) -> None:
    """The pipeline runs as if it had never been compiled."""
    for part in _denoisers(pipe):
        for module in part.modules():
            module._compiled_call_impl = None


def _use_attention(pipe: Any, kernel: str) -> None:
    for part in _denoisers(pipe):
        part.set_attention_backend(kernel)
