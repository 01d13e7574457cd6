"""The capability table agrees with itself, and with the library whose classes it names."""

import pytest

from songreel_engine.rendering.diffusion.catalogue import (
    STAGES,
    adapter_rows,
    class_rows,
    is_commercial,
    model_rows,
    tier_for,
)
from songreel_engine.rendering.diffusion.models import listed_models, row_of

TIERS_GB = (8, 16, 24, 48, 80)


def test_every_model_is_of_a_class_that_is_known_and_has_a_name_of_its_own() -> None:
    names = [row.name for row in model_rows()]
    assert len(set(names)) == len(names)
    assert {row.class_name for row in model_rows()} <= set(class_rows())


def test_there_is_a_model_for_every_stage_but_the_one_that_adapters_serve() -> None:
    served = {stage for row in model_rows() for stage in (row.opens or class_rows()[row.class_name].opens)}
    assert set(STAGES) - served == {"identity"}


def test_adapters_and_upscalers_belong_to_what_is_known() -> None:
    assert {row.serves for row in adapter_rows()} <= set(class_rows())
    assert len({row.name for row in (*adapter_rows(), *model_rows())}) == len(adapter_rows()) + len(model_rows())
    named = [upscaler for row in model_rows() if (upscaler := row_of(row.upscaler)) is not None]
    assert named
    assert all("upscale" in class_rows()[row.class_name].opens for row in named)
    assert len(named) == sum(bool(row.upscaler) for row in model_rows())


@pytest.mark.parametrize("memory_gb", TIERS_GB)
def test_each_tier_names_models_of_the_stage_that_fit_its_cards(memory_gb: int) -> None:
    tier = tier_for(memory_gb)
    assert tier is not None
    assert tier.memory_gb == memory_gb
    for stage in ("keyframe", "image_to_video"):
        rows = [row_of(name) for name in getattr(tier, stage)]
        assert rows
        for row in rows:
            assert row is not None
            assert stage in (row.opens or class_rows()[row.class_name].opens)
            assert row.least_gb <= memory_gb
            assert row.commercial is not False or row.name != getattr(tier, stage)[0]


@pytest.mark.parametrize(("memory_gb", "tier_gb"), [(7.9, None), (8.0, 8), (12.0, 8), (23.9, 16), (139.0, 80)])
def test_a_card_gets_the_highest_tier_it_reaches(memory_gb: float, tier_gb: int | None) -> None:
    tier = tier_for(memory_gb)
    assert (tier.memory_gb if tier else None) == tier_gb


def test_streamed_a_model_never_takes_more_than_whole() -> None:
    assert all(row.least_gb <= row.memory_gb for row in model_rows())


def test_frame_rules_are_of_video_models_only() -> None:
    for row in class_rows().values():
        is_video = {"image_to_video", "first_last_frame", "audio_driven"} & set(row.opens)
        assert bool(is_video) == (row.most_frames > 1) == (row.fps > 0)
        assert row.most_frames == 1 or (row.most_frames - row.frame_offset) % row.frame_step == 0


@pytest.mark.parametrize(
    ("tag", "allowed"),
    [("apache-2.0", True), ("Apache-2.0 ", True), ("cc-by-nc-4.0", False), ("other", None), ("", None)],
)
def test_what_a_licence_allows_is_told_only_where_it_is_known(tag: str, allowed: bool | None) -> None:
    assert is_commercial(tag) is allowed


def test_the_list_shows_the_whole_catalogue_where_nothing_is_installed(tmp_path: object) -> None:
    from pathlib import Path

    listed = listed_models(Path(str(tmp_path)))
    assert [one.name for one in listed] == [row.name for row in (*model_rows(), *adapter_rows())]
    assert not any(one.installed for one in listed)


def test_every_class_that_the_table_opens_is_in_the_library() -> None:
    libraries = {
        "diffusers": pytest.importorskip("diffusers", reason="diffusers is not installed"),
        "transformers": pytest.importorskip("transformers", reason="transformers is not installed"),
    }
    for row in class_rows().values():
        for class_name in row.opens.values():
            assert hasattr(libraries[row.library], class_name), class_name
