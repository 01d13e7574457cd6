"""What the server stands: short requests a second, their latency, and a thousand open streams, with its memory.

A real server process on a free port, a data folder of its own, no worker: streams wait for a film that nobody renders. The load
comes from this process, so it takes its share of the same cores. With `--beside-render` a film is drawn meanwhile by a child at
lower priority, as the server's own worker would.
"""

import argparse
import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx

from songreel_engine.bundled_song import write_bundled_song

LIMITS = {"SONGREEL_REQUESTS_PER_MINUTE": "10000000"}
CLIENTS = 8
"""That ask again at once, as often as they are answered: how much the server does. How soon, one at a time says."""
REST = 0.05
"""Share of a core below which a server has loaded what it loads beside its first requests."""
LOAD_S = 6.0
WATCH_S = 30.0
START_LIMIT_S = 60.0


class Running:
    """One server process."""

    def __init__(self, folder: Path) -> None:
        began_s = time.monotonic()
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "songreel_server",
                "serve",
                "--no-worker",
                "--port",
                "0",
                "--data",
                str(folder / "data"),
            ],
            stderr=(folder / "server.log").open("wb"),
            env=os.environ | LIMITS,
        )
        self.url = self._address(folder / "server.log", began_s)
        self.up_s = time.monotonic() - began_s

    def _address(self, log: Path, began_s: float) -> str:
        while time.monotonic() - began_s < START_LIMIT_S:
            if found := re.search(r"http://127\.0\.0\.1:(\d+)", log.read_text()):
                url = f"http://127.0.0.1:{found[1]}"
                with suppress(httpx.HTTPError):
                    if httpx.get(f"{url}/healthz").status_code == 200:
                        return url
            time.sleep(0.02)
        raise SystemExit(f"The server did not start; see {log}.")

    def wait_for_rest(self) -> None:
        """Until the server does nothing any more."""
        ends_s = time.monotonic() + START_LIMIT_S
        before_s, share = self._cpu_s(), 1.0
        while share > REST and time.monotonic() < ends_s:
            time.sleep(1.0)
            now_s = self._cpu_s()
            share, before_s = now_s - before_s, now_s

    def _cpu_s(self) -> float:
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mb(self) -> float:
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024

    def stop(self) -> float:
        began_s = time.monotonic()
        self._process.terminate()
        self._process.wait()
        return time.monotonic() - began_s


async def requests_a_second(url: str, path: str, headers: dict[str, str], clients: int) -> tuple[float, list[float]]:
    """(requests a second, latencies in seconds, rising)."""
    latencies: list[float] = []
    async with httpx.AsyncClient(base_url=url, timeout=60, headers=headers) as client:

        async def ask() -> None:
            ends_s = time.monotonic() + LOAD_S
            while time.monotonic() < ends_s:
                began_s = time.monotonic()
                (await client.get(path)).raise_for_status()
                latencies.append(time.monotonic() - began_s)

        await asyncio.gather(*(ask() for _ in range(clients)))
    return len(latencies) / LOAD_S, sorted(latencies)


async def open_streams(url: str, count: int, request: bytes, seen: dict[str, Any]) -> list[asyncio.Task[None]]:
    """Streams that stay open; `seen` gets how many answer and the gaps between what each hears."""
    seen |= {"open": 0, "gaps_s": []}
    host, port = url.removeprefix("http://").split(":")

    async def listen() -> None:
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(request)
        await writer.drain()
        heard_s = 0.0
        while chunk := await reader.read(4096):
            now_s = time.monotonic()
            if heard_s:
                seen["gaps_s"].append(now_s - heard_s)
            else:
                seen["open"] += 1
            heard_s = now_s
            del chunk

    tasks = []
    for number in range(count):
        tasks.append(asyncio.create_task(listen()))
        if number % 50 == 49:
            await asyncio.sleep(0.2)
    ends_s = time.monotonic() + 60
    while seen["open"] < count and time.monotonic() < ends_s:
        await asyncio.sleep(0.1)
    return tasks


def told(name: str, measured: str, budget: str = "") -> None:
    print(f"{name:<58}{measured:<34}{budget}", flush=True)


async def measure(server: Running, song: Path, streams: int, label: str) -> None:
    with httpx.Client(base_url=server.url, timeout=60) as client:
        answer = client.post("/api/auth/anonymous-token", headers={"X-Client-Id": label.replace(" ", "-")}).json()
        headers = {"Authorization": f"Bearer {answer['data']['token']}"}
        client.headers.update(headers)
        session = client.post("/api/tasks/me/with-session/nemo_agent", json={}).json()["data"]["session_id"]
        with song.open("rb") as file:
            client.post(f"/api/upload-video/nemo_agent/me/{session}", files={"files": file}).raise_for_status()
    paths = {"credits": "/api/credits/balance/simple", "state": f"/api/state/nemo_agent/me/{session}/latest"}
    for name, path in paths.items():
        for clients, budget in ((1, "10/50 ms"), (CLIENTS, "200/s")):
            rate, latencies = await requests_a_second(server.url, path, headers, clients)
            p50_ms, p99_ms = (1000 * latencies[int(len(latencies) * part)] for part in (0.5, 0.99))
            told(
                f"{label}: {name}, {'one' if clients == 1 else clients} at a time",
                f"{rate:.0f}/s, p50 {p50_ms:.0f} ms, p99 {p99_ms:.0f} ms",
                budget,
            )
    if not streams:
        return
    body = json.dumps({"session_id": session, "new_message": {"parts": [{"text": "make a music video"}]}}).encode()
    head = f"POST /run_sse HTTP/1.1\r\nHost: bench\r\nAuthorization: {headers['Authorization']}\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    seen: dict[str, Any] = {}
    tasks = await open_streams(server.url, streams, head.encode() + body, seen)
    await asyncio.sleep(WATCH_S)
    told(
        f"{seen['open']} open streams",
        f"{server.memory_mb():.0f} MB, longest gap {max(seen['gaps_s']):.1f} s",
        "300 MB, heartbeats within 15 s",
    )
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--streams", type=int, default=1000)
    parser.add_argument("--beside-render", action="store_true", help="also measure while a film is being rendered")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        song = Path(folder) / "song.wav"
        write_bundled_song(song)
        server = Running(Path(folder))
        told("up, empty data folder", f"{server.up_s:.2f} s, {server.memory_mb():.0f} MB", "2 s")
        server.wait_for_rest()
        asyncio.run(measure(server, song, options.streams, "idle"))
        if options.beside_render:
            film = [sys.executable, "-m", "songreel_engine", "make", str(song), "-o", str(Path(folder) / "film.mp4")]
            child = subprocess.Popen(
                ["nice", "-n", "5", *film, "--quality", "preview"],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            try:
                time.sleep(5)
                asyncio.run(measure(server, song, 0, "beside a render"))
            finally:
                # With its workers, which would keep this program's output open.
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        told("down", f"{server.stop():.2f} s")


if __name__ == "__main__":
    main()
