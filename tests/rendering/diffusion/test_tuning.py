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
    tuned,
)

OF = {"card": "a card", "class": "LTXImageToVideoPipeline", "torch": "2.13"}


class Denoiser:
    """Takes kernels that are there and notes what it runs with."""

    def __init__(self, there: tuple[str, ...]) -> None:
        self.there, self.kernel = there, ""
        self._compiled_call_impl: object = None

    def set_attention_backend(self, kernel: str) -> None:
        if kernel not in self.there:
            raise ValueError(f"{kernel} is not installed")
        self.kernel = kernel

    def compile_repeated_blocks(self, *, fullgraph: bool, dynamic: bool) -> None:
        assert fullgraph
        assert dynamic, "one compilation for shots of all lengths"
        self._compiled_call_impl = self.compile_repeated_blocks

    def modules(self) -> list["Denoiser"]:
        return [self]

    @property
    def compiled(self) -> bool:
        return self._compiled_call_impl is not None


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


PLAIN = Tuning(attention="native", attention_s={"native": 2.0})
TRIED = PLAIN.model_copy(update={"compiled_s": 1.0, "compiling_s": 30.0})


@pytest.mark.parametrize(("runs", "pays"), [(31, True), (29, False), (0, False)])
def test_compiling_pays_where_it_saves_more_than_it_takes(runs: int, pays: bool) -> None:
    assert TRIED.compiling_pays(runs) is pays
    assert not PLAIN.compiling_pays(runs)
    pipe = Pipe("native")
    assert tuned(pipe, TRIED, lambda: pytest.fail("it is known"), runs=runs) == TRIED
    assert pipe.transformer.compiled is pays


def test_a_short_film_never_waits_for_the_compiler() -> None:
    pipe = Pipe("native")
    assert tuned(pipe, PLAIN, lambda: pytest.fail("nothing to measure"), runs=149) == PLAIN
    assert not pipe.transformer.compiled
    assert not tuned(pipe, None, lambda: 2.0, runs=0).compiling_pays(1000)


@pytest.mark.parametrize(("again_s", "stays"), [(1.0, True), (1.9, False)])
def test_before_long_work_compiling_is_measured_once_and_kept_where_it_pays(again_s: float, stays: bool) -> None:
    pipe, times = Pipe("native"), iter([31.0 + again_s, again_s])
    measured_once = tuned(pipe, PLAIN, lambda: next(times), runs=200)
    assert (measured_once.compiled_s, measured_once.compiling_s) == (again_s, 31.0)
    assert pipe.transformer.compiled is stays
    another = Pipe("native")
    assert tuned(another, measured_once, lambda: pytest.fail("it is known"), runs=200) == measured_once
    assert another.transformer.compiled is stays


def test_where_there_is_no_compiler_it_is_said_once_and_not_tried_again() -> None:
    def fails() -> float:
        raise RuntimeError("no C compiler was found")

    pipe = Pipe("native")
    known = tuned(pipe, PLAIN, fails, runs=200)
    assert known.skipped == {"compiling": "no C compiler was found"}
    assert not pipe.transformer.compiled
    assert tuned(Pipe("native"), known, fails, runs=200) == known


def test_what_was_measured_is_kept_for_this_card_and_applied(tmp_path: Path) -> None:
    tuning = Tuning(attention="flash", attention_s={"native": 2.0, "flash": 1.0})
    assert kept_tuning(tmp_path, OF) is None
    keep_tuning(tmp_path / "cache", OF, tuning)
    assert kept_tuning(tmp_path / "cache", OF) == tuning
    assert kept_tuning(tmp_path / "cache", OF | {"card": "another"}) is None
    pipe = Pipe("native", "flash")
    apply(pipe, tuning)
    assert pipe.transformer.kernel == "flash"
    with pytest.raises(MachineError, match="flash is gone"):
        apply(Pipe("native"), tuning)


def test_a_measurement_that_another_songreel_wrote_is_made_again(tmp_path: Path) -> None:
    keep_tuning(tmp_path, OF, Tuning())
    (file,) = tmp_path.glob("*.json")
    file.write_text('{"attention": "native", "unheard_of": 1}')
    assert kept_tuning(tmp_path, OF) is None
