"""What the engine says an edit costs is what the built-in list of the server asks for it."""

from hypothesis import given
from hypothesis import strategies as st

from songreel_engine.changing import Cost
from songreel_engine.rendering.pictures import PictureName
from songreel_server.credits.price_list import Picture, read_price_list
from songreel_server.credits.quotes import quote_edit

LISTED: dict[PictureName, Picture] = {"default": "procedural", "diffusion": "diffusion"}


@given(st.sampled_from(sorted(LISTED)), st.integers(0, 40), st.integers(0, 40))
def test_an_edit_costs_what_is_listed(picture: PictureName, images: int, clips: int) -> None:
    cost = Cost(shots=tuple(range(1, max(images, clips) + 1)), images=images, clips=clips, picture=picture)
    assert cost.credits == quote_edit(read_price_list(), cost, picture=LISTED[picture]).credits


def test_one_shot_of_a_film_by_models_made_again_with_its_image_costs_sixty() -> None:
    assert Cost(shots=(1,), images=1, clips=1, picture="diffusion").credits == 60
    assert Cost(shots=(1,), images=0, clips=1, picture="diffusion").credits == 50
    assert Cost(shots=(1,), images=1, clips=1).credits == 1
