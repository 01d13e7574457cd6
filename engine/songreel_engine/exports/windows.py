"""Where to cut another shape out of a frame so that the performer stays in it, or that no such place exists.

Conventions: boxes and windows are (left, top, right, bottom) as shares of the frame's width and height. A performer may be cut at
the waist, as portraits are; the head never, unless the frame itself cut it.
"""

from dataclasses import dataclass
from typing import Final

Box = tuple[float, float, float, float]

KEPT_SHARE: Final = 0.55
"""Least of what is seen of a performer that has to stay: below it a half figure becomes a face without shoulders."""
HEAD_SHARE: Final = 0.25
"""Of the height of what is seen of a performer, from the top: the head, and a little more in a whole figure."""
HEADROOM: Final = 0.06
"""Kept free over a head, of the window's height."""
MOVES: Final = 0.03
"""How far a performer strays from where the plate has them: camera and sway, of the frame."""


@dataclass(frozen=True)
class Window:
    """A rectangle to cut out."""

    left: float
    top: float
    width: float
    height: float

    def between(self, other: "Window", u: float) -> "Window":
        """On the way to another window of the same size, u from 0 to 1."""
        left, top = self.left + u * (other.left - self.left), self.top + u * (other.top - self.top)
        return Window(left, top, self.width, self.height)


def window_size(source_px: tuple[int, int], target_px: tuple[int, int]) -> tuple[float, float]:
    """Width and height of the largest window of the target's shape, as shares of the source."""
    shape = (target_px[0] / target_px[1]) / (source_px[0] / source_px[1])
    return min(1.0, shape), min(1.0, 1 / shape)


def window_around(box: Box | None, size: tuple[float, float]) -> Window | None:
    """Where a window of that size keeps the performer; the middle where nobody is seen; None where it would lose them."""
    width, height = size
    seen = _seen(box) if box is not None else None
    if seen is None:
        return Window((1 - width) / 2, (1 - height) / 2, width, height)
    left = _centred(seen[0], seen[2], width)
    top = _under_head(seen[1], seen[3], height)
    window = Window(left, top, width, height)
    return window if _keeps(window, seen) else None


def _seen(box: Box) -> Box | None:
    """What of it lies in the frame, with room to move."""
    left, top, right, bottom = box
    seen = (max(0.0, left - MOVES), max(0.0, top - MOVES), min(1.0, right + MOVES), min(1.0, bottom + MOVES))
    return seen if seen[0] < seen[2] and seen[1] < seen[3] else None


def _centred(low: float, high: float, size: float) -> float:
    return min(max((low + high - size) / 2, 0.0), 1 - size)


def _under_head(low: float, high: float, size: float) -> float:
    """In the middle where all of it fits, else from the head down."""
    start = min((low + high - size) / 2, low - HEADROOM * size)
    return min(max(start, 0.0), 1 - size)


def _keeps(window: Window, seen: Box) -> bool:
    left, top, right, bottom = seen
    head = (left, top, right, top + HEAD_SHARE * (bottom - top))
    # A head's box is as wide as arms and coat: of its width no more has to stay than of the rest.
    return _overlap(window, seen) >= KEPT_SHARE * _area(seen) and (
        window.top <= head[1] + 1e-9
        and window.top + window.height >= head[3]
        and _overlap(window, head) >= KEPT_SHARE * _area(head)
    )


def _overlap(window: Window, box: Box) -> float:
    wide = min(window.left + window.width, box[2]) - max(window.left, box[0])
    high = min(window.top + window.height, box[3]) - max(window.top, box[1])
    return max(wide, 0.0) * max(high, 0.0)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
