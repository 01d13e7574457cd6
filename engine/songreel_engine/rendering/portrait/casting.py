"""Gives a planned draft its performer from photos, and says what could not be done with them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from songreel_engine.draft.model import Draft, Media, PerformerPhoto
from songreel_engine.rendering.portrait.person import Person, read_person

Rgb = tuple[float, float, float]


def cast_photos(draft: Draft, photos: Sequence[tuple[Media, Path]]) -> Draft:
    """The draft with the people of these photos as its performer, its warnings with what they cannot show.

    A photo in which nobody stands out stays among the draft's media and is not shown. Raises RenderError for a file that
    is no picture.
    """
    media = (*draft.media, *(medium for medium, _ in photos if medium not in draft.media))
    if all(shot.pose is None for shot in draft.shots):
        words = "Nobody is in this film's pictures, so the photo is not shown."
        return draft.model_copy(update={"media": media, "warnings": (*draft.warnings, words)})
    people = [(medium, read_person(file)) for medium, file in photos]
    cast = tuple(_photo(medium, person) for medium, person in people if person is not None)
    performer = draft.performer.model_copy(update={"photos": cast})
    clothes = next((person.clothes for _, person in people if person is not None), None)
    if clothes is not None:
        performer = performer.model_copy(update={"colour": _hex(clothes)})
    warnings = (*draft.warnings, *_warnings(people, draft))
    return draft.model_copy(update={"media": media, "performer": performer, "warnings": warnings})


def _photo(medium: Media, person: Person) -> PerformerPhoto:
    return PerformerPhoto(
        media_id=medium.id,
        shows="whole body" if person.is_whole else "upper body",
        face=person.face is not None,
        skin=_hex(person.skin_colour) if person.skin_colour else None,
        hair=_hex(person.hair_colour) if person.hair_colour else None,
    )


def _warnings(people: Sequence[tuple[Media, Person | None]], draft: Draft) -> Iterator[str]:
    for medium, person in people:
        if person is None:
            yield f"Nobody stands out from the background of {medium.name}; it is not shown. A plain background helps."
        elif person.face is None:
            yield f"No face was found in {medium.name}: the mouth stays shut."
    shown = [person for _, person in people if person is not None]
    if not shown:
        yield "The performer is the drawn one."
    elif not any(person.is_whole for person in shown):
        yield (
            f"{people[0][0].name if len(people) == 1 else 'The photos'} "
            f"{'shows' if len(people) == 1 else 'show'} the upper body only: "
            "wide shots and shots from above show the drawn performer, in the photo's colours."
        )
    if shown and any(shot.pose == "dance" for shot in draft.shots):
        yield "A photo stands still: where the plan has the performer dance, it only sways."


def _hex(linear: Rgb) -> str:
    """sRGB as #rrggbb (IEC 61966-2-1)."""
    encoded = (v * 12.92 if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055 for v in linear)
    return "#" + "".join(f"{min(255, max(0, round(255 * v))):02x}" for v in encoded)
