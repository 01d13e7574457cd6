"""The durable side of jobs: what is done in which order, remembered across crashes by DBOS.

A job is a workflow that only waits; each piece of its work is a workflow of its own on the queue of engines, where all users'
pieces take turns, so a long film does not make a short edit wait. A piece that was interrupted is done again by whichever
worker is alive, and finds every clip that stands.

Nothing here ends a job in two ways: rows decide (`settling`), so a piece of a cancelled job finds it over and stops. DBOS's own
cancelling is not used, because a workflow cancelled there cannot do anything more. Steps return refusals instead of raising
them: an exception would end the workflow before its job is settled.
"""

import asyncio
import logging
import os
import re
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, Final, ParamSpec, TypedDict, TypeVar

from dbos import DBOS, SetEnqueueOptions, SetWorkflowID
from sqlalchemy.exc import OperationalError

from songreel_engine.errors import SongreelError
from songreel_server.errors import ServerError, StorageError
from songreel_server.jobs.bench import Begun, Bench, chunks
from songreel_server.jobs.engine_child import EngineFailedError, EngineRefusedError, Line
from songreel_server.jobs.exporting import export_arguments, export_folder
from songreel_server.jobs.orders import Export, Film, GivenFile, Make
from songreel_server.jobs.progress import Listening

JOBS_QUEUE: Final = "jobs"
ENGINES_QUEUE: Final = "engines"
MOST_RECOVERIES: Final = 30
"""Of one workflow, by workers that died on it. The engine is a process of its own and counted by CHILD_TRIES, so what kills a
worker is rarely the job's fault; restarts of the server count too."""
CHILD_TRIES: Final = 3
"""Of a child that dies by itself, as for lack of memory; shots it finished meanwhile stand, so each goes on from there."""
STEP_TRIES: Final = 6
"""About a quarter of a minute."""
ASK_AGAIN_S: Final = 0.1
"""How often a job looks whether its piece is done."""
BROKEN: Final = (
    "Something broke while your video was made; nothing was charged. Ask again, and tell the operator if it repeats."
)

P = ParamSpec("P")
R = TypeVar("R")

log = logging.getLogger(__name__)
_benches: list[Bench] = []


class Work(TypedDict):
    """One piece of a job: `plan`, `clips` of some shots, the `film`, or an `export` of one that stands."""

    do: str
    version: int
    shots: list[int]
    """Numbers, for `clips`; those still missing, for `film`."""
    missing: int
    """In the whole job, when this piece begins."""
    total: int


class Outcome(TypedDict):
    """What became of a piece: an answer, or a sentence for the user, or neither where the job was over."""

    told: Line | None
    refused: str | None


OVER: Final = Outcome(told=None, refused=None)


def use(bench: Bench) -> None:
    """Sets what all workflows of this process work with."""
    _benches[:] = [bench]


def _bench() -> Bench:
    return _benches[-1]


def _worth_trying_again(error: BaseException) -> bool:
    """A database or a media store that is away for a moment."""
    return isinstance(error, OperationalError | StorageError)


@DBOS.workflow(name="job", max_recovery_attempts=MOST_RECOVERIES)
async def run_job(job_id: str) -> None:
    """The whole of one job."""
    account_id = await _begin(job_id)
    if account_id is None:
        return
    film = await _film_of(job_id, account_id)
    if film["refused"] is not None:
        await _fail(job_id, film["refused"])
    elif film["told"] is not None:
        await _complete(job_id, film["told"])


async def _film_of(job_id: str, account_id: str) -> Outcome:
    """The job's result, through plan and clips."""
    planned = await _plan(job_id, account_id)
    if planned["told"] is None:
        return planned
    version = int(planned["told"]["version"])
    found = await _find_missing(job_id, version)
    if found["told"] is None:
        return found
    if found["told"].get("export"):
        work = Work(do="export", version=version, shots=[], missing=0, total=1)
        return await _done(job_id, account_id, "export", work)
    turns: list[list[int]] = found["told"]["turns"]
    total, missing = int(found["told"]["total"]), sum(map(len, turns))
    # What one child can do at once, it does together with the film.
    apart, last = (turns, []) if len(turns) > 1 else ([], turns[0] if turns else [])
    handles = []
    for number, shots in enumerate(apart):
        work = Work(do="clips", version=version, shots=shots, missing=missing, total=total)
        handles.append(await _hand_out(job_id, account_id, f"clips-{number}", work))
        missing -= len(shots)
    for handle in handles:
        outcome: Outcome = await handle.get_result(polling_interval_sec=ASK_AGAIN_S)
        if outcome["told"] is None:
            return outcome
    work = Work(do="film", version=version, shots=last, missing=len(last), total=total)
    return await _done(job_id, account_id, "film", work)


async def _plan(job_id: str, account_id: str) -> Outcome:
    """{"version"} of the draft to render."""
    version = await _ordered_version(job_id)
    if version is not None:
        return Outcome(told={"version": version}, refused=None)
    return await _done(job_id, account_id, "plan", Work(do="plan", version=0, shots=[], missing=0, total=0))


async def _done(job_id: str, account_id: str, name: str, work: Work) -> Outcome:
    handle = await _hand_out(job_id, account_id, name, work)
    outcome: Outcome = await handle.get_result(polling_interval_sec=ASK_AGAIN_S)
    return outcome


async def _hand_out(job_id: str, account_id: str, name: str, work: Work) -> Any:
    with SetWorkflowID(f"{job_id}:{name}"), SetEnqueueOptions(queue_partition_key=account_id):
        return await DBOS.enqueue_workflow_async(ENGINES_QUEUE, do_piece, job_id, work)


@DBOS.workflow(name="piece", max_recovery_attempts=MOST_RECOVERIES)
async def do_piece(job_id: str, work: Work) -> Outcome:
    """One child's work."""
    return await _work(job_id, work)


def _tried_again(func: Callable[P, R]) -> Callable[P, R]:
    """As a step that outlasts a database or a media store which is away for a moment."""
    return DBOS.step(
        name=func.__name__,
        retries_allowed=True,
        max_attempts=STEP_TRIES,
        interval_seconds=0.5,
        should_retry=_worth_trying_again,
    )(func)


@_tried_again
async def _begin(job_id: str) -> str | None:
    """Whose job it is; None for one that is over."""
    begun = await asyncio.to_thread(_bench().begin, job_id)
    return None if begun is None else begun.account_id


@_tried_again
async def _ordered_version(job_id: str) -> int | None:
    """The version that is to be rendered; None where it must be planned first."""
    begun = await asyncio.to_thread(_bench().look, job_id)
    return None if begun is None or isinstance(begun.order, Make) else begun.order.version


@_tried_again
async def _find_missing(job_id: str, version: int) -> Outcome:
    """{"turns": numbers of missing shots, "total"}, or {"export"} where another file is asked for than the plain film."""
    bench = _bench()
    begun = await asyncio.to_thread(bench.look, job_id)
    if begun is None:
        return OVER
    if isinstance(begun.order, Export) and not begun.order.is_plain:
        return Outcome(told={"export": True}, refused=None)
    film = begun.order.film
    try:
        missing = await asyncio.to_thread(bench.find_missing, job_id, begun.project_id, version, film)
    except StorageError:
        raise
    except (SongreelError, ServerError) as error:
        return _refusal(str(error), bench.workspaces.folder(begun.project_id))
    turns = [list(turn) for turn in chunks(missing.numbers, film.quality)]
    return Outcome(told={"turns": turns, "total": missing.total}, refused=None)


@_tried_again
async def _complete(job_id: str, result: Line) -> None:
    await asyncio.to_thread(_bench().complete, job_id, result)


@_tried_again
async def _fail(job_id: str, sentence: str) -> None:
    await asyncio.to_thread(_bench().fail, job_id, sentence)


@_tried_again
async def _work(job_id: str, work: Work) -> Outcome:
    bench = _bench()
    begun = await asyncio.to_thread(bench.look, job_id)
    if begun is None:
        return OVER
    folder = bench.workspaces.folder(begun.project_id)
    for _ in range(CHILD_TRIES):
        try:
            return Outcome(told=await _run_child(bench, job_id, begun, work), refused=None)
        except EngineRefusedError as refusal:
            return _refusal(str(refusal), folder)
        except StorageError:
            raise
        except (SongreelError, ServerError) as error:
            return _refusal(str(error), folder)
        except EngineFailedError as failure:
            if bench.is_stopping.is_set():
                # Neither an answer nor a failure: this piece is done again by whoever runs next.
                await asyncio.Event().wait()
            if await asyncio.to_thread(bench.look, job_id) is None:
                return OVER
            log.warning("job %s: %s", job_id, failure)
    return Outcome(told=None, refused=BROKEN)


async def _run_child(bench: Bench, job_id: str, begun: Begun, work: Work) -> Line:
    """What the job needs of the engine's answer."""
    if isinstance(begun.order, Make) and work["do"] == "plan":
        await asyncio.to_thread(bench.make_room, begun.project_id, begun.order)
    else:
        await asyncio.to_thread(bench.workspaces.fetch, begun.project_id)
    film = begun.order.film
    of_kind = (film.quality, film.height_px)
    listening = Listening(
        shots=len(work["shots"]), missing=work["missing"], total=work["total"], known=bench.paces.known.get(of_kind)
    )

    async def hear(line: Line) -> None:
        report = None
        if "shot" not in line:
            report = listening.hear(line)
        elif line["shot"] in work["shots"]:
            await asyncio.to_thread(bench.shot_stands, job_id, begun.project_id, line)
            report = listening.shot_stands()
        if report is not None:
            await asyncio.to_thread(partial(bench.report, job_id, report, counts=work["do"] == "export"))

    with ExitStack() as stack:
        arguments = await asyncio.to_thread(_arguments, bench, job_id, begun, work, stack)
        told = await bench.engine.run(job_id, arguments, hear)
    await asyncio.to_thread(bench.workspaces.keep, begun.project_id)
    if (pace := listening.pace()) is not None:
        bench.paces.known[of_kind] = pace
    # Only this machine has the film, and only the job needs to know more of the rest than that it is done.
    answers: dict[str, Callable[[], Line]] = {
        "plan": lambda: {"version": told["version"]},
        "clips": dict,
        "film": lambda: bench.keep_film(begun, told),
        "export": lambda: bench.keep_export(job_id, begun, told),
    }
    return await asyncio.to_thread(answers[work["do"]])


def _arguments(bench: Bench, job_id: str, begun: Begun, work: Work, stack: ExitStack) -> list[str]:
    """Of the engine's command line. Options and values are one word, so that no value is taken for an option."""
    folder = bench.workspaces.folder(begun.project_id)
    if work["do"] == "plan" and isinstance(begun.order, Make):
        song = stack.enter_context(bench.workspaces.song(begun.order.song_sha256, begun.order.song_suffix))
        asked = [*_asked(begun.order, song), *_given(bench, begun.order, stack)]
        return ["plan", str(song), f"--project={folder}", *asked]
    if work["do"] == "export" and isinstance(begun.order, Export):
        arguments = ["export", str(folder), *export_arguments(begun.order, export_folder(folder, job_id))]
    else:
        arguments = ["render", str(folder), f"--version={work['version']}", *_sized(begun.order.film)]
    if bench.settings.render_processes is not None:
        arguments.append(f"--workers={bench.settings.render_processes}")
    if work["do"] == "clips":
        arguments += ["--clips-only", "--shots=" + ",".join(map(str, work["shots"]))]
    return arguments


def _sized(film: Film) -> list[str]:
    return [f"--quality={film.quality}", *([f"--height={film.height_px}"] if film.height_px is not None else [])]


def _asked(order: Make, song: Path) -> list[str]:
    """What is asked of the film; a scene map is laid beside the lent song, and goes with it."""
    values = {
        "--prompt": order.prompt,
        "--style": order.style,
        "--aspect": order.aspect,
        "--seed": order.seed,
        "--max-seconds": order.max_seconds,
        "--lipsync": order.singing,
    }
    asked = [f"{name}={value}" for name, value in values.items() if value is not None]
    if order.scenic is not None:
        asked.append("--scenic" if order.scenic else "--performer")
    if order.scene_map is not None:
        scenes = song.parent / "scenes.json"
        scenes.write_text(order.scene_map, "utf-8")
        asked.append(f"--scenes={scenes}")
    return asked


def _given(bench: Bench, order: Make, stack: ExitStack) -> list[str]:
    """The user's files that go with the song, lent for as long as the child runs: the project keeps what it shows."""

    def lent(file: GivenFile) -> Path:
        return stack.enter_context(bench.workspaces.file(file.sha256, file.name))

    given = [f"--photo={lent(photo)}" for photo in order.photos]
    given += [f"--footage={lent(clip)}" for clip in order.footage]
    if (lyrics := order.lyrics) is not None:
        given.append("--own-lyrics" if lyrics.file is None else f"--lyrics={lent(lyrics.file)}")
        look = {"--lyric-place": lyrics.place, "--lyric-colour": lyrics.colour, "--lyric-style": lyrics.style}
        given += [f"{name}={value}" for name, value in look.items() if value is not None]
    return given


def _refusal(sentence: str, folder: Path) -> Outcome:
    """Without this machine's paths."""
    lent = re.escape(f"{folder.parent}{os.sep}") + rf"\.(?:song|file)-[^{os.sep}]+{os.sep}"
    plain = re.sub(lent, "", sentence.replace(str(folder), "the project"))
    return Outcome(told=None, refused=plain)
