"""A key's list of addresses holds for assistants too."""

import shutil
from pathlib import Path

import anyio
import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult

from assistants import text_of
from songreel_server.settings import Settings
from task_houses import open_task_house


@pytest.mark.parametrize(("address", "lets_in"), [("203.0.113.9", True), ("198.51.100.1", False)])
def test_an_assistant_with_a_key_of_other_addresses_is_refused(
    sqlite_template: Path, tmp_path: Path, address: str, lets_in: bool
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    shutil.copyfile(sqlite_template, data / "songreel.sqlite")
    with open_task_house(Settings(data=data, trusted_proxies=frozenset({"127.0.0.1"})), tmp_path) as house:
        key = house.back_end(allow_ips=("203.0.113.0/24",)).key
        said = anyio.run(
            _asked, f"{house.house.url}/mcp", {"Authorization": f"Bearer {key}", "X-Forwarded-For": address}
        )
    assert ("may not be used from this address" in said) is not lets_in


async def _asked(url: str, headers: dict[str, str]) -> str:
    async with (
        httpx2.AsyncClient(headers=headers, timeout=30, trust_env=False) as http,
        Client(streamable_http_client(url, http_client=http)) as client,
    ):
        answer = await client.call_tool("mv_get_status", {})
    assert isinstance(answer, CallToolResult)
    return text_of(answer)
