"""Everything the server refuses. Each message is one sentence that says what is wrong and what to do about it.

A face turns the kind into its own protocol's code; the kinds know none.
"""


class ServerError(Exception):
    """Root of all refusals."""


class BadRequestError(ServerError):
    """The request contradicts itself, lacks something or names what does not exist."""


class UnknownTokenError(ServerError):
    """No such token, or it has expired or been revoked: a new one is needed."""


class ScopeError(ServerError):
    """The token is good but may not do this."""


class AddressNotAllowedError(ServerError):
    """The key is good, but not from where it was used."""


class NotFoundError(ServerError):
    """There is no such thing, or it belongs to another account: the answer is the same."""


class SessionNotFoundError(NotFoundError):
    """There is no such session, or it belongs to another account."""


class NotEnoughCreditsError(ServerError):
    """The account cannot pay for this. `needed` and `available` are credits."""

    def __init__(self, message: str, *, needed: int, available: int) -> None:
        super().__init__(message)
        self.needed = needed
        self.available = available


class SpendLimitError(ServerError):
    """The key may not spend so much in an hour, a day or at all. `window` is hourly, daily or total."""

    def __init__(self, message: str, *, window: str, limit: int) -> None:
        super().__init__(message)
        self.window = window
        self.limit = limit


class UnsupportedFileError(ServerError):
    """The file is of a kind nobody here can use, or is not what it says it is."""


class TooLargeError(ServerError):
    """A file, a request or everything an account keeps is larger than allowed."""


class TooManyRequestsError(ServerError):
    """Asked too often; the same request may be sent again after `retry_after_s`."""

    def __init__(self, message: str, *, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class FetchError(ServerError):
    """What stands at a URL could not be fetched, or its host may not be asked."""


class ConflictError(ServerError):
    """The thing is busy or no longer as the request assumes."""


class StorageError(ServerError):
    """The media store or the disk failed; the request was sound."""


class UpstreamError(ServerError):
    """Whoever renders is down; the request was sound, and nothing was charged."""


class LinkError(ServerError):
    """A signed link that was not made here, or has expired."""
