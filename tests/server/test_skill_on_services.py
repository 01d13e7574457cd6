"""The skill's script against PostgreSQL and S3: the same commands, the same answers."""

from pathlib import Path

import pytest

from chat_houses import open_house
from s3_servers import s3_settings
from skill_runs import Skill, bundled
from songreel_server.settings import Settings


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_the_script_makes_changes_and_saves_a_film_on_postgresql_and_s3(
    settings: Settings, s3_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settings.tables_url.startswith("postgresql")
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("SONGREEL_CHAT_HOME", str(tmp_path / "kept"))
    monkeypatch.delenv("SONGREEL_TOKEN", raising=False)
    folder = bundled(tmp_path / "out") / "songreel"
    with (
        open_house(settings.model_copy(update=s3_settings(s3_server))) as house,
        Skill.of(folder, house, monkeypatch) as skill,
    ):
        monkeypatch.setenv("SONGREEL_URL", house.url)
        made = skill.run_and_work("make", skill.song(), "golden hour", "-o", "film.mp4")
        assert made.code == 0, made.err
        assert Path("film.mp4").read_bytes().startswith(b"film of ")
        edited = skill.run_and_work("chat", "redo the chorus in colder light")
        assert "the rest is as it was" in edited.out
        exported = skill.run_and_work("export", "--quality", "low", "-o", "final.mp4")
        assert exported.out == "Exported: final.mp4 (540x960, 0:24)\n"
        assert Path("final.mp4").read_bytes() != Path("film.mp4").read_bytes()
        left = skill.run("credits", "--json").value
        assert 0 < left["available"] < 60
        assert left["frozen"] == 0
