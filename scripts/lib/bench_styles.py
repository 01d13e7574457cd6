"""Whether a style can be told from the others by how its pictures look, whatever they show.

Every style draws every place asked for, in two seeds and two framings, at its own hour. Each picture is described by simple
figures of colour, edges and texture, and gets the name of the style whose mean picture is nearest; the means are taken from
the other places alone, so that no place is recognised instead of a style. Chance would be right once in as many times as
there are styles.
"""

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path

import cv2
import numpy as np
from contact_sheet import drawn, job_of
from numpy.typing import NDArray

from songreel_engine.planning.styles import STYLES
from songreel_engine.rendering.procedural.places import PLACES

PLACES_TRIED = "city,beach,room,forest,desert,mountains"
VIEWS = (("wide", 0, 1), ("medium", 1, 2), ("low", 2, 3))
"""Framing, variation, seed."""
SIZE_PX = (216, 384)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--places", default=PLACES_TRIED, help=f"of {', '.join(PLACES)}")
    parser.add_argument("--styles", default=",".join(STYLES))
    parser.add_argument("--keep", type=Path, help="a file to keep the figures in, or to go on from")
    options = parser.parse_args()
    places, styles = options.places.split(","), options.styles.split(",")
    kept: dict[str, list[float]] = (
        json.loads(options.keep.read_text()) if options.keep and options.keep.is_file() else {}
    )
    for style in styles:
        began_s = time.monotonic()
        for place in places:
            for framing, variation, seed in VIEWS:
                name = f"{style} {place} {framing} {variation} {seed}"
                if name not in kept:
                    job = job_of(place, style, framing, variation, seed=seed, size_px=SIZE_PX)
                    kept[name] = features(drawn(job)).tolist()
        print(f"{style}: {time.monotonic() - began_s:.0f} s", file=sys.stderr)
        if options.keep:
            options.keep.write_text(json.dumps(kept))
    report(kept, styles, places)


def features(picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Of RGB [h, w, 3]: lightness and colour, how both are spread, edges and texture at four scales."""
    lab = cv2.cvtColor((picture / 255).astype(np.float32), cv2.COLOR_RGB2LAB)
    light, a, b = (lab[..., channel] for channel in range(3))
    chroma = np.hypot(a, b)
    hue = np.arctan2(b, a)
    colours, _ = np.histogram(hue, bins=8, range=(-np.pi, np.pi), weights=chroma)
    values = [
        *np.percentile(light, (2, 10, 25, 50, 75, 90, 98)),
        *np.percentile(chroma, (10, 50, 90, 99)),
        float(a.mean()), float(b.mean()), float(a.std()), float(b.std()),
        *(12.0 * np.sqrt(colours / chroma.size)),
        float(np.corrcoef(light.ravel()[::7], b.ravel()[::7] + 1e-3 * light.ravel()[::7])[0, 1]) * 10,
    ]  # fmt: skip
    for step in (1, 2, 4, 8):
        small = cv2.resize(light, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)
        slope = np.hypot(cv2.Sobel(small, cv2.CV_32F, 1, 0), cv2.Sobel(small, cv2.CV_32F, 0, 1)) / 8
        bend = np.abs(cv2.Laplacian(small, cv2.CV_32F))
        values += [float(np.log1p(v)) * 10 for v in (*np.percentile(slope, (25, 50, 90, 99)), bend.mean())]
    return np.array(values)


def report(kept: dict[str, list[float]], styles: list[str], places: list[str]) -> None:
    """Prints how many pictures are named rightly, style by style, and what the others are taken for."""
    names = [name.split() for name in kept if name.split()[0] in styles and name.split()[1] in places]
    described = np.array([kept[" ".join(name)] for name in names])
    described = (described - described.mean(axis=0)) / np.maximum(described.std(axis=0), 1e-6)
    style_of, place_of = (np.array([name[part] for name in names]) for part in (0, 1))
    taken_for: dict[str, Counter[str]] = {style: Counter() for style in styles}
    for index in range(len(names)):
        elsewhere = place_of != place_of[index]
        means = np.array([described[elsewhere & (style_of == style)].mean(axis=0) for style in styles])
        nearest = styles[int(np.square(means - described[index]).sum(axis=1).argmin())]
        taken_for[style_of[index]][nearest] += 1
    for style, guesses in taken_for.items():
        others = ", ".join(f"{other} {count}" for other, count in guesses.most_common() if other != style)
        print(f"{style:<20} {guesses[style]:>3} of {guesses.total():<4} {others}")
    right = sum(guesses[style] for style, guesses in taken_for.items())
    print(f"{'all':<20} {right:>3} of {len(names):<4} {100 * right / len(names):.1f} %")


if __name__ == "__main__":
    main()
