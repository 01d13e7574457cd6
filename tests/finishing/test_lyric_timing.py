"""In the film itself: each word of a line changes the picture within one frame of its time, in every style.

When a word is seen is found from outside: the film is made twice, the second time with that one word sung later, and the first
frame in which the two differ is the word's.
"""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from songreel_engine.draft.model import Draft, DraftSection, Performer, Scene, TextItem, TextWord, Tracks
from songreel_engine.errors import RenderError
from songreel_engine.finishing.overlay import Titled, with_titles
from songreel_engine.finishing.typography.safe_areas import area_of
from songreel_engine.lyrics.styles import LYRIC_STYLES
from songreel_engine.media import EncodeSettings, read_frames, write_clip
from songreel_engine.rendering.plan import Segment
from songreel_engine.timebase import FrameRange

WIDTH, HEIGHT = 144, 256
GREY = 70
LENGTHS = (20, 40)
FRAMES = sum(LENGTHS)
START, STOP = 6, 56
WORDS = (("light", 12), ("up", 22), ("tonight", 31), ("again", 43))
CHINESE = (("霓", 12), ("虹", 22), ("灯", 31), ("下", 43))
ARABIC = (("خذني", 12), ("معك", 22), ("إلى", 31), ("البيت", 43))
LATE = 8
SEEN_LUMA = 24
"""More than encoding again may change."""


def settings() -> EncodeSettings:
    return EncodeSettings(width_px=WIDTH, height_px=HEIGHT, frame_rate=Fraction(24), preset="ultrafast", crf=12)


def segments() -> list[Segment]:
    ends = np.cumsum(LENGTHS)
    return [
        Segment(span=FrameRange(int(end) - length, int(end)), shots=(0,), transition=None, key=f"{index:032x}")
        for index, (length, end) in enumerate(zip(LENGTHS, ends, strict=True))
    ]


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("clips")
    frame = np.full((HEIGHT * 3 // 2, WIDTH), 128, np.uint8)
    frame[:HEIGHT] = GREY
    paths = [folder / f"{segment.key}.mp4" for segment in segments()]
    for path, length in zip(paths, LENGTHS, strict=True):
        write_clip(path, [frame] * length, settings())
    return paths


def line(style: str, words: tuple[tuple[str, int], ...], *, late: int | None = None) -> TextItem:
    """Words of five frames each; the one numbered `late` is sung later."""
    starts = [start + (LATE if number == late else 0) for number, (_, start) in enumerate(words)]
    joint = "" if words == CHINESE else " "
    return TextItem(
        id="line", text=joint.join(word for word, _ in words), start=START, stop=STOP, role="lyric", style=style,
        place=LYRIC_STYLES[style].place, fade_in_frames=3, fade_out_frames=3,
        words=tuple(TextWord(text=word, start=at, stop=at + 5) for (word, _), at in zip(words, starts, strict=True)),
    )  # fmt: skip


def made(item: TextItem, clips: list[Path], folder: Path) -> Titled:
    draft = Draft(
        project_id="project-1",
        song_sha256="ab" * 32,
        frame_rate=Fraction(24),
        frames=FRAMES,
        aspect="9:16",
        style="film_noir",
        seed=1,
        prompt="",
        performer=Performer(),
        sections=(DraftSection(id="section-1", label="verse", letter="A", start=0, stop=FRAMES, intent=""),),
        scenes=(Scene(id="scene-1", place="beach", time_of_day="day", weather="clear", description="", seed=1),),
        tracks=Tracks(video=(), audio=(), text=(item,)),
    )
    return with_titles(draft, segments(), clips, overlays_dir=folder / "overlays", settings=settings())


def film(item: TextItem, clips: list[Path], folder: Path) -> NDArray[np.int16]:
    """Luma, [frames, rows, columns]."""
    return np.concatenate(
        [np.stack([frame[:HEIGHT] for frame in read_frames(clip)]) for clip in made(item, clips, folder).clips]
    ).astype(np.int16)


@pytest.mark.parametrize("words", [WORDS, CHINESE, ARABIC], ids=["english", "chinese", "arabic"])
@pytest.mark.parametrize("style", LYRIC_STYLES)
def test_each_word_is_seen_within_one_frame_of_its_time(
    style: str, words: tuple[tuple[str, int], ...], clips: list[Path], tmp_path: Path
) -> None:
    on_time = film(line(style, words), clips, tmp_path)
    # The last word may be sung later without another order of words; so each word is tried on a line that ends with it.
    for number in range(len(words)) if words == WORDS else (len(words) - 1,):
        start = words[number][1]
        ending = words[: number + 1]
        reference = on_time if number == len(words) - 1 else film(line(style, ending), clips, tmp_path)
        later = film(line(style, ending, late=number), clips, tmp_path)
        seen = np.flatnonzero(np.abs(reference - later).max(axis=(1, 2)) > SEEN_LUMA)
        assert len(seen), f"{ending[-1][0]!r} is not seen at all"
        assert abs(int(seen[0]) - start) <= 1


@pytest.mark.parametrize("style", LYRIC_STYLES)
def test_a_line_is_seen_only_in_its_frames_and_inside_the_safe_area(
    style: str, clips: list[Path], tmp_path: Path
) -> None:
    change = np.abs(film(line(style, WORDS), clips, tmp_path) - GREY)
    seen = np.flatnonzero(change.max(axis=(1, 2)) > SEEN_LUMA)
    assert START <= seen[0] <= WORDS[0][1] + 1
    assert STOP - 3 <= seen[-1] < STOP
    area = area_of(None, WIDTH, HEIGHT)
    rows, columns = np.nonzero(change[52] > 90)
    slack = 4  # of strips, rules and paper around the letters
    assert area.left_px - slack <= columns.min()
    assert columns.max() <= area.right_px + slack
    assert area.top_px - slack <= rows.min()
    assert rows.max() <= area.bottom_px + slack


def test_another_style_is_another_clip_and_the_same_one_is_found_again(clips: list[Path], tmp_path: Path) -> None:
    assert made(line("neon", WORDS), clips, tmp_path).made == 2
    assert made(line("neon", WORDS), clips, tmp_path).found == 2
    assert made(line("poster", WORDS), clips, tmp_path).made == 2


def test_letters_that_no_font_has_are_left_out_and_told(clips: list[Path], tmp_path: Path) -> None:
    item = line("karaoke", (("light", 12), ("\U0001dfff", 22), ("up", 31)))
    titled = made(item, clips, tmp_path)
    assert titled.notes == ("No font on this machine can write \U0001dfff: left out of the lyrics.",)
    assert titled.made == 2


def test_a_style_that_does_not_exist_is_refused_by_name(clips: list[Path], tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="no lyric style 'wobbly'"):
        made(line("neon", WORDS).model_copy(update={"style": "wobbly"}), clips, tmp_path)
    assert not list((tmp_path / "overlays").glob("*.mp4"))
