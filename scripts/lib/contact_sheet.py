"""Draws places and styles side by side into one PNG, to be judged by eye.

Every combination of the lists given is one cell; a list is comma-separated, `all` is everything there is. Without
`--times` each style has its own hour.

    scripts/contact-sheet --styles all --places city --out styles.png
    scripts/contact-sheet --places desert --framings all --variations 0,1,2,3 --styles golden_hour --out desert.png
    scripts/contact-sheet --lyrics --out lyrics.jpg        the lyric styles over real plates; --lyrics --help for more
    scripts/contact-sheet --bar film.mp4 --shot 5 --out bar.jpg        one bar of a film
"""

import argparse
import itertools
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from songreel_engine.errors import SongreelError
from songreel_engine.planning.styles import STYLES
from songreel_engine.rendering.jobs import FigureJob, PlateJob
from songreel_engine.rendering.procedural.gbuffer import render_views
from songreel_engine.rendering.procedural.looks import find_look, light_for
from songreel_engine.rendering.procedural.places import PLACES
from songreel_engine.rendering.procedural.plate_maker import drawn_views
from songreel_engine.rendering.procedural.poses import POSES

FRAMINGS = ("wide", "medium", "close", "low", "high", "detail")
GAP_PX = 4
LABEL_PX = 12
_SAYABLE = ("place", "framing", "variation", "style", "time_of_day", "weather", "seed")


def main() -> None:
    if "--lyrics" in sys.argv[1:]:
        import lyric_sheet

        lyric_sheet.main()
        return
    if "--bar" in sys.argv[1:]:
        import bar_sheet

        bar_sheet.main()
        return
    options = _options()
    jobs = list(_jobs(options))
    said = _what_differs(jobs)
    cells = []
    for number, job in enumerate(jobs, start=1):
        began_s, began_cpu_s = time.monotonic(), time.process_time()
        cells.append(_labelled(drawn(job), _label(job, said)) if options.labels else drawn(job))
        spent = f"{time.process_time() - began_cpu_s:.1f} cpu-s, {time.monotonic() - began_s:.1f} s"
        print(f"{number}/{len(jobs)} {_label(job, _SAYABLE)}: {spent}", file=sys.stderr)
    sheet(cells, options.columns or min(len(cells), 5)).save(options.out)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--places", default="city", help=f"of {', '.join(PLACES)}")
    parser.add_argument("--styles", default="cinematic_realism", help="of `songreel styles`, by id")
    parser.add_argument("--framings", default="wide", help=f"of {', '.join(FRAMINGS)}")
    parser.add_argument("--variations", default="0", help="of 0, 1, 2, 3")
    parser.add_argument("--times", default="", help="of dawn, day, golden, dusk, night; empty: the style's own")
    parser.add_argument("--weathers", default="clear")
    parser.add_argument("--poses", default="stand", help=f"of {', '.join(POSES)}; `none` leaves the performer out")
    parser.add_argument("--seeds", default="1")
    parser.add_argument("--size", default="270x480", help="of one cell, WIDTHxHEIGHT in pixels")
    parser.add_argument("--samples", type=int, default=2, help="anti-aliasing samples, 1 to 4")
    parser.add_argument("--columns", type=int, default=0)
    parser.add_argument("--no-labels", dest="labels", action="store_false")
    parser.add_argument("--out", type=Path, required=True)
    return parser.parse_args()


def _jobs(options: argparse.Namespace) -> Iterator[PlateJob]:
    width_px, height_px = (int(side) for side in options.size.split("x"))
    for place, framing, variation, style, hour, weather, pose, seed in itertools.product(
        _listed(options.places, PLACES),
        _listed(options.framings, FRAMINGS),
        _listed(options.variations, "0123"),
        _listed(options.styles, STYLES),
        _listed(options.times, ("dawn", "day", "golden", "dusk", "night")) or [""],
        _listed(options.weathers, ()),
        _listed(options.poses, tuple(POSES)),
        _listed(options.seeds, ()),
    ):
        yield job_of(
            place,
            style,
            framing,
            int(variation),
            seed=int(seed),
            hour=hour,
            weather=weather,
            pose=pose,
            size_px=(width_px, height_px),
        )


def job_of(
    place: str,
    style: str,
    framing: str,
    variation: int,
    *,
    seed: int,
    size_px: tuple[int, int],
    hour: str = "",
    weather: str = "clear",
    pose: str = "stand",
) -> PlateJob:
    """One picture; no hour is the style's own, the pose `none` leaves the performer out."""
    figure = FigureJob(pose=pose, hair=0.7, coat=0.8, colour=_linear_rgb(STYLES[style].accent))
    return PlateJob(
        width_px=size_px[0],
        height_px=size_px[1],
        place=place,
        style=style,
        framing=framing,
        variation=variation,
        time_of_day=hour or next(iter(find_look(style).lights)),
        weather=weather,
        figure=None if pose == "none" or framing == "detail" else figure,
        prompt="",
        seed=seed,
    )


def _listed(words: str, known: Sequence[str] | dict[str, object]) -> list[str]:
    return list(known) if words == "all" else [word for word in words.split(",") if word]


def _linear_rgb(colour: str) -> tuple[float, float, float]:
    """Of #rrggbb, near enough to judge pictures by."""
    red, green, blue = ((byte / 255) ** 2.2 for byte in bytes.fromhex(colour.removeprefix("#")))
    return red, green, blue


def drawn(job: PlateJob) -> NDArray[np.uint8]:
    """The frame that the camera shows at rest, without the plate's overscan."""
    views = render_views(job)
    try:
        (full, _), _ = drawn_views(
            views, find_look(job.style), light_for(job.style, job.time_of_day, job.place), seed=job.seed
        )
    finally:
        views.release()
    height, width = full.shape[:2]
    top, left = (height - job.height_px) // 2, (width - job.width_px) // 2
    return full[top : top + job.height_px, left : left + job.width_px]


def _what_differs(jobs: Sequence[PlateJob]) -> tuple[str, ...]:
    """The dials that a reader must be told to know one cell from another; the place where there is one cell."""
    varied = tuple(name for name in _SAYABLE if len({getattr(job, name) for job in jobs}) > 1)
    return varied or ("place",)


def _label(job: PlateJob, dials: Sequence[str]) -> str:
    return ", ".join(_in_words(name, getattr(job, name)) for name in dials)


def _in_words(dial: str, value: object) -> str:
    if dial == "style":
        return STYLES[str(value)].name
    return f"{dial} {value}" if isinstance(value, int) else str(value).replace("_", " ")


def _labelled(picture: NDArray[np.uint8], words: str) -> NDArray[np.uint8]:
    image = Image.fromarray(picture)
    font = ImageFont.load_default(max(LABEL_PX, image.width // 16))
    place = (LABEL_PX // 2, image.height - LABEL_PX // 2)
    ImageDraw.Draw(image).text(place, words, "white", font, "ls", stroke_width=2, stroke_fill="#000000")
    return np.asarray(image)


def sheet(cells: list[NDArray[np.uint8]], columns: int) -> Image.Image:
    height, width = (side + GAP_PX for side in cells[0].shape[:2])
    rows = -(-len(cells) // columns)
    sheet = Image.new("RGB", (columns * width - GAP_PX, rows * height - GAP_PX), "#111111")
    for index, cell in enumerate(cells):
        sheet.paste(Image.fromarray(cell), (index % columns * width, index // columns * height))
    return sheet


if __name__ == "__main__":
    try:
        main()
    except SongreelError as error:
        sys.exit(f"contact-sheet: {error}")
