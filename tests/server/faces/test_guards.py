"""What stands before every request, and what the server tells of itself."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from chat_houses import Guest, House, open_house
from songreel_server.logs import JsonLines, log_as_json, without_secrets
from songreel_server.settings import Settings


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """What is logged meanwhile; the logging of the tests stands again afterwards."""
    root, stream = logging.getLogger(), io.StringIO()
    before = (root.handlers[:], root.level)
    log_as_json("info", stream)
    yield stream
    root.handlers[:], root.level = before[0], before[1]


def test_every_answer_has_its_safety_headers(house: House, guest: Guest) -> None:
    for path in (
        "/healthz",
        "/nowhere",
        "/api/credits/balance/simple",
        f"/api/state/nemo_agent/me/{guest.session}/latest",
    ):
        headers = guest.client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "Server" not in {name.title() for name in headers} or "uvicorn" in headers["Server"]


def test_no_other_origin_is_let_in_unless_it_is_named(own_settings: Settings, guest: Guest) -> None:
    asked = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    answer = guest.client.options("/run_sse", headers=asked)
    assert "Access-Control-Allow-Origin" not in answer.headers
    with open_house(own_settings.model_copy(update={"cors_origins": frozenset({"https://mine.example"})})) as named:
        client = named.client()
        refused = client.options("/run_sse", headers=asked)
        allowed = client.options("/run_sse", headers=asked | {"Origin": "https://mine.example"})
    assert "Access-Control-Allow-Origin" not in refused.headers
    assert allowed.headers["Access-Control-Allow-Origin"] == "https://mine.example"


def test_one_token_has_so_many_requests_a_minute(own_settings: Settings) -> None:
    with open_house(own_settings.model_copy(update={"requests_per_minute": 5})) as house:
        first, second = house.guest(), house.guest()
        answers = [first.client.get("/api/credits/balance/simple") for _ in range(6)]
        assert [answer.status_code for answer in answers] == [200] * 4 + [429] * 2
        assert answers[-1].json()["code"] == 429
        assert int(answers[-1].headers["Retry-After"]) >= 1
        assert second.client.get("/api/credits/balance/simple").status_code == 200
        assert first.client.get("/healthz").status_code == 200


def test_guessing_tokens_is_stopped(house: House) -> None:
    statuses = []
    client = house.client()
    for number in range(70):
        headers = {"Authorization": f"Bearer nmv_usr_{number}"}
        statuses.append(client.get("/api/credits/balance/simple", headers=headers).status_code)
    assert set(statuses[:40]) == {401}
    assert statuses[-1] == 429


def test_a_body_too_large_is_refused_before_it_is_read(guest: Guest) -> None:
    answer = guest.client.post("/run_sse", content=b" " * 5_000_000)
    assert (answer.status_code, answer.json()["code"]) == (413, 4002)


def test_a_body_of_unsaid_length_is_counted(guest: Guest) -> None:
    answer = guest.client.post("/run_sse", content=iter([b" " * 1_000_000] * 5))
    assert (answer.status_code, answer.json()["code"]) == (413, 4002)


def test_what_is_nowhere_is_told_in_the_same_shape(house: House) -> None:
    with house.client() as client:
        assert client.get("/nowhere").json()["code"] == 404
        assert client.get("/run_sse").json()["code"] == 405
        assert client.get("/docs").status_code == 404


def test_health_and_readiness(house: House) -> None:
    with house.client() as client:
        assert client.get("/healthz").json()["status"] == "ok"
        assert client.get("/readyz").json() == {"status": "ok", "checks": {"database": "ok", "jobs": "ok"}}


def test_the_metrics_count_requests_jobs_and_streams(guest: Guest) -> None:
    guest.make_film()
    text = guest.client.get("/metrics").text
    assert 'songreel_jobs{state="completed"}' in text
    assert "songreel_open_streams 0.0" in text
    assert 'songreel_requests_total{method="POST",route="/run_sse",status="200"}' in text
    assert guest.session not in text


def test_the_api_describes_itself_as_it_answers(house: House) -> None:
    with house.client() as client:
        described = client.get("/openapi.json").json()
    assert {
        "/api/auth/anonymous-token",
        "/api/tasks/me/with-session/nemo_agent",
        "/api/auth/claim-token",
        "/run_sse",
        "/api/upload-video/nemo_agent/me/{session_id}",
        "/api/credits/balance/simple",
        "/api/state/nemo_agent/me/{session_id}/latest",
        "/api/render/proxy/lambda",
        "/api/render/proxy/lambda/{render_id}",
        "/api/render/proxy/{render_id}/download",
    } <= described["paths"].keys()
    codes = {code for path in described["paths"].values() for call in path.values() for code in call["responses"]}
    assert "422" not in codes
    assert {"200", "400", "401", "402", "404"} <= codes


def test_no_token_reaches_the_log(house: House, guest: Guest, logged: io.StringIO) -> None:
    guest.client.get("/api/credits/balance/simple", params={"token": guest.token})
    guest.client.get(f"/media/{guest.token}/x.mp4")
    logging.getLogger("anything").warning("%s failed", guest.token, extra={"header": f"Bearer {guest.token}"})
    text = logged.getvalue()
    assert text.count('"message": "request"') >= 2
    assert guest.token not in text
    assert guest.token.removeprefix("nmv_usr_") not in text


@pytest.mark.parametrize(
    "secret",
    [
        "nmv_usr_abcdefgh",
        "clm_abcdefghij",
        "sk-abcdefghij",
        "Bearer abcdefghijk",
        "postgresql://me:hunter22@host/db",
        "/media/.eJwNzFEKgCAMANC.sig/x.mp4",
        "https://bucket/x?X-Amz-Signature=abcdef0123",
    ],
)
def test_secrets_are_blotted_out(secret: str) -> None:
    left = without_secrets(f"before {secret} after")
    assert left.startswith("before ")
    assert left.endswith(" after")
    assert not {"abcdefgh", "hunter22", "eJwNzFEKgCAMANC", "abcdef0123"} & {
        word for word in ("abcdefgh", "hunter22", "eJwNzFEKgCAMANC", "abcdef0123") if word in left
    }


def test_a_log_line_is_one_line_of_json_with_what_it_was_given() -> None:
    record = logging.LogRecord("a", logging.INFO, "p", 1, "two\nlines %s", ("x",), None)
    record.job_id = "7"
    line = JsonLines().format(record)
    assert "\n" not in line
    told = json.loads(line)
    assert (told["level"], told["message"], told["job_id"]) == ("info", "two\nlines x", "7")
