"""Resources, prompts, completions, tasks and skills, in the eras that have them."""

import base64
import hashlib
import json
from typing import Any

import pytest
from mcp import MCPError
from mcp.types import (
    CompletionArgument,
    PromptReference,
    ResourceTemplateReference,
    TextContent,
    TextResourceContents,
)

from assistants import Assistant
from songreel_engine.draft.edits import CHANGES
from songreel_server.faces.mcp.extensions.skills import SKILLS, Skills
from songreel_server.faces.mcp.schemas import slimmed

pytestmark = pytest.mark.anyio


async def read(assistant: Assistant, uri: str) -> Any:
    [content] = (await assistant.client.read_resource(uri)).contents
    return content.text if isinstance(content, TextResourceContents) else content.blob


async def test_a_project_is_read_as_words_as_data_and_as_a_scene_map(assistant: Assistant) -> None:
    made = await assistant.film()
    base = f"songreel://projects/{made['project_id']}"
    assert "chorus 2" in await read(assistant, f"{base}/timeline")
    assert json.loads(await read(assistant, f"{base}/draft"))["version"] == 1
    scenes = json.loads(await read(assistant, f"{base}/scene-map"))["scenes"]
    assert scenes[0]["start"] == "0:00"
    [film] = json.loads(await read(assistant, f"{base}/film"))
    assert film["media_type"] == "video/mp4"
    assert json.loads(await read(assistant, "songreel://projects"))[0]["id"] == made["project_id"]


@pytest.mark.slow
async def test_what_was_heard_is_drawn_once(assistant: Assistant) -> None:
    made = await assistant.film()
    uri = f"songreel://projects/{made['project_id']}/analysis"
    picture = base64.b64decode(await read(assistant, uri))
    assert picture.startswith(b"\x89PNG")
    [kept] = (assistant.parts.server.settings.data / "analyses").glob("*.png")
    kept.write_bytes(b"kept")
    assert base64.b64decode(await read(assistant, uri)) == b"kept"


async def test_styles_and_edits_are_read_without_a_project(assistant: Assistant) -> None:
    assert len(json.loads(await read(assistant, "songreel://styles"))) >= 20
    table = json.loads(await read(assistant, "songreel://edits"))["edits"]
    assert "warmth" in table["light"]
    assert set(table) == set(CHANGES)


async def test_what_is_not_there_is_an_error_that_names_the_uri(assistant: Assistant) -> None:
    with pytest.raises(MCPError) as told:
        await assistant.client.read_resource("songreel://projects/nonsense/timeline")
    assert told.value.error.code == -32602


async def test_prompts_tell_the_calls_to_make(assistant: Assistant) -> None:
    listed = {one.name for one in (await assistant.client.list_prompts()).prompts}
    assert listed == {"make_a_video", "direct_it_yourself", "polish_pass", "release_pack", "lyric_video"}
    told = await assistant.client.get_prompt("make_a_video", {"song": "song.mp3", "idea": "a lake"})
    [message] = told.messages
    assert isinstance(message.content, TextContent)
    for word in ("mv_add_file", "mv_make_video", "song.mp3", "a lake"):
        assert word in message.content.text


async def test_styles_projects_and_sections_are_completed(assistant: Assistant) -> None:
    made = await assistant.film()
    prompt, template = PromptReference(name="make_a_video"), ResourceTemplateReference(uri="songreel://x/{project_id}")

    async def completed(ref: Any, name: str, value: str) -> list[str]:
        argument = CompletionArgument(name=name, value=value)
        return list((await assistant.client.complete(ref, argument.model_dump())).completion.values)

    assert "Neo Noir" in await completed(prompt, "style", "noi")
    assert await completed(template, "project_id", made["project_id"][:8]) == [made["project_id"]]
    assert await completed(prompt, "section", "chor") == ["chorus 1", "chorus 2"]
    assert await completed(prompt, "song", "SO") == ["song.wav"]
    assert await completed(prompt, "idea", "a") == []


def test_a_skills_files_are_what_their_digests_say() -> None:
    [entry] = Skills()._entries.values()
    assert entry["frontmatter"]["name"] == "music-video"
    for file in entry["resources"]:
        content = (SKILLS / file["uri"].removeprefix("skill://")).read_bytes()
        assert file["digest"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert file["size"] == len(content)


def test_a_slim_schema_keeps_fields_called_title_and_drops_titles() -> None:
    schema = {
        "title": "Thing",
        "properties": {
            "title": {"title": "Title", "anyOf": [{"type": "string"}, {"type": "null"}], "default": None},
            "count": {"anyOf": [{"type": "integer"}, {"type": "string"}], "default": 3},
        },
    }
    assert slimmed(schema) == {
        "properties": {
            "title": {"type": "string"},
            "count": {"anyOf": [{"type": "integer"}, {"type": "string"}], "default": 3},
        }
    }
