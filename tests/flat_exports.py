"""Projects whose films are flat and tiny, for exports: nothing is drawn, and every frame tells its number by its luma."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from filmed_projects import flat_render_plan
from planned_projects import SONG_S, planned_project
from songreel_engine.draft.model import Aspect
from songreel_engine.planning.brief import Brief
from songreel_engine.progress import ProgressListener, ignore_progress
from songreel_engine.project import LastRender, Project
from songreel_engine.rendering.jobs import PlateJob
from songreel_engine.rendering.plan import RenderPlan
from songreel_engine.rendering.plate_store import save_plate
from songreel_engine.rendering.plates import Layer, Plate
from synthetic_media import CODINGS, clicks, write_song

HEIGHT_PX = 180
RATE_HZ = 44_100
Box = tuple[float, float, float, float]


def draw_flat(monkeypatch: pytest.MonkeyPatch) -> None:
    """Films are made of flat clips, plates of a flat wall."""
    monkeypatch.setattr("songreel_engine.making.render_plan", drawn_flat)
    monkeypatch.setattr("songreel_engine.exports.reframing.render_plan", drawn_flat)
    for module in ("export", "reframing"):
        monkeypatch.setattr(f"songreel_engine.exports.{module}.render_plates", plates_drawn_flat)


def drawn_flat(plan: RenderPlan, *, plates_dir: Path, clips_dir: Path, **_: object) -> object:
    return flat_render_plan(plan, plates_dir=plates_dir, clips_dir=clips_dir)


def plates_drawn_flat(
    plan: RenderPlan, *, plates_dir: Path, workers: int | None = None, progress: ProgressListener = ignore_progress
) -> int:
    for key, job in plan.plates.items():
        if not (plates_dir / key).is_dir():
            save_plate(flat_plate(job), plates_dir / key)
    return len(plan.plates)


def flat_project(folder: Path, aspect: Aspect = "9:16", height_px: int = HEIGHT_PX) -> Project:
    """24 s at 120 bpm; its film is made at that height once it is asked for."""
    folder.mkdir(exist_ok=True)
    project = planned_project(folder, Brief(prompt="walking home", style="cyberpunk", seed=3, aspect=aspect))
    # Hiss with clicks, of the same length: encoders dwell on pure tones.
    mono = clicks(SONG_S, RATE_HZ)
    write_song(project.song_path, CODINGS["wav"], np.stack([mono, mono]), rate_hz=RATE_HZ)
    project.write_last_render(LastRender(quality="preview", height_px=height_px))
    return project


def flat_plate(job: PlateJob, box: Box | None = None) -> Plate:
    """A wall with stripes, and someone in front where `box` (shares of the frame) says."""
    width, height = job.width_px, job.height_px
    margin = max(16, width // 5)
    size = (height + 2 * margin, width + 2 * margin)
    wall = np.zeros((*size, 3), np.uint8)
    wall[:] = (60 + 60 * (np.arange(size[1]) // 12 % 2))[None, :, None]
    layers = [_layer("wall", "relief", (0, 0), wall, None, 0.2)]
    if box is not None:
        left, top = margin + round(box[0] * width), margin + round(box[1] * height)
        shape = (round((box[3] - box[1]) * height), round((box[2] - box[0]) * width))
        layers.append(
            _layer(
                "performer",
                "figure",
                (left, top),
                np.full((*shape, 3), 200, np.uint8),
                np.full(shape, 255, np.uint8),
                0.3,
            )
        )
    return Plate(
        canvas_width_px=size[1], canvas_height_px=size[0], frame_width_px=width, frame_height_px=height,
        focal_px=float(width), reach_m=0.1, subject_inverse_depth=0.3, layers=tuple(layers),
    )  # fmt: skip


def _layer(name: str, kind: str, at: tuple[int, int], rgb: np.ndarray, alpha: np.ndarray | None, near: float) -> Layer:
    depth = np.full((-(-rgb.shape[0] // 4), -(-rgb.shape[1] // 4)), near, np.float32)
    layer = Layer(name=name, kind="relief", x_px=at[0], y_px=at[1], rgb=rgb, hit=rgb, alpha=alpha, inverse_depth=depth)
    return replace(layer, kind=kind)
