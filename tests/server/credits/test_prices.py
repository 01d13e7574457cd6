"""What work costs: the built-in list is PRODUCT's, and a quote is the sum of its lines."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from songreel_engine.changing import Cost
from songreel_server.credits.price_list import BUILT_IN, read_price_list
from songreel_server.credits.quotes import quote_edit, quote_export, quote_film, quote_seconds
from songreel_server.errors import BadRequestError
from songreel_server.settings import Settings

PRICES = read_price_list()


def _cost(images: int, clips: int) -> Cost:
    return Cost(shots=tuple(range(1, clips + 1)), images=images, clips=clips)


def test_the_built_in_list_has_the_published_prices() -> None:
    assert quote_film(PRICES, picture="diffusion").credits == 200
    assert quote_edit(PRICES, _cost(0, 1), picture="diffusion").credits == 50
    assert PRICES.flat["diffusion"].image_again == 10
    assert quote_film(PRICES, picture="procedural").credits == 40
    assert PRICES.plan.credits_a_month == 750
    assert sorted(PRICES.packs.values()) == [250, 500, 1250]
    assert quote_export(PRICES, picture="procedural").credits == quote_export(PRICES, picture="diffusion").credits == 0


@pytest.mark.parametrize("cost", [_cost(1, 1), _cost(0, 1)])
def test_a_shot_made_again_costs_one_in_the_default_picture_whichever_part_is_new(cost: Cost) -> None:
    assert quote_edit(PRICES, cost, picture="procedural").credits == 1


def test_a_guests_credits_make_a_film_and_many_edits() -> None:
    left = Settings().anonymous_credits - quote_film(PRICES, picture="procedural").credits
    assert left // quote_edit(PRICES, _cost(2, 2), picture="procedural").credits >= 30


def test_a_change_that_makes_nothing_again_costs_nothing() -> None:
    quote = quote_edit(PRICES, _cost(0, 0), picture="procedural", free_left=10)
    assert (quote.credits, quote.lines, quote.free_items) == (0, (), 0)


def test_free_images_go_first_and_clips_are_paid() -> None:
    quote = quote_edit(PRICES, _cost(12, 13), picture="diffusion", free_left=10)
    assert quote.free_items == 10
    assert quote.credits == 2 * 10 + 13 * 50
    assert [(line.what, line.count, line.each) for line in quote.lines] == [
        ("image", 2, 10),
        ("clip after image", 12, 50),
        ("clip", 1, 50),
    ]


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 20))
def test_free_images_never_make_a_job_dearer_and_are_never_more_than_its_images(
    images: int, more_clips: int, free_left: int
) -> None:
    cost = _cost(images, images + more_clips)
    for picture in ("procedural", "diffusion"):
        free = quote_edit(PRICES, cost, picture=picture, free_left=free_left)
        paid = quote_edit(PRICES, cost, picture=picture)
        assert free.free_items == min(images, free_left)
        assert paid.credits - free.credits == free.free_items * PRICES.flat[picture].image_again


@pytest.mark.parametrize(
    ("duration_s", "resolution", "credits"),
    [
        (180.0, "480p", 1620),
        (180.0, "720p", 3240),
        (2.0, "480p", 45),
        (900.0, "720p", 10_800),
        (60.2, "480p", 549),
        (60.0005, "480p", 540),
    ],
)
def test_by_the_second_begun_seconds_count_between_the_lists_bounds(
    duration_s: float, resolution: str, credits: int
) -> None:
    assert quote_seconds(PRICES, duration_s=duration_s, resolution=resolution).credits == credits


def test_a_size_without_a_price_is_refused_with_those_that_have_one() -> None:
    few = PRICES.model_copy(
        update={"per_second": PRICES.per_second.model_copy(update={"credits": {"480p": 9, "720p": 18}})}
    )
    with pytest.raises(BadRequestError, match="4k; there are 480p, 720p"):
        quote_seconds(few, duration_s=10, resolution="4k")


def test_the_operators_own_list_takes_the_built_in_ones_place(tmp_path: Path) -> None:
    file = tmp_path / "prices.toml"
    file.write_text(BUILT_IN.read_text().replace("film = 40", "film = 7"))
    assert quote_film(read_price_list(file), picture="procedural").credits == 7


@pytest.mark.parametrize(
    ("damaged", "said"),
    [
        (lambda text: text.replace("film = 40", "film = -1"), "flat.procedural.film"),
        (lambda text: text.replace("film = 40", "film = 'much'"), "flat.procedural.film"),
        (lambda text: text.replace("film = 40", ""), "flat.procedural.film"),
        (lambda text: text.replace("film = 40", "film = 40\nfilms = 3"), "flat.procedural.films"),
        (lambda text: text + "[", "cannot be read"),
    ],
)
def test_a_damaged_list_is_refused_with_the_place(tmp_path: Path, damaged: object, said: str) -> None:
    file = tmp_path / "prices.toml"
    file.write_text(damaged(BUILT_IN.read_text()))
    with pytest.raises(BadRequestError, match=said):
        read_price_list(file)


def test_a_list_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(BadRequestError, match="cannot be read"):
        read_price_list(tmp_path / "none.toml")
