"""Some frames of a clip are exchanged and the rest is copied."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from songreel_engine.errors import RenderError
from songreel_engine.media import EncodeSettings, read_frames, write_clip
from songreel_engine.media.splicing import Piece, find_seams, read_span, splice
from songreel_engine.timebase import FrameRange
from synthetic_media import frame_number, numbered_frames, small_settings

FRAMES = 120
"""Two and a half groups of pictures."""


def clip_of(path: Path, first: int, count: int, encoding: EncodeSettings) -> Path:
    write_clip(path, numbered_frames(first, first + count, encoding), encoding)
    return path


@pytest.fixture(scope="module", params=["ultrafast", "veryfast"])
def clip(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp(request.param)
    return clip_of(folder / "clip.mp4", 0, FRAMES, small_settings(preset=request.param, crf=12))


def settings_of(clip: Path) -> EncodeSettings:
    return small_settings(preset=clip.parent.name.rstrip("0123456789"), crf=12)


spans = st.tuples(st.integers(0, FRAMES - 1), st.integers(1, FRAMES)).map(
    lambda ends: FrameRange(min(ends), max(max(ends), min(ends) + 1))
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=spans)
def test_any_frames_can_be_exchanged_and_all_others_stay_in_place(
    wanted: FrameRange, clip: Path, tmp_path: Path
) -> None:
    seams = find_seams(clip)
    span = seams.widened(wanted)
    assert span.start <= wanted.start
    assert wanted.stop <= span.stop
    exchanged = clip_of(tmp_path / "new.mp4", 128 + span.start, len(span), settings_of(clip))
    pieces = [
        Piece(path=clip, span=FrameRange(0, span.start)),
        Piece(path=exchanged, span=FrameRange(0, len(span))),
        Piece(path=clip, span=FrameRange(span.stop, FRAMES)),
    ]
    splice(tmp_path / "spliced.mp4", [piece for piece in pieces if len(piece.span)])
    found = [frame_number(frame) for frame in read_frames(tmp_path / "spliced.mp4")]
    assert found == [number + 128 if number in span else number for number in range(FRAMES)]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=spans)
def test_a_span_is_read_from_its_first_frame_to_its_last(wanted: FrameRange, clip: Path) -> None:
    found = [frame_number(frame) for frame in read_span(clip, wanted, find_seams(clip))]
    assert found == list(range(wanted.start, wanted.stop))


def test_no_more_is_exchanged_than_a_group_of_pictures_asks_for(clip: Path) -> None:
    seams = find_seams(clip)
    assert seams.frames == FRAMES
    assert {0, 48, 96, FRAMES} <= set(seams.entries)
    around = seams.widened(FrameRange(20, 30))
    assert 20 - around.start <= 4
    assert around.stop == min(entry for entry in seams.entries if entry >= 30)


def test_what_does_not_belong_together_is_refused_by_name_and_leaves_nothing(clip: Path, tmp_path: Path) -> None:
    wide = small_settings(width_px=64, preset="medium")
    other = clip_of(tmp_path / "wide.mp4", 0, 5, wide)
    with pytest.raises(RenderError, match=r"wide\.mp4 was encoded with other settings"):
        splice(
            tmp_path / "out.mp4",
            [Piece(path=clip, span=FrameRange(0, 48)), Piece(path=other, span=FrameRange(0, 5))],
        )
    with pytest.raises(RenderError, match="lacks some of its frames"):
        splice(tmp_path / "out.mp4", [Piece(path=clip, span=FrameRange(96, 130))])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["wide.mp4"]
