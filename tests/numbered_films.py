"""A house with a project of its machine's owner whose films carry the number of each frame, and a way to read it off a page."""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from chat_houses import House, open_house
from filmed_projects import filmed_project
from songreel_engine.media import write_clip
from songreel_server import vault
from songreel_server.adopting import adopt
from songreel_server.faces.mcp.stdio import local_owner
from songreel_server.settings import Settings
from songreel_server.sniff import Found
from songreel_server.store.tables import Job
from songreel_server.visits import Visits
from synthetic_media import numbered_frames, small_settings

LATER_BY = 100
"""The number on a version's first frame: how much later it is than in the version before."""
NUMBERS = 256
FRAMES = 576
SIZE_PX = {"width_px": 108, "height_px": 180}
"""As small as films are made."""
READ_OFF = """(which) => {
  const video = document.querySelector(which);
  if (!video || video.seeking || video.readyState < 2) return null;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  const pen = canvas.getContext("2d");
  pen.drawImage(video, 0, 0);
  const half = canvas.width / 2;
  const digit = (left) => {
    const { data } = pen.getImageData(left + 4, 4, half - 8, canvas.height - 8);
    let sum = 0;
    for (let k = 0; k < data.length; k += 4) sum += data[k + 1];
    return Math.round(((4 * sum) / data.length * 219 / 255 + 16 - 24) / 12);
  };
  return digit(0) + 16 * digit(half);
}"""
"""The number on the frame that a video of the page shows; null while it is on its way to another."""


class NumberedHouse(House):
    """Its films, of every version, have numbered frames; what it exports are several files of words."""

    def _film_of(self, job: Job, now: float) -> dict[str, Any]:
        if job.kind != "export":
            return super()._film_of(job, now)
        profile = str(job.request["profile"])
        arrivals = [self._arrival(f"{profile}-{name}.txt") for name in ("tiktok", "cover")]
        items = vault.keep(self.parts.database, self.parts.store, job.account_id, arrivals, now=now, quota_bytes=None)
        listed = [{"item_id": item.id, "name": item.name} for item in items]
        return {"item_id": items[0].id, "files": listed, "profile": profile}

    def _arrival(self, name: str) -> vault.Arrival:
        path = self.parts.settings.data / name
        content = f"what {name} would hold".encode()
        path.write_bytes(content)
        sha256 = hashlib.sha256(content).hexdigest()
        found = Found(kind="file", media_type="text/plain", facts={})
        return vault.Arrival(path=path, name=name, sha256=sha256, size=len(content), found=found)

    def film_bytes(self, job: Job) -> bytes:
        version = int(job.request.get("version", 1))
        return film_of(version, FRAMES)


def film_of(version: int, frames: int) -> bytes:
    """A film whose frame k carries the number k + LATER_BY for each version after the first."""
    settings = small_settings(**SIZE_PX)
    first = LATER_BY * (version - 1)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        write_clip(path, islice(numbered_frames(first, first + frames, settings), frames), settings)
        return path.read_bytes()


@dataclass(frozen=True)
class Numbered:
    """The house, its owner's account, the project."""

    house: NumberedHouse
    account: str
    project: str

    def entry(self) -> str:
        """An address that lets a browser in, once, and leads to the project."""
        visits = Visits(self.house.parts.settings, self.house.parts.database, clock=time.time)
        return f"/studio/enter?ct={visits.entry(self.account).token}&to={self.project}"


@contextmanager
def numbered_house(folder: Path) -> Iterator[Numbered]:
    """With one film, of version 1, of 24 s at 24 frames a second."""
    with open_house(Settings(data=folder / "data")) as opened:
        owner = local_owner(opened.parts.database, now=time.time())
        (folder / "work").mkdir()
        project = filmed_project(folder / "work", plain=True)
        draft = project.read_draft()
        settings = small_settings(draft.frame_rate, **SIZE_PX)
        project.films_dir.mkdir(exist_ok=True)
        name = f"v{draft.version:04d}-preview-{settings.width_px}x{settings.height_px}.mp4"
        (project.films_dir / name).write_bytes(film_of(1, draft.frames))
        house = NumberedHouse(url=opened.url, parts=opened.parts)
        parts = house.parts
        found = adopt(parts.settings, parts.database, parts.store, owner.account_id, project.folder, now=time.time())
        yield Numbered(house=house, account=owner.account_id, project=found)
