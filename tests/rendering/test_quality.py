import pytest

from songreel_engine.errors import BriefError
from songreel_engine.rendering.quality import ASPECTS, QUALITIES, find_quality, frame_size


@pytest.mark.parametrize(
    ("aspect", "quality", "size"),
    [
        ("9:16", "preview", (540, 960)),
        ("9:16", "draft", (1080, 1920)),
        ("16:9", "final", (1920, 1080)),
        ("1:1", "draft", (1080, 1080)),
        ("4:5", "draft", (1080, 1350)),
    ],
)
def test_sizes_are_those_that_platforms_expect(aspect: str, quality: str, size: tuple[int, int]) -> None:
    assert frame_size(aspect, QUALITIES[quality]) == size


def test_2k_portrait_is_asked_for_by_its_height() -> None:
    assert frame_size("9:16", QUALITIES["final"], 2560) == (1440, 2560)


@pytest.mark.parametrize("aspect", sorted(ASPECTS))
@pytest.mark.parametrize("height_px", [180, 322, 998, 1080, 1922, 4320])
def test_both_sides_are_even_at_any_height(aspect: str, height_px: int) -> None:
    width_px, height = frame_size(aspect, QUALITIES["draft"], height_px)
    assert height == height_px
    assert width_px % 2 == 0


@pytest.mark.parametrize("height_px", [0, 99, 1081, 9000])
def test_a_height_that_cannot_be_is_refused_with_those_that_can(height_px: int) -> None:
    with pytest.raises(BriefError, match="from 180 to 4320"):
        frame_size("9:16", QUALITIES["draft"], height_px)


def test_an_unknown_quality_is_refused_with_those_there_are() -> None:
    with pytest.raises(BriefError, match="preview, draft, final"):
        find_quality("ultra")
