"""Every profile's file, opened with PyAV or Pillow and held against what the places publish."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from flat_exports import draw_flat, flat_project
from songreel_engine.errors import ExportError
from songreel_engine.exports.export import export
from songreel_engine.exports.pack import LIST_NAME, export_pack
from songreel_engine.exports.profiles import PROFILES, Profile, find_profile
from songreel_engine.project import Project
from songreel_engine.song import load_samples
from songreel_engine.timebase import seconds_to_frame
from synthetic_media import CODINGS, click_times_s, clicks, heard_clicks_s, write_song

FPS = 24
BAR_S = 2.0


@dataclass(frozen=True)
class Place:
    """What a place publishes, written down a second time."""

    size_px: tuple[int, int]
    most_bytes: int
    most_picture_bits_per_s: float = float("inf")
    most_sound_bits_per_s: float = float("inf")


PLACES = {
    "tiktok": Place((1080, 1920), 4 * 10**9),
    "reels": Place((1080, 1920), 300_000_000, 25_000_000, 128_000),
    "shorts": Place((1080, 1920), 256 * 10**9),
    "youtube": Place((1920, 1080), 256 * 10**9),
    "square": Place((1080, 1080), 300_000_000, 25_000_000, 128_000),
    "portrait45": Place((1080, 1350), 300_000_000, 25_000_000, 128_000),
    "teaser": Place((1080, 1920), 4 * 10**9),
}


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Project]:
    """One of each shape, so that no shape has to be made out of another."""
    folder = tmp_path_factory.mktemp("projects")
    return {aspect: flat_project(folder / str(n), aspect) for n, aspect in enumerate(("9:16", "16:9", "1:1", "4:5"))}


@pytest.fixture(autouse=True)
def _flat(monkeypatch: pytest.MonkeyPatch) -> None:
    draw_flat(monkeypatch)


@pytest.fixture
def project(projects: dict[str, Project]) -> Project:
    return projects["9:16"]


def for_place(projects: dict[str, Project], profile: Profile) -> Project:
    return projects[profile.aspect or "9:16"]


def boxes(path: Path) -> bytes:
    """The names of all boxes down to the tracks', in order, each followed by a space."""
    content, names = path.read_bytes(), b""

    def walk(start: int, stop: int) -> None:
        nonlocal names
        while start + 8 <= stop:
            size, name = int.from_bytes(content[start : start + 4], "big"), content[start + 4 : start + 8]
            header = 8
            if size == 1:
                size, header = int.from_bytes(content[start + 8 : start + 16], "big"), 16
            names += name + b" "
            if name in (b"moov", b"trak", b"edts"):
                walk(start + header, start + size)
            start += size

    walk(0, len(content))
    return names


def lumas(path: Path) -> list[float]:
    with av.open(str(path)) as container:
        return [float(np.mean(frame.to_ndarray(format="gray"))) for frame in container.decode(video=0)]


@pytest.mark.parametrize("name", PLACES)
def test_the_file_for_a_place_keeps_what_the_place_publishes(
    name: str, projects: dict[str, Project], tmp_path: Path
) -> None:
    profile, place, path = PROFILES[name], PLACES[name], tmp_path / "film.mp4"
    seconds = max(1.0, profile.limits.min_s)
    made = export(for_place(projects, profile), profile, path, seconds=seconds)
    with av.open(str(path)) as container:
        picture, sound = container.streams.video[0], container.streams.audio[0]
        context = picture.codec_context
        assert container.format.name.startswith("mov")
        assert (context.codec.canonical_name, context.pix_fmt, context.profile) == ("h264", "yuv420p", "High")
        assert (context.width, context.height) == place.size_px
        assert 23 <= picture.average_rate <= 60
        assert (sound.codec_context.name, sound.codec_context.layout.nb_channels) == ("aac", 2)
        assert sound.codec_context.profile == "LC"
        assert sound.codec_context.sample_rate in (44_100, 48_000)
    with av.open(str(path)) as container:
        packets = {"video": [], "audio": []}
        for packet in container.demux(video=0, audio=0):
            if packet.size:
                packets[packet.stream.type].append(packet)
    assert len(packets["video"]) == seconds * FPS
    keys = [k for k, packet in enumerate(packets["video"]) if packet.is_keyframe]
    assert max(np.diff([*keys, len(packets["video"])])) <= FPS / 2
    assert 8 * sum(p.size for p in packets["video"]) / seconds <= place.most_picture_bits_per_s
    assert 8 * sum(p.size for p in packets["audio"]) / seconds <= place.most_sound_bits_per_s
    assert path.stat().st_size <= place.most_bytes
    names = boxes(path)
    assert b"elst" not in names
    assert names.index(b"moov") < names.index(b"mdat")
    assert made.facts.edit_lists is False
    assert made.facts.size_bytes == path.stat().st_size


def test_a_teaser_is_exactly_as_long_as_asked_and_starts_on_a_downbeat(project: Project, tmp_path: Path) -> None:
    made = export(project, small("teaser"), tmp_path / "t.mp4", seconds=7.5)
    assert made.facts.frames == 7.5 * FPS
    assert made.facts.sound_s == pytest.approx(7.5, abs=0.001)
    assert made.start_s % BAR_S == 0
    first = seconds_to_frame(made.start_s, Fraction(FPS))
    assert lumas(tmp_path / "t.mp4")[0] == pytest.approx(lumas(film_of(project))[first], abs=1.5)
    assert any("The best 7.5 s" in note for note in made.notes)


def test_a_teaser_lasts_fifteen_seconds_where_nothing_is_said(project: Project, tmp_path: Path) -> None:
    assert export(project, small("teaser"), tmp_path / "t.mp4").facts.duration_s == 15.0


def small(name: str, **limits: Any) -> Profile:
    """The profile at the size of the tests' films."""
    profile = PROFILES[name]
    changed = {"min_width_px": 1, "min_height_px": 1} | limits
    return replace(profile, short_side_px=None, limits=replace(profile.limits, **changed))


def film_of(project: Project) -> Path:
    return next(path for path in project.films_dir.glob("v0001-preview-*.mp4") if "reframed" not in path.name)


def test_a_whole_film_that_fits_is_copied_frame_for_frame_and_keeps_its_chapters(
    project: Project, tmp_path: Path
) -> None:
    made = export(project, small("tiktok"), tmp_path / "t.mp4")
    assert made.copied
    assert lumas(tmp_path / "t.mp4") == lumas(film_of(project))
    assert b"elst" not in boxes(tmp_path / "t.mp4")
    with av.open(str(tmp_path / "t.mp4")) as container:
        marks = container.chapters()
        titles = [(c["metadata"]["title"], float(c["start"] * c["time_base"])) for c in marks]
    sections = project.read_draft().sections
    assert titles == [(s.label, pytest.approx(s.start / FPS, abs=0.001)) for s in sections]


def test_chapters_of_a_part_count_from_its_start(project: Project, tmp_path: Path) -> None:
    made = export(project, small("teaser"), tmp_path / "t.mp4", seconds=7.0)
    with av.open(str(tmp_path / "t.mp4")) as container:
        marks = [(c["start"] * c["time_base"], c["end"] * c["time_base"]) for c in container.chapters()]
    inner = [s.start / FPS - made.start_s for s in project.read_draft().sections]
    inner = [at for at in inner if 0 < at < 7.0]
    assert [float(start) for start, _ in marks] == pytest.approx([0.0, *inner], abs=0.001)
    assert float(marks[-1][1]) == pytest.approx(7.0, abs=0.001)


def test_a_film_longer_than_the_place_takes_gives_its_best_part_and_says_so(project: Project, tmp_path: Path) -> None:
    made = export(project, small("shorts", max_s=10.0), tmp_path / "s.mp4")
    assert made.facts.duration_s == 10.0
    assert "The film lasts 24.0 s and shorts takes 10" in made.notes[0]


def test_a_file_that_would_break_a_limit_is_not_left_behind(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"would break its limits: size .* at most 1000 .*https://"):
        export(project, small("tiktok", max_bytes=1000), tmp_path / "t.mp4", seconds=3.0)
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_export_stays_where_a_new_one_fails(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "t.mp4"
    path.write_bytes(b"before")
    with pytest.raises(ExportError):
        export(project, small("tiktok", max_bytes=1000), path, seconds=3.0)
    assert path.read_bytes() == b"before"


def test_a_bit_rate_limit_is_met_by_encoding_again(project: Project, tmp_path: Path) -> None:
    loose = export(project, small("tiktok"), tmp_path / "loose.mp4").facts.picture_bits_per_s
    limit = int((loose or 0) * 0.8)
    made = export(project, small("tiktok", max_picture_bits_per_s=limit), tmp_path / "tight.mp4")
    assert not made.copied
    assert (made.facts.picture_bits_per_s or 0) <= limit


@pytest.mark.parametrize("kind", ["wav", "m4a", "mp3"])
def test_sound_without_edit_lists_is_neither_early_nor_late_nor_softer(
    kind: str, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    coding = CODINGS[kind]
    mono = clicks(24.0, coding.rate_hz)
    song = write_song(tmp_path / f"clicks.{coding.suffix}", coding, np.stack([mono, mono]))
    monkeypatch.setattr("songreel_engine.exports.export._sound_of", lambda *_: song)
    export(project, small("tiktok"), tmp_path / "t.mp4")
    near_s = click_times_s(23.0)[1:]
    rate_hz = 48_000
    before, after = (load_samples(path, rate_hz) for path in (song, tmp_path / "t.mp4"))
    assert heard_clicks_s(after, rate_hz, near_s) == pytest.approx(heard_clicks_s(before, rate_hz, near_s), abs=0.002)
    middle = slice(rate_hz, 20 * rate_hz)
    assert np.sqrt(np.mean(after[middle] ** 2)) == pytest.approx(np.sqrt(np.mean(before[middle] ** 2)), rel=0.02)


def test_a_master_without_sound_is_the_films_own_picture(project: Project, tmp_path: Path) -> None:
    made = export(project, PROFILES["silent"], tmp_path / "s.mp4")
    assert (made.copied, made.facts.sound_codec, made.facts.frames) == (True, None, 24 * FPS)


def test_prores_is_ten_bits_with_pcm_sound(project: Project, tmp_path: Path) -> None:
    export(project, PROFILES["prores"], tmp_path / "p.mov", seconds=1.0)
    with av.open(str(tmp_path / "p.mov")) as container:
        picture, sound = container.streams.video[0], container.streams.audio[0]
        assert (picture.codec_context.name, picture.codec_context.pix_fmt) == ("prores", "yuv422p10le")
        assert picture.codec_context.codec_tag == "apch"
        assert (sound.codec_context.name, float(sound.duration * sound.time_base)) == ("pcm_s24le", 1.0)
        assert sum(1 for _ in container.decode(video=0)) == FPS


def test_frames_are_numbered_from_one_with_their_sound_beside_them(project: Project, tmp_path: Path) -> None:
    export(project, PROFILES["frames"], tmp_path / "frames", seconds=1.0)
    names = sorted(path.name for path in (tmp_path / "frames").iterdir())
    assert names == [*(f"frame_{n:06d}.png" for n in range(1, FPS + 1)), "sound.wav"]
    with Image.open(tmp_path / "frames" / names[0]) as image:
        assert (image.mode, image.size) == ("RGB", (102, 180))
    with av.open(str(tmp_path / "frames" / "sound.wav")) as container:
        assert container.streams.audio[0].duration * container.streams.audio[0].time_base == 1


@pytest.mark.parametrize("name", ["gif", "webp"])
def test_a_moving_picture_lasts_as_long_as_asked_and_goes_round(name: str, project: Project, tmp_path: Path) -> None:
    path = tmp_path / f"loop.{name}"
    export(project, PROFILES[name], path, seconds=2.0)
    with Image.open(path) as image:
        assert image.format == name.upper()
        assert image.info["loop"] == 0
        assert image.n_frames > 5  # type: ignore[attr-defined]
        lasts_ms = 0
        for number in range(image.n_frames):  # type: ignore[attr-defined]
            image.seek(number)
            image.load()
            lasts_ms += image.info["duration"]
    assert lasts_ms == 2000
    assert path.stat().st_size <= 8_000_000


def test_a_moving_picture_too_large_for_its_place_is_made_smaller(project: Project, tmp_path: Path) -> None:
    whole = export(project, PROFILES["webp"], tmp_path / "a.webp", seconds=2.0).facts
    steps = ((102, 12, 80), (60, 12, 50))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("songreel_engine.exports.pictures.ANIMATION_STEPS", steps)
        tight = replace(PROFILES["webp"], limits=replace(PROFILES["webp"].limits, max_bytes=whole.size_bytes - 1))
        made = export(project, tight, tmp_path / "b.webp", seconds=2.0)
    assert made.facts.width_px < whole.width_px
    assert made.facts.size_bytes < whole.size_bytes


@pytest.mark.parametrize("suffix", ["jpg", "png"])
def test_a_cover_is_a_frame_of_the_film_below_two_megabytes(suffix: str, project: Project, tmp_path: Path) -> None:
    path = tmp_path / f"cover.{suffix}"
    made = export(project, PROFILES["cover"], path)
    with Image.open(path) as image:
        assert (image.size, image.mode) == ((102, 180), "RGB")
    assert path.stat().st_size <= 2_000_000
    assert 0 <= made.start_s < 24


@pytest.mark.parametrize("name", ["tiktok", "cover", "webp", "gif"])
def test_files_say_to_people_or_programs_that_their_pictures_were_generated(
    name: str, project: Project, tmp_path: Path
) -> None:
    path = tmp_path / f"x{PROFILES[name].suffixes[0]}"
    export(project, small(name) if name == "tiktok" else PROFILES[name], path, seconds=None if name == "cover" else 3.0)
    content = path.read_bytes()
    said = b"generated by a computer program" in content
    assert said
    if name != "gif":
        assert b"http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia" in content


@pytest.mark.parametrize(
    ("name", "file", "seconds", "words"),
    [
        ("tiktok", "film.mov", None, "name it film.mp4"),
        ("cover", "cover.jpg", 3.0, "has no length"),
        ("reels", "film.mp4", 2.0, "from 3 to 900"),
        ("gif", "film.gif", 16.0, "to 15"),
        ("teaser", "film.mp4", 25.0, "The film lasts 24.0 s"),
        ("teaser", "film.mp4", float("nan"), "not nan"),
        ("teaser", "film.mp4", -1.0, "not -1"),
    ],
)
def test_what_cannot_be_exported_gets_one_sentence_and_leaves_nothing(
    name: str, file: str, seconds: float | None, words: str, project: Project, tmp_path: Path
) -> None:
    with pytest.raises(ExportError, match=words):
        export(project, PROFILES[name], tmp_path / file, seconds=seconds)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_never_written_into(project: Project, tmp_path: Path) -> None:
    (tmp_path / "frames").mkdir()
    (tmp_path / "frames" / "mine.txt").write_text("mine")
    with pytest.raises(ExportError, match="holds something already"):
        export(project, PROFILES["frames"], tmp_path / "frames", seconds=1.0)
    assert [path.name for path in (tmp_path / "frames").iterdir()] == ["mine.txt"]


def test_an_unknown_profile_is_answered_with_the_list() -> None:
    with pytest.raises(ExportError, match=r"no profile 'vimeo'.*tiktok.*release-pack"):
        find_profile("vimeo")


def test_a_pack_holds_what_could_be_made_and_says_why_the_rest_could_not(project: Project, tmp_path: Path) -> None:
    wanted = [PROFILES["silent"], PROFILES["cover"], small("shorts", min_s=30.0), PROFILES["release-pack"]]
    packed = export_pack(project, tmp_path / "pack", profiles=wanted)
    assert sorted(path.name for path in (tmp_path / "pack").iterdir()) == ["cover.jpg", LIST_NAME, "silent.mp4"]
    assert [item.profile for item in packed.left_out] == ["shorts"]
    listed = json.loads((tmp_path / "pack" / LIST_NAME).read_text("utf-8"))
    assert [row["file"] for row in listed["files"]] == ["silent.mp4", "cover.jpg"]
    assert "24.0 s" in listed["left_out"][0]["reason"]
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]


def test_a_pack_that_fails_leaves_no_folder(project: Project, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="Not one file"):
        export_pack(project, tmp_path / "pack", profiles=[small("shorts", min_s=30.0)])
    assert list(tmp_path.iterdir()) == []


def profiles_of_files() -> Iterator[Profile]:
    return (profile for profile in PROFILES.values() if profile.kind != "pack")


def test_every_profile_names_its_source_and_the_issue_list_is_complete() -> None:
    issue = "tiktok reels shorts youtube square portrait45 canvas teaser cover gif webp prores frames release-pack"
    assert set(issue.split()) <= set(PROFILES)
    assert all(profile.source and profile.what for profile in PROFILES.values())
    assert all(profile.limits.formats for profile in profiles_of_files())


def test_a_film_older_than_the_draft_is_not_taken_for_its_film(tmp_path: Path) -> None:
    project = flat_project(tmp_path / "p")
    first = export(project, PROFILES["silent"], tmp_path / "a.mp4")
    film = film_of(project)
    film.write_bytes(film.read_bytes()[:-1000])
    os.utime(film, (0, 0))
    again = export(project, PROFILES["silent"], tmp_path / "b.mp4")
    assert again.facts.frames == first.facts.frames
    assert film.stat().st_mtime > 0
