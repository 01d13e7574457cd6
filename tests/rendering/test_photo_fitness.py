"""What is weak about a photo is told before anything else is done; a busy background does not cling to the person."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from drawn_portraits import Portrait, empty_wall, portrait, write_photo
from songreel_engine.errors import EditError, RenderError
from songreel_engine.given_files import check_files
from songreel_engine.progress import Progress
from songreel_engine.rendering.portrait.fitness import remarks_on_photo
from songreel_engine.rendering.portrait.silhouettes import cut_person
from synthetic import click_song, write_wav


def two_people() -> np.ndarray:
    """The one in the middle, and another half a photo to the right, a little higher."""
    one = portrait().rgb
    height, width = one.shape[:2]
    wide = np.tile(cv2.resize(one[:, :6], (width, height)), (1, 2, 1))
    wide[:, width // 2 : width // 2 + width] = one
    other = cv2.resize(one[:300, 90:260], None, fx=0.8, fy=0.8)
    wide[20 : 20 + len(other), -other.shape[1] - 4 : -4] = other
    return wide


def in_a_room(who: Portrait) -> np.ndarray:
    """The portrait before striped curtains on both sides, and a dark table that reaches behind an arm."""
    height, width = who.person.shape
    room = np.full((height, width, 3), (188, 180, 168), np.uint8)
    for x in (*range(0, width // 6, 8), *range(width - width // 6, width, 8)):
        room[: height // 2, x : x + 4] = (170, 60, 50)
    room[round(0.62 * height) :, round(0.72 * width) :] = (34, 30, 30)
    soft = cv2.GaussianBlur(who.person.astype(np.float32), (0, 0), 0.8)[..., None]
    return np.ascontiguousarray((who.rgb * soft + room * (1 - soft)).astype(np.uint8))


def test_a_good_photo_has_no_remarks(tmp_path: Path) -> None:
    assert remarks_on_photo(write_photo(tmp_path / "me.png", portrait().rgb)) == ()


def test_nobody_a_back_and_company_are_told(tmp_path: Path) -> None:
    told = {
        name: " ".join(remarks_on_photo(write_photo(tmp_path / name, rgb)))
        for name, rgb in (
            ("wall.png", empty_wall()),
            ("back.png", portrait(face=False).rgb),
            ("us.png", two_people()),
        )
    }
    assert "nobody stands out" in told["wall.png"]
    assert "no face was found in back.png" in told["back.png"]
    assert "several people" in told["us.png"]


def test_a_photo_too_small_to_show_anybody_is_refused(tmp_path: Path) -> None:
    photo = write_photo(tmp_path / "icon.png", cv2.resize(portrait().rgb, (60, 70)))
    with pytest.raises(RenderError, match=r"icon\.png is 60x70 pixels, too small"):
        remarks_on_photo(photo)


def test_files_are_looked_at_before_anything_is_heard(tmp_path: Path) -> None:
    heard: list[Progress] = []
    wall = write_photo(tmp_path / "wall.png", empty_wall())
    check_files(photos=[wall], progress=heard.append)
    assert ["nobody stands out" in progress.note for progress in heard] == [True]
    sound = write_wav(tmp_path / "voice.wav", click_song(6.0, 120.0))
    with pytest.raises(EditError, match="is no picture; a photo of the performer"):
        check_files(photos=[sound])
    with pytest.raises(EditError, match="has no picture; --footage takes"):
        check_files(footage=[sound])


@pytest.mark.parametrize("whole", [False, True], ids=["near", "whole"])
def test_a_person_in_a_furnished_room_is_cut_without_the_furniture(whole: bool) -> None:
    who = portrait(whole=whole)
    cut = cut_person(in_a_room(who))
    assert cut is not None
    found = cut > 0.5
    assert (found & ~who.person).sum() < 0.03 * who.person.sum()
    assert (found & who.person).sum() > 0.9 * who.person.sum()
