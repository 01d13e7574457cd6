"""How right the understanding of words is: against `training/language`, messages whose meaning is written down.

`test` (the default) is the part that nothing was fitted to. A message counts as right in

- intent: when that is right, and what comes after the edits (`then`), and whether a question is asked;
- edits: when the edits have the right names in the right order;
- targets: when also every edit has exactly the written sections, shots and times (within 0.05 s);
- changes: when also what changes is as written (of numbers only the sign of relative ones; informative).

Messages that ask for no edit count in the intent alone, but for those which must lead to a question.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from songreel_engine.language.context import NO_CONTEXT, Context, context_of_sections
from songreel_engine.language.conversation import remembered
from songreel_engine.language.understanding import understand

REPOSITORY: Final = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY / "training" / "language"))

from corpus import read_corpus, sections_file  # noqa: E402

NEAR_S: Final = 0.05
RELATIVE: Final = frozenset({"warmth", "brightness", "contrast", "saturation", "by", "by_s", "by_beats", "by_db"})
"""Changes that say how far to go: "a bit" is no exact number."""
Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Score:
    """How one message was understood."""

    message: Json
    found: Json
    milliseconds: float
    intent: bool
    then: bool
    question: bool
    edits: bool
    targets: bool
    changes: bool

    @property
    def all_right(self) -> bool:
        return self.intent and self.then and self.question and self.edits and self.targets


def scored(message: Json) -> Score:
    """One message, said after those before it."""
    context = _context(message["sections"])
    for earlier in message.get("before", ()):
        context = _after(context, earlier)
    began_s = time.perf_counter()
    understood = understand(message["text"], context)
    milliseconds = (time.perf_counter() - began_s) * 1000
    found = understood.as_json()
    pairs = list(zip(message["edits"], found["edits"], strict=False))
    edits = [edit["edit"] for edit in message["edits"]] == [edit["edit"] for edit in found["edits"]]
    targets = edits and all(same_target(wanted["target"], got["target"]) for wanted, got in pairs)
    return Score(
        message=message,
        found=found,
        milliseconds=milliseconds,
        intent=found["intent"] == message["intent"],
        then=found["then"] == message["then"],
        question=(found["question"] is not None) == message["question"],
        edits=edits,
        targets=targets,
        changes=targets and all(same_changes(wanted["changes"], got["changes"]) for wanted, got in pairs),
    )


def _context(sections: str | None) -> Context:
    return context_of_sections(sections_file(sections).read_text(encoding="utf-8")) if sections else NO_CONTEXT


def _after(context: Context, earlier: str) -> Context:
    return replace(context, conversation=remembered(context.conversation, understand(earlier, context)))


def same_target(wanted: Json, found: Json) -> bool:
    """Whether both name the same part."""
    return (
        {_plain(name) for name in wanted["sections"]} == {_plain(name) for name in found["sections"]}
        and sorted(wanted["shots"]) == sorted(found["shots"])
        and len(wanted["ranges_s"]) == len(found["ranges_s"])
        and all(
            abs(a - b) <= NEAR_S
            for ours, theirs in zip(sorted(wanted["ranges_s"]), sorted(found["ranges_s"]), strict=True)
            for a, b in zip(ours, theirs, strict=True)
        )
    )


def _plain(name: str) -> str:
    return "".join(character for character in name.lower() if character.isalnum())


def same_changes(wanted: Json, found: Json) -> bool:
    """Whether what is written changes so; what is found beyond it is let be."""
    return all(name in found and _same(name, value, found[name]) for name, value in wanted.items())


def _same(name: str, wanted: Any, found: Any) -> bool:
    if name in RELATIVE:
        return bool(np.sign(wanted) == np.sign(found))
    if name in ("before", "after"):
        return same_target(wanted, found)
    if isinstance(wanted, float | int) and not isinstance(wanted, bool):
        return abs(wanted - found) <= 0.35 * abs(wanted) + 1e-9
    if isinstance(wanted, str):
        return _plain(wanted) == _plain(str(found))
    return bool(wanted == found)


def report(scores: Sequence[Score]) -> None:
    """Shares by language, then by kind, then the time a message takes."""
    print(
        f"{'':<16}{'messages':>9}{'intent':>9}{'then':>9}{'question':>9}{'edits':>9}{'targets':>9}{'all':>9}{'changes':>9}"
    )
    for name, rows in _groups(scores):
        of_edits = [row for row in rows if row.message["intent"] == "edit"]
        cells = [
            _share(row.intent for row in rows),
            _share(row.then for row in rows),
            _share(row.question for row in rows),
            _share(row.edits for row in of_edits),
            _share(row.targets for row in of_edits),
            _share(row.all_right for row in rows),
            _share(row.changes for row in of_edits if row.message["edits"]),
        ]
        print(f"{name:<16}{len(rows):>9}" + "".join(f"{cell:>9}" for cell in cells))
    times_ms = [row.milliseconds for row in scores]
    print(f"\nms a message: p50 {np.percentile(times_ms, 50):.2f}, p99 {np.percentile(times_ms, 99):.2f}")


def _groups(scores: Sequence[Score]) -> list[tuple[str, list[Score]]]:
    kinds = sorted({_kind(row.message) for row in scores})
    return [
        ("all", list(scores)),
        *((name, [row for row in scores if row.message["lang"] == name]) for name in ("en", "zh")),
        *((kind, [row for row in scores if _kind(row.message) == kind]) for kind in kinds),
    ]


def _kind(message: Json) -> str:
    """The intent, but edits by their name: 'remake', '2+ edits', 'question'."""
    if message["intent"] != "edit":
        return str(message["intent"])
    if message["question"]:
        return "question"
    return str(message["edits"][0]["edit"]) if len(message["edits"]) == 1 else "2+ edits"


def _share(right: Iterable[bool]) -> str:
    counted = list(right)
    return f"{np.mean(counted):.1%}" if counted else "–"


def list_failures(scores: Sequence[Score], *, of_changes: bool) -> None:
    """Every message that was understood otherwise than is written."""
    for row in scores:
        if row.all_right and (row.changes or not of_changes):
            continue
        print(f"\n{row.message['id']}  {row.message['text']}")
        for name, value in (("wanted", row.message), ("found", row.found)):
            told = {key: value[key] for key in ("intent", "edits", "then", "question")}
            print(f"  {name:<7}{json.dumps(told, ensure_ascii=False)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("fit", "test"), default="test")
    parser.add_argument("--failures", action="store_true", help="also list the messages that were misunderstood")
    parser.add_argument("--changes", action="store_true", help="among the failures, those of changes too")
    options = parser.parse_args()
    scores = [scored(message) for message in read_corpus(options.part)]
    if options.failures:
        list_failures(scores, of_changes=options.changes)
    print(f"\nthe {options.part} part")
    report(scores)


if __name__ == "__main__":
    main()
