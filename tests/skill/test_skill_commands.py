"""The skill's script against a server whose films stand at once."""

import json
import shutil
import socket
from pathlib import Path

import httpx
import pytest

from chat_houses import House
from skill_runs import MODULES, Skill
from songreel_server.replies_en import SENTENCES as ENGLISH
from songreel_server.replies_zh import SENTENCES as CHINESE

REDO = "redo the chorus in colder light"


def test_a_song_goes_in_and_a_video_comes_out_with_progress_on_the_way(skill: Skill) -> None:
    made = skill.run_and_work("make", skill.song(), "golden hour", "-o", "film.mp4")
    assert made.code == 0, made.err
    lines = made.out.splitlines()
    assert lines[0].startswith("Making the video for “song”")
    assert lines[1].startswith("The video is ready")
    assert lines[-1] == "Saved: film.mp4"
    assert "[ 25 %] video generation, about 3 s left" in made.err
    assert Path("film.mp4").read_bytes().startswith(b"film of ")


def test_a_film_is_changed_exported_and_told_of(skill: Skill) -> None:
    skill.make_film()
    edited = skill.run_and_work("chat", *REDO.split(), "-o", "cold.mp4")
    assert "Light of chorus" in edited.out
    assert Path("cold.mp4").is_file()
    told = skill.run("status").out
    assert told.startswith("Timeline (")
    assert told.count("edit 540x960") == 1
    exported = skill.run_and_work("export", "--quality", "low")
    assert exported.out == "Exported: song.mp4 (540x960, 0:24)\n"
    assert skill.run_and_work("export", "--quality", "low").out == "Exported: song-2.mp4 (540x960, 0:24)\n"
    assert skill.run("download", "-o", "newest.mp4").code == 0
    assert Path("newest.mp4").read_bytes() == Path("song-2.mp4").read_bytes()
    credits = skill.run("credits", "--json").value
    assert credits["available"] + credits["frozen"] == credits["total"] < 60


@pytest.mark.parametrize(
    ("words", "route"),
    [
        ("Export", "export"), ("导出", "export"), ("send me the video", "export"), ("download it.", "export"),
        ("credits", "credits"), ("积分", "credits"), ("余额？", "credits"), ("status", "status"), ("show tracks", "status"),
        ("redo the chorus", "chat"), ("how many credits would redo the chorus cost", "chat"),
        ("export looks wrong in the chorus, make it darker", "chat"), ("副歌换成雪景，然后导出", "chat"),
    ],
)  # fmt: skip
def test_what_is_one_of_the_other_calls_never_reaches_the_conversation(skill: Skill, words: str, route: str) -> None:
    assert skill.script.route_of(words) == route


def test_chat_sorts_a_message_that_asks_for_credits(skill: Skill) -> None:
    told = skill.run("chat", "我的积分")
    assert told.out.startswith("100 credits, 0 set aside")
    assert skill.kept("session") == []


def test_phrases_for_people_at_a_screen_get_a_call_instead(skill: Skill) -> None:
    advice = skill.turns.advice_for
    said = {
        "Click the Export button to save it.": "run `export`",
        "请点击“导出”按钮": "run `export`",
        "Drag your song file here": "run `upload FILE`",
        "You can preview in timeline now.": "run `status`",
        "打开工作台查看": "run `claim`",
        "Drag the clip to 0:12": "say the change",
        "点击右上角": "say the wish",
    }
    for phrase, call in said.items():
        assert len(advice(phrase)) == 1, phrase
        assert call in advice(phrase)[0], phrase


def test_no_sentence_of_this_server_is_such_a_phrase(skill: Skill) -> None:
    for sentence in [*ENGLISH.values(), *CHINESE.values()]:
        assert skill.turns.advice_for(sentence) == [], sentence


def test_the_skill_s_table_of_phrases_is_the_script_s(skill: Skill) -> None:
    written = (skill.folder / "SKILL.md").read_text("utf-8")
    for examples, _, advice in skill.turns.GUI_PHRASES:
        assert f"| {examples} | {advice} |" in written


def test_the_three_headers_come_from_the_frontmatter_and_the_place(skill: Skill, tmp_path: Path) -> None:
    places = {".clawhub/skills": "clawhub", ".cursor/skills": "cursor", "elsewhere": "unknown"}
    for place, platform in places.items():
        folder = tmp_path / place / "songreel"
        shutil.copytree(skill.folder, folder)
        headers = skill.calls.attribution(folder / "scripts" / "songreel_chat.py")
        assert headers == {"X-Skill-Source": "songreel", "X-Skill-Version": "0.1.0", "X-Skill-Platform": platform}
    (folder / ".clawhub").mkdir()
    assert skill.calls.attribution(folder / "scripts" / "x.py")["X-Skill-Platform"] == "clawhub"


def test_the_repository_s_own_script_finds_the_manifest_above_it(skill: Skill) -> None:
    script = Path(__file__).parents[2] / "skill" / "scripts" / "songreel_chat.py"
    assert skill.calls.attribution(script)["X-Skill-Source"] == "songreel"


def test_a_script_alone_says_that_the_folder_is_missing(skill: Skill, tmp_path: Path) -> None:
    with pytest.raises(skill.calls.Refused, match="install the whole skill folder"):
        skill.calls.attribution(tmp_path / "a" / "b" / "songreel_chat.py")


def test_without_a_server_it_says_the_one_command(skill: Skill, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        monkeypatch.setenv("SONGREEL_URL", f"http://127.0.0.1:{probe.getsockname()[1]}")
        for command in (["status"], ["make", skill.song()], ["chat", "hello"]):
            ran = skill.run(*command)
            assert ran.code == 3
            assert ran.err.rstrip().endswith("Start it with: songreel serve")
            assert ran.out == ""


def test_by_default_the_server_is_this_machine_s(skill: Skill) -> None:
    assert skill.script.LOCAL_URL == "http://127.0.0.1:8710"


def test_the_token_is_one_guest_s_and_kept_for_its_owner_only(skill: Skill, tmp_path: Path) -> None:
    told = skill.run("token")
    assert told.out.startswith("100 credits at ")
    assert "/register?bind=" in told.err
    token = skill.token
    assert token.startswith("nmv_usr_")
    assert token not in told.out + told.err
    skill.run("status")
    assert skill.token == token
    assert [file for file in (tmp_path / "kept").iterdir() if file.stat().st_mode & 0o077] == []


def test_a_token_that_ran_out_is_renewed_once(skill: Skill) -> None:
    skill.run("token")
    [file] = skill.home.glob("client-*.json")
    file.write_text(json.dumps(skill.kept("client")[0] | {"token": "nmv_usr_gone", "client_id": "another-client"}))
    assert skill.run("credits").out.startswith("100 credits")


def test_a_given_token_is_used_and_never_replaced(skill: Skill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SONGREEL_TOKEN", skill.house.guest().token)
    assert skill.run("credits").out.startswith("100 credits")
    monkeypatch.setenv("SONGREEL_TOKEN", "nmv_usr_wrong")
    ran = skill.run("credits")
    assert ran.code == 1
    assert "SONGREEL_TOKEN holds a token that is not valid." in ran.err


def test_each_folder_has_a_session_of_its_own(skill: Skill, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = skill.run("new", "--json").value["session_id"]
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    there = skill.run("new", "--json").value["session_id"]
    assert here != there
    monkeypatch.chdir(tmp_path / "work")
    assert skill.run("status").code == 0
    assert skill.session["id"] == here
    assert {one["id"] for one in skill.kept("session")} == {here, there}


def test_refusals_say_what_to_do_and_nothing_is_done(skill: Skill, tmp_path: Path) -> None:
    (tmp_path / "notes.doc").write_bytes(b"\xd0\xcf\x11\xe0 no song at all")
    for command, said in {
        ("upload", "missing.mp3"): "There is no file missing.mp3",
        ("upload", str(tmp_path / "notes.doc")): "mp3 wav m4a",
        ("export",): "There is no video to export yet",
        ("download",): "There is no finished video yet",
        ("scenes",): "There is no scene map",
        ("wait",): "Nothing is waited for here",
        ("chat",): "Say what is wanted",
        ("chat", "x" * 20_001): "20000 are the most",
    }.items():
        ran = skill.run(*command)
        assert ran.code == 1, command
        assert said in ran.err, command
    assert skill.house.jobs("queued", "running") == []


def test_a_song_that_is_not_there_leaves_the_folder_its_session(skill: Skill) -> None:
    session = skill.run("new", "--json").value["session_id"]
    assert skill.run("make", "gone.mp3").code == 1
    assert skill.run("make", skill.song(), "--scenes", "gone.json").code == 1
    assert skill.session["id"] == session


def test_a_failed_turn_is_told_and_ends_with_1(skill: Skill) -> None:
    skill.new_with_song()
    ran = skill.run_and_work("chat", "go", error="The song is silent.")
    assert ran.code == 1
    assert "That did not work: The song is silent." in ran.out


def test_without_credits_the_link_to_register_is_told(skill: Skill) -> None:
    for _ in range(2):
        skill.make_film()
    skill.new_with_song()
    ran = skill.run("chat", "golden hour")
    assert ran.code == 1
    assert "/register?bind=" in ran.err


def test_a_scene_map_comes_out_and_goes_in(skill: Skill, house: House) -> None:
    skill.make_film()
    assert skill.run("scenes", "-o", "map.json").out == "Saved: map.json\n"
    scenes = json.loads(Path("map.json").read_text("utf-8"))["scenes"]
    assert scenes[0]["start"] == "0:00"
    assert scenes[0]["description"]
    skill.run_and_work("chat", "again,", "from", "this", "map", "--scenes", "map.json")
    first, second = house.jobs("completed")[-2:]
    assert json.loads(second.request["scene_map"]) == {"scenes": scenes}
    assert second.request["prompt"] == "again, from this map"
    assert second.project_id != first.project_id


def test_a_scene_map_that_is_none_is_refused_here(skill: Skill) -> None:
    Path("map.json").write_text('{"scenes": []}')
    assert "holds no scenes" in skill.run("chat", "go", "--scenes", "map.json").err
    Path("map.json").write_text("scenes: none")
    assert "cannot be read as a scene map" in skill.run("chat", "go", "--scenes", "map.json").err


def test_claim_gives_a_link_for_a_browser(skill: Skill) -> None:
    told = skill.run("claim")
    assert "/workspace/claim?ct=clm_" in told.out


def test_json_is_one_value(skill: Skill) -> None:
    skill.new_with_song()
    made = skill.run_and_work("chat", "golden hour", "--json", "-o", "film.mp4").value
    assert made["status"] == "done"
    assert made["file"] == "film.mp4"
    assert made["film"]["width_px"] == 540
    assert len(made["texts"]) == 2
    assert skill.run("status", "--json").value["timeline"].startswith("Timeline (")


def test_words_may_stand_behind_options(skill: Skill) -> None:
    assert "now send me the song" in skill.run("chat", "--for", "20", "a", "blue", "city").out
    assert "There is no file gone.mp3" in skill.run("make", "gone.mp3", "--for", "20", "a", "blue", "city").err
    assert skill.run("status", "now").code == 2
    assert skill.run("chat", "--loud", "hello").code == 2


def test_a_reply_in_chinese_to_a_chinese_brief(skill: Skill) -> None:
    made = skill.run_and_work("make", skill.song(), "霓虹城市的夜晚")
    assert made.code == 0, made.err
    assert "视频" in made.out


def test_tracks_are_told_by_the_contract_s_short_form_alone(skill: Skill) -> None:
    draft = {
        "t": [
            {"tt": 0, "sg": [{"d": 10_000, "m": {"name": "city timelapse"}}]},
            {"tt": 1, "sg": [{"d": 10_000, "m": {"name": "Lo-fi"}}]},
            {"tt": 7, "sg": [{"d": 3_000, "m": {"name": "Urban Dreams", "start": 1000}}]},
            {"tt": 7, "sg": []},
        ]
    }
    assert skill.turns.timeline_of({"draft": draft}) == (
        "Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. Audio: Lo-fi (0-10s) 3. Text: Urban Dreams (1-4s)"
    )


def test_the_bundle_s_modules_are_the_ones_under_test(skill: Skill) -> None:
    import sys

    for name in MODULES:
        assert Path(str(sys.modules[name].__file__)).is_relative_to(skill.folder)


def test_every_call_carries_the_three_headers(skill: Skill) -> None:
    seen: list[httpx.Headers] = []
    send = httpx.Client.send

    def watched(self: httpx.Client, request: httpx.Request, **options: object) -> httpx.Response:
        seen.append(request.headers)
        return send(self, request, **options)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(httpx.Client, "send", watched)
        skill.run("status")
    assert len(seen) == 3
    assert all({"x-skill-source", "x-skill-version", "x-skill-platform"} <= set(headers) for headers in seen)
