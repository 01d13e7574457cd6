"""A small real process that speaks as the engine's command line does, for tests of crashes and cancels.

    python fake_engine.py FOLDER --tied plan SONG --project=P … --json
    python fake_engine.py FOLDER --tied render P --shots=1,2 --clips-only … --json
    python fake_engine.py FOLDER --tied export P --profile=NAME --output=FILE … --json

FOLDER holds `project/` (a planned one, copied by `plan`), `shots.json` (by quality, each shot's number, id and clip keys),
`behaviour.json` and, once it has run, `log.jsonl`: one line for each start and each shot that was really rendered.
"""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path


def main() -> None:
    folder, arguments = Path(sys.argv[1]), sys.argv[2:]
    assert arguments[0] == "--tied", arguments
    threading.Thread(target=end_with_stdin, daemon=True).start()
    behaviour = json.loads((folder / "behaviour.json").read_text())
    options = dict(word[2:].split("=", 1) for word in arguments if word.startswith("--") and "=" in word)
    command = arguments[1]
    log(folder, {"start": command, "pid": os.getpid(), "arguments": arguments, "nice": os.nice(0)})
    if sentence := behaviour.get("refuse", {}).get(command):
        print("a line of no importance", file=sys.stderr)
        print(f"songreel: {sentence}", file=sys.stderr)
        sys.exit(1)
    if command == "plan":
        lent = [
            word.partition("=")[2] for word in arguments if word.startswith(("--photo=", "--footage=", "--lyrics="))
        ]
        log(folder, {"lent": {Path(one).name: Path(one).read_text("utf-8") for one in lent}})
        plan(folder, Path(options["project"]), behaviour)
    elif command == "export":
        export(options)
    else:
        render(folder, Path(arguments[2]), options, behaviour)


def plan(folder: Path, project: Path, behaviour: dict) -> None:
    tell({"stage": "audio analysis", "done": 0, "total": 6, "note": "spectrum", "seconds_left": None})
    time.sleep(behaviour.get("plan_s", 0))
    if not (project / "project.json").exists():
        shutil.copytree(folder / "project", project, dirs_exist_ok=True)
    tell({"stage": "audio analysis", "done": 6, "total": 6, "note": "120 bpm", "seconds_left": 0.0})
    print((project / "draft.json").read_text())


def render(folder: Path, project: Path, options: dict, behaviour: dict) -> None:
    shots = json.loads((folder / "shots.json").read_text())[options.get("quality", "preview")]
    wanted = {int(n) for n in options["shots"].split(",")} if "shots" in options else {s["number"] for s in shots}
    chosen = [shot for shot in shots if shot["number"] in wanted]
    (project / "clips").mkdir(exist_ok=True)
    if behaviour.get("grandchild"):
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        log(folder, {"grandchild": child.pid})
    missing = [shot for shot in chosen if not stands(project, shot)]
    if missing:
        tell({"stage": "image generation", "done": 0, "total": len(missing), "note": "", "seconds_left": None})
    for shot in chosen:
        if shot not in missing:
            tell_shot(shot, reused=True, seconds=0.0)
    tell({"stage": "image generation", "done": len(missing), "total": len(missing), "note": "", "seconds_left": 0.0})
    for done, shot in enumerate(missing, 1):
        time.sleep(behaviour.get("shot_s", 0))
        # Said before the clip stands: a kill in between must show as a shot rendered twice.
        log(folder, {"rendered": shot["number"]})
        if shot["number"] == behaviour.get("die_at_shot"):
            os.kill(os.getpid(), 9)
        if shot["number"] == behaviour.get("hang_at_shot"):
            time.sleep(600)
        for key in shot["keys"]:
            partial = project / "clips" / f".{key}.{os.getpid()}"
            partial.write_bytes(key.encode())
            partial.rename(project / "clips" / f"{key}.mp4")
        tell({"stage": "video generation", "done": done, "total": len(missing), "note": "", "seconds_left": 1.0})
        tell_shot(shot, reused=False, seconds=behaviour.get("shot_s", 0))
    if "--clips-only" in sys.argv:
        print(json.dumps({"draft_version": int(options["version"]), "shots": sorted(wanted)}))
        return
    (project / "films").mkdir(exist_ok=True)
    film = project / "films" / f"v{int(options['version']):04d}-preview-304x540.mp4"
    film.write_bytes(b"a film of " + b"".join(key.encode() for shot in shots for key in shot["keys"]))
    tell({"stage": "assembly", "done": 1, "total": 1, "note": "", "seconds_left": 0.0})
    facts = {"duration_s": 24.0, "frames": 576, "width_px": 304, "height_px": 540, "style": "golden_hour"}
    print(
        json.dumps(
            facts | {"film": str(film), "draft_version": int(options["version"]), "shots": shots, "warnings": []}
        )
    )


def export(options: dict) -> None:
    output = Path(options["output"])
    output.write_bytes(b"an export of " + options["profile"].encode())
    tell({"stage": "export", "done": 1, "total": 1, "note": options["profile"], "seconds_left": 0.0})
    print(json.dumps({"path": str(output), "files": [str(output)], "profile": options["profile"], "notes": ["cut"]}))


def stands(project: Path, shot: dict) -> bool:
    return all((project / "clips" / f"{key}.mp4").is_file() for key in shot["keys"])


def tell_shot(shot: dict, *, reused: bool, seconds: float) -> None:
    tell({"shot": shot["number"], "id": shot["id"], "clip": shot["keys"][-1], "reused": reused, "seconds": seconds})


def tell(line: dict) -> None:
    print(json.dumps(line), file=sys.stderr, flush=True)


def log(folder: Path, line: dict) -> None:
    handle = os.open(folder / "log.jsonl", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(handle, (json.dumps(line | {"at": time.time()}) + "\n").encode())
    os.close(handle)


def end_with_stdin() -> None:
    while os.read(0, 4096):
        pass
    os._exit(9)


if __name__ == "__main__":
    main()
