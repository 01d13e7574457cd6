"""What keeps forms honest: that one was written here for this very browser, and how it is read.

A browser gets a random cookie; each form carries a keyed hash of it, which no other site can know or make (the signed
double-submit pattern). Cookies of others' sites are not sent along either (SameSite), and what a browser says of where a
form comes from is believed when it speaks against it.

Source: OWASP Cross-Site Request Forgery Prevention Cheat Sheet.
"""

import hashlib
import hmac
import secrets
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from songreel_server.errors import BadRequestError
from songreel_server.settings import Settings

NONCE: Final = "songreel_form"
SESSION: Final = "songreel_session"
LARGEST_FORM_BYTES: Final = 20_000
MOST_FIELDS: Final = 30
STALE: Final = "This form is no longer good; it has been made anew, send it again."
OWN: Final = frozenset({"same-origin", "none", ""})
"""Values of Sec-Fetch-Site of a form that was sent from here, or by hand; older browsers send none."""


class Forms:
    """One for the process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def nonce(self, request: Request) -> str:
        """The browser's, or a new one."""
        return request.cookies.get(NONCE) or secrets.token_urlsafe(24)

    def seal(self, nonce: str, session: str) -> str:
        """What a form carries: of this browser, and of whoever is logged in there."""
        said = f"{nonce} {hashlib.sha256(session.encode()).hexdigest()}".encode()
        return hmac.new(self._settings.secret, b"songreel form " + said, hashlib.sha256).hexdigest()

    async def read(self, request: Request) -> dict[str, str]:
        """The fields. Raises BadRequestError for a form that was not written here for this browser, or is none."""
        if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            raise BadRequestError("This is no form of this page.")
        body = b""
        async for piece in request.stream():
            body += piece
            if len(body) > LARGEST_FORM_BYTES:
                raise BadRequestError("The form is too long.")
        try:
            fields = dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS))
        except ValueError as error:
            raise BadRequestError("The form cannot be read.") from error
        nonce = request.cookies.get(NONCE, "")
        wanted = self.seal(nonce, request.cookies.get(SESSION, ""))
        given = fields.pop("form", "")
        is_ours = request.headers.get("sec-fetch-site", "") in OWN
        if not (nonce and is_ours and hmac.compare_digest(given.encode(), wanted.encode())):
            raise BadRequestError(STALE)
        return fields

    def mark(self, response: Response, nonce: str) -> None:
        """Gives the browser the cookie that its forms go with."""
        self._cookie(response, NONCE, nonce, None)

    def let_in(self, response: Response, token: str, seconds: int) -> None:
        """Gives the browser the cookie of whoever has logged in; its other cookie changes too."""
        self._cookie(response, SESSION, token, seconds)
        self._cookie(response, NONCE, secrets.token_urlsafe(24), None)

    def let_out(self, response: Response) -> None:
        """Takes both cookies."""
        for name in (SESSION, NONCE):
            response.delete_cookie(name, path="/", secure=self._is_secure, httponly=True, samesite="lax")

    def _cookie(self, response: Response, name: str, value: str, seconds: int | None) -> None:
        response.set_cookie(
            name, value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=self._is_secure
        )

    @property
    def _is_secure(self) -> bool:
        return self._settings.base_url.startswith("https://")
