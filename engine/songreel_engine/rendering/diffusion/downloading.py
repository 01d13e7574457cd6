"""Gets a model into the user's cache, where somebody said so; nothing else in songreel downloads weights."""

from typing import Any, Final

from songreel_engine.errors import BriefError, MachineError
from songreel_engine.rendering.diffusion.catalogue import adapter_row, class_rows
from songreel_engine.rendering.diffusion.libraries import library
from songreel_engine.rendering.diffusion.loading import quietly
from songreel_engine.rendering.diffusion.models import row_of

CARD: Final = "README.md"
_OF_ONE_NETWORK: Final = ["config.json", "preprocessor_config.json", "model*.safetensors", "model*.json", CARD]


def download_model(wanted: str) -> None:
    """Downloads a model or an adapter of the catalogue, or a repository (owner/name), into huggingface_hub's cache.

    Only safetensors and descriptions are fetched. Raises BriefError for a name that is no repository, MachineError where it
    cannot be fetched.
    """
    row, adapter = row_of(wanted), adapter_row(wanted)
    known = row or adapter
    repo = known.repo if known is not None else wanted
    if repo.count("/") != 1:
        raise BriefError(f"There is no model {wanted!r} to download; `songreel models` lists the models by name.")
    hub, kind = library("huggingface_hub"), class_rows()[row.class_name].library if row is not None else "diffusers"
    refused: tuple[type[Exception], ...] = (OSError, ValueError, *_refusals(hub))
    try:
        with quietly():
            if adapter is not None:
                hub.snapshot_download(repo, allow_patterns=[*adapter.files, CARD])
            elif kind == "transformers":
                hub.snapshot_download(repo, allow_patterns=_OF_ONE_NETWORK)
            else:
                library("diffusers").DiffusionPipeline.download(repo, use_safetensors=True)
                hub.snapshot_download(repo, allow_patterns=[CARD])
    except refused as error:
        reason = " ".join(str(error).split())[:300].rstrip(".")
        raise MachineError(
            f"{repo} could not be downloaded ({reason}); check the name, the network and its terms."
        ) from error


def _refusals(hub: Any) -> tuple[type[Exception], ...]:
    return (hub.errors.HfHubHTTPError, hub.errors.LocalEntryNotFoundError)
