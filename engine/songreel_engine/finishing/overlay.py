"""Words on finished clips: only the frames under a text are encoded again, everything else is copied or left as it is.

The pictures of a film are never drawn again for a text. A segment that has text over it gets a clip of its own beside the bare
one, stored under a key of that clip and of what lies on it; the bare clip stays, so taking the text away costs nothing.

Opacity is worked in the planes of the video itself, on the rows and columns the text touches; fades are linear in opacity.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.draft.model import Draft, TextItem
from songreel_engine.errors import RenderError
from songreel_engine.finishing.titles import LaidText, Overlay, draw_text, lay_text, stacking_gap_px
from songreel_engine.media import EncodeSettings, count_frames, write_clip
from songreel_engine.media.clips import Frame
from songreel_engine.media.splicing import Piece, Seams, find_seams, read_span, splice
from songreel_engine.progress import Progress, ProgressListener, ignore_progress
from songreel_engine.rendering.keys import fingerprint_of_sources, key_of
from songreel_engine.rendering.parallax.colour import BLACK, NEUTRAL, RGB_TO_YUV, frame_planes
from songreel_engine.rendering.plan import Segment
from songreel_engine.rendering.render import usable_cores
from songreel_engine.timebase import FrameRange

STAGE: Final = "titles"
_PIECE_FRAMES: Final = 24
"""Encoded by one thread at a time: short enough to keep all cores busy, long enough to compress well."""


class Titled(NamedTuple):
    """The clips of a film with its texts on them."""

    clips: tuple[Path, ...]
    """One a segment, in order; a segment without text keeps the very file it had."""
    made: int
    """Clips that were made now."""
    found: int
    """Clips with text that were there already."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _PlacedText:
    """A text item, set and given its place among the others."""

    item: TextItem
    laid: LaidText
    shift_px: int


@dataclass(frozen=True, kw_only=True, eq=False)
class _SegmentText:
    """A text over one segment."""

    placed: _PlacedText
    opacity: NDArray[np.float32]
    """0 to 1, one a frame of the segment; 0 where the text is not seen."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Job:
    """A clip to be made."""

    bare: Path
    path: Path
    frames: int
    texts: tuple[_SegmentText, ...]


def with_titles(
    draft: Draft,
    segments: Sequence[Segment],
    clips: Sequence[Path],
    *,
    overlays_dir: Path,
    settings: EncodeSettings,
    workers: int | None = None,
    progress: ProgressListener = ignore_progress,
) -> Titled:
    """The clips to assemble: `clips`, one a segment, with a clip from `overlays_dir` wherever the draft has text.

    `settings` are those the clips were encoded with. Raises RenderError where a text cannot be written or a clip is damaged.
    """
    placed = _placed(draft.tracks.text, settings)
    if not placed:
        return Titled(tuple(clips), 0, 0)
    overlays_dir.mkdir(parents=True, exist_ok=True)
    drawn_by = fingerprint_of_sources(Path(__file__).parent, "titles.py", "overlay.py", "wrapping.py", "fonts.py")
    jobs: dict[Path, _Job] = {}
    titled = []
    for segment, clip in zip(segments, clips, strict=True):
        texts = _texts_over(segment.span, placed)
        if texts:
            key = _key(segment, texts, settings, drawn_by)
            job = _Job(bare=clip, path=overlays_dir / f"{key}.mp4", frames=len(segment.span), texts=texts)
            jobs[job.path] = job
            clip = job.path
        titled.append(clip)
    missing = [job for job in jobs.values() if not _is_whole(job)]
    if missing:
        _make(missing, overlays_dir, settings, workers or usable_cores(), progress)
    return Titled(tuple(titled), len(missing), len(jobs) - len(missing))


def _placed(items: Iterable[TextItem], settings: EncodeSettings) -> list[_PlacedText]:
    """Texts at one place at one time stand clear of each other, later ones further from the edge."""
    placed: list[_PlacedText] = []
    for item in items:
        laid = lay_text(item, settings.width_px, settings.height_px)
        if laid is None:
            continue
        shift_px = max(
            (
                other.shift_px + other.laid.height_px + stacking_gap_px(other.laid)
                for other in placed
                if _would_collide(other.item, item)
            ),
            default=0,
        )
        placed.append(_PlacedText(item=item, laid=laid, shift_px=shift_px))
    return placed


def _would_collide(one: TextItem, other: TextItem) -> bool:
    # Lyric lines follow each other on one spot; where they overlap, one fades into the next.
    both_lyrics = one.role == other.role == "lyric"
    return one.place == other.place and one.start < other.stop and other.start < one.stop and not both_lyrics


def _texts_over(span: FrameRange, placed: Sequence[_PlacedText]) -> tuple[_SegmentText, ...]:
    frames = np.arange(span.start, span.stop)
    over = []
    for text in placed:
        if text.item.start < span.stop and span.start < text.item.stop:
            opacity = _opacity(text.item, frames)
            over.append(_SegmentText(placed=text, opacity=opacity))
    return tuple(over)


def _opacity(item: TextItem, frames: NDArray[np.int64]) -> NDArray[np.float32]:
    """A fade of n frames takes n equal steps on the way, so the first frame already shows something."""
    into = (frames - item.start + 1) / (item.fade_in_frames + 1)
    out = (item.stop - frames) / (item.fade_out_frames + 1)
    return np.clip(np.minimum(into, out), 0, 1).astype(np.float32)


def _key(segment: Segment, texts: Sequence[_SegmentText], settings: EncodeSettings, drawn_by: str) -> str:
    return key_of(
        segment=segment.key,
        texts=[
            {"laid": text.placed.laid.facts(), "shift_px": text.placed.shift_px, "opacity": text.opacity}
            for text in texts
        ],
        settings=vars(settings) | {"frame_rate": str(settings.frame_rate)},
        drawn_by=drawn_by,
    )


def _is_whole(job: _Job) -> bool:
    if not job.path.is_file():
        return False
    try:
        return count_frames(job.path) == job.frames
    except RenderError:
        return False


def _make(
    jobs: Sequence[_Job], overlays_dir: Path, settings: EncodeSettings, workers: int, progress: ProgressListener
) -> None:
    """Encodes pieces on threads: FFmpeg leaves Python alone while it works, and threads start at once."""
    with TemporaryDirectory(dir=overlays_dir, prefix=".pieces-") as folder:
        works = [_Work(job, Path(folder) / job.path.stem, settings) for job in jobs]
        total = sum(len(span) for work in works for span in work.exchanged)
        progress(Progress(STAGE, 0, total))
        done = 0
        pool = ThreadPoolExecutor(max_workers=workers)
        try:
            left = {id(work): len(work.exchanged) for work in works}
            running: dict[Future[None], tuple[_Work, FrameRange]] = {
                pool.submit(work.encode, span): (work, span) for work in works for span in work.exchanged
            }
            for future in as_completed(running):
                future.result()
                work, span = running[future]
                left[id(work)] -= 1
                if not left[id(work)]:
                    work.join()
                done += len(span)
                progress(Progress(STAGE, done, total))
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


class _Work:
    """One clip on its way: the pieces that are encoded again, and the clip they are joined into."""

    def __init__(self, job: _Job, stem: Path, settings: EncodeSettings) -> None:
        self._job, self._stem, self._settings = job, stem, settings
        self._inks = [_Ink(draw_text(text.placed.laid, text.placed.shift_px)) for text in job.texts]
        self._seams = seams = find_seams(job.bare)
        if seams.frames != job.frames:
            raise RenderError(f"Clip {job.bare.name} holds {seams.frames} of its {job.frames} frames; render it again.")
        self.exchanged = [piece for run in _runs(job, seams) for piece in _split(run)]

    def encode(self, span: FrameRange) -> None:
        write_clip(self._piece(span), self._frames(span), self._settings)

    def join(self) -> None:
        pieces: list[Piece] = []
        end = 0
        for span in [*self.exchanged, FrameRange(self._job.frames, self._job.frames)]:
            if span.start > end:
                pieces.append(Piece(path=self._job.bare, span=FrameRange(end, span.start)))
            if len(span):
                pieces.append(Piece(path=self._piece(span), span=FrameRange(0, len(span))))
            end = span.stop
        splice(self._job.path, pieces)

    def _piece(self, span: FrameRange) -> Path:
        return self._stem.with_name(f"{self._stem.name}-{span.start}.mp4")

    def _frames(self, span: FrameRange) -> Iterator[Frame]:
        for index, frame in zip(
            range(span.start, span.stop), read_span(self._job.bare, span, self._seams), strict=True
        ):
            for ink, text in zip(self._inks, self._job.texts, strict=True):
                if text.opacity[index]:
                    ink.lay_on(frame, float(text.opacity[index]))
            yield frame


def _runs(job: _Job, seams: Seams) -> list[FrameRange]:
    """What has to be encoded again: the frames with text, out to where the rest can be copied."""
    shown = np.any([text.opacity > 0 for text in job.texts], axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], shown.astype(np.int8), [0]])))
    runs: list[FrameRange] = []
    for start, stop in edges.reshape(-1, 2):
        run = seams.widened(FrameRange(int(start), int(stop)))
        if runs and run.start <= runs[-1].stop:
            run = FrameRange(runs.pop().start, run.stop)
        runs.append(run)
    return runs


def _split(run: FrameRange) -> list[FrameRange]:
    count = math.ceil(len(run) / _PIECE_FRAMES)
    bounds = [run.start + len(run) * i // count for i in range(count + 1)]
    return [FrameRange(start, stop) for start, stop in pairwise(bounds)]


class _Ink:
    """An overlay in the planes of a video: laid on a frame it gives frame × (1 − opacity × alpha) + opacity × ink."""

    def __init__(self, overlay: Overlay) -> None:
        height_px, width_px = overlay.pixels.shape[:2]
        self._left, self._top, self._height, self._width = overlay.left_px, overlay.top_px, height_px, width_px
        alpha = overlay.pixels[..., 3].astype(np.float32) / 255
        yuv = cv2.transform(overlay.pixels[..., :3].astype(np.float32), RGB_TO_YUV)
        half = (width_px // 2, height_px // 2)
        self._alpha = (alpha, cv2.resize(alpha, half, interpolation=cv2.INTER_AREA))
        luma = (yuv[..., 0] + BLACK) * alpha
        chroma = [cv2.resize((yuv[..., i] - NEUTRAL) * alpha, half, interpolation=cv2.INTER_AREA) for i in (1, 2)]
        self._inks = (luma, *(c + NEUTRAL * self._alpha[1] for c in chroma))

    def lay_on(self, frame: Frame, opacity: float) -> None:
        """Changes the frame."""
        for plane, ink, scale in zip(frame_planes(frame), self._inks, (1, 2, 2), strict=True):
            alpha = self._alpha[scale - 1]
            rows = slice(self._top // scale, (self._top + self._height) // scale)
            columns = slice(self._left // scale, (self._left + self._width) // scale)
            under = plane[rows, columns]
            under[:] = np.rint(under * (1 - opacity * alpha) + opacity * ink)
