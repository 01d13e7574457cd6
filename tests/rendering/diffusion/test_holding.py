"""Whether a generated shot holds together: faults put into a moving picture are found, and a sound one is left alone."""

from fractions import Fraction

import cv2
import numpy as np
import pytest

from songreel_engine.rendering.diffusion.holding import holds_together
from songreel_engine.rendering.diffusion.takes import Judgement

WIDTH, HEIGHT, FRAMES = 108, 192, 48


def moving(seed: int = 1) -> list[np.ndarray]:
    """I420: a textured picture that drifts by two pixels a frame."""
    field = cv2.GaussianBlur(np.random.default_rng(seed).random((HEIGHT, 3 * WIDTH)).astype(np.float32), (0, 0), 3)
    field = ((field - field.min()) / (field.max() - field.min()) * 180 + 30).astype(np.uint8)
    made = []
    for number in range(FRAMES):
        frame = np.full((HEIGHT * 3 // 2, WIDTH), 128, np.uint8)
        frame[:HEIGHT] = field[:, 2 * number : 2 * number + WIDTH]
        made.append(frame)
    return made


def judged(frames: list[np.ndarray]) -> Judgement:
    return holds_together(iter(frames), Fraction(24))


def test_a_picture_that_moves_steadily_is_good() -> None:
    judgement = judged(moving())
    assert judgement.good
    assert judgement.score > 85
    assert judgement.why == ()


def test_a_jump_into_another_picture_is_found() -> None:
    judgement = judged(moving()[:24] + moving(2)[24:])
    assert not judgement.good
    assert judgement.why[0].startswith("teleport: 1 of 47")


def test_frames_of_noise_do_not_follow_from_each_other() -> None:
    rng = np.random.default_rng(3)
    judgement = judged([rng.integers(16, 236, (HEIGHT * 3 // 2, WIDTH), np.uint8) for _ in range(FRAMES)])
    assert not judgement.good
    assert "stability" in judgement.why[-1]
    assert judgement.score < 60


def test_a_picture_that_stands_still_is_no_video_and_a_short_rest_is_fine() -> None:
    frames = moving()
    assert judged([frames[0]] * FRAMES).why[0].startswith("frozen: 47 of 47")
    rested = frames[:20] + [frames[20]] * 6 + frames[21:40]
    assert judged(rested).good


def test_black_frames_are_found() -> None:
    frames = moving()
    dark = np.full_like(frames[0], 16)
    assert any(why.startswith("black") for why in judged([*frames[:40], *[dark] * 8]).why)


def test_light_that_boils_is_found_and_one_flash_is_not() -> None:
    frames = moving()
    boiling = [
        np.clip(frame + (14 if number % 2 else 0), 16, 235).astype(np.uint8) for number, frame in enumerate(frames)
    ]
    flash = [
        np.clip(frame + (12 if number == 20 else 0), 16, 235).astype(np.uint8) for number, frame in enumerate(frames)
    ]
    assert any(why.startswith("flicker") for why in judged(boiling).why)
    assert judged(flash).good


@pytest.mark.parametrize("count", [0, 1])
def test_a_shot_without_a_second_frame_is_good(count: int) -> None:
    assert judged(moving()[:count]) == Judgement(score=100.0, good=True)


def test_worse_shots_score_lower() -> None:
    once, twice = moving()[:24] + moving(2)[24:], moving()[:16] + moving(2)[16:32] + moving(3)[32:]
    assert judged(moving()).score > judged(once).score > judged(twice).score
