"""The plate maker that needs no model: a raymarched world, lit and drawn by a look, cut into depth layers.

The full view is the picture at rest. Behind it lies the same picture without props and performer, drawn in the same
light (one glow and one spill for both), so that layers put together at rest give the full view again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.errors import RenderError
from songreel_engine.rendering.jobs import PlateJob
from songreel_engine.rendering.keys import fingerprint_of_sources
from songreel_engine.rendering.memory import return_freed
from songreel_engine.rendering.plates import Layer, Plate
from songreel_engine.rendering.portrait.person import Person, read_person
from songreel_engine.rendering.procedural.camera import Vec3
from songreel_engine.rendering.procedural.cutting import Sheet, cut, shrunk_depth, shrunk_mask
from songreel_engine.rendering.procedural.drawing.beat import beat_gain, restraint, struck
from songreel_engine.rendering.procedural.drawing.brush import smoothed_local_colour
from songreel_engine.rendering.procedural.drawing.glow import scattered
from songreel_engine.rendering.procedural.drawing.guides import SKY_DISTANCE_M, UNITS_PER_FRAME_HEIGHT, Guides, Picture
from songreel_engine.rendering.procedural.gbuffer import GBuffer, Views, render_views
from songreel_engine.rendering.procedural.lighting import Sight, lamplight, lit_views, painted_sun, spill_map
from songreel_engine.rendering.procedural.lights import Light
from songreel_engine.rendering.procedural.look import Look
from songreel_engine.rendering.procedural.looks import find_look, light_for
from songreel_engine.rendering.procedural.mouth import opened_mouth
from songreel_engine.rendering.procedural.overcast import overcast
from songreel_engine.rendering.procedural.photo_figure import with_person
from songreel_engine.rendering.procedural.relighting import relit
from songreel_engine.rendering.procedural.shaping import Surface, shaped
from songreel_engine.rendering.procedural.sun import sun_in_open_sky

_SUN_AWAY_M: Final = 1e4
NO_FIGURE_FOCUS_M: Final = 7.0
_TEAR_SHARE: Final = 14.0 / 1080.0
"""Largest tear at a depth step of the background, as a share of the frame's width."""
EDGE_SHARE: Final = 0.06
"""Largest shift of near things against the subject, as a share of the frame's width; overscan is 0.08 a side."""
LONGEST_REACH_M: Final = 0.8
STAYS_OUTSIDE: Final = frozenset({"rain", "snow"})
OUTSIDE_M: Final = 14.0
"""Indoors, what is further away lies beyond the window."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Shared:
    """What both pictures of a plate take from the full view, so that they fit together. Fields as in `Guides`."""

    glow: Picture
    lamplight: NDArray[np.float32]
    unit_px: float
    focus_m: float
    subject_px: tuple[float, float]
    cards: NDArray[np.bool_]
    seed: int


class ProceduralPlateMaker:
    """Draws plates of the built-in places in the built-in looks. Uses one OpenGL context, on one thread."""

    name = "procedural"

    def __init__(self, files: Mapping[str, Path] = MappingProxyType({})) -> None:
        """`files`: SHA-256 to file of the photos that show the performer."""
        self._files = files

    def fingerprint(self) -> str:
        """Hash of this package's own sources, Python and GLSL, and of what reads photos."""
        folder = Path(__file__).parent
        return fingerprint_of_sources(folder.parent, "procedural/**/*.py", "procedural/**/*.glsl", "portrait/*.py")

    def _person(self, job: PlateJob) -> Person | None:
        if job.figure is None or not job.figure.photo:
            return None
        file = self._files.get(job.figure.photo)
        if file is None:
            raise RenderError("The photo of the performer is not among the project's files; add it again.")
        person = read_person(file)
        if person is None:
            raise RenderError(f"Nobody stands out from the background of {file.name}; add another photo.")
        return person

    def make(self, job: PlateJob) -> Plate:
        """The plate of a job.

        Raises MachineError where there is no OpenGL, RenderError for an unknown style, time of day, place, framing,
        pose or side of light, and where a photo is missing or shows nobody.
        """
        look = find_look(job.style).in_colours(job.palette)
        light = light_of(job)
        person = self._person(job)
        views = render_views(job)
        return_freed()
        if person is not None:
            views = with_person(views, person, job.framing)
        outside = views.behind.distance > OUTSIDE_M if views.indoor and job.weather in STAYS_OUTSIDE else None
        try:
            plate = plate_of(views, look, light, seed=job.seed, is_last=True)
            return plate if outside is None else replace(plate, open_air=_always(outside))
        finally:
            views.release()


def light_of(job: PlateJob) -> Light:
    """The light that falls in a job's picture: the style's at this hour and place, under this weather, as it was changed.

    Raises RenderError for an unknown style, time of day or side of light.
    """
    light = overcast(light_for(job.style, job.time_of_day, job.place), job.weather, job.time_of_day)
    return relit(light, job.lighting)


def _always(mask: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """The mask as plates keep them; an empty one too."""
    shrunk = shrunk_mask(mask)
    return np.zeros((-(-mask.shape[0] // 4), -(-mask.shape[1] // 4)), np.uint8) if shrunk is None else shrunk


def plate_of(views: Views, look: Look, light: Light, *, seed: int, is_last: bool = False) -> Plate:
    """Both views lit, drawn and cut. `is_last`: the views are not lit again, and may give back what lights them."""
    camera = views.camera
    unit_px = camera.frame_height_px / UNITS_PER_FRAME_HEIGHT
    (full, full_hit), (behind, behind_hit) = drawn_views(views, look, light, seed=seed, is_last=is_last)
    behind_inverse_m = _inverse_depth(camera.axial(views.behind.distance), views.behind.distance)
    layers = [
        Layer(
            name="background",
            kind="relief",
            x_px=0,
            y_px=0,
            rgb=behind,
            hit=behind_hit,
            alpha=None,
            inverse_depth=shrunk_depth(behind_inverse_m),
        )
    ]
    cards = (cut(sheet, full, full_hit, reach=look.line_reach, unit_px=unit_px) for sheet in _sheets(views))
    layers += [_with_body(card, (full, full_hit), views) for card in cards if card is not None]
    subject = _subject_inverse_depth(views)
    return Plate(
        canvas_width_px=camera.width_px,
        canvas_height_px=camera.height_px,
        frame_width_px=camera.frame_width_px,
        frame_height_px=camera.frame_height_px,
        focal_px=camera.focal_px,
        reach_m=_reach_m(layers, subject, focal_px=camera.focal_px, frame_width_px=camera.frame_width_px),
        subject_inverse_depth=subject,
        layers=tuple(layers),
        water=shrunk_mask(np.isin(np.rint(views.behind.material), views.water_materials)),
        sky=shrunk_mask(views.behind.layer < 0.5),
    )


def drawn_views(
    views: Views, look: Look, light: Light, *, seed: int, is_last: bool = False
) -> tuple[tuple[NDArray[np.uint8], NDArray[np.uint8]], tuple[NDArray[np.uint8], NDArray[np.uint8]]]:
    """The full view and what is behind, each at rest and at the height of a beat, uint8 [h, w, 3].

    `is_last`: as in `plate_of`.
    """
    camera = views.camera
    focus_m = _focus_m(views.full)
    sight = Sight(camera=camera, sun=_sun(views, look, light), key=views.key, indoor=views.indoor, focus_m=focus_m)
    unit_px = camera.frame_height_px / UNITS_PER_FRAME_HEIGHT
    spill = spill_map(views.full.emission)
    surfaces = _surfaces(views, look, unit_px)
    lit_full, lit_behind = lit_views(
        views, light, sight, spill=spill, matter=look.matter, surfaces=surfaces, is_last=is_last
    )
    del surfaces
    views.behind.forget()
    glow = scattered(
        lit_full,
        sky=views.full.distance > SKY_DISTANCE_M,
        sun_px=_sun_px(sight, light),
        scatter=look.scatter,
        unit_px=unit_px,
    )
    shared = _Shared(
        glow=glow,
        lamplight=lamplight(spill, views.full.distance.shape),
        unit_px=unit_px,
        focus_m=focus_m,
        subject_px=_subject_px(views),
        cards=_cards(views),
        seed=seed,
    )
    # One view after the other: the arrays of both would be the most that a plate ever takes.
    full, share = _drawn(lit_full, _guides(views.full, sight, shared), look)
    views.full.forget()
    behind, _ = _drawn(lit_behind, _guides(views.behind, sight, shared), look, share)
    return full, behind


def _drawn(
    picture: Picture, guides: Guides, look: Look, share: np.float32 | None = None
) -> tuple[tuple[NDArray[np.uint8], NDArray[np.uint8]], np.float32]:
    """A view drawn at rest and at the height of a beat, and the share of that height that it is drawn at."""
    rest = look.drawn(picture, guides)
    hit = struck(rest, beat_gain(guides, look.response))
    if share is None:
        share = np.float32(restraint(rest, hit, look.response))
    return (_bytes(rest), _bytes(rest + share * (hit - rest))), share


def _surfaces(views: Views, look: Look, unit_px: float) -> tuple[Surface | None, Surface | None]:
    """What both views are lit as; None where the look takes them as they are."""
    if not (look.local_colour_radius or look.matter.changes_form):
        return None, None
    full, behind = (
        smoothed_local_colour(view.albedo, look.local_colour_radius * unit_px)
        if look.local_colour_radius
        else view.albedo
        for view in (views.full, views.behind)
    )
    return shaped(
        (views.full, views.behind),
        (full, behind),
        look.matter,
        cards=_cards(views),
        camera=views.camera,
        unit_px=unit_px,
    )


def _cards(views: Views) -> NDArray[np.bool_]:
    """Where performer or props stand in the full view."""
    return np.maximum(views.figure_cover, np.maximum(views.near_prop_cover, views.far_prop_cover)) > 0.5


def _guides(gbuffer: GBuffer, sight: Sight, shared: _Shared) -> Guides:
    right, up, forward = (axis.astype(np.float32) for axis in sight.camera.axes())
    facing = np.clip(-(gbuffer.normal @ forward), 0.0, 1.0)
    facing[gbuffer.layer < 0.5] = 1.0
    return Guides(
        distance=gbuffer.distance,
        normal=gbuffer.normal,
        facing=facing,
        slant=gbuffer.normal @ np.stack([right, -up], -1),
        material=gbuffer.material,
        emission=gbuffer.emission,
        shadow=gbuffer.shadow,
        figure=gbuffer.layer > 1.5,
        cards=shared.cards,
        glow=shared.glow,
        lamplight=shared.lamplight,
        unit_px=shared.unit_px,
        focus_m=shared.focus_m,
        subject_px=shared.subject_px,
        seed=shared.seed,
    )


def _with_body(layer: Layer, pictures: tuple[NDArray[np.uint8], NDArray[np.uint8]], views: Views) -> Layer:
    """The layer; the performer's with their joints, and one who sings with an open mouth beside the shut one."""
    if layer.kind != "figure":
        return layer
    layer = replace(layer, joints_px=views.joints_px)
    if views.face is None:
        return layer
    full = views.full
    mouth = opened_mouth(pictures, views.face, views.camera, distance=full.distance, material=full.material)
    return replace(layer, mouth=mouth)


def _sheets(views: Views) -> tuple[Sheet, ...]:
    """Props behind the performer, the performer, props in front: what they cover, back to front."""
    near = views.near_prop_cover > 0.5
    figure = views.figure_cover > 0.5
    prop_inverse_m = _inverse_depth(views.prop_depth, views.prop_depth)
    return (
        Sheet(
            name="far props",
            kind="card",
            cover=views.far_prop_cover,
            inverse_depth=prop_inverse_m,
            hidden_by=near | figure,
        ),
        Sheet(
            name="performer",
            kind="figure",
            cover=views.figure_cover,
            inverse_depth=_inverse_depth(views.figure_depth, views.figure_depth),
            hidden_by=near,
        ),
        Sheet(
            name="near props",
            kind="card",
            cover=views.near_prop_cover,
            inverse_depth=prop_inverse_m,
            hidden_by=np.zeros_like(near),
        ),
    )


def _inverse_depth(depth_m: NDArray[np.float32], distance_m: NDArray[np.float32]) -> NDArray[np.float32]:
    """1/m; 0 where the ray met nothing."""
    return np.where(distance_m > SKY_DISTANCE_M, 0.0, 1.0 / np.maximum(depth_m, 0.05)).astype(np.float32)


def _subject_px(views: Views) -> tuple[float, float]:
    """Where the eye rests: the upper part of the performer, else the middle of the canvas."""
    rows, columns = np.nonzero(views.figure_cover > 0.5)
    if not rows.size:
        return views.camera.width_px / 2, views.camera.height_px / 2
    return float(np.median(columns)), float(np.quantile(rows, 0.3))


def _subject_inverse_depth(views: Views) -> float:
    """1/m of the performer, else of the middle third of the picture."""
    figure = views.figure_cover > 0.5
    if figure.any():
        return float(np.median(1.0 / views.figure_depth[figure]))
    height, width = views.full.distance.shape
    middle = views.camera.axial(views.full.distance)[height // 3 : -(height // 3), width // 3 : -(width // 3)]
    return float(np.median(1.0 / middle))


def _reach_m(layers: list[Layer], subject_inverse_m: float, *, focal_px: float, frame_width_px: int) -> float:
    """How far the camera may step aside: the background must not tear, near things must not leave the canvas."""
    background = layers[0].inverse_depth
    steps = np.concatenate([np.abs(np.diff(background, axis=axis)).ravel() for axis in (0, 1)])
    tear_m = _TEAR_SHARE * frame_width_px / (focal_px * max(float(np.quantile(steps, 0.995)), 1e-4))
    nearest = max(float(np.quantile(layer.inverse_depth, 0.98)) for layer in layers)
    furthest = float(np.quantile(background, 0.02))
    spread = max(nearest - subject_inverse_m, subject_inverse_m - furthest, 1e-4)
    return min(tear_m, EDGE_SHARE * frame_width_px / (focal_px * spread), LONGEST_REACH_M)


def _focus_m(gbuffer: GBuffer) -> float:
    figure = gbuffer.layer > 1.5
    return float(np.median(gbuffer.distance[figure])) if figure.any() else NO_FIGURE_FOCUS_M


def _sun(views: Views, look: Look, light: Light) -> Vec3:
    """Unit vector toward the sun, before the light has its say on its height."""
    if not look.sun_in_view:
        return views.sun
    sky = views.behind.distance > SKY_DISTANCE_M
    return sun_in_open_sky(sky, views.camera, radius_rad=light.sun_radius) or views.sun


def _sun_px(sight: Sight, light: Light) -> tuple[float, float] | None:
    """Where the painted sun stands on the canvas; None behind the camera."""
    sun = painted_sun(sight, light)
    position = sight.camera.position_m
    x_px, y_px, depth_m = sight.camera.project(
        (position[0] + sun[0] * _SUN_AWAY_M, position[1] + sun[1] * _SUN_AWAY_M, position[2] + sun[2] * _SUN_AWAY_M)
    )
    return (x_px, y_px) if depth_m > 0.0 else None


def _bytes(picture: Picture) -> NDArray[np.uint8]:
    return np.asarray(np.rint(np.clip(picture, 0.0, 1.0) * 255.0), np.uint8)
