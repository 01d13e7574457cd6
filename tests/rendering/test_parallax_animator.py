"""The parallax animator, on plates whose truth is known: flat colours, painted borders, discs at known depths."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from songreel_engine.errors import RenderError
from songreel_engine.rendering.jobs import DRIVE_CHANNELS, PlateJob, ShotJob
from songreel_engine.rendering.parallax import ParallaxAnimator
from songreel_engine.rendering.parallax.camera import MOVES
from songreel_engine.rendering.parallax.colour import frame_planes
from songreel_engine.rendering.parallax.manners import MANNERS
from songreel_engine.rendering.parallax.puppet import plan_motion, posed, stance_of
from songreel_engine.rendering.parallax.sheets import make_sheets
from songreel_engine.rendering.parallax.warp import Points
from songreel_engine.rendering.parallax.weather import KINDS
from songreel_engine.rendering.plates import Layer, LayerKind, Plate

SIZE = (90, 160)
FPS = 24.0
PLATE_JOB = PlateJob(
    width_px=SIZE[0],
    height_px=SIZE[1],
    place="city",
    style="cinematic_realism",
    framing="wide",
    variation=0,
    time_of_day="day",
    weather="clear",
    figure=None,
    prompt="",
    seed=1,
)


def even(value: float) -> int:
    return 2 * round(value / 2)


def layer(
    rgb: NDArray[np.uint8],
    *,
    kind: LayerKind = "relief",
    at: tuple[int, int] = (0, 0),
    hit: NDArray[np.uint8] | None = None,
    alpha: NDArray[np.uint8] | None = None,
    inverse_depth: NDArray[np.float32] | float = 0.2,
) -> Layer:
    shape = (-(-rgb.shape[0] // 4), -(-rgb.shape[1] // 4))
    depth = np.broadcast_to(np.asarray(inverse_depth, np.float32), shape).copy()
    return Layer(
        name=kind,
        kind=kind,
        x_px=at[0],
        y_px=at[1],
        rgb=rgb,
        hit=rgb if hit is None else hit,
        alpha=alpha,
        inverse_depth=depth,
    )


def plate(
    *layers: Layer, size: tuple[int, int] = SIZE, detail: float = 1.0, water: bool = False, sky: bool = False
) -> Plate:
    height, width = layers[0].rgb.shape[:2]
    mask = np.full((-(-height // 4), -(-width // 4)), 255, np.uint8)
    return Plate(
        canvas_width_px=width,
        canvas_height_px=height,
        frame_width_px=round(size[0] * detail),
        frame_height_px=round(size[1] * detail),
        focal_px=0.75 * size[1] * detail,
        reach_m=0.3,
        subject_inverse_depth=0.2,
        layers=layers,
        water=mask.copy() if water else None,
        sky=mask.copy() if sky else None,
    )


def canvas(rgb: tuple[int, int, int], size: tuple[int, int] = SIZE, overscan: float = 1.16) -> NDArray[np.uint8]:
    return np.full((even(size[1] * overscan), even(size[0] * overscan), 3), rgb, np.uint8)


def ramp(rows: int, columns: int, nearest: float) -> NDArray[np.float32]:
    """Ground: infinitely far at the top, `nearest` at the bottom, nearer on the left."""
    return (np.linspace(0, nearest, rows)[:, None] * np.linspace(1, 0.7, columns)[None, :]).astype(np.float32)


def drive(frames: int, **channels: float | NDArray[np.float64]) -> NDArray[np.float32]:
    array = np.zeros((frames, len(DRIVE_CHANNELS)), np.float32)
    for name, values in channels.items():
        array[:, DRIVE_CHANNELS.index(name)] = values
    return array


def shot(frames: int = 24, *, size: tuple[int, int] = SIZE, **changes: object) -> ShotJob:
    job = ShotJob(
        plate=replace(PLATE_JOB, width_px=size[0], height_px=size[1]),
        frames=frames,
        frames_per_s=FPS,
        camera="hold",
        motion=5,
        weather="clear",
        style="cinematic_realism",
        light=0.0,
        seed=7,
        drive=drive(frames, energy=0.5),
    )
    return replace(job, **changes)  # type: ignore[arg-type]


def frames_of(plate_: Plate, job: ShotJob, start: int = 0, stop: int | None = None) -> list[NDArray[np.uint8]]:
    stop = job.frames if stop is None else stop
    return [frame.copy() for frame in ParallaxAnimator().animate(plate_, job, start, stop)]


def textured(size: tuple[int, int] = SIZE) -> Plate:
    """Noise over a ground, a figure and a near card at the canvas's edge."""
    rng = np.random.default_rng(5)
    back = canvas((0, 0, 0), size)
    back[:] = rng.integers(60, 200, back.shape, np.uint8)
    height, width = back.shape[:2]
    depth = ramp(-(-height // 4), -(-width // 4), 0.6)
    figure = np.full((height // 2, width // 4, 3), (170, 40, 30), np.uint8)
    outline = np.zeros(figure.shape[:2], np.uint8)
    outline[4:-4, 4:-4] = 255
    near = np.full((height // 4, width // 3, 3), 20, np.uint8)
    return plate(
        layer(back, inverse_depth=depth),
        layer(figure, kind="figure", at=(width // 3, height // 4), alpha=outline, inverse_depth=0.2),
        layer(
            near,
            kind="card",
            at=(0, height - height // 4),
            alpha=np.full(near.shape[:2], 255, np.uint8),
            inverse_depth=0.9,
        ),
        size=size,
        water=True,
        sky=True,
    )


def lively(frames: int = 24, **changes: object) -> ShotJob:
    beat = np.exp(-(np.arange(frames) % 12) / 4)
    return shot(
        frames,
        camera="handheld",
        weather="snow",
        light=0.8,
        drive=drive(frames, energy=0.7, beat=beat, beat_phase=np.arange(frames) % 12 / 12),
        **changes,
    )


def test_the_same_job_gives_the_same_frames() -> None:
    for one, other in zip(frames_of(textured(), lively()), frames_of(textured(), lively()), strict=True):
        np.testing.assert_array_equal(one, other)


def test_any_range_in_any_order_gives_the_frames_of_the_whole_shot() -> None:
    plate_, job, animator = textured(), lively(), ParallaxAnimator()
    whole = frames_of(plate_, job)
    for start, stop in ((17, 24), (3, 9), (0, 1), (9, 9)):
        part = [frame.copy() for frame in animator.animate(plate_, job, start, stop)]
        assert len(part) == stop - start
        for one, other in zip(part, whole[start:stop], strict=True):
            np.testing.assert_array_equal(one, other)


def test_another_seed_gives_other_frames() -> None:
    assert not np.array_equal(frames_of(textured(), lively(), 5, 6)[0], frames_of(textured(), lively(seed=8), 5, 6)[0])


@pytest.mark.parametrize("size", [(90, 160), (160, 90), (128, 128), (112, 140), (98, 150), (270, 16)])
def test_frames_have_the_size_of_the_job(size: tuple[int, int]) -> None:
    frame = frames_of(textured(size), lively(2, size=size), 1, 2)[0]
    assert frame.shape == (size[1] * 3 // 2, size[0])
    assert frame.dtype == np.uint8


@pytest.mark.parametrize("size", [(91, 160), (90, 161), (8, 160)])
def test_sizes_that_cannot_be_encoded_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(RenderError, match=f"{size[0]}x{size[1]}"):
        frames_of(textured(), shot(size=size))


@pytest.mark.parametrize(
    ("changes", "message"),
    [({"camera": "spin"}, "push_in"), ({"weather": "hail"}, "rain"), ({"style": "crayon"}, "neo_noir")],
)
def test_unknown_names_are_refused_with_the_known_ones(changes: dict[str, str], message: str) -> None:
    with pytest.raises(RenderError, match=message):
        frames_of(textured(), shot(**changes))


def test_a_range_outside_the_shot_is_refused() -> None:
    with pytest.raises(RenderError, match="20 to 25"):
        frames_of(textured(), shot(24), 20, 25)


@pytest.mark.parametrize(
    ("rgb", "yuv"),
    [
        ((255, 255, 255), (235, 128, 128)),
        ((0, 0, 0), (16, 128, 128)),
        ((255, 0, 0), (63, 102, 240)),
        ((0, 255, 0), (173, 42, 26)),
        ((0, 0, 255), (32, 240, 118)),
    ],
)
def test_a_flat_plate_keeps_its_colour_in_bt709_limited_range(
    rgb: tuple[int, int, int], yuv: tuple[int, int, int]
) -> None:
    """Truth: BT.709 primaries in 8-bit limited range; grain may not shift the mean by more than 1."""
    for detail in (1.0, 0.66):
        size = (round(SIZE[0] * detail), round(SIZE[1] * detail))
        flat = plate(layer(canvas(rgb, size)), size=SIZE, detail=detail)
        planes = frame_planes(frames_of(flat, shot(camera="push_in", motion=8), 20, 21)[0])
        for plane, value in zip(planes, yuv, strict=True):
            assert abs(float(plane.mean()) - value) <= 1.0


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("motion", [1, 10])
@pytest.mark.parametrize("frames", [12, 240])
def test_no_move_ever_shows_the_canvas_border(move: str, motion: int, frames: int) -> None:
    """The canvas's outermost two pixels are red, everything else is grey: no chroma may turn red in any frame."""
    back = canvas((110, 110, 110))
    back[:2] = back[-2:] = (255, 0, 0)
    back[:, :2] = back[:, -2:] = (255, 0, 0)
    depth = ramp(-(-back.shape[0] // 4), -(-back.shape[1] // 4), 1.2)
    bordered = plate(layer(back, inverse_depth=depth), water=True, sky=True)
    bordered = replace(bordered, reach_m=1.5)
    job = shot(frames, camera=move, motion=motion)
    looked_at = {0, 1, frames // 4, frames // 2, 3 * frames // 4, frames - 2, frames - 1}
    for number in sorted(looked_at):
        v = frame_planes(frames_of(bordered, job, number, number + 1)[0]).v
        assert int(v.max()) <= 129


def test_the_border_test_would_see_a_border() -> None:
    back = canvas((110, 110, 110), overscan=1.0)
    back[:, :2] = (255, 0, 0)
    shown = replace(plate(layer(back)), reach_m=0.0)
    assert frame_planes(frames_of(shown, shot(), 0, 1)[0]).v.max() > 150


@pytest.mark.parametrize("move", [m for m in MOVES if m != "hold"])
def test_a_short_shot_still_moves_visibly(move: str) -> None:
    first, *_, last = frames_of(textured(), shot(18, camera=move, style="cartoon_3d"))
    assert np.abs(first[:160].astype(int) - last[:160]).mean() > 4


def column_of(frame: NDArray[np.uint8], rows: slice) -> float:
    """Where the darkest columns of these rows lie."""
    dark = 255.0 - frame[rows].astype(float).mean(0)
    weight = np.maximum(dark - np.median(dark) - 8, 0)
    return float(np.average(np.arange(len(weight)), weights=weight))


def test_near_things_pass_the_subject_and_far_things_follow_it() -> None:
    """The camera drifts right: what is nearer than the subject moves left in the frame, what is farther moves right."""

    def card(y: int, inverse_depth: float) -> Layer:
        dark = np.full((24, 12, 3), 30, np.uint8)
        return layer(dark, kind="card", at=(46, y), alpha=np.full((24, 12), 255, np.uint8), inverse_depth=inverse_depth)

    scene = plate(layer(canvas((200, 200, 200)), inverse_depth=0.2), card(30, 0.02), card(84, 0.2), card(140, 0.6))
    scene = replace(scene, reach_m=0.15)
    first, *_, last = frames_of(scene, shot(72, camera="drift_right", motion=8, style="cartoon_3d"))
    moved = [column_of(last, rows) - column_of(first, rows) for rows in (slice(22, 38), slice(76, 92), slice(132, 144))]
    assert moved[0] > moved[1] + 0.5
    assert moved[2] < moved[1] - 1.5


def test_the_figure_moves_above_planted_feet() -> None:
    """Against a camera that stands still: the head sways by more than half a pixel, the feet by less than a tenth."""
    outline = np.zeros((100, 24), np.uint8)
    outline[4:96, 6:18] = 255
    card = layer(np.full((100, 24, 3), 20, np.uint8), kind="figure", at=(40, 50), alpha=outline, inverse_depth=0.2)
    scene = plate(layer(canvas((210, 210, 210)), inverse_depth=0.2), card)
    stance = stance_of(make_sheets(scene, *SIZE)[1])
    motion = plan_motion(shot(96, motion=10, drive=drive(96, energy=1.0)))
    column = np.array([[stance.head_y], [stance.feet_y]], np.float32)
    spots = Points(np.full_like(column, stance.axis_x), column)
    shifts = np.array([posed(spots, stance, motion, frame).x - spots.x for frame in range(96)])
    assert np.ptp(shifts[:, 0]) > 0.5
    assert np.ptp(shifts[:, 1]) < 0.1


def flashing(light: float) -> tuple[Plate, ShotJob]:
    back = canvas((60, 60, 60))
    bright = plate(layer(back, hit=np.full_like(back, 250)))
    beat = np.zeros(48)
    beat[24:] = np.exp(-np.arange(24) / (0.16 * FPS))
    return bright, shot(48, light=light, drive=drive(48, energy=1.0, low=1.0, onset=beat, beat=beat))


def test_a_beat_lights_the_frame_within_bounds_and_is_spent_in_eight_frames() -> None:
    """However strong the hit, mean luma rises by at most 12 (+1 for rounding); 80 % of it is gone after 8 frames."""
    luma = np.array([frame[:160].mean() for frame in frames_of(*flashing(1.0))])
    rest = luma[20]
    assert 6 < luma[24] - rest <= 13
    assert luma[32] - rest < 0.2 * (luma[24] - rest)


def test_a_quiet_passage_flashes_less_than_a_loud_one() -> None:
    plate_, job = flashing(1.0)
    quiet = replace(job, drive=job.drive * np.float32([0.1 if n == "energy" else 1 for n in DRIVE_CHANNELS]))

    def rise(of: ShotJob) -> float:
        frames = frames_of(plate_, of, 20, 25)
        return float(frames[4][:160].mean() - frames[0][:160].mean())

    assert 0 < rise(quiet) < 0.6 * rise(job)


def test_light_zero_ignores_the_beat() -> None:
    luma = [frame[:160].mean() for frame in frames_of(*flashing(0.0))]
    assert max(luma) - min(luma) < 0.5


@pytest.mark.parametrize("weather", [name for name, kind in KINDS.items() if kind])
def test_weather_is_seen_and_moves(weather: str) -> None:
    size = (180, 320)
    back = canvas((40, 50, 70), size)
    back[: back.shape[0] // 3] = (150, 150, 160)
    place = replace(plate(layer(back, inverse_depth=0.03), size=size), reach_m=0.0)

    def frames(kind: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        job = shot(48, size=size, weather=weather if kind == "weather" else "clear", style="cartoon_3d")
        return frames_of(place, job, 10, 11)[0][:320].astype(int), frames_of(place, job, 34, 35)[0][:320].astype(int)

    (clear, later_clear), (shown, later) = frames("clear"), frames("weather")
    assert np.abs(shown - clear).max() > 8
    assert np.abs(shown - later).mean() > np.abs(clear - later_clear).mean()


@pytest.mark.parametrize("weather", ["rain", "snow"])
def test_indoors_weather_is_seen_through_the_windows_only(weather: str) -> None:
    room = plate(layer(canvas((40, 40, 40)), inverse_depth=0.2))
    window = np.zeros((-(-room.canvas_height_px // 4), -(-room.canvas_width_px // 4)), np.uint8)
    window[:, : window.shape[1] // 2] = 255
    job = shot(24, weather=weather, style="cartoon_3d")
    (dry, *_), (behind_glass, *_) = (
        frames_of(replace(room, open_air=window), replace(job, weather=kind), 20, 21) for kind in ("clear", weather)
    )
    differs = np.abs(frame_planes(behind_glass).y.astype(int) - frame_planes(dry).y.astype(int)) > 4
    middle = SIZE[0] // 2
    assert differs[:, : middle - 4].mean() > 0.01
    assert not differs[:, middle + 8 :].any()


def test_clear_weather_draws_nothing() -> None:
    still = replace(plate(layer(canvas((90, 90, 90)))), reach_m=0.0)
    for frame in frames_of(still, shot(12, style="cartoon_3d")):
        assert np.abs(frame[:160].astype(float) - frame[:160].mean()).max() <= 5


def test_water_shimmers_and_clouds_drift_only_where_the_masks_say() -> None:
    """Sky in the top third, water in the bottom third, neither between: there every pixel stays within 1 level."""
    size = (180, 320)
    back = canvas((0, 0, 0), size)
    coarse = np.random.default_rng(2).integers(0, 255, (back.shape[0] // 2, back.shape[1] // 2, 1), np.uint8)
    back[:] = coarse.repeat(2, 0).repeat(2, 1)[: back.shape[0], : back.shape[1]]
    depth = 0.2 + ramp(-(-back.shape[0] // 4), -(-back.shape[1] // 4), 0.3)
    masked = plate(layer(back, inverse_depth=depth), size=size, water=True, sky=True)
    assert masked.water is not None
    assert masked.sky is not None
    third = masked.water.shape[0] // 3
    masked.water[: 2 * third] = 0
    masked.sky[third:] = 0
    living = replace(masked, reach_m=0.0)
    still = replace(living, water=None, sky=None)
    job = shot(120, size=size, style="cartoon_3d")
    one, other = (frames_of(tried, job, 110, 111)[0][:320].astype(int) for tried in (living, still))
    changed = np.abs(one - other)
    assert changed[30:60].mean() > 4
    assert changed[140:180].max() <= 1
    assert changed[240:290].mean() > 4


def test_grain_follows_the_style_and_changes_every_frame() -> None:
    flat = replace(plate(layer(canvas((120, 120, 120)))), reach_m=0.0)

    def spread(style: str) -> float:
        return float(frames_of(flat, shot(style=style), 0, 1)[0][:160].std())

    assert spread("neo_noir") > 2 * spread("anime_shonen")
    for style, manners in MANNERS.items():
        if not (manners.stamps or manners.tape or manners.vignette):
            assert spread(style) == pytest.approx(manners.grain, abs=0.6)
    first, second = frames_of(flat, shot(), 0, 2)
    assert not np.array_equal(first[:160], second[:160])


def test_a_plate_without_a_background_is_refused() -> None:
    card = layer(canvas((9, 9, 9)), kind="card", alpha=np.full(canvas((0, 0, 0)).shape[:2], 255, np.uint8))
    with pytest.raises(RenderError, match="background"):
        frames_of(plate(card), shot())


def test_frames_are_made_one_at_a_time() -> None:
    """A film is never held: asking for one frame of a long shot hands out one array, used again for the next."""
    stream = ParallaxAnimator().animate(textured(), lively(), 0, 24)
    first: NDArray[np.uint8] = next(stream)
    before = first.copy()
    second = next(stream)
    assert second is first
    assert not np.array_equal(second, before)


def test_the_fingerprint_is_stable() -> None:
    make: Callable[[], ParallaxAnimator] = ParallaxAnimator
    assert make().fingerprint() == make().fingerprint()
    assert len(make().fingerprint()) >= 16
