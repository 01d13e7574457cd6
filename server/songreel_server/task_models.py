"""The models that tasks name: what each takes, how large its films are, and what the default picture cannot do of it.

Pure data and checks; nothing is fetched or charged here.
"""

from dataclasses import dataclass
from math import log
from typing import Final, Literal

from songreel_server.credits.price_list import Resolution
from songreel_server.errors import BadRequestError, NotFoundError
from songreel_server.films import Quality

Aspect = Literal["9:16", "16:9", "1:1", "4:5"]
RATIOS: Final[dict[Aspect, tuple[int, int]]] = {"9:16": (9, 16), "16:9": (16, 9), "1:1": (1, 1), "4:5": (4, 5)}
DEFAULT_ASPECT: Final[Aspect] = "9:16"
"""As the engine's, where neither the request nor a picture says."""
AUTO: Final = "auto"
Place = Literal["top", "middle", "bottom"]
PLACES: Final[dict[str, Place]] = {
    "top": "top", "middle": "middle", "center": "middle", "centre": "middle", "bottom": "bottom",
}  # fmt: skip
"""Where subtitles stand, as requests call it."""
MOST_PROMPT_CHARACTERS: Final = 2_500


class UnknownModelError(NotFoundError):
    """There is no such model."""


@dataclass(frozen=True)
class Size:
    """What the name of a resolution means."""

    short_side_px: int
    quality: Quality


SIZES: Final[dict[Resolution, Size]] = {
    "480p": Size(480, "preview"),
    "720p": Size(720, "draft"),
    "1080p": Size(1080, "final"),
    "4k": Size(2160, "final"),
}


@dataclass(frozen=True, kw_only=True)
class Model:
    """One model of the task API."""

    name: str
    most_images: int
    aspects: tuple[str, ...]
    resolutions: tuple[Resolution, ...]
    """The first is meant where none is named."""
    has_subtitles_and_lipsync: bool


MODELS: Final = {
    model.name: model
    for model in (
        Model(
            name="music-video-generator",
            most_images=3,
            aspects=("16:9", "9:16"),
            resolutions=("480p", "720p"),
            has_subtitles_and_lipsync=False,
        ),
        Model(
            name="music-to-video-pro",
            most_images=4,
            aspects=("9:16", "16:9", "1:1", "4:5", AUTO),
            resolutions=("720p", "1080p", "4k"),
            has_subtitles_and_lipsync=True,
        ),
    )
}


def find_model(name: str) -> Model:
    """Raises UnknownModelError."""
    try:
        return MODELS[name]
    except KeyError:
        raise UnknownModelError(f"There is no model {name[:80]!r}; there are {', '.join(MODELS)}.") from None


def resolution_of(model: Model, named: str | None) -> Resolution:
    """The one that is named, or the model's own. Raises BadRequestError."""
    if named is None:
        return model.resolutions[0]
    for resolution in model.resolutions:
        if resolution == named.lower():
            return resolution
    raise BadRequestError(
        f"{model.name} has no resolution {named[:20]!r}; choose one of {', '.join(model.resolutions)}."
    )


def must_take_aspect(model: Model, named: str | None) -> None:
    """Raises BadRequestError."""
    if named is not None and named not in model.aspects:
        raise BadRequestError(f"{model.name} has no ratio {named[:20]!r}; choose one of {', '.join(model.aspects)}.")


def must_take_subtitles(colour: str | None, position: str | None, style: str | None) -> None:
    """Raises BadRequestError for a colour, a place or a style that subtitles cannot have."""
    # Late: nothing else here needs the engine's names of colours and lyric styles.
    from songreel_engine.draft.colours import colour_of
    from songreel_engine.lyrics.styles import LYRIC_STYLE_OF_LOOK, LYRIC_STYLES, find_lyric_style

    if colour is not None and colour_of(colour) is None:
        raise BadRequestError(f"There is no subtitle_color {colour[:40]!r}; send a name such as gold, or #rrggbb.")
    if position is not None and position not in PLACES:
        raise BadRequestError(f"There is no subtitle_position {position[:40]!r}; choose one of {', '.join(PLACES)}.")
    if style is not None and style != LYRIC_STYLE_OF_LOOK and find_lyric_style(style) is None:
        known = ", ".join((LYRIC_STYLE_OF_LOOK, *LYRIC_STYLES))
        raise BadRequestError(f"There is no subtitle_style {style[:40]!r}; choose one of {known}.")


def aspect_of(model: Model, named: str | None, picture_px: tuple[int, int] | None) -> Aspect:
    """The ratio that is named, or the model's nearest to the first picture's (width, height), or the default."""
    for ratio in RATIOS:
        if ratio == named:
            return ratio
    if picture_px is None:
        return DEFAULT_ASPECT
    width_px, height_px = picture_px
    # Twice as wide and half as wide are equally far from square.
    return min(
        (ratio for ratio in RATIOS if ratio in model.aspects),
        key=lambda ratio: abs(_log_ratio(*RATIOS[ratio]) - _log_ratio(width_px, height_px)),
    )


def height_px_of(resolution: Resolution, aspect: Aspect) -> int:
    """Of a film whose shorter side is what the resolution says; even, as encoders want it."""
    wide, high = RATIOS[aspect]
    return 2 * round(SIZES[resolution].short_side_px * high / min(wide, high) / 2)


def _log_ratio(width: float, height: float) -> float:
    return log(max(width, 1) / max(height, 1))
