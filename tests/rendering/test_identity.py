"""The performer of a film: always the same one, and not the same in every film."""

from songreel_engine.rendering.identity import identity_of


def test_a_film_keeps_its_performer() -> None:
    assert identity_of(7) == identity_of(7)


def test_films_differ_in_who_performs() -> None:
    people = [identity_of(seed) for seed in range(60)]
    assert len({one.skin for one in people}) == 5
    assert len({one.hair_colour for one in people}) == 5


def test_any_seed_has_a_performer() -> None:
    assert identity_of(-1) != identity_of(2**40)
