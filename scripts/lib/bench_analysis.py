"""How right the analysis is: against songs whose truth is known, beside librosa as it comes.

Two sets. Songs in a folder with `NAME.beats.csv` (time_s,beat_in_bar) and perhaps `NAME.sections.csv`
(start_s,end_s,label,type) beside them; and songs synthesised on the spot from seeds that the listener was not trained
on, played with a soundfont that it has not heard (FluidSynth and that soundfont are needed; said so where they lack).

Figures are mir_eval's: beats and downbeats F within 70 ms after the first 5 s; section boundaries F within 3 s and
0.5 s. A mean is of songs, not of beats.
"""

import argparse
import csv
import json
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import mir_eval
import numpy as np
from numpy.typing import NDArray

from songreel_engine.analysis.analyse import analyse
from songreel_engine.analysis.result import Analysis
from songreel_engine.song import read_song

REPOSITORY: Final = Path(__file__).resolve().parents[2]
HELD_OUT_SEED: Final = 1_000_000
SONG_SUFFIXES: Final = (".ogg", ".mp3", ".m4a", ".wav", ".flac")
Doubles = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Known:
    """A song and what is known of it."""

    name: str
    samples: NDArray[np.float32]
    rate_hz: int
    beats_s: Doubles
    downbeats_s: Doubles
    metre: str
    """'' where not known."""
    sections: tuple[tuple[float, float, str], ...]
    """Empty where not known."""
    vocals_s: tuple[tuple[float, float], ...] | None


@dataclass(frozen=True, kw_only=True)
class Score:
    """nan where the truth is not known."""

    name: str
    beat: float
    downbeat: float
    librosa: float
    metre: str
    metre_right: float
    boundary_3s: float
    boundary_half_s: float
    names: float
    """Share of the song whose section has its written name."""
    letters: float
    """mir_eval's pairwise F of returning sections."""
    sung: float
    """Share of hundredths of a second for which 'somebody sings' is right."""
    seconds: float


def songs_in(folder: Path) -> Iterator[Known]:
    """Songs with truth in a folder."""
    for truth in sorted(folder.glob("*.beats.csv")):
        stem = truth.name.removesuffix(".beats.csv")
        path = next(p for p in sorted(folder.glob(f"{stem}.*")) if p.suffix in SONG_SUFFIXES and "." not in p.stem)
        _, samples, rate_hz = read_song(path)
        rows = [(float(row["time_s"]), int(row["beat_in_bar"])) for row in csv.DictReader(truth.open())]
        sections = folder / f"{stem}.sections.csv"
        written = list(csv.DictReader(sections.open())) if sections.is_file() else []
        words = folder / f"{stem}.lines.csv"
        yield Known(
            name=stem,
            samples=samples,
            rate_hz=rate_hz,
            beats_s=np.array([t for t, _ in rows]),
            downbeats_s=np.array([t for t, place in rows if place == 1]),
            metre={2: "6/8", 3: "3/4", 4: "4/4"}.get(max(place for _, place in rows), ""),
            sections=tuple((float(r["start_s"]), float(r["end_s"]), r["type"]) for r in written),
            vocals_s=_lines(words) if words.is_file() else None,
        )


def _lines(path: Path) -> tuple[tuple[float, float], ...]:
    return tuple((float(row["start_s"]), float(row["end_s"])) for row in csv.DictReader(path.open()))


def songs_made(first: int, count: int, soundfont: Path, voices: Path | None) -> Iterator[Known]:
    """Songs from held-out seeds, `first` after the first of them."""
    sys.path.insert(0, str(REPOSITORY / "training"))
    from songreel_training.songs import make_song
    from songreel_training.truth import RATE_HZ

    singers = None
    if voices is not None:
        try:
            from songreel_training.voices import Singers
        except ModuleNotFoundError as error:
            sys.exit(f"--voices needs {error.name}: run in an environment with training/requirements.txt.")

        singers = Singers(voices)
    for seed in range(HELD_OUT_SEED + first, HELD_OUT_SEED + first + count):
        song = make_song(seed, [soundfont], singers)
        truth = song.truth
        yield Known(
            name=f"{seed} {song.recipe.get('genre', '')}",
            samples=song.samples,
            rate_hz=RATE_HZ,
            beats_s=truth.beats_s,
            downbeats_s=truth.beats_s[truth.beat_in_bar == 1],
            metre=truth.metre,
            sections=tuple((s.start_s, s.end_s, s.label) for s in truth.sections),
            vocals_s=truth.vocals_s,
        )


def scored(song: Known, librosa_python: str | None) -> Score:
    """songreel's analysis and librosa's beats against the truth."""
    duration_s = len(song.samples) / song.rate_hz
    began_s = time.monotonic()
    heard = analyse(song.samples, song.rate_hz, song_sha256="0" * 64, duration_s=duration_s)
    seconds = time.monotonic() - began_s
    plain = librosa_beats(song, librosa_python) if librosa_python else None
    three, half = boundaries(song, heard)
    return Score(
        name=song.name,
        beat=beat_f(song.beats_s, np.array(heard.beats_s)),
        downbeat=beat_f(song.downbeats_s, np.array(heard.downbeats_s)),
        librosa=beat_f(song.beats_s, plain) if plain is not None else np.nan,
        metre=heard.metre,
        metre_right=float(heard.metre == song.metre) if song.metre else np.nan,
        boundary_3s=three,
        boundary_half_s=half,
        names=names_right(song, heard),
        letters=letters_f(song, heard),
        sung=sung_right(song, heard),
        seconds=seconds,
    )


def beat_f(truth_s: Doubles, found_s: Doubles) -> float:
    """Within 70 ms, after the first 5 s."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # mir_eval warns about empty estimates, which score 0
        return float(mir_eval.beat.f_measure(mir_eval.beat.trim_beats(truth_s), mir_eval.beat.trim_beats(found_s)))


def boundaries(song: Known, heard: Analysis) -> tuple[float, float]:
    if not song.sections:
        return np.nan, np.nan
    truth = np.array([(start, end) for start, end, _ in song.sections])
    found = np.array([(section.start_s, section.end_s) for section in heard.sections])
    three, half = (mir_eval.segment.detection(truth, found, window=window)[2] for window in (3.0, 0.5))
    return float(three), float(half)


_NAMES: Final = {"prechorus": "pre-chorus", "instrumental": "solo", "build": "pre-chorus", "drop": "chorus"}


def names_right(song: Known, heard: Analysis) -> float:
    if not song.sections:
        return np.nan
    right = sum(
        max(0.0, min(end, section.end_s) - max(start, section.start_s))
        for start, end, name in song.sections
        for section in heard.sections
        if _NAMES.get(name, name) == section.label
    )
    return right / (song.sections[-1][1] - song.sections[0][0])


def letters_f(song: Known, heard: Analysis) -> float:
    if not song.sections:
        return np.nan
    end_s = heard.duration_s
    truth = [(start, min(end, end_s), name) for start, end, name in song.sections if start < end_s]
    truth = [*([(0.0, truth[0][0], "silence")] if truth[0][0] > 0 else []), *truth]
    if truth[-1][1] < end_s:
        truth.append((truth[-1][1], end_s, "silence"))
    intervals = np.array([(start, end) for start, end, _ in truth])
    found = np.array([(section.start_s, section.end_s) for section in heard.sections])
    letters = [section.letter for section in heard.sections]
    return float(mir_eval.segment.pairwise(intervals, [name for *_, name in truth], found, letters)[2])


def sung_right(song: Known, heard: Analysis) -> float:
    if song.vocals_s is None:
        return np.nan
    times_s = np.arange(0, heard.duration_s, 0.01)
    return float(np.mean(_inside(times_s, song.vocals_s) == _inside(times_s, heard.vocals)))


def _inside(times_s: Doubles, passages: tuple[tuple[float, float], ...]) -> NDArray[np.bool_]:
    return np.any(
        [(times_s >= start) & (times_s < end) for start, end in passages] or [np.zeros(len(times_s), bool)], axis=0
    )


def librosa_beats(song: Known, python: str) -> Doubles:
    """librosa's beat tracker as it comes, in its own environment."""
    script = (
        "import json,sys,numpy,librosa;"
        "print(json.dumps(librosa.beat.beat_track(y=numpy.load(sys.argv[1]),sr=int(sys.argv[2]),units='time')[1].tolist()))"
    )
    with tempfile.TemporaryDirectory() as scratch:
        samples = Path(scratch) / "samples.npy"
        np.save(samples, song.samples)
        done = subprocess.run(
            [python, "-c", script, samples, str(song.rate_hz)], capture_output=True, text=True, check=True
        )
    return np.array(json.loads(done.stdout))


def report(title: str, scores: list[Score]) -> None:
    """One row a song, then the mean and the worst."""
    columns = [name for name in Score.__dataclass_fields__ if name not in ("name", "metre")]
    print(f"\n{title}\n{'':<34}" + "".join(f"{name:>16}" for name in columns))
    for score in scores:
        print(f"{score.name[:33]:<34}" + "".join(_cell(getattr(score, name)) for name in columns))
    for word, reduce in (("mean", np.nanmean), ("worst", np.nanmin)):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a column of nan
            values = [float(reduce([getattr(score, name) for score in scores])) for name in columns]
        print(f"{word:<34}" + "".join(_cell(value) for value in values))


def _cell(value: float) -> str:
    return f"{'–' if np.isnan(value) else format(value, '.3f'):>16}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--songs", type=Path, help="a folder of songs with truth beside them")
    parser.add_argument("--synthetic", type=int, default=40, metavar="N", help="how many songs to synthesise")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="leave out the first N held-out seeds")
    parser.add_argument("--soundfont", type=Path, default=Path("/usr/share/sounds/sf2/TimGM6mb.sf2"))
    parser.add_argument("--voices", type=Path, help="a bank of singing voices, see training/README.md")
    parser.add_argument("--librosa-python", help="an interpreter that has librosa; without it that column is empty")
    options = parser.parse_args()
    if options.songs is not None:
        report(
            f"songs in {options.songs.name}", [scored(song, options.librosa_python) for song in songs_in(options.songs)]
        )
    if options.synthetic:
        if shutil.which("fluidsynth") is None or not options.soundfont.is_file():
            raise SystemExit(
                "Synthetic songs need FluidSynth and TimGM6mb: `apt-get install fluidsynth timgm6mb-soundfont`."
            )
        made = songs_made(options.first, options.synthetic, options.soundfont, options.voices)
        report(f"{options.synthetic} synthetic songs", [scored(song, options.librosa_python) for song in made])


if __name__ == "__main__":
    main()
