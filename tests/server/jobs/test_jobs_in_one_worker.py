"""Jobs from order to film in a living worker, with a fake engine in real processes."""

import hashlib
import time
from dataclasses import replace
from pathlib import Path

import pytest
from dbos import DBOS
from sqlalchemy import select

from job_houses import CREDITS, FILM, LONG_FILM, NOW, House, is_alive
from songreel_engine.rendering.tracking import CLIP_STAGE
from songreel_server import jobs, progress_stream, vault
from songreel_server.credits import ledger
from songreel_server.errors import NotEnoughCreditsError
from songreel_server.jobs import recovery
from songreel_server.jobs.bench import Bench
from songreel_server.jobs.workflows import BROKEN, CHILD_TRIES
from songreel_server.store.tables import Job, JobShot
from waiting import until

CANCELLED_S = 2.0


on_sqlite = pytest.mark.parametrize("shared_house", ["sqlite"], indirect=True)
"""For what does not depend on the database."""


def events(house: House, job_id: str) -> list[progress_stream.Event]:
    with house.database.reading() as tx:
        return progress_stream.replay(tx, job_id)


def test_a_film_is_made_paid_for_and_kept_in_its_owners_vault(house: House) -> None:
    anna = house.owner()
    job = house.make(anna)
    assert house.balance(anna).frozen == 40
    ended = house.ended(job)
    assert (ended.state, ended.error) == ("completed", None)
    assert house.balance(anna).spent == 40
    assert ended.result is not None
    with house.database.reading() as tx:
        item = vault.item(tx, anna, ended.result["item_id"])
    assert (item.kind, item.media_type, item.facts["duration_s"]) == ("film", "video/mp4", 24.0)
    assert b"".join(house.store.read(item.key)).startswith(b"a film of ")
    assert (ended.done, ended.total) == (len(house.fake.shots),) * 2
    assert not any("/" in str(value) for value in ended.result.values())  # no path of this machine
    told = events(house, job)
    assert [event.number for event in told] == list(range(1, len(told) + 1))
    assert [told[0].body["stage"], told[-1].kind] == ["queued", "end"]
    assert told[-1].body == {"state": "completed", "result": ended.result, "error": None}
    stages = [event.body["stage"] for event in told[:-1]]
    order = ["queued", "audio analysis", "image generation", "video generation", "assembly"]
    assert sorted(dict.fromkeys(stages), key=order.index) == list(dict.fromkeys(stages)) == order


@on_sqlite
def test_a_long_film_is_rendered_in_turns_and_every_shot_once(house: House) -> None:
    house.ended(house.make(house.owner(), film=LONG_FILM))
    assert set(house.fake.rendered().values()) == {1}
    assert [line["start"] for line in house.fake.starts()] == ["plan", "render", "render", "render"]
    turns = [word for line in house.fake.starts() for word in line["arguments"] if word.startswith("--shots=")]
    assert turns == ["--shots=1,2,3,4,5,6", "--shots=7,8,9,10,11"]


@on_sqlite
def test_words_that_look_like_options_are_words(house: House) -> None:
    house.ended(house.make(house.owner()))
    assert "--prompt=-a street" in house.fake.starts()[0]["arguments"]


def test_the_same_request_twice_is_one_job_and_one_hold(house: House) -> None:
    anna = house.owner()
    project = house.project(anna)
    first, again = (house.make(anna, key="same", project_id=project) for _ in range(2))
    assert first == again
    assert house.balance(anna).frozen == 40
    house.ended(first)
    assert house.make(anna, key="same", project_id=project) == first
    assert house.balance(anna).spent == 40
    assert set(house.fake.rendered().values()) == {1}


@on_sqlite
def test_a_job_that_cannot_be_paid_never_exists(house: House) -> None:
    anna = house.owner(30)
    project = house.project(anna)
    with pytest.raises(NotEnoughCreditsError):
        house.make(anna, project_id=project)
    with house.database.reading() as tx:
        assert tx.scalars(select(Job).where(Job.account_id == anna)).all() == []
    assert house.balance(anna).available == 30


@on_sqlite
def test_whoever_pays_nothing_gets_the_same_film(house: House) -> None:
    anna = house.owner(0, metered=False)
    assert house.ended(house.make(anna)).state == "completed"
    assert house.balance(anna).granted == 0


def test_a_refusal_costs_nothing_and_names_no_path(house: House) -> None:
    project = house.project(anna := house.owner())
    folder = house.settings.projects_dir / project
    house.fake.behave(refuse={"plan": f"{folder} belongs to another song; choose another."})
    ended = house.ended(house.make(anna, project_id=project))
    assert (ended.state, ended.error) == ("failed", "the project belongs to another song; choose another.")
    assert house.balance(anna).available == CREDITS


@on_sqlite
def test_a_refusal_of_the_song_names_the_file_and_not_where_it_was_lent(house: House) -> None:
    lent = house.settings.projects_dir / ".song-x_1"
    house.fake.behave(refuse={"plan": f"{lent}/song.mp3 cannot be read: no sound; {lent}/scenes.json is no JSON."})
    ended = house.ended(house.make(house.owner()))
    assert ended.error == "song.mp3 cannot be read: no sound; scenes.json is no JSON."


@on_sqlite
def test_control_characters_in_words_do_no_harm(house: House) -> None:
    order = jobs.Make(
        song_sha256=house.song_sha256, song_suffix=".wav", film=FILM, prompt="a\0b\x1b[31m\n寒い", scene_map="[]"
    )
    assert house.ended(house.start(house.owner(), order, key="k", price=1)).state == "completed"
    arguments = house.fake.starts()[0]["arguments"]
    assert "--prompt=a b [31m\n寒い" in arguments
    assert any(word.startswith("--scenes=") for word in arguments)
    assert not list(house.settings.projects_dir.glob(".song-*"))


@on_sqlite
def test_a_child_that_dies_is_started_again_where_it_was(house: House) -> None:
    house.fake.behave(die_at_shot=3)
    job = house.make(anna := house.owner())
    until(lambda: house.fake.rendered()[3])
    house.fake.behave()
    assert house.ended(job).state == "completed"
    rendered = house.fake.rendered()
    assert rendered.pop(3) >= 2
    assert set(rendered.values()) == {1}
    assert house.balance(anna).spent == 40


@on_sqlite
def test_a_child_that_always_dies_ends_the_job_without_charge(house: House) -> None:
    house.fake.behave(die_at_shot=3)
    ended = house.ended(house.make(anna := house.owner()))
    assert (ended.state, ended.error) == ("failed", BROKEN)
    assert house.fake.rendered()[3] == CHILD_TRIES
    assert house.balance(anna).available == CREDITS


def test_a_cancelled_job_stops_the_machine_and_gives_back_what_is_unspent(house: House) -> None:
    house.fake.behave(hang_at_shot=4)
    job = house.make(anna := house.owner())
    until(lambda: house.state(job).done == 3, what="three shots")
    until(lambda: house.fake.rendered()[4])
    began_s = time.monotonic()
    assert house.cancel(job).state == "cancelled"
    balance = house.balance(anna)
    assert (balance.frozen, balance.spent) == (0, 40 * 3 // len(house.fake.shots))
    until(lambda: not any(is_alive(line["pid"]) for line in house.fake.starts()), within_s=CANCELLED_S)
    assert time.monotonic() - began_s < CANCELLED_S
    assert events(house, job)[-1].body["state"] == "cancelled"
    # The machine is free for the next one, which pays only for what is left.
    house.fake.behave()
    project = house.state(job).project_id
    assert house.ended(house.make(anna, key="again", project_id=project)).state == "completed"
    assert house.balance(anna).spent in (40, 41)  # 3/11 rounded down and 8/11 rounded up
    assert house.state(job).state == "cancelled"


@on_sqlite
def test_a_job_cancelled_before_it_began_costs_nothing_and_starts_nothing(house: House) -> None:
    house.fake.behave(hang_at_shot=1)
    first = house.make(anna := house.owner())
    until(lambda: house.fake.rendered())
    waiting = house.make(anna, key="second")
    until(lambda: house.state(waiting).state == "running")
    house.cancel(waiting)
    assert house.balance(anna).frozen == 40
    assert house.cancel(first).state == "cancelled"
    assert house.balance(anna).available == CREDITS
    assert len(house.fake.starts()) == 2


@on_sqlite
def test_cancelling_what_is_over_changes_nothing(house: House) -> None:
    job = house.make(anna := house.owner())
    ended, spent = house.ended(job), house.balance(anna).spent
    assert house.cancel(job) == ended
    assert house.balance(anna).spent == spent


@on_sqlite
def test_an_edit_renders_what_is_missing_in_one_go(house: House) -> None:
    anna = house.owner()
    made = house.ended(house.make(anna))
    folder = house.settings.projects_dir / made.project_id
    for key in house.fake.shots[4]["keys"]:
        (folder / "clips" / f"{key}.mp4").unlink()
    began = len(house.fake.starts())
    order = jobs.Render(version=1, film=FILM)
    job = house.start(anna, order, key="edit", price=2, project_id=made.project_id)
    ended = house.ended(job)
    assert ended.state == "completed"
    assert (ended.done, ended.total) == (1, 1)
    with house.database.reading() as tx:
        told = [event.body for event in progress_stream.replay(tx, job) if event.body.get("stage") == CLIP_STAGE]
    assert {body["total"] for body in told} == {1}
    [start] = house.fake.starts()[began:]
    assert "--version=1" in start["arguments"]
    assert house.fake.rendered()[5] == 2
    assert house.balance(anna).spent == 42
    with house.database.reading() as tx:
        new = tx.scalars(select(JobShot.shot_id).where(JobShot.job_id == job, JobShot.reused.is_(False))).all()
    assert new == [house.fake.shots[4]["id"]]


@on_sqlite
def test_a_film_made_again_of_the_same_shots_is_not_paid_twice(house: House) -> None:
    anna = house.owner()
    made = house.ended(house.make(anna))
    again = house.ended(house.make(anna, key="again", project_id=made.project_id))
    assert again.state == "completed"
    assert house.balance(anna).spent == 40


@on_sqlite
def test_free_images_of_a_job_that_fails_are_given_back(house: House) -> None:
    anna = house.owner()
    with house.database.writing() as tx:
        ledger.grant(tx, anna, 0, reason="test", key="free", free_items=3, now=NOW)
    house.fake.behave(refuse={"plan": "No."})
    order = jobs.Make(song_sha256=house.song_sha256, song_suffix=".wav", film=FILM)
    house.ended(house.start(anna, order, key="k", price=0, free_items=2))
    assert house.balance(anna).free_left == 3


@on_sqlite
def test_a_short_job_of_one_user_does_not_wait_for_the_long_one_of_another(house: House) -> None:
    house.fake.behave(shot_s=0.05)
    anna, ben = house.owner(1000), house.owner()
    films = [house.make(anna, key=str(number), film=LONG_FILM) for number in range(4)]
    until(lambda: house.fake.rendered())
    short = house.make(ben)
    house.ended(short)
    assert [house.state(job).state for job in films].count("completed") <= 2


@on_sqlite
def test_a_version_that_does_not_exist_is_refused_in_a_sentence(house: House) -> None:
    anna = house.owner()
    made = house.ended(house.make(anna))
    order = jobs.Render(version=7, film=FILM)
    ended = house.ended(house.start(anna, order, key="edit", price=2, project_id=made.project_id))
    assert (ended.state, ended.error) == ("failed", "There is no version 7; this project has version 1.")
    assert house.balance(anna).spent == 40


@on_sqlite
def test_an_export_for_a_platform_is_kept_and_leaves_nothing_in_the_project(house: House) -> None:
    anna = house.owner()
    made = house.ended(house.make(anna))
    order = jobs.Export(version=1, film=FILM, profile="teaser", seconds=8)
    ended = house.ended(house.start(anna, order, key="export", price=0, project_id=made.project_id))
    assert (ended.state, ended.error) == ("completed", None)
    assert ended.result is not None
    [kept] = ended.result["files"]
    assert kept["item_id"] == ended.result["item_id"]
    with house.database.reading() as tx:
        item = vault.item(tx, anna, kept["item_id"])
    assert b"".join(house.store.read(item.key)) == b"an export of teaser"
    assert not (house.settings.projects_dir / made.project_id / "exports" / ended.job_id).exists()
    assert str(house.settings.data) not in str(ended.result)
    assert "--seconds=8" in house.fake.starts()[-1]["arguments"]


@on_sqlite
def test_another_song_starts_the_project_over_and_keeps_what_is_the_users(house: House, tmp_path: Path) -> None:
    anna = house.owner()
    made = house.ended(house.make(anna))
    folder = house.settings.projects_dir / made.project_id
    (folder / "history.json").write_text("of the first song")
    (folder / "media").mkdir()
    (folder / "media" / "photo.jpg").write_text("mine")
    song = tmp_path / "other.wav"
    song.write_bytes(b"another song")
    sha256 = hashlib.sha256(song.read_bytes()).hexdigest()
    house.store.put_file(song, vault.key_of(sha256))
    order = jobs.Make(song_sha256=sha256, song_suffix=".wav", film=FILM)
    again = house.ended(house.start(anna, order, key="other", price=40, project_id=made.project_id))
    assert (again.state, again.error) == ("completed", None)
    assert not (folder / "history.json").exists()
    assert (folder / "media" / "photo.jpg").read_text() == "mine"


@on_sqlite
def test_what_the_job_engine_keeps_is_forgotten_after_a_week_and_the_job_is_not(house: House) -> None:
    job = house.make(house.owner())
    ended = house.ended(job)
    assert house.bench is not None
    assert recovery.forget_old(house.bench) == 0
    in_a_week = replace(house.bench, now=lambda: time.time() + 8 * 24 * 3600)
    until(lambda: DBOS.list_workflows(workflow_ids=[job], status="SUCCESS"), what="the end of the job's workflow")
    assert recovery.forget_old(in_a_week) >= 3
    assert DBOS.list_workflows(workflow_ids=[job]) == []
    assert house.state(job) == ended


@on_sqlite
def test_a_job_whose_workflow_broke_is_ended_without_charge(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("a mistake of ours")

    monkeypatch.setattr(Bench, "find_missing", broken)
    job = house.make(anna := house.owner())
    until(lambda: DBOS.list_workflows(workflow_ids=[job], status="ERROR"), what="the end of the job's workflow")
    assert house.state(job).state == "running"
    assert house.bench is not None
    recovery.reconcile(house.bench)
    assert (house.state(job).state, house.state(job).error) == ("failed", BROKEN)
    assert house.balance(anna).available == CREDITS


@on_sqlite
def test_a_job_that_the_job_engine_has_lost_is_handed_over_again(house: House) -> None:
    house.fake.behave(plan_s=0.5)
    job = house.make(house.owner())
    until(lambda: house.state(job).state == "running")
    ids = [one.workflow_id for one in DBOS.list_workflows(workflow_id_prefix=job)]
    DBOS.delete_workflows(ids)
    assert house.bench is not None
    recovery.reconcile(house.bench)
    assert house.ended(job).state == "completed"
