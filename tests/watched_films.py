"""Small films that can be watched: every take of a shot has a colour of its own, and the song of the planned project is heard."""

import io
from functools import cache

import av
import numpy as np

from chat_houses import planned

SIZE_PX = (90, 160)
NOISE_PX = (270, 480)


@cache
def shot_film(shots: tuple[tuple[int, int, int], ...], rate: float) -> bytes:
    """An MP4 of shots, each (start, stop, take) in a colour of its own, with the planned song."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as film, av.open(str(planned() / "song.wav")) as song:
        picture = film.add_stream("libx264", rate=round(rate), options={"preset": "ultrafast"})
        picture.width, picture.height = SIZE_PX
        sound = film.add_stream("aac", rate=song.streams.audio[0].rate)
        for number, (start, stop, take) in enumerate(shots):
            flat = np.full((SIZE_PX[1], SIZE_PX[0], 3), colour_of(number, take), np.uint8)
            for index in range(start, stop):
                flat[-8:, : max(1, SIZE_PX[0] * (index - start) // (stop - start))] = 255
                frame = av.VideoFrame.from_ndarray(flat, format="rgb24")
                frame.pts = index
                film.mux(picture.encode(frame))
        film.mux(picture.encode(None))
        for heard in song.decode(audio=0):
            heard.pts = None
            film.mux(sound.encode(heard))
        film.mux(sound.encode(None))
    return out.getvalue()


def colour_of(number: int, take: int) -> tuple[int, int, int]:
    """Of a shot, from 0; another take is another colour."""
    return ((40 + 90 * take) % 256, (60 + 53 * number) % 256, (200 - 37 * number) % 256)


def noisy_film(frames: int, rate: int) -> bytes:
    """Every pixel of every frame another, which no encoder makes small; with the loudest sound rate of songs."""
    out, random = io.BytesIO(), np.random.default_rng(5)
    with av.open(out, "w", format="mp4") as film, av.open(str(planned() / "song.wav")) as song:
        picture = film.add_stream("libx264", rate=rate, options={"preset": "ultrafast", "crf": "28"})
        picture.width, picture.height = NOISE_PX
        sound = film.add_stream("aac", rate=song.streams.audio[0].rate, bit_rate=320_000)
        for index in range(frames):
            noise = random.integers(0, 256, (NOISE_PX[1], NOISE_PX[0], 3), np.uint8)
            frame = av.VideoFrame.from_ndarray(noise, format="rgb24")
            frame.pts = index
            film.mux(picture.encode(frame))
        film.mux(picture.encode(None))
        for heard in song.decode(audio=0):
            heard.pts = None
            film.mux(sound.encode(heard))
        film.mux(sound.encode(None))
    return out.getvalue()
