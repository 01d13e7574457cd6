"""Faults put into a film are found where they are, and a film without any is said to have none."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from checked_films import (
    BEAT_FRAMES,
    FRAMES,
    HEIGHT_PX,
    SHOT_FRAMES,
    Frame,
    beats_s,
    clean_frames,
    luma_of,
    meant_draft,
    shot_frames,
    write_film,
)
from songreel_engine.coherence.artefacts import find_faults
from songreel_engine.coherence.cuts import Breaks, find_breaks
from songreel_engine.coherence.faults import FAULT_KINDS
from songreel_engine.coherence.found import Found, Seen
from songreel_engine.coherence.judging import as_faults, stability_of, verdict_on
from songreel_engine.coherence.meant import Meant, meant_by_draft, meant_by_file
from songreel_engine.coherence.measures import Measures, measure_film
from songreel_engine.film import probe_film
from songreel_engine.rendering.transitions import TRANSITIONS, blend_transition
from synthetic import steady_analysis

SLACK_FRAMES = 2


class Fault(NamedTuple):
    """A way to spoil a film, and what it should be called."""

    kind: str
    start: int
    stop: int
    spoil: Callable[[list[Frame]], None]


def at(shot: int, frame: int) -> int:
    return shot * SHOT_FRAMES + frame


def shown_twice(film: list[Frame]) -> None:
    film[at(1, 16)] = film[at(1, 15)].copy()


def stands_still(film: list[Frame]) -> None:
    for k in range(at(2, 8), at(2, 24)):
        film[k] = film[at(2, 8)].copy()


def flashes(film: list[Frame]) -> None:
    luma_of(film[at(3, 19)])[:] = np.clip(luma_of(film[at(3, 19)]).astype(int) + 60, 16, 235)


def flickers(film: list[Frame]) -> None:
    for k in range(at(4, 6), at(4, 24)):
        gain = 1.05 if k % 2 else 0.96
        luma_of(film[k])[:] = np.clip(16 + (luma_of(film[k]).astype(float) - 16) * gain, 16, 235)


def goes_black(film: list[Frame]) -> None:
    for k in range(at(5, 15), at(5, 18)):
        film[k][:] = 128
        luma_of(film[k])[:] = 16


def jumps(film: list[Frame]) -> None:
    for k in range(at(6, 17), at(7, 0)):
        luma_of(film[k])[:] = np.roll(luma_of(film[k]), 48, axis=1)


def has_few_tones(film: list[Frame]) -> None:
    for k in range(at(7, 8), at(7, 26)):
        luma_of(film[k])[:] = luma_of(film[k]) // 12 * 12 + 6


def burns_out(film: list[Frame]) -> None:
    for k in range(at(8, 10), at(8, 26)):
        luma_of(film[k])[: HEIGHT_PX // 2] = 235


def shows_another_shot(film: list[Frame]) -> None:
    for k in range(at(9, 14), at(9, 17)):
        film[k] = film[at(2, 0) + k - at(9, 14)].copy()


FAULTS = (
    Fault("frozen", at(1, 16), at(1, 17), shown_twice),
    Fault("frozen", at(2, 9), at(2, 24), stands_still),
    Fault("flash", at(3, 19), at(3, 20), flashes),
    Fault("flicker", at(4, 6), at(4, 24), flickers),
    Fault("black", at(5, 15), at(5, 18), goes_black),
    Fault("teleport", at(6, 17), at(6, 18), jumps),
    Fault("banding", at(7, 8), at(7, 26), has_few_tones),
    Fault("blown_out", at(8, 10), at(8, 26), burns_out),
    Fault("teleport", at(9, 14), at(9, 17), shows_another_shot),
)


class Watched(NamedTuple):
    measures: Measures
    breaks: Breaks

    def meant(self, known_from: str) -> Meant:
        if known_from == "project":
            return meant_by_draft(meant_draft(), steady_analysis(FRAMES / 24, first_beat_s=0.0), FRAMES)
        return meant_by_file(self.breaks, beats_s(), FRAMES)

    def found(self, known_from: str) -> tuple[Found, ...]:
        return tuple(
            one for one in find_faults(self.measures, self.breaks, self.meant(known_from)) if one.excuse is None
        )


def watched(folder: Path, frames: list[Frame]) -> Watched:
    measures = measure_film(probe_film(write_film(folder / "film.mp4", frames)))
    return Watched(measures, find_breaks(measures))


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    return watched(tmp_path_factory.mktemp("clean"), clean_frames())


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    frames = clean_frames()
    for fault in FAULTS:
        fault.spoil(frames)
    return watched(tmp_path_factory.mktemp("spoilt"), frames)


@pytest.mark.parametrize("known_from", ["project", "file"])
def test_a_clean_film_that_cuts_and_pulses_on_beats_has_no_fault(clean: Watched, known_from: str) -> None:
    assert clean.found(known_from) == ()


def test_every_planned_cut_is_seen_and_no_other(clean: Watched) -> None:
    assert clean.breaks.cuts == tuple(range(SHOT_FRAMES, FRAMES, SHOT_FRAMES))
    assert clean.breaks.inserts == ()


@pytest.mark.parametrize("known_from", ["project", "file"])
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.spoil.__name__)
def test_a_fault_is_found_where_it_is(spoilt: Watched, fault: Fault, known_from: str) -> None:
    same = [one for one in spoilt.found(known_from) if one.kind == fault.kind]
    near = [
        one
        for one in same
        if abs(one.span.start - fault.start) <= SLACK_FRAMES and abs(one.span.stop - fault.stop) <= SLACK_FRAMES
    ]
    assert len(near) == 1, f"{fault.kind} at {fault.start}–{fault.stop} is not among {same}"


@pytest.mark.parametrize("known_from", ["project", "file"])
def test_nothing_but_the_faults_is_found(spoilt: Watched, known_from: str) -> None:
    assert len(spoilt.found(known_from)) == len(FAULTS)


def test_a_spoilt_film_is_less_steady_and_not_fit_for_broadcast(clean: Watched, spoilt: Watched) -> None:
    figures = []
    for one in (clean, spoilt):
        seen = Seen(measures=one.measures, breaks=one.breaks, meant=one.meant("project"))
        faults = as_faults(seen, one.found("project"))
        figures.append((stability_of(seen, faults), verdict_on(seen, faults, stability_of(seen, faults))))
    assert figures[0][0] > 0.9
    assert figures[1][0] < figures[0][0] - 0.04
    assert figures[0][1].artefact_frames_per_s == 0
    assert figures[1][1].artefact_frames_per_s > 2
    assert any("artefact frames" in reason for reason in figures[1][1].why_not)


def test_every_kind_of_fault_is_tried_here() -> None:
    assert {fault.kind for fault in FAULTS} == set(FAULT_KINDS)


@pytest.mark.parametrize("frames", [1, 2, 3])
def test_white_frames_are_a_flash(frames: int, tmp_path: Path) -> None:
    film = clean_frames(2)
    for k in range(at(1, 15), at(1, 15) + frames):
        luma_of(film[k])[:] = 235
    (found,) = seen_film_faults(watched(tmp_path, film), len(film))
    assert (found.kind, found.span.start, len(found.span)) == ("flash", at(1, 15), frames)


def test_a_film_that_stands_still_is_one_frozen_run_a_shot_and_not_steady(tmp_path: Path) -> None:
    still = [shot_frames(number, 1, grain=0.0)[0] for number in (1, 2) for _ in range(SHOT_FRAMES)]
    seen_film = watched(tmp_path, still)
    seen = Seen(
        measures=seen_film.measures, breaks=seen_film.breaks, meant=meant_by_file(seen_film.breaks, (), len(still))
    )
    found = find_faults(seen.measures, seen.breaks, seen.meant)
    assert [one.kind for one in found if one.excuse is None] == ["frozen", "frozen"]
    assert stability_of(seen, as_faults(seen, found)) < 0.1


@pytest.mark.parametrize("kind", TRANSITIONS)
def test_a_transition_is_no_fault_though_nobody_says_that_it_was_planned(kind: str, tmp_path: Path) -> None:
    longer = SHOT_FRAMES + 6
    before, after = shot_frames(1, longer), shot_frames(2, longer)
    between = [
        blend_transition(kind, old, new, (k + 0.5) / 12, 4)
        for k, (old, new) in enumerate(zip(before[-12:], after[:12], strict=True))
    ]
    frames = [*before[:-12], *between, *after[12:]]
    assert seen_film_faults(watched(tmp_path, frames), len(frames)) == []


def test_poses_held_on_twos_are_excused(tmp_path: Path) -> None:
    moving = [frame for number in (1, 2) for frame in shot_frames(number, grain=0.0, pulses=False)]
    on_twos = [moving[k - k % 2] for k in range(len(moving))]
    seen_film = watched(tmp_path, on_twos)
    found = find_faults(seen_film.measures, seen_film.breaks, meant_by_file(seen_film.breaks, (), len(on_twos)))
    assert {one.excuse for one in found} == {"drawn in held poses"}


def test_a_fade_through_black_is_excused_and_a_hole_in_a_shot_is_not(tmp_path: Path) -> None:
    frames = clean_frames(4)
    for k in range(-10, 11):
        share = max(abs(k) - 2, 0) / 8
        luma = luma_of(frames[at(2, 0) + k])
        luma[:] = 16 + (luma.astype(float) - 16) * share
    seen_film = watched(tmp_path, frames)
    found = find_faults(seen_film.measures, seen_film.breaks, meant_by_file(seen_film.breaks, beats_s(), len(frames)))
    black = [one for one in found if one.kind == "black"]
    assert [one.excuse for one in black] == ["a fade through black"]


def test_a_patch_that_flickers_is_found(tmp_path: Path) -> None:
    frames = clean_frames(2)
    for k in range(at(1, 6), at(1, 28), 2):
        part = luma_of(frames[k])[:90, :90]
        part[:] = np.clip(part.astype(int) + 25, 16, 235)
    seen_film = watched(tmp_path, frames)
    found = seen_film_faults(seen_film, len(frames))
    assert [one.kind for one in found] == ["flicker"]
    assert "part of the picture" in found[0].why


def seen_film_faults(film: Watched, frames: int) -> list[Found]:
    meant = meant_by_file(film.breaks, tuple(k * BEAT_FRAMES / 24 for k in range(frames // BEAT_FRAMES)), frames)
    return [one for one in find_faults(film.measures, film.breaks, meant) if one.excuse is None]
