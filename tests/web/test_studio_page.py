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
LINE = {"role": "lyric", "place": "bottom", "size": "medium", "colour": "#ffffff"}
CHANGES = """() => {
  window.changed = [];
  const named = (node) => (node.nodeType === 3 ? node.parentElement : node).closest('.timecode, .playhead, [class]').className;
  new MutationObserver((list) => window.changed.push(...list.map((one) => named(one.target)))).observe(
    document.querySelector('.studio'),
    { subtree: true, childList: true, attributes: true, characterData: true },
  );
}"""
"""Tells of everything in the page that is changed from now on."""
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
    """The film has MANY shots of a second, each with a line of words."""

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
        draft["texts"] = [
            LINE | {"id": f"line-{number}", "text": f"line {number}", "start": 24 * number, "stop": 24 * number + 22}
            for number in range(MANY)
        ]
        route.fulfill(response=answer, body=json.dumps(body))

    screen.page.route("**/v1/projects/*", longer)


def parts(screen: Screen) -> int:
    """How many elements the timeline has."""
    return int(screen.page.evaluate("document.querySelectorAll('.track *').length"))


def draws(screen: Screen) -> list[int]:
    """How often each tile of what is drawn was drawn."""
    return list(
        screen.page.evaluate("[...document.querySelectorAll('.behind canvas')].map((one) => +one.dataset.draws)")
    )


def scrolled(screen: Screen, left_px: int) -> None:
    screen.page.evaluate("(left) => { document.querySelector('.scroller').scrollLeft = left }", left_px)
    screen.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def test_a_film_of_400_shots_is_seen_at_once_without_an_element_for_each(opened: Callable[..., Screen]) -> None:
    screen = opened(as_long)
    screen.page.click("text=Fit")
    expect(screen.page.locator(".shot")).to_have_count(0)
    assert parts(screen) < 60
    screen.page.locator(".lane").click(position={"x": 700.5, "y": 20})
    chosen = screen.page.inner_text(".subject h3")
    assert int(chosen.removeprefix("Shot ")) == pytest.approx(MANY * 700.5 / 1416, abs=1)


def test_scrolling_draws_nothing_twice_and_makes_nothing_anew_that_stays_in_sight(
    opened: Callable[..., Screen],
) -> None:
    screen = opened(as_long)
    screen.until("document.querySelector('.timeline .facts')?.textContent.includes('bpm')")
    scrolled(screen, 3_000)
    most = max(parts(screen), 1)
    screen.page.evaluate("[...document.querySelectorAll('.shot')].forEach((one) => (one.wasThere = true))")
    before = draws(screen)
    for left_px in range(3_000, 3_200, 20):
        scrolled(screen, left_px)
    assert draws(screen) == before
    assert screen.page.evaluate("[...document.querySelectorAll('.shot')].every((one) => one.wasThere)")
    for left_px in range(3_200, 6_000, 100):
        scrolled(screen, left_px)
        most = max(most, parts(screen))
        assert max(draws(screen)) <= 2
    assert most < 500


def test_playing_changes_the_clock_and_the_playhead_and_nothing_else(opened: Callable[..., Screen]) -> None:
    screen = opened(as_long)
    screen.until("document.querySelector('.timeline .facts')?.textContent.includes('bpm')")
    # What stands before the film until it is played or stepped through goes first.
    screen.page.keyboard.press("ArrowRight")
    expect(screen.page.locator(".opening")).to_have_count(0)
    screen.page.evaluate(CHANGES)
    for _ in range(5):
        screen.page.keyboard.press("ArrowRight")
    changed = set(screen.page.evaluate("window.changed"))
    assert changed == {"timecode", "playhead"}


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
    page.click(".menu-button")
    page.click(".picks span:text-is('English')")
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


def test_the_keys_are_listed_on_a_question_mark(opened: Callable[..., Screen]) -> None:
    screen = opened()
    screen.page.keyboard.press("?")
    dialog = screen.page.locator("dialog[open]")
    expect(dialog.locator("tr")).to_have_count(16)
    expect(dialog).to_contain_text("Move the cut into the shot by a beat")
    assert screen.axe() == []
    screen.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_a_phone_has_the_credits_and_the_look_of_the_page_in_its_menu(opened: Callable[..., Screen]) -> None:
    screen = opened(**PHONE)
    page = screen.page
    page.click(".menu-button")
    expect(page.locator(".menu-credits")).to_have_text("60 credits")
    page.click(".picks span:text-is('Light')")
    assert page.get_attribute("html", "data-theme") == "light"
    assert screen.axe() == []
    page.keyboard.press("Escape")
    expect(page.locator(".menu")).not_to_be_visible()


def test_a_server_that_does_not_answer_is_said_and_can_be_asked_again(opened: Callable[..., Screen]) -> None:
    def cut_off(screen: Screen) -> None:
        screen.page.route("**/v1/projects/*", lambda route: route.abort())

    screen = opened()
    cut_off(screen)
    screen.page.reload()
    expect(screen.page.locator("h2")).to_have_text("The studio cannot be reached.")
    assert screen.axe() == []
    screen.page.unroute("**/v1/projects/*")
    screen.page.click("text=Try again")
    expect(screen.page.locator("[data-shot='1']")).to_be_visible()


def test_words_on_the_picture_and_the_song_are_changed_by_pointing_at_them(
    opened: Callable[..., Screen], house: House
) -> None:
    screen = opened(as_long)
    page = screen.page
    page.click("[aria-label='Zoom in']")
    page.click(".text-item:has-text('line 2') >> nth=0")
    expect(page.locator(".subject h3")).to_have_text("line 2")
    expect(page.locator(".timecode output")).to_have_text("0:02:00")
    assert screen.axe() == []
    page.locator(".sound-item").first.click(position={"x": 300, "y": 10})
    expect(page.locator(".subject h3")).to_have_text("Song")
    assert screen.axe() == []
    page.locator(".inspector input[type=range]").fill("50")
    # It costs nothing, and is done at once.
    expect(page.locator(".toast")).to_contain_text("100 → 50 %")
    for job in house.jobs():
        house.end(job)


@pytest.mark.parametrize("place", ["", "/new", "/no-such-project"])
@pytest.mark.parametrize("options", [{}, PHONE | {"color_scheme": "light"}])
def test_nothing_grave_on_the_other_pages(opened: Callable[..., Screen], place: str, options: dict[str, Any]) -> None:
    screen = opened(**options)
    screen.page.emulate_media(reduced_motion="reduce")
    screen.go(f"/studio{place}")
    expect(screen.page.locator("main")).to_be_visible()
    screen.until("document.querySelector('h2, .drop strong') !== null")
    assert screen.axe() == []
    assert screen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert screen.faults == []


def test_a_shot_is_dragged_to_where_the_line_shows_it_will_be(opened: Callable[..., Screen], house: House) -> None:
    screen = opened()
    page = screen.page
    boxes = [page.locator(f"[data-shot='{number}']").bounding_box() for number in (2, 4)]
    second, fourth = (box for box in boxes if box is not None)
    middle = fourth["y"] + fourth["height"] / 2
    page.mouse.move(fourth["x"] + fourth["width"] / 2, middle)
    page.mouse.down()
    page.mouse.move(second["x"] + 30, middle, steps=5)
    page.mouse.move(second["x"] + 5, middle, steps=2)
    line = page.locator(".drop-line").bounding_box()
    assert line is not None
    assert line["x"] == pytest.approx(second["x"], abs=3)
    page.mouse.up()
    expect(page.locator(".drop-line")).to_have_count(0)
    expect(page.locator(".toast, dialog.quote[open]").first).to_contain_text("hot 4")
    for job in house.jobs():
        house.end(job)
