"""Who is in a photo: cut out, measured, freed of the photo's light."""

import functools
import math
from pathlib import Path

import cv2
import numpy as np
import pytest

from drawn_portraits import COAT, DARK, FAIR, Portrait, empty_wall, portrait, write_photo
from songreel_engine.errors import RenderError
from songreel_engine.rendering.portrait.person import Person, person_of, read_person
from songreel_engine.rendering.portrait.silhouettes import cut_person

Case = tuple[bool, bool, tuple[float, float, float]]
UPPER: Case = (False, True, FAIR)
WHOLE: Case = (True, True, FAIR)
BEHIND: Case = (False, False, FAIR)
OF_DARK_SKIN: Case = (False, True, DARK)


@functools.cache
def drawn_as(case: Case) -> Portrait:
    whole, face, skin = case
    return portrait(whole=whole, face=face, skin=skin)


@functools.cache
def seen(case: Case) -> Person:
    person = person_of(drawn_as(case).rgb)
    assert person is not None
    return person


@pytest.mark.parametrize("case", [UPPER, WHOLE], ids=["upper body", "whole body"])
def test_a_person_is_cut_out_of_an_uneven_wall(case: Case) -> None:
    drawn = drawn_as(case)
    alpha = cut_person(drawn.rgb)
    assert alpha is not None
    cut = alpha > 0.5
    assert (cut & drawn.person).sum() / (cut | drawn.person).sum() > 0.93


def test_nobody_stands_out_from_an_empty_wall() -> None:
    assert person_of(empty_wall()) is None


@pytest.mark.parametrize("case", [UPPER, OF_DARK_SKIN, WHOLE], ids=["near", "dark skin", "far"])
def test_a_face_is_found_where_it_is(case: Case) -> None:
    drawn, face = drawn_as(case), seen(case).face
    assert face is not None
    apart = math.dist(drawn.left_eye, drawn.right_eye)
    # The person's maps are cropped: places are compared by what lies between them.
    assert face.eyes_apart_px == pytest.approx(apart, rel=0.2)
    down = face.mouth[1] - face.between_eyes[1]
    assert down == pytest.approx(drawn.mouth[1] - drawn.left_eye[1], abs=0.4 * apart)
    assert abs(face.tilt_rad) < 0.1


def test_a_head_from_behind_has_no_face() -> None:
    person = seen(BEHIND)
    assert person.face is None
    assert not person.skin.any()
    assert person.skin_colour is None


def test_feet_in_the_photo_make_a_person_whole() -> None:
    assert seen(WHOLE).is_whole
    assert seen(WHOLE).height_m == pytest.approx(1.74)
    assert not seen(UPPER).is_whole


def test_light_from_the_side_is_taken_out_of_the_coat() -> None:
    drawn, person = drawn_as(UPPER), seen(UPPER)
    height, width = person.alpha.shape
    row = slice(round(0.8 * height), round(0.9 * height))
    left, right = (
        float(np.median(person.albedo[row, round(a * width) : round(b * width)])) for a, b in ((0.2, 0.3), (0.7, 0.8))
    )
    top, bottom = (round(share * drawn.rgb.shape[0]) for share in (0.85, 0.9))
    lit, shaded = (float(np.median(drawn.rgb[top:bottom, a:b])) ** 2.2 for a, b in ((105, 125), (225, 245)))
    assert lit / shaded > 1.5
    assert left / right < 1 + 0.6 * (lit / shaded - 1)


def test_the_clothes_keep_their_colour() -> None:
    red, green, blue = seen(UPPER).clothes
    assert blue > 2 * green > 0
    assert COAT[2] > COAT[1] > COAT[0]
    assert red < green


def test_normals_have_unit_length_and_lean_outward_at_the_sides() -> None:
    person = seen(UPPER)
    assert np.allclose(np.linalg.norm(person.normal, axis=-1), 1, atol=1e-3)
    row = round(0.2 * person.alpha.shape[0])
    columns = np.flatnonzero(person.alpha[row] > 0.5)
    assert person.normal[row, columns[1], 0] < -0.2
    assert person.normal[row, columns[-2], 0] > 0.2


def test_the_same_photo_gives_the_same_person() -> None:
    one, other = seen(UPPER), person_of(drawn_as(UPPER).rgb)
    assert other is not None
    assert np.array_equal(one.albedo, other.albedo)
    assert np.array_equal(one.alpha, other.alpha)


def test_a_picture_that_is_cut_already_is_taken_as_it_is(tmp_path: Path) -> None:
    drawn = portrait()
    # A hole that no cut-out would leave.
    given = drawn.person.copy()
    given[300:330, 160:190] = False
    path = tmp_path / "cut.png"
    cv2.imwrite(str(path), np.dstack([drawn.rgb[..., ::-1], given.astype(np.uint8) * 255]))
    person = read_person(path)
    assert person is not None
    assert int((person.alpha > 0.5).sum()) == int(given.sum())


def test_what_is_no_picture_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "me.jpg"
    path.write_bytes(b"not a picture")
    with pytest.raises(RenderError, match=r"me\.jpg"):
        read_person(path)
    assert read_person(write_photo(tmp_path / "wall.png", empty_wall())) is None
