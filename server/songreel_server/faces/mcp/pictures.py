"""One small sheet of a film's frames, for a model or a person to look at: at most SIDE_PX wide and LARGEST_BYTES."""

import asyncio
import base64
import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import mcp.types as mcp

from songreel_server.faces.mcp.desk import Parts

if TYPE_CHECKING:
    from songreel_server.accounts.tokens import Caller
    from songreel_server.jobs import JobState

SIDE_PX: Final = 512
LARGEST_BYTES: Final = 40_000
FRAMES: Final = 8
COLUMNS: Final = 4
QUALITIES: Final = (75, 60, 45, 30)


async def contact_sheet(parts: Parts, caller: "Caller", job: "JobState") -> mcp.ImageContent | None:
    """Frames of the film that the job made, evenly through it; None where it made none."""
    jpeg = await asyncio.to_thread(sheet_of_job, parts, caller, job)
    if jpeg is None:
        return None
    return mcp.ImageContent(
        type="image",
        data=base64.b64encode(jpeg).decode(),
        mime_type="image/jpeg",
        annotations=mcp.Annotations(audience=["user", "assistant"]),
    )


def sheet_of_job(parts: Parts, caller: "Caller", job: "JobState") -> bytes | None:
    """The same as a JPEG file's bytes. Waits for disk."""
    from songreel_server import vault

    item_id = (job.result or {}).get("item_id")
    if job.state != "completed" or item_id is None:
        return None
    with parts.server.database.reading() as tx:
        item = vault.item(tx, caller.account_id, item_id)
    if not item.media_type.startswith("video/"):
        return None
    local = parts.server.store.local_path(item.key)
    if local is not None:
        return sheet_of_film(local)
    with TemporaryDirectory(prefix="songreel-sheet-") as folder:
        path = Path(folder) / "film.mp4"
        parts.server.store.copy_to(item.key, path)
        return sheet_of_film(path)


def sheet_of_film(path: Path) -> bytes:
    """A JPEG of FRAMES frames in rows of COLUMNS."""
    from songreel_server import heavy

    heavy.load()
    from PIL import Image

    frames = _frames(path)
    columns = min(COLUMNS, len(frames))
    width = SIDE_PX // columns
    height = round(width * frames[0].height / frames[0].width)
    rows = -(-len(frames) // columns)
    sheet = Image.new("RGB", (width * columns, height * rows))
    for index, frame in enumerate(frames):
        sheet.paste(frame.resize((width, height)), (index % columns * width, index // columns * height))
    for quality in QUALITIES:
        out = io.BytesIO()
        sheet.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() <= LARGEST_BYTES:
            break
    return out.getvalue()


def _frames(path: Path) -> list[Any]:
    """Pictures from the middle of FRAMES equal parts of the film."""
    import av

    with av.open(str(path)) as film:
        stream = film.streams.video[0]
        length = float(film.duration or 0) / av.time_base
        found = []
        for number in range(FRAMES):
            at_s = length * (number + 0.5) / FRAMES
            film.seek(round(at_s * av.time_base), backward=True)
            frame = next(iter(film.decode(stream)))
            found.append(frame.to_image())  # type: ignore[no-untyped-call]
        return found
