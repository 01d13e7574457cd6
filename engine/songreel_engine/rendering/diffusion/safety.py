"""Whether a picture is unfit for some eyes, as an installed classifier sees it. Without one nobody knows, and nobody says."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.diffusion.libraries import library
from songreel_engine.rendering.diffusion.loading import quietly

UNFIT: Final = 0.5
"""Probability from which a picture counts as unfit."""
LABEL: Final = "nsfw"


def is_unfit(rgb: NDArray[np.uint8], network: tuple[Any, Any]) -> bool:
    """Whether the classifier, as `opened_network` gives it, finds uint8 [h, w, 3] unfit."""
    model, processor = network
    with library("torch").no_grad(), quietly():
        given = processor(images=rgb, return_tensors="pt").to(model.device)
        shares = model(**given).logits[0].float().softmax(-1).cpu().tolist()
    names = {int(number): str(name).lower() for number, name in model.config.id2label.items()}
    return bool(sum(share for number, share in enumerate(shares) if LABEL in names.get(number, "")) > UNFIT)
