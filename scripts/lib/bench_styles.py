"""Whether a style can be told from the others by how its pictures look, whatever they show.

Every style draws every place asked for, in two seeds and two framings, at its own hour. Each picture is described by simple
figures of colour, edges and texture, and gets the name of the style whose mean picture is nearest; means and spread are
taken from the other places alone, so that no place is recognised instead of a style. Chance would be right once in as many
times as there are styles.
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
BLACK, WHITE = 12, 243
"""Bytes that count as black and as white."""
FLAT = 0.15
"""Difference of lightness (0..100) that nobody sees."""
SHRINKAGE = 0.05
"""Share of an even spread in the spread within styles, which few pictures tell badly."""


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
    """Of RGB [h, w, 3]: colour, edges, fine texture and where the picture is sharp."""
    lab = cv2.cvtColor((picture / 255).astype(np.float32), cv2.COLOR_RGB2LAB)
    light = np.ascontiguousarray(lab[..., 0])
    extremes = [float((picture.max(-1) < BLACK).mean()), float((picture.min(-1) > WHITE).mean())]
    return np.array([*_colours(lab), *extremes, *_edges(light), *_grain(light), *_lines(light), *_sharpness(light)])


def _colours(lab: NDArray[np.float32]) -> list[float]:
    """Lightness, chroma and hue, how they are spread, and the colour of the darks, the middle tones and the lights."""
    light, a, b = (lab[..., channel] for channel in range(3))
    chroma = np.hypot(a, b)
    hues, _ = np.histogram(np.arctan2(b, a), bins=8, range=(-np.pi, np.pi), weights=chroma)
    third, two_thirds = np.percentile(light, (33, 66))
    parts = (light <= third, (light > third) & (light <= two_thirds), light > two_thirds)
    return [
        *np.percentile(light, (2, 10, 25, 50, 75, 90, 98)),
        *np.percentile(chroma, (10, 50, 90, 99)),
        *(float(value) for value in (a.mean(), b.mean(), a.std(), b.std())),
        *np.sqrt(hues / chroma.size),
        float(np.corrcoef(light.ravel(), b.ravel() + 1e-3 * light.ravel())[0, 1]),
        *(float(channel[part].mean()) if part.any() else 0.0 for part in parts for channel in (a, b)),
    ]


def _edges(light: NDArray[np.float32]) -> list[float]:
    """How steep the picture is, and how much it bends, at four scales."""
    values = []
    for step in (1, 2, 4, 8):
        small = cv2.resize(light, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)
        slope = np.hypot(cv2.Sobel(small, cv2.CV_32F, 1, 0), cv2.Sobel(small, cv2.CV_32F, 0, 1)) / 8
        values += [*np.percentile(slope, (25, 50, 90, 99)), np.abs(cv2.Laplacian(small, cv2.CV_32F)).mean()]
    return [float(np.log1p(value)) for value in values]


def _grain(light: NDArray[np.float32]) -> list[float]:
    """How much there is of the finest texture, how much is flat, and how the texture repeats from pixel to pixel."""
    fine = np.abs(light - cv2.GaussianBlur(light, (0, 0), 1.0))
    texture = light - cv2.GaussianBlur(light, (0, 0), 2.5)
    power = float(np.square(texture).mean()) + 1e-6
    repeats = [
        float((texture[:, lag:] * texture[:, :-lag]).mean() if across else (texture[lag:] * texture[:-lag]).mean())
        for lag in (1, 2, 3, 4)
        for across in (True, False)
    ]
    amounts = [float(np.log1p(value)) for value in np.percentile(fine, (10, 25, 50, 75))]
    return [*amounts, float((fine < FLAT).mean()), *(value / power for value in repeats)]


def _lines(light: NDArray[np.float32]) -> list[float]:
    """How much there is of thin dark and thin light lines, in two widths."""
    values: list[float] = []
    for width in (3, 5):
        for kind in (cv2.MORPH_BLACKHAT, cv2.MORPH_TOPHAT):
            lines = cv2.morphologyEx(light, kind, np.ones((width, width), np.uint8))
            values += [float(lines.mean()), float(np.percentile(lines, 95))]
    return [float(np.log1p(value)) for value in values]


def _sharpness(light: NDArray[np.float32]) -> list[float]:
    """How much sharper the middle is than the upper and the lower quarter."""
    bend = np.abs(cv2.Laplacian(light, cv2.CV_32F))
    quarter = len(bend) // 4
    top, middle, bottom = (np.log1p(part.mean()) for part in np.split(bend, (quarter, 3 * quarter)))
    return [float(top - middle), float(bottom - middle)]


def report(kept: dict[str, list[float]], styles: list[str], places: list[str]) -> None:
    """Prints how many pictures are named rightly, style by style, and what the others are taken for."""
    names = [name.split() for name in kept if name.split()[0] in styles and name.split()[1] in places]
    described = np.array([kept[" ".join(name)] for name in names])
    style_of, place_of = (np.array([name[part] for name in names]) for part in (0, 1))
    taken_for: dict[str, Counter[str]] = {style: Counter() for style in styles}
    for place in places:
        here = place_of == place
        guesses = nearest_styles(described[~here], style_of[~here], described[here])
        for truth, guess in zip(style_of[here], guesses, strict=True):
            taken_for[truth][guess] += 1
    for style, taken in taken_for.items():
        others = ", ".join(f"{other} {count}" for other, count in taken.most_common() if other != style)
        print(f"{style:<20} {taken[style]:>3} of {taken.total():<4} {others}")
    right = sum(taken[style] for style, taken in taken_for.items())
    print(f"{'all':<20} {right:>3} of {len(names):<4} {100 * right / len(names):.1f} %")


def nearest_styles(known: NDArray[np.float64], style_of: NDArray[np.str_], asked: NDArray[np.float64]) -> list[str]:
    """For each row of `asked` the style whose mean row of `known` is nearest.

    Distances are Mahalanobis's, with the spread that pictures of one style have among themselves: what differs from place
    to place within a style counts little, what stays counts much.
    """
    scale = np.maximum(known.std(axis=0), 1e-6)
    styles = list(dict.fromkeys(style_of))
    means = {style: (known[style_of == style] / scale).mean(axis=0) for style in styles}
    within = np.array([row / scale - means[style] for row, style in zip(known, style_of, strict=True)])
    spread = within.T @ within / len(within)
    spread = (1 - SHRINKAGE) * spread + SHRINKAGE * np.trace(spread) / len(spread) * np.eye(len(spread))
    whiten = np.linalg.inv(np.linalg.cholesky(spread)).T
    centres = np.array([means[style] for style in styles]) @ whiten
    return [styles[int(np.square(centres - row).sum(axis=1).argmin())] for row in (asked / scale) @ whiten]


if __name__ == "__main__":
    main()
