"""What work costs, as data: the built-in list, or a TOML file of the operator's."""

import tomllib
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from songreel_server.errors import BadRequestError

BUILT_IN: Final = Path(__file__).with_name("price_list.toml")
Picture = Literal["procedural", "diffusion"]
"""What makes the pictures: the two have prices of their own."""
Resolution = Literal["480p", "720p", "1080p", "4k"]
Credits = Annotated[int, Field(ge=0, le=1_000_000)]


class _Listed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FlatPrices(_Listed):
    """Of one kind of picture, whatever the song's length."""

    film: Credits
    image_again: Credits
    clip_again: Credits
    clip_after_image: Credits
    """A clip that must be made again only because its image was."""
    export: Credits


class PerSecondPrices(_Listed):
    """By the length that is billed, in whole seconds."""

    least_s: Annotated[int, Field(ge=1)]
    most_s: Annotated[int, Field(ge=1)]
    credits: dict[Resolution, Credits]


class Plan(_Listed):
    """The subscription."""

    credits_a_month: Credits
    free_images: Credits
    """Made again without credits, once, with a new subscription."""


class PriceList(_Listed):
    """All prices of one server."""

    name: str
    flat: dict[Picture, FlatPrices]
    per_second: PerSecondPrices
    plan: Plan
    packs: dict[str, Credits]


def read_price_list(file: Path | None = None) -> PriceList:
    """The prices in a file; None: the built-in ones. Raises BadRequestError where it is not readable as a price list."""
    chosen = file or BUILT_IN
    try:
        return PriceList.model_validate(tomllib.loads(chosen.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadRequestError(f"The price list {chosen} cannot be read: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadRequestError(f"The price list {chosen} is wrong at {where}: {first['msg']}.") from error
