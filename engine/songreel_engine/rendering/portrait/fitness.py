"""Whether a photo can show the performer, told before anything else is done with it."""

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.errors import RenderError
from songreel_engine.photo_limits import too_small
from songreel_engine.rendering.portrait.faces import Head, find_face
from songreel_engine.rendering.portrait.person import Person, read_person, read_photo

Image = NDArray[np.uint8]

_SOFT_EYES_PX: Final = 14.0
"""Distance of the eyes below which a face is soft in a close picture of the smallest film."""
_BESIDE_SIZES: Final = (0.8, 1.05)
_BESIDE_ROWS: Final = (-0.5, -0.15, 0.2, 0.55)
"""How large other heads are, and how much higher or lower they are looked for, against the head that was found."""
_SURE_LIKENESS: Final = 0.45


def remarks_on_photo(path: Path) -> tuple[str, ...]:
    """What is weak about the photo, one sentence each without a full stop; none for a good one.

    Raises RenderError for a file that is no picture, or one too small to show anybody.
    """
    rgb, _ = read_photo(path)
    height, width = rgb.shape[:2]
    if (refusal := too_small(path.name, width, height)) is not None:
        raise RenderError(refusal)
    person = read_person(path)
    if person is None:
        return (f"nobody stands out from the background of {path.name}, a plain one helps",)
    remarks = []
    if person.face is None:
        remarks.append(f"no face was found in {path.name}, so the mouth stays shut")
    elif person.face.eyes_apart_px < _SOFT_EYES_PX:
        remarks.append(f"the face in {path.name} is small and will be soft in close pictures")
    if shows_others(rgb, person):
        remarks.append(f"{path.name} shows several people, the one in the middle is taken")
    return tuple(remarks)


def shows_others(rgb: Image, person: Person) -> bool:
    """Whether a face is found beside the head of the person who is cut out. Backs and profiles are not."""
    head = person.head
    if head is None:
        return False
    return any(
        face.likeness > _SURE_LIKENESS and abs(face.between_eyes[0] - (head.x + head.width / 2)) > head.width
        for other in _heads_beside(head, rgb.shape[1], rgb.shape[0])
        if (face := find_face(rgb, other)) is not None
    )


def _heads_beside(head: Head, width_px: int, height_px: int) -> list[Head]:
    """Where other heads might be: in rows about as high, all across the photo."""
    found = []
    for size in _BESIDE_SIZES:
        wide, high = size * head.width, size * head.height
        for row in _BESIDE_ROWS:
            y = head.y + row * head.height
            for x in np.arange(0, width_px - wide, wide / 3):
                apart = abs(x + wide / 2 - (head.x + head.width / 2)) > 1.1 * head.width
                if apart and 0 <= y < height_px - high:
                    found.append(Head(x=float(x), y=y, width=wide, height=high))
    return found
