"""The mouth of a singer in a made picture: found as a photo's is, and opened in the picture's own colours.

It opens and shuts with the voice's syllables where a camera moves through the key image; a video model moves lips in its own way.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.plates import Mouth
from songreel_engine.rendering.portrait.faces import FoundFace, find_face
from songreel_engine.rendering.portrait.person import EYES_APART_M
from songreel_engine.rendering.portrait.silhouettes import find_head
from songreel_engine.rendering.procedural.camera import Camera
from songreel_engine.rendering.procedural.mouth import MOUTH_M, SKIN, Face, opened_mouth

Image = NDArray[np.uint8]
Map = NDArray[np.float32]

MOVED: Final = (
    "Where a camera moves through a key image, a singer's mouth opens and shuts with the voice; its lips form no words."
)
NOT_FOUND: Final = (
    "In some key images no singer's mouth was found: it is turned away, too small or hidden. Where a camera moves through "
    "them it stays as it is."
)
_AWAY_M: Final = 20.0
"""So far that a face is seen as if from infinity."""
_SEAM_UP_M: Final = -0.0588
"""Height of the shut lips in the head's axes, as `procedural.mouth` has them."""
_FACE_M: Final = (0.075, 0.105)
"""Half a face's width and height, from its middle between eyes and mouth."""
_INSIDE: Final = 0.5


def mouth_of(pictures: tuple[Image, Image], alpha: Map) -> Mouth | None:
    """The mouth of whoever `alpha` [h, w] covers in two pictures, uint8 [h, w, 3], at rest and at a beat's height; None where no
    face is found, or its mouth is too small to be seen moving."""
    person = alpha > _INSIDE
    head = find_head(person)
    face = find_face(pictures[0], head) if head is not None else None
    if face is None:
        return None
    height, width = alpha.shape
    pixels_per_m = face.eyes_apart_px / EYES_APART_M
    camera = Camera(
        position_m=(0.0, 0.0, 0.0),
        target_m=(0.0, 0.0, 1.0),
        focal_px=_AWAY_M * pixels_per_m,
        width_px=width,
        height_px=height,
        frame_width_px=width,
        frame_height_px=height,
    )
    # The plane of the face, whose depth is the same everywhere.
    distance = np.asarray(_AWAY_M / camera.rays()[..., 2], np.float32)
    material = np.where(person & _oval(face, pixels_per_m, alpha.shape), SKIN, 0.0).astype(np.float32)
    return opened_mouth(pictures, _placed(face, camera, pixels_per_m), camera, distance=distance, material=material)


def _placed(face: FoundFace, camera: Camera, pixels_per_m: float) -> Face:
    """The head that has its lips where the picture has them."""
    right, up, forward = camera.axes()
    x_m = (face.mouth[0] - camera.width_px / 2) / pixels_per_m
    y_m = (camera.height_px / 2 - face.mouth[1]) / pixels_per_m
    lips = x_m * right + y_m * up + _AWAY_M * forward
    cos, sin = np.cos(face.tilt_rad), np.sin(face.tilt_rad)
    axes = np.stack([cos * right - sin * up, sin * right + cos * up, -forward])
    return Face(head_m=lips - np.array([0.0, _SEAM_UP_M, MOUTH_M[2]]) @ axes, axes=axes)


def _oval(face: FoundFace, pixels_per_m: float, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    x, y = ((one + other) / 2 for one, other in zip(face.between_eyes, face.mouth, strict=True))
    down, across = np.indices(shape, dtype=np.float32)
    cos, sin = np.cos(face.tilt_rad), np.sin(face.tilt_rad)
    along = (cos * (across - x) + sin * (down - y)) / pixels_per_m
    below = (cos * (down - y) - sin * (across - x)) / pixels_per_m
    return np.asarray((along / _FACE_M[0]) ** 2 + (below / _FACE_M[1]) ** 2 < 1, np.bool_)
