"""`perform`: a score becomes samples with their truth.

Conventions: stems are mono at SYNTH_RATE_HZ until they are brought down to RATE_HZ; times inside are seconds from
the first sample, the first bar standing at `lead_s`.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import signal

from songreel_training.compose.score import GHOST_VELOCITY, Part, Score
from songreel_training.perform.crop import cropped
from songreel_training.perform.effects import active_level, distorted, in_room, toned
from songreel_training.perform.kit import SNARES, drum_machine
from songreel_training.perform.mix import mastered, placed
from songreel_training.perform.players import Touch, drum_tones, drummed, played, thrown_touch
from songreel_training.perform.synthesiser import SYNTH_RATE_HZ, Stem, Tone, Voice, render_stems
from songreel_training.truth import RATE_HZ, SectionTruth, SongWithTruth, Truth

Samples = NDArray[np.float32]
_SAME_HIT_S: Final = 0.02
_CLOSED_GAP_S: Final = 0.3
_LEAD_S: Final = 0.25
"""Room before the first bar for what is played ahead of it."""
_VOICE_DB: Final = (-4.0, 6.0)
_VOICE_PROGRAMS: Final = (65, 73, 40, 80, 81, 56, 22, 71, 11, 27, 52)
_DOUBLED: Final = "doubled"


class Singing(Protocol):
    """Somebody who turns notes into singing."""

    def sing(
        self, notes: Sequence[tuple[float, float, float]], rng: np.random.Generator
    ) -> tuple[Samples, list[tuple[float, float]]]:
        """Samples at RATE_HZ from the first note's start, and where sound is, for (start_s, duration_s, midi) notes."""
        ...


def perform(
    score: Score,
    seed: int,
    soundfonts: Sequence[Path],
    *,
    seconds: float | None = None,
    singers: Singing | None = None,
) -> SongWithTruth:
    """The score played by instruments of one of the soundfonts, mixed and worn.

    `seconds` keeps only the beginning. Without `singers` an instrument plays what would be sung, and nobody sings.

    Raises: SynthesiserError where FluidSynth is missing or fails; ValueError without soundfonts.
    """
    if not soundfonts:
        raise ValueError("no soundfont was given; pass at least one .sf2 or .sf3 file")
    rng = np.random.default_rng([score.seed, seed, 7])
    soundfont = Path(soundfonts[int(rng.integers(len(soundfonts)))])
    human = score.recipe["tempo"] != "steady" or rng.random() < 0.5
    length_s = score.end_s + _LEAD_S + float(rng.uniform(1.0, 3.0))
    drum_touch = thrown_touch(human, True, rng)
    strokes = [(at_s + _LEAD_S, drum, v) for at_s, drum, v in drummed(score.hits, score, drum_touch, rng)]
    stems = _stems(score, strokes, human, singers is None, rng)
    rendered = render_stems(list(stems.values()), soundfont, length_s)
    sounds = dict(zip(stems, rendered, strict=True))
    if score.kit == "electronic":
        sounds["drums"] = drum_machine(strokes, length_s, SYNTH_RATE_HZ, rng)
    mix, levels = _mixed(sounds, rng)
    vocals: list[tuple[float, float]] = []
    if singers is not None and score.vocal.notes:
        mix, vocals = _with_voice(mix, score, singers, rng)
    mix, recipe = mastered(mix, bool(score.kit), rng, RATE_HZ)
    truth = _truth(score, strokes, vocals, len(mix) / RATE_HZ)
    whole: dict[str, object] = {
        **score.recipe,
        **recipe,
        "levels_db": levels,
        "soundfont": soundfont.name,
        "kit": score.kit,
    }
    return _released(mix, truth, whole, seconds, rng)


def _stems(
    score: Score, strokes: list[tuple[float, str, float]], human: bool, voice_is_played: bool, rng: np.random.Generator
) -> dict[str, Stem]:
    """What FluidSynth is to render, by name. Distorted parts are played twice, as guitarists do."""
    stems: dict[str, list[Voice]] = {}
    for part in score.parts:
        touch = thrown_touch(human, False, rng)
        name = "lead" if part.name == "lead" and part.sound == "clean" else part.sound
        stems.setdefault(name, []).append(_voice(part, score, touch, rng))
        if part.sound == "distorted" and part.name != "lead":
            stems.setdefault(_DOUBLED, []).append(_voice(part, score, thrown_touch(True, False, rng), rng))
    if voice_is_played and score.vocal.notes:
        tones = tuple(
            Tone(n.start_s + _LEAD_S, n.start_s + n.duration_s + _LEAD_S, n.midi, 0.8) for n in score.vocal.notes
        )
        stems.setdefault("lead", []).append(Voice(program=int(rng.choice(_VOICE_PROGRAMS)), tones=tones))
    if score.kit.startswith("gm:"):
        stems["drums"] = [Voice(program=int(score.kit.removeprefix("gm:")), tones=drum_tones(strokes), drums=True)]
    return {name: tuple(voices) for name, voices in stems.items()}


def _voice(part: Part, score: Score, touch: Touch, rng: np.random.Generator) -> Voice:
    tones = played(part, score, touch, rng)
    return Voice(
        program=part.program,
        tones=tuple(Tone(t.start_s + _LEAD_S, t.end_s + _LEAD_S, t.midi, t.velocity) for t in tones),
    )


def _mixed(sounds: dict[str, Samples], rng: np.random.Generator) -> tuple[Samples, dict[str, float]]:
    """The band at RATE_HZ, and each stem's level in dB."""
    if _DOUBLED in sounds:
        second = distorted(sounds.pop(_DOUBLED), rng, SYNTH_RATE_HZ)
        sounds["distorted"] = distorted(sounds["distorted"], rng, SYNTH_RATE_HZ) + second
    elif "distorted" in sounds:
        sounds["distorted"] = distorted(sounds["distorted"], rng, SYNTH_RATE_HZ)
    levels: dict[str, float] = {}
    mix = np.zeros(0, np.float32)
    for name, sound in sounds.items():
        low = signal.resample_poly(sound, 1, SYNTH_RATE_HZ // RATE_HZ).astype(np.float32)
        stem, db = placed(low, name, rng, RATE_HZ)
        levels[name] = round(db, 1)
        mix = stem if not len(mix) else mix + stem
    return mix, levels


def _with_voice(
    mix: Samples, score: Score, singers: Singing, rng: np.random.Generator
) -> tuple[Samples, list[tuple[float, float]]]:
    """The band with a singer, and where the singer sounds."""
    notes = [(n.start_s, n.duration_s, float(n.midi)) for n in score.vocal.notes]
    sound, passages = singers.sing(notes, rng)
    late_s = _LEAD_S + notes[0][0] + float(rng.uniform(-0.01, 0.02))
    voice = _laid(sound, late_s, len(mix))
    if rng.random() < 0.25:
        second, _ = singers.sing([(s, d, m + 0.1) for s, d, m in notes], rng)
        voice = voice + np.float32(rng.uniform(0.3, 0.8)) * _laid(
            second, late_s + float(rng.uniform(0.0, 0.03)), len(mix)
        )
    sung = [(start_s + late_s, end_s + late_s) for start_s, end_s in passages]
    voice = toned(voice, rng, RATE_HZ, 4.0)
    if rng.random() < 0.8:
        voice = in_room(voice, float(rng.uniform(0.4, 2.2)), float(rng.uniform(0.05, 0.4)), rng, RATE_HZ)
    heard = np.zeros(len(mix), bool)
    for start_s, end_s in sung:
        heard[round(start_s * RATE_HZ) : round(end_s * RATE_HZ)] = True
    beside, own = active_level(mix[heard], RATE_HZ), active_level(voice[heard], RATE_HZ)
    if own == 0.0:
        return mix, []
    gain = 10 ** (rng.uniform(*_VOICE_DB) / 20) * (beside or 0.1) / own
    return mix + voice * np.float32(gain), _closed(sung)


def _laid(sound: Samples, at_s: float, length: int) -> Samples:
    out = np.zeros(length, np.float32)
    first = max(0, round(at_s * RATE_HZ))
    piece = sound[: max(0, length - first)]
    out[first : first + len(piece)] = piece
    return out


def _closed(passages: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The passages with gaps under `_CLOSED_GAP_S` closed."""
    out: list[tuple[float, float]] = []
    for start_s, end_s in sorted(passages):
        if out and start_s - out[-1][1] < _CLOSED_GAP_S:
            out[-1] = (out[-1][0], max(out[-1][1], end_s))
        else:
            out.append((start_s, end_s))
    return out


def _truth(
    score: Score, strokes: list[tuple[float, str, float]], vocals: list[tuple[float, float]], duration_s: float
) -> Truth:
    beats_s, place = score.beats()
    edges_s = [edge + _LEAD_S for edge in score.section_edges_s()]
    edges_s[0], edges_s[-1] = 0.0, duration_s
    return Truth(
        beats_s=beats_s + _LEAD_S,
        beat_in_bar=place,
        metre=score.metre.name,
        kicks_s=_hits(strokes, ("kick",)),
        snares_s=_hits(strokes, SNARES),
        vocals_s=tuple(vocals),
        sections=tuple(
            SectionTruth(start_s=start_s, end_s=end_s, label=section.label, letter=section.letter)
            for section, start_s, end_s in zip(score.sections, edges_s[:-1], edges_s[1:], strict=True)
        ),
    )


def _hits(strokes: list[tuple[float, str, float]], drums: Sequence[str]) -> NDArray[np.float64]:
    times_s: list[float] = []
    for at_s in sorted(at_s for at_s, drum, velocity in strokes if drum in drums and velocity >= GHOST_VELOCITY):
        if not times_s or at_s - times_s[-1] > _SAME_HIT_S:
            times_s.append(at_s)
    return np.array(times_s)


def _released(
    mix: Samples, truth: Truth, recipe: dict[str, object], seconds: float | None, rng: np.random.Generator
) -> SongWithTruth:
    """The song as it is found: silence ahead, a start in mid-bar, a fade, or just as it was played."""
    start_s = _LEAD_S - 0.05
    manner = str(rng.choice(["as played", "silence ahead", "mid-bar"], p=[0.68, 0.22, 0.10]))
    if manner == "mid-bar":
        bars_s = truth.beats_s[truth.beat_in_bar == 1]
        start_s = float(rng.uniform(truth.beats_s[0], bars_s[min(2, len(bars_s) - 1)]))
    end_s = len(mix) / RATE_HZ
    if rng.random() < 0.12:
        length = round(float(rng.uniform(3, 8)) * RATE_HZ)
        mix = mix.copy()
        mix[-length:] *= np.linspace(1, 0.03, length, dtype=np.float32)
        manner += ", faded"
    if seconds is not None:
        end_s = min(end_s, start_s + seconds)
    truth = cropped(truth, start_s, end_s)
    samples = mix[round(start_s * RATE_HZ) : round(end_s * RATE_HZ)]
    if manner.startswith("silence"):
        ahead_s = float(rng.uniform(0.2, 3.0))
        samples = np.concatenate([np.zeros(round(ahead_s * RATE_HZ), np.float32), samples])
        truth = cropped(truth, -round(ahead_s * RATE_HZ) / RATE_HZ, len(samples) / RATE_HZ - ahead_s)
    return SongWithTruth(samples=samples, truth=truth, recipe={**recipe, "release": manner})
