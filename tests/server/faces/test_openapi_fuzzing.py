"""Whatever a client makes of the OpenAPI document, no request breaks the server, and each answer is as the document says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from chat_houses import ATTRIBUTION, open_house
from songreel_server.settings import Settings

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
EXAMPLES = 6
"""For each call; a number to have it done in half a minute."""


@pytest.mark.slow
def test_no_request_that_the_document_allows_or_forbids_breaks_the_server(own_settings: Settings) -> None:
    with open_house(own_settings.model_copy(update={"requests_per_minute": 1_000_000})) as house:
        guest = house.guest()
        guest.make_film()
        headers = {"Authorization": f"Bearer {guest.token}", **ATTRIBUTION}
        asked = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
        done = subprocess.run(
            [
                *(Path(sys.executable).with_name("schemathesis"), "run", f"{house.url}/openapi.json", *asked),
                *("--checks", CHECKS, "--max-examples", str(EXAMPLES), "--seed", "1", "--request-timeout", "20"),
                *("--exclude-path-regex", "mcp"),
            ],
            capture_output=True,
            text=True,
            timeout=500,
        )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]
    passed = re.search(r"generated, (\d+) passed", done.stdout)
    assert passed is not None
    assert int(passed[1]) > 300
