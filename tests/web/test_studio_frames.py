"""Films whose frames carry their number: what the page says is shown is what is shown, also of two films at once."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from numbered_films import LATER_BY, NUMBERS, READ_OFF, Numbered, numbered_house
from waiting import until

pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install playwright.")
from playwright.sync_api import expect

from studio_screens import LOOK_S, Screen, screens

FPS = 24
FILM = ".screen > video"
OTHER = ".wiped video"
WATCHED_S = 120.0
"""A check of a film begins with a process of its own."""


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Numbered]:
    with numbered_house(tmp_path_factory.mktemp("numbered")) as house:
        yield house


@pytest.fixture(scope="module")
def screen(chromium: Path, numbered: Numbered, built_page: Any) -> Iterator[Screen]:
    with screens(chromium, numbered.house.url) as opened:
        # Colours on their way to others would be judged half-way.
        screen = opened(reduced_motion="reduce")
        screen.go(numbered.entry())
        screen.page.wait_for_selector("[data-shot='1']")
        screen.shown_film()
        yield screen


def said(screen: Screen) -> int:
    """The frame that the page says is shown."""
    told = re.fullmatch(r"(\d+):(\d\d):(\d\d)", screen.page.inner_text(".timecode output"))
    assert told is not None
    minutes, seconds, frames = map(int, told.groups())
    return (60 * minutes + seconds) * FPS + frames


def number(screen: Screen, which: str = FILM) -> int:
    """What is written on the frame that is shown."""

    def read() -> tuple[int] | None:
        seen = screen.page.evaluate(READ_OFF, which)
        return None if seen is None else (int(seen),)

    [found] = until(read, within_s=LOOK_S, what=f"a frame of {which}")
    return found


def shows(screen: Screen, frame: int) -> None:
    until(lambda: number(screen) == frame % NUMBERS, within_s=LOOK_S, what=f"frame {frame}")
    assert said(screen) == frame


def test_every_step_shows_the_next_frame_and_no_other(screen: Screen) -> None:
    screen.page.keyboard.press("Home")
    for frame in range(30):
        shows(screen, frame)
        screen.page.keyboard.press("ArrowRight")
    for frame in range(30, 20, -1):
        shows(screen, frame)
        screen.page.keyboard.press("ArrowLeft")


def test_a_jump_shows_the_frame_that_was_meant(screen: Screen) -> None:
    page = screen.page
    shots = screen.project()["draft"]["shots"]
    for chosen in (3, len(shots), 1):
        page.click(f"[data-shot='{chosen}']")
        shows(screen, shots[chosen - 1]["start"])
    page.keyboard.press("End")
    shows(screen, 575)
    page.keyboard.press("Shift+ArrowLeft")
    shows(screen, 575 - FPS)
    ruler = page.locator(".ruler").bounding_box()
    assert ruler is not None
    page.mouse.click(ruler["x"] + 211.5, ruler["y"] + 5)
    # Some frame or other: the very one that the page names.
    until(lambda: number(screen) == said(screen) % NUMBERS, within_s=LOOK_S, what="the frame that was clicked")
    assert 0 < said(screen) < 575 - FPS


def test_what_the_check_flags_is_made_again_by_one_press_to_a_film_that_is_shown(
    screen: Screen, numbered: Numbered
) -> None:
    page = screen.page
    page.click(".check-tab")
    page.click(".moments .primary")
    # Grey frames that jump in brightness each time: the check has much to say.
    expect(page.locator(".faults li").first).to_be_visible(timeout=WATCHED_S * 1000)
    flagged = {int(text.split("Shot ")[1].split("\n")[0]) for text in page.locator(".fault-row").all_inner_texts()}
    expect(page.locator(".moments .primary")).to_have_text(f"Make these {len(flagged)} shots again")
    page.click(".fault-row >> nth=0")
    assert screen.axe() == []
    page.click(".moments .primary")
    page.wait_for_selector(".work-strip")
    [job] = until(numbered.house.jobs, what="the job")
    numbered.house.end(job)
    shots = screen.rest()["draft"]["shots"]
    assert {k for k, shot in enumerate(shots, start=1) if shot["takes"] == 2} == flagged
    assert screen.shown_film() == "2"
    page.keyboard.press("Home")
    until(lambda: number(screen) == LATER_BY, within_s=LOOK_S, what="the new film's first frame")
    expect(page.locator(".moments .primary")).to_have_text("Check the film")


def test_two_versions_are_shown_in_step_to_the_frame(screen: Screen) -> None:
    page = screen.page
    page.click(".versions-tab")
    page.click(".versions button:has-text('Version 1') >> nth=0")
    page.wait_for_selector(OTHER)
    page.keyboard.press("Home")
    for key in ("ArrowRight", "Shift+ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
        until(
            lambda: (
                number(screen, OTHER) == said(screen) % NUMBERS
                and number(screen) == (said(screen) + LATER_BY) % NUMBERS
            ),
            within_s=LOOK_S,
            what=f"both films at one frame after {key}",
        )
    wipe = page.locator(".wiped input")
    box = page.locator(".screen").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
    expect(wipe).to_have_value(re.compile(r"2[3-7](\.5)?$"))
    assert page.evaluate("document.querySelector('.wiped video').style.clipPath").startswith("inset(0")
    assert screen.axe() == []
    page.click(".versions button[aria-pressed=true]")
    expect(page.locator(".wiped")).to_have_count(0)
    assert screen.faults == []


def test_the_release_pack_is_followed_to_its_end_and_every_file_of_it_taken_home(
    screen: Screen, numbered: Numbered
) -> None:
    page = screen.page
    page.click(".topbar .primary")
    page.click(".profile:has-text('Release pack')")
    page.click("dialog.export .export-end .primary")
    expect(page.locator("dialog.export .work-strip")).to_be_visible()
    [job] = until(numbered.house.jobs, what="the job")
    numbered.house.end(job)
    links = page.locator("dialog.export .files a")
    expect(links).to_have_count(2)
    assert screen.axe() == []
    for k, name in enumerate(("release-pack-tiktok.txt", "release-pack-cover.txt")):
        with page.expect_download() as download:
            links.nth(k).click()
        assert download.value.suggested_filename == name
        assert download.value.path().read_text() == f"what {name} would hold"
    page.keyboard.press("Escape")
