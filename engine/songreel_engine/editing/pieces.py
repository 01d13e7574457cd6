"""Sounds cut at edges of time, and pieces that are alike grown together again.

Cutting alone changes nothing that is heard, but that a fade which a cut falls into is shortened to fit its piece.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from songreel_engine.draft.model import AudioItem
from songreel_engine.editing.material import Material
from songreel_engine.timebase import FrameRange


def cut_item(item: AudioItem, spans: Iterable[FrameRange], material: Material) -> tuple[AudioItem, ...]:
    """The item in pieces, cut where the spans start and stop inside it; the first piece keeps the id."""
    edges = sorted({edge for span in spans for edge in (span.start, span.stop)})
    bounds = [item.start, *(edge for edge in edges if item.start < edge < item.stop), item.stop]
    return tuple(_piece(item, start, stop, material) for start, stop in pairwise(bounds))


def grown_together(items: Iterable[AudioItem]) -> tuple[AudioItem, ...]:
    """The items with each that carries on an earlier one, as loud and without a fade between, made one with it."""
    grown: list[AudioItem] = []
    for item in items:
        earlier = next((index for index, one in enumerate(grown) if _carries_on(one, item)), None)
        if earlier is None:
            grown.append(item)
        else:
            update = {"stop": item.stop, "fade_out_frames": item.fade_out_frames}
            grown[earlier] = grown[earlier].model_copy(update=update)
    return tuple(grown)


def plays_in(item: AudioItem, spans: Sequence[FrameRange]) -> bool:
    """Whether the item shares a frame with any of the spans; a span without length is the frame it stands at."""
    return any(item.start < max(span.stop, span.start + 1) and span.start < item.stop for span in spans)


def _piece(item: AudioItem, start: int, stop: int, material: Material) -> AudioItem:
    first, last = start == item.start, stop == item.stop
    fade_in_frames = min(item.fade_in_frames, stop - start) if first else 0
    fade_out_frames = min(item.fade_out_frames, stop - start - fade_in_frames) if last else 0
    facts = {
        "id": item.id if first else material.new_id(),
        "start": start,
        "stop": stop,
        "source_start": item.source_start + start - item.start,
        "fade_in_frames": fade_in_frames,
        "fade_out_frames": fade_out_frames,
    }
    return item.model_copy(update=facts)


def _carries_on(earlier: AudioItem, later: AudioItem) -> bool:
    return (
        (earlier.source, earlier.gain_percent, earlier.stop) == (later.source, later.gain_percent, later.start)
        and later.source_start - earlier.source_start == later.start - earlier.start
        and earlier.fade_out_frames == later.fade_in_frames == 0
    )
