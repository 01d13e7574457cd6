"""A page that stands in for a chat with MCP Apps: a sandboxed frame under the strictest policy the specification has, and a
real server behind it. Its films are small but real: every take of a shot has a colour of its own, and the song is heard.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
from mcp import Client
from mcp.client import advertise
from mcp.client.streamable_http import streamable_http_client
from mcp.server.apps import APP_MIME_TYPE, EXTENSION_ID
from mcp.types import CallToolResult, TextResourceContents
from playwright.async_api import FrameLocator, Page, Route, async_playwright, expect

from assistants import Assistant, assistant_in, text_of
from chat_houses import House
from songreel_server import vault
from songreel_server.credits import ledger
from songreel_server.jobs.settling import Ending
from songreel_server.parts import build_server
from songreel_server.settings import Settings
from songreel_server.store.schema import bring_up_to_date
from songreel_server.store.tables import Job
from studio_screens import AXE, GRAVE, WCAG
from watched_films import shot_film

SHOWS_PAGES = advertise(EXTENSION_ID, {"mimeTypes": [APP_MIME_TYPE]})
HOST, VIEW = "http://chat.test/", "http://frame.test/"
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " media-src 'self' data:; connect-src 'none'"
)
"""For a page that declares nothing (SEP-1865, "Restrictive Default")."""
LOOK_MS = 20_000
expect.set_options(timeout=LOOK_MS)
CHAT = """<!doctype html><title>chat</title><style>body { margin: 0 } iframe { border: 0; width: 100%; height: 900px }</style>
<iframe title="film" sandbox="allow-scripts"></iframe>
<script>
const frame = document.querySelector("iframe");
window.tell = (message) => frame.contentWindow.postMessage(message, "*");
window.addEventListener("message", async (event) => {
  if (event.source !== frame.contentWindow) return;
  const answer = await window.toHost(event.data);
  if (answer) window.tell(answer);
});
frame.src = "http://frame.test/";
</script>"""


class ShootingHouse(House):
    """A house whose jobs leave films that can be watched."""

    def film_bytes(self, job: Job) -> bytes:
        draft = self.parts.studio.films.draft(job.project_id)
        assert draft is not None
        return shot_film(tuple((shot.start, shot.stop, shot.take) for shot in draft.shots), float(draft.frame_rate))


@dataclass
class ShootingAssistant(Assistant):
    """An assistant whose films can be watched."""

    @property
    def house(self) -> House:
        return ShootingHouse(url="", parts=self.parts.server)


@dataclass
class Chat:
    """The host: what the frame asks for, it does; what it was told is kept."""

    page: Page
    client: Client
    context: dict[str, Any]
    capabilities: dict[str, Any]
    tool: str = ""
    arguments: dict[str, Any] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    """Tools the page called."""
    heights: list[float] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What the model was told."""
    refusal: str = ""
    """Why this host does not call tools for pages."""
    largest_bytes: int = 0
    """Of the answers to the page's calls."""
    faults: list[str] = field(default_factory=list)

    @property
    def film(self) -> FrameLocator:
        return self.page.frame_locator("iframe")

    async def open(self, tool: str, **arguments: Any) -> None:
        """The chat's model calls a tool that has a page."""
        listed = {one.name: one for one in (await self.client.list_tools()).tools}
        meta = listed[tool].meta
        assert meta is not None
        [page] = (await self.client.read_resource(meta["ui"]["resourceUri"])).contents
        assert isinstance(page, TextResourceContents)
        assert page.mime_type == APP_MIME_TYPE
        self.tool, self.arguments = tool, arguments
        await self.page.route(HOST, lambda route: route.fulfill(body=CHAT, content_type="text/html"))
        await self.page.route(VIEW, lambda route: self._serve(route, page.text))
        await self.page.goto(HOST)

    async def _serve(self, route: Route, html: str) -> None:
        headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"}
        await route.fulfill(body=html, headers=headers)

    async def tell(self, method: str, **params: Any) -> None:
        await self.page.evaluate(
            "(message) => window.tell(message)", {"jsonrpc": "2.0", "method": method, "params": params}
        )

    async def hear(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """A message of the frame's."""
        method, params = message.get("method", ""), message.get("params") or {}
        if "id" not in message:
            await self._noted(method, params)
            return None
        head = {"jsonrpc": "2.0", "id": message["id"]}
        try:
            return {**head, "result": await self._answer(method, params)}
        except PermissionError as refused:
            return {**head, "error": {"code": -32000, "message": str(refused)}}

    async def _noted(self, method: str, params: dict[str, Any]) -> None:
        if method == "ui/notifications/size-changed":
            self.heights.append(params["height"])
        if method == "ui/notifications/initialized":
            await self.tell("ui/notifications/tool-input", arguments=self.arguments)
            answer = await self.client.call_tool(self.tool, self.arguments)
            assert isinstance(answer, CallToolResult)
            await self.tell("ui/notifications/tool-result", **_wire(answer))

    async def _answer(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        match method:
            case "ui/initialize":
                context = {"toolInfo": {"tool": {"name": self.tool}}, **self.context}
                return {
                    "protocolVersion": params["protocolVersion"],
                    "hostInfo": {"name": "stand-in", "version": "1"},
                    "hostCapabilities": self.capabilities,
                    "hostContext": context,
                }
            case "tools/call":
                return await self._called(params["name"], params["arguments"])
            case "ui/open-link":
                self.links.append(params["url"])
            case "ui/message":
                self.messages.append(params["content"][0]["text"])
            case "ui/update-model-context":
                self.notes.append(params["content"][0]["text"])
            case "ui/request-display-mode":
                return {"mode": params["mode"]}
            case _:
                raise PermissionError(f"no such method: {method}")
        return {}

    async def _called(self, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
        if self.refusal:
            raise PermissionError(self.refusal)
        listed = {one.name: one for one in (await self.client.list_tools()).tools}
        visible = ((listed[name].meta or {}).get("ui") or {}).get("visibility", ["model", "app"])
        if "app" not in visible:
            raise PermissionError(f"{name} is not for pages.")
        self.calls.append((name, arguments))
        answer = await self.client.call_tool(name, arguments)
        assert isinstance(answer, CallToolResult)
        told = _wire(answer)
        self.largest_bytes = max(self.largest_bytes, len(str(told)))
        return told

    def called(self, name: str) -> list[dict[str, Any]]:
        return [arguments for tool, arguments in self.calls if tool == name]

    async def inside(self, script: str, given: Any = None) -> Any:
        """What a script in the frame gives."""
        frame = next(one for one in self.page.frames if one.url == VIEW)
        return await frame.evaluate(script, given)

    async def axe(self) -> list[str]:
        """Serious faults of accessibility in the frame."""
        await self.inside(AXE.read_text("utf-8"))
        found = await self.inside("(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG)
        return [
            f"{one['id']}: {one['nodes'][0]['html'][:160]} {one['nodes'][0]['failureSummary'][:300]}"
            for one in found["violations"]
            if one["impact"] in GRAVE
        ]


def _wire(answer: CallToolResult) -> dict[str, Any]:
    return answer.model_dump(by_alias=True, exclude_none=True, mode="json")


@asynccontextmanager
async def chat_with(chromium: Path, client: Client, **context: Any) -> AsyncIterator[Chat]:
    """A browser with one chat in it. `context`: as the host tells the page; `viewport` and `can` are the chat's own."""
    viewport = context.pop("viewport", {"width": 720, "height": 900})
    capabilities = context.pop(
        "can", {"serverTools": {}, "openLinks": {}, "message": {"text": {}}, "updateModelContext": {"text": {}}}
    )
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=str(chromium), args=["--no-sandbox"])
        try:
            page = await browser.new_page(viewport=viewport)
            page.set_default_timeout(LOOK_MS)
            chat = Chat(page=page, client=client, context=context, capabilities=capabilities)
            page.on("pageerror", lambda error: chat.faults.append(str(error)))
            page.on("console", lambda said: chat.faults.append(said.text) if said.type == "error" else None)
            await page.expose_function("toHost", chat.hear)
            yield chat
        finally:
            await browser.close()


@asynccontextmanager
async def shooting(folder: Path, **options: Any) -> AsyncIterator[ShootingAssistant]:
    """An assistant of this machine's owner, in a host that shows pages; its films can be watched."""
    data = folder / "data"
    server = build_server(Settings(data=data))
    bring_up_to_date(server.database)
    server.database.close()
    async with assistant_in(
        Settings(data=data), folder / "music", "modern", extensions=[SHOWS_PAGES], **options
    ) as one:
        yield ShootingAssistant(one.client, one.parts, one.folder)


@asynccontextmanager
async def working(assistant: Assistant) -> AsyncIterator[None]:
    """Somebody does jobs as they come."""
    work = asyncio.create_task(assistant.work())
    try:
        yield
    finally:
        # One that ended by itself went wrong, and says why.
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work


@dataclass
class Guest:
    """An account over HTTP that pays, and has a film."""

    client: Client
    house: ShootingHouse
    token: str
    project_id: str = ""

    def end(self, to: Ending = "completed") -> None:
        """All jobs that wait."""
        for job in self.house.jobs():
            self.house.end(job, to)

    def available(self) -> int:
        account_id = self.house.parts.studio.who_is(self.token).account_id
        with self.house.parts.database.reading() as tx:
            return ledger.balance(tx, account_id).available


@asynccontextmanager
async def paying(house: House, **options: Any) -> AsyncIterator[Guest]:
    """Somebody new, with credits, in a host that shows pages."""
    guest = await asyncio.to_thread(house.guest)
    shooting_house = ShootingHouse(url=house.url, parts=house.parts)
    sender = httpx2.AsyncClient(headers={"Authorization": f"Bearer {guest.token}"}, timeout=60, trust_env=False)
    async with sender as http:
        transport = streamable_http_client(f"{house.url}/mcp", http_client=http)
        async with Client(transport, extensions=[SHOWS_PAGES], **options) as client:
            one = Guest(client, shooting_house, guest.token)
            await asyncio.to_thread(guest.send_song)
            [song] = await asyncio.to_thread(_songs, one)
            made = await client.call_tool("mv_make_video", {"song_id": song, "confirm": True, "wait_s": 0})
            assert isinstance(made, CallToolResult)
            assert made.structured_content is not None, text_of(made)
            one.project_id = made.structured_content["project_id"]
            await asyncio.to_thread(one.end)
            yield one


def _songs(guest: Guest) -> list[str]:
    caller = guest.house.parts.studio.who_is(guest.token)
    with guest.house.parts.database.reading() as tx:
        return [item.id for item in vault.search(tx, caller.account_id, kind="song").items]
