"""A bank of speech to sing with, made once from two free synthesisers.

flite (voices recorded from people) and espeak-ng (many languages and timbres) speak short random lines; each line is taken
apart into spectral envelope, noisiness and fundamental, and cut into syllables. `voices.py` sings from what is stored.
Needs the programs `espeak-ng` and `flite` and the package `pyworld`; run once, not while training.

Conventions: 22,050 Hz, one row every FRAME_S; envelopes in dB at KNOTS_HZ, noisiness in dB (0: all noise) at NOISE_KNOTS_HZ.
Source: M. Morise et al., "WORLD: A Vocoder-Based High-Quality Speech Synthesis System", IEICE 2016.
"""

import argparse
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import pyworld
from numpy.typing import NDArray
from scipy.io import wavfile
from scipy.ndimage import gaussian_filter1d
from scipy.signal import find_peaks, resample_poly

from songreel_training.truth import RATE_HZ

Floats = NDArray[np.float64]

FRAME_S: Final = 0.005
FFT_SIZE: Final = 1024
FREQS_HZ: Final = np.linspace(0, RATE_HZ / 2, FFT_SIZE // 2 + 1)
KNOTS_HZ: Final = 700 * (np.exp(np.linspace(0, np.log1p(RATE_HZ / 2 / 700), 72)) - 1)
NOISE_KNOTS_HZ: Final = np.array([0.0, 500, 1_000, 2_000, 3_000, 4_500, 6_500, RATE_HZ / 2])

_F0_RANGE_HZ: Final = (60.0, 600.0)
_FLOOR_DB: Final = -120.0
_SYLLABLE_BAND_HZ: Final = (200.0, 3_500.0)
_SYLLABLE_PROMINENCE_DB: Final = 2.5
_SYLLABLE_LEAST_S: Final = 0.09
_NUCLEUS_DROP_DB: Final = 5.0
_LONGEST_S: Final = {"onset": 0.18, "nucleus": 0.24, "coda": 0.14}

_WORDS: Final = {
    "en": "love night fire river home never falling heart alone tomorrow burning shadow summer light stay away again dream "
    "golden silence running over mountain baby hold me tonight oh yeah world inside broken wings stone rising ocean call "
    "your name forever morning rain on the road we are young wild and free tell them why I know you feel it slowly",
    "de": "Liebe Nacht Feuer Himmel allein Herz Traum Sonne Regen Straße wir laufen nie zurück halt mich fest für immer "
    "Sterne leuchten dunkel Freiheit ich du weißt brennen Schatten",
    "es": "amor noche fuego corazón cielo nunca volver la luna sueño camino vida siempre contigo mañana baila lluvia sol "
    "quiero tu voz perdido alma",
    "fr": "amour nuit feu toujours rêve lumière jamais seul ma vie encore le ciel ton nom sous la pluie danser demain "
    "étoile chemin douce",
    "it": "amore notte fuoco cuore cielo mai sempre la luna sogno strada vita domani balla pioggia sole voglio la tua voce",
    "sv": "kärlek natt eld hjärta himmel aldrig ensam dröm sol regn vägen vi springer hem igen stjärnor mörker frihet",
    "pl": "miłość noc ogień serce niebo nigdy sama sen słońce deszcz droga wolność gwiazdy zawsze jutro cień",
    "fi": "rakkaus yö tuli sydän taivas koskaan yksin uni aurinko sade tie vapaus tähdet aina huominen varjo",
    "pt": "amor noite fogo coração céu nunca sozinho sonho sol chuva estrada liberdade estrelas sempre amanhã saudade",
    "id": "cinta malam api hati langit sendiri mimpi matahari hujan jalan bintang selalu besok bayang",
}
_SOUNDS: Final = "la na oh ah yeah hey ooh wo da ba do mi ka ra sha lo ya ru ve no ta li ma so wa hu"
_LANGUAGES: Final = {
    "en-us": "en", "en-gb": "en", "en-gb-scotland": "en", "de": "de", "es": "es", "es-419": "es", "fr-fr": "fr",
    "it": "it", "sv": "sv", "pl": "pl", "fi": "fi", "pt-br": "pt", "id": "id",
}  # fmt: skip
"""espeak-ng's languages and the word list each speaks."""
_TIMBRES: Final = (
    "f1 f2 f3 f4 f5 m1 m2 m3 m4 m5 m6 m7 m8 klatt klatt2 klatt4 klatt6 Andy Annie Alicia Belinda Denis Diogo Gene Henrique "
    "Hugo Linda Marco Mario Max Michel Miguel Quincy Steph Storm anika grandma grandpa norbert sandro shelby travis victor"
)
_RECORDED: Final = ("slt", "rms", "awb", "kal16")
_RECORDED_SHARE: Final = 0.45
"""flite's four voices hold the grain of real throats; they speak nearly half of the lines."""
_ESPEAK_SPEAKERS: Final = 36


@dataclass(frozen=True, kw_only=True, eq=False)
class Speaker:
    """Lines of one voice, laid end to end: n rows, c syllables."""

    name: str
    envelope_db: NDArray[np.float16]
    """[n, knots]"""
    noise_db: NDArray[np.float16]
    """[n, noise knots], 0 where nothing is periodic."""
    f0_hz: NDArray[np.float32]
    """[n] as spoken, 0 where unvoiced."""
    syllables: NDArray[np.int32]
    """[c, 4] rows: start, first of the vowel, end of the vowel, end."""


def build_bank(folder: Path, *, seed: int, phrases: int) -> None:
    """Writes one `.npz` a speaker into `folder` (created). About 0.3 s of one core a phrase; the same seed, the same bank.

    Raises:
        FileNotFoundError: espeak-ng or flite is not installed.
        subprocess.CalledProcessError: one of them refused a voice or a line.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    recorded = max(round(phrases * _RECORDED_SHARE / len(_RECORDED)), 1)
    for voice in _RECORDED:
        lines = [(_flite(voice, rng), _line("en", rng)) for _ in range(recorded)]
        _store(folder, f"flite-{voice}", lines)
    speakers = min(_ESPEAK_SPEAKERS, max(round(phrases * (1 - _RECORDED_SHARE)) // 4, 1))
    each = max(round(phrases * (1 - _RECORDED_SHARE) / speakers), 1)
    for timbre in rng.permutation(_TIMBRES.split())[:speakers]:
        language = str(rng.choice(list(_LANGUAGES)))
        lines = [(_espeak(f"{language}+{timbre}", rng), _line(_LANGUAGES[language], rng)) for _ in range(each)]
        _store(folder, f"espeak-{language}-{timbre}", lines)


def load_bank(folder: Path) -> tuple[Speaker, ...]:
    """All speakers of a bank, by name.

    Raises:
        FileNotFoundError: the folder holds no bank.
    """
    files = sorted(folder.glob("*.npz"))
    if not files:
        raise FileNotFoundError(f"{folder} holds no singing voices: make them with build_bank")
    speakers = []
    for file in files:
        with np.load(file) as stored:
            speakers.append(Speaker(name=file.stem, **{name: stored[name] for name in stored.files}))
    return tuple(speakers)


def _line(words_of: str, rng: np.random.Generator) -> str:
    """Four to nine words, or now and then a string of la-la."""
    words = _SOUNDS if rng.random() < 0.2 else _WORDS[words_of]
    return " ".join(rng.choice(words.split(), size=int(rng.integers(4, 10))))


def _flite(voice: str, rng: np.random.Generator) -> list[str]:
    return [
        "flite",
        "-voice",
        voice,
        "--setf",
        f"duration_stretch={rng.uniform(1.0, 1.7):.2f}",
        "-t",
        "{text}",
        "-o",
        "{file}",
    ]


def _espeak(voice: str, rng: np.random.Generator) -> list[str]:
    speed, pitch = (str(int(rng.integers(low, high))) for low, high in ((85, 160), (25, 75)))
    return ["espeak-ng", "-v", voice, "-s", speed, "-p", pitch, "-w", "{file}", "{text}"]


def _store(folder: Path, name: str, lines: Sequence[tuple[list[str], str]]) -> None:
    parts = [_taken_apart(*_spoken(command, text)) for command, text in lines]
    firsts = np.cumsum([0, *(len(f0) for _, _, f0, _ in parts[:-1])])
    np.savez_compressed(
        folder / f"{name}.npz",
        envelope_db=np.concatenate([envelope for envelope, _, _, _ in parts]).astype(np.float16),
        noise_db=np.concatenate([noise for _, noise, _, _ in parts]).astype(np.float16),
        f0_hz=np.concatenate([f0 for _, _, f0, _ in parts]).astype(np.float32),
        syllables=np.concatenate([cut + first for (_, _, _, cut), first in zip(parts, firsts, strict=True)]),
    )


def _spoken(command: Sequence[str], text: str) -> tuple[Floats, int]:
    """Samples at RATE_HZ, and the rate they were made at."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "line.wav"
        subprocess.run([part.format(text=text, file=file) for part in command], check=True, capture_output=True)
        made_at_hz, samples = wavfile.read(file)
    return resample_poly(samples / 32_768, RATE_HZ, made_at_hz), int(made_at_hz)


def _taken_apart(samples: Floats, made_at_hz: int) -> tuple[Floats, Floats, Floats, NDArray[np.int32]]:
    rough_f0, times_s = pyworld.dio(samples, RATE_HZ, *_F0_RANGE_HZ, frame_period=1_000 * FRAME_S)
    f0_hz = pyworld.stonemask(samples, rough_f0, times_s, RATE_HZ)
    power = pyworld.cheaptrick(samples, f0_hz, times_s, RATE_HZ, fft_size=FFT_SIZE)
    noise = pyworld.d4c(samples, f0_hz, times_s, RATE_HZ, fft_size=FFT_SIZE)
    envelope_db = np.maximum(10 * np.log10(np.maximum(_at_knots(power, KNOTS_HZ), 1e-30)), _FLOOR_DB)
    noise_db = 20 * np.log10(np.maximum(_at_knots(noise, NOISE_KNOTS_HZ), 1e-5))
    return _opened_up(envelope_db, made_at_hz), noise_db, f0_hz, _cut(power, f0_hz)


def _at_knots(rows: Floats, knots_hz: Floats) -> Floats:
    weights = np.stack([np.interp(knots_hz, FREQS_HZ, unit) for unit in np.eye(len(FREQS_HZ))])
    return np.asarray(rows @ weights)


def _opened_up(envelope_db: Floats, made_at_hz: int) -> Floats:
    """Above what the synthesiser's own rate could hold, the air goes on, a little softer."""
    top = int(np.searchsorted(KNOTS_HZ, 0.45 * made_at_hz)) - 1
    octaves = np.log2(KNOTS_HZ[top + 1 :] / KNOTS_HZ[top])
    envelope_db[:, top + 1 :] = envelope_db[:, top, None] - 9 * octaves
    return envelope_db


def _cut(power: Floats, f0_hz: Floats) -> NDArray[np.int32]:
    """Syllables by the loudness of the voice band: one voiced peak each, cut at the valleys between."""
    low_bin, high_bin = np.searchsorted(FREQS_HZ, _SYLLABLE_BAND_HZ)
    level_db = gaussian_filter1d(10 * np.log10(power[:, low_bin:high_bin].mean(axis=1) + 1e-12), 0.02 / FRAME_S)
    peaks, _ = find_peaks(level_db, prominence=_SYLLABLE_PROMINENCE_DB, distance=round(_SYLLABLE_LEAST_S / FRAME_S))
    peaks = [int(peak) for peak in peaks if f0_hz[peak] > 0 and level_db[peak] > level_db.max() - 25]
    bounds = [0, *(a + int(np.argmin(level_db[a:b])) for a, b in pairwise(peaks)), len(f0_hz)]
    longest = {part: round(seconds / FRAME_S) for part, seconds in _LONGEST_S.items()}
    rows = []
    for peak, low, high in zip(peaks, bounds[:-1], bounds[1:], strict=True):
        vowel = (level_db > level_db[peak] - _NUCLEUS_DROP_DB) & (f0_hz > 0)
        first = _run_end(vowel, peak, -1, max(low, peak - longest["nucleus"] // 2))
        last = _run_end(vowel, peak, 1, min(high - 1, peak + longest["nucleus"] // 2))
        rows.append((max(low, first - longest["onset"]), first, last + 1, min(high, last + 1 + longest["coda"])))
    return np.array(rows, np.int32).reshape(-1, 4)


def _run_end(inside: NDArray[np.bool_], start: int, step: int, limit: int) -> int:
    """The last index from `start` towards `limit` at which `inside` still holds."""
    at = start
    while at != limit and inside[at + step]:
        at += step
    return at


def main() -> None:
    parser = argparse.ArgumentParser(description="Makes the singers of the training songs, one file a speaker.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--phrases", type=int, default=520)
    parser.add_argument("--seed", type=int, default=11)
    wanted = parser.parse_args()
    build_bank(wanted.folder, seed=wanted.seed, phrases=wanted.phrases)


if __name__ == "__main__":
    main()
