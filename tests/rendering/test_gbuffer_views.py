"""The two views of a plate: what is in front, what is behind, and that the city holds up from every set-up."""

from collections.abc import Iterator
from dataclasses import replace

import moderngl
import numpy as np
import pytest

from songreel_engine.errors import RenderError
from songreel_engine.rendering.jobs import FigureJob, PlateJob
from songreel_engine.rendering.procedural import gl
from songreel_engine.rendering.procedural.gbuffer import Views, render_views, setup_for
from songreel_engine.rendering.procedural.places import PLACES
from songreel_engine.rendering.procedural.poses import POSES
from songreel_engine.rendering.procedural.raymarch import FAR_M

COAT = 22
JOB = PlateJob(
    width_px=90,
    height_px=160,
    place="city",
    style="golden_hour",
    framing="wide",
    variation=2,
    time_of_day="golden",
    weather="clear",
    figure=FigureJob(pose="walk_away", hair=0.8, coat=0.8, colour=(0.40, 0.05, 0.04)),
    prompt="",
    seed=7,
)


def small(job: PlateJob) -> PlateJob:
    return replace(job, width_px=job.width_px // 2, height_px=job.height_px // 2)


@pytest.fixture(scope="module")
def views() -> Iterator[Views]:
    made = render_views(JOB)
    yield made
    made.release()


def covered(views: Views) -> np.ndarray:
    return np.asarray(views.figure_cover + views.near_prop_cover + views.far_prop_cover)


def test_where_nothing_stands_in_front_both_views_are_one(views: Views) -> None:
    free = covered(views) == 0
    assert 0.3 < free.mean() < 0.98
    for name in ("albedo", "material", "normal", "distance", "emission", "occlusion", "shadow", "reflectivity"):
        np.testing.assert_array_equal(getattr(views.full, name)[free], getattr(views.behind, name)[free], name)


def test_behind_is_farther_and_holds_no_performer(views: Views) -> None:
    hidden = (views.figure_depth < FAR_M) | (views.prop_depth < FAR_M)
    assert (views.behind.distance[hidden] > views.full.distance[hidden] - 0.02).all()
    assert (views.full.layer == 2).any()
    assert not (views.behind.layer == 2).any()


def test_cover_is_a_share_and_things_do_not_overlap(views: Views) -> None:
    total = covered(views)
    assert total.min() >= 0.0
    assert total.max() <= 1.0 + 1e-6
    sampled = views.full.mask_np
    assert ((total[sampled] > 0) & (total[sampled] < 1)).any()
    assert np.isin(total[~sampled], (0.0, 1.0)).all()


def test_the_performer_is_where_the_camera_says(views: Views) -> None:
    assert views.figure_position is not None
    x, y, z = views.figure_position
    head_px = views.camera.project((x, y + 1.6, z))
    feet_px = views.camera.project((x, y + 0.1, z))
    rows, columns = np.nonzero(views.figure_cover > 0.5)
    assert rows.min() == pytest.approx(head_px[1], abs=4)
    assert rows.max() == pytest.approx(feet_px[1], abs=5)
    assert columns.mean() == pytest.approx(head_px[0], abs=4)
    assert np.median(views.figure_depth[views.figure_cover == 1]) == pytest.approx(head_px[2], abs=0.3)


def test_props_are_told_apart_by_the_performers_depth(views: Views) -> None:
    depth_m = float(np.median(views.figure_depth[views.figure_cover == 1]))
    near, far = views.near_prop_cover == 1, views.far_prop_cover == 1
    assert near.any()
    assert far.any()
    assert views.prop_depth[near].max() < depth_m + 0.5
    assert views.prop_depth[far].min() > depth_m - 0.5


def test_normals_are_unit_and_distances_lie_before_the_sky(views: Views) -> None:
    matter = views.full.layer > 0
    assert np.linalg.norm(views.full.normal[matter], axis=-1) == pytest.approx(1.0, abs=1e-3)
    assert views.full.distance[matter].max() < FAR_M
    sky = (views.full.layer == 0) & (views.full.material < 1)
    assert (views.full.distance[sky] == FAR_M).all()


def test_the_coat_has_the_colour_that_was_asked_for(views: Views) -> None:
    coat = views.full.albedo[views.full.material == COAT]
    assert np.median(coat, axis=0) == pytest.approx((0.40, 0.05, 0.04), rel=0.2)


def test_the_performer_throws_a_shadow_on_the_street(views: Views) -> None:
    alone = render_views(replace(JOB, figure=None))
    darker = alone.behind.shadow - views.behind.shadow
    alone.release()
    assert (darker > 0.5).sum() > 20
    assert darker.min() > -0.05


def test_without_a_performer_nobody_is_there() -> None:
    views = render_views(small(replace(JOB, figure=None)))
    assert views.figure_position is None
    assert not views.figure_cover.any()
    assert not views.near_prop_cover.any()
    assert views.far_prop_cover.any()
    views.release()


def test_the_same_job_gives_the_same_data_and_another_seed_another_street() -> None:
    jobs = (small(JOB), small(JOB), small(replace(JOB, seed=8)))
    made = [render_views(job) for job in jobs]
    one, again, other = (view.full.albedo for view in made)
    np.testing.assert_array_equal(one, again)
    assert np.abs(one - other).mean() > 0.04
    for view in made:
        view.release()


@pytest.mark.parametrize(("width_px", "height_px"), [(160, 90), (90, 90), (80, 100)])
def test_wider_frames_keep_the_performers_height_and_stand_them_off_centre(
    views: Views, width_px: int, height_px: int
) -> None:
    def share(v: Views) -> float:
        rows = np.nonzero((v.figure_cover > 0.5).any(1))[0]
        return float(np.ptp(rows) + 1) / v.camera.frame_height_px

    wide = render_views(replace(JOB, width_px=width_px, height_px=height_px))
    columns = np.nonzero(wide.figure_cover > 0.5)[1]
    off_centre = abs(columns.mean() / wide.camera.width_px - 0.5)
    assert share(wide) == pytest.approx(share(views), rel=0.10)
    assert 0.05 < off_centre < 0.35
    wide.release()


@pytest.mark.parametrize("framing", PLACES["city"].setups)
@pytest.mark.parametrize("variation", range(4))
def test_the_city_holds_up_from_every_set_up(framing: str, variation: int) -> None:
    figure = None if framing == "detail" else JOB.figure
    views = render_views(small(replace(JOB, framing=framing, variation=variation, figure=figure)), samples=1)
    frame = views.full.distance
    assert frame.min() > 0.15
    assert np.quantile(frame, 0.95) > 2 * np.quantile(frame, 0.05)
    assert views.full.albedo.std() > 0.03
    if figure:
        assert views.figure_cover.mean() > 0.004
        depth = views.figure_depth[views.figure_cover > 0]
        assert np.ptp(depth) < 1.6
    views.release()


@pytest.mark.parametrize("variation", range(4))
@pytest.mark.parametrize("pose", POSES)
def test_poses_are_seen_from_the_side_they_want(pose: str, variation: int) -> None:
    assert JOB.figure is not None
    job = replace(JOB, variation=variation, figure=replace(JOB.figure, pose=pose))
    setup = setup_for(PLACES["city"], job)
    looks = (-np.sin(setup.facing_rad), np.cos(setup.facing_rad))
    to_camera = (setup.camera_m[0] - setup.figure_m[0], setup.camera_m[2] - setup.figure_m[2])
    faces_camera = np.dot(looks, to_camera) > 0
    wanted = {"front": True, "behind": False, "anywhere": faces_camera}[POSES[pose].seen_from]
    assert faces_camera == wanted


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"place": "moon"}, "the place 'moon' is not known; use one of city"),
        ({"framing": "fisheye"}, "the framing 'fisheye' is not known; use one of wide"),
    ],
)
def test_what_is_not_known_is_refused_with_what_is(change: dict[str, str], message: str) -> None:
    with pytest.raises(RenderError, match=message):
        render_views(replace(JOB, **change))


def test_twenty_plates_leave_no_texture_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[moderngl.Texture] = []
    make = gl.texture

    def counted(*args: int, channels: int = 4, kind: gl.TextureKind = "f2") -> moderngl.Texture:
        made.append(make(*args, channels=channels, kind=kind))
        return made[-1]

    monkeypatch.setattr(gl, "texture", counted)
    for seed in range(20):
        render_views(replace(JOB, width_px=24, height_px=40, seed=seed)).release()
    alive = [texture for texture in made if not isinstance(texture.mglo, moderngl.InvalidObject)]
    assert len(made) > 20 * 24
    assert not alive
