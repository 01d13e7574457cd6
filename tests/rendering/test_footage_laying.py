"""Footage cut into a planned film: where, how often, and never twice the same."""

from itertools import pairwise

import numpy as np
import pytest

from composed_films import film
from songreel_engine.analysis.result import Section
from songreel_engine.draft.check import check_draft
from songreel_engine.draft.model import Draft, Media
from songreel_engine.rendering.footage.laying import Offered, lay_footage
from songreel_engine.rendering.footage.moments import Moments
from synthetic import analysis_of, curves_of

DRAFT = film()
SECONDS = float(DRAFT.frames / DRAFT.frame_rate)
RISING = analysis_of(
    duration_s=SECONDS,
    tempo_bpm=120.0,
    feature_rate_hz=20.0,
    sections=(Section(start_s=0.0, end_s=SECONDS, label="verse", letter="A", confidence=0.9),),
    curves=curves_of(tuple(float(e) for e in np.linspace(0, 1, round(SECONDS * 20) + 1))),
)
"""Quiet at its beginning, loud at its end."""


def clip(name: str, length_s: float, *, motion: float | tuple[float, ...] = 0.3, light: float = 1.0) -> Offered:
    times_s = np.arange(0, length_s, 0.25)
    motions = np.interp(times_s, np.linspace(0, length_s, np.size(motion)), np.atleast_1d(motion))
    same = np.ones_like(times_s)
    moments = Moments(
        length_s=length_s, times_s=times_s, motion=motions, shake=0 * same, sharpness=same, light=light * same,
        cuts_s=np.zeros(0),
    )  # fmt: skip
    media = Media(id=name, kind="footage", sha256=name.encode().hex().ljust(64, "0"), name=name, duration_s=length_s)
    return Offered(media, moments)


def still(name: str) -> Offered:
    return Offered(Media(id=name, kind="image", sha256=name.encode().hex().ljust(64, "0"), name=name), None)


def showing(draft: Draft) -> list[int]:
    return [index for index, shot in enumerate(draft.shots) if shot.picture.media_id is not None]


def spans(draft: Draft, name: str) -> list[tuple[float, float]]:
    """What of the clip is seen; transitions aside."""
    found = []
    for shot in draft.shots:
        if shot.picture.media_id == name:
            start_s = shot.picture.media_start_s
            assert start_s is not None
            found.append((start_s, start_s + float((shot.stop - shot.start) / DRAFT.frame_rate)))
    return sorted(found)


def test_every_file_is_seen_and_no_cut_moves() -> None:
    laid = lay_footage(DRAFT, RISING, [clip("a.mp4", 60), clip("b.mp4", 9), still("c.jpg")])
    check_draft(laid)
    assert {laid.shots[i].picture.media_id for i in showing(laid)} == {"a.mp4", "b.mp4", "c.jpg"}
    assert [(s.start, s.stop, s.on_beat, s.transition_in) for s in laid.shots] == [
        (s.start, s.stop, s.on_beat, s.transition_in) for s in DRAFT.shots
    ]
    assert laid.warnings == DRAFT.warnings


def test_drawn_and_filmed_shots_take_turns() -> None:
    laid = lay_footage(DRAFT, RISING, [clip("a.mp4", 600), clip("b.mp4", 600)])
    at = showing(laid)
    assert len(at) > 0.3 * len(DRAFT.shots)
    assert all(later - earlier > 1 for earlier, later in pairwise(at))
    assert [i for i in range(len(laid.shots)) if i not in at and laid.shots[i] != DRAFT.shots[i]] == []


def test_no_moment_is_seen_twice() -> None:
    laid = lay_footage(DRAFT, RISING, [clip("a.mp4", 25)])
    found = spans(laid, "a.mp4")
    assert len(found) >= 5
    assert all(one[1] <= other[0] + 0.05 for one, other in pairwise(found))
    assert found[-1][1] <= 25.001


def test_lively_moments_go_to_loud_shots() -> None:
    laid = lay_footage(DRAFT, RISING, [clip("a.mp4", 80, motion=(0.0, 1.0))])
    starts_s = [shot.picture.media_start_s for shot in laid.shots if shot.picture.media_id]
    assert np.corrcoef(np.arange(len(starts_s)), np.array(starts_s, float))[0, 1] > 0.8


def test_a_still_is_seen_once_and_where_it_is_quiet() -> None:
    laid = lay_footage(DRAFT, RISING, [still("c.jpg"), clip("a.mp4", 40)])
    at = [i for i, shot in enumerate(laid.shots) if shot.picture.media_id == "c.jpg"]
    assert len(at) == 1
    assert at[0] < len(laid.shots) / 2


@pytest.mark.parametrize(
    ("offered", "why"),
    [(clip("blink.mp4", 0.2), "too short"), (clip("night.mp4", 30, light=0.1), "too dark")],
    ids=["too short", "too dark"],
)
def test_what_found_no_place_is_told(offered: Offered, why: str) -> None:
    laid = lay_footage(DRAFT, RISING, [offered, clip("a.mp4", 40)])
    told = [warning for warning in laid.warnings if warning.startswith(offered.media.name)]
    assert len(told) == 1
    assert why in told[0]
    assert not any(shot.picture.media_id == offered.media.id for shot in laid.shots)


def test_more_files_than_shots_is_told() -> None:
    many = [still(f"{k}.jpg") for k in range(len(DRAFT.shots))]
    laid = lay_footage(DRAFT, RISING, many)
    at = showing(laid)
    assert len(at) <= len(DRAFT.shots) / 2
    assert sum("more files than shots" in warning for warning in laid.warnings) == len(many) - len(at)
