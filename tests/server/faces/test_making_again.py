"""A film made once more of the same song: called off or failed, the one that was paid for stands as before."""

import pytest

from chat_houses import Guest, House, Listening
from songreel_engine.changing import change
from songreel_engine.draft.edits import Edit, Remake, Target
from songreel_engine.project import Project
from songreel_server.credits.quotes import Quote
from songreel_server.errors import ConflictError
from songreel_server.films import FilmWish, SongFile
from songreel_server.jobs.settling import Ending
from songreel_server.store.tables import Job
from waiting import until

AGAIN = "make a new music video, a snowy forest"


def planned_again(house: House, job: Job) -> None:
    """What the engine does before it renders: another version of the timeline stands."""
    project = Project.open(house.parts.studio.films.workspaces.folder(job.project_id))
    change(
        project,
        [Edit(edit="remake", target=Target(shots=(1,)), changes=Remake())],
        words=AGAIN,
        who="planner",
        now=lambda: "2026-11-21T12:00:00+00:00",
    )


def made_again(house: House, guest: Guest) -> tuple[Job, Listening]:
    listening = Listening(guest, AGAIN)
    [job] = until(house.jobs, what="a job")
    assert job.kind == "make"
    planned_again(house, job)
    assert guest.state()["draft_version"] == 2
    return job, listening


def test_a_film_made_again_and_called_off_leaves_the_first_one_standing(house: House, guest: Guest) -> None:
    guest.make_film()
    before = guest.state()["draft"]
    _, listening = made_again(house, guest)
    guest.say("cancel")
    assert listening.result().last.startswith("Stopped, and the video is as it was before; 0 credits charged")
    assert guest.state()["draft"] == before
    assert guest.credits()["available"] == 60
    heard = guest.say_and_work("make it rain in the chorus")
    assert heard.responses[0]["response"]["status"] == "completed"


@pytest.mark.parametrize("to", ["failed", "cancelled"])
def test_nothing_that_comes_between_is_done_to_the_version_that_was_called_off(
    house: House, guest: Guest, to: Ending
) -> None:
    guest.make_film()
    job, listening = made_again(house, guest)
    house.end(job, to, error="The disk is full.")
    listening.result()
    assert guest.state()["draft_version"] == 1


def test_the_plan_of_a_first_film_stays_where_it_was_called_off(house: House, guest: Guest) -> None:
    guest.make_film()
    film = house.jobs("completed")[-1]
    with house.parts.database.writing() as tx:
        tx.get_one(Job, film.id).state = "cancelled"
    _, listening = made_again(house, guest)
    guest.say("cancel")
    assert listening.result().last.startswith("Stopped; ")
    assert guest.state()["draft_version"] == 2


def test_a_project_with_a_film_takes_no_other_song(house: House, guest: Guest) -> None:
    guest.make_film()
    studio = house.parts.studio
    caller = studio.who_is(guest.token)
    project_id = studio.find_session(caller, guest.session).project_id
    other = SongFile(item_id="other", sha256="0" * 64, name="other.wav", duration_s=24.0)
    with house.parts.database.writing() as tx, pytest.raises(ConflictError, match="another song"):
        studio.films.make(
            tx,
            caller,
            project_id,
            other,
            FilmWish(quality="preview"),
            request_key="other",
            quote=Quote(lines=()),
            now=1.0,
        )
