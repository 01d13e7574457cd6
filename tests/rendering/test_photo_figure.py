"""A person from a photo in a plate: where they stand, what hides them, how they are lit."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from drawn_portraits import empty_wall, portrait, write_photo
from songreel_engine.errors import RenderError
from songreel_engine.rendering.jobs import FigureJob, PlateJob
from songreel_engine.rendering.plates import Layer, Plate
from songreel_engine.rendering.portrait.person import Person, read_person
from songreel_engine.rendering.procedural.gbuffer import Views, render_views
from songreel_engine.rendering.procedural.looks import find_look, light_for
from songreel_engine.rendering.procedural.photo_figure import with_person
from songreel_engine.rendering.procedural.plate_maker import ProceduralPlateMaker, drawn_views, plate_of

FIGURE = FigureJob(pose="stand", hair=0.0, coat=0.0, colour=(0.0, 0.0, 0.0))
JOB = PlateJob(
    width_px=135,
    height_px=240,
    place="beach",
    style="cinematic_realism",
    framing="medium",
    variation=0,
    time_of_day="day",
    weather="clear",
    figure=FIGURE,
    prompt="",
    seed=7,
)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("photos")
    photos = {
        "upper": portrait().rgb,
        "whole": portrait(whole=True).rgb,
        "behind": portrait(face=False).rgb,
        "nobody": empty_wall(),
    }
    return {name: write_photo(folder / f"{name}.png", rgb) for name, rgb in photos.items()}


def person_in(files: dict[str, Path], name: str) -> Person:
    person = read_person(files[name])
    assert person is not None
    return person


def job_of(files: dict[str, Path], name: str, **changes: object) -> PlateJob:
    sha256 = hashlib.sha256(files[name].read_bytes()).hexdigest()
    return replace(JOB, figure=replace(FIGURE, photo=sha256), **changes)  # type: ignore[arg-type]


def plate_with(files: dict[str, Path], name: str, **changes: object) -> Plate:
    job = job_of(files, name, **changes)
    assert job.figure is not None
    return ProceduralPlateMaker({job.figure.photo: files[name]}).make(job)


def performer_in(plate: Plate) -> Layer:
    return next(layer for layer in plate.layers if layer.kind == "figure")


@pytest.fixture(scope="module")
def standing(files: dict[str, Path]) -> Iterator[tuple[Views, Views]]:
    """A wide beach without anybody, and with somebody whole in it."""
    job = job_of(files, "whole", framing="wide")
    empty, filled = render_views(job), render_views(job)
    assert empty.full.shadow.shape == filled.full.shadow.shape
    filled = with_person(filled, person_in(files, "whole"), "wide")
    yield empty, filled
    empty.release()
    filled.release()


def test_somebody_whole_is_as_tall_as_the_drawn_performer(standing: tuple[Views, Views]) -> None:
    _, views = standing
    rows = np.flatnonzero((views.figure_cover > 0.5).any(1))
    assert views.figure_position is not None
    x, y, z = views.figure_position
    foot, crown = (views.camera.project((x, y + up, z))[1] for up in (0.0, 1.74))
    assert rows[0] == pytest.approx(crown, abs=3)
    assert rows[-1] == pytest.approx(foot, abs=4)


def test_the_ground_at_the_feet_is_darker_than_without_them(standing: tuple[Views, Views]) -> None:
    empty, views = standing
    x, _, z = views.figure_position or (0.0, 0.0, 0.0)
    at = np.asarray(views.camera.position_m) + views.camera.rays() * views.behind.distance[..., None]
    near = np.hypot(at[..., 0] - x, at[..., 2] - z) < 0.15
    assert near.sum() > 4
    assert views.behind.occlusion[near].mean() < 0.75 * empty.behind.occlusion[near].mean()


def test_a_shadow_falls_away_from_the_light(standing: tuple[Views, Views]) -> None:
    empty, views = standing
    lost = (empty.full.shadow - views.full.shadow > 0.3) & (views.figure_cover < 0.5)
    assert lost.sum() > 10
    at = np.asarray(views.camera.position_m) + views.camera.rays() * views.full.distance[..., None]
    away = at[lost] - np.asarray(views.figure_position)
    flat_key = np.array([views.key[0], 0.0, views.key[2]])
    assert (away @ flat_key).mean() < 0


def test_layers_put_together_at_rest_give_the_full_picture(standing: tuple[Views, Views]) -> None:
    _, views = standing
    look, light = find_look(JOB.style), light_for(JOB.style, JOB.time_of_day)
    (full, _), _ = drawn_views(views, look, light, seed=JOB.seed)
    plate = plate_of(views, look, light, seed=JOB.seed)
    layered = np.zeros(full.shape, np.float32)
    for layer in plate.layers:
        height, width = layer.rgb.shape[:2]
        window = layered[layer.y_px : layer.y_px + height, layer.x_px : layer.x_px + width]
        share = 1.0 if layer.alpha is None else layer.alpha[..., None].astype(np.float32) / 255
        window += (layer.rgb - window) * share
    difference = np.abs(layered - full).max(-1)
    assert (difference > 8).mean() < 0.02


@pytest.mark.parametrize("size", [(135, 240), (240, 135)], ids=["tall", "wide"])
@pytest.mark.parametrize("framing", ["close", "medium"])
def test_the_lower_end_of_an_upper_body_is_never_seen(
    files: dict[str, Path], framing: str, size: tuple[int, int]
) -> None:
    plate = plate_with(files, "upper", framing=framing, width_px=size[0], height_px=size[1])
    layer = performer_in(plate)
    assert layer.alpha is not None
    assert layer.y_px + layer.rgb.shape[0] == plate.canvas_height_px
    solid = layer.alpha > 200
    assert solid[-1].sum() > 0.3 * solid.any(0).sum()
    frame_top = (plate.canvas_height_px - plate.frame_height_px) / 2
    crown = (layer.y_px + np.flatnonzero(solid.any(1))[0] - frame_top) / plate.frame_height_px
    assert 0.1 < crown < 0.5


def test_the_coat_of_the_photo_is_the_coat_in_the_picture(files: dict[str, Path]) -> None:
    layer = performer_in(plate_with(files, "upper", framing="close"))
    assert layer.alpha is not None
    lowest = layer.rgb[-20:][layer.alpha[-20:] > 200].astype(float)
    red, green, blue = np.median(lowest, axis=0)
    assert blue > 1.3 * max(red, green)


def mean_colour(layer: Layer) -> NDArray[np.float64]:
    assert layer.alpha is not None
    return np.asarray(layer.rgb[layer.alpha > 200].mean(0), np.float64)


def test_the_person_stands_in_the_scenes_light(files: dict[str, Path]) -> None:
    (warm_red, _, warm_blue), (cool_red, _, cool_blue) = (
        mean_colour(performer_in(plate_with(files, "upper", framing="close", style=style, time_of_day=hour)))
        for style, hour in (("golden_hour", "golden"), ("midnight_blue", "night"))
    )
    assert warm_red / warm_blue > 1.5 * cool_red / cool_blue


def test_the_mouth_opens_where_a_face_was_found_and_stays_shut_where_none_was(files: dict[str, Path]) -> None:
    size = {"width_px": 270, "height_px": 480, "framing": "close"}
    singing = performer_in(plate_with(files, "upper", **size))
    assert singing.mouth is not None
    assert (singing.mouth.cover > 128).any()
    assert not np.array_equal(singing.mouth.rgb[0], singing.mouth.rgb[1])
    assert performer_in(plate_with(files, "behind", **size)).mouth is None


def test_the_same_photo_gives_the_same_plate(files: dict[str, Path]) -> None:
    one, other = (performer_in(plate_with(files, "upper")) for _ in range(2))
    assert np.array_equal(one.rgb, other.rgb)
    assert one.alpha is not None
    assert other.alpha is not None
    assert np.array_equal(one.alpha, other.alpha)


def test_a_photo_of_nobody_and_one_that_is_gone_are_refused(files: dict[str, Path]) -> None:
    with pytest.raises(RenderError, match=r"nobody\.png"):
        plate_with(files, "nobody")
    with pytest.raises(RenderError, match="photo"):
        ProceduralPlateMaker().make(job_of(files, "upper"))
