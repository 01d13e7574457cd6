"""IP-Adapters: how a model that only reads words is shown photos of the performer.

An adapter is no model of its own: weights that are laid into a loaded one, and a network that looks at pictures for them. Which
belongs to which class is in the catalogue; one is used where its repository lies in the user's cache and its weights fit the
model's. Only safetensors are read.
Source: Ye et al., "IP-Adapter: Text Compatible Image Prompt Adapter for Text-to-Image Diffusion Models", 2023.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from songreel_engine.rendering.diffusion.card import Card
from songreel_engine.rendering.diffusion.catalogue import AdapterRow, adapter_rows
from songreel_engine.rendering.diffusion.discovery import (
    cached_folder,
    hub_folder,
    identity_of_weights,
    part_config,
    shape_in,
)
from songreel_engine.rendering.diffusion.libraries import library
from songreel_engine.rendering.diffusion.models import Model
from songreel_engine.rendering.portrait.faces import Head, find_face
from songreel_engine.rendering.portrait.silhouettes import cut_person, find_head

Image = NDArray[np.uint8]

ENCODER_WEIGHTS: Final = "model.safetensors"
_FIRST_KEYS: Final = "ip_adapter.1.to_k_ip.weight"
"""Its second side is the width of the words of the model it was trained for."""
_HEAD_ROOM: Final = 1.5
"""Side of what is shown of a head, in its widths: hair and chin belong to a likeness."""


@dataclass(frozen=True, kw_only=True)
class Adapter:
    """An installed adapter."""

    row: AdapterRow
    folder: Path
    """Of its repository."""

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def weights(self) -> Path:
        return self.folder / self.row.weights

    @property
    def encoder(self) -> Path:
        return self.folder / self.row.encoder

    @property
    def identity(self) -> str:
        """Changes with its weights and with how much they count."""
        digest = identity_of_weights((self.weights, self.encoder / ENCODER_WEIGHTS))
        return f"{self.row.sees}:{self.row.strength}:{digest}"


def rows_for(model: Model) -> tuple[AdapterRow, ...]:
    """The adapters of the catalogue that were made for models of this one's class, the preferred first."""
    return tuple(row for row in adapter_rows() if row.serves == model.found.class_name)


def find_adapter(
    model: Model, card: Card, *, non_commercial: bool = False, hub: Path | None = None, named: str | None = None
) -> Adapter | None:
    """The installed adapter by which the model can be shown photos; None where none is there, belongs to it and fits.

    `named`: this one or none.
    """
    for row in (row for row in rows_for(model) if named in (None, row.name)):
        adapter = _installed(row, hub or hub_folder())
        allowed = row.commercial is not False or non_commercial
        if adapter is not None and allowed and _belongs(adapter, model) and _fits(row, model, card):
            return adapter
    return None


def lay_in(pipe: Any, adapter: Adapter, *, dtype: Any) -> None:
    """Makes a loaded pipeline, still in main memory, take `ip_adapter_image`. Raises what the libraries do on damaged files."""
    network = library("transformers").CLIPVisionModelWithProjection.from_pretrained(
        str(adapter.encoder), local_files_only=True, use_safetensors=True, dtype=dtype
    )
    pipe.register_modules(image_encoder=network.eval())
    pipe.load_ip_adapter(
        str(adapter.folder),
        subfolder=str(Path(adapter.row.weights).parent),
        weight_name=Path(adapter.row.weights).name,
        image_encoder_folder=None,
        local_files_only=True,
    )


def shown(pipe: Any, adapter: Adapter, pictures: Sequence[Any]) -> dict[str, Any]:
    """Arguments that show pictures (Pillow's) to a pipeline that the adapter lies in.

    Without any, a blank one is shown that does not count: what is made then is what the model makes alone.
    """
    pipe.set_ip_adapter_scale(adapter.row.strength if pictures else 0.0)
    return {"ip_adapter_image": [list(pictures) or [_blank()]]}


def seen_of(photo: Image, adapter: Adapter) -> Image:
    """What the adapter is shown of a photo, uint8 [h, w, 3]: a square around the head where it looks at faces and one is found,
    else all of it."""
    alpha = cut_person(photo) if adapter.row.sees == "face" else None
    head = find_head(alpha > _INSIDE) if alpha is not None else None
    if head is None or find_face(photo, head) is None:
        return photo
    return _around(photo, head)


_INSIDE: Final = 0.5


def _around(photo: Image, head: Head) -> Image:
    half = _HEAD_ROOM * max(head.width, head.height) / 2
    x, y = head.x + head.width / 2, head.y + head.height / 2
    height, width = photo.shape[:2]
    rows = slice(max(0, round(y - half)), min(height, round(y + half)))
    columns = slice(max(0, round(x - half)), min(width, round(x + half)))
    return np.ascontiguousarray(photo[rows, columns])


def _installed(row: AdapterRow, hub: Path) -> Adapter | None:
    folder = cached_folder(hub, row.repo)
    if folder is None:
        return None
    adapter = Adapter(row=row, folder=folder)
    return adapter if all((folder / file).is_file() for file in row.files) else None


def _belongs(adapter: Adapter, model: Model) -> bool:
    shape = shape_in(adapter.weights, _FIRST_KEYS)
    return (
        shape is not None
        and len(shape) == 2
        and shape[1] == part_config(model.found, "unet").get("cross_attention_dim")
    )


def _fits(row: AdapterRow, model: Model, card: Card) -> bool:
    return card.device == "cpu" or model.least_gb + row.memory_gb <= card.memory_gb


def _blank() -> Any:
    from PIL import Image as PillowImage

    return PillowImage.new("RGB", (224, 224), (128, 128, 128))
