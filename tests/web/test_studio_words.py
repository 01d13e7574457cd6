"""What the page says: one table for each language, with the same entries, the same gaps, and none that nothing says."""

import re
from pathlib import Path

SOURCES = Path(__file__).parents[2] / "web/src"
ENTRY = re.compile(r'^  (?P<key>\w+):\s*"(?P<text>.*)",$', re.MULTILINE)
GAP = re.compile(r"\{(\w+)\}")
BUILT_FROM = re.compile(r"t\(`(\w+)_\$\{")
"""Such as t(`size_${size}`)."""


def table(language: str) -> dict[str, str]:
    entries = ENTRY.findall((SOURCES / f"words/{language}.ts").read_text("utf-8"))
    assert len(dict(entries)) == len(entries), "an entry stands there twice"
    return dict(entries)


def said() -> tuple[set[str], set[str]]:
    """All words in quotes in the page's sources, and what others begin with."""
    sources = [path for path in SOURCES.rglob("*.ts*") if path.parent.name != "words"]
    text = "\n".join(path.read_text("utf-8") for path in sources)
    return set(re.findall(r'"(\w+)"', text)), set(BUILT_FROM.findall(text))


def test_both_languages_say_the_same_things() -> None:
    english, chinese = table("en"), table("zh")
    assert len(english) > 200
    assert english.keys() == chinese.keys()
    assert all(text.strip() for text in (*english.values(), *chinese.values()))


def test_both_languages_have_the_same_gaps_to_be_filled() -> None:
    chinese = table("zh")
    assert {k: set(GAP.findall(text)) for k, text in table("en").items()} == {
        k: set(GAP.findall(text)) for k, text in chinese.items()
    }


def test_nothing_is_kept_that_the_page_never_says() -> None:
    whole, beginnings = said()
    assert [key for key in table("en") if key not in whole and key.rpartition("_")[0] not in beginnings] == []
