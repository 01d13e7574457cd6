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
    compiled: bool = False
    compiled_s: float | None = None
    """Seconds of the same work compiled; None where it was not tried."""
    compiling_s: float | None = None
    """What compiling itself took."""


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


def measured_compiled(pipe: Any, tuning: Tuning, work: Callable[[], float], *, runs_to_come: int) -> Tuning:
    """The same with compiling tried: kept where what it saves over the runs to come is more than it takes."""
    for part in _denoisers(pipe):
        part.compile_repeated_blocks(fullgraph=True)
    first_s = work()
    again_s = work()
    saved_s = (tuning.attention_s[tuning.attention] - again_s) * runs_to_come
    return tuning.model_copy(
        update={
            "compiled": saved_s > first_s - again_s,
            "compiled_s": again_s,
            "compiling_s": max(first_s - again_s, 0.0),
        }
    )


def apply(pipe: Any, tuning: Tuning) -> None:
    """Sets a loaded pipeline up as measured. Raises MachineError where the kernel has gone since."""
    try:
        _use_attention(pipe, tuning.attention)
    except (ValueError, ImportError, RuntimeError) as error:
        raise MachineError(f"The attention kernel {tuning.attention} is gone ({error}); measure again.") from error
    if tuning.compiled:
        for part in _denoisers(pipe):
            part.compile_repeated_blocks(fullgraph=True)


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


def _use_attention(pipe: Any, kernel: str) -> None:
    for part in _denoisers(pipe):
        part.set_attention_backend(kernel)
