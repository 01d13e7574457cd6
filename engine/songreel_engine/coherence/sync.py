"""Is the film on the beat, and does it stay there?

Cuts are the ones that are seen in the picture, beats those of the song. A cut's error is how late it comes after the nearest
beat (early: below 0). Cuts inside transitions have no one frame and are not measured.
"""

from fractions import Fraction
from typing import Final, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from songreel_engine.coherence.artefacts import match_cuts
from songreel_engine.coherence.cuts import Breaks
from songreel_engine.coherence.meant import Meant, nearest
from songreel_engine.coherence.measures import Measures
from songreel_engine.film import Film
from songreel_engine.timebase import frame_to_seconds

FEWEST_FOR_DRIFT: Final = 8
"""Cuts from which on a trend is told from chance."""
EVEN_SHARE: Final = 0.25
"""Of a frame: how far a time stamp may stand off its place."""
HIT_LEVELS: Final = 1.5
"""Of 255, mean luma, from one frame to the next."""
ROUNDING: Final = 1.5e-4
"""Seconds: figures are told to the tenth of a millisecond."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SeenCut(_Value):
    """A cut as it is seen."""

    time_s: float
    frame: int
    shot: str | None
    """Of the shot it leads into."""
    shot_number: int
    beat_s: float | None
    """The nearest beat."""
    error_s: float | None
    """Above 0: late."""
    planned_s: float | None
    """None where no cut is planned near, or only the file is known."""
    meant_off_beat: bool = False


class Sync(_Value):
    """Figures over all cuts that are seen and meant; None where there are no cuts or no beats."""

    cuts: int
    beats: int
    beats_from: Literal["project", "sound", "none"]
    mean_error_s: float | None
    worst_error_s: float | None
    worst_at_s: float | None
    share_within_one_frame: float | None
    frame_s: float
    off_beat: tuple[SeenCut, ...]
    """Cuts more than a frame from a beat that were not planned so."""
    displaced: tuple[SeenCut, ...]
    """Cuts that are not where they are planned."""
    missing_s: tuple[float, ...]
    """Times of planned cuts that are not seen."""
    seen: tuple[SeenCut, ...]


class Light(_Value):
    """Light that comes up from one frame to the next, as on a drum's hit: meant where a beat or the shot's drive says so."""

    hits: int
    planned: int
    """Of them; they are excused from the search for flashes and flicker."""
    mean_lag_s: float | None
    """Of those near a beat, behind it; None where there are none."""


class Drift(_Value):
    """How well picture and sound run side by side."""

    picture_s: float
    sound_s: float | None
    """None: the film has no sound."""
    ends_apart_s: float | None
    """Sound's end after the picture's."""
    over_film_s: float | None
    """By how much cuts move against beats from the film's start to its end; None where there are too few to tell."""
    sound_lag_start_s: float | None = None
    sound_lag_end_s: float | None = None
    """The film's sound behind the song it was made of, near its start and its end; None where the song is not at hand."""
    even: bool
    """Whether every frame stands on its place in the grid."""


def measure_sync(
    measures: Measures, breaks: Breaks, meant: Meant, *, beats_from: Literal["project", "sound", "none"]
) -> Sync:
    """How the cuts that are seen stand to the beats."""
    rate = measures.frame_rate
    planned_of = {seen: planned for planned, seen in match_cuts(breaks, meant).items()}
    is_meant = meant.known_from == "file"
    seen = tuple(
        _seen_cut(frame, planned_of.get(frame), meant, rate)
        for frame in breaks.cuts
        if (is_meant or frame in planned_of) and not meant.blends(frame)
    )
    errors = np.array([cut.error_s for cut in seen if cut.error_s is not None])
    frame_s = float(1 / rate)
    worst = max((cut for cut in seen if cut.error_s is not None), key=_size_of_error, default=None)
    found = set(planned_of.values())
    return Sync(
        cuts=len(seen),
        beats=len(meant.beats_s),
        beats_from=beats_from,
        mean_error_s=_rounded(float(np.mean(np.abs(errors)))) if len(errors) else None,
        worst_error_s=None if worst is None else _rounded(_size_of_error(worst)),
        worst_at_s=None if worst is None else worst.time_s,
        share_within_one_frame=_rounded(float(np.mean(np.abs(errors) <= frame_s + ROUNDING))) if len(errors) else None,
        frame_s=_rounded(frame_s),
        off_beat=tuple(cut for cut in seen if _size_of_error(cut) > frame_s + ROUNDING and not cut.meant_off_beat),
        displaced=tuple(
            cut for cut in seen if cut.planned_s is not None and abs(cut.planned_s - cut.time_s) > ROUNDING
        ),
        missing_s=tuple(_rounded(frame_to_seconds(cut, rate)) for cut in meant.planned_cuts() if cut not in found),
        seen=seen,
    )


def measure_light(measures: Measures, breaks: Breaks, meant: Meant) -> Light:
    """The light's hits beside the beats."""
    rate = measures.frame_rate
    rises = np.concatenate([[0.0], np.diff(measures.luma.astype(np.float64))])
    edges = {stretch.start for stretch in breaks.stretches(len(measures))}
    hits = [
        int(frame)
        for frame in np.flatnonzero(rises >= HIT_LEVELS)
        if frame not in edges and rises[frame] >= rises[max(frame - 1, 0) : frame + 2].max()
    ]
    apart = [
        frame_to_seconds(hit, rate) - beat_s for hit in hits if (beat_s := _near_beat(hit, meant, rate)) is not None
    ]
    return Light(
        hits=len(hits),
        planned=sum(meant.lights_up(hit, rate) for hit in hits),
        mean_lag_s=_rounded(float(np.mean(apart))) if apart else None,
    )


def _near_beat(frame: int, meant: Meant, rate: Fraction) -> float | None:
    """The beat within three frames; None where there is none."""
    at_s = frame_to_seconds(frame, rate)
    beat_s = nearest(meant.beats_s, at_s)
    return beat_s if beat_s is not None and abs(beat_s - at_s) <= 3 / float(rate) else None


def measure_drift(film: Film, measures: Measures, sync: Sync, lags_s: tuple[float, float] | None = None) -> Drift:
    """`lags_s`: of the film's sound behind its song, near the start and near the end."""
    sound_s = film.audio_duration_s if film.audio_codec is not None else None
    grid_s = np.arange(len(measures)) / float(measures.frame_rate)
    off = np.abs(measures.at_s - measures.at_s[0] - grid_s)
    return Drift(
        picture_s=_rounded(film.duration_s),
        sound_s=None if sound_s is None else _rounded(sound_s),
        ends_apart_s=None if sound_s is None else _rounded(sound_s - film.duration_s),
        over_film_s=_trend_s(sync, measures.duration_s),
        sound_lag_start_s=None if lags_s is None else _rounded(lags_s[0]),
        sound_lag_end_s=None if lags_s is None else _rounded(lags_s[1]),
        even=bool(off.max() < EVEN_SHARE / float(measures.frame_rate)),
    )


def _seen_cut(frame: int, planned: int | None, meant: Meant, rate: Fraction) -> SeenCut:
    at_s = frame_to_seconds(frame, rate)
    # A late cut leads into the shot that was planned for it, though its frame may lie in another.
    shot = meant.shot_at(frame if planned is None else planned)
    beat_s = nearest(meant.beats_s, at_s)
    return SeenCut(
        time_s=_rounded(at_s),
        frame=frame,
        shot=shot.id,
        shot_number=shot.number,
        beat_s=None if beat_s is None else _rounded(beat_s),
        error_s=None if beat_s is None else _rounded(at_s - beat_s),
        planned_s=None if planned is None else _rounded(frame_to_seconds(planned, rate)),
        meant_off_beat=not shot.on_beat,
    )


def _size_of_error(cut: SeenCut) -> float:
    return 0.0 if cut.error_s is None else abs(cut.error_s)


def _trend_s(sync: Sync, duration_s: float) -> float | None:
    """By a line that lone stray cuts do not pull: the median slope of all pairs (Theil and Sen)."""
    points = [(cut.time_s, cut.error_s) for cut in sync.seen if cut.error_s is not None]
    if len(points) < FEWEST_FOR_DRIFT:
        return None
    at_s, error_s = np.array(points).T
    first, second = np.triu_indices(len(points), 1)
    slopes = (error_s[second] - error_s[first]) / (at_s[second] - at_s[first])
    return _rounded(float(np.median(slopes)) * duration_s)


def _rounded(seconds: float) -> float:
    """To the tenth of a millisecond, never minus zero."""
    return round(seconds, 4) + 0.0
