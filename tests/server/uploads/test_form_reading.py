"""Whatever files are in a form come out of it, wherever its bytes are cut."""

import asyncio
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from forms import BOUNDARY, CONTENT_TYPE, form, in_pieces
from songreel_server.errors import BadRequestError
from songreel_server.multipart import read_files
from songreel_server.received import Receiver

NEAR_BOUNDARIES = st.sampled_from(
    [b"\r\n", b"--", b"\r\n--", f"\r\n--{BOUNDARY[:-1]}".encode(), BOUNDARY.encode(), b"-"]
)
CONTENT = (
    st.lists(st.one_of(st.binary(max_size=40), NEAR_BOUNDARIES), max_size=8)
    .map(b"".join)
    .filter(lambda content: f"--{BOUNDARY}".encode() not in content)
)
"""A boundary itself cannot stand in what it bounds: who writes a form chooses it so."""


def read(body: bytes, piece: int) -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        receiver = Receiver(Path(folder), max_file_bytes=10**6, max_total_bytes=10**6)
        got = asyncio.run(
            read_files(in_pieces(body, piece), content_type=CONTENT_TYPE, receiver=receiver, most_files=20)
        )
        return [file.path.read_bytes() for file in got]


@settings(deadline=None, max_examples=40)
@given(contents=st.lists(CONTENT, min_size=1, max_size=4), piece=st.integers(1, 200))
def test_files_come_out_as_they_went_in(contents: list[bytes], piece: int) -> None:
    body = form(*[(f"{number}.bin", content) for number, content in enumerate(contents)])
    assert read(body, piece) == contents


@settings(deadline=None, max_examples=40)
@given(st.binary(max_size=300), st.integers(1, 50))
def test_any_other_bytes_are_a_refusal(body: bytes, piece: int) -> None:
    try:
        read(f"--{BOUNDARY}\r\n".encode() + body, piece)
    except BadRequestError:
        return
    raise AssertionError("taken for a form")
