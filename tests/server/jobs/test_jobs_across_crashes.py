"""Workers that are killed: what stands is not rendered again, and credits are right."""

import random
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from job_houses import LONG_FILM, House, build_house, is_alive, kill_hard
from s3_servers import s3_settings
from songreel_server import vault
from songreel_server.settings import Settings
from songreel_server.store.database import Database
from waiting import until

KILLS = 20
pytestmark = pytest.mark.slow


@pytest.fixture
def house(crashing_house: House) -> House:
    return crashing_house


def rendered_again(house: House) -> int:
    """Shots rendered more often than once."""
    rendered = house.fake.rendered()
    assert set(rendered) == {shot["number"] for shot in house.fake.shots}
    return sum(rendered.values()) - len(rendered)


def half_made(house: House, worker: str) -> tuple[str, str, subprocess.Popen[bytes]]:
    """(owner, job, process) of a film that a worker is in the middle of."""
    house.fake.behave(shot_s=0.15)
    anna = house.owner()
    job = house.make(anna, film=LONG_FILM)
    process = house.worker_process(worker)
    until(lambda: len(house.fake.rendered()) >= 5, what="five shots")
    return anna, job, process


def test_a_job_goes_on_after_its_worker_was_killed(house: House) -> None:
    anna, job, process = half_made(house, "here")
    kill_hard(process)
    engines = [line["pid"] for line in house.fake.starts()]
    until(lambda: not any(map(is_alive, engines)), within_s=2, what="the end of the engine whose worker died")
    house.worker_process("here")
    assert house.ended(job).state == "completed"
    assert rendered_again(house) <= 1  # the one that was being rendered
    assert house.balance(anna).spent == 40


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_another_worker_finishes_the_job_of_a_dead_one(house: House) -> None:
    anna, job, process = half_made(house, "first")
    house.worker_process("second")
    until(lambda: "second" in house.workers(), what="the second worker")
    kill_hard(process)
    assert house.ended(job).state == "completed"
    assert rendered_again(house) <= 1
    assert house.balance(anna).spent == 40
    until(lambda: set(house.workers()) == {"second"}, what="the dead worker forgotten")


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_a_worker_that_was_only_asleep_does_no_harm_when_it_wakes(house: House) -> None:
    anna, job, sleeper = half_made(house, "asleep")
    house.worker_process("awake")
    until(lambda: "awake" in house.workers(), what="the second worker")
    sleeper.send_signal(signal.SIGSTOP)
    try:
        ended = house.ended(job)
        assert ended.state == "completed"
    finally:
        sleeper.send_signal(signal.SIGCONT)
    until(lambda: "asleep" in house.workers(), what="the first worker awake again")
    after = house.make(anna, key="after")
    assert house.ended(after).state == "completed"
    assert house.state(job) == ended
    assert house.balance(anna).spent == 80


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_another_machine_goes_on_from_the_clips_that_a_dead_one_sent(
    settings: Settings, database: Database, s3_server: str, tmp_path: Path
) -> None:
    on_s3 = settings.model_copy(update={"dead_after_s": 1.5, **s3_settings(s3_server)})
    house = build_house(on_s3, database, tmp_path, shot_s=0.2)
    try:
        job = house.make(anna := house.owner(), film=LONG_FILM)
        first = house.worker_process("first", data=tmp_path / "first")
        until(lambda: house.state(job).done >= 4, what="four shots")
        kill_hard(first)
        house.worker_process("second", data=tmp_path / "second")
        ended = house.ended(job)
        assert ended.state == "completed", ended.error
        assert rendered_again(house) <= 2  # the one being rendered, and one that stood and was being sent
        assert house.balance(anna).spent == 40
        assert ended.result is not None
        with database.reading() as tx:
            film = vault.item(tx, anna, ended.result["item_id"])
        assert b"".join(house.store.read(film.key)).startswith(b"a film of ")
    finally:
        house.close()


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_worker_that_is_stopped_in_order_leaves_its_job_to_the_next(house: House) -> None:
    anna, job, process = half_made(house, "here")
    process.terminate()
    assert process.wait(20) == 0
    assert house.state(job).state == "running"
    house.worker_process("elsewhere")
    assert house.ended(job).state == "completed"
    assert rendered_again(house) <= 1
    assert house.balance(anna).spent == 40


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_twenty_kills_lose_neither_work_nor_credits(house: House) -> None:
    house.fake.behave(shot_s=0.1, plan_s=0.2)
    dice = random.Random(7)
    anna = house.owner(1000)
    jobs = [house.make(anna, key=str(number), film=LONG_FILM) for number in range(3)]
    for _ in range(KILLS):
        worker = house.worker_process("here")
        with suppress(subprocess.TimeoutExpired):
            worker.wait(dice.uniform(0.3, 2.5))
        kill_hard(worker)
        house.balance(anna)  # adds up at every moment
    house.worker_process("here")
    assert [house.ended(job, within_s=60).state for job in jobs] == ["completed"] * 3
    assert house.balance(anna).spent == 120
    again = sum(house.fake.rendered().values()) - 3 * len(house.fake.shots)
    assert again <= KILLS
