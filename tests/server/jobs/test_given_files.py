"""Files that go with an order: lent to the engine under their own names, and to nobody else."""

import hashlib
from pathlib import Path

import pytest

from job_houses import FILM, House
from songreel_server import jobs
from songreel_server.vault import key_of

pytestmark = pytest.mark.slow


def kept(house: House, folder: Path, name: str) -> jobs.GivenFile:
    """A file in the store, whose content is its name."""
    path = folder / "content"
    path.write_text(name, "utf-8")
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    house.store.put_file(path, key_of(sha256))
    return jobs.GivenFile(sha256=sha256, name=name)


def made(house: House, **given: object) -> jobs.JobState:
    order = jobs.Make.model_validate(
        {"song_sha256": house.song_sha256, "song_suffix": ".wav", "film": FILM.model_dump(), **given}
    )
    return house.ended(house.start(house.owner(), order, key="make", price=40))


def test_photos_footage_and_lyrics_are_lent_to_the_engine_and_taken_back(house: House, tmp_path: Path) -> None:
    photos = [kept(house, tmp_path, name) for name in ("ida.jpg", "--help.png")]
    clip, words = kept(house, tmp_path, "the sea.mp4"), kept(house, tmp_path, "歌词.lrc")
    lyrics = jobs.ShownLyrics(file=words, place="top", colour="gold", style="neon")
    ended = made(
        house,
        photos=[photo.model_dump() for photo in photos],
        footage=[clip.model_dump()],
        lyrics=lyrics.model_dump(),
        singing=0.4,
    )
    assert ended.state == "completed", ended.error
    [lent] = [line["lent"] for line in house.fake.log() if "lent" in line]
    assert lent == {name: name for name in ("ida.jpg", "--help.png", "the sea.mp4", "歌词.lrc")}
    words_of = house.fake.starts()[0]["arguments"]
    assert {"--lyric-place=top", "--lyric-colour=gold", "--lyric-style=neon", "--lipsync=0.4"} <= set(words_of)
    assert [word.rpartition("/")[2] for word in words_of if word.startswith("--photo=")] == ["ida.jpg", "--help.png"]
    for word in words_of:
        path = Path(word.partition("=")[2])
        assert not (".file-" in word and path.exists())


def test_the_songs_own_words_need_no_file(house: House) -> None:
    assert made(house, lyrics={"file": None}).state == "completed"
    assert "--own-lyrics" in house.fake.starts()[0]["arguments"]


def test_a_file_that_is_gone_ends_the_job_without_charge(house: House) -> None:
    owner = house.owner()
    order = jobs.Make(
        song_sha256=house.song_sha256,
        song_suffix=".wav",
        film=FILM,
        photos=(jobs.GivenFile(sha256="0" * 64, name="gone.jpg"),),
    )
    ended = house.ended(house.start(owner, order, key="make", price=40))
    assert ended.state == "failed"
    assert ended.error
    assert house.balance(owner).available == 100
    assert house.fake.starts() == []
