"""Drawing passes on pictures whose truth is known: a red square near the camera before a grey wall and a sky."""

import numpy as np
import pytest

from songreel_engine.rendering.procedural.drawing.arithmetic import blurred, luma, smooth_step
from songreel_engine.rendering.procedural.drawing.beat import Response, beat_gain, restraint, struck
from songreel_engine.rendering.procedural.drawing.brush import patched, smoothed_local_colour
from songreel_engine.rendering.procedural.drawing.focus import defocused
from songreel_engine.rendering.procedural.drawing.glow import Scatter, scattered
from songreel_engine.rendering.procedural.drawing.guides import Guides, Picture
from songreel_engine.rendering.procedural.drawing.ink import inked, line_map
from songreel_engine.rendering.procedural.drawing.noise import standard_noise, value_noise
from songreel_engine.rendering.procedural.drawing.tone import develop, toned
from songreel_engine.rendering.procedural.drawing.wash import pencilled, washed

HEIGHT, WIDTH = 120, 96
SKY_ROWS = 30
SQUARE = (slice(50, 100), slice(30, 66))
LAMP = (slice(36, 42), slice(76, 84))
RESPONSE = Response(lamps=0.8, air=1.0, rim=0.5, sky=0.2)


@pytest.fixture
def guides() -> Guides:
    distance = np.full((HEIGHT, WIDTH), 12.0, np.float32)
    distance[:SKY_ROWS] = 400.0
    distance[SQUARE] = 3.0
    figure = np.zeros((HEIGHT, WIDTH), bool)
    figure[SQUARE] = True
    normal = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    normal[..., 2] = -1.0
    emission = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    emission[LAMP] = (2.0, 1.0, 0.4)
    material = np.where(figure, 22.0, 3.0).astype(np.float32)
    material[:SKY_ROWS] = 0.0
    return Guides(
        distance=distance,
        normal=normal,
        facing=np.ones((HEIGHT, WIDTH), np.float32),
        slant=np.zeros((HEIGHT, WIDTH, 2), np.float32),
        material=material,
        emission=emission,
        shadow=np.ones((HEIGHT, WIDTH), np.float32),
        figure=figure,
        cards=figure,
        glow=np.zeros((HEIGHT, WIDTH, 3), np.float32),
        lamplight=np.zeros((HEIGHT, WIDTH), np.float32),
        unit_px=1.0,
        focus_m=3.0,
        subject_px=(48.0, 60.0),
        seed=5,
    )


@pytest.fixture
def picture() -> Picture:
    picture = np.full((HEIGHT, WIDTH, 3), 0.18, np.float32)
    picture[:SKY_ROWS] = (0.2, 0.4, 0.9)
    picture[SQUARE] = (0.5, 0.05, 0.04)
    picture[LAMP] = (4.0, 2.0, 0.8)
    return picture


def test_develop_keeps_black_black_and_brighter_light_brighter(guides: Guides) -> None:
    ramp = np.linspace(0.0, 8.0, WIDTH, dtype=np.float32)
    shown = develop(np.broadcast_to(ramp[None, :, None], (HEIGHT, WIDTH, 3)).copy(), guides)
    assert shown[:, 0].max() < 0.01
    assert (np.diff(shown[0, :, 1]) >= -1e-6).all()
    assert shown.max() <= 1.0


@pytest.mark.parametrize("curve", ["film", "paint"])
def test_develop_adds_the_glow_once(guides: Guides, picture: Picture, curve: str) -> None:
    glowing = Guides(**{**vars(guides), "glow": np.full_like(picture, 0.1)})
    expected = develop(picture + 0.1, guides, curve=curve)
    np.testing.assert_allclose(develop(picture, glowing, curve=curve), expected, atol=1e-5)


def test_saturation_lifts_dull_colour_more_than_pure_colour(guides: Guides) -> None:
    dull, pure = np.float32([0.30, 0.22, 0.20]), np.float32([0.8, 0.02, 0.02])
    gain = []
    for colour in (dull, pure):
        flat = np.broadcast_to(colour, (HEIGHT, WIDTH, 3)).copy()
        plain, strong = (develop(flat, guides, curve="paint", saturation=s)[0, 0] for s in (1.0, 1.5))
        gain.append(np.ptp(strong) / np.ptp(plain))
    assert gain[0] > 1.3
    assert gain[1] < 1.15


def test_a_ramp_replaces_colour_but_warm_things_may_keep_theirs(guides: Guides) -> None:
    blue_ramp = ((0.0, 0.0, 0.1), (0.8, 0.9, 1.0))
    warm = np.broadcast_to(np.float32([0.9, 0.5, 0.1]), (HEIGHT, WIDTH, 3)).copy()
    assert toned(warm, guides, ramp=blue_ramp, amount=1.0)[0, 0, 2] > 0.5
    np.testing.assert_allclose(toned(warm, guides, ramp=blue_ramp, amount=1.0, keep_warm=1.0), warm, atol=1e-6)


def test_glow_surrounds_lamps_and_is_absent_without_them(guides: Guides, picture: Picture) -> None:
    scatter = Scatter(bloom=0.5, threshold=1.0)
    glow = scattered(picture, sky=guides.sky, sun_px=None, scatter=scatter, unit_px=1.0)
    beside_lamp, far_away = glow[39, 72].sum(), glow[115, 5].sum()
    assert beside_lamp > 10 * far_away
    dim = np.minimum(picture, 0.9)
    assert not scattered(dim, sky=guides.sky, sun_px=None, scatter=scatter, unit_px=1.0).any()


def test_shafts_come_from_the_bright_sky_around_the_sun(guides: Guides) -> None:
    bright_sky = np.full((HEIGHT, WIDTH, 3), 0.02, np.float32)
    bright_sky[:SKY_ROWS] = 2.0
    scatter = Scatter(bloom=0.0, shafts=1.0)
    glow = scattered(bright_sky, sky=guides.sky, sun_px=(48.0, 15.0), scatter=scatter, unit_px=1.0)
    assert glow[SKY_ROWS + 4, 48, 0] > 0.05
    assert glow[HEIGHT - 2, 48, 0] < 0.2 * glow[SKY_ROWS + 4, 48, 0]


def test_what_is_in_focus_stays_sharp_and_the_distance_blurs(guides: Guides, picture: Picture) -> None:
    rng = np.random.default_rng(3)
    noisy = picture * rng.uniform(0.5, 1.5, (*picture.shape[:2], 1)).astype(np.float32)
    soft = defocused(noisy, guides, strength=6.0, largest=6.0)
    np.testing.assert_allclose(soft[SQUARE][4:-4, 4:-4], noisy[SQUARE][4:-4, 4:-4], atol=1e-5)
    wall = (slice(104, 118), slice(6, 90))
    assert soft[wall].std() < 0.5 * noisy[wall].std()


def test_a_sharp_performer_does_not_bleed_into_the_blurred_distance(guides: Guides, picture: Picture) -> None:
    picture[LAMP] = 0.18
    soft = defocused(picture, guides, strength=6.0, largest=6.0)
    just_outside = soft[60:90, 26:28]
    assert np.abs(just_outside - 0.18).max() < 0.02


def test_lines_run_along_silhouettes_and_leave_planes_clean(guides: Guides) -> None:
    lines = line_map(guides, weight=1.2, folds=0.8, far_fade=0.2)
    assert lines[60:90, 28:33].max(1).min() > 0.6
    assert lines[60:90, 40:56].max() < 0.05
    assert lines[105:118].max() < 0.05


def test_a_slanted_plane_has_no_lines(guides: Guides) -> None:
    rows = np.arange(HEIGHT, dtype=np.float32)[:, None]
    floor = np.broadcast_to(400.0 / (rows + 20.0), (HEIGHT, WIDTH)).astype(np.float32)
    plane = Guides(
        **{
            **vars(guides),
            "distance": np.minimum(floor, 200.0),
            "figure": np.zeros_like(guides.figure),
            "material": np.full_like(guides.material, 3.0),
        }
    )
    assert line_map(plane, weight=1.2, folds=0.8, far_fade=0.2)[4:-4].max() < 0.05


def test_lines_are_drawn_alike_at_every_size(guides: Guides) -> None:
    large = Guides(
        **{
            **{
                name: np.kron(a, np.ones((2, 2) + (1,) * (a.ndim - 2), a.dtype))
                for name, a in vars(guides).items()
                if isinstance(a, np.ndarray)
            },
            "unit_px": 2.0,
            "focus_m": 3.0,
            "subject_px": (96.0, 120.0),
            "seed": 5,
        }
    )
    small_share = line_map(guides, weight=1.6, folds=0.0, far_fade=0.2).mean()
    large_share = line_map(large, weight=1.6, folds=0.0, far_fade=0.2).mean()
    assert large_share == pytest.approx(small_share, rel=0.35)


def test_ink_darkens_edges_only(guides: Guides, picture: Picture) -> None:
    shown = np.clip(picture, 0.0, 1.0)
    drawn = inked(shown, guides)
    assert drawn[70, 29:31].sum() < 0.5 * shown[70, 29:31].sum()
    np.testing.assert_allclose(drawn[110:], shown[110:], atol=0.02)


def test_patches_lose_texture_and_keep_borders(guides: Guides) -> None:
    rng = np.random.default_rng(1)
    two_tone = np.full((HEIGHT, WIDTH, 3), 0.3, np.float32)
    two_tone[:, WIDTH // 2 :] = 0.7
    noisy = two_tone + rng.normal(0.0, 0.05, two_tone.shape).astype(np.float32)
    simple = patched(noisy, guides, radius=3.0)
    assert simple[10:-10, 8:40].std() < 0.6 * noisy[10:-10, 8:40].std()
    step = simple[:, WIDTH // 2 + 1].mean() - simple[:, WIDTH // 2 - 2].mean()
    assert step > 0.35


def test_local_colour_loses_texture_and_keeps_its_borders() -> None:
    rng = np.random.default_rng(2)
    albedo = np.full((HEIGHT, WIDTH, 3), 0.2, np.float32)
    albedo[:, WIDTH // 2 :] = 0.7
    noisy = albedo + rng.normal(0.0, 0.02, albedo.shape).astype(np.float32)
    smooth = smoothed_local_colour(noisy, 3.0)
    assert smooth[:, 5:40].std() < 0.5 * noisy[:, 5:40].std()
    assert abs(smooth[:, WIDTH // 2].mean() - 0.7) < 0.03


def test_a_wash_over_white_is_paper_and_darker_tones_stay_darker(guides: Guides) -> None:
    white = washed(np.ones((HEIGHT, WIDTH, 3), np.float32), guides)
    assert white.mean() > 0.93
    dark = washed(np.full((HEIGHT, WIDTH, 3), 0.2, np.float32), guides)
    middle = washed(np.full((HEIGHT, WIDTH, 3), 0.5, np.float32), guides)
    assert dark.mean() < middle.mean() < white.mean()


def test_pigment_gathers_on_the_dark_side_of_a_border(guides: Guides) -> None:
    flat = Guides(**{**vars(guides), "distance": np.full((HEIGHT, WIDTH), 5.0, np.float32)})
    flat = Guides(**{**vars(flat), "material": np.full((HEIGHT, WIDTH), 3.0, np.float32)})
    flat = Guides(**{**vars(flat), "figure": np.zeros((HEIGHT, WIDTH), bool)})
    two_tone = np.full((HEIGHT, WIDTH, 3), 0.9, np.float32)
    two_tone[:, WIDTH // 2 :] = 0.5
    painted = luma(washed(two_tone, flat, wetness=0.0, grain=0.0, gaps=0.0, layering=0.0))
    assert painted[:, WIDTH // 2].mean() < painted[:, WIDTH // 2 + 20 : -5].mean() - 0.02


def test_pencil_only_darkens(guides: Guides, picture: Picture) -> None:
    shown = np.clip(picture, 0.0, 1.0)
    drawn = pencilled(shown, guides)
    assert (drawn <= shown + 1e-6).all()
    assert (shown - drawn).max() > 0.05


def test_a_beat_raises_lamps_and_leaves_black_and_white_alone(guides: Guides) -> None:
    shown = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    shown[LAMP] = 0.5
    shown[SQUARE] = 1.0
    hit = struck(shown, beat_gain(guides, RESPONSE))
    assert hit[38, 80].min() > 0.6
    assert hit[100:].max() < 1e-6
    assert hit[SQUARE].min() > 0.998


def test_a_beat_never_darkens_nor_clips(guides: Guides, picture: Picture) -> None:
    shown = np.clip(picture, 0.0, 0.98)
    glowing = Guides(**{**vars(guides), "glow": np.full_like(shown, 2.0)})
    hit = struck(shown, beat_gain(glowing, RESPONSE))
    assert (hit >= shown - 1e-5).all()
    assert hit.max() < 1.0


def test_restraint_holds_the_mean_rise_to_its_bound(guides: Guides) -> None:
    shown = np.full((HEIGHT, WIDTH, 3), 0.4, np.float32)
    hit = np.full((HEIGHT, WIDTH, 3), 0.8, np.float32)
    share = restraint(shown, hit, RESPONSE)
    assert share * 0.4 == pytest.approx(RESPONSE.most_luma, rel=1e-3)
    assert restraint(shown, shown, RESPONSE) == 1.0


def test_noise_is_the_same_for_a_seed_and_another_for_another() -> None:
    first, again, other = (value_noise((80, 60), 12.0, seed, 3) for seed in (4, 4, 5))
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other).mean() > 0.05
    standard = standard_noise((80, 60), 12.0, 4, 3)
    assert standard.mean() == pytest.approx(0.0, abs=1e-4)
    assert standard.std() == pytest.approx(1.0, abs=1e-4)


@pytest.mark.parametrize("sigma_px", [0.8, 3.0, 20.0])
def test_blur_keeps_the_mean(sigma_px: float) -> None:
    image = np.random.default_rng(0).random((97, 61), np.float32)
    assert blurred(image, sigma_px).mean() == pytest.approx(float(image.mean()), abs=0.01)


def test_smooth_step_falls_when_its_ends_are_turned() -> None:
    x = np.float32([0.0, 0.5, 1.0])
    np.testing.assert_allclose(smooth_step(1.0, 0.0, x), [1.0, 0.5, 0.0])


def test_a_shoulder_holds_bright_sand_back_without_changing_its_hue(guides: Guides) -> None:
    sand = np.full((HEIGHT, WIDTH, 3), (3.0, 2.2, 1.2), np.float32)
    open_curve, held = (develop(sand, guides, shoulder=shoulder)[0, 0] for shoulder in (0.0, 0.5))
    assert held.max() < open_curve.max()
    assert held[0] - held[2] > open_curve[0] - open_curve[2]


def test_a_toe_deepens_dark_tones_and_leaves_black_and_white(guides: Guides) -> None:
    steps = np.zeros((HEIGHT, WIDTH, 3), np.float32)
    steps[:, :32], steps[:, 32:64] = 0.02, 20.0
    plain, deep = (develop(steps, guides, toe=toe)[0] for toe in (0.0, 0.1))
    assert 0.0 < deep[0, 0] < 0.8 * plain[0, 0]
    assert deep[40] == pytest.approx(plain[40])
    assert deep[80] == pytest.approx(plain[80])


def test_dye_darkens_a_pure_red_and_leaves_grey(guides: Guides, picture: Picture) -> None:
    plain, dyed = (develop(picture, guides, dye=dye) for dye in (0.0, 0.6))
    red, grey = (75, 48), (110, 5)
    assert luma(dyed)[red] < 0.85 * luma(plain)[red]
    assert dyed[grey] == pytest.approx(plain[grey])


def test_a_beat_swells_daylight_where_no_lamp_burns(guides: Guides) -> None:
    gain = beat_gain(guides, Response(lamps=0.0, air=0.0, rim=0.0, sky=0.0, daylight=0.4))
    assert gain[110, 5].min() == pytest.approx(0.4)
    assert gain[:SKY_ROWS].max() == 0.0
