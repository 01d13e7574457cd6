"""One small film by the engine itself, from a song in the vault to a file that plays; then one shot of it made otherwise."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import av
import pytest

from job_houses import House
from songreel_engine.changing import change
from songreel_engine.draft.edits import Edit
from songreel_engine.project import Project
from songreel_server import jobs, vault
from songreel_server.jobs.worker import Worker
from songreel_server.vault import key_of
from synthetic import click_song, write_wav

SONG_S = 6.0
SMALL = jobs.Film(quality="preview", height_px=180)
LONG_S = 90.0
pytestmark = pytest.mark.slow


@pytest.fixture
def real(crashing_house: House, tmp_path: Path) -> Iterator[House]:
    """A house whose worker runs the real engine, with a song of its own."""
    house = crashing_house
    song = write_wav(tmp_path / "song.wav", click_song(SONG_S, 120.0))
    house.song_sha256 = hashlib.sha256(song.read_bytes()).hexdigest()
    house.store.put_file(song, key_of(house.song_sha256))
    worker = Worker(house.settings, house.database, house.store)
    worker.start()
    yield house
    worker.stop()


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_song_becomes_a_film_that_plays_and_an_edit_makes_only_its_shot_again(real: House, tmp_path: Path) -> None:
    anna = real.owner()
    order = jobs.Make(
        song_sha256=real.song_sha256,
        song_suffix=".wav",
        film=SMALL,
        prompt="a city street",
        style="golden hour",
        seed=5,
    )
    made = real.ended(real.start(anna, order, key="make", price=40), within_s=LONG_S)
    assert (made.state, made.error) == ("completed", None)
    assert real.balance(anna).spent == 40
    assert made.result is not None
    with real.database.reading() as tx:
        film = vault.item(tx, anna, made.result["item_id"])
    real.store.copy_to(film.key, tmp_path / "film.mp4")
    with av.open(str(tmp_path / "film.mp4")) as container:
        frames = sum(1 for _ in container.decode(video=0))
    assert abs(frames / 24 - SONG_S) <= 0.5 / 24
    assert film.facts["height_px"] == 180

    project = Project.open(real.settings.projects_dir / made.project_id)
    edits = [Edit.model_validate({"edit": "grade", "target": {"shots": [2]}, "changes": {"warmth": 0.9}})]
    told = change(project, edits, words="warmer", now=lambda: "2027-01-15T08:00:00+00:00")
    edit = jobs.Render(version=told.draft.version, film=SMALL)
    done = real.ended(real.start(anna, edit, key="edit", price=2, project_id=made.project_id), within_s=LONG_S)
    assert done.state == "completed"
    assert done.result is not None
    assert done.result["made"]["clips"] == len(told.cost.shots) == 1
    assert real.balance(anna).spent == 42


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_what_the_engine_refuses_ends_the_job_with_its_sentence(real: House) -> None:
    order = jobs.Make(song_sha256=real.song_sha256, song_suffix=".wav", film=SMALL, style="no such style")
    ended = real.ended(real.start(anna := real.owner(), order, key="make", price=40), within_s=LONG_S)
    assert ended.state == "failed"
    assert ended.error is not None
    assert "no such style" in ended.error
    assert real.balance(anna).available == 100
