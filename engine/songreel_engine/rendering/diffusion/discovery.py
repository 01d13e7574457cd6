"""Which models lie on this machine, found by their files alone: neither torch nor diffusers is imported, nothing is downloaded.

A diffusers folder has `model_index.json`, a transformers one `config.json`. The cache is laid out as huggingface_hub does:
`models--<owner>--<name>/snapshots/<commit>/`, with the commit that counts in `refs/main`.

Source: https://huggingface.co/docs/huggingface_hub/guides/manage-cache
"""

import functools
import hashlib
import importlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from songreel_engine.errors import BriefError

INDEX, CONFIG = "model_index.json", "config.json"
LARGEST_JSON_BYTES: Final = 4_000_000
LARGEST_HEADER_BYTES: Final = 64_000_000
SAMPLES, SAMPLE_BYTES = 64, 65_536
"""Of each file of weights: two models of one shape differ in every part of it, so four megabytes tell them apart."""
_REPO_FOLDER: Final = re.compile(r"models--(?P<owner>[^/\s]+?)--(?P<name>[^/\s]+)")
_CARD_LICENCE: Final = re.compile(r"^license:\s*[\"']?([\w.+-]+)", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Found:
    """A folder that holds a model's description."""

    name: str
    """The repository's, owner/name, or the folder's."""
    folder: Path
    class_name: str
    facts: Mapping[str, Any]
    """What its description says."""


def hub_folder() -> Path:
    """Where huggingface_hub keeps what it downloads; its documented default where it is not installed."""
    if find_spec("huggingface_hub") is not None:
        return Path(importlib.import_module("huggingface_hub.constants").HF_HUB_CACHE)
    return Path.home() / ".cache" / "huggingface" / "hub"


def cached_models(hub: Path) -> Iterator[Found]:
    """Every model of the cache that can be described, by name."""
    for folder in sorted(hub.glob("models--*--*")):
        if (snapshot := _snapshot(folder)) is not None and (
            found := _described(snapshot, _repo_of(folder))
        ) is not None:
            yield found


def cached_model(hub: Path, repo: str) -> Found | None:
    """The model of one repository, owner/name; None where the cache has none."""
    snapshot = cached_folder(hub, repo)
    return _described(snapshot, repo) if snapshot is not None else None


def cached_folder(hub: Path, repo: str) -> Path | None:
    """The folder of one repository, owner/name, whatever it holds; None where the cache has none."""
    return _snapshot(hub / ("models--" + repo.replace("/", "--")))


def model_in(folder: Path) -> Found:
    """The model in a folder of the user's. Raises BriefError where there is none."""
    found = _described(folder, folder.name)
    if found is None:
        raise BriefError(
            f"{folder} holds no model: neither {INDEX} nor {CONFIG} says what it is; "
            "choose a folder that save_pretrained wrote."
        )
    return found


def missing_parts(found: Found) -> tuple[str, ...]:
    """Parts without all of their weights in safetensors; empty for a model that can be loaded."""
    return tuple(part for part in _parts(found) if not _has_weights(found.folder / part))


def licence_tag(folder: Path) -> str:
    """What the model card in the folder says, such as 'apache-2.0'; empty where it says nothing."""
    text = _text(folder / "README.md")
    head = re.match(r"\A---\s*\n(.*?)\n---", text or "", re.DOTALL)
    tag = _CARD_LICENCE.search(head[1]) if head else None
    return tag[1] if tag else ""


def identity_of(found: Found) -> str:
    """A digest of the model's descriptions and of samples of its weights: another model has another."""
    digest = hashlib.sha256(found.class_name.encode())
    for part in ("", *_parts(found, whole=True)):
        for file in sorted((found.folder / part).glob("*")):
            if file.suffix == ".json" and file.stat().st_size <= LARGEST_JSON_BYTES:
                content = hashlib.sha256(file.read_bytes()).hexdigest()
            elif file.suffix == ".safetensors":
                stat = file.stat()
                content = _sampled(file, stat.st_size, stat.st_mtime_ns)
            else:
                continue
            digest.update(f"{part}/{file.name}\0{content}\0".encode())
    return digest.hexdigest()[:32]


def identity_of_weights(files: Iterable[Path]) -> str:
    """A digest of files of weights by samples of each."""
    digest = hashlib.sha256()
    for file in files:
        stat = file.stat()
        digest.update(_sampled(file, stat.st_size, stat.st_mtime_ns).encode())
    return digest.hexdigest()[:32]


def shape_in(file: Path, tensor: str) -> tuple[int, ...] | None:
    """The shape of a tensor in a safetensors file; None where the file has none of this name."""
    shape = _header(file).get(tensor, {}).get("shape")
    return tuple(shape) if isinstance(shape, list) and all(isinstance(side, int) for side in shape) else None


def parameters_of(found: Found) -> dict[str, int]:
    """For each part that has weights, how many numbers they are."""
    return {
        part: sum(_parameters_in(file) for file in (found.folder / part).glob("*.safetensors"))
        for part in _parts(found)
    }


def network_parts(found: Found) -> tuple[str, ...]:
    """The parts that have weights; one empty name where the model is one part."""
    return tuple(_parts(found))


def part_config(found: Found, part: str) -> Mapping[str, Any]:
    """The configuration of a part; empty where it has none."""
    return _json(found.folder / part / CONFIG) or {}


def _repo_of(folder: Path) -> str:
    matched = _REPO_FOLDER.fullmatch(folder.name)
    return f"{matched['owner']}/{matched['name']}" if matched else folder.name


def _snapshot(folder: Path) -> Path | None:
    commit = (_text(folder / "refs" / "main") or "").strip()
    named = folder / "snapshots" / commit
    if re.fullmatch(r"[0-9a-f]{7,64}", commit) and named.is_dir():
        return named
    there = [entry for entry in (folder / "snapshots").glob("*") if entry.is_dir()]
    return max(there, key=lambda entry: entry.stat().st_mtime_ns, default=None)


def _described(folder: Path, name: str) -> Found | None:
    index = _json(folder / INDEX)
    if index is not None and isinstance(own := index.get("_class_name"), str):
        return Found(name=name, folder=folder, class_name=own, facts=index)
    config = _json(folder / CONFIG) or {}
    kinds = config.get("architectures")
    if isinstance(kinds, list) and kinds and isinstance(kinds[0], str):
        return Found(name=name, folder=folder, class_name=kinds[0], facts=config)
    return None


def _parts(found: Found, *, whole: bool = False) -> list[str]:
    """Folders of the parts, those with weights only unless `whole`; "" where the model is one part."""
    if "_class_name" not in found.facts:
        return [""]
    named = [part for part, kind in found.facts.items() if _is_part(part, kind)]
    return sorted(
        part for part in named if whole or (found.folder / part / CONFIG).is_file() or _is_network(found, part)
    )


def _is_part(name: str, kind: object) -> bool:
    """A part is written as [library, class]; its name is a plain folder's."""
    return isinstance(kind, list) and len(kind) == 2 and all(isinstance(k, str) for k in kind) and name.isidentifier()


def _is_network(found: Found, part: str) -> bool:
    """Whether a part must have weights though its folder is not there to tell."""
    kind = str(found.facts[part][1])
    return not (found.folder / part).is_dir() and not kind.endswith(
        ("Scheduler", "Tokenizer", "TokenizerFast", "Processor", "Extractor")
    )


def _has_weights(folder: Path) -> bool:
    shards = [index for file in folder.glob("*.safetensors.index.json") if (index := _json(file)) is not None]
    if shards:
        wanted = {str(name) for index in shards for name in dict(index.get("weight_map") or {}).values()}
        return bool(wanted) and all((folder / Path(name).name).is_file() for name in wanted)
    return any(file.is_file() for file in folder.glob("*.safetensors"))


def _json(path: Path) -> dict[str, Any] | None:
    text = _text(path)
    try:
        value = json.loads(text) if text is not None else None
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _text(path: Path) -> str | None:
    try:
        if path.stat().st_size > LARGEST_JSON_BYTES:
            return None
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


@functools.lru_cache(maxsize=512)
def _sampled(file: Path, size: int, _changed_ns: int) -> str:
    digest = hashlib.sha256(str(size).encode())
    with file.open("rb") as stream:
        for sample in range(SAMPLES):
            stream.seek(sample * max(0, size - SAMPLE_BYTES) // max(1, SAMPLES - 1))
            digest.update(stream.read(SAMPLE_BYTES))
            if size <= SAMPLE_BYTES:
                break
    return digest.hexdigest()


def _parameters_in(file: Path) -> int:
    """Numbers in a safetensors file; 0 of one that cannot be read."""
    header = _header(file)
    try:
        spans = [entry["data_offsets"] for entry in header.values()]
        widths = [_WIDTHS[entry["dtype"]] for entry in header.values()]
        return sum((stop - start) // width for (start, stop), width in zip(spans, widths, strict=True))
    except (ValueError, KeyError, TypeError):
        return 0


def _header(file: Path) -> dict[str, dict[str, Any]]:
    """What a safetensors file says of its tensors; empty where it cannot be read.

    Source: https://github.com/huggingface/safetensors#format
    """
    try:
        with file.open("rb") as stream:
            length = int.from_bytes(stream.read(8), "little")
            header = json.loads(stream.read(length)) if length <= LARGEST_HEADER_BYTES else None
    except (OSError, ValueError, RecursionError):
        return {}
    tensors = header if isinstance(header, dict) else {}
    return {name: entry for name, entry in tensors.items() if name != "__metadata__" and isinstance(entry, dict)}


_WIDTHS: Final = {
    "F64": 8, "I64": 8, "U64": 8, "F32": 4, "I32": 4, "U32": 4, "F16": 2, "BF16": 2, "I16": 2, "U16": 2,
    "I8": 1, "U8": 1, "BOOL": 1, "F8_E4M3": 1, "F8_E5M2": 1,
}  # fmt: skip
"""Bytes of one number."""
