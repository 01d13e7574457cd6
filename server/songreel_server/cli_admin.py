"""`songreel admin …`: what the operator may do, while the server runs or not. Prints words, or one JSON value with `--json`."""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from songreel_server.cli_options import DataOption, saying_refusals, settings_with

if TYPE_CHECKING:
    from songreel_server.settings import Settings
    from songreel_server.store.database import Database

JsonOption = Annotated[bool, typer.Option("--json", help="One JSON value instead of words.")]
AccountArgument = Annotated[str, typer.Argument(help="An account's id or email, or the id of one of its tokens.")]
AccountOption = Annotated[str | None, typer.Option("--account", help="Only of this account.")]
LimitOption = Annotated[int, typer.Option(min=1, max=1_000, help="How many at most.")]
ACCOUNT_KINDS: Final = ("anonymous", "registered", "local")

admin = typer.Typer(name="admin", help="Look after a server: tokens, credits, jobs.", no_args_is_help=True)
token = typer.Typer(name="token", help="Make and end tokens.", no_args_is_help=True)
key = typer.Typer(name="key", help="Make and end back ends' keys.", no_args_is_help=True)
admin.add_typer(token)
admin.add_typer(key)


@dataclass(frozen=True, kw_only=True)
class _Opened:
    settings: "Settings"
    database: "Database"
    now: float


@contextmanager
def _opened(data: Path | None) -> Iterator[_Opened]:
    """The server's tables, brought up to date."""
    from songreel_server.store.database import Database
    from songreel_server.store.schema import bring_up_to_date

    settings = settings_with(data=data)
    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(settings.tables_url)
    try:
        bring_up_to_date(database)
        yield _Opened(settings=settings, database=database, now=time.time())
    finally:
        database.close()


@token.command()
@saying_refusals
def create(
    account: Annotated[str | None, typer.Option(help="For this account instead of a new one.")] = None,
    kind: Annotated[str, typer.Option(help="Of a new account: anonymous, registered or local.")] = "registered",
    scopes: Annotated[str, typer.Option(help="read, write, upload, render, or * for all.")] = "*",
    days: Annotated[float | None, typer.Option(min=0.001, help="Until it expires.  [default: never]")] = None,
    name: Annotated[str | None, typer.Option(help="To know it by.")] = None,
    grant: Annotated[int, typer.Option(min=0, help="Credits that come with it.")] = 0,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a token. Its text is shown this once."""
    from songreel_server import admin as house

    if kind not in ACCOUNT_KINDS:
        raise typer.BadParameter(f"--kind is one of {', '.join(ACCOUNT_KINDS)}, not {kind!r}")
    with _opened(data) as opened:
        issued = house.create_token(
            opened.database,
            now=opened.now,
            account_id=account,
            kind=kind,  # type: ignore[arg-type]
            scopes=scopes,
            days=days,
            name=name,
            credits=grant,
        )
    told = {"token": issued.token, "token_id": issued.token_id, "account_id": issued.account_id}
    _print(told, as_json=as_json)


@token.command()
@saying_refusals
def revoke(
    which: Annotated[str, typer.Argument(help="The token's id or its text.", metavar="TOKEN")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """End a token now."""
    from songreel_server import admin as house

    with _opened(data) as opened:
        _print(house.revoke_token(opened.database, which, now=opened.now), as_json=as_json)


@admin.command()
@saying_refusals
def password(
    user: Annotated[str, typer.Argument(help="The account's email.", metavar="EMAIL")],
    new: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for.")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Set an account's password."""
    from songreel_server import admin as house

    with _opened(data) as opened:
        _print(house.set_password(opened.database, user, new, now=opened.now), as_json=as_json)


@key.command(name="create")
@saying_refusals
def create_key(
    user: Annotated[str, typer.Option(help="Whose, by email; made where there is no such account.")],
    scopes: Annotated[str, typer.Option(help="read, write, upload, render, or * for all.")] = "*",
    grant: Annotated[int, typer.Option(min=0, help="Credits that come with it.")] = 0,
    allow_ip: Annotated[
        list[str] | None, typer.Option(help="An address or network it may be used from; may be given again.")
    ] = None,
    hourly_limit: Annotated[int | None, typer.Option(min=0, help="Credits it may spend in an hour.")] = None,
    daily_limit: Annotated[int | None, typer.Option(min=0, help="Credits it may spend in a day.")] = None,
    total_limit: Annotated[int | None, typer.Option(min=0, help="Credits it may spend in all.")] = None,
    name: Annotated[str | None, typer.Option(help="To know it by.")] = None,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a key. Its text is shown this once."""
    from songreel_server import admin as house
    from songreel_server.accounts.key_limits import key_limits

    limits = key_limits(allow_ips=allow_ip or (), hourly=hourly_limit, daily=daily_limit, total=total_limit)
    with _opened(data) as opened:
        issued = house.create_key(
            opened.database,
            opened.settings,
            user=user,
            now=opened.now,
            scopes=scopes,
            limits=limits,
            name=name,
            credits=grant,
        )
    _print({"key": issued.token, "account_id": issued.account_id}, as_json=as_json)


@key.command(name="revoke")
@saying_refusals
def revoke_key(
    which: Annotated[str, typer.Argument(help="The key's id or its text.", metavar="KEY")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """End a key now."""
    from songreel_server import admin as house

    with _opened(data) as opened:
        _print(house.revoke_token(opened.database, which, now=opened.now), as_json=as_json)


@key.command(name="list")
@saying_refusals
def list_keys(
    account: AccountOption = None, limit: LimitOption = 100, data: DataOption = None, as_json: JsonOption = False
) -> None:
    """List keys with their limits, the newest first."""
    from songreel_server import admin as house

    with _opened(data) as opened:
        listed = house.list_tokens(opened.database, account_id=account, kind="key", limit=limit)
    _print(listed, as_json=as_json)


@admin.command()
@saying_refusals
def tokens(
    account: AccountOption = None, limit: LimitOption = 100, data: DataOption = None, as_json: JsonOption = False
) -> None:
    """List tokens, the newest first."""
    from songreel_server import admin as house

    with _opened(data) as opened:
        _print(house.list_tokens(opened.database, account_id=account, limit=limit), as_json=as_json)


@admin.command()
@saying_refusals
def accounts(limit: LimitOption = 100, data: DataOption = None, as_json: JsonOption = False) -> None:
    """List accounts and their credits, the newest first."""
    from songreel_server import admin as house

    with _opened(data) as opened:
        _print(house.list_accounts(opened.database, limit=limit), as_json=as_json)


@admin.command()
@saying_refusals
def grant(
    account: AccountArgument,
    credits: Annotated[int, typer.Argument(help="How many.", min=1)],
    key: Annotated[str | None, typer.Option(help="The same key grants once, however often it is asked.")] = None,
    reason: Annotated[str, typer.Option(help="For the books.")] = "operator",
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give an account credits."""
    from songreel_server import admin as house

    with _opened(data) as opened:
        balance = house.grant(opened.database, account, credits, now=opened.now, reason=reason, key=key)
    _print(balance, as_json=as_json)


@admin.command()
@saying_refusals
def plan(
    account: AccountArgument,
    month: Annotated[str, typer.Argument(help="Such as 2026-11; the same month counts once.")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give an account one month of the plan."""
    from songreel_server import admin as house
    from songreel_server.credits.price_list import read_price_list

    with _opened(data) as opened:
        prices = read_price_list(opened.settings.price_list)
        _print(house.start_plan(opened.database, prices, account, month=month, now=opened.now), as_json=as_json)


@admin.command()
@saying_refusals
def jobs(
    state: Annotated[list[str] | None, typer.Option(help="Only in this state; may be given again.")] = None,
    account: AccountOption = None,
    limit: LimitOption = 100,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """List jobs, the newest first."""
    from songreel_server import admin as house

    with _opened(data) as opened:
        found = house.list_jobs(opened.database, states=state or (), account_id=account, limit=limit)
    _print(found, as_json=as_json)


@admin.command()
@saying_refusals
def cancel(
    job: Annotated[str, typer.Argument(help="The job's id.")], data: DataOption = None, as_json: JsonOption = False
) -> None:
    """Call a job off; credits for what was not rendered go back."""
    from songreel_server import jobs as all_jobs

    with _opened(data) as opened, opened.database.writing() as tx:
        stands = all_jobs.cancel(tx, job, now=opened.now)
    _print({"job_id": stands.job_id, "state": stands.state}, as_json=as_json)


@admin.command()
@saying_refusals
def recover(
    worker: Annotated[str, typer.Argument(help="The worker's name, as `songreel admin jobs` shows it.")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Declare a worker dead: others take its jobs at once."""
    from songreel_server.jobs.recovery import give_up

    with _opened(data) as opened, opened.database.writing() as tx:
        give_up(tx, worker)
    _print({"worker_id": worker, "state": "given up"}, as_json=as_json)


@admin.command()
@saying_refusals
def books(data: DataOption = None, as_json: JsonOption = False) -> None:
    """Check the ledger: every credit is available, frozen or spent. Ends with 1 where something is wrong."""
    from songreel_server import admin as house

    with _opened(data) as opened:
        wrong = house.check_books(opened.database)
    _print({"ok": not wrong, "wrong": list(wrong)}, as_json=as_json)
    if wrong:
        raise typer.Exit(1)


@admin.command()
@saying_refusals
def vacuum(
    keep_days: Annotated[float, typer.Option(min=0, help="What ended later than this stays.")] = 7,
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Clear away expired tokens, events of finished work, and files that nobody owns."""
    from songreel_server import admin as house
    from songreel_server.store.media_store import open_media_store
    from songreel_server.vault import remove_strays

    with _opened(data) as opened:
        cleared = house.vacuum(opened.database, opened.settings, now=opened.now, keep_days=keep_days)
        files = remove_strays(opened.database, open_media_store(opened.settings), now=opened.now)
    _print(asdict(cleared) | {"files": files}, as_json=as_json)


def _print(told: Any, *, as_json: bool) -> None:
    value = _plain(told)
    if as_json:
        print(json.dumps(value, ensure_ascii=False))
        return
    for row in value if isinstance(value, list) else [value]:
        print("  ".join(f"{name}={_word(one)}" for name, one in row.items()))
    if value == []:
        print("none")


def _plain(told: Any) -> Any:
    if isinstance(told, Sequence) and not isinstance(told, str):
        return [_plain(one) for one in told]
    return asdict(told) if is_dataclass(told) and not isinstance(told, type) else told


def _word(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:.0f}" if isinstance(value, float) else str(value)
