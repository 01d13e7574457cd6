"""The treatment: what an art director intends, in words, before a single shot is planned. Readable and editable JSON.

Scenes carry a `key` (the song's letter, and a number where a long section has two scenes), by which sections name
them.
"""

from pydantic import BaseModel, ConfigDict

from songreel_engine.draft.model import Performer, TimeOfDay, Weather


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Swatch(_Value):
    """A colour of the film."""

    name: str
    hex: str


class TreatmentScene(_Value):
    """Where and when a part of the song plays."""

    key: str
    place: str
    """A place by key (see `places.PLACES`)."""
    time_of_day: TimeOfDay
    weather: Weather
    description: str


class SectionIntent(_Value):
    """What the picture does in one section of the song."""

    section: str
    """'verse 1', 'chorus 2'."""
    letter: str
    scenes: tuple[str, ...]
    """Keys of its scenes in order; more than one where the section is long."""
    intent: str


class Treatment(_Value):
    """The creative vision of one film."""

    style: str
    """A style by key."""
    logline: str
    palette: tuple[Swatch, ...]
    """Dark, middle, light, and last the accent."""
    performer: Performer | None
    """None: nobody in the picture."""
    scenes: tuple[TreatmentScene, ...]
    motifs: tuple[str, ...]
    sections: tuple[SectionIntent, ...]
    rhythm: str
    """How the film is cut, in words."""
    pace: float
    """The same in a figure: above 1 cuts faster than the song alone suggests."""
    warnings: tuple[str, ...] = ()
    """What the brief asks and this treatment does not give."""

    def scene(self, key: str) -> TreatmentScene:
        """The scene of that key; raises KeyError where there is none."""
        for scene in self.scenes:
            if scene.key == key:
                return scene
        raise KeyError(key)
