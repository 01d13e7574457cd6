"""The tiny models saved once a run, as fixtures. Import the names into a conftest or a test module to use them."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def sdxl_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny Stable Diffusion XL. Skips where torch is not installed."""
    from tiny_models import saved, sdxl

    return saved(sdxl, tmp_path_factory.mktemp("models") / "tiny-sdxl")


@pytest.fixture(scope="session")
def klein_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny FLUX.2 klein, which looks at pictures."""
    from tiny_models import flux2_klein, saved

    return saved(flux2_klein, tmp_path_factory.mktemp("models") / "tiny-klein")


@pytest.fixture(scope="session")
def z_image_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny Z-Image."""
    from tiny_models import saved, z_image

    return saved(z_image, tmp_path_factory.mktemp("models") / "tiny-z-image")


@pytest.fixture(scope="session")
def depth_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny Depth Anything."""
    from tiny_models import depth_anything, saved_network

    return saved_network(depth_anything, tmp_path_factory.mktemp("models") / "tiny-depth", side_px=70)


@pytest.fixture(scope="session")
def strict_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A safety model that finds every picture unfit."""
    from tiny_models import nsfw_detector, saved_network

    folder = tmp_path_factory.mktemp("models") / "strict"
    return saved_network(lambda: nsfw_detector(always="nsfw"), folder, side_px=32)


@pytest.fixture(scope="session")
def mild_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A safety model that finds nothing unfit."""
    from tiny_models import nsfw_detector, saved_network

    folder = tmp_path_factory.mktemp("models") / "mild"
    return saved_network(lambda: nsfw_detector(always="normal"), folder, side_px=32)
