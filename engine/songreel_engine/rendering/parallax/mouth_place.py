"""Where a performer's mouth stands on a frame: for those who want to look at it in the finished film."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.parallax.animator import ShotPlan, held_frame
from songreel_engine.rendering.parallax.mouth import MouthSheet
from songreel_engine.rendering.parallax.puppet import Stance, posed
from songreel_engine.rendering.parallax.sheets import Sheet
from songreel_engine.rendering.parallax.warp import Points, Step, aim, source_of

Affine = NDArray[np.float64]
"""[2, 3], from pixels of the mouth's pictures to pixels of the frame."""
AROUND_STEPS = 2.0
"""Nodes this many steps around the mouth tell how it lies."""
FEWEST_NODES = 6


@dataclass(frozen=True, kw_only=True, eq=False)
class PlacedMouth:
    """A mouth of a shot, wherever the camera and the pose take it."""

    pictures: MouthSheet
    plan: ShotPlan
    sheet: Sheet
    stance: Stance

    def at(self, frame: int) -> Affine | None:
        """How the mouth's pictures lie on a frame of the shot's own clock; None where they are not wholly on it."""
        plan = self.plan
        held = held_frame(frame, plan.job.frames_per_s, plan.finish.manners.steps_per_s)
        pose = plan.path.at(held)
        step = Step.of(pose, plan.focal_px, plan.prepared.plate.subject_inverse_depth)
        source = source_of(aim(plan.grid.q, pose), step, self.sheet.kind, self.sheet.inverse_depth, self.sheet.to_depth)
        source = posed(source, self.stance, plan.motion, held)
        affine = self._fitted(source)
        return affine if affine is not None and self._is_inside(affine) else None

    def _fitted(self, source: Points) -> Affine | None:
        """By least squares over the nodes near the mouth: a figure's card is bent so little that a plane fits."""
        height_px, width_px = self.pictures.rest[0].y.shape
        x = self.sheet.to_pixel[0].index(source.x) - self.pictures.x_px
        y = self.sheet.to_pixel[1].index(source.y) - self.pictures.y_px
        reach_px = AROUND_STEPS * self.plan.grid.step
        near = (x > -reach_px) & (x < width_px + reach_px) & (y > -reach_px) & (y < height_px + reach_px)
        if int(near.sum()) < FEWEST_NODES:
            return None
        grid = self.plan.grid
        # Nodes count from the frame's middle, between its two middle pixels.
        film = np.stack(
            [grid.q.x[near] + grid.window.width / 2 - 0.5, grid.q.y[near] + grid.window.height / 2 - 0.5], axis=1
        )
        known = np.stack([x[near], y[near], np.ones(int(near.sum()))], axis=1)
        solved, *_ = np.linalg.lstsq(known.astype(np.float64), film.astype(np.float64))
        return np.asarray(solved.T, np.float64)

    def _is_inside(self, affine: Affine) -> bool:
        height_px, width_px = self.pictures.rest[0].y.shape
        corners = np.array([[0, 0, 1], [width_px, 0, 1], [0, height_px, 1], [width_px, height_px, 1]], np.float64)
        on_film = corners @ affine.T
        window = self.plan.grid.window
        return bool(
            np.all(on_film >= 0) and np.all(on_film[:, 0] < window.width) and np.all(on_film[:, 1] < window.height)
        )


def placed_mouth(plan: ShotPlan) -> PlacedMouth | None:
    """The mouth of the shot's performer; None where none can be seen moving."""
    for sheet, stance in zip(plan.prepared.sheets, plan.prepared.stances, strict=True):
        if sheet.mouth is not None and stance is not None:
            return PlacedMouth(pictures=sheet.mouth, plan=plan, sheet=sheet, stance=stance)
    return None
