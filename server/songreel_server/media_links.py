"""Links to files of the vault: signed, so that nobody can make one, and good until they expire or the file is deleted.

A link carries what it opens and until when; whoever has it needs no token, because players and browsers send none.
"""

import hashlib
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import quote

from itsdangerous import BadSignature, URLSafeSerializer
from pydantic import BaseModel, ConfigDict, ValidationError

from songreel_server.errors import LinkError
from songreel_server.settings import Settings
from songreel_server.store.media_store import MediaStore
from songreel_server.vault import Item

PATH: Final = "/media"

Disposition = Literal["inline", "attachment"]
"""Shown where the link is opened, or saved to a file."""


class Opened(BaseModel):
    """What a link says."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    item_id: str
    expires_at: int
    disposition: Disposition


@dataclass(frozen=True)
class MediaLinks:
    """Makes and reads links. One for the process."""

    settings: Settings
    store: MediaStore

    def link(self, item: Item, *, now: float, disposition: Disposition = "inline") -> str:
        """A URL that answers with the item's file for `media_link_s`.

        Where the store serves files itself, the URL is the store's own, unless the file is to be saved under its name.
        """
        if disposition == "inline":
            theirs = self.store.link(item.key, expires_s=self.settings.media_link_s)
            if theirs is not None:
                return theirs
        return self.own_link(item, now=now, disposition=disposition)

    def own_link(self, item: Item, *, now: float, disposition: Disposition = "inline") -> str:
        """The same, always at this server."""
        says = Opened(item_id=item.id, expires_at=round(now + self.settings.media_link_s), disposition=disposition)
        # The name is there for players that go by it; nobody reads it back.
        return f"{self.settings.base_url}{PATH}/{self._serializer.dumps(says.model_dump())}/{quote(item.name, safe='')}"

    def read(self, signed: str, *, now: float) -> Opened:
        """What a link says. Raises LinkError where it was not made here, or has expired."""
        try:
            says = Opened.model_validate(self._serializer.loads(signed))
        except (BadSignature, ValidationError) as error:
            raise LinkError("This link is damaged; ask for a new one.") from error
        if now >= says.expires_at:
            raise LinkError("This link has expired; ask for a new one.")
        return says

    @property
    def _serializer(self) -> URLSafeSerializer:
        return URLSafeSerializer(
            self.settings.secret,
            salt="songreel media link",
            signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
        )
