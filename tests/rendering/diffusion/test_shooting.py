"""What a video pipeline is asked, window after window; the pipeline here counts instead of drawing."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from moving_jobs import shot_job
from songreel_engine.rendering.diffusion.pacing import Pace
from songreel_engine.rendering.diffusion.shooting import Scripted, Sound, as_class, class_of, shoot
from songreel_engine.rendering.jobs import VoiceJob
from songreel_engine.rendering.parallax.colour import frame_planes

torch = pytest.importorskip("torch", reason="torch is not installed; pip install 'songreel[diffusion]'")
pytest.importorskip("diffusers", reason="diffusers is not installed; pip install 'songreel[diffusion]'")

SIZE = (32, 64)


class Counting:
    """Each frame is one level of 255 brighter than the one before, beginning with the picture it is given."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.vae = SimpleNamespace(config=SimpleNamespace(timestep_conditioning=False), decode=self._decoded)
        self.video_processor = SimpleNamespace(postprocess_video=lambda video, output_type: video)

    def _decoded(self, latents: Any, *, return_dict: bool) -> Any:
        """Frames are their own latents."""
        assert not return_dict
        return (latents,)

    def _made(self, image: Any, asked: dict[str, Any]) -> Any:
        self.asked.append(asked | {"image": image})
        pictures = image if isinstance(image, list) else [image]
        levels = [float(np.asarray(picture).mean()) for picture in pictures]
        frames = torch.arange(asked["num_frames"]).view(1, -1, 1, 1, 1) + torch.tensor(levels).view(-1, 1, 1, 1, 1)
        latents = (frames / 255).expand(-1, -1, 3, asked["height"], asked["width"])
        video = self.vae.decode(latents, return_dict=False)[0]
        return SimpleNamespace(frames=self.video_processor.postprocess_video(video, output_type="pt"))


class LTXImageToVideoPipeline(Counting):
    def __call__(self, *, image: Any, prompt: Any, height: int, width: int, num_frames: int, frame_rate: float,
                 num_inference_steps: int, guidance_scale: float, generator: Any, output_type: str,
                 callback_on_step_end: Any) -> Any:  # fmt: skip
        return self._made(image, {k: v for k, v in locals().items() if k not in ("self", "image")})


class LTXConditionPipeline(Counting):
    def __call__(self, *, image: Any, frame_index: Any, strength: Any, prompt: Any, height: int, width: int,
                 num_frames: int, generator: Any, output_type: str, callback_on_step_end: Any) -> Any:  # fmt: skip
        asked = {k: v for k, v in locals().items() if k not in ("self", "image")}
        return self._made(image[0], asked | {"last": image[1:]})


OPENS = {"image_to_video": "LTXImageToVideoPipeline", "first_last_frame": "LTXConditionPipeline"}


def model(**changes: Any) -> Any:
    known: dict[str, Any] = dict(
        row=SimpleNamespace(opens=OPENS), fps=24.0, steps=2, guidance=3.0, guidance_name="guidance_scale",
        options={"max_sequence_length": 64},
    )  # fmt: skip
    return SimpleNamespace(**(known | changes))


def grey(level: int) -> np.ndarray:
    return np.full((64, 32, 3), level, np.uint8)


def script(
    *, windows: tuple[int, ...], needed: int, speed: float = 1.0, last: np.ndarray | None = None, **job: Any
) -> Scripted:
    pace = Pace(positions=np.arange(needed, dtype=np.float64), speed=speed)
    return Scripted(
        key="k", job=shot_job(frames=needed, **job), pace=pace, windows=windows, prompt=("a street", ""), first=grey(60),
        last=last,
    )  # fmt: skip


def silence(voice: VoiceJob, rate_hz: int) -> Sound:
    raise AssertionError("nobody sings")


def shot(
    pipe: Any, scripts: list[Scripted], *, seeds: list[int] | None = None, sound_of: Callable[..., Sound] = silence
) -> list[np.ndarray]:
    return shoot(
        pipe, model(), scripts, prompts={("a street", ""): {"prompt": "a street", "negative_prompt": None}},
        seeds=seeds or [7], size_px=SIZE, sound_of=sound_of, step=lambda *args: args[-1],
    )  # fmt: skip


def lumas(frames: np.ndarray) -> np.ndarray:
    """In levels of 255, over black."""
    return np.array([frame_planes(frame).y.mean() - 16 for frame in frames]) * 255 / 219


def test_each_window_begins_where_the_one_before_ended_and_no_frame_comes_twice() -> None:
    pipe = LTXImageToVideoPipeline()
    (frames,) = shot(pipe, [script(windows=(9, 9, 9), needed=22)])
    assert len(frames) == 22
    assert lumas(frames) == pytest.approx(60 + np.arange(22), abs=1.0)
    assert [np.asarray(asked["image"]).mean() for asked in pipe.asked] == pytest.approx([60, 68, 76], abs=0.5)


def test_a_class_is_asked_in_its_own_words_and_nothing_it_does_not_take() -> None:
    pipe = LTXImageToVideoPipeline()
    shot(pipe, [script(windows=(9,), needed=9, speed=1.25)])
    (asked,) = pipe.asked
    assert (asked["width"], asked["height"], asked["num_frames"]) == (32, 64, 9)
    assert (asked["num_inference_steps"], asked["guidance_scale"]) == (2, 3.0)
    assert asked["frame_rate"] == pytest.approx(24 / 1.25)
    assert asked["generator"].initial_seed() == 7


def test_shots_made_together_have_a_seed_each() -> None:
    pipe = LTXImageToVideoPipeline()
    both = shot(pipe, [script(windows=(9,), needed=9), script(windows=(9,), needed=6)], seeds=[1, 2])
    assert [len(frames) for frames in both] == [9, 6]
    (asked,) = pipe.asked
    assert asked["prompt"] == ["a street", "a street"]
    assert [one.initial_seed() for one in asked["generator"]] == [1, 2]


def test_only_the_last_window_is_led_to_the_next_shots_picture() -> None:
    pipe = LTXConditionPipeline()
    shot(pipe, [script(windows=(9, 9), needed=17, last=grey(200))])
    first, second = pipe.asked
    assert (first["last"], first["frame_index"]) == ([], [0])
    assert second["frame_index"] == [0, 8]
    assert np.asarray(second["last"][0]).mean() == 200


@pytest.mark.parametrize(
    ("guidance", "last", "name"),
    [
        (3.0, None, "LTXImageToVideoPipeline"),
        (3.0, grey(9), "LTXConditionPipeline"),
        (1.0, None, "LTXConditionPipeline"),
    ],
    ids=["a plain shot", "a match cut", "a distilled model"],
)
def test_a_shot_is_made_by_the_class_that_can_do_what_it_asks(
    guidance: float, last: np.ndarray | None, name: str
) -> None:
    assert class_of(model(guidance=guidance), script(windows=(9,), needed=9, last=last)) == name


def test_a_class_is_made_of_the_parts_of_another_without_loading_them_again() -> None:
    from tiny_videos import build_ltx

    pipe = build_ltx()
    other = as_class(pipe, "LTXConditionPipeline")
    assert type(other).__name__ == "LTXConditionPipeline"
    assert other.transformer is pipe.transformer
    assert other.vae is pipe.vae
    assert as_class(other, "LTXConditionPipeline") is other


def test_a_model_for_pictures_is_refused_as_a_video_model(tmp_path: Path) -> None:
    from songreel_engine.errors import BriefError
    from songreel_engine.rendering.diffusion.motion import animator_for

    (tmp_path / "model_index.json").write_text(
        '{"_class_name": "StableDiffusionXLPipeline", "_diffusers_version": "0.42"}'
    )
    with pytest.raises(BriefError, match="is a model for keyframe, not for image to video"):
        animator_for(str(tmp_path), files={}, rushes_dir=tmp_path)
