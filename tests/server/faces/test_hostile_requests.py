"""Requests that mean harm, on both databases: refused with a sentence, and never a failure of the server's own."""

from collections.abc import Iterator

import pytest

from chat_houses import Guest, open_house
from songreel_server.settings import Settings

HOSTILE = (
    "\x00",
    "a\x00b",
    "\ud800",
    "'; DROP TABLE jobs; --",
    "../../etc/passwd",
    "💣" * 30,
    "{said}%s{0}",
    "\u202e\u0000",
)


@pytest.fixture
def guest(settings: Settings) -> Iterator[Guest]:
    with open_house(settings) as house:
        yield house.guest()


def test_no_hostile_text_breaks_a_call(guest: Guest) -> None:
    client, statuses = guest.client, set()
    for text in HOSTILE:
        # Half a character travels as an escape.
        escaped = '"' + "".join(f"\\u{ord(c):04x}" if ord(c) < 0x10000 else c for c in text) + '"'
        for path, body in (
            ("/run_sse", f'{{"session_id": {escaped}, "new_message": {{"parts": [{{"text": "hello"}}]}}}}'),
            ("/run_sse", f'{{"session_id": "{guest.session}", "new_message": {{"parts": [{{"text": {escaped}}}]}}}}'),
            ("/api/tasks/me/with-session/nemo_agent", f'{{"task_name": {escaped}, "language": {escaped}}}'),
            ("/api/auth/claim-token", f'{{"session_id": {escaped}, "task_id": {escaped}}}'),
            (
                "/api/render/proxy/lambda",
                f'{{"id": {escaped}, "sessionId": "{guest.session}", "draft": {{"t": {escaped}}}}}',
            ),
            (f"/api/upload-video/nemo_agent/me/{guest.session}", f'{{"urls": [{escaped}]}}'),
        ):
            answer = client.post(path, content=body.encode(), headers={"Content-Type": "application/json"})
            statuses.add(answer.status_code)
            assert answer.status_code < 500, (path, text, answer.text)
        for path in (f"/api/state/nemo_agent/me/{quoted(text)}/latest", f"/api/render/proxy/lambda/{quoted(text)}"):
            assert client.get(path).status_code in (400, 404), (path, text)
        assert client.get("/api/credits/balance/simple", headers={"X-Client-Id": quoted(text)}).status_code == 200
    assert {200, 400, 404} <= statuses


def quoted(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode("utf-8", "replace"))


def test_a_client_id_that_is_no_name_is_refused(guest: Guest) -> None:
    for name in ("x" * 150, "a b", "<script>"):
        answer = guest.client.post("/api/auth/anonymous-token", headers={"X-Client-Id": name})
        assert answer.status_code == 400


def test_a_deeply_nested_body_is_refused(guest: Guest) -> None:
    body = b'{"id": "r", "sessionId": "x", "draft": ' + b'{"t":' * 3_000 + b"1" + b"}" * 3_000 + b"}"
    answer = guest.client.post("/api/render/proxy/lambda", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 404)


def test_a_last_event_id_of_another_session_tells_nothing(guest: Guest) -> None:
    first = guest.say("hello")
    guest.session = guest.new_session()
    other = guest.say("hello", last_event_id=first.ids[0].rpartition(".")[0].rpartition(".")[0] + ".0.0")
    assert other.events[0]["invocationId"] != first.events[0]["invocationId"]
