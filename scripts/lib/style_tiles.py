"""Draws the tiles by which the studio's page shows the styles: each at home, at its own hour, as a small picture (under 8 kB)
and as a film of three seconds that ends where it begins.

    .venv/bin/python scripts/lib/style_tiles.py web/public/styles            all of them
    .venv/bin/python scripts/lib/style_tiles.py web/public/styles film_noir  only these

Run it after a style's light or drawing has changed; the tiles are kept beside the page's sources.
"""

import io
import sys
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import numpy as np
from contact_sheet import job_of
from PIL import Image

from songreel_engine.planning.style_table import STYLES, Style
from songreel_engine.rendering.jobs import DRIVE_CHANNELS, PlateJob, ShotJob
from songreel_engine.rendering.parallax.animator import ParallaxAnimator
from songreel_engine.rendering.procedural.plate_maker import ProceduralPlateMaker

SIZE_PX: Final = (232, 300)
DRAWN_PX: Final = (464, 600)
"""Twice as large, and made smaller: cheaper than drawing edges smoothly."""
LARGEST_BYTES: Final = 8_000
QUALITIES: Final = (82, 74, 66, 58, 50, 40, 30)
FRAMINGS: Final = ("wide", "medium", "low")
CAMERAS: Final = ("push_in", "drift_left", "rise", "drift_right")
MOST_OF_A_PLACE: Final = 2
FRAMES: Final = 36
"""Of the way there; the way back shows the same frames."""
RATE: Final = 24
MOTION, ENERGY, LIGHT = 7, 0.55, 0.6
X264: Final = {"crf": "33", "preset": "veryslow"}


def main() -> None:
    folder, wanted = Path(sys.argv[1]), sys.argv[2:]
    folder.mkdir(parents=True, exist_ok=True)
    plates, animator = ProceduralPlateMaker(), ParallaxAnimator()
    seen: Counter[str] = Counter()
    for number, style in enumerate(STYLES.values()):
        place = _home(style, seen)
        seen[place] += 1
        if wanted and style.key not in wanted:
            continue
        job = job_of(place, style.key, FRAMINGS[number % 3], number % 4, seed=1, size_px=DRAWN_PX)
        frames = [_small(frame) for frame in animator.animate(plates.make(job), _shot(job, number), 0, FRAMES)]
        picture = _packed(Image.fromarray(frames[0].to_ndarray(format="rgb24")))
        (folder / f"{style.key}.webp").write_bytes(picture)
        film = folder / f"{style.key}.mp4"
        _write_film(film, [*frames, *frames[-2:0:-1]])
        print(f"{style.key}: {place}, {len(picture)} and {film.stat().st_size} bytes", file=sys.stderr)


def _home(style: Style, seen: Counter[str]) -> str:
    """Its most loved place of those that have not been shown often, so that the tiles differ by more than their colours."""
    return min(style.places, key=lambda place: (seen[place] >= MOST_OF_A_PLACE, style.places.index(place)))


def _shot(plate: PlateJob, number: int) -> ShotJob:
    """Lively, without beats: seen backwards, a beat would come before it is struck."""
    drive = np.zeros((FRAMES, len(DRIVE_CHANNELS)), np.float32)
    drive[:, DRIVE_CHANNELS.index("energy")] = ENERGY
    return ShotJob(
        plate=plate,
        frames=FRAMES,
        frames_per_s=float(RATE),
        camera=CAMERAS[number % len(CAMERAS)],
        motion=MOTION,
        weather=plate.weather,
        style=plate.style,
        light=LIGHT,
        seed=plate.seed,
        drive=drive,
    )


def _small(planes: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]") -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
    return frame.reformat(*SIZE_PX, interpolation="LANCZOS")


def _packed(picture: Image.Image) -> bytes:
    for quality in QUALITIES:
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=quality, method=6)
        if out.tell() <= LARGEST_BYTES:
            break
    return out.getvalue()


def _write_film(path: Path, frames: Sequence[av.VideoFrame]) -> None:
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("libx264", rate=RATE, options=X264)
        stream.width, stream.height, stream.pix_fmt = *SIZE_PX, "yuv420p"
        for number, frame in enumerate(frames):
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())


if __name__ == "__main__":
    main()
