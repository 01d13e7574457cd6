"""Which lengths a video model can make, and how a shot is cut into them. Pure arithmetic; nothing here loads a model.

Video autoencoders take one frame and then groups of `step` frames (8 in LTX, 4 in Wan). A shot is covered with as few windows as
fit; each window after the first begins on the last frame of the one before, so it gives one frame less than it is long. What a
window makes beyond the shot is cut off and never counted as shown. Sizes are in `sizes`.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

Job = TypeVar("Job")

LADDER_GROWTH: Final = 1.25
"""From one rung to the next: a window on a rung is about a quarter longer than it had to be, at most."""


@dataclass(frozen=True, kw_only=True)
class FrameRule:
    """A model makes `step` × k + `offset` frames, for any whole k from 1, up to `most_frames`."""

    step: int
    offset: int
    most_frames: int

    def __post_init__(self) -> None:
        if self.step < 1 or not 0 <= self.offset <= self.step or self.most_frames < self.step + self.offset:
            raise ValueError(f"no video has {self.step}k+{self.offset} frames and at most {self.most_frames}")

    @property
    def longest(self) -> int:
        """The longest video of the model, in frames."""
        return self._frames((self.most_frames - self.offset) // self.step)

    def at_least(self, frames: int) -> int:
        """The shortest video with so many frames. Raises ValueError where none is so long."""
        length = self._frames(max(math.ceil((frames - self.offset) / self.step), 1))
        if length > self.longest:
            raise ValueError(f"{frames} frames do not fit in {self.longest}")
        return length

    def rungs(self) -> tuple[int, ...]:
        """A few lengths that stand for all: what is compiled for one length is then used again for many."""
        groups, found = 1, []
        while self._frames(groups) <= self.longest:
            found.append(self._frames(groups))
            groups = max(groups + 1, math.floor(groups * LADDER_GROWTH))
        return tuple(dict.fromkeys((*found, self.longest)))

    def latent_frames(self, frames: int) -> int:
        """How many frames the network itself works on."""
        return (frames - 1) // self.step + 1

    def _frames(self, groups: int) -> int:
        return groups * self.step + self.offset


def windows_of(frames: int, rule: FrameRule, *, ladder: bool = False) -> tuple[int, ...]:
    """Lengths of the windows that cover `frames` frames, all equal; `ladder`: only rungs.

    Raises ValueError for a shot without frames.
    """
    if frames < 1:
        raise ValueError(f"a shot has at least one frame, not {frames}")
    count = max(math.ceil((frames - 1) / (rule.longest - 1)), 1)
    length = rule.at_least(math.ceil((frames - 1) / count) + 1)
    if ladder:
        length = next(rung for rung in rule.rungs() if rung >= length)
    return (length,) * count


def made_by(windows: Sequence[int]) -> int:
    """How many different frames windows make: each but the first begins on a frame that is there already."""
    return sum(windows) - (len(windows) - 1)


def batches_of(
    jobs: Iterable[tuple[Job, int, tuple[int, int]]], *, most_tokens: int, rule: FrameRule, patch_px: int
) -> list[list[Job]]:
    """Jobs (job, frames, (width, height) in pixels) of equal bucket together, in order of first use, as many as stay below
    `most_tokens`: a token is `patch_px` × `patch_px` pixels of one of the network's own frames. One that is larger goes alone.
    """
    kinds: dict[tuple[int, tuple[int, int]], list[Job]] = {}
    for job, frames, size_px in jobs:
        kinds.setdefault((frames, size_px), []).append(job)
    batches: list[list[Job]] = []
    for (frames, (width_px, height_px)), alike in kinds.items():
        tokens = rule.latent_frames(frames) * (width_px // patch_px) * (height_px // patch_px)
        together = max(most_tokens // max(tokens, 1), 1)
        batches += [alike[start : start + together] for start in range(0, len(alike), together)]
    return batches
