"""Pictures: unpacked whole, once it is known that they are small enough to be."""

import warnings
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from songreel_engine.photo_limits import too_small
from songreel_server.opening.refusal import FORMATS_IN_WORDS, MOST_PIXELS, Facts, RefusedError

_PHOTO_FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")


def open_photo(path: Path, *, name: str, max_bytes: int) -> Facts:
    """Raises RefusedError."""
    size = path.stat().st_size
    if size > max_bytes:
        raise RefusedError(
            f"{name} is {size / 1e6:.1f} MB and a photo may be {max_bytes / 1e6:g} MB at most; save it smaller.",
            "too_large",
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=_PHOTO_FORMATS) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise RefusedError(
                        f"{name} has {image.width * image.height / 1e6:.0f} megapixels and a photo may have "
                        f"{MOST_PIXELS / 1e6:.0f}; save it smaller.",
                        "too_large",
                    )
                image.load()
                upright = ImageOps.exif_transpose(image)
                if (refusal := too_small(name, *upright.size)) is not None:
                    raise RefusedError(refusal)
                return {
                    "kind": "photo",
                    "media_type": Image.MIME[image.format or ""],
                    "facts": {"width_px": upright.width, "height_px": upright.height},
                }
    except UnidentifiedImageError as error:
        raise RefusedError(f"{name} is a picture of an unknown kind; songreel takes {FORMATS_IN_WORDS}.") from error
    except (Image.DecompressionBombError, MemoryError) as error:
        raise RefusedError(f"{name} unpacks to more than can be shown; save it smaller.", "too_large") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise RefusedError(f"{name} is a damaged picture; save it again.") from error
