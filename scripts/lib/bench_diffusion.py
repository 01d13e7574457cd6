"""What a film by diffusion costs: networks of full size with random weights, beside the stock pipeline as it is documented.

Random weights are as fast as trained ones, for dense arithmetic does not look at its numbers; nothing here says anything of
quality. Each road is warmed up once, and the device is waited for before a clock is read. On a machine without a card the same
harness runs on tiny networks: that proves the harness, and its seconds mean nothing for a card; it says so.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from bench_diffusion_networks import Networks, full_size, quiet, tiny

from songreel_engine.media import EncodeSettings, write_clip
from songreel_engine.rendering.diffusion.buckets import FrameRule, windows_of
from songreel_engine.rendering.diffusion.filming import TUNING_STEPS
from songreel_engine.rendering.diffusion.libraries import library
from songreel_engine.rendering.diffusion.pacing import Pace
from songreel_engine.rendering.diffusion.picturing import MOST_TOGETHER, Asked, Easel
from songreel_engine.rendering.diffusion.playing import play
from songreel_engine.rendering.diffusion.rushes import RushFacts, TakeFacts, save_rushes
from songreel_engine.rendering.diffusion.shooting import Exposed, Scripted, expose, shoot
from songreel_engine.rendering.diffusion.tuning import COMPILING, Tuning, forget_compiled, measured, measured_compiled
from songreel_engine.rendering.jobs import DRIVE_CHANNELS, PlateJob, ShotJob
from songreel_engine.rendering.parallax.animator import ParallaxAnimator
from songreel_engine.rendering.plates import Layer, Plate
from songreel_engine.rendering.workers import usable_cores

FPS = 24.0
FILM_S = 180.0
FEW_STEPS, STOCK_STEPS, KEYFRAME_STEPS = 8, 50, 4
STOCK_GUIDANCE = 3.0


@dataclass
class Costs:
    """Seconds by part, of one road."""

    shots: int = 0
    parts: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        began_s = now()
        try:
            yield
        finally:
            self.parts[name] = self.parts.get(name, 0.0) + now() - began_s


def now() -> float:
    """With everything that was sent to the device done."""
    torch = library("torch")
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    return time.perf_counter()


class Decoding:
    """Time within a stock pipeline's decoder, told apart from the network's steps."""

    def __init__(self, pipe: Any) -> None:
        self.seconds = 0.0
        self._vae, self._decode = pipe.vae, pipe.vae.decode
        pipe.vae.decode = self._timed

    def _timed(self, *args: Any, **kwargs: Any) -> Any:
        began_s = now()
        decoded = self._decode(*args, **kwargs)
        self.seconds += now() - began_s
        return decoded

    def end(self) -> None:
        del self._vae.decode


def key_images(networks: Networks, seeds: Sequence[int]) -> list[np.ndarray]:
    """As many in one call as a film's are made."""
    easel = Easel(pipe=networks.keyframes, model=KEYFRAME_MODEL)  # type: ignore[arg-type]
    asked = [Asked(told=networks.keyframe_words, seed=seed) for seed in seeds]
    return [answer.picture for answer in easel.pictures(asked, networks.keyframe_px, lambda _step, _preview: None)]


def key_image(networks: Networks, seed: int) -> np.ndarray:
    """As the documentation of the stock pipeline calls it."""
    width_px, height_px = networks.keyframe_px
    made = networks.keyframes(
        **networks.keyframe_words, num_inference_steps=KEYFRAME_STEPS, guidance_scale=0.0, width=width_px,
        height=height_px, generator=library("torch").Generator("cpu").manual_seed(seed), output_type="np",
    )  # fmt: skip
    return np.ascontiguousarray(np.rint(255 * np.nan_to_num(made.images[0], nan=0.5)).astype(np.uint8))


def shot(networks: Networks, picture: np.ndarray, seed: int) -> Scripted:
    width_px, height_px = networks.film_px
    plate = PlateJob(
        width_px=width_px, height_px=height_px, place="city", style="cinematic_realism", framing="wide", variation=0,
        time_of_day="dusk", weather="clear", figure=None, prompt="", seed=seed,
    )  # fmt: skip
    drive = np.full((networks.frames, len(DRIVE_CHANNELS)), 0.5, np.float32)
    job = ShotJob(
        plate=plate, frames=networks.frames, frames_per_s=FPS, camera="push_in", motion=5, weather="clear",
        style="cinematic_realism", light=0.5, seed=seed, drive=drive,
    )  # fmt: skip
    pace = Pace(positions=np.arange(networks.frames, dtype=np.float64), speed=1.0)
    rule = FrameRule(step=8, offset=1, most_frames=257)
    return Scripted(
        key=f"shot-{seed}", job=job, pace=pace, windows=windows_of(networks.frames, rule), prompt=("bench", ""),
        first=picture, last=None,
    )  # fmt: skip


MODEL = SimpleNamespace(
    fps=FPS, steps=FEW_STEPS, guidance=1.0, guidance_name="guidance_scale", options={}, name="random weights"
)
KEYFRAME_MODEL = SimpleNamespace(
    steps=KEYFRAME_STEPS,
    guidance=0.0,
    guidance_name="guidance_scale",
    options={},
    name="random weights",
    size_multiple=8,
)


def encoded(networks: Networks, script: Scripted, frames: np.ndarray, folder: Path) -> float:
    """Seconds of one worker: rushes stored, played at the film's size with light and grain, and encoded as the film's clip."""
    began_s = time.perf_counter()
    height, width = frames.shape[1] * 2 // 3, frames.shape[2]
    facts = RushFacts(
        model="random", width_px=width, height_px=height, frames=len(frames), frames_per_s=FPS,
        windows=script.windows, takes=(TakeFacts(seed=0, score=None),), kept=0,
    )  # fmt: skip
    rushes = save_rushes(folder, script.key, iter(frames), facts)
    settings = clip_settings(networks)
    write_clip(folder / f"{script.key}.mp4", play(rushes, script.pace, script.job, 0, script.job.frames), settings)
    return time.perf_counter() - began_s


def clip_settings(networks: Networks) -> EncodeSettings:
    return EncodeSettings(
        width_px=networks.film_px[0], height_px=networks.film_px[1], frame_rate=Fraction(24), preset="veryfast", crf=18
    )


def songreel_road(networks: Networks, shots: int, folder: Path) -> Costs:
    """Key images, and image to video. A shot is decoded beside the next one's steps, clips are encoded beside both.

    The wall is what a user waits.
    """
    costs = Costs(shots=shots)
    with (
        costs.part("wall"),
        ThreadPoolExecutor(max_workers=1) as beside,
        ThreadPoolExecutor(max_workers=max(usable_cores() - 1, 1)) as pool,
    ):
        with costs.part("keyframe"):
            pictures = _all_key_images(networks, shots)
        developing: list[Any] = []
        for seed, picture in enumerate(pictures):
            script = shot(networks, picture, seed)
            with costs.part("network"):
                made = expose(
                    networks.video, MODEL, [script], prompts={("bench", ""): networks.unguided_words}, seeds=[seed],  # type: ignore[arg-type]
                    size_px=networks.generated_px, sound_of=lambda *_: None, step=lambda *args: args[-1],  # type: ignore[arg-type,return-value]
                )  # fmt: skip
            developing.append(beside.submit(_developed, networks, script, made, folder, pool))
            if seed:
                # As in a film: no third shot waits.
                developing[seed - 1].result()
        with costs.part("waiting for the last clips"):
            told = [one.result() for one in developing]
            encode_s = sum(encoding.result() for _, encoding in told)
    costs.parts["decoder, beside"] = sum(spent for spent, _ in told)
    costs.parts["encoding, beside"] = encode_s
    return costs


def _all_key_images(networks: Networks, count: int) -> list[np.ndarray]:
    seeds = range(count)
    together = [seeds[start : start + MOST_TOGETHER] for start in range(0, count, MOST_TOGETHER)]
    return [picture for some in together for picture in key_images(networks, some)]


def _developed(networks: Networks, script: Scripted, made: Exposed, folder: Path, pool: ThreadPoolExecutor) -> Any:
    began_s = time.perf_counter()
    (frames,) = made.frames()
    return time.perf_counter() - began_s, pool.submit(encoded, networks, script, frames, folder)


def stock_road(networks: Networks, shots: int, folder: Path) -> Costs:
    """As the documentation of the pipeline calls it: guided, its default number of steps, frames exported one after the other."""
    costs, decoding = Costs(shots=shots), Decoding(networks.video)
    torch, export = library("torch"), library("diffusers.utils").export_to_video
    guided = dict(networks.video_words)
    if networks.full_size:
        guided |= {
            "negative_prompt_embeds": networks.video_words["prompt_embeds"],
            "negative_prompt_attention_mask": networks.video_words["prompt_attention_mask"],
        }
    with costs.part("wall"):
        for seed in range(shots):
            from PIL import Image

            with costs.part("keyframe"):
                picture = Image.fromarray(key_image(networks, seed))
            with costs.part("video"):
                made = networks.video(
                    image=picture, **guided, width=networks.generated_px[0], height=networks.generated_px[1],
                    num_frames=shot(networks, np.zeros((8, 8, 3), np.uint8), seed).windows[0],
                    num_inference_steps=STOCK_STEPS, guidance_scale=STOCK_GUIDANCE, frame_rate=24,
                    decode_timestep=0.05, decode_noise_scale=0.025, generator=torch.Generator("cpu").manual_seed(seed),
                )  # fmt: skip
            with costs.part("encoding"):
                export(made.frames[0], str(folder / f"stock-{seed}.mp4"), fps=24)
    decoding.end()
    costs.parts["decoder"] = decoding.seconds
    costs.parts["network"] = costs.parts.pop("video") - decoding.seconds
    return costs


def parallax_road(networks: Networks, shots: int, folder: Path) -> Costs:
    """Key image, and a camera that moves through it; each clip drawn and encoded beside the next key image."""
    costs = Costs(shots=shots)
    beside: list[Any] = []
    with costs.part("wall"), ThreadPoolExecutor(max_workers=max(usable_cores() - 1, 1)) as pool:
        for start in range(0, shots, MOST_TOGETHER):
            seeds = range(start, min(start + MOST_TOGETHER, shots))
            with costs.part("keyframe"):
                pictures = key_images(networks, seeds)
            for seed, picture in zip(seeds, pictures, strict=True):
                beside.append(pool.submit(_moved, networks, picture, seed, folder))
        with costs.part("waiting for the last clips"):
            encode_s = sum(one.result() for one in beside)
    costs.parts["drawing and encoding, beside"] = encode_s
    return costs


def _moved(networks: Networks, picture: np.ndarray, seed: int, folder: Path) -> float:
    began_s = time.perf_counter()
    height, width = picture.shape[:2]
    depth = np.linspace(0.05, 0.4, -(-height // 4), dtype=np.float32)[:, None].repeat(-(-width // 4), axis=1)
    layer = Layer(
        name="background", kind="relief", x_px=0, y_px=0, rgb=picture, hit=picture, alpha=None, inverse_depth=depth
    )
    inner = [2 * round(0.92 * side / 2) for side in (width, height)]
    plate = Plate(
        canvas_width_px=width, canvas_height_px=height, frame_width_px=inner[0], frame_height_px=inner[1],
        focal_px=float(height), reach_m=0.1, subject_inverse_depth=0.2, layers=(layer,),
    )  # fmt: skip
    job = shot(networks, picture, seed).job
    frames = ParallaxAnimator().animate(plate, job, 0, job.frames)
    write_clip(folder / f"parallax-{seed}.mp4", frames, clip_settings(networks))
    return time.perf_counter() - began_s


def tuned(networks: Networks, folder: Path, *, compiles: bool) -> Tuning:
    """Measured on one shot in two steps."""
    script = shot(networks, key_image(networks, 0), 0)
    few = SimpleNamespace(**(vars(MODEL) | {"steps": TUNING_STEPS}))

    def work() -> float:
        began_s = now()
        shoot(
            networks.video, few, [script], prompts={("bench", ""): networks.unguided_words}, seeds=[0],  # type: ignore[arg-type]
            size_px=networks.generated_px, sound_of=lambda *_: None, step=lambda *args: args[-1],  # type: ignore[arg-type,return-value]
        )  # fmt: skip
        return now() - began_s

    tuning = measured(networks.video, work)
    if not compiles:
        return tuning
    tried = measured_compiled(networks.video, tuning, work)
    forget_compiled(networks.video)
    return tried


ROADS = {"songreel": songreel_road, "keyframe + parallax": parallax_road, "stock": stock_road}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shots", type=int, default=4, help="shots a road is measured on")
    parser.add_argument("--film", action="store_true", help="measure songreel's road on all shots of three minutes")
    parser.add_argument("--frames", type=int, default=97, help="of a shot, 8k+1; 97 are four seconds")
    parser.add_argument("--no-compile", action="store_true", help="do not try regional compilation")
    parser.add_argument("--roads", nargs="+", choices=ROADS, default=list(ROADS), help="measure only these")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there as well")
    options = parser.parse_args()
    torch = library("torch")
    on_card = torch.cuda.is_available()
    networks = quiet(full_size(options.frames) if on_card else tiny())
    device = torch.cuda.get_device_name(0) if on_card else "the processor"
    print(f"device: {device}; torch {torch.__version__}, diffusers {library('diffusers').__version__}")
    if not on_card:
        print("No card here: tiny networks prove the harness, and their seconds say nothing of any card.")
    seconds = networks.frames / FPS
    whole_film = round(FILM_S / seconds)
    told: dict[str, Any] = {"device": device, "full_size": networks.full_size, "frames": networks.frames}
    with tempfile.TemporaryDirectory(prefix="songreel-bench-") as scratch:
        folder = Path(scratch)
        tuning = tuned(networks, folder, compiles=on_card and not options.no_compile)
        print(
            f"attention: {tuning.attention} of {_rounded(tuning.attention_s)}; {_compiling(tuning, whole_film)}",
            flush=True,
        )
        told["tuning"] = tuning.model_dump()
        for name in options.roads:
            road = ROADS[name]
            road(networks, 1, folder)
            shots = whole_film if options.film and name == "songreel" else options.shots
            costs = road(networks, shots, folder)
            film_s = costs.parts["wall"] / shots * whole_film
            told[name] = {
                "shots": shots,
                "parts_s": costs.parts,
                "film_s": film_s,
                "measured_whole": shots == whole_film,
            }
            each = _rounded({part: spent / shots for part, spent in costs.parts.items()})
            kind = "measured" if shots == whole_film else f"reckoned from {shots} shots"
            if options.json:
                # After each road: what was measured stays, should the machine's time end.
                options.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
            print(
                f"{name:<22} a shot of {seconds:.1f} s: {each}; a film of {FILM_S:.0f} s: {film_s:.0f} s ({kind})",
                flush=True,
            )
    if "stock" in told and on_card:
        told["times_as_fast"] = told["stock"]["film_s"] / told["songreel"]["film_s"]
        print(f"songreel is {told['times_as_fast']:.1f} times as fast a film as the stock pipeline")
    elif not on_card:
        print("No ratio without a card.")
    if on_card:
        told["peak_gb"] = torch.cuda.max_memory_allocated() / 1e9
        print(f"most memory of the card: {told['peak_gb']:.1f} GB")
    if options.json:
        options.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def _compiling(tuning: Tuning, runs: int) -> str:
    """What compiling would do; the roads below run without it."""
    if tuning.compiled_s is None or tuning.compiling_s is None:
        return f"compiling: {tuning.skipped.get(COMPILING, 'not tried')}"
    pays = "pays" if tuning.compiling_pays(runs * FEW_STEPS / TUNING_STEPS) else "does not pay"
    return (
        f"compiled: the same work in {tuning.compiled_s:.2f} s after {tuning.compiling_s:.0f} s of compiling, "
        f"which {pays} for a film of {FILM_S:.0f} s"
    )


def _rounded(seconds: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.2f} s" for name, value in seconds.items())


if __name__ == "__main__":
    main()
