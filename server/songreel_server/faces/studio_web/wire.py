"""A project, its song and its jobs as JSON. Times are frames of the film's own grid, or seconds where the name says so."""

import base64
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from songreel_server import jobs, vault
from songreel_server.credits import ledger
from songreel_server.cutting_room import PEAKS_HZ, Said, Sound, View

if TYPE_CHECKING:
    from songreel_engine.analysis.result import Analysis
    from songreel_engine.draft.model import Draft, Shot
    from songreel_server.editing import Edited

CURVES: Final = ("energy", "section_energy", "low", "mid", "high", "onset", "kick", "snare", "brightness", "vocal")
MOST_WARNINGS: Final = 40


def view_as_json(view: View, *, metered: bool, prices: dict[str, int]) -> dict[str, Any]:
    """All that the page shows of a project."""
    return {
        "project": {"id": view.facts.id, "name": view.facts.name, "song_id": view.facts.song_item_id},
        "draft": None if view.draft is None else draft_as_json(view.draft, view.stills),
        "history": {
            "past": view.past,
            "future": view.future,
            "steps": [
                {
                    "version": step.version,
                    "words": "" if step.entry is None else step.entry.words,
                    "said": "" if step.entry is None else step.entry.said,
                    "at": "" if step.entry is None else step.entry.at,
                }
                for step in view.steps
            ],
        },
        "films": [
            {
                "job_id": film.job_id,
                "item_id": film.rendered.item_id,
                "url": film.rendered.url,
                "version": film.rendered.version,
                "width_px": film.rendered.width_px,
                "height_px": film.rendered.height_px,
                "duration_s": film.rendered.duration_s,
                "quality": film.quality,
            }
            for film in view.films
        ],
        "running": None if view.running is None else job_as_json(view.running),
        "failed": None if view.failed is None else job_as_json(view.failed),
        "balance": balance_as_json(view.balance),
        "charged": metered,
        "prices": prices,
    }


def balance_as_json(balance: ledger.Balance) -> dict[str, int]:
    return {"available": balance.available, "frozen": balance.frozen, "total": balance.total}


def draft_as_json(draft: "Draft", stills: tuple[str | None, ...]) -> dict[str, Any]:
    """The timeline with what a person looks at; takes, which may be many, are asked for by shot."""
    return {
        "version": draft.version,
        "frame_rate": [draft.frame_rate.numerator, draft.frame_rate.denominator],
        "frames": draft.frames,
        "aspect": draft.aspect,
        "style": draft.style,
        "prompt": draft.prompt,
        "performer": None if draft.scenic else draft.performer.name,
        "sections": [section.model_dump(mode="json") for section in draft.sections],
        "scenes": {
            scene.id: {
                "place": scene.place,
                "time_of_day": scene.time_of_day,
                "weather": scene.weather,
                "description": scene.description,
            }
            for scene in draft.scenes
        },
        "shots": [
            _shot(shot, still) for shot, still in zip(draft.shots, stills or (None,) * len(draft.shots), strict=True)
        ],
        "texts": [text.model_dump(mode="json") for text in draft.tracks.text],
        "audio": [audio.model_dump(mode="json") for audio in draft.tracks.audio],
        "media": {medium.id: {"name": medium.name, "kind": medium.kind} for medium in draft.media},
        "warnings": draft.warnings[:MOST_WARNINGS],
    }


def _shot(shot: "Shot", still: str | None) -> dict[str, Any]:
    picture = shot.picture
    return {
        "id": shot.id,
        "section": shot.section_id,
        "scene": picture.scene_id,
        "start": shot.start,
        "stop": shot.stop,
        "take": shot.take,
        "takes": len(shot.takes),
        "locked": shot.locked,
        "on_beat": shot.on_beat,
        "off_beat_reason": shot.off_beat_reason,
        "transition": shot.transition_in,
        "transition_frames": shot.transition_frames,
        "framing": picture.framing,
        "camera": picture.camera,
        "motion": picture.motion,
        "pose": picture.pose,
        "prompt": picture.prompt,
        "style": picture.style,
        "warmth": picture.grade.warmth,
        "light_warmth": picture.lighting.warmth,
        "media": picture.media_id,
        "still": still,
    }


def takes_as_json(draft: "Draft", number: int, stills: tuple[str | None, ...]) -> list[dict[str, Any]]:
    """The takes of a shot, each with its picture."""
    return [
        {
            "number": take.number,
            "version": take.version,
            "still": still,
            "prompt": take.picture.prompt,
            "framing": take.picture.framing,
            "camera": take.picture.camera,
            "motion": take.picture.motion,
            "style": take.picture.style,
        }
        for take, still in zip(draft.shots[number - 1].takes, stills, strict=True)
    ]


def analysis_as_json(analysis: "Analysis") -> dict[str, Any]:
    """What a timeline, an analysis picture and a live preview need of what was heard; curves are bytes in base64, 255 for 1."""
    return {
        "duration_s": analysis.duration_s,
        "tempo_bpm": analysis.tempo_bpm,
        "metre": analysis.metre,
        "beats_s": [round(at_s, 4) for at_s in analysis.beats_s],
        "downbeats_s": [round(at_s, 4) for at_s in analysis.downbeats_s],
        "beats_per_bar": analysis.beats_per_bar,
        "sections": [
            {"start_s": one.start_s, "end_s": one.end_s, "label": one.label, "letter": one.letter}
            for one in analysis.sections
        ],
        "events": [event.model_dump(mode="json") for event in analysis.events],
        "vocals": analysis.vocals,
        "rate_hz": analysis.feature_rate_hz,
        "curves": {
            name: _bytes_in_text([round(255 * one) for one in getattr(analysis.curves, name)]) for name in CURVES
        },
    }


def _bytes_in_text(values: Sequence[int]) -> str:
    """Numbers from 0 to 255, in base64: a tenth of what they take as figures."""
    return base64.b64encode(bytes(values)).decode()


def sound_as_json(sound: Sound) -> dict[str, Any]:
    """The same with the waveform: the loudest sample of each 1 / `peaks_hz` s, as bytes in base64."""
    return analysis_as_json(sound.analysis) | {"peaks_hz": PEAKS_HZ, "peaks": _bytes_in_text(sound.peaks)}


def job_as_json(job: jobs.JobState, files: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    """A job as it stands."""
    result = job.result or {}
    return {
        "id": job.job_id,
        "project_id": job.project_id,
        "kind": job.kind,
        "state": job.state,
        "stage": job.stage,
        "done": job.done,
        "total": job.total,
        "seconds_left": job.seconds_left,
        "error": job.error,
        "price": job.price,
        "made_at": job.made_at,
        "notes": [*result.get("notes", ()), *result.get("warnings", ())],
        "profile": result.get("profile") or result.get("format"),
        "files": list(files),
    }


def file_as_json(item: vault.Item, url: str) -> dict[str, Any]:
    return {"id": item.id, "name": item.name, "size": item.size, "media_type": item.media_type, "url": url}


def edited_as_json(edited: "Edited") -> dict[str, Any]:
    """What a change does, or would do, and what it costs."""
    return {
        "said": edited.changed.said,
        "notes": edited.changed.notes,
        "changed": edited.is_changed,
        "version": edited.changed.draft.version,
        "shots": edited.cost.shots,
        "images": edited.cost.images,
        "clips": edited.cost.clips,
        "credits": edited.quote.credits,
        "free_items": edited.quote.free_items,
        "job_id": edited.job_id,
    }


def said_as_json(said: Said) -> dict[str, Any]:
    return {"id": said.turn_id, "text": said.text, "reply": said.reply, "at": said.at}
