"""The diffusion animator: a video model sets a plate in motion, and what it made is played to the song.

Two steps. `rehearse` runs the model, in one process, for all shots that have no rushes yet: words are read first and their
encoder freed, then shots of one kind follow each other while the ones before are judged and stored. `animate` plays rushes and
needs no model; it makes them itself only where nobody rehearsed.

A shot sees its own job and plate, and on a match cut the plate it arrives at. Nothing is carried from shot to shot: then an
edit of one shot would change all that follow it in its scene. Within a shot that is longer than the model's longest video each
window begins on the last frame of the one before; across shots a place and a person are held together by their key images.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from platformdirs import user_cache_path

from songreel_engine.errors import RenderError
from songreel_engine.rendering.animators import Frame, MotionStep, ShotMotion
from songreel_engine.rendering.diffusion.buckets import FrameRule, windows_of
from songreel_engine.rendering.diffusion.card import find_card
from songreel_engine.rendering.diffusion.catalogue import Stage
from songreel_engine.rendering.diffusion.directing import movement_words
from songreel_engine.rendering.diffusion.enlarging import TIMES, find_upscaler
from songreel_engine.rendering.diffusion.filming import Crew
from songreel_engine.rendering.diffusion.holding import holds_together
from songreel_engine.rendering.diffusion.models import Model, find_model
from songreel_engine.rendering.diffusion.pacing import Pace, pace_of
from songreel_engine.rendering.diffusion.playing import play, rest_image
from songreel_engine.rendering.diffusion.prompts import Prompt, prompt_of
from songreel_engine.rendering.diffusion.roads import ROADS
from songreel_engine.rendering.diffusion.rushes import RushFacts, find_rushes
from songreel_engine.rendering.diffusion.shooting import Scripted, Sound
from songreel_engine.rendering.diffusion.sizes import fitting_size
from songreel_engine.rendering.diffusion.takes import MOST_TAKES, Judge
from songreel_engine.rendering.jobs import DRIVE_CHANNELS, PlateJob, ShotJob, VoiceJob
from songreel_engine.rendering.keys import fingerprint_of_sources, key_of
from songreel_engine.rendering.parallax.animator import check_job
from songreel_engine.rendering.plates import Plate
from songreel_engine.song import load_samples

LARGE_PIXELS: Final = 800 * 1422
"""Films with more pixels a frame are generated at half their sides: a quarter of the tokens, a sixteenth of the attention."""
HEARD: Final = 0.5
"""Likelihood from which on somebody sings."""
_RECIPE: Final = (
    "enlarging.py",
    "developing.py",
    "roads.py",
    "shooting.py",
    "buckets.py",
    "listening.py",
    "directing.py",
    "on_device.py",
    "prompts.py",
)
"""What decides how frames are generated; the rest only plays them."""

PlateOf = Callable[[PlateJob], Plate]


class DiffusionAnimator:
    """Moves plates with a video model. One instance may serve many shots, but one thread at a time."""

    name = "diffusion"

    def __init__(
        self,
        model: Model,
        *,
        files: Mapping[str, Path],
        rushes_dir: Path,
        judge: Judge | None = holds_together,
        most_takes: int = MOST_TAKES,
        tuning_dir: Path | None = None,
        upscaler: Model | None = None,
    ) -> None:
        """`files`: SHA-256 to file of the sounds that shots are sung to. Where `judge` is None every first take is kept.
        `tuning_dir`: where measurements of the card are kept; None: beside the rushes. `upscaler`: what enlarges the latents of
        films that are generated at half their sides."""
        self._model = model
        self._files = files
        self._rushes_dir = rushes_dir
        self._judge = judge
        self._most_takes = most_takes
        self._tuning_dir = tuning_dir or rushes_dir / "tuning"
        self._upscaler = upscaler
        self._recipe = fingerprint_of_sources(Path(__file__).parent, *_RECIPE)

    @property
    def listens(self) -> bool:
        """Whether it moves lips to a voice it is given."""
        return "audio_driven" in self._model.stages

    @property
    def arrives(self) -> bool:
        """Whether it can lead a shot to a given picture."""
        return "first_last_frame" in self._model.stages

    def fingerprint(self) -> str:
        """Hash of the model's identity and of all that generates and plays."""
        here = Path(__file__).parent
        sources = fingerprint_of_sources(here.parent, "diffusion/*.py", "parallax/*.py", "covering.py")
        enlarged_by = self._upscaler.identity if self._upscaler is not None else ""
        return key_of(
            model=self._model.identity, enlarged_by=enlarged_by, sources=sources, judged=self._judge is not None
        )

    def animate(self, plate: Plate, job: ShotJob, start: int, stop: int) -> Iterator[Frame]:
        """Frames [start, stop), uint8 [height × 3 / 2, width]; the array is written over for the next frame.

        Raises RenderError for a range outside the shot, an unknown style or print look, a size or shape the model cannot make,
        and a shot that arrives at another plate and was not rehearsed; MachineError where the model cannot be run.
        """
        check_job(job, start, stop)
        pace = self._pace(job)
        rushes = find_rushes(self._rushes_dir, self.rushes_key(plate, job))
        if rushes is None:
            if job.arrives_at is not None:
                raise RenderError(
                    "A shot that ends in a match cut has no rushes; render the film, not this piece of it."
                )
            self.rehearse([job], lambda _: plate)
            rushes = find_rushes(self._rushes_dir, self.rushes_key(plate, job))
        assert rushes is not None, "rehearsed"
        return play(rushes, pace, job, start, stop)

    def rehearse(
        self,
        jobs: Sequence[ShotJob],
        plate_of: PlateOf,
        *,
        made: Callable[[ShotJob, ShotMotion], None] = lambda _job, _motion: None,
        step: Callable[[MotionStep], None] = lambda _: None,
    ) -> None:
        """Makes the rushes of these shots where there are none; `made` hears of each job once its rushes stand.

        What `step` raises ends the work within one step of the model; what is stored by then stays. Raises as `animate` does.
        """
        waiting: dict[str, list[ShotJob]] = {}
        missing: dict[str, Scripted] = {}

        def stands(key: str) -> None:
            rushes = find_rushes(self._rushes_dir, key)
            assert rushes is not None, "stored"
            for job in waiting[key]:
                made(job, self._motion(job, rushes.facts))

        for job in jobs:
            script = self._scripted(job, plate_of)
            waiting.setdefault(script.key, []).append(job)
            if script.key in missing:
                continue
            if find_rushes(self._rushes_dir, script.key) is not None:
                stands(script.key)
                waiting[script.key] = []
            else:
                missing[script.key] = script
        if missing:
            crew = Crew(
                self._model,
                rushes_dir=self._rushes_dir,
                judge=self._judge,
                most_takes=self._most_takes,
                sound_of=self._sound_of,
                stands=stands,
                step=step,
                tuning_dir=self._tuning_dir,
                upscaler=self._upscaler_of(next(iter(missing.values())).job),
            )
            crew.shoot(list(missing.values()), size_px=self._sizes(missing.values()))

    def rushes_key(self, plate: Plate, job: ShotJob) -> str:
        """The key of the frames that a model makes for this shot: all they depend on, and nothing that is done to them later."""
        pace, (width_px, height_px) = self._pace(job), self._shown_size(job)
        upscaler = self._upscaler_of(job)
        return key_of(
            model=self._model.identity,
            enlarged_by=upscaler.identity if upscaler is not None else "",
            recipe=self._recipe,
            first=rest_image(plate, width_px, height_px),
            arrives_at=job.arrives_at,
            words=self._words(job),
            frames=pace.needed,
            speed=pace.speed,
            size=(width_px, height_px),
            seed=job.seed,
            voice=job.voice if self.listens else None,
            frames_per_s=job.frames_per_s if job.voice is not None else 0,
            judged=self._judge is not None,
        )

    def _motion(self, job: ShotJob, facts: RushFacts) -> ShotMotion:
        pace = self._pace(job)
        notes = facts.notes
        if is_singing(job) and not self.listens:
            notes += ("not lip-synced: this video model does not listen",)
        return ShotMotion(
            model=facts.model,
            frames=job.frames,
            generated=pace.generated(),
            interpolated=pace.interpolated(),
            takes=len(facts.takes),
            score=facts.takes[facts.kept].score,
            lip_synced=facts.lip_synced,
            notes=notes,
        )

    def _scripted(self, job: ShotJob, plate_of: PlateOf) -> Scripted:
        check_job(job, 0, job.frames)
        width_px, height_px = self._shown_size(job)
        plate, pace = plate_of(job.plate), self._pace(job)
        arrival = plate_of(job.arrives_at) if job.arrives_at is not None else None
        return Scripted(
            key=self.rushes_key(plate, job),
            job=job,
            pace=pace,
            windows=windows_of(pace.needed, self._rule()),
            prompt=self._words(job),
            first=rest_image(plate, width_px, height_px),
            last=rest_image(arrival, width_px, height_px) if arrival is not None else None,
        )

    def _pace(self, job: ShotJob) -> Pace:
        sings = job.voice is not None and self.listens
        silent = [name for stage, name in self._model.row.opens.items() if stage in _SILENT]
        return pace_of(
            job,
            model_frames_per_s=self._model.fps,
            sings=sings,
            speed_in_model=bool(silent) and all(ROADS[name].speed_in_model for name in silent),
        )

    def _words(self, job: ShotJob) -> tuple[str, str]:
        # A picture of the user's comes without words.
        movement = movement_words(job)
        told = prompt_of(job.plate, movement=movement) if job.plate.media is None else Prompt(movement, "")
        return told.text, told.negative if self._model.takes_negative else ""

    def _rule(self) -> FrameRule:
        model = self._model
        return FrameRule(step=model.frame_step, offset=model.frame_offset, most_frames=model.most_frames)

    def _size(self, job: ShotJob) -> tuple[int, int]:
        width_px, height_px = job.plate.width_px, job.plate.height_px
        part = 2 if width_px * height_px > LARGE_PIXELS else 1
        return fitting_size(width_px // part, height_px // part, self._model)

    def _upscaler_of(self, job: ShotJob) -> Model | None:
        """None for films that are generated at their own size."""
        is_half = job.plate.width_px * job.plate.height_px > LARGE_PIXELS
        return self._upscaler if is_half else None

    def _shown_size(self, job: ShotJob) -> tuple[int, int]:
        """Of the frames that come of it."""
        times = TIMES if self._upscaler_of(job) is not None else 1
        width_px, height_px = self._size(job)
        return times * width_px, times * height_px

    def _sizes(self, scripts: Collection[Scripted]) -> tuple[int, int]:
        """The one size of all shots of a film."""
        return self._size(next(iter(scripts)).job)

    def _sound_of(self, voice: VoiceJob, rate_hz: int) -> Sound:
        file = self._files.get(voice.sha256)
        if file is None:
            raise RenderError(
                "The song that a shot is sung to is not among the project's files; make the project again."
            )
        return Sound(samples=_samples_of(file, rate_hz), rate_hz=rate_hz)


def is_singing(job: ShotJob) -> bool:
    """Whether somebody stands there to sing, and is heard."""
    figure = job.plate.figure
    vocal = job.drive[:, DRIVE_CHANNELS.index("vocal")]
    return figure is not None and figure.pose == "sing" and bool(np.any(vocal > HEARD))


_SILENT: Final[tuple[Stage, ...]] = ("image_to_video", "first_last_frame")
VIDEO_STAGES: Final[tuple[Stage, ...]] = (*_SILENT, "audio_driven")


@lru_cache(maxsize=1)
def _samples_of(file: Path, rate_hz: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """A film's shots are sung to one sound."""
    return load_samples(file, rate_hz)


def animator_for(
    wanted: str,
    *,
    files: Mapping[str, Path],
    rushes_dir: Path,
    non_commercial: bool = False,
    most_takes: int = MOST_TAKES,
) -> DiffusionAnimator:
    """The animator for a video model by its name or folder. Raises as `find_model` does, and as `make_animator`."""
    model = find_model(wanted, stages=VIDEO_STAGES, non_commercial=non_commercial)
    return make_animator(
        model,
        files=files,
        rushes_dir=rushes_dir,
        most_takes=most_takes,
        tuning_dir=user_cache_path("songreel") / "tuning",
        upscaler=find_upscaler(model, find_card(), non_commercial=non_commercial),
    )


def make_animator(
    model: Model,
    *,
    files: Mapping[str, Path],
    rushes_dir: Path,
    judge: Judge | None = holds_together,
    most_takes: int = MOST_TAKES,
    tuning_dir: Path | None = None,
    upscaler: Model | None = None,
) -> DiffusionAnimator:
    """The animator for an installed video model. Raises RenderError for one of a class that no road leads through."""
    strange = [name for name in model.row.opens.values() if name not in ROADS and name in _video_classes(model)]
    if strange:
        raise RenderError(f"songreel does not know how to ask a {strange[0]} for a shot; choose another --video-model.")
    return DiffusionAnimator(
        model,
        files=files,
        rushes_dir=rushes_dir,
        judge=judge,
        most_takes=most_takes,
        tuning_dir=tuning_dir,
        upscaler=upscaler,
    )


def _video_classes(model: Model) -> set[str]:
    return {name for stage, name in model.row.opens.items() if stage in VIDEO_STAGES}
