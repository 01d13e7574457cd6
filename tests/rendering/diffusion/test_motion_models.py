"""The diffusion animator over tiny video models of the real classes: what every animator keeps, and what only this one can."""

import functools
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from moving_jobs import SINGER, plate, plate_job, shot_job
from songreel_engine.errors import MachineError, RenderError
from songreel_engine.rendering.animators import MotionStep, Rehearsing, ShotMotion
from songreel_engine.rendering.diffusion.models import Model, find_model
from songreel_engine.rendering.diffusion.motion import VIDEO_STAGES, DiffusionAnimator, make_animator
from songreel_engine.rendering.diffusion.rushes import RushFacts
from songreel_engine.rendering.diffusion.takes import Judgement
from songreel_engine.rendering.jobs import DRIVE_CHANNELS, GradeJob, ShotJob, VoiceJob
from synthetic import write_wav

torch = pytest.importorskip("torch", reason="torch is not installed; pip install 'songreel[diffusion]'")
pytest.importorskip("diffusers", reason="diffusers is not installed; pip install 'songreel[diffusion]'")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")

torch.set_num_threads(1)
NAMES = ("ltx", "wan", "ltx2")
DISTILLED = {"ltx2": "LTX-2.3-Distilled-Diffusers"}
WIDTH, HEIGHT = 90, 160


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Tiny models as a user's folders."""
    from tiny_videos import BUILDERS

    root = tmp_path_factory.mktemp("videos")
    # By their folders' names these are asked as the catalogue's rows of the distilled models say.
    folders = {name: root / DISTILLED.get(name, name) for name in BUILDERS}
    for name, build in BUILDERS.items():
        build().save_pretrained(folders[name])
    return folders


def tiny(folder: Path, **changes: Any) -> Model:
    """Few steps, few pixels, short videos."""
    model = find_model(str(folder), stages=VIDEO_STAGES)
    # LTX that is guided is asked by the class whose runs make several shots.
    guidance = 2.0 if model.class_name == "LTXImageToVideoPipeline" else 1.0
    few = {
        "steps": 2, "guidance": guidance, "least_pixels": 1, "most_pixels": 64 * 96, "most_frames": 17,
        # Letter by letter, as these tiny encoders read, prompts are long.
        "options": {"max_sequence_length": 1024},
    }  # fmt: skip
    return replace(model, **(few | changes))


@pytest.fixture(params=NAMES)
def model(request: pytest.FixtureRequest, folders: dict[str, Path]) -> Model:
    return tiny(folders[request.param])


@pytest.fixture
def ltx(folders: dict[str, Path]) -> Model:
    return tiny(folders["ltx"])


@pytest.fixture
def ltx2(folders: dict[str, Path]) -> Model:
    return tiny(folders["ltx2"])


def animator(model: Model, rushes_dir: Path, **options: Any) -> DiffusionAnimator:
    return make_animator(model, **({"files": {}, "rushes_dir": rushes_dir, "judge": None} | options))


def frames(moved: DiffusionAnimator, of: ShotJob, start: int = 0, stop: int | None = None) -> list[np.ndarray]:
    return [frame.copy() for frame in moved.animate(plate(), of, start, of.frames if stop is None else stop)]


def same(one: list[np.ndarray], other: list[np.ndarray]) -> bool:
    return len(one) == len(other) and all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def facts_in(folder: Path) -> list[RushFacts]:
    return [RushFacts.model_validate_json(file.read_bytes()) for file in sorted(folder.glob("*/facts.json"))]


def test_it_keeps_the_contract_of_animators(model: Model, tmp_path: Path) -> None:
    job, moved = shot_job(frames=20, beats=(0, 6, 12)), animator(model, tmp_path / "one")
    whole = frames(moved, job)
    assert all(frame.shape == (HEIGHT * 3 // 2, WIDTH) and frame.dtype == np.uint8 for frame in whole)
    assert len(whole) == 20
    assert same(whole[7:12], frames(moved, job, 7, 12))
    assert same(whole[3:6], frames(animator(model, tmp_path / "two"), job, 3, 6))
    assert not same(whole[3:6], frames(moved, replace(job, seed=4), 3, 6))
    assert np.abs(whole[0].astype(int) - whole[-1])[:HEIGHT].mean() > 0.3
    assert min(frame[:HEIGHT].min() for frame in whole) >= 16
    assert isinstance(moved, Rehearsing)


def test_a_prompt_that_is_too_long_for_the_model_is_told(ltx: Model, tmp_path: Path) -> None:
    told = told_of(animator(replace(ltx, options={"max_sequence_length": 64}), tmp_path), shot_job())
    assert told.notes == ("the last words of a prompt were left out: the video model does not read as many",)


def test_steps_show_the_shot_as_it_forms_in_tiny_pictures(model: Model, tmp_path: Path) -> None:
    heard: list[MotionStep] = []
    moved = animator(replace(model, steps=8), tmp_path)
    moved.rehearse([shot_job(frames=12)], lambda _: plate(), step=heard.append)
    assert [step.step for step in heard if step.preview is not None] == [2, 4, 6, 8]
    for step in heard:
        if step.preview is not None:
            assert len(step.preview) < 8000
            picture = cv2.imdecode(np.frombuffer(step.preview, np.uint8), cv2.IMREAD_COLOR)
            assert picture is not None
            assert 16 <= max(picture.shape) <= 160
            assert picture.std() > 1


def counting_decoders(monkeypatch: pytest.MonkeyPatch, kind: Any, fails: int) -> list[str]:
    """Memory runs out so many times in the decoder; answers with the threads it was called in."""
    threads: list[str] = []
    honest = kind.decode

    @functools.wraps(honest)
    def decode(self: Any, *args: Any, **kwargs: Any) -> Any:
        threads.append(threading.current_thread().name)
        if len(threads) <= fails:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return honest(self, *args, **kwargs)

    monkeypatch.setattr(kind, "decode", decode)
    return threads


def without_previews(monkeypatch: pytest.MonkeyPatch) -> None:
    from songreel_engine.rendering.diffusion import filming

    monkeypatch.setattr(filming, "shot_preview", lambda *_: None)


@pytest.mark.parametrize(("name", "beside"), [("ltx", True), ("ltx2", True), ("wan", False)])
def test_a_shot_is_decoded_beside_the_next_one_where_its_decoder_allows(
    folders: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, beside: bool
) -> None:
    import diffusers

    kinds = {"ltx": "AutoencoderKLLTXVideo", "ltx2": "AutoencoderKLLTX2Video", "wan": "AutoencoderKLWan"}
    without_previews(monkeypatch)
    threads = counting_decoders(monkeypatch, getattr(diffusers, kinds[name]), 0)
    jobs = [shot_job(frames=12, seed=seed) for seed in (1, 2, 3)]
    animator(tiny(folders[name]), tmp_path / "all").rehearse(jobs, lambda _: plate())
    main = threading.current_thread().name
    assert len(threads) == 3
    assert all((thread != main) is beside for thread in threads)
    alone = animator(tiny(folders[name]), tmp_path / "alone")
    alone.rehearse(jobs[1:2], lambda _: plate())
    key = alone.rushes_key(plate(), jobs[1])
    both = [(tmp_path / kind / key / "frames.mp4").read_bytes() for kind in ("all", "alone")]
    assert both[0] == both[1]


def test_sound_that_nobody_asked_for_is_not_decoded(
    ltx2: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import diffusers

    called = counting_decoders(monkeypatch, diffusers.AutoencoderKLLTX2Audio, 0)
    animator(ltx2, tmp_path).rehearse([shot_job(frames=12)], lambda _: plate())
    assert called == []


@pytest.mark.parametrize("name", ["ltx", "wan"])
def test_where_memory_runs_out_in_the_decoder_the_shot_is_made_once_more_and_smaller(
    folders: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    import diffusers

    without_previews(monkeypatch)
    kind = {"ltx": diffusers.AutoencoderKLLTXVideo, "wan": diffusers.AutoencoderKLWan}[name]
    threads, told = counting_decoders(monkeypatch, kind, 1), list[ShotMotion]()
    jobs = [shot_job(frames=12, seed=1), shot_job(frames=12, seed=2)]
    moved = animator(tiny(folders[name]), tmp_path)
    moved.rehearse(jobs, lambda _: plate(), made=lambda _, motion: told.append(motion))
    assert len(threads) == 3
    assert sorted(len(motion.notes) for motion in told) == [0, 1]
    sizes = {(facts.width_px, facts.height_px) for facts in facts_in(tmp_path)}
    assert len(sizes) == 2
    small = min(sizes)
    assert f"memory ran out, so a shot was made at {small[0]}x{small[1]}" in {
        note for one in told for note in one.notes
    }


def test_lips_still_follow_the_voice_in_a_shot_that_memory_made_smaller(
    ltx2: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import diffusers

    without_previews(monkeypatch)
    counting_decoders(monkeypatch, diffusers.AutoencoderKLLTX2Video, 1)
    told = told_of(animator(ltx2, tmp_path / "a", files=tone(tmp_path / "sounds", 220.0)), sung((0, 17)))
    assert told.lip_synced
    assert any(note.startswith("memory ran out") for note in told.notes)


def test_where_the_decoders_memory_ends_twice_one_sentence_says_what_to_do(
    ltx: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import diffusers

    without_previews(monkeypatch)
    counting_decoders(monkeypatch, diffusers.AutoencoderKLLTXVideo, 9)
    with pytest.raises(MachineError, match=r"ran out of memory at .* and again at .*; choose a smaller model"):
        frames(animator(ltx, tmp_path), shot_job())
    assert facts_in(tmp_path) == []


def test_an_error_of_the_decoder_reaches_who_asked(ltx: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import diffusers

    def broken(self: Any, *args: Any, **kwargs: Any) -> Any:
        raise RuntimeError("a broken kernel")

    without_previews(monkeypatch)
    monkeypatch.setattr(diffusers.AutoencoderKLLTXVideo, "decode", broken)
    jobs = [shot_job(frames=12, seed=seed) for seed in (1, 2, 3)]
    with pytest.raises(RuntimeError, match="a broken kernel"):
        animator(ltx, tmp_path).rehearse(jobs, lambda _: plate())
    assert list(tmp_path.glob("*/facts.json")) == []


def test_shots_for_which_memory_does_not_last_together_are_made_one_by_one(
    ltx: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from songreel_engine.rendering.diffusion.filming import Crew

    monkeypatch.setattr(Crew, "_batches", lambda self, pipe, scripts, size_px: [list(scripts)])
    asked = out_of_memory(monkeypatch, 1)
    jobs = [shot_job(frames=12, seed=seed) for seed in (1, 2)]
    animator(ltx, tmp_path).rehearse(jobs, lambda _: plate())
    assert len(asked) == 3
    assert len(set(asked)) == 1, "alone is tried before smaller"
    assert [facts.notes for facts in facts_in(tmp_path)] == [(), ()]


def test_the_key_image_begins_the_shot(model: Model, tmp_path: Path) -> None:
    moved, job = animator(model, tmp_path), shot_job()
    assert moved.rushes_key(plate(), job) == moved.rushes_key(plate(), replace(job))
    assert moved.rushes_key(plate(), job) != moved.rushes_key(plate(shade=40), job)


def test_what_is_done_to_finished_frames_generates_nothing_again(ltx: Model, tmp_path: Path) -> None:
    moved, job = animator(ltx, tmp_path), shot_job()
    before = frames(moved, job)
    after = frames(moved, replace(job, grade=GradeJob(warmth=0.8), light=0.1))
    assert not same(before, after)
    assert len(facts_in(tmp_path)) == 1


def test_other_words_another_length_and_another_seed_are_other_rushes(ltx: Model, tmp_path: Path) -> None:
    moved, job = animator(ltx, tmp_path), shot_job()
    others = [
        replace(job, camera="orbit"),
        replace(job, seed=9),
        replace(job, plate=plate_job(prompt="a forest")),
        shot_job(frames=40),
    ]
    assert len({moved.rushes_key(plate(), one) for one in (job, *others)}) == 5


def test_a_long_shot_is_covered_by_windows_and_cut_to_the_frame(model: Model, tmp_path: Path) -> None:
    job = shot_job(frames=45)
    assert len(frames(animator(model, tmp_path), job)) == 45
    (facts,) = facts_in(tmp_path)
    assert len(facts.windows) > 1
    assert all(window <= 17 for window in facts.windows)
    assert facts.frames <= sum(facts.windows) - len(facts.windows) + 1


class Ended(BaseException):
    """As Ctrl-C is."""


def test_an_end_comes_within_one_step_and_leaves_nothing_half_made(model: Model, tmp_path: Path) -> None:
    heard: list[MotionStep] = []

    def step(done: MotionStep) -> None:
        heard.append(done)
        if done.shot == 2:
            raise Ended

    jobs = [shot_job(frames=12, seed=1), shot_job(frames=12, seed=2), shot_job(frames=12, seed=3)]
    moved, stands = animator(model, tmp_path), list[ShotJob]()
    with pytest.raises(Ended):
        moved.rehearse(jobs, lambda _: plate(), made=lambda job, _: stands.append(job), step=step)
    assert [(done.shot, done.step) for done in heard] == [(1, 1), (1, 2), (2, 1)]
    assert all(not folder.name.startswith(".") for folder in tmp_path.iterdir())
    moved.rehearse(jobs, lambda _: plate(), made=lambda job, _: stands.append(job))
    assert set(jobs) <= set(stands)


def out_of_memory(monkeypatch: pytest.MonkeyPatch, times: int) -> list[tuple[int, int]]:
    """The card's memory runs out so many times; answers with the sizes that were asked for."""
    import diffusers

    asked: list[tuple[int, int]] = []
    honest = diffusers.LTXImageToVideoPipeline.__call__

    @functools.wraps(honest)
    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        asked.append((kwargs["width"], kwargs["height"]))
        if len(asked) <= times:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return honest(self, *args, **kwargs)

    monkeypatch.setattr(diffusers.LTXImageToVideoPipeline, "__call__", call)
    return asked


def test_where_memory_runs_out_a_shot_is_made_once_more_and_smaller(
    ltx: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, told = out_of_memory(monkeypatch, 1), list[ShotMotion]()
    animator(ltx, tmp_path).rehearse([shot_job()], lambda _: plate(), made=lambda _, motion: told.append(motion))
    (facts,) = facts_in(tmp_path)
    assert asked[1] == (facts.width_px, facts.height_px) < asked[0]
    assert told[0].notes == (f"memory ran out, so a shot was made at {facts.width_px}x{facts.height_px}",)
    assert len(frames(animator(ltx, tmp_path), shot_job())) == 20


def test_where_it_runs_out_again_one_sentence_says_what_to_do(
    ltx: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = out_of_memory(monkeypatch, 9)
    with pytest.raises(MachineError, match=r"ran out of memory at .* and again at .*; choose a smaller model"):
        frames(animator(ltx, tmp_path), shot_job())
    assert len(asked) == 2
    assert facts_in(tmp_path) == []


def judge(*verdicts: tuple[float, bool]) -> Callable[[Iterator[np.ndarray], Fraction], Judgement]:
    rest = list(verdicts)

    def judged(seen: Iterator[np.ndarray], frame_rate: Fraction) -> Judgement:
        assert len(list(seen)) > 1
        assert frame_rate == 24
        score, good = rest.pop(0)
        return Judgement(score=score, good=good, why=() if good else ("flicker: it boils",))

    return judged


@pytest.mark.parametrize(
    ("verdicts", "kept", "takes"),
    [
        ([(95.0, True)], 0, 1),
        ([(30.0, False), (88.0, True)], 1, 2),
        ([(30.0, False), (50.0, False), (40.0, False)], 1, 3),
    ],
    ids=["good at once", "good the second time", "never good"],
)
def test_a_shot_that_does_not_hold_together_is_made_again_and_its_best_take_kept(
    ltx: Model, tmp_path: Path, verdicts: list[tuple[float, bool]], kept: int, takes: int
) -> None:
    told: list[ShotMotion] = []
    moved = animator(ltx, tmp_path, judge=judge(*verdicts))
    moved.rehearse([shot_job()], lambda _: plate(), made=lambda _, motion: told.append(motion))
    (facts,) = facts_in(tmp_path)
    assert (facts.kept, len(facts.takes)) == (kept, takes)
    assert [take.score for take in facts.takes] == [score for score, _ in verdicts]
    assert len({take.seed for take in facts.takes}) == takes
    assert (told[0].takes, told[0].score) == (takes, verdicts[kept][0])
    alone = animator(ltx, tmp_path / "other")
    frames(alone, shot_job(seed=facts.seed), 0, 1)
    shown, once = (next(folder.glob("*/frames.mp4")).read_bytes() for folder in (tmp_path, tmp_path / "other"))
    assert shown == once
    if not verdicts[kept][1]:
        assert "did not hold together in 3 takes; its best scores 50 of 100" in told[0].notes[0]


def test_a_match_cut_is_led_to_the_next_shots_picture(ltx: Model, tmp_path: Path) -> None:
    there = plate_job(prompt="a forest")
    job = shot_job(frames=16, arrives_at=there)
    plates = {job.plate: plate(), there: plate(shade=60)}
    told: list[ShotMotion] = []
    moved = animator(ltx, tmp_path)
    assert moved.arrives
    moved.rehearse([job], lambda wanted: plates[wanted], made=lambda _, motion: told.append(motion))
    assert facts_in(tmp_path)[0].arrives
    assert told[0].notes == ()
    led, alone = frames(moved, job), frames(moved, replace(job, arrives_at=None))
    assert not same(led, alone)


def test_a_piece_that_was_not_rehearsed_cannot_guess_where_it_arrives(ltx: Model, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="ends in a match cut has no rushes"):
        frames(animator(ltx, tmp_path), shot_job(arrives_at=plate_job(prompt="a forest")))


def sung(*passages: tuple[int, int], frames: int = 17, vocal: float = 1.0, **changes: Any) -> ShotJob:
    job = shot_job(frames=frames, motion=8, plate=plate_job(figure=SINGER), **changes)
    job.drive[:, DRIVE_CHANNELS.index("vocal")] = vocal
    if not passages:
        return job
    return replace(job, voice=VoiceJob(sha256="song", is_stem=False, start=0, sung=passages))


def tone(folder: Path, hz: float, *, until_s: float = 2.0) -> dict[str, Path]:
    """A tone, and from `until_s` on another one."""
    at_s = np.arange(2 * 16_000) / 16_000
    folder.mkdir(exist_ok=True)
    samples = np.where(at_s < until_s, np.sin(2 * np.pi * hz * at_s), np.sin(2 * np.pi * 3300 * at_s))
    return {"song": write_wav(folder / f"{hz:.0f}-{until_s}.wav", 0.8 * samples, 16_000)}


def test_lips_follow_the_voice_and_only_where_somebody_sings(ltx2: Model, tmp_path: Path) -> None:
    sounds = tmp_path / "sounds"

    def moved(files: dict[str, Path], job: ShotJob, name: str) -> list[np.ndarray]:
        return frames(animator(ltx2, tmp_path / name, files=files), job)

    low, high = tone(sounds, 220.0), tone(sounds, 2200.0)
    everywhere = sung((0, 17))
    assert not same(moved(low, everywhere, "a"), moved(high, everywhere, "b"))
    # The two sounds are alike in their first third of a second, and only there somebody sings.
    early = sung((0, 7))
    other = tone(sounds, 220.0, until_s=0.3)
    assert same(moved(low, early, "c"), moved(other, early, "d"))
    assert not same(moved(low, everywhere, "a"), moved(other, everywhere, "e"))


def told_of(moved: DiffusionAnimator, job: ShotJob) -> ShotMotion:
    told: list[ShotMotion] = []
    moved.rehearse([job], lambda _: plate(), made=lambda _, motion: told.append(motion))
    return told[0]


def test_the_result_says_whether_lips_are_synced(ltx2: Model, ltx: Model, tmp_path: Path) -> None:
    files = tone(tmp_path / "sounds", 220.0)
    synced = told_of(animator(ltx2, tmp_path / "a", files=files), sung((0, 17)))
    assert synced.lip_synced
    assert synced.notes == ("lips follow the whole song; --vocals FILE gives them the voice alone",)
    assert (synced.generated, synced.interpolated) == (17, 0)
    deaf = animator(ltx, tmp_path / "b")
    assert not deaf.listens
    silent = told_of(deaf, sung())
    assert not silent.lip_synced
    assert silent.notes == ("not lip-synced: this video model does not listen",)
    assert told_of(deaf, sung(vocal=0.0)).notes == ()


def test_a_song_that_is_gone_is_told_in_a_sentence(ltx2: Model, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="The song that a shot is sung to is not among"):
        frames(animator(ltx2, tmp_path), sung((0, 17)))


def test_interpolated_frames_are_never_counted_as_generated(folders: dict[str, Path], tmp_path: Path) -> None:
    told = told_of(animator(tiny(folders["wan"], fps=12.0), tmp_path), shot_job(frames=24, motion=5))
    assert told.generated + told.interpolated == 24
    assert told.interpolated >= 8
    assert told.generated <= facts_in(tmp_path)[0].frames


def test_a_shape_that_the_model_does_not_make_is_refused_before_it_is_loaded(ltx: Model, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="90x2000"):
        frames(animator(ltx, tmp_path), shot_job(plate=plate_job(height_px=2000)))


def test_a_folder_that_has_lost_its_weights_is_told_by_name(folders: dict[str, Path], tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "halved"
    shutil.copytree(folders["ltx"], folder)
    model = tiny(folder)
    for weights in (folder / "transformer").glob("*.safetensors"):
        weights.unlink()
    with pytest.raises(MachineError, match=r"halved.* cannot be loaded"):
        frames(animator(model, tmp_path / "rushes"), shot_job())


def test_several_shots_made_together_are_what_they_are_alone(ltx: Model, tmp_path: Path) -> None:
    from songreel_engine.rendering.diffusion.loading import opened
    from songreel_engine.rendering.diffusion.shooting import shoot

    moved = animator(ltx, tmp_path)
    scripts = [moved._scripted(shot_job(frames=12, seed=seed), lambda _: plate()) for seed in (1, 2)]
    words = {script.prompt: {"prompt": script.prompt[0], "max_sequence_length": 16} for script in scripts}

    def made(pipe: Any, chosen: list[int]) -> list[np.ndarray]:
        return shoot(
            pipe, ltx, [scripts[index] for index in chosen], prompts=words, seeds=[index + 1 for index in chosen],
            size_px=(32, 64), sound_of=lambda voice, rate_hz: pytest.fail("nobody sings"), step=lambda *args: args[-1],
        )  # fmt: skip

    with opened(ltx) as pipe:
        together = made(pipe, [0, 1])
        alone = [made(pipe, [index])[0] for index in (0, 1)]
    for one, other in zip(together, alone, strict=True):
        assert np.abs(one.astype(int) - other).max() <= 1
    assert np.abs(together[0].astype(int) - together[1]).mean() > 0.5


def test_a_model_that_only_listens_hears_silence_where_nobody_sings(ltx2: Model, tmp_path: Path) -> None:
    opens = {"audio_driven": "LTX2DFRPipeline"}
    deaf_to_noise = replace(ltx2, row=ltx2.row.model_copy(update={"opens": opens}))
    one, other = (told_of(animator(deaf_to_noise, tmp_path / name), sung(vocal=0.0)) for name in ("a", "b"))
    assert not one.lip_synced
    assert one == other
    shown = [next((tmp_path / name).glob("*/frames.mp4")).read_bytes() for name in ("a", "b")]
    assert shown[0] == shown[1]
