"""A house for the studio's calls, and a browser for its page."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from chat_houses import Guest, House, open_house
from songreel_server.faces.studio_web.built import BuiltPage
from songreel_server.settings import Settings


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    settings = Settings(data=tmp_path_factory.mktemp("studio"))
    with open_house(settings) as opened:
        yield opened


@pytest.fixture(scope="module")
def filmed(house: House) -> tuple[Guest, str]:
    """A guest, and the project of its film."""
    guest = house.guest()
    guest.make_film()
    [project] = guest.client.get("/v1/projects").json()["data"]["projects"]
    return guest, project["id"]


@pytest.fixture(scope="session")
def built_page() -> BuiltPage:
    page = BuiltPage()
    if not page.is_built:
        pytest.skip("The studio's page is not built: run scripts/lib/build_web.")
    return page


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser's program."""
    pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install playwright.")
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("There is no Chromium here: run scripts/setup --browser.")
    return Path(program)
