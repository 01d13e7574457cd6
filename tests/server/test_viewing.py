"""A film in small parts: the frames and the sound that were asked for, small enough to be sent, and nothing else."""

import base64
import io
from fractions import Fraction
from pathlib import Path

import av
import pytest

from songreel_server import viewing
from songreel_server.errors import BadRequestError, TooLargeError, UnsupportedFileError
from songreel_server.viewing import LONGEST_S, MOST_BYTES, SIDE_PX, part_of_film
from watched_films import colour_of, noisy_film, shot_film

RATE = 24
SHOTS = ((0, 48, 1), (48, 120, 1), (120, 200, 1), (200, 288, 1))


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("films") / "film.mp4"
    path.write_bytes(shot_film(SHOTS, RATE))
    return path


def shown(part: bytes) -> list[tuple[int, int, int]]:
    """The colour of each frame, above its bar."""
    with av.open(io.BytesIO(part)) as opened:
        pictures = [frame.to_ndarray(format="rgb24") for frame in opened.decode(video=0)]
    return [tuple(int(value) for value in picture[20, 20]) for picture in pictures]  # type: ignore[misc]


def is_like(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return all(abs(a - b) <= 12 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize(("start", "stop"), [(0, 5), (40, 56), (119, 121), (168, 288)])
def test_a_part_holds_exactly_the_frames_that_were_asked_for(film: Path, start: int, stop: int) -> None:
    colours = shown(part_of_film(film, start, stop))
    assert len(colours) == stop - start
    for frame, colour in enumerate(colours, start=start):
        number = next(index for index, (_, end, _) in enumerate(SHOTS) if frame < end)
        assert is_like(colour, colour_of(number, 1)), frame


def test_parts_one_after_the_other_hold_all_of_the_sound_once(film: Path) -> None:
    samples = 0
    with av.open(str(film)) as whole:
        rate = whole.streams.audio[0].rate
    for start in range(0, 288, 96):
        with av.open(io.BytesIO(part_of_film(film, start, start + 96))) as part:
            packets = [packet for packet in part.demux(audio=0) if packet.size]
            base = part.streams.audio[0].time_base or Fraction(1)
            # The sound of a part begins with its picture, to less than a packet.
            assert abs(float((packets[0].pts or 0) * base)) < 1024 / rate
            samples += sum(round((packet.duration or 0) * base * rate) for packet in packets)
    assert abs(samples - 12 * rate) <= 1024


def test_the_hardest_picture_there_is_still_fits_into_an_answer(tmp_path: Path) -> None:
    path = tmp_path / "noise.mp4"
    path.write_bytes(noisy_film(LONGEST_S * RATE, RATE))
    part = part_of_film(path, 0, LONGEST_S * RATE)
    assert 100_000 < len(part) < MOST_BYTES
    assert len(base64.b64encode(part)) < 1 << 20
    with av.open(io.BytesIO(part)) as opened:
        assert max(opened.streams.video[0].width, opened.streams.video[0].height) == SIDE_PX


def test_a_part_that_no_answer_holds_is_refused(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewing, "MOST_BYTES", 1_000)
    with pytest.raises(TooLargeError, match="open the film"):
        part_of_film(film, 0, 96)


@pytest.mark.parametrize(("start", "stop"), [(-1, 5), (5, 5), (280, 289), (0, LONGEST_S * RATE + 1)])
def test_what_lies_outside_the_film_or_is_too_long_is_refused(film: Path, start: int, stop: int) -> None:
    with pytest.raises(BadRequestError):
        part_of_film(film, start, stop)


def test_a_file_that_is_no_film_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(b"no film at all")
    with pytest.raises(UnsupportedFileError, match="cannot be read"):
        part_of_film(path, 0, 5)
