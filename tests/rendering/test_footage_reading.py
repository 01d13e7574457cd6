"""Footage as phones and cameras write it: turned, wide in pixels, at any rate, in high dynamic range."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from filmed_footage import even_times, write_footage
from songreel_engine.errors import RenderError
from songreel_engine.rendering.footage.reading import first_frame, frames_from
from songreel_engine.rendering.footage.tones import to_sdr

RED, GREY = (200, 30, 30), (90, 90, 90)
PQ, HLG = 16, 18


def picture(height_px: int = 64, width_px: int = 96) -> np.ndarray:
    """Grey, with a red corner at the top left."""
    rgb = np.full((height_px, width_px, 3), GREY, np.uint8)
    rgb[: height_px // 2, : width_px // 2] = RED
    return rgb


def is_red(pixel: np.ndarray) -> bool:
    return bool(int(pixel[0]) > int(pixel[1]) + 60)


@pytest.mark.parametrize(("turned_deg", "corner"), [(0, (0, 0)), (90, (1, 0)), (180, (1, 1)), (270, (0, 1))], ids=str)
def test_a_turned_phone_gives_an_upright_picture(tmp_path: Path, turned_deg: int, corner: tuple[int, int]) -> None:
    file = write_footage(tmp_path / "phone.mp4", [picture()] * 3, even_times(3, 30), turned_deg=turned_deg)
    rgb = first_frame(file)
    assert rgb.shape[:2] == ((64, 96) if turned_deg % 180 == 0 else (96, 64))
    found = {(down, right) for down in (0, 1) for right in (0, 1) if is_red(rgb[-8 if down else 8, -8 if right else 8])}
    assert found == {corner}


def test_pixels_that_are_not_square_are_made_so(tmp_path: Path) -> None:
    file = write_footage(tmp_path / "dv.mp4", [picture()] * 3, even_times(3, 25), pixel_aspect=Fraction(4, 3))
    assert first_frame(file).shape[:2] == (64, 128)


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv", "clip.avi", "clip.ts"])
@pytest.mark.parametrize("start_s", [0.0, 0.5, 1.93, 2.9])
def test_reading_begins_with_the_frame_that_stands_there(tmp_path: Path, name: str, start_s: float) -> None:
    greys = [np.full((64, 96, 3), 20 + 2 * k, np.uint8) for k in range(90)]
    file = write_footage(tmp_path / name, greys, even_times(90, 30), options={"g": "40"})
    seen = next(frames_from(file, start_s))
    assert seen.time_s == pytest.approx(int(start_s * 30 + 1e-6) / 30, abs=0.002)
    assert float(seen.picture().mean()) == pytest.approx(20 + 2 * int(start_s * 30 + 1e-6), abs=1.5)


def test_reading_past_the_end_gives_nothing(tmp_path: Path) -> None:
    file = write_footage(tmp_path / "clip.mp4", [picture()] * 6, even_times(6, 30))
    assert list(frames_from(file, 5.0)) == []


def test_a_file_without_moving_picture_is_refused_by_name(tmp_path: Path) -> None:
    import av

    file = tmp_path / "voice.mp4"
    with av.open(str(file), "w") as container:
        stream = container.add_stream("aac", rate=44_100)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 44_100
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with pytest.raises(RenderError, match=r"voice.mp4 holds no moving picture"):
        next(frames_from(file))


def pq(nits: float) -> int:
    """16-bit PQ of a luminance (SMPTE ST 2084)."""
    y = (nits / 10_000) ** (2610 / 16384)
    return round(65535 * ((3424 / 4096 + 2413 / 128 * y) / (1 + 2392 / 128 * y)) ** (2523 / 32))


def sdr_nits(value: float) -> float:
    """Of an 8-bit value on a display whose white is 203 cd/m² (BT.1886)."""
    return 203 * (value / 255) ** 2.4


def flat(values: tuple[int, int, int]) -> np.ndarray:
    return np.full((4, 4, 3), values, np.uint16)


@pytest.mark.parametrize("nits", [5.0, 20.0, 60.0, 85.0])
def test_what_sdr_can_show_keeps_its_light(nits: float) -> None:
    shown = to_sdr(flat((pq(nits),) * 3), "pq")
    assert sdr_nits(float(shown[0, 0, 1])) == pytest.approx(nits, rel=0.06)
    assert np.ptp(shown.astype(int)) <= 1


def test_highlights_are_rolled_off_in_order_and_end_at_white() -> None:
    shown = [int(to_sdr(flat((pq(nits),) * 3), "pq")[0, 0, 0]) for nits in (90, 150, 203, 400, 700, 1000, 4000)]
    assert shown == sorted(shown)
    assert len(set(shown[:5])) == 5
    assert shown[-2:] == [255, 255]
    assert shown[2] < 245


def test_hlg_white_of_a_studio_is_nearly_sdr_white() -> None:
    """BT.2408: 75 % HLG is diffuse white, 203 cd/m² on a 1000 cd/m² display."""
    assert int(to_sdr(flat((round(0.75 * 65535),) * 3), "hlg")[0, 0, 0]) == pytest.approx(236, abs=8)


def test_a_colour_beyond_the_film_s_keeps_its_hue() -> None:
    red, green, blue = (int(v) for v in to_sdr(flat((pq(100), pq(1), pq(1))), "pq")[0, 0])
    assert red > 150
    assert max(green, blue) < 0.5 * red


@pytest.mark.parametrize(("transfer", "value"), [(PQ, pq(60)), (HLG, round(0.5 * 65535))], ids=["PQ", "HLG"])
def test_hdr_files_are_toned_on_the_way_in(tmp_path: Path, transfer: int, value: int) -> None:
    frames = [np.full((64, 96, 3), value, np.uint16)] * 3
    file = write_footage(
        tmp_path / "hdr.mp4", frames, even_times(3, 30), source_format="rgb48le", pixel_format="yuv420p10le",
        transfer=transfer,
    )  # fmt: skip
    expected = int(to_sdr(np.full((1, 1, 3), value, np.uint16), "pq" if transfer == PQ else "hlg")[0, 0, 0])
    assert float(first_frame(file).mean()) == pytest.approx(expected, abs=3)
    assert abs(expected - value / 257) > 15


def test_a_tagged_picture_keeps_its_colours(tmp_path: Path) -> None:
    rgb = np.full((64, 96, 3), (200, 40, 60), np.uint8)
    file = write_footage(tmp_path / "clip.mp4", [rgb] * 3, even_times(3, 30))
    assert np.abs(first_frame(file).reshape(-1, 3).mean(axis=0) - (200, 40, 60)).max() < 5
