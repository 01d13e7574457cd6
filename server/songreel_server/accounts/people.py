"""People: they register with an email and a password, and keep what they made as guests.

An email is a name here: no mail is sent and none is proven.
"""

import base64
import re
import secrets
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from songreel_server.accounts import passwords, scopes, tokens
from songreel_server.credits import ledger
from songreel_server.errors import BadRequestError, ConflictError, NotFoundError, UnknownTokenError
from songreel_server.settings import Settings
from songreel_server.store.tables import Account, Token

EMAIL: Final = re.compile(r"[^\s@<>\"',;]{1,64}@[^\s@<>\"',;]{1,190}", re.ASCII)
TAKEN: Final = "There is an account with this email: log in instead, or ask the operator for a password."
NO_GUEST: Final = "There is no guest of this id, or it has an account already; leave the id out, or log in."
WRONG: Final = "The email or the password is wrong."
SECRET_BYTES: Final = 32
"""Within the 24 to 64 that Standard Webhooks asks for."""


def email_of(text: str) -> str:
    """In the form it is kept in. Raises BadRequestError for what is none."""
    email = text.strip().lower()
    if not EMAIL.fullmatch(email):
        raise BadRequestError(f"{text.strip()[:80]!r} is no email address.")
    return email


def register(
    tx: Session, settings: Settings, *, email: str, password_hash: str, bind: str | None, now: float
) -> Account:
    """A new account with the sign-up grant; with `bind`, the guest's account of that id becomes it, with all it has.

    The guest's tokens go on working, and may from now on do what registered people may.
    Raises ConflictError where the email is taken, NotFoundError where there is no such guest, BadRequestError.
    """
    address = email_of(email)
    if find_by_email(tx, address) is not None:
        raise ConflictError(TAKEN)
    try:
        with tx.begin_nested():
            account = _account_of(tx, settings, address, bind, now)
    except IntegrityError as error:
        raise ConflictError(TAKEN) from error
    account.password_hash = password_hash
    _grant_sign_up(tx, settings, account, now)
    tx.flush()
    return account


def _grant_sign_up(tx: Session, settings: Settings, account: Account, now: float) -> None:
    if settings.registered_credits:
        ledger.grant(tx, account.id, settings.registered_credits, reason="sign-up", key="sign-up", now=now)


def _account_of(tx: Session, settings: Settings, email: str, bind: str | None, now: float) -> Account:
    if bind is None:
        account = tokens.open_account(tx, kind="registered", now=now, email=email)
        account.metered = not settings.unmetered
        return account
    account = find_guest(tx, bind)
    account.kind, account.email = "registered", email
    tx.flush()
    widen(tx, account.id)
    return account


def find_or_open(tx: Session, settings: Settings, *, email: str, now: float) -> Account:
    """The account of this email; a new one without credits or a password, as the operator opens it, where there is none.

    Nobody can register it, for no email is proven: the operator sets its password. Raises BadRequestError.
    """
    address = email_of(email)
    found = find_by_email(tx, address)
    if found is not None:
        return found
    account = tokens.open_account(tx, kind="registered", now=now, email=address)
    account.metered = not settings.unmetered
    return account


def set_password(tx: Session, *, email: str, password_hash: str, now: float) -> Account:
    """Gives an account another password, and ends what is logged in with the old one. Raises NotFoundError."""
    account = find_by_email(tx, email.strip().lower())
    if account is None:
        raise NotFoundError(f"There is no account with the email {email[:80]!r}.")
    account.password_hash = password_hash
    tx.execute(
        update(Token)
        .where(Token.account_id == account.id, Token.kind == "web", Token.revoked_at.is_(None))
        .values(revoked_at=now)
        .execution_options(synchronize_session=False)
    )
    return account


def log_in(tx: Session, *, email: str, password: str) -> Account:
    """Raises UnknownTokenError, in the same words whichever of the two is wrong."""
    account = tx.scalar(select(Account).where(Account.email == email.strip().lower(), Account.kind == "registered"))
    stored = None if account is None else account.password_hash
    if not passwords.is_right(stored, password) or account is None or stored is None:
        raise UnknownTokenError(WRONG)
    return account


def find_by_email(tx: Session, email: str) -> Account | None:
    return tx.scalar(select(Account).where(Account.email == email))


def find_guest(tx: Session, account_id: str) -> Account:
    """A guest's account that has become nobody's yet, which nobody else changes until the transaction ends.

    Raises NotFoundError.
    """
    account = tx.scalar(select(Account).where(Account.id == account_id).with_for_update())
    if account is None or account.kind != "anonymous" or account.merged_into is not None:
        raise NotFoundError(NO_GUEST)
    return account


def widen(tx: Session, account_id: str) -> None:
    """Lets the tokens that the account had as a guest do what registered people may."""
    tx.execute(
        update(Token)
        .where(Token.account_id == account_id, Token.kind == "user")
        .values(scopes=scopes.written(scopes.ALL))
        .execution_options(synchronize_session=False)
    )


def webhook_secret(tx: Session, account_id: str) -> str:
    """What the account's callbacks are signed with, as Standard Webhooks writes it: whsec_ and base64."""
    made = f"whsec_{base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()}"
    tx.execute(
        update(Account)
        .where(Account.id == account_id, Account.webhook_secret.is_(None))
        .values(webhook_secret=made)
        .execution_options(synchronize_session=False)
    )
    kept = tx.scalar(select(Account.webhook_secret).where(Account.id == account_id))
    if kept is None:
        raise NotFoundError("There is no such account.")
    return kept
