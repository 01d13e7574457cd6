"""What a user would write instead of songreel's animator: key images, slowly zoomed, put together and encoded by moviepy.

Usage: moviepy_composite.py WIDTH HEIGHT PRESET SECONDS_A_SHOT FILM IMAGE...   Prints seconds a frame.
"""

import sys
import time

from moviepy import CompositeVideoClip, ImageClip


def main() -> None:
    width, height, preset, seconds, film, *images = sys.argv[1:]
    size, shot_s = (int(width), int(height)), float(seconds)
    clips = [
        ImageClip(image, duration=shot_s)
        .resized(size)
        .resized(lambda t: 1.0 + 0.05 * t)
        .with_position("center")
        .with_start(index * shot_s)
        for index, image in enumerate(images)
    ]
    whole = CompositeVideoClip(clips, size=size).with_duration(len(images) * shot_s)
    began_s = time.monotonic()
    whole.write_videofile(film, fps=24, codec="libx264", preset=preset, audio=False, logger=None, threads=1)
    print((time.monotonic() - began_s) / (len(images) * shot_s * 24))


if __name__ == "__main__":
    main()
