"""Passwords, as Argon2id hashes.

Source: RFC 9106's second recommended option (64 MiB, 3 passes), the defaults of argon2-cffi.
"""

import threading
from functools import cache
from typing import TYPE_CHECKING, Final

from songreel_server.errors import BadRequestError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 10, 200
AT_ONCE: Final = 2
"""Each takes 64 MiB and a core for a twentieth of a second: many at once would be an easy way to stop a server."""

_turns: Final = threading.BoundedSemaphore(AT_ONCE)


def hashed(password: str) -> str:
    """As stored. Raises BadRequestError for one that is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadRequestError(f"A password has {SHORTEST} to {LONGEST} characters; choose another one.")
    with _turns:
        return _hasher().hash(password)


def is_right(stored: str | None, password: str) -> bool:
    """Whether this is the password; without a stored one it is not, after the same work."""
    from argon2.exceptions import InvalidHashError, VerificationError

    if len(password) > LONGEST:
        return False
    with _turns:
        try:
            right = _hasher().verify(stored or _nobodys(), password)
        except (VerificationError, InvalidHashError):
            return False
    return right and stored is not None


def is_outdated(stored: str) -> bool:
    """Whether it was made with weaker parameters than are in use now."""
    return _hasher().check_needs_rehash(stored)


@cache
def _nobodys() -> str:
    """Compared with where there is no such account, so that the time taken does not tell."""
    return _hasher().hash("nobody's password")


@cache
def _hasher() -> "PasswordHasher":
    # Late: a tenth of a second that whoever starts a server without logging in need not wait.
    from argon2 import PasswordHasher

    return PasswordHasher()
