"""A person makes a film in the browser and changes it until it can be taken home: real processes, a real browser."""

import signal
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import pytest

from composed_songs import RATE_HZ, verse_and_chorus
from server_processes import Stack, embedded
from synthetic import write_wav
from waiting import until

pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install playwright.")
from playwright.sync_api import expect

from studio_screens import AXE, LOOK_S, RENDERED_S, Screen, screens

pytestmark = pytest.mark.slow

SONG_S = 24.0
PARTS = (("verse", 4), ("chorus", 4), ("verse", 4))


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory, built_page: Any) -> Iterator[Stack]:
    stack = embedded(tmp_path_factory.mktemp("journey"))
    stack.start()
    yield stack
    stack.end(signal.SIGKILL)


@pytest.fixture(scope="module")
def opened(chromium: Path, stack: Stack) -> Iterator[Callable[..., Screen]]:
    with screens(chromium, stack.url) as opened:
        yield opened


def beats_of(screen: Screen, project: str) -> list[float]:
    sound = screen.page.request.get(f"{screen.url}/v1/projects/{project}/sound").json()["data"]
    return [float(beat) for beat in sound["beats_s"]]


def drag_cut(screen: Screen, number: int, beats: int) -> None:
    """The cut into a shot, by the width of so many beats and a bit."""
    handle = screen.page.locator(f"[data-cut='{number}']")
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    track = screen.page.locator(".track").bounding_box()
    assert box is not None
    assert track is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    beat_px = track["width"] / SONG_S / 2
    screen.page.mouse.move(x, y)
    screen.page.mouse.down()
    screen.page.mouse.move(x + beats * beat_px * 0.5, y, steps=4)
    screen.page.mouse.move(x + beats * beat_px * 1.1, y, steps=4)
    expect(screen.page.locator(".cut.dragged output")).to_be_visible()
    screen.page.mouse.up()


def cut_to_drag(seen: dict[str, Any]) -> int:
    """The number of a shot that can begin a beat later and still be seen: with room after it, and a plain cut."""
    shots = seen["draft"]["shots"]
    for number, (before, shot) in enumerate(pairwise(shots), start=2):
        if shot["transition"] == "cut" and shot["stop"] - shot["start"] >= 36 and before["transition"] == "cut":
            return number
    raise AssertionError(f"no shot is long enough: {shots}")


def test_from_a_song_to_a_film_that_is_changed_and_taken_home(
    opened: Callable[..., Screen], stack: Stack, tmp_path: Path
) -> None:
    screen = opened()
    page = screen.page
    screen.register("journey@example.com")

    # A song is dropped, heard, and its film asked for once the price has been seen.
    screen.go("/studio/new")
    song = write_wav(tmp_path / "night drive.wav", verse_and_chorus(PARTS), RATE_HZ)
    page.set_input_files(".drop input[type=file]", song)
    page.wait_for_selector("canvas.analysis", timeout=RENDERED_S * 1000)
    page.fill(".words textarea", "a neon city at night")
    page.click("text=Enhance")
    page.wait_for_selector(".treatment .scenes textarea")
    assert screen.axe() == []
    page.click("text=Leave it to the director")
    expect(page.locator(".make .primary")).to_have_text("Make the film for 40 credits")
    page.click(".make .primary")
    page.wait_for_url("**/studio/*-*")
    page.wait_for_selector(".stages", timeout=RENDERED_S * 1000)
    screen.rest()

    # It plays, and steps by frames.
    assert screen.shown_film() == "1"
    page.click("button.play")
    screen.until("document.querySelector('.screen video').currentTime > 0.5")
    page.click("button.play")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".timecode output")).to_have_text("0:00:01")
    # Chromium tells of a time inside that very frame.
    screen.until("!document.querySelector('.screen video').seeking")
    assert 1 / 24 <= page.evaluate("document.querySelector('.screen video').currentTime") < 2 / 24
    seen = screen.project()
    assert seen["balance"]["available"] == 210

    # "Redo the chorus" by its button: the price first, then a second take of its shots.
    page.click("button.section:has-text('chorus')")
    page.click(".again .primary")
    [chorus] = [one["id"] for one in seen["draft"]["sections"] if one["label"] == "chorus"]
    in_chorus = [number for number, shot in enumerate(seen["draft"]["shots"]) if shot["section"] == chorus]
    expect(page.locator("dialog.quote .cost b")).to_contain_text("credit")
    assert screen.project()["draft"]["version"] == 1
    screen.agree()
    page.wait_for_selector(".work-strip")
    screen.rest()
    assert screen.shown_film() == "2"
    seen = screen.project()
    assert [number for number, shot in enumerate(seen["draft"]["shots"]) if shot["takes"] == 2] == in_chorus

    # The takes side by side; the two films in sync under one wipe; the earlier take is chosen, which costs nothing.
    first = in_chorus[0] + 1
    page.click(f"[data-shot='{first}']")
    expect(page.locator(".take")).to_have_count(2)
    screen.until("[...document.querySelectorAll('.take video')].filter(one => one.poster).length === 2")
    page.click(".versions-tab")
    page.click(".versions button:has-text('Version 1') >> nth=0")
    screen.until("document.querySelector('.wiped video')?.readyState >= 2")
    page.click(f"[data-shot='{first}']")
    screen.until(
        "Math.abs(document.querySelector('.wiped video').currentTime"
        " - document.querySelector('.screen > video').currentTime) < 1 / 24"
    )
    page.click(".versions button[aria-pressed=true]")
    page.click(".look-tab")
    page.click(".compare-takes")
    screen.until(
        "[...document.querySelectorAll('.compared-screen video')].filter((one) => one.readyState >= 2).length === 2"
    )
    screen.until(
        "Math.abs(document.querySelectorAll('.compared-screen video')[0].currentTime"
        " - document.querySelectorAll('.compared-screen video')[1].currentTime) < 2 / 24"
    )
    assert screen.axe() == []
    page.click(".takes-compared .compared-end:has(option:checked[value='1']) .primary")
    until(lambda: screen.project()["draft"]["version"] == 3, within_s=LOOK_S, what="the third version")
    chosen = screen.rest()
    assert chosen["draft"]["shots"][first - 1]["take"] == 1
    assert chosen["balance"]["available"] == seen["balance"]["available"]

    # The same by talking.
    page.fill(".say textarea", "redo the chorus in colder light")
    page.keyboard.press("Enter")
    reply = page.locator(".reply").last
    expect(reply).to_contain_text("Light of chorus", timeout=RENDERED_S * 1000)
    screen.rest()
    expect(page.locator(".messages .work")).to_have_count(0, timeout=RENDERED_S * 1000)
    assert screen.shown_film() == "4"

    # A cut is dragged, and lands on a beat.
    seen = screen.project()
    number = cut_to_drag(seen)
    drag_cut(screen, number, 1)
    screen.agree()
    page.wait_for_selector(".work-strip")
    moved = screen.rest()["draft"]["shots"][number - 1]
    assert moved["start"] != seen["draft"]["shots"][number - 1]["start"]
    assert moved["on_beat"]
    assert min(abs(beat - moved["start"] / 24) for beat in beats_of(screen, seen["project"]["id"])) <= 0.5 / 24 + 1e-3

    # And back again.
    page.click(".topbar button[aria-label=Undo]")
    until(lambda: screen.project()["draft"]["version"] == 4, within_s=LOOK_S, what="the version before")
    screen.rest()
    assert screen.project()["draft"]["shots"][number - 1]["start"] == seen["draft"]["shots"][number - 1]["start"]

    # The check watches the film; what it flags is listed by its moment, or there is nothing.
    page.click(".check-tab")
    page.click(".moments .primary")
    expect(page.locator(".verdict")).to_be_visible(timeout=RENDERED_S * 1000)
    assert screen.axe() == []
    page.click(".look-tab")

    # The film is written and taken home.
    page.click(".topbar .primary")
    page.select_option("dialog.export select", "preview")
    page.click("dialog.export .export-end .primary")
    link = page.locator("dialog.export .files a").first
    expect(link).to_be_visible(timeout=RENDERED_S * 1000)
    assert screen.axe() == []
    with page.expect_download() as download:
        link.click()
    with av.open(str(download.value.path())) as film:
        assert abs(float(film.duration or 0) / av.time_base - SONG_S) < 0.1
    page.keyboard.press("Escape")

    # Nothing grave for whoever cannot see or point, in the dark and by day.
    page.click(f"[data-shot='{first}']")
    expect(page.locator(".take")).to_have_count(3)
    assert screen.axe() == []
    # Colours that are still on their way to others would be judged half-way.
    page.emulate_media(reduced_motion="reduce")
    page.emulate_media(reduced_motion="reduce", color_scheme="light")
    assert screen.axe() == []
    screen.go("/studio")
    page.wait_for_selector(".card img")
    assert screen.axe() == []

    # Somebody else finds nothing there.
    stranger = opened()
    stranger.register("stranger@example.com")
    answer = stranger.go(f"/studio/{seen['project']['id']}")
    assert answer is not None
    assert answer.status == 404
    expect(stranger.page.locator("h2")).to_have_text("There is no such project.")
    assert screen.faults == []
    assert stranger.faults == []
    assert stack.admin("books") == {"ok": True, "wrong": []}


def test_the_rules_of_accessibility_are_there_to_be_held_against() -> None:
    assert AXE.is_file(), "axe-core comes with what builds the page: run scripts/lib/build_web"
