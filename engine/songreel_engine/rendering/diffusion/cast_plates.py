"""Two models for one film: whoever is in the user's photos is shown by a model that looks at pictures, all else by the chosen
one, which does not."""

from collections.abc import Iterator, Mapping

from songreel_engine.rendering.diffusion.keyframes import DiffusionPlateMaker
from songreel_engine.rendering.jobs import PlateJob
from songreel_engine.rendering.keys import key_of
from songreel_engine.rendering.plates import Plate, StepListener, ignore_step


class CastPlateMaker:
    """Plates by one model, those that show somebody from photos by another. One of them is open at a time."""

    name = "diffusion"

    def __init__(self, chosen: DiffusionPlateMaker, looking: DiffusionPlateMaker) -> None:
        self._chosen, self._looking = chosen, looking

    def fingerprint(self) -> str:
        """Of both."""
        return key_of(chosen=self._chosen.fingerprint(), looking=self._looking.fingerprint())

    def make(self, job: PlateJob) -> Plate:
        """The plate of a job. Raises as `DiffusionPlateMaker.make` does."""
        return self._maker_of(job).make(job)

    def make_all(
        self, jobs: Mapping[str, PlateJob], *, steps: StepListener = ignore_step
    ) -> Iterator[tuple[str, Plate]]:
        """Each key with its plate, those of the chosen model first. Raises as `make` does."""
        for maker in (self._chosen, self._looking):
            own = {key: job for key, job in jobs.items() if self._maker_of(job) is maker}
            if own:
                yield from maker.make_all(own, steps=steps)

    def _maker_of(self, job: PlateJob) -> DiffusionPlateMaker:
        shows_photos = job.told is not None and bool(job.told.photos) and job.figure is not None
        return self._looking if shows_photos else self._chosen
