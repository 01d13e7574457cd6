"""What a key has spent, as the ledger's holds tell it, and whether it may spend more.

A hold counts in full while its job runs, as what was paid once it has ended; what was given back counts as nothing. So a
refund makes room again.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session

from songreel_server.accounts.key_limits import KeyLimits
from songreel_server.errors import SpendLimitError
from songreel_server.store.tables import Hold, Token

HOUR_S: Final = 3_600.0
WINDOWS_S: Final[dict[str, float | None]] = {"hourly": HOUR_S, "daily": 24 * HOUR_S, "total": None}
"""They end now; None: since ever."""
IN_WORDS: Final = {"hourly": "an hour", "daily": "a day", "total": "all"}
_COUNTS: Final = case((Hold.state == "frozen", Hold.amount), else_=Hold.captured)


@dataclass(frozen=True, kw_only=True)
class Spent:
    """Credits that a key has spent or set aside."""

    hourly: int
    daily: int
    total: int


def spent(tx: Session, token_id: str, *, now: float) -> Spent:
    """In the last hour, the last day, and in all."""
    return Spent(**{window: _sum(tx, token_id, since_s, now) for window, since_s in WINDOWS_S.items()})


def must_have_room(tx: Session, token_id: str | None, amount: int, *, now: float) -> None:
    """Raises SpendLimitError where the key may not spend this much more. A token without limits may spend all there is.

    Requests with the same key take turns from here to the end of their transactions, so that two cannot both take the room
    that there is for one.
    """
    if token_id is None:
        return
    locked = update(Token).where(Token.id == token_id).values(kind=Token.kind).returning(Token.limits)
    limits = tx.execute(locked.execution_options(synchronize_session=False)).scalar_one_or_none()
    if limits is None:
        return
    allowed = KeyLimits.model_validate(limits)
    for window, since_s in WINDOWS_S.items():
        limit = getattr(allowed, window)
        if limit is None:
            continue
        before = _sum(tx, token_id, since_s, now)
        if before + amount > limit:
            raise SpendLimitError(
                f"This key may spend {limit} credits in {IN_WORDS[window]} and has spent {before}; this costs {amount}.",
                window=window,
                limit=limit,
            )


def _sum(tx: Session, token_id: str, since_s: float | None, now: float) -> int:
    asked = select(func.coalesce(func.sum(_COUNTS), 0)).where(Hold.token_id == token_id)
    return int(tx.scalar(asked if since_s is None else asked.where(Hold.made_at > now - since_s)) or 0)
