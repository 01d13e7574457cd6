"""What a film can be made of and turned into: styles, sizes, prices, and a song heard and directed before anything is paid."""

import json
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Request
from starlette.concurrency import run_in_threadpool

from songreel_server import heavy
from songreel_server.faces.door import Door
from songreel_server.faces.studio_web import wire
from songreel_server.faces.studio_web.asked import WishAsked
from songreel_server.faces.task_api import REFUSALS, Answer, caller_of, let_in
from songreel_server.projects import Projects
from songreel_server.settings import Settings
from songreel_server.songs_heard import Directed, SongsHeard
from songreel_server.studio import Studio

ItemId = Annotated[str, Path(max_length=100, pattern=r"^[^\x00]*$")]
QUALITIES: Final = ("preview", "draft", "final")


class SongsFace:
    """The calls, over the use cases."""

    def __init__(self, studio: Studio, projects: Projects, songs: SongsHeard, door: Door, settings: Settings) -> None:
        self._studio = studio
        self._projects = projects
        self._songs = songs
        self._door = door
        self._settings = settings

    def router(self) -> APIRouter:
        """All of them, with what OpenAPI tells of them."""
        router = APIRouter(tags=["projects"], responses=REFUSALS, dependencies=[Depends(let_in(self._door))])
        router.add_api_route("/v1/choices", self.choices, methods=["GET"], response_model=Answer)
        router.add_api_route("/v1/songs/{item_id}/analysis", self.analysis, methods=["POST"], response_model=Answer)
        router.add_api_route("/v1/songs/{item_id}/treatment", self.treatment, methods=["POST"], response_model=Answer)
        return router

    def choices(self, request: Request) -> Answer:
        """Styles of pictures and of lyrics, qualities, exports and prices."""
        caller = caller_of(request)
        caller.require("read")
        balance = self._studio.balance(caller)
        return Answer(
            data={
                "styles": _styles(),
                "lyric_styles": _lyric_styles(),
                "qualities": _qualities(),
                "profiles": _profiles(),
                "timelines": _timelines(),
                "prices": {"film": self._projects.quote_make().credits},
                "charged": caller.metered,
                "balance": wire.balance_as_json(balance),
                "limits": {
                    "min_song_s": self._settings.min_song_s,
                    "max_song_s": self._settings.max_song_s,
                    "max_song_mb": self._settings.max_song_mb,
                    "max_photo_mb": self._settings.max_photo_mb,
                },
            }
        )

    async def analysis(self, request: Request, item_id: ItemId) -> Answer:
        """What is heard in a song of the vault, or how far the listening is; ask again until it is there."""
        song = await run_in_threadpool(self._projects.song, caller_of(request), item_id)
        told = await self._songs.analysis(song)

        def shown() -> dict[str, Any] | None:
            from songreel_engine.analysis.result import Analysis

            return None if told.value is None else wire.analysis_as_json(Analysis.model_validate(told.value))

        heard = await run_in_threadpool(shown)
        return Answer(data={"analysis": heard, "stage": told.stage, "done": told.done, "total": told.total})

    def treatment(self, request: Request, item_id: ItemId, asked: WishAsked) -> Answer:
        """What the director would make of the song: its vision, and scenes that can be edited and sent with the film."""
        song = self._projects.song(caller_of(request), item_id)
        scene_map = None if asked.scenes is None else json.dumps({"scenes": asked.scenes})
        return Answer(data=_directed(self._songs.directed(song, asked.wish(scene_map))))


def _directed(directed: Directed) -> dict[str, Any]:
    treatment = directed.treatment
    return {
        "style": treatment.style,
        "logline": treatment.logline,
        "rhythm": treatment.rhythm,
        "motifs": treatment.motifs,
        "palette": [swatch.model_dump(mode="json") for swatch in treatment.palette],
        "performer": None if treatment.performer is None else treatment.performer.model_dump(mode="json"),
        "sections": [{"section": one.section, "intent": one.intent} for one in treatment.sections],
        "scenes": directed.scenes,
        "shots": len(directed.draft.shots),
        "warnings": treatment.warnings,
    }


def _styles() -> list[dict[str, Any]]:
    from songreel_engine.planning.style_table import STYLES

    return [
        {
            "key": style.key,
            "name": style.name,
            "description": style.description,
            "words": style.words,
            "palette": [colour for _, colour in style.palette],
        }
        for style in STYLES.values()
    ]


def _lyric_styles() -> list[dict[str, Any]]:
    from songreel_engine.lyrics.styles import LYRIC_STYLES

    return [
        {"key": style.key, "name": style.name, "name_zh": style.name_zh, "description": style.description}
        for style in LYRIC_STYLES.values()
    ]


def _qualities() -> list[dict[str, Any]]:
    heavy.load()
    from songreel_engine.rendering.quality import find_quality, frame_size

    sized = {name: frame_size("9:16", find_quality(name), None) for name in QUALITIES}
    return [{"name": name, "width_px": width, "height_px": height} for name, (width, height) in sized.items()]


def _profiles() -> list[dict[str, Any]]:
    from songreel_engine.exports.profiles import PROFILES

    return [
        {"name": profile.name, "kind": profile.kind, "what": profile.what, "aspect": profile.aspect}
        for profile in PROFILES.values()
    ]


def _timelines() -> list[dict[str, Any]]:
    from songreel_engine.exports.handoff.formats import FORMATS

    return [{"name": name, "suffix": one.suffix, "what": one.description} for name, one in FORMATS.items()]
