"""A client of the chat API, as a skill's script is one, and what it makes of a film that it got."""

import json
from pathlib import Path
from typing import Any

import av
import httpx

ATTRIBUTION = {"X-Skill-Source": "tests", "X-Skill-Version": "1.0", "X-Skill-Platform": "unknown"}
TURN_S = 300.0
ENDINGS = ("completed", "failed", "cancelled")


class Turn:
    """What a turn told."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.ids: list[str] = []

    @property
    def texts(self) -> list[str]:
        return [part["text"] for event in self.events for part in event["content"]["parts"] if "text" in part]

    @property
    def stages(self) -> list[str]:
        return [report["stage"] for report in self.reports]

    @property
    def ended_as(self) -> str | None:
        """What became of the work that the turn started; None while it goes on."""
        responses = [part.get("functionResponse", {}) for event in self.events for part in event["content"]["parts"]]
        told = [one.get("response", {}).get("status") for one in responses]
        return next((status for status in told if status in ENDINGS), None)

    @property
    def reports(self) -> list[dict[str, Any]]:
        """Of work that went on."""
        told = [part.get("functionResponse", {}) for event in self.events for part in event["content"]["parts"]]
        return [one["response"] for one in told if "stage" in one.get("response", {})]


class Client:
    """As a chat skill calls the server."""

    def __init__(self, url: str, *, language: str = "en", client_id: str = "end-to-end") -> None:
        self.http = httpx.Client(base_url=url, timeout=TURN_S, trust_env=False)
        guest = self.data(self.http.post("/api/auth/anonymous-token", headers={"X-Client-Id": client_id}))
        self.http.headers.update(ATTRIBUTION | {"Authorization": f"Bearer {guest['token']}"})
        body = {"task_name": "project", "language": language}
        self.session = self.data(self.http.post("/api/tasks/me/with-session/nemo_agent", json=body))["session_id"]

    @staticmethod
    def data(answer: httpx.Response) -> dict[str, Any]:
        assert answer.status_code == 200, answer.text
        assert answer.json()["code"] == 0
        data: dict[str, Any] = answer.json()["data"]
        return data

    def upload(self, song: Path) -> None:
        with song.open("rb") as file:
            self.data(self.http.post(f"/api/upload-video/nemo_agent/me/{self.session}", files={"files": file}))

    def say(
        self,
        text: str,
        *,
        until_stage: str | None = None,
        last_event_id: str | None = None,
        into: Turn | None = None,
    ) -> Turn:
        """The turn to its end, or to the first event of a stage, where the client hangs up. `into`: what is heard before the
        line breaks stays there."""
        message = {"session_id": self.session, "new_message": {"parts": [{"text": text}]}}
        headers = {"Accept": "text/event-stream"} | ({"Last-Event-ID": last_event_id} if last_event_id else {})
        turn = into or Turn()
        with self.http.stream("POST", "/run_sse", json=message, headers=headers) as answer:
            assert answer.status_code == 200
            number = ""
            for line in answer.iter_lines():
                if line.startswith("id: "):
                    number = line[4:]
                # An event counts once it is here whole, with its number.
                if line.startswith("data: {"):
                    turn.events.append(json.loads(line[6:]))
                    turn.ids.append(number)
                    if until_stage is not None and turn.stages[-1:] == [until_stage]:
                        break
        return turn

    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = self.data(self.http.get(f"/api/state/nemo_agent/me/{self.session}/latest"))["state"]
        return state

    def credits(self) -> dict[str, Any]:
        return self.data(self.http.get("/api/credits/balance/simple"))

    def film(self, url: str, path: Path) -> Path:
        # The link alone opens it; a store of S3's kind refuses a second way to say who one is.
        path.write_bytes(httpx.get(url, timeout=TURN_S, trust_env=False).content)
        return path


def played(film: Path, song_s: float) -> tuple[int, int, bool]:
    """(frames, height, whether there is sound of the song's length), all of it decoded."""
    with av.open(str(film)) as file:
        heights = [frame.height for frame in file.decode(video=0)]
    with av.open(str(film)) as file:
        heard = sum(frame.samples for frame in file.decode(audio=0))
        rate_hz = file.streams.audio[0].rate
    assert len(set(heights)) == 1
    return len(heights), heights[0], abs(heard / rate_hz - song_s) < 0.2
