"""The vault and the account over HTTP: songs, photos, films and characters, listed, searched, sent, used again and deleted; all
of an account's data to take along; and being forgotten. Answers and refusals are as the task API's.
"""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from songreel_server import vault
from songreel_server.belongings import Belongings, Shown
from songreel_server.characters import Character
from songreel_server.errors import BadRequestError
from songreel_server.faces.door import Door
from songreel_server.faces.task_api import REFUSALS, Answer, Url, caller_of, let_in
from songreel_server.sniff import Kind

LARGEST_LIST_BYTES: Final = 100_000
ItemId = Annotated[str, Path(max_length=100)]
Words = Annotated[str, Query(max_length=200)]


class UrlsAsked(BaseModel):
    """Files to fetch."""

    model_config = ConfigDict(extra="ignore")

    urls: Annotated[list[Url], Field(min_length=1, max_length=20)]
    kind: Kind | None = None


class UseAsked(BaseModel):
    """Where an item is to be used."""

    model_config = ConfigDict(extra="ignore")

    session_id: Annotated[str, Field(max_length=100)]


class CharacterAsked(BaseModel):
    """A character; `item_ids` are photos of the vault, the best one first."""

    model_config = ConfigDict(extra="ignore")

    name: Annotated[str, Field(max_length=200)]
    item_ids: Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=50)]


class EraseAsked(BaseModel):
    """What must be said to be forgotten."""

    model_config = ConfigDict(extra="ignore")

    confirm: Annotated[str, Field(max_length=100)]
    """The account's id."""


_FILES_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {"files": {"type": "array", "items": {"type": "string", "format": "binary"}}},
                }
            },
            "application/json": {"schema": UrlsAsked.model_json_schema()},
        },
    }
}
_ZIP: Final[dict[int | str, dict[str, Any]]] = {200: {"content": {"application/zip": {}}, "description": "All of it."}}


class VaultFace:
    """The calls, over the use cases."""

    def __init__(self, belongings: Belongings, door: Door) -> None:
        self._belongings = belongings
        self._door = door

    def router(self) -> APIRouter:
        """All of them, with what OpenAPI tells of them."""
        router = APIRouter(tags=["vault"], responses=REFUSALS, dependencies=[Depends(let_in(self._door))])
        calls: list[tuple[str, str, Any]] = [
            ("GET", "/v1/vault", self.search),
            ("GET", "/v1/vault/{item_id}", self.item),
            ("POST", "/v1/vault/{item_id}/use", self.use_again),
            ("DELETE", "/v1/vault/{item_id}", self.forget),
            ("GET", "/v1/characters", self.characters),
            ("POST", "/v1/characters", self.keep_character),
            ("GET", "/v1/characters/{character_id}", self.character),
            ("PUT", "/v1/characters/{character_id}", self.change_character),
            ("DELETE", "/v1/characters/{character_id}", self.forget_character),
            ("GET", "/v1/account", self.account),
            ("DELETE", "/v1/account", self.erase),
        ]
        router.add_api_route(
            "/v1/vault/files", self.receive, methods=["POST"], response_model=Answer, openapi_extra=_FILES_BODY
        )
        for method, path, call in calls:
            router.add_api_route(path, call, methods=[method], response_model=Answer)
        router.add_api_route(
            "/v1/account/data",
            self.take_along,
            methods=["GET"],
            response_class=StreamingResponse,
            response_model=None,
            responses=_ZIP,
        )
        return router

    def search(
        self,
        request: Request,
        words: Words = "",
        kind: Annotated[str | None, Query(max_length=20)] = None,
        before: Annotated[str | None, Query(max_length=100)] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> Answer:
        """Items, the newest first: all, or those whose name, title or artist holds the words."""
        listed = self._belongings.search(caller_of(request), words, kind=kind, before=before, limit=limit)
        return Answer(
            data={
                "items": [_item(one) for one in listed.items],
                "before": listed.before,
                "used_bytes": listed.used_bytes,
                "quota_bytes": listed.quota_bytes,
            }
        )

    def item(self, request: Request, item_id: ItemId) -> Answer:
        """An item, with a link to its file."""
        return Answer(data=_item(self._belongings.item(caller_of(request), item_id)))

    async def receive(self, request: Request) -> Answer:
        """Keeps files: multipart field `files`, or JSON {"urls": [...]}."""
        caller, content_type = caller_of(request), request.headers.get("content-type", "")
        if content_type.startswith("multipart/form-data"):
            length = request.headers.get("content-length", "")
            kept = await self._belongings.receive_form(
                caller,
                request.stream(),
                content_type=content_type,
                content_length=int(length) if length.isascii() and length.isdigit() else None,
            )
        else:
            asked = await _urls(request)
            kept = await self._belongings.receive_urls(caller, asked.urls, kind=asked.kind)
        return Answer(data={"items": [_item(one) for one in kept]})

    def use_again(self, request: Request, item_id: ItemId, asked: UseAsked) -> Answer:
        """Tells a chat's session of an item, as if it had been sent there."""
        return Answer(data=_item(self._belongings.use_again(caller_of(request), item_id, asked.session_id)))

    def forget(self, request: Request, item_id: ItemId) -> Answer:
        """Deletes an item. Projects keep their own copy of their song."""
        freed = self._belongings.forget(caller_of(request), item_id)
        return Answer(data={"id": freed.item.id, "name": freed.item.name, "freed_bytes": freed.bytes})

    def characters(self, request: Request, words: Words = "") -> Answer:
        """Characters, by name."""
        found = self._belongings.characters(caller_of(request), words)
        return Answer(data={"characters": [self._character(one) for one in found]})

    def keep_character(self, request: Request, asked: CharacterAsked) -> Answer:
        """A new character."""
        kept = self._belongings.keep_character(caller_of(request), name=asked.name, item_ids=asked.item_ids)
        return Answer(data=self._character(kept))

    def character(self, request: Request, character_id: ItemId) -> Answer:
        """A character with its photos."""
        return Answer(data=self._character(self._belongings.character(caller_of(request), character_id)))

    def change_character(self, request: Request, character_id: ItemId, asked: CharacterAsked) -> Answer:
        """The character with another name or other photos."""
        kept = self._belongings.keep_character(
            caller_of(request), name=asked.name, item_ids=asked.item_ids, character_id=character_id
        )
        return Answer(data=self._character(kept))

    def forget_character(self, request: Request, character_id: ItemId) -> Answer:
        """Deletes a character; its photos stay in the vault."""
        gone = self._belongings.forget_character(caller_of(request), character_id)
        return Answer(data={"id": gone.id, "name": gone.name})

    def account(self, request: Request) -> Answer:
        """The account, its credits, and how full its vault is."""
        owner = self._belongings.owner(caller_of(request))
        balance = owner.balance
        return Answer(
            data={
                "account_id": owner.account_id,
                "kind": owner.kind,
                "email": owner.email,
                "credits": {"available": balance.available, "frozen": balance.frozen, "total": balance.total},
                "used_bytes": owner.used_bytes,
                "quota_bytes": owner.quota_bytes,
            }
        )

    async def take_along(self, request: Request) -> StreamingResponse:
        """All of the account's data as one ZIP."""
        pieces = await run_in_threadpool(self._belongings.take_along, caller_of(request))
        return zip_response(pieces)

    def erase(self, request: Request, asked: EraseAsked) -> Answer:
        """Forgets the account and all it has, at once and for good."""
        return Answer(data=dict(vars(self._belongings.erase(caller_of(request), confirm=asked.confirm))))

    def _character(self, character: Character) -> dict[str, Any]:
        photos = [_item(Shown(item=photo, url=self._belongings.link(photo))) for photo in character.photos]
        return {
            "id": character.id,
            "name": character.name,
            "photos": photos,
            "made_at": character.made_at,
            "changed_at": character.changed_at,
        }


def zip_response(pieces: Any) -> StreamingResponse:
    """An account's data on its way to its owner."""
    headers = {"Content-Disposition": 'attachment; filename="songreel-data.zip"'}
    return StreamingResponse(pieces, media_type="application/zip", headers=headers)


def _item(shown: Shown) -> dict[str, Any]:
    item: vault.Item = shown.item
    return {
        "id": item.id,
        "kind": item.kind,
        "name": item.name,
        "size": item.size,
        "media_type": item.media_type,
        "facts": item.facts,
        "made_at": item.made_at,
        "url": shown.url,
    }


async def _urls(request: Request) -> UrlsAsked:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_LIST_BYTES:
            raise BadRequestError("The list of URLs is too long; send fewer.")
    try:
        return UrlsAsked.model_validate_json(body)
    except ValidationError as error:
        raise BadRequestError('Send files as multipart/form-data in the field files, or JSON {"urls": […]}.') from error
