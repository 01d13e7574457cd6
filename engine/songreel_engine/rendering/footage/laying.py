"""The user's footage and pictures cut into a planned film: which shots show them, and which moments.

Every file gets its place before any gets its second, no moment is seen twice, and shots that show files stand apart from
each other, so that drawn and filmed pictures take turns. Lively moments go to loud shots, still ones to quiet shots.
No cut moves.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from songreel_engine.analysis.result import Analysis
from songreel_engine.draft.model import Draft, Media, Shot
from songreel_engine.rendering.drive import drive_of_song
from songreel_engine.rendering.footage.moments import Moments, Span, best_moment, liveliness
from songreel_engine.rendering.footage.timing import SLOWEST
from songreel_engine.rendering.jobs import DRIVE_CHANNELS

_MOST_SHARE: Final = 0.5
"""Of the shots: the film stays the drawn one, with footage in it."""
_ENERGY_WEIGHT: Final = 0.30
_USED_COST, _NEIGHBOUR_COST = 0.35, 0.30
_WHOLE_WORTH: Final = 0.20
"""Of footage that fills a shot only when it runs slower."""
_STILL_WORTH, _STILL_ENERGY = 0.60, 0.25
_LEAST_WORTH: Final = 0.10
_PERFORMER_COST: Final = 0.8
"""In places along the film: a shot with nobody in it is rather given up."""


class Offered(NamedTuple):
    """A file of the user's for the film; `moments` of footage only."""

    media: Media
    moments: Moments | None


class _Fit(NamedTuple):
    worth: float
    span: Span


def lay_footage(draft: Draft, analysis: Analysis, offered: Sequence[Offered]) -> Draft:
    """The draft with shots that show what is offered, its warnings with what found no place."""
    media = (*draft.media, *(one.media for one in offered if one.media not in draft.media))
    lasting = [_lasts_s(draft, index) for index in range(len(draft.shots))]
    energies = _energies(draft, analysis)
    chosen = _chosen(_places(draft, _room(offered, lasting)), offered, lasting, energies)
    shots = list(draft.shots)
    for index, (which, span) in chosen.items():
        shots[index] = _showing(shots[index], offered[which], span)
    warnings = (*draft.warnings, *_unplaced(offered, {which for which, _ in chosen.values()}, lasting))
    tracks = draft.tracks.model_copy(update={"video": tuple(shots)})
    return draft.model_copy(update={"media": media, "tracks": tracks, "warnings": warnings})


def _lasts_s(draft: Draft, index: int) -> float:
    """How long the shot is seen, its transitions with it."""
    shots = draft.shots
    after = shots[index + 1].transition_frames if index + 1 < len(shots) else 0
    frames = shots[index].stop - shots[index].start + (shots[index].transition_frames + after) // 2
    return float(frames / draft.frame_rate)


def _energies(draft: Draft, analysis: Analysis) -> list[float]:
    """Of each shot, by rank, 0..1."""
    energy = drive_of_song(analysis, draft.frames, draft.frame_rate)[:, DRIVE_CHANNELS.index("energy")]
    means = np.array([energy[shot.start : shot.stop].mean() for shot in draft.shots])
    return [float(rank) for rank in means.argsort().argsort() / max(1, len(means) - 1)]


def _room(offered: Sequence[Offered], lasting: Sequence[float]) -> int:
    """How many shots the files can fill."""
    usual_s = float(np.median(lasting))
    fills = (1 if one.moments is None else max(1, int(one.moments.length_s / usual_s)) for one in offered)
    return min(sum(fills), max(1, int(_MOST_SHARE * len(lasting))))


def _places(draft: Draft, count: int) -> list[int]:
    """Indices of shots to give up: spread over the film, apart from each other, rather those without the performer."""
    found: list[int] = []
    for number in range(count):
        ideal = (number + 0.5) * len(draft.shots) / count - 0.5
        near = sorted(
            range(len(draft.shots)),
            key=lambda i: abs(i - ideal) + _PERFORMER_COST * (draft.shots[i].pose is not None),
        )
        free = (i for i in near[:4] if all(abs(i - other) > 1 for other in found))
        found += [index for index in (next(free, None),) if index is not None]
    return sorted(found)


def _chosen(
    places: Sequence[int], offered: Sequence[Offered], lasting: Sequence[float], energies: Sequence[float]
) -> dict[int, tuple[int, Span]]:
    """Shot index to (which file, what of it): the best pair first, then again with what is left."""
    liveliest = _liveliness_ranks(offered)
    taken: dict[int, list[Span]] = {which: [] for which in range(len(offered))}
    fits = {
        (index, which): _fit(offered[which], lasting[index], energies[index], ())
        for index in places
        for which in range(len(offered))
    }
    chosen: dict[int, tuple[int, Span]] = {}

    def worth(pair: tuple[int, int]) -> float:
        index, which = pair
        fit = fits[pair]
        if fit is None or index in chosen:
            return -np.inf
        beside = sum(chosen[other][0] == which for other in _beside(places, index) if other in chosen)
        suits = 1 - abs(liveliest[which] - energies[index])
        return fit.worth + _ENERGY_WEIGHT * suits - _USED_COST * len(taken[which]) - _NEIGHBOUR_COST * beside

    while len(chosen) < len(places) and fits:
        unused = {which for which, spans in taken.items() if not spans}
        index, which = max(fits, key=lambda pair: (pair[1] in unused and worth(pair) > -np.inf, worth(pair)))
        fit = fits[index, which]
        if fit is None or worth((index, which)) == -np.inf:
            break
        chosen[index] = (which, fit.span)
        taken[which].append(fit.span)
        for place in places:
            fits[place, which] = _fit(offered[which], lasting[place], energies[place], taken[which])
    return chosen


def _beside(places: Sequence[int], index: int) -> Iterator[int]:
    """The places before and after this one."""
    at = places.index(index)
    yield from (places[other] for other in (at - 1, at + 1) if 0 <= other < len(places))


def _liveliness_ranks(offered: Sequence[Offered]) -> list[float]:
    """0..1 among the files; ½ for all of one kind."""
    values = np.array([0.0 if one.moments is None else liveliness(one.moments) for one in offered])
    if len(values) < 2 or float(np.ptp(values)) < 1e-6:
        return [0.5] * len(values)
    return [float(rank) for rank in values.argsort().argsort() / (len(values) - 1)]


def _fit(one: Offered, lasts_s: float, energy: float, taken: Sequence[Span]) -> _Fit | None:
    """The best of the file that fills a shot and was not seen; None where there is none."""
    if one.moments is None:
        return None if taken else _Fit(_STILL_WORTH * (1 - abs(energy - _STILL_ENERGY)), Span(0.0, 0.0))
    length_s = one.moments.length_s
    if lasts_s > length_s:
        return None if taken or lasts_s * SLOWEST > length_s else _Fit(_WHOLE_WORTH, Span(0.0, length_s))
    found = best_moment(one.moments, lasts_s, energy=energy, taken=taken)
    if found is None or found[1] < _LEAST_WORTH:
        return None
    start_s, worth = found
    return _Fit(worth, Span(start_s, start_s + lasts_s))


def _showing(shot: Shot, one: Offered, span: Span) -> Shot:
    start_s = None if one.moments is None else span.start_s
    shown = {"media_id": one.media.id, "media_start_s": start_s, "pose": None, "prompt": one.media.name}
    takes = [
        take.model_copy(update={"picture": take.picture.model_copy(update=shown)}) if take.number == shot.take else take
        for take in shot.takes
    ]
    return shot.model_copy(update={"takes": tuple(takes)})


def _unplaced(offered: Sequence[Offered], placed: set[int], lasting: Sequence[float]) -> Iterator[str]:
    for which, one in enumerate(offered):
        if which not in placed:
            yield f"{one.media.name} is in no shot: {_why_not(one, lasting)}."


def _why_not(one: Offered, lasting: Sequence[float]) -> str:
    if one.moments is not None and one.moments.length_s < SLOWEST * min(lasting):
        return f"it lasts {one.moments.length_s:.1f} s, too short for the film's shots"
    if one.moments is not None and not len(one.moments.times_s):
        return "it has no frames that can be read"
    if one.moments is not None and _fit(one, min(lasting), 0.5, ()) is None:
        return "it is too dark or too blown out throughout"
    return "there are more files than shots for them; put it in by name"
