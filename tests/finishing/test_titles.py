"""Texts are set and drawn so that they can be read, at the place that was asked for."""

import numpy as np
import pytest

from songreel_engine.draft.model import TextItem
from songreel_engine.errors import RenderError
from songreel_engine.finishing.titles import LaidText, Overlay, check_texts, draw_text, lay_text

FRAMES_PX = [(1080, 1920), (1920, 1080), (540, 540), (216, 270)]


def text(words: str, **facts: object) -> TextItem:
    return TextItem.model_validate({"id": "text-1", "text": words, "start": 0, "stop": 24, **facts})


def laid(words: str, size_px: tuple[int, int] = (1080, 1920), **facts: object) -> LaidText:
    found = lay_text(text(words, **facts), *size_px)
    assert found is not None
    return found


def ink_box(overlay: Overlay) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the letters themselves, in the frame."""
    letters = overlay.pixels[..., 3] > 200
    rows, columns = np.flatnonzero(letters.any(axis=1)), np.flatnonzero(letters.any(axis=0))
    return (
        overlay.left_px + int(columns[0]),
        overlay.top_px + int(rows[0]),
        overlay.left_px + int(columns[-1]),
        overlay.top_px + int(rows[-1]),
    )


@pytest.mark.parametrize("size_px", FRAMES_PX)
@pytest.mark.parametrize("row", ["top", "middle", "bottom"])
@pytest.mark.parametrize("column", ["left", "", "right"])
def test_a_text_stands_where_it_was_asked_for_and_clear_of_the_edges(
    row: str, column: str, size_px: tuple[int, int]
) -> None:
    place = column or row if row == "middle" else f"{row}_{column}".rstrip("_")
    width, height = size_px
    left, top, right, bottom = ink_box(draw_text(laid("Found", size_px, place=place)))
    assert min(left, width - right) >= 0.05 * width
    assert min(top, height - bottom) >= 0.05 * height
    across, down = (left + right) / 2 / width, (top + bottom) / 2 / height
    assert {"left": across < 0.45, "": abs(across - 0.5) < 0.01, "right": across > 0.55}[column]
    assert {"top": down < 0.25, "middle": 0.4 < down < 0.55, "bottom": down > 0.7}[row]


def test_a_longer_text_takes_more_lines_and_at_last_a_smaller_size() -> None:
    one, two, many = laid("Found"), laid("Paradise Found again"), laid("Paradise Found again and again " * 6)
    assert len(one.lines) == 1
    assert len(two.lines) == 2
    assert one.size_px == two.size_px
    assert many.size_px < two.size_px
    assert " ".join(many.lines) == ("Paradise Found again and again " * 6).strip()


@pytest.mark.parametrize("size_px", FRAMES_PX)
@pytest.mark.parametrize("words", ["W" * 120, "a b " * 125, "one\ntwo\nthree\nfour\nfive"])
def test_every_text_of_up_to_500_characters_fits_its_frame(words: str, size_px: tuple[int, int]) -> None:
    overlay = draw_text(laid(words, size_px, place="bottom", size="large"))
    left, top, right, bottom = ink_box(overlay)
    assert left > 0
    assert top > 0
    assert right < size_px[0]
    assert bottom < size_px[1]


def test_a_text_that_never_fits_is_refused_in_words() -> None:
    with pytest.raises(RenderError, match="too long to be shown at once"):
        lay_text(text("x\n" * 250), 1080, 1920)


def test_larger_is_larger_and_each_role_has_its_size() -> None:
    assert laid("Found", size="small").size_px < laid("Found").size_px < laid("Found", size="large").size_px
    sizes = [laid("Found", role=role).size_px for role in ("title", "lyric", "caption", "credit")]
    assert sizes == sorted(sizes, reverse=True)


def test_letters_have_their_colour_and_a_shadow_of_the_other_end() -> None:
    for colour, letter, shadow_is_dark in (("#ffffff", 255, True), ("#101010", 16, False)):
        pixels = draw_text(laid("Found", colour=colour)).pixels
        solid = pixels[..., 3] == 255
        assert np.abs(np.median(pixels[solid][:, :3], axis=0) - letter).max() <= 1
        shadow = pixels[(pixels[..., 3] > 20) & (pixels[..., 3] < 100)][:, :3].mean()
        assert bool(shadow < 128) is shadow_is_dark


def test_nothing_visible_in_a_text_gives_no_overlay() -> None:
    assert lay_text(text(" \n\t\u200b"), 1080, 1920) is None


def test_a_character_that_no_font_has_is_named_with_what_to_install() -> None:
    with pytest.raises(RenderError, match="No font on this machine can write \U0001dfff"):
        lay_text(text("a\U0001dfff"), 1080, 1920)
    with pytest.raises(RenderError, match="No font"):
        check_texts([text("Paradise"), text("a\U0001dfff")])
    check_texts([text("Paradise"), text(" ")])


def test_the_same_text_is_drawn_the_same_twice() -> None:
    assert np.array_equal(draw_text(laid("Paradise Found")).pixels, draw_text(laid("Paradise Found")).pixels)


@pytest.mark.parametrize("place", ["top", "middle", "bottom_right"])
def test_a_text_pushed_far_off_its_place_stays_in_the_frame(place: str) -> None:
    left, top, right, bottom = ink_box(draw_text(laid("Found", place=place), 5000))
    assert min(left, top, 1080 - right, 1920 - bottom) >= 0
