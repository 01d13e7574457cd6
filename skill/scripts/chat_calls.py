"""The calls of the chat API, and what is remembered of a server between runs."""

import hashlib
import json
import os
import re
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit

import httpx
import httpx_sse

START_COMMAND: Final = "songreel serve"
AGENT: Final = "nemo_agent"
RENDERS: Final = "/api/render/proxy"
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
PLATFORMS: Final = {"clawhub": (".clawhub", "clawhub", ".openclaw"), "cursor": (".cursor",)}
"""Platform → folders that an installation of it lies in."""
HINTS: Final = {
    1002: "Start another with `new`.",
    4001: "Songs: mp3 wav m4a aac ogg flac; footage: mp4 mov avi webm mkv; photos: jpg png gif webp.",
}
"""Codes of refusals → what to do here, besides what the server says."""


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long is waited for what; `sleep` waits."""

    silence_s: float = 45.0
    """A stream that says nothing for so long, not even a heartbeat, is broken."""
    reconnect_s: tuple[float, ...] = (1.0, 3.0, 6.0)
    """Before each try to come back without a new event; after them the state is asked."""
    state_s: tuple[float, ...] = (30.0, 60.0)
    """Before the state is asked for; the last one again and again."""
    unchanged_states: int = 5
    render_s: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
    unchanged_renders: int = 10
    sleep: Callable[[float], None] = time.sleep


class Refused(Exception):  # noqa: N818
    """One sentence for the user, and the exit code."""

    def __init__(self, sentence: str, *, exit_code: int = 1, code: int = 0) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code
        self.code = code


class Interrupted(Exception):  # noqa: N818
    """A stream ended before its turn did."""


def attribution(script: Path) -> dict[str, str]:
    """The three headers that say which skill calls: from the frontmatter of its SKILL.md and the place it is installed at."""
    folder = next((one for one in script.parents[1:3] if (one / "SKILL.md").is_file()), None)
    if folder is None:
        raise Refused(f"There is no SKILL.md above {script}; install the whole skill folder, not the script alone.")
    head = (folder / "SKILL.md").read_text("utf-8").split("---", 2)[1]
    name = re.search(r"^name:\s*(\S+)", head, re.MULTILINE)
    version = re.search(r"^\s+version:\s*[\"']?([^\s\"']+)", head, re.MULTILINE)
    if name is None or version is None:
        raise Refused(f"The frontmatter of {folder / 'SKILL.md'} names no name and version; install the skill again.")
    return {"X-Skill-Source": name[1], "X-Skill-Version": version[1], "X-Skill-Platform": platform_of(folder)}


def platform_of(folder: Path) -> str:
    """clawhub, cursor or unknown, by where the skill is installed."""
    if (folder / ".clawhub").is_dir():
        return "clawhub"
    parts = set(folder.parts)
    return next((name for name, signs in PLATFORMS.items() if parts & set(signs)), "unknown")


class Memory:
    """A file of facts that outlives this process, readable by its owner only."""

    def __init__(self, path: Path, **about: str) -> None:
        self._path = path
        self.facts: dict[str, Any] = dict(about)
        if path.is_file():
            try:
                self.facts |= json.loads(path.read_text("utf-8"))
            except ValueError as error:
                raise Refused(f"{path} is not readable; delete it and begin again.") from error

    def save(self, **facts: Any) -> None:
        """Adds facts; None takes one away."""
        self.facts = {name: value for name, value in (self.facts | facts).items() if value is not None}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        written = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(self.facts, file, indent=1)
        written.replace(self._path)


@dataclass(frozen=True)
class Memories:
    """Of a server who we are there; of a folder which session it has. Files of their own: several scripts run at once."""

    client: Memory
    session: Memory

    @classmethod
    def at(cls, home: Path, url: str, folder: Path) -> "Memories":
        return cls(
            client=Memory(home / f"client-{_mark(url)}.json", url=url),
            session=Memory(home / f"session-{_mark(url, str(folder))}.json", url=url, folder=str(folder)),
        )


def _mark(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def found(sources: Sequence[str]) -> tuple[list[Path], list[str]]:
    """(files, URLs). Raises Refused for a file that is not there."""
    urls = [one for one in sources if re.match(r"https?://", one)]
    files = [Path(one).expanduser() for one in sources if one not in urls]
    for file in files:
        if not file.is_file():
            raise Refused(f"There is no file {file}; give a file's path or an http(s) URL.")
    return files, urls


class Server:
    """The calls of the contract."""

    def __init__(
        self, url: str, headers: dict[str, str], memories: Memories, patience: Patience, token: str | None
    ) -> None:
        self.url, self.memories, self.patience, self._given_token = url, memories, patience, token
        # A proxy that the environment names cannot know this machine's own address.
        trusts = urlsplit(url).hostname not in LOOPBACK
        self._bare = httpx.Client(timeout=httpx.Timeout(60.0, read=300.0), trust_env=trusts, follow_redirects=True)
        self._http = httpx.Client(
            base_url=url, headers=headers, timeout=httpx.Timeout(30.0, read=300.0, write=300.0), trust_env=trusts,
            follow_redirects=True,
        )  # fmt: skip

    def close(self) -> None:
        self._http.close()
        self._bare.close()

    def token(self) -> str:
        """The token that was given, the one of a guest who was here before, or a new guest's."""
        if self._given_token:
            return self._given_token
        client = self.memories.client
        if not client.facts.get("token") or client.facts.get("expires_at", 0) < time.time() + 60:
            # Kept before it is used: a client that asks twice with two ids is two guests.
            client.save(client_id=client.facts.get("client_id") or str(uuid.uuid4()))
            headers = {"X-Client-Id": client.facts["client_id"]}
            data = self._data(self._sent("POST", "/api/auth/anonymous-token", headers=headers))
            expires_at = data.get("expires_at") or time.time() + float(data.get("expires_in") or 7 * 86_400)
            client.save(token=data["token"], expires_at=expires_at)
        return str(client.facts["token"])

    def call(self, method: str, path: str, **asked: Any) -> dict[str, Any]:
        """The answer's JSON. Raises Refused."""
        return self._json(self._authorised(lambda: self._sent(method, path, headers=self._bearer(), **asked)))

    def data(self, method: str, path: str, **asked: Any) -> dict[str, Any]:
        """What the answer's envelope holds. Raises Refused."""
        data: dict[str, Any] = self.call(method, path, **asked).get("data") or {}
        return data

    def session(self) -> str:
        """The session of this folder; a new one where there is none."""
        return str(self.memories.session.facts.get("id") or self.new_session("project", "en"))

    def new_session(self, name: str, language: str) -> str:
        body = {"task_name": name, "language": language}
        data = self.data("POST", f"/api/tasks/me/with-session/{AGENT}", json=body)
        self.memories.session.save(id=data["session_id"], task_id=data.get("task_id"), turn=None)
        return str(data["session_id"])

    def state(self) -> dict[str, Any]:
        data = self.data("GET", f"/api/state/{AGENT}/me/{quote(self.session(), safe='')}/latest")
        state: dict[str, Any] = data.get("state") or {}
        return state

    def upload(self, sources: Sequence[str]) -> list[dict[str, Any]]:
        """Files of this machine, or URLs for the server to fetch. Raises Refused for a file that is not there."""
        path = f"/api/upload-video/{AGENT}/me/{quote(self.session(), safe='')}"
        files, urls = found(sources)
        told: list[dict[str, Any]] = []
        if files:
            with ExitStack() as stack:
                opened = [(file.name, stack.enter_context(file.open("rb"))) for file in files]

                def send() -> httpx.Response:
                    for _, handle in opened:
                        handle.seek(0)
                    return self._sent("POST", path, headers=self._bearer(), files=[("files", one) for one in opened])

                told += (self._json(self._authorised(send)).get("data") or {}).get("files", [])
        if urls:
            told += self.data("POST", path, json={"urls": urls, "source_type": "url"}).get("files", [])
        return told

    def stream(self, text: str, last_id: str | None) -> Iterator[httpx_sse.ServerSentEvent]:
        """A message's turn, from the event after `last_id`. Raises Interrupted where the line breaks, Refused."""
        body = {
            "app_name": AGENT,
            "user_id": "me",
            "session_id": self.session(),
            "new_message": {"parts": [{"text": text}]},
        }
        for may_renew in (True, False):
            headers = self._bearer() | ({"Last-Event-ID": last_id} if last_id else {})
            timeout = httpx.Timeout(30.0, read=self.patience.silence_s)
            try:
                with httpx_sse.connect_sse(
                    self._http, "POST", "/run_sse", json=body, headers=headers, timeout=timeout
                ) as source:
                    if not source.response.headers.get("content-type", "").startswith("text/event-stream"):
                        source.response.read()
                        refusal = self._refusal(source.response)
                        if refusal is not None and refusal.code == 1001 and may_renew and self._forget_token():
                            continue
                        raise refusal or Refused("The server answered without a stream; is it a songreel server?")
                    yield from source.iter_sse()
                    return
            except httpx.ConnectError as error:
                if last_id is None:
                    raise self._nobody_there() from error
                raise Interrupted from error
            except httpx.TransportError as error:
                raise Interrupted from error

    def download(self, url: str, path: Path, *, else_path: str | None = None, size: int | None = None) -> Path:
        """The file behind a link, whole or not at all. `else_path`: a call that leads to it too."""
        part = path.with_name(path.name + ".part")
        path.parent.mkdir(parents=True, exist_ok=True)
        link = urlsplit(url)
        # A server may know itself by another address than the one it is reached at.
        here = link._replace(scheme="", netloc="").geturl()
        ways: list[tuple[httpx.Client, str, dict[str, str]]] = [(self._bare, url, {}), (self._http, here, {})]
        if else_path is not None:
            ways.insert(1, (self._http, else_path, self._bearer()))
        failure: Exception | None = None
        for http, way, headers in ways:
            try:
                self._fetch(http, way, headers, part)
            except (httpx.HTTPError, Refused) as error:
                failure = failure or error
                continue
            break
        else:
            part.unlink(missing_ok=True)
            raise Refused(f"The video cannot be fetched: {failure}; run `download` to try again.") from failure
        if size is not None and part.stat().st_size != size:
            raise Refused(f"Only {part.stat().st_size} of {size} bytes of the video came; run `download` to try again.")
        part.replace(path)
        return path

    def _fetch(self, http: httpx.Client, url: str, headers: dict[str, str], part: Path) -> None:
        with http.stream("GET", url, headers=headers) as answer, part.open("wb") as file:
            if answer.status_code != 200:
                raise Refused(f"the server answers HTTP {answer.status_code}")
            for piece in answer.iter_bytes():
                file.write(piece)

    def _sent(self, method: str, path: str, **asked: Any) -> httpx.Response:
        try:
            return self._http.request(method, path, **asked)
        except httpx.ConnectError as error:
            raise self._nobody_there() from error
        except httpx.TransportError as error:
            raise Refused(
                f"The line to {self.url} broke ({type(error).__name__}); run the same command again."
            ) from error

    def _authorised(self, send: Callable[[], httpx.Response]) -> httpx.Response:
        """Once more with a new token where a guest's has run out."""
        answer = send()
        refusal = self._refusal(answer)
        return send() if refusal is not None and refusal.code == 1001 and self._forget_token() else answer

    def _forget_token(self) -> bool:
        if self._given_token:
            return False
        self.memories.client.save(token=None)
        return True

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token()}"}

    def _nobody_there(self) -> Refused:
        if urlsplit(self.url).hostname in LOOPBACK:
            return Refused(f"No songreel server answers at {self.url}. Start it with: {START_COMMAND}", exit_code=3)
        return Refused(f"No songreel server answers at {self.url}; check SONGREEL_URL.", exit_code=3)

    def _data(self, answer: httpx.Response) -> dict[str, Any]:
        data: dict[str, Any] = self._json(answer).get("data") or {}
        return data

    def _json(self, answer: httpx.Response) -> dict[str, Any]:
        refusal = self._refusal(answer)
        if refusal is not None:
            raise refusal
        body: dict[str, Any] = answer.json()
        return body

    def _refusal(self, answer: httpx.Response) -> Refused | None:
        """The server's sentence with what to do here; None for a success."""
        try:
            body = answer.json()
        except ValueError:
            body = None
        if not isinstance(body, dict):
            return Refused(f"{self.url} answers HTTP {answer.status_code} and no JSON; is it a songreel server?")
        code = body.get("code", 0 if answer.is_success else answer.status_code)
        if answer.is_success and code == 0:
            return None
        known: dict[str, Any] = body["data"] if isinstance(body.get("data"), dict) else {}
        said = str(body.get("msg") or f"The server refused with code {code}.")
        register = known.get("register_url", "")
        wait = answer.headers.get("Retry-After")
        more = [
            HINTS.get(code, ""),
            f"Register at {register} for more." if register and register not in said else "",
            f"Try again in {wait} s." if wait and code == 429 else "",
            "SONGREEL_TOKEN holds a token that is not valid." if code == 1001 and self._given_token else "",
        ]
        return Refused(" ".join([said, *filter(None, more)]), code=code)
