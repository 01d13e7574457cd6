"""Folders as models come in, written by hand: descriptions and weights of a few bytes, enough to be found and told apart."""

import json
import struct
from pathlib import Path
from typing import Any

SDXL_PARTS = {
    "text_encoder": ["transformers", "CLIPTextModel"],
    "unet": ["diffusers", "UNet2DConditionModel"],
    "vae": ["diffusers", "AutoencoderKL"],
    "scheduler": ["diffusers", "EulerDiscreteScheduler"],
    "tokenizer": ["transformers", "CLIPTokenizer"],
    "image_encoder": [None, None],
}


def write_json(path: Path, value: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value))


def write_weights(path: Path, numbers: int = 4, fill: int = 0) -> None:
    """A safetensors file of one tensor of 16-bit numbers."""
    path.parent.mkdir(parents=True, exist_ok=True)
    header = json.dumps({"w": {"dtype": "BF16", "shape": [numbers], "data_offsets": [0, 2 * numbers]}}).encode()
    path.write_bytes(struct.pack("<Q", len(header)) + header + bytes([fill]) * (2 * numbers))


def write_pipeline(
    folder: Path, class_name: str = "StableDiffusionXLPipeline", *, numbers: int = 4, **said: Any
) -> Path:
    """A pipeline's folder with weights in every part that has any. `said`: further facts of its description."""
    write_json(folder / "model_index.json", {"_class_name": class_name, **SDXL_PARTS, **said})
    for part in ("text_encoder", "unet", "vae"):
        write_json(folder / part / "config.json", {})
        write_weights(folder / part / "model.safetensors", numbers)
    write_json(folder / "scheduler" / "scheduler_config.json", {})
    (folder / "tokenizer").mkdir(exist_ok=True)
    return folder


def write_network(folder: Path, class_name: str = "DepthAnythingForDepthEstimation", **said: Any) -> Path:
    """A single network's folder."""
    write_json(folder / "config.json", {"architectures": [class_name], **said})
    write_weights(folder / "model.safetensors")
    return folder


def cached(hub: Path, repo: str, commit: str = "0" * 40) -> Path:
    """Where a cache keeps the files of a repository, with the commit that counts written down."""
    folder = hub / ("models--" + repo.replace("/", "--"))
    (folder / "refs").mkdir(parents=True, exist_ok=True)
    (folder / "refs" / "main").write_text(commit)
    (folder / "snapshots" / commit).mkdir(parents=True, exist_ok=True)
    return folder / "snapshots" / commit
