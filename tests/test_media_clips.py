"""Clips are closed segments that fit together."""

import os
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from songreel_engine.errors import RenderError
from songreel_engine.media import EncodeSettings, count_frames, read_frames, write_clip
from synthetic_media import frame_number, numbered_frames, small_settings


def noise(frames: int, settings: EncodeSettings) -> Iterator[NDArray[np.uint8]]:
    rng = np.random.default_rng(11)
    for _ in range(frames):
        yield rng.integers(16, 236, (settings.height_px * 3 // 2, settings.width_px), np.uint8)


def header(path: Path) -> bytes | None:
    with av.open(str(path)) as container:
        return container.streams.video[0].codec_context.extradata


@pytest.mark.parametrize("preset", ["ultrafast", "veryfast", "medium"])
def test_clips_of_one_setting_share_one_header_whatever_they_show(preset: str, tmp_path: Path) -> None:
    settings = small_settings(preset=preset)
    headers = set()
    for frames in (1, 2, 3, 50):
        for name, source in (("flat", numbered_frames(0, frames, settings)), ("noise", noise(frames, settings))):
            path = tmp_path / f"{name}{frames}.mp4"
            assert write_clip(path, source, settings) == frames
            assert count_frames(path) == frames
            headers.add(header(path))
    assert len(headers) == 1
    assert None not in headers


def test_clips_of_another_quality_still_fit(tmp_path: Path) -> None:
    headers = set()
    for crf in (14, 20, 32):
        write_clip(tmp_path / "clip.mp4", numbered_frames(0, 2, small_settings()), small_settings(crf=crf))
        headers.add(header(tmp_path / "clip.mp4"))
    assert len(headers) == 1


def test_another_size_or_preset_has_another_header(tmp_path: Path) -> None:
    headers = []
    for index, settings in enumerate(
        [small_settings(), small_settings(width_px=64), small_settings(preset="ultrafast")]
    ):
        write_clip(tmp_path / f"{index}.mp4", numbered_frames(0, 2, settings), settings)
        headers.append(header(tmp_path / f"{index}.mp4"))
    assert len(set(headers)) == 3


@pytest.mark.parametrize("frame_rate", [Fraction(24), Fraction(25), Fraction(30), Fraction(24000, 1001)])
def test_frames_come_back_in_order_on_the_exact_grid(frame_rate: Fraction, tmp_path: Path) -> None:
    settings = small_settings(frame_rate, preset="medium", crf=16)
    path = tmp_path / "clip.mp4"
    write_clip(path, numbered_frames(3, 63, settings), settings)
    frames = list(read_frames(path))
    assert [frame_number(frame) for frame in frames] == list(range(3, 63))
    assert {(frame.shape, frame.dtype) for frame in frames} == {((120, 48), np.dtype(np.uint8))}
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        times = [
            frame.pts * stream.time_base * frame_rate for frame in container.decode(stream) if frame.pts is not None
        ]
        assert times == list(range(60))
        assert stream.average_rate == frame_rate


def test_a_clip_opens_with_a_keyframe_and_has_one_every_two_seconds(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    still = next(numbered_frames(0, 1, small_settings()))
    write_clip(path, [still] * 150, small_settings())
    with av.open(str(path)) as container:
        keys = [index for index, packet in enumerate(container.demux(video=0)) if packet.is_keyframe and packet.size]
    assert keys[0] == 0
    assert max(np.diff([*keys, 150])) <= 48


def test_colours_are_bt709_in_limited_range_for_decoder_and_container(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    write_clip(path, numbered_frames(0, 3, small_settings()), small_settings())
    with av.open(str(path)) as container:
        context = container.streams.video[0].codec_context
        assert (context.color_primaries, context.color_trc, context.colorspace, context.color_range) == (1, 1, 1, 1)
        assert context.pix_fmt == "yuv420p"
    # ISO/IEC 14496-12 §12.1.5: 'colr', 'nclx', primaries, transfer, matrix, full-range flag.
    assert b"colrnclx" + bytes([0, 1, 0, 1, 0, 1, 0]) in path.read_bytes()


def test_the_same_frames_give_the_same_bytes(tmp_path: Path) -> None:
    settings = small_settings()
    for name in ("one", "two"):
        write_clip(tmp_path / f"{name}.mp4", noise(30, settings), settings)
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()


def test_another_process_gives_the_same_bytes(tmp_path: Path) -> None:
    settings = small_settings()
    write_clip(tmp_path / "here.mp4", numbered_frames(0, 30, settings), settings)
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1])\n"
        "from synthetic_media import numbered_frames, small_settings\n"
        "from songreel_engine.media import write_clip\n"
        "write_clip(Path(sys.argv[2]), numbered_frames(0, 30, small_settings()), small_settings())"
    )
    command = [sys.executable, "-c", code, str(Path(__file__).parent), str(tmp_path / "there.mp4")]
    subprocess.run(command, check=True, timeout=60, env={**os.environ, "PYTHONHASHSEED": "1"})
    assert (tmp_path / "here.mp4").read_bytes() == (tmp_path / "there.mp4").read_bytes()


@pytest.mark.parametrize("made", [0, 1, 40])
def test_an_exception_from_the_frames_passes_through_and_leaves_nothing(made: int, tmp_path: Path) -> None:
    def breaking() -> Iterator[NDArray[np.uint8]]:
        yield from numbered_frames(0, made, small_settings())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_clip(tmp_path / "clip.mp4", breaking(), small_settings())
    assert list(tmp_path.iterdir()) == []


def test_frames_of_another_size_and_no_frames_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"Frame 0 is uint8 \[120, 48\] where I420 uint8 \[96, 64\]"):
        write_clip(tmp_path / "clip.mp4", noise(2, small_settings()), small_settings(width_px=64, height_px=64))
    with pytest.raises(RenderError, match="no frames"):
        write_clip(tmp_path / "clip.mp4", iter(()), small_settings())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("change", [{"width_px": 47}, {"height_px": 0}, {"crf": 99}, {"frame_rate": Fraction(0)}])
def test_settings_that_no_encoder_takes_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not "):
        small_settings(**change)  # type: ignore[arg-type]


def test_a_clip_that_is_missing_or_damaged_is_a_render_error(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"gone\.mp4 cannot be read"):
        count_frames(tmp_path / "gone.mp4")
    path = tmp_path / "clip.mp4"
    write_clip(path, noise(30, small_settings()), small_settings())
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(RenderError, match="render again"):
        list(read_frames(path))


def test_a_clip_that_cannot_be_written_says_where(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="nowhere"):
        write_clip(tmp_path / "nowhere" / "clip.mp4", numbered_frames(0, 2, small_settings()), small_settings())
