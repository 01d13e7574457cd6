"""Photos, words and the client's own model in the call that makes a video, in both eras."""

from pathlib import Path
from typing import Any

import pytest
from mcp.client import ClientRequestContext
from mcp.types import CreateMessageRequestParams, CreateMessageResult, TextContent
from PIL import Image
from sqlalchemy import select

from assistants import Assistant, Era, assistant_in, text_of
from sent_files import footage_file
from songreel_server import characters
from songreel_server.settings import Settings
from songreel_server.store.tables import Account

pytestmark = pytest.mark.anyio

LRC = "[00:01.00]first we wait\n[00:07.00]then we run\n"


async def asked(assistant: Assistant, **material: Any) -> dict[str, Any]:
    """The order of a film with this material."""
    await assistant.values("mv_make_video", song_id=await assistant.song_id(), wait_s=0, **material)
    [job] = assistant.house.jobs()
    return dict(job.request)


def photo(folder: Path, name: str = "ida.png") -> str:
    Image.new("RGB", (96, 144), "teal").save(folder / name)
    return name


async def test_photos_are_given_by_path_or_by_id_and_keep_their_order(assistant: Assistant) -> None:
    added = await assistant.values("mv_add_file", path=photo(assistant.folder, "first.png"), kind="photo")
    assert "photos=" in added["next_step"]
    Image.new("RGB", (96, 144), "red").save(assistant.folder / "second.png")
    request = await asked(assistant, photos=[added["file_id"], "second.png"])
    assert [one["name"] for one in request["photos"]] == ["first.png", "second.png"]


async def test_a_photo_that_is_none_or_lies_elsewhere_is_refused(assistant: Assistant, tmp_path: Path) -> None:
    song_id = await assistant.song_id()
    outside = tmp_path / "outside.png"
    Image.new("RGB", (8, 8)).save(outside)
    assert "outside the allowed folders" in await assistant.refusal(
        "mv_make_video", song_id=song_id, photos=[str(outside)]
    )
    assert "is no photo but song" in await assistant.refusal("mv_make_video", song_id=song_id, photos=[song_id])
    assert "give 4 at most" in await assistant.refusal("mv_make_video", song_id=song_id, photos=["x.png"] * 5)
    assert assistant.house.jobs() == []


async def test_a_character_is_known_by_its_name(assistant: Assistant) -> None:
    added = await assistant.values("mv_add_file", path=photo(assistant.folder), kind="photo")
    database = assistant.parts.server.database
    with database.writing() as tx:
        [account_id] = tx.scalars(select(Account.id).where(Account.kind == "local"))
        characters.keep(tx, account_id, name="Ida", item_ids=[added["file_id"]], now=1.0)
    request = await asked(assistant, photos=["ida"])
    assert [one["name"] for one in request["photos"]] == ["ida.png"]


@pytest.mark.parametrize("how", ["words", "path", "id"])
async def test_lyrics_are_given_as_words_or_as_a_file(assistant: Assistant, how: str) -> None:
    (assistant.folder / "words.lrc").write_text(LRC, "utf-8")
    given = {"words": LRC, "path": "words.lrc"}.get(how)
    if given is None:
        given = (await assistant.values("mv_add_file", path="words.lrc", kind="lyrics"))["file_id"]
    shown = (await asked(assistant, lyrics=given, lyrics_place="top"))["lyrics"]
    assert shown["file"]["name"] == ("lyrics.txt" if how == "words" else "words.lrc")
    assert shown["place"] == "top"


async def test_a_lyric_style_is_known_by_name_and_footage_goes_along(assistant: Assistant) -> None:
    song_id = await assistant.song_id()
    assert "choose one of look, kinetic" in await assistant.refusal(
        "mv_make_video", song_id=song_id, lyrics="own", lyrics_style="graffiti"
    )
    sea = footage_file(assistant.folder)
    request = await asked(assistant, lyrics="own", lyrics_style="Neon", footage=[sea.name])
    assert request["lyrics"]["style"] == "neon"
    assert [one["name"] for one in request["footage"]] == [sea.name]


async def test_the_songs_own_words_and_lip_sync_can_be_asked_for(assistant: Assistant) -> None:
    request = await asked(assistant, lyrics="own", lipsync=0.4)
    assert request["lyrics"] == {"file": None, "place": None, "colour": None, "style": None}
    assert request["singing"] == 0.4


async def test_the_same_film_of_other_photos_is_another_film(assistant: Assistant) -> None:
    song_id = await assistant.song_id()
    first = await assistant.values("mv_make_video", song_id=song_id, wait_s=0)
    second = await assistant.values("mv_make_video", song_id=song_id, photos=[photo(assistant.folder)], wait_s=0)
    again = await assistant.values("mv_make_video", song_id=song_id, photos=["ida.png"], wait_s=0)
    assert first["job_id"] != second["job_id"] == again["job_id"]


written: list[str] = []


async def lend(context: ClientRequestContext, params: CreateMessageRequestParams) -> CreateMessageResult:
    """A model that answers with what it was asked."""
    [message] = params.messages
    assert isinstance(message.content, TextContent)
    written.append(message.content.text)
    words = f"A lake at dawn, {id(params)}. Asked with: {message.content.text}"
    return CreateMessageResult(role="assistant", content=TextContent(type="text", text=words), model="small-model")


async def lend_nothing(context: ClientRequestContext, params: CreateMessageRequestParams) -> CreateMessageResult:
    return CreateMessageResult(role="assistant", content=TextContent(type="text", text="  "), model="silent-model")


async def test_a_client_that_lends_its_model_has_it_write_the_prompt(
    local_settings: Settings, tmp_path: Path, era: Era
) -> None:
    async with assistant_in(local_settings, tmp_path / "music", era, sampling_callback=lend) as assistant:
        assistant.hear()
        song_id = await assistant.song_id()
        answer = await assistant.ask(
            "mv_make_video", song_id=song_id, prompt="rain", style="golden hour", enhance=True, wait_s=0
        )
        assert "Enhanced prompt, by small-model: A lake at dawn, " in text_of(answer)
        [job] = assistant.house.jobs()
        # Its next answer would be another one.
        assistant.house.end(job)
        written.clear()
        again = await assistant.values(
            "mv_make_video", song_id=song_id, prompt="rain", style="golden hour", enhance=True, wait_s=0
        )
        assert written
        assert again["job_id"] == job.id
    prompt = job.request["prompt"]
    assert prompt.startswith("A lake at dawn, ")
    assert "The wish: rain. Style: golden hour." in prompt
    assert "verse" in prompt


async def test_a_model_that_is_not_asked_for_is_not_asked(local_settings: Settings, tmp_path: Path, era: Era) -> None:
    async with assistant_in(local_settings, tmp_path / "music", era, sampling_callback=lend) as assistant:
        assert (await asked(assistant, prompt="rain"))["prompt"] == "rain"


async def test_where_no_model_is_lent_or_it_says_nothing_the_built_in_director_works_and_it_is_said(
    assistant: Assistant, local_settings: Settings, tmp_path: Path, era: Era
) -> None:
    answer = await assistant.ask(
        "mv_make_video", song_id=await assistant.song_id(), prompt="rain", enhance=True, wait_s=0
    )
    assert "lends no model" in text_of(answer)
    [job] = assistant.house.jobs()
    assert job.request["prompt"] == "rain"
    async with assistant_in(local_settings, tmp_path / "other", era, sampling_callback=lend_nothing) as silent:
        said = await silent.ask("mv_make_video", song_id=await silent.song_id(), prompt="snow", enhance=True, wait_s=0)
        assert "wrote no prompt" in text_of(said)
