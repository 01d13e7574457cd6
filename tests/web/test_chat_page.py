"""The film inside a chat: in a sandboxed frame that may load nothing, with a host that stands in and a server that is real."""

import asyncio
import os
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from chat_houses import House, open_house
from songreel_server.faces.mcp.app import PAGE
from songreel_server.settings import Settings

pytest.importorskip("playwright.async_api", reason="Playwright is not installed: pip install playwright.")
from playwright.async_api import Locator, expect

from chat_hosts import Chat, Guest, ShootingAssistant, chat_with, paying, shooting, working

pytestmark = [pytest.mark.anyio, pytest.mark.slow]

PICTURES = os.environ.get("SONGREEL_STUDIO_PICTURES")
"""A folder for pictures of the page."""
MOST_ANSWER_BYTES = 1 << 20
"""Beyond it hosts refuse an answer."""
THEIRS = {
    "--color-background-primary": "#102030", "--color-background-secondary": "#203040", "--color-text-primary": "#ffffff",
    "--color-text-secondary": "#d0d8e0", "--color-border-primary": "#405060",
}  # fmt: skip


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def built() -> None:
    if not PAGE.is_file():
        pytest.skip("The page inside chats is not built: run scripts/lib/build_web.")


@pytest.fixture
async def assistant(tmp_path: Path) -> AsyncIterator[ShootingAssistant]:
    async with shooting(tmp_path) as one:
        yield one


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with open_house(Settings(data=tmp_path_factory.mktemp("chats"))) as opened:
        yield opened


def button(chat: Chat, name: str) -> Locator:
    return chat.film.get_by_role("button", name=name, exact=True)


def shot(chat: Chat, number: int) -> Locator:
    return chat.film.locator(f"[data-shot='{number}']")


async def soon(ask: Any, what: str) -> None:
    """What the host was told arrives when the page gets to it."""
    for _ in range(400):
        if ask():
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"no {what}")


async def picture(chat: Chat, name: str) -> None:
    if PICTURES:
        await chat.page.screenshot(path=str(Path(PICTURES) / f"{name}.png"))


async def test_the_storyboard_is_shown_on_the_beat_grid_in_the_hosts_colours(
    assistant: ShootingAssistant, chromium: Path
) -> None:
    await assistant.film()
    async with chat_with(chromium, assistant.client, theme="dark", locale="en-GB") as chat:
        await chat.open("mv_get_timeline")
        await expect(chat.film.locator("[data-shot]")).to_have_count(11)
        await expect(chat.film.locator("h3 strong")).to_have_text(["verse 1", "chorus 1", "verse 2", "chorus 2"])
        await expect(shot(chat, 3)).to_contain_text("0:06.0")
        await expect(shot(chat, 3)).to_contain_text("4 beats")
        await expect(shot(chat, 3).locator("img")).to_have_attribute("src", re.compile("^data:image/webp;base64,"))
        await expect(chat.film.locator("header")).to_contain_text("Nothing is charged here")
        assert await chat.axe() == []
        await chat.tell("ui/notifications/host-context-changed", theme="light")
        await expect(chat.film.locator("html")).to_have_css("background-color", "rgb(249, 247, 244)")
        assert await chat.axe() == []
        # A palette is taken as a whole or not at all.
        await chat.tell("ui/notifications/host-context-changed", styles={"variables": dict(list(THEIRS.items())[:3])})
        await expect(chat.film.locator("html")).to_have_css("background-color", "rgb(249, 247, 244)")
        await chat.tell("ui/notifications/host-context-changed", styles={"variables": THEIRS})
        await expect(chat.film.locator("html")).to_have_css("background-color", "rgb(16, 32, 48)")
        assert set(dict(chat.calls)) == {"mv_view_film", "mv_view_pictures"}
        await soon(lambda: chat.heights and chat.heights[-1] > 500, "word of the page's height")
        assert chat.faults == []


async def test_redo_makes_a_take_that_is_shown_and_undo_takes_it_back(
    assistant: ShootingAssistant, chromium: Path
) -> None:
    await assistant.film()
    async with chat_with(chromium, assistant.client) as chat:
        await chat.open("mv_get_timeline")
        await shot(chat, 3).click()
        first = await shot(chat, 3).locator("img").get_attribute("src")
        await button(chat, "Redo").click()
        # Nobody works yet: the page says so, and lets nothing else be asked for.
        await expect(chat.film.locator(".job")).to_contain_text("Changing the film: waiting for its turn")
        await expect(button(chat, "Redo")).to_be_disabled()
        async with working(assistant):
            await expect(shot(chat, 3)).to_contain_text("take 2 of 2")
            await expect(chat.film.locator(".job")).to_have_count(0)
            await expect(shot(chat, 3).locator("img")).not_to_have_attribute("src", first or "")
            await expect(chat.film.locator("header")).to_contain_text("Version 2")
            await button(chat, "Take 1").click()
            await expect(shot(chat, 3)).to_contain_text("take 1 of 2")
            await button(chat, "Undo “choose_take shot 3”").click()
            await expect(shot(chat, 3)).to_contain_text("take 2 of 2")
            await button(chat, "Undo “remake shot 3”").click()
            await expect(chat.film.locator("header")).to_contain_text("Version 1")
            await expect(shot(chat, 3)).not_to_contain_text("take")
            await expect(shot(chat, 3).locator("img")).to_have_attribute("src", first or "")
            await button(chat, "Bring back").click()
            await expect(chat.film.locator("header")).to_contain_text("Version 2")
        assert "version 2 stands now. Made shot 3 again" in chat.notes[0]
        assert [one["edits"] for one in chat.called("mv_edit_video")] == [
            [{"edit": "remake", "target": "shot 3"}],
            [{"edit": "choose_take", "target": "shot 3", "changes": {"take": 1}}],
        ]
        assert chat.faults == []


async def test_what_is_kept_is_left_alone_and_what_is_refused_is_said(
    assistant: ShootingAssistant, chromium: Path
) -> None:
    await assistant.film()
    async with chat_with(chromium, assistant.client) as chat, working(assistant):
        await chat.open("mv_get_timeline")
        await chat.film.get_by_role("button", name="chorus 1").click()
        await expect(chat.film.locator(".selected h2")).to_have_text("chorus 1 · Shots 3–6")
        await button(chat, "Keep").click()
        await expect(chat.film.locator("[data-shot]", has_text="kept")).to_have_count(4)
        await shot(chat, 4).click()
        await button(chat, "Redo").click()
        await expect(chat.film.get_by_role("alert")).to_contain_text("locked")
        await expect(chat.film.get_by_role("alert")).not_to_contain_text("mv_")
        await button(chat, "Release").click()
        await expect(chat.film.locator("[data-shot]", has_text="kept")).to_have_count(3)
        # Words: understood ones change the film, others go to the chat if the person wants it.
        await chat.film.get_by_label("Say what to change").fill("snow in verse 1")
        await button(chat, "Change it").click()
        await shot(chat, 1).click()
        await expect(chat.film.locator(".selected")).to_contain_text("snow")
        await expect(chat.film.get_by_label("Say what to change")).to_have_value("")
        await expect(chat.film.locator(".job")).to_have_count(0)
        await chat.film.get_by_label("Say what to change").fill("why is the sky blue")
        await chat.page.keyboard.press("Enter")
        await expect(chat.film.get_by_role("alert")).to_contain_text("names no change that I know")
        await button(chat, "Ask in the chat").click()
        await soon(lambda: chat.messages, "message in the chat")
        assert chat.messages == ["why is the sky blue"]
        assert await chat.axe() == []
        assert chat.faults == []


async def test_nothing_that_costs_is_done_before_its_price_was_seen(house: House, chromium: Path) -> None:
    async with paying(house) as guest, chat_with(chromium, guest.client) as chat:
        await chat.open("mv_get_timeline")
        had = await asyncio.to_thread(guest.available)
        await expect(chat.film.locator("header")).to_contain_text(f"{had} credits")
        await shot(chat, 3).click()
        await button(chat, "Redo").click()
        asked = chat.film.locator(".quote")
        await expect(asked).to_contain_text(f"of your {had}.")
        assert await chat.axe() == []
        assert [one.get("preview") for one in chat.called("mv_edit_video")] == [True]
        await button(chat, "Leave it").click()
        await expect(asked).to_have_count(0)
        assert await asyncio.to_thread(_at_rest, guest, had)
        await button(chat, "Redo").click()
        price = int((await asked.inner_text()).partition("This costs ")[2].split()[0])
        await chat.film.get_by_role("button", name="Go ahead for").click()
        await expect(chat.film.locator(".job")).to_be_visible()
        await asyncio.to_thread(guest.end)
        await expect(shot(chat, 3)).to_contain_text("take 2 of 2")
        assert await asyncio.to_thread(guest.available) == had - price
        # No clip was really rendered, so even the way back has a price here, and that is asked about too.
        await button(chat, "Undo “remake shot 3”").click()
        await expect(asked).to_contain_text("This costs")
        assert chat.called("mv_go_back") == []
        await button(chat, "Open the film").click()
        await soon(lambda: chat.links, "link")
        assert chat.links[0].startswith("http")
        assert chat.faults == []


def _at_rest(guest: Guest, had: int) -> bool:
    return guest.available() == had and guest.house.jobs() == []


async def test_the_film_plays_on_through_small_parts_and_is_sought_by_keys(
    assistant: ShootingAssistant, chromium: Path
) -> None:
    await assistant.film()
    async with chat_with(chromium, assistant.client) as chat:
        await chat.open("mv_get_timeline")
        position = chat.film.get_by_label("Position")
        await expect(position).to_have_attribute("aria-valuetext", "0:00.0, verse 1, shot 1")
        await shot(chat, 2).click()
        await chat.film.get_by_role("button", name="Play").click()
        await expect(position).to_have_attribute("aria-valuetext", re.compile(r"0:0[345]\.\d, verse 1, shot 2"))
        # Beyond the end of the first part, in the one that was fetched meanwhile.
        await expect(chat.film.locator(".where output")).to_contain_text("chorus 1, shot 3")
        await chat.film.get_by_role("button", name="Pause").click()
        stood = await position.input_value()
        parts = [(one["start"], one["stop"]) for one in chat.called("mv_view_part")]
        assert parts[0] == (48, 144)
        assert parts[1][0] == 144
        assert all(stop - start <= 5 * 24 for start, stop in parts)
        await position.focus()
        await chat.page.keyboard.press("ArrowRight")
        assert await position.input_value() == str(int(stood) + 1)
        await chat.page.keyboard.press("End")
        await expect(position).to_have_attribute("aria-valuetext", "0:24.0, chorus 2, shot 11")
        await shot(chat, 5).focus()
        await chat.page.keyboard.press("ArrowRight")
        await expect(shot(chat, 6)).to_be_focused()
        await expect(shot(chat, 6)).to_have_attribute("aria-pressed", "true")
        assert chat.largest_bytes < MOST_ANSWER_BYTES
        assert chat.faults == []


async def test_a_film_is_followed_while_it_is_made_in_chinese(assistant: ShootingAssistant, chromium: Path) -> None:
    song_id = await assistant.song_id()
    phone = {"width": 360, "height": 800}
    chat_of_phone = chat_with(
        chromium, assistant.client, locale="zh-CN", availableDisplayModes=["fullscreen"], viewport=phone
    )
    async with chat_of_phone as chat:
        await chat.open("mv_make_video", song_id=song_id, wait_s=0, aspect="16:9")
        await expect(chat.film.locator(".job")).to_contain_text("正在制作影片：排队中")
        await expect(chat.film.locator("html")).to_have_attribute("lang", "zh-CN")
        async with working(assistant):
            await expect(chat.film.locator("h3 strong")).to_have_text(["主歌 1", "副歌 1", "主歌 2", "副歌 2"])
            await expect(chat.film.locator(".job")).to_have_count(0)
        assert await chat.inside("document.documentElement.scrollWidth") <= phone["width"]
        await button(chat, "全屏").click()
        await expect(chat.film.locator("html")).to_have_attribute("data-mode", "fullscreen")
        assert await chat.axe() == []
        assert chat.faults == []


async def test_a_price_that_the_model_was_told_can_be_agreed_to_in_the_page(
    assistant: ShootingAssistant, chromium: Path
) -> None:
    await assistant.film()
    async with chat_with(chromium, assistant.client) as chat, working(assistant):
        await chat.open("mv_edit_video", words="snow in verse 1", preview=True)
        await expect(chat.film.locator(".quote")).to_contain_text("Would do")
        assert chat.called("mv_edit_video") == []
        await button(chat, "Go ahead").click()
        await expect(chat.film.locator("header")).to_contain_text("Version 2")
        [call] = chat.called("mv_edit_video")
        assert (call["words"], call["confirm"], "preview" in call) == ("snow in verse 1", True, False)
        assert chat.faults == []


async def test_a_host_that_calls_no_tools_and_a_call_that_failed_are_said(
    assistant: ShootingAssistant, chromium: Path
) -> None:
    await assistant.film()
    async with chat_with(chromium, assistant.client, can={}) as chat:
        chat.refusal = "Tools of pages are switched off."
        await chat.open("mv_get_timeline")
        await expect(chat.film.get_by_role("alert")).to_have_text("Tools of pages are switched off.")
        chat.refusal = ""
        await chat.open("mv_get_timeline", project_id="nonsense")
        await expect(chat.film.get_by_role("alert")).to_have_text("There is no such project.")
        assert chat.faults == []
