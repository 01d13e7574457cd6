"""The media beside a timeline: one clip a shot, and the sound, in a folder of their own.

A film's own clips have the transitions drawn in. Here each shot is whole: its body is the film's clip, copied packet by packet,
and the frames under a transition are rendered once more for each of the two shots, without the other. Nothing else is encoded.
The sound is PCM, to the sample as long as the film: editors differ by an encoder's delay in where they begin an MP3 or AAC.
"""

import wave
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.draft.model import Draft
from songreel_engine.errors import ProjectError, RenderError
from songreel_engine.finishing.audio_mix import mixed_sound, note_of_mix, plays_song_alone
from songreel_engine.making import plan_pieces
from songreel_engine.media.files import written_beside
from songreel_engine.media.sound import open_sound
from songreel_engine.media.soundtrack import encoded_rate_hz, stereo_chunks
from songreel_engine.media.splicing import Piece, splice
from songreel_engine.progress import ProgressListener, ignore_progress
from songreel_engine.project import Project
from songreel_engine.rendering.keys import key_of
from songreel_engine.rendering.plan import RenderPlan, Segment, lifetime
from songreel_engine.rendering.quality import find_quality
from songreel_engine.rendering.render import render_plan
from songreel_engine.shelf import media_paths
from songreel_engine.timebase import FrameRange

SOUND_NAME: Final = "song.wav"
_FULL_SCALE: Final = 2**23 - 1
"""24 bits: a FLAC or WAV master loses nothing."""


@dataclass(frozen=True, kw_only=True)
class LaidPiece:
    """A shot's file and the film frames it shows."""

    path: Path
    span: FrameRange


@dataclass(frozen=True, kw_only=True)
class Sound:
    """The film's sound as a WAV file."""

    path: Path
    rate_hz: int
    samples: int


@dataclass(frozen=True, kw_only=True)
class Laid:
    """What lies in the folder."""

    quality: str
    height_px: int | None
    pieces: tuple[LaidPiece, ...]
    sound: Sound
    notes: tuple[str, ...]


def lay_pieces(
    project: Project,
    draft: Draft,
    folder: Path,
    *,
    names: Sequence[str],
    workers: int | None = None,
    progress: ProgressListener = ignore_progress,
) -> Laid:
    """Writes a file a shot, named by `names`, and the sound into `folder`.

    Frames that no film of the project has had are rendered. Raises ProjectError for a project without a film or a folder that
    cannot be written, RenderError or SongError where a file cannot be made.
    """
    last = project.read_last_render()
    if last is None:
        raise ProjectError(f"{project.folder} has no film yet to cut clips from; run `songreel render` on it first.")
    plan = plan_pieces(
        project, draft, project.read_analysis(), quality=find_quality(last.quality), height_px=last.height_px
    )
    lives = _lives(draft, plan)
    alone = tuple(segment for life in lives for segment in life)
    rendered = render_plan(
        replace(plan, segments=alone, frames=sum(len(segment.span) for segment in alone)),
        plates_dir=project.plates_dir,
        clips_dir=project.clips_dir,
        workers=workers,
        progress=progress,
    )
    clips = dict(zip((segment.key for segment in alone), rendered.clips, strict=True))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, life in zip(names, lives, strict=True):
            splice(folder / name, [Piece(path=clips[s.key], span=FrameRange(0, len(s.span))) for s in life])
        sound, notes = _sound(project, draft, folder / SOUND_NAME)
    except OSError as error:
        raise ProjectError(f"{folder} cannot be written: {error.strerror}.") from error
    return Laid(
        quality=last.quality,
        height_px=last.height_px,
        pieces=tuple(
            LaidPiece(path=folder / name, span=FrameRange(life[0].span.start, life[-1].span.stop))
            for name, life in zip(names, lives, strict=True)
        ),
        sound=sound,
        notes=notes,
    )


def _lives(draft: Draft, plan: RenderPlan) -> list[tuple[Segment, ...]]:
    """Every shot's whole life in segments that show it alone: what the film shows of it, and its share of transitions."""
    bodies = {s.shots[0]: s for s in plan.segments if s.transition is None}
    lives: list[tuple[Segment, ...]] = []
    for index in range(len(draft.shots)):
        life, body = lifetime(draft.shots, index), bodies.get(index)
        if body is None:
            lives.append((_alone(plan, index, life),))
            continue
        before, after = FrameRange(life.start, body.span.start), FrameRange(body.span.stop, life.stop)
        ends = [_alone(plan, index, span) if len(span) else None for span in (before, after)]
        lives.append(tuple(piece for piece in (ends[0], body, ends[1]) if piece is not None))
    return lives


def _alone(plan: RenderPlan, index: int, span: FrameRange) -> Segment:
    shot = plan.shots[index]
    own = (span.start - shot.origin, span.stop - shot.origin)
    encoding = {"preset": plan.preset, "crf": plan.crf, "rate": str(plan.frame_rate)}
    key = key_of(shot=shot.shot_key, range=own, encoding=encoding)
    return Segment(span=span, shots=(index,), transition=None, key=key)


def _sound(project: Project, draft: Draft, path: Path) -> tuple[Sound, tuple[str, ...]]:
    """The song, or the draft's mix where it plays more or less than that."""
    if plays_song_alone(draft):
        return _write_wav(path, project.song_path, draft), ()
    files = media_paths(project) if draft.media else {}
    mix = mixed_sound(
        draft, project.song_path, files, song_seconds=project.facts.song.duration_s, folder=project.folder
    )
    told = note_of_mix(mix)
    notes = (
        f"{path.name} is the film's mix: its gains, fades and further sounds are in it, not on tracks of their own.",
    )
    return _write_wav(path, mix, draft), notes if told is None else (*notes, told)


def _write_wav(path: Path, source: Path, draft: Draft) -> Sound:
    with open_sound(source) as song:
        rate_hz = encoded_rate_hz(song)
        samples = round(Fraction(draft.frames) / draft.frame_rate * rate_hz)
        try:
            with written_beside(path) as partial, closing(wave.open(str(partial), "wb")) as file:
                file.setnchannels(2)
                file.setsampwidth(3)
                file.setframerate(rate_hz)
                for chunk in _exactly(stereo_chunks(song, rate_hz), samples):
                    file.writeframesraw(_as_pcm(chunk))
        except wave.Error as error:
            raise RenderError(f"{path} cannot be written: {error}.") from error
    return Sound(path=path, rate_hz=rate_hz, samples=samples)


def _exactly(chunks: Iterable[NDArray[np.float32]], samples: int) -> Iterable[NDArray[np.float32]]:
    """The first `samples` samples; the film may end up to half a frame after its song, in silence."""
    position = 0
    for chunk in chunks:
        wanted = chunk[:, : samples - position]
        position += wanted.shape[1]
        yield wanted
        if position == samples:
            return
    yield np.zeros((2, samples - position), np.float32)


def _as_pcm(chunk: NDArray[np.float32]) -> bytes:
    """Interleaved, little-endian, 24 bits a sample."""
    whole = np.round(np.clip(chunk.T.astype(np.float64), -1, 1) * _FULL_SCALE).astype("<i4")
    return np.ascontiguousarray(whole).view(np.uint8).reshape(-1, 4)[:, :3].tobytes()
