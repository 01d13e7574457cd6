"""Which shots a target means. The film: intro, verse 1, chorus 1, verse 2, chorus 2, bridge, chorus 3; 2 s a bar, 96 s."""

import pytest

from composed_films import film
from songreel_engine.draft.edits import Target
from songreel_engine.editing.material import WHOLE_FILM, Part
from songreel_engine.editing.parts import covers_all, find_part, joined, shots_in_words
from songreel_engine.errors import EditError
from songreel_engine.timebase import FrameRange

DRAFT = film()
LABELS = [section.label for section in DRAFT.sections]


def part(**named: object) -> Part:
    return find_part(DRAFT, Target.model_validate(named))


def shots_of(*labels: str) -> tuple[int, ...]:
    ids = {section.id for section in DRAFT.sections if section.label in labels}
    return tuple(index for index, shot in enumerate(DRAFT.shots) if shot.section_id in ids)


def test_nothing_named_is_the_whole_film() -> None:
    assert part().shots == tuple(range(len(DRAFT.shots)))
    assert part().spans == (FrameRange(0, DRAFT.frames),)
    assert part().words == WHOLE_FILM
    assert part(ranges_s=[(0, 95.95)]) == part()
    assert covers_all(DRAFT, part(sections=LABELS))


@pytest.mark.parametrize("label", ["chorus 2", "Chorus 2", " chorus  2 ", "CHORUS2"])
def test_a_section_is_found_by_its_label_however_it_is_written(label: str) -> None:
    assert part(sections=[label]).shots == shots_of("chorus 2")
    assert part(sections=[label]).words == "chorus 2"


def test_a_bare_name_means_every_section_of_that_name() -> None:
    assert part(sections=["chorus"]).shots == shots_of("chorus 1", "chorus 2", "chorus 3")
    assert part(sections=["chorus"]).words == "chorus 1, chorus 2 and chorus 3"
    assert len(part(sections=["chorus"]).sections) == 3


def test_the_only_section_of_its_kind_is_also_its_first() -> None:
    assert part(sections=["bridge 1"]).shots == shots_of("bridge")


def test_an_absent_section_is_refused_with_those_there_are() -> None:
    with pytest.raises(EditError, match=r"^There is no chorus 4: this film has chorus 1, chorus 2 and chorus 3\.$"):
        part(sections=["chorus 4"])
    with pytest.raises(EditError, match=r"There is no drop: this film has intro, verse 1, .* and chorus 3"):
        part(sections=["drop"])


def test_the_range_of_a_named_section_adds_nothing_to_it() -> None:
    section = next(s for s in DRAFT.sections if s.label == "chorus 1")
    start_s, end_s = section.start / 24, section.stop / 24
    assert part(sections=["chorus 1"], ranges_s=[(start_s - 0.4, end_s + 0.4)]) == part(sections=["chorus 1"])


def test_a_time_within_a_named_section_narrows_it() -> None:
    section = next(s for s in DRAFT.sections if s.label == "chorus 1")
    end_s = section.stop / 24
    narrowed = part(sections=["chorus 1", "bridge"], ranges_s=[(end_s - 6, end_s)])
    assert narrowed.spans[0] == FrameRange(section.stop - 144, section.stop)
    assert set(shots_of("bridge")) < set(narrowed.shots)
    assert not set(shots_of("chorus 1")) <= set(narrowed.shots)


def test_a_range_means_the_shots_that_lie_in_it_for_half_of_their_length() -> None:
    second, third = DRAFT.shots[1], DRAFT.shots[2]
    middle = (second.start + second.stop) / 2
    assert part(ranges_s=[(middle / 24 - 0.1, third.stop / 24)]).shots == (1, 2)
    assert part(ranges_s=[(middle / 24 + 0.1, third.stop / 24)]).shots == (2,)


def test_a_moment_means_the_shot_that_is_on() -> None:
    third = DRAFT.shots[2]
    assert part(ranges_s=[((third.start + 5) / 24,) * 2]).shots == (2,)
    assert part(ranges_s=[(third.start / 24,) * 2]).shots == (2,)
    assert len(part(ranges_s=[(third.start / 24,) * 2]).spans[0]) == 0


def test_times_past_the_end_are_cut_off_or_refused() -> None:
    assert part(ranges_s=[(90, 200)]).spans == (FrameRange(90 * 24, DRAFT.frames),)
    with pytest.raises(EditError, match=r"nothing at 1:40\.0: this film ends at 1:36\.0"):
        part(ranges_s=[(100, 110)])


def test_shot_numbers_count_from_one_and_join_what_else_is_named() -> None:
    named = part(shots=[2, 1], sections=["bridge"])
    assert named.shots == (0, 1, *shots_of("bridge"))
    assert named.words == "bridge and shots 1–2"
    with pytest.raises(EditError, match=rf"There is no shot 99: this film has shots 1 to {len(DRAFT.shots)}\."):
        part(shots=[99])


def test_spans_that_touch_are_one() -> None:
    assert joined([FrameRange(5, 9), FrameRange(0, 5), FrameRange(20, 30)]) == (FrameRange(0, 9), FrameRange(20, 30))
    assert shots_in_words([2, 3, 4, 8]) == "shots 3–5 and 9"
