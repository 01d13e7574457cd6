"""The fastest way of reckoning on a card, measured once and kept."""

from collections.abc import Callable
from pathlib import Path

import pytest

from songreel_engine.errors import MachineError
from songreel_engine.rendering.diffusion.tuning import (
    Tuning,
    apply,
    keep_tuning,
    kept_tuning,
    measured,
    measured_compiled,
)

OF = {"card": "a card", "class": "LTXImageToVideoPipeline", "torch": "2.13"}


class Denoiser:
    """Takes kernels that are there and notes what it runs with."""

    def __init__(self, there: tuple[str, ...]) -> None:
        self.there, self.kernel, self.compiled = there, "", False

    def set_attention_backend(self, kernel: str) -> None:
        if kernel not in self.there:
            raise ValueError(f"{kernel} is not installed")
        self.kernel = kernel

    def compile_repeated_blocks(self, *, fullgraph: bool) -> None:
        assert fullgraph
        self.compiled = True


class Pipe:
    def __init__(self, *there: str) -> None:
        self.transformer = Denoiser(there)


def work_on(pipe: Pipe, seconds: dict[str, float]) -> Callable[[], float]:
    return lambda: seconds[pipe.transformer.kernel]


def test_the_fastest_kernel_is_taken_and_the_missing_ones_are_told() -> None:
    pipe = Pipe("native", "_native_cudnn")
    tuning = measured(pipe, work_on(pipe, {"native": 2.0, "_native_cudnn": 1.1}))
    assert tuning.attention == pipe.transformer.kernel == "_native_cudnn"
    assert tuning.attention_s == {"native": 2.0, "_native_cudnn": 1.1}
    assert tuning.skipped["_flash_3"] == "_flash_3 is not installed"


def test_a_kernel_that_is_hardly_faster_is_not_worth_its_other_rounding() -> None:
    pipe = Pipe("native", "flash")
    tuning = measured(pipe, work_on(pipe, {"native": 1.0, "flash": 0.99}))
    assert tuning.attention == pipe.transformer.kernel == "native"


def test_a_card_without_any_kernel_is_told_in_a_sentence() -> None:
    with pytest.raises(MachineError, match="None of the attention kernels runs"):
        measured(Pipe(), lambda: 1.0)


@pytest.mark.parametrize(("runs", "pays"), [(100, True), (10, False)])
def test_compiling_is_kept_where_it_saves_more_than_it_takes(runs: int, pays: bool) -> None:
    pipe, times = Pipe("native"), iter([31.0, 1.0])
    known = Tuning(attention="native", attention_s={"native": 2.0})
    tuning = measured_compiled(pipe, known, lambda: next(times), runs_to_come=runs)
    assert pipe.transformer.compiled
    assert (tuning.compiled, tuning.compiled_s, tuning.compiling_s) == (pays, 1.0, 30.0)


def test_what_was_measured_is_kept_for_this_card_and_applied(tmp_path: Path) -> None:
    tuning = Tuning(attention="flash", attention_s={"native": 2.0, "flash": 1.0}, compiled=True)
    assert kept_tuning(tmp_path, OF) is None
    keep_tuning(tmp_path / "cache", OF, tuning)
    assert kept_tuning(tmp_path / "cache", OF) == tuning
    assert kept_tuning(tmp_path / "cache", OF | {"card": "another"}) is None
    pipe = Pipe("native", "flash")
    apply(pipe, tuning)
    assert (pipe.transformer.kernel, pipe.transformer.compiled) == ("flash", True)
    with pytest.raises(MachineError, match="flash is gone"):
        apply(Pipe("native"), tuning)


def test_a_measurement_that_another_songreel_wrote_is_made_again(tmp_path: Path) -> None:
    keep_tuning(tmp_path, OF, Tuning())
    (file,) = tmp_path.glob("*.json")
    file.write_text('{"attention": "native", "unheard_of": 1}')
    assert kept_tuning(tmp_path, OF) is None
