"""Which try of a shot is kept, and which seed the next one has."""

import pytest

from songreel_engine.rendering.diffusion.takes import Judgement, best_of, seed_of_take


def judged(score: float, good: bool = False) -> Judgement:
    return Judgement(score=score, good=good)


@pytest.mark.parametrize(
    ("tries", "kept"),
    [
        ([judged(40), judged(70), judged(60)], 1),
        ([judged(50), judged(50)], 0),
        ([judged(90), judged(60, good=True)], 1),
        ([judged(10)], 0),
    ],
    ids=["the best score", "the earlier of equals", "a good one before a high one", "the only one"],
)
def test_the_best_try_is_kept(tries: list[Judgement], kept: int) -> None:
    assert best_of(tries) == kept


def test_without_a_try_there_is_nothing_to_keep() -> None:
    with pytest.raises(ValueError, match="no take"):
        best_of([])


def test_the_first_take_has_the_shots_own_seed_and_the_next_ones_others() -> None:
    seeds = [seed_of_take(77, take) for take in range(4)]
    assert seeds[0] == 77
    assert len(set(seeds)) == 4
    assert seeds == [seed_of_take(77, take) for take in range(4)]
