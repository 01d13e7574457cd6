"""The published table of errors, row by row: status, code and type, in the contract's one form, with nothing charged."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from songreel_server.errors import StorageError
from songreel_server.uploads import AT_ONCE
from task_houses import BackEnd, TaskHouse

Provoke = Callable[[TaskHouse, pytest.MonkeyPatch], tuple[BackEnd, httpx.Response]]


def wrong_request(house: TaskHouse, _: pytest.MonkeyPatch) -> tuple[BackEnd, httpx.Response]:
    back_end = house.back_end()
    return back_end, back_end.post(duration=30)


def wrong_key(house: TaskHouse, _: pytest.MonkeyPatch) -> tuple[BackEnd, httpx.Response]:
    back_end = house.back_end()
    answer = back_end.client.get("/v1/credits", headers={"Authorization": "Bearer sk-nobodys"})
    return back_end, answer


def too_few_credits(house: TaskHouse, _: pytest.MonkeyPatch) -> tuple[BackEnd, httpx.Response]:
    back_end = house.back_end(credits=1)
    return back_end, back_end.post()


def wrong_address(house: TaskHouse, _: pytest.MonkeyPatch) -> tuple[BackEnd, httpx.Response]:
    elsewhere = house.back_end(allow_ips=("203.0.113.7",))
    return house.back_end(), elsewhere.post()


def wrong_scope(house: TaskHouse, _: pytest.MonkeyPatch) -> tuple[BackEnd, httpx.Response]:
    reader = house.back_end(scopes="read")
    return reader, reader.post()


def unknown_model(house: TaskHouse, _: pytest.MonkeyPatch) -> tuple[BackEnd, httpx.Response]:
    back_end = house.back_end()
    return back_end, back_end.post(model="song-to-anything")


def unknown_task(house: TaskHouse, _: pytest.MonkeyPatch) -> tuple[BackEnd, httpx.Response]:
    back_end = house.back_end()
    return back_end, back_end.client.get("/v1/tasks/0190f3f0-0000-7000-8000-000000000000")


def unknown_item(house: TaskHouse, _: pytest.MonkeyPatch) -> tuple[BackEnd, httpx.Response]:
    back_end = house.back_end()
    return back_end, back_end.client.get("/v1/vault/nothing")


def too_many_at_once(house: TaskHouse, monkeypatch: pytest.MonkeyPatch) -> tuple[BackEnd, httpx.Response]:
    back_end = house.back_end()
    monkeypatch.setitem(house.house.parts.uploads._busy, back_end.account_id, AT_ONCE)
    answer = back_end.post()
    assert int(answer.headers["retry-after"]) > 0
    return back_end, answer


def over_the_limit(house: TaskHouse, _: pytest.MonkeyPatch) -> tuple[BackEnd, httpx.Response]:
    back_end = house.back_end(hourly=1)
    return back_end, back_end.post()


def broken(house: TaskHouse, monkeypatch: pytest.MonkeyPatch) -> tuple[BackEnd, httpx.Response]:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    back_end = house.back_end()
    with monkeypatch.context() as patched:
        patched.setattr(type(house.house.parts.studio), "balance", fail)
        # The line is closed after such an answer, so it is asked on one of its own.
        with house.house.client(Authorization=f"Bearer {back_end.key}") as client:
            return back_end, client.get("/v1/credits")


def backend_away(house: TaskHouse, monkeypatch: pytest.MonkeyPatch) -> tuple[BackEnd, httpx.Response]:
    def away(*_: object, **__: object) -> None:
        raise StorageError("The media store does not answer; try again later.")

    back_end = house.back_end()
    with monkeypatch.context() as patched:
        patched.setattr(type(house.house.parts.store), "holds", away)
        return back_end, back_end.post()


TABLE: tuple[tuple[int, str, str, Provoke], ...] = (
    (400, "invalid_request", "invalid_request_error", wrong_request),
    (401, "invalid_api_key", "authentication_error", wrong_key),
    (402, "insufficient_credits", "billing_error", too_few_credits),
    (403, "ip_not_allowed", "permission_error", wrong_address),
    (403, "scope_not_allowed", "permission_error", wrong_scope),
    (404, "model_not_found", "invalid_request_error", unknown_model),
    (404, "task_not_found", "invalid_request_error", unknown_task),
    (404, "not_found", "invalid_request_error", unknown_item),
    (429, "rate_limit_exceeded", "rate_limit_error", too_many_at_once),
    (429, "spend_limit_exceeded", "billing_error", over_the_limit),
    (500, "internal_error", "api_error", broken),
    (503, "upstream_error", "upstream_error", backend_away),
)


@contextmanager
def nothing_changes(house: TaskHouse) -> Iterator[None]:
    before = len(house.house.jobs())
    yield
    assert len(house.house.jobs()) == before


@pytest.mark.parametrize(("status", "code", "kind", "provoke"), TABLE, ids=[row[1] for row in TABLE])
def test_each_row_of_the_table_is_answered_to_the_letter(
    house: TaskHouse, monkeypatch: pytest.MonkeyPatch, status: int, code: str, kind: str, provoke: Provoke
) -> None:
    with nothing_changes(house):
        back_end, answer = provoke(house, monkeypatch)
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert body == {"error": {"code": code, "message": body["error"]["message"], "type": kind}}
    assert body["error"]["message"].strip()
    available, frozen, total = back_end.credits()
    assert (frozen, available) == (0, total)


def test_the_documentation_has_every_row() -> None:
    rows = (Path(__file__).parents[3] / "docs/task-api.md").read_text().splitlines()
    for status, code, kind, _ in TABLE:
        assert any(f"| {status} |" in row and f"`{code}`" in row and f"`{kind}`" in row for row in rows), code
