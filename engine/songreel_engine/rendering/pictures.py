"""The kinds of picture there are: which plate maker and which animator make a film. Loaded when first used."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from songreel_engine.rendering.animators import Animator
from songreel_engine.rendering.plates import PlateMaker


@dataclass(frozen=True)
class Picture:
    """A plate maker and an animator that belong together."""

    name: str
    plate_maker: Callable[[], PlateMaker]
    animator: Callable[[], Animator]


def _procedural() -> PlateMaker:
    from songreel_engine.rendering.procedural.plate_maker import ProceduralPlateMaker

    return ProceduralPlateMaker()


def _parallax() -> Animator:
    from songreel_engine.rendering.parallax.animator import ParallaxAnimator

    return ParallaxAnimator()


PICTURES: Final = {p.name: p for p in (Picture("default", _procedural, _parallax),)}
