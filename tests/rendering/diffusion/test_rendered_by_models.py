"""A plan rendered with a model: plates in this process, clips in the pool, once, and with what has to be said."""

import shutil
from pathlib import Path

import pytest

from songreel_engine.media import count_frames
from songreel_engine.progress import Progress
from songreel_engine.rendering.pictures import PictureChoice, animator_of, plate_maker_of
from songreel_engine.rendering.plan import RenderPlan, plan_render
from songreel_engine.rendering.quality import QUALITIES
from songreel_engine.rendering.render import Rendered, render_plan
from songreel_engine.rendering.tracking import PLATE_STAGE
from synthetic import draft_of, steady_analysis
from tiny_model_folders import sdxl_folder

__all__ = ["sdxl_folder"]


@pytest.fixture(scope="module")
def plan(sdxl_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> RenderPlan:
    # By this name it is known as a model of few steps that may not be used commercially.
    folder = Path(shutil.copytree(sdxl_folder, tmp_path_factory.mktemp("few") / "sdxl-turbo"))
    choice = PictureChoice(name="diffusion", keyframe_model=str(folder), non_commercial=True)
    draft = draft_of([14, 12], [0, 0])
    return plan_render(
        draft,
        steady_analysis(draft.frames / 24),
        quality=QUALITIES["preview"],
        plate_maker=plate_maker_of(choice),
        animator=animator_of(choice),
        height_px=180,
        picture=choice,
    )


def rendered(plan: RenderPlan, folder: Path, told: list[Progress]) -> Rendered:
    return render_plan(plan, plates_dir=folder / "plates", clips_dir=folder / "clips", workers=1, progress=told.append)


def test_a_plan_is_rendered_once_with_all_that_has_to_be_said(plan: RenderPlan, tmp_path: Path) -> None:
    told: list[Progress] = []
    made = rendered(plan, tmp_path, told)
    assert (made.plates_made, made.clips_made) == (len(plan.plates), 2)
    assert [count_frames(clip) for clip in made.clips] == [14, 12]
    assert [origin.model for origin in made.origins] == ["sdxl-turbo"] * len(plan.plates)
    assert made.has_nsfw is None
    assert any("looks at no pictures" in note for note in made.notes)
    assert len(set(made.notes)) == len(made.notes)
    steps = [report.done for report in told if report.stage == PLATE_STAGE]
    assert steps == sorted(steps)
    assert any(0 < done < 1 for done in steps), "steps of the first plate are told"
    assert steps[-1] == len(plan.plates)
    assert {report.preview for report in told} == {"", str(tmp_path / "plates" / ".preview.jpg")}
    assert not (tmp_path / "plates" / ".preview.jpg").exists(), "the plates stand"
    again = rendered(plan, tmp_path, [])
    assert (again.plates_made, again.clips_made) == (0, 0)
    assert again.origins == made.origins
