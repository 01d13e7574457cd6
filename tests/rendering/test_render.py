"""Rendering a plan in real worker processes, small."""

from pathlib import Path

import numpy as np
import pytest

from songreel_engine.media import count_frames, read_frames
from songreel_engine.progress import Progress
from songreel_engine.rendering.pictures import animator_of, plate_maker_of
from songreel_engine.rendering.plan import RenderPlan, plan_render
from songreel_engine.rendering.quality import QUALITIES
from songreel_engine.rendering.render import render_plan
from synthetic import draft_of, steady_analysis


@pytest.fixture(scope="module")
def plan() -> RenderPlan:
    draft = draft_of([14, 16, 12], [6, 8, 0])
    return plan_render(
        draft,
        steady_analysis(draft.frames / 24),
        quality=QUALITIES["preview"],
        plate_maker=plate_maker_of(),
        animator=animator_of(),
        height_px=180,
    )


@pytest.fixture(scope="module")
def folder(plan: RenderPlan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("rendered")
    render_plan(plan, plates_dir=made / "plates", clips_dir=made / "clips", workers=1)
    return made


def again(plan: RenderPlan, folder: Path, reports: list[Progress] | None = None) -> tuple[int, int]:
    done = render_plan(
        plan,
        plates_dir=folder / "plates",
        clips_dir=folder / "clips",
        workers=1,
        progress=reports.append if reports is not None else lambda _: None,
    )
    return done.plates_made, done.clips_made


def film_of(plan: RenderPlan, folder: Path) -> list[np.ndarray]:
    return [f for segment in plan.segments for f in read_frames(folder / "clips" / f"{segment.key}.mp4")]


def luma(frame: np.ndarray) -> np.ndarray:
    return frame[: frame.shape[0] * 2 // 3].astype(float)


def test_every_segment_is_a_clip_of_its_own_length(plan: RenderPlan, folder: Path) -> None:
    for segment in plan.segments:
        assert count_frames(folder / "clips" / f"{segment.key}.mp4") == len(segment.span)


def test_a_dissolve_runs_from_one_shot_into_the_other_without_a_jump(plan: RenderPlan, folder: Path) -> None:
    film = film_of(plan, folder)
    centre = next(s.centre for s in plan.segments if s.transition == "dissolve" and len(s.shots) == 2)
    steps = [np.abs(luma(film[k + 1]) - luma(film[k])).mean() for k in range(centre - 6, centre + 6)]
    hard_cut = np.abs(luma(film[30]) - luma(film[29])).mean()
    assert max(steps) < 0.6 * hard_cut


def test_a_film_that_opens_with_a_transition_comes_out_of_black(plan: RenderPlan, folder: Path) -> None:
    film = film_of(plan, folder)
    assert luma(film[0]).mean() < luma(film[4]).mean()


def test_what_is_there_is_not_made_again(plan: RenderPlan, folder: Path) -> None:
    assert again(plan, folder) == (0, 0)


def test_a_damaged_clip_is_made_again_and_is_the_same(plan: RenderPlan, folder: Path) -> None:
    clip = folder / "clips" / f"{plan.segments[-1].key}.mp4"
    whole = clip.read_bytes()
    clip.write_bytes(whole[: len(whole) // 2])
    assert again(plan, folder) == (0, 1)
    assert clip.read_bytes() == whole


def test_progress_counts_frames_up_to_the_films_length(plan: RenderPlan, folder: Path) -> None:
    (folder / "clips" / f"{plan.segments[0].key}.mp4").unlink()
    reports: list[Progress] = []
    again(plan, folder, reports)
    frames = [r for r in reports if r.stage == "video generation"]
    assert frames[-1].done == frames[-1].total == plan.frames
