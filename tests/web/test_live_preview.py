"""The live preview in a browser: places and styles on a small canvas, light on beats, and what stands where it fails.

The browser draws with a processor in place of graphics, so the canvas is as small as a stamp and the worlds are plain ones.
"""

import io
import json
from base64 import b64decode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from chat_houses import Guest, House
from live_films import FRAMES, draft_with, live
from songreel_server.faces.studio_web import wire
from songreel_server.visits import Visits

pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install playwright.")
from playwright.sync_api import Route

from studio_screens import Screen, screens

Filmed = tuple[Guest, str]
Picture = np.ndarray[Any, np.dtype[np.float64]]
SOFTWARE = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist")
COMPILED_S = 240.0
"""A processor turns a world's programs into its own code in seconds, on a busy machine in many."""
SMALL = {"viewport": {"width": 900, "height": 800}, "device_scale_factor": 0.25}
KEPT = (
    "const open = HTMLCanvasElement.prototype.getContext;"
    "HTMLCanvasElement.prototype.getContext = function (kind, how) {"
    " return open.call(this, kind, { ...how, preserveDrawingBuffer: true }) };"
)
"""So that the picture can be read after it was shown."""
SLOW_CLOCK = "let told = 0; performance.now = () => (told += 200);"
"""Every look at the clock takes a fifth of a second, so every frame seems to."""
NO_WEBGL = (
    "const open = HTMLCanvasElement.prototype.getContext;"
    "HTMLCanvasElement.prototype.getContext = function (kind, how) {"
    " return kind === 'webgl2' ? null : open.call(this, kind, how) };"
)
STANDING = {"pose": None, "motion": 1, "framing": "wide"}
SHOTS = (
    {"place": "lake", "style": "watercolor_anime", "time_of_day": "golden"} | STANDING,
    {"place": "lake", "style": "film_noir", "time_of_day": "golden"} | STANDING,
    {"place": "snowfield", "style": "film_noir", "time_of_day": "golden"} | STANDING,
)
BEAT = 24
"""A frame of every shot that is on a beat; BEAT + 6 is half way to the next."""


@pytest.fixture(scope="module")
def opened(chromium: Path, house: House, filmed: Filmed, built_page: Any) -> Iterator[Callable[..., Screen]]:
    """Opens the page of a project whose film is these shots and is not rendered."""
    guest, project = filmed
    visits = Visits(house.parts.settings, house.parts.database, clock=house.parts.studio.clock)
    account = house.parts.studio.who_is(guest.token).account_id
    told = live(SHOTS)

    def unfilmed(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        body["data"] |= {"draft": wire.draft_as_json(draft_with(SHOTS), ()), "films": []}
        route.fulfill(response=answer, body=json.dumps(body))

    with screens(chromium, house.url, *SOFTWARE) as opened:

        def at_the_project(
            prepared: str, told: dict[str, Any] = told, *, is_filmed: bool = False, refusal: str = "", **options: Any
        ) -> Screen:
            screen = opened(**(SMALL | options))
            screen.page.add_init_script(prepared)
            if not is_filmed:
                screen.page.route(f"**/v1/projects/{project}", unfilmed)
            says = {"error": {"code": "bad_request", "message": refusal}} if refusal else {"data": told}
            screen.page.route(
                f"**/v1/projects/{project}/live",
                lambda route: route.fulfill(status=400 if refusal else 200, body=json.dumps(says)),
            )
            screen.go(f"/studio/enter?ct={visits.entry(account).token}&to={project}")
            screen.page.wait_for_selector(".screen video" if is_filmed else ".preview")
            return screen

        yield at_the_project


def picture_of(screen: Screen, shot: int, frame: int) -> Picture:
    """What stands on the canvas at a frame of a shot, [h, w, 3]."""
    at = shot * FRAMES + frame
    now = int(screen.page.evaluate("document.querySelector('.preview canvas').dataset.frame ?? 0"))
    for _ in range(abs(at - now)):
        screen.page.keyboard.press("ArrowRight" if at > now else "ArrowLeft")
    canvas = "document.querySelector('.preview canvas')"
    screen.until(f"{canvas}.dataset.frame === '{at}'", within_s=COMPILED_S)
    url = screen.page.evaluate(f"{canvas}.toDataURL('image/png')")
    png = b64decode(url.partition(",")[2])
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), np.float64)


def apart(a: Picture, b: Picture) -> float:
    """Mean difference, of 255."""
    return float(np.abs(a - b).mean())


def test_places_and_styles_are_drawn_and_light_rises_on_beats(opened: Callable[..., Screen]) -> None:
    screen = opened(KEPT)
    screen.until("document.querySelector('.preview').dataset.state !== 'coming'", within_s=COMPILED_S)
    assert screen.page.get_attribute(".preview", "data-state") == "seen"

    before, beat, between, later = (picture_of(screen, 0, BEAT + frame) for frame in (-1, 0, 6, 7))
    height, width = beat.shape[:2]
    assert abs(width / height - 9 / 16) < 0.02
    assert beat.std() > 20
    assert beat.mean() - before.mean() > 4 * abs(later.mean() - between.mean())
    assert beat.mean() > between.mean()

    noir = picture_of(screen, 1, BEAT)
    assert apart(beat, noir) > 25
    assert np.abs(noir - noir.mean(-1, keepdims=True)).mean() < 4
    assert np.abs(beat - beat.mean(-1, keepdims=True)).mean() > 10
    elsewhere = picture_of(screen, 2, BEAT)
    assert apart(noir, elsewhere) > 10
    assert elsewhere.std() > 20
    assert screen.faults == []

    # The graphics may be taken away at any time: the picture comes back by itself.
    screen.page.evaluate(
        "window.lost = document.querySelector('.preview canvas').getContext('webgl2').getExtension('WEBGL_lose_context');"
        "document.querySelector('.preview canvas').dataset.frame = ''; lost.loseContext()"
    )
    screen.until("document.querySelector('.preview canvas').getContext('webgl2').isContextLost()")
    screen.page.evaluate("lost.restoreContext()")
    again = f"document.querySelector('.preview canvas').dataset.frame === '{2 * FRAMES + BEAT}'"
    screen.until(again, within_s=COMPILED_S)


def test_whoever_wants_little_motion_gets_no_light_on_beats(opened: Callable[..., Screen]) -> None:
    screen = opened(KEPT, reduced_motion="reduce")
    screen.until("document.querySelector('.preview').dataset.state !== 'coming'", within_s=COMPILED_S)
    before, beat = (picture_of(screen, 0, BEAT + frame) for frame in (-1, 0))
    assert abs(beat.mean() - before.mean()) < 0.3


def test_the_picture_gets_smaller_where_frames_take_too_long(opened: Callable[..., Screen]) -> None:
    screen = opened(KEPT + SLOW_CLOCK, device_scale_factor=0.75)
    screen.until("document.querySelector('.preview').dataset.state !== 'coming'", within_s=COMPILED_S)
    first = picture_of(screen, 0, 0)
    last = [picture_of(screen, 0, frame) for frame in range(1, 8)][-1]
    assert last.shape[0] < 0.8 * first.shape[0]
    assert abs(last.shape[1] / last.shape[0] - 9 / 16) < 0.02
    assert abs(last.mean() - first.mean()) < 8


@pytest.mark.parametrize(
    ("locale", "says"), [("en-US", "This browser cannot draw the live preview"), ("zh-CN", "此浏览器无法绘制实时预览")]
)
def test_without_webgl2_there_are_the_shots_and_a_sentence(
    opened: Callable[..., Screen], locale: str, says: str
) -> None:
    screen = opened(NO_WEBGL, locale=locale)
    screen.until("document.querySelector('.preview').dataset.state === 'slides'")
    assert says in screen.page.inner_text(".preview-note")
    assert screen.page.locator(".preview-words").is_visible()
    assert screen.page.locator(".preview canvas").is_hidden()
    assert screen.faults == []


def test_a_program_that_does_not_compile_leaves_the_shots_and_a_sentence(opened: Callable[..., Screen]) -> None:
    told = live(SHOTS)
    broken = [one | {"defines": [*one["defines"], "discard vec5"]} for one in told["programs"]]
    screen = opened(KEPT, told | {"programs": broken})
    screen.until("document.querySelector('.preview').dataset.state === 'slides'", within_s=COMPILED_S)
    assert "cannot draw" in screen.page.inner_text(".preview-note")


def test_it_can_be_looked_at_beside_the_film(opened: Callable[..., Screen]) -> None:
    screen = opened(NO_WEBGL, is_filmed=True)
    button = screen.page.locator("button[aria-label='Live preview']")
    assert screen.page.locator(".preview").count() == 0
    button.click()
    assert screen.page.locator(".preview").is_visible()
    assert button.get_attribute("aria-pressed") == "true"
    button.click()
    assert screen.page.locator(".preview").count() == 0


def test_what_the_server_refuses_is_said_in_its_own_words(opened: Callable[..., Screen]) -> None:
    screen = opened(KEPT, {}, refusal="The draft lacks a photo; add it again.")
    screen.until("document.querySelector('.preview').dataset.state === 'slides'")
    assert screen.page.inner_text(".preview-note") == "The draft lacks a photo; add it again."
