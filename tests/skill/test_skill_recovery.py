"""The skill's script over a line that breaks: nothing is lost, nothing is asked for twice."""

import json
from collections.abc import Iterator

import pytest

from chat_houses import House
from skill_runs import BreakingLine, Skill, breaking_line

ANNOUNCED = b"Making the video for"
BEGUN = b'"functionCall"'
PROGRESS = b'"processing"'
HEAD = b"text/event-stream"


@pytest.fixture
def line(skill: Skill, house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[BreakingLine]:
    """Between the script and the house."""
    with breaking_line(house.url) as line:
        monkeypatch.setenv("SONGREEL_URL", line.url)
        skill.url = line.url
        yield line


def chats(line: BreakingLine) -> list[bytes]:
    return [request for request in line.requests if request.startswith(b"POST /run_sse")]


@pytest.mark.parametrize("mark", [ANNOUNCED, BEGUN, PROGRESS])
def test_a_line_that_breaks_is_taken_up_where_it_broke(
    skill: Skill, line: BreakingLine, house: House, mark: bytes
) -> None:
    skill.new_with_song()
    line.marks = [mark]
    ran = skill.run_and_work("chat", "golden hour")
    assert ran.code == 0, ran.err
    assert line.breaks == 1
    lines = ran.out.splitlines()
    assert len(lines) == len(set(lines)) == 2
    assert lines[0].startswith("Making the video")
    assert lines[1].startswith("The video is ready")
    first, second = chats(line)
    assert b"last-event-id" not in first.lower()
    assert b"last-event-id: " in second.lower()
    assert skill.pauses == [1.0]
    assert skill.run("credits", "--json").value["available"] == 60


def test_a_line_that_breaks_before_the_first_event_is_not_spoken_on_again(
    skill: Skill, line: BreakingLine, house: House
) -> None:
    skill.new_with_song()
    line.marks = [HEAD]
    before = len(house.jobs("completed"))
    ran = skill.run_and_work("chat", "golden hour")
    assert ran.code == 0, ran.err
    assert len(chats(line)) == 1
    assert skill.pauses[0] == 30.0
    assert ran.out.splitlines()[-1].startswith("Timeline (")
    assert len(house.jobs("completed")) == before + 1


def test_where_coming_back_fails_three_times_the_state_is_asked(skill: Skill, line: BreakingLine) -> None:
    skill.new_with_song()
    line.marks = [ANNOUNCED, HEAD, HEAD, HEAD]
    ran = skill.run_and_work("chat", "golden hour")
    assert ran.code == 0, ran.err
    assert len(chats(line)) == 4
    assert skill.pauses[:4] == [1.0, 3.0, 6.0, 30.0]
    assert ran.out.splitlines()[-1].startswith("Timeline (")


def test_a_state_that_never_changes_is_given_up_after_five(skill: Skill, line: BreakingLine, house: House) -> None:
    skill.new_with_song()
    line.marks = [HEAD]
    ran = skill.run("chat", "golden hour")
    assert ran.code == 1
    assert "Nothing has changed for a while" in ran.err
    assert skill.pauses == [30.0, 60.0, 60.0, 60.0, 60.0, 60.0]
    assert len(house.jobs()) == 1


def test_a_turn_that_was_left_is_taken_up_by_another_process(skill: Skill, house: House) -> None:
    skill.new_with_song()
    left = skill.run("chat", "golden hour", "--for", "0")
    assert left.code == 0
    assert "Still at work; nothing is lost" in left.out
    assert skill.session["turn"]["is_over"] is False
    ran = skill.run_and_work("wait", "-o", "film.mp4")
    assert ran.code == 0, ran.err
    assert ran.out.splitlines()[-2].startswith("The video is ready")
    assert ran.out.splitlines()[-1] == "Saved: film.mp4"
    assert "Making the video" not in ran.out
    assert skill.run("wait").code == 1
    assert skill.run("credits", "--json").value["available"] == 60


def test_a_refused_message_leaves_nothing_to_wait_for(skill: Skill) -> None:
    for _ in range(2):
        skill.make_film()
    skill.new_with_song()
    assert skill.run("chat", "golden hour").code == 1
    assert skill.run("wait").err.startswith("Nothing is waited for here")


def test_a_turn_without_a_word_ends_with_the_timeline(skill: Skill, monkeypatch: pytest.MonkeyPatch) -> None:
    skill.make_film()
    sse = skill.calls.httpx_sse.ServerSentEvent
    call = {"content": {"parts": [{"functionCall": {"id": "1", "name": "edit"}}]}}
    done = {
        "content": {"parts": [{"functionResponse": {"id": "1", "name": "edit", "response": {"status": "completed"}}}]}
    }
    events = [sse(data=""), sse(data=json.dumps(call), id="a"), sse(data=json.dumps(done), id="b")]
    monkeypatch.setattr(skill.calls.Server, "stream", lambda *_: iter(events))
    ran = skill.run("chat", "make it blue")
    assert ran.code == 0
    assert ran.out.startswith("Timeline (")
