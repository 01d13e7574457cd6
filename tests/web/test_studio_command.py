"""`songreel studio FOLDER`: a project of the command line in the studio, worked on where it lies."""

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from browsers import Browser
from chat_houses import House, open_house
from filmed_projects import filmed_project
from songreel_engine.errors import SongreelError
from songreel_engine.media import write_clip
from songreel_server.adopting import adopt
from songreel_server.errors import ConflictError
from songreel_server.faces.mcp.stdio import local_owner
from songreel_server.settings import Settings
from songreel_server.visits import Visits
from synthetic_media import numbered_frames, small_settings


@dataclass(frozen=True)
class Owned:
    """A house with its machine's owner, and a finished project of theirs."""

    house: House
    account: str
    folder: Path

    def adopt(self, folder: Path | None = None, account: str = "") -> str:
        parts = self.house.parts
        return adopt(
            parts.settings, parts.database, parts.store, account or self.account, folder or self.folder, now=time.time()
        )


@pytest.fixture(scope="module")
def owned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Owned]:
    folder = tmp_path_factory.mktemp("owned")
    with open_house(Settings(data=folder / "data")) as house:
        owner = local_owner(house.parts.database, now=time.time())
        (folder / "work").mkdir()
        project = filmed_project(folder / "work", plain=True)
        draft = project.read_draft()
        project.films_dir.mkdir(exist_ok=True)
        settings = small_settings(draft.frame_rate)
        name = f"v{draft.version:04d}-preview-{settings.width_px}x{settings.height_px}.mp4"
        write_clip(project.films_dir / name, numbered_frames(0, draft.frames, settings), settings)
        yield Owned(house=house, account=owner.account_id, folder=project.folder)


def test_a_folder_opens_as_a_project_of_this_machines_owner_who_pays_nothing(owned: Owned) -> None:
    project = owned.adopt()
    visits = Visits(owned.house.parts.settings, owned.house.parts.database, clock=time.time)
    browser = Browser(owned.house)
    browser.client.follow_redirects = False
    browser.open(f"/studio/enter?ct={visits.entry(owned.account).token}")
    seen = browser.client.get(f"/v1/projects/{project}").json()["data"]
    assert seen["project"]["name"] == owned.folder.stem
    assert (seen["charged"], seen["running"], seen["draft"]["version"]) == (False, None, seen["films"][0]["version"])
    assert seen["films"][0]["duration_s"] == pytest.approx(24.0, abs=0.05)
    assert browser.client.get(seen["films"][0]["url"], headers={"Range": "bytes=0-9"}).status_code == 206


def test_opened_again_it_is_the_same_project_and_the_same_folder(owned: Owned) -> None:
    assert owned.adopt() == owned.adopt()
    with owned.house.parts.studio.films.project(owned.adopt()) as project:
        assert project.folder.resolve() == owned.folder.resolve()


def test_a_copy_of_a_project_that_lies_elsewhere_is_not_taken_for_it(owned: Owned, tmp_path: Path) -> None:
    owned.adopt()
    copy = Path(shutil.copytree(owned.folder, tmp_path / "copy.songreel"))
    with pytest.raises(ConflictError, match="lies at"):
        owned.adopt(copy)


def test_what_is_no_project_or_has_no_film_is_refused_in_one_sentence(owned: Owned, tmp_path: Path) -> None:
    with pytest.raises(SongreelError, match="is not a songreel project"):
        owned.adopt(tmp_path)
    (tmp_path / "planned").mkdir()
    planned = filmed_project(tmp_path / "planned", plain=True)
    with pytest.raises(SongreelError, match="has no film"):
        owned.adopt(planned.folder)


def test_forgetting_the_project_leaves_the_folder_to_its_owner(owned: Owned) -> None:
    project = owned.adopt()
    owned.house.parts.studio.films.workspaces.forget(project)
    assert (owned.folder / "project.json").is_file()
    assert not owned.house.parts.studio.films.has_draft(project)
    assert owned.adopt() == project
