"""What edits cost on a finished three-minute film: what is made, what is kept, and how long until the film is right again.

Every edit is the command a user types, in a fresh process. "Share" is what the same number of frames cost when the whole film
was made.
"""

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

from bench import SONGREEL, Cost, run, say, song_of

EDITS = (
    ("redo the chorus", "its share + 3 s"),
    ("colder light in verse 2", "its share + 3 s"),
    ("warmer print in the bridge", "its share + 3 s"),
    ("add the title Paradise Found for 3 seconds at 1:00", "10 s"),
    ("BGM at 35%", "5 s"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quality", choices=("preview", "draft", "final"), default="preview")
    parser.add_argument("--seconds", type=float, default=180.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="songreel-bench-") as scratch:
        folder = Path(scratch)
        project = folder / "film.songreel"
        song = song_of(folder, options.seconds)
        whole = run(
            *SONGREEL, "make", song, "--project", project, "--quality", options.quality, "--seed", "1", "--json"
        )
        made = _result(whole)
        plates, frames = made["made"]["plates"], made["frames"]
        plate_s, clip_s = made["stages"]["image generation"], made["stages"]["video generation"]
        say(
            f"{options.quality} of {options.seconds:.0f} s, {len(made['shots'])} shots, {plates} plates",
            f"{whole.wall_s:.1f} s",
        )
        for words, budget in EDITS:
            cost = run(*SONGREEL, "edit", project, words, "--json")
            told = _result(cost)
            share_s = plate_s * told["rendered"]["made"]["plates"] / plates
            share_s += clip_s * _touched_frames(told, frames, made["duration_s"]) / frames
            _say_edit(words, cost, told, f"{budget} (share {share_s:.1f} s)" if "share" in budget else budget)
        undone = run(*SONGREEL, "undo", project, "--steps", str(len(EDITS)), "--json")
        _say_edit("undo of all", undone, _result(undone), "4 s")


def _result(cost: Cost) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(cost.stdout.strip().splitlines()[-1])
    return result


def _touched_frames(told: dict[str, Any], frames: int, duration_s: float) -> float:
    shots = told["film"]["shots"]
    touched_s = sum(shots[number - 1]["end_s"] - shots[number - 1]["start_s"] for number in told["cost"]["shots"])
    return touched_s * frames / duration_s


def _say_edit(words: str, cost: Cost, told: dict[str, Any], budget: str) -> None:
    made, kept = told["rendered"]["made"], told["rendered"]["kept"]
    say(f"“{words}”", f"{cost.wall_s:.1f} s, {cost.cpu_s:.1f} cpu-s", budget)
    say(
        "    made / kept",
        f"plates {made['plates']} / {kept['plates']}, clips {made['clips']} / {kept['clips']}, "
        f"titled {made['titled']} / {kept['titled']}",
    )


if __name__ == "__main__":
    main()
