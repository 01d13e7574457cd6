"""The engine as a child process: what it says is heard, and it is gone when it should be."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from job_houses import FakeEngine, is_alive, kill_hard
from songreel_server.jobs.engine_child import NICENESS, Engine, EngineFailedError, EngineRefusedError, Line
from waiting import until

GONE_S = 2.0
"""A cancelled job's machine is free again within this."""


@pytest.fixture
def fake(tmp_path: Path) -> FakeEngine:
    return FakeEngine(tmp_path / "fake")


async def unheard(_: Line) -> None:
    """Hears nothing."""


def render(fake: FakeEngine, project: Path) -> list[str]:
    return ["render", str(project), "--version=1"]


@pytest.fixture
def project(fake: FakeEngine) -> Path:
    return fake.folder / "project"


def run(engine: Engine, arguments: list[str]) -> Line:
    return asyncio.run(engine.run("job", arguments, unheard))


def test_every_line_is_heard_in_order_and_the_answer_comes_last(fake: FakeEngine, project: Path) -> None:
    heard: list[Line] = []

    async def hear(line: Line) -> None:
        heard.append(line)

    told = asyncio.run(Engine(command=fake.command).run("job", render(fake, project), hear))
    assert [line["shot"] for line in heard if "shot" in line] == [shot["number"] for shot in fake.shots]
    assert heard[-1]["stage"] == "assembly"
    assert Path(told["film"]).is_file()


def test_a_refusal_is_the_engines_own_sentence(fake: FakeEngine, project: Path) -> None:
    fake.behave(refuse={"render": "The song is 3 s long; give one of at least 5 s."})
    with pytest.raises(EngineRefusedError, match=r"^The song is 3 s long; give one of at least 5 s\.$"):
        run(Engine(command=fake.command), render(fake, project))


def test_the_real_engine_refuses_in_one_sentence_too(tmp_path: Path) -> None:
    with pytest.raises(EngineRefusedError, match=r"^\S.* is not a songreel project"):
        run(Engine(), ["render", str(tmp_path / "nothing")])


def test_a_child_that_dies_has_failed_and_not_refused(fake: FakeEngine, project: Path) -> None:
    fake.behave(die_at_shot=2)
    with pytest.raises(EngineFailedError, match="ended with -9"):
        run(Engine(command=fake.command), render(fake, project))


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ("print('no json')", "no JSON"),
        ("print('[1]')", "no JSON object"),
        ("import sys; sys.stderr.write('x' * 3_000_000)", "line that does not end"),
        ("import sys; sys.exit(1)", "ended with 1: it said nothing"),
        ("import sys; sys.exit('songreel: ' + chr(0xe4))", None),
        ("import time; time.sleep(60)", "said nothing for 0.5 s"),
    ],
)
def test_what_is_no_answer_is_a_failure(program: str, message: str | None) -> None:
    engine = Engine(command=(sys.executable, "-S", "-c", program), silence_s=0.5)
    with pytest.raises(EngineFailedError if message else EngineRefusedError, match=message or "ä"):
        run(engine, [])


def test_an_unheard_answer_of_any_length_does_not_stop_the_child() -> None:
    program = (
        "import sys; print('{\"a\": \"' + 'x' * 5_000_000 + '\"}'); sys.stderr.write('{\"stage\": \"x\"}\\n' * 20_000)"
    )
    told = run(Engine(command=(sys.executable, "-S", "-c", program)), [])
    assert len(told["a"]) == 5_000_000


def cancelled_at_once(fake: FakeEngine, work: Coroutine[Any, Any, Line]) -> float:
    """Seconds until the cancelled call came back."""

    async def story() -> float:
        task = asyncio.create_task(work)
        await asyncio.to_thread(until, lambda: fake.rendered())
        began_s = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return time.monotonic() - began_s

    return asyncio.run(story())


def test_a_cancelled_child_is_gone_with_all_it_started(fake: FakeEngine, project: Path) -> None:
    fake.behave(hang_at_shot=1, grandchild=True)
    took_s = cancelled_at_once(fake, Engine(command=fake.command).run("job", render(fake, project), unheard))
    assert took_s < GONE_S
    [started] = [line["pid"] for line in fake.starts()]
    [grandchild] = [line["grandchild"] for line in fake.log() if "grandchild" in line]
    until(lambda: not is_alive(started) and not is_alive(grandchild), within_s=GONE_S - took_s)


def test_any_thread_can_end_a_jobs_children_and_no_other_jobs(fake: FakeEngine, project: Path) -> None:
    fake.behave(hang_at_shot=1)
    engine = Engine(command=fake.command)

    async def story() -> None:
        one, other = (asyncio.create_task(engine.run(job, render(fake, project), unheard)) for job in ("one", "other"))
        await asyncio.to_thread(until, lambda: fake.rendered()[1] == 2)
        await asyncio.to_thread(engine.children.end, "one")
        with pytest.raises(EngineFailedError):
            await one
        assert engine.children.jobs() == ("other",)
        assert not other.done()
        engine.children.end_all()
        with pytest.raises(EngineFailedError):
            await other
        assert engine.children.jobs() == ()

    asyncio.run(story())


def test_a_child_that_ends_in_order_leaves_nothing_running(fake: FakeEngine, project: Path) -> None:
    fake.behave(grandchild=True)
    run(Engine(command=fake.command), render(fake, project))
    [grandchild] = [line["grandchild"] for line in fake.log() if "grandchild" in line]
    until(lambda: not is_alive(grandchild), within_s=GONE_S)


def test_a_child_works_at_a_lower_priority(fake: FakeEngine, project: Path) -> None:
    fake.behave(hang_at_shot=1)
    engine = Engine(command=fake.command)

    async def story() -> int:
        task = asyncio.create_task(engine.run("job", render(fake, project), unheard))
        await asyncio.to_thread(until, lambda: fake.rendered())
        level = os.getpriority(os.PRIO_PROCESS, fake.starts()[0]["pid"])
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return level

    assert asyncio.run(story()) == min(19, os.getpriority(os.PRIO_PROCESS, 0) + NICENESS)


def test_a_child_dies_with_the_process_that_started_it(fake: FakeEngine, project: Path) -> None:
    fake.behave(hang_at_shot=1)
    program = (
        "import asyncio, json, sys\n"
        "from songreel_server.jobs.engine_child import Engine\n"
        "async def unheard(line): pass\n"
        "asyncio.run(Engine(command=tuple(json.loads(sys.argv[1]))).run('job', json.loads(sys.argv[2]), unheard))\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program, json.dumps(fake.command), json.dumps(render(fake, project))]
    )
    until(lambda: fake.rendered())
    [child] = [line["pid"] for line in fake.starts()]
    assert is_alive(child)
    kill_hard(parent)
    until(lambda: not is_alive(child), within_s=GONE_S)


def test_a_child_sees_nothing_of_the_servers_own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SONGREEL_DATABASE_URL", "postgresql://me:secret@host/name")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("LP_NUM_THREADS", "1")
    program = "import json, os; print(json.dumps(dict(os.environ)))"
    seen = run(Engine(command=(sys.executable, "-S", "-c", program)), [])
    assert "secret" not in json.dumps(seen)
    assert seen["LP_NUM_THREADS"] == "1"


def test_a_child_takes_no_module_from_the_folder_the_server_was_started_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "songreel_engine").mkdir()
    (tmp_path / "songreel_engine" / "__init__.py").write_text("raise SystemExit('another engine')")
    (tmp_path / "json.py").write_text("raise SystemExit('another json')")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(EngineRefusedError, match="is not a songreel project"):
        run(Engine(), ["render", str(tmp_path / "nothing")])
