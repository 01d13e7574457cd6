"""Songs turned into what the listener reads: one .npz a song, features and truth, in a folder.

    python -m songreel_training.dataset FOLDER --count 700 --soundfonts FluidR3_GM.sf2 MuseScore_General.sf3
    python -m songreel_training.dataset FOLDER --count 450 --first-seed 2000 --hard --soundfonts …

`--hard` keeps only songs whose pulse is hard to hear: without drums, or in bars that are not of four. A song that is
there already is not made again, so an interrupted run goes on where it stopped. Seeds below FIRST_HELD_OUT_SEED are for
training; those above are only ever measured on.
"""

import argparse
import itertools
import os
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.analysis.spectrum import measure_spectrum
from songreel_training.compose import write_song
from songreel_training.perform import Singing
from songreel_training.songs import make_song
from songreel_training.truth import METRES, RATE_HZ, SongWithTruth

FIRST_HELD_OUT_SEED: Final = 1_000_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Heard:
    """One song as the listener learns from it."""

    log_mel: NDArray[np.float16]
    """[n, bands] at 100 frames a second."""
    beats_s: NDArray[np.float64]
    downbeats_s: NDArray[np.float64]
    kicks_s: NDArray[np.float64]
    snares_s: NDArray[np.float64]
    vocals_s: NDArray[np.float64]
    """[passages, 2]."""
    metre: int
    """Index into METRES."""


def read_heard(path: Path) -> Heard:
    """The song stored in `path`."""
    with np.load(path) as stored:
        return Heard(
            **{name: stored[name] for name in Heard.__dataclass_fields__ if name != "metre"}, metre=int(stored["metre"])
        )


def heard_of(song: SongWithTruth) -> Heard:
    """Features and truth of a song."""
    truth = song.truth
    return Heard(
        log_mel=measure_spectrum(song.samples, RATE_HZ).log_mel.astype(np.float16),
        beats_s=truth.beats_s,
        downbeats_s=truth.beats_s[truth.beat_in_bar == 1],
        kicks_s=truth.kicks_s,
        snares_s=truth.snares_s,
        vocals_s=np.asarray(truth.vocals_s, dtype=np.float64).reshape(-1, 2),
        metre=METRES.index(truth.metre),
    )


def write_heard(heard: Heard, path: Path) -> None:
    """Stores a song so that the file appears whole."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    with partial.open("wb") as file:
        np.savez_compressed(file, **{name: np.asarray(getattr(heard, name)) for name in Heard.__dataclass_fields__})
    partial.replace(path)


def _make(seed: int, folder: Path, soundfonts: list[Path], voices: Path | None) -> int:
    path = folder / f"{seed:07d}.npz"
    if not path.is_file():
        write_heard(heard_of(make_song(seed, soundfonts, _singers(voices))), path)
    return seed


def _seeds(first: int, count: int, *, hard: bool) -> list[int]:
    """`count` seeds from `first` on, of hard songs only where that is wanted."""
    chosen = (seed for seed in itertools.count(first) if not hard or _is_hard(seed))
    return list(itertools.islice(chosen, count))


def _is_hard(seed: int) -> bool:
    score = write_song(seed)
    return not score.kit or score.metre.name != "4/4"


@cache
def _singers(voices: Path | None) -> Singing | None:
    """The bank, read once a process."""
    if voices is None:
        return None
    from songreel_training.voices import Singers

    return Singers(voices)


def main() -> None:
    parser = argparse.ArgumentParser(description="Synthesises songs with truth and stores what the listener reads.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=700)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--hard", action="store_true", help="Only songs without drums, or not in bars of four.")
    parser.add_argument("--soundfonts", type=Path, nargs="+", required=True)
    parser.add_argument("--voices", type=Path, help="A bank of singing voices, see songreel_training.voices.")
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    wanted = parser.parse_args()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    seeds = _seeds(wanted.first_seed, wanted.count, hard=wanted.hard)
    with ProcessPoolExecutor(wanted.processes) as pool:
        jobs = [pool.submit(_make, seed, wanted.folder, wanted.soundfonts, wanted.voices) for seed in seeds]
        for done, job in enumerate(as_completed(jobs), 1):
            print(f"{done}/{len(seeds)} seed {job.result()}", flush=True)


if __name__ == "__main__":
    main()
