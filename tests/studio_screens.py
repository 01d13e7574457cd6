"""A person at the studio's page: a Chromium of its own, what it shows, and what is done to it by pointing and typing."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Response, expect, sync_playwright

from waiting import until

RENDERED_S = 240.0
"""A tiny film on a busy machine."""
LOOK_S = 30.0
PASSWORD = "correct horse battery"
AXE = Path(__file__).parents[1] / "web/node_modules/axe-core/axe.min.js"
GRAVE = ("serious", "critical")
expect.set_options(timeout=LOOK_S * 1000)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@dataclass
class Screen:
    """One browser window."""

    page: Page
    url: str
    faults: list[str] = field(default_factory=list)
    """What the page itself complained of."""

    def go(self, path: str) -> Response | None:
        return self.page.goto(self.url + path)

    def register(self, email: str) -> None:
        self.go("/register")
        self.page.fill("input[name=email]", email)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("form[action='/register'] button")
        expect(self.page).to_have_url(re.compile("/account$"))

    def until(self, script: str, *, within_s: float = LOOK_S) -> Any:
        """What the script gives, once that is something. The page's policy forbids what Playwright waits with."""
        return until(lambda: self.page.evaluate(script), within_s=within_s, what=script)

    def rest(self) -> dict[str, Any]:
        """The project, once nothing is being rendered and the page shows it as it stands."""

        def rested() -> dict[str, Any] | None:
            seen = self.project()
            return seen if seen["running"] is None and seen["draft"] is not None else None

        seen = until(rested, within_s=RENDERED_S, what="the end of the work")
        assert seen is not None
        shown = self.page.locator(f".studio[data-version='{seen['draft']['version']}']")
        expect(shown).to_have_count(1)
        expect(self.page.locator(".work-strip")).to_have_count(0)
        return seen

    def agree(self) -> None:
        """To what a change costs."""
        self.page.click("dialog.quote .primary")
        expect(self.page.locator("dialog.quote")).not_to_be_visible()

    def shown_film(self) -> str:
        """The version of the film that plays, once it can."""
        self.until("document.querySelector('.screen video')?.readyState >= 2", within_s=RENDERED_S)
        return str(self.page.get_attribute(".screen video", "data-film"))

    def project(self) -> dict[str, Any]:
        """The project as the server tells it."""
        path = self.page.url.removeprefix(self.url).partition("?")[0].replace("/studio/", "/v1/projects/")
        data: dict[str, Any] = self.page.request.get(self.url + path).json()["data"]
        return data

    def axe(self) -> list[str]:
        """Serious faults of accessibility in what is shown now."""
        self.page.evaluate(AXE.read_text("utf-8"))
        found = self.page.evaluate("(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}})", WCAG)
        return [
            f"{one['id']}: {one['nodes'][0]['html'][:160]} {one['nodes'][0]['failureSummary'][:300]}"
            for one in found["violations"]
            if one["impact"] in GRAVE
        ]


@contextmanager
def screens(chromium: Path, url: str, *args: str) -> Iterator[Callable[..., Screen]]:
    """Opens windows, each of a person of its own. `args`: more of the browser's own."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=str(chromium), args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required", *args]
        )

        def opened(**options: Any) -> Screen:
            context: BrowserContext = browser.new_context(
                **({"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark", "locale": "en-US"} | options)
            )
            context.set_default_timeout(LOOK_S * 1000)
            screen = Screen(page=context.new_page(), url=url)
            screen.page.on("pageerror", lambda error: screen.faults.append(str(error)))
            screen.page.on(
                "console",
                lambda said: screen.faults.append(said.text) if "Content Security Policy" in said.text else None,
            )
            return screen

        try:
            yield opened
        finally:
            browser.close()
