"""The end of a task is told to whoever wanted to hear it, again where nobody took it, by a server that may die in between."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

from songreel_server.settings import Settings
from songreel_server.store.tables import CallbackRow
from task_houses import GENERATOR, BackEnd, Receiver, TaskHouse, open_task_house, receiving
from waiting import until

RETRY_S = (0.2, 0.4)
TIMEOUT_S = 0.6


@pytest.fixture
def receivers() -> Iterator[dict[str, Receiver]]:
    with receiving(200) as good, receiving(500, 302, 204) as fails_first, receiving(500) as bad, receiving(0) as silent:
        yield {"good": good, "fails_first": fails_first, "bad": bad, "silent": silent}


@pytest.fixture
def calling_settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"callback_retry_s": RETRY_S, "callback_timeout_s": TIMEOUT_S})


@pytest.fixture
def calling_house(calling_settings: Settings, tmp_path: Path, receivers: dict[str, Receiver]) -> Iterator[TaskHouse]:
    with open_task_house(calling_settings, tmp_path, *receivers.values()) as house:
        yield house


def settled(back_end: BackEnd, task_id: str) -> dict[str, object]:
    """The callback's state once nothing more follows."""

    def ended() -> dict[str, object] | None:
        told: dict[str, object] = back_end.task(task_id)["callback"]
        return told if told["state"] != "waiting" else None

    return until(ended, what="the callback's end") or {}


def test_a_callback_says_what_the_task_says_and_is_signed(
    calling_house: TaskHouse, receivers: dict[str, Receiver]
) -> None:
    back_end, good = calling_house.back_end(), receivers["good"]
    task_id = back_end.create(callback_url=good.url)
    before = back_end.task(task_id)["callback"]
    assert before == {
        "url": good.url, "state": "waiting", "tries": 0, "next_try_at": None, "last_status": None, "last_error": None,
    }  # fmt: skip
    calling_house.end(task_id)
    told = settled(back_end, task_id)
    assert (told["state"], told["tries"], told["last_status"]) == ("delivered", 1, 200)
    [(headers, body)] = good.heard
    [said] = good.bodies
    task = back_end.task(task_id)
    assert set(said) == {"id", "status", "model", "created_at", "completed_at", "output"}
    assert {name: said[name] for name in said if name != "output"} == {
        name: task[name] for name in said if name != "output"
    }
    assert (said["id"], said["status"], said["model"]) == (task_id, "completed", GENERATOR)
    assert said["output"]["metadata"] == task["output"]["metadata"]
    assert len(said["output"]["urls"]) == 1
    assert (headers["x-task-id"], headers["webhook-id"]) == (task_id, task_id)
    secret = back_end.client.get("/v1/webhook-secret").json()["data"]["secret"]
    assert Webhook(secret).verify(body, headers) == said
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body.replace(b"completed", b"cancelled"), headers)


def test_the_end_of_a_failure_is_told_with_its_reason(calling_house: TaskHouse, receivers: dict[str, Receiver]) -> None:
    back_end, good = calling_house.back_end(), receivers["good"]
    task_id = back_end.create(callback_url=good.url)
    calling_house.end(task_id, "failed", error="The renderer broke.")
    settled(back_end, task_id)
    [said] = good.bodies
    assert set(said) == {"id", "status", "model", "created_at", "error"}
    assert said["error"] == {"code": "upstream_error", "message": "The renderer broke."}


def test_a_receiver_that_fails_first_is_tried_again_with_the_same_id(
    calling_house: TaskHouse, receivers: dict[str, Receiver]
) -> None:
    back_end, fails_first = calling_house.back_end(), receivers["fails_first"]
    task_id = back_end.create(callback_url=fails_first.url)
    calling_house.end(task_id)
    waiting = until(
        lambda: (told := back_end.task(task_id)["callback"])["last_status"] == 500 and told, what="the first try"
    )
    assert waiting["next_try_at"] is not None
    told = settled(back_end, task_id)
    # A redirect is no success either, and is not followed.
    assert (told["state"], told["tries"], told["last_status"]) == ("delivered", 3, 204)
    assert {headers["x-task-id"] for headers, _ in fails_first.heard} == {task_id}
    assert len(fails_first.heard) == 3


@pytest.mark.parametrize(("which", "error"), [("bad", "answered 500"), ("silent", "No answer within 0.6 s")])
def test_after_three_tries_it_is_given_up_and_the_task_still_answers(
    calling_house: TaskHouse, receivers: dict[str, Receiver], which: str, error: str
) -> None:
    back_end = calling_house.back_end()
    task_id = back_end.create(callback_url=receivers[which].url)
    calling_house.end(task_id)
    told = settled(back_end, task_id)
    assert (told["state"], told["tries"], told["next_try_at"]) == ("given_up", 3, None)
    assert error in str(told["last_error"])
    assert len(receivers[which].heard) == 3
    assert back_end.task(task_id)["status"] == "completed"


def test_a_callback_outlives_the_server_that_was_to_send_it(
    settings: Settings, tmp_path: Path, receivers: dict[str, Receiver]
) -> None:
    bad, good = receivers["bad"], receivers["good"]
    slow = settings.model_copy(update={"callback_retry_s": (3_600.0,)})
    with open_task_house(slow, tmp_path, bad, good) as house:
        back_end = house.back_end()
        task_id = back_end.create(callback_url=bad.url)
        house.end(task_id)
        until(lambda: back_end.task(task_id)["callback"]["tries"] == 1, what="the first try")
        until(lambda: back_end.task(task_id)["callback"]["last_status"] == 500, what="the first try's end")
        with house.house.parts.database.writing() as tx:
            row = tx.get_one(CallbackRow, task_id)
            # As if the hour were over when the next server starts, and the receiver mended.
            row.next_try_at, row.url = 0.0, good.url
            assert row.state == "waiting"
    with open_task_house(slow, tmp_path, bad, good):
        until(lambda: good.heard, what="the second try")
    assert good.heard[0][0]["x-task-id"] == task_id
    assert len(good.heard) == 1
