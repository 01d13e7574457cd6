"""The page inside chats, as hosts see it: offered to those that show pages, and to them alone; it may load nothing."""

import asyncio
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.client import advertise
from mcp.server.apps import APP_MIME_TYPE, EXTENSION_ID
from mcp.types import CallToolResult, TextResourceContents

from assistants import Era, assistant_in, options_of, text_of
from chat_houses import House, open_house
from songreel_server.faces.mcp import app
from songreel_server.faces.mcp.app import SHOWS_FILM, URI, FilmApp
from songreel_server.faces.mcp.extensions import all_extensions
from songreel_server.faces.mcp.server import TOOLS
from songreel_server.settings import Settings

pytestmark = pytest.mark.anyio

SHOWS_PAGES = advertise(EXTENSION_ID, {"mimeTypes": [APP_MIME_TYPE]})
OWN = {"mv_view_film", "mv_view_pictures", "mv_view_part", "mv_view_step"}
MOST_PACKED_BYTES = 60_000


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Something that stands for the page, where it has not been built."""
    path = tmp_path / "film.html"
    path.write_text("<!doctype html><title>film</title>")
    monkeypatch.setattr(app, "PAGE", path)
    return path


async def lists(client: Client) -> str:
    """All that a host lists, as JSON."""
    tools = (await client.list_tools()).tools
    told = [*tools, *(await client.list_resources()).resources]
    told += (await client.list_resource_templates()).resource_templates
    told += (await client.list_prompts()).prompts
    return json.dumps([one.model_dump(by_alias=True, exclude_none=True, mode="json") for one in told])


async def test_a_host_without_pages_sees_exactly_what_it_saw_without_the_page(
    local_settings: Settings, tmp_path: Path, era: Era, page: Path
) -> None:
    async with assistant_in(local_settings, tmp_path / "music", era) as plain:
        with_page = await lists(plain.client)
        told = await plain.refusal("mv_view_film", project_id="last")
        assert told == await plain.refusal("mv_view_film") == "Unknown tool: mv_view_film"
        assert await plain.refusal("mv_view_flim") == "Unknown tool: mv_view_flim"
    page.unlink()
    async with assistant_in(local_settings, tmp_path / "music", era) as plain:
        assert with_page == await lists(plain.client)
    assert "ui://" not in with_page
    assert "mv_view" not in with_page


async def test_a_host_with_pages_is_told_which_tools_show_one_and_which_are_the_pages_own(
    local_settings: Settings, tmp_path: Path, era: Era, page: Path
) -> None:
    async with assistant_in(local_settings, tmp_path / "music", era, extensions=[SHOWS_PAGES]) as assistant:
        listed = {tool.name: tool for tool in (await assistant.client.list_tools()).tools}
        shown = {name for name, tool in listed.items() if (tool.meta or {}).get("ui", {}).get("resourceUri") == URI}
        own = {name for name, tool in listed.items() if (tool.meta or {}).get("ui", {}).get("visibility") == ["app"]}
        assert (shown, own) == (SHOWS_FILM, OWN)
        assert set(listed) == {one.run.__name__ for one in TOOLS} | OWN
        # The page's own calls only look.
        assert all(listed[name].annotations.read_only_hint for name in own)  # type: ignore[union-attr]
        [content] = (await assistant.client.read_resource(URI)).contents
        assert isinstance(content, TextResourceContents)
        assert (content.mime_type, content.text) == (APP_MIME_TYPE, page.read_text())
        # No hosts and no devices are asked for.
        assert content.meta == {"ui": {"csp": {}, "prefersBorder": True}}
        assert URI in {str(one.uri) for one in (await assistant.client.list_resources()).resources}


async def test_a_page_that_was_not_built_is_not_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(app, "PAGE", tmp_path / "none.html")
    assert not any(isinstance(one, FilmApp) for one in all_extensions())
    assert "scripts/lib/build_web" in caplog.text


async def test_the_view_tells_the_film_as_the_text_answer_does(
    local_settings: Settings, tmp_path: Path, era: Era, page: Path
) -> None:
    async with assistant_in(local_settings, tmp_path / "music", era, extensions=[SHOWS_PAGES]) as assistant:
        made = await assistant.film()
        view = await assistant.values("mv_view_film", project_id="last")
        told = await assistant.values("mv_get_timeline")
        draft = view["draft"]
        assert view["project"]["id"] == made["project_id"]
        assert (draft["version"], len(draft["shots"])) == (told["version"], told["shots"])
        assert [one["label"] for one in draft["sections"]] == [one["name"] for one in told["sections"]]
        assert {shot["start"] for shot in draft["shots"]} <= set(draft["beats"])
        assert set(draft["downbeats"]) < set(draft["beats"])
        assert (view["film"]["version"], view["film"]["path"], view["film"]["url"]) == (
            1,
            made["files"][0]["path"],
            None,
        )
        assert (view["charged"], view["job"], view["past"]) == (False, None, 0)
        assert "There is nothing to undo" in await assistant.refusal("mv_view_step", project_id="last", to="undo")
        assert "There is nothing with the id" in await assistant.refusal(
            "mv_view_part", item_id="nonsense", start=0, stop=9
        )
        song = (await assistant.values("mv_search_library", kind="song"))["items"][0]["id"]
        assert "no such film" in await assistant.refusal("mv_view_part", item_id=song, start=0, stop=9)
        # What stands for a film here is none: said, and nothing is kept of it.
        item = view["film"]["item_id"]
        assert "cannot be read" in await assistant.refusal("mv_view_part", item_id=item, start=0, stop=9)
        gone = await assistant.values("mv_view_pictures", project_id="last", keys=["ab" * 16, "../../etc/passwd"])
        assert gone["pictures"] == {}


def test_the_built_page_is_small_and_names_no_other_host() -> None:
    if not app.PAGE.is_file():
        pytest.skip("The page inside chats is not built: run scripts/lib/build_web.")
    text = app.PAGE.read_text("utf-8")
    assert len(gzip.compress(text.encode(), 9)) < MOST_PACKED_BYTES
    # A name of a language of drawing, which nobody fetches.
    assert set(re.findall(r"https?://[\w.-]+", text)) <= {"http://www.w3.org"}
    [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)
    allowed = {part.split()[0]: part.split()[1:] for part in policy.split("; ")}
    assert allowed["default-src"] == ["'none'"]
    assert all(
        len(allowed[name]) == 1 and allowed[name][0].startswith("'sha256-") for name in ("script-src", "style-src")
    )
    assert {one for name in ("img-src", "media-src", "base-uri", "form-action") for one in allowed[name]} == {
        "data:",
        "'none'",
    }
    assert "src=" not in re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(Settings(data=tmp_path_factory.mktemp("pages"))) as opened:
        yield opened


async def values(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    answer = await client.call_tool(tool, arguments)
    assert isinstance(answer, CallToolResult)
    assert not answer.is_error, text_of(answer)
    assert answer.structured_content is not None
    return answer.structured_content


async def refusal(client: Client, tool: str, **arguments: Any) -> str:
    answer = await client.call_tool(tool, arguments)
    assert isinstance(answer, CallToolResult)
    assert answer.is_error
    return text_of(answer)


@pytest.mark.slow
async def test_over_http_nobody_looks_at_anothers_film_and_a_step_tells_its_price(house: House, era: Era) -> None:
    pytest.importorskip("playwright.async_api", reason="Playwright is not installed: pip install playwright.")
    if not app.PAGE.is_file():
        pytest.skip("The page inside chats is not built: run scripts/lib/build_web.")
    from chat_hosts import paying

    async with paying(house, **options_of(era)) as owner, paying(house, **options_of(era)) as other:
        view = await values(owner.client, "mv_view_film", project_id=owner.project_id)
        assert view["film"]["url"].startswith("http")
        assert view["charged"]
        item, key = view["film"]["item_id"], view["draft"]["shots"][0]["still"]
        mine = {"project_id": owner.project_id}
        assert (await values(owner.client, "mv_view_pictures", **mine, keys=[key]))["pictures"][key]
        assert (await values(owner.client, "mv_view_part", item_id=item, start=0, stop=5))["data"]
        for tool, arguments in (
            ("mv_view_film", mine), ("mv_view_pictures", {**mine, "keys": [key]}), ("mv_view_step", {**mine, "to": "undo"}),
            ("mv_view_part", {"item_id": item, "start": 0, "stop": 5}),
        ):  # fmt: skip
            assert re.search("There is (no such|nothing with)", await refusal(other.client, tool, **arguments))

        # A change that was called off stands in the history unpaid: to bring it back costs what it would have cost.
        before = await asyncio.to_thread(owner.available)
        edit = {"words": "redo shot 3", "confirm": True, "wait_s": 0, **mine}
        started = await values(owner.client, "mv_edit_video", **edit)
        cost = started["price_credits"]
        assert cost > 0
        await asyncio.to_thread(owner.end, "cancelled")
        step = await values(owner.client, "mv_view_step", **mine, to="redo")
        assert step == {"version": 2, "price_credits": cost, "charged": True}
        assert await asyncio.to_thread(owner.available) == before
        await values(owner.client, "mv_edit_video", **edit)
        await asyncio.to_thread(owner.end)
        # No clip was really rendered here, so the way back would be rendered too; and that is said.
        step = await values(owner.client, "mv_view_step", **mine, to="undo")
        assert step == {"version": 1, "price_credits": cost, "charged": True}

        # The first film's pictures are alike in both projects, the changed one's are in the owner's alone.
        changed = (await values(owner.client, "mv_view_film", **mine))["draft"]["shots"][2]["still"]
        theirs = {"project_id": other.project_id, "keys": [changed]}
        assert (await values(owner.client, "mv_view_pictures", **mine, keys=[changed]))["pictures"]
        assert (await values(other.client, "mv_view_pictures", **theirs))["pictures"] == {}


def test_every_tool_that_shows_the_film_is_a_tool() -> None:
    assert {one.run.__name__ for one in TOOLS} >= SHOWS_FILM
