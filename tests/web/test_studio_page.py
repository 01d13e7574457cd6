"""The page itself: long films stay light, nothing moves as it loads, phones and both languages, for everybody."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from chat_houses import Guest, House
from songreel_server.visits import Visits

pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install playwright.")
from playwright.sync_api import Route, expect

from studio_screens import Screen, screens

Filmed = tuple[Guest, str]
MANY = 400
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
SHIFTS = (
    "new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput)"
    " window.shifted = (window.shifted ?? 0) + one.value; }).observe({type: 'layout-shift', buffered: true})"
)


@pytest.fixture(scope="module")
def opened(chromium: Path, house: House, filmed: Filmed, built_page: Any) -> Iterator[Callable[..., Screen]]:
    """Opens the film's page in windows of its owner."""
    guest, project = filmed
    visits = Visits(house.parts.settings, house.parts.database, clock=house.parts.studio.clock)
    account = house.parts.studio.who_is(guest.token).account_id

    with screens(chromium, house.url) as opened:

        def at_the_project(prepare: Callable[[Screen], None] | None = None, **options: Any) -> Screen:
            screen = opened(**options)
            if prepare is not None:
                prepare(screen)
            screen.go(f"/studio/enter?ct={visits.entry(account).token}&to={project}")
            screen.page.wait_for_selector("[data-shot='1']")
            return screen

        yield at_the_project


def as_long(screen: Screen) -> None:
    """The film has MANY shots, ten beats a second."""

    def longer(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        draft = body["data"]["draft"]
        shot, section = draft["shots"][0], draft["sections"][0]
        draft["frames"] = 24 * MANY
        draft["sections"] = [section | {"start": 0, "stop": 24 * MANY}]
        draft["shots"] = [
            shot | {"id": f"shot-{number}", "section": section["id"], "start": 24 * number, "stop": 24 * number + 24}
            for number in range(MANY)
        ]
        route.fulfill(response=answer, body=json.dumps(body))

    screen.page.route("**/v1/projects/*", longer)


def test_a_film_of_400_shots_keeps_only_those_in_sight(opened: Callable[..., Screen]) -> None:
    screen = opened(as_long)
    shots = screen.page.locator(".shot")
    screen.page.click("[aria-label='Zoom in']")
    most = 0
    for share in (0.0, 0.3, 0.6, 1.0):
        screen.page.evaluate(
            "(share) => { const box = document.querySelector('.scroller'); box.scrollLeft = share * box.scrollWidth }",
            share,
        )
        wanted = min(MANY, round(share * MANY) + 1)
        expect(screen.page.locator(f"[data-shot='{wanted}']")).to_have_count(1)
        most = max(most, shots.count())
    assert 0 < most < 150
    expect(screen.page.locator("[data-shot='1']")).to_have_count(0)


def test_nothing_moves_while_the_page_loads(opened: Callable[..., Screen]) -> None:
    screen = opened()
    screen.page.evaluate(SHIFTS)
    screen.until("document.querySelector('.timeline .facts')?.textContent.includes('bpm')")
    assert screen.page.evaluate("window.shifted ?? 0") < 0.05


@pytest.mark.parametrize("options", [{}, PHONE, {"color_scheme": "light"}, PHONE | {"locale": "zh-CN"}])
def test_nothing_grave_for_whoever_cannot_see_or_point(opened: Callable[..., Screen], options: dict[str, Any]) -> None:
    screen = opened(**options)
    screen.until("document.querySelector('.timeline .facts')?.textContent.includes('bpm')")
    for chosen in ("[data-shot='2']", ".section"):
        screen.page.locator(chosen).first.click()
        assert screen.axe() == []
    for tab in (".versions-tab", ".check-tab"):
        screen.page.click(tab)
        assert screen.axe() == []
    assert screen.faults == []


def test_a_phone_shows_everything_without_scrolling_sideways(opened: Callable[..., Screen]) -> None:
    screen = opened(**PHONE)
    page = screen.page
    page.locator("[data-shot='1']").click()
    for tab in (".look-tab", ".versions-tab", ".check-tab", ".talk-tab"):
        page.click(tab)
        assert page.evaluate("document.documentElement.scrollWidth") == 390
    expect(page.locator(".say textarea")).to_be_visible()


def test_the_page_speaks_the_browsers_language_and_keeps_what_was_chosen(opened: Callable[..., Screen]) -> None:
    screen = opened(locale="zh-CN")
    page = screen.page
    expect(page.locator(".topbar .primary")).to_contain_text("导出")
    assert page.get_attribute("html", "lang") == "zh-CN"
    page.select_option(".appearance select >> nth=0", "en")
    expect(page.locator(".topbar .primary")).to_contain_text("Export")
    page.reload()
    expect(page.locator(".topbar .primary")).to_contain_text("Export")


def test_the_keyboard_goes_from_shot_to_shot_and_leaves_typing_alone(opened: Callable[..., Screen]) -> None:
    screen = opened()
    page = screen.page
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".subject h3")).to_have_text("Shot 3")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-shot='2']")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("t")
    page.keyboard.type("slower r l s")
    expect(page.locator(".say textarea")).to_have_value("slower r l s")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.locator("[data-shot='2']").focus()
    page.keyboard.press("r")
    expect(page.locator("dialog.quote")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert screen.project()["draft"]["version"] == 1


def test_a_cut_is_moved_by_a_beat_with_the_arrow_keys_and_its_price_is_asked_first(
    opened: Callable[..., Screen],
) -> None:
    screen = opened()
    page = screen.page
    before = screen.project()["draft"]["shots"]
    number = next(k for k, shot in enumerate(before, start=1) if k > 1 and shot["stop"] - shot["start"] > 24)
    page.click(f"[data-shot='{number}']")
    page.locator(f"[data-cut='{number}']").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("dialog.quote .said")).to_be_visible()
    page.click("dialog.quote button:has-text('Cancel')")
    assert screen.project()["draft"]["shots"] == before
