"""Keys as a running server takes them, made and ended by the operator beside it."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from songreel_server.cli import commands
from songreel_server.settings import Settings
from task_houses import PRICE, SECONDS, TaskHouse, open_task_house


@pytest.fixture(scope="module")
def house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TaskHouse]:
    folder = tmp_path_factory.mktemp("keys")
    data = folder / "data"
    data.mkdir()
    shutil.copyfile(sqlite_template, data / "songreel.sqlite")
    with open_task_house(Settings(data=data, trusted_proxies=frozenset({"127.0.0.1"})), folder) as house:
        yield house


def told(house: TaskHouse, *arguments: object) -> Any:
    data = house.house.parts.settings.data
    done = CliRunner().invoke(
        commands(), ["admin", *map(str, arguments), "--data", str(data), "--json"], catch_exceptions=False
    )
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_a_key_made_beside_the_server_works_until_it_is_ended(house: TaskHouse) -> None:
    made = told(house, "key", "create", "--user", "Ann@Example.com", "--grant", 70)
    assert set(made) == {"key", "account_id"}
    assert made["key"].startswith("sk-")
    client = house.house.client(Authorization=f"Bearer {made['key']}")
    assert client.get("/v1/credits").json()["data"]["available"] == 70
    again = told(house, "key", "create", "--user", "ann@example.com", "--grant", 5)
    assert again["account_id"] == made["account_id"]
    assert client.get("/v1/credits").json()["data"]["available"] == 75
    listed = told(house, "key", "list", "--account", made["account_id"])
    assert [one["kind"] for one in listed] == ["key", "key"]
    assert made["key"] not in json.dumps(listed)
    told(house, "key", "revoke", made["key"])
    answer = client.get("/v1/credits")
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "invalid_api_key")


def test_a_key_of_other_addresses_is_403_here_and_behind_a_proxy_by_what_it_says(house: TaskHouse) -> None:
    made = told(house, "key", "create", "--user", "b@example.com", "--allow-ip", "203.0.113.0/24")
    client = house.house.client(Authorization=f"Bearer {made['key']}")
    answer = client.get("/v1/credits")
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["type"]) == (403, "ip_not_allowed", "permission_error")
    assert client.get("/v1/credits", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 200
    assert client.get("/v1/credits", headers={"X-Forwarded-For": "203.0.113.9, 8.8.8.8"}).status_code == 403
    # The chat knows the same keys, and the same lists.
    assert client.get("/api/credits/balance/simple").status_code == 403


def test_a_key_beyond_its_limit_is_429_and_what_it_did_before_stands(house: TaskHouse) -> None:
    price = SECONDS * PRICE["480p"]
    for number, option in enumerate(("--hourly-limit", "--daily-limit", "--total-limit")):
        user = f"c{number}@example.com"
        made = told(house, "key", "create", "--user", user, "--grant", 1_000, option, price)
        client = house.house.client(Authorization=f"Bearer {made['key']}")
        body = {"model": "music-video-generator", "input": {"audio_urls": [house.song_url]}}
        assert client.post("/v1/videos/generations", json=body).status_code == 200
        answer = client.post("/v1/videos/generations", json=body)
        error = answer.json()["error"]
        assert (answer.status_code, error["code"], error["type"]) == (429, "spend_limit_exceeded", "billing_error")
        assert client.get("/v1/credits").json()["data"]["frozen"] == price


def test_too_many_requests_are_429_in_the_same_shape(sqlite_template: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    shutil.copyfile(sqlite_template, data / "songreel.sqlite")
    with open_task_house(Settings(data=data, requests_per_minute=3), tmp_path) as house:
        back_end = house.back_end()
        answers = [back_end.client.get("/v1/credits") for _ in range(4)]
        error = answers[-1].json()["error"]
        assert (answers[-1].status_code, error["code"], error["type"]) == (
            429,
            "rate_limit_exceeded",
            "rate_limit_error",
        )
        assert int(answers[-1].headers["Retry-After"]) > 0
