"""The kinds of picture there are: which plate maker and which animator make a film. Loaded when first used."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, Protocol

from songreel_engine.rendering.animators import Animator
from songreel_engine.rendering.plates import PlateMaker


class PlateMakerFor(Protocol):
    """Makes a plate maker that finds the user's photos under their SHA-256."""

    def __call__(self, files: Mapping[str, Path] = MappingProxyType({})) -> PlateMaker: ...


@dataclass(frozen=True)
class Picture:
    """A plate maker and an animator that belong together."""

    name: str
    plate_maker: PlateMakerFor
    animator: Callable[[], Animator]


def _procedural(files: Mapping[str, Path] = MappingProxyType({})) -> PlateMaker:
    from songreel_engine.rendering.procedural.plate_maker import ProceduralPlateMaker

    return ProceduralPlateMaker(files)


def _parallax() -> Animator:
    from songreel_engine.rendering.parallax.animator import ParallaxAnimator

    return ParallaxAnimator()


PICTURES: Final = {p.name: p for p in (Picture("default", _procedural, _parallax),)}
