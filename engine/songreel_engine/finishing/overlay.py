"""Words on finished clips: only the frames under a text are encoded again, everything else is copied or left as it is.

The pictures of a film are never drawn again for a text. A segment that has text over it gets a clip of its own beside the bare
one, stored under a key of that clip and of what lies on it; the bare clip stays, so taking the text away costs nothing.

How dark a shadow the letters get follows from the picture under them, measured once a clip. Fades are linear in opacity;
what moves, and how, is its style's affair (`typography.lyric_styles`).
"""

import math
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from songreel_engine.draft.model import Draft
from songreel_engine.errors import RenderError
from songreel_engine.finishing.placing import Grounds, PlacedText, placed_texts, settings_facts
from songreel_engine.finishing.titles import check_texts
from songreel_engine.finishing.typography.stage import StagePainter, Staging
from songreel_engine.media import EncodeSettings, count_frames, write_clip
from songreel_engine.media.clips import Frame
from songreel_engine.media.splicing import Piece, Seams, find_seams, read_span, splice
from songreel_engine.progress import Progress, ProgressListener, ignore_progress
from songreel_engine.rendering.keys import fingerprint_of_sources, key_of
from songreel_engine.rendering.plan import Segment
from songreel_engine.rendering.workers import usable_cores
from songreel_engine.timebase import FrameRange

STAGE: Final = "titles"
_GROUNDS: Final = "grounds"
_DRAWN_BY: Final = ("titles.py", "overlay.py", "placing.py", "wrapping.py", "fonts.py", "typography/**/*.py")
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
    notes: tuple[str, ...] = ()
    """What of the words could not be shown."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _SegmentText:
    """A text over one segment."""

    placed: PlacedText
    first: int
    """The text's own number of the segment's first frame."""
    shown: NDArray[np.bool_]
    """One a frame of the segment."""


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
    items = draft.tracks.text
    notes = check_texts(items)
    workers = workers or usable_cores()
    grounds = Grounds(segments, clips, overlays_dir / _GROUNDS, settings)
    placed = placed_texts(draft, settings, grounds, workers)
    if not placed:
        return Titled(tuple(clips), 0, 0, notes)
    overlays_dir.mkdir(parents=True, exist_ok=True)
    drawn_by = fingerprint_of_sources(Path(__file__).parent, *_DRAWN_BY)
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
        grounds.measure((text.placed.item for job in missing for text in job.texts), workers)
        _make(missing, overlays_dir, settings, workers, progress)
    return Titled(tuple(titled), len(missing), len(jobs) - len(missing), notes)


def _texts_over(span: FrameRange, placed: Sequence[PlacedText]) -> tuple[_SegmentText, ...]:
    frames = np.arange(span.start, span.stop)
    return tuple(
        _SegmentText(placed=text, first=span.start - text.item.start, shown=text.shown(frames))
        for text in placed
        if text.item.start < span.stop and span.start < text.item.stop
    )


def _key(segment: Segment, texts: Sequence[_SegmentText], settings: EncodeSettings, drawn_by: str) -> str:
    return key_of(
        segment=segment.key,
        texts=[{"text": text.placed.facts, "first": text.first} for text in texts],
        settings=settings_facts(settings),
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
        stagings = _Stagings(2 * workers + 2)
        works = [_Work(job, Path(folder) / job.path.stem, settings, stagings) for job in jobs]
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


class _Stagings:
    """The last stagings that were drawn: a text over two segments, or over two pieces of one, is drawn once.

    Letters are drawn by one thread at a time, as FreeType asks.
    """

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, threading.Lock()
        self._kept: OrderedDict[int, Staging] = OrderedDict()

    def of(self, text: PlacedText) -> Staging:
        with self._lock:
            if id(text) not in self._kept:
                self._kept[id(text)] = text.staging()
                if len(self._kept) > self._most:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(id(text))
            return self._kept[id(text)]


class _Work:
    """One clip on its way: the pieces that are encoded again, and the clip they are joined into."""

    def __init__(self, job: _Job, stem: Path, settings: EncodeSettings, stagings: _Stagings) -> None:
        self._job, self._stem, self._settings, self._stagings = job, stem, settings, stagings
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
        settings = self._settings
        seen = [text for text in self._job.texts if text.shown[span.start : span.stop].any()]
        painters = [
            StagePainter(self._stagings.of(text.placed), settings.width_px, settings.height_px) for text in seen
        ]
        for index, frame in zip(
            range(span.start, span.stop), read_span(self._job.bare, span, self._seams), strict=True
        ):
            for painter, text in zip(painters, seen, strict=True):
                if text.shown[index]:
                    painter.paint(frame, text.first + index)
            yield frame


def _runs(job: _Job, seams: Seams) -> list[FrameRange]:
    """What has to be encoded again: the frames with text, out to where the rest can be copied."""
    shown = np.any([text.shown for text in job.texts], axis=0)
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
