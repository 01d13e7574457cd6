"""Flicker: brightness that swings to and fro from frame to frame, in the whole picture or in patches of it.

A beat's light goes up once and falls for half a second: one frame in twelve bends its curve. Flicker bends it in most frames.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.coherence.cuts import FAR_AWAY, FOLLOWS
from songreel_engine.coherence.found import Found, Seen, runs
from songreel_engine.coherence.meant import frames_of
from songreel_engine.timebase import FrameRange

Floats = NDArray[np.float64]

WINDOW_S: Final = 0.4
BENT_SHARE: Final = 0.55
"""Share of a window's frames that bend; beats at 200 a minute bend a quarter of them."""
BEND_LEVELS: Final = 1.5
"""Of 255: what the brightness of the whole picture has to swing by, on either side, to be seen."""
CELL_BEND_LEVELS: Final = 5.0
"""The same for a patch, where movement swings too."""
PATCHES_SHARE: Final = 0.08
"""Of the picture; a smaller flickering patch is a neon sign."""
SHORTEST: Final = 5
"""Frames."""


def find_flicker(seen: Seen) -> Iterator[Found]:
    """Stretches that flicker as a whole, and those where a patch does."""
    least = frames_of(WINDOW_S, seen.measures.frame_rate)
    for stretch in seen.stretches():
        if len(stretch) < SHORTEST:
            continue
        window = min(least, len(stretch))
        inner = slice(stretch.start, stretch.stop)
        luma = np.asarray(seen.measures.luma[inner], np.float64)[:, None]
        yield from _told(seen, stretch, luma, window, np.full(len(stretch), BEND_LEVELS), "the light")
        cells = np.asarray(seen.measures.cells[inner], np.float64).reshape(len(stretch), -1)
        local = cells - np.median(cells, axis=1, keepdims=True)
        # Where things rush past, every patch swings.
        rushes = (seen.measures.explained[inner] < FOLLOWS) | (seen.measures.motion[inner] > FAR_AWAY)
        yield from _told(
            seen, stretch, local, window, np.where(rushes, np.inf, CELL_BEND_LEVELS), "part of the picture"
        )


def _told(seen: Seen, stretch: FrameRange, light: Floats, window: int, levels: Floats, what: str) -> Iterator[Found]:
    bends = _bends(light)
    bent = (np.abs(bends) > levels[:, None]) & _alternating(bends)
    often = _within_dense(bent, window)
    share = often.mean(axis=1)
    for span in runs(share >= (PATCHES_SHARE if light.shape[1] > 1 else 1.0)):
        if len(span) < SHORTEST:
            continue
        at = FrameRange(stretch.start + span.start, stretch.start + span.stop)
        swing = float(np.abs(bends[span.start : span.stop])[often[span.start : span.stop]].mean()) * 2
        excuse = "part of a planned transition" if seen.meant.mostly_blends(at) else None
        yield Found("flicker", at, swing, f"{what} swings by {swing:.0f} of 255 from frame to frame", excuse)


def _bends(light: Floats) -> Floats:
    """How far each frame stands off the middle of its neighbours; 0 at both ends."""
    bends = np.zeros_like(light)
    bends[1:-1] = light[1:-1] - (light[:-2] + light[2:]) / 2
    return bends


def _alternating(bends: Floats) -> NDArray[np.bool_]:
    """Frames that bend the other way than the frame before or after: a flicker's do, a rise and a fall do once."""
    against = np.zeros(bends.shape, np.bool_)
    turn = bends[1:] * bends[:-1] < 0
    against[1:] |= turn
    against[:-1] |= turn
    return against


def _within_dense(bent: NDArray[np.bool_], window: int) -> NDArray[np.bool_]:
    """Frames between the first and last bent frame of a window that has enough of them."""
    counts = np.cumsum(np.vstack([np.zeros((1, bent.shape[1])), bent]), axis=0)
    inside = counts[window:] - counts[:-window]
    dense = np.zeros(bent.shape, np.bool_)
    for start in range(len(inside)):
        full = inside[start] >= BENT_SHARE * window
        if full.any():
            dense[start : start + window] |= full
    # A dense window's ends may be calm, and a calm frame between two bent ones belongs to them.
    near = bent.copy()
    near[1:-1] |= bent[:-2] & bent[2:]
    return dense & near
