"""The corpus of messages, read and split. Run as a script it writes the ids of one part, one a line."""

import argparse
import json
import zlib
from pathlib import Path
from typing import Any, Final, Literal

FOLDER: Final = Path(__file__).parent
LANGUAGES: Final = ("en", "zh")
Part = Literal["fit", "test"]


def split(id_: str) -> Part:
    """To which part a message belongs: by its id alone, so that adding messages moves none."""
    return "fit" if zlib.crc32(id_.encode()) % 100 < 60 else "test"


def read_corpus(part: Part | None = None) -> list[dict[str, Any]]:
    """Every message with what it means, English first; of one part only where that is named."""
    lines = [
        line
        for language in LANGUAGES
        for line in (FOLDER / f"corpus_{language}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    messages = [json.loads(line) for line in lines]
    return [message for message in messages if part is None or split(message["id"]) == part]


def read_more() -> list[tuple[str, str]]:
    """(intent, message): further messages that are only ever fitted to."""
    lines = (FOLDER / "more_intents.tsv").read_text(encoding="utf-8").splitlines()
    return [(intent, message) for intent, _, message in (line.partition("\t") for line in lines if line)]


def sections_file(name: str) -> Path:
    """The section map of that name."""
    return FOLDER / f"{name}.sections.csv"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=("fit", "test"))
    print(*(message["id"] for message in read_corpus(parser.parse_args().part)), sep="\n")
