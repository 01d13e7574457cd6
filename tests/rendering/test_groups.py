"""Long segments made in groups of pictures: alone, side by side, and joined to the same bytes."""

from pathlib import Path

import pytest

from songreel_engine.errors import RenderError
from songreel_engine.media import count_frames, read_frames, write_clip
from songreel_engine.media.clips import KEYFRAME_EVERY_FRAMES
from songreel_engine.rendering.groups import group_path, groups_of, join_groups
from songreel_engine.rendering.pictures import animator_of, plate_maker_of
from songreel_engine.rendering.plan import plan_render
from songreel_engine.rendering.quality import QUALITIES
from songreel_engine.rendering.render import render_plan
from synthetic import draft_of, steady_analysis
from synthetic_media import frame_number, numbered_frames, small_settings


@pytest.mark.parametrize("frames", [1, 47, 48, 49, 96, 97, 1000])
def test_groups_tile_a_segment_and_none_is_longer_than_the_distance_of_key_frames(frames: int) -> None:
    groups = groups_of(frames)
    assert [group.start for group in groups[1:]] == [group.stop for group in groups[:-1]]
    assert (groups[0].start, groups[-1].stop) == (0, frames)
    assert max(map(len, groups)) <= KEYFRAME_EVERY_FRAMES
    assert max(map(len, groups)) - min(map(len, groups)) <= 1


def test_joined_groups_are_the_clips_frames_in_order_and_leave_nothing_behind(tmp_path: Path) -> None:
    clip, settings = tmp_path / "clip.mp4", small_settings()
    for group in reversed(groups_of(70)):
        write_clip(group_path(tmp_path, clip, group), numbered_frames(group.start, group.stop, settings), settings)
    join_groups(tmp_path, clip, 70)
    assert [path.name for path in tmp_path.iterdir()] == ["clip.mp4"]
    assert [frame_number(frame) for frame in read_frames(clip)] == list(range(70))


def test_a_group_that_is_missing_is_an_error_and_leaves_no_clip(tmp_path: Path) -> None:
    clip, settings = tmp_path / "clip.mp4", small_settings()
    write_clip(group_path(tmp_path, clip, groups_of(70)[0]), numbered_frames(0, 35, settings), settings)
    with pytest.raises(RenderError):
        join_groups(tmp_path, clip, 70)
    assert not clip.exists()


def test_a_long_shot_has_the_same_bytes_made_in_one_process_or_in_several(tmp_path: Path) -> None:
    draft = draft_of([53, 3, 3], [6, 0, 0])
    plan = plan_render(
        draft,
        steady_analysis(draft.frames / 24),
        quality=QUALITIES["preview"],
        plate_maker=plate_maker_of(),
        animator=animator_of(),
        height_px=180,
    )
    folders = {"plates_dir": tmp_path / "plates", "clips_dir": tmp_path / "clips"}
    made = render_plan(plan, workers=1, **folders)
    longest = max(range(len(plan.segments)), key=lambda index: len(plan.segments[index].span))
    clip, frames = made.clips[longest], len(plan.segments[longest].span)
    assert len(groups_of(frames)) == 2
    # Three clips and more keep one process busy; one alone is shared out between two.
    assert made.clips_made > 2
    in_one = clip.read_bytes()
    clip.unlink()
    render_plan(plan, workers=2, **folders)
    assert clip.read_bytes() == in_one
    assert count_frames(clip) == frames
    assert sorted(path.name for path in clip.parent.iterdir()) == sorted({path.name for path in made.clips})
