"""Assistants over HTTP: tokens, two users beside each other, prices agreed to, files in and out. Both eras."""

import asyncio
import re
import shutil
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import httpx2
import pytest
from mcp import Client, MCPError
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, ElicitRequestParams, ElicitResult, ResourceUpdatedNotification

from assistants import PATIENCE_S, Era, options_of, soon, text_of
from chat_houses import House, open_house, planned
from sent_files import photo_file
from songreel_server.settings import Settings

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def web(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    data = tmp_path_factory.mktemp("web")
    shutil.copyfile(sqlite_template, data / "songreel.sqlite")
    with open_house(Settings(data=data)) as house:
        yield house


def new_token(house: House) -> str:
    answer = house.client().post("/api/auth/anonymous-token", headers={"X-Client-Id": str(uuid.uuid4())})
    return str(answer.json()["data"]["token"])


@dataclass
class Web:
    """A connected client."""

    client: Client
    house: House
    token: str

    async def values(self, tool: str, **arguments: Any) -> dict[str, Any]:
        answer = await self.client.call_tool(tool, arguments)
        assert isinstance(answer, CallToolResult)
        assert not answer.is_error, text_of(answer)
        assert answer.structured_content is not None
        return answer.structured_content

    async def refusal(self, tool: str, **arguments: Any) -> str:
        answer = await self.client.call_tool(tool, arguments)
        assert isinstance(answer, CallToolResult)
        assert answer.is_error, text_of(answer)
        return text_of(answer)

    async def song_id(self) -> str:
        return await self.sent("song", "song.wav", (planned() / "song.wav").read_bytes())

    async def sent(self, kind: str, name: str, content: bytes) -> str:
        """The id of a file that was sent to an upload address."""
        ticket = await self.values("mv_add_file", kind=kind)
        async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE_S) as plain:
            # The house's port is any free one, and its links name the usual.
            path = httpx.URL(ticket["upload_url"]).path
            sent = await plain.put(f"{self.house.url}{path}/{name}", content=content)
        assert sent.status_code == 200, sent.text
        return str(sent.json()["file_id"])

    async def film(self) -> dict[str, Any]:
        song_id = await self.song_id()
        made = await self.values("mv_make_video", song_id=song_id, confirm=True, wait_s=0)
        [job] = [one for one in await asyncio.to_thread(self.house.jobs) if one.id == made["job_id"]]
        await asyncio.to_thread(self.house.end, job)
        return await self.values("mv_get_status", job_id=made["job_id"])


@asynccontextmanager
async def connected(house: House, era: Era, token: str | None = None, **options: Any) -> AsyncIterator[Web]:
    token = token or await asyncio.to_thread(new_token, house)
    async with AsyncExitStack() as stack:
        sender = httpx2.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=90, trust_env=False)
        http = await stack.enter_async_context(sender)
        transport = streamable_http_client(f"{house.url}/mcp", http_client=http)
        client = await stack.enter_async_context(Client(transport, **options_of(era), **options))
        yield Web(client, house, token)


def challenge_of(answer: httpx.Response) -> dict[str, str]:
    """The parameters of a bearer challenge (RFC 6750, section 3)."""
    scheme, _, parameters = answer.headers["www-authenticate"].partition(" ")
    assert scheme == "Bearer"
    return dict(re.findall(r'(\w+)="([^"]*)"', parameters))


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer nmv_usr_nonsense"}, {"Authorization": "Basic YTpi"}])
@pytest.mark.parametrize("method", ["POST", "GET", "DELETE"])
def test_without_a_good_token_the_answer_is_401_and_says_where_the_metadata_are(
    web: House, method: str, headers: dict[str, str]
) -> None:
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"} if method == "POST" else None
    answer = web.client().request(method, "/mcp", json=body, headers=headers)
    assert answer.status_code == 401
    challenge = challenge_of(answer)
    # RFC 9728, section 3.1: the resource's path comes after the well-known one.
    address = httpx.URL(challenge["resource_metadata"])
    assert address.path == "/.well-known/oauth-protected-resource/mcp"
    assert challenge["error"] == "invalid_token"
    metadata = web.client().get(address.path)
    assert metadata.headers["content-type"] == "application/json"
    base = str(web.parts.settings.base_url)
    assert metadata.json() == {
        "resource": f"{base}/mcp",
        "authorization_servers": [f"{base}/"],
        "bearer_methods_supported": ["header"],
    }


def test_a_page_of_another_site_is_turned_away(web: House) -> None:
    token = new_token(web)
    headers = {"Authorization": f"Bearer {token}", "Origin": "https://evil.example"}
    assert web.client().post("/mcp", json={}, headers=headers).status_code == 403
    headers = {"Authorization": f"Bearer {token}", "Host": "evil.example"}
    assert web.client().post("/mcp", json={}, headers=headers).status_code == 421


async def test_two_users_see_and_touch_nothing_of_each_other(web: House, era: Era) -> None:
    async with connected(web, era) as owner, connected(web, era) as stranger:
        film = await owner.film()
        song = (await owner.values("mv_search_library", kind="song"))["items"][0]["id"]
        project, job = film["project_id"], film["job_id"]
        calls: list[tuple[str, dict[str, Any]]] = [
            ("mv_get_song", {"song_id": song}),
            ("mv_make_video", {"song_id": song, "confirm": True}),
            ("mv_get_status", {"job_id": job}),
            ("mv_cancel_job", {"job_id": job}),
            ("mv_get_timeline", {"project_id": project}),
            ("mv_edit_video", {"project_id": project, "words": "snow in verse 1", "confirm": True}),
            ("mv_go_back", {"project_id": project}),
            ("mv_export_video", {"project_id": project, "profile": "film"}),
        ]
        for tool, arguments in calls:
            absent = {name: "nonsense" if value in (song, project, job) else value for name, value in arguments.items()}
            theirs = await stranger.refusal(tool, **arguments)
            assert theirs.replace(song, "nonsense") == await stranger.refusal(tool, **absent)
        for kind in ("project", "song", "video"):
            assert (await stranger.values("mv_search_library", kind=kind))["items"] == []
        for name in ("timeline", "draft", "film", "storyboard", "analysis", "scene-map"):
            with pytest.raises(MCPError):
                await stranger.client.read_resource(f"songreel://projects/{project}/{name}")
        assert (await stranger.values("mv_get_credits"))["available"] == 100
        assert (await owner.values("mv_get_timeline", project_id=project))["version"] == 1


async def test_nobody_makes_a_film_of_a_strangers_photos_or_words(web: House, era: Era, tmp_path: Path) -> None:
    async with connected(web, era) as owner, connected(web, era) as stranger:
        photo = await owner.sent("photo", "ida.jpg", photo_file(tmp_path).read_bytes())
        words = await owner.sent("lyrics", "words.lrc", b"[00:01.00]first we wait\n")
        song_id = await stranger.song_id()
        for given in ({"photos": [photo]}, {"lyrics": words}):
            refused = await stranger.refusal("mv_make_video", song_id=song_id, confirm=True, **given)
            absent = {name: ["nonsense"] if name == "photos" else "nonsense" for name in given}
            theirs = await stranger.refusal("mv_make_video", song_id=song_id, confirm=True, **absent)
            assert refused.replace(photo, "nonsense").replace(words, "nonsense") == theirs
        own = await owner.song_id()
        made = await owner.values("mv_make_video", song_id=own, photos=[photo], lyrics=words, confirm=True, wait_s=0)
        [job] = [one for one in await asyncio.to_thread(web.jobs) if one.id == made["job_id"]]
        assert job.request["photos"][0]["name"] == "ida.jpg"
        assert job.request["lyrics"]["file"]["name"] == "words.lrc"


async def test_a_session_of_one_user_is_closed_to_another_token(web: House) -> None:
    hello = {
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": {
            "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "tests", "version": "1"}
        },
    }  # fmt: skip
    kinds = {"Accept": "application/json, text/event-stream"}
    mine, theirs = (new_token(web) for _ in "12")
    opened = web.client().post("/mcp", json=hello, headers={**kinds, "Authorization": f"Bearer {mine}"})
    session = opened.headers["mcp-session-id"]
    ask = {"jsonrpc": "2.0", "id": 2, "method": "tools/list", "params": {}}
    headers = {
        **kinds,
        "Authorization": f"Bearer {theirs}",
        "Mcp-Session-Id": session,
        "MCP-Protocol-Version": "2025-11-25",
    }
    assert web.client().post("/mcp", json=ask, headers=headers).status_code in (403, 404)


async def test_a_price_is_told_and_nothing_done_until_it_is_confirmed(web: House, era: Era) -> None:
    async with connected(web, era) as user:
        song_id = await user.song_id()
        told = await user.values("mv_make_video", song_id=song_id, wait_s=0)
        assert (told["state"], told["price_credits"]) == ("needs_confirmation", 40)
        assert "confirm=true" in told["next_step"]
        assert (await user.values("mv_get_credits"))["available"] == 100
        made = await user.values("mv_make_video", song_id=song_id, wait_s=0, confirm=True)
        assert made["state"] == "queued"
        assert (await user.values("mv_get_credits"))["available"] == 60
        await user.values("mv_cancel_job", job_id=made["job_id"])
        assert (await user.values("mv_get_credits"))["available"] == 100


@pytest.mark.parametrize(("action", "spend", "state"), [
    ("accept", True, "queued"), ("accept", False, "needs_confirmation"), ("decline", None, "needs_confirmation"),
])  # fmt: skip
async def test_a_client_that_can_ask_the_user_is_asked(
    web: House, era: Era, action: str, spend: bool | None, state: str
) -> None:
    asked: list[str] = []

    async def answer(context: Any, params: ElicitRequestParams) -> ElicitResult:
        asked.append(params.message)
        return ElicitResult(action=action, content=None if spend is None else {"spend": spend})  # type: ignore[arg-type]

    async with connected(web, era, elicitation_callback=answer) as user:
        made = await user.values("mv_make_video", song_id=await user.song_id(), wait_s=0)
        assert made["state"] == state
        assert len(asked) == 1
        assert "40 credits of your 100" in asked[0]


async def test_an_edit_is_priced_by_the_shot_and_asked_about(web: House, era: Era) -> None:
    async with connected(web, era) as user:
        await user.film()
        told = await user.values("mv_edit_video", words="redo the chorus in colder light", wait_s=0)
        assert told["state"] == "needs_confirmation"
        assert told["price_credits"] == len(told["shots"]) > 0
        assert (await user.values("mv_get_timeline"))["version"] == 1


async def test_too_few_credits_are_a_refusal_that_changes_nothing(web: House, era: Era) -> None:
    async with connected(web, era) as user:
        song_id = await user.song_id()
        for seed in (1, 2):
            await user.values("mv_make_video", song_id=song_id, seed=seed, confirm=True, wait_s=0)
        assert "mv_get_credits" in await user.refusal("mv_make_video", song_id=song_id, seed=3, confirm=True)
        assert (await user.values("mv_get_credits"))["frozen"] == 80


async def test_paths_mean_nothing_to_a_server_elsewhere(web: House, era: Era) -> None:
    async with connected(web, era) as user:
        assert "another machine" in await user.refusal("mv_add_file", path="/etc/hostname")
        assert "public internet" in await user.refusal("mv_add_file", url="http://127.0.0.1:1/song.wav")


async def test_a_film_comes_as_a_link_that_opens_without_a_token(web: House, era: Era) -> None:
    async with connected(web, era) as user:
        film = await user.film()
        address = film["files"][0]["uri"]
        path = httpx.URL(address).raw_path.decode()
        answer = await asyncio.to_thread(web.client().get, path)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "video/mp4"


def test_an_upload_address_that_was_tampered_with_is_refused(web: House) -> None:
    answer = web.client().put("/mcp/uploads/nonsense/song.wav", content=b"x")
    assert answer.status_code == 400
    assert "upload address" in answer.json()["msg"]


async def test_whoever_listens_is_told_when_a_film_changes(web: House) -> None:
    async with connected(web, "modern") as user:
        film = await user.film()
        uri = f"songreel://projects/{film['project_id']}/timeline"
        async with user.client.listen(resource_subscriptions=[uri]) as listening:
            await user.values("mv_edit_video", words="snow in verse 1", confirm=True, wait_s=0)
            async with asyncio.timeout(PATIENCE_S):
                event = await anext(aiter(listening))
    assert uri in str(event)


@pytest.mark.filterwarnings("ignore::mcp.shared.exceptions.MCPDeprecationWarning")
async def test_whoever_subscribes_in_the_older_era_is_told_too(web: House) -> None:
    told: list[str] = []

    async def hear(message: Any) -> None:
        if isinstance(message, ResourceUpdatedNotification):
            told.append(message.params.uri)

    async with connected(web, "legacy", message_handler=hear) as user:
        film = await user.film()
        uri = f"songreel://projects/{film['project_id']}/timeline"
        await user.client.session.subscribe_resource(uri)
        await user.values("mv_edit_video", words="snow in verse 1", confirm=True, wait_s=0)
        await soon(lambda: uri in told, "the notification")


@pytest.mark.filterwarnings("ignore::mcp.shared.exceptions.MCPDeprecationWarning")
async def test_nobody_subscribes_to_a_strangers_project(web: House) -> None:
    async with connected(web, "legacy") as owner, connected(web, "legacy") as stranger:
        film = await owner.film()
        uri = f"songreel://projects/{film['project_id']}/film"
        await owner.client.session.subscribe_resource(uri)
        with pytest.raises(MCPError):
            await stranger.client.session.subscribe_resource(uri)
