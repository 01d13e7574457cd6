"""What a page asks for to draw a film that is not rendered: who may have it, and what may be kept."""

import pytest

from chat_houses import Guest, House

Filmed = tuple[Guest, str]
ANY_PIECE = "common-" + "0" * 20


@pytest.fixture
def told(filmed: Filmed) -> dict:
    guest, project = filmed
    answer = guest.client.get(f"/v1/projects/{project}/live")
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def test_every_shot_of_the_draft_is_told(filmed: Filmed, told: dict) -> None:
    guest, project = filmed
    draft = guest.client.get(f"/v1/projects/{project}").json()["data"]["draft"]
    assert told["version"] == draft["version"]
    assert [(one["start"], one["stop"]) for one in told["shots"]] == [
        (one["start"], one["stop"]) for one in draft["shots"]
    ]


def test_a_piece_of_a_program_may_be_kept_for_ever(filmed: Filmed, told: dict) -> None:
    guest, project = filmed
    address = told["programs"][0]["pieces"][0]
    answer = guest.client.get(f"/v1/projects/{project}/live/pieces/{address}")
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    assert "float vn(vec2 p)" in answer.json()["data"]["text"]


@pytest.mark.parametrize("rest", ["live", f"live/pieces/{ANY_PIECE}"])
def test_another_accounts_preview_answers_as_none(house: House, filmed: Filmed, rest: str) -> None:
    _, project = filmed
    answer = house.guest().client.get(f"/v1/projects/{project}/{rest}")
    assert answer.status_code == 404
    assert answer.json()["error"]["message"] == "There is no such project."


@pytest.mark.parametrize("rest", ["live", f"live/pieces/{ANY_PIECE}"])
def test_nobody_without_a_key_is_told(house: House, filmed: Filmed, rest: str) -> None:
    _, project = filmed
    with house.client() as client:
        assert client.get(f"/v1/projects/{project}/{rest}").status_code == 401


def test_a_piece_that_changed_since_is_not_served(filmed: Filmed, told: dict) -> None:
    guest, project = filmed
    answer = guest.client.get(f"/v1/projects/{project}/live/pieces/{ANY_PIECE}")
    assert answer.status_code == 404
    assert "load the page again" in answer.json()["error"]["message"]


@pytest.mark.parametrize("address", ["..%2F..%2Fetc%2Fpasswd", "common", "COMMON-" + "0" * 20, "world-x-" + "z" * 20])
def test_what_is_no_address_of_a_piece_is_refused(filmed: Filmed, address: str) -> None:
    guest, project = filmed
    assert guest.client.get(f"/v1/projects/{project}/live/pieces/{address}").status_code in (400, 404, 422)
