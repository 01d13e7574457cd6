"""What a message asks a film to be, and the plain signs in it."""

import pytest

from songreel_server import wishes
from songreel_server.wishes import Wish


@pytest.mark.parametrize(
    ("message", "style", "aspect"),
    [
        ("make a music video, neon city at night, cyberpunk, vertical", "cyberpunk", "9:16"),
        ("a watercolor video in 16:9 of a girl on a beach", "watercolor_anime", "16:9"),
        ("Film noir please", "film_noir", None),
        ("做一个赛博朋克风格的MV，横屏，雨夜城市", "cyberpunk", "16:9"),
        ("make a music video in the golden hour style", "golden_hour", None),
        ("Make me a music video for this song", None, None),
    ],
)
def test_a_brief_names_its_style_and_shape(message: str, style: str | None, aspect: str | None) -> None:
    assert wishes.wish_of(message) == Wish(prompt=message, style=style, aspect=aspect)


def test_a_style_nobody_has_stays_in_the_prompt() -> None:
    assert wishes.wish_of("in the style of zorblaxism") == Wish(prompt="in the style of zorblaxism")


def test_going_ahead_is_no_brief() -> None:
    assert wishes.wish_of("ok, go!") == Wish()


def test_a_long_brief_is_cut_and_not_refused() -> None:
    assert len(wishes.wish_of("rain " * 5_000).prompt or "") <= 4_000


@pytest.mark.parametrize("message", ["yes", "ok go", "Go ahead.", "here it is", "开始吧！", "好的", "done"])
def test_going_ahead(message: str) -> None:
    assert wishes.is_go(message)


@pytest.mark.parametrize("message", ["go to the beach", "yes but bluer", "好看的城市", "make it rain"])
def test_not_going_ahead(message: str) -> None:
    assert not wishes.is_go(message)


@pytest.mark.parametrize(
    "message", ["cancel", "Stop!", "stop the rendering please", "please cancel it", "取消", "停止渲染"]
)
def test_stopping(message: str) -> None:
    assert wishes.is_stop(message)


@pytest.mark.parametrize("message", ["stop motion style", "取消上一步", "cancel the rain", "don't stop"])
def test_not_stopping(message: str) -> None:
    assert not wishes.is_stop(message)


@pytest.mark.parametrize(
    ("message", "edit"),
    [
        ("how much would it cost to redo the chorus?", "redo the chorus"),
        ("How many credits does it take to make it rain", "make it rain"),
        ("重做副歌要多少积分", "重做副歌"),
        ("redo the chorus", None),
    ],
)
def test_the_edit_whose_price_is_asked_for(message: str, edit: str | None) -> None:
    assert wishes.asks_the_price_of(message) == edit


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("a neon city with lyrics on screen", True),
        ("lyric video please", True),
        ("subtitles on, rainy", True),
        ("加上歌词", True),
        ("a neon city, no lyrics", False),
        ("夜晚的海边，不要字幕", False),
        ("a neon city", False),
    ],
)
def test_words_stand_on_a_film_that_is_asked_to_have_them(words: str, shown: bool) -> None:
    assert wishes.wish_of(words).shows_lyrics is shown
