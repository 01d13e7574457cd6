"""Where words may stand: what each place that shows films lays over the picture, as shares of its sides.

The figures are what stays free of names, buttons and captions in an ordinary post. Advertisements have more laid over their
foot (Meta asks for 35 %); words for them are put higher by asking for another place.

Source: the platforms' own safe-zone templates as of 2026 (ads.tiktok.com/help "TikTok Auction In-Feed Ads"; Meta Business
Help "Safe zones for Reels"; support.google.com/google-ads "Video ad specs", Shorts), and for `plain` SMPTE ST 2046-1:
graphics inside 90 % of the picture. They change with each release of an app: that is why they are a table.
"""

from dataclasses import dataclass
from typing import Final

from songreel_engine.draft.model import SafeArea


@dataclass(frozen=True)
class Insets:
    """What is kept free at each side, as shares of the frame's width (left, right) and height (top, bottom)."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Area:
    """A rectangle of the frame, in pixels."""

    left_px: int
    top_px: int
    right_px: int
    bottom_px: int

    @property
    def width_px(self) -> int:
        return self.right_px - self.left_px

    @property
    def height_px(self) -> int:
        return self.bottom_px - self.top_px


SAFE_AREAS: Final[dict[SafeArea, Insets]] = {
    "plain": Insets(0.075, 0.085, 0.075, 0.085),
    "youtube": Insets(0.075, 0.085, 0.075, 0.12),
    "tiktok": Insets(0.060, 0.080, 0.120, 0.200),
    "reels": Insets(0.060, 0.115, 0.110, 0.180),
    "shorts": Insets(0.060, 0.110, 0.115, 0.190),
    "phones": Insets(0.075, 0.115, 0.120, 0.200),
}
_VERTICAL: Final = 1.5
"""Higher than so many times its width a film is watched on phones."""


def usual_area(width_px: int, height_px: int) -> SafeArea:
    """The safe area of a film of which nothing else is said."""
    if height_px >= _VERTICAL * width_px:
        return "phones"
    return "youtube" if width_px > height_px else "plain"


def area_of(safe_area: SafeArea | None, width_px: int, height_px: int) -> Area:
    """Where words may stand in a frame; None: in the usual area of its shape."""
    insets = SAFE_AREAS[safe_area or usual_area(width_px, height_px)]
    return Area(
        round(insets.left * width_px),
        round(insets.top * height_px),
        round((1 - insets.right) * width_px),
        round((1 - insets.bottom) * height_px),
    )
