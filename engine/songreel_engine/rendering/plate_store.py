"""Plates on disk: one folder a plate, so that an edit finds again what it does not change.

`plate.json` holds every number; beside it lie each layer's pictures (JPEG without chroma subsampling), its alpha, its mouth
and the masks (PNG) and its inverse depth (half floats), and how a model made it, if one did. `key.jpg` shows the frame at
rest. A folder appears whole or not at all.
"""

import json
import os
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from songreel_engine.errors import RenderError
from songreel_engine.rendering.plates import Layer, Mouth, Origin, Plate

Image = NDArray[np.uint8]

SCHEMA: Final = 2
READABLE_SCHEMAS: Final = (1, 2)
"""Plates of schema 1 have no mouths."""
JPEG_QUALITY: Final = 96
JPEG_SETTINGS: Final = (
    cv2.IMWRITE_JPEG_QUALITY,
    JPEG_QUALITY,
    cv2.IMWRITE_JPEG_SAMPLING_FACTOR,
    cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444,
)
PNG_SETTINGS: Final = (cv2.IMWRITE_PNG_COMPRESSION, 1)
"""Fast: masks are mostly flat and stay small anyway."""
PLATE_NUMBERS: Final = (
    "canvas_width_px",
    "canvas_height_px",
    "frame_width_px",
    "frame_height_px",
    "focal_px",
    "reach_m",
    "subject_inverse_depth",
)
OUTLINE_ALPHA: Final = 127
LAYER_FACTS: Final = ("name", "kind", "x_px", "y_px")
MASKS: Final = ("water", "sky", "open_air")


def save_plate(plate: Plate, folder: Path) -> None:
    """Write `plate` as `folder`, replacing what is there. Raises RenderError where it cannot be written."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise RenderError(
            f"The plate cannot be stored in {folder}: {error.strerror}; free space or choose another."
        ) from error
    try:
        _write(plate, draft)
        _put_in_place(draft, folder)
    except OSError as error:
        raise RenderError(
            f"The plate cannot be stored in {folder}: {error.strerror}; free space or choose another."
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def load_plate(folder: Path) -> Plate:
    """The plate that `save_plate` wrote. Raises RenderError where it is missing or damaged."""
    try:
        return _read(folder)
    except (OSError, EOFError, ValueError, KeyError, TypeError, cv2.error) as error:
        raise RenderError(f"The stored plate {folder} is damaged; delete that folder and run again.") from error


def figure_box(folder: Path) -> tuple[float, float, float, float] | None:
    """Where the performer stands in the frame at rest: left, top, right and bottom as shares of its width and height, which
    may lie outside of 0..1; None where nobody is in the picture.

    Reads no more than outlines. Raises RenderError where the plate is missing or damaged.
    """
    try:
        facts = json.loads((folder / "plate.json").read_text(encoding="utf-8"))
        boxes = [
            _outline(folder, number, layer) for number, layer in enumerate(facts["layers"]) if layer["kind"] == "figure"
        ]
        left = (facts["canvas_width_px"] - facts["frame_width_px"]) / 2
        top = (facts["canvas_height_px"] - facts["frame_height_px"]) / 2
        size = np.array([facts["frame_width_px"], facts["frame_height_px"]] * 2, np.float64)
    except (OSError, ValueError, KeyError, TypeError, cv2.error) as error:
        raise RenderError(f"The stored plate {folder} is damaged; delete that folder and run again.") from error
    if not boxes:
        return None
    edges = np.array(boxes)
    whole = np.concatenate([edges[:, :2].min(0), edges[:, 2:].max(0)])
    x0, y0, x1, y1 = ((whole - np.array([left, top] * 2)) / size).tolist()
    return x0, y0, x1, y1


def _outline(folder: Path, number: int, facts: dict[str, Any]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom on the canvas of what a layer covers."""
    solid = _read_image(folder / f"{number:02d}-alpha.png", cv2.IMREAD_GRAYSCALE) > OUTLINE_ALPHA
    rows, columns = np.flatnonzero(solid.any(1)), np.flatnonzero(solid.any(0))
    if not len(rows):
        raise ValueError("a figure without an outline")
    x_px, y_px = int(facts["x_px"]), int(facts["y_px"])
    return x_px + int(columns[0]), y_px + int(rows[0]), x_px + int(columns[-1]) + 1, y_px + int(rows[-1]) + 1


def origin_of(folder: Path) -> Origin | None:
    """How a model came to a stored plate; None for one that no model made. Reads no pictures.

    Raises RenderError where the plate is missing or damaged.
    """
    try:
        return _read_origin(json.loads((folder / "plate.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RenderError(f"The stored plate {folder} is damaged; delete that folder and run again.") from error


def key_image(plate: Plate) -> Image:
    """The frame at rest as a picture, uint8 [frame height, frame width, 3]."""
    canvas = np.zeros((plate.canvas_height_px, plate.canvas_width_px, 3), np.uint8)
    for layer in plate.layers:
        height, width = layer.rgb.shape[:2]
        under = canvas[layer.y_px : layer.y_px + height, layer.x_px : layer.x_px + width]
        under[:] = layer.rgb if layer.alpha is None else _laid_over(under, layer.rgb, layer.alpha)
    left = (plate.canvas_width_px - plate.frame_width_px) // 2
    top = (plate.canvas_height_px - plate.frame_height_px) // 2
    return canvas[top : top + plate.frame_height_px, left : left + plate.frame_width_px].copy()


def _laid_over(under: Image, over: Image, alpha: Image) -> Image:
    cover = cv2.merge([alpha, alpha, alpha])
    kept = cv2.multiply(under, cv2.bitwise_not(cover), scale=1 / 255)
    return np.asarray(cv2.add(kept, cv2.multiply(over, cover, scale=1 / 255)), np.uint8)


def _put_in_place(draft: Path, folder: Path) -> None:
    """Rename over what is there. A folder in use cannot be replaced in one step, so the old one steps aside first."""
    if not folder.exists():
        os.replace(draft, folder)
        return
    aside = draft.with_name(draft.name + "-old")
    os.replace(folder, aside)
    os.replace(draft, folder)
    shutil.rmtree(aside, ignore_errors=True)


def _write(plate: Plate, folder: Path) -> None:
    facts: dict[str, Any] = {"schema": SCHEMA} | {name: getattr(plate, name) for name in PLATE_NUMBERS}
    facts["layers"] = [_write_layer(layer, folder, f"{number:02d}") for number, layer in enumerate(plate.layers)]
    for name in MASKS:
        mask = getattr(plate, name)
        facts[name] = mask is not None
        if mask is not None:
            _write_image(folder / f"{name}.png", mask, PNG_SETTINGS)
    if plate.origin is not None:
        facts["origin"] = asdict(plate.origin)
    _write_image(folder / "key.jpg", key_image(plate), JPEG_SETTINGS)
    (folder / "plate.json").write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")


def _write_layer(layer: Layer, folder: Path, number: str) -> dict[str, Any]:
    _write_image(folder / f"{number}-rest.jpg", layer.rgb, JPEG_SETTINGS)
    _write_image(folder / f"{number}-hit.jpg", layer.hit, JPEG_SETTINGS)
    if layer.alpha is not None:
        _write_image(folder / f"{number}-alpha.png", layer.alpha, PNG_SETTINGS)
    np.save(folder / f"{number}-depth.npy", layer.inverse_depth.astype(np.float16))
    facts = {name: getattr(layer, name) for name in LAYER_FACTS} | {"alpha": layer.alpha is not None}
    if layer.joints_px is not None:
        facts["joints_px"] = dict(layer.joints_px)
    return facts if layer.mouth is None else facts | {"mouth": _write_mouth(layer.mouth, folder, number)}


def _write_mouth(mouth: Mouth, folder: Path, number: str) -> dict[str, int]:
    """Losslessly: it is small, and must not differ from the layer where both show the same."""
    _write_image(folder / f"{number}-mouth-cover.png", mouth.cover, PNG_SETTINGS)
    for step, (rgb, hit) in enumerate(zip(mouth.rgb, mouth.hit, strict=True)):
        _write_image(folder / f"{number}-mouth-{step}-rest.png", rgb, PNG_SETTINGS)
        _write_image(folder / f"{number}-mouth-{step}-hit.png", hit, PNG_SETTINGS)
    return {"x_px": mouth.x_px, "y_px": mouth.y_px, "pictures": len(mouth.rgb)}


def _read(folder: Path) -> Plate:
    facts = json.loads((folder / "plate.json").read_text(encoding="utf-8"))
    if facts["schema"] not in READABLE_SCHEMAS:
        raise ValueError(f"plate schema {facts['schema']}")
    masks: dict[str, Any] = {name: _read_mask(folder, name) for name in MASKS if facts.get(name)}
    layers = tuple(_read_layer(folder, f"{number:02d}", layer) for number, layer in enumerate(facts["layers"]))
    numbers = {name: facts[name] for name in PLATE_NUMBERS}
    return Plate(**numbers, layers=layers, origin=_read_origin(facts), **masks)


def _read_origin(facts: dict[str, Any]) -> Origin | None:
    own = facts.get("origin")
    return Origin(**(own | {"notes": tuple(own["notes"])})) if own is not None else None


def _read_mask(folder: Path, name: str) -> Image:
    return _read_image(folder / f"{name}.png", cv2.IMREAD_GRAYSCALE)


def _read_layer(folder: Path, number: str, facts: dict[str, Any]) -> Layer:
    rgb = _read_image(folder / f"{number}-rest.jpg", cv2.IMREAD_COLOR_RGB)
    hit = _read_image(folder / f"{number}-hit.jpg", cv2.IMREAD_COLOR_RGB)
    alpha = _read_image(folder / f"{number}-alpha.png", cv2.IMREAD_GRAYSCALE) if facts["alpha"] else None
    depth = np.load(folder / f"{number}-depth.npy").astype(np.float32)
    height, width = rgb.shape[:2]
    if hit.shape != rgb.shape or (alpha is not None and alpha.shape != rgb.shape[:2]):
        raise ValueError("pictures of a layer differ in size")
    if depth.shape != (-(-height // 4), -(-width // 4)):
        raise ValueError(f"depth of shape {depth.shape}")
    mouth = _read_mouth(folder, number, facts["mouth"]) if "mouth" in facts else None
    own = {name: facts[name] for name in LAYER_FACTS}
    joints = (
        {name: (float(x), float(y)) for name, (x, y) in facts["joints_px"].items()} if "joints_px" in facts else None
    )
    return Layer(**own, rgb=rgb, hit=hit, alpha=alpha, inverse_depth=depth, mouth=mouth, joints_px=joints)


def _read_mouth(folder: Path, number: str, facts: dict[str, int]) -> Mouth:
    cover = _read_mask(folder, f"{number}-mouth-cover")
    rgb, hit = (
        tuple(
            _read_image(folder / f"{number}-mouth-{step}-{name}.png", cv2.IMREAD_COLOR_RGB)
            for step in range(facts["pictures"])
        )
        for name in ("rest", "hit")
    )
    if any(picture.shape[:2] != cover.shape for picture in (*rgb, *hit)):
        raise ValueError("pictures of a mouth differ in size")
    return Mouth(x_px=facts["x_px"], y_px=facts["y_px"], cover=cover, rgb=rgb, hit=hit)


def _write_image(path: Path, image: Image, settings: tuple[int, ...]) -> None:
    ordered = image if image.ndim == 2 else cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
    done, data = cv2.imencode(path.suffix, ordered, settings)
    if not done:
        raise RenderError(f"A picture of shape {image.shape} cannot be written as {path.suffix}; report this plate.")
    path.write_bytes(data.tobytes())


def _read_image(path: Path, mode: int) -> Image:
    image = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), mode)
    if image is None:
        raise ValueError(f"{path.name} is no picture")
    return np.asarray(image, np.uint8)
