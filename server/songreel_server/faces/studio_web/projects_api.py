"""Projects over HTTP, as an editor in a browser works on them: seen, heard, changed, talked about, exported, checked.

Answers and refusals are as the task API's. Whoever asks shows a key or a token, or is a browser that has logged in; a browser
with a claim link finds its own project here and nothing else.
"""

import json
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Header, Path, Query, Request
from pydantic import ValidationError
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, Response

from songreel_server import heavy, vault
from songreel_server.accounts.tokens import Caller
from songreel_server.cutting_room import CuttingRoom
from songreel_server.errors import BadRequestError, ConflictError, NotEnoughCreditsError, NotFoundError
from songreel_server.faces.door import Credentials, Door
from songreel_server.faces.events import adk_event
from songreel_server.faces.studio_web import wire
from songreel_server.faces.studio_web.asked import EditAsked, ExportAsked, FilmAsked, MessageAsked
from songreel_server.faces.studio_web.entering import entered
from songreel_server.faces.studio_web.packing import packed
from songreel_server.faces.task_api import REFUSALS, Answer
from songreel_server.films_checked import FilmsChecked
from songreel_server.media_links import MediaLinks
from songreel_server.projects import ProjectFacts
from songreel_server.sessions import language_of
from songreel_server.settings import Settings
from songreel_server.songs_heard import SongsHeard
from songreel_server.studio import Saying, write_cursor

if TYPE_CHECKING:
    from songreel_engine.draft.edits import Edit

FOR_EVER: Final = {"Cache-Control": "private, max-age=31536000, immutable"}
ProjectId = Annotated[str, Path(max_length=100, pattern=r"^[^\x00]*$")]
JobId = Annotated[str, Path(max_length=100, pattern=r"^[^\x00]*$")]
Key = Annotated[str, Path(max_length=90, pattern=r"^[^\x00]*$")]
_ANSWER: Final[dict[int | str, dict[str, Any]]] = {200: {"model": Answer}}
_STREAM: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}, "description": "Events, until the end."}
}
_PICTURE: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {"image/webp": {}}, "description": "The picture."}}
_CLIP: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {"video/mp4": {}}, "description": "The clip."}}


class ProjectsFace:
    """The calls, over the use cases."""

    def __init__(
        self,
        room: CuttingRoom,
        songs: SongsHeard,
        checked: FilmsChecked,
        links: MediaLinks,
        door: Door,
        settings: Settings,
    ) -> None:
        self._room = room
        self._projects = room.projects
        self._songs = songs
        self._checked = checked
        self._links = links
        self._door = door
        self._settings = settings

    def router(self) -> APIRouter:
        """All of them, with what OpenAPI tells of them."""
        router = APIRouter(tags=["projects"], responses=REFUSALS)
        one = "/v1/projects/{project_id}"
        calls: list[tuple[str, str, Any]] = [
            ("GET", "/v1/projects", self.search),
            ("POST", "/v1/projects", self.make),
            ("GET", f"{one}/shots/{{number}}/takes", self.takes),
            ("POST", f"{one}/quote", self.quote),
            ("POST", f"{one}/edits", self.edit),
            ("GET", f"{one}/messages", self.talk),
            ("GET", f"{one}/exports", self.exports),
            ("POST", f"{one}/exports", self.export),
            ("POST", f"{one}/check", self.check),
            ("GET", f"{one}/jobs/{{job_id}}", self.job),
            ("POST", f"{one}/jobs/{{job_id}}/cancel", self.cancel),
        ]
        for method, path, call in calls:
            router.add_api_route(path, call, methods=[method], response_model=Answer)
        for path, call in ((one, self.view), (f"{one}/sound", self.sound)):
            router.add_api_route(path, call, methods=["GET"], response_model=None, responses=_ANSWER)
        files: list[tuple[str, Any, type[Response], dict[int | str, dict[str, Any]]]] = [
            (f"{one}/poster", self.poster, Response, _PICTURE),
            (f"{one}/stills/{{key}}", self.still, Response, _PICTURE),
            (f"{one}/clips/{{key}}", self.clip, FileResponse, _CLIP),
            (f"{one}/jobs/{{job_id}}/events", self.job_events, EventSourceResponse, _STREAM),
        ]
        for path, call, kind, says in files:
            router.add_api_route(path, call, methods=["GET"], response_class=kind, response_model=None, responses=says)
        router.add_api_route(
            f"{one}/messages",
            self.say,
            methods=["POST"],
            response_class=EventSourceResponse,
            response_model=None,
            responses=_STREAM,
        )
        return router

    def search(
        self, request: Request, credentials: Credentials, words: Annotated[str, Query(max_length=200)] = ""
    ) -> Answer:
        """Projects whose name holds the words, the one worked on last first."""
        caller = self._door.caller(request, credentials)
        found = self._projects.search(caller, words)
        return Answer(data={"projects": [self._listed(caller, facts) for facts in found]})

    def make(self, request: Request, credentials: Credentials, asked: FilmAsked) -> Answer:
        """A film of a song of the vault; asked for twice it is one project and one job."""
        caller = self._door.caller(request, credentials)
        song = self._projects.song(caller, asked.song_id)
        scene_map = None if asked.scenes is None else json.dumps({"scenes": asked.scenes})
        if scene_map is not None and asked.max_seconds is None:
            self._songs.check_scenes(song, scene_map)
        photos = self._room.photos(caller, asked.photo_ids)
        words = None if asked.lyrics_id is None else self._room.lyrics(caller, asked.lyrics_id, asked.lyric_style)
        started = self._projects.make(caller, song, replace(asked.wish(scene_map), photos=photos, lyrics=words))
        return Answer(
            data={"project_id": started.project.id, "job": wire.job_as_json(started.job), "is_new": started.is_new}
        )

    def view(self, request: Request, credentials: Credentials, project_id: ProjectId) -> Response:
        """The project: timeline, history, films, what is under way, credits and prices."""
        caller, facts = self._open(request, credentials, project_id)
        view = self._room.view(caller, facts.id)
        films = self._room.studio.films
        listed = films.prices.flat["procedural"]
        prices = {
            "film": films.quote_make().credits,
            "image": listed.image_again,
            "clip": listed.clip_again,
            "export": listed.export,
        }
        told = wire.view_as_json(view, metered=caller.metered, prices=prices)
        for film in told["films"]:
            film["url"] = self._here(film["url"])
        song = self._room.song(caller, facts)
        url = None if song is None else self._here(self._links.own_link(song, now=self._room.studio.clock()))
        return packed(request, Answer(data=told | {"may": sorted(caller.scopes), "song_url": url}))

    def sound(self, request: Request, credentials: Credentials, project_id: ProjectId) -> Response:
        """What was heard in the song, with its waveform."""
        caller, facts = self._open(request, credentials, project_id)
        return packed(request, Answer(data=wire.sound_as_json(self._room.sound(caller, facts.id))))

    def takes(
        self,
        request: Request,
        credentials: Credentials,
        project_id: ProjectId,
        number: Annotated[int, Path(ge=1, le=100_000)],
    ) -> Answer:
        """Every take of a shot, with the key of its picture and clip where those stand."""
        caller, facts = self._open(request, credentials, project_id)
        stills = self._room.takes(caller, facts.id, number)
        draft = self._room.studio.films.draft(facts.id)
        if draft is None or len(draft.shots) < number or len(draft.shots[number - 1].takes) != len(stills):
            raise ConflictError("The film was changed meanwhile; ask again.")
        return Answer(data={"takes": wire.takes_as_json(draft, number, stills), "shown": draft.shots[number - 1].take})

    def still(self, request: Request, credentials: Credentials, project_id: ProjectId, key: Key) -> Response:
        """A shot's picture, by the key that the project or its takes name."""
        caller, facts = self._open(request, credentials, project_id)
        return Response(self._room.picture(caller, facts.id, key), media_type="image/webp", headers=FOR_EVER)

    def poster(self, request: Request, credentials: Credentials, project_id: ProjectId) -> Response:
        """A picture that stands for the project."""
        caller, facts = self._open(request, credentials, project_id)
        key = self._room.poster(caller, facts.id)
        if key is None:
            raise NotFoundError("There is no finished film yet.")
        return Response(
            self._room.picture(caller, facts.id, key),
            media_type="image/webp",
            headers={"Cache-Control": "private, max-age=60"},
        )

    def clip(self, request: Request, credentials: Credentials, project_id: ProjectId, key: Key) -> FileResponse:
        """A shot's clip, by the same key."""
        _, facts = self._open(request, credentials, project_id)
        return FileResponse(self._room.stills.clip(facts.id, key), media_type="video/mp4", headers=FOR_EVER)

    def quote(self, request: Request, credentials: Credentials, project_id: ProjectId, asked: EditAsked) -> Answer:
        """What a change would do and cost; nothing is changed."""
        caller, facts = self._open(request, credentials, project_id)
        edits = self._edits(facts, asked)
        return Answer(data=wire.edited_as_json(self._projects.quote_edit(caller, facts.id, edits)))

    def edit(self, request: Request, credentials: Credentials, project_id: ProjectId, asked: EditAsked) -> Answer:
        """Changes the film: a new version, and the job that renders what is new in it."""
        caller, facts = self._open(request, credentials, project_id)
        edits = self._edits(facts, asked)
        words = asked.words.strip() or ", ".join(one.edit.replace("_", " ") for one in edits)
        return Answer(data=wire.edited_as_json(self._projects.edit(caller, facts, edits, words=words)))

    def talk(self, request: Request, credentials: Credentials, project_id: ProjectId) -> Answer:
        """What was said about the project, the oldest first."""
        caller, facts = self._open(request, credentials, project_id)
        return Answer(data={"messages": [wire.said_as_json(said) for said in self._room.talk(caller, facts.id)]})

    async def say(
        self,
        request: Request,
        credentials: Credentials,
        project_id: ProjectId,
        asked: MessageAsked,
        last_event_id: Annotated[str | None, Header(max_length=200)] = None,
    ) -> Response:
        """A message of the chat; its turn as a stream of events, as `/run_sse` has them. Closing the stream stops nothing."""

        def heard() -> Saying:
            caller, facts = self._open(request, credentials, project_id)
            held = self._room.session(caller, facts.id, language_of(asked.language))
            return self._room.studio.hear(caller, held.id, asked.text, last_event_id=last_event_id)

        saying = await run_in_threadpool(heard)
        unpaid = await self._room.studio.work(saying)
        if unpaid is not None:
            raise NotEnoughCreditsError(str(unpaid), needed=unpaid.needed, available=unpaid.available)
        return self._stream(self._turn(saying))

    def exports(self, request: Request, credentials: Credentials, project_id: ProjectId) -> Answer:
        """Files that were exported, the newest first."""
        caller, facts = self._open(request, credentials, project_id)
        done = self._room.exports(caller, facts.id)
        return Answer(data={"exports": [self._job(caller, job) for job in done]})

    def export(self, request: Request, credentials: Credentials, project_id: ProjectId, asked: ExportAsked) -> Answer:
        """The job that writes a file of the film that stands; the same export again is the same job."""
        caller, facts = self._open(request, credentials, project_id)
        if asked.profile is not None and asked.timeline is not None:
            raise BadRequestError("Give a profile or a timeline, not both.")
        _must_be_known(asked)
        started = self._projects.export(
            caller,
            facts,
            quality=asked.quality,
            profile=asked.profile,
            timeline=asked.timeline,
            seconds=asked.seconds,
        )
        return Answer(data=self._job(caller, started.job))

    async def check(self, request: Request, credentials: Credentials, project_id: ProjectId) -> Answer:
        """What the check finds in the film that stands, or how far it is; free, and done once for a film."""

        def film() -> tuple[str, vault.Item, int]:
            caller, facts = self._open(request, credentials, project_id)
            return facts.id, *self._room.film(caller, facts.id)

        found_id, item, version = await run_in_threadpool(film)
        told = await self._checked.report(found_id, item, version=version)
        return Answer(data={"report": told.value, "stage": told.stage, "done": told.done, "total": told.total})

    def job(self, request: Request, credentials: Credentials, project_id: ProjectId, job_id: JobId) -> Answer:
        """How far a job is, and the files it left."""
        caller, facts = self._open(request, credentials, project_id)
        return Answer(data=self._job(caller, self._room.job(caller, facts.id, job_id)))

    def cancel(self, request: Request, credentials: Credentials, project_id: ProjectId, job_id: JobId) -> Answer:
        """Calls a job off; what it finished is kept, and an edit leaves the timeline as it was."""
        caller, facts = self._open(request, credentials, project_id)
        job = self._room.job(caller, facts.id, job_id)
        return Answer(data=self._job(caller, self._projects.cancel(caller, job.job_id)))

    async def job_events(
        self,
        request: Request,
        credentials: Credentials,
        project_id: ProjectId,
        job_id: JobId,
        last_event_id: Annotated[str | None, Header(max_length=12)] = None,
    ) -> Response:
        """A job's progress up to its end, from after `Last-Event-ID`; closing the stream stops nothing."""

        def found() -> str:
            caller, facts = self._open(request, credentials, project_id)
            return self._room.job(caller, facts.id, job_id).job_id

        known = await run_in_threadpool(found)
        after = int(last_event_id) if last_event_id and last_event_id.isascii() and last_event_id.isdigit() else 0
        return self._stream(self._events(known, after))

    async def _events(self, job_id: str, after: int) -> AsyncIterator[ServerSentEvent]:
        async with aclosing(self._room.streams.follow(job_id, after)) as events:
            async for event in events:
                data = json.dumps(event.body, ensure_ascii=False, separators=(",", ":"))
                yield ServerSentEvent(data=data, event=event.kind, id=str(event.number), sep="\n")

    async def _turn(self, saying: Saying) -> AsyncIterator[ServerSentEvent]:
        async with aclosing(self._room.studio.follow(saying)) as events:
            async for told in events:
                data = json.dumps(adk_event(told), ensure_ascii=False, separators=(",", ":"))
                yield ServerSentEvent(data=data, id=write_cursor(told), sep="\n")

    def _stream(self, lines: AsyncIterator[ServerSentEvent]) -> EventSourceResponse:
        return EventSourceResponse(lines, ping=self._settings.heartbeat_s, ping_message_factory=_heartbeat, sep="\n")

    def _open(self, request: Request, credentials: Credentials, project_id: str) -> tuple[Caller, ProjectFacts]:
        """Whoever asks, and their project. Raises UnknownTokenError, NotFoundError, also for another account's."""
        return entered(self._door, self._projects, request, credentials, project_id)

    def _edits(self, facts: ProjectFacts, asked: EditAsked) -> "tuple[Edit, ...]":
        """Raises BadRequestError, ConflictError where another version stands than was looked at."""
        heavy.load()
        from songreel_engine.draft.edits import Edit
        from songreel_engine.talking import hear

        with self._room.studio.films.project(facts.id) as project:
            version = project.read_draft().version
            if asked.version not in (None, version):
                raise ConflictError(f"The film is at version {version} now, not {asked.version}; look at it again.")
            if asked.edits:
                return tuple(_edit(Edit, one) for one in asked.edits)
            understood = hear(project, asked.words)
        if understood.question is not None:
            raise BadRequestError(understood.question)
        if not understood.edits:
            raise BadRequestError("These words name no change; say what to change and where.")
        return understood.edits

    def _listed(self, caller: Caller, facts: ProjectFacts) -> dict[str, Any]:
        film = self._projects.film_job(facts.id)
        running = self._projects.standing(facts.id).running
        items = () if film is None else self._room.files(caller, film)
        return {
            "id": facts.id,
            "name": facts.name,
            "changed_at": facts.changed_at,
            "duration_s": items[0].facts.get("duration_s") if items else None,
            "style": None if film is None else (film.result or {}).get("style"),
            "has_film": film is not None,
            "running": None if running is None else wire.job_as_json(running),
        }

    def _job(self, caller: Caller, job: Any) -> dict[str, Any]:
        now = self._room.studio.clock()
        files = tuple(
            wire.file_as_json(item, self._here(self._links.own_link(item, now=now, disposition="attachment")))
            for item in self._room.files(caller, job)
        )
        return wire.job_as_json(job, files)

    def _here(self, url: str) -> str:
        """Without this server's own address: whoever asks may know it by another."""
        return url.removeprefix(self._settings.base_url)


def _edit(kind: "type[Edit]", given: dict[str, Any]) -> "Edit":
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"]) or "the edit"
        raise BadRequestError(f"The edit is wrong at {where}: {first['msg']}.") from error


def _must_be_known(asked: ExportAsked) -> None:
    """Before anything is started. Raises ExportError, BriefError."""
    from songreel_engine.exports.handoff.formats import find_format
    from songreel_engine.exports.profiles import find_profile

    if asked.profile is not None:
        find_profile(asked.profile)
    if asked.timeline is not None:
        find_format(asked.timeline)


def _heartbeat() -> ServerSentEvent:
    return ServerSentEvent(data="", event="heartbeat", sep="\n")
