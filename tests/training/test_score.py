"""Songs as scores: whatever the seed, the truth they carry holds together."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from songreel_training.compose import Score, write_song
from songreel_training.compose.genres import GENRES
from songreel_training.compose.grooves import FILLS, GROOVES
from songreel_training.compose.layers import WRITERS
from songreel_training.compose.metre import METRE, swung
from songreel_training.compose.song import LONGEST_S, SHORTEST_S

SEEDS = range(24)


@pytest.fixture(scope="module")
def songs() -> list[Score]:
    return [write_song(seed) for seed in SEEDS]


def test_beats_rise_at_a_pace_people_tap(songs: list[Score]) -> None:
    for song in songs:
        beats_s, _ = song.beats()
        gaps_s = np.diff(beats_s)
        assert gaps_s.min() > 0.2
        assert np.median(gaps_s) < 2.0


def test_every_bar_starts_with_one_and_counts_up(songs: list[Score]) -> None:
    for song in songs:
        _, place = song.beats()
        assert place[0] == 1
        assert np.count_nonzero(place == 1) == len(song.bars)
        assert place.max() == song.metre.beats
        assert set(np.diff(place)[np.diff(place) != 1] + place[:-1][np.diff(place) != 1]) <= {1}


def test_sections_take_every_bar_once(songs: list[Score]) -> None:
    for song in songs:
        bars = [bar for s in song.sections for bar in range(s.first_bar, s.first_bar + s.bars)]
        assert bars == list(range(len(song.bars)))
        edges_s = song.section_edges_s()
        assert all(a < b for a, b in pairwise(edges_s))


def test_the_same_seed_gives_the_same_song() -> None:
    one, again, other = write_song(5), write_song(5), write_song(6)
    assert (one.parts, one.hits, one.vocal, one.sections) == (again.parts, again.hits, again.vocal, again.sections)
    assert one.parts != other.parts


def test_sections_with_one_letter_share_their_label(songs: list[Score]) -> None:
    for song in songs:
        names = {(s.letter, s.label) for s in song.sections}
        assert len(names) == len({letter for letter, _ in names})


def test_metres_come_in_the_shares_meant_for_them() -> None:
    """Shares of the weights: 4/4 about 0.7, the others each between a tenth and a quarter."""
    weights = Counter[str]()
    for genre in GENRES.values():
        weights[genre.metre] += genre.weight
    total = sum(weights.values())
    assert 0.65 < weights["4/4"] / total < 0.8
    assert 0.1 < weights["3/4"] / total < 0.25
    assert 0.1 < weights["6/8"] / total < 0.25


def test_songs_last_about_as_long_as_meant(songs: list[Score]) -> None:
    lengths_s = [song.end_s for song in songs]
    assert SHORTEST_S < np.median(lengths_s) < LONGEST_S
    assert min(lengths_s) > 0.6 * SHORTEST_S
    assert max(lengths_s) < 1.6 * LONGEST_S


def test_sung_notes_follow_one_another_without_overlap(songs: list[Score]) -> None:
    sung = [song.vocal for song in songs if song.vocal.notes]
    assert len(sung) > len(songs) // 4
    for line in sung:
        for note, following in pairwise(line.notes):
            assert note.start_s + note.duration_s <= following.start_s + 0.06
        assert line.phrases[0][0] == 0
        assert line.phrases[-1][1] == len(line.notes)


def test_notes_can_be_played(songs: list[Score]) -> None:
    for song in songs:
        for part in song.parts:
            assert all(note.duration_q > 0 and 21 <= note.midi <= 108 and 0 < note.velocity <= 1 for note in part.notes)


def test_every_table_row_fills_whole_bars() -> None:
    for family in GROOVES.values():
        for groove in (*family.verse, *family.chorus, *family.bridge):
            assert all(len(row) % family.steps == 0 for row in groove.values()), groove
    for steps, fills in FILLS.items():
        assert all(len(row) == steps for fill in fills for row in fill.values())


def test_genres_name_only_what_exists() -> None:
    for name, genre in GENRES.items():
        layers = (*genre.layers, *((genre.bass,) if genre.bass else ()))
        assert all(writer in WRITERS for layer in layers for writer in layer.writers), name
        assert genre.metre in METRE
        if genre.grooves:
            assert GROOVES[genre.grooves].steps == METRE[genre.metre].steps
            assert genre.kits


def test_swing_moves_the_off_beat_and_leaves_the_beat() -> None:
    assert swung(3.0, 1.0, 2 / 3) == pytest.approx(3.0)
    assert swung(3.5, 1.0, 2 / 3) == pytest.approx(3 + 2 / 3)
    assert swung(3.5, 1.0, 0.5) == pytest.approx(3.5)
