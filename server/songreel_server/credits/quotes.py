"""What a job will cost, line by line, before it runs. A quote is a promise: the job is held for exactly this."""

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from songreel_server.credits.price_list import Picture, PriceList, Resolution
from songreel_server.errors import BadRequestError

if TYPE_CHECKING:
    # What draws comes with it, and takes most of a second: prices need none of that.
    from songreel_engine.changing import Cost


@dataclass(frozen=True, kw_only=True)
class Line:
    """One part of a price."""

    what: str
    """film | image | clip | clip after image | export | second"""
    count: int
    each: int
    """Credits."""

    @property
    def credits(self) -> int:
        return self.count * self.each


@dataclass(frozen=True, kw_only=True)
class Quote:
    """The price of one job."""

    lines: tuple[Line, ...]
    free_items: int = 0
    """Images of the account's free ones that are used; they are in no line."""

    @property
    def credits(self) -> int:
        return sum(line.credits for line in self.lines)


def quote_film(prices: PriceList, *, picture: Picture) -> Quote:
    """A whole film, flat: the song's length does not matter."""
    return Quote(lines=(Line(what="film", count=1, each=prices.flat[picture].film),))


def quote_seconds(prices: PriceList, *, duration_s: float, resolution: Resolution) -> Quote:
    """A whole film by the second: begun seconds count, no fewer than the list's least and no more than its most.

    Raises BadRequestError where the list has no price for this size.
    """
    each = prices.per_second.credits.get(resolution)
    if each is None:
        listed = ", ".join(prices.per_second.credits)
        raise BadRequestError(f"There is no price for {resolution}; there are {listed}.")
    return Quote(lines=(Line(what="second", count=billed_seconds(prices, duration_s), each=each),))


def billed_seconds(prices: PriceList, duration_s: float) -> int:
    """Whole seconds of a song that are paid for."""
    # A length read from a file is off by a few samples: what is over by less than a millisecond is no second begun.
    return min(max(ceil(duration_s - 1e-3), prices.per_second.least_s), prices.per_second.most_s)


def quote_edit(prices: PriceList, cost: "Cost", *, picture: Picture, free_left: int = 0) -> Quote:
    """What is made again in a film that stands; nothing where nothing is. Free images go first."""
    listed = prices.flat[picture]
    free = min(cost.images, free_left) if listed.image_again else 0
    # A new image always makes its shot's clip a new one; clips beyond those are asked for by themselves.
    following = min(cost.images, cost.clips)
    lines = (
        Line(what="image", count=cost.images - free, each=listed.image_again),
        Line(what="clip after image", count=following, each=listed.clip_after_image),
        Line(what="clip", count=cost.clips - following, each=listed.clip_again),
    )
    return Quote(lines=tuple(line for line in lines if line.credits), free_items=free)


def quote_export(prices: PriceList, *, picture: Picture) -> Quote:
    """A film that stands, in another shape or format."""
    each = prices.flat[picture].export
    return Quote(lines=(Line(what="export", count=1, each=each),) if each else ())
