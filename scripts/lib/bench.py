"""What songreel costs, beside what a user would run instead, measured in one run on one machine.

Ratios are what counts: absolute seconds depend on the machine and on what else it does. CPU seconds (all threads and child
processes, from the kernel's own accounting) stand beside wall seconds because they do not.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.analysis.analyse import analyse
from songreel_engine.bundled_song import write_bundled_song
from songreel_engine.making import plan_pieces
from songreel_engine.media import EncodeSettings, write_clip
from songreel_engine.project import Project
from songreel_engine.rendering.pictures import animator_of
from songreel_engine.rendering.plan import RenderPlan
from songreel_engine.rendering.plate_store import load_plate
from songreel_engine.rendering.quality import QUALITIES
from songreel_engine.song import read_song

SONGREEL = [sys.executable, "-m", "songreel_engine"]


@dataclass(frozen=True)
class Cost:
    """Of a child process and all its descendants."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    """What the machine must have for the whole tree, sampled: memory that processes share counts once (PSS)."""
    resident_mb: float
    """The same with shared memory counted once in each process (RSS)."""
    stdout: str


def run(*command: object) -> Cost:
    """Runs a command to its end and measures it. Raises SystemExit with its stderr where it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began_s = time.monotonic()
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen([*map(str, command)], stdout=subprocess.PIPE, stderr=errors, text=True)
        sampler = _MemorySampler(child.pid)
        stdout, _ = child.communicate()
        wall_s = time.monotonic() - began_s
        peak_mb, resident_mb = sampler.stop()
        if child.returncode:
            errors.seek(0)
            raise SystemExit(errors.read().decode())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall_s, cpu_s, peak_mb, resident_mb, stdout)


class _MemorySampler:
    """Watches a process tree from a thread, by Linux's /proc; elsewhere it sees nothing and says 0.

    Proportional shares are asked for more seldom: the kernel walks all pages for them, which takes time from what is measured.
    """

    def __init__(self, pid: int) -> None:
        self._pid, self._peak_bytes, self._resident_bytes = pid, 0, 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> tuple[float, float]:
        """Peaks in MB: proportional, resident."""
        self._ended.set()
        self._thread.join()
        return self._peak_bytes / 1e6, self._resident_bytes / 1e6

    def _watch(self) -> None:
        samples = 0
        while not self._ended.wait(0.2):
            pids = _tree(self._pid)
            self._resident_bytes = max(self._resident_bytes, sum(map(_resident_bytes, pids)))
            if samples % 2 == 0:
                self._peak_bytes = max(self._peak_bytes, sum(map(_proportional_bytes, pids)))
            samples += 1


def _tree(pid: int) -> list[int]:
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        children = [child for thread in threads for child in (thread / "children").read_text().split()]
    except OSError:
        return []
    return [pid, *(p for child in children for p in _tree(int(child)))]


def _proportional_bytes(pid: int) -> int:
    try:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(1024 * int(row.split()[1]) for row in rows if row.startswith("Pss:"))


def _resident_bytes(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()
    except OSError:
        return 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="20 seconds of song instead of three minutes")
    parser.add_argument(
        "--beside-python",
        metavar="PYTHON",
        help="an interpreter that has moviepy and librosa; without it their rows are left out",
    )
    options = parser.parse_args()
    seconds = 20.0 if options.quick else 180.0
    with tempfile.TemporaryDirectory(prefix="songreel-bench-") as scratch:
        folder = Path(scratch)
        song = song_of(folder, seconds)
        analysis_cost(folder, seconds, options.beside_python)
        plan, project = film_costs(folder, song, seconds)
        frame_costs(plan, project)
        one_shot_again(project)
        if options.beside_python:
            moviepy_composite(plan, project, options.beside_python)


def song_of(folder: Path, seconds: float) -> Path:
    """The bundled song, repeated to the length wanted."""
    once = folder / "once.flac"
    write_bundled_song(once)
    return repeated(once, folder / "song.wav", seconds)


def repeated(song: Path, target: Path, seconds: float) -> Path:
    import wave

    _, samples, rate_hz = read_song(song)
    wanted = round(seconds * rate_hz)
    tiled = np.tile(samples, -(-wanted // len(samples)))[:wanted]
    with wave.open(str(target), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes((np.clip(tiled, -1, 1) * 32767).astype("<i2").tobytes())
    return target


def say(what: str, figure: str, budget: str = "") -> None:
    print(f"{what:<58} {figure:<30} {budget}", flush=True)


def analysis_cost(folder: Path, seconds: float, beside_python: str | None) -> None:
    """A fresh process, as a user starts it, and a second song in the same process."""
    length_s = 240.0 if seconds > 60 else seconds
    song = repeated(folder / "once.flac", folder / "long.wav", length_s)
    cost = run(*SONGREEL, "analyse", song, "--json")
    say(
        f"analysis of {length_s:.0f} s, fresh process",
        f"{cost.wall_s:.1f} s, {cost.cpu_s:.1f} cpu-s, {cost.peak_mb:.0f} MB",
        "budget for 240 s: 15 s, 700 MB",
    )
    _, samples, rate_hz = read_song(song)
    for _ in range(2):
        began_s = time.monotonic()
        analyse(samples, rate_hz, song_sha256="0" * 64, duration_s=length_s)
        warm_s = time.monotonic() - began_s
    say(f"analysis of {length_s:.0f} s, warm", f"{warm_s:.1f} s", "budget for 240 s: 6 s")
    if beside_python:
        plain = run(beside_python, Path(__file__).with_name("librosa_plain.py"), song)
        say(
            "librosa: beat_track, chroma_cqt, recurrence_matrix, fresh",
            f"{plain.wall_s:.1f} s, {plain.cpu_s:.1f} cpu-s, {plain.peak_mb:.0f} MB",
        )


def film_costs(folder: Path, song: Path, seconds: float) -> tuple[RenderPlan, Project]:
    project = folder / "film.songreel"
    for quality, budget in (("preview", "75 s"), ("draft", "300 s, 1500 MB")):
        cost = run(*SONGREEL, "make", song, "--project", project, "--quality", quality, "--seed", "1", "--json")
        result = json.loads(cost.stdout.strip().splitlines()[-1])
        say(
            f"{quality} of {seconds:.0f} s ({result['width_px']}x{result['height_px']}, {len(result['shots'])} shots)",
            f"{cost.wall_s:.1f} s, {cost.cpu_s:.0f} cpu-s, {cost.peak_mb:.0f} MB ({cost.resident_mb:.0f} resident)",
            f"budget for 180 s: {budget}",
        )
        for stage, stage_s in result["stages"].items():
            say(f"    {stage}", f"{stage_s:.1f} s")
        say("    plates made", f"{result['made']['plates']}")
    opened = Project.open(project)
    plan = plan_pieces(opened, opened.read_draft(), opened.read_analysis(), quality=QUALITIES["draft"])
    return plan, opened


def cpu_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def measured(work: Callable[[], object]) -> float:
    began_s = cpu_s()
    work()
    return cpu_s() - began_s


def frame_costs(plan: RenderPlan, project: Project) -> None:
    """The whole pipe beside x264 alone on the same frames, both on one thread."""
    cv2.setNumThreads(1)
    settings = EncodeSettings(
        width_px=plan.width_px, height_px=plan.height_px, frame_rate=plan.frame_rate, preset=plan.preset, crf=plan.crf
    )
    pipe_s = x264_s = 0.0
    frames = 0
    with tempfile.TemporaryDirectory() as scratch:
        for index in range(0, len(plan.shots), max(1, len(plan.shots) // 6)):
            shot = plan.shots[index]
            count = min(shot.job.frames, 24)
            plate = load_plate(project.plates_dir / shot.plate_key)
            animator = animator_of()

            def moving(plate=plate, shot=shot, count=count, animator=animator) -> Iterator[NDArray[np.uint8]]:
                return animator.animate(plate, shot.job, 0, count)

            held = [frame.copy() for frame in moving()]
            pipe_s += measured(lambda moving=moving: write_clip(Path(scratch) / "a.mp4", moving(), settings))
            x264_s += measured(lambda held=held: write_clip(Path(scratch) / "b.mp4", iter(held), settings))
            frames += count
    say(
        f"frames, animated and encoded, {plan.width_px}x{plan.height_px}",
        f"{pipe_s / frames * 1000:.1f} cpu-ms a frame",
    )
    say("the same frames, x264 alone", f"{x264_s / frames * 1000:.1f} cpu-ms a frame")
    say("ratio", f"{pipe_s / x264_s:.2f}", "budget: 3")


def one_shot_again(project: Project) -> None:
    shots = project.read_draft().shots
    number = len(shots) // 2
    shot = shots[number - 1]
    camera = "orbit" if shot.camera != "orbit" else "push_in"
    with tempfile.TemporaryDirectory() as scratch:
        edits = Path(scratch) / "edits.json"
        edits.write_text(json.dumps([{"edit": "camera", "target": {"shots": [number]}, "changes": {"camera": camera}}]))
        cost = run(*SONGREEL, "edit", project.folder, "--edits", edits, "--json")
    result = json.loads(cost.stdout.strip().splitlines()[-1])
    say(
        f"one shot of {len(shots)} again ({(shot.stop - shot.start) / 24:.1f} s of film)",
        f"{cost.wall_s:.1f} s, {result['rendered']['made']['clips']} clips made",
        "budget: its share + 3 s",
    )


def moviepy_composite(plan: RenderPlan, project: Project, python: str) -> None:
    """Each shot's key image, slowly zoomed, composited and encoded by moviepy: the plain way to the same length of film."""
    images = [str(project.plates_dir / key / "key.jpg") for key in list(plan.plates)[:4]]
    script = Path(__file__).with_name("moviepy_composite.py")
    with tempfile.TemporaryDirectory() as scratch:
        cost = run(python, script, plan.width_px, plan.height_px, plan.preset, 1.0, Path(scratch) / "m.mp4", *images)
    frames = len(images) * 24
    say("a plain moviepy composite of the same key images", f"{cost.cpu_s / frames * 1000:.0f} cpu-ms a frame")


if __name__ == "__main__":
    main()
