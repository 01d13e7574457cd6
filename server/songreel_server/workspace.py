"""Projects as folders on this machine, wherever their files are kept.

Where media are kept in a folder, the project's folder is the project and nothing is copied. Where they are kept in S3, the
folder is a copy that is brought up to date before it is used and sent back afterwards, so that any machine may go on:

    projects/<id>/draft.json     and the other small files that change, each as it is
    projects/<id>/clips/<key>    and the other pieces, which never change once they are there and so are sent once
    projects/<id>/plates/<key>.tar   a plate, which is a folder here and must be there whole or not at all

There is no list of what a project has but the store's own, so machines that add pieces at the same time do not disturb each
other. A small file that was changed on two machines is refused; others are joined.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from uuid6 import uuid7

from songreel_server.errors import ConflictError, NotFoundError
from songreel_server.store.media_store import MediaStore, StoredFile
from songreel_server.vault import key_of

REMOTE: Final = "projects"
AT_ONCE: Final = 8
"""Pieces on their way."""
_ID: Final = re.compile(r"[0-9a-z][0-9a-z-]{0,63}", re.ASCII)
_RECORD: Final = ".workspace.json"
_SHELF: Final = "media/shelf.json"
_BEGINNING: Final = "media/beginning.json"
"""Another one whenever a project starts over; where the engine looks for nothing of that name."""
_FOLDERS: Final = ("drafts", "media", "clips", "overlays")
"""Of pieces, beside plates; films are kept as the user's, in the vault."""
_PLATES: Final = "plates"
_PACKED: Final = ".tar"


@dataclass(frozen=True)
class _Known:
    """A small file as it was when it was last the same here and in the store."""

    mark: str | None
    sha256: str


class Workspaces:
    """The projects' folders. One for the process; all calls may wait for disk or network."""

    def __init__(self, projects_dir: Path, store: MediaStore) -> None:
        self._dir = projects_dir
        self._store = store

    def folder(self, project_id: str) -> Path:
        """Where the project lies or will lie on this machine. Raises NotFoundError for what can be no project's id."""
        if not _ID.fullmatch(project_id):
            raise NotFoundError("There is no such project.")
        return self._dir / project_id

    def has_draft(self, project_id: str) -> bool:
        """Whether a film has been planned."""
        return (self.fetch(project_id) / "draft.json").is_file()

    @contextmanager
    def reading(self, project_id: str) -> Iterator[Path]:
        """The project's folder, brought up to date."""
        yield self.fetch(project_id)

    @contextmanager
    def changing(self, project_id: str) -> Iterator[Path]:
        """The same, with nobody else on this machine changing it; what was changed is sent afterwards."""
        with self._locked(project_id, "change"):
            folder = self.fetch(project_id)
            try:
                yield folder
            finally:
                self.keep(project_id)

    def fetch(self, project_id: str) -> Path:
        """The project's folder, brought up to date; it does not exist where there is no project yet. Raises StorageError."""
        folder = self.folder(project_id)
        if not self._store.is_folder:
            with self._locked(project_id, "sync"):
                self._bring(project_id, folder)
        return folder

    def keep(self, project_id: str) -> None:
        """Sends what is new or changed. Raises StorageError, ConflictError where another machine changed the same."""
        folder = self.folder(project_id)
        if self._store.is_folder or not folder.is_dir():
            return
        with self._locked(project_id, "sync"):
            self._send(project_id, folder)

    def forget(self, project_id: str) -> None:
        """Removes the project's files here and in the store; one that has none is fine. Raises StorageError."""
        folder = self.folder(project_id)
        with self._locked(project_id, "change"):
            if not self._store.is_folder:
                for name in self._stored(project_id):
                    self._store.delete(_key(project_id, name))
            if folder.is_symlink():
                # The user's own folder, worked on where it lies: what is theirs stays.
                folder.unlink()
            elif folder.is_dir():
                shutil.rmtree(folder)

    def start_over(self, project_id: str) -> None:
        """Takes a project back to before its song: versions and everything heard or planned go, the user's files stay.

        Clips and plates stay too: what looks the same in the new film is found again. Raises StorageError.
        """
        folder = self.folder(project_id)
        with self._locked(project_id, "change"), self._locked(project_id, "sync"):
            _clear(folder)
            if self._store.is_folder:
                return
            for name in filter(_is_of_song, self._stored(project_id)):
                self._store.delete(_key(project_id, name))
            # Another machine's copy has versions and a song of the same names.
            (folder / _BEGINNING).parent.mkdir(parents=True, exist_ok=True)
            (folder / _BEGINNING).write_text(json.dumps({"id": str(uuid7())}), "utf-8")
            self._send(project_id, folder)

    def sweep(self, *, before: float) -> None:
        """Removes songs that processes had lent out when they died, of before that time."""
        for folder in (*self._dir.glob(".song-*"), *self._dir.glob(".file-*")):
            if folder.stat().st_mtime < before:
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def song(self, sha256: str, suffix: str) -> Iterator[Path]:
        """A song of the vault as a file of that suffix, for as long as the block runs. Raises NotFoundError, StorageError."""
        self._dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".song-", dir=self._dir) as folder:
            path = Path(folder) / f"song{suffix}"
            lies = self._store.local_path(key_of(sha256))
            if lies is not None and lies.is_file():
                path.symlink_to(lies.resolve())
            else:
                self._store.copy_to(key_of(sha256), path)
            yield path

    @contextmanager
    def file(self, sha256: str, name: str) -> Iterator[Path]:
        """A file of the vault under this name, for as long as the block runs. Raises NotFoundError, StorageError."""
        self._dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".file-", dir=self._dir) as folder:
            path = Path(folder) / Path(name).name
            self._store.copy_to(key_of(sha256), path)
            yield path

    @contextmanager
    def _locked(self, project_id: str, what: str) -> Iterator[None]:
        """Between threads and processes of this machine; a process that dies holds nothing."""
        locks = self._dir / ".locks"
        locks.mkdir(parents=True, exist_ok=True)
        handle = os.open(locks / f"{self.folder(project_id).name}.{what}", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _stored(self, project_id: str) -> dict[str, StoredFile]:
        """By name in the project."""
        prefix = f"{REMOTE}/{project_id}/"
        return {one.key.removeprefix(prefix): one for one in self._store.files(prefix.rstrip("/"))}

    def _bring(self, project_id: str, folder: Path) -> None:
        stored, known = self._stored(project_id), _read_record(folder)
        if _has_begun_elsewhere(stored, known):
            _clear(folder)
            known = _read_record(folder)
        missing = [name for name in stored.keys() - _pieces(folder) if not _is_small(name)]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            # Listed, so that what failed is raised here.
            list(pool.map(lambda name: self._bring_piece(project_id, folder, name), missing))
        mine = _small_files(folder)
        for name in filter(_is_small, stored):
            was = known.get(name)
            changed_there = was is None or was.mark != stored[name].mark
            # What was changed here and there is left as it is: sending it says so.
            if changed_there and (name not in mine or (was is not None and mine[name] == was.sha256)):
                self._store.copy_to(_key(project_id, name), folder / name)
                known[name] = _Known(stored[name].mark, _sha256(folder / name))
        if stored:
            _write_record(folder, known)

    def _bring_piece(self, project_id: str, folder: Path, name: str) -> None:
        if not name.startswith(f"{_PLATES}/"):
            self._store.copy_to(_key(project_id, name), folder / name)
            return
        plates = folder / _PLATES
        plates.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".", dir=plates) as beside:
            packed, plate = Path(beside) / "packed", Path(beside) / "plate"
            self._store.copy_to(_key(project_id, name), packed)
            _unpack(packed, plate)
            plate.rename(folder / name.removesuffix(_PACKED))

    def _send(self, project_id: str, folder: Path) -> None:
        stored, known, mine = self._stored(project_id), _read_record(folder), _small_files(folder)
        if _has_begun_elsewhere(stored, known):
            raise ConflictError("The project was begun anew elsewhere at the same time; ask again.")
        for name in sorted(_pieces(folder) - stored.keys()):
            self._send_piece(project_id, folder, name)
        # After the pieces, so that a draft never speaks of what is not there; the draft itself comes before what follows it.
        for name in sorted(mine):
            was, there = known.get(name), stored.get(name)
            if was is not None and was.sha256 == mine[name]:
                continue
            if there is not None and (was is None or was.mark != there.mark):
                if not self._is_same(project_id, name, mine[name]):
                    raise ConflictError(f"{name} of the project was changed elsewhere at the same time; ask again.")
                known[name] = _Known(there.mark, mine[name])
                continue
            known[name] = _Known(self._store.put_file(folder / name, _key(project_id, name)), mine[name])
        _write_record(folder, known)

    def _send_piece(self, project_id: str, folder: Path, name: str) -> None:
        if not name.startswith(f"{_PLATES}/"):
            self._store.put_file(folder / name, _key(project_id, name))
            return
        with tempfile.NamedTemporaryFile(suffix=_PACKED) as packed:
            with tarfile.open(fileobj=packed, mode="w") as tar:
                for path in sorted((folder / name.removesuffix(_PACKED)).iterdir()):
                    tar.add(path, path.name)
            packed.flush()
            self._store.put_file(Path(packed.name), _key(project_id, name))

    def _is_same(self, project_id: str, name: str, sha256: str) -> bool:
        digest = hashlib.sha256()
        for piece in self._store.read(_key(project_id, name)):
            digest.update(piece)
        return digest.hexdigest() == sha256


def _key(project_id: str, name: str) -> str:
    return f"{REMOTE}/{project_id}/{name}"


def _is_small(name: str) -> bool:
    """Whether it is a file that changes."""
    return name in (_SHELF, _BEGINNING) or ("/" not in name and name.endswith(".json"))


def _has_begun_elsewhere(stored: Mapping[str, StoredFile], known: Mapping[str, _Known]) -> bool:
    """Whether another machine has taken the project back to before its song since it was last in step here."""
    there, was = stored.get(_BEGINNING), known.get(_BEGINNING)
    return there is not None and there.mark != (None if was is None else was.mark)


def _clear(folder: Path) -> None:
    """Removes what belongs to the song, and forgets that it was ever in step."""
    known = _read_record(folder)
    if known:
        _write_record(folder, {name: one for name, one in known.items() if not _is_of_song(name)})
    found = [path for path in folder.rglob("*") if path.is_file()]
    # The project's own file last: where this is cut short, it is begun again.
    for path in sorted(found, key=lambda path: path.name == "project.json"):
        if _is_of_song(path.relative_to(folder).as_posix()):
            path.unlink()
    with suppress(FileNotFoundError):
        (folder / "drafts").rmdir()


def _is_of_song(name: str) -> bool:
    """Whether it belongs to the song that is heard, and to nothing else."""
    top, _, rest = name.partition("/")
    return not top.startswith(".") and (top == "drafts" or not rest)


def _small_files(folder: Path) -> dict[str, str]:
    """SHA-256 by name."""
    found = [*folder.glob("*.json"), folder / _SHELF, folder / _BEGINNING]
    return {
        path.relative_to(folder).as_posix(): _sha256(path)
        for path in found
        if path.is_file() and not path.name.startswith(".")
    }


def _pieces(folder: Path) -> set[str]:
    """Names of whole files that never change, as they are in the store; those half-written begin with a dot."""
    found = [path for path in folder.glob("song.*") if path.is_file()]
    for name in _FOLDERS:
        found += [path for path in (folder / name).rglob("*") if path.is_file()]
    names = {path.relative_to(folder).as_posix() for path in found if not path.name.startswith(".")}
    names -= {_SHELF, _BEGINNING}
    plates = folder / _PLATES
    return names | {
        f"{_PLATES}/{plate.name}{_PACKED}"
        for plate in (plates.iterdir() if plates.is_dir() else ())
        if plate.is_dir() and not plate.name.startswith(".")
    }


def _unpack(packed: Path, folder: Path) -> None:
    """The files of a tar of plain files into a new folder, by their last names: nothing is written outside it."""
    folder.mkdir()
    with tarfile.open(packed) as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isfile() else None
            if content is not None:
                (folder / Path(member.name).name).write_bytes(content.read())


def _read_record(folder: Path) -> dict[str, _Known]:
    """By name; nothing for a folder that was never in step with the store."""
    path = folder / _RECORD
    if not path.is_file():
        return {}
    return {name: _Known(**known) for name, known in json.loads(path.read_text("utf-8")).items()}


def _write_record(folder: Path, known: dict[str, _Known]) -> None:
    from songreel_engine.media.files import written_beside

    folder.mkdir(parents=True, exist_ok=True)
    with written_beside(folder / _RECORD) as partial:
        partial.write_text(json.dumps({name: asdict(one) for name, one in known.items()}), "utf-8")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
