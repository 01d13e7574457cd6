"""A project on disk: a plain folder that can be moved, copied and opened again.

    project.json     schema, id, the song's facts, what was asked
    song.<suffix>    the song itself, byte for byte
    vocals.<suffix>  the song's voice alone, if the user gave it
    sound.m4a        its sound as films carry it, where an MP4 cannot take the song's own
    analysis.json    what was heard
    treatment.json   what was intended
    draft.json       the video as it stands
    drafts/          every version of it, 0001.json and so on
    history.json     which versions stood before, and which were undone
    lyrics.json      the song's words and their times, if the user gave them
    scene_map.json   the scenes as the user wrote them, if so
    media/           the user's own pictures, footage and sounds, by hash
    plates/ clips/   rendered pieces by content key; safe to delete, they are made again
    rushes/          what a video model made for clips, the same
    overlays/        the same for clips with words on them
    films/           finished films
    exports/         the film in other shapes and sizes, for exports; safe to delete
    render.json      how the last film was rendered
    picture.json     how its pictures are made, if somebody chose

Every file appears whole or not at all. Nothing in the folder names a place outside it, but for models chosen by their folder.
"""

import json
import shutil
from pathlib import Path
from typing import Annotated, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from songreel_engine.analysis.renaming import read_names
from songreel_engine.analysis.result import SCHEMA as ANALYSIS_SCHEMA
from songreel_engine.analysis.result import Analysis, Section
from songreel_engine.draft.check import check_draft, read_draft
from songreel_engine.draft.model import Draft, draft_to_json
from songreel_engine.errors import EditError, ProjectError
from songreel_engine.lyrics.model import Lyrics
from songreel_engine.media.files import written_beside
from songreel_engine.planning.brief import Brief
from songreel_engine.planning.scene_map import SceneMap
from songreel_engine.planning.treatment import Treatment
from songreel_engine.rendering.pictures import DEFAULT_PICTURE, PictureChoice
from songreel_engine.song import Song

SCHEMA = 1
SONG_STEM, VOCALS_STEM = "song", "vocals"
FOLDER_SUFFIX = ".songreel"
_OUTLIVING = ("media", "plates", "rushes", "clips", "overlays", "films", "exports")
"""Folders whose files are named by their content."""

Value = TypeVar("Value", bound=BaseModel)


class ProjectFacts(BaseModel):
    """project.json."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_number: int = SCHEMA
    id: str
    song: Song
    """As probed; its path is the file's name inside the folder."""
    max_seconds: Annotated[float, Field(gt=0)] | None
    """Only this much of the song was asked for; None: all of it."""
    brief: Brief
    planned: Brief | None = None
    """What the draft was last planned from; None before that, and in projects of an older songreel."""


class Move(BaseModel):
    """One step between versions that made no new one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: str
    """UTC, ISO 8601."""
    who: str
    words: str
    left: int
    arrived: int
    """Versions."""


class History(BaseModel):
    """history.json: the way to the version that stands, as an undo button needs it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    past: tuple[int, ...] = ()
    """Versions that stood before, the latest last: undoing goes back to that one."""
    future: tuple[int, ...] = ()
    """Versions that were undone, the next to redo last."""
    moves: tuple[Move, ...] = ()


class LastRender(BaseModel):
    """render.json: what an edit renders at without being told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    quality: str
    height_px: int | None = None


class Project:
    """An open project folder. Reading methods raise ProjectError where a file is missing or damaged."""

    def __init__(self, folder: Path, facts: ProjectFacts) -> None:
        self.folder = folder
        self.facts = facts

    @classmethod
    def create(cls, folder: Path, *, project_id: str, song: Song, max_seconds: float | None, brief: Brief) -> Self:
        """A new project with its own copy of the song; pieces and files of the user's that lie there already are its own.

        Raises ProjectError where the folder holds something else.
        """
        if folder.exists() and (not folder.is_dir() or any(_is_strange(entry.name) for entry in folder.iterdir())):
            raise ProjectError(f"{folder} exists and is not a songreel project; choose another folder with --project.")
        name = SONG_STEM + Path(song.path).suffix.lower()
        copy_whole(Path(song.path), folder / name)
        facts = ProjectFacts(
            id=project_id, song=song.model_copy(update={"path": name}), max_seconds=max_seconds, brief=brief
        )
        project = cls(folder, facts)
        project._write("project.json", facts.model_dump_json(indent=2) + "\n")
        return project

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Raises ProjectError where the folder is not a project."""
        if not (folder / "project.json").is_file():
            raise ProjectError(
                f"{folder} is not a songreel project (it has no project.json); `songreel make` makes one."
            )
        try:
            facts = ProjectFacts.model_validate_json((folder / "project.json").read_bytes())
        except (ValidationError, OSError) as error:
            raise ProjectError(
                f"{folder / 'project.json'} is damaged; make the project again from its song."
            ) from error
        if facts.schema_number > SCHEMA:
            raise ProjectError(
                f"{folder} was made by a newer songreel (schema {facts.schema_number}); update songreel."
            )
        if Path(facts.song.path).name != facts.song.path:
            raise ProjectError(f"{folder / 'project.json'} names a song outside its folder; make the project again.")
        return cls(folder, facts)

    @property
    def song_path(self) -> Path:
        return self.folder / self.facts.song.path

    @property
    def vocals_path(self) -> Path | None:
        """The song's voice alone; None where the user gave none."""
        return next(iter(sorted(self.folder.glob(f"{VOCALS_STEM}.*"))), None)

    @property
    def sound_path(self) -> Path:
        """Where the song's AAC copy stands, if films need one."""
        return self.folder / "sound.m4a"

    @property
    def plates_dir(self) -> Path:
        return self.folder / "plates"

    @property
    def clips_dir(self) -> Path:
        return self.folder / "clips"

    @property
    def films_dir(self) -> Path:
        return self.folder / "films"

    @property
    def overlays_dir(self) -> Path:
        return self.folder / "overlays"

    @property
    def media_dir(self) -> Path:
        return self.folder / "media"

    def with_brief(self, brief: Brief) -> "Project":
        """The project asked for something else."""
        facts = self.facts.model_copy(update={"brief": brief})
        self._write("project.json", facts.model_dump_json(indent=2) + "\n")
        return Project(self.folder, facts)

    def with_plan_of(self, brief: Brief) -> "Project":
        """The project planned from this brief."""
        facts = self.facts.model_copy(update={"planned": brief})
        self._write("project.json", facts.model_dump_json(indent=2) + "\n")
        return Project(self.folder, facts)

    def has_analysis(self) -> bool:
        """Whether there is one that this songreel reads; one of an older songreel is none."""
        return (self.folder / "analysis.json").is_file() and not self._analysis_is_older()

    def has_treatment(self) -> bool:
        return (self.folder / "treatment.json").is_file()

    def has_draft(self) -> bool:
        return (self.folder / "draft.json").is_file()

    def read_analysis(self) -> Analysis:
        if (self.folder / "analysis.json").is_file() and self._analysis_is_older():
            raise ProjectError(
                f"{self.folder} was analysed by an older songreel; "
                f"run `songreel plan SONG --project {self.folder}` on its song to listen again."
            )
        return self._read("analysis.json", Analysis)

    def read_section_names(self) -> tuple[Section, ...]:
        """The sections that the user has named, of an older songreel's analysis too; none where there is none."""
        return read_names(self._text("analysis.json")) if (self.folder / "analysis.json").is_file() else ()

    def write_analysis(self, analysis: Analysis) -> None:
        self._write("analysis.json", analysis.model_dump_json() + "\n")

    def read_treatment(self) -> Treatment:
        return self._read("treatment.json", Treatment)

    def write_treatment(self, treatment: Treatment) -> None:
        self._write_value("treatment.json", treatment)

    def read_draft(self) -> Draft:
        """The draft as it stands, checked. Raises DraftError where it breaks a rule."""
        return read_draft(self._text("draft.json"))

    def write_draft(self, draft: Draft) -> None:
        """Makes `draft` the current one and keeps it among the versions; what was undone can no longer be redone."""
        check_draft(draft)
        text = draft_to_json(draft)
        if self.has_draft() and (before := self.read_draft().version) != draft.version:
            history = self.read_history()
            self._write_value(
                "history.json", history.model_copy(update={"past": (*history.past, before), "future": ()})
            )
        self._write(_version_name(draft.version), text)
        self._write("draft.json", text)

    def versions(self) -> tuple[int, ...]:
        """Numbers of all versions, rising; empty before the first draft."""
        numbers = (file.stem for file in (self.folder / "drafts").glob("*.json"))
        return tuple(sorted(int(number) for number in numbers if number.isascii() and number.isdigit()))

    def next_version(self) -> int:
        """The number of the version that comes next; numbers are never given twice."""
        return max(self.versions(), default=0) + 1

    def read_version(self, version: int) -> Draft:
        """A version as it was written. Raises EditError where there is none of that number."""
        if version not in self.versions():
            raise EditError(f"There is no version {version}; this project has {_listed(self.versions())}.")
        return read_draft(self._text(_version_name(version)))

    def go_to(self, version: int, history: History) -> Draft:
        """Makes an earlier or later version stand again, byte for byte, with `history` as the way to it."""
        draft = self.read_version(version)
        text = self._text(_version_name(version))
        self._write_value("history.json", history)
        self._write("draft.json", text)
        return draft

    def read_history(self) -> History:
        """The way to the version that stands; of a project that never kept one, the line of parents."""
        if (self.folder / "history.json").is_file():
            return self._read("history.json", History)
        return History(past=self._parents() if self.has_draft() else ())

    def _parents(self) -> tuple[int, ...]:
        known, line = self.versions(), []
        parent = self.read_draft().parent_version
        while parent in known and parent not in line:
            line.append(parent)
            parent = self.read_version(parent).parent_version
        return tuple(reversed(line))

    def read_lyrics(self) -> Lyrics | None:
        """The song's words; None where nobody has given any."""
        return self._read("lyrics.json", Lyrics) if (self.folder / "lyrics.json").is_file() else None

    def write_lyrics(self, lyrics: Lyrics) -> None:
        self._write_value("lyrics.json", lyrics)

    def read_scene_map(self) -> SceneMap | None:
        """The scenes as the user wrote them; None where nobody has."""
        return self._read("scene_map.json", SceneMap) if (self.folder / "scene_map.json").is_file() else None

    def write_scene_map(self, scene_map: SceneMap) -> None:
        self._write_value("scene_map.json", scene_map)

    def read_last_render(self) -> LastRender | None:
        """How the last film was rendered; None before the first."""
        return self._read("render.json", LastRender) if (self.folder / "render.json").is_file() else None

    def write_last_render(self, last: LastRender) -> None:
        self._write_value("render.json", last)

    def read_picture(self) -> PictureChoice:
        """How the pictures are made; as by default where nobody chose."""
        return (
            self._read("picture.json", PictureChoice) if (self.folder / "picture.json").is_file() else DEFAULT_PICTURE
        )

    def write_picture(self, picture: PictureChoice) -> None:
        """Keeps the choice; nothing is written for what counts already."""
        if picture != self.read_picture():
            self._write_value("picture.json", picture)

    def _analysis_is_older(self) -> bool:
        try:
            stored = json.loads(self._text("analysis.json"))
        except ValueError:
            # Damaged, not older: reading it says so.
            return False
        number = stored.get("schema_number", ANALYSIS_SCHEMA) if isinstance(stored, dict) else ANALYSIS_SCHEMA
        return isinstance(number, int) and number < ANALYSIS_SCHEMA

    def _text(self, name: str) -> str:
        try:
            return (self.folder / name).read_text("utf-8")
        except FileNotFoundError as error:
            raise ProjectError(f"{self.folder} has no {name} yet; run `songreel make` on its song first.") from error
        except (OSError, UnicodeDecodeError) as error:
            raise ProjectError(f"{self.folder / name} cannot be read; restore it or make the project again.") from error

    def _read(self, name: str, kind: type[Value]) -> Value:
        try:
            return kind.model_validate_json(self._text(name))
        except ValidationError as error:
            raise ProjectError(f"{self.folder / name} is damaged; delete it and run `songreel make` again.") from error

    def _write_value(self, name: str, value: BaseModel) -> None:
        self._write(name, value.model_dump_json(indent=2) + "\n")

    def _write(self, name: str, text: str) -> None:
        path = self.folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, text.encode())
        except OSError as error:
            raise ProjectError(f"{path} cannot be written: {error.strerror}.") from error


def _is_strange(name: str) -> bool:
    """Whether a file or folder of this name cannot be what an earlier project left: pieces are found by what is in them."""
    return name not in _OUTLIVING and not name.startswith(".")


def _version_name(version: int) -> str:
    return f"drafts/{version:04d}.json"


def _listed(versions: tuple[int, ...]) -> str:
    if not versions:
        return "none yet"
    return f"versions 1 to {versions[-1]}" if len(versions) == versions[-1] > 1 else f"version {versions[0]}"


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file that appears complete or not at all."""
    with written_beside(path) as partial:
        partial.write_bytes(content)


def copy_whole(source: Path, target: Path) -> None:
    """Copies a file so that the copy appears complete or not at all. Raises ProjectError where that cannot be."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with written_beside(target) as partial:
            shutil.copyfile(source, partial)
    except OSError as error:
        raise ProjectError(f"{target} cannot be written: {error.strerror}.") from error
