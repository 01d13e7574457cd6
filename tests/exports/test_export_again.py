"""An export made again takes the place of the one before, and of nothing else."""

import json
from pathlib import Path

import pytest

from songreel_engine.errors import ExportError
from songreel_engine.exports.placing import must_fit_profile, new_folder
from songreel_engine.exports.profiles import PROFILES
from songreel_engine.exports.renewing import LIST_NAME

FRAMES, PACK = PROFILES["frames"], PROFILES["release-pack"]


def names(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}


def fill(folder: Path, *files: str) -> None:
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("as it was")


def pack(folder: Path, *files: str) -> None:
    fill(folder, *files)
    listed = [{"file": name} for name in sorted({file.split("/")[0] for file in files})]
    (folder / LIST_NAME).write_text(json.dumps({"files": listed, "left_out": []}))


def test_frames_of_a_longer_film_do_not_stay_behind(tmp_path: Path) -> None:
    folder = tmp_path / "frames"
    fill(folder, "frame_000001.png", "frame_000002.png", "frame_000003.png", "sound.wav")
    must_fit_profile(FRAMES, folder, None)
    with new_folder(folder, FRAMES) as made:
        fill(made, "frame_000001.png", "sound.wav")
    assert names(folder) == {"frame_000001.png", "sound.wav"}
    assert [entry.name for entry in tmp_path.iterdir()] == ["frames"]


def test_a_pack_is_renewed_and_what_others_put_there_stays(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    pack(folder, "tiktok.mp4", "cover.jpg", "frames/frame_000001.png", "frames/sound.wav")
    fill(folder, "press release.txt", "artwork/logo.svg")
    must_fit_profile(PACK, folder, None)
    with new_folder(folder, PACK) as made:
        pack(made, "tiktok.mp4", "teaser.mp4")
    assert names(folder) == {"tiktok.mp4", "teaser.mp4", LIST_NAME, "press release.txt", "artwork/logo.svg"}
    assert [entry.name for entry in tmp_path.iterdir()] == ["pack"]


@pytest.mark.parametrize(
    "files",
    [("holiday.jpg",), ("frame_000001.png", "notes.txt"), ("sound.wav",)],
    ids=["a stranger's", "frames with a note", "a sound alone"],
)
def test_a_folder_of_others_is_not_touched(tmp_path: Path, files: tuple[str, ...]) -> None:
    folder = tmp_path / "there"
    fill(folder, *files)
    for profile in (FRAMES, PACK):
        with pytest.raises(ExportError, match="holds something already"):
            must_fit_profile(profile, folder, None)
    assert names(folder) == set(files)


@pytest.mark.parametrize(
    "listed", ["", "[]", '{"files": 3}', '{"files": [{"file": "../elsewhere"}]}', '{"files": [{"file": "mine"}]}'],
    ids=["empty", "no list", "no files", "a path out of it", "somebody's folder"],
)  # fmt: skip
def test_a_list_that_is_no_packs_protects_the_folder(tmp_path: Path, listed: str) -> None:
    folder = tmp_path / "there"
    fill(folder, "mine/photo.jpg")
    (folder / LIST_NAME).write_text(listed)
    with pytest.raises(ExportError, match="holds something already"):
        must_fit_profile(PACK, folder, None)
    assert "mine/photo.jpg" in names(folder)


def test_an_export_that_fails_leaves_the_one_before(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    pack(folder, "tiktok.mp4")
    with pytest.raises(OSError, match="full"):
        _fail_within(folder)
    assert names(folder) == {"tiktok.mp4", LIST_NAME}


def _fail_within(folder: Path) -> None:
    with new_folder(folder, PACK) as made:
        fill(made, "teaser.mp4")
        raise OSError("the disk is full")
