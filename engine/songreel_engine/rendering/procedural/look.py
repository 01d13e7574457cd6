"""What a look is: which light a style shines on a world and in which passes it draws what it sees.

A look is data: lights by time of day, how light scatters, the passes, its answer to a beat. It never knows which world
it paints. Exposure belongs to the chain's `develop`: lights are tuned against it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial, reduce

from songreel_engine.rendering.procedural.drawing.arithmetic import Rgb
from songreel_engine.rendering.procedural.drawing.beat import Response
from songreel_engine.rendering.procedural.drawing.glow import Scatter
from songreel_engine.rendering.procedural.drawing.guides import Guides, Picture
from songreel_engine.rendering.procedural.drawing.palette import drawn_towards
from songreel_engine.rendering.procedural.lights import Colour, Light
from songreel_engine.rendering.procedural.matter import PLAIN, Matter

Pass = Callable[[Picture, Guides], Picture]
"""One drawing pass: picture and guides in, picture out."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """One way of drawing."""

    lights: Mapping[str, Light]
    """Time of day → light; the first is the look's own."""
    scatter: Scatter
    chain: tuple[Pass, ...]
    response: Response
    line_reach: float = 0.0
    """How far outlines stand outside a silhouette, in units; layers are cut that much wider."""
    local_colour_radius: float = 0.0
    """Radius in units over which fine texture is taken out of local colour before lighting; 0: none."""
    matter: Matter = PLAIN
    """What things are made of before light falls on them."""
    least_wet: float = 0.0
    """The ground is never drier than this, 0..1, whatever the weather."""
    most_wet: float = 1.0
    """The ground is never wetter than this."""
    most_lit: float = 1.0
    """No more than this share of windows, signs and lamps burns, whatever the hour."""
    gels: tuple[Colour, Colour] | None = None
    """What the lamps of a show are filtered to, warm ones and cool ones; None leaves them the light's own."""
    sun_in_view: bool = False
    """The sun is painted where the view has most sky, not where the place has it; shadows stay the place's."""

    def drawn(self, picture: Picture, guides: Guides) -> Picture:
        """Linear light after all passes: display colour 0..1."""
        return reduce(lambda so_far, draw: draw(so_far, guides), self.chain, picture)

    def in_colours(self, palette: tuple[Rgb, ...]) -> "Look":
        """The same look drawn towards a palette: linear RGB, dark to light; empty, the look as it is."""
        return replace(self, chain=(*self.chain, partial(drawn_towards, palette=palette))) if palette else self
