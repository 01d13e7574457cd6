"""From a message to a use case to one sentence.

The engine says what a message means (`talking.hear`); here it is decided which use case that is, given the session's files,
its film and what was asked last. Whatever a turn comes to at once is written in one transaction: its events, its job, the
session's memory. A turn that started a job ends, with its last sentence, when the job does (`endings`).
"""

import logging
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy.orm import Session as Tx

from songreel_engine.draft.edits import Edit
from songreel_engine.draft.words import track_summary
from songreel_engine.errors import SongreelError
from songreel_engine.language.meaning import Intent
from songreel_engine.planning.styles import DEFAULT_STYLE
from songreel_server import characters, progress_stream, wishes
from songreel_server.accounts.tokens import Caller
from songreel_server.credits import ledger
from songreel_server.edit_words import told_of, when_of
from songreel_server.editing import Edited, Editing
from songreel_server.errors import NotEnoughCreditsError, ServerError
from songreel_server.films import BusyError, Films, FilmWish
from songreel_server.heard import Heard, Said, files_of, has_new_song, heard_message, is_brief, only_says_go, title_of
from songreel_server.hearing import hear, memory_after
from songreel_server.phrases import progress_in_words, refusal_in_words, timeline_in_words
from songreel_server.replies import Speaker
from songreel_server.sessions import Held, Memory, OpenQuestion, add_project, remember, take_up_project
from songreel_server.turns import EDIT, EXPORT, MAKE, Turn, attach_job, end_turn

_MOST_ENTRIES: Final = 5
_log = logging.getLogger(__name__)


class Conversation:
    """One for the process."""

    def __init__(self, films: Films) -> None:
        self._films = films
        self._editing = Editing(films)
        self._answers: dict[Intent, Callable[[Heard], Said]] = {
            "credits": self._credits,
            "status": self._status,
            "upload": self._upload,
            "help": lambda heard: heard.saying("help"),
            "export": self._export,
            "generate": self._make,
            "edit": self._edit,
            "chat": self._chat,
            "out_of_scope": lambda heard: heard.saying("out_of_scope"),
        }

    def answer(self, caller: Caller, held: Held, turn: Turn, *, now: float) -> NotEnoughCreditsError | None:
        """Works on a turn that has just begun. Whatever goes wrong, the turn ends with a sentence.

        What cannot be paid for comes back as well, with that sentence, for faces that have a way of their own to say it.
        """
        unpaid: NotEnoughCreditsError | None = None
        speaker = Speaker(held.language, is_metered=caller.metered)
        try:
            heard = heard_message(self._films, caller, held, turn, speaker=speaker, now=now)
            said = self._said(heard)
        except (ServerError, SongreelError) as refusal:
            said = Said(text=refusal_in_words(refusal, caller, speaker, self._register_url(caller)), memory=held.memory)
            if isinstance(refusal, NotEnoughCreditsError):
                unpaid = NotEnoughCreditsError(said.text, needed=refusal.needed, available=refusal.available)
        except Exception:  # noqa: BLE001
            # A turn without a last sentence would keep its client waiting for ever.
            _log.exception("a turn failed", extra={"turn_id": turn.id})
            said = Said(text=speaker.say("ours"), memory=held.memory)
        if said.job_id is None:
            with self._films.database.writing() as tx:
                self._write(tx, held, turn, said, now)
        return unpaid

    def _said(self, heard: Heard) -> Said:
        message, standing = heard.turn.text, heard.standing
        if heard.scenes is not None:
            return self._make(heard)
        if wishes.is_stop(message) and (standing.running is not None or heard.understood.intent != "edit"):
            return self._cancel(heard)
        if wishes.asks_for_history(message):
            return self._history(heard)
        if (priced := wishes.asks_the_price_of(message)) is not None and (said := self._price(heard, priced)):
            return said
        intent = heard.understood.intent
        if self._has_draft(heard):
            return self._answers[intent](heard)
        return self._before_the_first(heard, intent)

    def _before_the_first(self, heard: Heard, intent: Intent) -> Said:
        """There is no timeline yet: what is not about something else is what the film is to be."""
        message = heard.turn.text
        if intent in ("credits", "status", "help", "export"):
            return self._answers[intent](heard)
        if wishes.is_hello(message):
            return self._chat(heard)
        if heard.standing.running is not None:
            raise BusyError(heard.standing.running)
        if heard.song is None:
            wish = "" if wishes.is_go(message) or intent == "upload" else message
            memory = heard.memory.model_copy(update={"wish": " ".join(filter(None, [heard.memory.wish, wish]))})
            key = "ask_song_wished" if memory.wish else "ask_song"
            return Said(text=heard.speaker.say(key), memory=memory)
        if intent == "out_of_scope" and message.rstrip().endswith(("?", "？")):
            return heard.saying("out_of_scope")
        return self._make(heard)

    def _make(self, heard: Heard) -> Said:
        if heard.song is None:
            return heard.saying("ask_song")
        said = heard.turn.text if heard.scenes is None else heard.scenes.words
        words = " ".join(filter(None, [heard.memory.wish, said if not only_says_go(said) else ""]))
        wish = wishes.wish_of(words) if words else wishes.Wish()
        settings, song = self._films.settings, heard.song
        scene_map = None if heard.scenes is None else heard.scenes.scene_map
        with self._films.database.reading() as tx:
            named = characters.named_in(tx, heard.held.account_id, words)
        film = wishes.film_of(
            wish,
            files_of(self._films, heard),
            quality=settings.default_quality,
            scene_map=scene_map,
            cast=[photo for one in named for photo in one.photos],
        )
        memory = heard.memory.model_copy(update={"wish": "", "question": None})
        with self._films.database.writing() as tx:
            held = heard.held
            if has_new_song(heard) or (heard.scenes is not None and self._films.has_draft(held.project_id)):
                project_id = add_project(tx, held.account_id, name=song.name, now=heard.now)
                held = take_up_project(tx, held, project_id, now=heard.now)
            job_id = self._films.make(
                tx, heard.caller, held.project_id, song, film, request_key=heard.turn.id, now=heard.now
            )
            made = Said(text=self._making(heard, film), memory=memory, call=MAKE, job_id=job_id)
            self._write(tx, held, heard.turn, made, heard.now)
        return made

    def _making(self, heard: Heard, film: FilmWish) -> str:
        speaker = heard.speaker
        song = heard.song
        return speaker.say(
            "making",
            song=title_of(song.name) if song else "",
            length=speaker.time(song.duration_s) if song else "",
            style=(film.style or DEFAULT_STYLE).replace("_", " "),
            aspect=film.aspect or "9:16",
            quality=speaker.word(film.quality),
            price=speaker.price(self._films.quote_make().credits),
            notes=self._told_of_files(heard, film),
        )

    def _told_of_files(self, heard: Heard, film: FilmWish) -> str:
        """Who is the performer, whose words are shown, and what no first film shows: that is put in by edits."""
        words = film.lyrics.file if film.lyrics is not None else None
        named = {
            "cast": [photo.name for photo in film.photos],
            "cut_in": [clip.name for clip in film.footage],
            "words": [] if words is None else [words.name],
            "files_wait": [item.name for item in files_of(self._films, heard) if not wishes.is_used(film, item)],
        }
        speaker = heard.speaker
        listed = speaker.word("listed")
        return "".join(speaker.say(key, names=listed.join(names)) for key, names in named.items() if names)

    def _edit(self, heard: Heard) -> Said:
        understood = heard.understood
        if understood.question is not None or not understood.edits:
            return self._ask(heard, understood.question)
        if heard.standing.running is not None:
            raise BusyError(heard.standing.running)
        memory = memory_after(heard.memory, understood)
        said: list[Said] = []

        def alongside(tx: Tx, edited: Edited) -> None:
            said.append(self._edited(heard, edited, understood.edits, memory))
            if edited.job_id is not None:
                self._write(tx, heard.held, heard.turn, said[0], heard.now)

        self._editing.edit(
            heard.caller,
            heard.held.project_id,
            understood.edits,
            words=heard.turn.text,
            files=files_of(self._films, heard),
            request_key=heard.turn.id,
            alongside=alongside,
            now=heard.now,
        )
        return said[0]

    def _edited(self, heard: Heard, edited: Edited, edits: tuple[Edit, ...], memory: Memory) -> Said:
        speaker, changed = heard.speaker, edited.changed
        told = told_of(changed, edits, heard.held.language)
        when = when_of(changed, edits, told)
        values: dict[str, Any] = {"said": told, "when": speaker.when(when), "notes": speaker.notes(changed.notes)}
        values["price"] = speaker.price(edited.quote.credits)
        if not edited.is_changed:
            return Said(text=speaker.say("unchanged", **{**values, "said": f"{told}."}), memory=memory)
        if edited.job_id is None:
            return Said(text=speaker.say("edited_plan", **values), memory=memory)
        shots = len(edited.cost.shots)
        text = speaker.say("editing" if shots else "editing_sound", shots=speaker.shots(shots), **values)
        args = {
            "said": told,
            "when": when,
            "notes": list(changed.notes),
            "shots": list(edited.cost.shots),
            "version": changed.draft.version,
        }
        return Said(text=text, memory=memory, call=EDIT, job_id=edited.job_id, args=args)

    def _ask(self, heard: Heard, question: str | None) -> Said:
        if question is None:
            return self._chat(heard)
        asked = OpenQuestion(message=heard.turn.text, question=question)
        return Said(text=question, memory=heard.memory.model_copy(update={"question": asked}))

    def _export(self, heard: Heard) -> Said:
        if heard.standing.paid_version is None and heard.standing.running is None:
            key = "no_film" if heard.song is not None else "no_film_no_song"
            return heard.saying(key, price=heard.speaker.price(self._films.quote_make().credits))
        if "render" not in heard.caller.scopes:
            return heard.saying("may_not_render", register=self._register_url(heard.caller))
        quality = wishes.quality_of(heard.turn.text)
        with self._films.database.writing() as tx:
            job_id = self._films.export(
                tx,
                heard.caller,
                heard.held.project_id,
                quality=quality,
                version=None,
                request_key=heard.turn.id,
                now=heard.now,
            )
            text = heard.speaker.say("rendering_film", quality=heard.speaker.word(quality))
            said = Said(text=text, memory=heard.memory, call=EXPORT, job_id=job_id)
            self._write(tx, heard.held, heard.turn, said, heard.now)
        return said

    def _cancel(self, heard: Heard) -> Said:
        heard.caller.require("write")
        with self._films.database.writing() as tx:
            called_off = self._films.cancel(tx, heard.held.project_id, now=heard.now)
        if called_off is None:
            return heard.saying("nothing_runs")
        # Now and not only with the turn's end: the next message is about the film as it was.
        self._editing.put_back(called_off.job_id, now=heard.now)
        return heard.saying("cancelling")

    def _credits(self, heard: Heard) -> Said:
        with self._films.database.reading() as tx:
            balance = ledger.balance(tx, heard.caller.account_id)
        key = "credits" if heard.caller.metered else "credits_free"
        return heard.saying(key, available=balance.available, frozen=balance.frozen, spent=balance.spent)

    def _price(self, heard: Heard, words: str) -> Said | None:
        """The price of an edit in words; None where they are no edit of a film that stands."""
        if heard.standing.paid_version is None:
            return None
        with self._films.project(heard.held.project_id) as project:
            understood = hear(project, words)
        if not understood.edits or understood.question is not None:
            return None
        would = self._editing.quote_edit(heard.caller, heard.held.project_id, understood.edits)
        with self._films.database.reading() as tx:
            available = ledger.balance(tx, heard.caller.account_id).available
        speaker = heard.speaker
        return heard.saying(
            "quote",
            said=told_of(would.changed, understood.edits, heard.held.language),
            price=speaker.price(would.quote.credits),
            shots=speaker.shots(len(would.cost.shots)),
            available=available,
        )

    def _status(self, heard: Heard) -> Said:
        draft = self._films.draft(heard.held.project_id)
        running = heard.standing.running
        timeline = "" if draft is None else timeline_in_words(track_summary(draft), heard.held.language)
        if running is not None:
            progress = progress_in_words(running, heard.speaker)
            key = "status_running" if timeline else "status_running_bare"
            return heard.saying(key, timeline=timeline, progress=progress)
        if timeline:
            return heard.saying("status", timeline=timeline)
        if heard.song is not None:
            return heard.saying("status_song", song=title_of(heard.song.name))
        return heard.saying("status_empty")

    def _upload(self, heard: Heard) -> Said:
        megabytes = f"{self._films.settings.max_upload_mb:g}"
        return heard.saying("upload", megabytes=megabytes)

    def _history(self, heard: Heard) -> Said:
        draft = self._films.draft(heard.held.project_id)
        log = draft.edit_log if draft is not None else ()
        if not log:
            return heard.saying("history_none")
        speaker = heard.speaker
        entries = [speaker.word("version", number=entry.version, words=entry.words) for entry in log[-_MOST_ENTRIES:]]
        return heard.saying(
            "history", count=speaker.word("versions", count=len(log) + 1), entries=speaker.word("listed").join(entries)
        )

    def _chat(self, heard: Heard) -> Said:
        if self._has_draft(heard):
            if wishes.is_go(heard.turn.text) and heard.standing.paid_version is None:
                return self._make(heard)
            return heard.saying("greeting_film")
        if heard.song is not None:
            return heard.saying("greeting_song", song=title_of(heard.song.name))
        return heard.saying("greeting")

    def _has_draft(self, heard: Heard) -> bool:
        """Whether the message is about the film that is planned, and not about a new one of the song sent last."""
        return self._films.has_draft(heard.held.project_id) and not (has_new_song(heard) and is_brief(heard))

    def _write(self, tx: Tx, held: Held, turn: Turn, said: Said, now: float) -> None:
        """All that the turn came to."""
        remember(tx, held, said.memory, now=now)
        progress_stream.append(tx, turn.id, "text", {"text": said.text}, now=now)
        if said.job_id is None:
            end_turn(tx, turn.id, said.text)
            progress_stream.append(tx, turn.id, "end", {}, now=now)
            return
        body = {"name": said.call, "id": said.job_id, "args": dict(said.args)}
        progress_stream.append(tx, turn.id, "call", body, now=now)
        attach_job(tx, turn.id, said.job_id)

    def _register_url(self, caller: Caller) -> str:
        return self._films.settings.register_url(caller.account_id)
