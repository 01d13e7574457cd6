"""Each text of a draft given its place, its shadow and its moves, for one frame size: what an overlay then only has to draw."""

import math
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.draft.model import Draft, TextItem
from songreel_engine.finishing.titles import LaidText, draw_text, lay_text, stacking_gap_px
from songreel_engine.finishing.typography.contrast import Ground, Veil, lively, veil_for
from songreel_engine.finishing.typography.grounds import GroundMap, ground_of, ground_under
from songreel_engine.finishing.typography.lyric_line import lyric_line
from songreel_engine.finishing.typography.lyric_stage import staged
from songreel_engine.finishing.typography.moving import share, slowing
from songreel_engine.finishing.typography.safe_areas import Area, area_of
from songreel_engine.finishing.typography.stage import Placed, Pose, Sprite, Staging
from songreel_engine.media import EncodeSettings
from songreel_engine.planning.styles import STYLES
from songreel_engine.rendering.keys import fingerprint_of_sources, key_of
from songreel_engine.rendering.plan import Segment

_VEIL_STEPS: Final = 20
_RISE: Final = 0.16
"""A title that fades in comes up by so many letter sizes, and rests when it is there."""


@dataclass(frozen=True, kw_only=True, eq=False)
class PlacedText:
    """A text item and how it is put on its stage."""

    item: TextItem
    facts: dict[str, object]
    """All that its look depends on, its time in the film aside."""
    shown: Callable[[NDArray[np.int64]], NDArray[np.bool_]]
    """In which frames of the film there is something to see."""
    staging: Callable[[], Staging]


class Grounds:
    """How bright the film is under its texts, clip by clip, measured when first asked for."""

    def __init__(
        self, segments: Sequence[Segment], clips: Sequence[Path], folder: Path, settings: EncodeSettings
    ) -> None:
        self._segments, self._clips, self._folder, self._settings = segments, clips, folder, settings
        self._known: dict[int, GroundMap] = {}

    def under(self, item: TextItem, box: Area) -> Ground:
        """The picture under a box while the text stands there. Raises RenderError for a damaged clip."""
        maps = [self._map(index) for index in self._touched(item)]
        return ground_under(maps, box, self._settings.width_px, self._settings.height_px)

    def keys(self, item: TextItem) -> tuple[str, ...]:
        """What the picture under the text is made of."""
        return tuple(self._segments[index].key for index in self._touched(item))

    def measure(self, items: Iterable[TextItem], workers: int) -> None:
        """All clips under these texts, several at a time."""
        wanted = sorted({index for item in items for index in self._touched(item)} - self._known.keys())
        if wanted:
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            with ThreadPoolExecutor(max_workers=workers) as pool:
                list(pool.map(self._map, wanted))

    def _touched(self, item: TextItem) -> list[int]:
        return [
            index
            for index, segment in enumerate(self._segments)
            if item.start < segment.span.stop and segment.span.start < item.stop
        ]

    def _map(self, index: int) -> GroundMap:
        if index not in self._known:
            key = key_of(
                segment=self._segments[index].key, settings=settings_facts(self._settings), measured_by=_measured_by()
            )
            self._known[index] = ground_of(self._clips[index], self._folder, key)
        return self._known[index]


@cache
def _measured_by() -> str:
    return fingerprint_of_sources(Path(__file__).parent / "typography", "grounds.py")


def placed_texts(draft: Draft, settings: EncodeSettings, grounds: Grounds, workers: int) -> list[PlacedText]:
    """Texts at one place at one time stand clear of each other, later ones further from the edge."""
    texts = [item for item in draft.tracks.text if item.text.strip()]
    plain = [item for item in texts if item.style is None]
    grounds.measure(plain, workers)
    set_items: list[tuple[TextItem, LaidText, int]] = []
    for item in plain:
        laid = lay_text(item, settings.width_px, settings.height_px, draft.safe_area)
        if laid is not None:
            shift_px = max(
                (
                    shift + other.height_px + stacking_gap_px(other)
                    for before, other, shift in set_items
                    if _would_collide(before, item)
                ),
                default=0,
            )
            set_items.append((item, laid, shift_px))
    return [
        *(_plain_text(item, laid, shift_px, grounds) for item, laid, shift_px in set_items),
        *(_styled_text(item, draft, settings, grounds) for item in texts if item.style is not None),
    ]


def _plain_text(item: TextItem, laid: LaidText, shift_px: int, grounds: Grounds) -> PlacedText:
    exact = veil_for(item.colour, grounds.under(item, laid.box(shift_px)))
    # In steps: a hair's difference in the picture is no other shadow.
    veil = Veil(math.ceil(exact.strength * _VEIL_STEPS) / _VEIL_STEPS, exact.is_dark, exact.contrast)

    def staging() -> Staging:
        overlay = draw_text(laid, shift_px, veil)
        alpha = overlay.pixels[..., 3:].astype(np.float32) / np.float32(255)
        sprite = Sprite(overlay.left_px, overlay.top_px, np.dstack([overlay.pixels[..., :3] * alpha, alpha]))
        opacity = _opacity(item, np.arange(item.start, item.stop))

        def placed(number: int) -> list[Placed]:
            rise_px = _RISE * laid.size_px * (1 - slowing(share(number, 0, item.fade_in_frames + 1)))
            return [Placed(0, Pose(opacity=float(opacity[number]), down_px=rise_px))]

        return Staging((sprite,), placed)

    return PlacedText(
        item=item,
        facts={
            "laid": laid.facts(),
            "shift_px": shift_px,
            "veil": (veil.strength, veil.is_dark),
            "fades": (item.fade_in_frames, item.fade_out_frames),
            "frames": item.stop - item.start,
        },
        shown=lambda frames: _opacity(item, frames) > 0,
        staging=staging,
    )


def _styled_text(item: TextItem, draft: Draft, settings: EncodeSettings, grounds: Grounds) -> PlacedText:
    look = STYLES.get(draft.style)
    accents = lively(tuple(colour for _, colour in look.palette) if look is not None else ())
    area = area_of(draft.safe_area, settings.width_px, settings.height_px)

    def staging() -> Staging:
        line = lyric_line(
            item,
            frame_px=(settings.width_px, settings.height_px),
            area=area,
            accents=accents,
            frames_a_second=float(settings.frame_rate),
            ground=lambda box: grounds.under(item, box),
        )
        return staged(item.style or "", line) if line is not None else Staging((), lambda number: [])

    said = item.model_dump(exclude={"id", "start", "stop", "words"})
    words = [(word.text, word.start - item.start, word.stop - item.start) for word in item.words]
    return PlacedText(
        item=item,
        facts={
            "said": said,
            "words": words,
            "frames": item.stop - item.start,
            "over": grounds.keys(item),
            "accents": accents,
            "area": vars(area),
        },
        shown=lambda frames: (frames >= item.start) & (frames < item.stop),
        staging=staging,
    )


def _would_collide(one: TextItem, other: TextItem) -> bool:
    # Lyric lines follow each other on one spot; where they overlap, one fades into the next.
    both_lyrics = one.role == other.role == "lyric"
    return one.place == other.place and one.start < other.stop and other.start < one.stop and not both_lyrics


def _opacity(item: TextItem, frames: NDArray[np.int64]) -> NDArray[np.float32]:
    """A fade of n frames takes n equal steps on the way, so the first frame already shows something."""
    into = (frames - item.start + 1) / (item.fade_in_frames + 1)
    out = (item.stop - frames) / (item.fade_out_frames + 1)
    return np.clip(np.minimum(into, out), 0, 1).astype(np.float32)


def settings_facts(settings: EncodeSettings) -> dict[str, object]:
    """What of the settings a clip depends on, for content keys."""
    return vars(settings) | {"frame_rate": str(settings.frame_rate)}
