"""Pictures of a film's shots, small, from the clips that stand: one for each shot, one for each of a shot's takes.

A picture is known by the key of the clip it is taken from, or by its film and frame where the clips of a finished film are not
those that would be made today; so a key always shows the same and may be kept for ever. Nothing is rendered here: a take that
has no clip has no picture.
"""

import io
import math
import re
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from songreel_server import heavy, jobs
from songreel_server.errors import NotFoundError
from songreel_server.films import Films
from songreel_server.store.media_store import MediaStore
from songreel_server.vault import key_of

if TYPE_CHECKING:
    from songreel_engine.draft.model import Draft
    from songreel_engine.project import Project

FOLDER: Final = ".stills"
"""In the project's folder; begins with a dot, so that nobody takes it for a part of the project."""
SIDE_PX: Final = 216
"""Of the longer side: a thumbnail, sharp on a dense screen."""
QUALITY: Final = 62
KEY: Final = re.compile(r"[0-9a-f]{16,64}", re.ASCII)
FRAME: Final = re.compile(r"([0-9a-f]{64})\.([0-9]{1,7})", re.ASCII)
"""Of a film, by its hash."""
MOST_PLANNED: Final = 32
NO_STILL: Final = "There is no such picture."


class Stills:
    """One for the process; every method waits for disk."""

    def __init__(self, films: Films, store: MediaStore) -> None:
        self._films = films
        self._store = store
        self._planned: OrderedDict[tuple[str, int, str, int | None], tuple[str, ...]] = OrderedDict()
        self._lock = Lock()

    def of_shots(self, project: "Project", draft: "Draft", film: jobs.Film) -> tuple[str | None, ...]:
        """A key for each shot; None where its clip does not stand yet."""
        return tuple(_standing(project, key) for key in self._keys(project, draft, film))

    def of_film(self, draft: "Draft", film_sha256: str) -> tuple[str, ...]:
        """A key for each shot, of its middle in a film of this very version."""
        return tuple(f"{film_sha256}.{(shot.start + shot.stop) // 2}" for shot in draft.shots)

    def of_takes(self, project: "Project", draft: "Draft", number: int, film: jobs.Film) -> tuple[str | None, ...]:
        """A key for each take of the shot of that number, from 1."""
        shot = draft.shots[number - 1]
        return tuple(
            _standing(project, _plan_keys(project, _showing(draft, number, take.number), film)[number - 1])
            for take in shot.takes
        )

    def picture(self, project_id: str, key: str, films: Sequence[str]) -> bytes:
        """A WebP file's bytes; `films` are the hashes of the project's films.

        Raises NotFoundError where there is no such clip in this project, or no such film.
        """
        of_film = FRAME.fullmatch(key)
        if of_film is None:
            return self._drawn_once(project_id, key, self.clip(project_id, key), None)
        path = self._store.local_path(key_of(of_film[1])) if of_film[1] in films else None
        if path is None or not path.is_file():
            raise NotFoundError(NO_STILL)
        return self._drawn_once(project_id, key, path, int(of_film[2]))

    def _drawn_once(self, project_id: str, key: str, video: Path, frame: int | None) -> bytes:
        kept = self._films.workspaces.folder(project_id) / FOLDER / f"{key}.webp"
        if not kept.is_file():
            heavy.load()
            from songreel_engine.project import write_whole

            kept.parent.mkdir(exist_ok=True)
            write_whole(kept, _drawn(video, frame))
        return kept.read_bytes()

    def clip(self, project_id: str, key: str) -> Path:
        """The clip itself. Raises NotFoundError where there is no such clip in this project."""
        if not KEY.fullmatch(key):
            raise NotFoundError(NO_STILL)
        with self._films.workspaces.reading(project_id) as folder:
            path = folder / "clips" / f"{key}.mp4"
        if not path.is_file():
            raise NotFoundError(NO_STILL)
        return path

    def _keys(self, project: "Project", draft: "Draft", film: jobs.Film) -> tuple[str, ...]:
        """Planning a film takes longer than all the rest of a page, and the same version is asked for again and again."""
        name = (str(project.folder), draft.version, film.quality, film.height_px)
        with self._lock:
            known = self._planned.get(name)
        if known is None:
            known = _plan_keys(project, draft, film)
        with self._lock:
            self._planned[name] = known
            self._planned.move_to_end(name)
            while len(self._planned) > MOST_PLANNED:
                self._planned.popitem(last=False)
        return known


def _plan_keys(project: "Project", draft: "Draft", film: jobs.Film) -> tuple[str, ...]:
    """Of each shot's own clip; a transition into it is another."""
    heavy.load()
    from songreel_engine.making import plan_pieces
    from songreel_engine.rendering.quality import find_quality

    plan = plan_pieces(
        project, draft, project.read_analysis(), quality=find_quality(film.quality), height_px=film.height_px
    )
    bodies = {segment.shots[-1]: segment.key for segment in plan.segments if segment.transition is None}
    joined = {segment.shots[-1]: segment.key for segment in plan.segments}
    # A shot so short that its transitions are all there is of it shows the one it comes in with.
    return tuple(bodies.get(index, joined.get(index, "")) for index in range(len(draft.shots)))


def _showing(draft: "Draft", number: int, take: int) -> "Draft":
    shots = list(draft.shots)
    shots[number - 1] = shots[number - 1].model_copy(update={"take": take})
    return draft.model_copy(update={"tracks": draft.tracks.model_copy(update={"video": tuple(shots)})})


def _standing(project: "Project", key: str) -> str | None:
    return key if key and (project.clips_dir / f"{key}.mp4").is_file() else None


def _drawn(video: Path, number: int | None) -> bytes:
    """A WebP of that frame, or of the middle one. Raises RenderError for a damaged file, NotFoundError for no such frame."""
    from songreel_engine.media import count_frames
    from songreel_engine.media.clips import open_video

    wanted = count_frames(video) // 2 if number is None else number
    with open_video(video) as (container, stream):
        scale = SIDE_PX / max(stream.width, stream.height)
        rate, base = stream.average_rate, stream.time_base
        if rate is None or base is None:
            raise NotFoundError(NO_STILL)
        # Half a frame before it, so that rounding never lands on the next.
        from_pts = math.ceil((wanted - 0.5) / rate / base)
        container.seek(max(0, from_pts), stream=stream, backward=True)
        frame = next((one for one in container.decode(stream) if one.pts is not None and one.pts >= from_pts), None)
        if frame is None:
            raise NotFoundError(NO_STILL)
        # Only the frame that is wanted is made small and turned into colours.
        small = frame.reformat(
            width=max(1, round(stream.width * scale)), height=max(1, round(stream.height * scale)), format="rgb24"
        )
        picture = small.to_image()  # type: ignore[no-untyped-call]
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=QUALITY, method=4)
    return out.getvalue()
