"""A turn of the conversation, heard to its end whatever the line does, and told as it goes."""

import hashlib
import json
import re
import sys
import time
from dataclasses import dataclass, field
from typing import Any, Final

from chat_calls import Interrupted, Refused, Server

SAVE_EVERY_S: Final = 1.0
_PRESS: Final = r"(?:click|tap|press|hit|点击|点|按)[^.。\n]{0,24}"
GUI_PHRASES: Final = (
    (
        "click Export, the Export button, 点击导出",
        rf"{_PRESS}(?:export|导出)|export button|导出按钮",
        "run `export`",
    ),
    (
        "click Upload, drag a file in, 点击上传, 拖入文件",
        rf"{_PRESS}(?:upload|上传)|drag[^.。\n]{{0,20}}(?:file|song|photo)|拖[拽动入][^。\n]{{0,12}}文件",
        "run `upload FILE`",
    ),
    (
        "preview in timeline, open the timeline, 在时间线中预览",
        r"preview in (?:the )?timeline|(?:open|see|check) the timeline|时间[线轴]中?(?:预览|查看)|打开时间[线轴]",
        "run `status`",
    ),
    (
        "open the workspace, open the editor, 打开工作台",
        r"open (?:the |your )?(?:workspace|editor|project|link|page)|打开(?:工作台|编辑器|项目|链接|页面)",
        "run `claim` and give the person its link",
    ),
    ("drag a clip, 拖拽片段", r"\bdrag\b|拖[拽动]", 'say the change: `chat "move the title to 0:12"`'),
    ("click anything else, 点击", r"\b(?:click|tap)\b|点击", 'say the wish: `chat "…"`'),
)
"""What servers say to people at a screen: examples, how it is recognised, what to do instead. The first that fits counts."""


@dataclass
class Turn:
    """What a turn has told so far."""

    texts: list[str] = field(default_factory=list)
    calls: set[str] = field(default_factory=set)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    last_id: str | None = None

    @property
    def is_answered(self) -> bool:
        """Whether all the work that was begun has come to an end."""
        return self.calls <= set(self.answers)

    @property
    def film(self) -> dict[str, Any] | None:
        films = [answer.get("film") for answer in self.answers.values() if isinstance(answer.get("film"), dict)]
        return films[-1] if films else None

    @property
    def failed(self) -> bool:
        return any(answer.get("status") in ("failed", "cancelled") for answer in self.answers.values())


class Teller:
    """Says what happens: words on standard output, progress on standard error, or one JSON value at the end."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._stage, self._percent = "", -100

    def say(self, words: str) -> None:
        if not self._as_json:
            print(words, flush=True)
            for advice in advice_for(words):
                print(f"({advice})", flush=True)

    def progress(self, told: dict[str, Any]) -> None:
        """A line for each new stage and each tenth of it."""
        stage = str(told.get("stage") or told.get("status") or "working")
        said = told.get("percent", told.get("progress"))
        percent = round(said) if isinstance(said, int | float) else 0
        if stage == self._stage and abs(percent - self._percent) < 10:
            return
        self._stage, self._percent = stage, percent
        left = told.get("seconds_left")
        tail = f", about {round(left)} s left" if isinstance(left, int | float) and left >= 1 else ""
        self.aside(f"[{percent:3d} %] {stage}{tail}")

    def aside(self, words: str) -> None:
        print(words, file=sys.stderr, flush=True)

    def end(self, result: dict[str, Any], words: str | None = None) -> None:
        if self._as_json:
            print(json.dumps(result, ensure_ascii=False), flush=True)
        elif words:
            self.say(words)


def advice_for(words: str) -> list[str]:
    """What to do instead of what a reply asks of somebody at a screen; nothing where it asks nothing."""
    fitting = (advice for _, pattern, advice in GUI_PHRASES if re.search(pattern, words, re.IGNORECASE))
    return [f"no screen here: {advice}" for advice in list(fitting)[:1]]


class Following:
    """A turn heard to its end, through lines that break: first by where it was left, then by asking for the state."""

    def __init__(self, server: Server, teller: Teller, *, deadline: float | None) -> None:
        self._server, self._teller, self._deadline = server, teller, deadline
        self._session = server.memories.session
        self._saved_at = 0.0

    def say(self, text: str) -> Turn | None:
        """Sends a message. None where the time was up before the turn was over."""
        self._server.session()
        self._session.save(turn={"text": text, "last_id": None, "is_over": False})
        return self._heard(text, Turn())

    def come_back(self) -> Turn | None:
        """The turn that was left before its end."""
        left = self._session.facts.get("turn") or {}
        if left.get("is_over", True):
            raise Refused("Nothing is waited for here; `status` tells how the video stands.")
        turn = Turn(calls=set(left.get("calls", [])), last_id=left.get("last_id"))
        if turn.last_id is None:
            return self._by_state(turn)
        return self._heard(str(left["text"]), turn)

    def _heard(self, text: str, turn: Turn) -> Turn | None:
        tries = 0
        while True:
            before = turn.last_id
            try:
                if not self._listened(text, turn):
                    return None
                if turn.is_answered and (turn.texts or turn.last_id):
                    return self._over(turn)
            except Interrupted:
                self._teller.aside("[the line broke; coming back]")
            except Refused:
                # The server took the message and would not do it.
                if turn.last_id is None:
                    self._keep(is_over=True)
                raise
            if turn.last_id is None:
                # Whether the message arrived is not known, and sending it again might do it twice.
                return self._by_state(turn)
            tries = 0 if turn.last_id != before else tries + 1
            if tries >= len(self._server.patience.reconnect_s):
                return self._by_state(turn)
            self._server.patience.sleep(self._server.patience.reconnect_s[tries])

    def _listened(self, text: str, turn: Turn) -> bool:
        """Up to the stream's end; False where the time is up."""
        for event in self._server.stream(text, turn.last_id):
            if event.data.strip():
                self._take(turn, json.loads(event.data))
                turn.last_id = event.id or turn.last_id
                self._note(turn)
            if self._deadline is not None and time.monotonic() > self._deadline:
                self._note(turn, at_once=True)
                return False
        return True

    def _take(self, turn: Turn, event: dict[str, Any]) -> None:
        for part in (event.get("content") or {}).get("parts") or []:
            if words := str(part.get("text") or "").strip():
                turn.texts.append(words)
                self._teller.say(words)
            if call := part.get("functionCall"):
                turn.calls.add(str(call.get("id") or call.get("name")))
            if answer := part.get("functionResponse"):
                response = answer.get("response") or {}
                if event.get("partial"):
                    self._teller.progress(response)
                else:
                    turn.answers[str(answer.get("id") or answer.get("name"))] = response

    def _note(self, turn: Turn, *, at_once: bool = False) -> None:
        """Remembers where the turn is left, should this process be ended."""
        if at_once or turn.calls or time.monotonic() - self._saved_at > SAVE_EVERY_S:
            self._keep(last_id=turn.last_id, calls=sorted(turn.calls))
            self._saved_at = time.monotonic()

    def _keep(self, **changes: Any) -> None:
        self._session.save(turn=self._session.facts["turn"] | changes)

    def _over(self, turn: Turn) -> Turn:
        self._keep(is_over=True, last_id=turn.last_id)
        if not turn.texts:
            # Some servers end a turn without a word; what stands now says what came of it.
            turn.texts.append(timeline_of(self._server.state()))
            self._teller.say(turn.texts[-1])
        return turn

    def _by_state(self, turn: Turn) -> Turn:
        """Waits until the state says that nothing works any more. Raises Refused where it does not change."""
        patience = self._server.patience
        first = seen = None
        unchanged = asked = 0
        while unchanged < patience.unchanged_states:
            patience.sleep(patience.state_s[min(asked, len(patience.state_s) - 1)])
            asked += 1
            try:
                state = self._server.state()
            except Refused as refusal:
                self._teller.aside(f"[{refusal}]")
                unchanged += 1
                continue
            job, mark = state.get("job"), mark_of(state)
            first = mark if first is None else first
            if isinstance(job, dict):
                self._teller.progress(job)
            elif "job" in state or mark != first:
                turn.texts.append(timeline_of(state))
                self._teller.say(turn.texts[-1])
                films = state.get("generated_media") or []
                if films:
                    turn.answers["state"] = {"status": "completed", "film": films[0]}
                self._keep(is_over=True)
                return turn
            unchanged = unchanged + 1 if mark == seen else 0
            seen = mark
        raise Refused("Nothing has changed for a while; `status` tells how the video stands, `wait` goes on waiting.")


def mark_of(state: dict[str, Any]) -> str:
    """What differs when anything in a state has moved on."""
    films = [film.get("id") or film.get("url") for film in state.get("generated_media") or []]
    told = [state.get("draft"), state.get("job"), films]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def timeline_of(state: dict[str, Any]) -> str:
    """The tracks in words: the server's own, or read from the draft's short form (t, tt, sg, d, m)."""
    if state.get("timeline"):
        return str(state["timeline"])
    tracks = [track for track in (state.get("draft") or {}).get("t") or [] if track.get("sg")]
    if not tracks:
        return "There is no video in this session yet."
    kinds = {0: "Video", 1: "Audio", 7: "Text"}
    told = []
    for number, track in enumerate(tracks, 1):
        segments = track["sg"]
        start_ms = int((segments[0].get("m") or {}).get("start") or 0)
        end_ms = start_ms + sum(int(one.get("d") or 0) for one in segments)
        name = (segments[0].get("m") or {}).get("name") or f"{len(segments)} segments"
        told.append(f"{number}. {kinds.get(track.get('tt'), 'Track')}: {name} ({start_ms / 1000:g}-{end_ms / 1000:g}s)")
    return f"Timeline ({len(tracks)} track{'s' if len(tracks) != 1 else ''}): {' '.join(told)}"
