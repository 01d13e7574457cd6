"""Every tool at this machine's desk, in both eras."""

import asyncio
import json
import os
from pathlib import Path

import pytest
from PIL import Image

from assistants import Assistant, soon, text_of

pytestmark = pytest.mark.anyio

TOOLS = (
    "mv_add_file", "mv_get_song", "mv_search_library", "mv_list_styles", "mv_make_video", "mv_get_status",
    "mv_export_video", "mv_cancel_job", "mv_get_credits", "mv_get_timeline", "mv_edit_video", "mv_go_back",
)  # fmt: skip
MOST_LIST_TOKENS = 6_500
CHARACTERS_A_TOKEN = 4


async def test_the_same_twelve_tools_are_listed_each_time_with_all_hints(assistant: Assistant) -> None:
    listed = (await assistant.client.list_tools()).tools
    assert tuple(tool.name for tool in listed) == TOOLS
    for tool in listed:
        hints = tool.annotations
        assert hints is not None
        given = (hints.read_only_hint, hints.destructive_hint, hints.idempotent_hint, hints.open_world_hint)
        assert None not in given
        assert tool.description
        assert tool.output_schema
        assert tool.title
    paid = {tool.name for tool in listed if tool.annotations and not tool.annotations.read_only_hint}
    assert paid == {"mv_add_file", "mv_make_video", "mv_export_video", "mv_cancel_job", "mv_edit_video", "mv_go_back"}


async def test_the_list_of_tools_is_small_enough_to_carry_in_every_conversation(assistant: Assistant) -> None:
    listed = (await assistant.client.list_tools()).tools
    text = json.dumps([tool.model_dump(by_alias=True, exclude_none=True, mode="json") for tool in listed])
    assert len(text) / CHARACTERS_A_TOKEN < MOST_LIST_TOKENS
    assert '"title": "Song Id"' not in text


async def test_a_song_becomes_a_film_that_is_changed_exported_and_taken_back(assistant: Assistant) -> None:
    made = await assistant.film()
    assert (made["state"], made["version"], made["price_credits"], made["charged"]) == ("completed", 1, 40, False)
    assert Path(made["files"][0]["path"]).is_file()

    edited = await assistant.doing("mv_edit_video", words="redo the chorus in colder light", wait_s=15)
    assert edited["state"] == "completed"
    assert edited["version"] == 2
    assert edited["shots"]
    assert "chorus" in " ".join(edited["changed"]).lower()

    titled = await assistant.doing("mv_edit_video", words="title Paradise Found for 3 seconds at the drop", wait_s=15)
    assert titled["version"] == 3

    exported = await assistant.doing("mv_export_video", profile="film", quality="draft", save_as="final.mp4", wait_s=15)
    assert exported["files"][0]["path"] == str(assistant.folder / "final.mp4")
    assert (assistant.folder / "final.mp4").is_file()

    back = await assistant.doing("mv_go_back", to="undo", wait_s=15)
    assert back["version"] == 2
    history = await assistant.values("mv_get_timeline", detail="history")
    assert [one["version"] for one in history["versions"]] == [2]
    forward = await assistant.doing("mv_go_back", to="redo", wait_s=15)
    assert forward["version"] == 3


async def test_the_same_video_asked_for_twice_is_one_job(assistant: Assistant) -> None:
    song_id = await assistant.song_id()
    first = await assistant.values("mv_make_video", song_id=song_id, prompt="a lake", wait_s=0)
    second = await assistant.values("mv_make_video", song_id=song_id, prompt="a lake", wait_s=0)
    other = await assistant.values("mv_make_video", song_id=song_id, prompt="a street", wait_s=0)
    assert first["job_id"] == second["job_id"]
    assert other["job_id"] != first["job_id"]
    assert other["project_id"] != first["project_id"]


async def test_a_cancelled_video_asked_for_again_is_a_new_job(assistant: Assistant) -> None:
    song_id = await assistant.song_id()
    first = await assistant.values("mv_make_video", song_id=song_id, wait_s=0)
    stopped = await assistant.values("mv_cancel_job", job_id=first["job_id"])
    assert stopped["state"] == "cancelled"
    again = await assistant.values("mv_make_video", song_id=song_id, wait_s=0)
    assert again["job_id"] != first["job_id"]
    assert again["state"] == "queued"


async def test_an_edit_sent_again_while_it_runs_is_the_same_edit(assistant: Assistant) -> None:
    await assistant.film()
    first = await assistant.values("mv_edit_video", words="snow in verse 1", wait_s=0)
    second = await assistant.values("mv_edit_video", words="snow in verse 1", wait_s=0)
    assert first["job_id"] == second["job_id"]


async def test_an_edit_for_a_version_that_is_gone_is_refused_and_the_same_one_is_found_again(
    assistant: Assistant,
) -> None:
    await assistant.film()
    edited = await assistant.doing("mv_edit_video", words="snow in verse 1", version=1, wait_s=15)
    again = await assistant.values("mv_edit_video", words="snow in verse 1", version=1)
    assert again["job_id"] == edited["job_id"]
    refused = await assistant.refusal("mv_edit_video", words="rain in verse 2", version=1)
    assert "version 2, not 1" in refused
    assert "mv_get_timeline" in refused


async def test_work_on_a_busy_film_is_refused_with_the_calls_that_help(assistant: Assistant) -> None:
    await assistant.film()
    running = await assistant.values("mv_edit_video", words="snow in verse 1", wait_s=0)
    refused = await assistant.refusal("mv_edit_video", words="rain in verse 2")
    assert f"mv_get_status(job_id='{running['job_id']}'" in refused
    assert f"mv_cancel_job(job_id='{running['job_id']}')" in refused


async def test_a_cancelled_edit_leaves_the_timeline_as_it_was(assistant: Assistant) -> None:
    await assistant.film()
    running = await assistant.values("mv_edit_video", words="snow in verse 1", wait_s=0)
    await assistant.values("mv_cancel_job", job_id=running["job_id"])
    assert (await assistant.values("mv_get_timeline"))["version"] == 1


async def test_an_edit_that_failed_leaves_the_timeline_as_it_was_and_says_so(assistant: Assistant) -> None:
    await assistant.film()
    failed = await assistant.doing("mv_edit_video", ending="failed", words="snow in verse 1", wait_s=15)
    assert failed["state"] == "failed"
    assert (await assistant.values("mv_get_timeline"))["version"] == 1


async def test_a_preview_changes_nothing_and_tells_the_price(assistant: Assistant) -> None:
    await assistant.film()
    seen = await assistant.values("mv_edit_video", words="redo the chorus in colder light", preview=True)
    assert seen["preview"] is True
    assert seen["price_credits"] > 0
    assert seen["shots"]
    assert (await assistant.values("mv_get_timeline"))["version"] == 1


async def test_edits_as_values_do_what_the_same_words_do(assistant: Assistant) -> None:
    await assistant.film()
    edit = {"edit": "weather", "target": "verse 1", "changes": {"weather": "snow"}}
    done = await assistant.doing("mv_edit_video", edits=[edit], wait_s=15)
    assert done["state"] == "completed"
    timeline = text_of(await assistant.ask("mv_get_timeline", part="verse 1"))
    assert "snow" in timeline


async def test_an_edit_value_that_is_wrong_is_refused_field_by_field(assistant: Assistant) -> None:
    await assistant.film()
    wrong = {"edit": "weather", "target": "verse 1", "changes": {"weather": "lava"}}
    refused = await assistant.refusal("mv_edit_video", edits=[wrong])
    assert "Edit 1 (weather)" in refused
    assert "Its changes: weather" in refused


async def test_an_absent_part_gets_a_question_with_choices_and_changes_nothing(assistant: Assistant) -> None:
    await assistant.film()
    refused = await assistant.refusal("mv_edit_video", words="redo the bridge in colder light")
    assert "verse" in refused
    assert "chorus" in refused
    assert (await assistant.values("mv_get_timeline"))["version"] == 1


async def test_a_wait_ends_when_its_time_is_up_and_tells_the_next_call(assistant: Assistant) -> None:
    song_id = await assistant.song_id()
    asked = await assistant.values("mv_make_video", song_id=song_id, wait_s=0)
    before = asyncio.get_running_loop().time()
    status = await assistant.values("mv_get_status", wait_s=1)
    assert 0.9 <= asyncio.get_running_loop().time() - before < 5
    assert status["state"] == "queued"
    assert status["job_id"] == asked["job_id"]
    assert "mv_get_status" in status["next_step"]
    assert status["poll_after_s"] > 0


async def test_progress_is_told_while_a_call_waits(assistant: Assistant) -> None:
    told: list[str | None] = []

    async def hear(progress: float, total: float | None, message: str | None) -> None:
        told.append(message)

    song_id = await assistant.song_id()
    arguments = {"song_id": song_id, "wait_s": 1}
    await assistant.client.call_tool("mv_make_video", arguments, progress_callback=hear)
    await soon(lambda: told, "progress")
    assert "waiting for its turn" in told


async def test_a_timeline_is_told_whole_by_part_and_shot_by_shot(assistant: Assistant) -> None:
    await assistant.film()
    whole = await assistant.values("mv_get_timeline")
    names = [one["name"] for one in whole["sections"]]
    assert names == ["verse 1", "chorus 1", "verse 2", "chorus 2"]
    part = await assistant.values("mv_get_timeline", part="chorus 2")
    assert [one["name"] for one in part["sections"]] == ["chorus 2"]
    shots = text_of(await assistant.ask("mv_get_timeline", part="chorus 2", detail="detailed"))
    assert f"\n{part['sections'][0]['first_shot']} " in shots


async def test_a_song_is_told_for_a_language_model(assistant: Assistant) -> None:
    assistant.hear()
    song = await assistant.values("mv_get_song", song_id=await assistant.song_id())
    assert [one["name"] for one in song["sections"]] == ["verse 1", "chorus 1", "verse 2", "chorus 2"]
    assert song["events"] == [{"kind": "drop", "start_s": 18.0}]
    energies = [one["energy"] for one in song["sections"]]
    assert energies[1] > energies[0]


async def test_a_scene_map_is_refused_with_every_fault(assistant: Assistant) -> None:
    assistant.hear()
    song_id = await assistant.song_id()
    scenes = [{"section": "bridge", "motion": 3}, {"section": "chorus 1", "motion": 40, "weather": "lava"}]
    refused = await assistant.refusal("mv_make_video", song_id=song_id, scene_map=scenes)
    assert "bridge" in refused
    assert "40" in refused
    assert "lava" in refused
    assert not await asyncio.to_thread(assistant.house.jobs)


async def test_a_good_scene_map_goes_to_the_engine(assistant: Assistant) -> None:
    assistant.hear()
    song_id = await assistant.song_id()
    scenes = [{"section": "chorus", "description": "dancing in the rain", "motion": 9}]
    await assistant.values("mv_make_video", song_id=song_id, scene_map=scenes, wait_s=0)
    [job] = await asyncio.to_thread(assistant.house.jobs)
    assert json.loads(job.request["scene_map"]) == scenes


async def test_prices_are_shown_and_nothing_is_charged_here(assistant: Assistant) -> None:
    wallet = await assistant.values("mv_get_credits")
    assert wallet["film_credits"] == 40
    assert wallet["charged"] is False
    quote = await assistant.values("mv_make_video", song_id=await assistant.song_id(), quote_only=True)
    assert quote["price_credits"] == 40
    assert not await asyncio.to_thread(assistant.house.jobs)


async def test_the_library_finds_projects_songs_and_films(assistant: Assistant) -> None:
    made = await assistant.film()
    for kind, count in (("project", 1), ("song", 1), ("video", 1), ("photo", 0)):
        assert len((await assistant.values("mv_search_library", kind=kind))["items"]) == count
    [project] = (await assistant.values("mv_search_library", words="song"))["items"]
    assert project["id"] == made["project_id"]
    assert (await assistant.values("mv_search_library", words="nothing like it"))["items"] == []


async def test_styles_are_found_by_words(assistant: Assistant) -> None:
    found = await assistant.values("mv_list_styles", words="noir")
    assert {"neo_noir", "film_noir"} <= {one["key"] for one in found["styles"]}
    assert len((await assistant.values("mv_list_styles"))["styles"]) >= 20


async def test_an_unknown_style_is_refused_with_the_nearest_ones(assistant: Assistant) -> None:
    refused = await assistant.refusal("mv_make_video", song_id=await assistant.song_id(), style="plaid")
    assert "plaid" in refused
    assert "choose" in refused


async def test_an_id_that_is_none_is_refused_with_the_call_that_lists_them(assistant: Assistant) -> None:
    for tool, arguments in (
        ("mv_get_status", {"job_id": "nonsense"}),
        ("mv_get_timeline", {"project_id": "nonsense"}),
        ("mv_make_video", {"song_id": "nonsense"}),
    ):
        assert "list" in await assistant.refusal(tool, **arguments)


@pytest.mark.parametrize("path", ["/etc/hostname", "../secret.wav", "link.wav", "inside/../../secret.wav"])
async def test_a_file_outside_the_allowed_folders_is_refused(assistant: Assistant, path: str) -> None:
    secret = assistant.folder.parent / "secret.wav"
    secret.write_bytes((assistant.folder / "song.wav").read_bytes())
    (assistant.folder / "inside").mkdir()
    (assistant.folder / "link.wav").symlink_to(secret)
    assert "outside the allowed folders" in await assistant.refusal("mv_add_file", path=path)


async def test_whether_a_file_outside_exists_is_not_said(assistant: Assistant) -> None:
    absent = await assistant.refusal("mv_add_file", path="/etc/no such file")
    present = await assistant.refusal("mv_add_file", path="/etc/hostname")
    assert absent.replace("/etc/no such file", "X") == present.replace("/etc/hostname", "X")


async def test_what_is_no_file_is_refused(assistant: Assistant) -> None:
    os.mkfifo(assistant.folder / "pipe.wav")
    (assistant.folder / "folder.wav").mkdir()
    (assistant.folder / "words.wav").write_text("no song at all")
    for name in ("pipe.wav", "folder.wav", "absent.wav"):
        assert await assistant.refusal("mv_add_file", path=name)
    assert "words.wav" in await assistant.refusal("mv_add_file", path="words.wav", kind="song")


async def test_an_export_is_never_written_over_a_file_or_outside(assistant: Assistant) -> None:
    await assistant.film()
    (assistant.folder / "taken.mp4").write_bytes(b"mine")
    assert "exists already" in await assistant.refusal("mv_export_video", profile="film", save_as="taken.mp4")
    assert "outside" in await assistant.refusal("mv_export_video", profile="film", save_as="../film.mp4")
    assert "must end with .mp4" in await assistant.refusal("mv_export_video", profile="canvas", save_as="canvas.gif")
    assert "several files" in await assistant.refusal("mv_export_video", profile="release-pack", save_as="pack")
    assert (assistant.folder / "taken.mp4").read_bytes() == b"mine"


async def test_an_export_asks_the_engine_for_its_profile_once(assistant: Assistant) -> None:
    await assistant.film()
    first = await assistant.values("mv_export_video", profile="canvas", seconds=6, wait_s=0)
    again = await assistant.values("mv_export_video", profile="canvas", seconds=6, wait_s=0)
    assert first["job_id"] == again["job_id"]
    [job] = await asyncio.to_thread(assistant.house.jobs)
    assert (job.request["profile"], job.request["seconds"], job.price) == ("canvas", 6.0, 0)


async def test_a_photo_of_the_library_comes_into_the_film_by_its_name(assistant: Assistant) -> None:
    await assistant.film()
    write_photo(assistant.folder / "beach.jpg")
    photo = await assistant.values("mv_add_file", path="beach.jpg")
    assert photo["kind"] == "photo"
    asked = {"words": "insert beach.jpg at 0:12 for 2 seconds", "file_ids": [photo["file_id"]]}
    seen = await assistant.values("mv_edit_video", **asked, preview=True)
    assert "beach.jpg" in " ".join(seen["changed"])
    done = await assistant.doing("mv_edit_video", **asked, wait_s=15)
    assert done["state"] == "completed"


async def test_lyrics_of_the_library_are_laid_on_the_song(assistant: Assistant) -> None:
    await assistant.film()
    (assistant.folder / "words.lrc").write_text("[00:02.00]one line\n[00:08.00]and another\n")
    lyrics = await assistant.values("mv_add_file", path="words.lrc")
    assert lyrics["kind"] == "lyrics"
    done = await assistant.doing(
        "mv_edit_video", words="show the lyrics at the bottom", file_ids=[lyrics["file_id"]], wait_s=15
    )
    assert done["state"] == "completed"
    assert "2 lines of lyrics" in text_of(await assistant.ask("mv_get_timeline"))


def write_photo(path: Path) -> None:
    Image.new("RGB", (640, 360), (200, 180, 120)).save(path, "JPEG")
