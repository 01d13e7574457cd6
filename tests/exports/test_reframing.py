"""A film in another shape: cropped where the performer stays, drawn again only where not."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from filmed_projects import luma_of, with_transitions
from flat_exports import Box, draw_flat, drawn_flat, flat_plate, flat_project
from songreel_engine.draft.model import Aspect
from songreel_engine.exports.reframing import Reframing, cropped_frame, reframed_film
from songreel_engine.exports.windows import KEPT_SHARE, Window, window_around, window_size
from songreel_engine.media import read_frames
from songreel_engine.project import Project
from songreel_engine.rendering.plan import RenderPlan
from songreel_engine.rendering.plate_store import figure_box, save_plate
from songreel_engine.rendering.quality import find_quality

PREVIEW = find_quality("preview")
TO_SQUARE = window_size((1080, 1920), (1080, 1080))
TO_FEED = window_size((1080, 1920), (1080, 1350))
SMALL_FIGURE: Box = (0.4, 0.5, 0.6, 0.7)
TALL_FIGURE: Box = (0.1, 0.0, 0.9, 1.0)
WIDE_FIGURE: Box = (0.0, 0.2, 1.0, 1.0)


def test_a_window_is_the_largest_of_its_shape() -> None:
    assert window_size((1080, 1920), (1080, 1080)) == (1.0, 0.5625)
    assert window_size((1920, 1080), (1080, 1080)) == (0.5625, 1.0)
    assert window_size((1920, 1080), (1920, 1080)) == (1.0, 1.0)


@pytest.mark.parametrize("top", np.linspace(0.0, 0.75, 9))
@pytest.mark.parametrize("height", [0.15, 0.25])
def test_a_performer_who_fits_is_wholly_inside(top: float, height: float) -> None:
    window = window_around((0.4, top, 0.6, top + height), TO_SQUARE)
    assert window is not None
    assert 0 <= window.top <= top + 1e-9
    assert top + height <= window.top + window.height + 1e-9
    assert window.top + window.height <= 1 + 1e-9


def test_a_close_performer_is_cut_at_the_waist_and_never_at_the_head() -> None:
    window = window_around((0.0, 0.22, 1.0, 1.1), TO_FEED)
    assert window is not None
    assert window.top < 0.22
    assert window.height / (1 - 0.22) >= KEPT_SHARE


def test_a_performer_who_fills_the_frame_is_lost_in_a_flat_window() -> None:
    assert window_around(TALL_FIGURE, window_size((1080, 1920), (1920, 1080))) is None


@pytest.mark.parametrize("nobody", [None, (1.2, 0.1, 1.5, 0.5)])
def test_without_anybody_in_sight_the_middle_is_kept(nobody: Box | None) -> None:
    assert window_around(nobody, TO_SQUARE) == Window(0.0, pytest.approx(0.21875), 1.0, 0.5625)  # type: ignore[arg-type]


def test_a_crop_shows_its_window_with_light_and_colour_in_one_place() -> None:
    rows, columns = 160, 90
    frame = np.zeros((rows * 3 // 2, columns), np.uint8)
    frame[:rows] = np.arange(rows)[:, None]
    chroma = frame[rows:].reshape(2, rows // 2, columns // 2)
    chroma[:] = 2 * np.arange(rows // 2)[None, :, None]
    cut = cropped_frame(frame, Window(0.0, 0.25, 1.0, 0.5625), 90, 90)
    assert cut.shape == (135, 90)
    np.testing.assert_array_equal(cut[:90, 0], np.arange(40, 130))
    np.testing.assert_array_equal(cut[90:].reshape(2, 45, 45)[0, :, 0], 2 * np.arange(20, 65))


def test_where_the_performer_stands_is_read_from_a_plate(tmp_path: Path) -> None:
    plan_job = _any_job(tmp_path)
    save_plate(flat_plate(plan_job, (0.25, 0.5, 0.75, 1.1)), tmp_path / "a")
    save_plate(flat_plate(plan_job), tmp_path / "b")
    assert figure_box(tmp_path / "a") == pytest.approx((0.25, 0.5, 0.75, 1.1), abs=0.01)
    assert figure_box(tmp_path / "b") is None


def _any_job(folder: Path):  # type: ignore[no-untyped-def]
    from songreel_engine.making import plan_pieces

    project = flat_project(folder / "p")
    plan = plan_pieces(project, project.read_draft(), project.read_analysis(), quality=PREVIEW, height_px=180)
    return next(iter(plan.plates.values()))


class Watched:
    """What was drawn, by size."""

    def __init__(self) -> None:
        self.drawn: dict[tuple[int, int], set[int]] = {}

    def render_plan(self, plan: RenderPlan, **folders: Path) -> object:
        shots = {index for segment in plan.segments for index in segment.shots}
        self.drawn.setdefault((plan.width_px, plan.height_px), set()).update(shots)
        return drawn_flat(plan, plates_dir=folders["plates_dir"], clips_dir=folders["clips_dir"])


def reframed(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    aspect: str,
    boxes: dict[int, Box],
    *,
    before: Aspect = "9:16",
    joined: bool = False,
) -> tuple[Path, Reframing, Watched, Project]:
    """The film of a project whose shots have performers in these boxes, and nobody in the others."""
    watched, project = Watched(), flat_project(folder / "p", before)
    height_px = 320 if before == "9:16" else 180
    draw_flat(monkeypatch)
    monkeypatch.setattr("songreel_engine.exports.reframing.render_plan", watched.render_plan)
    if joined:
        fading = with_transitions(project.read_draft())
        project.write_draft(fading.model_copy(update={"tracks": fading.tracks.model_copy(update={"text": ()})}))

    def render_plates(plan: RenderPlan, *, plates_dir: Path, **_: object) -> None:
        for index, shot in enumerate(plan.shots):
            save_plate(flat_plate(plan.plates[shot.plate_key], boxes.get(index)), plates_dir / shot.plate_key)

    monkeypatch.setattr("songreel_engine.exports.reframing.render_plates", render_plates)
    # Each shot a plate of its own, so that one figure does not stand in two shots.
    draft = project.read_draft()
    own = tuple(
        shot.model_copy(
            update={
                "takes": (
                    shot.takes[0].model_copy(update={"picture": shot.picture.model_copy(update={"image_seed": k})}),
                )
            }
        )
        for k, shot in enumerate(draft.shots)
    )
    draft = draft.model_copy(update={"tracks": draft.tracks.model_copy(update={"video": own})})
    film, told = reframed_film(project, draft, aspect, quality=PREVIEW, height_px=height_px)  # type: ignore[arg-type]
    return film.path, told, watched, project


def test_a_film_whose_performer_stays_is_cropped_and_nothing_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, told, watched, project = reframed(tmp_path, monkeypatch, "1:1", {1: SMALL_FIGURE, 2: SMALL_FIGURE})
    draft = project.read_draft()
    assert told.drawn == ()
    assert told.in_words().startswith(f"Re-framed from 9:16 to 1:1: all {len(draft.shots)} shots are cropped")
    assert set(watched.drawn) == {(180, 320)}, "only the film as it was"
    frames = [float(frame[:180].mean()) for frame in read_frames(path)]
    assert frames == pytest.approx([luma_of(k) for k in range(draft.frames)], abs=3)


def test_only_the_shots_that_would_lose_the_performer_are_drawn_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    boxes = {1: SMALL_FIGURE, 3: WIDE_FIGURE}
    _, told, watched, project = reframed(tmp_path, monkeypatch, "4:5", boxes, before="16:9")
    assert told.drawn == told.lost == (4,)
    assert watched.drawn[(180, 224)] == {3}
    assert 3 not in watched.drawn[(320, 180)]
    assert (
        f"1 of {len(project.read_draft().shots)} shots drawn again (a crop would lose the performer in 1)"
        in told.in_words()
    )
    assert project.read_draft().aspect == "16:9"


def test_both_sides_of_a_transition_are_made_in_one_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shots 2, 3, 4, 5, 6 and 7 are joined by transitions into 3, 4, 5, 6 and 7."""
    _, told, _, _ = reframed(tmp_path, monkeypatch, "4:5", {3: WIDE_FIGURE}, before="16:9", joined=True)
    assert told.lost == (4,)
    assert told.drawn == (2, 3, 4, 5, 6, 7)
    assert 1 in told.cropped


def test_what_a_crop_would_blow_up_is_drawn_again_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, told, watched, _ = reframed(tmp_path, monkeypatch, "16:9", {0: SMALL_FIGURE, 1: TALL_FIGURE})
    assert told.cropped == ()
    assert (320, 180) in watched.drawn
    assert "a crop would be blown up 1.8 times, and a crop would lose the performer in 1" in told.in_words()


def test_a_shape_that_was_made_is_used_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, _, _, project = reframed(tmp_path, monkeypatch, "1:1", {})
    before = path.stat().st_mtime_ns
    draft = project.read_draft()
    film, _ = reframed_film(project, draft, "1:1", quality=replace(PREVIEW), height_px=320)
    assert film.path == path
    assert path.stat().st_mtime_ns == before
