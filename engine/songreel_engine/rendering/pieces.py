"""What a worker process makes: one plate, one clip, or one group of a clip.

Everything that a piece needs travels to the worker with it; what comes back is a file, whole or not at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from songreel_engine.media import EncodeSettings, write_clip
from songreel_engine.rendering.animators import Animator, Frame, Rehearsing
from songreel_engine.rendering.footage import FootageAnimator
from songreel_engine.rendering.groups import FOLDER_PREFIX, group_path, groups_of, join_groups
from songreel_engine.rendering.jobs import PlateJob
from songreel_engine.rendering.memory import return_freed
from songreel_engine.rendering.photo import PhotoPlateMaker
from songreel_engine.rendering.pictures import PICTURES, PictureChoice, animator_of, plate_maker_of
from songreel_engine.rendering.plan import PlannedShot, Segment
from songreel_engine.rendering.plate_store import load_plate, save_plate
from songreel_engine.rendering.plates import BatchPlateMaker, Plate, PlateMaker
from songreel_engine.rendering.transitions import blend_opening, blend_transition
from songreel_engine.timebase import FrameRange


@dataclass(frozen=True)
class Makers:
    """What makes plates and frames; travels to workers."""

    picture: PictureChoice
    media: dict[str, Path]
    kept: Path
    """Folder of what animators make on the way to clips."""

    def maker_of(self, job: PlateJob) -> PlateMaker:
        return plate_maker_of(self.picture, self.media) if job.media is None else PhotoPlateMaker(self.media)

    def animator_of(self, job: PlateJob) -> Animator:
        is_footage = job.media is not None and job.media.kind == "footage"
        return FootageAnimator(self.media) if is_footage else animator_of(self.picture, self.media, self.kept)

    def drawn_here(self, plates: dict[str, PlateJob]) -> dict[str, PlateJob]:
        """Those that only the process which renders can make."""
        in_parent = PICTURES[self.picture.name].in_parent
        return {key: job for key, job in plates.items() if in_parent and job.media is None}

    def rehearsing(self) -> Rehearsing | None:
        """The picture's animator where its work is done by a model before its frames are asked for."""
        if not PICTURES[self.picture.name].in_parent:
            return None
        animator = animator_of(self.picture, self.media, self.kept)
        return animator if isinstance(animator, Rehearsing) else None

    def batch_maker(self) -> BatchPlateMaker:
        maker = plate_maker_of(self.picture, self.media)
        if not isinstance(maker, BatchPlateMaker):
            raise TypeError(f"{maker.name} makes no plates in batches, so it cannot be in_parent")
        return maker


@dataclass(frozen=True, kw_only=True, eq=False)
class SegmentJob:
    """What one segment needs, and no more: this is what travels to a worker."""

    segment: Segment
    shots: tuple[PlannedShot, ...]
    settings: EncodeSettings
    plates_dir: Path
    clip: Path
    makers: Makers


def stand_by() -> None:
    """Loads this module, and with it most of what making a plate or a clip takes, before there is one to make."""


def make_plate(job: PlateJob, folder: Path, makers: Makers) -> None:
    if not folder.is_dir():
        save_plate(makers.maker_of(job).make(job), folder)
        return_freed()


_loaded: dict[Path, Plate] = {}
"""The plates a worker used last: neighbouring segments share them."""


def _plate(folder: Path) -> Plate:
    if folder not in _loaded:
        while len(_loaded) >= 2:
            del _loaded[next(iter(_loaded))]
        _loaded[folder] = load_plate(folder)
    return _loaded[folder]


_animators: list[tuple[Makers, Animator]] = []
"""The one a worker used last; it has made the plates it moved last ready for moving."""


def _animator(makers: Makers, job: PlateJob) -> Animator:
    if job.media is not None or PICTURES[makers.picture.name].in_parent:
        return makers.animator_of(job)
    if not _animators or _animators[0][0] != makers:
        _animators[:] = [(makers, makers.animator_of(job))]
    return _animators[0][1]


def make_clip(job: SegmentJob) -> None:
    groups = groups_of(len(job.segment.span))
    frames = _segment_frames(job)
    if len(groups) == 1:
        write_clip(job.clip, frames, job.settings)
        return
    with TemporaryDirectory(dir=job.clip.parent, prefix=FOLDER_PREFIX) as folder:
        for group in groups:
            write_clip(group_path(Path(folder), job.clip, group), islice(frames, len(group)), job.settings)
        join_groups(Path(folder), job.clip, len(job.segment.span))


def make_group(job: SegmentJob, group: FrameRange, folder: Path) -> None:
    write_clip(group_path(folder, job.clip, group), _segment_frames(job, group), job.settings)


def _segment_frames(job: SegmentJob, part: FrameRange | None = None) -> Iterator[Frame]:
    """The frames of one segment, or of a part of it, streamed."""
    whole = job.segment.span
    span = whole if part is None else FrameRange(whole.start + part.start, whole.start + part.stop)
    streams = [
        _animator(job.makers, shot.job.plate).animate(
            _plate(job.plates_dir / shot.plate_key), shot.job, span.start - shot.origin, span.stop - shot.origin
        )
        for shot in job.shots
    ]
    if job.segment.transition is None:
        return streams[0]
    return _blended(job, streams, span)


def _blended(job: SegmentJob, streams: list[Iterator[Frame]], span: FrameRange) -> Iterator[Frame]:
    segment = job.segment
    first, kind = segment.centre - segment.length // 2, segment.transition or "cut"
    shares = ((frame + 0.5 - first) / segment.length for frame in range(span.start, span.stop))
    if len(streams) == 1:
        for u, frame in zip(shares, streams[0], strict=True):
            yield blend_opening(kind, frame, u, segment.seed)
        return
    for u, before, after in zip(shares, *streams, strict=True):
        yield blend_transition(kind, before, after, u, segment.seed)
