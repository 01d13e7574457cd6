"""Does the performer sing with the voice? Measured in the picture, against the voice that is heard.

Where the mouth stands on a frame its plate and the camera's path tell. How far it is open is read off the film: the patch is
explained as a sum of the shut mouth, in this frame's light, and of what opening it changes. The animator's own idea of how far
it opened is never asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.analysis.result import Analysis
from songreel_engine.coherence.lip_report import Lips, LipShot
from songreel_engine.coherence.watching import watch_span
from songreel_engine.rendering.parallax.animator import plan_shot, prepare_plate
from songreel_engine.rendering.parallax.mouth_place import PlacedMouth, placed_mouth
from songreel_engine.rendering.plan import PlannedShot, RenderPlan
from songreel_engine.rendering.plate_store import load_plate
from songreel_engine.timebase import FrameRange

Floats = NDArray[np.float64]

BLACK: Final = 16
MOST_LAG_S: Final = 0.3
"""Further apart nobody takes a mouth and a syllable for one."""
LAG_ALLOWED_S: Final = 0.09
"""Two frames of 24: sound 45 ms ahead to 125 ms behind passes unnoticed (ITU-R BT.1359)."""
LEAST_CORRELATION: Final = 0.3
SHUT: Final = 0.15
RELEASE_S: Final = 0.2
"""After and before singing a mouth may still be on its way."""
LEAST_SUNG_S: Final = 0.8
LEAST_SILENT_S: Final = 0.2
LEAST_MOVING: Final = 0.04
"""Standard deviation of a voice that says something about time."""
CHANGES_LUMA: Final = 4.0
"""Pixels that opening changes by as much tell how far it is open."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Sung:
    """One shot: the measured opening beside the voice, a value a frame."""

    shot_id: str
    number: int
    span: FrameRange
    opening: Floats
    """NaN where the mouth is not on the frame."""
    voice: Floats
    silent: NDArray[np.bool_]


def measure_lips(
    film: Path, plan: RenderPlan, analysis: Analysis, *, bodies: dict[str, FrameRange], plates_dir: Path
) -> Lips | None:
    """The lip check of a film made by this plan; None where no performer's mouth is near enough to be seen.

    `bodies`: for each shot the film frames that show it alone. Shots whose plates are gone are passed over. Raises
    RenderError where the film or a plate is damaged.
    """
    sung = []
    for number, planned in enumerate(plan.shots, 1):
        mouth = _mouth_of(planned, plates_dir)
        body = bodies[planned.shot_id]
        if mouth is not None and len(body):
            opening = np.array(list(_openings(film, mouth, body, planned.origin)), np.float64)
            sung.append(_beside_voice(planned.shot_id, number, body.start, opening, analysis, float(plan.frame_rate)))
    if not sung:
        return None
    rate = float(plan.frame_rate)
    opening = np.concatenate([shot.opening for shot in sung])
    silent = np.concatenate([shot.silent for shot in sung])
    lag, correlation = _best_lag(sung, rate)
    return Lips(
        shots=tuple(_told(shot, rate) for shot in sung),
        lag_s=lag,
        correlation=correlation,
        open_in_silence=_open_in_silence(opening, silent, rate),
    )


def _mouth_of(planned: PlannedShot, plates_dir: Path) -> PlacedMouth | None:
    job, folder = planned.job, plates_dir / planned.plate_key
    if job.plate.figure is None or job.plate.media is not None or not folder.is_dir():
        return None
    plate = load_plate(folder)
    if all(layer.mouth is None for layer in plate.layers):
        return None
    return placed_mouth(plan_shot(prepare_plate(plate, job.plate.width_px, job.plate.height_px), job))


def _beside_voice(shot_id: str, number: int, start: int, opening: Floats, analysis: Analysis, rate: float) -> _Sung:
    at_s = (start + np.arange(len(opening))) / rate
    heard_s = np.arange(len(analysis.curves.mouth)) / analysis.feature_rate_hz
    return _Sung(
        shot_id=shot_id,
        number=number,
        span=FrameRange(start, start + len(opening)),
        opening=opening,
        voice=np.interp(at_s, heard_s, np.asarray(analysis.curves.mouth, np.float64)),
        silent=_silent(at_s, analysis),
    )


def _openings(film: Path, mouth: PlacedMouth, body: FrameRange, origin: int) -> Iterator[float]:
    reader = MouthReader(mouth)
    for offset, picture in enumerate(watch_span(film, body)):
        yield reader.opening(picture.luma, body.start + offset - origin)


class MouthReader:
    """Reads how far one shot's mouth is open on frames of the film."""

    def __init__(self, mouth: PlacedMouth) -> None:
        self._mouth = mouth
        shut, hit = (pictures[0].y.astype(np.float64) for pictures in (mouth.pictures.rest, mouth.pictures.hit))
        wide = mouth.pictures.rest[-1].y.astype(np.float64)
        changed = np.abs(wide - shut) > CHANGES_LUMA
        self._near = cv2.dilate(changed.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
        parts = [np.ones_like(shut), shut, hit - shut, wide - shut]
        self._parts = np.stack([part[self._near] for part in parts], axis=1)

    def opening(self, luma: NDArray[np.uint8], frame: int) -> float:
        """0 shut to 1 wide, of a frame on the shot's own clock; NaN where the mouth is not on it."""
        affine = self._mouth.at(frame)
        if affine is None or not self._near.any():
            return float("nan")
        size = self._near.shape[1], self._near.shape[0]
        patch = cv2.warpAffine(luma, affine, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
        seen = patch.astype(np.float64)[self._near] - BLACK
        solved, *_ = np.linalg.lstsq(self._parts, seen)
        light = float(solved[1])
        # A face in the dark has no light to tell by.
        return float(np.clip(solved[3] / light, 0, 1)) if light > 0.1 else float("nan")


def _silent(at_s: Floats, analysis: Analysis) -> NDArray[np.bool_]:
    silent = np.ones(len(at_s), np.bool_)
    for start_s, end_s in analysis.vocals:
        silent &= (at_s < start_s - RELEASE_S) | (at_s > end_s + RELEASE_S)
    return silent


def _best_lag(shots: list[_Sung], rate: float) -> tuple[float | None, float | None]:
    """The shift of the mouth behind the voice at which they agree best, and how well."""
    reach = round(MOST_LAG_S * rate)
    tried = [(lag, _correlation(shots, lag, rate)) for lag in range(-reach, reach + 1)]
    known = [(lag, value) for lag, value in tried if value is not None]
    if not known:
        return None, None
    lag, value = max(known, key=lambda one: (one[1], -abs(one[0])))
    return round(lag / rate, 4), round(value, 3)


def _correlation(shots: list[_Sung], lag: int, rate: float) -> float | None:
    """Pearson's, over all frames whose partner is within their shot."""
    pairs = []
    for shot in shots:
        count = len(shot.opening)
        first, last = max(lag, 0), min(count + lag, count)
        if last > first:
            pairs.append((shot.opening[first:last], shot.voice[first - lag : last - lag]))
    if not pairs:
        return None
    opening, voice = (np.concatenate(side) for side in zip(*pairs, strict=True))
    known = ~np.isnan(opening)
    opening, voice = opening[known], voice[known]
    if int((voice > 0).sum()) < LEAST_SUNG_S * rate or voice.std() < LEAST_MOVING:
        return None
    return float(np.corrcoef(opening, voice)[0, 1]) if opening.std() > 0 else 0.0


def _open_in_silence(opening: Floats, silent: NDArray[np.bool_], rate: float) -> float | None:
    known = opening[silent & ~np.isnan(opening)]
    return round(float(known.mean()), 3) if len(known) >= LEAST_SILENT_S * rate else None


def _told(shot: _Sung, rate: float) -> LipShot:
    lag_s, correlation = _best_lag([shot], rate)
    silence = _open_in_silence(shot.opening, shot.silent, rate)
    reasons = []
    if correlation is not None and correlation < LEAST_CORRELATION:
        reasons.append("the mouth does not follow the voice")
    elif lag_s is not None and abs(lag_s) > LAG_ALLOWED_S:
        reasons.append(f"the mouth is {abs(lag_s):.2f} s {'late' if lag_s > 0 else 'early'}")
    if silence is not None and silence > SHUT:
        reasons.append("the mouth is open while nobody sings")
    return LipShot(
        shot=shot.shot_id,
        shot_number=shot.number,
        start_s=round(shot.span.start / rate, 4),
        end_s=round(shot.span.stop / rate, 4),
        lag_s=lag_s,
        correlation=correlation,
        open_in_silence=silence,
        ok=not reasons,
        why_not="; ".join(reasons),
    )
