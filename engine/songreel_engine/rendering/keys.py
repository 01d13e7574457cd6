"""Content keys: equal work has equal keys, and a stored result is used again only under its own key.

A key is a SHA-256 over canonical JSON of everything the result depends on, the renderer's fingerprint included, so a
changed shader or a changed encoder setting can never pass for the old picture. Ids of shots and scenes are left out on purpose.
"""

import hashlib
import json
from dataclasses import asdict, fields, is_dataclass
from pathlib import Path

import numpy as np

from songreel_engine.rendering.jobs import PlateJob, ShotJob

KEY_LENGTH = 32
"""Hex digits kept: 128 bits, far beyond what a lifetime of takes could collide on."""


def key_of(**parts: object) -> str:
    """The key of named parts. Floats count to the last bit, arrays by dtype, shape and bytes."""
    text = json.dumps(parts, sort_keys=True, default=_plain, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()[:KEY_LENGTH]


def plate_key(job: PlateJob, maker_fingerprint: str) -> str:
    """The key a plate is stored under."""
    own = asdict(job)
    if job.told is None:
        # A field that came later: without it, plates that are stored keep their keys.
        del own["told"]
    return key_of(plate=own, maker=maker_fingerprint)


def shot_key(job: ShotJob, *, plate: str, animator_fingerprint: str) -> str:
    """The key of a shot's moving picture, before any range of it is cut out and encoded. `plate` is its plate's key."""
    own = {f.name: value for f in fields(job) if f.name != "plate" and (value := getattr(job, f.name)) is not None}
    size = (job.plate.width_px, job.plate.height_px)
    return key_of(shot=own, plate=plate, size=size, animator=animator_fingerprint)


def fingerprint_of_sources(folder: Path, *patterns: str) -> str:
    """A digest of the source files below a folder, for fingerprints that change with the code that draws.

    Names count, line endings do not.
    """
    digest = hashlib.sha256()
    for file in sorted({file for pattern in patterns for file in folder.rglob(pattern)}):
        content = hashlib.sha256(file.read_bytes().replace(b"\r\n", b"\n"))
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + content.digest())
    return digest.hexdigest()[:KEY_LENGTH]


def _plain(value: object) -> object:
    if isinstance(value, np.ndarray):
        return [str(value.dtype), value.shape, hashlib.sha256(np.ascontiguousarray(value).tobytes()).hexdigest()]
    if isinstance(value, np.generic):
        return value.item()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"a key cannot be made from {type(value).__name__}")
