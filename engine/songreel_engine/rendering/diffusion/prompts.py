"""What a model is told for a plate: the shot's own words, then what the job says beside them. Pure.

The person is described in the same words in every prompt of a film, so that somebody like them returns even from a model that
looks at no pictures.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from songreel_engine.errors import RenderError
from songreel_engine.rendering.diffusion.style_words import (
    FRAMING_WORDS,
    HOUR_WORDS,
    LEFT_OUT,
    PLACE_WORDS,
    SIDE_WORDS,
    STYLE_WORDS,
    WEATHER_WORDS,
    StyleWords,
)
from songreel_engine.rendering.jobs import FigureJob, LightingJob, PlateJob, Rgb

ASKED: Final = 0.15
"""How much of something must be asked for before words say so."""
LONG_HAIR, SHORT_HAIR = 0.6, 0.25
LONG_COAT: Final = 0.6
COLOURS: Final[dict[str, Rgb]] = {
    "black": (0.01, 0.01, 0.01),
    "white": (0.9, 0.9, 0.9),
    "grey": (0.2, 0.2, 0.2),
    "red": (0.45, 0.02, 0.02),
    "orange": (0.75, 0.22, 0.02),
    "yellow": (0.85, 0.65, 0.05),
    "green": (0.04, 0.25, 0.06),
    "teal": (0.02, 0.22, 0.24),
    "blue": (0.03, 0.09, 0.45),
    "light blue": (0.25, 0.55, 0.85),
    "violet": (0.2, 0.06, 0.45),
    "pink": (0.8, 0.25, 0.4),
    "brown": (0.12, 0.05, 0.02),
    "beige": (0.6, 0.5, 0.34),
}
"""Linear RGB, as jobs have it."""


@dataclass(frozen=True)
class Prompt:
    """What to show, and what to leave out."""

    text: str
    negative: str


def prompt_of(job: PlateJob, *, movement: str = "") -> Prompt:
    """What a model is told, what matters most first: models forget the end. `movement`: in words, of a picture that moves.

    Raises RenderError for an unknown style, place, framing or time of day.
    """
    style = _style(job)
    view = _view(job)
    if job.told is not None:
        said = [job.told.words, _person(job.figure)]
    else:
        who = _person(job.figure) or "nobody in the picture"
        said = [view, job.prompt, who]
    said += [movement, style.shown, *_light(job.lighting), _palette(job.palette)]
    return Prompt(_joined(said), _left_out(job, style))


def place_prompt(job: PlateJob) -> Prompt:
    """The scene's place alone, as all its shots are to know it. Raises as `prompt_of` does."""
    style = _style(job)
    view = _view(job, framing="wide")
    said = [view, job.prompt, "nobody in the picture", style.shown, _palette(job.palette)]
    return Prompt(_joined(said), _left_out(job, style, people=False))


def person_prompt(job: PlateJob) -> Prompt:
    """The performer alone, whole, as all shots of a film are to know them; for jobs that show one. Raises as `prompt_of` does."""
    style = _style(job)
    said = [f"full-length portrait of {_person(job.figure)}", "plain grey background, even light", style.shown]
    return Prompt(_joined(said), _left_out(job, style))


def colour_name(colour: Rgb) -> str:
    """The nearest colour that has a name here."""
    seen = np.cbrt(np.asarray(colour))
    return min(COLOURS, key=lambda name: float(np.linalg.norm(np.cbrt(np.asarray(COLOURS[name])) - seen)))


def _style(job: PlateJob) -> StyleWords:
    if job.style not in STYLE_WORDS:
        raise RenderError(f"There is no style {job.style!r}; choose one of {', '.join(STYLE_WORDS)}.")
    return STYLE_WORDS[job.style]


def _view(job: PlateJob, *, framing: str | None = None) -> str:
    """Framing, place, hour and weather in words, each of them checked."""
    parts = [
        _word(FRAMING_WORDS, framing or job.framing, "framing"),
        _word(PLACE_WORDS, job.place, "place"),
        _word(HOUR_WORDS, job.time_of_day, "time of day"),
        _word(WEATHER_WORDS, job.weather, "weather"),
    ]
    _word(FRAMING_WORDS, job.framing, "framing")
    return ", ".join(part for part in parts if part)


def _word(words: dict[str, str], key: str, what: str) -> str:
    if key not in words:
        raise RenderError(f"There is no {what} {key!r}; choose one of {', '.join(words)}.")
    return words[key]


def _person(figure: FigureJob | None) -> str:
    if figure is None:
        return ""
    if figure.photo:
        return "the performer"
    hair = "long" if figure.hair > LONG_HAIR else ("short" if figure.hair < SHORT_HAIR else "shoulder-length")
    coat = "long coat" if figure.coat > LONG_COAT else "jacket"
    return (
        f"the performer, {hair} {colour_name(figure.hair_colour)} hair, wearing a {colour_name(figure.colour)} {coat}"
    )


def _light(lighting: LightingJob) -> list[str]:
    asked = [
        (lighting.warmth > ASKED, "warm light"),
        (lighting.warmth < -ASKED, "cold blue light"),
        (lighting.brightness > ASKED, "bright, well lit"),
        (lighting.brightness < -ASKED, "dark, dimly lit"),
        (bool(lighting.side), SIDE_WORDS.get(lighting.side, "")),
    ]
    return [words for is_asked, words in asked if is_asked]


def _palette(colours: tuple[Rgb, ...]) -> str:
    names = list(dict.fromkeys(colour_name(colour) for colour in colours))
    return f"colours: {', '.join(names)}" if names else ""


def _left_out(job: PlateJob, style: StyleWords, *, people: bool = True) -> str:
    nobody = "" if people and job.figure is not None else "people, person, face"
    return ", ".join(part for part in (LEFT_OUT, style.left_out, nobody) if part)


def _joined(parts: list[str]) -> str:
    return ". ".join(" ".join(part.split()).rstrip(".") for part in parts if part.strip())
