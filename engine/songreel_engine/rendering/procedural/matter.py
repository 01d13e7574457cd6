"""What things are made of in a look, before any light falls on them: rounded, cut into facets, pressed, or of metal.

`shaping.py` makes surfaces of it; dents and metal are the shader's, `glsl/light.glsl`.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Matter:
    """How things are made. The default leaves the world as it is. Lengths are in units of `Guides`."""

    roundness: float = 0.0
    """Radius over which edges are rounded."""
    facet: float = 0.0
    """Side of the flat triangles that surfaces and clouds are cut into."""
    facet_tilt: float = 0.12
    """How far facets of one plane lean apart."""
    texel: float = 0.0
    """Side of the squares of one local colour."""
    dents: float = 0.0
    """Depth of thumb prints, 0..1."""
    metal: float = 0.0
    """Share of mirror metal, 0..1."""
    flow: float = 0.0
    """How far surfaces of metal ripple, 0..1."""

    @property
    def changes_form(self) -> bool:
        """Whether surfaces are others than the world made."""
        return bool(self.roundness or self.facet or self.texel)


PLAIN: Final = Matter()
