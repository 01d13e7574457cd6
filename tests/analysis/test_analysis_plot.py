"""The picture of an analysis."""

import numpy as np
from PIL import Image

from songreel_engine.analysis.plot import WIDTH_PX, plot_analysis

RATE_HZ = 22_050


def test_the_plot_is_a_dark_png_with_something_on_it(band, heard, tmp_path):
    group = band()
    for _ in range(8):
        group.bar(120.0, {"kick": "x.x.", "snare": ".x.x"})
    song = group.recording()

    plot_analysis(heard(song), song, tmp_path / "plot.png")

    with Image.open(tmp_path / "plot.png") as picture:
        assert picture.width == WIDTH_PX
        pixels = np.asarray(picture.convert("L"))
    assert np.median(pixels) < 60
    assert (pixels > 150).mean() > 0.01


def test_a_silent_song_can_be_plotted(heard, tmp_path):
    silence = np.zeros(RATE_HZ, np.float32)

    plot_analysis(heard(silence), silence, tmp_path / "plot.png")

    assert (tmp_path / "plot.png").stat().st_size > 0
