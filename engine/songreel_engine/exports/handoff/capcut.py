"""A CapCut or JianYing draft: a folder with the timeline as JSON, twice by name, and its media inside.

Written by hand: of the libraries that write drafts, pycapcut names no licence and pyJianYingDraft (Apache-2.0) measures media in
whole milliseconds, by which a clip can come out shorter than its own place, leaves `local_material_id` empty, without which
newer programs call every clip missing, and brings a native library to measure what is known here. Source for the fields:
capcut-cli's draft schema (github.com/renezander030/capcut-cli, MIT) and drafts made by that project and the two libraries.

Conventions: times are whole microseconds, each rounded from its frame, so that segments still meet. Later tracks lie above.
A draft of the program's own is needed for nothing; the folder goes among the program's projects.
"""

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from songreel_engine.draft.model import TextItem, TextPlace, TextSize, TransitionKind
from songreel_engine.errors import BriefError
from songreel_engine.exports.handoff.cut import Cut, CutShot, cut_of
from songreel_engine.exports.handoff.formats import Written
from songreel_engine.exports.handoff.saying import apart_in_time, media_paths_of, rgb_of, standing_in, write_text
from songreel_engine.progress import ProgressListener, ignore_progress
from songreel_engine.project import Project

Json = dict[str, Any]

CONTENT_NAMES: Final = ("draft_content.json", "draft_info.json")
"""Windows opens the first, macOS the second."""
META_NAME: Final = "draft_meta_info.json"
MEDIA_NAME: Final = "assets"
_US: Final = 1_000_000
_PLATFORM: Final = {"app_id": 359289, "app_source": "cc", "app_version": "6.7.0", "os": "windows"}
_FORMAT_VERSION, _NEW_VERSION = 360000, "140.0.0"
_TRANSITIONS: Final[Mapping[TransitionKind, tuple[str, str, str, bool]]] = {
    "dissolve": ("Mix", "CE454E9E-9C57-43c5-9E80-B46A6A495D10", "6724845717472416269", True),
    "fade": ("Black Fade", "7CBE3442-7B48-4a73-9391-C74FB7580D30", "6724239388189921806", False),
    "dip": ("White Flash", "B5F63066-4B98-4c8a-B4AD-1398E1D313F2", "6724845376098013708", False),
}
"""By the program's own names: (name, effect id, resource id, whether the clips overlap)."""
_TEXT_SIZES: Final[dict[TextSize, float]] = {"small": 7.0, "medium": 10.0, "large": 14.0}
"""In the program's own unit; its captions are 8 by default."""
_ACROSS: Final = {"left": -0.5, "right": 0.5}
_UP: Final = {"top": 0.7, "bottom": -0.7}
"""Shares of half the canvas from its middle, inside what phones leave free."""
_MATERIALS: Final = (
    "audio_balances", "audio_effects", "audio_fades", "audios", "beats", "canvases", "chromas", "color_curves",
    "common_mask", "digital_humans", "drafts", "effects", "flowers", "green_screens", "handwrites", "hsl", "images",
    "log_color_wheels", "loudnesses", "manual_deformations", "material_animations", "material_colors",
    "placeholder_infos", "plugin_effects", "primary_color_wheels", "realtime_denoises", "shapes", "smart_crops",
    "sound_channel_mappings", "speeds", "stickers", "tail_leaders", "text_templates", "texts", "time_marks",
    "transitions", "video_effects", "video_trackings", "videos", "vocal_beautifys", "vocal_separations",
)  # fmt: skip
"""Kinds of material that a program looks for, empty or not."""


def write_capcut(
    project: Project, path: Path, *, workers: int | None = None, progress: ProgressListener = ignore_progress
) -> Written:
    """The film as a draft folder at `path`, over what an earlier one of songreel's left there.

    Raises BriefError where `path` is a folder of something else.
    """
    if path.exists() and not (path / META_NAME).is_file() and (not path.is_dir() or any(path.iterdir())):
        raise BriefError(f"{path} exists and is no CapCut draft; give the draft a folder of its own.")
    cut = cut_of(project, path / MEDIA_NAME, name=path.name, workers=workers, progress=progress)
    content = json.dumps(content_of(cut), ensure_ascii=False, indent=2)
    for name in CONTENT_NAMES:
        write_text(path / name, content)
    write_text(path / META_NAME, json.dumps(_meta(cut, path), ensure_ascii=False, indent=2))
    files = (path / CONTENT_NAMES[0], path / CONTENT_NAMES[1], path / META_NAME, *media_paths_of(cut))
    return Written(files=files, notes=_notes(cut))


def _notes(cut: Cut) -> tuple[str, ...]:
    notes = [
        *cut.notes,
        "Beats and sections are left out; `--format markers-csv` writes them.",
        "The draft names its media by where they lie now: write it straight into CapCut's folder of projects.",
        *standing_in(cut, _TRANSITIONS, "mix"),
    ]
    if cut.shots[0].transition is not None:
        notes.append("The fade into shot 1 is left out: a draft has transitions between two clips only.")
    return tuple(notes)


def content_of(cut: Cut) -> Json:
    """The draft's timeline: tracks of segments, and the materials that they point at."""
    materials: dict[str, list[Json]] = {kind: [] for kind in _MATERIALS}
    tracks = [_pictures(cut, materials)]
    tracks += [_words(cut, texts, row, materials) for row, texts in enumerate(apart_in_time(cut.texts))]
    tracks.append(_sound(cut, materials))
    return {
        "canvas_config": {"width": cut.width_px, "height": cut.height_px, "ratio": "original"},
        "color_space": 0,
        "config": {"maintrack_adsorb": True, "video_mute": False},
        "cover": None,
        "create_time": 0,
        "duration": _us(cut, cut.frames),
        "extra_info": None,
        "fps": float(cut.frame_rate),
        "free_render_index_mode_on": False,
        "group_container": None,
        "id": _id(cut, "draft"),
        "keyframe_graph_list": [],
        "keyframes": {},
        "last_modified_platform": _PLATFORM,
        "materials": materials,
        "mutable_config": None,
        "name": cut.name,
        "new_version": _NEW_VERSION,
        "platform": _PLATFORM,
        "relationships": [],
        "render_index_track_mode_on": False,
        "source": "default",
        "time_marks": None,
        "tracks": tracks,
        "update_time": 0,
        "version": _FORMAT_VERSION,
    }


def _pictures(cut: Cut, materials: dict[str, list[Json]]) -> Json:
    segments = []
    for index, shot in enumerate(cut.shots):
        following = cut.shots[index + 1] if index + 1 < len(cut.shots) else None
        materials["videos"].append(_video(cut, shot))
        refs = [_speed(cut, f"shot {shot.number}", materials)]
        if following is not None and following.transition is not None:
            refs.append(_transition(cut, following, materials))
        start, duration = _span(cut, shot.shot.start, shot.shot.stop)
        segments.append(
            _segment(cut, f"shot {shot.number}", _video_id(cut, shot), (start, duration), refs)
            | {"source_timerange": {"start": _us(cut, shot.head), "duration": duration}, "clip": _place(0.0, 0.0)}
        )
    return _track(cut, "video", "Video", segments)


def _video(cut: Cut, shot: CutShot) -> Json:
    corners = {
        f"{side}_{end}_{axis}": float((end == "right") if axis == "x" else (side == "lower"))
        for side in ("upper", "lower")
        for end in ("left", "right")
        for axis in ("x", "y")
    }
    return {
        "id": _video_id(cut, shot),
        "type": "video",
        "category_name": "local",
        "check_flag": 63487,
        "crop": corners,
        "crop_ratio": "free",
        "crop_scale": 1.0,
        "duration": _us(cut, shot.file_frames),
        "has_audio": False,
        "height": cut.height_px,
        "local_material_id": _entry_id(cut, shot.file),
        "material_name": shot.file.name,
        "path": _posix(shot.file),
        "width": cut.width_px,
    }


def _transition(cut: Cut, shot: CutShot, materials: dict[str, list[Json]]) -> str:
    """The transition into the shot, which the segment before it carries."""
    name, effect_id, resource_id, is_overlap = _TRANSITIONS.get(shot.transition or "cut", _TRANSITIONS["dissolve"])
    id_ = _id(cut, f"transition {shot.number}")
    materials["transitions"].append(
        {
            "id": id_,
            "type": "transition",
            "name": name,
            "effect_id": effect_id,
            "resource_id": resource_id,
            "duration": _us(cut, shot.shot.transition_frames),
            "is_overlap": is_overlap,
            "platform": "all",
            "category_id": "",
            "category_name": "",
        }
    )
    return id_


def _words(cut: Cut, texts: list[TextItem], row: int, materials: dict[str, list[Json]]) -> Json:
    segments = []
    for text in texts:
        id_ = _id(cut, f"text {text.id}")
        materials["texts"].append(_text(text, id_))
        span = _span(cut, text.start, text.stop)
        refs = [_speed(cut, f"text {text.id}", materials)]
        across, up = _where(text.place)
        segments.append(
            _segment(cut, f"text segment {text.id}", id_, span, refs)
            | {"source_timerange": None, "clip": _place(across, up), "render_index": 14000 + row}
        )
    return _track(cut, "text", f"Words {row + 1}", segments)


def _text(text: TextItem, id_: str) -> Json:
    length = len(text.text.encode("utf-16-le")) // 2
    colour = [value / 255 for value in rgb_of(text.colour)]
    size = _TEXT_SIZES[text.size]
    style = {
        "fill": {"alpha": 1.0, "content": {"render_type": "solid", "solid": {"alpha": 1.0, "color": colour}}},
        "range": [0, length],
        "size": size,
        "bold": False,
        "italic": False,
        "underline": False,
        "strokes": [],
    }
    return {
        "id": id_,
        "type": "text",
        "content": json.dumps({"styles": [style], "text": text.text}, ensure_ascii=False),
        "alignment": 1,
        "check_flag": 7,
        "font_size": size,
        "global_alpha": 1.0,
        "letter_spacing": 0.0,
        "line_feed": 1,
        "line_max_width": 0.82,
        "line_spacing": 0.02,
        "text_color": text.colour,
        "typesetting": 0,
    }


def _sound(cut: Cut, materials: dict[str, list[Json]]) -> Json:
    id_ = _id(cut, "sound")
    materials["audios"].append(
        {
            "id": id_,
            "type": "extract_music",
            "category_name": "local",
            "check_flag": 3,
            "duration": round(Fraction(cut.sound.samples * _US, cut.sound.rate_hz)),
            "local_material_id": _entry_id(cut, cut.sound.path),
            "music_id": id_,
            "name": cut.sound.path.name,
            "path": _posix(cut.sound.path),
            "source_platform": 0,
            "wave_points": [],
        }
    )
    span = _span(cut, 0, cut.frames)
    segment = _segment(cut, "sound segment", id_, span, [_speed(cut, "sound", materials)])
    # A sound that had a place on the canvas would crash the program.
    sound = segment | {"source_timerange": {"start": 0, "duration": span[1]}, "clip": None}
    return _track(cut, "audio", "Song", [sound])


def _segment(cut: Cut, name: str, material_id: str, span: tuple[int, int], refs: list[str]) -> Json:
    return {
        "id": _id(cut, f"segment of {name}"),
        "material_id": material_id,
        "target_timerange": {"start": span[0], "duration": span[1]},
        "extra_material_refs": refs,
        "common_keyframes": [],
        "enable_adjust": True,
        "enable_lut": True,
        "group_id": "",
        "is_loop": False,
        "keyframe_refs": [],
        "last_nonzero_volume": 1.0,
        "render_index": 0,
        "reverse": False,
        "speed": 1.0,
        "track_attribute": 0,
        "track_render_index": 0,
        "uniform_scale": {"on": True, "value": 1.0},
        "visible": True,
        "volume": 1.0,
    }


def _speed(cut: Cut, name: str, materials: dict[str, list[Json]]) -> str:
    """A companion that every segment has: it plays as fast as it was made."""
    id_ = _id(cut, f"speed of {name}")
    materials["speeds"].append({"id": id_, "type": "speed", "mode": 0, "speed": 1.0, "curve_speed": None})
    return id_


def _track(cut: Cut, kind: str, name: str, segments: list[Json]) -> Json:
    return {
        "id": _id(cut, f"track {name}"),
        "type": kind,
        "name": name,
        "attribute": 0,
        "flag": 0,
        "is_default_name": False,
        "segments": segments,
    }


def _place(across: float, up: float) -> Json:
    return {
        "alpha": 1.0,
        "flip": {"horizontal": False, "vertical": False},
        "rotation": 0.0,
        "scale": {"x": 1.0, "y": 1.0},
        "transform": {"x": across, "y": up},
    }


def _where(place: TextPlace) -> tuple[float, float]:
    words = place.split("_")
    across = next((_ACROSS[word] for word in words if word in _ACROSS), 0.0)
    return across, next((_UP[word] for word in words if word in _UP), 0.0)


def _meta(cut: Cut, path: Path) -> Json:
    """What the program lists of the draft, and which files it takes for imported."""
    entries = [_entry(cut, shot.file, "video", _us(cut, shot.file_frames)) for shot in cut.shots]
    entries.append(_entry(cut, cut.sound.path, "music", round(Fraction(cut.sound.samples * _US, cut.sound.rate_hz))))
    return {
        "draft_fold_path": _posix(path),
        "draft_id": _id(cut, "draft"),
        "draft_is_invisible": False,
        "draft_json_file": CONTENT_NAMES[0],
        "draft_materials": [{"type": kind, "value": entries if kind == 0 else []} for kind in (0, 1, 2, 3, 6, 7, 8)],
        "draft_name": cut.name,
        "draft_new_version": "",
        "draft_root_path": _posix(path.absolute().parent),
        "tm_draft_create": 0,
        "tm_draft_modified": 0,
        "tm_draft_removed": 0,
        "tm_duration": _us(cut, cut.frames),
    }


def _entry(cut: Cut, file: Path, kind: str, duration_us: int) -> Json:
    """A file as the program lists one that was imported by hand."""
    pictured = kind == "video"
    return {
        "ai_group_type": "",
        "create_time": -1,
        "duration": duration_us,
        "enter_from": 0,
        "extra_info": file.name,
        "file_Path": _posix(file),
        "height": cut.height_px if pictured else 0,
        "id": _entry_id(cut, file),
        "import_time": -1,
        "import_time_ms": -1,
        "item_source": 1,
        "material_color_tag": "",
        "md5": "",
        "metetype": kind,
        "roughcut_time_range": {"duration": -1, "start": -1},
        "sub_time_range": {"duration": -1, "start": -1},
        "type": 0,
        "width": cut.width_px if pictured else 0,
    }


def _video_id(cut: Cut, shot: CutShot) -> str:
    return _id(cut, f"video {shot.number}")


def _entry_id(cut: Cut, file: Path) -> str:
    return _id(cut, f"entry {file.name}")


def _id(cut: Cut, name: str) -> str:
    """The same for the same part of the same version."""
    return str(uuid5(NAMESPACE_URL, f"songreel:{cut.project_id}:{cut.version}:{name}")).upper()


def _span(cut: Cut, start: int, stop: int) -> tuple[int, int]:
    """(start, duration): durations are differences, so that what meets in frames still meets."""
    return _us(cut, start), _us(cut, stop) - _us(cut, start)


def _us(cut: Cut, frames: int) -> int:
    return round(cut.seconds(frames) * _US)


def _posix(path: Path) -> str:
    return path.absolute().as_posix()
