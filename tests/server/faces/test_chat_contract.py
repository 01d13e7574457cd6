"""The chat API's calls, codes and statuses, as its published clients know them."""

import uuid
from pathlib import Path

import httpx
import pytest

from chat_houses import ATTRIBUTION, Guest, House, open_house, planned
from sent_files import footage_file
from songreel_server.settings import Settings
from waiting import until


def assert_refused(answer: httpx.Response, status: int, code: int) -> str:
    """With the sentence that was said."""
    body = answer.json()
    assert (answer.status_code, body["code"]) == (status, code), answer.text
    assert body["msg"]
    return str(body["msg"])


def test_a_token_comes_with_credits_for_a_week(house: House) -> None:
    with house.client() as client:
        answer = client.post("/api/auth/anonymous-token", headers={"X-Client-Id": str(uuid.uuid4())})
    data = answer.json()["data"]
    assert answer.status_code == 200
    assert answer.json()["code"] == 0
    assert data["token"].startswith("nmv_usr_")
    assert data["credits"] == 100
    # What is left of the week when the answer is written: a busy machine may take a while to.
    assert 7 * 86_400 - 60 < data["expires_in"] <= 7 * 86_400


def test_a_token_needs_a_client_id(house: House) -> None:
    with house.client() as client:
        assert_refused(client.post("/api/auth/anonymous-token"), 400, 400)


def test_a_client_gets_one_token_a_week(house: House) -> None:
    client_id = str(uuid.uuid4())
    with house.client() as client:
        first, second = (client.post("/api/auth/anonymous-token", headers={"X-Client-Id": client_id}) for _ in "12")
    assert first.status_code == 200
    assert_refused(second, 429, 429)
    assert 0 < int(second.headers["Retry-After"]) <= 7 * 86_400


@pytest.mark.parametrize("token", ["x", "nmv_usr_nobodys", "clm_nothing"])
def test_a_bad_token_is_1001_and_401(house: House, token: str) -> None:
    with house.client(Authorization=f"Bearer {token}") as client:
        answer = client.get("/api/credits/balance/simple")
    assert_refused(answer, 401, 1001)
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_request_without_a_token_is_1001_and_401(house: House) -> None:
    with house.client() as client:
        assert_refused(client.post("/api/tasks/me/with-session/nemo_agent", json={}), 401, 1001)


def test_a_session_has_a_task_and_an_id(guest: Guest) -> None:
    answer = guest.client.post("/api/tasks/me/with-session/nemo_agent", json={"task_name": "x", "language": "en"})
    assert answer.json()["code"] == 0
    assert set(answer.json()["data"]) == {"task_id", "session_id"}


def test_an_unknown_and_a_foreign_session_answer_alike(house: House, guest: Guest) -> None:
    other = house.guest()
    told = set()
    for session in (guest.session, str(uuid.uuid4()), "x"):
        other.session = session
        told.add(assert_refused(other.client.get(f"/api/state/nemo_agent/me/{session}/latest"), 404, 1002))
        told.add(assert_refused(other.send(("a.wav", b"x")), 404, 1002))
        told.add(assert_refused(other.render("r", sessionId=session), 404, 1002))
        heard = other.say("hello")
        assert (heard.status, heard.body["code"]) == (404, 1002)
        claim = other.client.post("/api/auth/claim-token", json={"task_id": "", "session_id": session})
        told.add(assert_refused(claim, 404, 1002))
    assert len(told) == 1


def test_credits_are_available_frozen_and_total(guest: Guest) -> None:
    assert guest.credits() == {"available": 100, "frozen": 0, "total": 100}
    guest.send_song()
    guest.say("make a music video", most_events=2)
    assert guest.credits() == {"available": 60, "frozen": 40, "total": 100}


def test_a_claim_token_opens_no_api(house: House, guest: Guest) -> None:
    answer = guest.client.post("/api/auth/claim-token", json={"task_id": "", "session_id": guest.session})
    data = answer.json()["data"]
    assert data["claim_token"].startswith("clm_")
    assert data["expires_in"] == 604_800
    assert data["url"].endswith(f"/workspace/claim?ct={data['claim_token']}")
    with house.client(Authorization=f"Bearer {data['claim_token']}") as client:
        assert_refused(client.get("/api/credits/balance/simple"), 401, 1001)


def test_an_upload_tells_what_each_file_is(guest: Guest) -> None:
    song = (planned() / "song.wav").read_bytes()
    answer = guest.send(("a song.wav", song), ("words.lrc", b"[00:01.00]la la\n[00:03.00]la\n"))
    files = answer.json()["data"]["files"]
    assert answer.json()["code"] == 0
    assert [(file["name"], file["type"]) for file in files] == [("a song.wav", "song"), ("words.lrc", "lyrics")]
    assert files[0]["duration"] == pytest.approx(24.0)


def test_a_video_sent_to_a_session_without_a_song_is_its_song_too(guest: Guest, tmp_path: Path) -> None:
    video = footage_file(tmp_path, frames=24 * 7, sound_s=7.0).read_bytes()
    files = guest.send(("a live take.mp4", video)).json()["data"]["files"]
    assert [file["type"] for file in files] == ["footage", "song"]
    assert [file["type"] for file in guest.send(("another.mp4", video + b"\0")).json()["data"]["files"]] == ["footage"]


def test_an_unsupported_file_is_4001_and_415(guest: Guest) -> None:
    assert "MP3" in assert_refused(guest.send(("a.exe", b"MZ" + b"\0" * 200)), 415, 4001)


def test_a_file_too_large_is_4002_and_413(own_settings: Settings) -> None:
    with open_house(own_settings.model_copy(update={"max_upload_mb": 0.01})) as house:
        assert_refused(house.guest().send(("a.wav", b"RIFF" + b"\0" * 50_000)), 413, 4002)


def test_no_credits_is_2001_and_402_and_says_where_to_get_some(own_settings: Settings) -> None:
    with open_house(own_settings.model_copy(update={"anonymous_credits": 39})) as house:
        guest = house.guest()
        guest.send_song()
        heard = guest.say("make a music video")
        assert (heard.status, heard.body["code"]) == (402, 2001)
        assert heard.body["data"] | {"needed": 40, "available": 39} == heard.body["data"]
        assert "/register?bind=" in heard.body["data"]["register_url"]
        assert "40 credits and you have 39" in heard.body["msg"]
        assert heard.body["data"]["register_url"] in heard.body["msg"]
        assert guest.credits() == {"available": 39, "frozen": 0, "total": 39}


@pytest.mark.parametrize("missing", sorted(ATTRIBUTION))
def test_an_export_without_attribution_is_402_and_says_so(guest: Guest, missing: str) -> None:
    del guest.client.headers[missing]
    assert missing in assert_refused(guest.render("r"), 402, 402)


def test_an_export_of_a_guest_who_may_not_render_is_402(own_settings: Settings) -> None:
    scopes = frozenset({"read", "write", "upload"})
    with open_house(own_settings.model_copy(update={"anonymous_scopes": scopes})) as house:
        guest = house.guest()
        guest.make_film()
        assert "/register?bind=" in assert_refused(guest.render("r"), 402, 402)
        assert "/register?bind=" in guest.say("export").last


def test_what_a_token_may_not_do_is_403(own_settings: Settings) -> None:
    with open_house(own_settings.model_copy(update={"anonymous_scopes": frozenset({"read"})})) as house:
        with house.client() as client:
            answer = client.post("/api/auth/anonymous-token", headers={"X-Client-Id": "reader"})
        with house.client(Authorization=f"Bearer {answer.json()['data']['token']}") as client:
            assert "write" in assert_refused(client.post("/api/tasks/me/with-session/nemo_agent", json={}), 403, 403)


def test_an_export_goes_from_pending_to_completed_and_costs_nothing(house: House, guest: Guest) -> None:
    guest.make_film()
    before = guest.credits()
    first = guest.render("render_1", draft=guest.state()["draft"])
    assert (first.status_code, first.json()["status"]) == (200, "pending")
    assert "code" not in first.json()
    [job] = house.jobs()
    assert (job.kind, job.request["film"]["quality"]) == ("export", "draft")
    house.end(job)
    told = guest.client.get("/api/render/proxy/lambda/render_1").json()
    assert (told["id"], told["status"], told["progress"]) == ("render_1", "completed", 100)
    assert guest.credits() == before
    content = f"film of {job.id}".encode()
    assert httpx.get(told["output"]["url"].replace(house.parts.settings.base_url, house.url)).content == content
    download = guest.client.get("/api/render/proxy/render_1/download")
    assert download.status_code == 200
    assert download.content == content


def test_the_same_export_id_twice_is_one_render(house: House, guest: Guest) -> None:
    guest.make_film()
    assert [guest.render("render_7").status_code for _ in range(3)] == [200, 200, 200]
    assert len(house.jobs()) == 1


def test_an_export_id_is_its_accounts_own(house: House, guest: Guest) -> None:
    guest.make_film()
    guest.render("render_1")
    other = house.guest()
    assert_refused(other.client.get("/api/render/proxy/lambda/render_1"), 404, 404)
    assert_refused(other.client.get("/api/render/proxy/render_1/download"), 404, 404)


def test_an_export_before_there_is_a_film_is_refused(guest: Guest) -> None:
    assert_refused(guest.render("r"), 404, 404)
    assert_refused(guest.render("r", draft={"t": [{"tt": 0, "sg": []}]}), 400, 400)


def test_an_export_of_a_timeline_that_has_changed_is_refused(guest: Guest) -> None:
    guest.make_film()
    old = guest.state()["draft"]
    guest.say_and_work("make it rain in the chorus")
    assert_refused(guest.render("r", draft=old), 409, 409)
    assert guest.render("r", draft=guest.state()["draft"]).status_code == 200


def test_an_export_in_a_quality_nobody_knows_is_refused(guest: Guest) -> None:
    assert "low" in assert_refused(guest.render("r", output={"format": "mp4", "quality": "9k"}), 400, 400)
    assert_refused(guest.render("r", output={"format": "avi", "quality": "high"}), 400, 400)


def test_a_new_session_has_an_empty_state(guest: Guest) -> None:
    state = guest.state()
    assert state["draft"]["t"] == []
    assert {"draft", "video_infos", "canvas_config", "generated_media"} <= set(state)
    assert (state["video_infos"], state["generated_media"]) == ([], [])


def test_the_state_has_the_timeline_in_its_short_form(guest: Guest) -> None:
    guest.make_film()
    state = guest.state()
    assert [track["tt"] for track in state["draft"]["t"]] == [0, 1]
    assert sum(segment["d"] for segment in state["draft"]["t"][0]["sg"]) == state["draft"]["d"] == 24_000
    assert state["canvas_config"] == {"ratio": "9:16", "width": 540, "height": 960, "fps": 24.0}
    assert [file["name"] for file in state["video_infos"]] == ["song.wav"]
    [film] = state["generated_media"]
    assert (film["type"], film["kind"], film["draft_version"]) == ("video", "make", 1)


def test_an_edit_is_in_the_state_before_it_is_rendered(house: House, guest: Guest) -> None:
    guest.make_film()
    guest.say("make it rain in the chorus", most_events=2)
    state = guest.state()
    assert state["draft_version"] == 2
    assert (state["job"]["kind"], state["job"]["status"]) == ("edit", "pending")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/run_sse", {"session_id": "x"}),
        ("/run_sse", {"session_id": "x", "new_message": {"parts": "no"}}),
        ("/run_sse", ["no"]),
        ("/api/auth/claim-token", {}),
        ("/api/render/proxy/lambda", {"id": "", "sessionId": "x"}),
    ],
)
def test_a_request_of_the_wrong_form_is_400_with_a_sentence(guest: Guest, path: str, body: object) -> None:
    assert assert_refused(guest.client.post(path, json=body), 400, 400).endswith(".")


def test_an_upload_that_is_neither_files_nor_urls_is_400(guest: Guest) -> None:
    path = f"/api/upload-video/nemo_agent/me/{guest.session}"
    assert_refused(guest.client.post(path, content=b"hello"), 400, 400)
    assert_refused(guest.client.post(path, json={"urls": "no"}), 400, 400)
    assert_refused(guest.client.post(path, json={"urls": []}), 400, 400)


def test_a_url_to_this_machine_is_not_fetched(house: House, guest: Guest) -> None:
    path = f"/api/upload-video/nemo_agent/me/{guest.session}"
    answer = guest.client.post(path, json={"urls": [f"{house.url}/healthz"], "source_type": "url"})
    assert_refused(answer, 400, 400)


def test_an_unmetered_server_shows_prices_and_charges_nothing(own_settings: Settings) -> None:
    with open_house(own_settings.model_copy(update={"unmetered": True, "anonymous_credits": 0})) as house:
        guest = house.guest()
        heard = guest.make_film()
        assert "40 credits, not charged" in heard.last
        assert guest.credits() == {"available": 0, "frozen": 0, "total": 0}


def test_an_uploaded_song_survives_a_restart(own_settings: Settings, tmp_path: Path) -> None:
    with open_house(own_settings) as house:
        guest = house.guest()
        guest.upload_song()
    with open_house(own_settings) as again:
        guest.client = again.client(Authorization=f"Bearer {guest.token}", **ATTRIBUTION)
        guest.house = again
        assert guest.say_and_work("go").last.startswith("The video is ready")
        assert until(lambda: guest.state()["generated_media"])
