"""The strongest N seconds, of analyses written by hand."""

from itertools import pairwise

import numpy as np
import pytest

from songreel_engine.analysis.result import Analysis, Curves, Event, Section, Voice
from songreel_engine.analysis.window import best_window, windows
from songreel_engine.errors import SongError

RATE_HZ = 50.0
BAR_S = 2.0
ENERGY = {"intro": 0.2, "verse": 0.5, "chorus": 0.9, "outro": 0.1}
FORM = ("intro", "verse", "chorus", "verse", "chorus", "outro")
SECTION_S = 16.0


def written(
    form: tuple[str, ...] = FORM,
    *,
    bar_s: float = BAR_S,
    events: tuple[Event, ...] = (),
    vocals: tuple[tuple[float, float], ...] = (),
    beats: bool = True,
) -> Analysis:
    """Sections of 16 s, each at the energy of its name."""
    duration_s = SECTION_S * len(form)
    count = round(duration_s * RATE_HZ) + 1
    at = np.minimum((np.arange(count) / RATE_HZ / SECTION_S).astype(int), len(form) - 1)
    flat = (0.0,) * count
    curves = Curves(
        **(dict.fromkeys(Curves.model_fields, flat) | {"energy": tuple(ENERGY[form[k]] for k in at)}),
    )
    bars_s = tuple(float(t) for t in np.arange(0.0, duration_s, bar_s)) if beats else ()
    return Analysis(
        song_sha256="0" * 64,
        duration_s=duration_s,
        tempo_bpm=240 / bar_s if beats else 0.0,
        tempo_confidence=1.0,
        tempo_map=(),
        metre="4/4" if beats else "",
        metre_confidence=1.0,
        tracker="written",
        beats_s=bars_s,
        downbeats_s=bars_s,
        beats_per_bar=4 if beats else 0,
        sections=tuple(
            Section(
                start_s=k * SECTION_S,
                end_s=(k + 1) * SECTION_S,
                label=label,
                letter=chr(ord("A") + form.index(label)),
                confidence=0.8,
            )
            for k, label in enumerate(form)
        ),
        events=events,
        vocals=vocals,
        vocals_confidence=1.0,
        vocals_by="written",
        voice=Voice(range="not detected", confidence=0.0, median_hz=0.0),
        feature_rate_hz=RATE_HZ,
        curves=curves,
        mfcc_rate_hz=5.0,
        mfcc=(),
    )


@pytest.mark.parametrize("seconds", [3.0, 7.3, 15.0, 29.97, 96.0])
def test_a_window_is_exactly_as_long_as_asked_for_and_begins_on_a_downbeat(seconds):
    analysis = written()

    window = best_window(analysis, seconds)

    assert window.end_s == window.start_s + seconds
    assert window.end_s <= analysis.duration_s
    assert window.start_s in analysis.downbeats_s


def test_the_best_window_begins_with_the_hook():
    window = best_window(written(), 15.0)

    assert window.start_s in (32.0, 64.0)
    assert window.reason in ("chorus 1", "chorus 2")


def test_of_two_choruses_the_one_with_the_drop_is_taken_and_said_why():
    drop = Event(kind="drop", start_s=64.0, end_s=65.0, strength=0.9)

    window = best_window(written(events=(drop,)), 15.0)

    assert window.start_s == 64.0
    assert window.reason == "chorus 2, its drop"


def test_of_two_choruses_the_sung_one_is_taken():
    assert best_window(written(vocals=((64.0, 80.0),)), 15.0).start_s == 64.0


def test_a_loud_part_that_never_returns_is_not_the_hook():
    form = ("verse", "chorus", "verse", "intro", "verse", "outro")

    window = best_window(written(form), 15.0)

    assert window.reason.startswith("verse")


def test_the_distance_from_the_end_to_the_nearest_bar_is_told():
    assert best_window(written(), 15.0).end_off_bar_s == pytest.approx(1.0)
    assert best_window(written(), 16.0).end_off_bar_s == pytest.approx(0.0)


def test_of_equal_starts_the_one_that_ends_on_a_bar_wins():
    # Bars of the second chorus are stretched so that only its window of 15 s ends on one.
    analysis = written()
    bars_s = tuple(t for t in analysis.downbeats_s if not 64.0 < t < 80.0)
    stretched_s = tuple(sorted((*bars_s, 66.5, 69.0, 71.5, 74.0, 76.5, 79.0)))
    analysis = analysis.model_copy(update={"beats_s": stretched_s, "downbeats_s": stretched_s})

    window = best_window(analysis, 15.0)

    assert window.start_s == 64.0
    assert window.end_off_bar_s == 0.0


def test_without_beats_the_window_follows_energy():
    window = best_window(written(beats=False), 10.0)

    assert 32.0 <= window.start_s <= 38.0 or 64.0 <= window.start_s <= 70.0
    assert window.end_off_bar_s == 0.0


def test_a_song_of_one_part_gives_its_most_energetic_stretch():
    analysis = written()
    whole = analysis.sections[0].model_copy(update={"end_s": analysis.duration_s, "label": "part"})
    analysis = analysis.model_copy(update={"sections": (whole,)})

    window = best_window(analysis, 10.0)

    assert 32.0 <= window.start_s <= 38.0
    assert window.reason == "where the song is strongest"


def test_the_whole_song_is_a_window_of_itself():
    analysis = written(bar_s=1.7)

    window = best_window(analysis, analysis.duration_s)

    assert (window.start_s, window.end_s) == (0.0, analysis.duration_s)


def test_several_windows_do_not_overlap_and_get_no_better():
    found = windows(written(), 15.0, 4)

    spans = sorted((window.start_s, window.end_s) for window in found)
    assert all(end_s <= start_s for (_, end_s), (start_s, _) in pairwise(spans))
    assert [window.score for window in found] == sorted((window.score for window in found), reverse=True)
    assert len(found) == 4


def test_no_more_windows_are_given_than_fit():
    assert len(windows(written(), 60.0, 5)) == 1


@pytest.mark.parametrize("seconds", [0.0, -3.0, float("nan")])
def test_a_window_of_nothing_is_refused(seconds):
    with pytest.raises(SongError, match="ask for more than 0 seconds"):
        best_window(written(), seconds)


def test_a_window_longer_than_the_song_is_refused_with_the_songs_length():
    with pytest.raises(SongError, match=r"the song lasts 96\.0 s, too short for a window of 100 s"):
        best_window(written(), 100.0)
