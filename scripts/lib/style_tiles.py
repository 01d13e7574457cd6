"""Draws the small pictures by which the studio's page shows the styles: each at home, at its own hour, under 8 kB.

    .venv/bin/python scripts/lib/style_tiles.py web/public/styles

Run it after a style's light or drawing has changed; the pictures are kept beside the page's sources.
"""

import io
import sys
from collections import Counter
from pathlib import Path
from typing import Final

from contact_sheet import drawn, job_of
from PIL import Image

from songreel_engine.planning.style_table import STYLES, Style

SIZE_PX: Final = (232, 300)
DRAWN_PX: Final = (464, 600)
"""Twice as large, and made smaller: cheaper than drawing edges smoothly."""
LARGEST_BYTES: Final = 8_000
QUALITIES: Final = (82, 74, 66, 58, 50, 40, 30)
FRAMINGS: Final = ("wide", "medium", "low")
MOST_OF_A_PLACE: Final = 2


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    seen: Counter[str] = Counter()
    for number, style in enumerate(STYLES.values()):
        place = _home(style, seen)
        seen[place] += 1
        job = job_of(place, style.key, FRAMINGS[number % 3], number % 4, seed=1, size_px=DRAWN_PX)
        picture = Image.fromarray(drawn(job)).resize(SIZE_PX, Image.Resampling.LANCZOS)
        content = _packed(picture)
        (folder / f"{style.key}.webp").write_bytes(content)
        print(f"{style.key}: {place}, {len(content)} bytes", file=sys.stderr)


def _home(style: Style, seen: Counter[str]) -> str:
    """Its most loved place of those that have not been shown often, so that the tiles differ by more than their colours."""
    return min(style.places, key=lambda place: (seen[place] >= MOST_OF_A_PLACE, style.places.index(place)))


def _packed(picture: Image.Image) -> bytes:
    for quality in QUALITIES:
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=quality, method=6)
        if out.tell() <= LARGEST_BYTES:
            break
    return out.getvalue()


if __name__ == "__main__":
    main()
