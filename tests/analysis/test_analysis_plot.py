"""The picture of an analysis."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from songreel_engine.analysis.plot import WIDTH_PX, Caption, plot_analysis
from songreel_engine.analysis.plot_canvas import COLUMNS, LEFT_PX, Canvas, column_means, column_peaks
from songreel_engine.analysis.result import Analysis, Event, Section, TempoSpan
from songreel_engine.errors import SongreelError
from synthetic import analysis_of, curves_of, steady_analysis

RATE_HZ = 1_000


def noise(seconds: float) -> np.ndarray:
    return (0.3 * np.random.default_rng(2).standard_normal(round(seconds * RATE_HZ))).astype(np.float32)


def drawn(analysis: Analysis, path: Path, *, title: str = "", captions: list[Caption] | None = None) -> np.ndarray:
    """[height, WIDTH_PX, 3] float."""
    plot_analysis(analysis, noise(analysis.duration_s), path, title=title, captions=captions or [])
    with Image.open(path) as picture:
        assert picture.format == "PNG"
        assert picture.width == WIDTH_PX
        return np.asarray(picture.convert("RGB")).astype(np.float64)


def test_the_plot_is_a_dark_picture_with_something_on_it(tmp_path: Path) -> None:
    pixels = drawn(steady_analysis(30.0), tmp_path / "plot.png", title="Song").mean(axis=2)
    assert np.median(pixels) < 60
    assert (pixels > 150).mean() > 0.01


def test_a_section_has_its_letters_colour_and_is_stronger_when_surer(tmp_path: Path) -> None:
    song = steady_analysis(40.0)
    halves = [
        Section(start_s=10.0 * k, end_s=10.0 * (k + 1), label="", letter=letter, confidence=confidence)
        for k, (letter, confidence) in enumerate((("A", 0.9), ("B", 0.9), ("A", 0.9), ("A", 0.1)))
    ]
    pixels = drawn(song.model_copy(update={"sections": tuple(halves)}), tmp_path / "plot.png")
    first, second, returning, unsure = (pixels[112, LEFT_PX + round(COLUMNS * (k + 0.25) / 4)] for k in range(4))
    assert np.abs(first - returning).max() < 2
    assert np.abs(first - second).max() > 40
    assert unsure.sum() < 0.7 * first.sum()


def test_events_a_changing_tempo_and_lyrics_each_add_a_lane(tmp_path: Path) -> None:
    plain = steady_analysis(30.0)
    height = len(drawn(plain, tmp_path / "plain.png"))
    event = Event(kind="build-up", start_s=5.0, end_s=9.0, strength=0.8)
    tempos = (TempoSpan(start_s=0.0, bpm=120.0), TempoSpan(start_s=9.0, bpm=90.0))
    for number, change in enumerate(({"events": (event,)}, {"tempo_map": tempos})):
        assert len(drawn(plain.model_copy(update=change), tmp_path / f"{number}.png")) > height
    captions = [(2.0, 4.0, "silver rain"), (9.0, 12.0, "月が落ちる")]
    assert len(drawn(plain, tmp_path / "lyrics.png", captions=captions)) > height


def test_sung_passages_are_bands_where_somebody_sings(tmp_path: Path) -> None:
    silent_curves = curves_of((0.0,) * 41)
    section = Section(start_s=0.0, end_s=40.0, label="part", letter="A", confidence=0.5)
    song = analysis_of(duration_s=40.0, sections=(section,), feature_rate_hz=1.0, curves=silent_curves)
    sung = song.model_copy(update={"vocals": ((10.0, 20.0),)})
    pixels, before = (drawn(a, tmp_path / "plot.png") for a in (sung, song))
    changed = np.abs(pixels - before)[200:].max(axis=2) > 20
    columns = np.flatnonzero(changed.sum(axis=0) > 30) - LEFT_PX
    assert columns.min() == pytest.approx(COLUMNS / 4, abs=2)
    assert columns.max() == pytest.approx(COLUMNS / 2, abs=2)


@pytest.mark.parametrize("seconds", [0.05, 5.0, 600.0])
def test_songs_of_any_length_can_be_drawn(seconds: float, tmp_path: Path) -> None:
    many = [(t, t + 1.0, f"line {t:.0f} of a song with many words") for t in np.arange(0.0, seconds, 3.0).tolist()]
    assert drawn(steady_analysis(max(seconds, 2.0)), tmp_path / "plot.png", title="A" * 300, captions=many).any()
    if seconds < 1:
        section = Section(start_s=0.0, end_s=seconds, label="part", letter="A", confidence=0.0)
        tiny = analysis_of(duration_s=seconds, sections=(section,), feature_rate_hz=50.0, curves=curves_of((0.0, 0.0)))
        assert drawn(tiny, tmp_path / "tiny.png").any()


def test_a_song_without_samples_can_be_drawn(tmp_path: Path) -> None:
    plot_analysis(steady_analysis(10.0), np.zeros(0, np.float32), tmp_path / "plot.png")
    assert (tmp_path / "plot.png").stat().st_size > 0


def test_a_plot_that_cannot_be_written_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(SongreelError, match="cannot be written"):
        plot_analysis(steady_analysis(10.0), noise(10.0), tmp_path / "nowhere" / "plot.png")


def test_words_that_do_not_fit_are_cut_with_an_ellipsis() -> None:
    canvas = Canvas(10, 1.0)
    whole = "carry me over the river"
    room = canvas.width_of(whole, 14)
    assert canvas.shortened(whole, 14, room + 1) == whole
    cut = canvas.shortened(whole, 14, room / 2)
    assert cut.endswith("…")
    assert whole.startswith(cut[:-1])
    assert canvas.width_of(cut, 14) <= room / 2
    assert canvas.shortened(whole, 14, 5) == ""


def test_a_peak_one_sample_wide_is_seen_on_a_crowded_axis_and_means_stay_means() -> None:
    values = np.zeros(30_001)
    values[15_000] = 1.0
    peaks = column_peaks(values, 50.0, 600.0)
    assert np.flatnonzero(peaks).tolist() == [COLUMNS // 2]
    assert column_means(np.full(30_001, 0.5), 50.0, 600.0) == pytest.approx(0.5, abs=0.001)
    assert column_means(values, 50.0, 600.0).sum() == pytest.approx(COLUMNS / 30_000, rel=0.01)
