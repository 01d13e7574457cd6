"""Faults of the picture, told from its measures: one finder a kind, in the table `FINDERS`.

Music videos pulse, cut and hold on purpose. So a finder looks for what no beat, cut or style of songreel makes: light that
comes *and goes* within three frames, brightness that swings to and fro, a picture that stands still while its neighbours move.
What was planned and still looks like a fault is reported as excused, never dropped in silence.
"""

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.coherence.cuts import Breaks
from songreel_engine.coherence.faults import FAULT_KINDS, FaultKind
from songreel_engine.coherence.flicker import find_flicker
from songreel_engine.coherence.found import Found, Seen, runs
from songreel_engine.coherence.meant import KNOWN_WITHIN_FRAMES, Meant, frames_of, nearest
from songreel_engine.coherence.measures import Measures
from songreel_engine.coherence.stillness import find_frozen
from songreel_engine.timebase import FrameRange, frame_to_seconds

FLASH_LEVELS: Final = 10.0
"""Of 255, mean luma. songreel's own light adds 12 at most (`parallax/light.py`) and falls slowly: three frames on, at most 7
of them are gone."""
FLASH_FRAMES, LONGEST_FLASH = 3, 8
"""What lasts longer than the first has to be stronger (`SURE_FLASH_LEVELS`); what lasts longer than the second is a scene."""
SURE_FLASH_LEVELS: Final = 25.0
"""No planned light is ever this strong."""
FLAT_LEVELS: Final = 5.0
"""Standard deviation over the picture's patches, of 255, below which it shows nothing."""
SAME_PICTURE: Final = 0.6
"""Correlation of patches from which on two frames show the same, in whatever light."""
BLACK_SHARE: Final = 0.985
FADE_FRAMES: Final = 3
"""A fade goes down, and comes up, over at least as many frames."""
FADE_STEP: Final = 0.6
"""No single frame of a fade takes more of the light than this."""
BLOWN_SHARE: Final = 0.25
BLOWN_RISE: Final = 0.12
"""Over what is usual in the film: snow under a white sky is bright and not blown."""
COMB_SURE: Final = 0.25
"""Measured on songreel's films: up to 0.12 in the flattest drawn style; with every twelfth level left, 0.39 to 0.50."""
COMB_RISEN, COMB_RISE = 0.13, 3.0
"""Enough where the rest of the shot has less than a third of it: a picture is judged by itself a moment before."""
TONES_LOST: Final = 0.62
"""Of the tones that its shot usually has, a picture keeps fewer than this."""
STAIRS_SURE: Final = 0.06
BANDING_S: Final = 0.3
"""Shorter banding is not seen."""
ALIKE: Final = 0.15
"""Colour histograms nearer than this are of one place."""
SAME_PLACE: Final = 0.06
"""And nearer than this, of one picture: songreel's cuts differ by 0.11 and more."""
MOSTLY: Final = 0.7
"""From this share of cuts on the beat, a film is cut to beats, and a jump away from any is a mistake."""
FEWEST_CUTS: Final = 4
OFF_BEAT_FRAMES: Final = 3


def find_faults(measures: Measures, breaks: Breaks, meant: Meant) -> tuple[Found, ...]:
    """Everything that is or looks like a fault, by time. A fault is told once, by the kind that says most."""
    seen = Seen(measures=measures, breaks=breaks, meant=meant)
    found: list[Found] = []
    for kind in FAULT_KINDS:
        if kind in FINDERS:
            found += FINDERS[kind](seen)
    return tuple(sorted(_told_once(found), key=lambda one: (one.span.start, one.kind)))


def find_flashes(seen: Seen) -> Iterator[Found]:
    """Light, or the lack of it, that comes and goes within three frames."""
    measures = seen.measures
    for insert in seen.breaks.inserts:
        inside = slice(insert.span.start, insert.span.stop)
        rise = float(np.mean(measures.luma[inside])) - float(measures.luma[insert.span.start - 1])
        if _is_light(measures, insert.span) and abs(rise) >= FLASH_LEVELS and not _is_dark(measures, insert.span):
            yield Found("flash", insert.span, abs(rise), f"{rise:+.0f} of 255 for {_counted(insert.span)}")
    for stretch in seen.stretches():
        yield from _pulses(seen, stretch)


def _is_light(measures: Measures, span: FrameRange) -> bool:
    """Whether an insert is the picture around it in another light, or nothing but light; else it is another picture."""
    return _alike(measures, span.start - 1, span.start)


def _alike(measures: Measures, one: int, other: int) -> bool:
    """Whether two frames show the same, in whatever light; a flat one is like any."""
    first, second = (measures.cells[frame].ravel().astype(np.float64) for frame in (one, other))
    if min(first.std(), second.std()) < FLAT_LEVELS:
        return True
    return float(np.corrcoef(first, second)[0, 1]) > SAME_PICTURE


def _pulses(seen: Seen, stretch: FrameRange) -> Iterator[Found]:
    luma = seen.measures.luma
    at = stretch.start + 1
    while at < stretch.stop - 1:
        widths = range(1, min(LONGEST_FLASH, stretch.stop - 1 - at) + 1)
        width, height = max(((w, _height(luma, at, w)) for w in widths), key=lambda pair: abs(pair[1]))
        if abs(height) < (FLASH_LEVELS if width <= FLASH_FRAMES else SURE_FLASH_LEVELS):
            at += 1
            continue
        span = FrameRange(at, at + width)
        # Light that leaves another picture behind is a way from one shot to the next.
        if not _is_dark(seen.measures, span) and _alike(seen.measures, at - 1, at + width):
            why = f"{height:+.0f} of 255 for {_counted(span)}"
            yield Found("flash", span, abs(height), why, _excuse_of_light(seen, at, height))
        at += width


def _height(luma: NDArray[np.float32], at: int, width: int) -> float:
    """How far `width` frames stand above (+) or below (−) what is on both sides of them."""
    inside = luma[at : at + width]
    sides = (float(luma[at - 1]), float(luma[at + width]))
    above, below = float(inside.min()) - max(sides), min(sides) - float(inside.max())
    if above > 0:
        return above
    return -below if below > 0 else 0.0


def _excuse_of_light(seen: Seen, at: int, height: float) -> str | None:
    if seen.meant.blends(at):
        return "part of a planned transition"
    is_light = 0 < height < SURE_FLASH_LEVELS and seen.meant.lights_up(at, seen.measures.frame_rate)
    return "light on a beat" if is_light else None


def find_black(seen: Seen) -> Iterator[Found]:
    """Frames without a picture, unless the picture fades into and out of them, or the film begins or ends there."""
    measures = seen.measures
    for span in runs(measures.dark >= BLACK_SHARE):
        why = f"nothing to see for {_counted(span)}"
        yield Found("black", span, float(len(span)), why, _excuse_of_black(seen, span))


def _excuse_of_black(seen: Seen, span: FrameRange) -> str | None:
    if any(seen.meant.blends(frame) for frame in (span.start, span.stop - 1)):
        return "part of a planned transition"
    opens, closes = span.start == 0, span.stop == len(seen.measures)
    falls = opens or _fades(seen.measures.luma[max(span.start - FADE_FRAMES - 4, 0) : span.start + 1][::-1])
    rises = closes or _fades(seen.measures.luma[span.stop - 1 : span.stop + FADE_FRAMES + 4])
    if opens and (rises or len(span) <= 1) and not closes:
        return "the film opens from black"
    if closes and falls and not opens:
        return "the film fades out"
    return "a fade through black" if falls and rises and not (opens or closes) else None


def _fades(luma: NDArray[np.float32]) -> bool:
    """Whether the light grows step by step from the first value on."""
    steps = np.diff(luma)
    total = float(luma.max() - luma[0]) if len(luma) else 0.0
    return len(steps) >= FADE_FRAMES and total > 0 and float(steps.max()) < FADE_STEP * total


def find_blown(seen: Seen) -> Iterator[Found]:
    """A large part of the picture is white, and more than the film usually has."""
    blown = seen.measures.blown
    usual = float(np.median(blown))
    for span in runs((blown > BLOWN_SHARE) & (blown > usual + BLOWN_RISE)):
        if len(span) <= FLASH_FRAMES and span.start > 0 and span.stop < len(blown):
            # Gone again before the eye has seen what was lost: that is a flash.
            continue
        share = float(blown[span.start : span.stop].max())
        excuse = "part of a planned transition" if seen.meant.mostly_blends(span) else None
        yield Found("blown_out", span, share, f"{share:.0%} of the picture is white", excuse)


def find_banding(seen: Seen) -> Iterator[Found]:
    """Shades that have become stairs, for long enough to be seen."""
    measures = seen.measures
    least = frames_of(BANDING_S, measures.frame_rate)
    lost = np.zeros(len(measures), np.bool_)
    for stretch in seen.stretches():
        inner = slice(stretch.start, stretch.stop)
        comb, tones = measures.comb[inner], measures.tones[inner]
        lost[inner] = tones < TONES_LOST * float(np.median(tones))
        lost[inner] |= (comb > COMB_RISEN) & (comb > COMB_RISE * float(np.quantile(comb, 0.25)))
    stepped = measures.stairs > STAIRS_SURE
    for span in runs(_joined((measures.comb > COMB_SURE) | stepped | lost, least)):
        if len(span) >= least and not _is_dark(measures, span):
            inner = slice(span.start, span.stop)
            strength = max(float(np.median(measures.comb[inner])), float(np.median(measures.stairs[inner])))
            excuse = "part of a planned transition" if seen.meant.mostly_blends(span) else None
            why = "gradients are stairs" if stepped[inner].mean() > 0.5 else "shades are missing tones"
            yield Found("banding", span, strength, why, excuse)


def _joined(flags: NDArray[np.bool_], gap: int) -> NDArray[np.bool_]:
    """With gaps shorter than `gap` frames between two runs filled."""
    joined = flags.copy()
    for hole in runs(~flags):
        if len(hole) < gap and hole.start > 0 and hole.stop < len(flags):
            joined[hole.start : hole.stop] = True
    return joined


def find_teleports(seen: Seen) -> Iterator[Found]:
    """The picture is elsewhere at once where no cut was meant."""
    for insert in seen.breaks.inserts:
        if not _is_dark(seen.measures, insert.span) and not _is_light(seen.measures, insert.span):
            why = f"{_counted(insert.span)} from elsewhere"
            yield Found("teleport", insert.span, float(seen.measures.back[insert.span.start, 0]), why)
    for frame in seen.breaks.leaps:
        yield _teleport(seen, frame, "the same picture stands elsewhere")
    if seen.meant.known_from == "project":
        matched = match_cuts(seen.breaks, seen.meant)
        for frame in seen.breaks.cuts:
            if frame not in matched.values():
                yield _teleport(seen, frame, "a jump where no cut is planned")
    else:
        yield from _doubtful_cuts(seen)


def _doubtful_cuts(seen: Seen) -> Iterator[Found]:
    """Without a plan: jumps within one place, or away from the beat in a film that is cut to beats."""
    cuts, rate = seen.breaks.cuts, seen.measures.frame_rate
    off = {frame: _off_beat_frames(seen, frame) for frame in cuts}
    on = [frame for frame in cuts if off[frame] <= 1]
    cut_to_beats = len(cuts) >= FEWEST_CUTS and len(on) >= MOSTLY * len(cuts)
    for frame in cuts:
        is_off = off[frame] >= OFF_BEAT_FRAMES
        if float(seen.measures.recoloured[frame]) < SAME_PLACE:
            yield _teleport(seen, frame, "the same picture stands elsewhere")
        elif is_off and float(seen.measures.recoloured[frame]) < ALIKE:
            yield _teleport(seen, frame, "a jump within one place, away from any beat")
        elif is_off and cut_to_beats:
            away_s = frame_to_seconds(int(off[frame]), rate)
            yield _teleport(seen, frame, f"a jump {away_s:.2f} s from any beat, in a film that is cut to beats")


def _off_beat_frames(seen: Seen, frame: int) -> float:
    at_s = frame_to_seconds(frame, seen.measures.frame_rate)
    beat_s = nearest(seen.meant.beats_s, at_s)
    return 0.0 if beat_s is None else round(abs(beat_s - at_s) * float(seen.measures.frame_rate), 3)


def _teleport(seen: Seen, frame: int, why: str) -> Found:
    excuse = "part of a planned transition" if seen.meant.blends(frame) else None
    return Found("teleport", FrameRange(frame, frame + 1), float(seen.measures.back[frame, 0]), why, excuse)


def match_cuts(breaks: Breaks, meant: Meant) -> dict[int, int]:
    """Planned frame to the frame where that cut is seen; each seen cut serves one planned one, the nearest pairs first."""
    pairs = sorted(
        (abs(seen - planned), planned, seen)
        for planned in meant.planned_cuts()
        for seen in breaks.cuts
        if abs(seen - planned) <= KNOWN_WITHIN_FRAMES
    )
    matched: dict[int, int] = {}
    for _, planned, seen in pairs:
        if planned not in matched and seen not in matched.values():
            matched[planned] = seen
    return matched


def _counted(span: FrameRange) -> str:
    return "1 frame" if len(span) == 1 else f"{len(span)} frames"


def _is_dark(measures: Measures, span: FrameRange) -> bool:
    return bool(np.all(measures.dark[span.start : span.stop] >= BLACK_SHARE))


FINDERS: Final[dict[FaultKind, Callable[[Seen], Iterator[Found]]]] = {
    "flash": find_flashes,
    "frozen": find_frozen,
    "black": find_black,
    "flicker": find_flicker,
    "teleport": find_teleports,
    "banding": find_banding,
    "blown_out": find_blown,
}
_SAYS_MORE: Final[tuple[FaultKind, ...]] = ("black", "blown_out", "flicker", "flash", "frozen", "teleport", "banding")
"""Where two kinds see one thing, the earlier one tells it: a burst of white is a flash, not a jump there and back."""
_SAME: Final[dict[FaultKind, frozenset[FaultKind]]] = {
    "frozen": frozenset({"black"}),
    "flash": frozenset({"black", "flicker"}),
    "teleport": frozenset({"black", "blown_out", "flash", "frozen"}),
    "banding": frozenset({"black", "blown_out"}),
}
"""Kind → kinds that may say the same better."""


def _told_once(found: list[Found]) -> list[Found]:
    """Without flashes at each swing of a flicker, and the like."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda each: (_SAYS_MORE.index(each.kind), each.span.start, -each.strength)):
        if not any(_tells(other, one) for other in kept):
            kept.append(one)
    return kept


def _tells(other: Found, one: Found) -> bool:
    """Whether `other` tells what `one` would: of the same kind on the same frames, or of a better kind right beside it."""
    shared = one.span.start < other.span.stop and other.span.start < one.span.stop
    beside = one.span.start <= other.span.stop and other.span.start <= one.span.stop
    return shared if other.kind == one.kind else beside and other.kind in _SAME.get(one.kind, frozenset())
