"""A server without a picture for the skill's script, and the script as it lies in a bundle."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from chat_houses import House, open_house
from skill_runs import Skill, bundled
from songreel_server.settings import Settings
from songreel_server.store.database import Database
from songreel_server.store.schema import bring_up_to_date


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    data = tmp_path_factory.mktemp("house")
    database = Database(f"sqlite:///{data / 'songreel.sqlite'}")
    bring_up_to_date(database)
    database.close()
    with open_house(Settings(data=data)) as house:
        yield house
    shutil.rmtree(data, ignore_errors=True)


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both bundles: songreel and clawhub/songreel."""
    return bundled(tmp_path_factory.mktemp("bundle"))


@pytest.fixture
def skill(bundle: Path, house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Skill]:
    """The bundled script in a folder of its own, against the house."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("SONGREEL_CHAT_HOME", str(tmp_path / "kept"))
    monkeypatch.setenv("SONGREEL_URL", house.url)
    monkeypatch.delenv("SONGREEL_TOKEN", raising=False)
    with Skill.of(bundle / "songreel", house, monkeypatch) as skill:
        yield skill
    for job in house.jobs("queued", "running"):
        house.end(job, "cancelled", error="the test is over")
