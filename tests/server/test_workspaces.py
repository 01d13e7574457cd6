"""Projects' folders over both media stores: on S3 two machines work on one project and lose nothing."""

import hashlib
import io
import tarfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from songreel_server import workspace
from songreel_server.errors import ConflictError, NotFoundError
from songreel_server.store.media_store import MediaStore
from songreel_server.vault import key_of
from songreel_server.workspace import Workspaces

ID = "01a1fefe-d511-732d-93db-1eb99207c780"
on_s3 = pytest.mark.parametrize("media_store_kind", ["s3"], indirect=True)
on_folder = pytest.mark.parametrize("media_store_kind", ["folder"], indirect=True)


@pytest.fixture
def here(tmp_path: Path, media_store: MediaStore) -> Workspaces:
    return Workspaces(tmp_path / "here", media_store)


@pytest.fixture
def there(tmp_path: Path, media_store: MediaStore) -> Workspaces:
    """Another machine's."""
    return Workspaces(tmp_path / "there", media_store)


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_json", ".json")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def files_in(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def begin(workspaces: Workspaces) -> Path:
    with workspaces.changing(ID) as folder:
        write(folder, project_json="{}", draft_json="1", drafts__0001_json="1", clips__a="clip", plates__p__image="p")
        write(folder, media__shelf_json="[]", song="s", films__film="f")
        (folder / "song").rename(folder / "song.wav")
    return folder


def test_what_was_changed_is_there_the_next_time(here: Workspaces) -> None:
    assert not here.has_draft(ID)
    begin(here)
    assert here.has_draft(ID)
    with here.reading(ID) as folder:
        assert (folder / "draft.json").read_text() == "1"


@on_folder
def test_where_media_lie_in_a_folder_the_project_is_its_folder_and_nothing_else(
    here: Workspaces, media_store: MediaStore
) -> None:
    folder = begin(here)
    assert list(media_store.files("projects")) == []
    assert not (folder / ".workspace.json").exists()


@on_s3
def test_another_machine_finds_everything_but_films(here: Workspaces, there: Workspaces) -> None:
    mine = begin(here)
    theirs = there.fetch(ID)
    assert files_in(theirs) == {name: text for name, text in files_in(mine).items() if not name.startswith("films/")}


@on_s3
def test_two_machines_that_add_different_files_end_up_with_both(here: Workspaces, there: Workspaces) -> None:
    begin(here)
    with there.changing(ID) as theirs:
        with here.changing(ID) as mine:
            write(mine, draft_json="2", drafts__0002_json="2")
        write(theirs, clips__b="another", render_json="{}")
    here.fetch(ID)
    there.fetch(ID)
    assert files_in(here.folder(ID)).keys() - {"films/film"} == files_in(there.folder(ID)).keys()
    assert (there.folder(ID) / "draft.json").read_text() == "2"
    assert (here.folder(ID) / "render.json").is_file()


@on_s3
def test_the_same_file_changed_on_both_is_refused_and_neither_is_lost(here: Workspaces, there: Workspaces) -> None:
    begin(here)
    there.fetch(ID)

    def change_both() -> None:
        with there.changing(ID) as theirs:
            with here.changing(ID) as mine:
                write(mine, draft_json="mine")
            write(theirs, draft_json="theirs")

    with pytest.raises(ConflictError, match=r"draft\.json of the project was changed elsewhere"):
        change_both()
    here.fetch(ID)
    assert (here.folder(ID) / "draft.json").read_text() == "mine"


@on_s3
def test_what_has_not_changed_is_not_sent_again(
    here: Workspaces, media_store: MediaStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(here)
    sent: list[str] = []
    plain = MediaStore.put_file

    def counted(self: MediaStore, path: Path, key: str, **options: str) -> None:
        sent.append(key.removeprefix(f"projects/{ID}/"))
        plain(self, path, key, **options)

    monkeypatch.setattr(MediaStore, "put_file", counted)
    here.keep(ID)
    assert sent == []
    with here.changing(ID) as folder:
        write(folder, draft_json="2", clips__b="new")
    assert sent == ["clips/b", "draft.json"]


@on_s3
def test_machines_that_render_at_the_same_time_each_get_the_others_clips(here: Workspaces, there: Workspaces) -> None:
    begin(here)
    there.fetch(ID)

    def add_ten(workspaces: Workspaces, name: str) -> None:
        for number in range(10):
            write(workspaces.folder(ID), **{f"clips__{name}{number}": name})
            workspaces.keep(ID)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(add_ten, (here, there), "xy"))
    wanted = {f"clips/{name}{number}" for name in "xy" for number in range(10)}
    for workspaces in (here, there):
        assert wanted <= files_in(workspaces.fetch(ID)).keys()


@on_s3
def test_a_plate_arrives_whole_or_not_at_all(
    here: Workspaces, there: Workspaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(here)

    def cut_short(packed: Path, folder: Path) -> None:
        folder.mkdir()
        (folder / "image").write_text("ha")
        raise OSError("the machine went away")

    with monkeypatch.context() as patch:
        patch.setattr(workspace, "_unpack", cut_short)
        with pytest.raises(OSError, match="went away"):
            there.fetch(ID)
    assert not (there.folder(ID) / "plates" / "p").exists()
    assert (there.fetch(ID) / "plates" / "p" / "image").read_text() == "p"


@on_s3
def test_a_plate_cannot_write_outside_its_folder(
    here: Workspaces, there: Workspaces, media_store: MediaStore, tmp_path: Path
) -> None:
    begin(here)
    evil = tmp_path / "evil.tar"
    with tarfile.open(evil, "w") as tar:
        for name in ("../../../../out", str(tmp_path / "absolute_out")):
            info = tarfile.TarInfo(name)
            info.size = 1
            tar.addfile(info, io.BytesIO(b"x"))
    media_store.put_file(evil, f"projects/{ID}/plates/q.tar")
    plate = there.fetch(ID) / "plates" / "q"
    assert {path.name for path in plate.iterdir()} == {"out", "absolute_out"}
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "absolute_out").exists()


@on_s3
def test_half_written_files_are_not_sent(here: Workspaces, there: Workspaces) -> None:
    begin(here)
    with here.changing(ID) as folder:
        (folder / "clips" / ".b.mp4.123-4.partial").write_text("half")
        (folder / "plates" / ".q").mkdir()
        (folder / "plates" / ".q" / "image").write_text("half")
    assert not any(".q" in name or "partial" in name for name in map(str, there.fetch(ID).rglob("*")))


@on_s3
def test_what_an_interrupted_machine_wrote_is_sent_by_the_next_change(here: Workspaces, there: Workspaces) -> None:
    folder = begin(here)
    write(folder, clips__b="made just before the crash", render_json="{}")
    with here.changing(ID):
        pass
    assert {"clips/b", "render.json"} <= files_in(there.fetch(ID)).keys()


def test_a_forgotten_project_is_gone_here_and_in_the_store(here: Workspaces, there: Workspaces) -> None:
    begin(here)
    here.forget(ID)
    here.forget(ID)
    assert not here.has_draft(ID)
    assert not there.has_draft(ID)
    assert not here.folder(ID).exists()


def of_project(folder: Path) -> dict[str, str]:
    """All but films and what is kept to know of other machines."""
    return {name: text for name, text in files_in(folder).items() if not name.startswith(("films/", "media/begin"))}


def test_a_project_that_starts_over_keeps_clips_plates_and_the_users_files(here: Workspaces) -> None:
    begin(here)
    here.start_over(ID)
    assert of_project(here.fetch(ID)).keys() == {"clips/a", "plates/p/image", "media/shelf.json"}
    assert not here.has_draft(ID)
    assert not (here.folder(ID) / "drafts").exists()  # the engine begins in no folder with something strange in it


@on_s3
def test_another_machine_takes_nothing_of_before_into_a_new_beginning(here: Workspaces, there: Workspaces) -> None:
    begin(here)
    with there.changing(ID) as theirs:
        write(theirs, drafts__0002_json="old", draft_json="old")
    here.start_over(ID)
    with here.changing(ID) as mine:
        write(mine, project_json="new", drafts__0001_json="new", draft_json="new")
    assert of_project(there.fetch(ID)) == of_project(here.fetch(ID))
    assert (there.folder(ID) / "drafts" / "0001.json").read_text() == "new"


@on_s3
def test_what_was_changed_before_a_new_beginning_is_refused_after_it(here: Workspaces, there: Workspaces) -> None:
    begin(here)

    def change_meanwhile() -> None:
        with there.changing(ID) as theirs:
            here.start_over(ID)
            write(theirs, drafts__0002_json="old", draft_json="old")

    with pytest.raises(ConflictError, match="begun anew elsewhere"):
        change_meanwhile()
    assert not there.has_draft(ID)


def test_songs_lent_by_processes_that_died_are_cleared_away(here: Workspaces, media_store: MediaStore) -> None:
    left = here.folder(ID).parent / ".song-left"
    left.mkdir(parents=True)
    (left / "song.mp3").write_text("la")
    here.sweep(before=left.stat().st_mtime)
    assert left.is_dir()
    here.sweep(before=left.stat().st_mtime + 1)
    assert not left.exists()


def test_changes_of_one_project_wait_for_each_other(here: Workspaces) -> None:
    begin(here)

    def add_one(_: int) -> None:
        with here.changing(ID) as folder:
            (folder / "draft.json").write_text(str(int((folder / "draft.json").read_text()) + 1))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add_one, range(12)))
    with here.reading(ID) as folder:
        assert (folder / "draft.json").read_text() == "13"


def test_a_song_is_lent_as_a_file_of_its_suffix(here: Workspaces, media_store: MediaStore, tmp_path: Path) -> None:
    file = tmp_path / "any"
    file.write_bytes(b"la la")
    sha256 = hashlib.sha256(b"la la").hexdigest()
    media_store.put_file(file, key_of(sha256))
    with here.song(sha256, ".mp3") as song:
        assert (song.suffix, song.read_bytes()) == (".mp3", b"la la")
    assert not song.exists()
    with pytest.raises(NotFoundError), here.song("0" * 64, ".mp3"):
        pass


@on_folder
@pytest.mark.parametrize("name", ["", "..", "../x", "a/b", ".hidden", "/etc", "a" * 65, "a\n", "Ä"])
def test_what_can_be_no_projects_id_is_no_folder(here: Workspaces, name: str) -> None:
    with pytest.raises(NotFoundError):
        here.folder(name)
