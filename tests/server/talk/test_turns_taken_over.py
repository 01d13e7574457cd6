"""Turns whose process died: taken over once, with nothing done twice."""

import shutil
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session as Tx

from chat_houses import planned
from songreel_engine.draft.edits import Edit
from songreel_server import sessions, turns
from songreel_server.accounts import tokens
from songreel_server.accounts.tokens import Caller
from songreel_server.editing import Edited, Editing
from songreel_server.parts import Server, build_server
from songreel_server.sessions import Held
from songreel_server.settings import Settings
from songreel_server.store.tables import Job

NOW = 1_800_000_000.0


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    built = build_server(settings, clock=lambda: NOW)
    yield built
    built.database.close()


@pytest.fixture
def caller(server: Server) -> Caller:
    with server.database.writing() as tx:
        issued = tokens.issue_guest(tx, server.settings, client_id="a", ip="127.0.0.1", now=NOW)
        return tokens.who_is(tx, issued.token, now=NOW)


@pytest.fixture
def held(server: Server, caller: Caller) -> Held:
    return server.studio.open_session(caller, name="project", language="en")


def begin(server: Server, held: Held, text: str, now: float) -> turns.Begun:
    with server.database.writing() as tx:
        sessions.lock_session(tx, held)
        return turns.begin_turn(tx, held.id, text, now=now)


def test_a_turn_is_worked_on_by_one(server: Server, held: Held) -> None:
    first, second = begin(server, held, "go", NOW), begin(server, held, " go ", NOW + 1)
    assert (first.is_mine, second.is_mine) == (True, False)
    assert first.turn.id == second.turn.id


def test_a_turn_left_lying_is_taken_over_once(server: Server, held: Held) -> None:
    first = begin(server, held, "go", NOW)
    late = NOW + turns.LEASE_S + 1
    second, third = begin(server, held, "go", late), begin(server, held, "go", late)
    assert (second.is_mine, third.is_mine) == (True, False)
    assert first.turn.id == second.turn.id


def test_after_a_restart_nothing_is_waited_for(server: Server, held: Held) -> None:
    begin(server, held, "go", NOW)
    with server.database.writing() as tx:
        turns.abandon_turns(tx, now=NOW)
    assert begin(server, held, "go", NOW).is_mine


def test_a_turn_ends_once(server: Server, held: Held) -> None:
    turn = begin(server, held, "go", NOW).turn
    with server.database.writing() as tx:
        assert turns.end_turn(tx, turn.id, "done")
        assert not turns.end_turn(tx, turn.id, "done again")
    assert begin(server, held, "go", NOW).turn.id != turn.id


class DiedError(Exception):
    """Stands for the end of the process between the change and its job."""


@pytest.mark.parametrize("name", ["lock", "undo"])
def test_an_edit_whose_process_died_before_its_job_is_not_followed_twice(
    server: Server, caller: Caller, held: Held, name: str
) -> None:
    films = server.studio.films
    shutil.copytree(planned() / "film.songreel", films.workspaces.folder(held.project_id))
    editing = Editing(films)

    def ask(name: str, key: str, alongside: object) -> Edited:
        edit = Edit.model_validate({"edit": name, "target": {"shots": [1]} if name == "lock" else {}})
        return editing.edit(
            caller,
            held.project_id,
            [edit],
            words=name,
            request_key=key,
            alongside=alongside,  # type: ignore[arg-type]
            now=NOW,
        )

    def dies(_: Tx, __: Edited) -> None:
        raise DiedError

    def lives(_: Tx, edited: Edited) -> None:
        assert edited.is_changed

    ask("lock", "earlier", lives)
    if name == "lock":
        ask("unlock", "between", lives)
    versions_before = standing(server, held)
    with pytest.raises(DiedError):
        ask(name, "turn", dies)
    changed = standing(server, held)
    assert changed != versions_before
    ask(name, "turn", lives)
    assert standing(server, held) == changed


def standing(server: Server, held: Held) -> tuple[int, int]:
    """(the version that stands, how many there are)."""
    with server.studio.films.project(held.project_id) as project:
        return project.read_draft().version, len(project.versions())


def test_a_paid_film_is_what_prices_are_counted_from(server: Server, caller: Caller, held: Held) -> None:
    films = server.studio.films
    shutil.copytree(planned() / "film.songreel", films.workspaces.folder(held.project_id))
    request = {"kind": "make", "film": {"quality": "preview", "height_px": None}}
    with server.database.writing() as tx:
        tx.add(
            Job(
                id="made", account_id=caller.account_id, project_id=held.project_id, kind="make", request=request,
                request_key="k", state="completed", result={"draft_version": 1}, price=40, made_at=NOW,
            )
        )  # fmt: skip
    editing, unpaid = Editing(films), []
    for words, weather in (("rain", "rain"), ("snow", "snow")):
        edit = Edit.model_validate(
            {
                "edit": "weather",
                "target": {"sections": ["chorus 1"], "ranges_s": [[6.0, 12.0]]},
                "changes": {"weather": weather},
            }
        )
        edited = editing.edit(
            caller, held.project_id, [edit], words=words, request_key=words, alongside=lambda *_: None, now=NOW
        )
        unpaid.append(edited.quote.credits)
        with server.database.writing() as tx:
            job = tx.scalars(select(Job).where(Job.request_key == words)).one()
            job.state = "cancelled"
    other = Edit.model_validate({"edit": "lock", "target": {"shots": [1]}})
    # The snow was never rendered: whoever renders it with the lock pays for it.
    assert editing.quote_edit(caller, held.project_id, [other]).quote.credits == unpaid[1] > 0
