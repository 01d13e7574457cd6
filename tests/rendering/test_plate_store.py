from dataclasses import fields, replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from songreel_engine.errors import RenderError
from songreel_engine.rendering.plate_store import key_image, load_plate, save_plate
from songreel_engine.rendering.plates import Layer, Plate


def painted(height: int, width: int, colour: tuple[int, int, int]) -> NDArray[np.uint8]:
    """A colour with a soft gradient, as a picture is."""
    shade = np.linspace(0.7, 1.0, width)[None, :, None]
    return np.asarray(np.full((height, width, 3), colour) * shade, np.uint8)


def small_plate() -> Plate:
    disc = np.zeros((42, 30), np.uint8)
    cv2.circle(disc, (15, 21), 12, 255, -1, cv2.LINE_AA)
    background = Layer(
        name="background",
        kind="relief",
        x_px=0,
        y_px=0,
        rgb=painted(118, 70, (40, 90, 160)),
        hit=painted(118, 70, (60, 120, 200)),
        alpha=None,
        inverse_depth=np.linspace(0, 1.5, 30 * 18, dtype=np.float32).reshape(30, 18),
    )
    figure = Layer(
        name="performer",
        kind="figure",
        x_px=20,
        y_px=40,
        rgb=painted(42, 30, (200, 40, 30)),
        hit=painted(42, 30, (230, 70, 50)),
        alpha=disc,
        inverse_depth=np.full((11, 8), 0.25, np.float32),
        joints_px={"neck": (30.5, 50.0), "head": (31.0, 44.25)},
    )
    return Plate(
        canvas_width_px=70,
        canvas_height_px=118,
        frame_width_px=60,
        frame_height_px=100,
        focal_px=88.5,
        reach_m=0.125,
        subject_inverse_depth=0.25,
        layers=(background, figure),
        water=np.eye(30, 18, dtype=np.uint8) * 255,
        sky=None,
        open_air=np.tri(30, 18, dtype=np.uint8) * 255,
    )


def test_a_plate_comes_back_as_it_was_stored(tmp_path: Path) -> None:
    """Numbers, alpha and masks exactly; pictures within 3 levels on average; depth within a half float's 0.1 %."""
    plate = small_plate()
    save_plate(plate, tmp_path / "plates" / "a")
    back = load_plate(tmp_path / "plates" / "a")
    for field in fields(Plate):
        if field.name not in ("layers", "water", "sky", "open_air"):
            assert getattr(back, field.name) == getattr(plate, field.name)
    np.testing.assert_array_equal(back.water, plate.water)
    np.testing.assert_array_equal(back.open_air, plate.open_air)
    assert back.sky is None
    for one, other in zip(back.layers, plate.layers, strict=True):
        assert (one.name, one.kind, one.x_px, one.y_px) == (other.name, other.kind, other.x_px, other.y_px)
        assert one.joints_px == other.joints_px
        assert np.abs(one.rgb.astype(int) - other.rgb).mean() < 3
        assert np.abs(one.hit.astype(int) - other.hit).mean() < 3
        np.testing.assert_array_equal(one.alpha, other.alpha)
        np.testing.assert_allclose(one.inverse_depth, other.inverse_depth, rtol=1e-3, atol=1e-4)
        assert one.inverse_depth.dtype == np.float32


def test_storing_again_replaces_and_leaves_nothing_behind(tmp_path: Path) -> None:
    save_plate(small_plate(), tmp_path / "a")
    save_plate(replace(small_plate(), reach_m=0.5), tmp_path / "a")
    assert load_plate(tmp_path / "a").reach_m == 0.5
    assert [entry.name for entry in tmp_path.iterdir()] == ["a"]


def test_a_plate_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    save_plate(small_plate(), tmp_path / "a")
    broken = replace(small_plate(), layers=(replace(small_plate().layers[0], inverse_depth=None),))  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        save_plate(broken, tmp_path / "a")
    assert load_plate(tmp_path / "a").reach_m == 0.125
    assert [entry.name for entry in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("name", ["plate.json", "00-rest.jpg", "01-alpha.png", "01-depth.npy", "water.png"])
@pytest.mark.parametrize("damage", ["gone", "cut short", "empty"])
def test_a_damaged_folder_is_refused_with_the_remedy(tmp_path: Path, name: str, damage: str) -> None:
    save_plate(small_plate(), tmp_path / "a")
    file = tmp_path / "a" / name
    whole = file.read_bytes()
    {"gone": file.unlink, "cut short": lambda: file.write_bytes(whole[:20]), "empty": lambda: file.write_bytes(b"")}[
        damage
    ]()
    with pytest.raises(RenderError, match="delete that folder and run again"):
        load_plate(tmp_path / "a")


def test_the_key_image_is_the_frame_at_rest_with_all_layers() -> None:
    plate = small_plate()
    image = key_image(plate)
    assert image.shape == (100, 60, 3)
    np.testing.assert_array_equal(image[0, 0], plate.layers[0].rgb[9, 5])
    np.testing.assert_allclose(image[61 - 9, 35 - 5], plate.layers[1].rgb[21, 15], atol=1)


def test_the_key_image_lies_beside_the_plate(tmp_path: Path) -> None:
    save_plate(small_plate(), tmp_path / "a")
    stored = cv2.imread(str(tmp_path / "a" / "key.jpg"), cv2.IMREAD_COLOR_RGB)
    assert np.abs(stored.astype(int) - key_image(small_plate())).mean() < 3
