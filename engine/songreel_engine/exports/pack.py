"""A release pack: a folder with every profile's file, and a list of them for programs.

What cannot be made (a song too short for a place, a disk without room for every frame) is left out, and said with its reason.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from songreel_engine.errors import ExportError
from songreel_engine.exports.export import Exported, export
from songreel_engine.exports.placing import must_fit_profile, new_folder
from songreel_engine.exports.profiles import PROFILES, Profile
from songreel_engine.exports.renewing import LIST_NAME
from songreel_engine.exports.source import film_of_project
from songreel_engine.progress import Progress, ProgressListener, ignore_progress
from songreel_engine.project import Project

STAGE: Final = "release pack"


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A profile that is not in the pack."""

    profile: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Packed:
    """A pack that was written."""

    path: Path
    list_path: Path
    files: tuple[Exported, ...]
    left_out: tuple[LeftOut, ...]


def export_pack(
    project: Project,
    path: Path,
    *,
    seconds: float | None = None,
    quality: str | None = None,
    workers: int | None = None,
    progress: ProgressListener = ignore_progress,
    profiles: Sequence[Profile] = tuple(PROFILES.values()),
) -> Packed:
    """Writes the folder `path`, new, empty or an earlier pack, which appears when all is there. `seconds`: of the teaser.

    Raises ExportError where not one file can be made, and what rendering raises.
    """
    must_fit_profile(PROFILES["release-pack"], path, None)
    wanted = [profile for profile in profiles if profile.kind != "pack"]
    files: list[Exported] = []
    left_out: list[LeftOut] = []
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Once: a project may be changed or rendered otherwise while its pack is made.
        source = film_of_project(project, quality=quality, workers=workers, progress=progress)
        with new_folder(path, PROFILES["release-pack"]) as folder:
            for done, profile in enumerate(wanted):
                progress(Progress(STAGE, done, len(wanted), profile.name))
                try:
                    made = export(
                        project, profile, folder / file_name(profile),
                        seconds=seconds if profile.name == "teaser" else None,
                        source=source, workers=workers, progress=progress,
                    )  # fmt: skip
                    files.append(replace(made, path=path / made.path.name))
                except ExportError as error:
                    left_out.append(LeftOut(profile=profile.name, reason=str(error)))
            if not files:
                raise ExportError(f"Not one file of the pack could be made: {left_out[0].reason}")
            text = json.dumps(pack_as_json(files, left_out), indent=2, ensure_ascii=False)
            (folder / LIST_NAME).write_text(text + "\n", "utf-8")
            progress(Progress(STAGE, len(wanted), len(wanted)))
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror}.") from error
    return Packed(path=path, list_path=path / LIST_NAME, files=tuple(files), left_out=tuple(left_out))


def file_name(profile: Profile) -> str:
    """What a profile's file is called in a pack."""
    return profile.name + (profile.suffixes[0] if profile.suffixes else "")


def pack_as_json(files: Sequence[Exported], left_out: Sequence[LeftOut]) -> dict[str, object]:
    """As a program reads it; paths are relative to the pack."""
    return {
        "files": [exported_as_json(made) | {"file": made.path.name} for made in files],
        "left_out": [{"profile": item.profile, "reason": item.reason} for item in left_out],
    }


def exported_as_json(made: Exported) -> dict[str, object]:
    """As a program reads it."""
    return {
        "profile": made.profile.name,
        "file": str(made.path),
        "start_s": round(made.start_s, 6),
        "copied": made.copied,
        "facts": made.facts.as_json(),
        "limits": made.profile.source,
        "reframed": None if made.reframing is None else made.reframing.as_json(),
        "notes": list(made.notes),
    }
