"""What a model is shown beside its words: the scene's place, and the performer, so that both return.

Both are pictures of their own, made from words and a seed that every shot of the scene, or of the film, has in common; a photo
takes the place of the made performer. They follow from the job alone, so the same job always looks at the same pictures.
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.errors import RenderError
from songreel_engine.rendering.diffusion.prompts import Prompt, person_prompt, place_prompt
from songreel_engine.rendering.jobs import PlateJob

Image = NDArray[np.uint8]

MOST_PHOTOS: Final = 3
LONGEST_PX: Final = 1024
"""Longer side at which a photo is looked at."""


@dataclass(frozen=True)
class Still:
    """A picture asked of a model by words alone."""

    prompt: Prompt
    seed: int

    @property
    def words(self) -> tuple[str, str]:
        return self.prompt.text, self.prompt.negative


def anchors_of(job: PlateJob, *, most: int) -> tuple[Still, ...]:
    """The place and, where nobody gave photos, the performer; at most so many. Empty for a job that says of no scene."""
    if job.told is None:
        return ()
    anchors = [Still(place_prompt(job), job.told.anchor_seed)]
    if job.figure is not None and not job.told.photos:
        anchors.append(Still(person_prompt(job), _seed_of_person(job)))
    return tuple(anchors[:most])


def photos_of(job: PlateJob, files: Mapping[str, Path], *, most: int) -> tuple[Image, ...]:
    """The performer's photos, upright, at most so many. Raises RenderError for one that is missing or no picture."""
    wanted = job.told.photos[: min(most, MOST_PHOTOS)] if job.told is not None and job.figure is not None else ()
    return tuple(_read(sha256, files) for sha256 in wanted)


def with_references(prompt: Prompt, *, place: bool, people: int) -> Prompt:
    """The prompt, saying what the pictures beside it show: the place first, then the performer."""
    said = ["The place is the one in image 1"] if place else []
    first = 2 if place else 1
    if people:
        numbers = " and ".join(str(number) for number in range(first, first + people))
        said.append(f"The performer is the person in image {numbers}, the same face, hair and clothes")
    return replace(prompt, text=". ".join([*said, prompt.text])) if said else prompt


def _seed_of_person(job: PlateJob) -> int:
    """Of what the performer looks like, not of what they do."""
    figure = job.figure
    looks = (figure.hair, figure.coat, figure.colour, figure.hair_colour, figure.skin) if figure is not None else ()
    return zlib.crc32(repr(looks).encode())


def _read(sha256: str, files: Mapping[str, Path]) -> Any:
    file = files.get(sha256)
    if file is None:
        raise RenderError("A photo of the performer is not among the project's files; add it again.")
    try:
        data = np.frombuffer(file.read_bytes(), np.uint8)
        image = cv2.imdecode(data, cv2.IMREAD_COLOR_RGB) if len(data) else None
    except (OSError, cv2.error) as error:
        raise RenderError(f"The photo {file.name} cannot be read; add it again.") from error
    if image is None:
        raise RenderError(f"{file.name} is no picture that can be looked at; add a JPEG, PNG or WebP.")
    scale = min(1.0, LONGEST_PX / max(image.shape[:2]))
    return cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
