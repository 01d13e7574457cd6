"""How a turn ends that started a job: with one sentence, said once, when the job is over.

Whoever follows the turn ends it, and a sweep ends those that nobody follows; both may try.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session as Tx

from songreel_server import heavy, jobs, progress_stream, vault
from songreel_server.credits import ledger
from songreel_server.films import RENDERED, Films
from songreel_server.media_links import MediaLinks
from songreel_server.replies import Speaker
from songreel_server.sessions import language_of
from songreel_server.store.tables import Account, SessionRow
from songreel_server.turns import EDIT, EXPORT, MAKE, OVER, Due, end_turn, turns_due


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A film that a job has left in the vault."""

    item_id: str
    url: str
    duration_s: float
    width_px: int
    height_px: int
    size_bytes: int
    version: int | None

    def as_json(self) -> dict[str, Any]:
        return dict(vars(self))


class Endings:
    """One for the process."""

    def __init__(self, films: Films, links: MediaLinks) -> None:
        self._films = films
        self._links = links

    def end_due(self, *, now: float) -> int:
        """Ends every turn whose job is over; how many."""
        with self._films.database.reading() as tx:
            due = turns_due(tx)
        for turn in due:
            self.end(turn, now=now)
        return len(due)

    def end(self, due: Due, *, now: float) -> None:
        """Ends one turn; nothing happens where it has ended."""
        self._put_back(due.job_id, now)
        with self._films.database.writing() as tx:
            job = jobs.state(tx, due.job_id)
            if not job.is_over:
                return
            film = self.rendered(tx, due.account_id, job, now=now)
            call = _call_of(tx, due.turn_id)
            text = self._last_sentence(tx, due, job, film, call)
            if not end_turn(tx, due.turn_id, text):
                return
            response = {"status": job.state, "error": job.error, "film": None if film is None else film.as_json()}
            body = {"name": call.get("name", MAKE), "id": job.job_id, "response": response}
            progress_stream.append(tx, due.turn_id, "response", body, now=now)
            progress_stream.append(tx, due.turn_id, "text", {"text": text}, now=now)
            progress_stream.append(tx, due.turn_id, "end", {}, now=now)

    def _put_back(self, job_id: str, now: float) -> None:
        """What was called off, or failed, leaves the timeline as it was."""
        with self._films.database.reading() as tx:
            job = jobs.state(tx, job_id)
        if job.kind in RENDERED and job.state in OVER and job.state != "completed":
            # Late: most turns end well, and need none of what editing loads.
            heavy.load()
            from songreel_server.editing import Editing

            Editing(self._films).put_back(job_id, now=now)

    def rendered(self, tx: Tx, account_id: str, job: jobs.JobState, *, now: float) -> Rendered | None:
        """The film of a completed job with a fresh link; None where there is none, or it was deleted."""
        return self.all_rendered(tx, account_id, [job], now=now)[0]

    def all_rendered(
        self, tx: Tx, account_id: str, jobs_: Sequence[jobs.JobState], *, now: float
    ) -> tuple[Rendered | None, ...]:
        """The same for many, in their order."""
        ids = {job.job_id: (job.result or {}).get("item_id") for job in jobs_ if job.state == "completed"}
        kept = vault.items(tx, account_id, filter(None, ids.values()))
        return tuple(self._rendered(job, kept.get(ids.get(job.job_id) or ""), now) for job in jobs_)

    def _rendered(self, job: jobs.JobState, item: vault.Item | None, now: float) -> Rendered | None:
        if item is None:
            return None
        return Rendered(
            item_id=item.id,
            url=self._links.link(item, now=now),
            duration_s=float(item.facts.get("duration_s", 0.0)),
            width_px=int(item.facts.get("width_px", 0)),
            height_px=int(item.facts.get("height_px", 0)),
            size_bytes=item.size,
            version=(job.result or {}).get("draft_version"),
        )

    def _last_sentence(
        self, tx: Tx, due: Due, job: jobs.JobState, film: Rendered | None, call: Mapping[str, Any]
    ) -> str:
        account = tx.get_one(Account, due.account_id)
        language = language_of(tx.get_one(SessionRow, due.session_id).language)
        speaker = Speaker(language, is_metered=account.metered)
        paid = ledger.standing(tx, job.job_id)
        price = speaker.price(paid.captured if paid is not None else job.price if not account.metered else 0)
        name, args = call.get("name", MAKE), call.get("args", {})
        if job.state == "cancelled":
            stands = name != EXPORT and self._films.standing(tx, job.project_id).paid_version is not None
            return speaker.say("cancelled_edit" if stands else "cancelled", price=price)
        if job.state == "failed" or film is None:
            reason = speaker.retold(job.error or "")
            return speaker.say("failed", reason=reason if reason.endswith((".", "。", "!", "?")) else f"{reason}.")
        result = job.result or {}
        values = {
            "length": speaker.time(film.duration_s),
            "size": f"{film.width_px}x{film.height_px}",
            "url": film.url,
            "price": price,
            "notes": speaker.notes(tuple(dict.fromkeys([*args.get("notes", ()), *result.get("warnings", ())]))),
        }
        if name == EXPORT:
            return speaker.say("film_ready", **values)
        if name == EDIT:
            shots = speaker.shots(len(args.get("shots", ())))
            return speaker.say(
                "edited", said=args.get("said", ""), when=speaker.when(args.get("when", "")), rendered=shots, **values
            )
        style = str(result.get("style", "")).replace("_", " ")
        return speaker.say("made", shots=speaker.shots(int(result.get("shots", 0))), style=style, **values)


def _call_of(tx: Tx, turn_id: str) -> Mapping[str, Any]:
    """The call with which the turn began its job."""
    calls = [event.body for event in progress_stream.replay(tx, turn_id) if event.kind == "call"]
    return calls[-1] if calls else {}
