# /// script
# requires-python = ">=3.11"
# dependencies = ["httpx>=0.28,<1", "httpx-sse>=0.4,<1"]
# ///
"""A client of songreel's chat API: a song in, a music video out, changed by talking.

    uv run scripts/songreel_chat.py make song.mp3 "a neon city at night" -o film.mp4
    uv run scripts/songreel_chat.py chat "redo the chorus in colder light"
    uv run scripts/songreel_chat.py export -o final.mp4

What was said goes to standard output, how far the work is to standard error. Token and sessions are remembered in a file of
the user's own, a session for each working folder. Exit codes: 0 done, 1 refused, 2 misused, 3 no server answers.
"""

import argparse
import json
import os
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

try:
    from chat_calls import RENDERS, Memories, Patience, Refused, Server, attribution, found
    from chat_turns import Following, Teller, Turn, timeline_of
except ModuleNotFoundError as missing:
    if missing.name not in ("httpx", "httpx_sse"):
        raise
    sys.exit(
        f"{missing.name} is missing: run this with `uv run {sys.argv[0]} …`, or `pip install httpx httpx-sse` first."
    )

LOCAL_URL: Final = "http://127.0.0.1:8710"
LONGEST_MESSAGE: Final = 20_000
ROUTES: Final = (
    (
        r"(?:please )?(?:export|download)(?: (?:it|the (?:video|film|mp4)|my video|mp4))?"
        r"|send me the (?:video|film)|(?:请)?(?:导出|下载)(?:视频|成片|影片)?",
        "export",
    ),
    (
        r"(?:show |check |my |how many )*(?:credits?|balance)(?: (?:do i have|left))*"
        r"|(?:查看|我的|还有多少)*(?:积分|余额)",
        "credits",
    ),
    (r"(?:show )?(?:status|(?:the )?tracks|(?:the )?timeline)|(?:查看)?(?:状态|进度|时间线)", "status"),
)
"""Messages that are one of the other calls, whole: they never reach the conversation."""
OPTIONS: Final[dict[str, tuple[tuple[str, ...], dict[str, Any]]]] = {
    "out": (("-o", "--out"), {"type": Path, "metavar": "FILE", "help": "where the video is saved"}),
    "for": (
        ("--for",),
        {"dest": "for_s", "type": float, "metavar": "SECONDS", "help": "listen no longer; `wait` goes on"},
    ),
    "scenes": (("--scenes",), {"type": Path, "metavar": "MAP.json", "help": "a scene map for a new video"}),
    "quality": (("--quality",), {"default": "high", "choices": ("low", "medium", "high", "ultra")}),
    "id": (("--id",), {"help": "come back to an export begun before"}),
}


def free_name(wanted: Path) -> Path:
    """That name, or the first numbered one that no file has."""
    names = [wanted, *(wanted.with_stem(f"{wanted.stem}-{number}") for number in range(2, 1000))]
    return next((name for name in names if not name.exists()), wanted)


def message_of(words: Sequence[str], scenes: Path | None) -> str:
    """What is said, with the scene map as JSON behind it. Raises Refused for a map that is none."""
    text = " ".join(words).strip()
    if scenes is not None:
        try:
            read = json.loads(scenes.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise Refused(f"{scenes} cannot be read as a scene map: {error}.") from error
        if not isinstance(read, list | dict) or not (read if isinstance(read, list) else read.get("scenes")):
            raise Refused(f'{scenes} holds no scenes; write a JSON list of them, or {{"scenes": […]}}.')
        written = json.dumps(read, ensure_ascii=False, separators=(",", ":"))
        text = f"{text}\n```json\n{written}\n```".strip()
    if not text:
        raise Refused('Say what is wanted: chat "redo the chorus in colder light".')
    if len(text) > LONGEST_MESSAGE:
        raise Refused(f"The message has {len(text)} characters; {LONGEST_MESSAGE} are the most.")
    return text


def language_of(words: str) -> str:
    return "zh" if re.search(r"[\u4e00-\u9fff]", words) else "en"


def route_of(words: str) -> str:
    """The call that a message is meant for: export, credits, status, or chat."""
    plain = words.strip().rstrip(".!?。！？").strip().lower()
    return next((route for pattern, route in ROUTES if re.fullmatch(pattern, plain)), "chat")


@dataclass(frozen=True, kw_only=True)
class Run:
    """One command with all it needs."""

    asked: argparse.Namespace
    server: Server
    teller: Teller
    headers: dict[str, str]

    def token(self) -> None:
        self.server.token()
        data = self.server.data("GET", "/api/credits/balance/simple")
        days = max(0.0, self.server.memories.client.facts.get("expires_at", 0.0) - time.time()) / 86_400
        told = f"{data.get('available')} credits at {self.server.url}"
        if not self.asked.token_given:
            told += f", as a guest for {days:.1f} more days"
        register = data.get("register_url")
        self.teller.end(data | self.headers, f"{told}. Sent with each call: {self.headers}.")
        if register and not self.asked.json:
            self.teller.aside(f"What is made here is kept by registering at {register}")

    def new(self) -> None:
        session = self.server.new_session(self.asked.name, self.asked.language)
        self.teller.end({"session_id": session}, f"Session {session}: send it a song with `upload`.")

    def upload(self) -> None:
        files = self.server.upload(self.asked.files)
        told = [f"{one.get('filename') or one.get('name')}: {one.get('type')}{_length(one)}" for one in files]
        self.teller.end({"files": files}, "\n".join(told))

    def chat(self) -> None:
        words = " ".join(self.asked.words)
        route = route_of(words) if self.asked.scenes is None else "chat"
        if route != "chat":
            self.teller.aside(f"[{words!r} is `{route}`]")
            {"export": self.export, "credits": self.credits, "status": self.status}[route]()
            return
        self._ended(self._following().say(message_of(self.asked.words, self.asked.scenes)))

    def make(self) -> None:
        # What can be refused here is refused before the folder's session is given up for a new one.
        found([self.asked.song])
        message = message_of(self.asked.words or ["go"], self.asked.scenes)
        self.server.new_session(Path(self.asked.song).stem, language_of(" ".join(self.asked.words)))
        self.server.upload([self.asked.song])
        self._ended(self._following().say(message))

    def wait(self) -> None:
        self._ended(self._following().come_back())

    def credits(self) -> None:
        data = self.server.data("GET", "/api/credits/balance/simple")
        told = "{available} credits, {frozen} set aside for work under way, {total} together"
        self.teller.end(data, told.format(**{name: data.get(name, 0) for name in ("available", "frozen", "total")}))

    def status(self) -> None:
        state = self.server.state()
        lines = [timeline_of(state)]
        if isinstance(job := state.get("job"), dict):
            lines.append(f"At work: {job.get('stage') or job.get('kind')}, {job.get('percent', 0)} %")
        for film in (state.get("generated_media") or [])[:3]:
            size = f"{film.get('width')}x{film.get('height')}"
            lines.append(f"{film.get('kind', 'film')} {size}{_length(film)}: {film.get('url')}")
        told = {name: value for name, value in state.items() if name not in ("draft", "scene_map")}
        self.teller.end(told, "\n".join(lines))

    def export(self) -> None:
        state = self.server.state()
        draft = state.get("draft") or {}
        if not any(track.get("sg") for track in draft.get("t") or []):
            raise Refused("There is no video to export yet; upload a song and say what its video should show.")
        render_id = self.asked.id or f"render_{time.time_ns() // 1_000_000}"
        body = {
            "id": render_id, "sessionId": self.server.session(), "draft": draft,
            "output": {"format": "mp4", "quality": self.asked.quality},
        }  # fmt: skip
        render = self._rendered(render_id, self.server.call("POST", f"{RENDERS}/lambda", json=body))
        output = render.get("output") or {}
        fallback = f"{RENDERS}/{quote(render_id, safe='')}/download"
        url = str(output.get("url") or self.server.url + fallback)
        path = self.server.download(url, self._target(state), else_path=fallback, size=output.get("size"))
        size = f"{output.get('width')}x{output.get('height')}" if output.get("width") else "mp4"
        self.teller.end({"file": str(path), "render": render}, f"Exported: {path} ({size}{_length(output)})")

    def download(self) -> None:
        state = self.server.state()
        films = state.get("generated_media") or []
        if not films:
            raise Refused("There is no finished video yet; `status` tells how it stands.")
        path = self.server.download(str(films[0]["url"]), self._target(state), size=films[0].get("size"))
        self.teller.end({"file": str(path), "film": films[0]}, f"Saved: {path}{_length(films[0])}")

    def scenes(self) -> None:
        scenes = self.server.state().get("scene_map")
        if not scenes:
            raise Refused("There is no scene map: the video is not planned yet.")
        written = json.dumps(scenes, ensure_ascii=False, indent=2)
        if self.asked.out is None:
            print(written)
            return
        self.asked.out.write_text(written + "\n", "utf-8")
        self.teller.end({"file": str(self.asked.out)}, f"Saved: {self.asked.out}")

    def claim(self) -> None:
        session = self.server.session()
        body = {"task_id": self.server.memories.session.facts.get("task_id") or "", "session_id": session}
        data = self.server.data("POST", "/api/auth/claim-token", json=body)
        url = data.get("url") or f"{self.server.url}/workspace/claim?ct={data.get('claim_token')}"
        self.teller.end({"url": url}, f"For the person's browser, once: {url}")

    def _following(self) -> Following:
        seconds = self.asked.for_s
        deadline = None if seconds is None else time.monotonic() + seconds
        return Following(self.server, self.teller, deadline=deadline)

    def _ended(self, turn: Turn | None) -> None:
        if turn is None:
            self.teller.end({"status": "working"}, "Still at work; nothing is lost: `wait` goes on listening.")
            return
        film, file = turn.film, None
        if film is not None and self.asked.out is not None:
            size = film.get("size_bytes", film.get("size"))
            file = self.server.download(str(film["url"]), self.asked.out, size=size)
        status = "failed" if turn.failed else "done"
        result = {"status": status, "texts": turn.texts, "film": film, "file": None if file is None else str(file)}
        self.teller.end(result, None if file is None else f"Saved: {file}")
        if turn.failed:
            raise Refused("", exit_code=1)

    def _rendered(self, render_id: str, render: dict[str, Any]) -> dict[str, Any]:
        """The render once it is done. Raises Refused for one that failed, or that stands still."""
        patience, asked, unchanged = self.server.patience, 0, 0
        while render.get("status") not in ("completed", "failed"):
            self.teller.progress(render | {"stage": f"export {render.get('status')}"})
            patience.sleep(patience.render_s[min(asked, len(patience.render_s) - 1)])
            before, asked = render, asked + 1
            render = self.server.call("GET", f"{RENDERS}/lambda/{quote(render_id, safe='')}")
            unchanged = unchanged + 1 if render == before else 0
            if unchanged > patience.unchanged_renders + len(patience.render_s):
                raise Refused(f"The export stands still; come back to it with `export --id {render_id}`.")
        if render["status"] == "failed":
            raise Refused(f"The export failed: {render.get('error') or 'the server does not say why.'}")
        return render

    def _target(self, state: dict[str, Any]) -> Path:
        """Where a film is saved: as asked, or under the song's name."""
        if self.asked.out is not None:
            return Path(self.asked.out)
        songs = [one for one in state.get("video_infos") or [] if one.get("type") == "song"]
        name = re.sub(r"[^\w.-]+", "_", Path(str(songs[-1].get("name", ""))).stem) if songs else ""
        return free_name(Path(f"{name or 'video'}.mp4"))


def _length(told: dict[str, Any]) -> str:
    seconds = told.get("duration", told.get("duration_s"))
    if not isinstance(seconds, int | float) or seconds <= 0:
        return ""
    return f", {int(seconds) // 60}:{int(seconds) % 60:02d}"


def parser() -> argparse.ArgumentParser:
    """Options of a command stand behind its name."""
    whole = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = whole.add_subparsers(dest="command", required=True)

    def command(name: str, does: str, *options: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=does, description=does)
        added.add_argument("--json", action="store_true", help="one JSON value instead of words")
        for option in options:
            flags, asked = OPTIONS[option]
            added.add_argument(*flags, **asked)
        return added

    command("make", "a new session, a song, and its video", "scenes", "for", "out").add_argument(
        "song", help="a file or URL"
    )
    command("chat", "say something: a brief, an edit, a question", "scenes", "for", "out", "quality", "id")
    command("wait", "go on listening to what was left", "for", "out")
    command("upload", "send songs, photos, footage, lyrics").add_argument("files", nargs="+", help="files or URLs")
    command("export", "render the finished film and save it", "out", "quality", "id")
    command("download", "save the newest film as it is", "out")
    command("status", "the timeline, the work under way, the films")
    command("scenes", "the video's scene map, to be changed and given back", "out")
    command("credits", "what can be spent")
    command("token", "get a guest's token if there is none, and say what it is worth")
    command("claim", "a link that opens this session in a person's browser")
    new = command("new", "a new session in this folder")
    new.add_argument("--name", default="project")
    new.add_argument("--language", default="en", help="of the replies: en or zh")
    for name in ("make", "chat"):
        commands.choices[name].add_argument("words", nargs="*", help="what is said, in English or Chinese")
    return whole


def main(arguments: Sequence[str] | None = None, *, patience: Patience | None = None) -> int:
    """Runs a command; the exit code."""
    known = parser()
    asked, rest = known.parse_known_args(arguments)
    if rest and (not hasattr(asked, "words") or any(one.startswith("-") for one in rest)):
        known.error(f"unknown: {' '.join(rest)}")
    if rest:
        # Words behind an option: argparse gives up on them.
        asked.words = [*asked.words, *rest]
    url = (os.environ.get("SONGREEL_URL") or LOCAL_URL).rstrip("/")
    token = os.environ.get("SONGREEL_TOKEN")
    asked.token_given = bool(token)
    home = Path(os.environ.get("SONGREEL_CHAT_HOME") or Path.home() / ".config" / "songreel")
    try:
        headers = attribution(Path(__file__).resolve())
        server = Server(url, headers, Memories.at(home, url, Path.cwd()), patience or Patience(), token)
        try:
            run = Run(asked=asked, server=server, teller=Teller(as_json=asked.json), headers=headers)
            getattr(run, asked.command)()
        finally:
            server.close()
    except Refused as refusal:
        if str(refusal):
            print(refusal, file=sys.stderr)
        return refusal.exit_code
    except KeyboardInterrupt:
        print("Stopped listening; the work goes on: `wait` comes back to it.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
