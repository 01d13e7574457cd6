"""Texts are laid on finished clips: seen where and when they should be, and everything else is left alone."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from songreel_engine.draft.model import Draft, DraftSection, Performer, Scene, TextItem, Tracks
from songreel_engine.errors import RenderError
from songreel_engine.finishing.assemble import ClipSegment, assemble
from songreel_engine.finishing.overlay import Titled, with_titles
from songreel_engine.media import EncodeSettings, read_frames, write_clip
from songreel_engine.progress import Progress
from songreel_engine.rendering.plan import Segment
from songreel_engine.timebase import FrameRange
from synthetic_media import click_song_file

WIDTH, HEIGHT = 180, 320
GREY = 90
LENGTHS = (30, 60, 30, 24)
FRAMES = sum(LENGTHS)
Titles = Callable[..., Titled]


def encoding(preset: str = "ultrafast") -> EncodeSettings:
    return EncodeSettings(width_px=WIDTH, height_px=HEIGHT, frame_rate=Fraction(24), preset=preset, crf=10)


def text(start: int, stop: int, **facts: object) -> TextItem:
    plain: dict[str, object] = {"id": f"text-{start}-{stop}", "text": "Paradise", "place": "top"}
    return TextItem.model_validate(plain | {"start": start, "stop": stop} | facts)


def draft_with(items: Sequence[TextItem]) -> Draft:
    return Draft(
        project_id="project-1",
        song_sha256="ab" * 32,
        frame_rate=Fraction(24),
        frames=FRAMES,
        aspect="9:16",
        style="golden_hour",
        seed=1,
        prompt="",
        performer=Performer(),
        sections=(DraftSection(id="section-1", label="verse", letter="A", start=0, stop=FRAMES, intent=""),),
        scenes=(Scene(id="scene-1", place="beach", time_of_day="day", weather="clear", description="", seed=1),),
        tracks=Tracks(video=(), audio=(), text=tuple(items)),
    )


def grey_frames(count: int) -> list[NDArray[np.uint8]]:
    frame = np.full((HEIGHT * 3 // 2, WIDTH), 128, np.uint8)
    frame[:HEIGHT] = GREY + np.arange(HEIGHT)[:, None] % 8
    return [frame] * count


def segments() -> list[Segment]:
    ends = np.cumsum(LENGTHS)
    return [
        Segment(span=FrameRange(int(end) - length, int(end)), shots=(0,), transition=None, key=f"{index:032x}")
        for index, (length, end) in enumerate(zip(LENGTHS, ends, strict=True))
    ]


def written_clips(folder: Path, settings: EncodeSettings) -> list[Path]:
    paths = [folder / f"{segment.key}.mp4" for segment in segments()]
    for path, length in zip(paths, LENGTHS, strict=True):
        write_clip(path, grey_frames(length), settings)
    return paths


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return written_clips(tmp_path_factory.mktemp("clips"), encoding())


@pytest.fixture
def titled(clips: list[Path], tmp_path: Path) -> Titles:
    def made(*items: TextItem) -> Titled:
        return with_titles(
            draft_with(items), segments(), clips, overlays_dir=tmp_path / "overlays", settings=encoding()
        )

    return made


def luma(clip: Path) -> NDArray[np.float64]:
    """[frames, rows, columns], above what was there without text."""
    return np.stack([frame[:HEIGHT] for frame in read_frames(clip)]) - grey_frames(1)[0][:HEIGHT].astype(float)


def test_only_the_segments_under_a_text_are_other_files(titled: Titles, clips: list[Path]) -> None:
    made = titled(text(40, 80))
    assert made.clips[0] == clips[0]
    assert made.clips[2:] == tuple(clips[2:])
    assert made.clips[1] != clips[1]
    assert (made.made, made.found) == (1, 0)
    across = titled(text(25, 95))
    assert [new == old for new, old in zip(across.clips, clips, strict=True)] == [False, False, False, True]


def test_the_text_is_seen_in_its_frames_at_its_place_and_nowhere_else(titled: Titles) -> None:
    over = luma(titled(text(40, 80)).clips[1])
    assert len(over) == 60
    seen = over.max(axis=(1, 2)) > 60
    assert np.array_equal(np.flatnonzero(seen), np.arange(10, 50))
    lower_half = over[:, HEIGHT // 2 :]
    assert np.abs(lower_half).max() <= 6  # what encoding again may change
    assert over[~seen].max() <= 6
    letters = over[30] > 60
    rows = np.flatnonzero(letters.any(axis=1))
    assert HEIGHT * 0.05 < rows[0] < rows[-1] < HEIGHT * 0.3


def test_a_text_fades_in_and_out_in_equal_steps(titled: Titles) -> None:
    item = text(40, 80, fade_in_frames=10, fade_out_frames=20)
    over = luma(titled(item).clips[1])
    brightest = over.max(axis=(1, 2))
    full = brightest[30]
    assert full > 100
    assert brightest[10] == pytest.approx(full / 11, abs=6)
    assert brightest[14] == pytest.approx(full * 5 / 11, abs=6)
    assert brightest[49] == pytest.approx(full / 21, abs=6)
    assert np.all(np.diff(brightest[10:20]) > 0)
    assert np.all(np.diff(brightest[31:50]) < 0)


def test_the_colour_of_a_text_is_its_own(titled: Titles) -> None:
    (frame, *_) = read_frames(titled(text(30, 90, colour="#ff0000", size="large")).clips[1])
    chroma_v = int(frame[HEIGHT * 5 // 4 :].max())
    assert chroma_v == pytest.approx(240, abs=10)  # BT.709 red: Y 63, U 102, V 240


def test_without_text_nothing_is_made(titled: Titles, clips: list[Path], tmp_path: Path) -> None:
    assert titled() == Titled(tuple(clips), 0, 0)
    assert titled(text(0, 50, text="  ")) == Titled(tuple(clips), 0, 0)
    assert not (tmp_path / "overlays").exists()


def test_a_clip_with_text_is_made_once_and_again_when_its_text_changes(titled: Titles, tmp_path: Path) -> None:
    first = titled(text(40, 80))
    assert titled(text(40, 80, id="another")) == Titled(first.clips, 0, 1)
    assert titled(text(40, 80, colour="#ff0000")).made == 1
    assert titled(text(41, 80)).made == 1
    assert len(list((tmp_path / "overlays").glob("*.mp4"))) == 3


def test_a_damaged_clip_with_text_is_made_again(titled: Titles) -> None:
    first = titled(text(40, 80)).clips[1]
    whole = first.read_bytes()
    first.write_bytes(whole[: len(whole) // 2])
    assert titled(text(40, 80)).made == 1
    assert first.read_bytes() == whole


def test_two_texts_at_one_place_stand_clear_of_each_other(titled: Titles) -> None:
    over = luma(titled(text(30, 90), text(30, 90, id="second", text="Found")).clips[1])[30]
    rows = (over > 60).any(axis=1)
    blocks = np.flatnonzero(np.diff(rows.astype(int)) == 1)
    assert len(blocks) == 2


@pytest.mark.parametrize("preset", ["ultrafast", "veryfast"])
def test_titled_clips_are_joined_with_bare_ones_into_a_film_of_the_same_length(preset: str, tmp_path: Path) -> None:
    clips = written_clips(tmp_path, encoding(preset))
    made = with_titles(
        draft_with([text(20, 100)]), segments(), clips, overlays_dir=tmp_path / "overlays", settings=encoding(preset)
    )
    film = assemble(
        [ClipSegment(path=clip, frames=length) for clip, length in zip(made.clips, LENGTHS, strict=True)],
        click_song_file(tmp_path, "m4a"),
        tmp_path / "film.mp4",
        frame_rate=Fraction(24),
        frames=FRAMES,
        song_seconds=FRAMES / 24,
    )
    assert film.frames == FRAMES
    brightest = luma(film.path).max(axis=(1, 2))
    assert np.array_equal(np.flatnonzero(brightest > 60), np.arange(20, 100))


def test_progress_counts_the_frames_that_are_encoded_again(clips: list[Path], tmp_path: Path) -> None:
    reports: list[Progress] = []
    with_titles(
        draft_with([text(40, 80)]),
        segments(),
        clips,
        overlays_dir=tmp_path / "overlays",
        settings=encoding(),
        progress=reports.append,
    )
    assert reports[0].done == 0
    assert reports[-1].done == reports[-1].total
    assert 40 <= reports[-1].total < 60
    assert {report.stage for report in reports} == {"titles"}


def test_a_clip_that_is_not_whole_is_refused_and_nothing_is_left_behind(clips: list[Path], tmp_path: Path) -> None:
    short = [clips[0], clips[0], *clips[2:]]
    with pytest.raises(RenderError, match="holds 30 of its 60 frames"):
        with_titles(
            draft_with([text(40, 80)]), segments(), short, overlays_dir=tmp_path / "overlays", settings=encoding()
        )
    assert list((tmp_path / "overlays").glob("*.mp4")) == []
