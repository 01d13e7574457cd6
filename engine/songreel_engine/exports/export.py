"""One profile's file of a project's film: made beside its place, measured, and only then put there."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Final

from songreel_engine.analysis.result import Analysis
from songreel_engine.analysis.window import best_window
from songreel_engine.draft.model import Aspect, Draft
from songreel_engine.errors import ExportError
from songreel_engine.exports.encoding import STAGE, Part, copy_film, encode_film, film_frames, write_wav
from songreel_engine.exports.limits import Facts, broken_limits, measure, must_keep
from songreel_engine.exports.looping import choose_bars, choose_shot, write_loop
from songreel_engine.exports.marks import Marks, marks_of
from songreel_engine.exports.pictures import FRAME_NAME, best_still, write_frames, write_gif, write_still, write_webp
from songreel_engine.exports.placing import must_fit_profile, placed
from songreel_engine.exports.profiles import Kind, Limits, Profile, Recipe
from songreel_engine.exports.reframing import Reframing, reframed_film
from songreel_engine.exports.source import Source, exports_dir, film_of_project
from songreel_engine.film import Film, probe_film
from songreel_engine.finishing.audio_mix import mixed_sound, plays_song_alone
from songreel_engine.making import plan_pieces
from songreel_engine.media.files import written_beside
from songreel_engine.progress import Progress, ProgressListener, ignore_progress
from songreel_engine.project import FOLDER_SUFFIX, Project
from songreel_engine.rendering.quality import ASPECTS, find_quality
from songreel_engine.rendering.render import render_plates
from songreel_engine.shelf import media_paths
from songreel_engine.timebase import FrameRange, frame_to_seconds, seconds_to_frame

ENLARGED: Final = {"preset": "superfast", "crf": "20"}
"""x264's, at half the cost of the usual ones."""
LOOP_QUALITY: Final = "final"
"""A loop has one view, so it is always drawn at its best."""
PNG_BYTES_PER_PIXEL: Final = 2.0
PRORES_BITS_PER_PIXEL: Final = 176_000_000 / (1920 * 1080 * 24)
"""ProRes 422 HQ's target rate at 1920x1080 and 24 fps (Apple, "Apple ProRes")."""


@dataclass(frozen=True, kw_only=True)
class Exported:
    """What was written for one profile."""

    profile: Profile
    path: Path
    facts: Facts
    """Measured in the file; of a folder of frames, in its first."""
    notes: tuple[str, ...] = ()
    """What was chosen, left out or not as asked for, one sentence each."""
    start_s: float = 0.0
    """Where in the film it begins; of a still, which moment it shows."""
    copied: bool = False
    """The picture's packets are the film's own."""
    reframing: Reframing | None = None


@dataclass(frozen=True, kw_only=True)
class _Order:
    """All that the making of one file needs."""

    project: Project
    source: Source
    analysis: Analysis
    profile: Profile
    path: Path
    """Where to write; not yet where the file will stand."""
    seconds: float | None
    workers: int | None
    progress: ProgressListener


@dataclass(frozen=True, kw_only=True)
class _Made:
    notes: tuple[str, ...] = ()
    start_s: float = 0.0
    copied: bool = False
    reframing: Reframing | None = None


def export(
    project: Project,
    profile: Profile,
    path: Path,
    *,
    seconds: float | None = None,
    quality: str | None = None,
    source: Source | None = None,
    workers: int | None = None,
    progress: ProgressListener = ignore_progress,
) -> Exported:
    """Writes the profile's file to `path`, replacing a file that is there; a folder must be new, empty, or an
    earlier export of the profile.

    `seconds`: only the film's best so many. `source`: None means what `source.film_of_project` finds for `quality`.
    A pack is made by `pack.export_pack`.

    Raises ExportError where the file cannot be made or would break its place's limits, then leaving nothing behind; and what
    rendering raises.
    """
    must_fit_profile(profile, path, seconds)
    if source is None:
        source = film_of_project(project, quality=quality, workers=workers, progress=progress)
    with placed(path, profile) as partial:
        order = _Order(
            project=project, source=source, analysis=project.read_analysis(), profile=profile, path=partial,
            seconds=seconds, workers=workers, progress=_named(progress, profile),
        )  # fmt: skip
        made = _MAKERS[profile.kind](order)
        measured = partial / FRAME_NAME.format(number=1) if profile.is_folder else partial
        facts = measure(measured)
        must_keep(facts, profile.limits, name=profile.name, source=profile.source)
    return Exported(
        profile=profile,
        path=path,
        facts=facts,
        notes=made.notes,
        start_s=made.start_s,
        copied=made.copied,
        reframing=made.reframing,
    )


def _named(progress: ProgressListener, profile: Profile) -> ProgressListener:
    """In a pack each file is a stage of its own, with its own time left."""

    def listen(heard: Progress) -> None:
        progress(replace(heard, stage=f"{STAGE} {profile.name}") if heard.stage == STAGE else heard)

    return listen


def _make_film(order: _Order) -> _Made:
    profile, draft = order.profile, order.source.draft
    film, reframing = _film_in_shape(order)
    part, chosen = _part(order)
    notes = [reframing.in_words()] if reframing is not None else []
    notes += chosen
    size_px = _size_px(profile, film, draft)
    marks = _marks(order, part.span, with_chapters=True)
    sound = None if profile.recipe.sound_codec is None else _sound_of(order.project, draft)
    _must_have_room(order, _bytes_needed(profile, part, size_px))
    is_enlarged = size_px[0] > film.width_px
    if is_enlarged:
        notes.append(
            f"Enlarged from {film.width_px}x{film.height_px}, as the film was rendered ({order.source.quality.name}); "
            "`songreel render PROJECT --quality final` gives the full picture."
        )
        if part.whole and profile.recipe.codec == "libx264":
            film = _enlarged(order, film, part, size_px)
    copied = _may_be_copied(film, part, profile, size_px)
    if copied:
        copy_film(
            order.path, film.path, part, sound=sound, recipe=profile.recipe, limits=profile.limits, marks=marks,
            progress=order.progress,
        )  # fmt: skip
    else:
        encode_film(
            order.path, film_frames(film.path, part.span, part.frame_rate), part, sound=sound, size_px=size_px,
            recipe=_recipe(profile.recipe, is_enlarged=is_enlarged), limits=profile.limits, marks=marks, progress=order.progress,
        )  # fmt: skip
    return _Made(
        notes=tuple(notes), start_s=float(part.start_s), copied=copied and not is_enlarged, reframing=reframing
    )


def _make_loop(order: _Order) -> _Made:
    profile, draft, limits = order.profile, order.source.draft, order.profile.limits
    aspect = profile.aspect or draft.aspect
    wanted_s = order.seconds or profile.seconds or limits.min_s
    longest_s = limits.max_s or wanted_s
    near = best_window(order.analysis, min(wanted_s, order.analysis.duration_s))
    bars = choose_bars(
        order.analysis, draft, wanted_s=wanted_s, min_s=limits.min_s, max_s=longest_s, near_s=near.start_s
    )
    shaped = draft.model_copy(update={"aspect": aspect})
    height_px = _shape_px(
        aspect, profile.short_side_px or min(order.source.film.width_px, order.source.film.height_px)
    )[1]
    plan = plan_pieces(order.project, shaped, order.analysis, quality=find_quality(LOOP_QUALITY), height_px=height_px)
    index = choose_shot(shaped, plan, bars, _hook_letter(draft, near.start_s + wanted_s / 2))
    shot = plan.shots[index]
    only = replace(plan, plates={shot.plate_key: plan.plates[shot.plate_key]})
    render_plates(only, plates_dir=order.project.plates_dir, workers=order.workers, progress=order.progress)
    span = FrameRange(bars.start, bars.start + bars.frames)
    write_loop(
        order.path, shaped, order.analysis, plan, index, bars, plates_dir=order.project.plates_dir, profile=profile,
        marks=_marks(order, span, with_chapters=False), progress=order.progress,
    )  # fmt: skip
    notes = [
        f"A loop of {bars.in_words(draft.frame_rate)}: the view of shot {index + 1}, drawn anew on a closed camera path."
    ]
    if not bars.count:
        notes.append("No whole number of this song's bars fits the length, so the loop does not keep to them.")
    return _Made(notes=tuple(notes), start_s=frame_to_seconds(bars.start, draft.frame_rate))


def _make_still(order: _Order) -> _Made:
    draft, film = order.source.draft, order.source.film
    hook = best_window(order.analysis, min(15.0, order.analysis.duration_s))
    number, picture = best_still(
        film.path, draft, hook_letter=_hook_letter(draft, (hook.start_s + hook.end_s) / 2), progress=order.progress
    )
    marks = _marks(order, FrameRange(number, number + 1), with_chapters=False)
    write_still(order.path, picture, marks, order.profile.limits.max_bytes)
    at_s = frame_to_seconds(number, draft.frame_rate)
    return _Made(notes=(f"The picture at {at_s:.2f} s.",), start_s=at_s)


def _make_animation(order: _Order) -> _Made:
    part, chosen = _part(order)
    write = {".gif": write_gif, ".webp": write_webp}[order.profile.suffixes[0]]
    marks = _marks(order, part.span, with_chapters=False)
    size = write(order.path, order.source.film.path, part, marks, order.profile.limits.max_bytes, order.progress)
    return _Made(notes=(*chosen, f"It is {size}."), start_s=float(part.start_s))


def _make_frames(order: _Order) -> _Made:
    part, chosen = _part(order)
    film = order.source.film
    _must_have_room(order, film.width_px * film.height_px * PNG_BYTES_PER_PIXEL * len(part.span))
    marks = _marks(order, part.span, with_chapters=False)
    count = write_frames(order.path, film.path, part, marks, order.progress)
    write_wav(order.path / "sound.wav", _sound_of(order.project, order.source.draft), part)
    rate = part.frame_rate
    return _Made(notes=(*chosen, f"{count} frames at {rate} fps, and sound.wav."), start_s=float(part.start_s))


_MAKERS: Final[dict[Kind, Callable[[_Order], _Made]]] = {
    "film": _make_film, "loop": _make_loop, "still": _make_still, "animation": _make_animation, "frames": _make_frames,
}  # fmt: skip


def _film_in_shape(order: _Order) -> tuple[Film, Reframing | None]:
    aspect, source = order.profile.aspect, order.source
    if aspect is None or aspect == source.draft.aspect:
        return source.film, None
    return reframed_film(
        order.project,
        source.draft,
        aspect,
        quality=source.quality,
        height_px=source.height_px,
        workers=order.workers,
        progress=order.progress,
    )


def _part(order: _Order) -> tuple[Part, list[str]]:
    """What of the film is shown, and why in words: all of it, or its best seconds."""
    profile, draft, film_s = order.profile, order.source.draft, order.analysis.duration_s
    rate, limits = draft.frame_rate, order.profile.limits
    seconds = order.seconds if order.seconds is not None else profile.seconds
    too_long = seconds is None and limits.max_s is not None and film_s > limits.max_s
    if too_long:
        seconds = limits.max_s
    if film_s < limits.min_s:
        raise ExportError(f"The film lasts {film_s:.1f} s, and {profile.name} takes no less than {limits.min_s:g}.")
    if seconds is not None and order.seconds is None:
        seconds = min(seconds, film_s)
    if seconds is None or seconds == film_s:
        whole = FrameRange(0, draft.frames)
        return Part(span=whole, seconds=Fraction(film_s), frame_rate=rate, whole=True), []
    if seconds > film_s:
        raise ExportError(f"The film lasts {film_s:.1f} s, so it has no best {seconds:g}; choose fewer --seconds.")
    window = best_window(order.analysis, seconds)
    frames = seconds_to_frame(seconds, rate)
    start = min(seconds_to_frame(window.start_s, rate), draft.frames - frames)
    words = f"The best {seconds:g} s: {window.start_s:.2f} to {window.end_s:.2f} s, {window.reason}."
    if too_long:
        words = f"The film lasts {film_s:.1f} s and {profile.name} takes {seconds:g}. {words}"
    span = FrameRange(start, start + frames)
    return Part(span=span, seconds=Fraction(seconds), frame_rate=rate, whole=False), [words]


def _enlarged(order: _Order, film: Film, part: Part, size_px: tuple[int, int]) -> Film:
    """The film's picture in another size, kept in the project: several places want the same."""
    folder = exports_dir(order.project)
    folder.mkdir(exist_ok=True)
    path = folder / f"{film.path.stem}-as-{size_px[0]}x{size_px[1]}.mp4"
    is_older = path.is_file() and path.stat().st_mtime_ns < film.path.stat().st_mtime_ns
    if is_older or not path.is_file() or probe_film(path).frames != film.frames:
        recipe = replace(_recipe(order.profile.recipe, is_enlarged=True), sound_codec=None)
        limits = Limits(formats=("mp4",), codecs=("h264",), sound="none")
        with written_beside(path) as partial:
            encode_film(
                partial, film_frames(film.path, part.span, part.frame_rate), part, sound=None, size_px=size_px,
                recipe=recipe, limits=limits, marks=_marks(order, part.span, with_chapters=False), progress=order.progress,
            )  # fmt: skip
    return probe_film(path)


def _recipe(recipe: Recipe, *, is_enlarged: bool) -> Recipe:
    """Enlarged pictures hold no detail that a slower encoder could keep."""
    if not is_enlarged or recipe.codec != "libx264":
        return recipe
    return replace(recipe, options=recipe.options | ENLARGED)


def _may_be_copied(film: Film, part: Part, profile: Profile, size_px: tuple[int, int]) -> bool:
    """Whether the place takes the film's picture as it is."""
    if size_px != (film.width_px, film.height_px) or not part.whole or profile.recipe.codec != "libx264":
        return False
    found = measure(film.path)
    sound_bits_per_s = profile.recipe.sound_bits_per_s if profile.recipe.sound_codec else 0
    alone = replace(
        found,
        format=profile.limits.formats[0],
        sound_codec=None,
        sound_s=0.0,
        sound_rate_hz=None,
        sound_bits_per_s=None,
        size_bytes=round(((found.picture_bits_per_s or 0) + sound_bits_per_s) * found.duration_s / 8),
        edit_lists=False,
        index_in_front=True,
    )
    return not broken_limits(alone, replace(profile.limits, sound="may"))


def _size_px(profile: Profile, film: Film, draft: Draft) -> tuple[int, int]:
    """The profile's size in the film's shape; the film's own where the profile names none."""
    if profile.short_side_px is None:
        return film.width_px, film.height_px
    return _shape_px(profile.aspect or draft.aspect, profile.short_side_px)


def _shape_px(aspect: Aspect, short_side_px: int) -> tuple[int, int]:
    wide, high = ASPECTS[aspect]
    scale = short_side_px / min(wide, high)
    return 2 * round(wide * scale / 2), 2 * round(high * scale / 2)


def _bytes_needed(profile: Profile, part: Part, size_px: tuple[int, int]) -> float:
    if profile.recipe.codec != "prores_ks":
        return 0.0
    return PRORES_BITS_PER_PIXEL / 8 * size_px[0] * size_px[1] * len(part.span)


def _must_have_room(order: _Order, needed: float) -> None:
    free = shutil.disk_usage(order.path.parent).free
    if needed > free:
        raise ExportError(
            f"{order.profile.name} needs about {needed / 1e9:.1f} GB and {free / 1e9:.1f} GB are free; "
            "make room or choose fewer --seconds."
        )


def _sound_of(project: Project, draft: Draft) -> Path:
    """The song itself, or the mix where the draft has one."""
    if plays_song_alone(draft):
        return project.song_path
    media = media_paths(project) if draft.media else {}
    return mixed_sound(
        draft, project.song_path, media, song_seconds=project.facts.song.duration_s, folder=project.folder
    )


def _marks(order: _Order, span: FrameRange, *, with_chapters: bool) -> Marks:
    name = order.project.folder.name.removesuffix(FOLDER_SUFFIX)
    return marks_of(order.source.draft, order.project.facts.song, name=name, span=span, with_chapters=with_chapters)


def _hook_letter(draft: Draft, at_s: float) -> str | None:
    """The letter of the section that is heard then."""
    frame = seconds_to_frame(at_s, draft.frame_rate)
    return next((section.letter for section in draft.sections if section.start <= frame < section.stop), None)
